//! `false-precision`: digits that the datum does not have.

use super::phrases;
use crate::claims::Claim;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::facts::{Answer, NumberAnswer, Value};
use crate::quantity::{Rational, decimal_string};
use crate::source::Span;
use crate::verify::{CheckedReport, print_answer_plain};

/// Compares the last written digit with the last digit of the column that holds the datum. Answers
/// that a query computes have no digits of their own and are passed over.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for (index, claim, phrase, text) in phrases(checked) {
        let Some(Answer::Number(answer)) = &checked.outcomes[index].answer else { continue };
        let Some(decimals) = decimals_of_datum(checked, index, answer) else { continue };
        let Some(quantity) = text.quantities(phrase.link).next() else { continue };
        let Some(factor) = quantity.unit.factor_to(&claim.unit) else { continue };
        let written = decimals_of(&(&quantity.step * factor));
        if written > decimals {
            let span = text.phrase_span(phrase.link);
            problems.push(too_precise(claim, text.phrase(phrase.link), answer, span));
        }
    }
}

/// The most decimals of the column in which the answer stands, if it is a datum as it stands.
fn decimals_of_datum(
    checked: &CheckedReport,
    index: usize,
    answer: &NumberAnswer,
) -> Option<usize> {
    let [row] = checked.outcomes[index].rows.as_slice() else { return None };
    let table = checked.facts.table(&row.table)?;
    let holds = |value: &Option<Value>| matches!(value, Some(Value::Number(number)) if *number == answer.value);
    let column = table.rows.get(row.row)?.iter().position(|cell| holds(&cell.value))?;
    let cells = table.rows.iter().map(|row| &row[column].value);
    cells
        .filter_map(|value| match value {
            Some(Value::Number(number)) => Some(decimals_of(number)),
            _ => None,
        })
        .max()
}

fn decimals_of(value: &Rational) -> usize {
    let text = decimal_string(value).unwrap_or_default();
    text.split_once('.').map_or(0, |(_, decimals)| decimals.len())
}

fn too_precise(claim: &Claim, words: &str, answer: &NumberAnswer, span: Span) -> Diagnostic {
    let answer = print_answer_plain(&Answer::Number(answer.clone()), &claim.unit);
    Diagnostic::new(
        Code::FalsePrecision,
        format!("`{words}` has more digits than the data of claim `{}`", claim.id.name),
    )
    .at(span, format!("the datum is {answer}"))
    .help("write no more digits than were measured; zeros at the end state a precision too")
}
