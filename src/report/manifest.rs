//! `report.toml`.

use super::chapter::{Inherited, parse_toml, read_chapter};
use super::claim::{read_period, unknown_language};
use super::localised::{Localised, Role};
use super::reader::Table;
use super::{
    Basis, ClaimDefinition, ColumnType, Edition, Id, Layout, MANIFEST, Part, PartKind, Register,
    Report, SourceDefinition, Standard, TEXT_LIMIT,
};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use crate::files::{Folder, RelativePath, read_text};
use crate::language::Language;
use crate::source::{MappedText, SourceMap, Span};

use std::collections::{BTreeMap, BTreeSet};

/// Reads `report.toml` and every file that it names.
///
/// Problems of all files are reported. A report comes back where nothing in it is missing; where a
/// problem concerns a part that can be left out, the rest comes back all the same.
pub fn read(folder: &dyn Folder, sources: &mut SourceMap, problems: &mut Diagnostics) -> Option<Report> {
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

    let files = chapter_files(&table, problems);
    table.finish(problems);
    let definitions = read_sources(&root, &languages, problems);
    let names = read_names(&root, &languages, problems);
    let severities = read_rules(&root, problems);
    let editions = read_editions(&root, &languages, problems);
    root.finish(problems);

    let inherited = Inherited { languages: &languages, period: period.as_ref() };
    let mut claims: Vec<ClaimDefinition> = Vec::new();
    let mut parts: Vec<Part> = Vec::new();
    let wanted = files.len();
    for (kind, path, span) in files {
        let Some(file) = read_text(folder, &path, TEXT_LIMIT, Some(span), sources, problems) else {
            continue;
        };
        let text = sources.shared_text(file);
        parts.extend(read_chapter(file, &text, path, kind, &inherited, &mut claims, problems));
    }
    let complete = parts.len() == wanted;
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
        parts,
        sources: definitions,
        claims,
        names,
        severities,
        editions,
        languages,
        manifest: file,
        complete,
    };
    number_links(&mut report);
    Some(report)
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
    let kinds = [("front", PartKind::Front), ("chapters", PartKind::Chapter), ("back", PartKind::Back)];
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

