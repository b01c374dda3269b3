//! `parts-and-total` in tables: columns whose parts do not make their total, shares that make no hundred.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::facts::{QueryResult, Value};
use crate::quantity::{Rational, decimals_of};
use crate::report::{self, Frame};

use super::table_rows::Row;

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
pub fn check(
    definition: &report::Table,
    result: &QueryResult,
    places: &[Row],
    problems: &mut Diagnostics,
) {
    let sums = sums(places);
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
            for sum in &sums {
                against_total(&definition.frame, name.as_str(), &numbers, sum, &unit, problems);
            }
            if sums.is_empty() && places.iter().all(|place| !place.total && !place.of_which) {
                let all: Option<Vec<Rational>> = numbers.into_iter().collect();
                let Some(all) = all else { continue };
                against_hundred(&definition.frame, name.as_str(), &all, &unit, problems);
            }
        }
    }
}

/// A row that sums up others.
struct Sum {
    total: usize,
    parts: Vec<usize>,
}

/// What each total sums up: the rows of its group, or all rows where it stands in none. Of two totals of
/// the same rows nobody knows which parts are whose.
fn sums(places: &[Row]) -> Vec<Sum> {
    let totals: Vec<usize> = (0..places.len()).filter(|row| places[*row].total).collect();
    let alone = |row: &&usize| {
        totals.iter().filter(|other| places[**other].group == places[**row].group).count() == 1
    };
    let parts = |total: usize| {
        let group = places[total].group;
        let is_part = |place: &Row| {
            !place.total && !place.of_which && (group.is_none() || place.group == group)
        };
        (0..places.len()).filter(|row| is_part(&places[*row])).collect()
    };
    totals.iter().filter(alone).map(|total| Sum { total: *total, parts: parts(*total) }).collect()
}

/// Whether a word for a total stands in a row.
pub fn is_named_total(row: &[Option<Value>]) -> bool {
    row.iter().flatten().any(|cell| match cell {
        Value::Text(text) => TOTALS.contains(&text.trim().to_lowercase().as_str()),
        _ => false,
    })
}

/// The numbers of a column, if it has nothing else; some rows may have none.
fn numbers(result: &QueryResult, column: usize) -> Option<Vec<Option<Rational>>> {
    let cells = result.rows.iter().map(|row| match row.get(column)? {
        Some(Value::Number(number)) => Some(Some(number.clone())),
        None => Some(None),
        Some(_) => None,
    });
    cells.collect()
}

/// What is not known cannot be added up: a sum with such a part is left alone.
fn against_total(
    frame: &Frame,
    column: &str,
    numbers: &[Option<Rational>],
    sum: &Sum,
    unit: &str,
    problems: &mut Diagnostics,
) {
    let parts: Option<Vec<Rational>> = sum.parts.iter().map(|row| numbers[*row].clone()).collect();
    let Some(parts) = parts.filter(|parts| parts.len() > 1) else { return };
    let Some(stated) = &numbers[sum.total] else { return };
    let known: Vec<Rational> = numbers.iter().flatten().cloned().collect();
    let rounded = rounding(&known, parts.len() + 1, unit);
    let sum: Rational = parts.iter().cloned().sum();
    if (&sum - stated).abs() > rounded {
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
    if gap > rounding(numbers, numbers.len(), unit) && gap < Rational::whole(3) {
        problems.push(no_hundred(frame, column, &sum));
    }
}

/// How far so many rounded numbers may be from their rounded sum: half of the last digit each.
fn rounding(numbers: &[Rational], count: usize, unit: &str) -> Rational {
    let places = numbers.iter().filter_map(decimals_of).max().unwrap_or(0);
    let rounded = places > 0 || ROUNDED.iter().any(|word| unit.contains(word));
    if !rounded {
        return Rational::zero();
    }
    let step = Rational::ten_to(-i32::try_from(places).unwrap_or(0));
    let count = i64::try_from(count).unwrap_or(i64::MAX);
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
