//! The two bounds of a range as they are written.

use std::ops::Range;

use super::super::trigger::is_han_numeral;

/// Two bounds and what joins them.
pub(super) struct Bounds {
    /// The first bound, with its sign and the unit that it may have.
    pub(super) first: Range<usize>,
    /// The sign or word between the bounds, with the blanks around it.
    pub(super) gap: Range<usize>,
    /// The sign or the first character of the word.
    pub(super) mark: char,
    /// The second bound, with its sign.
    pub(super) second: Range<usize>,
}

impl Bounds {
    /// Finds the bounds in the numeral of a range. `None` where another sign or no sign joins them:
    /// 65%±2%, 三五天, `between 5 and 7`.
    pub(super) fn of(text: &str, digits: &Range<usize>) -> Option<Self> {
        let written = text.get(digits.clone())?;
        let mut numeral = false;
        let mut before = ' ';
        let (offset, mark) = written.char_indices().find(|(_, character)| {
            let joins = numeral && is_mark(*character) && !matches!(before, '^' | 'e' | 'E');
            numeral |= character.is_numeric() || is_han_numeral(*character);
            before = *character;
            joins
        })?;
        let first = written.get(..offset)?.trim_end();
        // A dash may be doubled; a second one of another kind is the sign of a negative bound.
        let rest = written.get(offset..)?.trim_start_matches(mark).trim_start();
        let second = digits.end - rest.len()..digits.end;
        let first = digits.start..digits.start + first.len();
        (!rest.is_empty()).then_some(Self { gap: first.end..second.start, first, mark, second })
    }
}

/// Hyphens, and the minus that stands in for one.
pub(super) fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '‐' | '‑' | '－' | '−')
}

/// What may join two bounds.
fn is_mark(character: char) -> bool {
    is_hyphen(character) || matches!(character, '–' | '—' | '~' | '～' | '〜' | '至' | '到')
}
