//! `[queries]` of `report.toml`: where queries run and what they may take of the machine.

use core::time::Duration;

use super::reader::Table;
use crate::diagnostics::Diagnostics;
use crate::source::Span;

/// Where queries run and what they may take of the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuerySettings {
    /// A cluster, `df://host:50050`, with its place in the report; none means this machine.
    pub engine: Option<(String, Option<Span>)>,
    /// Memory for all queries together, in bytes; what does not fit is spilled to disk.
    pub memory: usize,
    /// How long one query may take.
    pub time: Duration,
    /// How many rows one query may return.
    pub rows: usize,
    /// How much of the disk spilled data may take, in bytes.
    pub disk: u64,
}

impl QuerySettings {
    /// What queries may take that came from elsewhere.
    pub fn confined() -> Self {
        Self { memory: 1 << 30, time: Duration::from_secs(10), disk: 2 << 30, ..Self::default() }
    }
}

impl Default for QuerySettings {
    fn default() -> Self {
        Self {
            engine: None,
            memory: 2 << 30,
            time: Duration::from_mins(1),
            rows: 100_000,
            disk: 20 << 30,
        }
    }
}

/// Reads the table; what is not written keeps its default.
pub fn read_query_settings(root: &Table<'_>, problems: &mut Diagnostics) -> QuerySettings {
    let mut settings = QuerySettings::default();
    let Some(table) = root.table("queries", problems) else { return settings };
    let engine = table.text("engine", problems);
    settings.engine = engine.map(|text| (text.as_str().to_owned(), Some(text.whole_span())));
    if let Some(mebibytes) = table.count("memory", problems) {
        settings.memory = (mebibytes.max(16) as usize) << 20;
    }
    if let Some(seconds) = table.count("seconds", problems) {
        settings.time = Duration::from_secs(u64::from(seconds.max(1)));
    }
    if let Some(rows) = table.count("rows", problems) {
        settings.rows = rows.max(1) as usize;
    }
    if let Some(mebibytes) = table.count("disk", problems) {
        settings.disk = u64::from(mebibytes) << 20;
    }
    table.finish(problems);
    settings
}
