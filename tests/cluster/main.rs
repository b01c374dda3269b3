//! The same SQL on a cluster as embedded, also while nodes die.
//!
//! The test needs no cluster: it starts a scheduler and executors itself, from the very crates that
//! the stock programs are made of, on free ports of this machine.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::exit,
    reason = "this is a program, and says what it does"
)]

mod nodes;
mod queries;
mod tables;

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use datafusion::arrow::datatypes::DataType;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::ScalarValue;
use datafusion::datasource::MemTable;
use datafusion::execution::SessionState;
use datafusion::prelude::{SessionConfig, SessionContext};
use futures::StreamExt;
use recto::diagnostics::Severity;
use recto::facts::cluster::{Cluster, ClusterFault, Limits, QueryFailure, tables as shared};

use recto::files::{Disk, Folder, Overlay, RelativePath};
use recto::pipeline::{self, CheckOptions, Observer, Stage};

use nodes::Nodes;

/// After which time the test has failed, whatever it does.
const DEADLINE: Duration = Duration::from_secs(115);

/// Rows, each value with its type: `Decimal128(38, 2) 1.25`.
type Rows = Vec<Vec<String>>;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if nodes::play(&arguments) {
        return;
    }
    std::thread::spawn(|| {
        std::thread::sleep(DEADLINE);
        eprintln!("cluster: not finished after {DEADLINE:?}");
        // The nodes end when their input does.
        std::process::exit(1);
    });
    let begin = Instant::now();
    // A panic unwinds through the owner of the nodes, which ends them.
    let runtime = tokio::runtime::Runtime::new().expect("an event loop");
    faults(&runtime);
    let mut nodes = Nodes::start("push-staged");
    write_events(nodes.shared());
    embedded_and_cluster_agree(&runtime, &nodes);
    a_report_has_the_same_verdicts(&nodes);
    a_large_table_is_refused_in_words(&runtime, &nodes);
    // In one part, since a scheduler of Ballista 55.0.0 that hands out work forgets the free cores of a
    // living executor whose tasks wait for those of a dead one (`sum_vcores_for_statuses` no longer
    // finds them), until no core is left. Executors that ask for work know best what they have free.
    an_executor_dies_between_queries(&runtime, &mut nodes, 1);
    an_executor_dies_within_a_query(&runtime, &mut nodes);
    no_node_is_left(&runtime, &mut nodes);
    let mut nodes = Nodes::start("pull-staged");
    write_events(nodes.shared());
    an_executor_dies_between_queries(&runtime, &mut nodes, 4);
    an_executor_dies_within_a_query(&runtime, &mut nodes);
    println!("cluster: ok after {:.1?}", begin.elapsed());
}

/// The faults of connecting, which need no cluster.
fn faults(runtime: &tokio::runtime::Runtime) {
    let connect = |url: &str| {
        runtime.block_on(Cluster::connect(url, Limits::default())).expect_err("there is no cluster")
    };
    let fault = connect("http://127.0.0.1:50050");
    assert!(matches!(fault, ClusterFault::Url(_)), "{fault}");
    println!("cluster: {fault}");
    let fault = connect(&format!("df://127.0.0.1:{}", nodes::free_port()));
    assert!(matches!(fault, ClusterFault::Away { .. }), "{fault}");
    println!("cluster: {fault}");
    // A web server answers in a language of its own.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("the port is bound").port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let _ =
                stream.and_then(|mut stream| stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
        }
    });
    let fault = connect(&format!("df://127.0.0.1:{port}"));
    assert!(matches!(fault, ClusterFault::Stranger(_)), "{fault:?}");
    println!("cluster: {fault}");
}

/// The whole program over the flagship, here and on the cluster.
fn a_report_has_the_same_verdicts(nodes: &Nodes) {
    let folder = Disk::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("report"));
    let verdicts = |engine: Option<String>| {
        // Answers of earlier runs are no answers of the cluster.
        let texts = std::collections::BTreeMap::new();
        let report = Fresh(Overlay::new(&folder, &texts));
        let options = CheckOptions { engine, ..CheckOptions::default() };
        let check = pipeline::check(&report, &options, &mut Silent);
        let errors = check.problems.iter().filter(|problem| problem.severity == Severity::Error);
        let errors: Vec<String> = errors.map(|problem| problem.message.clone()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        let checked = check.report.as_ref().expect("the flagship is whole").checked();
        let claims = checked.claims.list.iter().zip(&checked.outcomes);
        claims
            .map(|(claim, outcome)| {
                format!("{} {:?} {:?}", claim.id.name, outcome.answer, outcome.verdict)
            })
            .collect::<Vec<_>>()
    };
    let begin = Instant::now();
    let on_cluster = verdicts(Some(nodes.url()));
    println!(
        "cluster: the flagship is checked in {:.1?}, {} claims",
        begin.elapsed(),
        on_cluster.len()
    );
    assert_eq!(on_cluster, verdicts(None));
}

