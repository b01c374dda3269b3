//! Answers of earlier runs, by the digests of the data and the text of the query.
//!
//! The file can be deleted at any time. It is not read where a check has to stand by itself
//! (`--locked`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::query_result::{QueryResult, RowReference};
use super::traps::Trap;
use super::value::Value;
use crate::quantity::parse_decimal;

/// Raised whenever what is stored, or how an answer is found, changes.
const FORMAT: &str = concat!("recto-answers/1 ", env!("CARGO_PKG_VERSION"));

/// The name of the file.
pub const FILE: &str = "answers.json";

/// What earlier runs found out.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Stored {
    format: String,
    /// Digests of sources, with their settings, that were read without a fault.
    clean: Vec<String>,
    answers: Vec<StoredAnswer>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredAnswer {
    sql: String,
    /// The tables that the query reads, each with its fingerprint.
    tables: BTreeMap<String, String>,
    columns: Vec<String>,
    rows: Vec<Vec<Option<StoredValue>>>,
    read: Vec<(String, usize)>,
    filters: Vec<String>,
    literals: Vec<StoredValue>,
    reads_values: bool,
    traps: Vec<Trap>,
}

#[derive(Debug, Serialize, Deserialize)]
enum StoredValue {
    #[serde(rename = "n")]
    Number(String),
    #[serde(rename = "t")]
    Text(String),
    #[serde(rename = "d")]
    Date(String),
    #[serde(rename = "b")]
    Boolean(bool),
}

impl Stored {
    /// Reads the file; one that is damaged or of another version counts as empty.
    pub fn read(bytes: &[u8]) -> Self {
        let stored: Self = serde_json::from_slice(bytes).unwrap_or_default();
        if stored.format == FORMAT { stored } else { Self::default() }
    }

    /// Whether a source with this fingerprint was read without a fault.
    pub fn is_clean(&self, fingerprint: &str) -> bool {
        self.clean.iter().any(|known| known == fingerprint)
    }

    /// The answers that rest on tables as they are now.
    pub fn current<'a>(
        &'a self,
        fingerprints: &'a BTreeMap<String, String>,
    ) -> impl Iterator<Item = (&'a str, QueryResult)> {
        let is_current = |answer: &&StoredAnswer| {
            answer.tables.iter().all(|(table, known)| fingerprints.get(table) == Some(known))
        };
        self.answers
            .iter()
            .filter(is_current)
            .filter_map(|answer| Some((answer.sql.as_str(), answer.result()?)))
    }

    /// What this run found out, in the order of the queries. Answers that rest on a table without a
    /// fingerprint are not kept, since nothing would tell when they are out of date.
    pub fn of_run<'a>(
        fingerprints: &BTreeMap<String, String>,
        answers: impl Iterator<Item = (&'a str, &'a QueryResult)>,
    ) -> Self {
        let stored = |(sql, result): (&str, &QueryResult)| {
            let tables = result.tables.iter();
            let tables: Option<BTreeMap<_, _>> = tables
                .map(|table| Some((table.clone(), fingerprints.get(table)?.clone())))
                .collect();
            Some(StoredAnswer {
                sql: sql.to_owned(),
                tables: tables?,
                columns: result.columns.clone(),
                rows: result
                    .rows
                    .iter()
                    .map(|row| row.iter().map(|v| v.as_ref().map(StoredValue::of)).collect())
                    .collect(),
                read: result.read.iter().map(|row| (row.table.clone(), row.row)).collect(),
                filters: result.filters.clone(),
                literals: result.literals.iter().map(StoredValue::of).collect(),
                reads_values: result.reads_values,
                traps: result.traps.clone(),
            })
        };
        Self {
            format: FORMAT.to_owned(),
            clean: fingerprints.values().cloned().collect(),
            answers: answers.filter_map(stored).collect(),
        }
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("texts and truths are JSON")
    }
}

impl StoredAnswer {
    fn result(&self) -> Option<QueryResult> {
        let row = |row: &Vec<Option<StoredValue>>| {
            row.iter()
                .map(|value| value.as_ref().map_or(Some(None), |value| value.value().map(Some)))
                .collect()
        };
        Some(QueryResult {
            columns: self.columns.clone(),
            rows: self.rows.iter().map(row).collect::<Option<_>>()?,
            tables: self.tables.keys().cloned().collect(),
            read: self
                .read
                .iter()
                .map(|(table, row)| RowReference { table: table.clone(), row: *row })
                .collect(),
            filters: self.filters.clone(),
            literals: self.literals.iter().map(StoredValue::value).collect::<Option<_>>()?,
            reads_values: self.reads_values,
            traps: self.traps.clone(),
        })
    }
}

impl StoredValue {
    fn of(value: &Value) -> Self {
        match value {
            Value::Number(_) => Self::Number(value.to_string()),
            Value::Text(text) => Self::Text(text.clone()),
            Value::Date(date) => Self::Date(date.clone()),
            Value::Boolean(truth) => Self::Boolean(*truth),
        }
    }

    fn value(&self) -> Option<Value> {
        Some(match self {
            Self::Number(text) => Value::Number(parse_decimal(text)?),
            Self::Text(text) => Value::Text(text.clone()),
            Self::Date(date) => Value::Date(date.clone()),
            Self::Boolean(truth) => Value::Boolean(*truth),
        })
    }
}
