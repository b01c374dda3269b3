//! The tables of the test, typed as those of a report.

use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, StringArray,
};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::record_batch::RecordBatch;

/// A table in memory: its name, and its rows in one or more batches.
pub struct Table {
    pub name: &'static str,
    pub schema: SchemaRef,
    pub batches: Vec<RecordBatch>,
}

impl Table {
    fn new(name: &'static str, batches: Vec<RecordBatch>) -> Self {
        Self { name, schema: batches[0].schema(), batches }
    }
}

/// Small tables, with nulls, capitals, hyphens and Chinese.
pub fn small() -> Vec<Table> {
    let policies = batch([
        ("id", integers([1, 2, 3, 4, 5, 6, 7, 8].map(Some))),
        (
            "period",
            texts([
                Some("2018H1"),
                Some("2018H2"),
                Some("2019H1"),
                Some("2019H1"),
                Some("2019H2"),
                Some("2019H2"),
                Some("2018H1"),
                None,
            ]),
        ),
        (
            "Premium",
            decimals(
                [
                    Some(12_345),
                    Some(-250),
                    None,
                    Some(99_999_999),
                    Some(100),
                    Some(333),
                    Some(0),
                    Some(1),
                ],
                2,
            ),
        ),
        (
            "省份",
            texts([
                Some("广东"),
                Some("江苏"),
                Some("广东"),
                Some("四川"),
                None,
                Some("江苏"),
                Some("北京"),
                Some("𠮷林"),
            ]),
        ),
        (
            "start",
            days([
                Some(17_532),
                Some(17_714),
                Some(17_897),
                Some(18_000),
                Some(18_078),
                None,
                Some(-1),
                Some(0),
            ]),
        ),
        (
            "active",
            truths([
                Some(true),
                Some(false),
                None,
                Some(true),
                Some(true),
                Some(false),
                None,
                None,
            ]),
        ),
        (
            "agent-id",
            integers([Some(1), Some(2), Some(2), None, Some(3), Some(9), Some(1), Some(1)]),
        ),
    ]);
    let agents = batch([
        ("id", integers([1, 2, 3, 4].map(Some))),
        ("姓名", texts([Some("王芳"), Some("O'Brien"), Some(""), None])),
        ("Team", texts([Some("North"), Some("South"), Some("North"), Some("West")])),
        ("rate", decimals([Some(1_250), Some(333), Some(-1), None], 4)),
    ]);
    let empty = agents.slice(0, 0);
    let generated = (0..3).map(|part| {
        let rows = part * 4_000..(part + 1) * 4_000;
        batch([
            ("n", integers(rows.clone().map(Some))),
            ("group", texts(rows.clone().map(|n| Some(["a", "b", "c", "丁"][index(n % 4)])))),
            (
                "amount",
                decimals(rows.map(|n| (n % 7 != 0).then_some(i128::from(n) * 37 % 10_007)), 3),
            ),
        ])
    });
    vec![
        Table::new("policies", vec![policies]),
        Table::new("agents", vec![agents]),
        Table::new("nobody", vec![empty]),
        Table::new("generated", generated.collect()),
    ]
}

/// Files of a large table: `events`, in equal parts.
pub fn events(files: i64, rows: i64) -> Vec<RecordBatch> {
    let part = |file: i64| {
        let numbers = file * rows..(file + 1) * rows;
        // A fixed sequence without a pattern (Knuth's multiplicative hash).
        let mixed = |n: i64| (n * 2_654_435_761) % 4_294_967_296;
        batch([
            ("id", integers(numbers.clone().map(Some))),
            ("key", integers(numbers.clone().map(|n| Some(mixed(n) % 1_000)))),
            (
                "place",
                texts(numbers.clone().map(|n| {
                    [Some("广东"), Some("江苏"), Some("四川"), None][index(mixed(n) / 1_000 % 4)]
                })),
            ),
            ("amount", decimals(numbers.map(|n| Some(i128::from(mixed(n) % 1_000_003))), 2)),
        ])
    };
    (0..files).map(part).collect()
}

fn batch<const N: usize>(columns: [(&str, ArrayRef); N]) -> RecordBatch {
    let columns = columns.map(|(name, array)| (name, array, true));
    RecordBatch::try_from_iter_with_nullable(columns).expect("columns of equal length")
}

fn integers(values: impl IntoIterator<Item = Option<i64>>) -> ArrayRef {
    Arc::new(values.into_iter().collect::<Int64Array>())
}

fn decimals(values: impl IntoIterator<Item = Option<i128>>, scale: i8) -> ArrayRef {
    let array = values.into_iter().collect::<Decimal128Array>();
    Arc::new(array.with_precision_and_scale(38, scale).expect("a scale below the precision"))
}

fn texts<'a>(values: impl IntoIterator<Item = Option<&'a str>>) -> ArrayRef {
    Arc::new(values.into_iter().collect::<StringArray>())
}

fn days(values: impl IntoIterator<Item = Option<i32>>) -> ArrayRef {
    Arc::new(values.into_iter().collect::<Date32Array>())
}

fn truths(values: impl IntoIterator<Item = Option<bool>>) -> ArrayRef {
    Arc::new(values.into_iter().collect::<BooleanArray>())
}

fn index(n: i64) -> usize {
    usize::try_from(n).expect("not negative")
}