fn read_path(text: &MappedText, problems: &mut Diagnostics) -> Option<RelativePath> {
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

fn read_sources(
    root: &Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Vec<SourceDefinition> {
    let Some(table) = root.table("source", problems) else { return Vec::new() };
    let mut result = Vec::new();
    for (name, entry) in table.keys() {
        let id = Id { name, span: entry.key_span };
        id.is_valid(problems);
        if let Some(source) = table.table_of(&format!("source.{}", id.name), entry, problems) {
            result.extend(read_source(&source, id, languages, problems));
            source.finish(problems);
        }
    }
    result
}

fn read_source(
    table: &Table<'_>,
    id: Id,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<SourceDefinition> {
    let text = |key: &str, problems: &mut Diagnostics| {
        table.text(key, problems).map(|text| text.as_str().to_owned())
    };
    let path = table.text("path", problems);
    let path = path.and_then(|text| Some((read_path(&text, problems)?, text.whole_span())));
    let title = Localised::required(table, "title", Role::Plain, languages, problems);
    table.require("publisher", problems);
    let publisher = text("publisher", problems);
    let licence = text("licence", problems);
    let url = text("url", problems);
    let retrieved = table.date("retrieved", problems).map(|(date, _)| date);
    let note = Localised::read(table, "note", Role::Line, languages, problems);
    let types = read_types(table, problems);
    let register = read_register(table, languages, problems);
    let basis = read_basis(table, path.is_some(), problems);
    Some(SourceDefinition {
        id,
        path,
        types,
        title: title?,
        publisher: publisher?,
        licence,
        url,
        retrieved,
        basis,
        note,
        register,
    })
}

fn read_basis(table: &Table<'_>, has_data: bool, problems: &mut Diagnostics) -> Basis {
    if has_data {
        table.require("basis", problems);
    }
    let Some(text) = table.text("basis", problems) else { return Basis::Transcribed };
    match text.as_str() {
        "primary" => Basis::Primary,
        "transcribed" => Basis::Transcribed,
        _ => {
            problems.push(unknown_word(&text, "basis", &["transcribed", "primary"]));
            Basis::Transcribed
        }
    }
}

fn read_types(
    table: &Table<'_>,
    problems: &mut Diagnostics,
) -> BTreeMap<String, (ColumnType, Span)> {
    const TYPES: [(&str, ColumnType); 5] = [
        ("text", ColumnType::Text),
        ("integer", ColumnType::Integer),
        ("decimal", ColumnType::Decimal),
        ("date", ColumnType::Date),
        ("boolean", ColumnType::Boolean),
    ];
    let mut result = BTreeMap::new();
    let Some(types) = table.table("types", problems) else { return result };
    for (column, entry) in types.keys() {
        let Some(text) = types.text_of(&column, entry, problems) else { continue };
        match TYPES.iter().find(|(name, _)| *name == text.as_str()) {
            Some((_, kind)) => {
                result.insert(column, (*kind, text.whole_span()));
            }
            None => problems.push(unknown_word(&text, "type", &TYPES.map(|(name, _)| name))),
        }
    }
    result
}

fn read_register(
    table: &Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<Register> {
    let register = table.table("register", problems)?;
    let column = |key: &str, problems: &mut Diagnostics| {
        register.text(key, problems).map(|text| text.as_str().to_owned())
    };
    register.require("id", problems);
    register.require("value", problems);
    let id = column("id", problems);
    let value = column("value", problems);
    let mut noun = Vec::new();
    if let Some(nouns) = register.table("noun", problems) {
        for language in languages {
            if let Some(text) = nouns.text(language.tag(), problems) {
                noun.push((language.clone(), text.as_str().to_owned()));
            }
        }
        nouns.finish(problems);
    }
    let result = Register {
        unit: column("unit", problems),
        qualifier: column("qualifier", problems),
        lower: column("lower", problems),
        upper: column("upper", problems),
        period: column("period", problems),
        noun,
        span: register.span(),
        id: id.unwrap_or_default(),
        value: value.unwrap_or_default(),
    };
    register.finish(problems);
    (!result.id.is_empty() && !result.value.is_empty()).then_some(result)
}

fn read_names(
    root: &Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Vec<(Option<Language>, String)> {
    let Some(table) = root.table("names", problems) else { return Vec::new() };
    let mut names = Vec::new();
    let keys = std::iter::once(None).chain(languages.iter().cloned().map(Some));
    for language in keys {
        let key = language.as_ref().map_or("all", Language::tag);
        for text in table.texts(key, problems) {
            if text.as_str().chars().any(char::is_alphabetic) {
                names.push((language.clone(), text.as_str().to_owned()));
            } else {
                problems.push(name_without_letter(&text));
            }
        }
    }
    table.finish(problems);
    names
}

fn read_rules(root: &Table<'_>, problems: &mut Diagnostics) -> BTreeMap<Code, Severity> {
    let mut result = BTreeMap::new();
    let Some(table) = root.table("rules", problems) else { return result };
    for (name, entry) in table.keys() {
        let Some(code) = Code::parse(&name) else {
            problems.push(unknown_rule(&name, entry.key_span));
            continue;
        };
        let Some(text) = table.text_of(&name, entry, problems) else { continue };
        let Some(severity) = Severity::parse(text.as_str()) else {
            problems.push(unknown_word(&text, "severity", &["allow", "note", "warn", "error"]));
            continue;
        };
        if code.is_changeable() || severity == code.default_severity() {
            result.insert(code, severity);
        } else {
            problems.push(rule_stays(code, entry.key_span));
        }
    }
    result
}

fn read_editions(root: &Table<'_>, languages: &[Language], problems: &mut Diagnostics) -> Vec<Edition> {
    root.require("edition", problems);
    let Some(table) = root.table("edition", problems) else { return Vec::new() };
    let mut result = Vec::new();
    for (name, entry) in table.keys() {
        let id = Id { name: name.clone(), span: entry.key_span };
        let valid = id.is_valid(problems);
        let Some(edition) = table.table_of(&format!("edition.{name}"), entry, problems) else {
            continue;
        };
        let edition = read_edition(&edition, name, languages, problems);
        result.extend(edition.filter(|_| valid));
    }
    result
}

fn read_edition(
    table: &Table<'_>,
    name: String,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<Edition> {
    let mut chosen: Vec<Language> = Vec::new();
    table.require("languages", problems);
    for text in table.texts("languages", problems) {
        match languages.iter().find(|language| language.tag() == text.as_str()) {
            Some(language) if !chosen.contains(language) => chosen.push(language.clone()),
            Some(_) => problems.push(repeated_language(&text)),
            None => problems.push(unknown_language(&text, languages)),
        }
    }
    let layout = table.required_text("layout", problems).and_then(|text| match text.as_str() {
        "parallel" => Some(Layout::Parallel),
        "single" => Some(Layout::Single),
        _ => {
            problems.push(unknown_word(&text, "layout", &["parallel", "single"]));
            None
        }
    });
    let mut standards = Vec::new();
    for text in table.texts("standards", problems) {
        match text.as_str() {
            "a-3a" => standards.push(Standard::A3a),
            "ua-1" => standards.push(Standard::Ua1),
            _ => problems.push(unknown_word(&text, "standard", &["a-3a", "ua-1"])),
        }
    }
    if !table.has("standards") {
        standards = vec![Standard::A3a, Standard::Ua1];
    }
    let span = table.span();
    table.finish(problems);
    let wanted = layout.map(|layout| if layout == Layout::Parallel { 2 } else { 1 });
    if let (Some(layout), Some(wanted)) = (layout, wanted)
        && !chosen.is_empty()
        && chosen.len() != wanted
    {
        problems.push(wrong_number_of_languages(span, layout, wanted, chosen.len()));
        return None;
    }
    if chosen.is_empty() {
        return None;
    }
    Some(Edition { name, layout: layout?, languages: chosen, standards })
}

/// Numbers every link and card through the report, so that ledger and pages can name each.
fn number_links(report: &mut Report) {
    let mut next = 1;
    let mut number = |localised: &mut Localised| {
        for text in &mut localised.texts {
            text.prose.for_each_link(&mut |link| {
                link.occurrence = next;
                next += 1;
            });
        }
    };
    let whole = [Some(&mut report.title), report.subtitle.as_mut(), Some(&mut report.publisher)];
    whole.into_iter().flatten().for_each(&mut number);
    [&mut report.summary, &mut report.imprint].into_iter().flatten().for_each(&mut number);
    for source in &mut report.sources {
        source.note.iter_mut().for_each(&mut number);
    }
    for part in &mut report.parts {
        number(&mut part.title);
        part.lead.iter_mut().for_each(&mut number);
        part.blocks.iter_mut().for_each(|block| number_block(block, &mut number));
        for section in &mut part.sections {
            number(&mut section.title);
            section.blocks.iter_mut().for_each(|block| number_block(block, &mut number));
        }
    }
    for part in &mut report.parts {
        let sections = part.sections.iter_mut().flat_map(|section| &mut section.blocks);
        for block in part.blocks.iter_mut().chain(sections) {
            if let super::Block::Cards(cards) = block {
                for card in cards {
                    card.occurrence = next;
                    next += 1;
                }
            }
        }
    }
}

fn number_block(block: &mut super::Block, number: &mut impl FnMut(&mut Localised)) {
    use super::Block;
    match block {
        Block::Prose(prose) => number(prose),
        Block::Figure(figure) => number_frame(&mut figure.frame, number),
        Block::Table(table) => number_frame(&mut table.frame, number),
        Block::Cards(cards) => {
            for card in cards {
                number(&mut card.label);
                card.note.iter_mut().for_each(&mut *number);
            }
        }
    }
}

fn number_frame(frame: &mut super::Frame, number: &mut impl FnMut(&mut Localised)) {
    number(&mut frame.caption);
    frame.measure.iter_mut().for_each(&mut *number);
    frame.note.iter_mut().for_each(&mut *number);
}

fn not_a_language(text: &MappedText) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{}` is no language tag", text.as_str()))
        .at(text.whole_span(), "")
        .help("write a BCP 47 tag such as `zh`, `en` or `zh-Hant`")
}

fn repeated_language(text: &MappedText) -> Diagnostic {
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

fn unknown_word(text: &MappedText, what: &str, known: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("there is no {what} `{}`", text.as_str()))
        .at(text.whole_span(), "")
        .nearest(text.as_str(), known.iter().copied())
        .help(format!("write one of {}", known.join(", ")))
}

fn unknown_rule(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("there is no rule `{name}`"))
        .at(span, "")
        .nearest(name, Code::all().map(Code::name))
}

fn rule_stays(code: Code, span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("the severity of `{code}` cannot be changed"))
        .at(span, "the promise to the reader rests on this rule")
}

fn name_without_letter(text: &MappedText) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        format!("`{}` has no letter, so it would exempt a bare number", text.as_str()),
    )
    .at(text.whole_span(), "")
    .help("state the number as a claim")
}

fn wrong_number_of_languages(span: Span, layout: Layout, wanted: usize, found: usize) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        format!("the layout `{}` takes {wanted} languages, not {found}", layout.name()),
    )
    .at(span, "")
}
