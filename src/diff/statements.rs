//! Sentences and key figures that came, went, moved or were reworded, and words that stayed although the
//! answer moved.

use std::collections::{BTreeMap, BTreeSet};

use similar::TextDiff;

use super::book_order::Edition;
use super::difference::{Fate, NumberChange, Stale, StatementChange, WordingChange};
use super::units::{Unit, units};
use super::{Comparison, words};
use crate::evidence::PlaceKind;

/// Every statement that is not what it was.
pub fn compare(comparison: &Comparison<'_>, languages: &[&str]) -> Vec<StatementChange> {
    let (before, after) = (units(comparison, Edition::Old), units(comparison, Edition::New));
    let pairs = pair(&before, &after);
    let moved = moved_within(&before, &after, &pairs);
    let teller = Teller { moved_answers: moved_answers(comparison), languages };
    let mut changes = Vec::new();
    for (index, unit) in after.iter().enumerate() {
        match pairs.get(&index) {
            Some(old) => {
                changes.extend(teller.changed(&before[*old], unit, moved.contains(&index)));
            }
            None => changes.push(teller.alone(Edition::New, unit)),
        }
    }
    let kept: BTreeSet<usize> = pairs.values().copied().collect();
    let dropped = before.iter().enumerate().filter(|(index, _)| !kept.contains(index));
    changes.extend(dropped.map(|(_, unit)| teller.alone(Edition::Old, unit)));
    changes.sort_by_key(|change| change.place.order);
    changes
}

/// Which statement of the older edition each of the newer is, both by index.
fn pair(before: &[Unit<'_>], after: &[Unit<'_>]) -> BTreeMap<usize, usize> {
    let mut pairs = BTreeMap::new();
    let mut free: BTreeSet<usize> = (0..before.len()).collect();
    for same_spot in [true, false] {
        let mut by_words: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for index in &free {
            by_words.entry(before[*index].identity()).or_default().push(*index);
        }
        for (index, unit) in after.iter().enumerate() {
            if pairs.contains_key(&index) {
                continue;
            }
            let Some(alike) = by_words.get_mut(&unit.identity()) else { continue };
            let found = alike.iter().position(|old| !same_spot || before[*old].spot == unit.spot);
            if let Some(found) = found {
                let old = alike.remove(found);
                free.remove(&old);
                pairs.insert(index, old);
            }
        }
    }
    let mut candidates = Vec::new();
    for (index, unit) in after.iter().enumerate().filter(|(index, _)| !pairs.contains_key(index)) {
        for old in &free {
            if let Some(likeness) = likeness(&before[*old], unit) {
                candidates.push((std::cmp::Reverse(likeness), index, *old));
            }
        }
    }
    candidates.sort_unstable();
    for (_, index, old) in candidates {
        if free.contains(&old) && !pairs.contains_key(&index) {
            free.remove(&old);
            pairs.insert(index, old);
        }
    }
    pairs
}

/// How much two statements with other words are one, in thousandths of what may be had for each reason;
/// none where they are two. Key figures have no words to be like in.
fn likeness(old: &Unit<'_>, new: &Unit<'_>) -> Option<u32> {
    let shared = old.claims.intersection(&new.claims).count();
    let sentence = |(tag, text): &&(&str, String)| {
        new.sentences.iter().any(|(other, words)| tag == other && text == words)
    };
    let sentences = old.sentences.iter().filter(sentence).count();
    if old.card || new.card || shared + sentences == 0 {
        return None;
    }
    let mut nearest = 0;
    for (tag, _) in &new.sentences {
        if let Some((old, new)) = old.words(tag).zip(new.words(tag)) {
            nearest = nearest.max(thousandths(TextDiff::from_chars(&old, &new).ratio()));
        }
    }
    let same_spot = old.spot == new.spot;
    // Of two sentences that share a claim and little else, one was written and one was struck.
    let needed = if same_spot { 300 } else { 500 };
    if sentences == 0 && nearest < needed {
        return None;
    }
    let all = old.claims.union(&new.claims).count();
    let claims = u32::try_from(1000 * shared / all.max(1)).unwrap_or(0);
    Some(2 * nearest + claims + if same_spot { 500 } else { 0 })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a ratio lies between 0 and 1"
)]
fn thousandths(ratio: f32) -> u32 {
    (ratio * 1000.0) as u32
}

