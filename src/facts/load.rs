//! Finds every source and reads it, once.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::cache::{self, Stored};
use super::cluster::{self, Cluster};
use super::database::{DatabaseFault, DatabaseTable, Databases, TableRequest};
use super::engine::Engine;
use super::session::Threads;
use super::table::DataTable;
use super::tables::{LoadedSource, Original, Tables};
use super::{Facts, read, register, streamed};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::files::{Folder, RelativePath, read_bytes};
use crate::report::{DataSettings, Format, Location, QuerySettings, Report, SourceDefinition};
use crate::source::SourceMap;

/// The largest data file that is held in memory, in bytes; places in it fit into 32 bits.
const DATA_LIMIT: usize = 512 * 1024 * 1024;

/// Whether answers of earlier runs are taken over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reuse {
    /// They are, where the data are the same.
    #[default]
    Answers,
    /// Every query is run.
    Nothing,
}

/// Reads every source that has data.
pub fn load(
    report: &Report,
    folder: &dyn Folder,
    reuse: Reuse,
    sources: &mut SourceMap,
    problems: &mut Diagnostics,
) -> Facts {
    let stored_bytes = if reuse == Reuse::Answers { folder.read_cache(cache::FILE) } else { None };
    let stored = stored_bytes.as_deref().map(Stored::read).unwrap_or_default();
    let threads = Threads::start();
    let mut loader = Loader {
        folder,
        stored,
        sources,
        problems,
        fingerprints: BTreeMap::new(),
        databases: Databases::new(),
        held_at_most: streamed::held_at_most(&report.queries),
        has_cluster: report.queries.engine.is_some(),
        threads: Arc::clone(&threads),
    };
    let mut tables = Tables::default();
    let mut unreadable = Vec::new();
    for definition in &report.sources {
        let Some(settings) = &definition.data else { continue };
        match loader.load(definition, settings) {
            Some(source) => tables.list.push(source),
            None => unreadable.push(definition.id.name.clone()),
        }
    }
    let cluster = loader.cluster(&report.queries);
    if cluster.is_err() {
        // Nothing can be asked, and that has been said.
        unreadable.extend(tables.list.iter().map(|source| source.name.clone()));
    }
    let Loader { stored, fingerprints, .. } = loader;
    let mut register = Vec::new();
    for definition in &report.sources {
        // A table that nobody needs yet is not read for it.
        let Some(columns) = &definition.register else { continue };
        let source = tables.find(&definition.id.name);
        if let Some(table) = source.and_then(LoadedSource::table) {
            let languages = &report.languages;
            register.extend(register::rows(columns, table, languages, &report.bands, problems));
        }
    }
    let tables = Arc::new(tables);
    let engine = Engine::new(
        Arc::clone(&tables),
        report.queries.clone(),
        threads,
        cluster.unwrap_or_default(),
    );
    for (sql, result) in stored.current(&fingerprints) {
        engine.recall(sql, result);
    }
    Facts { register, unreadable, tables, fingerprints, engine, stored: stored_bytes }
}

struct Loader<'a> {
    folder: &'a dyn Folder,
    stored: Stored,
    sources: &'a mut SourceMap,
    problems: &'a mut Diagnostics,
    fingerprints: BTreeMap<String, String>,
    databases: Databases,
    /// Parquet files that are larger, in bytes, are read piece by piece.
    held_at_most: u64,
    has_cluster: bool,
    threads: Arc<Threads>,
}

