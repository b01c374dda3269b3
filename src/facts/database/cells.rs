//! Cells of a database as columns of exact types.

use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, Int64Builder,
    StringBuilder,
};
use datafusion::arrow::compute::kernels::cast_utils::Parser;
use datafusion::arrow::datatypes::{DataType, Date32Type, SchemaRef};
use datafusion::arrow::record_batch::{RecordBatch, RecordBatchOptions};

use super::fault::{CellFault, DatabaseFault};
use crate::facts::read::is_date;

/// The most digits that a decimal has.
pub const DIGITS: u8 = 38;

/// How many rows of a database go into a batch.
pub const BATCH: usize = 8192;

/// A cell as a database hands it out.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "postgres"), allow(dead_code, reason = "only a server needs it"))]
pub enum Raw<'a> {
    /// No value.
    Null,
    /// A whole number.
    Integer(i64),
    /// A binary floating-point number; it counts as the shortest decimal that reads back as it.
    Real(f64),
    /// Text, or a value of another type in its written form.
    Text(&'a str),
    /// True or false.
    Boolean(bool),
    /// A date, in days from 1970-01-01.
    Days(i32),
}

/// Rows under way to a batch.
pub struct Cells {
    schema: SchemaRef,
    columns: Vec<Cell>,
    rows: usize,
}

impl Cells {
    /// No rows yet of a schema, which has only types that [`is_read`] knows.
    pub fn new(schema: SchemaRef) -> Self {
        let columns = schema.fields().iter().map(|field| Cell::new(field.data_type())).collect();
        Self { schema, columns, rows: 0 }
    }

    /// Adds a cell to a column of the row that has begun.
    pub fn push(&mut self, column: usize, raw: Raw<'_>) -> Result<(), DatabaseFault> {
        self.columns[column].push(raw).map_err(|wanted| {
            DatabaseFault::Cell(CellFault {
                column: self.schema.field(column).name().clone(),
                row: None,
                found: shown(raw),
                wanted,
            })
        })
    }

    /// Ends a row; the batch, when it is full.
    pub fn end_row(&mut self) -> Option<RecordBatch> {
        self.rows += 1;
        (self.rows == BATCH).then(|| self.take()).flatten()
    }

    /// The rows so far, if there are any.
    pub fn take(&mut self) -> Option<RecordBatch> {
        if self.rows == 0 {
            return None;
        }
        let options = RecordBatchOptions::new().with_row_count(Some(self.rows));
        self.rows = 0;
        let arrays = self.columns.iter_mut().map(Cell::finish).collect();
        let batch = RecordBatch::try_new_with_options(Arc::clone(&self.schema), arrays, &options);
        Some(batch.expect("the builders are those of the schema, and each row has all its cells"))
    }
}

/// Whether cells of a type can be read.
pub fn is_read(kind: &DataType) -> bool {
    match kind {
        DataType::Decimal128(_, scale) => *scale >= 0,
        _ => matches!(
            kind,
            DataType::Int64
                | DataType::Utf8
                | DataType::Date32
                | DataType::Boolean
                | DataType::Float64
        ),
    }
}

/// The places that a number in plain digits has after the point, without zeros at its end; none
/// where it is no such number or has too many digits.
pub fn places(number: &str) -> Option<u8> {
    let digits = number.strip_prefix('-').unwrap_or(number);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    // A number with leading zeros is a code, such as a postcode, and no quantity.
    let is_code = whole.len() > 1 && whole.starts_with('0');
    if whole.is_empty() || is_code || !plain(whole) || !plain(decimals) {
        return None;
    }
    let decimals = decimals.trim_end_matches('0').len();
    let whole = whole.trim_start_matches('0').len();
    if whole + decimals > usize::from(DIGITS) { None } else { u8::try_from(decimals).ok() }
}

/// A number in plain digits as that many units of the last of `scale` places; none where it does
/// not fit exactly.
pub fn scaled(number: &str, scale: i8) -> Option<i128> {
    let scale = usize::try_from(scale).ok()?;
    if usize::from(places(number)?) > scale {
        return None;
    }
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let decimals = decimals.trim_end_matches('0');
    let zeros = "0".repeat(scale - decimals.len());
    let units: i128 = format!("{whole}{decimals}{zeros}").parse().ok()?;
    (units.unsigned_abs() < 10_u128.pow(u32::from(DIGITS))).then_some(units)
}

/// A cell in a message.
pub fn shown(raw: Raw<'_>) -> String {
    match raw {
        Raw::Null => "NULL".to_owned(),
        Raw::Integer(number) => number.to_string(),
        Raw::Real(number) => number.to_string(),
        Raw::Boolean(truth) => truth.to_string(),
        Raw::Days(days) => format!("day {days} of 1970"),
        Raw::Text(text) if text.chars().count() > 40 => {
            text.chars().take(40).chain(['…']).collect()
        }
        Raw::Text(text) => text.to_owned(),
    }
}

