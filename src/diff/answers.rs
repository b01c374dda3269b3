//! Two answers or two cells, and how far they lie apart.

use super::difference::AnswerChange;
use crate::quantity::{Rational, decimal_string, parse_decimal};

/// Units whose numbers are names or shares: so many per cent of them say nothing.
const WITHOUT_PERCENT: [&str; 4] = ["percent", "percentage-point", "rank", "year"];

/// Compares two answers as the record has them: hedge, number, unit.
pub fn compare(old: Option<&str>, new: Option<&str>, units: (&str, &str)) -> AnswerChange {
    let (mut difference, mut percent) = (None, None);
    let numbers =
        old.and_then(|old| number(old, units.0)).zip(new.and_then(|new| number(new, units.1)));
    if let (Some((old, new)), true) = (numbers, units.0 == units.1) {
        let by = &new - &old;
        difference = signed(&by);
        if !WITHOUT_PERCENT.contains(&units.0) && !old.is_zero() {
            percent = signed(&tenths(&(&(&by / &old.abs()) * &Rational::whole(100))));
        }
    }
    let owned = |text: Option<&str>| text.map(str::to_owned);
    AnswerChange { old: owned(old), new: owned(new), difference, percent }
}

/// The hedge of an answer, empty where it has none, and its number; none where it is a text, a day or a
/// truth value.
pub fn hedged<'a>(answer: &'a str, unit: &str) -> Option<(&'a str, Rational)> {
    let number = answer.strip_suffix(unit).unwrap_or(answer).trim_end();
    let (hedge, number) = number.rsplit_once(' ').unwrap_or(("", number));
    let value = match number.split_once('/') {
        Some((numerator, denominator)) => {
            let denominator = parse_decimal(denominator).filter(|value| !value.is_zero())?;
            &parse_decimal(numerator)? / &denominator
        }
        None => parse_decimal(number)?,
    };
    Some((hedge, value))
}

fn number(answer: &str, unit: &str) -> Option<Rational> {
    hedged(answer, unit).map(|(_, value)| value)
}

/// An answer for people: a fraction whose decimals do not end with four of them.
pub fn shown(answer: &str) -> String {
    let word = |word: &str| match hedged(word, "") {
        Some((_, value)) if word.contains('/') => {
            let steps = Rational::whole(10_000);
            let rounded = &(&value * &steps).round() / &steps;
            decimal_string(&rounded).map_or_else(|| word.to_owned(), |text| format!("≈{text}"))
        }
        _ => word.to_owned(),
    };
    answer.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// To tenths, half up.
fn tenths(value: &Rational) -> Rational {
    let ten = Rational::whole(10);
    &(value * &ten).round() / &ten
}

/// With its sign; a fraction that does not end, to six decimals.
fn signed(value: &Rational) -> Option<String> {
    if value.is_zero() {
        return Some("0".to_owned());
    }
    let million = Rational::whole(1_000_000);
    let text = decimal_string(value)
        .or_else(|| decimal_string(&(&(value * &million).round() / &million)))?;
    Some(if value.is_positive() { format!("+{text}") } else { text })
}
