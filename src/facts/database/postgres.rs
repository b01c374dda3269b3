//! Servers of `PostgreSQL`, in sessions that only read.
//!
//! The connections are the pool of `datafusion-table-providers`. The rows are read here: that library goes
//! through a decimal of 28 digits, and pins a number of places on columns that have none.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion_table_providers::sql::db_connection_pool::dbconnection::postgresconn::PostgresConnection;
use datafusion_table_providers::sql::db_connection_pool::postgrespool::{
    Error as PoolError, PostgresConnectionPool,
};
use datafusion_table_providers::util::secrets::to_secret_map;
use futures::stream::{self, BoxStream, StreamExt};
use tokio::time::{Duration, Instant, timeout, timeout_at};
use tokio_postgres::config::Host;
use tokio_postgres::{Config, Row, RowStream};

use super::TableRequest;
use super::cells::{Cells, DIGITS, Raw};
use super::fault::DatabaseFault;
use super::secret::Scrubber;
use super::sql::{Dialect, Output, Trust, Wire, quoted};
use super::table::{Database, DatabaseTable, ReadColumn, Statement, UnreadColumn, stated_type};
use crate::report::ColumnType;

/// How many seconds a server has to let us in.
const CONNECT_SECONDS: u64 = 5;

/// How many seconds more than the server's own limit we wait for its word that time is up.
const GRACE_SECONDS: u64 = 2;

/// How many connections a report holds to a server at most.
const CONNECTIONS: &str = "4";

/// A server, or rather one database of it and one user.
#[derive(Clone)]
pub struct PostgresServer {
    pool: Arc<PostgresConnectionPool>,
    /// `host:port`.
    place: String,
    database: String,
    scrubber: Scrubber,
}

impl fmt::Debug for PostgresServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresServer").field("place", &self.place).finish_non_exhaustive()
    }
}

/// What a URL says.
struct Target {
    host: String,
    is_socket: bool,
    port: u16,
    parameters: HashMap<String, String>,
    database: String,
    scrubber: Scrubber,
}

impl PostgresServer {
    /// Connects to the server that a URL names.
    pub async fn connect(variable: &str, url: &str) -> Result<Self, DatabaseFault> {
        let target =
            target(url).ok_or_else(|| DatabaseFault::NoPostgresUrl(variable.to_owned()))?;
        let place = if target.is_socket {
            target.host.clone()
        } else {
            format!("{}:{}", target.host, target.port)
        };
        let away = |_| DatabaseFault::Away(place.clone());
        let limit = Duration::from_secs(CONNECT_SECONDS);
        if !target.is_socket {
            // The pool would try for 30 seconds, and hold up the event loop meanwhile.
            let address = (target.host.as_str(), target.port);
            let attempt = timeout(limit, tokio::net::TcpStream::connect(address));
            attempt.await.map_err(away)?.map_err(|_| DatabaseFault::Away(place.clone()))?;
        }
        let Target { parameters, database, scrubber, .. } = target;
        let attempt = timeout(limit, PostgresConnectionPool::new(to_secret_map(parameters)));
        match attempt.await.map_err(away)? {
            Ok(pool) => Ok(Self { pool: Arc::new(pool), place, database, scrubber }),
            Err(error) => Err(pool_fault(&error, &place, &database, &scrubber)),
        }
    }

    /// A connection in a transaction that only reads.
    async fn begin(&self, timeout: u64) -> Result<PostgresConnection, DatabaseFault> {
        let connection = self.pool.connect_direct().await.map_err(|error| match error {
            // All connections are in use, or the server has gone; the pool cannot tell which.
            PoolError::ConnectionPoolRunError { source }
                if source.to_string().contains("imed out") =>
            {
                DatabaseFault::TimedOut(timeout)
            }
            error => pool_fault(&error, &self.place, &self.database, &self.scrubber),
        })?;
        // A query that was given up may have left its transaction open.
        let begin = format!(
            "ROLLBACK; BEGIN TRANSACTION READ ONLY; SET LOCAL statement_timeout = {}",
            timeout.saturating_mul(1000)
        );
        connection.conn.batch_execute(&begin).await.map_err(|error| self.fault(&error, timeout))?;
        Ok(connection)
    }

