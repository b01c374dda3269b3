//! Files of `SQLite`, opened so that nothing about them changes.
//!
//! The connection is the one of `datafusion-table-providers`, each query its own, so that no query
//! waits for another. The rows are read here: the reader of that library stops without a word at
//! the first row that fails, takes the types of a column from its first row, and turns decimals into
//! binary floating-point numbers.
//!
//! `SQLite` lets any value stand in any column. So the whole table is looked through once before
//! it answers: what stands in a column decides its type, and a value that does not belong there
//! is a fault with its row.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion_table_providers::sql::db_connection_pool::dbconnection::sqliteconn::SqliteConnection;
use datafusion_table_providers::sql::db_connection_pool::sqlitepool::SqliteConnectionPool;
use datafusion_table_providers::sql::db_connection_pool::{JoinPushDown, Mode};
use futures::stream::{self, BoxStream, StreamExt};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, InterruptHandle};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::{Duration, Instant, timeout_at};

use super::TableRequest;
use super::cells::{Cell, Cells, DIGITS, Raw, places, shown};
use super::fault::{CellFault, DatabaseFault};
use super::sql::{Dialect, Trust, Wire, quoted};
use super::table::{Database, DatabaseTable, ReadColumn, Statement, UnreadColumn, stated_type};
use crate::report::ColumnType;

/// A file of `SQLite`.
#[derive(Clone, Debug)]
pub struct SqliteFile {
    /// Its path for messages, inside the report.
    name: String,
    /// The same as a URI that asks for reading only.
    uri: String,
}

impl SqliteFile {
    /// A file at a path of the machine; `name` is what messages call it.
    pub fn new(path: &str, name: &str) -> Self {
        let mut uri = "file:".to_owned();
        // A drive letter would be taken for a host.
        if path.as_bytes().get(1) == Some(&b':') {
            uri.push('/');
        }
        for byte in path.replace('\\', "/").bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b':' => {
                    uri.push(char::from(byte));
                }
                _ => write!(uri, "%{byte:02X}").expect("a string takes all that is written"),
            }
        }
        // `immutable` keeps SQLite from making a log or a lock beside the file.
        uri.push_str("?mode=ro&immutable=1");
        Self { name: name.to_owned(), uri }
    }

    async fn connect(&self) -> Result<SqliteConnection, DatabaseFault> {
        let away = || DatabaseFault::NoSqliteFile(self.name.clone());
        // Its `setup`, which would turn the file's journal into a log, is never called.
        let pool = SqliteConnectionPool::new(
            &self.uri,
            Mode::File,
            JoinPushDown::Disallow,
            Vec::new(),
            Duration::from_secs(0),
        );
        let connection = pool.await.map_err(|_| away())?.connect_sync();
        let connection = connection.as_any().downcast_ref::<SqliteConnection>().ok_or_else(away)?;
        Ok(SqliteConnection {
            conn: connection.conn.clone(),
            schemas: Arc::clone(&connection.schemas),
        })
    }
}

/// Looks through a table of a file.
///
/// # Errors
/// Where the file, the table or a cell is not as it should be.
pub async fn table(
    file: &Arc<SqliteFile>,
    request: TableRequest,
) -> Result<DatabaseTable, DatabaseFault> {
    let deadline = Instant::now() + Duration::from_secs(request.timeout);
    let TableRequest { source, table, timeout, types } = request;
    let connection = file.connect().await?;
    let interrupt = interrupt_of(&connection, &file.name).await?;
    let from = quoted(&table);
    let name = file.name.clone();
    let look = connection.conn.call(move |connection| {
        Ok::<_, rusqlite::Error>(inspect(connection, &table, &types, &name))
    });
    let result = timeout_at(deadline, look).await;
    drop(interrupt);
    let found = result
        .map_err(|_| DatabaseFault::TimedOut(timeout))?
        .map_err(|_| DatabaseFault::NoSqliteFile(file.name.clone()))?;
    let (columns, unread) = found?;
    let database: Arc<dyn Database> = Arc::<SqliteFile>::clone(file);
    Ok(DatabaseTable::new(source, columns, unread, from, database, timeout))
}

