//! Numbers in figures as they are written: groups and decimals.

use std::ops::Range;

/// A number in ASCII figures, without sign.
pub(super) struct Figure<'t> {
    /// Its bytes, decimals included.
    pub(super) range: Range<usize>,
    /// The digits before the point, with the marks between their groups; empty in `.46`.
    pub(super) whole: &'t str,
}

impl<'t> Figure<'t> {
    /// The figures of a stretch of text, in order.
    pub(super) fn all_in(text: &'t str, stretch: &Range<usize>) -> Vec<Self> {
        let mut figures = Vec::new();
        let mut place = stretch.start;
        while let Some(rest) = text.get(place..stretch.end)
            && let Some(offset) = rest.find(|character: char| character.is_ascii_digit())
        {
            let figure = Self::at(text, place + offset, place);
            place = figure.range.end;
            figures.push(figure);
        }
        figures
    }

    /// The figure whose first digit stands at a place; nothing before `from` belongs to it.
    fn at(text: &'t str, digit: usize, from: usize) -> Self {
        if text.get(from..digit).is_some_and(|before| before.ends_with('.')) {
            return Self { range: digit - 1..digit + digits_at(text, digit), whole: "" };
        }
        let end = whole_end(text, digit);
        let decimals = match text.get(end..).and_then(|rest| rest.strip_prefix('.')) {
            Some(_) => digits_at(text, end + 1),
            None => 0,
        };
        let stop = if decimals > 0 { end + 1 + decimals } else { end };
        Self { range: digit..stop, whole: text.get(digit..end).unwrap_or_default() }
    }

    /// The bytes before the point.
    pub(super) fn whole_range(&self) -> Range<usize> {
        self.range.start..self.range.start + self.whole.len()
    }

    /// How many digits stand before the point.
    pub(super) fn width(&self) -> usize {
        self.whole.bytes().filter(u8::is_ascii_digit).count()
    }

    /// The mark between the groups.
    pub(super) fn mark(&self) -> Option<char> {
        self.whole.chars().find(|character| !character.is_ascii_digit())
    }

    /// The digits before the point alone.
    pub(super) fn ungrouped(&self) -> String {
        self.whole.chars().filter(char::is_ascii_digit).collect()
    }
}

/// Parts a row of digits into groups of three.
pub(super) fn grouped(digits: &str, mark: char) -> String {
    let mut out = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// How many digits stand at a place, one after the other.
pub(super) fn digits_at(text: &str, place: usize) -> usize {
    let rest = text.get(place..).unwrap_or_default();
    rest.bytes().take_while(u8::is_ascii_digit).count()
}

/// The place behind the digits and groups of three that start at a place.
fn whole_end(text: &str, start: usize) -> usize {
    let first = digits_at(text, start);
    let mut end = start + first;
    while let Some(mark) = text.get(end..).and_then(|rest| rest.chars().next())
        && first <= 3
        && is_group_mark(mark)
        && digits_at(text, end + mark.len_utf8()) == 3
    {
        end += mark.len_utf8() + 3;
    }
    end
}

/// Signs that part groups of digits within a number. Between two numbers a blank would part the
/// readings, so one inside a reading is a mark.
fn is_group_mark(character: char) -> bool {
    matches!(
        character,
        ',' | ' ' | '\u{A0}' | '\u{202F}' | '\u{2005}' | '\u{2006}' | '\u{2009}' | '’'
    )
}
