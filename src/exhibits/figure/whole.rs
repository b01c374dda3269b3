//! Pies and donuts: their parts have to exhaust the whole.

use super::Figure;
use super::problems::{not_exhaustive, whole_is_cut};
use crate::diagnostics::Diagnostics;
use crate::exhibits::Cut;
use crate::quantity::{NumberFormat, Rational, decimal_string, print_number};
use crate::report::{self, Localised};

/// Refuses a whole of which parts are missing.
pub(super) fn check(
    figure: &mut Figure,
    definition: &report::Figure,
    cut: Option<Cut>,
    problems: &mut Diagnostics,
) -> Option<()> {
    if let Some(Cut { shown, of }) = cut {
        problems.push(whole_is_cut(definition, shown, of));
        return None;
    }
    let shares = definition.unit.iter().chain(&definition.frame.measure).any(is_percent);
    let values: Vec<&Rational> = figure
        .series
        .iter()
        .flat_map(|series| series.values.iter().flatten().map(|(value, _)| value))
        .collect();
    let sum: Rational = values.iter().map(|value| (*value).clone()).sum();
    let away = (sum.clone() - Rational::fraction(100, 1)).abs();
    if shares && away > rounding(&values) {
        let print = |value: &Rational| {
            let format = NumberFormat { digits: Some(2), ..NumberFormat::default() };
            let exact = decimal_string(value).filter(|text| text.len() < 12);
            let grammar = crate::quantity::Grammar::Digits;
            exact.or_else(|| print_number(grammar, value, &format)).unwrap_or_default()
        };
        problems.push(not_exhaustive(definition, &print(&sum), &print(&away)));
        return None;
    }
    Some(())
}

/// Whether a unit or a measure speaks of shares of a hundred.
fn is_percent(text: &Localised) -> bool {
    text.texts.iter().any(|one| {
        let plain = text.plain(&one.language).to_lowercase();
        ["%", "％", "percent", "per cent", "百分"].iter().any(|sign| plain.contains(sign))
    })
}

/// How far the sum of values may lie from the whole because each is rounded: half a unit of its last
/// place a value.
fn rounding(values: &[&Rational]) -> Rational {
    let places = |value: &Rational| {
        let text = decimal_string(value).unwrap_or_default();
        text.split_once('.').map_or(0, |(_, places)| places.len())
    };
    let half = |value: &&Rational| {
        let exponent = i32::try_from(places(value)).unwrap_or(0);
        Rational::ten_to(-exponent) * Rational::fraction(1, 2)
    };
    values.iter().map(half).sum()
}
