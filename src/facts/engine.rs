//! Apache `DataFusion` over the tables of a report: read-only, bounded, and many queries at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use datafusion::arrow::record_batch::RecordBatch;
use datafusion::catalog::{CatalogProvider, MemoryCatalogProvider};
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use datafusion::execution::disk_manager::DiskManagerBuilder;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::execution::{SessionState, TaskContext};
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::{ExecutionPlan, execute_stream};
use datafusion::prelude::SessionConfig;
use futures::StreamExt;
use futures::stream;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::JoinHandle;

use super::cluster::Cluster;
use super::database::{Taken, fault_of, federated_state, missing_column, taken};
use super::merge::{self, Mergeable};
use super::provenance::{literals, reads_values, rows_read, tables_read};
use super::query_result::QueryResult;
use super::refuse::refuse_side_effects;
use super::tables::{LoadedSource, Tables};
use super::traps;
use super::value::{Value, scalar_value};
use crate::report::QuerySettings;

/// The SQL engine with the tables of a report.
pub struct Engine {
    core: Arc<Core>,
    /// The threads and the event loop; connections to databases live on it.
    threads: Arc<Threads>,
    /// What is known already, by the text of the query.
    answers: Mutex<BTreeMap<String, Answered>>,
}

/// What came of a query, or what is wrong with it.
pub type Answered = Result<Arc<QueryResult>, String>;

/// What each query needs, shared between threads.
pub struct Core {
    /// For tables in memory, one partition: a small query is fastest alone.
    pub state: SessionState,
    /// For what the engine reads itself: a partition a processor, and aggregates handed to databases.
    wide: SessionState,
    /// Where queries run instead of here.
    cluster: Option<(Cluster, SessionState)>,
    /// What queries took from databases so far.
    taken: Mutex<BTreeSet<Taken>>,
    /// The sources.
    pub tables: Arc<Tables>,
    /// What a query may take.
    pub settings: QuerySettings,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("tables", &self.core.tables).finish_non_exhaustive()
    }
}

impl Engine {
    /// Makes the tables known.
    pub fn new(
        tables: Arc<Tables>,
        settings: QuerySettings,
        threads: Arc<Threads>,
        cluster: Option<Cluster>,
    ) -> Self {
        let state = session(&tables, &settings, 1, false);
        let wide = session(&tables, &settings, processors(), true);
        let cluster = cluster.map(|cluster| {
            // In parts only where a file is large: an answer that is put together of parts is asked
            // for twice (`cluster/trust.rs`).
            let is_large = tables.list.iter().any(LoadedSource::is_streamed);
            let state = cluster.session(config(1), if is_large { 16 } else { 1 });
            register(&state, &tables);
            (cluster, state)
        });
        let taken = Mutex::default();
        let core = Arc::new(Core { state, wide, cluster, taken, tables, settings });
        Self { core, threads, answers: Mutex::default() }
    }

    /// What queries took from databases so far, in order.
    pub fn taken(&self) -> Vec<Taken> {
        self.core.taken.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Runs a read-only query, unless its answer is known.
    pub fn query(&self, sql: &str) -> Answered {
        if let Some(known) = self.known(sql) {
            return known;
        }
        self.prepare(&[sql]);
        self.known(sql).unwrap_or_else(|| Err("the query was not run".to_owned()))
    }

    /// Takes answers over from an earlier run.
    pub fn recall(&self, sql: &str, result: QueryResult) {
        self.lock().insert(sql.to_owned(), Ok(Arc::new(result)));
    }

    /// Every answer that is known, by the text of the query.
    pub fn known_answers(&self) -> Vec<(String, Arc<QueryResult>)> {
        let answers = self.lock();
        let known = answers.iter();
        known
            .filter_map(|(sql, answer)| Some((sql.clone(), Arc::clone(answer.as_ref().ok()?))))
            .collect()
    }

    /// Runs many queries at once: equal ones only once, similar ones in one pass over their table.
    pub fn prepare(&self, queries: &[&str]) {
        let mut wanted: Vec<String> = {
            let answers = self.lock();
            queries
                .iter()
                .filter(|sql| !answers.contains_key(**sql))
                .map(|sql| (*sql).to_owned())
                .collect()
        };
        wanted.sort_unstable();
        wanted.dedup();
        if wanted.is_empty() {
            return;
        }
        let answered = self.threads.block_on(answer_all(&self.core, wanted));
        self.lock().extend(answered);
    }

    fn known(&self, sql: &str) -> Option<Answered> {
        self.lock().get(sql).cloned()
    }

    /// A panic inside of the engine leaves the answers as they were, and they stay good.
    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Answered>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).min(16)
}

