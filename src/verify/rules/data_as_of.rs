//! `data-as-of`: a sentence that says *to date* of data whose day is unknown or past.

use super::claim_links;
use super::lexical::{Words, outside_claims};
use crate::claims::{BoundText, Claim, Target};
use crate::date::Date;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::quantity::Period;
use crate::source::Span;
use crate::verify::CheckedReport;
use crate::verify::sentence::sentence_around;

const ENGLISH: Words = Words {
    words: &[
        "to date",
        "so far",
        "as of now",
        "at present",
        "currently",
        "up to now",
        "until now",
        "as of today",
    ],
    but_not: &["insofar", "up to date"],
};

const CHINESE: Words = Words {
    words: &["目前", "迄今", "至今", "截至目前", "当前", "眼下", "现阶段", "到现在", "截至今日"],
    but_not: &[],
};

/// Looks at the claims of each sentence that speaks of the present.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for text in &checked.claims.texts {
        for place in outside_claims(checked, text, (&ENGLISH, &CHINESE)) {
            let words = &text.passage.text()[place.clone()];
            let span = text.passage.span(place.clone());
            for (claim, phrase) in claims_of_sentence(checked, text, place.start) {
                match checked.report.as_of {
                    None => problems.push(without_day(words, span, phrase)),
                    Some(day) if ends_before(claim, day) => {
                        problems.push(past(words, span, phrase, claim, day));
                    }
                    Some(_) => {}
                }
            }
        }
    }
}

fn claims_of_sentence<'a>(
    checked: &'a CheckedReport,
    text: &'a BoundText,
    at: usize,
) -> Vec<(&'a Claim, Span)> {
    let sentence = sentence_around(text.passage.text(), at);
    let links = claim_links(checked, text)
        .filter(|link| sentence.start <= link.range.start && link.range.end <= sentence.end);
    let mut claims = Vec::new();
    for link in links {
        if let Some(Target::Claim(index)) = checked.claims.names.get(&link.id) {
            claims.push((&checked.claims.list[index], text.passage.span(link.range.clone())));
        }
    }
    claims
}

/// Whether the period of the claim is over on the day of the data.
fn ends_before(claim: &Claim, day: Date) -> bool {
    let Some((period, _)) = &claim.period else { return false };
    Period::parse(&day.to_string()).is_some_and(|day| !period.contains(&day))
}

fn without_day(words: &str, span: Span, phrase: Span) -> Diagnostic {
    Diagnostic::new(Code::DataAsOf, format!("“{words}” does not say up to which day"))
        .at(span, "a reader will take this for the day of reading")
        .at(phrase, "the figure")
        .help("set `as-of = YYYY-MM-DD` under [report], the day up to which the data reach, or name the day here")
}

fn past(words: &str, span: Span, phrase: Span, claim: &Claim, day: Date) -> Diagnostic {
    let period = claim.period.as_ref().and_then(|(period, _)| period.canonical());
    Diagnostic::new(
        Code::DataAsOf,
        format!(
            "“{words}” speaks of {day}, but claim `{}` is of {}",
            claim.id.name,
            period.unwrap_or_default()
        ),
    )
    .at(span, format!("the data of the report reach to {day}"))
    .at(phrase, "the figure")
    .help("name the period of the figure instead")
}
