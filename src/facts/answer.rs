//! What a query or a row of a register answers.

use super::query_result::QueryResult;
use super::value::Value;
use crate::quantity::{Bands, Interval, Operator, Rational, Unit, hedged, parse_decimal};

/// The answer to a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A number, or an interval where the datum itself is hedged.
    Number(NumberAnswer),
    /// Text: one for all languages, or one for each, by language tag.
    Text(Vec<(Option<String>, String)>),
    /// A day, `2019-06-30`.
    Date(String),
    /// Whether a statement holds.
    Truth(bool),
}

/// A number that the data give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberAnswer {
    /// The number itself.
    pub value: Rational,
    /// How the data qualify it.
    pub operator: Operator,
    /// Where the truth lies, as far as the data say.
    pub interval: Interval,
}

/// Why the result of a query is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No row.
    NoRow,
    /// More than one row.
    ManyRows(usize),
    /// The named column is NULL.
    Null(String),
    /// Columns that are neither one value, one a language, nor `value` with `qualifier`.
    Columns(Vec<String>),
    /// A word in `qualifier` that is none.
    Qualifier(String),
}

impl NumberAnswer {
    /// A number as the data qualify it.
    pub fn new(value: Rational, operator: Operator, bands: &Bands) -> Self {
        let step = Rational::one();
        let interval = hedged(operator, &value, &step, false, bands);
        Self { value, operator, interval }
    }

    /// A number between bounds that the data state.
    pub fn bounded(value: Rational, operator: Operator, lower: Rational, upper: Rational) -> Self {
        Self { value, operator, interval: Interval::closed(lower, upper) }
    }

    /// Whether the data leave the number open.
    pub fn is_hedged(&self) -> bool {
        self.interval.single().is_none()
    }
}

impl Answer {
    /// The answer that a result stands for: one row with one value, a text for each language, or a
    /// `value` with its `qualifier`.
    pub fn of_result(
        result: &QueryResult,
        languages: &[&str],
        bands: &Bands,
    ) -> Result<Self, Fault> {
        let row = match result.rows.as_slice() {
            [] => return Err(Fault::NoRow),
            [row] => row,
            rows => return Err(Fault::ManyRows(rows.len())),
        };
        let columns = &result.columns;
        let cell = |name: &str| {
            let index = columns.iter().position(|column| column == name)?;
            Some(row[index].clone())
        };
        if let Some(value) = cell("value") {
            return hedged_answer(value, &cell, bands);
        }
        if let [name] = columns.as_slice()
            && !languages.contains(&name.as_str())
        {
            let value = row[0].clone().ok_or_else(|| Fault::Null(name.clone()))?;
            return Ok(Self::of_value(value));
        }
        if columns.iter().all(|name| languages.contains(&name.as_str())) && !columns.is_empty() {
            let mut texts = Vec::new();
            for (name, value) in columns.iter().zip(row) {
                let value = value.as_ref().ok_or_else(|| Fault::Null(name.clone()))?;
                texts.push((Some(name.clone()), value.to_string()));
            }
            return Ok(Self::Text(texts));
        }
        Err(Fault::Columns(columns.clone()))
    }

    fn of_value(value: Value) -> Self {
        match value {
            Value::Number(value) => Self::Number(NumberAnswer {
                interval: Interval::exact(value.clone()),
                operator: Operator::Exact,
                value,
            }),
            Value::Text(text) => Self::Text(vec![(None, text)]),
            Value::Date(date) => Self::Date(date),
            Value::Boolean(truth) => Self::Truth(truth),
        }
    }
}

fn hedged_answer(
    value: Option<Value>,
    cell: &impl Fn(&str) -> Option<Option<Value>>,
    bands: &Bands,
) -> Result<Answer, Fault> {
    let value = value.ok_or_else(|| Fault::Null("value".to_owned()))?;
    let Value::Number(number) = value else { return Ok(Answer::of_value(value)) };
    let operator = match cell("qualifier").flatten() {
        None => Operator::Exact,
        Some(qualifier) => read_qualifier(&qualifier.to_string())?,
    };
    let bound = |name| match cell(name) {
        Some(Some(Value::Number(bound))) => Some(bound),
        _ => None,
    };
    let answer = match (bound("lower"), bound("upper")) {
        (Some(lower), Some(upper)) => NumberAnswer::bounded(number, operator, lower, upper),
        _ => NumberAnswer::new(number, operator, bands),
    };
    Ok(Answer::Number(answer))
}

/// The words of a `qualifier` column; an empty one means exact.
pub fn read_qualifier(text: &str) -> Result<Operator, Fault> {
    let known = [
        Operator::Exact,
        Operator::About,
        Operator::Nearly,
        Operator::MoreThan,
        Operator::AtLeast,
        Operator::LessThan,
        Operator::AtMost,
    ];
    let text = text.trim();
    if text.is_empty() {
        return Ok(Operator::Exact);
    }
    let operator = known.into_iter().find(|operator| operator.name() == text);
    operator.ok_or_else(|| Fault::Qualifier(text.to_owned()))
}

/// Whether a constant of a query is the very answer, so that the query proves itself.
pub fn is_answer(literal: &Value, answer: &Answer) -> bool {
    match (literal, answer) {
        (Value::Number(number), Answer::Number(answer)) => *number == answer.value,
        (Value::Text(text), Answer::Text(texts)) => texts.iter().any(|(_, answer)| answer == text),
        // `'12'` is compared with numbers by the engine.
        (Value::Text(text), Answer::Number(answer)) => {
            parse_decimal(text).is_some_and(|number| number == answer.value)
        }
        _ => false,
    }
}

/// The unit of a register row, by the words that claims use.
pub fn read_unit(text: &str) -> Option<Unit> {
    if text.trim().is_empty() { Some(Unit::Count) } else { Unit::parse(text.trim()) }
}
