//! Whether a text says the same numbers with a replacement put in.

use std::ops::Range;

use super::super::{
    Content, Grammar, Interval, Lexicon, Operator, Quantity, Rational, Reading, Unit, scan,
};

/// How far around a replacement is read, in bytes: further than the rules of the scanner look, and
/// no further, so that the cost of a remark does not grow with the text.
const REACH: usize = 400;

/// What a replacement keeps.
pub(super) enum Kept {
    /// All readings, as they are.
    Readings,
    /// All readings, but the rounding of the numbers: 4千 is rounded and 4000 is not.
    Values,
    /// All readings but those it touches, which become this one.
    Becomes(Said),
}

/// What a reading states, wherever it stands.
#[derive(PartialEq)]
pub(super) enum Said {
    /// A number, and how far it reaches unless that is its rounding.
    Number { value: Rational, interval: Option<Interval>, unit: Unit, operator: Operator },
    /// Anything else.
    Other(Content),
}

impl Said {
    /// The two bounds of a range.
    pub(super) fn range(lower: Rational, upper: Rational, unit: Unit) -> Self {
        let interval = Some(Interval::closed(lower.clone(), upper));
        Self::Number { value: lower, interval, unit, operator: Operator::Range }
    }

    fn of(content: Content, rounding: bool) -> Self {
        match content {
            Content::Quantity(Quantity { value, interval, unit, operator, .. }) => {
                let spans = rounding || operator == Operator::Range;
                Self::Number { value, interval: spans.then_some(interval), unit, operator }
            }
            other => Self::Other(other),
        }
    }
}

/// Whether the text around a stretch keeps what it says with other words in its place. It is read
/// without the names that a report declares; that can lose a replacement, and never lets one pass.
pub(super) fn reads_back(
    grammar: Grammar,
    text: &str,
    stretch: &Range<usize>,
    words: &str,
    kept: &Kept,
) -> bool {
    let near = vicinity(text, stretch);
    let parts = (
        text.get(near.clone()),
        text.get(near.start..stretch.start),
        text.get(stretch.end..near.end),
    );
    let (Some(whole), Some(head), Some(tail)) = parts else { return false };
    let touched = stretch.start - near.start..stretch.end - near.start;
    let before = scan(grammar, &Lexicon::default(), whole);
    let after = scan(grammar, &Lexicon::default(), &format!("{head}{words}{tail}"));
    let rounding = !matches!(kept, Kept::Values);
    let after = after.into_iter().map(|reading| Said::of(reading.content, rounding));
    match kept {
        Kept::Readings | Kept::Values => {
            after.eq(before.into_iter().map(|reading| Said::of(reading.content, rounding)))
        }
        Kept::Becomes(said) => becomes(before, &touched, &after.collect::<Vec<_>>(), said),
    }
}

/// Whether the readings that a stretch touches have become one, and the others are as before.
fn becomes(before: Vec<Reading>, touched: &Range<usize>, after: &[Said], said: &Said) -> bool {
    let apart = |reading: &Reading| {
        reading.range.end <= touched.start || touched.end <= reading.range.start
    };
    let first = before.iter().take_while(|reading| apart(reading)).count();
    let rest: Vec<Said> =
        before.into_iter().filter(apart).map(|reading| Said::of(reading.content, true)).collect();
    let (Some(head), Some(tail)) = (rest.get(..first), rest.get(first..)) else { return false };
    after.len() == rest.len() + 1
        && after.starts_with(head)
        && after.ends_with(tail)
        && after.get(first) == Some(said)
}

/// The bytes around a stretch, on boundaries of characters.
fn vicinity(text: &str, stretch: &Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(stretch.start.saturating_sub(REACH));
    start..text.ceil_char_boundary(stretch.end.saturating_add(REACH))
}
