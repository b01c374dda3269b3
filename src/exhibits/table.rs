//! Tables with their data.

use super::category::{cell_text, is_period_column};
use super::{column, operator};
use crate::diagnostics::Diagnostics;
use crate::facts::{QueryResult, Value};
use crate::language::Language;
use crate::quantity::Operator;
use crate::report::{self, Report};

/// A table whose rows are known.
#[derive(Debug)]
pub struct Table {
    /// Its id.
    pub id: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// How many rows it has.
    pub rows: usize,
    /// The query's result.
    pub result: QueryResult,
}

/// A column of a table.
#[derive(Debug)]
pub struct Column {
    /// The index of the column of the result, by language.
    indexes: Vec<(Language, usize)>,
    /// How each row is hedged.
    operators: Vec<Operator>,
    /// Whether it holds periods.
    periods: bool,
    /// Whether it holds numbers, which are set flush by their decimal point.
    pub numeric: bool,
}

/// Reads the rows of a table.
pub fn resolve(
    report: &Report,
    definition: &report::Table,
    result: &QueryResult,
    problems: &mut Diagnostics,
) -> Option<Table> {
    let frame = &definition.frame;
    let mut columns = Vec::new();
    for declared in &definition.columns {
        let mut indexes = Vec::new();
        for language in &report.languages {
            let name = declared.column.name(language)?;
            indexes.push((language.clone(), column(frame, result, name, problems)?));
        }
        let qualifier = match &declared.qualifier {
            Some(name) => Some(column(frame, result, name, problems)?),
            None => None,
        };
        let rows = 0..result.rows.len();
        let operators = rows.map(|row| operator(frame, result, row, qualifier, problems)).collect();
        let first = indexes.first().map_or(0, |(_, index)| *index);
        let mut filled = result.rows.iter().filter_map(|row| row[first].as_ref()).peekable();
        let numeric =
            filled.peek().is_some() && filled.all(|cell| matches!(cell, Value::Number(_)));
        columns.push(Column {
            indexes,
            operators,
            periods: is_period_column(result, first),
            numeric,
        });
    }
    super::totals::check(definition, result, problems);
    Some(Table {
        id: frame.id.name.clone(),
        columns,
        rows: result.rows.len(),
        result: result.clone(),
    })
}

impl Table {
    /// The text of a cell in a language.
    pub fn cell(&self, row: usize, column: usize, language: &Language) -> String {
        let column = &self.columns[column];
        let index = column.indexes.iter().find(|(of, _)| of == language).map(|(_, index)| *index);
        let cell = index.and_then(|index| self.result.rows[row][index].as_ref());
        cell_text(cell, column.operators[row], column.periods, language)
    }
}
