//! Text to quantities: every number of a text in digits or words, and what it denotes.
//!
//! [`scan`] reads a flattened text and answers with disjoint readings. Each trigger (a digit, a
//! numeral word or character, a sign of share or money) ends in exactly one of them; what no
//! grammar reads comes back as unresolved instead of being passed over.

mod digits;
mod draft;
mod en;
mod interval;
mod lexicon;
mod mask;
mod measures;
mod number;
mod operator;
mod period;
mod print;
mod rational;
mod reading;
mod series;
mod spell;
mod style;
mod text;
mod trigger;
mod unit;
mod words;
mod zh;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use interval::{Bands, Bound, Interval, hedged};
pub use lexicon::Lexicon;
pub use number::{decimal_string, decimals_of, parse_decimal};
pub use operator::Operator;
pub use period::Period;
pub use print::{NumberFormat, Scale, print_number, print_quantity, print_range};
pub use rational::Rational;
pub use reading::{Content, Exclusion, Obstacle, Quantity, Reading, Structure, StructureKind};
pub use spell::{ChineseScript, EnglishWords, ordinal_suffix};
pub use style::{House, StyleFault, StyleRemark, style};
pub use text::is_han;
pub use unit::Unit;

use draft::Found;
use text::Text;

/// Which grammar reads a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grammar {
    /// Digits and English number words.
    English,
    /// Digits and Chinese numerals, simplified and traditional.
    Chinese,
    /// Digits and signs alone.
    Digits,
}

impl Grammar {
    /// The grammar of a BCP 47 language tag, by its primary subtag: `en` and `zh` have their own,
    /// every other language is read for digits.
    pub fn of(language: &str) -> Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("en") {
            Self::English
        } else if primary.eq_ignore_ascii_case("zh") {
            Self::Chinese
        } else {
            Self::Digits
        }
    }
}

/// Reads every quantity, period, structural number and exclusion of a text. The readings are
/// sorted and disjoint, and their byte ranges lie on character boundaries.
pub fn scan(grammar: Grammar, lexicon: &Lexicon, text: &str) -> Vec<Reading> {
    let folded = Text::new(text, grammar == Grammar::Chinese);
    let found = match grammar {
        Grammar::Chinese => zh::scan(&folded, lexicon),
        Grammar::English => en::scan(&folded, lexicon, en::Words::All),
        Grammar::Digits => en::scan(&folded, lexicon, en::Words::None),
    };
    with_uncovered(grammar, &folded, series::completed(grammar, &folded, found))
        .into_iter()
        .map(|found| Reading {
            range: folded.bytes(found.start, found.end),
            content: found.content,
        })
        .collect()
}

/// Adds an unresolved reading for each run of triggers that no reading covers. This is where the
/// promise that nothing is passed over is kept, whatever the grammars do.
fn with_uncovered(grammar: Grammar, text: &Text, found: Vec<Found>) -> Vec<Found> {
    let mut complete = Vec::with_capacity(found.len());
    let mut place = 0;
    for reading in found {
        add_uncovered(grammar, text, place, reading.start, &mut complete);
        place = reading.end;
        complete.push(reading);
    }
    add_uncovered(grammar, text, place, text.len(), &mut complete);
    complete
}

fn add_uncovered(grammar: Grammar, text: &Text, from: usize, to: usize, into: &mut Vec<Found>) {
    let mut place = from;
    while place < to {
        if !trigger::is_trigger(grammar, text.at(place)) {
            place += 1;
            continue;
        }
        let start = place;
        let obstacle = trigger::obstacle(text.at(place));
        while place < to && trigger::is_trigger(grammar, text.at(place)) {
            place += 1;
        }
        into.push(Found::unresolved(start, place, obstacle));
    }
}
