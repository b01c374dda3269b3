//! Cells become columns of one type each: inferred, or as the author states it.

use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Int64Builder, StringBuilder,
};

use super::faults;
use super::grid::{Grid, RawCell};
use super::infer::{
    Inferred, MOST_DIGITS, boolean_of, days_since_epoch, infer, is_date_cell, stated_number,
};
use crate::diagnostics::Diagnostics;
use crate::facts::table::DataColumn;
use crate::report::{ColumnType, DataSettings};
use crate::source::FileId;

/// The columns of a table with their values.
pub type TypedColumns = (Vec<DataColumn>, Vec<ArrayRef>);

/// Types every column of a sound grid; each cell that does not fit is reported.
pub fn columns(
    grid: &Grid<'_>,
    file: FileId,
    source: &str,
    settings: &DataSettings,
    problems: &mut Diagnostics,
) -> Option<TypedColumns> {
    let before = problems.len();
    check_stated(grid, settings, problems);
    let kinds: Vec<Inferred> =
        (0..grid.head.len()).map(|index| kind(grid, index, settings)).collect();
    if let Some(fault) = second_head(grid, &kinds, file, settings) {
        problems.push(fault);
        return None;
    }
    let mut columns = Vec::new();
    let mut arrays = Vec::new();
    for (index, kind) in kinds.into_iter().enumerate() {
        let head = &grid.head[index];
        let name = head.text.as_ref();
        let kind = match kind {
            Inferred::Type(kind) => kind,
            Inferred::Mixed(row) => {
                let cell = &grid.rows[row][index];
                problems.push(faults::mixed_column(source, name, cell, file, row, settings));
                continue;
            }
        };
        let column = DataColumn { name: name.to_owned(), kind, span: head.span(file) };
        let built = Reading { grid, index, file, settings, column: &column }.build(problems);
        arrays.extend(built);
        columns.push(column);
    }
    (problems.len() == before).then_some((columns, arrays))
}

fn kind(grid: &Grid<'_>, index: usize, settings: &DataSettings) -> Inferred {
    match settings.types.get(grid.head[index].text.as_ref()) {
        Some((kind, _)) => Inferred::Type(*kind),
        None => infer(grid.rows.iter().map(|row| &row[index]), settings),
    }
}

/// Types that are stated of columns which are not there.
fn check_stated(grid: &Grid<'_>, settings: &DataSettings, problems: &mut Diagnostics) {
    let names: Vec<&str> = grid.head.iter().map(|cell| cell.text.as_ref()).collect();
    for (name, (_, span)) in &settings.types {
        if !names.contains(&name.as_str()) {
            problems.push(faults::type_of_no_column(name, *span, &names));
        }
    }
}

/// A first row that has no number where all rows under it have one is a second row of heads, such as
/// the units under the names.
fn second_head(
    grid: &Grid<'_>,
    kinds: &[Inferred],
    file: FileId,
    settings: &DataSettings,
) -> Option<crate::diagnostics::Diagnostic> {
    let (first, rest) = grid.rows.split_first()?;
    let spoiled: Vec<usize> =
        (0..kinds.len()).filter(|&index| kinds[index] == Inferred::Mixed(0)).collect();
    let is_numeric = |index: usize| {
        let cells = rest.iter().map(|row| &row[index]);
        matches!(infer(cells, settings), Inferred::Type(ColumnType::Integer | ColumnType::Decimal))
    };
    let has_number = first.iter().any(|cell| stated_number(cell, settings.numbers).is_some());
    let is_head =
        spoiled.len() > 1 && !has_number && spoiled.iter().all(|&index| is_numeric(index));
    is_head.then(|| faults::row_of_heads(first[0].span(file), file, &grid.head[0]))
}

/// One column on its way from text to values.
struct Reading<'g, 'a> {
    grid: &'g Grid<'a>,
    index: usize,
    file: FileId,
    settings: &'g DataSettings,
    column: &'g DataColumn,
}

