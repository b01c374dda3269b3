//! The type of a column from its cells: strict, exact, and never a guess.
//!
//! A column is numeric only if every filled cell is a plain number. Where some are and some are not
//! the author has to say what is meant, since a stray `n/a` would otherwise turn sums into text.

use std::borrow::Cow;

use super::grid::{RawCell, Written};
use crate::report::{ColumnType, DataSettings, NumberStyle};

/// What the cells of a column have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inferred {
    /// All of one type.
    Type(ColumnType),
    /// Some cells are numbers; the row of the first one that is not.
    Mixed(usize),
}

/// The most digits of a decimal in the SQL engine.
pub const MOST_DIGITS: usize = 38;

/// Finds the type of a column; cells without a value fit every type.
pub fn infer<'c, 'a: 'c>(
    cells: impl Iterator<Item = &'c RawCell<'a>>,
    settings: &DataSettings,
) -> Inferred {
    let (mut integers, mut decimals, mut dates, mut booleans) = (true, true, true, true);
    let mut filled = false;
    let mut a_number = false;
    let mut not_a_number = None;
    for (row, cell) in cells.enumerate().filter(|(_, cell)| !cell.is_null(settings)) {
        filled = true;
        let number = number_of(cell, settings.numbers);
        match &number {
            Some(text) => {
                a_number = true;
                integers &= text.parse::<i64>().is_ok();
            }
            None => not_a_number = not_a_number.or(Some(row)),
        }
        decimals &= number.is_some();
        dates = dates && is_date_cell(cell);
        booleans = booleans && boolean_of(cell).is_some();
    }
    let kind = match filled {
        false => ColumnType::Text,
        true if decimals && integers => ColumnType::Integer,
        true if decimals => ColumnType::Decimal,
        true if dates => ColumnType::Date,
        true if booleans => ColumnType::Boolean,
        true => match not_a_number.filter(|_| a_number) {
            Some(row) => return Inferred::Mixed(row),
            None => ColumnType::Text,
        },
    };
    Inferred::Type(kind)
}

/// A cell as a plain number, where it is one by itself: text is none, whatever its characters.
fn number_of<'c>(cell: &'c RawCell<'_>, style: NumberStyle) -> Option<Cow<'c, str>> {
    match cell.written {
        Written::Plain => plain_number(&cell.text, style),
        Written::Number => plain_number(&cell.text, NumberStyle::default()),
        Written::Text | Written::Date | Written::Boolean => None,
    }
}

/// A cell of a column that the author calls numeric, as a plain number.
pub fn stated_number<'c>(cell: &'c RawCell<'_>, style: NumberStyle) -> Option<Cow<'c, str>> {
    match cell.written {
        Written::Text => plain_number(&cell.text, style),
        _ => number_of(cell, style),
    }
}

/// Whether a cell is a day by itself.
pub fn is_date_cell(cell: &RawCell<'_>) -> bool {
    matches!(cell.written, Written::Plain | Written::Text | Written::Date) && is_date(&cell.text)
}

/// Whether a cell is `true` or `false`.
pub fn boolean_of(cell: &RawCell<'_>) -> Option<bool> {
    match (cell.written, cell.text.as_ref()) {
        (Written::Plain | Written::Boolean, "true") => Some(true),
        (Written::Plain | Written::Boolean, "false") => Some(false),
        _ => None,
    }
}

/// The number that a text writes, with a point before its decimals and no groups: `-1234.50`. `None`
/// where it is none, or more than [`MOST_DIGITS`] digits long.
pub fn plain_number(text: &str, style: NumberStyle) -> Option<Cow<'_, str>> {
    if is_plain(text) && (style.decimal == '.' || !text.contains('.')) {
        return Some(Cow::Borrowed(text));
    }
    let narrow: String = if style.full_width {
        text.chars().map(narrow_character).collect()
    } else {
        text.to_owned()
    };
    let (sign, digits) = match narrow.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", narrow.as_str()),
    };
    let (whole, decimals) = match digits.split_once(style.decimal) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (digits, None),
    };
    let whole = ungrouped(whole, style.grouping)?;
    let plain = match decimals {
        Some(decimals) => format!("{sign}{whole}.{decimals}"),
        None => format!("{sign}{whole}"),
    };
    is_plain(&plain).then_some(Cow::Owned(plain))
}

/// Takes the marks out of `12,345,678`, if they stand before every three digits.
fn ungrouped(whole: &str, grouping: Option<char>) -> Option<String> {
    let Some(mark) = grouping else {
        // A point that is no decimal mark here is no part of a number either.
        return whole.bytes().all(|byte| byte.is_ascii_digit()).then(|| whole.to_owned());
    };
    let mut groups = whole.split(mark);
    let first = groups.next()?;
    let mut digits = first.to_owned();
    let mut is_grouped = false;
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        is_grouped = true;
        digits.push_str(group);
    }
    (!is_grouped || (1..=3).contains(&first.len())).then_some(digits)
}

fn narrow_character(character: char) -> char {
    match character {
        '０'..='９' | '．' | '，' | '－' => {
            char::from_u32(character as u32 - 0xFEE0).unwrap_or(character)
        }
        _ => character,
    }
}

/// `-12.50`. A number with leading zeros is a code, such as a postcode, and no quantity.
fn is_plain(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = match digits.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (digits, None),
    };
    let all_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole)
        && decimals.is_none_or(all_digits)
        && (whole == "0" || !whole.starts_with('0'))
        && whole.len() + decimals.map_or(0, str::len) <= MOST_DIGITS
}

/// A day of the Gregorian calendar, written as in ISO 8601.
pub fn is_date(text: &str) -> bool {
    days_since_epoch(text).is_some()
}

/// Days from 1970-01-01 to an ISO date (the civil calendar's day count, proleptic Gregorian).
pub fn days_since_epoch(date: &str) -> Option<i32> {
    let bytes = date.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |range: std::ops::Range<usize>| {
        let digits = date.get(range)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<i64>().ok())?
    };
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        _ => return None,
    };
    if !(1..=days).contains(&day) {
        return None;
    }
    // Counting years from March puts the leap day at the end of a year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    i32::try_from(365 * year + leap_days + day_of_year - 719_468).ok()
}