    fn fault(&self, error: &tokio_postgres::Error, timeout: u64) -> DatabaseFault {
        match error.code().map(tokio_postgres::error::SqlState::code) {
            Some("57014") => DatabaseFault::TimedOut(timeout),
            _ => server_fault(error, &self.place, &self.database, &self.scrubber),
        }
    }
}

fn pool_fault(
    error: &PoolError,
    place: &str,
    database: &str,
    scrubber: &Scrubber,
) -> DatabaseFault {
    match error {
        PoolError::InvalidUsernameOrPassword { .. } => DatabaseFault::Refused(place.to_owned()),
        PoolError::ConnectionPoolError { source }
        | PoolError::PostgresConnectionError { source } => {
            server_fault(source, place, database, scrubber)
        }
        PoolError::ConnectionPoolRunError { .. } | PoolError::InvalidHostOrPortError { .. } => {
            DatabaseFault::Away(place.to_owned())
        }
        other => DatabaseFault::Other(scrubber.scrub(&other.to_string())),
    }
}

fn server_fault(
    error: &tokio_postgres::Error,
    place: &str,
    database: &str,
    scrubber: &Scrubber,
) -> DatabaseFault {
    let Some(said) = error.as_db_error() else {
        let words = error.to_string();
        // Without a word of the server, the connection is broken, or the security layer is not agreed on.
        return if words.contains("TLS") || words.contains("password") {
            DatabaseFault::Other(scrubber.scrub(&words))
        } else {
            DatabaseFault::Away(place.to_owned())
        };
    };
    match said.code().code() {
        "28P01" | "28000" => DatabaseFault::Refused(place.to_owned()),
        "3D000" => {
            DatabaseFault::NoDatabase { place: place.to_owned(), database: database.to_owned() }
        }
        "25006" => DatabaseFault::Write,
        _ => DatabaseFault::Other(scrubber.scrub(said.message())),
    }
}

/// Reads a URL; none where it is not one of `PostgreSQL` with a user in it.
fn target(url: &str) -> Option<Target> {
    let is_url = url.starts_with("postgres://") || url.starts_with("postgresql://");
    if !is_url {
        return None;
    }
    // The client knows only some words of `sslmode`; the pool knows all, but wants them apart.
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut security, mut rest) = (Vec::new(), Vec::new());
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        match parameter.split_once('=') {
            Some((name @ ("sslmode" | "sslrootcert"), value)) => security.push((name, value)),
            _ => rest.push(parameter),
        }
    }
    let question = if rest.is_empty() { "" } else { "?" };
    let config = Config::from_str(&format!("{base}{question}{}", rest.join("&"))).ok()?;
    let (host, is_socket) = match config.get_hosts() {
        [] => ("localhost".to_owned(), false),
        [Host::Tcp(host)] => (host.clone(), false),
        #[cfg(unix)]
        [Host::Unix(path)] => (path.to_str()?.to_owned(), true),
        _ => return None,
    };
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let user = config.get_user()?.to_owned();
    let password = match config.get_password() {
        Some(bytes) => Some(String::from_utf8(bytes.to_vec()).ok()?),
        None => None,
    };
    let database = config.get_dbname().unwrap_or(&user).to_owned();
    // The server applies the last word on a setting, which is ours.
    let options = format!(
        "{} -c default_transaction_read_only=on -c standard_conforming_strings=on",
        config.get_options().unwrap_or("")
    );
    let mut parameters = HashMap::from([
        ("host".to_owned(), word(&host)),
        ("user".to_owned(), word(&user)),
        ("db".to_owned(), word(&database)),
        ("port".to_owned(), format!("{port} connect_timeout={CONNECT_SECONDS}")),
        ("sslmode".to_owned(), "prefer".to_owned()),
        ("options".to_owned(), options),
        ("application_name".to_owned(), "recto".to_owned()),
        ("connection_pool_size".to_owned(), CONNECTIONS.to_owned()),
    ]);
    parameters.extend(password.clone().map(|password| ("pass".to_owned(), password)));
    parameters
        .extend(security.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
    // In the URL they may stand percent-encoded.
    let written = base.split_once("://")?.1.rsplit_once('@').map_or("", |(before, _)| before);
    let (written_user, written_password) = written.split_once(':').unwrap_or((written, ""));
    let secrets = [url.to_owned(), password.unwrap_or_default(), written_password.to_owned()];
    let scrubber = Scrubber::new(secrets, [user, written_user.to_owned()]);
    Some(Target { host, is_socket, port, parameters, database, scrubber })
}

