//! `report.toml`.

use super::bibliography::read_bibliography;
use super::chapter::{Found, Inherited, parse_toml, read_chapter};
use super::claim::read_period;
use super::data_source::read_sources;
use super::definition::read_term_definitions;
use super::edition::read_editions;
use super::evidence_settings::read_evidence_settings;
use super::exhibit::read_cards;
use super::font_settings::read_fonts;
use super::index::read_index;
use super::localised::{Localised, Role};
use super::matter::{check_matter, read_matter};
use super::occurrence::number_links;
use super::query_settings::read_query_settings;
use super::reader::Table;
use super::revisions::read_revisions;
use super::rules::{read_bands, read_names, read_rules};
use super::theme::Shelf;
use super::typography::read_typography;
use super::{Block, ClaimDefinition, Id, MANIFEST, Part, PartKind, Report, TEXT_LIMIT};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severities};
use crate::files::{Folder, RelativePath, read_text};
use crate::language::Language;
use crate::source::{MappedText, SourceMap, Span};

use std::collections::BTreeSet;

/// Reads `report.toml` and every file that it names.
///
/// Problems of all files are reported. A report comes back where nothing in it is missing; where a
/// problem concerns a part that can be left out, the rest comes back all the same.
pub fn read(
    folder: &dyn Folder,
    sources: &mut SourceMap,
    problems: &mut Diagnostics,
) -> Option<Report> {
    let path = RelativePath::parse(MANIFEST).ok()?;
    let file = read_text(folder, &path, TEXT_LIMIT, None, sources, problems)?;
    let text = sources.shared_text(file);
    let entries = parse_toml(file, &text, problems)?;
    let root = Table::root(file, &text, &entries);
    root.require("report", problems)?;
    let table = root.table("report", problems)?;
    let languages = read_languages(&table, problems)?;

    let id = Id::required(&table, "id", problems);
    let title = Localised::required(&table, "title", Role::Line, &languages, problems);
    let subtitle = Localised::read(&table, "subtitle", Role::Line, &languages, problems);
    let publisher = Localised::required(&table, "publisher", Role::Line, &languages, problems);
    let keywords = Localised::read(&table, "keywords", Role::Plain, &languages, problems);
    let summary = Localised::read(&table, "abstract", Role::Text, &languages, problems);
    let imprint = Localised::read(&table, "imprint", Role::Text, &languages, problems);
    let authors = table.texts("authors", problems);
    let as_of = table.date("as-of", problems).map(|(date, _)| date);
    table.require("date", problems);
    let date = table.date("date", problems);
    let period = read_period(&table, problems);

    let theme = table.text("theme", problems);
    let files = chapter_files(&table, problems);
    let revisions = read_revisions(&root, &table, &languages, folder, sources, problems);
    table.finish(problems);
    let definitions = read_sources(&root, &languages, problems);
    let names = read_names(&root, &languages, folder, sources, problems);
    let mut severities = Severities::default();
    severities.everywhere.extend(read_rules(&root, problems));
    let bands = read_bands(&root, problems);
    let queries = read_query_settings(&root, problems);
    let evidence = read_evidence_settings(&root, problems);
    let matter = read_matter(&root, problems);
    let key_figures = read_key_figures(&root, &languages, problems);
    let glossary = read_term_definitions(&root, "glossary", &languages, problems);
    let index = read_index(&root, &languages, problems);
    let bibliography = read_bibliography(&root, folder, sources, problems);
    let bibliography_is_unread = bibliography.is_none() && root.has("bibliography");
    let fonts = read_fonts(&root, &languages, folder, problems);
    let mut themes = Shelf::new(folder, &fonts, sources);
    let customary = themes.theme(theme.as_ref(), problems);
    let (editions, places) = read_editions(&root, &languages, (&mut themes, &customary), problems);
    let theme_files = themes.into_files();
    let typography = read_typography(&root, problems);
    root.finish(problems);

    let inherited = Inherited { languages: &languages, period: period.as_ref() };
    let mut claims: Vec<ClaimDefinition> = Vec::new();
    let wanted = files.len();
    let mut found = Found { claims: &mut claims, within: &mut severities.within };
    let parts = read_parts(files, (folder, sources), &inherited, &mut found, problems);
    // Citations of works that could not be read would be reported without being wrong.
    let complete = parts.len() == wanted && !bibliography_is_unread;
    let mut report = Report {
        id: id?.name,
        title: title?,
        subtitle,
        date: date?.0,
        as_of,
        publisher: publisher?,
        authors: authors.iter().map(|author| author.as_str().to_owned()).collect(),
        keywords,
        summary,
        imprint,
        matter,
        key_figures,
        parts,
        glossary,
        index,
        bibliography,
        sources: definitions,
        claims,
        names,
        severities,
        bands,
        queries,
        evidence,
        typography,
        fonts,
        revisions,
        editions,
        theme_files,
        languages,
        manifest: file,
        complete,
    };
    number_links(&mut report);
    check_matter(&report, &places, problems);
    Some(report)
}

