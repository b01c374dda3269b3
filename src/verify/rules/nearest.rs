//! The datum that an author may have had in mind: the right number for another row.

use crate::claims::{BoundText, ClaimBasis, Phrase};
use crate::facts::{DataTable, Value};
use crate::quantity::Interval;
use crate::verify::CheckedReport;

/// A line that names the one other row whose number the phrase states, if there is exactly one in the
/// tables that the claim reads.
pub fn other_datum(
    checked: &CheckedReport,
    claim: usize,
    text: &BoundText,
    phrase: &Phrase,
) -> Option<String> {
    let outcome = &checked.outcomes[claim];
    let unit = &checked.claims.list[claim].unit;
    let stated = text.quantities(phrase.link).next()?.interval_in(unit)?;
    let mut found = Vec::new();
    for source in &outcome.sources {
        let Some(table) = checked.facts.table(source) else { continue };
        let columns = value_columns(checked, claim, table);
        for index in 0..table.row_count() {
            let is_own = outcome.rows.iter().any(|own| own.table == *source && own.row == index);
            let other_unit =
                checked.facts.register.iter().any(|known| {
                    known.source == *source && known.row == index && known.unit != *unit
                });
            if !is_own
                && !other_unit
                && columns
                    .iter()
                    .any(|&column| states(table.value(index, column).as_ref(), &stated))
            {
                found.push(row_name(table, index));
            }
        }
    }
    match found.as_slice() {
        [row] => Some(format!("it is the number of another row: {row}")),
        _ => None,
    }
}

/// The columns in which the answer may stand: that of the values of a register, else those that the
/// query names.
fn value_columns(checked: &CheckedReport, claim: usize, table: &DataTable) -> Vec<usize> {
    let claim = &checked.claims.list[claim];
    let names_it = |name: &str| match &claim.basis {
        ClaimBasis::Row(_) => checked
            .report
            .source(&table.source)
            .and_then(|source| source.register.as_ref())
            .is_some_and(|register| register.value == name),
        _ => claim.query().is_some_and(|query| query.as_str().contains(name)),
    };
    let columns = table.columns().iter().enumerate();
    columns.filter(|(_, column)| names_it(&column.name)).map(|(index, _)| index).collect()
}

fn states(value: Option<&Value>, stated: &Interval) -> bool {
    matches!(value, Some(Value::Number(number)) if stated.contains(number))
}

/// A row by its first cell, as a reader finds it.
fn row_name(table: &DataTable, row: usize) -> String {
    let head = table.columns().first().map_or("", |column| column.name.as_str());
    let value = table.value(row, 0);
    format!("{head} {}", value.map(|value| value.to_string()).unwrap_or_default())
}
