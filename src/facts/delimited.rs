//! CSV and TSV files (RFC 4180), strictly: ragged rows, blank and repeated heads are faults.

use std::ops::Range;

use csv::{ReaderBuilder, StringRecord};
use sha2::{Digest, Sha256};

use super::infer::{Inferred, infer, parse};
use super::table::{Cell, DataColumn, DataTable};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::files::RelativePath;
use crate::report::{ColumnType, SourceDefinition};
use crate::source::{FileId, Span};

/// A record as text, with the place of each field.
struct Record {
    fields: Vec<String>,
    spans: Vec<Span>,
}

/// Reads a file of a source; every fault in it is reported.
pub fn read(
    definition: &SourceDefinition,
    path: &RelativePath,
    file: FileId,
    text: &str,
    problems: &mut Diagnostics,
) -> Option<DataTable> {
    let delimiter = match path.as_str().rsplit_once('.').map(|(_, extension)| extension) {
        Some("csv") => b',',
        Some("tsv") => b'\t',
        _ => {
            problems.push(unknown_format(definition, path));
            return None;
        }
    };
    let mut records = records(file, text, delimiter, problems)?;
    if records.is_empty() {
        problems.push(empty_file(path, Span::new(file, 0..0)));
        return None;
    }
    let head = records.remove(0);
    let mut sound = check_head(&head, problems);
    for record in &records {
        if record.fields.len() != head.fields.len() {
            problems.push(ragged_row(record, head.fields.len()));
            sound = false;
        }
    }
    let types_known = definition.types.iter().all(|(name, (_, span))| {
        let known = head.fields.contains(name);
        if !known {
            problems.push(type_of_no_column(name, *span, &head));
        }
        known
    });
    if !sound || !types_known {
        return None;
    }
    let (columns, rows) = typed(definition, &head, &records, problems)?;
    Some(DataTable {
        source: definition.id.name.clone(),
        file,
        path: path.as_str().to_owned(),
        digest: hexadecimal(&Sha256::digest(text.as_bytes())),
        columns,
        rows,
    })
}

/// Bytes as lower-case hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn records(
    file: FileId,
    text: &str,
    delimiter: u8,
    problems: &mut Diagnostics,
) -> Option<Vec<Record>> {
    // A byte order mark is no part of the first head.
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let body = &text[start..];
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(body.as_bytes());
    let mut records = Vec::new();
    let mut record = StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return Some(records),
            Ok(true) => {
                let at = record.position().map_or(0, csv::Position::byte);
                let at = usize::try_from(at).unwrap_or(body.len());
                let ranges = field_ranges(body, at, delimiter, record.len());
                let spans =
                    ranges.into_iter().map(|r| Span::new(file, start + r.start..start + r.end));
                records.push(Record {
                    fields: record.iter().map(str::to_owned).collect(),
                    spans: spans.collect(),
                });
            }
            Err(error) => {
                problems.push(unreadable_record(&error, Span::new(file, 0..0)));
                return None;
            }
        }
    }
}

/// The bytes of each field of the record that starts at or after `at`, quotation marks included.
fn field_ranges(text: &str, at: usize, delimiter: u8, count: usize) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = at;
    // The reader may count the line ends before a record to it.
    while matches!(bytes.get(at), Some(b'\n' | b'\r')) {
        at += 1;
    }
    let mut ranges = Vec::with_capacity(count);
    for _ in 0..count {
        let start = at.min(bytes.len());
        let mut quoted = bytes.get(at) == Some(&b'"');
        at += usize::from(quoted);
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'"' if quoted && bytes.get(at + 1) == Some(&b'"') => at += 1,
                b'"' if quoted => quoted = false,
                b'\n' | b'\r' if !quoted => break,
                _ if byte == delimiter && !quoted => break,
                _ => {}
            }
            at += 1;
        }
        ranges.push(start..at.min(bytes.len()));
        at += 1;
    }
    ranges
}

fn check_head(head: &Record, problems: &mut Diagnostics) -> bool {
    let mut sound = true;
    for (index, name) in head.fields.iter().enumerate() {
        let first = head.fields.iter().position(|other| other == name).unwrap_or(index);
        let fault = if name.trim().is_empty() {
            blank_head(head.spans[index], index)
        } else if first < index {
            repeated_head(name, head.spans[index], head.spans[first])
        } else {
            continue;
        };
        problems.push(fault);
        sound = false;
    }
    sound
}

type TypedTable = (Vec<DataColumn>, Vec<Vec<Cell>>);

