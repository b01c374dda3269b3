//! Statements: what stands at one place of the book in all languages, and the claims in it.
//!
//! The record has a place for each claim and language. Places of one sentence are one; a sentence of one
//! language belongs to that of another where the same claim stands for the same time below the heading.

use std::collections::{BTreeMap, BTreeSet};

use super::Comparison;
use super::book_order::{Edition, Spot};
use super::difference::Where;
use crate::evidence::{Place, PlaceKind};

/// A statement of an edition.
pub struct Unit<'a> {
    /// The heading above it.
    pub spot: Spot,
    /// Where it stands.
    pub place: Where,
    /// Whether it is a key figure.
    pub card: bool,
    /// Its sentences, with their languages, in the order of the files. What is inserted into them is named by
    /// the ids of the newer edition.
    pub sentences: Vec<(&'a str, String)>,
    /// The newer ids of its claims.
    pub claims: BTreeSet<&'a str>,
    /// The places of claims in it, with the newer ids of these.
    pub phrases: Vec<(&'a str, &'a Place)>,
}

impl Unit<'_> {
    /// Its words in a language.
    pub fn words(&self, language: &str) -> Option<String> {
        let own = self.sentences.iter().filter(|(tag, _)| *tag == language);
        let own: Vec<&str> = own.map(|(_, sentence)| sentence.as_str()).collect();
        (!own.is_empty()).then(|| own.join(" "))
    }

    /// What makes two statements the same, wherever they stand: the sentences of each language, or the
    /// claim of a key figure.
    pub fn identity(&self) -> Vec<(&str, &str)> {
        if self.card {
            return self.claims.iter().map(|claim| ("", *claim)).collect();
        }
        let sentences = self.sentences.iter().map(|(tag, text)| (*tag, text.as_str()));
        let mut sentences: Vec<(&str, &str)> = sentences.collect();
        // Languages may come in another order; the sentences of one may not.
        sentences.sort_by_key(|(tag, _)| *tag);
        sentences
    }
}

/// A sentence of one language, or a key figure, before languages are put together.
struct Line<'a> {
    spot: Spot,
    at: &'a Place,
    language: &'a str,
    sentence: String,
    phrases: Vec<(&'a str, &'a Place)>,
}

/// The statements of an edition, in the order of its book.
pub fn units<'a>(comparison: &Comparison<'a>, edition: Edition) -> Vec<Unit<'a>> {
    let order = &comparison.order;
    let lines = lines(comparison, edition);
    let mut groups = Groups((0..lines.len()).collect());
    // The same claim for the same time below a heading, in each language.
    let mut seen: BTreeMap<(Spot, &str, usize), usize> = BTreeMap::new();
    let mut times: BTreeMap<(Spot, &str, &str), usize> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        if line.at.kind == PlaceKind::Card {
            continue;
        }
        for (claim, _) in &line.phrases {
            let time = times.entry((line.spot, claim, line.language)).or_default();
            let other = *seen.entry((line.spot, claim, *time)).or_insert(index);
            *time += 1;
            groups.join(index, other);
        }
    }
    let mut units: BTreeMap<usize, Unit<'a>> = BTreeMap::new();
    for (index, line) in lines.into_iter().enumerate() {
        let unit = units.entry(groups.root(index)).or_insert_with(|| Unit {
            spot: line.spot,
            place: order.place(edition, &line.at.file, line.at.line, line.at.column),
            card: line.at.kind == PlaceKind::Card,
            sentences: Vec::new(),
            claims: BTreeSet::new(),
            phrases: Vec::new(),
        });
        if line.at.kind != PlaceKind::Card {
            unit.sentences.push((line.language, line.sentence));
        }
        unit.claims.extend(line.phrases.iter().map(|(claim, _)| *claim));
        unit.phrases.extend(line.phrases);
    }
    let mut units: Vec<Unit<'a>> = units.into_values().collect();
    units.sort_by_key(|unit| unit.place.order);
    units
}

fn lines<'a>(comparison: &Comparison<'a>, edition: Edition) -> Vec<Line<'a>> {
    let Comparison { order, renamed, .. } = comparison;
    let (record, renamed) = match edition {
        Edition::Old => (comparison.old, renamed.as_slice()),
        Edition::New => (comparison.new, [].as_slice()),
    };
    let mut places: Vec<(&'a str, &'a Place)> = Vec::new();
    for claim in &record.claims {
        places.extend(claim.places.iter().map(|place| (claim.id.as_str(), place)));
    }
    places.sort_by_cached_key(|(_, place)| {
        order.place(edition, &place.file, place.line, place.column).order
    });
    let mut lines: Vec<Line<'a>> = Vec::new();
    for (claim, place) in places {
        let spot = order.spot(edition, &place.file, place.line);
        let language = place.language.as_deref().unwrap_or("");
        let words = place.sentence.as_deref().unwrap_or("");
        let sentence = with_newer_ids(words, renamed);
        let same = lines.iter_mut().rev().take_while(|line| line.spot == spot).find(|line| {
            place.kind != PlaceKind::Card
                && line.at.kind != PlaceKind::Card
                && line.language == language
                && line.sentence == sentence
        });
        let claim = match edition {
            Edition::Old => comparison.renamed(claim),
            Edition::New => claim,
        };
        let phrase = (claim, place);
        match same {
            Some(line) => line.phrases.push(phrase),
            None => {
                lines.push(Line { spot, at: place, language, sentence, phrases: vec![phrase] });
            }
        }
    }
    lines
}

/// A sentence with the newer ids of what is inserted into it.
fn with_newer_ids(sentence: &str, renamed: &[(&str, &str)]) -> String {
    let mut text = sentence.to_owned();
    for (old, new) in renamed {
        text = text.replace(&format!("[{old}]"), &format!("[{new}]"));
    }
    text
}

/// Sets that are joined, by the first member of each.
struct Groups(Vec<usize>);

impl Groups {
    fn root(&self, mut index: usize) -> usize {
        while self.0[index] != index {
            index = self.0[index];
        }
        index
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        let (first, last) = (one.min(other), one.max(other));
        self.0[last] = first;
    }
}
