//! A JSON object a diagnostic, for programs.

use serde_json::{Value, json};

use crate::diagnostics::{Diagnostic, Label};
use crate::source::SourceMap;

/// A diagnostic as JSON; lines and columns count from 1, columns in code points.
pub fn json(diagnostic: &Diagnostic, sources: &SourceMap) -> Value {
    json!({
        "code": diagnostic.code.name(),
        "severity": diagnostic.severity.name(),
        "message": diagnostic.message,
        "labels": diagnostic.labels.iter().map(|label| place(label, sources)).collect::<Vec<_>>(),
        "notes": diagnostic.notes,
        "help": diagnostic.help,
    })
}

fn place(label: &Label, sources: &SourceMap) -> Value {
    let start = sources.position(label.span);
    let end = sources.position_at(label.span.file, label.span.end);
    json!({
        "file": sources.name(label.span.file),
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "text": sources.snippet(label.span),
        "label": label.text,
    })
}
