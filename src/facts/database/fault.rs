//! Why a database gives no rows, and the words for it.
//!
//! No fault holds a URL, a user or a password: what a server says is scrubbed before it gets here.

use std::fmt;

use datafusion::common::SchemaError;
use datafusion::error::DataFusionError;

use crate::diagnostics::{Code, Diagnostic};
use crate::source::Span;

/// The code of a database that cannot be reached or does not answer.
const UNAVAILABLE: Code = Code::DatabaseUnavailable;

/// Why a database gives no rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseFault {
    /// The environment variable that should hold the URL is not set.
    VariableNotSet(String),
    /// The environment variable holds something else than a URL of `PostgreSQL`.
    NoPostgresUrl(String),
    /// A URL stands in the report where the name of a variable is wanted.
    UrlInReport,
    /// This program was built without the client of `PostgreSQL`.
    NotBuilt,
    /// No server answers at a place, `host:port`.
    Away(String),
    /// The server does not let the user in.
    Refused(String),
    /// The server has no such database.
    NoDatabase {
        /// The server, `host:port`.
        place: String,
        /// The database.
        database: String,
    },
    /// The file is no database of `SQLite` or cannot be opened.
    NoSqliteFile(String),
    /// Changes of the file lie beside it, in a journal that is not yet worked in.
    Pending(String),
    /// There is no such table.
    NoTable {
        /// The table.
        table: String,
        /// The tables that there are.
        known: Vec<String>,
    },
    /// The user may not read the table.
    Forbidden(String),
    /// `types` names a column that the table does not have.
    NoColumn {
        /// The column.
        column: String,
        /// The columns that there are.
        known: Vec<String>,
    },
    /// A column is of a type that is not read.
    Unread {
        /// The column.
        column: String,
        /// Its type, as the database names it.
        kind: String,
    },
    /// A cell is not of the type of its column.
    Cell(CellFault),
    /// A query took longer than the time limit of its source, in seconds.
    TimedOut(u64),
    /// A query tried to write.
    Write,
    /// What else the database said, scrubbed.
    Other(String),
}

/// A cell that is not of the type of its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFault {
    /// The column.
    pub column: String,
    /// The row, in words: `rowid 3`; none where the database has no name for it.
    pub row: Option<String>,
    /// What stands in the cell.
    pub found: String,
    /// What the column holds, in words.
    pub wanted: &'static str,
}

impl DatabaseFault {
    /// The problem, at its place in the report.
    pub fn diagnostic(&self, source: &str, place: Span) -> Diagnostic {
        let code = match self {
            Self::UrlInReport => Code::InvalidValue,
            Self::NoTable { .. }
            | Self::NoColumn { .. }
            | Self::Unread { .. }
            | Self::NoSqliteFile(_) => Code::MalformedData,
            Self::Cell(_) => Code::MixedColumn,
            _ => UNAVAILABLE,
        };
        let diagnostic = Diagnostic::new(code, self.to_string()).at(place, "");
        match self {
            Self::NoTable { table, known } => nearest(diagnostic, "tables", table, known),
            Self::NoColumn { column, known } => nearest(diagnostic, "columns", column, known),
            _ => diagnostic.help(self.cure(source)),
        }
    }

    /// The code where a query meets it: what is wrong with the database is not said of the query.
    pub fn code_of_query(&self) -> Code {
        match self {
            Self::Away(_) | Self::Refused(_) | Self::TimedOut(_) => UNAVAILABLE,
            Self::Cell(_) => Code::MixedColumn,
            _ => Code::QueryFailed,
        }
    }

