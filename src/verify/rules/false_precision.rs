//! `false-precision`: digits that the datum does not have.

use std::collections::BTreeMap;

use super::phrases;
use crate::claims::Claim;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::facts::{Answer, DataTable, NumberAnswer, Value};
use crate::quantity::decimals_of;
use crate::source::Span;
use crate::verify::{CheckedReport, print_answer_plain};

/// Compares the last written digit with the last digit of the column that holds the datum. Answers
/// that a query computes have no digits of their own and are passed over.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    let mut columns = Columns::default();
    for (index, claim, phrase, text) in phrases(checked) {
        let Some(Answer::Number(answer)) = &checked.outcomes[index].answer else { continue };
        let Some(quantity) = text.quantities(phrase.link).next() else { continue };
        let Some(factor) = quantity.unit.factor_to(&claim.unit) else { continue };
        let written = decimals_of(&(&quantity.step * factor));
        // The column has at least the digits of the datum, so most phrases need no look at it.
        if written <= decimals_of(&answer.value) {
            continue;
        }
        let Some(datum) = datum(checked, index, answer) else { continue };
        if written > columns.decimals(datum) {
            let span = text.phrase_span(phrase.link);
            problems.push(too_precise(claim, text.phrase(phrase.link), answer, span));
        }
    }
}

/// The column in which the answer stands, if it is a datum as it stands.
fn datum<'a>(
    checked: &'a CheckedReport,
    index: usize,
    answer: &NumberAnswer,
) -> Option<(&'a DataTable, usize)> {
    let [row] = checked.outcomes[index].rows.as_slice() else { return None };
    let table = checked.facts.table(&row.table)?;
    let holds = |value: &Option<Value>| matches!(value, Some(Value::Number(number)) if *number == answer.value);
    let column = table.row(row.row).position(|(_, value)| holds(&value))?;
    Some((table, column))
}

/// The most decimals of each column, found once: a long column may back many claims.
#[derive(Default)]
struct Columns<'a> {
    known: BTreeMap<(&'a str, usize), Option<u32>>,
}

impl<'a> Columns<'a> {
    fn decimals(&mut self, (table, column): (&'a DataTable, usize)) -> Option<u32> {
        let count = || {
            let cells = (0..table.row_count()).map(|row| table.value(row, column));
            let numbers = cells.filter_map(|value| match value {
                Some(Value::Number(number)) => Some(decimals_of(&number)),
                _ => None,
            });
            numbers.max().flatten()
        };
        *self.known.entry((&table.source, column)).or_insert_with(count)
    }
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
