//! `noun-missing`: a phrase without the noun that its claim counts.
//!
//! Facts of equal value are told apart by what they count: 20 parks are not 20 governments.

use super::phrases;
use crate::claims::{BoundText, Claim};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::quantity::Content;
use crate::source::Span;
use crate::verify::CheckedReport;
use crate::verify::sentence::{clause_after, contains_words};

/// Looks for one of the nouns in the phrase, or after it within its clause and before the next
/// quantity.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for (_, claim, phrase, text) in phrases(checked) {
        let nouns = claim.noun.iter().find(|(language, _)| *language == text.language);
        let Some((_, nouns)) = nouns else { continue };
        let near = near_words(text, phrase.link);
        let near = near.to_lowercase();
        if !nouns.iter().any(|noun| contains_words(&near, &noun.to_lowercase())) {
            let span = text.phrase_span(phrase.link);
            problems.push(missing(claim, text.phrase(phrase.link), nouns, span));
        }
    }
}

/// The words of a link and those after it that can be its noun.
fn near_words(text: &BoundText, link: usize) -> String {
    let range = &text.passage.links[link].range;
    let next = text.readings.iter().find(|reading| {
        reading.range.start >= range.end && matches!(reading.content, Content::Quantity(_))
    });
    let clause = clause_after(text.passage.text(), range.end);
    let end =
        next.map_or(clause.len(), |reading| clause.len().min(reading.range.start - range.end));
    format!("{}{}", &text.passage.text()[range.clone()], &clause[..end])
}

fn missing(claim: &Claim, words: &str, nouns: &[String], span: Span) -> Diagnostic {
    let list = nouns.join("`, `");
    Diagnostic::new(
        Code::NounMissing,
        format!("`{words}` stands without the noun of claim `{}`", claim.id.name),
    )
    .at(span, format!("wanted in this clause: `{list}`"))
    .help("name what is counted right after the number, link the claim that counts this noun, or add the noun to the claim")
}
