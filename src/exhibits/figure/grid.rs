//! Categories and series from rows: in the wide form a column is a series, in the long form a row is
//! one value.

use super::problems::{not_a_number, two_rows};
use super::{FigureSeries, Grid, Rows};
use crate::diagnostics::Diagnostics;
use crate::exhibits::category::{Texts, cell_text, is_period_column};
use crate::exhibits::{column, operator};
use crate::facts::Value;
use crate::quantity::{Operator, Rational};
use crate::report::CategoryColumn;
use crate::source::MappedText;

/// A category a row, a series a column.
pub(super) fn wide(rows: &Rows<'_>, problems: &mut Diagnostics) -> Option<Grid> {
    let categories = rows.names(&rows.definition.x, problems)?;
    let mut series = Vec::new();
    for name in &rows.definition.y {
        let values = rows.hedged(name, problems)?;
        series.push(FigureSeries {
            key: name.as_str().to_owned(),
            names: rows.series_names(name.as_str()),
            values,
        });
    }
    Some(Grid { categories, series, ..Grid::default() })
}

/// A value a row, whose category and series its cells name. Both stand in the order in which the rows
/// first name them.
pub(super) fn long(
    rows: &Rows<'_>,
    by: &CategoryColumn,
    problems: &mut Diagnostics,
) -> Option<Grid> {
    let of_category = rows.names(&rows.definition.x, problems)?;
    let of_series = rows.names(by, problems)?;
    let values = rows.hedged(rows.definition.y.first()?, problems)?;
    let mut categories: Vec<(String, Texts)> = Vec::new();
    let mut series: Vec<FigureSeries> = Vec::new();
    let mut filled = Vec::new();
    for ((category, name), value) in of_category.into_iter().zip(of_series).zip(values) {
        let column = categories.iter().position(|(key, _)| *key == category.0);
        let column = column.unwrap_or_else(|| {
            categories.push(category);
            categories.len() - 1
        });
        let row = series.iter().position(|series| series.key == name.0);
        let row = row.unwrap_or_else(|| {
            series.push(FigureSeries { key: name.0, names: name.1, values: Vec::new() });
            series.len() - 1
        });
        let values = &mut series[row].values;
        values.resize(values.len().max(column + 1), None);
        if filled.contains(&(column, row)) {
            problems.push(two_rows(rows.definition, &categories[column].0, &series[row].key));
            return None;
        }
        filled.push((column, row));
        values[column] = value;
    }
    for series in &mut series {
        series.values.resize(categories.len(), None);
    }
    Some(Grid { categories, series, ..Grid::default() })
}

impl Rows<'_> {
    /// What each row calls its category or series, and its name in every language.
    pub(super) fn names(
        &self,
        columns: &CategoryColumn,
        problems: &mut Diagnostics,
    ) -> Option<Vec<(String, Texts)>> {
        let (frame, result) = (&self.definition.frame, self.result);
        let mut names: Vec<(String, Texts)> = Vec::new();
        names.resize_with(result.rows.len(), Default::default);
        for (order, language) in self.report.languages.iter().enumerate() {
            let index = column(frame, result, columns.name(language)?, problems)?;
            let periods = is_period_column(result, index);
            for (row, (key, texts)) in names.iter_mut().enumerate() {
                let cell = result.rows[row][index].as_ref();
                if order == 0 {
                    *key = cell.map(Value::to_string).unwrap_or_default();
                }
                let text = cell_text(cell, Operator::Exact, periods, language);
                texts.push((language.clone(), text));
            }
        }
        Some(names)
    }

    /// The numbers of a column, a row each.
    pub(super) fn numbers(
        &self,
        name: &MappedText,
        problems: &mut Diagnostics,
    ) -> Option<Vec<Option<Rational>>> {
        let index = column(&self.definition.frame, self.result, name, problems)?;
        let mut numbers = Vec::new();
        for cells in &self.result.rows {
            numbers.push(match &cells[index] {
                None => None,
                Some(Value::Number(number)) => Some(number.clone()),
                Some(other) => {
                    problems.push(not_a_number(self.definition, name.as_str(), other));
                    return None;
                }
            });
        }
        Some(numbers)
    }

    /// The numbers of a column as the data hedge them.
    pub(super) fn hedged(
        &self,
        name: &MappedText,
        problems: &mut Diagnostics,
    ) -> Option<Vec<Option<(Rational, Operator)>>> {
        let (frame, result) = (&self.definition.frame, self.result);
        let qualifier = match &self.definition.qualifier {
            Some(name) => Some(column(frame, result, name, problems)?),
            None => None,
        };
        let numbers = self.numbers(name, problems)?.into_iter().enumerate();
        let mut hedge = |row| operator(frame, result, row, qualifier, problems);
        Some(numbers.map(|(row, number)| number.map(|number| (number, hedge(row)))).collect())
    }

    /// The names that the author gave to the series of a column.
    pub(super) fn series_names(&self, column: &str) -> Texts {
        let named = self.definition.series.iter().find(|series| series.column == column);
        let texts = named.map(|series| {
            let texts = series.name.texts.iter();
            texts.map(|text| (text.language.clone(), series.name.plain(&text.language))).collect()
        });
        texts.unwrap_or_default()
    }
}