impl<'g, 'a> Reading<'g, 'a> {
    fn build(&self, problems: &mut Diagnostics) -> Option<ArrayRef> {
        let style = self.settings.numbers;
        let array: ArrayRef = match self.column.kind {
            ColumnType::Integer => {
                let mut builder = Int64Builder::with_capacity(self.grid.rows.len());
                self.each(
                    problems,
                    |cell| stated_number(cell, style)?.parse().ok(),
                    |value| {
                        builder.append_option(value);
                    },
                );
                Arc::new(builder.finish())
            }
            ColumnType::Decimal => self.decimals(problems)?,
            ColumnType::Boolean => {
                let mut builder = BooleanBuilder::new();
                self.each(problems, boolean_of, |value| builder.append_option(value));
                Arc::new(builder.finish())
            }
            ColumnType::Date => {
                let mut builder = Date32Builder::new();
                let day = |cell: &RawCell<'_>| {
                    days_since_epoch(&cell.text).filter(|_| is_date_cell(cell))
                };
                self.each(problems, day, |value| builder.append_option(value));
                Arc::new(builder.finish())
            }
            ColumnType::Text => {
                let mut builder = StringBuilder::new();
                for cell in self.cells() {
                    builder.append_option((!cell.is_null(self.settings)).then_some(&cell.text));
                }
                Arc::new(builder.finish())
            }
        };
        Some(array)
    }

    fn cells(&self) -> impl Iterator<Item = &'g RawCell<'a>> + use<'g, 'a> {
        let index = self.index;
        self.grid.rows.iter().map(move |row| &row[index])
    }

    /// Reads every cell; one that has a value but not of this type is reported.
    fn each<T>(
        &self,
        problems: &mut Diagnostics,
        read: impl Fn(&RawCell<'_>) -> Option<T>,
        mut put: impl FnMut(Option<T>),
    ) {
        for (row, cell) in self.cells().enumerate() {
            if cell.is_null(self.settings) {
                put(None);
                continue;
            }
            let value = read(cell);
            if value.is_none() {
                problems.push(faults::cell_of_other_type(
                    self.column,
                    cell,
                    self.file,
                    row,
                    self.settings,
                ));
            }
            put(value);
        }
    }

    /// Decimals with as many places as the longest cell has.
    fn decimals(&self, problems: &mut Diagnostics) -> Option<ArrayRef> {
        let style = self.settings.numbers;
        let mut values: Vec<Option<(i128, usize)>> = Vec::with_capacity(self.grid.rows.len());
        self.each(
            problems,
            |cell| mantissa(&stated_number(cell, style)?),
            |value| values.push(value),
        );
        let scale = values.iter().flatten().map(|(_, scale)| *scale).max().unwrap_or(0);
        let mut builder = Decimal128Builder::with_capacity(values.len());
        for (row, value) in values.into_iter().enumerate() {
            let scaled = value.map(|(digits, own)| rescaled(digits, scale - own));
            if scaled == Some(None) {
                let cell = &self.grid.rows[row][self.index];
                problems.push(faults::too_long(self.column, cell.span(self.file), scale));
                return None;
            }
            builder.append_option(scaled.flatten());
        }
        let scale = i8::try_from(scale).unwrap_or(0);
        let builder = builder.with_precision_and_scale(38, scale);
        Some(Arc::new(builder.expect("a scale of at most 38 digits").finish()))
    }
}

/// The digits of a plain number without its point, and how many stand behind it.
pub fn mantissa(plain: &str) -> Option<(i128, usize)> {
    let Some((whole, decimals)) = plain.split_once('.') else {
        return Some((plain.parse().ok()?, 0));
    };
    let magnitude: i128 = format!("{whole}{decimals}").parse().ok()?;
    // `-0.5`: the sign of a zero before the point is kept by the text alone, and so it is here.
    Some((magnitude, decimals.len()))
}

/// A decimal with further zeros behind it; `None` where it then has more than [`MOST_DIGITS`] digits.
pub fn rescaled(digits: i128, zeros: usize) -> Option<i128> {
    let zeros = u32::try_from(zeros).ok()?;
    let most = 10i128.pow(u32::try_from(MOST_DIGITS).ok()?);
    digits.checked_mul(10i128.checked_pow(zeros)?).filter(|digits| digits.abs() < most)
}
