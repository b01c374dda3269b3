//! Types of columns, and what a query rests on.

use super::infer::{Inferred, infer, parse};
use super::*;
use crate::diagnostics::Diagnostics;
use crate::files::Memory;
use crate::quantity::parse_decimal;
use crate::report::ColumnType;

fn inferred(cells: &[&str]) -> Inferred {
    infer(&cells.iter().copied())
}

#[test]
fn types_are_strict() {
    assert_eq!(inferred(&["1", "", "-20"]), Inferred::Type(ColumnType::Integer));
    assert_eq!(inferred(&["1", "2.50"]), Inferred::Type(ColumnType::Decimal));
    assert_eq!(inferred(&["2019-06-30", ""]), Inferred::Type(ColumnType::Date));
    assert_eq!(inferred(&["true", "false"]), Inferred::Type(ColumnType::Boolean));
    assert_eq!(inferred(&["甲", "乙"]), Inferred::Type(ColumnType::Text));
    assert_eq!(inferred(&["", ""]), Inferred::Type(ColumnType::Text));
    assert_eq!(inferred(&["007", "010"]), Inferred::Type(ColumnType::Text));
    assert_eq!(inferred(&["1", "2019H1"]), Inferred::Mixed(1));
    assert_eq!(inferred(&["1", "", "12,345"]), Inferred::Mixed(2));
    assert_eq!(parse("2019-02-29", ColumnType::Date), None);
    assert_eq!(parse("9223372036854775808", ColumnType::Integer), None);
}

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
    let facts = load(&report, &folder, &mut sources, &mut problems);
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
        facts.query(sql).unwrap().read.into_iter().map(|reference| reference.row).collect()
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
