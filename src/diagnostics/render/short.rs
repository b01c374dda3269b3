//! `file:line:column: code: message`, a line each.

use crate::diagnostics::Diagnostic;
use crate::source::SourceMap;

/// One line for a diagnostic, without a line feed.
pub fn short(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let place = diagnostic.labels.first().map_or_else(String::new, |label| {
        let position = sources.position(label.span);
        let name = sources.name(label.span.file);
        format!("{name}:{}:{}: ", position.line, position.column)
    });
    let severity = diagnostic.severity.name();
    format!("{place}{severity}[{}]: {}", diagnostic.code, diagnostic.message)
}