impl Loader<'_> {
    fn load(
        &mut self,
        definition: &SourceDefinition,
        settings: &DataSettings,
    ) -> Option<LoadedSource> {
        if settings.format.is_database() {
            return self.database(definition, settings);
        }
        let path = settings.path()?;
        let can_stream = settings.format == Format::Parquet;
        let is_large =
            can_stream && self.folder.length(path).is_ok_and(|length| length > self.held_at_most);
        if is_large && let Ok(Some(on_disk)) = self.folder.on_disk(path) {
            return self.streamed(definition, settings, path, &on_disk);
        }
        let bytes = read_bytes(self.folder, path, DATA_LIMIT, Some(settings.span), self.problems)?;
        // Few bytes can stand for many rows.
        let is_many =
            can_stream && read::parquet_cells(&bytes).is_some_and(|cells| cells > read::MOST_CELLS);
        if is_many && let Ok(Some(on_disk)) = self.folder.on_disk(path) {
            return self.streamed(definition, settings, path, &on_disk);
        }
        let digest = hexadecimal(&Sha256::digest(&bytes));
        let fingerprint = fingerprint(&digest, settings);
        let is_clean = self.stored.is_clean(&fingerprint);
        let name = &definition.id.name;
        let source = if settings.format.is_text() {
            let file = read::decode(&bytes, path, settings, self.sources, self.problems)?;
            let text = self.sources.shared_text(file);
            let is_utf8 = text.as_bytes() == bytes;
            // Rows of a register are claims, so they are always read.
            if is_clean && is_utf8 && definition.register.is_none() {
                LoadedSource::deferred(name, path.as_str(), digest, file, text, settings.clone())
            } else {
                let data = read::text_table(file, &text, name, settings, self.problems)?;
                let table = DataTable::new(name.clone(), path.as_str().to_owned(), is_utf8, data);
                let original =
                    if is_utf8 { Original::Text(file) } else { Original::Bytes(bytes.into()) };
                LoadedSource::held(table, digest, original)
            }
        } else {
            let original = Original::Bytes(bytes.as_slice().into());
            let data =
                read::binary_table(bytes, path, name, settings, self.sources, self.problems)?;
            let table = DataTable::new(name.clone(), path.as_str().to_owned(), false, data);
            LoadedSource::held(table, digest, original)
        };
        self.fingerprints.insert(name.clone(), fingerprint);
        Some(source)
    }

    fn streamed(
        &mut self,
        definition: &SourceDefinition,
        settings: &DataSettings,
        path: &RelativePath,
        on_disk: &std::path::Path,
    ) -> Option<LoadedSource> {
        let (threads, problems) = (Arc::clone(&self.threads), &mut *self.problems);
        let has_cluster = self.has_cluster;
        let opened = read::guarded(move || {
            threads.block_on(streamed::open(on_disk, settings, has_cluster, problems))
        });
        let Some(opened) = opened else {
            self.problems.push(damaged(path, settings));
            return None;
        };
        let provider = opened?;
        let digest = match self.folder.digest(path) {
            Ok(digest) => hexadecimal(&digest),
            Err(error) => {
                self.problems
                    .push(crate::files::unreadable(path, &error).at(settings.span, "named here"));
                return None;
            }
        };
        let name = &definition.id.name;
        self.fingerprints.insert(name.clone(), fingerprint(&digest, settings));
        Some(LoadedSource::streamed(name, path.as_str(), Some(digest), provider))
    }
}

