//! Parquet and Arrow IPC: typed by the file, brought to the few exact types that queries see.

use std::io::Cursor;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Decimal128Builder, RecordBatch};
use datafusion::arrow::compute::{CastOptions, cast_with_options, concat_batches};
use datafusion::arrow::datatypes::{DataType, Decimal128Type, Float64Type, SchemaRef};
use datafusion::arrow::error::ArrowError;
use datafusion::arrow::ipc::reader::{FileReader, StreamReader};
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::faults::{malformed, too_many_cells, type_of_no_column};
use super::grid::MOST_CELLS;
use super::infer::{MOST_DIGITS, plain_number};
use super::typed::{TypedColumns, mantissa, rescaled};
use super::workbook::named;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::facts::table::DataColumn;
use crate::report::{ColumnType, DataSettings, Format, NumberStyle};

/// Reads a file whole. Its cells have no places, so what is wrong is said at `path`.
pub fn columns(
    bytes: Vec<u8>,
    settings: &DataSettings,
    problems: &mut Diagnostics,
) -> Option<TypedColumns> {
    let batch = match read(bytes, settings.format) {
        Ok(Some(batch)) => batch,
        Ok(None) => {
            problems.push(too_many_cells(settings.span));
            return None;
        }
        Err(error) => {
            let message = error.to_string();
            let message = message.lines().next().unwrap_or("it is damaged");
            let name = settings.format.name();
            problems.push(malformed(
                format!("the {name} file{} cannot be read: {message}", named(settings)),
                settings.span,
            ));
            return None;
        }
    };
    exact_columns(&batch, settings, problems)
}

/// The same for rows that a database gave.
pub fn columns_of_batches(
    batches: &[RecordBatch],
    settings: &DataSettings,
    problems: &mut Diagnostics,
) -> Option<TypedColumns> {
    let schema = batches.first()?.schema();
    let batch = concat_batches(&schema, batches).ok()?;
    exact_columns(&batch, settings, problems)
}

fn exact_columns(
    batch: &RecordBatch,
    settings: &DataSettings,
    problems: &mut Diagnostics,
) -> Option<TypedColumns> {
    let before = problems.len();
    let schema = batch.schema();
    check_names(&schema, settings, problems);
    let mut columns = Vec::new();
    let mut arrays = Vec::new();
    for (field, array) in schema.fields().iter().zip(batch.columns()) {
        let stated = settings.types.get(field.name()).map(|(kind, _)| *kind);
        match exact(array, stated) {
            Ok((kind, array)) => {
                columns.push(DataColumn { name: field.name().clone(), kind, span: settings.span });
                arrays.push(array);
            }
            Err(fault) => problems.push(fault.diagnostic(field.name(), settings)),
        }
    }
    (problems.len() == before).then_some((columns, arrays))
}

/// The rows of a file; `None` where they are too many to be held.
fn read(bytes: Vec<u8>, format: Format) -> Result<Option<RecordBatch>, ArrowError> {
    if format == Format::Parquet {
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes))?;
        if cells(&reader) > MOST_CELLS {
            return Ok(None);
        }
        let schema = Arc::clone(reader.schema());
        return joined(&schema, reader.build()?);
    }
    // A file begins with its magic number; a stream has none.
    if bytes.starts_with(b"ARROW1") {
        let reader = FileReader::try_new(Cursor::new(bytes), None)?;
        joined(&reader.schema(), reader)
    } else {
        let reader = StreamReader::try_new(Cursor::new(bytes), None)?;
        joined(&reader.schema(), reader)
    }
}

/// How many cells a Parquet file has: few bytes can stand for many rows.
pub fn parquet_cells(bytes: &[u8]) -> Option<u64> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::copy_from_slice(bytes));
    reader.ok().map(|reader| cells(&reader))
}

fn cells(reader: &ParquetRecordBatchReaderBuilder<bytes::Bytes>) -> u64 {
    let rows = u64::try_from(reader.metadata().file_metadata().num_rows()).unwrap_or(0);
    rows.saturating_mul(reader.schema().fields().len() as u64)
}

