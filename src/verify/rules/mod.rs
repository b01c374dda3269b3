//! The rules, one a file: what is checked, and how it is said.
//!
//! Each rule sees all languages at once. A rule returns the claims that it refutes, if it can.

mod attribution_missing;
mod base_unstated;
mod claim_cuts_quantity;
mod claim_missing_in_language;
mod claim_refuted;
mod colliding_answer;
mod data_as_of;
mod false_precision;
mod formula;
mod holds_proves_no_number;
mod language_disagreement;
mod lexical;
mod nearest;
mod noun_missing;
mod numeral_style;
mod parts_and_total;
mod period_mismatch;
mod quantifier;
mod quote_missing;
mod source_without_provenance;
mod trap;
mod unbacked_change;
mod unbacked_number;
mod unbacked_rank;
mod unprintable_answer;
mod unused;

use std::collections::{BTreeMap, BTreeSet};

use super::CheckedReport;
use crate::claims::{BoundText, Claim, Phrase, Target};
use crate::diagnostics::Diagnostics;
use crate::prose::PassageLink;

pub use numeral_style::remarks as style_remarks;
pub use unbacked_number::{Exemption, exemptions};

/// Applies every rule; returns the claims of which a phrase is refuted.
pub fn run(checked: &CheckedReport, problems: &mut Diagnostics) -> BTreeSet<usize> {
    unbacked_number::check(checked, problems);
    formula::check(checked, problems);
    claim_cuts_quantity::check(checked, problems);
    claim_missing_in_language::check(checked, problems);
    holds_proves_no_number::check(checked, problems);
    noun_missing::check(checked, problems);
    period_mismatch::check(checked, problems);
    attribution_missing::check(checked, problems);
    language_disagreement::check(checked, problems);
    false_precision::check(checked, problems);
    base_unstated::check(checked, problems);
    colliding_answer::check(checked, problems);
    parts_and_total::check(checked, problems);
    data_as_of::check(checked, problems);
    unbacked_rank::check(checked, problems);
    unbacked_change::check(checked, problems);
    quantifier::check(checked, problems);
    numeral_style::check(checked, problems);
    unprintable_answer::check(checked, problems);
    source_without_provenance::check(checked, problems);
    quote_missing::check(checked, problems);
    trap::check(checked, problems);
    unused::check(checked, problems);
    claim_refuted::check(checked, problems)
}

/// Every written phrase of every claim, with the claim's index.
fn phrases(checked: &CheckedReport) -> impl Iterator<Item = (usize, &Claim, &Phrase, &BoundText)> {
    checked.claims.list.iter().enumerate().flat_map(move |(index, claim)| {
        let written = claim.phrases().filter(|phrase| !phrase.inserted);
        written.map(move |phrase| (index, claim, phrase, &checked.claims.texts[phrase.text]))
    })
}

/// A claim by its index, and a phrase that states it.
type Stated<'a> = (usize, &'a Claim, &'a Phrase);

/// Every text that states claims, with what it states in the order of the claims.
fn paragraphs(checked: &CheckedReport) -> impl Iterator<Item = (&BoundText, Vec<Stated<'_>>)> {
    let mut stated: BTreeMap<usize, Vec<Stated<'_>>> = BTreeMap::new();
    for (index, claim, phrase, _) in phrases(checked) {
        stated.entry(phrase.text).or_default().push((index, claim, phrase));
    }
    stated.into_iter().map(|(text, stated)| (&checked.claims.texts[text], stated))
}

/// The links of a text that assert a claim with words of their own.
fn claim_links<'a>(
    checked: &'a CheckedReport,
    text: &'a BoundText,
) -> impl Iterator<Item = &'a PassageLink> {
    text.passage.links.iter().filter(|link| {
        !link.inserted && matches!(checked.claims.names.get(&link.id), Some(Target::Claim(_)))
    })
}
