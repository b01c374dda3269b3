//! A text with its tokens, and phrases that are matched at a place.

use std::cell::OnceCell;

use super::super::digits::Numeral;
use super::super::mask;
use super::super::text::{NOTHING, Text, is_blank};
use super::known::Known;
use super::token::{Kind, Token, tokens};
use super::words::Lexeme;

/// A tokenised text.
pub(super) struct Line<'t> {
    /// The characters.
    pub(super) text: &'t Text,
    /// The tokens in order.
    pub(super) tokens: Vec<Token>,
    /// The words in lower case, one behind the other.
    lower: String,
    /// Whether it is a heading; worked out when somebody asks.
    heading: OnceCell<bool>,
}

impl<'t> Line<'t> {
    /// Tokenises a text.
    pub(super) fn new(text: &'t Text) -> Self {
        let (tokens, lower) = tokens(text);
        Self { text, tokens, lower, heading: OnceCell::new() }
    }

    /// Whether most of the longer words have a capital, as in an English heading.
    pub(super) fn is_heading(&self) -> bool {
        *self.heading.get_or_init(|| self.has_capitals_throughout())
    }

    fn has_capitals_throughout(&self) -> bool {
        let longer = (0..self.tokens.len()).filter(|index| self.word(*index).len() > 3);
        let (mut capital, mut small) = (0_usize, 0_usize);
        for index in longer {
            if self.text.at(self.start(index)).is_uppercase() { capital += 1 } else { small += 1 }
        }
        let sentence = matches!(self.text.before(self.text.len()), '.' | '!' | '?' | '…' | ';');
        capital >= small && !sentence
    }

    /// The word at a token, in lower case, or nothing.
    pub(super) fn word(&self, index: usize) -> &str {
        match self.tokens.get(index).map(|token| &token.kind) {
            Some(Kind::Word(word)) => self.lower.get(word.clone()).unwrap_or_default(),
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
        self.tokens.get(index).and_then(|token| token.known.lexeme)
    }

    /// What is known of the word at a token.
    pub(super) fn known(&self, index: usize) -> Known {
        self.tokens.get(index).map(|token| token.known).unwrap_or_default()
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
        let hyphen = matches!(self.mark(index), '-' | '‑' | '‐');
        let joins = hyphen && self.glued(index) && self.glued(index + 1);
        // Tokenised text has blanks around the hyphen of `five - eighths`.
        let parts = hyphen
            && !self.glued(index)
            && !self.glued(index + 1)
            && matches!(self.lexeme(index + 1), Some(Lexeme::Part(_)))
            && index > 0
            && self.lexeme(index - 1).is_some();
        if joins || parts { index + 1 } else { index }
    }
}

/// Phrases by their first character. Blanks of a phrase match any blanks, also none beside a mark.
pub(super) struct Phrases<T: 'static> {
    /// The first character, the second one where it has to stand next to the first, and the phrase.
    entries: Vec<(char, char, &'static str, T)>,
}

impl<T: Clone> Phrases<T> {
    /// A table of phrases in lower case.
    pub(super) fn new(phrases: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        let entry = |(phrase, meaning): (&'static str, T)| {
            let mut characters = phrase.chars();
            let first = characters.next()?;
            let second = characters.next().filter(|second| *second != ' ').unwrap_or(NOTHING);
            Some((first, second, phrase, meaning))
        };
        let mut entries: Vec<_> = phrases.into_iter().filter_map(entry).collect();
        entries.sort_by_key(|(first, _, _, _)| *first);
        Self { entries }
    }

    /// The phrases that may stand at a place, judged by two characters.
    fn candidates(&self, text: &Text, place: usize) -> impl Iterator<Item = (&'static str, &T)> {
        let first = text.at(place).to_ascii_lowercase();
        let next = text.at(place + 1).to_ascii_lowercase();
        let from = self.entries.partition_point(|(known, _, _, _)| *known < first);
        self.entries
            .get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(move |(known, _, _, _)| *known == first)
            .filter(move |(_, second, _, _)| *second == NOTHING || *second == next)
            .map(|(_, _, phrase, meaning)| (*phrase, meaning))
    }

    /// The longest phrase at a place: the place behind it and its meaning.
    pub(super) fn longest(&self, text: &Text, place: usize) -> Option<(usize, T)> {
        self.candidates(text, place)
            .filter_map(|(phrase, meaning)| Some((phrase_at(text, place, phrase)?, meaning)))
            .max_by_key(|(end, _)| *end)
            .map(|(end, meaning)| (end, meaning.clone()))
    }

    /// The longest phrase at a place that a plural `s` ends.
    pub(super) fn longest_plural(&self, text: &Text, place: usize) -> Option<(usize, T)> {
        self.candidates(text, place)
            .filter_map(|(phrase, meaning)| {
                let end = prefix_at(text, place, phrase)?;
                let ends = text.at(end) == 's' && !mask::is_word(text.at(end + 1));
                ends.then_some((end + 1, meaning))
            })
            .max_by_key(|(end, _)| *end)
            .map(|(end, meaning)| (end, meaning.clone()))
    }

    /// The first words of all phrases.
    pub(super) fn first_words(&self) -> impl Iterator<Item = &'static str> + '_ {
        let first = |phrase: &'static str| phrase.split([' ', '-', '.', '&', '$']).next();
        self.entries.iter().filter_map(move |(_, _, phrase, _)| first(phrase))
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
