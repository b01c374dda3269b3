//! `[source.*]` of `report.toml`.

use std::collections::BTreeMap;

use super::localised::{Localised, Role};
use super::manifest::{read_path, unknown_word};
use super::reader::Table;
use super::{Basis, ColumnType, Id, Register, SourceDefinition};
use crate::diagnostics::Diagnostics;
use crate::language::Language;
use crate::source::Span;

/// Reads every source in the order of the file.
pub fn read_sources(
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
    let publisher = Localised::remark(table, "publisher", languages, problems);
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