/// Ends what a connection is doing when it is dropped.
struct Interrupt(InterruptHandle);

impl Drop for Interrupt {
    fn drop(&mut self) {
        self.0.interrupt();
    }
}

async fn interrupt_of(
    connection: &SqliteConnection,
    file: &str,
) -> Result<Interrupt, DatabaseFault> {
    let handle = connection
        .conn
        .call(|connection| Ok::<_, rusqlite::Error>(connection.get_interrupt_handle()))
        .await;
    handle.map(Interrupt).map_err(|_| DatabaseFault::NoSqliteFile(file.to_owned()))
}

type Batch = Result<RecordBatch, DatabaseFault>;

impl Database for SqliteFile {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn run(&self, statement: Statement) -> BoxStream<'static, Batch> {
        let file = self.clone();
        let start = async move {
            match file.start(statement).await {
                Ok(rows) => rows,
                Err(fault) => stream::once(async { Err(fault) }).boxed(),
            }
        };
        stream::once(start).flatten().boxed()
    }
}

/// Rows on their way from the thread of a connection.
struct Rows {
    batches: Receiver<Batch>,
    deadline: Instant,
    timeout: u64,
    /// Dropped with the rows, so that a query which nobody waits for any more ends.
    _interrupt: Interrupt,
}

impl SqliteFile {
    async fn start(
        &self,
        statement: Statement,
    ) -> Result<BoxStream<'static, Batch>, DatabaseFault> {
        let timeout = statement.timeout;
        let deadline = Instant::now() + Duration::from_secs(timeout);
        let connection = self.connect().await?;
        let interrupt = interrupt_of(&connection, &self.name).await?;
        let (sender, batches) = channel(2);
        let name = self.name.clone();
        tokio::spawn(async move {
            let conversation = connection.conn.call(move |connection| {
                if let Err(fault) = read(connection, &statement, &sender, &name) {
                    // Nobody listens any more when the query has been given up.
                    let _ = sender.blocking_send(Err(fault));
                }
                Ok::<_, rusqlite::Error>(())
            });
            let _ = conversation.await;
        });
        let rows = Rows { batches, deadline, timeout, _interrupt: interrupt };
        let batches = stream::unfold(Some(rows), |rows| async {
            let mut rows = rows?;
            match timeout_at(rows.deadline, rows.batches.recv()).await {
                Ok(Some(Ok(batch))) => Some((Ok(batch), Some(rows))),
                Ok(Some(Err(fault))) => Some((Err(fault), None)),
                Ok(None) => None,
                Err(_) => Some((Err(DatabaseFault::TimedOut(rows.timeout)), None)),
            }
        });
        Ok(batches.boxed())
    }
}

/// Runs a statement and sends its rows.
fn read(
    connection: &Connection,
    statement: &Statement,
    sender: &Sender<Batch>,
    file: &str,
) -> Result<(), DatabaseFault> {
    let mut prepared =
        connection.prepare(&statement.sql).map_err(|error| fault_of(&error, file))?;
    let mut rows = prepared.query([]).map_err(|error| fault_of(&error, file))?;
    let mut cells = Cells::new(Arc::clone(&statement.schema));
    while let Some(row) = rows.next().map_err(|error| fault_of(&error, file))? {
        for index in 0..statement.columns.len() {
            let value = row.get_ref(index).map_err(|error| fault_of(&error, file))?;
            if let Some(raw) = raw(value) {
                cells.push(index, raw)?;
            } else {
                let column = statement.schema.field(index).name();
                return Err(DatabaseFault::Cell(no_text(column, None)));
            }
        }
        if let Some(batch) = cells.end_row()
            && sender.blocking_send(Ok(batch)).is_err()
        {
            return Ok(());
        }
    }
    if let Some(batch) = cells.take() {
        let _ = sender.blocking_send(Ok(batch));
    }
    Ok(())
}

