//! What moved since the last edition: answers, phrases, queries and verdicts, told from two records.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::evidence::{Claim, Evidence};

/// Two records, the later one first.
pub struct Changes<'a> {
    now: &'a Evidence,
    before: BTreeMap<&'a str, &'a Claim>,
    since: &'a Evidence,
}

impl<'a> Changes<'a> {
    /// What moved from `since` to `now`.
    pub fn new(now: &'a Evidence, since: &'a Evidence) -> Self {
        let before = since.claims.iter().map(|claim| (claim.id.as_str(), claim)).collect();
        Self { now, before, since }
    }

    /// How a claim of the later record changed: each entry has what was and what is. `None` where nothing
    /// did.
    pub fn of(&self, now: &Claim) -> Option<Value> {
        let Some(before) = self.before.get(now.id.as_str()) else {
            return Some(json!({ "new": true }));
        };
        let mut change = json!({});
        let mut note = |name: &str, before: Value, now: Value| {
            if before != now {
                change[name] = json!([before, now]);
            }
        };
        note("answer", json!(before.answer), json!(now.answer));
        note("query", json!(ground(before)), json!(ground(now)));
        note("verdict", json!(before.verdict), json!(now.verdict));
        let (old, new) = (phrases(before), phrases(now));
        let languages = old.keys().chain(new.keys());
        let moved: BTreeMap<&str, Value> = languages
            .filter(|language| old.get(*language) != new.get(*language))
            .map(|language| (*language, json!([old.get(language), new.get(language)])))
            .collect();
        if !moved.is_empty() {
            change["phrases"] = json!(moved);
        }
        change.as_object().is_some_and(|entries| !entries.is_empty()).then_some(change)
    }

    /// The other record, and the claims that it alone has.
    pub fn summary(&self) -> Value {
        let now: BTreeSet<&str> = self.now.claims.iter().map(|claim| claim.id.as_str()).collect();
        let gone = self.since.claims.iter().filter(|claim| !now.contains(claim.id.as_str()));
        let gone = gone.map(
            |claim| json!({ "id": claim.id, "answer": claim.answer, "phrases": phrases(claim) }),
        );
        json!({
            "report": self.since.report.id,
            "date": self.since.report.date,
            "gone": gone.collect::<Vec<_>>(),
        })
    }
}

/// What a claim rests on: its query, the source that it names, or the reason why it is waived.
fn ground(claim: &Claim) -> Option<String> {
    let reason = claim
        .reason
        .as_ref()
        .map(|reason| reason.values().map(String::as_str).collect::<Vec<_>>().join(" / "));
    claim.query.clone().or_else(|| claim.attributed.clone()).or(reason)
}

/// The words that state a claim, by language, in the order of the report. A place where the program
/// prints the answer has none.
fn phrases(claim: &Claim) -> BTreeMap<&str, Vec<&str>> {
    let mut phrases: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for place in &claim.places {
        if let (Some(language), Some(phrase)) = (&place.language, &place.phrase) {
            phrases.entry(language).or_default().push(phrase);
        }
    }
    phrases
}
