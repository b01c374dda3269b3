//! What a query returned, and what it read.

use super::Value;
use super::traps::Trap;

/// What a query returned, and what it read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueryResult {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Option<Value>>>,
    /// The tables that the query reads, in order.
    pub tables: Vec<String>,
    /// The rows that pass its filters, at most a thousand a table; of a table that the engine reads
    /// piece by piece none is named.
    pub read: Vec<RowReference>,
    /// What its rows have to satisfy, a table each: `policies: period = 2019H1`.
    pub filters: Vec<String>,
    /// Constants in the query, but for limits and numbers of digits.
    pub literals: Vec<Value>,
    /// Whether it reads a column or counts rows, and does not just print constants.
    pub reads_values: bool,
    /// What it may answer otherwise than its author meant.
    pub traps: Vec<Trap>,
}

/// A row of a table, counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowReference {
    /// The table.
    pub table: String,
    /// The row, from 0.
    pub row: usize,
}

/// How many rows of a table an answer names at most.
pub const ROWS_NAMED: usize = 1000;
