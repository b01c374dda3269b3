//! What a query answers, and what it rests on.

use super::*;
use crate::diagnostics::Diagnostics;
use crate::files::Memory;
use crate::quantity::parse_decimal;
use crate::source::SourceMap;

fn facts(table: &str) -> Facts {
    let manifest = "[report]\nid = \"t\"\ntitle = { en = 'T' }\nlanguages = [\"en\"]\ndate = 2026-01-01\npublisher = { en = 'P' }\nchapters = [\"c.toml\"]\n[source.t]\npath = \"t.csv\"\ntitle = { en = 'T' }\npublisher = \"P\"\nbasis = \"primary\"\n[edition.en]\nlayout = \"single\"\nlanguages = [\"en\"]\n";
    let folder = Memory::new([
        ("report.toml", manifest),
        ("c.toml", "title = { en = 'C' }"),
        ("t.csv", table),
    ]);
    let mut sources = SourceMap::default();
    let mut problems = Diagnostics::new();
    let report = crate::report::read(&folder, &mut sources, &mut problems).unwrap();
    let facts = load(&report, &folder, Reuse::Nothing, &mut sources, &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    facts
}

#[test]
fn decimals_stay_exact_and_names_keep_their_case() {
    let facts = facts("Year,Amount\n2018,0.10\n2019,0.20\n");
    let result = facts.query("SELECT sum(Amount) AS total FROM t").unwrap();
    assert_eq!(result.rows, [[Some(Value::Number(parse_decimal("0.3").unwrap()))]]);
    let result = facts.query("SELECT Year FROM t WHERE Amount > 0.15").unwrap();
    assert_eq!(result.rows, [[Some(Value::Number(parse_decimal("2019").unwrap()))]]);
    assert!(facts.query("SELECT year FROM t").is_err());
}

#[test]
fn an_answer_names_the_rows_it_rests_on() {
    let facts = facts("k,d,n\na,2019-06-30,1\nb,2019-07-01,2\nc,2020-02-29,3\n");
    let rows = |sql: &str| -> Vec<usize> {
        facts.query(sql).unwrap().read.iter().map(|reference| reference.row).collect()
    };
    assert_eq!(rows("SELECT n FROM t WHERE k = 'b'"), [1]);
    assert_eq!(rows("SELECT sum(n) FROM t"), [0, 1, 2]);
    assert_eq!(rows("SELECT count(*) FROM t WHERE n >= 2"), [1, 2]);
    assert_eq!(rows("SELECT n FROM t AS u WHERE u.k = 'c'"), [2]);
    assert_eq!(rows("SELECT (SELECT n FROM t WHERE k = 'a') + n FROM t WHERE k = 'c'"), [0, 2]);
    assert_eq!(rows("SELECT n FROM t WHERE d = DATE '2020-02-29'"), [2]);
    assert_eq!(rows("SELECT x.n FROM t x JOIN t y ON x.n = y.n WHERE x.k = 'a'").first(), Some(&0));
}

#[test]
fn dates_and_truth_come_back_as_they_went_in() {
    let facts = facts("d,b\n2019-06-30,true\n1969-12-31,false\n");
    let result = facts.query("SELECT max(d), min(d), bool_or(b) FROM t").unwrap();
    let expected = [
        Some(Value::Date("2019-06-30".to_owned())),
        Some(Value::Date("1969-12-31".to_owned())),
        Some(Value::Boolean(true)),
    ];
    assert_eq!(result.rows, [expected]);
}

#[test]
fn queries_that_share_a_pass_answer_as_they_do_alone() {
    let table = "k,g,n,d,s\na,x,1,2019-06-30,1.50\nb,x,2,2019-07-01,\nc,y,3,2020-02-29,0.25\nd,,4,2020-03-01,7.00\n";
    let queries = [
        "SELECT n FROM t WHERE k = 'b'",
        "SELECT n, d FROM t WHERE k = 'c'",
        "SELECT s FROM t WHERE k = 'b'",
        "SELECT n FROM t WHERE k = 'zz'",
        "SELECT n FROM t WHERE g = 'x'",
        "SELECT sum(n) FROM t",
        "SELECT sum(n) AS total FROM t WHERE g = 'x'",
        "SELECT 100.0 * sum(n) / count(*) FROM t WHERE n > 1",
        "SELECT count(*) FROM t WHERE g IS NULL",
        "SELECT count(DISTINCT g), max(d) FROM t",
        "SELECT avg(s) FROM t WHERE n <> 3",
        "SELECT sum(n) FILTER (WHERE g = 'y') FROM t WHERE n > 1",
        "SELECT sum(10 / (n - 1)) FROM t WHERE n > 1",
        "SELECT max(n) FROM t WHERE k = 'zz'",
        "SELECT n * 2 AS twice FROM t WHERE d = DATE '2020-02-29'",
    ];
    let together = facts(table);
    together.prepare(&queries);
    for sql in queries {
        let alone = facts(table).query(sql).unwrap();
        assert_eq!(together.query(sql).unwrap(), alone, "{sql}");
    }
}

#[test]
fn a_hostile_query_is_refused() {
    let facts = facts("k,n\na,1\nb,2\n");
    let nested = format!("SELECT {}1{} FROM t", "(".repeat(5000), ")".repeat(5000));
    for sql in [
        "CREATE TABLE x AS SELECT 1",
        "CREATE EXTERNAL TABLE p STORED AS CSV LOCATION '/etc/passwd'",
        "CREATE VIEW v AS SELECT 1",
        "COPY t TO '/tmp/stolen.csv'",
        "COPY (SELECT * FROM t) TO '/tmp/stolen.parquet' STORED AS PARQUET",
        "INSERT INTO t VALUES ('c', 3)",
        "UPDATE t SET n = 5",
        "DELETE FROM t",
        "DROP TABLE t",
        "TRUNCATE TABLE t",
        "SET datafusion.execution.batch_size = 1",
        "EXPLAIN SELECT n FROM t",
        "EXPLAIN ANALYZE SELECT n FROM t",
        "SHOW TABLES",
        "DESCRIBE t",
        "PREPARE p AS SELECT 1",
        "EXECUTE p",
        "BEGIN",
        "SELECT n FROM t; DROP TABLE t",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM \"/etc/passwd\"",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT random() FROM t",
        "SELECT now() FROM t",
        "SELECT uuid() FROM t",
        "SELECT repeat(k, 2000000000) FROM t",
        "SELECT repeat(k, n * 1000000000) FROM t",
        "SELECT lpad(k, 2000000000, 'x') FROM t",
        "SELECT count(*) FROM (EXPLAIN SELECT 1)",
        nested.as_str(),
        "",
        ";",
        "\u{0}",
    ] {
        assert!(facts.query(sql).is_err(), "{sql:.80}");
    }
    // And it did nothing to the data.
    let left = facts.query("SELECT count(*), sum(n) FROM t").unwrap();
    let number = |text| Some(Value::Number(parse_decimal(text).unwrap()));
    assert_eq!(left.rows, [[number("2"), number("3")]]);
}

#[test]
fn a_query_without_end_is_stopped() {
    let mut facts = facts("k,n\na,1\nb,2\n");
    facts.engine = engine::Engine::new(
        Arc::clone(&facts.tables),
        crate::report::QuerySettings {
            time: std::time::Duration::from_secs(1),
            memory: 32 << 20,
            rows: 1000,
            ..crate::report::QuerySettings::default()
        },
        session::Threads::start(),
        None,
    );
    for sql in [
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r",
        "SELECT count(*) FROM generate_series(1, 1000000000000) AS a(x), t",
        "SELECT value FROM generate_series(1, 1000000)",
        "SELECT count(DISTINCT a.value * 1000000 + b.value) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b",
    ] {
        let error = facts.query(sql).unwrap_err().message;
        assert!(
            ["longer than", "more than", "memory", "allocate", "Memory"]
                .iter()
                .any(|word| error.contains(word)),
            "{sql}: {error}"
        );
    }
}