/// A folder without answers of earlier runs.
struct Fresh<'a>(Overlay<'a>);

impl Folder for Fresh<'_> {
    fn read(&self, path: &RelativePath) -> std::io::Result<Vec<u8>> {
        self.0.read(path)
    }

    fn replace_all(&self, files: &[(RelativePath, Vec<u8>)]) -> std::io::Result<()> {
        self.0.replace_all(files)
    }
}

struct Silent;

impl Observer for Silent {
    fn begins(&mut self, _stage: Stage, _edition: Option<&str>) {}
    fn ends(&mut self) {}
}

/// Writes the large table as Parquet where all nodes read it.
fn write_events(folder: &Path) {
    let folder = folder.join("events");
    std::fs::create_dir(&folder).expect("a folder for the table");
    let mut bytes = 0;
    for (index, batch) in tables::events(4, 100_000).into_iter().enumerate() {
        let file = shared::parquet_bytes(std::slice::from_ref(&batch), &batch.schema());
        let file = file.expect("a batch is a Parquet file");
        bytes += file.len();
        std::fs::write(folder.join(format!("{index}.parquet")), file).expect("a file is written");
    }
    println!("cluster: 400000 events in 4 files of Parquet, {} KiB", bytes / 1024);
}

/// The settings of a report.
fn settings() -> SessionConfig {
    let mut config = SessionConfig::new().with_target_partitions(1);
    let options = config.options_mut();
    options.sql_parser.parse_float_as_decimal = true;
    options.sql_parser.enable_ident_normalization = false;
    config
}

/// A session with all tables.
async fn with_tables(context: SessionContext, folder: &Path) -> SessionState {
    for table in tables::small() {
        let provider = MemTable::try_new(table.schema, vec![table.batches]);
        let provider = Arc::new(provider.expect("the batches have this schema"));
        context.register_table(table.name, provider).expect("names differ");
    }
    let path = format!("{}/", folder.join("events").display());
    let events = shared::parquet_table(&context.state(), &path, None).await;
    context.register_table("events", events.expect("the files are there")).expect("names differ");
    context.state()
}

async fn embedded(state: &SessionState, sql: &str) -> Result<Rows, String> {
    let query = |error| words(&error);
    let plan = state.create_logical_plan(sql).await.map_err(query)?;
    let plan = state.create_physical_plan(&plan).await.map_err(query)?;
    let batches =
        datafusion::physical_plan::collect(plan, state.task_ctx()).await.map_err(query)?;
    Ok(rows(&batches, sql))
}

async fn remote(cluster: &Cluster, state: &SessionState, sql: &str) -> Result<Rows, QueryFailure> {
    let query = |error| QueryFailure::Query(words(&error));
    let plan = state.create_logical_plan(sql).await.map_err(query)?;
    let plan = state.create_physical_plan(&plan).await.map_err(query)?;
    Ok(rows(&cluster.collect(state, plan).await?, sql))
}

fn words(error: &datafusion::error::DataFusionError) -> String {
    let words = error.strip_backtrace();
    words.trim_start_matches("Execution error: ").trim_start_matches("Arrow error: ").to_owned()
}

/// Rows as text, in their order only where the query has one.
fn rows(batches: &[RecordBatch], sql: &str) -> Rows {
    let mut rows = Vec::new();
    for batch in batches {
        for row in 0..batch.num_rows() {
            let cells = batch.columns().iter().map(|column| {
                let value = ScalarValue::try_from_array(column, row).expect("a row of the batch");
                let kind = match value.data_type() {
                    // A view is another layout of the same text.
                    DataType::Utf8View | DataType::LargeUtf8 => DataType::Utf8,
                    other => other,
                };
                format!("{kind} {value}")
            });
            rows.push(cells.collect());
        }
    }
    if !sql.contains("ORDER BY 1") && !sql.contains("ORDER BY id") && !sql.contains("LIMIT") {
        rows.sort();
    }
    rows
}

