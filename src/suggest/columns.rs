//! The data of a report as columns: the only place that takes values out of tables.

use std::collections::BTreeMap;

use crate::facts::{DataTable, Facts, LoadedSource, Value};
use crate::report::ColumnType;

/// A table as columns.
#[derive(Debug)]
pub struct Sheet {
    /// The name of the table in queries.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// How many rows it has.
    pub rows: usize,
}

/// A column of values.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name, as the file writes it.
    pub name: String,
    /// Its type.
    pub kind: ColumnType,
    /// Its numbers, if it has numbers; an absent one is no number.
    pub numbers: Vec<f64>,
    /// For each row the index of its value in `values`.
    pub codes: Vec<u32>,
    /// The distinct values as text, in the order of their first rows; none where there are too many.
    pub values: Vec<String>,
}

/// The code of an absent value, and of every value of a column with too many of them.
pub const ABSENT: u32 = u32::MAX;

/// A column with more distinct values than this is not searched for values.
const MOST_VALUES: usize = 20_000;

/// Every table that can be read.
pub fn sheets(facts: &Facts) -> Vec<Sheet> {
    facts.sources().iter().filter_map(LoadedSource::table).map(sheet).collect()
}

fn sheet(table: &DataTable) -> Sheet {
    let rows = table.row_count();
    let columns = table.columns().iter().enumerate().map(|(index, column)| {
        let values = (0..rows).map(|row| table.value(row, index));
        read_column(&column.name, column.kind, values)
    });
    Sheet { name: table.source.clone(), columns: columns.collect(), rows }
}

fn read_column(name: &str, kind: ColumnType, cells: impl Iterator<Item = Option<Value>>) -> Column {
    let is_number = matches!(kind, ColumnType::Integer | ColumnType::Decimal);
    let mut column = Column {
        name: name.to_owned(),
        kind,
        numbers: Vec::new(),
        codes: Vec::new(),
        values: Vec::new(),
    };
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    let mut full = kind == ColumnType::Decimal;
    for cell in cells {
        if is_number {
            let number = match &cell {
                Some(Value::Number(number)) => number.to_f64().unwrap_or(f64::NAN),
                _ => f64::NAN,
            };
            column.numbers.push(number);
        }
        let code = match cell {
            Some(value) if !full => {
                let text = value.to_string();
                let next = u32::try_from(known.len()).unwrap_or(ABSENT);
                *known.entry(text.clone()).or_insert_with(|| {
                    column.values.push(text);
                    next
                })
            }
            _ => ABSENT,
        };
        column.codes.push(code);
        full |= known.len() > MOST_VALUES;
    }
    if full {
        column.values.clear();
        column.codes.iter_mut().for_each(|code| *code = ABSENT);
    }
    column
}
