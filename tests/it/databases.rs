//! Sources in databases: the same answers as from CSV, and nothing written, kept or told.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::util::display::array_value_to_string;
use datafusion::error::DataFusionError;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::physical_plan::{collect, displayable};
use datafusion::prelude::{SessionConfig, SessionContext};
use recto::diagnostics::Diagnostics;
use recto::facts::database::{
    DatabaseFault, DatabaseTable, Databases, TableRequest, Taken, fault_of, federated_state,
    missing_column, taken,
};
use recto::quantity::{decimal_string, parse_decimal};
use recto::report::ColumnType;
use recto::source::{SourceMap, Span};
use rusqlite::Connection;
use tokio::runtime::{Builder, Runtime};

use crate::support::{flagship, project, skipped};

/// The event loop that the engine of the program has.
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn flagship_request(source: &str) -> TableRequest {
    TableRequest { types: stated_types(source), ..request(source, source) }
}

fn request(source: &str, table: &str) -> TableRequest {
    TableRequest {
        source: source.to_owned(),
        table: table.to_owned(),
        timeout: 30,
        types: BTreeMap::new(),
    }
}

/// A session as the program has it, with the rule that hands down aggregates.
fn session(tables: &[Arc<DatabaseTable>]) -> SessionContext {
    let mut config = SessionConfig::new().with_target_partitions(1);
    let options = config.options_mut();
    options.sql_parser.parse_float_as_decimal = true;
    options.sql_parser.enable_ident_normalization = false;
    let builder = SessionStateBuilder::new().with_config(config).with_default_features();
    let context = SessionContext::new_with_state(federated_state(builder).build());
    for table in tables {
        let name = datafusion::common::TableReference::bare(table.source.clone());
        context.register_table(name, Arc::<DatabaseTable>::clone(table)).unwrap();
    }
    context
}

/// An answer: its rows in words, what databases were asked for, and the plan.
struct Answer {
    rows: Vec<Vec<String>>,
    taken: Vec<Taken>,
    plan: String,
}

impl Answer {
    /// The statements that databases ran.
    fn statements(&self) -> String {
        self.taken.iter().map(|taken| taken.sql.as_str()).collect::<Vec<_>>().join("\n")
    }
}

async fn ask(context: &SessionContext, sql: &str) -> Result<Answer, DataFusionError> {
    let state = context.state();
    let plan = state.create_logical_plan(sql).await?;
    let physical = state.create_physical_plan(&plan).await?;
    let batches = collect(Arc::clone(&physical), state.task_ctx()).await?;
    let mut rows = Vec::new();
    for batch in batches {
        for row in 0..batch.num_rows() {
            let cells = batch.columns().iter().map(|array| {
                let text = array_value_to_string(array, row).unwrap();
                match parse_decimal(&text) {
                    Some(number) if array.data_type().is_numeric() => {
                        decimal_string(&number).unwrap()
                    }
                    _ => text,
                }
            });
            rows.push(cells.collect());
        }
    }
    let text = displayable(physical.as_ref()).indent(true).to_string();
    Ok(Answer { rows, taken: taken(&physical), plan: text })
}

/// A database of `SQLite` in a folder of its own.
struct Sqlite {
    folder: tempfile::TempDir,
}

impl Sqlite {
    fn new(statements: &str) -> Self {
        let sqlite = Self { folder: tempfile::tempdir().unwrap() };
        sqlite.change(statements);
        sqlite
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("资料 1%.sqlite")
    }

    fn change(&self, statements: &str) {
        Connection::open(self.path()).unwrap().execute_batch(statements).unwrap();
    }

    async fn open(&self, request: TableRequest) -> Result<Arc<DatabaseTable>, DatabaseFault> {
        let path = self.path();
        Databases::new().sqlite(path.to_str().unwrap(), "data/t.sqlite", false, request).await
    }

    /// The fault of a table that cannot be opened, in words.
    fn refusal(&self, request: TableRequest) -> String {
        let fault = runtime().block_on(self.open(request)).map(|_| ()).unwrap_err();
        words(&fault)
    }

    /// Asks one table, called `t`.
    fn ask(&self, sql: &str) -> Answer {
        runtime().block_on(async {
            let table = self.open(request("t", "t")).await.unwrap();
            ask(&session(&[table]), sql).await.unwrap()
        })
    }
}