fn typed(
    definition: &SourceDefinition,
    head: &Record,
    records: &[Record],
    problems: &mut Diagnostics,
) -> Option<TypedTable> {
    let mut columns = Vec::new();
    for (index, name) in head.fields.iter().enumerate() {
        let cells = records.iter().map(|record| record.fields[index].as_str());
        let kind = match definition.types.get(name) {
            Some((kind, _)) => *kind,
            None => match infer(&cells) {
                Inferred::Type(kind) => kind,
                Inferred::Mixed(row) => {
                    let record = &records[row];
                    let cell = &record.fields[index];
                    problems.push(mixed_column(definition, name, cell, record.spans[index], row));
                    continue;
                }
            },
        };
        columns.push(DataColumn { name: name.clone(), kind, span: head.spans[index] });
    }
    if columns.len() < head.fields.len() {
        return None;
    }
    let mut sound = true;
    let mut rows = Vec::with_capacity(records.len());
    for (row, record) in records.iter().enumerate() {
        let mut cells = Vec::with_capacity(columns.len());
        for (index, column) in columns.iter().enumerate() {
            let (text, span) = (&record.fields[index], record.spans[index]);
            let value = if text.is_empty() { None } else { parse(text, column.kind) };
            if value.is_none() && !text.is_empty() {
                problems.push(cell_of_other_type(definition, column, text, span, row));
                sound = false;
            }
            cells.push(Cell { value, span });
        }
        rows.push(cells);
    }
    sound.then_some((columns, rows))
}

fn type_name(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Text => "text",
        ColumnType::Integer => "a whole number",
        ColumnType::Decimal => "a plain decimal number",
        ColumnType::Date => "a date such as 2019-06-30",
        ColumnType::Boolean => "`true` or `false`",
    }
}

fn malformed(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::new(Code::MalformedData, message).at(span, "")
}

fn unknown_format(definition: &SourceDefinition, path: &RelativePath) -> Diagnostic {
    malformed(format!("`{path}` is neither .csv nor .tsv"), definition.id.span)
        .help("save the table as CSV in UTF-8")
}

fn empty_file(path: &RelativePath, span: Span) -> Diagnostic {
    malformed(format!("`{path}` is empty"), span).help("the first line has to name the columns")
}

fn unreadable_record(error: &csv::Error, span: Span) -> Diagnostic {
    malformed(format!("the table cannot be read: {error}"), span)
}

fn ragged_row(record: &Record, wanted: usize) -> Diagnostic {
    let found = record.fields.len();
    let span = record.spans[0].to(record.spans[found - 1]);
    malformed(format!("this row has {found} cells, but the head has {wanted}"), span)
        .help("put a cell that has a comma in it in quotation marks")
}

fn blank_head(span: Span, index: usize) -> Diagnostic {
    malformed(format!("column {} has no name", index + 1), span)
}

fn repeated_head(name: &str, span: Span, first: Span) -> Diagnostic {
    malformed(format!("two columns are called `{name}`"), span).at(first, "the first one")
}

fn type_of_no_column(name: &str, span: Span, head: &Record) -> Diagnostic {
    malformed(format!("`types` names `{name}`, but the file has no such column"), span)
        .nearest(name, head.fields.iter().map(String::as_str))
        .note(format!("its columns are {}", head.fields.join(", ")))
}

fn mixed_column(
    definition: &SourceDefinition,
    name: &str,
    cell: &str,
    span: Span,
    row: usize,
) -> Diagnostic {
    Diagnostic::new(
        Code::MixedColumn,
        format!("column `{name}` has numbers and, in data row {}, `{cell}`", row + 1),
    )
    .at(span, "not a plain number")
    .help(format!(
        "mend the cell, leave it empty for a missing value, or say that the column is text: `types = {{ {name} = \"text\" }}` under [source.{}]",
        definition.id.name
    ))
}

fn cell_of_other_type(
    definition: &SourceDefinition,
    column: &DataColumn,
    cell: &str,
    span: Span,
    row: usize,
) -> Diagnostic {
    let wanted = type_name(column.kind);
    let diagnostic = Diagnostic::new(
        Code::MixedColumn,
        format!("`{cell}` in column `{}`, data row {}, is not {wanted}", column.name, row + 1),
    )
    .at(span, format!("{wanted} is wanted"))
    .help("write numbers without grouping, signs other than `-`, or units; leave a cell empty for a missing value");
    match definition.types.get(&column.name) {
        Some((_, declared)) => diagnostic.at(*declared, "the type is declared here"),
        None => diagnostic,
    }
}
