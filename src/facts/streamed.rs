//! Parquet files that are too large to be held: the engine reads them piece by piece, from the path
//! that `files` vouches for, and only the columns and groups of rows that a query needs.

use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::catalog::TableProvider;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{
    ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl,
};
use datafusion::error::DataFusionError;
use datafusion::prelude::SessionContext;

use super::read::{check_names, natural};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::report::{ColumnType, DataSettings, QuerySettings};

/// Up to which size, in bytes, a file is held in memory: a small part of what queries may take, since it
/// unpacks to many times its size. On a cluster less, since what is held travels with each query.
pub fn held_at_most(settings: &QuerySettings) -> u64 {
    const MOST: u64 = 64 << 20;
    const MOST_ON_CLUSTER: u64 = 256 << 10;
    let most = if settings.engine.is_some() { MOST_ON_CLUSTER } else { MOST };
    most.min(settings.memory as u64 / 16)
}

/// Opens a file; what is wrong with it is said at its `path` in the report.
pub async fn open(
    path: &Path,
    settings: &DataSettings,
    for_cluster: bool,
    problems: &mut Diagnostics,
) -> Option<Arc<dyn TableProvider>> {
    let before = problems.len();
    let schema = match infer(path).await {
        Ok(schema) => schema,
        Err(error) => {
            problems.push(unreadable(&error, settings));
            return None;
        }
    };
    check_names(&schema, settings, problems);
    let mut fields = Vec::new();
    for field in schema.fields() {
        match wanted(field, settings, for_cluster) {
            Some(kind) => fields.push(Field::new(field.name(), kind, true)),
            None => problems.push(unfit(field, settings)),
        }
    }
    if problems.len() > before {
        return None;
    }
    table(path, Arc::new(Schema::new(fields)))
        .map_err(|error| problems.push(unreadable(&error, settings)))
        .ok()
}

async fn infer(path: &Path) -> Result<SchemaRef, DataFusionError> {
    let context = SessionContext::new();
    let options = options();
    options.infer_schema(&context.state(), &url(path)?).await
}

fn options() -> ListingOptions {
    ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension("")
}

fn url(path: &Path) -> Result<ListingTableUrl, DataFusionError> {
    ListingTableUrl::parse(path.to_string_lossy())
}

fn table(path: &Path, schema: SchemaRef) -> Result<Arc<dyn TableProvider>, DataFusionError> {
    let config =
        ListingTableConfig::new(url(path)?).with_listing_options(options()).with_schema(schema);
    Ok(Arc::new(ListingTable::try_new(config)?))
}

/// The type as which the engine sees a column: the exact one, but for floats, which stay what they are
/// since nobody looks at each of millions of them.
fn wanted(field: &Field, settings: &DataSettings, for_cluster: bool) -> Option<DataType> {
    let stated = settings.types.get(field.name()).map(|(kind, _)| *kind);
    Some(match (stated.or_else(|| natural(field.data_type()))?, field.data_type()) {
        // Nodes send views of text to each other in messages that are too large for their own limits.
        (ColumnType::Text, _) if for_cluster => DataType::Utf8,
        (ColumnType::Text, _) => DataType::Utf8View,
        (ColumnType::Integer, _) => DataType::Int64,
        (ColumnType::Boolean, _) => DataType::Boolean,
        (ColumnType::Date, _) => DataType::Date32,
        (ColumnType::Decimal, kind) => kind.clone(),
    })
}

fn unreadable(error: &DataFusionError, settings: &DataSettings) -> Diagnostic {
    let message = error.strip_backtrace();
    let message = message.lines().next().unwrap_or("it is damaged").to_owned();
    Diagnostic::new(Code::MalformedData, format!("the Parquet file cannot be read: {message}"))
        .at(settings.span, "")
}

fn unfit(field: &Field, settings: &DataSettings) -> Diagnostic {
    Diagnostic::new(
        Code::MalformedData,
        format!(
            "column `{}` is of type {}, which is neither text, a number, a date nor a boolean",
            field.name(),
            field.data_type()
        ),
    )
    .at(settings.span, "")
    .help(format!(
        "store it as one of these, or read it as text: `types = {{ {} = \"text\" }}`",
        field.name()
    ))
}