/// A value of a connection string, which the pool glues together with spaces.
fn word(value: &str) -> String {
    format!("'{}'", value.replace('\\', "\\\\").replace('\'', "\\'"))
}

type Batch = Result<RecordBatch, DatabaseFault>;

impl Database for PostgresServer {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn run(&self, statement: Statement) -> BoxStream<'static, Batch> {
        let server = self.clone();
        let start = async move {
            match start(server, statement).await {
                Ok(rows) => rows,
                Err(fault) => stream::once(async { Err(fault) }).boxed(),
            }
        };
        stream::once(start).flatten().boxed()
    }
}

/// Rows on their way from a server.
struct Rows {
    server: PostgresServer,
    connection: PostgresConnection,
    stream: std::pin::Pin<Box<RowStream>>,
    cells: Cells,
    statement: Statement,
    deadline: Instant,
}

async fn start(
    server: PostgresServer,
    statement: Statement,
) -> Result<BoxStream<'static, Batch>, DatabaseFault> {
    let seconds = statement.timeout;
    let deadline = Instant::now() + Duration::from_secs(seconds + GRACE_SECONDS);
    let begin = async {
        let connection = server.begin(seconds).await?;
        let rows = connection.conn.query_raw(&statement.sql, Vec::<i32>::new()).await;
        let rows = rows.map_err(|error| server.fault(&error, seconds))?;
        Ok((connection, Box::pin(rows)))
    };
    let (connection, rows) =
        timeout_at(deadline, begin).await.map_err(|_| DatabaseFault::TimedOut(seconds))??;
    let cells = Cells::new(Arc::clone(&statement.schema));
    let rows = Rows { server, connection, stream: rows, cells, statement, deadline };
    let batches = stream::unfold(Some(rows), |rows| async {
        let mut rows = rows?;
        match rows.next_batch().await {
            Ok(Some(batch)) => Some((Ok(batch), Some(rows))),
            Ok(None) => {
                let last = rows.cells.take();
                let _ = rows.connection.conn.batch_execute("ROLLBACK").await;
                last.map(|batch| (Ok(batch), None))
            }
            Err(fault) => Some((Err(fault), None)),
        }
    });
    Ok(batches.boxed())
}

impl Rows {
    /// The next full batch; none when all rows have come.
    async fn next_batch(&mut self) -> Result<Option<RecordBatch>, DatabaseFault> {
        let seconds = self.statement.timeout;
        loop {
            let row = timeout_at(self.deadline, self.stream.next()).await;
            let row = match row.map_err(|_| DatabaseFault::TimedOut(seconds))? {
                Some(row) => row.map_err(|error| self.server.fault(&error, seconds))?,
                None => return Ok(None),
            };
            for (index, column) in self.statement.columns.iter().enumerate() {
                let raw =
                    raw(&row, index, column).map_err(|error| self.server.fault(&error, seconds))?;
                self.cells.push(index, raw)?;
            }
            if let Some(batch) = self.cells.end_row() {
                return Ok(Some(batch));
            }
        }
    }
}

/// A cell in the form that the statement asked for.
fn raw<'a>(row: &'a Row, index: usize, column: &Output) -> Result<Raw<'a>, tokio_postgres::Error> {
    let raw = match (&column.data_type, column.wire) {
        (DataType::Int64, Wire::Native) => row.try_get::<_, Option<i64>>(index)?.map(Raw::Integer),
        (DataType::Date32, Wire::Native) => row.try_get::<_, Option<i32>>(index)?.map(Raw::Days),
        (DataType::Boolean, Wire::Native) => {
            row.try_get::<_, Option<bool>>(index)?.map(Raw::Boolean)
        }
        _ => row.try_get::<_, Option<&str>>(index)?.map(Raw::Text),
    };
    Ok(raw.unwrap_or(Raw::Null))
}

