//! The English grammar: at each token names, periods, structure, quantities, in this order of rank
//! among readings of equal length.

mod fraction;
mod known;
mod lexicon;
mod line;
mod money;
mod names;
mod numeral;
mod period;
mod pronoun;
mod quantity;
mod range;
mod spelled;
mod structure;
mod token;
mod unit;
mod words;

use super::draft::Found;
use super::lexicon::Lexicon;
use super::mask;
use super::reading::{Content, Obstacle};
use super::text::Text;
use line::Line;
use token::Kind;

/// Whether number words are read beside digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// English words are read.
    All,
    /// The text is in a language whose words are unknown.
    None,
}

/// Reads a text from left to right.
pub(super) fn scan(text: &Text, lexicon: &Lexicon, words: Words) -> Vec<Found> {
    let line = Line::new(text);
    let mut found: Vec<Found> = Vec::new();
    let mut place = 0;
    for index in 0..line.tokens.len() {
        let start = line.start(index);
        if start < place {
            continue;
        }
        let reading = lexicon.read(text, start).or_else(|| read(&line, index, words));
        if let Some(reading) = reading.filter(|reading| reading.end > start) {
            place = reading.end;
            found.push(reading);
        }
    }
    found
}

/// The best reading at a token; the longest wins.
fn read(line: &Line<'_>, index: usize, words: Words) -> Option<Found> {
    let start = line.start(index);
    let is_word = !line.word(index).is_empty();
    if !known::mark_may_start(line.mark(index)) {
        return None;
    }
    if is_word && (words == Words::None || !known::may_start(line, index)) {
        let versioned = || match line.digits(index + 1) {
            Some(_) if words == Words::All => structure::version(line, index),
            _ => None,
        };
        return mask::read(line.text, start)
            .or_else(|| mask::identifier(line.text, start))
            .or_else(versioned);
    }
    if let Some(masked) = mask::read(line.text, start) {
        return Some(masked);
    }
    let longer = |best: Option<Found>, candidate: Option<Found>| match (best, candidate) {
        (Some(best), Some(candidate)) if candidate.end > best.end => Some(candidate),
        (best, candidate) => best.or(candidate),
    };
    let best = longer(structure::name(line, index), period::read(line, index));
    let best = longer(best, quantity::read(line, index));
    // Structure is asked last and still wins a tie against a bare quantity.
    let best = match (best, structure::read(line, index)) {
        (Some(best), Some(other)) => {
            let wins = other.end > best.end || other.end == best.end && !is_settled(&best);
            Some(if wins { other } else { best })
        }
        (best, other) => best.or(other),
    };
    best.or_else(|| mask::identifier(line.text, start)).or_else(|| leftover(line, index))
}

fn is_settled(found: &Found) -> bool {
    !matches!(found.content, Content::Quantity(_))
}

/// Broken numerals and number words that no rule reads stay open.
fn leftover(line: &Line<'_>, index: usize) -> Option<Found> {
    let token = line.tokens.get(index)?;
    let obstacle = match &token.kind {
        Kind::Broken(obstacle) => *obstacle,
        Kind::Word(_) if line.word(index) == "scores" => return None,
        Kind::Word(_) if line.lexeme(index).is_some() => Obstacle::UnknownNumeral,
        _ => return None,
    };
    Some(Found::unresolved(token.start, token.end, obstacle))
}
