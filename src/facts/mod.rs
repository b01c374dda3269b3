//! Sources become tables, tables answer queries. Only this folder names the SQL engine.
//!
//! Files are read by `read/`, strictly and exactly; decimals stay decimals. Queries are read-only, see
//! nothing but the declared sources, and are bounded in time, memory and rows. Many queries are run at
//! once: equal ones once, similar ones in one pass over their table, and none whose answer an earlier
//! run found in the same data.

mod answer;
mod cache;
pub mod cluster;
pub mod database;
mod engine;
mod limits;
mod load;
mod merge;
mod provenance;
mod query_result;
mod read;
mod refuse;
mod register;
mod session;
mod streamed;
mod table;
mod tables;
#[cfg(test)]
mod tests;
mod traps;
mod value;

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::files::Folder;

pub use answer::{Answer, Fault, NumberAnswer, is_answer, read_qualifier};
pub use engine::{Answered, QueryError};
pub use load::{Reuse, hexadecimal, load};
pub use query_result::{QueryResult, RowReference};
pub use read::{GUARDED_THREAD, guarded};
pub use register::RegisterRow;
pub use table::{DataColumn, DataTable};
pub use tables::{LoadedSource, Original};
pub use traps::Trap;
pub use value::Value;

/// The data of a report, ready to answer queries.
#[derive(Debug)]
pub struct Facts {
    /// The rows of registers: claims without a query.
    pub register: Vec<RegisterRow>,
    /// Sources whose data could not be read; what rests on them is not reported a second time.
    pub unreadable: Vec<String>,
    tables: Arc<tables::Tables>,
    /// What tells two states of a source apart, its settings included; none for a server.
    fingerprints: BTreeMap<String, String>,
    engine: engine::Engine,
    /// The bytes of the answers as an earlier run left them.
    stored: Option<Vec<u8>>,
}

impl Facts {
    /// Runs a read-only query.
    ///
    /// # Errors
    /// The engine's own words, where the query is not understood, is not read-only or fails.
    pub fn query(&self, sql: &str) -> Answered {
        self.engine.query(sql)
    }

    /// Runs many queries at once; [`Facts::query`] then has their answers.
    pub fn prepare(&self, queries: &[&str]) {
        self.engine.prepare(queries);
    }

    /// How many rows a query would return without the limits that cut its rows; `None` where it has no
    /// limit, or where it says nothing without.
    pub fn rows_without_limits(&self, sql: &str) -> Option<usize> {
        let whole = limits::without_limits(sql)?;
        self.query(&whole).ok().map(|result| result.rows.len())
    }

    /// Whether a query speaks of a source whose own problem has been reported.
    pub fn speaks_of_unreadable(&self, sql: &str) -> bool {
        self.unreadable.iter().any(|source| sql.contains(source.as_str()))
    }

    /// Every source with data, in the order of the report.
    pub fn sources(&self) -> &[LoadedSource] {
        &self.tables.list
    }

    /// A source with data.
    pub fn source(&self, id: &str) -> Option<&LoadedSource> {
        self.tables.find(id)
    }

    /// The table of a source, where its rows are in memory.
    pub fn table(&self, source: &str) -> Option<&DataTable> {
        self.tables.find(source)?.table()
    }

    /// SHA-256 of each source, by id: of its file, or, for a server, of the rows that the queries so far
    /// took from it, whatever their order.
    pub fn digests(&self) -> BTreeMap<String, String> {
        let mut digests = BTreeMap::new();
        for source in &self.tables.list {
            let digest = source.digest.clone().or_else(|| self.digest_of_rows(&source.name));
            digests.extend(digest.map(|digest| (source.name.clone(), digest)));
        }
        digests
    }

    fn digest_of_rows(&self, source: &str) -> Option<String> {
        let mut hasher = Sha256::new();
        let mut any = false;
        for taken in self.engine.taken() {
            // A statement that a limit cut short may bring other rows the next time.
            if taken.complete && taken.sources.contains(source) {
                any = true;
                hasher.update(format!("{} {} {}\n", taken.sql, taken.rows, taken.digest));
            }
        }
        any.then(|| load::hexadecimal(&hasher.finalize()))
    }

    /// Keeps the answers of this run for the next one, where the folder has a place for them.
    pub fn keep_answers(&self, folder: &dyn Folder) {
        let answers = self.engine.known_answers();
        let answers = answers.iter().map(|(sql, result)| (sql.as_str(), result.as_ref()));
        let bytes = cache::Stored::of_run(&self.fingerprints, answers).bytes();
        if self.stored.as_ref() != Some(&bytes) {
            folder.write_cache(cache::FILE, &bytes);
        }
    }
}
