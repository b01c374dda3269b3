//! Two tables of rows, compared cell by cell.

use std::collections::{BTreeMap, BTreeSet};

use super::answers;
use super::difference::{CellChange, RowsChange};
use crate::quantity::parse_decimal;

/// Columns and rows.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    /// The names of the columns.
    pub columns: &'a [String],
    /// A value for each column.
    pub rows: &'a [Vec<Option<String>>],
}

/// What differs between two tables. Rows are found again by as few columns as tell them apart in both,
/// columns of names before columns of numbers.
pub fn compare(old: Rows<'_>, new: Rows<'_>) -> RowsChange {
    let only = |these: Rows<'_>, others: Rows<'_>| {
        let own = these.columns.iter().filter(|column| !others.columns.contains(column));
        own.cloned().collect::<Vec<_>>()
    };
    let mut change = RowsChange {
        columns_added: only(new, old),
        columns_dropped: only(old, new),
        ..RowsChange::default()
    };
    let common: Vec<&String> =
        new.columns.iter().filter(|name| old.columns.contains(name)).collect();
    let key = key(&common, old, new);
    let whole: Vec<&String> = key.clone().unwrap_or_else(|| common.clone());
    change.key = key.iter().flatten().map(|name| (*name).clone()).collect();
    let (before, after) = (keyed(old, &whole), keyed(new, &whole));
    let index: BTreeMap<&Vec<String>, usize> =
        before.iter().enumerate().map(|(at, (key, _))| (key, at)).collect();
    let mut kept = Vec::new();
    for (key, row) in &after {
        let Some(at) = index.get(key) else {
            change.rows_added.push((*row).clone());
            continue;
        };
        kept.push(*at);
        for column in &common {
            let (was, is) = (cell(old, before[*at].1, column), cell(new, row, column));
            if was != is {
                let name = key.iter().take(change.key.len()).cloned().collect();
                let value = answers::compare(was, is, ("", ""));
                change.cells.push(CellChange { row: name, column: (*column).clone(), value });
            }
        }
    }
    change.reordered = kept.windows(2).any(|pair| pair[0] > pair[1]);
    let kept: BTreeSet<usize> = kept.into_iter().collect();
    let gone = before.iter().enumerate().filter(|(at, _)| !kept.contains(at));
    change.rows_dropped = gone.map(|(_, (_, row))| (*row).clone()).collect();
    change
}

/// The columns that tell the rows of both tables apart; none where no columns do.
fn key<'a>(common: &[&'a String], old: Rows<'_>, new: Rows<'_>) -> Option<Vec<&'a String>> {
    let is_name = |column: &&&String| {
        let cells = [old, new]
            .into_iter()
            .flat_map(|table| table.rows.iter().map(move |row| cell(table, row, column)));
        cells.flatten().any(|cell| parse_decimal(cell).is_none())
    };
    let (names, numbers): (Vec<&String>, Vec<&String>) =
        common.iter().copied().partition(|column| is_name(&column));
    let ordered: Vec<&String> = names.iter().chain(&numbers).copied().collect();
    let tells = |columns: &[&String]| {
        [old, new].into_iter().all(|table| {
            let mut seen = BTreeSet::new();
            table.rows.iter().all(|row| seen.insert(values(table, row, columns)))
        })
    };
    // One column suffices more often than not, and need not be the first.
    let single = names.iter().find(|column| tells(&[**column])).map(|column| vec![*column]);
    single.or_else(|| {
        (1..ordered.len())
            .map(|count| &ordered[..count])
            .find(|columns| tells(columns))
            .map(<[_]>::to_vec)
    })
}

/// The rows with what they have in some columns; of rows that have the same, the second and later ones are
/// counted.
fn keyed<'a>(table: Rows<'a>, columns: &[&String]) -> Vec<(Vec<String>, &'a Vec<Option<String>>)> {
    let mut seen: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let key = |row: &'a Vec<Option<String>>| {
        let mut key: Vec<String> = values(table, row, columns)
            .into_iter()
            .map(|cell| cell.unwrap_or("").to_owned())
            .collect();
        let times = seen.entry(key.clone()).or_default();
        *times += 1;
        if *times > 1 {
            key.push(times.to_string());
        }
        (key, row)
    };
    table.rows.iter().map(key).collect()
}

fn values<'a>(
    table: Rows<'_>,
    row: &'a [Option<String>],
    columns: &[&String],
) -> Vec<Option<&'a str>> {
    columns.iter().map(|column| cell(table, row, column)).collect()
}

fn cell<'a>(table: Rows<'_>, row: &'a [Option<String>], column: &String) -> Option<&'a str> {
    let index = table.columns.iter().position(|name| name == column)?;
    row.get(index)?.as_deref()
}
