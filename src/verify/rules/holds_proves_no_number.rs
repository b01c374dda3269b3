//! `holds-proves-no-number`: a phrase of a `holds` claim that contains a quantity.

use super::phrases;
use crate::claims::ClaimBasis;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::verify::CheckedReport;

/// A comparison that is true says nothing about the numbers that stand beside it.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for (_, claim, phrase, text) in phrases(checked) {
        let is_statement = matches!(claim.basis, ClaimBasis::Holds(_));
        if is_statement && text.quantities(phrase.link).next().is_some() {
            let span = text.phrase_span(phrase.link);
            problems.push(proves_no_number(text.phrase(phrase.link), &claim.id.name, span));
        }
    }
}

fn proves_no_number(words: &str, id: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::HoldsProvesNoNumber,
        format!("`{id}` answers true or false and cannot prove the number in “{words}”"),
    )
    .at(span, "")
    .help("link the number to a claim with a `query`, and only the other words to this one")
}