/// The statements below the same heading that stand in another order than before: as few as explain it.
fn moved_within(
    before: &[Unit<'_>],
    after: &[Unit<'_>],
    pairs: &BTreeMap<usize, usize>,
) -> BTreeSet<usize> {
    let mut by_spot: BTreeMap<_, Vec<(usize, usize)>> = BTreeMap::new();
    for (index, old) in pairs {
        if before[*old].spot == after[*index].spot {
            by_spot.entry(after[*index].spot).or_default().push((*index, *old));
        }
    }
    let mut moved = BTreeSet::new();
    for list in by_spot.values() {
        let stayed = longest_rising(&list.iter().map(|(_, old)| *old).collect::<Vec<_>>());
        let place = |(_, (index, _)): (usize, &(usize, usize))| *index;
        moved.extend(list.iter().enumerate().filter(|(at, _)| !stayed.contains(at)).map(place));
    }
    moved
}

/// The indices of a longest rising run of numbers, of which none is twice.
fn longest_rising(numbers: &[usize]) -> BTreeSet<usize> {
    let (mut lengths, mut previous) = (vec![1; numbers.len()], vec![None; numbers.len()]);
    for at in 0..numbers.len() {
        for earlier in 0..at {
            if numbers[earlier] < numbers[at] && lengths[earlier] + 1 > lengths[at] {
                lengths[at] = lengths[earlier] + 1;
                previous[at] = Some(earlier);
            }
        }
    }
    let last = (0..numbers.len()).rev().max_by_key(|at| lengths[*at]);
    std::iter::successors(last, |at| previous[*at]).collect()
}

/// The newer ids of the claims that have another answer than before.
fn moved_answers<'a>(comparison: &Comparison<'a>) -> BTreeSet<&'a str> {
    let answers: BTreeMap<&str, &Option<String>> = comparison
        .old
        .claims
        .iter()
        .map(|claim| (comparison.renamed(&claim.id), &claim.answer))
        .collect();
    let moved = comparison.new.claims.iter().filter(|claim| {
        answers.get(claim.id.as_str()).is_some_and(|before| **before != claim.answer)
    });
    moved.map(|claim| claim.id.as_str()).collect()
}

struct Teller<'a> {
    /// The newer ids of the claims that have another answer than before.
    moved_answers: BTreeSet<&'a str>,
    languages: &'a [&'a str],
}

impl Teller<'_> {
    fn alone(&self, edition: Edition, unit: &Unit<'_>) -> StatementChange {
        let wording = |language: &&str| {
            let words = unit.words(language)?;
            let (old, new) = match edition {
                Edition::Old => (Some(words), None),
                Edition::New => (None, Some(words)),
            };
            Some(WordingChange { language: (*language).to_owned(), old, new, pieces: Vec::new() })
        };
        StatementChange {
            fate: if edition == Edition::Old { Fate::Dropped } else { Fate::Added },
            moved_from: None,
            place: unit.place.clone(),
            card: unit.card,
            claims: unit.claims.iter().map(|id| (*id).to_owned()).collect(),
            wordings: self.languages.iter().filter_map(wording).collect(),
            numbers: Vec::new(),
            stale: Vec::new(),
            one_sided: Vec::new(),
        }
    }

    fn changed(&self, old: &Unit<'_>, new: &Unit<'_>, reordered: bool) -> Option<StatementChange> {
        let moved = old.spot != new.spot || reordered;
        let wordings: Vec<WordingChange> =
            self.languages.iter().filter_map(|language| wording(language, old, new)).collect();
        let (changed, stayed): (Vec<_>, Vec<_>) =
            wordings.iter().partition(|wording| wording.old != wording.new);
        let one_sided = if stayed.is_empty() { Vec::new() } else { changed.clone() };
        let one_sided = one_sided.iter().map(|wording| wording.language.clone()).collect();
        let (numbers, stale) = self.phrases(old, new);
        if !moved && changed.is_empty() && stale.is_empty() {
            return None;
        }
        Some(StatementChange {
            fate: Fate::Changed,
            moved_from: moved.then(|| old.place.clone()),
            place: new.place.clone(),
            card: new.card,
            claims: new.claims.iter().map(|id| (*id).to_owned()).collect(),
            wordings,
            numbers,
            stale,
            one_sided,
        })
    }

    /// The words of claims that changed, and those that stayed although the answer moved.
    fn phrases(&self, old: &Unit<'_>, new: &Unit<'_>) -> (Vec<NumberChange>, Vec<Stale>) {
        let (mut numbers, mut stale) = (Vec::new(), Vec::new());
        let mut left: Vec<_> = old.phrases.clone();
        for language in self.languages {
            for (claim, place) in &new.phrases {
                if place.kind != PlaceKind::Phrase || place.language.as_deref() != Some(language) {
                    continue;
                }
                // Of several places of a claim in the sentence, the first that is left.
                let same = left.iter().position(|(other, before)| {
                    other == claim
                        && before.language == place.language
                        && before.kind == PlaceKind::Phrase
                });
                let Some((_, before)) = same.map(|same| left.remove(same)) else { continue };
                let words = place.phrase.clone().unwrap_or_default();
                let (claim, language) = ((*claim).to_owned(), (*language).to_owned());
                let holds = place.holds;
                if before.phrase != place.phrase {
                    let old = before.phrase.clone().unwrap_or_default();
                    numbers.push(NumberChange { claim, language, old, new: words, holds });
                } else if self.moved_answers.contains(claim.as_str()) {
                    stale.push(Stale { claim, language, words, holds });
                }
            }
        }
        (numbers, stale)
    }
}

fn wording(language: &str, old: &Unit<'_>, new: &Unit<'_>) -> Option<WordingChange> {
    let (old, new) = (old.words(language), new.words(language));
    if old.is_none() && new.is_none() {
        return None;
    }
    let pieces = match (&old, &new) {
        (Some(old), Some(new)) if old != new => words::pieces(old, new),
        _ => Vec::new(),
    };
    Some(WordingChange { language: language.to_owned(), old, new, pieces })
}