    fn cure(&self, source: &str) -> String {
        match self {
            Self::VariableNotSet(variable) | Self::NoPostgresUrl(variable) => {
                format!("set {variable} to postgres://USER:PASSWORD@HOST:PORT/DATABASE before the run")
            }
            Self::UrlInReport => {
                "put the URL into an environment variable and write the variable's name here".into()
            }
            Self::NotBuilt => {
                "build it with `cargo build --release --features postgres`, or export the table to CSV".into()
            }
            Self::Away(_) => "start the server, or mend the host and port in the variable".into(),
            Self::Refused(_) => "mend the user and password in the variable".into(),
            Self::NoDatabase { .. } => "mend the name of the database in the variable".into(),
            Self::NoSqliteFile(_) => "name a file of SQLite 3".into(),
            Self::Pending(_) => {
                "close the programs that write to it; `PRAGMA wal_checkpoint(TRUNCATE)` works a log in".into()
            }
            Self::Forbidden(table) => format!("let its owner run `GRANT SELECT ON {table}`"),
            Self::Unread { column, .. } => format!(
                "turn it into a number, text, date or boolean in a view, or say `types = {{ {column} = \"text\" }}` under [source.{source}]"
            ),
            Self::Cell(cell) => format!(
                "mend the cell, make it NULL for a missing value, or say that the column is text: `types = {{ {} = \"text\" }}` under [source.{source}]",
                cell.column
            ),
            Self::TimedOut(_) => {
                format!("ask for less, add an index, or set `timeout` under [source.{source}]")
            }
            Self::Write => "a source is only read; take the writing function out of the view".into(),
            Self::NoTable { .. } | Self::NoColumn { .. } | Self::Other(_) => {
                format!("the table is named under [source.{source}]")
            }
        }
    }
}

impl fmt::Display for DatabaseFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::VariableNotSet(variable) => {
                write!(f, "the environment variable `{variable}` is not set")
            }
            Self::NoPostgresUrl(variable) => {
                write!(f, "the environment variable `{variable}` holds no URL of PostgreSQL")
            }
            Self::UrlInReport => {
                f.write_str("`connection` wants the name of an environment variable, not a URL")
            }
            Self::NotBuilt => f.write_str("this recto was built without PostgreSQL"),
            Self::Away(place) => write!(f, "no database server answers at {place}"),
            Self::Refused(place) => {
                write!(f, "the database server at {place} refuses the user or the password")
            }
            Self::NoDatabase { place, database } => {
                write!(f, "the server at {place} has no database `{database}`")
            }
            Self::NoSqliteFile(path) => write!(f, "`{path}` is no database that SQLite can open"),
            Self::Pending(path) => {
                write!(f, "`{path}` has changes that are not yet worked into it")
            }
            Self::NoTable { table, .. } => write!(f, "the database has no table or view `{table}`"),
            Self::Forbidden(table) => write!(f, "the user may not read `{table}`"),
            Self::NoColumn { column, .. } => {
                write!(f, "`types` names `{column}`, but the table has no such column")
            }
            Self::Unread { column, kind } => {
                write!(f, "column `{column}` is of type {kind}, which is not read")
            }
            Self::Cell(CellFault { column, row, found, wanted }) => {
                write!(f, "`{found}` in column `{column}`")?;
                if let Some(row) = row {
                    write!(f, ", {row},")?;
                }
                write!(f, " is not {wanted}")
            }
            Self::TimedOut(seconds) => {
                write!(f, "the database did not answer within {seconds} seconds")
            }
            Self::Write => f.write_str("the query tries to write to the database"),
            Self::Other(message) => write!(f, "the database says: {message}"),
        }
    }
}

impl std::error::Error for DatabaseFault {}

impl From<DatabaseFault> for DataFusionError {
    fn from(fault: DatabaseFault) -> Self {
        Self::External(Box::new(fault))
    }
}

/// The fault of a database that made a query fail, if it was one.
pub fn fault_of(error: &DataFusionError) -> Option<&DatabaseFault> {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = next {
        if let Some(fault) = error.downcast_ref::<DatabaseFault>() {
            return Some(fault);
        }
        next = error.source();
    }
    None
}

/// The name of the column that a query asks for and no table has.
pub fn missing_column(error: &DataFusionError) -> Option<&str> {
    match error.find_root() {
        DataFusionError::SchemaError(error, _) => match error.as_ref() {
            SchemaError::FieldNotFound { field, .. } => Some(&field.name),
            _ => None,
        },
        _ => None,
    }
}

fn nearest(diagnostic: Diagnostic, what: &str, name: &str, known: &[String]) -> Diagnostic {
    let diagnostic = diagnostic.nearest(name, known.iter().map(String::as_str));
    if known.is_empty() {
        diagnostic.note(format!("it has no {what}"))
    } else {
        diagnostic.note(format!("its {what} are {}", known.join(", ")))
    }
}
