//! The type of a column from its cells: strict, exact, and never a guess.
//!
//! A column is numeric only if every filled cell is a plain number. Where some are and some are not
//! the author has to say what is meant, since a stray `n/a` would otherwise turn sums into text.

use crate::quantity::parse_decimal;
use crate::report::ColumnType;

use super::Value;

/// What the cells of a column have in common.
#[derive(Debug, PartialEq, Eq)]
pub enum Inferred {
    /// All of one type.
    Type(ColumnType),
    /// Some cells are numbers; the row of the first one that is not.
    Mixed(usize),
}

/// Finds the type of a column; empty cells fit every type.
pub fn infer<'a>(cells: &(impl Iterator<Item = &'a str> + Clone)) -> Inferred {
    const STRICTEST_FIRST: [ColumnType; 4] =
        [ColumnType::Integer, ColumnType::Decimal, ColumnType::Date, ColumnType::Boolean];
    let filled = || cells.clone().enumerate().filter(|(_, cell)| !cell.is_empty());
    if filled().next().is_none() {
        return Inferred::Type(ColumnType::Text);
    }
    for kind in STRICTEST_FIRST {
        if filled().all(|(_, cell)| parse(cell, kind).is_some()) {
            return Inferred::Type(kind);
        }
    }
    let is_number = |cell: &str| parse(cell, ColumnType::Decimal).is_some();
    if filled().any(|(_, cell)| is_number(cell))
        && let Some((row, _)) = filled().find(|(_, cell)| !is_number(cell))
    {
        return Inferred::Mixed(row);
    }
    Inferred::Type(ColumnType::Text)
}

/// Reads a filled cell as a type; `None` where it does not fit.
pub fn parse(cell: &str, kind: ColumnType) -> Option<Value> {
    match kind {
        ColumnType::Text => Some(Value::Text(cell.to_owned())),
        ColumnType::Integer => (is_plain(cell) && cell.parse::<i64>().is_ok())
            .then(|| parse_decimal(cell).map(Value::Number))?,
        ColumnType::Decimal => {
            let digits = cell.bytes().filter(u8::is_ascii_digit).count();
            (is_plain(cell) && digits <= 38).then(|| parse_decimal(cell).map(Value::Number))?
        }
        ColumnType::Date => is_date(cell).then(|| Value::Date(cell.to_owned())),
        ColumnType::Boolean => match cell {
            "true" => Some(Value::Boolean(true)),
            "false" => Some(Value::Boolean(false)),
            _ => None,
        },
    }
}

/// A number with leading zeros is a code, such as a postcode, and no quantity.
fn is_plain(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let whole = digits.split('.').next().unwrap_or("");
    whole == "0" || !whole.starts_with('0')
}

/// A day of the Gregorian calendar, written as in ISO 8601.
fn is_date(cell: &str) -> bool {
    let bytes = cell.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let number =
        |range: std::ops::Range<usize>| cell.get(range).and_then(|text| text.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => return false,
    };
    (1..=days).contains(&day)
}
