//! Tables that are too large for a plan: Parquet on storage that the nodes share.
//!
//! The client lists and plans, the nodes read. So a path has to mean the same file here and there.

use std::sync::Arc;

use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::catalog::TableProvider;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{
    ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl,
};
use datafusion::error::DataFusionError;
use datafusion::execution::SessionState;
use datafusion::parquet::arrow::ArrowWriter;

/// From which size in memory a table should be a file and not a part of the plan.
pub const LARGE: usize = 2 * 1024 * 1024;

/// A table as the bytes of a Parquet file, for a caller who may write files.
pub fn parquet_bytes(
    batches: &[RecordBatch],
    schema: &SchemaRef,
) -> Result<Vec<u8>, DataFusionError> {
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, Arc::clone(schema), None)?;
    for batch in batches {
        writer.write(batch)?;
    }
    writer.close()?;
    Ok(bytes)
}

/// A Parquet file, or a folder of such, which the nodes read from the same absolute path. Without a
/// schema the file's own holds; its text is `Utf8` and no view, since the nodes' shuffles send
/// views in messages that are too large for their own limits.
pub async fn parquet_table(
    state: &SessionState,
    path: &str,
    schema: Option<SchemaRef>,
) -> Result<Arc<dyn TableProvider>, DataFusionError> {
    let url = ListingTableUrl::parse(path)?;
    let format = ParquetFormat::default().with_force_view_types(false);
    let options = ListingOptions::new(Arc::new(format)).with_file_extension(".parquet");
    let schema = match schema {
        Some(schema) => schema,
        None => options.infer_schema(state, &url).await?,
    };
    let config = ListingTableConfig::new(url).with_listing_options(options).with_schema(schema);
    Ok(Arc::new(ListingTable::try_new(config)?))
}