/// A column as the catalogue of the server has it.
struct Catalogued {
    name: String,
    /// The type as declared: `numeric(10,2)`, `timestamp with time zone`.
    declared: String,
    /// The type's own name: `numeric`, `timestamptz`.
    type_name: String,
    is_enumeration: bool,
    /// Whether its text is the same only when all bytes are.
    is_deterministic: bool,
    /// The places of a decimal that has a fixed number of them.
    scale: Option<i32>,
}

const TABLE: &str = "SELECT c.oid::bigint, has_table_privilege(c.oid, 'SELECT') \
    FROM pg_catalog.pg_class c \
    WHERE c.oid = to_regclass($1) AND c.relkind IN ('r', 'v', 'm', 'f', 'p')";

const TABLES: &str = "SELECT CASE WHEN pg_table_is_visible(c.oid) THEN c.relname ELSE n.nspname || '.' || c.relname END::text \
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
    WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' \
    ORDER BY 1 LIMIT 200";

// The modifier of a decimal is its precision and, in the lowest eleven bits with a sign, its places.
const COLUMNS: &str = "SELECT a.attname::text, format_type(a.atttypid, a.atttypmod), t.typname::text, \
    t.typtype = 'e', COALESCE(k.collisdeterministic, true), \
    CASE WHEN t.typname = 'numeric' AND a.atttypmod >= 4 \
        THEN (((a.atttypmod - 4) & 2047) # 1024) - 1024 END \
    FROM pg_catalog.pg_attribute a \
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid \
    LEFT JOIN pg_catalog.pg_collation k ON k.oid = a.attcollation \
    WHERE a.attrelid::bigint = $1 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";

/// Looks a table up.
///
/// # Errors
/// Where the table is not there or may not be read, or a column has more digits than a decimal.
pub async fn table(
    server: &Arc<PostgresServer>,
    request: TableRequest,
) -> Result<DatabaseTable, DatabaseFault> {
    let seconds = request.timeout;
    let look = look_up(server, &request);
    let limit = Duration::from_secs(seconds + GRACE_SECONDS);
    let found = timeout(limit, look).await.map_err(|_| DatabaseFault::TimedOut(seconds))?;
    let (columns, unread) = found?;
    let from = in_sql(&request.table);
    let database: Arc<dyn Database> = Arc::<PostgresServer>::clone(server);
    Ok(DatabaseTable::new(request.source, columns, unread, from, database, seconds))
}

/// `schema.table` or `table`, with each name in quotation marks.
fn in_sql(table: &str) -> String {
    table.splitn(2, '.').map(quoted).collect::<Vec<_>>().join(".")
}

type Columns = (Vec<ReadColumn>, Vec<UnreadColumn>);

