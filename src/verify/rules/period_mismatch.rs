//! `period-mismatch`: a sentence that names another period than its claim.

use super::phrases;
use crate::claims::{BoundText, Claim};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::quantity::{Content, Period, Unit};
use crate::source::Span;
use crate::verify::CheckedReport;
use crate::verify::sentence::sentence_around;

/// A sentence may name no period, or several of which one fits.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for (_, claim, phrase, text) in phrases(checked) {
        let Some((period, declared)) = &claim.period else { continue };
        let named = periods_of_sentence(text, phrase.link, claim.unit == Unit::Year);
        let fits = |(named, _): &(&Period, Span)| {
            named.same(period) || named.contains(period) || period.contains(named)
        };
        if let Some((_, place)) = named.first()
            && !named.iter().any(fits)
        {
            let span = text.phrase_span(phrase.link);
            problems.push(mismatch(claim, period, *place, span, *declared));
        }
    }
}

/// The calendar periods that the sentence around a phrase names. A phrase that states a year is
/// itself no period of the sentence.
fn periods_of_sentence(text: &BoundText, link: usize, states_year: bool) -> Vec<(&Period, Span)> {
    let phrase = &text.passage.links[link].range;
    let sentence = sentence_around(text.passage.text(), phrase.start);
    let mut periods = Vec::new();
    for reading in &text.readings {
        let outside = reading.range.end <= phrase.start || phrase.end <= reading.range.start;
        let inside = sentence.start <= reading.range.start && reading.range.end <= sentence.end;
        if let Content::Period(period) = &reading.content
            && inside
            && (outside || !states_year)
            && !period.is_relative()
        {
            periods.push((period, text.passage.span(reading.range.clone())));
        }
    }
    periods
}

fn mismatch(
    claim: &Claim,
    period: &Period,
    place: Span,
    phrase: Span,
    declared: Span,
) -> Diagnostic {
    let name = period.canonical().unwrap_or_default();
    Diagnostic::new(
        Code::PeriodMismatch,
        format!("the sentence names another period than claim `{}`, which is of {name}", claim.id.name),
    )
    .at(place, "this period")
    .at(phrase, "this phrase")
    .at(declared, "the period of the claim")
    .help("name the claim's period in the sentence, link the claim of the other period, or set `period` on the claim")
}