/// How a session plans: names keep their case, numbers written with a point are decimals.
fn config(partitions: usize) -> SessionConfig {
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

const CATALOG: &str = "report";
const SCHEMA: &str = "sources";

/// A session that sees the tables and nothing else.
fn session(
    tables: &Arc<Tables>,
    settings: &QuerySettings,
    partitions: usize,
    hands_down: bool,
) -> SessionState {
    let disk = DiskManagerBuilder::default().with_max_temp_directory_size(settings.disk);
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
fn register(state: &SessionState, tables: &Arc<Tables>) {
    let catalog = MemoryCatalogProvider::new();
    let _: Option<_> = catalog
        .register_schema(SCHEMA, Arc::clone(tables) as _)
        .expect("a catalog in memory takes a schema");
    let _: Option<_> = state.catalog_list().register_catalog(CATALOG.to_owned(), Arc::new(catalog));
}

/// A query that was understood.
pub struct Planned {
    pub sql: String,
    pub plan: LogicalPlan,
    pub tables: Vec<String>,
}

/// Answers all queries: each is planned, those that can share a pass over a table do, the others run
/// beside each other.
async fn answer_all(core: &Arc<Core>, queries: Vec<String>) -> Vec<(String, Answered)> {
    let mut answered = Vec::new();
    let planned = at_once(queries, {
        let core = Arc::clone(core);
        move |sql| {
            let core = Arc::clone(&core);
            async move { core.plan(&sql).await.map_err(|error| core.told(&error)) }
        }
    });
    let mut groups = merge::Groups::default();
    let mut single = Vec::new();
    for (sql, planned) in planned.await {
        match planned {
            Err(message) => answered.push((sql, Err(message))),
            Ok(planned) => match Mergeable::of(&planned, &core.tables) {
                Some(mergeable) => groups.add(planned, mergeable),
                None => single.push(planned),
            },
        }
    }
    let merged = groups.into_parts(&mut single);
    let merged = at_once(merged, {
        let core = Arc::clone(core);
        move |part| {
            let core = Arc::clone(&core);
            async move { Ok::<_, String>(merge::run(&core, part).await) }
        }
    });
    for outcome in merged.await {
        if let (_, Ok(outcome)) = outcome {
            answered.extend(
                outcome.answered.into_iter().map(|(sql, result)| (sql, Ok(Arc::new(result)))),
            );
            single.extend(outcome.left);
        }
    }
    let rest = at_once(single, {
        let core = Arc::clone(core);
        move |planned| {
            let core = Arc::clone(&core);
            async move {
                let result = core.run(&planned).await;
                Ok::<_, String>((
                    planned.sql,
                    result.map(Arc::new).map_err(|error| core.told(&error)),
                ))
            }
        }
    });
    for (_, outcome) in rest.await {
        answered.extend(outcome);
    }
    answered
}

/// Something that a piece of work is known by, should it panic.
pub trait Named {
    fn name(&self) -> String;
}

impl Named for String {
    fn name(&self) -> String {
        self.clone()
    }
}

impl Named for Planned {
    fn name(&self) -> String {
        self.sql.clone()
    }
}

/// Works on all items beside each other and gives the outcomes in their order.
async fn at_once<I, T, F>(items: Vec<I>, work: impl Fn(I) -> F) -> Vec<(String, Result<T, String>)>
where
    I: Named,
    F: Future<Output = Result<T, String>> + Send + 'static,
    T: Send + 'static,
{
    let tasks = items.into_iter().map(|item| (item.name(), work(item)));
    let running = tasks.map(|(name, work)| async move {
        let outcome = tokio::spawn(work).await;
        let failed = |_| Err(GAVE_UP.to_owned());
        (name, outcome.unwrap_or_else(failed))
    });
    stream::iter(running).buffered(processors() * 2).collect().await
}

impl Core {
    /// Understands a query and refuses what is not read-only.
    async fn plan(&self, sql: &str) -> Result<Planned, DataFusionError> {
        let plan = self.state.create_logical_plan(sql).await?;
        refuse_side_effects(&plan)?;
        let tables = tables_read(&plan)?;
        Ok(Planned { sql: sql.to_owned(), plan, tables })
    }

    /// Runs one query by itself.
    async fn run(&self, planned: &Planned) -> Result<QueryResult, DataFusionError> {
        let state = self.state_for(&planned.tables);
        let optimized = state.optimize(&planned.plan)?;
        let rows = self.collect(state, &optimized).await?;
        // In a plan for a database or a cluster, filters have moved where they cannot be read.
        let plain = self.state.optimize(&planned.plan)?;
        let (read, filters) = rows_read(&self.state, &self.tables, &plain)?;
        let mut result = described(planned)?;
        result.rows = values(&rows)?;
        result.traps = traps::find(self, &planned.plan, &planned.tables, &result.rows).await;
        result.read = read;
        result.filters = filters;
        Ok(result)
    }

    /// The session that suits the tables of a query.
    pub fn state_for(&self, tables: &[String]) -> &SessionState {
        if let Some((_, state)) = &self.cluster {
            return state;
        }
        let is_streamed =
            |name: &String| self.tables.find(name).is_some_and(LoadedSource::is_streamed);
        if tables.iter().any(is_streamed) { &self.wide } else { &self.state }
    }

    /// Runs an optimized plan within the limits of time and rows.
    pub async fn collect(
        &self,
        state: &SessionState,
        optimized: &LogicalPlan,
    ) -> Result<Vec<RecordBatch>, DataFusionError> {
        let run = async {
            let physical = state.query_planner().create_physical_plan(optimized, state).await?;
            match &self.cluster {
                Some((cluster, state)) => {
                    let answer = cluster.collect(state, physical).await;
                    answer.map_err(|failure| DataFusionError::External(Box::new(failure)))
                }
                None => self.collect_here(state, physical).await,
            }
        };
        match tokio::time::timeout(self.settings.time, run).await {
            Ok(outcome) => outcome,
            Err(_) => Err(too_slow(self.settings.time.as_secs())),
        }
    }

    /// Runs a plan on this machine. The rows are drawn by a task of their own, since a step that never
    /// pauses, such as a large cross join, could otherwise not be left when its time is up.
    async fn collect_here(
        &self,
        state: &SessionState,
        physical: Arc<dyn ExecutionPlan>,
    ) -> Result<Vec<RecordBatch>, DataFusionError> {
        let rows = rows_of(Arc::clone(&physical), state.task_ctx(), self.settings.rows);
        let drawing = AbortOnDrop(tokio::spawn(rows));
        let batches = drawing.finished().await?;
        let taken = taken(&physical);
        if !taken.is_empty() {
            self.taken.lock().unwrap_or_else(PoisonError::into_inner).extend(taken);
        }
        Ok(batches)
    }

    /// What is wrong with a query, in one line.
    fn told(&self, error: &DataFusionError) -> String {
        if let Some(fault) = fault_of(error) {
            return fault.to_string();
        }
        // A column that is there, but of a type that is not read.
        let unread = missing_column(error).and_then(|column| {
            self.tables.list.iter().find_map(|source| source.unread_fault(column))
        });
        unread.unwrap_or_else(|| plain_message(error))
    }
}

/// The rows of a plan, if they are not too many.
async fn rows_of(
    physical: Arc<dyn ExecutionPlan>,
    context: Arc<TaskContext>,
    most: usize,
) -> Result<Vec<RecordBatch>, DataFusionError> {
    let mut stream = execute_stream(physical, context)?;
    let mut batches = Vec::new();
    let mut rows = 0;
    while let Some(batch) = stream.next().await {
        let batch = batch?;
        rows += batch.num_rows();
        if rows > most {
            return Err(too_many_rows(most));
        }
        batches.push(batch);
    }
    Ok(batches)
}

type Drawing = JoinHandle<Result<Vec<RecordBatch>, DataFusionError>>;

/// A task that nobody waits for any longer is told to end.
struct AbortOnDrop(Drawing);

impl AbortOnDrop {
    async fn finished(mut self) -> Result<Vec<RecordBatch>, DataFusionError> {
        let outcome = (&mut self.0).await;
        outcome.unwrap_or_else(|_| Err(DataFusionError::Execution(GAVE_UP.to_owned())))
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What is said where the engine itself fails, which is a fault of the program and not of the query.
const GAVE_UP: &str = "the engine gave up on it";

/// What is known of a query before it runs.
pub fn described(planned: &Planned) -> Result<QueryResult, DataFusionError> {
    let plan = &planned.plan;
    Ok(QueryResult {
        columns: plan.schema().fields().iter().map(|field| field.name().clone()).collect(),
        tables: planned.tables.clone(),
        literals: literals(plan)?,
        reads_values: reads_values(plan)?,
        ..QueryResult::default()
    })
}

fn too_many_rows(most: usize) -> DataFusionError {
    DataFusionError::ResourcesExhausted(format!(
        "it returns more than {most} rows; narrow it, or raise `rows` under [queries]"
    ))
}

fn too_slow(seconds: u64) -> DataFusionError {
    DataFusionError::ResourcesExhausted(format!(
        "it takes longer than {seconds} seconds; narrow it, or raise `seconds` under [queries]"
    ))
}

/// The first line of the engine's message, without the names of its own parts.
fn plain_message(error: &DataFusionError) -> String {
    let message = error.strip_backtrace();
    let line = message.lines().next().unwrap_or("the query fails").to_owned();
    let known = [
        "Error during planning: ",
        "Schema error: ",
        "SQL error: ",
        "Execution error: ",
        "Arrow error: ",
        "Resources exhausted: ",
        "External error: ",
    ];
    let mut rest = line.as_str();
    while let Some(shorter) = known.iter().find_map(|prefix| rest.strip_prefix(prefix)) {
        rest = shorter;
    }
    // The engine names tables by a catalog and a schema that no author wrote.
    rest.replace(&format!("{CATALOG}.{SCHEMA}."), "")
}

/// The rows of a result.
pub fn values(batches: &[RecordBatch]) -> Result<Vec<Vec<Option<Value>>>, DataFusionError> {
    let mut rows = Vec::new();
    for batch in batches {
        for row in 0..batch.num_rows() {
            rows.push(row_values(batch, row)?);
        }
    }
    Ok(rows)
}

/// The values of one row.
pub fn row_values(batch: &RecordBatch, row: usize) -> Result<Vec<Option<Value>>, DataFusionError> {
    let scalars = batch.columns().iter().map(|array| ScalarValue::try_from_array(array, row));
    scalars.map(|scalar| scalar_value(&scalar?)).collect()
}