async fn look_up(
    server: &PostgresServer,
    request: &TableRequest,
) -> Result<Columns, DatabaseFault> {
    let connection = server.begin(request.timeout).await?;
    let client = &connection.conn;
    let fault = |error: tokio_postgres::Error| server.fault(&error, request.timeout);
    let from = in_sql(&request.table);
    let Some(row) = client.query_opt(TABLE, &[&from]).await.map_err(fault)? else {
        let rows = client.query(TABLES, &[]).await.map_err(fault)?;
        let known = rows.iter().map(|row| row.try_get(0).map_err(fault)).collect::<Result<_, _>>();
        return Err(DatabaseFault::NoTable { table: request.table.clone(), known: known? });
    };
    let id: i64 = row.try_get(0).map_err(fault)?;
    if !row.try_get::<_, bool>(1).map_err(fault)? {
        return Err(DatabaseFault::Forbidden(request.table.clone()));
    }
    let rows = client.query(COLUMNS, &[&id]).await.map_err(fault)?;
    let mut catalogued = Vec::with_capacity(rows.len());
    for row in &rows {
        catalogued.push(Catalogued {
            name: row.try_get(0).map_err(fault)?,
            declared: row.try_get(1).map_err(fault)?,
            type_name: row.try_get(2).map_err(fault)?,
            is_enumeration: row.try_get(3).map_err(fault)?,
            is_deterministic: row.try_get(4).map_err(fault)?,
            scale: row.try_get(5).map_err(fault)?,
        });
    }
    let is_known = |name: &str| catalogued.iter().any(|column| column.name == name);
    if let Some(column) = request.types.keys().find(|name| !is_known(name)) {
        let known = catalogued.iter().map(|column| column.name.clone()).collect();
        return Err(DatabaseFault::NoColumn { column: column.clone(), known });
    }
    let mut columns = Vec::new();
    let mut unread = Vec::new();
    for column in catalogued {
        let natural = natural(&column);
        let wanted = request.types.get(&column.name).copied();
        let Some(form) = form(&column, natural, wanted) else {
            unread.push(UnreadColumn { name: column.name, kind: column.declared });
            continue;
        };
        let scale = match (&form.kind, column.scale) {
            (Some(ColumnType::Decimal), Some(scale)) if natural == form.kind => scale.max(0),
            (Some(ColumnType::Decimal), _) => {
                // Each row may have places of its own, so the rows are asked.
                let sql = format!("SELECT max(min_scale({})) FROM {from}", form.number);
                let row = client.query_one(&sql, &[]).await.map_err(fault)?;
                row.try_get::<_, Option<i32>>(0).map_err(fault)?.unwrap_or(0)
            }
            _ => 0,
        };
        let Some(scale) = u8::try_from(scale).ok().filter(|scale| *scale < DIGITS) else {
            let kind = format!("{} with {scale} places", column.declared);
            unread.push(UnreadColumn { name: column.name, kind });
            continue;
        };
        columns.push(ReadColumn {
            data_type: form.kind.map_or(DataType::Float64, |kind| stated_type(kind, scale)),
            name: column.name,
            sql: form.sql,
            trust: form.trust,
            wire: form.wire,
        });
    }
    let _ = client.batch_execute("ROLLBACK").await;
    Ok((columns, unread))
}

/// How a column is read.
struct Form {
    /// Its type; none for a binary floating-point number.
    kind: Option<ColumnType>,
    /// What it is in SQL.
    sql: String,
    /// The same as a decimal, to ask for its places.
    number: String,
    trust: Trust,
    wire: Wire,
}

/// The type here that is the same as one of the server.
fn natural(column: &Catalogued) -> Option<ColumnType> {
    match column.type_name.as_str() {
        "int2" | "int4" | "int8" => Some(ColumnType::Integer),
        "numeric" => Some(ColumnType::Decimal),
        "text" | "varchar" | "bpchar" => Some(ColumnType::Text),
        "date" => Some(ColumnType::Date),
        "bool" => Some(ColumnType::Boolean),
        _ if column.is_enumeration => Some(ColumnType::Text),
        _ => None,
    }
}

fn form(
    column: &Catalogued,
    natural: Option<ColumnType>,
    wanted: Option<ColumnType>,
) -> Option<Form> {
    let name = quoted(&column.name);
    let as_text = format!("CAST({name} AS text)");
    let number = format!("CAST({name} AS numeric)");
    if wanted.is_none_or(|wanted| Some(wanted) == natural)
        && let Some(kind) = natural
    {
        // Padded text and enumerations compare by rules of their own.
        let is_text = matches!(column.type_name.as_str(), "text" | "varchar");
        let trust = match kind {
            ColumnType::Text if is_text && column.is_deterministic => Trust::Equality,
            ColumnType::Text => Trust::Presence,
            _ => Trust::Order,
        };
        let sql = if kind == ColumnType::Text && !is_text { as_text } else { name };
        return Some(Form { kind: Some(kind), sql, number, trust, wire: Wire::Native });
    }
    match wanted {
        Some(ColumnType::Decimal) if natural == Some(ColumnType::Integer) => Some(Form {
            kind: wanted,
            sql: number.clone(),
            number,
            trust: Trust::Order,
            wire: Wire::Native,
        }),
        Some(_) => Some(Form {
            kind: wanted,
            sql: as_text,
            number,
            trust: Trust::Presence,
            wire: Wire::Text,
        }),
        None if matches!(column.type_name.as_str(), "float4" | "float8") => Some(Form {
            kind: None,
            sql: as_text,
            number,
            trust: Trust::Presence,
            wire: Wire::Text,
        }),
        None => None,
    }
}
