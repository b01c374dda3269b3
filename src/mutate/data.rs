//! Cells of the data that the claims of the report rest on.

use std::collections::BTreeSet;

use super::{Kind, Mutant, Truth, oracle};
use crate::claims::Claim;
use crate::facts::{Answer, DataTable, Value};
use crate::pipeline::Check;
use crate::quantity::{Rational, decimal_string};
use crate::source::SourceMap;
use crate::verify::CheckedReport;

/// Every number and every key in the rows that claims of the text read.
pub fn mutants(checked: &CheckedReport, sources: &SourceMap, mutants: &mut Vec<Mutant>) {
    let mut seen = BTreeSet::new();
    for (claim, outcome) in checked.claims.list.iter().zip(&checked.outcomes) {
        if claim.uses.is_empty() {
            continue;
        }
        for reference in &outcome.rows {
            let Some(table) = checked.facts.table(&reference.table) else { continue };
            // Only what stands in the file as text can be changed there.
            if !table.is_text || !seen.insert((table.source.clone(), reference.row)) {
                continue;
            }
            for column in 0..table.columns().len() {
                mutants.extend(of_cell(claim, table, (reference.row, column), sources));
            }
        }
    }
}

fn of_cell(
    claim: &Claim,
    table: &DataTable,
    (row, column): (usize, usize),
    sources: &SourceMap,
) -> Option<Mutant> {
    let span = table.cell_span(row, column)?;
    let old = sources.snippet(span).to_owned();
    let new = match table.value(row, column)? {
        Value::Number(number) => decimal_string(&(&number + Rational::one()))?,
        Value::Text(text) if text == old && !old.is_empty() => format!("{old}x"),
        Value::Text(_) | Value::Date(_) => return None,
        Value::Boolean(truth) => (!truth).to_string(),
    };
    let name = table.columns().get(column).map_or("", |column| column.name.as_str());
    Some(Mutant {
        kind: Kind::Datum,
        claim: claim.id.name.clone(),
        span,
        before: format!("{name} = {old}"),
        after: format!("{name} = {new}"),
        edits: vec![(span, new)],
        truth: None,
    })
}

/// Whether the sentences agree with what the changed data answer: the answers are the engine's, the
/// judgement is the oracle's.
pub fn truth(original: &CheckedReport, after: &Check) -> Truth {
    let Some(after) = after.report.as_ref().map(crate::pipeline::Outcome::checked) else {
        return Truth::Unknown("the changed report could not be read as a whole");
    };
    let mut unread = false;
    for (claim, outcome) in original.claims.list.iter().zip(&original.outcomes) {
        if claim.uses.is_empty() {
            continue;
        }
        let new = after
            .claims
            .find(&claim.id.name)
            .and_then(|index| after.outcomes[index].answer.as_ref());
        if new == outcome.answer.as_ref() {
            continue;
        }
        match agrees(original, claim, new) {
            Some(false) => return Truth::False,
            Some(true) => {}
            None => unread = true,
        }
    }
    if unread { Truth::Unknown("the evaluation does not read a phrase") } else { Truth::True }
}

/// Whether every written phrase of a claim is true of a new answer.
fn agrees(original: &CheckedReport, claim: &Claim, answer: Option<&Answer>) -> Option<bool> {
    // A register row that is gone, or a query that finds nothing, backs no sentence.
    let Some(answer) = answer else { return Some(false) };
    let mut written = claim.phrases().filter(|phrase| !phrase.inserted).peekable();
    match answer {
        Answer::Truth(truth) => Some(*truth),
        Answer::Text(_) | Answer::Date(_) => Some(written.peek().is_none()),
        Answer::Number(number) => {
            let mut all = true;
            for phrase in written {
                let text = &original.claims.texts[phrase.text];
                let denoted = oracle::read(text.language.grammar(), text.phrase(phrase.link))?;
                all &= oracle::holds(&denoted, &claim.unit, claim.tolerance.as_ref(), number);
            }
            Some(all)
        }
    }
}