/// The cards of the spread of key figures, if there is one.
fn read_key_figures(
    root: &Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<Block> {
    let table = root.table("key-figures", problems)?;
    table.require("card", problems);
    let cards = read_cards(&table.tables("card", problems), languages, problems);
    table.finish(problems);
    Some(cards)
}

/// Reads the files of the book; those that cannot be read are left out.
fn read_parts(
    files: Vec<(PartKind, RelativePath, Span)>,
    (folder, sources): (&dyn Folder, &mut SourceMap),
    inherited: &Inherited<'_>,
    found: &mut Found<'_>,
    problems: &mut Diagnostics,
) -> Vec<Part> {
    let mut parts = Vec::new();
    for (kind, path, span) in files {
        let Some(file) = read_text(folder, &path, TEXT_LIMIT, Some(span), sources, problems) else {
            continue;
        };
        let text = sources.shared_text(file);
        parts.extend(read_chapter(file, &text, path, kind, inherited, found, problems));
    }
    parts
}

fn read_languages(table: &Table<'_>, problems: &mut Diagnostics) -> Option<Vec<Language>> {
    let entry = table.require("languages", problems)?;
    let mut languages = Vec::new();
    for text in table.texts("languages", problems) {
        match Language::parse(text.as_str()) {
            Some(language) if languages.contains(&language) => {
                problems.push(repeated_language(&text));
            }
            Some(language) => languages.push(language),
            None => problems.push(not_a_language(&text)),
        }
    }
    if languages.is_empty() {
        problems.push(no_language(entry.span));
        return None;
    }
    Some(languages)
}

/// The files of the book in order; a file that is named twice is read once.
fn chapter_files(
    table: &Table<'_>,
    problems: &mut Diagnostics,
) -> Vec<(PartKind, RelativePath, Span)> {
    table.require("chapters", problems);
    let mut files = Vec::new();
    let mut seen = BTreeSet::new();
    let kinds = [
        ("foreword", PartKind::Foreword),
        ("front", PartKind::Front),
        ("chapters", PartKind::Chapter),
        ("back", PartKind::Back),
    ];
    for (key, kind) in kinds {
        let texts = table.texts(key, problems);
        if kind == PartKind::Chapter
            && texts.is_empty()
            && let Some(entry) = table.get(key)
        {
            problems.push(no_chapter(entry.span));
        }
        for text in texts {
            let Some(path) = read_path(&text, problems) else { continue };
            if path.as_str() == MANIFEST || !seen.insert(path.clone()) {
                problems.push(repeated_chapter(&text));
            } else {
                files.push((kind, path, text.whole_span()));
            }
        }
    }
    files
}

pub fn read_path(text: &MappedText, problems: &mut Diagnostics) -> Option<RelativePath> {
    match RelativePath::parse(text.as_str()) {
        Ok(path) => Some(path),
        Err(problem) => {
            problems.push(
                Diagnostic::new(Code::InvalidValue, format!("`{}`: {problem}", text.as_str()))
                    .at(text.whole_span(), ""),
            );
            None
        }
    }
}

fn not_a_language(text: &MappedText) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{}` is no language tag", text.as_str()))
        .at(text.whole_span(), "")
        .help("write a BCP 47 tag such as `zh`, `en` or `zh-Hant`")
}

pub fn repeated_language(text: &MappedText) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("the language `{}` is listed twice", text.as_str()))
        .at(text.whole_span(), "")
}

fn no_language(span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, "a report needs at least one language").at(span, "")
}

fn no_chapter(span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, "a report needs at least one chapter")
        .at(span, "")
        .help("list its files: `chapters = [\"chapters/01-introduction.toml\"]`")
}

fn repeated_chapter(text: &MappedText) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{}` is part of the book already", text.as_str()))
        .at(text.whole_span(), "")
        .help("list each file once")
}

pub fn unknown_word(text: &MappedText, what: &str, known: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("there is no {what} `{}`", text.as_str()))
        .at(text.whole_span(), "")
        .nearest(text.as_str(), known.iter().copied())
        .help(format!("write one of {}", known.join(", ")))
}