fn embedded_and_cluster_agree(runtime: &tokio::runtime::Runtime, nodes: &Nodes) {
    let here =
        runtime.block_on(with_tables(SessionContext::new_with_config(settings()), nodes.shared()));
    let cluster = runtime.block_on(Cluster::connect(&nodes.url(), Limits::default()));
    let cluster = cluster.expect("the scheduler listens");
    let mut wrong = Vec::new();
    for partitions in [1, 4] {
        let state = cluster.session(settings(), partitions);
        let there =
            runtime.block_on(with_tables(SessionContext::new_with_state(state), nodes.shared()));
        let begin = Instant::now();
        let mut slowest = (Duration::ZERO, "");
        let queries = queries::SMALL.iter().chain(&queries::WRONG).chain(&queries::LARGE);
        let mut number = 0;
        for sql in queries {
            number += 1;
            let began = Instant::now();
            let expected = runtime.block_on(embedded(&here, sql));
            let answer = runtime.block_on(remote(&cluster, &there, sql));
            slowest = slowest.max((began.elapsed(), sql));
            let answer = match answer {
                Ok(rows) => Ok(rows),
                Err(QueryFailure::Query(words)) => Err(words),
                Err(QueryFailure::Cluster(fault)) => Err(format!("CLUSTER: {fault}")),
            };
            if answer != expected {
                wrong.push(format!(
                    "{partitions}: {sql}\n  embedded {expected:?}\n  cluster  {answer:?}"
                ));
            }
        }
        println!(
            "cluster: {number} queries in {partitions} partition(s), embedded and on the cluster, in {:.1?}; \
             the slowest took {:.1?}: {}",
            begin.elapsed(),
            slowest.0,
            slowest.1
        );
    }
    assert!(wrong.is_empty(), "{} answers differ:\n{}", wrong.len(), wrong.join("\n"));
}

fn a_large_table_is_refused_in_words(runtime: &tokio::runtime::Runtime, nodes: &Nodes) {
    let cluster = runtime.block_on(Cluster::connect(&nodes.url(), Limits::default()));
    let cluster = cluster.expect("the scheduler listens");
    let context = SessionContext::new_with_state(cluster.session(settings(), 1));
    let batches = tables::events(4, 100_000);
    let table = MemTable::try_new(batches[0].schema(), vec![batches]).expect("equal schemas");
    context.register_table("events", Arc::new(table)).expect("the only table");
    let state = context.state();
    // Two columns of eight bytes a row fit, all columns do not. Only one of these plans is under
    // way at a time, or the scheduler could not pass them on in one message.
    let (cluster, state) = (&cluster, &state);
    let narrow = |n: i64| async move {
        let sql = format!("SELECT max(id), max(key) + {n} FROM events");
        remote(cluster, state, &sql).await
    };
    let narrow = runtime.block_on(futures::future::join_all((0..6).map(narrow)));
    for (answer, n) in narrow.into_iter().zip(0..) {
        assert_eq!(answer, Ok(vec![vec!["Int64 399999".to_owned(), format!("Int64 {}", 999 + n)]]));
    }
    assert_eq!(cluster.repeated(), 0);
    let wide = "SELECT max(id), max(key), max(place), max(amount) FROM events";
    match runtime.block_on(remote(cluster, state, wide)) {
        Err(QueryFailure::Cluster(fault @ ClusterFault::TooLarge { .. })) => {
            println!("cluster: {fault}");
        }
        other => panic!("{other:?}"),
    }
}

