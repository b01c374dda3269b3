//! Judges one phrase against one answer.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::print::in_words;
use super::slip::{Slip, StatedNumber};
use crate::claims::{BoundText, Claim};
use crate::facts::{Answer, NumberAnswer};
use crate::quantity::{Bound, Content, Interval, Operator, Period, Quantity, Rational, Unit};

/// What became of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It is true of the answer.
    Holds,
    /// The answer is a number, but the phrase states none.
    NoQuantity,
    /// The phrase states several numbers.
    ManyQuantities(usize),
    /// The phrase is in a unit that cannot be compared with that of the answer.
    OtherUnit(Unit),
    /// The phrase states a number as exact that the data hedge.
    HedgeDropped,
    /// The phrase denotes something else.
    Refuted {
        /// What it denotes, in the unit of the answer.
        denoted: String,
        /// How the number may have come about.
        slip: Option<Slip>,
    },
}

/// Whether the words of a link are true of an answer.
pub fn judge(text: &BoundText, link: usize, claim: &Claim, answer: &Answer) -> Finding {
    let phrase = text.phrase(link);
    match answer {
        Answer::Number(number) => judge_number(text, link, claim, number),
        Answer::Text(texts) => {
            let wanted = texts
                .iter()
                .find(|(tag, _)| tag.as_deref().is_none_or(|tag| tag == text.language.tag()));
            let same = wanted.is_some_and(|(_, wanted)| {
                phrase.trim().nfc().eq(wanted.trim().nfc()) || same_period(text, link, wanted)
            });
            if same { Finding::Holds } else { refuted(phrase) }
        }
        Answer::Date(date) => {
            if same_period(text, link, date) {
                Finding::Holds
            } else {
                refuted(phrase)
            }
        }
        Answer::Truth(true) => Finding::Holds,
        Answer::Truth(false) => refuted(phrase),
    }
}

fn refuted(phrase: &str) -> Finding {
    Finding::Refuted { denoted: format!("“{phrase}”"), slip: None }
}

fn judge_number(text: &BoundText, link: usize, claim: &Claim, answer: &NumberAnswer) -> Finding {
    let statements = statements(text, link, claim);
    let statement = match statements.as_slice() {
        [] => return Finding::NoQuantity,
        [statement] => statement,
        several => return Finding::ManyQuantities(several.len()),
    };
    let Some(factor) = statement.unit.factor_to(&claim.unit) else {
        return Finding::OtherUnit(statement.unit.clone());
    };
    let interval = statement.interval.scale_by(&factor);
    let allowed = widened(&interval, claim.tolerance.as_ref());
    if allowed.encloses(&answer.interval) {
        return Finding::Holds;
    }
    let drops_hedge = answer.operator.is_hedge()
        && !statement.operator.is_hedge()
        && interval.contains(&answer.value);
    if drops_hedge {
        Finding::HedgeDropped
    } else {
        let stated = StatedNumber {
            interval: &interval,
            operator: statement.operator,
            value: &statement.value * &factor,
            step: &statement.step * &factor,
        };
        Finding::Refuted { denoted: in_words(&interval), slip: Slip::find(&stated, answer) }
    }
}

fn widened(interval: &Interval, tolerance: Option<&Rational>) -> Interval {
    let Some(tolerance) = tolerance.filter(|tolerance| !tolerance.is_zero()) else {
        return interval.clone();
    };
    let lower = interval.lower.as_ref();
    let upper = interval.upper.as_ref();
    Interval {
        lower: lower.map(|bound| Bound { value: &bound.value - tolerance, closed: bound.closed }),
        upper: upper.map(|bound| Bound { value: &bound.value + tolerance, closed: bound.closed }),
    }
}

/// A number that the words of a link state.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What they denote, in `unit`.
    pub interval: Interval,
    /// The unit that is written.
    pub unit: Unit,
    /// What the words around the number do to it.
    pub operator: Operator,
    /// The number as written, in `unit`.
    pub value: Rational,
    /// The unit of its last written digit.
    step: Rational,
    /// The numeral alone in the text of the passage, where it is one.
    pub numeral: Option<Range<usize>>,
}

impl Statement {
    /// What a quantity of a passage states.
    fn of(quantity: &Quantity) -> Self {
        Self {
            numeral: Some(quantity.digits.clone()),
            interval: quantity.interval.clone(),
            unit: quantity.unit.clone(),
            operator: quantity.operator,
            value: quantity.value.clone(),
            step: quantity.step.clone(),
        }
    }

    fn exact(value: Rational, unit: Unit) -> Self {
        Self {
            interval: Interval::exact(value.clone()),
            unit,
            operator: Operator::Exact,
            value,
            step: Rational::one(),
            numeral: None,
        }
    }
}

/// The numbers inside a link. A link says that a number is meant, so what the scanner takes for a
/// year, a rank or an article in running text counts here, where the claim's unit agrees.
pub fn statements(text: &BoundText, link: usize, claim: &Claim) -> Vec<Statement> {
    let range = &text.passage.links[link].range;
    let inside = text
        .readings
        .iter()
        .filter(|reading| range.start <= reading.range.start && reading.range.end <= range.end);
    let mut statements = Vec::new();
    for reading in inside {
        match &reading.content {
            Content::Quantity(quantity) => statements.push(Statement::of(quantity)),
            Content::Period(period) if claim.unit == Unit::Year => {
                let year =
                    period.canonical().and_then(|name| crate::quantity::parse_decimal(&name));
                statements.extend(year.map(|year| Statement::exact(year, Unit::Year)));
            }
            Content::Structural(structure) if claim.unit == Unit::Rank => {
                let value = structure.value.clone();
                statements.extend(value.map(|value| Statement::exact(value, Unit::Rank)));
            }
            _ => {}
        }
    }
    if statements.is_empty() {
        let alone = text.alone.get(&link).into_iter().flatten();
        statements.extend(alone.map(Statement::of));
    }
    statements
}

/// Whether the phrase names the period that the answer names.
fn same_period(text: &BoundText, link: usize, answer: &str) -> bool {
    let Some(wanted) = Period::parse(answer) else { return false };
    let range = &text.passage.links[link].range;
    text.readings.iter().any(|reading| {
        let inside = range.start <= reading.range.start && reading.range.end <= range.end;
        matches!(&reading.content, Content::Period(period) if inside && period.same(&wanted))
    })
}
