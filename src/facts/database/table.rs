//! A table of a database, for the engine.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::catalog::Session;
use datafusion::datasource::{TableProvider, TableType};
use datafusion::error::Result;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown};
use datafusion::physical_plan::ExecutionPlan;
use futures::stream::BoxStream;

use super::cells::DIGITS;
use super::fault::DatabaseFault;
use super::scan::DatabaseScan;
use super::sql::{Dialect, Output, Query, Trust, Wire};
use crate::report::ColumnType;

/// A database that answers statements.
pub trait Database: fmt::Debug + Send + Sync {
    /// The SQL that it speaks.
    fn dialect(&self) -> Dialect;

    /// Runs a statement that reads, and hands out its rows as they come.
    fn run(&self, statement: Statement) -> BoxStream<'static, Result<RecordBatch, DatabaseFault>>;
}

/// A statement, and what comes back.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The text.
    pub sql: String,
    /// The columns that come back, in order.
    pub columns: Vec<Output>,
    /// The same columns for the engine.
    pub schema: SchemaRef,
    /// How many seconds it may take.
    pub timeout: u64,
}

/// A column of a table, as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadColumn {
    /// Its name in the database, and in queries.
    pub name: String,
    /// Its type here.
    pub data_type: DataType,
    /// What it is in SQL.
    pub sql: String,
    /// Whether the database may compare its values.
    pub trust: Trust,
    /// How its values come.
    pub wire: Wire,
}

/// A column that is not read, since its type has no counterpart here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadColumn {
    /// Its name.
    pub name: String,
    /// Its type, as the database names it.
    pub kind: String,
}

/// A table or view of a database.
pub struct DatabaseTable {
    /// The id of the source.
    pub source: String,
    /// The columns that queries can use.
    pub columns: Vec<ReadColumn>,
    /// The columns that they cannot use.
    pub unread: Vec<UnreadColumn>,
    /// Its name in SQL.
    pub from: String,
    /// Where it is.
    pub database: Arc<dyn Database>,
    /// How many seconds a query may take.
    pub timeout: u64,
    schema: SchemaRef,
}

impl DatabaseTable {
    /// A table with these columns.
    pub fn new(
        source: String,
        columns: Vec<ReadColumn>,
        unread: Vec<UnreadColumn>,
        from: String,
        database: Arc<dyn Database>,
        timeout: u64,
    ) -> Self {
        let fields: Vec<Field> = columns
            .iter()
            .map(|column| Field::new(&column.name, column.data_type.clone(), true))
            .collect();
        let schema = Arc::new(Schema::new(fields));
        Self { source, columns, unread, from, database, timeout, schema }
    }

    /// Why a query that asks for a column finds none: it is there, but not read.
    pub fn unread_fault(&self, column: &str) -> Option<DatabaseFault> {
        let unread = self.unread.iter().find(|unread| unread.name == column)?;
        Some(DatabaseFault::Unread { column: unread.name.clone(), kind: unread.kind.clone() })
    }
}

/// The type of a column that the author has stated, with the scale that its numbers need.
pub fn stated_type(kind: ColumnType, scale: u8) -> DataType {
    match kind {
        ColumnType::Integer => DataType::Int64,
        ColumnType::Decimal => DataType::Decimal128(DIGITS, i8::try_from(scale).unwrap_or(0)),
        ColumnType::Text => DataType::Utf8,
        ColumnType::Date => DataType::Date32,
        ColumnType::Boolean => DataType::Boolean,
    }
}

impl fmt::Debug for DatabaseTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatabaseTable")
            .field("source", &self.source)
            .field("schema", &self.schema)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl TableProvider for DatabaseTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> Result<Vec<TableProviderFilterPushDown>> {
        let support = |filter: &&Expr| match Query::filter_of_table(self, filter) {
            Some(_) => TableProviderFilterPushDown::Exact,
            None => TableProviderFilterPushDown::Unsupported,
        };
        Ok(filters.iter().map(support).collect())
    }

    async fn scan(
        &self,
        _state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let projection = projection.map(Vec::as_slice);
        let query = Query::of_table(self, projection, filters, limit).ok_or_else(|| {
            datafusion::error::DataFusionError::Internal(
                "the engine hands down only filters that were accepted".to_owned(),
            )
        })?;
        let schema = match projection {
            Some(columns) => Arc::new(self.schema.project(columns)?),
            None => self.schema(),
        };
        let sources = BTreeSet::from([self.source.clone()]);
        Ok(Arc::new(DatabaseScan::new(
            Arc::clone(&self.database),
            query.statement(schema, self.timeout),
            sources,
        )))
    }
}