/// A problem as the author reads it.
fn words(fault: &DatabaseFault) -> String {
    let mut sources = SourceMap::default();
    let file = sources.add("report.toml", "");
    let diagnostic = fault.diagnostic("t", Span::new(file, 0..0));
    [&[diagnostic.message][..], &diagnostic.notes, &diagnostic.help].concat().join("\n")
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// A cell of a CSV file by the rules that the program has for them.
fn kind_of(cells: &[&str]) -> &'static str {
    let filled: Vec<&str> = cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
    let is_plain = |cell: &&str| {
        let digits = cell.trim_start_matches('-');
        parse_decimal(cell).is_some() && (!digits.starts_with('0') || digits.starts_with("0."))
            || digits == "0"
    };
    if filled.is_empty() {
        "TEXT"
    } else if filled.iter().all(|cell| is_plain(cell) && cell.parse::<i64>().is_ok()) {
        "INTEGER"
    } else if filled.iter().all(is_plain) {
        "NUMERIC"
    } else if filled.iter().all(|cell| cell.len() == 10 && cell.as_bytes()[4] == b'-') {
        "DATE"
    } else if filled.iter().all(|cell| ["true", "false"].contains(cell)) {
        "BOOLEAN"
    } else {
        "TEXT"
    }
}

/// The types that the flagship states for a source.
fn stated_types(source: &str) -> BTreeMap<String, ColumnType> {
    let mut problems = Diagnostics::new();
    let report = recto::report::read(&flagship(), &mut SourceMap::default(), &mut problems);
    let report = report.unwrap();
    let definition = report.sources.iter().find(|definition| definition.id.name == source);
    let types = definition
        .and_then(|definition| definition.data.as_ref())
        .map(|data| data.types.clone())
        .unwrap_or_default();
    types.into_iter().map(|(name, (kind, _))| (name, kind)).collect()
}

/// The flagship's tables in a database of `SQLite`, and their names.
fn flagship_in_sqlite() -> (Sqlite, Vec<String>) {
    let sqlite = Sqlite::new("");
    let mut connection = Connection::open(sqlite.path()).unwrap();
    let transaction = connection.transaction().unwrap();
    let mut names = Vec::new();
    for path in csv_files() {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let mut reader = csv::Reader::from_path(&path).unwrap();
        let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let types = stated_types(&name);
        let columns: Vec<String> = head
            .iter()
            .enumerate()
            .map(|(index, column)| {
                let cells: Vec<&str> = records.iter().map(|record| &record[index]).collect();
                // SQLite has no truth that could be read as text.
                let is_text = types.get(column) == Some(&ColumnType::Text);
                format!("\"{column}\" {}", if is_text { "TEXT" } else { kind_of(&cells) })
            })
            .collect();
        transaction
            .execute_batch(&format!("CREATE TABLE \"{name}\" ({})", columns.join(", ")))
            .unwrap();
        let marks = vec!["?"; head.len()].join(", ");
        let insert = format!("INSERT INTO \"{name}\" VALUES ({marks})");
        let mut insert = transaction.prepare(&insert).unwrap();
        for record in &records {
            let cells = record.iter().enumerate().map(|(index, cell)| {
                let is_truth = columns[index].ends_with("BOOLEAN");
                match cell {
                    "" => None,
                    "true" if is_truth => Some("1"),
                    "false" if is_truth => Some("0"),
                    cell => Some(cell),
                }
            });
            insert.execute(rusqlite::params_from_iter(cells)).unwrap();
        }
        names.push(name);
    }
    transaction.commit().unwrap();
    drop(connection);
    (sqlite, names)
}

