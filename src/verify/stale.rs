//! Phrases whose number is no longer the answer of their claim.

use std::collections::BTreeSet;
use std::ops::Range;

use super::CheckedReport;
use super::judge::{Finding, judge, statements};
use crate::claims::{BoundText, Claim, Phrase};
use crate::facts::{Answer, NumberAnswer};
use crate::quantity::{Operator, Rational, Unit};

/// A phrase that states one number while its claim answers another.
#[derive(Clone, Debug)]
pub struct StalePhrase<'a> {
    /// Which link of the whole report it is.
    pub occurrence: usize,
    /// The id of the claim.
    pub claim: &'a str,
    /// The text in which it stands.
    pub text: &'a BoundText,
    /// The numeral alone, in the text of the passage.
    pub numeral: Range<usize>,
    /// The number as written, in the unit that is written.
    pub written: Rational,
    /// What the words around the number do to it.
    pub operator: Operator,
    /// The unit that is written.
    pub unit: Unit,
    /// The answer in the unit that is written.
    pub wanted: Rational,
    /// What the claim answers.
    pub answer: &'a NumberAnswer,
}

/// The phrases that do not hold, by the numbers of their links.
pub fn failing_phrases(checked: &CheckedReport) -> BTreeSet<usize> {
    failing(checked).map(|(_, phrase, _)| phrase.occurrence).collect()
}

/// Every phrase that a number refutes, where the phrase states one numeral in a unit that can be
/// compared, in the order of the claims.
pub fn stale_phrases(checked: &CheckedReport) -> Vec<StalePhrase<'_>> {
    failing(checked)
        .filter_map(|(claim, phrase, answer)| stale(checked, claim, phrase, answer))
        .collect()
}

fn failing(checked: &CheckedReport) -> impl Iterator<Item = (&Claim, &Phrase, &Answer)> {
    let answered = checked.claims.list.iter().zip(&checked.outcomes);
    let answered = answered.filter_map(|(claim, outcome)| Some((claim, outcome.answer.as_ref()?)));
    answered.flat_map(move |(claim, answer)| {
        let written = claim.phrases().filter(|phrase| !phrase.inserted);
        let fails = move |phrase: &&Phrase| {
            let text = &checked.claims.texts[phrase.text];
            judge(text, phrase.link, claim, answer) != Finding::Holds
        };
        written.filter(fails).map(move |phrase| (claim, phrase, answer))
    })
}

fn stale<'a>(
    checked: &'a CheckedReport,
    claim: &'a Claim,
    phrase: &Phrase,
    answer: &'a Answer,
) -> Option<StalePhrase<'a>> {
    let Answer::Number(answer) = answer else { return None };
    let text = &checked.claims.texts[phrase.text];
    let [statement] = &statements(text, phrase.link, claim)[..] else { return None };
    let factor = claim.unit.factor_to(&statement.unit)?;
    Some(StalePhrase {
        occurrence: phrase.occurrence,
        claim: &claim.id.name,
        text,
        numeral: statement.numeral.clone()?,
        written: statement.value.clone(),
        operator: statement.operator,
        unit: statement.unit.clone(),
        wanted: &answer.value * factor,
        answer,
    })
}