/// A value as it stands in the file; none for bytes that are no text.
fn raw(value: ValueRef<'_>) -> Option<Raw<'_>> {
    Some(match value {
        ValueRef::Null => Raw::Null,
        ValueRef::Integer(number) => Raw::Integer(number),
        ValueRef::Real(number) => Raw::Real(number),
        ValueRef::Text(bytes) => Raw::Text(std::str::from_utf8(bytes).ok()?),
        ValueRef::Blob(_) => return None,
    })
}

fn no_text(column: &str, row: Option<String>) -> CellFault {
    CellFault {
        column: column.to_owned(),
        row,
        found: "bytes".to_owned(),
        wanted: "text in UTF-8, a number or a date",
    }
}

fn fault_of(error: &rusqlite::Error, file: &str) -> DatabaseFault {
    let message = match error {
        rusqlite::Error::SqliteFailure(code, message) => match code.code {
            rusqlite::ErrorCode::NotADatabase
            | rusqlite::ErrorCode::CannotOpen
            | rusqlite::ErrorCode::DatabaseCorrupt => {
                return DatabaseFault::NoSqliteFile(file.to_owned());
            }
            rusqlite::ErrorCode::ReadOnly => return DatabaseFault::Write,
            _ => message.clone().unwrap_or_else(|| error.to_string()),
        },
        other => other.to_string(),
    };
    DatabaseFault::Other(message)
}

type Columns = (Vec<ReadColumn>, Vec<UnreadColumn>);

/// Which kinds of values stand in a column, and how many of each.
#[derive(Clone, Copy, Debug, Default)]
struct Stored {
    integers: i64,
    reals: i64,
    texts: i64,
    blobs: i64,
}

fn inspect(
    connection: &Connection,
    table: &str,
    types: &BTreeMap<String, ColumnType>,
    file: &str,
) -> Result<Columns, DatabaseFault> {
    let looker = Looker { connection, table, file };
    looker.find_table()?;
    let declared = looker.declared()?;
    if let Some(column) = types.keys().find(|name| !declared.iter().any(|(d, _)| d == *name)) {
        let known = declared.into_iter().map(|(name, _)| name).collect();
        return Err(DatabaseFault::NoColumn { column: column.clone(), known });
    }
    let stored = looker.stored(&declared)?;
    let collates = looker.collates()?;
    let mut columns = Vec::new();
    let mut unread = Vec::new();
    for ((name, declared), stored) in declared.into_iter().zip(stored) {
        if stored.blobs > 0 {
            unread.push(UnreadColumn { name, kind: "BLOB".to_owned() });
            continue;
        }
        let kind = match types.get(&name) {
            Some(kind) => *kind,
            None => looker.infer(&name, &declared.to_ascii_uppercase(), stored)?,
        };
        let data_type = looker.check(&name, kind, stored)?;
        let is_pure = |count: i64| count == stored.integers + stored.reals + stored.texts;
        let trust = match kind {
            ColumnType::Integer | ColumnType::Boolean if is_pure(stored.integers) => Trust::Order,
            ColumnType::Date if is_pure(stored.texts) && !collates => Trust::Order,
            ColumnType::Text if is_pure(stored.texts) && !collates => Trust::Equality,
            _ => Trust::Presence,
        };
        let sql = quoted(&name);
        columns.push(ReadColumn { name, data_type, sql, trust, wire: Wire::Native });
    }
    Ok((columns, unread))
}

/// Looks through a table.
struct Looker<'a> {
    connection: &'a Connection,
    table: &'a str,
    file: &'a str,
}

