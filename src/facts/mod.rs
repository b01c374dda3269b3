//! Sources become tables, tables answer queries. Only this folder names the SQL engine.
//!
//! Columns are typed by the author or by a strict inference of our own (`infer.rs`); decimals stay
//! decimals. Queries are read-only and see nothing but the declared sources.

mod answer;
pub mod cluster;
mod delimited;
mod engine;
mod infer;
mod provenance;
mod register;
mod table;
#[cfg(test)]
mod tests;
mod value;

use crate::diagnostics::Diagnostics;
use crate::files::Folder;
use crate::report::Report;
use crate::source::SourceMap;

pub use answer::{Answer, Fault, NumberAnswer, is_answer, read_qualifier};
pub use engine::{QueryResult, RowReference};
pub use register::RegisterRow;
pub use table::{Cell, DataColumn, DataTable};
pub use value::Value;

/// The largest data file that is read, in bytes.
const DATA_LIMIT: usize = 512 * 1024 * 1024;

/// The data of a report, ready to answer queries.
#[derive(Debug)]
pub struct Facts {
    /// The tables, in the order of the sources.
    pub tables: Vec<DataTable>,
    /// The rows of registers: claims without a query.
    pub register: Vec<RegisterRow>,
    /// Sources whose file could not be read; what rests on them is not reported a second time.
    pub unreadable: Vec<String>,
    engine: engine::Engine,
}

/// Reads every source that has a file.
pub fn load(
    report: &Report,
    folder: &dyn Folder,
    sources: &mut SourceMap,
    problems: &mut Diagnostics,
) -> Facts {
    let mut tables = Vec::new();
    let mut unreadable = Vec::new();
    for definition in &report.sources {
        let Some((path, span)) = &definition.path else { continue };
        let file =
            crate::files::read_text(folder, path, DATA_LIMIT, Some(*span), sources, problems);
        let table = file.and_then(|file| {
            let text = sources.shared_text(file);
            delimited::read(definition, path, file, &text, problems)
        });
        match table {
            Some(table) => tables.push(table),
            None => unreadable.push(definition.id.name.clone()),
        }
    }
    let mut register = Vec::new();
    for definition in &report.sources {
        let table = tables.iter().find(|table| table.source == definition.id.name);
        if let (Some(columns), Some(table)) = (&definition.register, table) {
            register.extend(register::rows(
                columns,
                table,
                &report.languages,
                &report.bands,
                problems,
            ));
        }
    }
    let engine = engine::Engine::new(&tables);
    Facts { tables, register, unreadable, engine }
}

impl Facts {
    /// Runs a read-only query.
    ///
    /// # Errors
    /// The engine's own words, where the query is not understood, is not read-only or fails.
    pub fn query(&self, sql: &str) -> Result<QueryResult, String> {
        self.engine.query(sql)
    }

    /// Whether a query speaks of a source whose own problem has been reported.
    pub fn speaks_of_unreadable(&self, sql: &str) -> bool {
        self.unreadable.iter().any(|source| sql.contains(source.as_str()))
    }

    /// The table of a source.
    pub fn table(&self, source: &str) -> Option<&DataTable> {
        self.tables.iter().find(|table| table.source == source)
    }
}