fn joined(
    schema: &SchemaRef,
    batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
) -> Result<Option<RecordBatch>, ArrowError> {
    let mut all = Vec::new();
    let mut cells = 0;
    for batch in batches {
        let batch = batch?;
        cells += (batch.num_rows() * batch.num_columns()) as u64;
        if cells > MOST_CELLS {
            return Ok(None);
        }
        all.push(batch);
    }
    concat_batches(schema, &all).map(Some)
}

/// Names that are blank, stand twice, or are typed without being there.
pub fn check_names(schema: &SchemaRef, settings: &DataSettings, problems: &mut Diagnostics) {
    let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    for (index, name) in names.iter().enumerate() {
        if name.trim().is_empty() {
            problems.push(malformed(format!("column {} has no name", index + 1), settings.span));
        } else if names[..index].contains(name) {
            problems.push(malformed(format!("two columns are called `{name}`"), settings.span));
        }
    }
    if names.is_empty() {
        problems.push(malformed("the file has no column", settings.span));
    }
    for (name, (_, span)) in &settings.types {
        if !names.contains(&name.as_str()) {
            problems.push(type_of_no_column(name, *span, &names));
        }
    }
}

/// Why a column cannot be read.
#[derive(Debug)]
pub enum ColumnFault {
    /// No number: NaN or an infinity, in a row from 1.
    NoNumber(usize),
    /// A number that no decimal of 38 digits holds beside the others, in a row from 1.
    TooLong(usize),
    /// A type that has no exact counterpart.
    Type(String),
    /// A value that is not of the stated type, in the engine's words.
    Stated(String),
}

impl ColumnFault {
    /// In words, at the place that names the file.
    pub fn diagnostic(&self, column: &str, settings: &DataSettings) -> Diagnostic {
        match self {
            Self::NoNumber(row) => malformed(
                format!("column `{column}` holds NaN or an infinity in row {row}, which is no number"),
                settings.span,
            )
            .help("store no value (null) instead"),
            Self::TooLong(row) => malformed(
                format!("the number in row {row} of column `{column}` has more than {MOST_DIGITS} digits beside the others"),
                settings.span,
            )
            .help("round the column before it is stored"),
            Self::Type(kind) => malformed(
                format!("column `{column}` is of type {kind}, which is neither text, a number, a date nor a boolean"),
                settings.span,
            )
            .help(format!("store it as one of these, or read it as text: `types = {{ {column} = \"text\" }}`")),
            Self::Stated(message) => {
                let stated = settings.types.get(column).map(|(_, span)| *span);
                let code = if stated.is_some() { Code::MixedColumn } else { Code::MalformedData };
                let diagnostic =
                    Diagnostic::new(code, format!("column `{column}` cannot be read: {message}"))
                        .at(stated.unwrap_or(settings.span), "");
                match stated {
                    Some(_) => diagnostic.help(format!(
                        "state the type that it has: `types = {{ {column} = \"decimal\" }}`"
                    )),
                    None => diagnostic.help("store it with at most 38 digits"),
                }
            }
        }
    }
}

