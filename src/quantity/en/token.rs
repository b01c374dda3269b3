//! English text as tokens: words, numerals in digits, and single marks.

use super::super::digits::{self, Numeral};
use super::super::mask;
use super::super::reading::Obstacle;
use super::super::text::{Text, is_blank};
use super::words::{Lexeme, lexeme};

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
    /// What the word says in a spelled number; looked up once, asked for often.
    pub(super) lexeme: Option<Lexeme>,
}

/// The kinds of tokens.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A run of letters, in lower case.
    Word(String),
    /// A numeral in digits.
    Digits(Numeral),
    /// Digits that cannot be read as one numeral.
    Broken(Obstacle),
    /// Any other character.
    Mark(char),
}

/// Splits a text into tokens.
pub(super) fn tokens(text: &Text) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 4);
    let mut place = 0;
    let mut spaced = true;
    while place < text.len() {
        let character = text.at(place);
        if is_blank(character) {
            spaced = true;
            place += 1;
            continue;
        }
        let (kind, end) = token(text, place, character);
        let lexeme = match &kind {
            Kind::Word(word) => lexeme(word),
            _ => None,
        };
        tokens.push(Token { start: place, end, kind, spaced, lexeme });
        spaced = false;
        place = end;
    }
    tokens
}

fn token(text: &Text, place: usize, character: char) -> (Kind, usize) {
    if mask::is_letter(character) {
        let end = text.run(place, mask::is_letter);
        return (Kind::Word(text.string(place, end).to_lowercase()), end);
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
