//! `claim-cuts-quantity`: a quantity that crosses the edge of a link, such as `近[30%](#x)`.

use super::claim_links;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::quantity::Content;
use crate::source::Span;
use crate::verify::CheckedReport;

/// Reports every quantity that is partly inside and partly outside of a claim.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for text in &checked.claims.texts {
        for reading in &text.readings {
            if !matches!(reading.content, Content::Quantity(_) | Content::Unresolved(_)) {
                continue;
            }
            for link in claim_links(checked, text) {
                let range = &reading.range;
                let overlaps = link.range.start < range.end && range.start < link.range.end;
                let inside = link.range.start <= range.start && range.end <= link.range.end;
                if overlaps && !inside {
                    let words = &text.passage.text()[range.clone()];
                    let place = text.passage.span(range.clone());
                    problems.push(cuts(words, &link.id, place, link.span));
                }
            }
        }
    }
}

fn cuts(words: &str, id: &str, place: Span, link: Span) -> Diagnostic {
    Diagnostic::new(
        Code::ClaimCutsQuantity,
        format!("the link to `{id}` covers only a part of the quantity `{words}`"),
    )
    .at(place, "the whole quantity")
    .at(link, "the link")
    .help(format!("put all of it into the link: `[{words}](#{id})`"))
}
