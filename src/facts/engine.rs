//! Apache `DataFusion` over the tables of a report.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Int64Builder, StringBuilder,
};
use datafusion::arrow::datatypes::{Field, Schema};
use datafusion::arrow::record_batch::{RecordBatch, RecordBatchOptions};
use datafusion::common::{ScalarValue, TableReference};
use datafusion::datasource::MemTable;
use datafusion::error::DataFusionError;
use datafusion::execution::SessionState;
use datafusion::execution::context::SQLOptions;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::collect;
use datafusion::prelude::{SessionConfig, SessionContext};
use num_bigint::BigInt;
use num_traits::{Pow, ToPrimitive};
use tokio::runtime::{Builder, Runtime};

use super::provenance::{changing_function, literals, reads_values, rows_read, tables_read};
use super::table::{Cell, DataColumn, DataTable};
use super::value::Value;
use crate::quantity::{Rational, parse_decimal};
use crate::report::ColumnType;

/// The SQL engine with the tables of a report.
pub struct Engine {
    /// The state is cloned once and not for each query, since it holds a table of all functions.
    state: SessionState,
    batches: BTreeMap<String, RecordBatch>,
    runtime: Runtime,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("tables", &self.batches.keys()).finish_non_exhaustive()
    }
}

/// What a query returned, and what it read.
#[derive(Clone, Debug, Default)]
pub struct QueryResult {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Option<Value>>>,
    /// The tables that the query reads, in order.
    pub tables: Vec<String>,
    /// The rows that pass its filters, at most `ROWS_NAMED` a table.
    pub read: Vec<RowReference>,
    /// What its rows have to satisfy, a table each: `policies: period = 2019H1`.
    pub filters: Vec<String>,
    /// Constants in the query, but for limits and numbers of digits.
    pub literals: Vec<Value>,
    /// Whether it reads a column or counts rows, and does not just print constants.
    pub reads_values: bool,
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

impl Engine {
    /// Registers the tables.
    ///
    /// # Panics
    /// When the operating system cannot provide an event loop.
    pub fn new(tables: &[DataTable]) -> Self {
        let mut config = SessionConfig::new().with_target_partitions(1);
        let options = config.options_mut();
        options.sql_parser.parse_float_as_decimal = true;
        options.sql_parser.enable_ident_normalization = false;
        let context = SessionContext::new_with_config(config);
        let runtime = Builder::new_current_thread().build().expect("an event loop without I/O");
        let mut batches = BTreeMap::new();
        for table in tables {
            let batch = record_batch(table);
            let provider = MemTable::try_new(batch.schema(), vec![vec![batch.clone()]])
                .expect("the batch has this very schema");
            // Names with capitals or hyphens have to be quoted in queries, not here.
            context
                .register_table(TableReference::bare(table.source.clone()), Arc::new(provider))
                .expect("ids of sources are unique and the schema is new");
            batches.insert(table.source.clone(), batch);
        }
        Self { state: context.state(), batches, runtime }
    }

    /// Runs a read-only query.
    pub fn query(&self, sql: &str) -> Result<QueryResult, String> {
        self.runtime.block_on(self.run(sql)).map_err(|error| plain_message(&error))
    }

    async fn run(&self, sql: &str) -> Result<QueryResult, DataFusionError> {
        let plan = self.state.create_logical_plan(sql).await?;
        refuse_side_effects(&plan)?;
        let columns = plan.schema().fields().iter().map(|field| field.name().clone()).collect();
        let literals = literals(&plan)?;
        let tables = tables_read(&plan)?;
        let optimized = self.state.optimize(&plan)?;
        let planner = self.state.query_planner();
        let physical = planner.create_physical_plan(&optimized, &self.state).await?;
        let rows = values(&collect(physical, self.state.task_ctx()).await?)?;
        let (read, filters) = rows_read(&self.state, &self.batches, &optimized)?;
        let reads_values = reads_values(&plan)?;
        Ok(QueryResult { columns, rows, tables, read, filters, literals, reads_values })
    }
}

/// Lets `SELECT` and `WITH` pass, without functions whose answer depends on the moment or on chance.
fn refuse_side_effects(plan: &LogicalPlan) -> Result<(), DataFusionError> {
    SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false)
        .verify_plan(plan)?;
    let is_description = matches!(
        plan,
        LogicalPlan::Explain(_) | LogicalPlan::Analyze(_) | LogicalPlan::DescribeTable(_)
    );
    if is_description {
        return Err(DataFusionError::Plan("only SELECT and WITH are allowed".to_owned()));
    }
    match changing_function(plan)? {
        Some(name) => Err(DataFusionError::Plan(format!(
            "`{name}` answers differently from run to run, so it can prove nothing"
        ))),
        None => Ok(()),
    }
}

/// The first line of the engine's message, without the names of its own parts.
fn plain_message(error: &DataFusionError) -> String {
    let message = error.strip_backtrace();
    let line = message.lines().next().unwrap_or("the query fails").to_owned();
    let known = [
        "Error during planning: ",
        "Schema error: ",
        "SQL error: ",
        "Execution error: ",
        "Arrow error: ",
    ];
    let mut rest = line.as_str();
    while let Some(shorter) = known.iter().find_map(|prefix| rest.strip_prefix(prefix)) {
        rest = shorter;
    }
    rest.to_owned()
}

fn values(batches: &[RecordBatch]) -> Result<Vec<Vec<Option<Value>>>, DataFusionError> {
    let mut rows = Vec::new();
    for batch in batches {
        for row in 0..batch.num_rows() {
            let scalars =
                batch.columns().iter().map(|array| ScalarValue::try_from_array(array, row));
            rows.push(scalars.map(|scalar| scalar_value(&scalar?)).collect::<Result<_, _>>()?);
        }
    }
    Ok(rows)
}