/// Many queries, a few at a time; an executor is killed when a quarter is answered.
fn an_executor_dies_between_queries(
    runtime: &tokio::runtime::Runtime,
    nodes: &mut Nodes,
    partitions: usize,
) {
    let limits = Limits { patience: Duration::from_secs(5), ..Limits::default() };
    let here =
        runtime.block_on(with_tables(SessionContext::new_with_config(settings()), nodes.shared()));
    let cluster = runtime.block_on(Cluster::connect(&nodes.url(), limits));
    let cluster = cluster.expect("the scheduler listens");
    let state = cluster.session(settings(), partitions);
    let there =
        runtime.block_on(with_tables(SessionContext::new_with_state(state), nodes.shared()));
    let queries: Vec<String> = (0..60)
        .map(|n| {
            // Every third one has a stage in the middle.
            let from = if n % 3 == 0 {
                "(SELECT e.* FROM events e JOIN generated g ON e.key = g.n) AS e"
            } else {
                "events"
            };
            format!(
                "SELECT place, count(*), sum(amount), avg(amount) FROM {from} \
                 WHERE key % 60 <> {n} GROUP BY place"
            )
        })
        .collect();
    let expected: Vec<_> =
        queries.iter().map(|sql| runtime.block_on(embedded(&here, sql))).collect();
    let answered = AtomicUsize::new(0);
    let begin = Instant::now();
    let executor = std::sync::Mutex::new(&mut nodes.executors[0]);
    let answers = runtime.block_on(async {
        let (cluster, there, answered, executor) = (&cluster, &there, &answered, &executor);
        let quarter = queries.len() / 4;
        let ask = |sql: String| async move {
            let answer = remote(cluster, there, &sql).await;
            if answered.fetch_add(1, Ordering::SeqCst) == quarter {
                let mut executor = executor.lock().expect("killed once");
                executor.kill();
                println!("cluster: {} killed after {:.1?}", executor.name, begin.elapsed());
            }
            answer
        };
        futures::stream::iter(queries.clone()).map(ask).buffered(4).collect::<Vec<_>>().await
    });
    for ((sql, answer), expected) in queries.iter().zip(answers).zip(expected) {
        assert_eq!(answer.map_err(|failure| failure.to_string()), expected, "{sql}");
    }
    println!(
        "cluster: {} queries agree after {:.1?}, {} of them repeated",
        queries.len(),
        begin.elapsed(),
        cluster.repeated()
    );
    nodes.executors.remove(0);
}

/// A single query of some seconds; the executor that runs it is killed.
fn an_executor_dies_within_a_query(runtime: &tokio::runtime::Runtime, nodes: &mut Nodes) {
    nodes.add_executor();
    let limits = Limits { patience: Duration::from_secs(5), ..Limits::default() };
    let here =
        runtime.block_on(with_tables(SessionContext::new_with_config(settings()), nodes.shared()));
    let cluster = runtime.block_on(Cluster::connect(&nodes.url(), limits));
    let cluster = cluster.expect("the scheduler listens");
    let state = cluster.session(settings(), 1);
    let there =
        runtime.block_on(with_tables(SessionContext::new_with_state(state), nodes.shared()));
    let sql = "SELECT count(*), sum(a.n * b.n % 7), sum(a.amount * b.amount) \
               FROM generated a JOIN generated b ON a.n + b.n > 2 * a.n - 9000";
    let begin = Instant::now();
    let expected = runtime.block_on(embedded(&here, sql));
    println!("cluster: the long query takes {:.1?} embedded", begin.elapsed());
    let begin = Instant::now();
    let answer = std::thread::scope(|scope| {
        let asked = scope.spawn(|| runtime.block_on(remote(&cluster, &there, sql)));
        let before: Vec<u64> = nodes.executors.iter().map(nodes::Node::work).collect();
        std::thread::sleep(Duration::from_millis(400));
        let busy = nodes.executors.iter_mut().zip(before);
        let busy = busy.max_by_key(|(node, before)| node.work() - before).expect("two executors");
        assert!(!asked.is_finished(), "the query is too short to be interrupted");
        busy.0.kill();
        println!("cluster: {}, at work, killed after {:.1?}", busy.0.name, begin.elapsed());
        asked.join().expect("no panic")
    });
    println!(
        "cluster: the answer comes after {:.1?}, with {} repetition(s)",
        begin.elapsed(),
        cluster.repeated()
    );
    assert_eq!(answer.map_err(|failure| failure.to_string()), expected);
}

/// Without executors, and then without a scheduler, a query has a fault and no verdict.
fn no_node_is_left(runtime: &tokio::runtime::Runtime, nodes: &mut Nodes) {
    let limits = Limits { time: Duration::from_secs(4), attempts: 3, ..Limits::default() };
    let cluster = runtime.block_on(Cluster::connect(&nodes.url(), limits));
    let cluster = cluster.expect("the scheduler listens");
    let state = cluster.session(settings(), 1);
    for executor in &mut nodes.executors {
        executor.kill();
    }
    for _ in 0..2 {
        match runtime.block_on(remote(&cluster, &state, "SELECT 1")) {
            Err(QueryFailure::Cluster(
                fault @ (ClusterFault::Slow { .. } | ClusterFault::Failed { .. }),
            )) => println!("cluster: {fault}"),
            other => panic!("{other:?}"),
        }
        nodes.scheduler.kill();
    }
}
