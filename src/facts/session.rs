//! Where queries run: the threads, and sessions of the engine that see the tables and nothing else.

use std::path::Path;
use std::sync::Arc;

use datafusion::catalog::{CatalogProvider, MemoryCatalogProvider};
use datafusion::execution::SessionState;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::prelude::SessionConfig;
use tokio::runtime::{Builder, Handle, Runtime};

use super::cluster::Cluster;
use super::database::federated_state;
use super::tables::{LoadedSource, Tables};
use crate::report::QuerySettings;

/// The sessions of a report; which one a query takes is decided by the tables that it reads.
pub struct Sessions {
    /// For tables in memory, one partition: a small query is fastest alone.
    pub plain: SessionState,
    /// As `plain`, with aggregates handed to databases. Also for columns of floating-point numbers,
    /// whose sum depends on the order in which parts of it come together.
    narrow: SessionState,
    /// A partition a processor, for large files.
    wide: SessionState,
    /// Where queries run instead of here.
    pub cluster: Option<(Cluster, SessionState)>,
}

impl Sessions {
    /// Makes the tables known to all of them.
    pub fn new(
        tables: &Arc<Tables>,
        settings: &QuerySettings,
        cluster: Option<Cluster>,
        spill: Option<&Path>,
    ) -> Self {
        let cluster = cluster.map(|cluster| {
            // In parts only where a file is large: an answer that is put together of parts is asked
            // for twice (`cluster/trust.rs`).
            let is_wide = tables.list.iter().any(is_wide);
            let state = cluster.session(config(1), if is_wide { 16 } else { 1 });
            register(&state, tables);
            (cluster, state)
        });
        Self {
            plain: session(tables, settings, spill, 1, false),
            narrow: session(tables, settings, spill, 1, true),
            wide: session(tables, settings, spill, processors(), true),
            cluster,
        }
    }

    /// The session that suits the tables of a query.
    pub fn suited(&self, sources: &[&LoadedSource]) -> &SessionState {
        if let Some((_, state)) = &self.cluster {
            return state;
        }
        if !sources.iter().any(|source| source.is_streamed()) {
            &self.plain
        } else if sources.iter().any(|source| is_wide(source))
            && !sources.iter().any(|source| source.has_floats())
        {
            &self.wide
        } else {
            &self.narrow
        }
    }
}

/// Whether parts of a source can be read beside each other, with the same answer each time.
fn is_wide(source: &LoadedSource) -> bool {
    source.is_streamed() && !source.is_database() && !source.has_floats()
}

/// The threads and the event loop on which queries run and connections live.
#[derive(Debug)]
pub struct Threads {
    runtime: Option<Runtime>,
}

impl Threads {
    /// Starts them.
    ///
    /// # Panics
    /// When the operating system gives none.
    pub fn start() -> Arc<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(processors())
            .thread_stack_size(8 << 20)
            .enable_all()
            .build();
        Arc::new(Self {
            runtime: Some(runtime.expect("the system gives threads and an event loop")),
        })
    }

    /// Waits for work.
    pub fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.handle().block_on(work)
    }

    fn handle(&self) -> &Handle {
        self.runtime.as_ref().expect("it is there until it is dropped").handle()
    }
}

impl Drop for Threads {
    /// A query that never pauses would hold the program up, so nobody waits for it.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// How many queries run at once. The answers do not depend on it: numbers are exact.
pub fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).min(16)
}

/// How a session plans: names keep their case, numbers written with a point are decimals.
pub fn config(partitions: usize) -> SessionConfig {
    let mut config = SessionConfig::new()
        .with_target_partitions(partitions)
        .with_information_schema(false)
        .with_default_catalog_and_schema(CATALOG, SCHEMA)
        .with_create_default_catalog_and_schema(false);
    let options = config.options_mut();
    options.sql_parser.parse_float_as_decimal = true;
    options.sql_parser.enable_ident_normalization = false;
    config
}

/// How the engine names what holds the tables; no author sees it.
pub const CATALOG: &str = "report";
/// The other half of that name.
pub const SCHEMA: &str = "sources";

/// A session that sees the tables and nothing else.
pub fn session(
    tables: &Arc<Tables>,
    settings: &QuerySettings,
    spill: Option<&Path>,
    partitions: usize,
    hands_down: bool,
) -> SessionState {
    let disk = match spill {
        Some(folder) => DiskManagerMode::Directories(vec![folder.to_owned()]),
        // A machine without a temporary folder: what does not fit into memory is told by the query.
        None => DiskManagerMode::Disabled,
    };
    let disk =
        DiskManagerBuilder::default().with_mode(disk).with_max_temp_directory_size(settings.disk);
    let environment = RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(FairSpillPool::new(settings.memory)))
        .with_disk_manager_builder(disk)
        .build_arc()
        .expect("a pool and a temporary folder need nothing of the system before they are used");
    let builder = SessionStateBuilder::new()
        .with_config(config(partitions))
        .with_runtime_env(environment)
        .with_default_features();
    let builder = if hands_down { federated_state(builder) } else { builder };
    let state = builder.build();
    register(&state, tables);
    state
}

/// Makes the tables of the report the only ones of a session.
pub fn register(state: &SessionState, tables: &Arc<Tables>) {
    let catalog = MemoryCatalogProvider::new();
    let _: Option<_> = catalog
        .register_schema(SCHEMA, Arc::clone(tables) as _)
        .expect("a catalog in memory takes a schema");
    let _: Option<_> = state.catalog_list().register_catalog(CATALOG.to_owned(), Arc::new(catalog));
}
