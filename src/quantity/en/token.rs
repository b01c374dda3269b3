//! English text as tokens: words, numerals in digits, and single marks.

use std::ops::Range;

use super::super::digits::{self, Numeral};
use super::super::mask;
use super::super::reading::Obstacle;
use super::super::text::{Text, is_blank};
use super::known::{Known, known};

/// A token and its place among the characters.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// The first character.
    pub(super) start: usize,
    /// The place behind the last one.
    pub(super) end: usize,
    /// What it is.
    pub(super) kind: Kind,
    /// Whether a blank or the start of the text stands before it.
    pub(super) spaced: bool,
    /// What is known of the word; looked up once, asked for often.
    pub(super) known: Known,
}

/// The kinds of tokens.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A run of letters: its place in the text of all words in lower case.
    Word(Range<usize>),
    /// A numeral in digits.
    Digits(Numeral),
    /// Digits that cannot be read as one numeral.
    Broken(Obstacle),
    /// Any other character.
    Mark(char),
}

/// Splits a text into tokens; the second value has all words in lower case, one behind the other.
pub(super) fn tokens(text: &Text) -> (Vec<Token>, String) {
    let mut tokens = Vec::with_capacity(text.len() / 4);
    let mut lower = String::with_capacity(text.len());
    let mut place = 0;
    let mut spaced = true;
    while place < text.len() {
        let character = text.at(place);
        if is_blank(character) {
            spaced = true;
            place += 1;
            continue;
        }
        let (kind, end) = token(text, place, character, &mut lower);
        let known = match &kind {
            Kind::Word(word) => known(lower.get(word.clone()).unwrap_or_default()),
            _ => Known::default(),
        };
        tokens.push(Token { start: place, end, kind, spaced, known });
        spaced = false;
        place = end;
    }
    (tokens, lower)
}

fn token(text: &Text, place: usize, character: char, lower: &mut String) -> (Kind, usize) {
    if mask::is_letter(character) {
        let start = lower.len();
        let mut end = place;
        while mask::is_letter(text.at(end)) {
            let letter = text.at(end);
            if letter.is_ascii() {
                lower.push(letter.to_ascii_lowercase());
            } else {
                lower.extend(letter.to_lowercase());
            }
            end += 1;
        }
        return (Kind::Word(start..lower.len()), end);
    }
    let numeral =
        if character == '.' && (mask::is_word(text.before(place)) || text.before(place) == '.') {
            None
        } else {
            digits::read(text, place)
        };
    match numeral {
        Some(Ok(numeral)) => {
            let end = numeral.end;
            (Kind::Digits(numeral), end)
        }
        Some(Err((obstacle, end))) => (Kind::Broken(obstacle), end),
        None => (Kind::Mark(character), place + 1),
    }
}
