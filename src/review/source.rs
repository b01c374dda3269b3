//! Sources with the rows that claims rest on and the rows next to them, each row once.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::nodes::{Writer, web_address};
use crate::evidence::Evidence;
use crate::facts::DataTable;
use crate::report::SourceDefinition;
use crate::source::{SourceMap, Span};
use crate::verify::CheckedReport;

/// Every source of the record, in its order.
pub fn sources(
    checked: &CheckedReport,
    files: &SourceMap,
    record: &Evidence,
    writer: &Writer<'_>,
) -> Vec<Value> {
    let source = |source: &crate::evidence::Source| {
        let mut value = json!(source);
        let declared = checked.report.source(&source.id);
        value["mark"] = json!(writer.references.source_mark(&source.id));
        value["url"] = json!(source.url.as_deref().and_then(web_address));
        value["data"] = json!(declared.is_some_and(|declared| declared.data.is_some()));
        if let Some(declared) = declared {
            value["heading"] = writer.unit(&declared.title);
            value["by"] = writer.unit(&declared.publisher);
            value["note"] = writer.optional(declared.note.as_ref());
            value["problems"] = json!(writer.marks.problems_at(&declaration(declared)));
        }
        value["text"] = json!(checked.facts.table(&source.id).is_none_or(|table| table.is_text));
        value["rows_read"] = Value::Null;
        value["lines"] = json!(rows(source, checked.facts.table(&source.id), files));
        value
    };
    record.sources.iter().map(source).collect()
}

/// The places of `report.toml` that say where and how the data of a source are read.
fn declaration(source: &SourceDefinition) -> Vec<Span> {
    let mut spans = vec![source.id.span];
    if let Some(data) = &source.data {
        spans.push(data.span);
        let texts = [&data.encoding, &data.sheet, &data.rows, &data.table];
        spans.extend(texts.into_iter().flatten().map(|(_, span)| *span));
        spans.extend(data.range.as_ref().map(|(_, span)| *span));
        spans.extend(data.types.values().map(|(_, span)| *span));
    }
    spans.extend(source.publication.as_ref().map(|publication| publication.span));
    spans.extend(source.register.as_ref().map(|register| register.span));
    spans
}

/// `[row, line, cell, ..]`: the rows of the record, and the one before and after each.
fn rows(
    source: &crate::evidence::Source,
    table: Option<&DataTable>,
    files: &SourceMap,
) -> Vec<Value> {
    let Some(table) = table else {
        let row = |row: &crate::evidence::Row| entry(row.row, row.line, &row.cells);
        return source.rows_read.iter().map(row).collect();
    };
    let mut wanted = BTreeSet::new();
    for row in &source.rows_read {
        wanted.extend([row.row - 1, row.row, row.row + 1]);
    }
    let rows = wanted.into_iter().filter(|row| (1..=table.row_count()).contains(row));
    let row = |row: usize| {
        let line = table.row_span(row - 1).map(|span| files.position(span).line);
        let cells = table.row(row - 1).map(|(_, value)| value.map(|value| value.to_string()));
        entry(row, line, &cells.collect::<Vec<_>>())
    };
    rows.map(row).collect()
}

fn entry(row: usize, line: Option<usize>, cells: &[Option<String>]) -> Value {
    let mut entry = vec![json!(row), json!(line)];
    entry.extend(cells.iter().map(|cell| json!(cell)));
    Value::Array(entry)
}
