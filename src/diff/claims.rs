//! Claims that came, went, took another id, or are settled in another way.

use std::collections::{BTreeMap, BTreeSet};

use super::book_order::Edition;
use super::difference::{AnswerChange, Change, ClaimChange, Fate, Where};
use super::{Comparison, answers, change, wording_changes};
use crate::evidence::{Claim, ClaimKind, Evidence, Wordings};

/// The newer id of each claim of the older edition that the newer one has: the same id, or else the same
/// query under the same words.
pub fn same<'a>(old: &'a Evidence, new: &'a Evidence) -> BTreeMap<&'a str, &'a str> {
    let ids = |record: &'a Evidence| -> BTreeSet<&'a str> {
        record.claims.iter().map(|claim| claim.id.as_str()).collect()
    };
    let (before, after) = (ids(old), ids(new));
    let mut same = BTreeMap::new();
    let mut free: Vec<&Claim> =
        new.claims.iter().filter(|claim| !before.contains(claim.id.as_str())).collect();
    for claim in &old.claims {
        if let Some(kept) = after.get(claim.id.as_str()) {
            same.insert(claim.id.as_str(), *kept);
            continue;
        }
        let identity = identity(claim);
        if let Some(found) = free.iter().position(|other| self::identity(other) == identity) {
            same.insert(claim.id.as_str(), free.remove(found).id.as_str());
        }
    }
    same
}

/// What a claim is apart from its id: how it is settled, and its words with the sentences around them.
type Identity<'a> = (ClaimKind, Option<String>, Option<&'a str>, &'a str, BTreeSet<Words>);

/// Language, words and sentence of a place.
type Words = (Option<String>, Option<String>, Option<String>);

fn identity(claim: &Claim) -> Identity<'_> {
    let marked = format!("[{}]", claim.id);
    let words = claim.places.iter().map(|place| {
        // Where the answer is inserted, the sentence shows the id.
        let sentence = place.sentence.as_ref().map(|sentence| sentence.replace(&marked, "[]"));
        (place.language.clone(), place.phrase.clone(), sentence)
    });
    (claim.kind, query(claim), claim.attributed.as_deref(), &claim.unit, words.collect())
}

/// The query without what blanks and line breaks it is written with; of a row of a register without the id
/// of the claim, which is how the row is found.
fn query(claim: &Claim) -> Option<String> {
    let query = claim.query.as_ref()?;
    if claim.kind == ClaimKind::Register {
        let own = format!("= {}]", claim.id);
        return Some(query.strip_suffix(&own).unwrap_or(query).to_owned());
    }
    Some(query.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Every claim that is not what it was.
pub fn compare(comparison: &Comparison<'_>) -> Vec<ClaimChange> {
    let Comparison { old, new, .. } = comparison;
    let newer: BTreeMap<&str, &Claim> =
        new.claims.iter().map(|claim| (claim.id.as_str(), claim)).collect();
    let mut changes = Vec::new();
    for claim in &old.claims {
        let kept = comparison.claims.get(claim.id.as_str()).and_then(|id| newer.get(id));
        match kept {
            Some(kept) => changes.extend(changed(comparison, claim, kept)),
            None => changes.push(alone(comparison, Edition::Old, claim)),
        }
    }
    let kept: BTreeSet<&str> = comparison.claims.values().copied().collect();
    let added = new.claims.iter().filter(|claim| !kept.contains(claim.id.as_str()));
    changes.extend(added.map(|claim| alone(comparison, Edition::New, claim)));
    changes.sort_by(|one, other| (one.place.order, &one.id).cmp(&(other.place.order, &other.id)));
    changes
}

fn alone(comparison: &Comparison<'_>, edition: Edition, claim: &Claim) -> ClaimChange {
    let answer = claim.answer.clone();
    let (fate, old, new) = match edition {
        Edition::Old => (Fate::Dropped, answer, None),
        Edition::New => (Fate::Added, None, answer),
    };
    let has_answer = old.is_some() || new.is_some();
    let value = AnswerChange { old, new, difference: None, percent: None };
    ClaimChange {
        id: claim.id.clone(),
        fate,
        renamed_from: None,
        place: first_place(comparison, edition, claim),
        sentences: sentences(claim),
        answer: has_answer.then_some(value),
        changes: Vec::new(),
    }
}

fn changed(comparison: &Comparison<'_>, old: &Claim, new: &Claim) -> Option<ClaimChange> {
    let (before, after) = (old.answer.as_deref(), new.answer.as_deref());
    let answer = (before != after || old.unit != new.unit)
        .then(|| answers::compare(before, after, (&old.unit, &new.unit)));
    let changes = properties(comparison, old, new);
    let renamed_from = (old.id != new.id).then(|| old.id.clone());
    if answer.is_none() && changes.is_empty() && renamed_from.is_none() {
        return None;
    }
    Some(ClaimChange {
        id: new.id.clone(),
        fate: Fate::Changed,
        renamed_from,
        place: first_place(comparison, Edition::New, new),
        sentences: sentences(new),
        answer,
        changes,
    })
}

fn properties(comparison: &Comparison<'_>, old: &Claim, new: &Claim) -> Vec<Change> {
    let kind = |claim: &Claim| serde_json::to_value(claim.kind).ok()?.as_str().map(str::to_owned);
    let verdict = |claim: &Claim| Some(claim.verdict.name());
    let sources = |claim: &Claim| Some(claim.sources.join(", "));
    let base = old.base.as_ref().map(|base| comparison.renamed(base).to_owned());
    let mut changes: Vec<Change> = [
        change("kind", kind(old), kind(new)),
        change("query", query(old), query(new)),
        change("attributed", old.attributed.as_ref(), new.attributed.as_ref()),
        change("unit", Some(&old.unit), Some(&new.unit)),
        change("period", old.period.as_ref(), new.period.as_ref()),
        change("base", base.as_ref(), new.base.as_ref()),
        change("sources", sources(old), sources(new)),
        change("rows", Some(row_counts(old)), Some(row_counts(new))),
        change("verdict", verdict(old), verdict(new)),
    ]
    .into_iter()
    .flatten()
    .collect();
    changes.extend(wording_changes("reason", old.reason.as_ref(), new.reason.as_ref()));
    changes
}

/// How many rows of each source the answer rests on: which ones they are moves with every row before them.
fn row_counts(claim: &Claim) -> String {
    let count = |read: &crate::evidence::RowsRead| format!("{} {}", read.rows.len(), read.source);
    claim.rows.iter().map(count).collect::<Vec<_>>().join(", ")
}

fn first_place(comparison: &Comparison<'_>, edition: Edition, claim: &Claim) -> Where {
    let places = claim
        .places
        .iter()
        .map(|place| comparison.order.place(edition, &place.file, place.line, place.column));
    let first = places.min_by_key(|place| place.order);
    first.unwrap_or_else(|| comparison.order.place(edition, "", 0, 0))
}

/// The first sentence of each language.
fn sentences(claim: &Claim) -> Wordings {
    let mut sentences = Wordings::new();
    for place in &claim.places {
        if let (Some(language), Some(sentence)) = (&place.language, &place.sentence) {
            sentences.entry(language.clone()).or_insert_with(|| sentence.clone());
        }
    }
    sentences
}
