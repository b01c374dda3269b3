//! Tables in `book.json`.

use serde_json::{Value, json};

use super::record::by_language;
use super::words;
use crate::exhibits::{self, Head};
use crate::language::Language;
use crate::report::{self, Localised};

/// The wording of a localised string in a language.
type Wording<'a> = Box<dyn Fn(&Localised, &Language) -> String + 'a>;

/// How the record names and prints localised strings.
pub struct Strings<'a> {
    /// The name of the unit of prose.
    pub unit: Box<dyn Fn(&Localised) -> String + 'a>,
    /// The wording in a language as a plain string.
    pub plain: Wording<'a>,
}

/// What a table shows, without its frame.
pub fn record(
    declared: &report::Table,
    table: &exhibits::Table,
    languages: &[Language],
    strings: &Strings<'_>,
) -> Value {
    let columns = declared.columns.iter().enumerate().map(|(index, column)| {
        json!({
            "title": by_language(languages, |language| (strings.plain)(&column.title, language)),
            "unit": unit(column, table, index, languages, strings),
            "align": if table.columns[index].numeric { "number" } else { "text" },
            "marks": marks(table.notes.heads.get(&index)),
            "reaches": table.columns[index].reaches,
        })
    });
    let level = |heads: &Vec<Head>| {
        let head = |head: &Head| {
            let title = &declared.heads[head.index].title;
            json!({
                "first": head.first,
                "last": head.last,
                "title": by_language(languages, |language| (strings.plain)(title, language)),
            })
        };
        Value::Array(heads.iter().map(head).collect())
    };
    let notes = table.notes.order.iter().map(|index| (strings.unit)(&declared.notes[*index].1));
    json!({
        "kind": "table",
        "columns": columns.collect::<Vec<_>>(),
        "heads": table.heads.iter().map(level).collect::<Vec<_>>(),
        "rows": rows(table, languages),
        "places": places(table, languages),
        "marks": cell_marks(table),
        "notes": notes.collect::<Vec<_>>(),
        "legend": legend(table, languages),
        "landscape": declared.landscape,
        "summary": by_language(languages, |language| {
            summary(declared, table, language, strings)
        }),
    })
}

fn rows(table: &exhibits::Table, languages: &[Language]) -> Vec<Value> {
    let cell = |row, column| by_language(languages, |language| table.cell(row, column, language));
    let row = |row| (0..table.columns.len()).map(|column| cell(row, column)).collect();
    (0..table.rows).map(row).collect()
}

/// What each row is among the others.
fn places(table: &exhibits::Table, languages: &[Language]) -> Vec<Value> {
    let place = |(row, place): (usize, &exhibits::Row)| {
        let title = place.title.as_ref().map(|_| {
            by_language(languages, |language| table.group_title(row, language).unwrap_or_default())
        });
        json!({
            "title": title,
            "member": place.group.is_some(),
            "total": place.total,
            "of-which": place.of_which,
        })
    };
    table.places.iter().enumerate().map(place).collect()
}

/// The unit of a column, with the word for its scale.
fn unit(
    column: &report::Column,
    table: &exhibits::Table,
    index: usize,
    languages: &[Language],
    strings: &Strings<'_>,
) -> Value {
    let text = |language: &Language| {
        let unit = column.unit.as_ref().map(|unit| (strings.plain)(unit, language));
        let scale = table.scale(index, language).map(str::trim);
        match (scale, unit) {
            (Some(scale), Some(unit)) => {
                Some(language.choose(format!("{scale} {unit}"), format!("{scale}{unit}")))
            }
            (Some(scale), None) => Some(scale.to_owned()),
            (None, unit) => unit,
        }
    };
    if languages.iter().all(|language| text(language).is_none()) {
        return Value::Null;
    }
    by_language(languages, |language| text(language).unwrap_or_default())
}

/// The marks of notes, counted from 1.
fn marks(marks: Option<&Vec<usize>>) -> Vec<usize> {
    marks.into_iter().flatten().map(|mark| mark + 1).collect()
}

/// The marks of cells by row and column, as `"3:0"`.
fn cell_marks(table: &exhibits::Table) -> Value {
    let cells = table.notes.cells.iter();
    cells
        .map(|((row, column), list)| (format!("{row}:{column}"), json!(marks(Some(list)))))
        .collect()
}

/// What the symbols of a table mean, in the languages in which some occur.
fn legend(table: &exhibits::Table, languages: &[Language]) -> Value {
    let line = |language: &Language| {
        words::table_symbols(&table.absences(language), table.has_parts(), language)
    };
    let lines = languages.iter().filter_map(|language| {
        line(language).map(|line| (language.tag().to_owned(), Value::String(line)))
    });
    let lines: serde_json::Map<String, Value> = lines.collect();
    if lines.is_empty() { Value::Null } else { Value::Object(lines) }
}

/// What the table is like, for those who hear it.
fn summary(
    declared: &report::Table,
    table: &exhibits::Table,
    language: &Language,
    strings: &Strings<'_>,
) -> String {
    let heads: Vec<String> =
        declared.columns.iter().map(|column| (strings.plain)(&column.title, language)).collect();
    let groups = table.places.iter().filter(|place| place.title.is_some()).count();
    let totals = table.places.iter().any(|place| place.total);
    words::table_summary(table.rows, groups, totals, &heads, language)
}
