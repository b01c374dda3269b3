//! `colliding-answer`: two claims of one paragraph that nothing but their ids tells apart.
//!
//! If their answers are equal, a link to the wrong one of them would pass every other check.

use super::{Stated, paragraphs};
use crate::claims::{BoundText, Claim};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::facts::Answer;
use crate::verify::CheckedReport;

/// Compares the claims of each paragraph pair by pair.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for (text, mut here) in paragraphs(checked) {
        here.dedup_by_key(|(claim, ..)| *claim);
        for (place, one) in here.iter().enumerate() {
            for other in &here[place + 1..] {
                let equal = same_number(checked, one.0, other.0);
                if equal && !told_apart(text, one.1, other.1) {
                    problems.push(collide(text, one, other));
                }
            }
        }
    }
}

fn same_number(checked: &CheckedReport, one: usize, other: usize) -> bool {
    let number = |index: usize| match &checked.outcomes[index].answer {
        Some(Answer::Number(number)) => Some((number, &checked.claims.list[index].unit)),
        _ => None,
    };
    match (number(one), number(other)) {
        (Some((one, unit)), Some((other, other_unit))) => {
            one.value == other.value && unit == other_unit
        }
        _ => false,
    }
}

/// Nouns without a common word, or different periods, are checked by rules of their own.
fn told_apart(text: &BoundText, one: &Claim, other: &Claim) -> bool {
    let nouns = |claim: &'_ Claim| -> Vec<String> {
        let of_language = claim.noun.iter().filter(|(language, _)| *language == text.language);
        of_language.flat_map(|(_, nouns)| nouns).cloned().collect()
    };
    let (nouns, others) = (nouns(one), nouns(other));
    let by_noun = !nouns.is_empty()
        && !others.is_empty()
        && (nouns.iter().any(|noun| !others.contains(noun))
            || others.iter().any(|noun| !nouns.contains(noun)));
    let by_period = match (&one.period, &other.period) {
        (Some((one, _)), Some((other, _))) => !one.same(other),
        _ => false,
    };
    by_noun || by_period
}

fn collide(text: &BoundText, one: &Stated<'_>, other: &Stated<'_>) -> Diagnostic {
    let (first, second) = (&one.1.id.name, &other.1.id.name);
    Diagnostic::new(
        Code::CollidingAnswer,
        format!("claims `{first}` and `{second}` have equal answers, and neither noun nor period tells them apart"),
    )
    .at(text.phrase_span(other.2.link), format!("claim `{second}`"))
    .at(text.phrase_span(one.2.link), format!("claim `{first}`"))
    .help("give both claims a `noun`, so that a link to the wrong one is noticed")
}
