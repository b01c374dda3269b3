//! Files of data become typed tables, strictly and exactly: whatever is not plain is a diagnostic at
//! its place, with the setting that would accept it.

mod columnar;
mod delimited;
mod document;
mod encoding;
mod faults;
mod grid;
mod guard;
mod infer;
mod json;
#[cfg(test)]
mod tests;
mod typed;
mod workbook;

use std::sync::Arc;

use datafusion::prelude::SessionContext;

use crate::diagnostics::Diagnostics;
use crate::files::RelativePath;
use crate::report::{DataSettings, Format};
use crate::source::{FileId, SourceMap};

use super::database::{DatabaseTable, fault_of};
use super::table::{Places, TableData};
use grid::Grid;

pub use columnar::{check_names, natural, parquet_cells};
pub use encoding::decode;
pub use grid::MOST_CELLS;
pub use guard::{THREAD as GUARDED_THREAD, guarded};
pub use infer::is_date;

/// Reads a file whose text is in the source map already.
pub fn text_table(
    file: FileId,
    text: &str,
    source: &str,
    settings: &DataSettings,
    problems: &mut Diagnostics,
) -> Option<TableData> {
    let grid = match settings.format {
        Format::Json | Format::NdJson => json::grid(text, file, settings, problems),
        // A mark that was accepted is no part of the first head.
        _ => delimited::grid(text, encoding::start(text), file, settings, problems),
    };
    table_of_grid(&grid?, file, source, settings, problems)
}

/// Reads a file that is no text: a workbook, Parquet or Arrow.
pub fn binary_table(
    bytes: Vec<u8>,
    path: &RelativePath,
    source: &str,
    settings: &DataSettings,
    sources: &mut SourceMap,
    problems: &mut Diagnostics,
) -> Option<TableData> {
    let read = guarded(|| read_binary(bytes, path, source, settings, sources, problems));
    read.unwrap_or_else(|| {
        problems.push(faults::malformed(format!("`{path}` is damaged"), settings.span));
        None
    })
}

fn read_binary(
    bytes: Vec<u8>,
    path: &RelativePath,
    source: &str,
    settings: &DataSettings,
    sources: &mut SourceMap,
    problems: &mut Diagnostics,
) -> Option<TableData> {
    if settings.format == Format::Workbook {
        let file = sources.reserve(path.as_str());
        let mut found = Diagnostics::new();
        let sheet = workbook::read(&bytes, file, settings, &mut found);
        let table = sheet.as_ref().and_then(|sheet| {
            let grid = sheet.grid.as_ref().filter(|_| found.is_empty())?;
            table_of_grid(grid, file, source, settings, &mut found)
        });
        for problem in found.iter() {
            let named = sheet.as_ref().map(|sheet| sheet.with_cell(problem.clone(), file));
            problems.push(named.unwrap_or_else(|| problem.clone()));
        }
        // Also for messages about a sheet that is not read: they show the row of the cell.
        sources.fill(file, sheet?.text);
        return table;
    }
    let (columns, arrays) = columnar::columns(bytes, settings, problems)?;
    Some(TableData::new(columns, arrays, Places::none()))
}

/// Reads all rows of a table of a database.
pub async fn whole_table(
    table: Arc<DatabaseTable>,
    settings: &DataSettings,
    problems: &mut Diagnostics,
) -> Option<TableData> {
    let context = SessionContext::new();
    let rows = match context.read_table(table) {
        Ok(rows) => rows.collect().await,
        Err(error) => Err(error),
    };
    let batches = match rows {
        Ok(batches) => batches,
        Err(error) => {
            let message =
                fault_of(&error).map_or_else(|| error.strip_backtrace(), ToString::to_string);
            problems.push(faults::malformed(
                format!("the table cannot be read: {message}"),
                settings.span,
            ));
            return None;
        }
    };
    let (columns, arrays) = columnar::columns_of_batches(&batches, settings, problems)?;
    Some(TableData::new(columns, arrays, Places::none()))
}

fn table_of_grid(
    grid: &Grid<'_>,
    file: FileId,
    source: &str,
    settings: &DataSettings,
    problems: &mut Diagnostics,
) -> Option<TableData> {
    if !grid.is_sound(file, settings, problems) {
        return None;
    }
    let (columns, arrays) = typed::columns(grid, file, source, settings, problems)?;
    let cells = grid.rows.iter().flatten().map(|cell| (cell.start, cell.end));
    Some(TableData::new(columns, arrays, Places::of_cells(file, grid.head.len(), cells.collect())))
}