/// A column as one of the types of [`ColumnType`], without loss.
pub fn exact(
    array: &ArrayRef,
    stated: Option<ColumnType>,
) -> Result<(ColumnType, ArrayRef), ColumnFault> {
    let kind = match stated {
        Some(kind) => kind,
        None => natural(array.data_type())
            .ok_or_else(|| ColumnFault::Type(array.data_type().to_string()))?,
    };
    let has_fractions = array.data_type().is_floating() || array.data_type().is_decimal();
    if kind == ColumnType::Integer && has_fractions {
        let (_, decimals) = exact(array, Some(ColumnType::Decimal))?;
        check_whole(&decimals)?;
    }
    let floats =
        matches!(array.data_type(), DataType::Float16 | DataType::Float32 | DataType::Float64);
    if floats && kind == ColumnType::Decimal {
        return Ok((kind, decimals_of_floats(array)?));
    }
    let target = match (kind, array.data_type()) {
        (ColumnType::Text, _) => DataType::Utf8,
        (ColumnType::Integer, _) => DataType::Int64,
        (ColumnType::Boolean, _) => DataType::Boolean,
        (ColumnType::Date, _) => DataType::Date32,
        (
            ColumnType::Decimal,
            DataType::Decimal32(_, scale)
            | DataType::Decimal64(_, scale)
            | DataType::Decimal128(_, scale)
            | DataType::Decimal256(_, scale),
        ) => DataType::Decimal128(38, (*scale).max(0)),
        (ColumnType::Decimal, _) => DataType::Decimal128(38, 0),
    };
    let options = CastOptions { safe: false, ..CastOptions::default() };
    let cast = cast_with_options(array, &target, &options);
    Ok((kind, cast.map_err(|error| ColumnFault::Stated(error.to_string()))?))
}

/// A conversion to whole numbers would drop fractions without a word.
fn check_whole(decimals: &ArrayRef) -> Result<(), ColumnFault> {
    let decimals = decimals.as_primitive::<Decimal128Type>();
    let one = 10i128.pow(u32::try_from(decimals.scale()).unwrap_or(0));
    let fraction = decimals.iter().position(|value| value.is_some_and(|value| value % one != 0));
    match fraction {
        Some(row) => Err(ColumnFault::Stated(format!(
            "row {} holds {}, which is no whole number",
            row + 1,
            decimals.value_as_string(row)
        ))),
        None => Ok(()),
    }
}

/// The type that a column has by itself.
pub fn natural(kind: &DataType) -> Option<ColumnType> {
    Some(match kind {
        // A column without any value is text, as an empty one of a CSV file.
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => {
            ColumnType::Text
        }
        DataType::Dictionary(_, value) => return natural(value),
        DataType::Boolean => ColumnType::Boolean,
        DataType::Date32 | DataType::Date64 => ColumnType::Date,
        kind if kind.is_integer() => ColumnType::Integer,
        kind if kind.is_floating() || kind.is_decimal() => ColumnType::Decimal,
        _ => return None,
    })
}

/// Floats by their shortest decimals: what a person who looks at the file is shown.
fn decimals_of_floats(array: &ArrayRef) -> Result<ArrayRef, ColumnFault> {
    let narrow = matches!(array.data_type(), DataType::Float16 | DataType::Float32);
    let wide = cast_with_options(array, &DataType::Float64, &CastOptions::default())
        .map_err(|error| ColumnFault::Stated(error.to_string()))?;
    let floats = wide.as_primitive::<Float64Type>();
    let mut values = Vec::with_capacity(floats.len());
    for (row, value) in floats.iter().enumerate() {
        let Some(value) = value else {
            values.push(None);
            continue;
        };
        if !value.is_finite() {
            return Err(ColumnFault::NoNumber(row + 1));
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a single-precision number is narrowed back to itself"
        )]
        let text = if narrow { (value as f32).to_string() } else { value.to_string() };
        let plain = plain_number(&text, NumberStyle::default());
        let digits = plain.and_then(|plain| mantissa(&plain));
        values.push(Some(digits.ok_or(ColumnFault::TooLong(row + 1))?));
    }
    let scale = values.iter().flatten().map(|(_, scale)| *scale).max().unwrap_or(0);
    let mut builder = Decimal128Builder::with_capacity(values.len());
    for (row, value) in values.into_iter().enumerate() {
        let digits = value.map(|(digits, own)| {
            rescaled(digits, scale - own).ok_or(ColumnFault::TooLong(row + 1))
        });
        builder.append_option(digits.transpose()?);
    }
    let scale = i8::try_from(scale).unwrap_or(0);
    let builder = builder.with_precision_and_scale(38, scale);
    Ok(Arc::new(builder.expect("a scale of at most 38 digits").finish()))
}
