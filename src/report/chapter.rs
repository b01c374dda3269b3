//! A chapter file.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::blocks::{
    read_callout, read_definitions, read_equation, read_page_break, read_quote, read_timeline,
};
use super::claim::{read_claims, read_period};
use super::definition::read_term_definitions;
use super::exhibit::read_cards;
use super::figure::read_figure;
use super::localised::{Localised, Role};
use super::reader::Table;
use super::rules::read_rules;
use super::table::read_table;
use super::{Block, ClaimDefinition, Id, Part, PartKind, Section, Signature};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use crate::files::RelativePath;
use crate::language::Language;
use crate::quantity::Period;
use crate::source::{FileId, Span};

/// What a chapter inherits from the report.
pub struct Inherited<'a> {
    /// The languages of the report.
    pub languages: &'a [Language],
    /// The period of its claims where neither they nor the chapter name one.
    pub period: Option<&'a (Period, Span)>,
}

/// What a chapter adds to the report besides its text.
pub struct Found<'a> {
    /// The claims of all chapters.
    pub claims: &'a mut Vec<ClaimDefinition>,
    /// The severities that blocks set for themselves.
    pub within: &'a mut Vec<(Span, BTreeMap<Code, Severity>)>,
}

/// Reads a chapter; its claims are added to those of the report.
pub fn read_chapter(
    file: FileId,
    source: &str,
    path: RelativePath,
    kind: PartKind,
    inherited: &Inherited<'_>,
    found: &mut Found<'_>,
    problems: &mut Diagnostics,
) -> Option<Part> {
    let entries = parse_toml(file, source, problems)?;
    let table = Table::root(file, source, &entries);
    let languages = inherited.languages;
    let title = Localised::required(&table, "title", Role::Line, languages, problems);
    let id = Id::optional(&table, "id", problems);
    let lead = Localised::read(&table, "lead", Role::Lead, languages, problems);
    let period = read_period(&table, problems);
    let period = period.as_ref().or(inherited.period);
    found.claims.extend(read_claims(&table, period, languages, problems));
    let blocks = read_blocks(&table, languages, found, problems);
    let mut sections = Vec::new();
    for section in table.tables("section", problems) {
        let title = Localised::required(&section, "title", Role::Line, languages, problems);
        let id = Id::optional(&section, "id", problems);
        let blocks = read_blocks(&section, languages, found, problems);
        section.finish(problems);
        sections.extend(title.map(|title| Section { id, title, blocks }));
    }
    let definitions = read_term_definitions(&table, "definition", languages, problems);
    let signatures = read_signatures(&table, languages, problems);
    table.finish(problems);
    let title = title?;
    Some(Part { kind, id, title, lead, blocks, sections, definitions, signatures, path })
}

fn read_signatures(
    table: &Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Vec<Signature> {
    let mut signatures = Vec::new();
    for entry in table.tables("signature", problems) {
        entry.require("name", problems);
        let name = Localised::remark(&entry, "name", languages, problems);
        let office = Localised::read(&entry, "office", Role::Plain, languages, problems);
        let place = Localised::remark(&entry, "place", languages, problems);
        let date = entry.date("date", problems).map(|(date, _)| date);
        entry.finish(problems);
        signatures.extend(name.map(|name| Signature { name, office, place, date }));
    }
    signatures
}

/// Parses a file and reports every fault of its syntax.
pub fn parse_toml<'a>(
    file: FileId,
    source: &'a str,
    problems: &mut Diagnostics,
) -> Option<DeTable<'a>> {
    let (table, errors) = DeTable::parse_recoverable(source);
    for error in &errors {
        let range = error.span().unwrap_or(0..0);
        let message = error.message().lines().next().unwrap_or("invalid TOML").to_owned();
        problems.push(
            Diagnostic::new(Code::TomlSyntax, message)
                .at(Span::new(file, range), "")
                .help("the file has to be TOML 1.0; prose is best written in `'''` strings"),
        );
    }
    errors.is_empty().then(|| table.into_inner())
}

fn read_blocks(
    table: &Table<'_>,
    languages: &[Language],
    found: &mut Found<'_>,
    problems: &mut Diagnostics,
) -> Vec<Block> {
    let mut result = Vec::new();
    for block in table.tables("block", problems) {
        let severities = read_rules(&block, problems);
        if !severities.is_empty() {
            found.within.push((block.extent(), severities));
        }
        result.extend(read_block(&block, languages, problems));
    }
    result
}

/// The keys that say what a block is; without one of them it is prose.
const KINDS: [&str; 10] = [
    "figure",
    "table",
    "card",
    "callout",
    "definition",
    "event",
    "equation",
    "quote",
    "page-break",
    "typst",
];

fn read_block(
    block: &Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<Block> {
    let kinds: Vec<&str> = KINDS.into_iter().filter(|kind| block.has(kind)).collect();
    let result = match kinds.as_slice() {
        [] => read_prose(block, languages, problems).map(Block::Prose),
        ["figure"] => {
            let figure = block.table("figure", problems)?;
            read_figure(block, &figure, languages, problems)
        }
        ["table"] => {
            let table = block.table("table", problems)?;
            read_table(block, &table, languages, problems)
        }
        ["card"] => Some(read_cards(&block.tables("card", problems), languages, problems)),
        ["callout"] => {
            let text = read_prose(block, languages, problems);
            read_callout(block, languages, problems, text)
        }
        ["definition"] => Some(read_definitions(block, languages, problems)),
        ["event"] => Some(read_timeline(block, languages, problems)),
        ["equation"] => read_equation(block, languages, problems),
        ["quote"] => read_quote(block, languages, problems),
        ["page-break"] => read_page_break(block, problems),
        ["typst"] => block.text("typst", problems).map(Block::Typst),
        several => {
            problems.push(two_kinds(block.span(), &several.join("` or a `")));
            return None;
        }
    };
    block.finish(problems);
    result
}

/// Prose stands under the languages themselves, or under `text` where one of them would clash.
fn read_prose(
    block: &Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<Localised> {
    if block.has("text") {
        return Localised::read(block, "text", Role::Text, languages, problems);
    }
    Localised::of_table(block, block.span(), Role::Text, languages, problems)
}

fn two_kinds(span: Span, kinds: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("a block is either a `{kinds}`"))
        .at(span, "this block is more than one of them")
        .help("make two blocks of it")
}
