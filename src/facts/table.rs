//! A table of data in memory, each cell with its place in the file.

use crate::report::ColumnType;
use crate::source::{FileId, Span};

use super::Value;

/// The data of one source.
#[derive(Debug)]
pub struct DataTable {
    /// The id of the source, which is the name of the table in queries.
    pub source: String,
    /// Its file.
    pub file: FileId,
    /// The path of the file inside the report.
    pub path: String,
    /// SHA-256 of the file in hexadecimal.
    pub digest: String,
    /// The columns.
    pub columns: Vec<DataColumn>,
    /// The rows, each with a cell a column.
    pub rows: Vec<Vec<Cell>>,
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

/// A cell of a table.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its value; an empty cell has none.
    pub value: Option<Value>,
    /// Its place in the file.
    pub span: Span,
}

impl DataTable {
    /// The index of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The place of a whole row.
    pub fn row_span(&self, row: usize) -> Option<Span> {
        let cells = self.rows.get(row)?;
        Some(cells.first()?.span.to(cells.last()?.span))
    }
}