impl Loader<'_> {
    /// Opens a table of a database; a register in one is read whole, since its rows are claims.
    fn database(
        &mut self,
        definition: &SourceDefinition,
        settings: &DataSettings,
    ) -> Option<LoadedSource> {
        let name = &definition.id.name;
        let (wanted, _) = settings.table.as_ref()?;
        let types = settings.types.iter().map(|(column, (kind, _))| (column.clone(), *kind));
        let request = TableRequest {
            source: name.clone(),
            table: wanted.clone(),
            timeout: u64::from(settings.timeout),
            types: types.collect(),
        };
        let opened = match &settings.location {
            Location::File(path) => self.sqlite(path, settings, request)?,
            Location::Connection(variable) => {
                let value = self.folder.variable(variable);
                let open = self.databases.postgres(variable, value.as_deref(), request);
                self.threads.block_on(open)
            }
        };
        let table = match opened {
            Ok(table) => table,
            Err(fault) => {
                let place = match &settings.table {
                    Some((_, span)) if matches!(fault, DatabaseFault::NoTable { .. }) => *span,
                    _ => settings.span,
                };
                self.problems.push(fault.diagnostic(name, place));
                return None;
            }
        };
        let (label, digest, original) = match &settings.location {
            Location::File(path) => {
                let bytes =
                    read_bytes(self.folder, path, DATA_LIMIT, Some(settings.span), self.problems)?;
                let digest = hexadecimal(&Sha256::digest(&bytes));
                self.fingerprints.insert(name.clone(), fingerprint(&digest, settings));
                (path.as_str(), Some(digest), Original::Bytes(bytes.into()))
            }
            Location::Connection(_) => (wanted.as_str(), None, Original::Elsewhere),
        };
        if definition.register.is_none() {
            return Some(LoadedSource::database(name, label, digest, original, table));
        }
        let data = self.threads.block_on(read::whole_table(table, settings, self.problems))?;
        let table = DataTable::new(name.clone(), label.to_owned(), false, data);
        Some(LoadedSource::held(table, digest, original))
    }

    /// Whether a file of `SQLite` is as long as its head says (file format, section 1.3): of one that
    /// breaks off, the missing pages would read as rows without values.
    fn is_whole(&mut self, path: &RelativePath, settings: &DataSettings) -> bool {
        let Some(bytes) =
            read_bytes(self.folder, path, DATA_LIMIT, Some(settings.span), self.problems)
        else {
            return false;
        };
        let number = |range: std::ops::Range<usize>| {
            let bytes = bytes.get(range)?;
            Some(bytes.iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte)))
        };
        let (Some(size), Some(pages)) = (number(16..18), number(28..32)) else { return true };
        let size = if size == 1 { 65_536 } else { size };
        // The number of pages holds only if the program that last wrote the file knew of it.
        let is_valid = bytes.starts_with(b"SQLite format 3\0") && number(24..28) == number(92..96);
        let is_whole = !is_valid || bytes.len() as u64 >= size * pages;
        if !is_whole {
            self.problems.push(broken_off(path, settings));
        }
        is_whole
    }

    fn sqlite(
        &mut self,
        path: &RelativePath,
        settings: &DataSettings,
        request: TableRequest,
    ) -> Option<Result<Arc<DatabaseTable>, DatabaseFault>> {
        if !self.is_whole(path, settings) {
            return None;
        }
        let on_disk = match self.folder.on_disk(path) {
            Ok(Some(on_disk)) => on_disk,
            Ok(None) => {
                self.problems.push(not_on_disk(settings));
                return None;
            }
            Err(error) => {
                self.problems
                    .push(crate::files::unreadable(path, &error).at(settings.span, "named here"));
                return None;
            }
        };
        let is_pending = ["-wal", "-journal"].into_iter().any(|ending| {
            let beside = RelativePath::parse(&format!("{path}{ending}"));
            beside.is_ok_and(|beside| self.folder.length(&beside).is_ok_and(|length| length > 0))
        });
        let on_disk = on_disk.to_string_lossy();
        let open = self.databases.sqlite(&on_disk, path.as_str(), is_pending, request);
        Some(self.threads.block_on(open))
    }

    /// The cluster that the report or the command names, if one does.
    fn cluster(&mut self, settings: &QuerySettings) -> Result<Option<Cluster>, ()> {
        let Some((url, span)) = &settings.engine else { return Ok(None) };
        let limits = cluster::Limits {
            time: settings.time,
            rows: settings.rows,
            ..cluster::Limits::default()
        };
        self.threads.block_on(Cluster::connect(url, limits)).map(Some).map_err(|fault| {
            let diagnostic = Diagnostic::new(Code::ClusterUnavailable, fault.to_string());
            self.problems.push(match span {
                Some(span) => diagnostic.at(*span, ""),
                None => diagnostic,
            });
        })
    }
}

fn damaged(path: &RelativePath, settings: &DataSettings) -> Diagnostic {
    Diagnostic::new(Code::MalformedData, format!("`{path}` is damaged")).at(settings.span, "")
}

fn broken_off(path: &RelativePath, settings: &DataSettings) -> Diagnostic {
    Diagnostic::new(
        Code::MalformedData,
        format!("the SQLite file `{path}` breaks off before its last page"),
    )
    .at(settings.span, "")
    .help("copy the file again")
}

fn not_on_disk(settings: &DataSettings) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, "a database is read from a folder on disk alone")
        .at(settings.span, "")
}

/// What tells two states of a source apart: the same bytes read in the same way are the same rows.
fn fingerprint(digest: &str, settings: &DataSettings) -> String {
    let mut hasher = Sha256::new();
    hasher.update(digest);
    hasher.update(settings.identity());
    hexadecimal(&hasher.finalize())
}

/// Bytes as lower-case hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
