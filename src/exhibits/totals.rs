//! `parts-and-total` in tables: columns whose parts do not make their total, shares that make no hundred.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::facts::{QueryResult, Value};
use crate::quantity::{Rational, decimals_of};
use crate::report::{self, Frame};

/// Words of the row that sums up the others.
const TOTALS: &[&str] = &[
    "合计",
    "总计",
    "共计",
    "总数",
    "合計",
    "總計",
    "total",
    "totals",
    "grand total",
    "sum",
    "all",
    "overall",
];

/// Words in the unit of a column that say that its numbers are rounded.
const ROUNDED: &[&str] =
    &["%", "per cent", "percent", "万", "亿", "萬", "億", "thousand", "million", "billion"];

/// Adds up each column of a table whose numbers are its own.
pub fn check(definition: &report::Table, result: &QueryResult, problems: &mut Diagnostics) {
    let total = total_row(result);
    let mut seen = BTreeSet::new();
    for declared in &definition.columns {
        let names = match &declared.column {
            report::CategoryColumn::Shared(name) => vec![name],
            report::CategoryColumn::ByLanguage(names) => {
                names.iter().map(|(_, name)| name).collect()
            }
        };
        let unit = declared.unit.as_ref().map(|unit| {
            let words = unit.texts.iter().map(|text| unit.plain(&text.language).to_lowercase());
            words.collect::<Vec<_>>().join(" ")
        });
        let unit = unit.unwrap_or_default();
        for name in names {
            let Some(column) = result.columns.iter().position(|column| column == name.as_str())
            else {
                continue;
            };
            if !seen.insert(column) || declared.qualifier.is_some() {
                continue;
            }
            let Some(numbers) = numbers(result, column) else { continue };
            match total {
                Some(total) => against_total(
                    &definition.frame,
                    name.as_str(),
                    &numbers,
                    total,
                    &unit,
                    problems,
                ),
                None => {
                    against_hundred(&definition.frame, name.as_str(), &numbers, &unit, problems);
                }
            }
        }
    }
}

/// The only row that a word for a total names.
fn total_row(result: &QueryResult) -> Option<usize> {
    let is_total = |row: &Vec<Option<Value>>| {
        row.iter().flatten().any(|cell| match cell {
            Value::Text(text) => TOTALS.contains(&text.trim().to_lowercase().as_str()),
            _ => false,
        })
    };
    let mut rows = result.rows.iter().enumerate().filter(|(_, row)| is_total(row));
    let (row, _) = rows.next()?;
    rows.next().is_none().then_some(row)
}

/// The numbers of a column, if it has nothing else.
fn numbers(result: &QueryResult, column: usize) -> Option<Vec<Rational>> {
    let cells = result.rows.iter().map(|row| match row.get(column)? {
        Some(Value::Number(number)) => Some(number.clone()),
        _ => None,
    });
    cells.collect()
}

fn against_total(
    frame: &Frame,
    column: &str,
    numbers: &[Rational],
    total: usize,
    unit: &str,
    problems: &mut Diagnostics,
) {
    let parts: Vec<Rational> = numbers
        .iter()
        .enumerate()
        .filter(|(row, _)| *row != total)
        .map(|(_, n)| n.clone())
        .collect();
    let Some(stated) = numbers.get(total).filter(|_| parts.len() > 1) else { return };
    let sum: Rational = parts.iter().cloned().sum();
    if (&sum - stated).abs() > rounding(numbers, unit) {
        problems.push(no_total(frame, column, &sum, stated));
    }
}

/// Shares of one whole lie near a hundred when they are added up, and then have to make it.
fn against_hundred(
    frame: &Frame,
    column: &str,
    numbers: &[Rational],
    unit: &str,
    problems: &mut Diagnostics,
) {
    let is_share = ["%", "per cent", "percent"].iter().any(|word| unit.contains(word));
    let hundred = Rational::whole(100);
    let within = numbers.iter().all(|n| !n.is_negative() && *n <= hundred);
    if !is_share || !within || numbers.len() < 3 {
        return;
    }
    let sum: Rational = numbers.iter().cloned().sum();
    let gap = (&sum - &hundred).abs();
    if gap > rounding(numbers, unit) && gap < Rational::whole(3) {
        problems.push(no_hundred(frame, column, &sum));
    }
}

/// How far rounded numbers may be from their rounded sum: half of the last digit each.
fn rounding(numbers: &[Rational], unit: &str) -> Rational {
    let places = numbers.iter().filter_map(decimals_of).max().unwrap_or(0);
    let rounded = places > 0 || ROUNDED.iter().any(|word| unit.contains(word));
    if !rounded {
        return Rational::zero();
    }
    let step = Rational::ten_to(-i32::try_from(places).unwrap_or(0));
    let count = i64::try_from(numbers.len()).unwrap_or(i64::MAX);
    step * Rational::fraction(count, 2)
}

fn plain(number: &Rational) -> String {
    Value::Number(number.clone()).to_string()
}

fn no_total(frame: &Frame, column: &str, sum: &Rational, stated: &Rational) -> Diagnostic {
    Diagnostic::new(
        Code::PartsAndTotal,
        format!(
            "column `{column}` of `{}` adds up to {}, but its total is {}",
            frame.id.name,
            plain(sum),
            plain(stated)
        ),
    )
    .at(frame.query.whole_span(), "these rows")
    .help("correct the data, or call the row something else if it is no total of the others")
}

fn no_hundred(frame: &Frame, column: &str, sum: &Rational) -> Diagnostic {
    Diagnostic::new(
        Code::PartsAndTotal,
        format!(
            "the shares in column `{column}` of `{}` add up to {} per cent",
            frame.id.name,
            plain(sum)
        ),
    )
    .at(frame.query.whole_span(), "these rows")
    .help("shares of one whole make 100 within rounding: look for a row that is missing or counted twice")
}
