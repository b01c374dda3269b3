//! Tables of data in memory, column by column, each cell with its place in the file.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, RecordBatch, RecordBatchOptions};
use datafusion::arrow::datatypes::{Field, Schema};
use datafusion::common::ScalarValue;

use super::Value;
use super::value::scalar_value;
use crate::report::ColumnType;
use crate::source::{FileId, Span};

/// The data of one source.
#[derive(Debug)]
pub struct DataTable {
    /// The id of the source, which is the name of the table in queries.
    pub source: String,
    /// The path of the file inside the report.
    pub path: String,
    /// Whether the author can mend a cell in the file as text.
    pub is_text: bool,
    data: TableData,
}

/// The columns and cells of a table.
#[derive(Debug)]
pub struct TableData {
    columns: Vec<DataColumn>,
    batch: RecordBatch,
    places: Places,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct DataColumn {
    /// Its name, as the file writes it.
    pub name: String,
    /// Its type.
    pub kind: ColumnType,
    /// Its head in the file.
    pub span: Span,
}

/// Where the cells of a table stand.
#[derive(Debug)]
pub struct Places {
    file: Option<FileId>,
    width: usize,
    /// First byte and one past the last, row by row. Files are smaller than 4 GiB.
    cells: Vec<(u32, u32)>,
}

impl Places {
    /// Places of a file that is no text.
    pub fn none() -> Self {
        Self { file: None, width: 0, cells: Vec::new() }
    }

    /// Places row by row.
    pub fn of_cells(file: FileId, width: usize, cells: Vec<(u32, u32)>) -> Self {
        Self { file: Some(file), width, cells }
    }

    fn cell(&self, row: usize, column: usize) -> Option<Span> {
        let (start, end) = *self.cells.get(row * self.width + column)?;
        Some(Span::new(self.file?, start as usize..end as usize))
    }
}

impl TableData {
    /// Puts columns together.
    ///
    /// # Panics
    /// When the columns are not of one length.
    pub fn new(columns: Vec<DataColumn>, arrays: Vec<ArrayRef>, places: Places) -> Self {
        let rows = arrays.first().map_or(0, Array::len);
        let fields = columns.iter().zip(&arrays);
        let fields =
            fields.map(|(column, array)| Field::new(&column.name, array.data_type().clone(), true));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let batch = RecordBatch::try_new_with_options(schema, arrays, &options)
            .expect("every column has the type of its field and a cell a row");
        Self { columns, batch, places }
    }
}

impl DataTable {
    /// A table of a source.
    pub fn new(source: String, path: String, is_text: bool, data: TableData) -> Self {
        Self { source, path, is_text, data }
    }

    /// The columns.
    pub fn columns(&self) -> &[DataColumn] {
        &self.data.columns
    }

    /// The index of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.data.columns.iter().position(|column| column.name == name)
    }

    /// How many rows it has.
    pub fn row_count(&self) -> usize {
        self.data.batch.num_rows()
    }

    /// The value of a cell; an empty one has none.
    pub fn value(&self, row: usize, column: usize) -> Option<Value> {
        let array = self.data.batch.columns().get(column)?;
        if row >= array.len() || array.is_null(row) {
            return None;
        }
        scalar_value(&ScalarValue::try_from_array(array, row).ok()?).ok().flatten()
    }

    /// The values of a row with their columns.
    pub fn row(&self, row: usize) -> impl Iterator<Item = (&DataColumn, Option<Value>)> {
        let columns = self.data.columns.iter().enumerate();
        columns.map(move |(index, column)| (column, self.value(row, index)))
    }

    /// The place of a cell, where the file has places.
    pub fn cell_span(&self, row: usize, column: usize) -> Option<Span> {
        self.data.places.cell(row, column)
    }

    /// The place of a cell, or of the head of its column where cells have none.
    pub fn nearest_span(&self, row: usize, column: usize) -> Span {
        self.cell_span(row, column).unwrap_or(self.data.columns[column].span)
    }

    /// The place of a whole row.
    pub fn row_span(&self, row: usize) -> Option<Span> {
        let last = self.data.columns.len().checked_sub(1)?;
        Some(self.cell_span(row, 0)?.to(self.cell_span(row, last)?))
    }

    /// The rows for the engine.
    pub(super) fn batch(&self) -> &RecordBatch {
        &self.data.batch
    }
}
