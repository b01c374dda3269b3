//! Apache `DataFusion` over the tables of a report: read-only, bounded, and many queries at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use datafusion::execution::{SessionState, TaskContext};
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::{ExecutionPlan, execute_stream};
use futures::StreamExt;
use futures::stream;
use tokio::task::JoinHandle;

use super::cluster::{Cluster, QueryFailure};
use super::database::{Taken, fault_of, missing_column, taken};
use super::merge::{self, Mergeable};
use super::provenance::{literals, reads_values, rows_read, tables_read};
use super::query_result::QueryResult;
use super::refuse::refuse_side_effects;
use super::session::{CATALOG, SCHEMA, Sessions, Threads, processors};
use super::tables::{LoadedSource, Tables};
use super::traps;
use super::value::{Value, scalar_value};
use crate::diagnostics::Code;
use crate::files::Scratch;
use crate::report::QuerySettings;

/// The SQL engine with the tables of a report.
pub struct Engine {
    core: Arc<Core>,
    /// The threads and the event loop; connections to databases live on it.
    threads: Arc<Threads>,
    /// What is known already, by the text of the query.
    answers: Mutex<BTreeMap<String, Answered>>,
    /// Where queries put what does not fit into memory. It goes with the engine, although a query that was
    /// given up may outlive it.
    _scratch: Option<Scratch>,
}

/// What came of a query, or what is wrong with it.
pub type Answered = Result<Arc<QueryResult>, QueryError>;

/// Why a query has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// Whose fault it is: the query's, a database's or the cluster's.
    pub code: Code,
    /// One line.
    pub message: String,
}

impl QueryError {
    fn of_query(message: String) -> Self {
        Self { code: Code::QueryFailed, message }
    }
}

impl std::fmt::Display for QueryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

/// What each query needs, shared between threads.
pub struct Core {
    /// The sessions.
    pub sessions: Sessions,
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
        let scratch = Scratch::new().ok();
        let spill = scratch.as_ref().map(Scratch::path);
        let sessions = Sessions::new(&tables, &settings, cluster, spill);
        let taken = Mutex::default();
        let core = Arc::new(Core { sessions, taken, tables, settings });
        Self { core, threads, answers: Mutex::default(), _scratch: scratch }
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
        self.known(sql).unwrap_or_else(|| Err(QueryError::of_query(GAVE_UP.to_owned())))
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
            async move { Ok::<_, QueryError>(merge::run(&core, part).await) }
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
                Ok::<_, QueryError>((
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
async fn at_once<I, T, F>(
    items: Vec<I>,
    work: impl Fn(I) -> F,
) -> Vec<(String, Result<T, QueryError>)>
where
    I: Named,
    F: Future<Output = Result<T, QueryError>> + Send + 'static,
    T: Send + 'static,
{
    let tasks = items.into_iter().map(|item| (item.name(), work(item)));
    let running = tasks.map(|(name, work)| async move {
        let outcome = tokio::spawn(work).await;
        let failed = |_| Err(QueryError::of_query(GAVE_UP.to_owned()));
        (name, outcome.unwrap_or_else(failed))
    });
    stream::iter(running).buffered(processors() * 2).collect().await
}

impl Core {
    /// Understands a query and refuses what is not read-only.
    async fn plan(&self, sql: &str) -> Result<Planned, DataFusionError> {
        let plan = self.sessions.plain.create_logical_plan(sql).await?;
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
        let plain = self.sessions.plain.optimize(&planned.plan)?;
        let (read, filters) = rows_read(&self.sessions.plain, &self.tables, &plain)?;
        let mut result = described(planned)?;
        result.rows = values(&rows)?;
        result.traps = traps::find(self, &planned.plan, &planned.tables, &result.rows).await;
        result.read = read;
        result.filters = filters;
        Ok(result)
    }

    /// The session that suits the tables of a query.
    pub fn state_for(&self, tables: &[String]) -> &SessionState {
        let sources: Vec<&LoadedSource> =
            tables.iter().filter_map(|name| self.tables.find(name)).collect();
        self.sessions.suited(&sources)
    }

    /// Runs an optimized plan within the limits of time and rows.
    pub async fn collect(
        &self,
        state: &SessionState,
        optimized: &LogicalPlan,
    ) -> Result<Vec<RecordBatch>, DataFusionError> {
        let run = async {
            let physical = state.query_planner().create_physical_plan(optimized, state).await?;
            match &self.sessions.cluster {
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

    /// What is wrong: with the query, or with the database or cluster that should answer it.
    fn told(&self, error: &DataFusionError) -> QueryError {
        if let Some(fault) = fault_of(error) {
            return QueryError { code: fault.code_of_query(), message: fault.to_string() };
        }
        if let DataFusionError::External(external) = error.find_root()
            && let Some(QueryFailure::Cluster(fault)) = external.downcast_ref::<QueryFailure>()
        {
            return QueryError { code: Code::ClusterUnavailable, message: fault.to_string() };
        }
        // A column that is there, but of a type that is not read.
        let unread = missing_column(error).and_then(|column| {
            self.tables.list.iter().find_map(|source| source.unread_fault(column))
        });
        QueryError::of_query(unread.unwrap_or_else(|| plain_message(error)))
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
