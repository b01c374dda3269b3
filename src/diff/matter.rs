//! What differs around the claims: the head of the report, numerals without a claim, the checks, the
//! program, and the author's files.

use std::collections::{BTreeMap, BTreeSet};

use super::book_order::Edition;
use super::difference::{Change, Difference, Fate, FileChange, NumeralChange, Where};
use super::{Comparison, change, wording_changes};
use crate::evidence::{Evidence, MutationScore, NotChecked, RuleCount};
use crate::report::MANIFEST;

/// Id, title, date and languages.
pub fn report(old: &Evidence, new: &Evidence) -> Vec<Change> {
    let (old, new) = (&old.report, &new.report);
    let mut changes: Vec<Change> = change("id", Some(&old.id), Some(&new.id)).into_iter().collect();
    changes.extend(wording_changes("title", Some(&old.title), Some(&new.title)));
    changes.extend(change("date", Some(&old.date), Some(&new.date)));
    let languages = (old.languages.join(", "), new.languages.join(", "));
    changes.extend(change("languages", Some(languages.0), Some(languages.1)));
    changes
}

/// Numerals that need no claim and stand more or less often than they did, wherever they stand.
pub fn numerals(comparison: &Comparison<'_>) -> Vec<NumeralChange> {
    type Key<'a> = (&'a str, &'a str, &'a str);
    let mut counts: BTreeMap<Key<'_>, [Vec<&NotChecked>; 2]> = BTreeMap::new();
    for (side, record) in [comparison.old, comparison.new].into_iter().enumerate() {
        for numeral in &record.not_checked {
            let key = (numeral.language.as_str(), numeral.class.as_str(), numeral.text.as_str());
            counts.entry(key).or_default()[side].push(numeral);
        }
    }
    let mut changes: Vec<NumeralChange> = Vec::new();
    for ((language, class, text), [old, new]) in counts {
        if old.len() == new.len() {
            continue;
        }
        let place = if new.len() > old.len() {
            extra(comparison, (Edition::New, &new), (Edition::Old, &old))
        } else {
            extra(comparison, (Edition::Old, &old), (Edition::New, &new))
        };
        changes.push(NumeralChange {
            class: class.to_owned(),
            language: language.to_owned(),
            text: text.to_owned(),
            old: old.len(),
            new: new.len(),
            place,
        });
    }
    changes.sort_by_key(|change| change.place.as_ref().map(|place| place.order));
    changes
}

/// The first place below a heading where one edition has a numeral more often than the other.
fn extra(
    comparison: &Comparison<'_>,
    (edition, numerals): (Edition, &[&NotChecked]),
    (other, others): (Edition, &[&NotChecked]),
) -> Option<Where> {
    let order = &comparison.order;
    let spot = |edition, numeral: &NotChecked| order.spot(edition, &numeral.file, numeral.line);
    let more = numerals.iter().find(|numeral| {
        let here = spot(edition, numeral);
        let count = |edition, list: &[&NotChecked]| {
            list.iter().filter(|numeral| spot(edition, numeral) == here).count()
        };
        count(edition, numerals) > count(other, others)
    });
    more.map(|numeral| order.place(edition, &numeral.file, numeral.line, numeral.column))
}

/// The counts of the rules, the languages read for digits alone, the score of `recto mutate`.
pub fn checks(old: &Evidence, new: &Evidence) -> Vec<Change> {
    let mut changes = Vec::new();
    let rules: BTreeSet<&String> = old.rules.keys().chain(new.rules.keys()).collect();
    for rule in rules {
        let count = |record: &Evidence| record.rules.get(rule).copied().unwrap_or_default();
        let (before, after) = (count(old), count(new));
        changes.extend(change(rule, Some(rule_count(before)), Some(rule_count(after))));
    }
    let digits = |record: &Evidence| Some(record.digits_only.join(", "));
    changes.extend(change("digits-only", digits(old), digits(new)));
    // A record that `recto check` makes has no score, and nothing follows from that.
    if let (Some(before), Some(after)) = (old.mutation, new.mutation) {
        changes.extend(change("mutation", Some(score(before)), Some(score(after))));
    }
    changes
}

fn rule_count(count: RuleCount) -> String {
    let all = [(count.errors, "error"), (count.warnings, "warning"), (count.notes, "note")];
    let some = all.iter().filter(|(count, _)| *count > 0);
    let words: Vec<String> = some
        .map(|(count, word)| format!("{count} {word}{}", if *count == 1 { "" } else { "s" }))
        .collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}

fn score(score: MutationScore) -> String {
    let MutationScore { wrong, refused, still_true, not_judged } = score;
    format!("{refused} of {wrong} refused, {still_true} still true, {not_judged} not judged")
}

/// The versions of the programs, the templates and the fonts.
pub fn program(old: &Evidence, new: &Evidence) -> Vec<Change> {
    let (old, new) = (&old.engine, &new.engine);
    let mut changes: Vec<Change> = [
        change("recto", Some(&old.recto), Some(&new.recto)),
        change("typst", Some(&old.typst), Some(&new.typst)),
        change("templates", Some(&old.templates), Some(&new.templates)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let fonts: BTreeSet<&String> = old.fonts.keys().chain(new.fonts.keys()).collect();
    for font in fonts {
        changes.extend(change(&format!("font.{font}"), old.fonts.get(font), new.fonts.get(font)));
    }
    changes
}

/// The author's files that came or went, and those that changed although nothing of what else differs
/// stands in them: words without a number, most likely.
pub fn files(old: &Evidence, new: &Evidence, difference: &Difference) -> Vec<FileChange> {
    let digests = |record: &Evidence| -> BTreeMap<String, String> {
        // The record of the edition before is another each time.
        let own = record.files.iter().filter(|file| !file.path.ends_with(".json"));
        own.map(|file| (file.path.clone(), file.sha256.clone())).collect()
    };
    let (before, after) = (digests(old), digests(new));
    let explained = explained(difference);
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let one = |path: &&String| {
        let fate = match (before.get(*path), after.get(*path)) {
            (Some(_), None) => Fate::Dropped,
            (None, Some(_)) => Fate::Added,
            (was, is) if was != is && !explained.contains(path.as_str()) => Fate::Changed,
            _ => return None,
        };
        Some(FileChange { path: (*path).clone(), fate })
    };
    paths.iter().filter_map(one).collect()
}

/// The files in which something that differs stands or stood.
fn explained(difference: &Difference) -> BTreeSet<&str> {
    let mut files = BTreeSet::new();
    let claims = difference.claims.iter().map(|change| &change.place);
    let statements = difference.statements.iter();
    let statements =
        statements.flat_map(|change| [Some(&change.place), change.moved_from.as_ref()]);
    let exhibits = difference.exhibits.iter();
    let exhibits = exhibits.flat_map(|change| [Some(&change.place), change.moved_from.as_ref()]);
    let numerals = difference.numerals.iter().filter_map(|change| change.place.as_ref());
    let places = claims.chain(statements.flatten()).chain(exhibits.flatten()).chain(numerals);
    files.extend(places.filter_map(|place| place.file.as_deref()));
    if !difference.sources.is_empty() || !difference.report.is_empty() {
        files.insert(MANIFEST);
    }
    files
}
