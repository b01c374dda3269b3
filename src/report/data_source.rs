//! `[source.*]` of `report.toml`.

use super::data_settings::read_settings;
use super::localised::{Localised, Role};
use super::manifest::unknown_word;
use super::reader::Table;
use super::{Basis, Id, Register, SourceDefinition};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;

/// Reads every source in the order of the file.
pub fn read_sources(
    root: &Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Vec<SourceDefinition> {
    let Some(table) = root.table("source", problems) else { return Vec::new() };
    let mut result: Vec<SourceDefinition> = Vec::new();
    for (name, entry) in table.keys() {
        let id = Id { name, span: entry.key_span };
        id.is_valid(problems);
        if let Some(source) = table.table_of(&format!("source.{}", id.name), entry, problems) {
            result.extend(read_source(&source, id, languages, problems));
            source.finish(problems);
        }
    }
    for source in &result {
        let is_known = |id: &Id| result.iter().any(|other| other.id.name == id.name);
        if let Some(publication) = source.publication.as_ref().filter(|id| !is_known(id)) {
            problems.push(unknown_publication(publication, &result));
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
    let has_data = table.has("path") || table.has("connection");
    let data = read_settings(table, &id.name, problems);
    let title = Localised::required(table, "title", Role::Plain, languages, problems);
    table.require("publisher", problems);
    let publisher = Localised::remark(table, "publisher", languages, problems);
    let licence = Localised::remark(table, "licence", languages, problems);
    let url = text("url", problems);
    let retrieved = table.date("retrieved", problems).map(|(date, _)| date);
    let publication = table.text("publication", problems);
    let publication =
        publication.map(|text| Id { name: text.as_str().to_owned(), span: text.whole_span() });
    let note = Localised::read(table, "note", Role::Line, languages, problems);
    let register = read_register(table, languages, problems);
    let basis = read_basis(table, has_data, problems);
    Some(SourceDefinition {
        id,
        data,
        title: title?,
        publisher: publisher?,
        licence,
        url,
        retrieved,
        publication,
        basis,
        note,
        register,
    })
}

fn unknown_publication(id: &Id, sources: &[SourceDefinition]) -> Diagnostic {
    Diagnostic::new(Code::UnknownReference, format!("there is no source `{}`", id.name))
        .at(id.span, "")
        .nearest(&id.name, sources.iter().map(|source| source.id.name.as_str()))
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
        quote: column("quote", problems),
        noun,
        span: register.span(),
        id: id.unwrap_or_default(),
        value: value.unwrap_or_default(),
    };
    register.finish(problems);
    (!result.id.is_empty() && !result.value.is_empty()).then_some(result)
}
