//! `quote-missing`: a number that was copied stands beside the words it was copied from.

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::facts::RegisterRow;
use crate::report::Basis;
use crate::verify::CheckedReport;

pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for row in &checked.facts.register {
        let source = checked.report.source(&row.source);
        if row.quote.is_none() && source.is_some_and(|source| source.basis == Basis::Transcribed) {
            let has_column = source
                .and_then(|source| source.register.as_ref())
                .is_some_and(|register| register.quote.is_some());
            problems.push(without_quote(row, has_column));
        }
    }
}

fn without_quote(row: &RegisterRow, has_column: bool) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::QuoteMissing,
        format!("`{}` is copied from a publication whose words are not quoted", row.id.name),
    )
    .at(row.id.span, "");
    if has_column {
        diagnostic.help("write the sentence of the publication into the row")
    } else {
        diagnostic.help("name the column that holds the publication's words: `register = { .., quote = \"quote\" }`")
    }
}
