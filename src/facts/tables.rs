//! The sources of a report as tables of the engine: in memory, read on first use, or read by the
//! engine piece by piece where a file is too large to be held.

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use datafusion::catalog::{SchemaProvider, TableProvider};
use datafusion::datasource::MemTable;
use datafusion::error::DataFusionError;

use super::database::DatabaseTable;
use super::read;
use super::table::DataTable;
use crate::diagnostics::Diagnostics;
use crate::report::DataSettings;
use crate::source::FileId;

/// A source whose file or database was found.
#[derive(Debug)]
pub struct LoadedSource {
    /// The id of the source, which is the name of the table in queries.
    pub name: String,
    /// The path of its file inside the report; for a server, the name of the table there.
    pub path: String,
    /// SHA-256 of the file in hexadecimal; none for a server, whose rows are digested as they are read.
    pub digest: Option<String>,
    /// The file as it was found.
    pub original: Original,
    rows: Rows,
}

/// The bytes of a source.
#[derive(Debug)]
pub enum Original {
    /// Text in UTF-8, which the source map holds.
    Text(FileId),
    /// Other bytes.
    Bytes(Arc<[u8]>),
    /// Too many to be held, or those of a server.
    Elsewhere,
}

/// How the engine comes by the rows.
#[derive(Debug)]
enum Rows {
    /// They are held in memory.
    Held(Box<HeldRows>),
    /// The engine reads them itself.
    Streamed(Arc<dyn TableProvider>),
    /// A database has them.
    Database(Arc<DatabaseTable>),
}

#[derive(Debug)]
struct HeldRows {
    table: OnceLock<Option<DataTable>>,
    /// A text that an earlier run read without a fault, so that it can be read when it is first needed.
    pending: Option<Pending>,
    provider: OnceLock<Option<Arc<dyn TableProvider>>>,
}

#[derive(Debug)]
struct Pending {
    file: FileId,
    text: Arc<str>,
    settings: DataSettings,
}

impl LoadedSource {
    /// A source whose rows are in memory.
    pub fn held(table: DataTable, digest: impl Into<Option<String>>, original: Original) -> Self {
        let (name, path) = (table.source.clone(), table.path.clone());
        let held = HeldRows {
            table: OnceLock::from(Some(table)),
            pending: None,
            provider: OnceLock::new(),
        };
        Self { name, path, digest: digest.into(), original, rows: Rows::Held(Box::new(held)) }
    }

    /// A text without a fault, which is read when a query first asks for it.
    pub fn deferred(
        name: &str,
        path: &str,
        digest: String,
        file: FileId,
        text: Arc<str>,
        settings: DataSettings,
    ) -> Self {
        let pending = Some(Pending { file, text, settings });
        let held = HeldRows { table: OnceLock::new(), pending, provider: OnceLock::new() };
        Self {
            name: name.to_owned(),
            path: path.to_owned(),
            digest: Some(digest),
            original: Original::Text(file),
            rows: Rows::Held(Box::new(held)),
        }
    }

    /// A source whose rows the engine reads by itself.
    pub fn streamed(
        name: &str,
        path: &str,
        digest: Option<String>,
        provider: Arc<dyn TableProvider>,
    ) -> Self {
        let original = Original::Elsewhere;
        let rows = Rows::Streamed(provider);
        Self { name: name.to_owned(), path: path.to_owned(), digest, original, rows }
    }

    /// Its table, where its rows are in memory.
    pub fn table(&self) -> Option<&DataTable> {
        let Rows::Held(held) = &self.rows else { return None };
        let read = || {
            let pending = held.pending.as_ref()?;
            let mut problems = Diagnostics::new();
            let (text, settings) = (&pending.text, &pending.settings);
            let data = read::text_table(pending.file, text, &self.name, settings, &mut problems)?;
            Some(DataTable::new(self.name.clone(), self.path.clone(), true, data))
        };
        held.table.get_or_init(read).as_ref()
    }

    /// A table of a database.
    pub fn database(
        name: &str,
        path: &str,
        digest: Option<String>,
        original: Original,
        table: Arc<DatabaseTable>,
    ) -> Self {
        let rows = Rows::Database(table);
        Self { name: name.to_owned(), path: path.to_owned(), digest, original, rows }
    }

    /// Whether the engine or a database reads it piece by piece.
    pub fn is_streamed(&self) -> bool {
        !matches!(self.rows, Rows::Held(_))
    }

    /// Whether a column of it is of floating-point numbers, which only what is not held can have.
    pub fn has_floats(&self) -> bool {
        let schema = match &self.rows {
            Rows::Held(_) => return false,
            Rows::Streamed(provider) => provider.schema(),
            Rows::Database(table) => table.schema(),
        };
        schema.fields().iter().any(|field| field.data_type().is_floating())
    }

    /// Whether a database has its rows.
    pub fn is_database(&self) -> bool {
        matches!(self.rows, Rows::Database(_))
    }

    /// Why a query that asks for a column finds none, where the column is there and not read.
    pub fn unread_fault(&self, column: &str) -> Option<String> {
        let Rows::Database(table) = &self.rows else { return None };
        table.unread_fault(column).map(|fault| fault.to_string())
    }

    fn provider(&self) -> Option<Arc<dyn TableProvider>> {
        match &self.rows {
            Rows::Streamed(provider) => Some(Arc::clone(provider)),
            Rows::Database(table) => Some(Arc::clone(table) as _),
            Rows::Held(held) => {
                let make = || {
                    let batch = self.table()?.batch();
                    let table = MemTable::try_new(batch.schema(), vec![vec![batch.clone()]]);
                    Some(Arc::new(table.expect("the batch has this very schema")) as _)
                };
                held.provider.get_or_init(make).clone()
            }
        }
    }
}

/// All sources with data, in the order of the report.
#[derive(Debug, Default)]
pub struct Tables {
    /// The sources.
    pub list: Vec<LoadedSource>,
}

impl Tables {
    /// A source by its id.
    pub fn find(&self, name: &str) -> Option<&LoadedSource> {
        self.list.iter().find(|source| source.name == name)
    }
}

/// What the engine sees: a table a source, and nothing else.
#[async_trait]
impl SchemaProvider for Tables {
    fn table_names(&self) -> Vec<String> {
        self.list.iter().map(|source| source.name.clone()).collect()
    }

    async fn table(&self, name: &str) -> Result<Option<Arc<dyn TableProvider>>, DataFusionError> {
        Ok(self.find(name).and_then(LoadedSource::provider))
    }

    fn table_exist(&self, name: &str) -> bool {
        self.find(name).is_some()
    }
}
