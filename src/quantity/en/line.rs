//! A text with its tokens, and phrases that are matched at a place.

use std::collections::BTreeMap;

use super::super::digits::Numeral;
use super::super::mask;
use super::super::text::{Text, is_blank};
use super::token::{Kind, Token, tokens};
use super::words::Lexeme;

/// A tokenised text.
pub(super) struct Line<'t> {
    /// The characters.
    pub(super) text: &'t Text,
    /// The tokens in order.
    pub(super) tokens: Vec<Token>,
}

impl<'t> Line<'t> {
    /// Tokenises a text.
    pub(super) fn new(text: &'t Text) -> Self {
        Self { text, tokens: tokens(text) }
    }

    /// The word at a token, in lower case, or nothing.
    pub(super) fn word(&self, index: usize) -> &str {
        match self.tokens.get(index).map(|token| &token.kind) {
            Some(Kind::Word(word)) => word,
            _ => "",
        }
    }

    /// The word before a token.
    pub(super) fn word_before(&self, index: usize) -> &str {
        index.checked_sub(1).map_or("", |before| self.word(before))
    }

    /// The mark at a token, or a blank.
    pub(super) fn mark(&self, index: usize) -> char {
        match self.tokens.get(index).map(|token| &token.kind) {
            Some(Kind::Mark(mark)) => *mark,
            _ => ' ',
        }
    }

    /// The numeral in digits at a token.
    pub(super) fn digits(&self, index: usize) -> Option<&Numeral> {
        match self.tokens.get(index).map(|token| &token.kind) {
            Some(Kind::Digits(numeral)) => Some(numeral),
            _ => None,
        }
    }

    /// What the word at a token says in a spelled number.
    pub(super) fn lexeme(&self, index: usize) -> Option<Lexeme> {
        self.tokens.get(index).and_then(|token| token.lexeme)
    }

    /// Whether the token touches the one before it.
    pub(super) fn glued(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|token| !token.spaced)
    }

    /// The first character of a token, or the end of the text.
    pub(super) fn start(&self, index: usize) -> usize {
        self.tokens.get(index).map_or(self.text.len(), |token| token.start)
    }

    /// The place behind the token before `index`.
    pub(super) fn end_before(&self, index: usize) -> usize {
        index.checked_sub(1).and_then(|before| self.tokens.get(before)).map_or(0, |token| token.end)
    }

    /// The first token that starts at or behind a place.
    pub(super) fn index_at(&self, place: usize) -> usize {
        self.tokens.partition_point(|token| token.start < place)
    }

    /// The token behind a hyphen that joins two words, or the token itself.
    pub(super) fn past_hyphen(&self, index: usize) -> usize {
        let joins = matches!(self.mark(index), '-' | '‑' | '‐')
            && self.glued(index)
            && self.glued(index + 1);
        if joins { index + 1 } else { index }
    }
}

/// Phrases by their first character. Blanks of a phrase match any blanks, also none beside a mark.
pub(super) struct Phrases<T: 'static> {
    by_first: BTreeMap<char, Vec<(&'static str, T)>>,
}

impl<T: Clone> Phrases<T> {
    /// A table of phrases in lower case.
    pub(super) fn new(phrases: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        let mut by_first: BTreeMap<char, Vec<(&'static str, T)>> = BTreeMap::new();
        for (phrase, meaning) in phrases {
            if let Some(first) = phrase.chars().next() {
                by_first.entry(first).or_default().push((phrase, meaning));
            }
        }
        Self { by_first }
    }

    /// The longest phrase at a place: the place behind it and its meaning.
    pub(super) fn longest(&self, text: &Text, place: usize) -> Option<(usize, T)> {
        self.by_first
            .get(&text.at(place).to_ascii_lowercase())?
            .iter()
            .filter_map(|(phrase, meaning)| {
                phrase_at(text, place, phrase).map(|end| (end, meaning.clone()))
            })
            .max_by_key(|(end, _)| *end)
    }

    /// The longest phrase at a place that a plural `s` ends.
    pub(super) fn longest_plural(&self, text: &Text, place: usize) -> Option<(usize, T)> {
        self.by_first
            .get(&text.at(place).to_ascii_lowercase())?
            .iter()
            .filter_map(|(phrase, meaning)| {
                let end = prefix_at(text, place, phrase)?;
                let ends = text.at(end) == 's' && !mask::is_word(text.at(end + 1));
                ends.then(|| (end + 1, meaning.clone()))
            })
            .max_by_key(|(end, _)| *end)
    }

    /// The first words of all phrases.
    pub(super) fn first_words(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.by_first
            .values()
            .flatten()
            .filter_map(|(phrase, _)| phrase.split([' ', '-', '.', '&', '$']).next())
    }
}

/// The place behind a phrase when it stands here as whole words, whatever its case.
pub(super) fn phrase_at(text: &Text, place: usize, phrase: &str) -> Option<usize> {
    let at = prefix_at(text, place, phrase)?;
    let cut = mask::is_word(text.before(at)) && mask::is_word(text.at(at));
    let entered = mask::is_letter(text.before(place)) && mask::is_word(text.at(place));
    (!cut && !entered && !is_blank(text.before(at))).then_some(at)
}

/// The place behind a phrase when its characters stand here, whatever follows.
fn prefix_at(text: &Text, place: usize, phrase: &str) -> Option<usize> {
    let mut at = place;
    for expected in phrase.chars() {
        if expected == ' ' {
            let after = text.skip_blanks(at);
            let between_words =
                mask::is_word(text.before(at)) && mask::is_word(text.at(after)) && after == at;
            if between_words {
                return None;
            }
            at = after;
            continue;
        }
        if !text.at(at).eq_ignore_ascii_case(&expected) {
            return None;
        }
        at += 1;
    }
    Some(at)
}
