//! Sources in databases: `SQLite` files and `PostgreSQL` servers.
//!
//! A table of a database is a [`DatabaseTable`], which the engine reads like any other. It hands
//! filters and columns down by itself; [`federated_state`] adds the rule that also hands down
//! aggregates and joins, as far as they mean the same there (`sql.rs`). Numbers stay exact, nothing is
//! written, no query runs longer than its source allows, and no message holds a URL, a user or a
//! password. After a query has run, [`taken`] tells which rows it took, as a digest.

mod cells;
mod digest;
mod fault;
#[cfg(feature = "postgres")]
mod postgres;
mod push_down;
mod scan;
mod secret;
mod sql;
mod sqlite;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::report::ColumnType;

pub use digest::RowDigest;
pub use fault::{CellFault, DatabaseFault, fault_of, missing_column};
pub use push_down::federated_state;
pub use scan::{Taken, taken};
pub use secret::{Scrubber, Secret};
pub use table::{DatabaseTable, UnreadColumn};

/// How many seconds a query may take where the source does not say.
pub const DEFAULT_TIMEOUT: u64 = 30;

/// Which table of a database is wanted, and how.
#[derive(Clone, Debug)]
pub struct TableRequest {
    /// The id of the source.
    pub source: String,
    /// The table or view, as the report names it.
    pub table: String,
    /// How many seconds a query may take.
    pub timeout: u64,
    /// The types that the report states; the others are found out.
    pub types: BTreeMap<String, ColumnType>,
}

/// The databases of a report; tables of the same one share it, so that they can be joined there.
#[derive(Debug, Default)]
pub struct Databases {
    files: std::sync::Mutex<BTreeMap<String, Arc<sqlite::SqliteFile>>>,
    #[cfg(feature = "postgres")]
    servers: tokio::sync::Mutex<BTreeMap<Secret, Arc<postgres::PostgresServer>>>,
}

impl Databases {
    /// None so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens a table of a `SQLite` file, for reading only.
    ///
    /// `path` is where the file is on the machine, `name` what messages call it. `is_pending` tells that
    /// a log or journal that is not empty lies beside it (`-wal`, `-journal`), so that the file
    /// alone is not the whole truth.
    ///
    /// # Errors
    /// Where the file, the table or a cell is not as it should be.
    pub async fn sqlite(
        &self,
        path: &str,
        name: &str,
        is_pending: bool,
        request: TableRequest,
    ) -> Result<Arc<DatabaseTable>, DatabaseFault> {
        if is_pending {
            return Err(DatabaseFault::Pending(name.to_owned()));
        }
        let file = {
            let mut files = self.files.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let file = files
                .entry(path.to_owned())
                .or_insert_with(|| Arc::new(sqlite::SqliteFile::new(path, name)));
            Arc::clone(file)
        };
        Ok(Arc::new(sqlite::table(&file, request).await?))
    }

    /// Opens a table of a `PostgreSQL` server, for reading only.
    ///
    /// `variable` is the name of the environment variable that the report gives, `value` what it holds.
    /// The connections live on the event loop that runs this, which needs I/O and time.
    ///
    /// # Errors
    /// Where the server, the table or a cell is not as it should be.
    #[cfg_attr(
        not(feature = "postgres"),
        allow(clippy::unused_async, reason = "the same call in every build")
    )]
    pub async fn postgres(
        &self,
        variable: &str,
        value: Option<&str>,
        request: TableRequest,
    ) -> Result<Arc<DatabaseTable>, DatabaseFault> {
        if !is_variable_name(variable) {
            return Err(DatabaseFault::UrlInReport);
        }
        #[cfg(not(feature = "postgres"))]
        {
            let _ = (value, request);
            Err(DatabaseFault::NotBuilt)
        }
        #[cfg(feature = "postgres")]
        {
            let value = value.ok_or_else(|| DatabaseFault::VariableNotSet(variable.to_owned()))?;
            // Held while connecting, so that the tables of one server share its connections.
            let mut servers = self.servers.lock().await;
            let key = Secret::new(value);
            let server = if let Some(server) = servers.get(&key) {
                Arc::clone(server)
            } else {
                let server = postgres::PostgresServer::connect(variable, value).await?;
                let server = Arc::new(server);
                servers.insert(key, Arc::clone(&server));
                server
            };
            drop(servers);
            Ok(Arc::new(postgres::table(&server, request).await?))
        }
    }
}

/// Whether a text can be the name of an environment variable; a URL cannot.
pub fn is_variable_name(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}
