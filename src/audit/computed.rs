//! What a drawing may show that is in no row: counts of bins and the numbers of boxes, computed here from
//! the rows once more and in another way than for the drawing.

use std::collections::BTreeMap;

use crate::charts::ChartKind;
use crate::exhibits::Figure;
use crate::facts::Value;
use crate::quantity::Rational;

/// The numbers that the rows of a figure make.
pub fn computed(figure: &Figure) -> Vec<Rational> {
    match (figure.kind, figure.columns.as_slice()) {
        (ChartKind::Histogram, [values]) => bins(figure, *values),
        (ChartKind::Box, [names, values]) => boxes(figure, *names, *values),
        _ => Vec::new(),
    }
}

/// The counts of a histogram, and its edges where they are the author's or equal steps.
fn bins(figure: &Figure, column: usize) -> Vec<Rational> {
    let rows = figure.result.rows.iter();
    let values: Vec<&Rational> = rows.filter_map(|row| number(row[column].as_ref())).collect();
    let edges = &figure.edges;
    let last = edges.len().saturating_sub(2);
    let mut numbers: Vec<Rational> = Vec::new();
    for (index, pair) in edges.windows(2).enumerate() {
        let [from, to] = [&pair[0], &pair[1]];
        let closed = figure.edges_given && index == last;
        let inside =
            |value: &&&Rational| **value >= from && (**value < to || closed && **value == to);
        numbers.push(Rational::from(values.iter().filter(inside).count() as u64));
    }
    let width = edges.get(1).map(|second| second - &edges[0]);
    let even = |edge: &&Rational| {
        let steps = width.as_ref().filter(|width| !width.is_zero());
        steps.is_some_and(|width| (*edge / width).is_integer())
    };
    numbers.extend(edges.iter().filter(|edge| figure.edges_given || even(edge)).cloned());
    numbers
}

/// The five numbers of each box: quartiles by their ranks, whiskers by their reach.
fn boxes(figure: &Figure, names: usize, column: usize) -> Vec<Rational> {
    let mut groups: BTreeMap<String, Vec<&Rational>> = BTreeMap::new();
    for row in &figure.result.rows {
        let name = row[names].as_ref().map(Value::to_string).unwrap_or_default();
        groups.entry(name).or_default().extend(number(row[column].as_ref()));
    }
    let mut numbers = Vec::new();
    for mut values in groups.into_values().filter(|values| !values.is_empty()) {
        values.sort();
        let quartile = |quarter: i64| {
            let most = i64::try_from(values.len() - 1).unwrap_or(i64::MAX);
            let rank = Rational::fraction(most * quarter, 4);
            let below = usize::try_from(rank.floor().to_i64().unwrap_or(0)).unwrap_or(0);
            let above = usize::try_from(rank.ceil().to_i64().unwrap_or(0)).unwrap_or(0);
            let share = &rank - &rank.floor();
            let one = Rational::fraction(1, 1);
            values[below] * &(&one - &share) + values[above] * &share
        };
        let [lower, median, upper] = [1, 2, 3].map(quartile);
        let reach = &(&upper - &lower) * &Rational::fraction(3, 2);
        let near =
            |value: &&&Rational| &(&lower - &reach) <= **value && **value <= &(&upper + &reach);
        let low = values.iter().find(near).map_or(&lower, |value| (*value).min(&lower)).clone();
        let high = values.iter().rfind(near).map_or(&upper, |value| (*value).max(&upper)).clone();
        numbers.extend([low, lower, median, upper, high]);
    }
    numbers
}

fn number(cell: Option<&Value>) -> Option<&Rational> {
    match cell {
        Some(Value::Number(number)) => Some(number),
        _ => None,
    }
}