impl Looker<'_> {
    fn fault(&self, error: &rusqlite::Error) -> DatabaseFault {
        fault_of(error, self.file)
    }

    fn texts(&self, sql: &str) -> Result<Vec<String>, DatabaseFault> {
        let read = || {
            let mut statement = self.connection.prepare(sql)?;
            let rows = statement.query_map([], |row| row.get(0))?;
            rows.collect::<Result<Vec<String>, rusqlite::Error>>()
        };
        read().map_err(|error| self.fault(&error))
    }

    fn find_table(&self) -> Result<(), DatabaseFault> {
        let known = self.texts(
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
        )?;
        if known.iter().any(|name| name == self.table) {
            return Ok(());
        }
        Err(DatabaseFault::NoTable { table: self.table.to_owned(), known })
    }

    /// The columns and the types that they were declared with.
    fn declared(&self) -> Result<Vec<(String, String)>, DatabaseFault> {
        let read = || {
            // Hidden columns of virtual tables have `hidden` 1; generated ones have 2 and 3.
            let mut statement = self
                .connection
                .prepare("SELECT name, type FROM pragma_table_xinfo(?1) WHERE hidden <> 1")?;
            let rows = statement.query_map([self.table], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<Result<Vec<(String, String)>, rusqlite::Error>>()
        };
        read().map_err(|error| self.fault(&error))
    }

    /// Whether a column of the file may be compared otherwise than byte by byte.
    fn collates(&self) -> Result<bool, DatabaseFault> {
        let schema = self.texts("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")?;
        Ok(schema.iter().any(|sql| sql.to_ascii_uppercase().contains("COLLATE")))
    }

    fn stored(&self, columns: &[(String, String)]) -> Result<Vec<Stored>, DatabaseFault> {
        let mut stored = Vec::new();
        // Four counts a column keep each statement below the most columns that SQLite takes.
        for columns in columns.chunks(100) {
            let counts: Vec<String> = columns
                .iter()
                .flat_map(|(name, _)| {
                    ["integer", "real", "text", "blob"].map(|kind| {
                        format!("count(*) FILTER (WHERE typeof({}) = '{kind}')", quoted(name))
                    })
                })
                .collect();
            let sql = format!("SELECT {} FROM {}", counts.join(", "), quoted(self.table));
            let read = |row: &rusqlite::Row<'_>| {
                (0..columns.len())
                    .map(|index| {
                        Ok(Stored {
                            integers: row.get(4 * index)?,
                            reals: row.get(4 * index + 1)?,
                            texts: row.get(4 * index + 2)?,
                            blobs: row.get(4 * index + 3)?,
                        })
                    })
                    .collect::<Result<Vec<_>, rusqlite::Error>>()
            };
            let counts = self.connection.query_row(&sql, [], read);
            stored.extend(counts.map_err(|error| self.fault(&error))?);
        }
        Ok(stored)
    }

    /// The type of a column from what stands in it, and from its declaration where that leaves a
    /// choice: `SQLite` has no type for decimals, dates and truth.
    fn infer(
        &self,
        column: &str,
        declared: &str,
        stored: Stored,
    ) -> Result<ColumnType, DatabaseFault> {
        let says = |words: &[&str]| words.iter().any(|word| declared.contains(word));
        let is_whole = says(&["INT"]);
        let is_fraction = says(&["REAL", "FLOAT", "DOUBLE", "NUM", "DEC"]) && !is_whole;
        let is_date = declared == "DATE";
        let is_truth = says(&["BOOL"]);
        let numbers = stored.integers + stored.reals;
        if stored.texts > 0 && (numbers > 0 || is_whole || is_fraction) {
            let wanted = if is_whole { ColumnType::Integer } else { ColumnType::Decimal };
            return Err(self.first_text(column, wanted));
        }
        Ok(match stored {
            Stored { texts: 1.., .. } if is_date => ColumnType::Date,
            Stored { texts: 1.., .. } if is_truth => ColumnType::Boolean,
            Stored { texts: 1.., .. } => ColumnType::Text,
            Stored { reals: 1.., .. } => ColumnType::Decimal,
            Stored { integers: 1.., .. } if is_truth => ColumnType::Boolean,
            _ if is_fraction => ColumnType::Decimal,
            Stored { integers: 1.., .. } => ColumnType::Integer,
            _ if is_whole => ColumnType::Integer,
            _ if is_date => ColumnType::Date,
            _ if is_truth => ColumnType::Boolean,
            _ => ColumnType::Text,
        })
    }

    /// Holds all values of a column against its type, and finds the places that its numbers need.
    fn check(
        &self,
        column: &str,
        kind: ColumnType,
        stored: Stored,
    ) -> Result<DataType, DatabaseFault> {
        let is_clear = match kind {
            ColumnType::Text => true,
            ColumnType::Integer | ColumnType::Decimal => stored.reals + stored.texts == 0,
            ColumnType::Date | ColumnType::Boolean => {
                stored.integers + stored.reals + stored.texts == 0
            }
        };
        if is_clear {
            return Ok(stated_type(kind, 0));
        }
        let mut most_places = 0;
        let mut fits = true;
        // A number that is too long for a decimal is still a number.
        let mut target = Cell::new(&stated_type(kind, 0));
        self.each(column, |row, value| {
            let fault = |wanted| {
                DatabaseFault::Cell(CellFault {
                    column: column.to_owned(),
                    row: Some(row.to_owned()),
                    found: shown(value),
                    wanted,
                })
            };
            if kind != ColumnType::Decimal {
                return target.push(value).map_err(fault);
            }
            match (value, number_places(value)) {
                (_, Some(places)) => most_places = most_places.max(places),
                (Raw::Real(number), None) if number.is_finite() => fits = false,
                _ => return Err(fault("a plain decimal number")),
            }
            Ok(())
        })?;
        // The whole digits have to find room beside the places.
        if kind == ColumnType::Decimal && fits {
            let mut decimals = Cell::new(&stated_type(kind, most_places));
            self.each(column, |_, value| {
                fits = fits && decimals.push(value).is_ok();
                Ok(())
            })?;
        }
        Ok(if fits { stated_type(kind, most_places) } else { DataType::Float64 })
    }

    /// The first text in a column of numbers.
    fn first_text(&self, column: &str, kind: ColumnType) -> DatabaseFault {
        let mut first = None;
        let wanted = if kind == ColumnType::Integer { "a whole number" } else { "a number" };
        let result = self.each(column, |row, value| match value {
            Raw::Text(_) => {
                first = Some(CellFault {
                    column: column.to_owned(),
                    row: Some(row.to_owned()),
                    found: shown(value),
                    wanted,
                });
                Err(DatabaseFault::Write)
            }
            _ => Ok(()),
        });
        match (first, result) {
            (Some(fault), _) => DatabaseFault::Cell(fault),
            (None, Err(fault)) => fault,
            (None, Ok(())) => unreachable!("the count of texts was not zero"),
        }
    }

    /// Shows each value of a column with the name of its row.
    fn each(
        &self,
        column: &str,
        mut look: impl FnMut(&str, Raw<'_>) -> Result<(), DatabaseFault>,
    ) -> Result<(), DatabaseFault> {
        let (column_sql, table) = (quoted(column), quoted(self.table));
        // A view and a table `WITHOUT ROWID` have no rowid; their rows are counted.
        let with_rowid = format!("SELECT rowid, {column_sql} FROM {table}");
        let without = format!("SELECT NULL, {column_sql} FROM {table}");
        let mut statement = self
            .connection
            .prepare(&with_rowid)
            .or_else(|_| self.connection.prepare(&without))
            .map_err(|error| self.fault(&error))?;
        let mut rows = statement.query([]).map_err(|error| self.fault(&error))?;
        let mut count: u64 = 0;
        while let Some(row) = rows.next().map_err(|error| self.fault(&error))? {
            count += 1;
            let value = row.get_ref(1).map_err(|error| self.fault(&error))?;
            if value == ValueRef::Null {
                continue;
            }
            let name = match row.get_ref(0) {
                Ok(ValueRef::Integer(rowid)) => format!("rowid {rowid}"),
                _ => format!("row {count}"),
            };
            match raw(value) {
                Some(raw) => look(&name, raw)?,
                None => return Err(DatabaseFault::Cell(no_text(column, Some(name)))),
            }
        }
        Ok(())
    }
}

/// The places of a number; none where it has more than [`DIGITS`] digits or is no number.
fn number_places(value: Raw<'_>) -> Option<u8> {
    let found = match value {
        Raw::Integer(_) => Some(0),
        Raw::Real(number) => places(&number.to_string()),
        Raw::Text(text) => places(text),
        _ => None,
    };
    found.filter(|places| *places < DIGITS)
}