/// A column under way.
pub enum Cell {
    /// Whole numbers.
    Integer(Int64Builder),
    /// Decimals of so many places.
    Decimal(Decimal128Builder, i8),
    /// Text.
    Text(StringBuilder),
    /// Days.
    Date(Date32Builder),
    /// True or false.
    Boolean(BooleanBuilder),
    /// Binary floating-point numbers.
    Float(Float64Builder),
}

impl Cell {
    /// An empty column.
    pub fn new(kind: &DataType) -> Self {
        match kind {
            DataType::Int64 => Self::Integer(Int64Builder::new()),
            DataType::Decimal128(precision, scale) => {
                let builder = Decimal128Builder::new().with_precision_and_scale(*precision, *scale);
                Self::Decimal(builder.expect("the type is of a plan"), *scale)
            }
            DataType::Date32 => Self::Date(Date32Builder::new()),
            DataType::Boolean => Self::Boolean(BooleanBuilder::new()),
            DataType::Float64 => Self::Float(Float64Builder::new()),
            _ => Self::Text(StringBuilder::new()),
        }
    }

    /// Adds a cell; where it does not fit, says what the column holds.
    pub fn push(&mut self, raw: Raw<'_>) -> Result<(), &'static str> {
        match self {
            Self::Integer(builder) => builder.append_option(value(raw, integer, WHOLE)?),
            Self::Decimal(builder, scale) => {
                builder.append_option(value(raw, |raw| decimal(raw, *scale), DECIMAL)?);
            }
            Self::Date(builder) => builder.append_option(value(raw, days, DATE)?),
            Self::Boolean(builder) => builder.append_option(value(raw, boolean, BOOLEAN)?),
            Self::Float(builder) => builder.append_option(value(raw, float, NUMBER)?),
            Self::Text(builder) => match raw {
                Raw::Null => builder.append_null(),
                Raw::Text(text) => builder.append_value(text),
                Raw::Days(_) => return Err(TEXT),
                Raw::Integer(_) | Raw::Real(_) | Raw::Boolean(_) => {
                    builder.append_value(shown(raw));
                }
            },
        }
        Ok(())
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Integer(builder) => Arc::new(builder.finish()),
            Self::Decimal(builder, _) => Arc::new(builder.finish()),
            Self::Text(builder) => Arc::new(builder.finish()),
            Self::Date(builder) => Arc::new(builder.finish()),
            Self::Boolean(builder) => Arc::new(builder.finish()),
            Self::Float(builder) => Arc::new(builder.finish()),
        }
    }
}

const WHOLE: &str = "a whole number";
const DECIMAL: &str = "a plain decimal number";
const NUMBER: &str = "a number";
const TEXT: &str = "text";
const DATE: &str = "a date such as 2019-06-30";
const BOOLEAN: &str = "true or false";

fn value<T>(
    raw: Raw<'_>,
    read: impl Fn(Raw<'_>) -> Option<T>,
    wanted: &'static str,
) -> Result<Option<T>, &'static str> {
    match raw {
        Raw::Null => Ok(None),
        raw => read(raw).map(Some).ok_or(wanted),
    }
}

fn integer(raw: Raw<'_>) -> Option<i64> {
    match raw {
        Raw::Integer(number) => Some(number),
        Raw::Text(text) => i64::try_from(scaled(text, 0)?).ok(),
        Raw::Real(number) => i64::try_from(scaled(&number.to_string(), 0)?).ok(),
        _ => None,
    }
}

fn decimal(raw: Raw<'_>, scale: i8) -> Option<i128> {
    match raw {
        Raw::Integer(number) => scaled(&number.to_string(), scale),
        Raw::Text(text) => scaled(text, scale),
        Raw::Real(number) => scaled(&number.to_string(), scale),
        _ => None,
    }
}

fn float(raw: Raw<'_>) -> Option<f64> {
    match raw {
        Raw::Real(number) => number.is_finite().then_some(number),
        // Whole numbers print exactly, so that reading them rounds at most once.
        Raw::Integer(number) => number.to_string().parse().ok(),
        Raw::Text(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

fn boolean(raw: Raw<'_>) -> Option<bool> {
    match raw {
        Raw::Boolean(truth) => Some(truth),
        Raw::Integer(0) | Raw::Text("false") => Some(false),
        Raw::Integer(1) | Raw::Text("true") => Some(true),
        _ => None,
    }
}

fn days(raw: Raw<'_>) -> Option<i32> {
    match raw {
        Raw::Days(days) => Some(days),
        Raw::Text(text) => {
            is_date(text).then_some(())?;
            Date32Type::parse(text)
        }
        _ => None,
    }
}