fn csv_files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(project().join("report/data"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .collect();
    files.sort();
    files
}

/// Every query of the flagship.
fn queries() -> Vec<String> {
    fn collect(value: &toml::Value, queries: &mut Vec<String>) {
        match value {
            toml::Value::String(text) if text.starts_with("SELECT") || text.starts_with("WITH") => {
                queries.push(text.clone());
            }
            toml::Value::Array(values) => values.iter().for_each(|value| collect(value, queries)),
            toml::Value::Table(table) => table.values().for_each(|value| collect(value, queries)),
            _ => {}
        }
    }
    let mut queries = Vec::new();
    let mut files: Vec<PathBuf> = std::fs::read_dir(project().join("report/chapters"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.push(project().join("report/report.toml"));
    files.sort();
    for path in files.iter().filter(|path| path.extension().is_some_and(|e| e == "toml")) {
        let text = std::fs::read_to_string(path).unwrap();
        collect(&toml::Value::Table(text.parse().unwrap()), &mut queries);
    }
    assert!(queries.len() >= 70, "the flagship has {} queries", queries.len());
    queries
}

/// What the CSV files answer to each query of the flagship, in words.
fn answers_of_csv() -> Vec<(String, Vec<Vec<String>>)> {
    let folder = flagship();
    let mut sources = SourceMap::default();
    let mut problems = Diagnostics::new();
    let report = recto::report::read(&folder, &mut sources, &mut problems).unwrap();
    let facts = recto::facts::load(
        &report,
        &folder,
        recto::facts::Reuse::Nothing,
        &mut sources,
        &mut problems,
    );
    let answer = |sql: String| {
        let result = facts.query(&sql).unwrap();
        let cell = |value: &Option<recto::facts::Value>| {
            value.as_ref().map_or(String::new(), ToString::to_string)
        };
        let rows = result.rows.iter().map(|row| row.iter().map(cell).collect());
        (sql, rows.collect())
    };
    queries().into_iter().map(answer).collect()
}

/// Holds every query of the flagship against a database, and counts what was handed down.
async fn same_as_csv(
    context: &SessionContext,
    expected: Vec<(String, Vec<Vec<String>>)>,
) -> (usize, usize) {
    let (mut all, mut aggregates) = (0, 0);
    for (sql, expected) in expected {
        let answer = ask(context, &sql).await.unwrap_or_else(|error| panic!("{sql}\n{error}"));
        assert_eq!(answer.rows, expected, "{sql}\n{}", answer.plan);
        assert!(answer.taken.iter().all(|taken| taken.complete), "{sql}");
        assert!(!answer.taken.is_empty(), "{sql}");
        all += 1;
        let statements = answer.statements();
        let words = ["count(", "sum(", "min(", "max(", "GROUP BY", "JOIN"];
        aggregates += usize::from(words.iter().any(|word| statements.contains(word)));
    }
    (all, aggregates)
}

#[test]
fn the_flagship_answers_from_sqlite_as_from_csv() {
    let (sqlite, names) = flagship_in_sqlite();
    let before = std::fs::read(sqlite.path()).unwrap();
    let expected = answers_of_csv();
    let (all, aggregates) = runtime().block_on(async {
        let databases = Databases::new();
        let mut tables = Vec::new();
        for name in &names {
            let path = sqlite.path();
            let path = path.to_str().unwrap();
            tables.push(
                databases.sqlite(path, "t.sqlite", false, flagship_request(name)).await.unwrap(),
            );
        }
        same_as_csv(&session(&tables), expected).await
    });
    println!("{all} queries, {aggregates} of them with an aggregate or join run by SQLite");
    assert!(aggregates > 0);
    assert_eq!(std::fs::read(sqlite.path()).unwrap(), before, "the file has changed");
    assert_eq!(names_in(sqlite.folder.path()).len(), 1, "something was left beside the file");
}

#[test]
fn sqlite_runs_aggregates_of_what_it_adds_exactly() {
    let sqlite = Sqlite::new(
        "CREATE TABLE t (x INTEGER, y INTEGER, z TEXT, d NUMERIC, day DATE, ok BOOLEAN);
         INSERT INTO t VALUES (1, 1, 'a', 0.1, '2019-06-30', 1), (2, 1, 'a', 0.2, '2019-07-01', 0),
            (4, 1, 'B', 12, '2018-01-01', 1), (8, 2, 'b', NULL, NULL, NULL)",
    );
    let answer = sqlite.ask("SELECT z, sum(x) AS s FROM t WHERE y = 1 GROUP BY z ORDER BY z");
    assert_eq!(answer.rows, [["B", "4"], ["a", "3"]]);
    let statement = answer.statements();
    assert!(statement.contains("sum(c0)") || statement.contains("sum(c1)"), "{statement}");
    assert!(statement.contains("GROUP BY"), "{statement}");
    assert!(statement.contains("WHERE (\"y\" = 1)"), "{statement}");
    assert!(answer.plan.contains("DatabaseScan: sql=SELECT"), "{}", answer.plan);
    assert_eq!(answer.taken[0].rows, 2);
    // In binary, 0.1 + 0.2 is not 0.3.
    let answer = sqlite.ask("SELECT sum(d) FROM t WHERE z = 'a' AND ok IS NOT NULL");
    assert_eq!(answer.rows, [["0.3"]]);
    assert!(!answer.statements().contains("sum("), "{}", answer.statements());
    assert!(answer.statements().contains("\"z\" = 'a'"), "{}", answer.statements());
    let answer = sqlite.ask("SELECT max(day), min(day), count(*), count(DISTINCT z) FROM t");
    assert_eq!(answer.rows, [["2019-07-01", "2018-01-01", "4", "3"]]);
    assert!(answer.statements().contains("max("), "{}", answer.statements());
    let answer = sqlite.ask("SELECT count(*) FROM t WHERE day >= DATE '2019-01-01' AND ok");
    assert_eq!(answer.rows, [["1"]]);
    assert!(answer.statements().contains(">= '2019-01-01'"), "{}", answer.statements());
    // SQLite would find both cases.
    let answer = sqlite.ask("SELECT count(*) FROM t WHERE z LIKE 'b%'");
    assert_eq!(answer.rows, [["1"]]);
    assert!(!answer.statements().contains("LIKE"), "{}", answer.statements());
    let answer = sqlite.ask("SELECT sum(x) FROM t WHERE y = 1 HAVING sum(x) > 6");
    assert_eq!(answer.rows, [["7"]]);
    let answer = sqlite.ask("SELECT x FROM t WHERE x IN (SELECT max(x) AS m FROM t) OR z IS NULL");
    assert_eq!(answer.rows, [["8"]]);
    let answer = sqlite.ask("SELECT avg(d) FROM t");
    assert_eq!(answer.rows, [["4.1"]]);
    let answer = sqlite.ask("SELECT z FROM t WHERE d BETWEEN 0.15 AND 12.0 ORDER BY d LIMIT 1");
    assert_eq!(answer.rows, [["a"]]);
}

#[test]
fn databases_and_files_are_joined() {
    let sqlite = Sqlite::new(
        "CREATE TABLE 数据 (\"Kind\" TEXT, code INTEGER, \"say \"\"so\"\"\" TEXT);
         INSERT INTO 数据 VALUES ('甲', 1, 'it''s'), ('乙', 2, NULL);
         CREATE TABLE names (code INTEGER, name TEXT);
         INSERT INTO names VALUES (1, 'one'), (2, 'two');",
    );
    runtime().block_on(async {
        let databases = Databases::new();
        let path = sqlite.path();
        let path = path.to_str().unwrap();
        let first = databases.sqlite(path, "t", false, request("t", "数据")).await.unwrap();
        let second = databases.sqlite(path, "t", false, request("n", "names")).await.unwrap();
        let context = session(&[first, second]);
        let sql = "SELECT n.name, count(*) FROM t JOIN n ON t.code = n.code WHERE t.Kind = '甲' GROUP BY n.name";
        let answer = ask(&context, sql).await.unwrap();
        assert_eq!(answer.rows, [["one", "1"]]);
        assert!(answer.statements().contains("INNER JOIN"), "{}", answer.plan);
        assert_eq!(answer.taken.len(), 1);
        assert_eq!(answer.taken[0].sources.len(), 2);
        let answer = ask(&context, "SELECT \"say \"\"so\"\"\" AS s FROM t WHERE \"say \"\"so\"\"\" = 'it''s'");
        assert_eq!(answer.await.unwrap().rows, [["it's"]]);
        context.sql("CREATE TABLE file AS VALUES (1, 'eins'), (2, 'zwei')").await.unwrap();
        let sql = "SELECT file.column2, sum(t.code) FROM t JOIN file ON t.code = file.column1 GROUP BY file.column2 ORDER BY 1";
        let answer = ask(&context, sql).await.unwrap();
        assert_eq!(answer.rows, [["eins", "1"], ["zwei", "2"]]);
        let answer = ask(&context, "SELECT column2 FROM file WHERE column1 IN (1) OR column2 IN (SELECT column2 FROM file)");
        assert_eq!(answer.await.unwrap().rows.len(), 2);
    });
}

#[test]
fn a_value_in_the_wrong_column_is_named_with_its_row() {
    let sqlite = Sqlite::new(
        "CREATE TABLE t (n INTEGER, free, day DATE, ok BOOLEAN, big NUMERIC);
         INSERT INTO t VALUES (1, 1, '2019-06-30', 1, 9007199254740993);
         INSERT INTO t VALUES (2, 2, '2019-06-31', 1, 0.5);
         INSERT INTO t VALUES ('n/a', 3, NULL, 2, NULL);",
    );
    let refusal = sqlite.refusal(request("t", "t"));
    assert!(refusal.contains("`n/a` in column `n`, rowid 3, is not a whole number"), "{refusal}");
    assert!(refusal.contains("types = { n = \"text\" }"), "{refusal}");
    sqlite.change("UPDATE t SET n = 3 WHERE n = 'n/a'");
    let refusal = sqlite.refusal(request("t", "t"));
    assert!(refusal.contains("`2019-06-31` in column `day`, rowid 2,"), "{refusal}");
    sqlite.change("UPDATE t SET day = '2019-06-29' WHERE n = 2");
    let refusal = sqlite.refusal(request("t", "t"));
    assert!(refusal.contains("`2` in column `ok`, rowid 3,"), "{refusal}");
    sqlite.change("UPDATE t SET ok = 0 WHERE n = 3; UPDATE t SET free = '12,345' WHERE n = 1");
    let refusal = sqlite.refusal(request("t", "t"));
    assert!(refusal.contains("`12,345` in column `free`, rowid 1,"), "{refusal}");
    // The author may say that the column is text.
    let stated = |name: &str, kind| TableRequest {
        types: BTreeMap::from([(name.to_owned(), kind)]),
        ..request("t", "t")
    };
    let answer = runtime().block_on(async {
        let table = sqlite.open(stated("free", ColumnType::Text)).await.unwrap();
        ask(&session(&[table]), "SELECT free, big FROM t WHERE free <> '2' ORDER BY free").await
    });
    assert_eq!(answer.unwrap().rows, [["12,345", "9007199254740993"], ["3", ""]]);
    let refusal = sqlite.refusal(stated("free", ColumnType::Integer));
    assert!(refusal.contains("`12,345` in column `free`"), "{refusal}");
    let refusal = sqlite.refusal(stated("fee", ColumnType::Integer));
    assert!(refusal.contains("did you mean `free`?"), "{refusal}");
}

#[test]
fn a_file_of_sqlite_is_only_read() {
    let sqlite = Sqlite::new(
        "PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER, b BLOB);
         INSERT INTO t VALUES (1, x'00'); CREATE TABLE other (n INTEGER);",
    );
    let before = std::fs::read(sqlite.path()).unwrap();
    let (table, answer) = runtime().block_on(async {
        let table = sqlite.open(request("t", "t")).await.unwrap();
        let context = session(&[Arc::clone(&table)]);
        let answer = ask(&context, "SELECT n FROM t").await.unwrap();
        let error = ask(&context, "SELECT b FROM t").await.map(|_| ()).unwrap_err();
        let fault = table.unread_fault(missing_column(&error).unwrap()).unwrap();
        assert_eq!(fault.to_string(), "column `b` is of type BLOB, which is not read");
        (table, answer)
    });
    assert_eq!(answer.rows, [["1"]]);
    assert_eq!(table.unread.len(), 1);
    assert_eq!(std::fs::read(sqlite.path()).unwrap(), before);
    assert_eq!(names_in(sqlite.folder.path()).len(), 1);
    let path = sqlite.path();
    let open = |path: String, pending: bool, table: &'static str| {
        let databases = Databases::new();
        let opened = runtime().block_on(databases.sqlite(
            &path,
            "data/t.sqlite",
            pending,
            request("t", table),
        ));
        words(&opened.map(|_| ()).unwrap_err())
    };
    let path = path.to_str().unwrap().to_owned();
    let refusal = open(path.clone(), true, "t");
    assert!(refusal.contains("`data/t.sqlite` has changes that are not yet worked"), "{refusal}");
    let refusal = open(path.clone(), false, "others");
    assert!(refusal.contains("did you mean `other`?"), "{refusal}");
    assert!(refusal.contains("its tables are other, t"), "{refusal}");
    let refusal = open(format!("{path}.away"), false, "t");
    assert!(refusal.contains("`data/t.sqlite` is no database that SQLite can open"), "{refusal}");
    assert!(!refusal.contains(sqlite.folder.path().to_str().unwrap()), "{refusal}");
    std::fs::write(sqlite.folder.path().join("x.db"), "no database at all, just a page of text")
        .unwrap();
    let refusal = open(sqlite.folder.path().join("x.db").to_str().unwrap().to_owned(), false, "t");
    assert!(refusal.contains("is no database that SQLite can open"), "{refusal}");
    assert_eq!(names_in(sqlite.folder.path()).len(), 2);
}

#[test]
fn views_and_odd_tables_of_sqlite_are_read() {
    let sqlite = Sqlite::new(
        "CREATE TABLE base (k TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID;
         INSERT INTO base VALUES ('b', 2), ('a', 1), ('c', 'x');
         CREATE VIEW bad AS SELECT * FROM base ORDER BY k;
         CREATE VIEW t AS SELECT k, n, n * 2 AS twice FROM base WHERE typeof(n) = 'integer';
         CREATE TABLE huge (n INTEGER); INSERT INTO huge VALUES (9223372036854775807), (1);
         CREATE TABLE cased (k TEXT COLLATE NOCASE); INSERT INTO cased VALUES ('A'), ('a');
         CREATE VIEW slow AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c;
         CREATE TABLE empty (n INTEGER, r REAL, s TEXT, day DATE);",
    );
    assert_eq!(sqlite.ask("SELECT sum(twice) FROM t").rows, [["6"]]);
    let refusal = sqlite.refusal(request("t", "bad"));
    assert!(refusal.contains("`x` in column `n`, row 3, is not a whole number"), "{refusal}");
    let refusal = sqlite.refusal(request("t", "base"));
    assert!(refusal.contains("`x` in column `n`, row 3, is not a whole number"), "{refusal}");
    runtime().block_on(async {
        let huge = sqlite.open(request("huge", "huge")).await.unwrap();
        let error =
            ask(&session(&[huge]), "SELECT sum(n) FROM huge").await.map(|_| ()).unwrap_err();
        let fault = fault_of(&error).unwrap().to_string();
        assert_eq!(fault, "the database says: integer overflow");
        let cased = sqlite.open(request("cased", "cased")).await.unwrap();
        let answer =
            ask(&session(&[cased]), "SELECT count(*) FROM cased WHERE k = 'a'").await.unwrap();
        assert_eq!(answer.rows, [["1"]]);
        let empty = sqlite.open(request("empty", "empty")).await.unwrap();
        let answer =
            ask(&session(&[empty]), "SELECT count(*), sum(n), sum(r), max(day) FROM empty").await;
        assert_eq!(answer.unwrap().rows, [["0", "", "", ""]]);
        let slow = TableRequest { timeout: 1, ..request("slow", "slow") };
        let fault = sqlite.open(slow).await.map(|_| ()).unwrap_err();
        assert_eq!(fault, DatabaseFault::TimedOut(1));
    });
}

#[test]
fn the_digest_of_what_is_read_is_that_of_the_rows() {
    let forth = Sqlite::new(
        "CREATE TABLE t (k TEXT, n NUMERIC); INSERT INTO t VALUES ('a', 1.5), ('b', 2), ('c', 3)",
    );
    let back = Sqlite::new(
        "CREATE TABLE t (k TEXT, n NUMERIC); INSERT INTO t VALUES ('c', 3.0), ('b', 2), ('a', 1.5)",
    );
    let sql = "SELECT k, n FROM t WHERE k <> 'c'";
    let first = forth.ask(sql).taken;
    assert_eq!(first, back.ask(sql).taken);
    assert_eq!((first.len(), first[0].rows, first[0].complete), (1, 2, true));
    back.change("UPDATE t SET n = 1.4 WHERE k = 'a'");
    assert_ne!(first, back.ask(sql).taken);
    // Rows that the query does not take are of no matter.
    forth.change("DELETE FROM t WHERE k = 'c'");
    assert_eq!(first, forth.ask(sql).taken);
    assert_eq!(first[0].digest.len(), 64);
}

/// The URL of a server with the tables of `.ci/postgres`; says so where there is none.
pub fn server() -> Option<String> {
    let url = std::env::var_os("RECTO_TEST_PG").and_then(|url| url.into_string().ok());
    if url.is_none() {
        skipped("RECTO_TEST_PG is not set; `.ci/postgres COMMAND` runs a command with a server");
    } else if cfg!(not(feature = "postgres")) {
        skipped("this build is without PostgreSQL");
        return None;
    }
    url
}

async fn postgres(url: &str, request: TableRequest) -> Result<Arc<DatabaseTable>, DatabaseFault> {
    Databases::new().postgres("RECTO_PG_URL", Some(url), request).await
}

/// Parts of a URL that no output may have.
fn secrets(url: &str) -> Vec<String> {
    let rest = url.split_once("://").unwrap().1;
    let (user, rest) = rest.split_once(':').unwrap();
    let (password, _) = rest.split_once('@').unwrap();
    let plain = password.replace("%40", "@").replace("%27", "'").replace("%20", " ");
    vec![url.to_owned(), password.to_owned(), plain, format!("\"{user}\"")]
}

fn assert_no_secret(url: &str, text: &str) {
    for secret in secrets(url) {
        assert!(!text.contains(&secret), "a secret is in: {text}");
    }
}

#[test]
fn the_flagship_answers_from_postgres_as_from_csv() {
    let Some(url) = server() else { return };
    let expected = answers_of_csv();
    let (all, aggregates) = runtime().block_on(async {
        let databases = Databases::new();
        let mut tables = Vec::new();
        for path in csv_files() {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let table =
                databases.postgres("RECTO_PG_URL", Some(&url), flagship_request(&name)).await;
            tables.push(table.unwrap());
        }
        assert_no_secret(&url, &format!("{databases:?} {tables:?}"));
        same_as_csv(&session(&tables), expected).await
    });
    println!("{all} queries, {aggregates} of them with an aggregate or join run by PostgreSQL");
    assert!(aggregates > 0);
}

#[test]
fn postgres_runs_aggregates_and_keeps_all_digits() {
    let Some(url) = server() else { return };
    runtime().block_on(async {
        let table = postgres(&url, request("t", "odd.Groß")).await.unwrap();
        let unread: Vec<String> =
            table.unread.iter().map(|column| format!("{} {}", column.name, column.kind)).collect();
        assert_eq!(
            unread,
            [
                "at timestamp with time zone",
                "id uuid",
                "doc jsonb",
                "list integer[]",
                "price money",
                "raw bytea"
            ]
        );
        let context = session(&[table]);
        let answer = ask(&context, "SELECT 名称, sum(exact) AS s FROM t WHERE small = 1 GROUP BY 名称 ORDER BY s");
        let answer = answer.await.unwrap();
        assert_eq!(answer.rows, [["it's", "0.3"], ["Ä", "12345678901234567890.123456789012345678"]]);
        assert!(answer.statements().contains("sum("), "{}", answer.statements());
        assert!(answer.statements().contains("GROUP BY"), "{}", answer.statements());
        assert!(answer.statements().contains("\"small\" = 1"), "{}", answer.statements());
        let answer = ask(&context, "SELECT count(*) FROM t WHERE 名称 = 'it''s' AND exact <= 0.1 AND day < DATE '2020-01-01'");
        let answer = answer.await.unwrap();
        assert_eq!(answer.rows, [["1"]]);
        assert!(answer.statements().contains("<= 0.1"), "{}", answer.statements());
        assert!(answer.statements().contains("DATE '2020-01-01'"), "{}", answer.statements());
        let answer = ask(&context, "SELECT \"Small\", real, fixed, mood, padded, truth FROM t ORDER BY exact LIMIT 1");
        assert_eq!(answer.await.unwrap().rows, [["7", "0.1", "1.5", "fine", "ab", "true"]]);
        // By the language of the database, Ä would come before it's.
        let answer = ask(&context, "SELECT min(名称), max(名称) FROM t").await.unwrap();
        assert_eq!(answer.rows, [["it's", "Ä"]]);
        assert!(!answer.statements().contains("min("), "{}", answer.statements());
        let answer = ask(&context, "SELECT max(day), sum(big) FROM t WHERE big < 10").await.unwrap();
        assert_eq!(answer.rows, [["2019-06-30", "3"]]);
        let error = ask(&context, "SELECT sum(big) FROM t").await.map(|_| ()).unwrap_err();
        assert_eq!(fault_of(&error).unwrap().to_string(), "the database says: bigint out of range");
        let stated = TableRequest {
            types: BTreeMap::from([("id".to_owned(), ColumnType::Text), ("fixed".to_owned(), ColumnType::Text)]),
            ..request("t", "odd.Groß")
        };
        let context = session(&[postgres(&url, stated).await.unwrap()]);
        let sql = "SELECT fixed FROM t WHERE id = '00000000-0000-0000-0000-000000000001'";
        assert_eq!(ask(&context, sql).await.unwrap().rows, [["1.50"]]);
    });
}

#[test]
fn a_digest_of_postgres_is_that_of_sqlite() {
    let Some(url) = server() else { return };
    let (sqlite, _) = flagship_in_sqlite();
    runtime().block_on(async {
        let sql = "SELECT * FROM policies";
        let here = sqlite.open(request("policies", "policies")).await.unwrap();
        let there = postgres(&url, request("policies", "public.policies")).await.unwrap();
        let here = ask(&session(&[here]), sql).await.unwrap().taken;
        let there = ask(&session(&[there]), sql).await.unwrap().taken;
        assert_eq!(here[0].digest, there[0].digest);
        assert_eq!(here[0].rows, there[0].rows);
    });
}

#[test]
fn postgres_refuses_in_words_without_secrets() {
    let Some(url) = server() else { return };
    let (scheme, rest) = url.split_once("://").unwrap();
    let (login, place) = rest.rsplit_once('@').unwrap();
    let (user, _) = login.split_once(':').unwrap();
    let host = place.split_once('/').unwrap().0;
    let wrong = format!("{scheme}://{user}:wr0ng-word@{place}");
    let away = format!("{scheme}://{login}@127.0.0.1:1/recto");
    let nowhere = format!("{scheme}://{login}@{host}/nowhere");
    let cases = [
        (wrong.as_str(), "public.policies", "refuses the user or the password"),
        (&away, "public.policies", "no database server answers at 127.0.0.1:1"),
        (&nowhere, "public.policies", "has no database `nowhere`"),
        (&url, "public.polices", "did you mean `policies`?"),
        (&url, "odd.secret", "the user may not read `odd.secret`"),
        (
            "mysql://u:p@h/d",
            "t",
            "the environment variable `RECTO_PG_URL` holds no URL of PostgreSQL",
        ),
    ];
    for (url, table, expected) in cases {
        let fault = runtime().block_on(postgres(url, request("t", table))).map(|_| ()).unwrap_err();
        let said = format!("{} {fault:?} {fault}", words(&fault));
        assert!(said.contains(expected), "{said}");
        assert_no_secret(url.strip_prefix("mysql").map_or(url, |_| &wrong), &said);
        assert!(!said.contains("wr0ng"), "{said}");
    }
}

#[test]
fn postgres_neither_writes_nor_waits() {
    let Some(url) = server() else { return };
    let cases = [
        ("odd.slow", "the database did not answer within 1 seconds"),
        ("odd.writes", "the query tries to write to the database"),
        (
            "odd.unlocks",
            "the database says: transaction read-write mode must be set before any query",
        ),
        ("odd.tells", "the database says: … and … said so"),
    ];
    for (table, expected) in cases {
        let error = runtime().block_on(async {
            let request = TableRequest { timeout: 1, ..request("t", table) };
            let context = session(&[postgres(&url, request).await.unwrap()]);
            ask(&context, "SELECT n FROM t").await.map(|_| ()).unwrap_err()
        });
        assert_eq!(fault_of(&error).unwrap().to_string(), expected);
        assert_no_secret(&url, &format!("{error} {error:?}"));
    }
    runtime().block_on(async {
        let context = session(&[postgres(&url, request("notes", "odd.notes")).await.unwrap()]);
        assert_eq!(ask(&context, "SELECT count(*) FROM notes").await.unwrap().rows, [["0"]]);
    });
}

#[test]
fn a_url_in_the_report_is_refused_unseen() {
    let url = "postgres://ann:s3cret@db.example/x";
    let opened = runtime().block_on(Databases::new().postgres(url, Some(url), request("t", "t")));
    let fault = opened.map(|_| ()).unwrap_err();
    let said = format!("{} {fault:?}", words(&fault));
    assert!(said.contains("wants the name of an environment variable"), "{said}");
    assert!(
        !said.contains("s3cret") && !said.contains("ann") && !said.contains("example"),
        "{said}"
    );
    let opened =
        runtime().block_on(Databases::new().postgres("RECTO_PG_URL", None, request("t", "t")));
    let fault = opened.map(|_| ()).unwrap_err();
    let expected = if cfg!(feature = "postgres") {
        DatabaseFault::VariableNotSet("RECTO_PG_URL".to_owned())
    } else {
        DatabaseFault::NotBuilt
    };
    assert_eq!(fault, expected);
}
