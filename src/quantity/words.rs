//! Tables of words that are looked up at a place of a text, by their first character.

use super::text::Text;

/// Words with their meanings. A look at a place where none of them starts costs one bit.
pub(super) struct Words<T> {
    /// One bit a first character, folded to the width of the filter.
    filter: [u64; FILTER / 64],
    /// The words by their first character, in order of the characters.
    groups: Vec<(char, std::ops::Range<usize>)>,
    /// The words, longest first within their group.
    entries: Vec<(Vec<char>, T)>,
}

const FILTER: usize = 4096;

impl<T: Copy> Words<T> {
    /// A table; empty words are passed over.
    pub(super) fn new(words: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        let entries = words.into_iter().map(|(word, meaning)| (word.chars().collect(), meaning));
        Self::of_characters(entries.collect())
    }

    fn of_characters(mut entries: Vec<(Vec<char>, T)>) -> Self {
        entries.retain(|(word, _)| !word.is_empty());
        // A stable sort: of two entries for one word the first counts.
        entries.sort_by(|(one, _), (other, _)| {
            one.first().cmp(&other.first()).then(other.len().cmp(&one.len()))
        });
        let mut filter = [0; FILTER / 64];
        let mut groups: Vec<(char, std::ops::Range<usize>)> = Vec::new();
        for (index, (word, _)) in entries.iter().enumerate() {
            let Some(&first) = word.first() else { continue };
            let bit = first as usize % FILTER;
            if let Some(bits) = filter.get_mut(bit / 64) {
                *bits |= 1_u64 << (bit % 64);
            }
            match groups.last_mut().filter(|(known, _)| *known == first) {
                Some((_, range)) => range.end = index + 1,
                None => groups.push((first, index..index + 1)),
            }
        }
        Self { filter, groups, entries }
    }

    /// Whether a word starts with the character.
    pub(super) fn may_start(&self, character: char) -> bool {
        !self.group(character).is_empty()
    }

    fn group(&self, first: char) -> &[(Vec<char>, T)] {
        let bit = first as usize % FILTER;
        let passes = self.filter.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1);
        if !passes {
            return &[];
        }
        match self.groups.binary_search_by_key(&first, |(known, _)| *known) {
            Ok(found) => {
                self.groups.get(found).map_or(&[], |(_, range)| &self.entries[range.clone()])
            }
            Err(_) => &[],
        }
    }

    /// The longest word at a place: the place behind it and its meaning.
    pub(super) fn longest(&self, text: &Text, place: usize) -> Option<(usize, T)> {
        self.longest_where(text, place, |_| true)
    }

    /// The longest word at a place whose end is accepted.
    pub(super) fn longest_where(
        &self,
        text: &Text,
        place: usize,
        accepts: impl Fn(usize) -> bool,
    ) -> Option<(usize, T)> {
        let at = |(word, meaning): &(Vec<char>, T)| {
            let end = place + word.len();
            (text.starts(place, word) && accepts(end)).then_some((end, *meaning))
        };
        self.group(text.at(place)).iter().find_map(at)
    }

    /// Whether a word stands at a place.
    pub(super) fn stands(&self, text: &Text, place: usize) -> bool {
        self.longest(text, place).is_some()
    }
}

/// Words that are looked for before a place.
pub(super) struct WordsBefore(Words<()>);

impl WordsBefore {
    /// A table of words, found by their last character.
    pub(super) fn new(words: &[&'static str]) -> Self {
        let reversed = words.iter().map(|word| (word.chars().rev().collect(), ()));
        Self(Words::of_characters(reversed.collect()))
    }

    /// Whether a word ends at a place.
    pub(super) fn stands(&self, text: &Text, end: usize) -> bool {
        self.0.group(text.before(end)).iter().any(|(word, ())| {
            end >= word.len()
                && word
                    .iter()
                    .enumerate()
                    .all(|(back, expected)| text.at(end - 1 - back) == *expected)
        })
    }
}

/// A table of words without meanings of their own.
pub(super) fn words(list: &[&'static str]) -> Words<()> {
    Words::new(list.iter().map(|word| (*word, ())))
}