/// A scalar of the engine as an exact value.
pub fn scalar_value(scalar: &ScalarValue) -> Result<Option<Value>, DataFusionError> {
    if scalar.is_null() {
        return Ok(None);
    }
    let decimal = |digits: BigInt, scale: i8| {
        let ten = Pow::pow(BigInt::from(10), u32::from(scale.unsigned_abs()));
        let value =
            if scale >= 0 { Rational::ratio(digits, ten) } else { Rational::from(digits * ten) };
        Value::Number(value)
    };
    let value = match scalar {
        ScalarValue::Decimal128(Some(digits), _, scale) => decimal(BigInt::from(*digits), *scale),
        ScalarValue::Decimal256(Some(digits), _, scale) => {
            let digits = digits.to_string().parse::<BigInt>();
            decimal(digits.map_err(|error| DataFusionError::External(Box::new(error)))?, *scale)
        }
        ScalarValue::Utf8(Some(text))
        | ScalarValue::LargeUtf8(Some(text))
        | ScalarValue::Utf8View(Some(text)) => Value::Text(text.clone()),
        ScalarValue::Boolean(Some(truth)) => Value::Boolean(*truth),
        ScalarValue::Date32(_) | ScalarValue::Date64(_) => Value::Date(scalar.to_string()),
        // Integers and floats print as the shortest decimal that reads back as the same number.
        _ if scalar.data_type().is_numeric() => {
            let text = scalar.to_string();
            Value::Number(parse_decimal(&text).ok_or_else(|| not_a_value(scalar))?)
        }
        _ => return Err(not_a_value(scalar)),
    };
    Ok(Some(value))
}

fn not_a_value(scalar: &ScalarValue) -> DataFusionError {
    DataFusionError::Execution(format!(
        "the answer `{scalar}` is of type {}, which is neither a number, text, a date nor a boolean",
        scalar.data_type()
    ))
}

fn record_batch(table: &DataTable) -> RecordBatch {
    let mut fields = Vec::new();
    let mut arrays = Vec::new();
    for (index, column) in table.columns.iter().enumerate() {
        let array = array(column, table.rows.iter().map(|row| &row[index]));
        fields.push(Field::new(&column.name, array.data_type().clone(), true));
        arrays.push(array);
    }
    let options = RecordBatchOptions::new().with_row_count(Some(table.rows.len()));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options)
        .expect("every column has the type of its field and a cell a row")
}

fn array<'a>(column: &DataColumn, cells: impl Iterator<Item = &'a Cell> + Clone) -> ArrayRef {
    let values = cells.map(|cell| cell.value.as_ref());
    match column.kind {
        ColumnType::Integer => {
            let mut builder = Int64Builder::new();
            values.for_each(|value| {
                builder.append_option(number(value).and_then(Rational::to_i64));
            });
            Arc::new(builder.finish())
        }
        ColumnType::Decimal => decimals(values),
        ColumnType::Boolean => {
            let mut builder = BooleanBuilder::new();
            values.for_each(|value| {
                builder.append_option(match value {
                    Some(Value::Boolean(truth)) => Some(*truth),
                    _ => None,
                });
            });
            Arc::new(builder.finish())
        }
        ColumnType::Date => {
            let mut builder = Date32Builder::new();
            values.for_each(|value| builder.append_option(text(value).and_then(days_since_epoch)));
            Arc::new(builder.finish())
        }
        ColumnType::Text => {
            let mut builder = StringBuilder::new();
            values.for_each(|value| builder.append_option(text(value)));
            Arc::new(builder.finish())
        }
    }
}

/// Decimals with as many places as the longest cell has.
fn decimals<'a>(values: impl Iterator<Item = Option<&'a Value>> + Clone) -> ArrayRef {
    let places = |value: &Rational| {
        crate::quantity::decimal_string(value)
            .and_then(|text| text.split_once('.').map(|(_, decimals)| decimals.len()))
            .unwrap_or(0)
    };
    let scale = values.clone().filter_map(number).map(places).max().unwrap_or(0).min(37);
    let factor = Rational::ten_to(scale.to_i32().unwrap_or(0));
    let mut builder = Decimal128Builder::new();
    for value in values {
        let scaled = number(value).map(|value| value * &factor);
        builder
            .append_option(scaled.filter(Rational::is_integer).and_then(|v| v.numer().to_i128()));
    }
    let builder = builder.with_precision_and_scale(38, scale.to_i8().unwrap_or(0));
    Arc::new(builder.expect("a scale below the precision").finish())
}

fn number(value: Option<&Value>) -> Option<&Rational> {
    match value {
        Some(Value::Number(number)) => Some(number),
        _ => None,
    }
}

fn text(value: Option<&Value>) -> Option<&str> {
    match value {
        Some(Value::Text(text) | Value::Date(text)) => Some(text),
        _ => None,
    }
}

/// Days from 1970-01-01 to an ISO date (the civil calendar's day count, proleptic Gregorian).
fn days_since_epoch(date: &str) -> Option<i32> {
    let year: i64 = date.get(0..4)?.parse().ok()?;
    let month: i64 = date.get(5..7)?.parse().ok()?;
    let day: i64 = date.get(8..10)?.parse().ok()?;
    // Counting years from March puts the leap day at the end of a year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    i32::try_from(365 * year + leap_days + day_of_year - 719_468).ok()
}
