//! Whose fault a failed job is.
//!
//! A scheduler hands back the failure of a task as text: Rust's `{:?}` of the error on the node.
//! Errors of arithmetic and of casts can come of the query alone. Errors of execution may be those
//! of a function or those of the network, so they count as the query's when they come twice. All
//! others are the cluster's, and a doubt is decided for the cluster: to blame it stops the check,
//! to blame the query would change a verdict.

use super::one_row::MARK;

/// Why an attempt has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The query's own: the words that the embedded engine has for it.
    Query(String),
    /// The query's own, if it comes again.
    Perhaps(String),
    /// The cluster's.
    Cluster(String),
    /// The cluster cannot run such a query.
    Refused(String),
    /// Client and cluster are of different versions.
    Version(String),
    /// The message is too large for the scheduler.
    TooLarge,
    /// The answer has more rows than allowed.
    ManyRows,
}

/// Errors of Arrow that only data and query can cause, and how the engine prints them.
const OF_THE_QUERY: [(&str, &str); 6] = [
    ("ArrowError(CastError(", "Cast error: "),
    ("ArrowError(ParseError(", "Parser error: "),
    ("ArrowError(ComputeError(", "Compute error: "),
    ("ArrowError(ArithmeticOverflow(", "Arithmetic overflow: "),
    ("ArrowError(InvalidArgumentError(", "Invalid argument error: "),
    ("ArrowError(SchemaError(", "Schema error: "),
];

impl Failure {
    /// Reads the words of a failed job.
    pub fn of_job(words: &str) -> Self {
        if words.contains("Error planning job") {
            return Self::Refused(first_line(words));
        }
        let Some((_, error)) = words.split_once("Task failed due to runtime execution error: ")
        else {
            return Self::Cluster(first_line(words));
        };
        if error.contains(MARK) {
            return Self::Query("Scalar subquery returned more than one row".to_owned());
        }
        if error.contains("ArrowError(DivideByZero") {
            return Self::Query("Divide by zero error".to_owned());
        }
        for (mark, prefix) in OF_THE_QUERY {
            if let Some(words) = quoted_after(error, mark) {
                return Self::Query(format!("{prefix}{words}"));
            }
        }
        match quoted_after(error, "Execution(") {
            Some(words) => Self::Perhaps(words),
            None => Self::Cluster(first_line(error)),
        }
    }

    /// Reads the refusal of a call.
    pub fn of_call(status: &tonic::Status) -> Self {
        let words = first_line(status.message());
        match status.code() {
            tonic::Code::FailedPrecondition => Self::Version(words),
            tonic::Code::OutOfRange => Self::TooLarge,
            tonic::Code::InvalidArgument | tonic::Code::Unimplemented => Self::Refused(words),
            _ => Self::Cluster(words),
        }
    }
}

/// The text of a string literal behind a mark: `Execution("a \"b\"")` has `a "b"`.
fn quoted_after(error: &str, mark: &str) -> Option<String> {
    let (_, rest) = error.split_once(mark)?;
    let mut text = String::new();
    let mut characters = rest.strip_prefix('"')?.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => break,
            '\\' => match characters.next()? {
                'n' => text.push('\n'),
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
    Some(first_line(&text))
}

fn first_line(words: &str) -> String {
    words.trim().lines().next().unwrap_or("it gives no reason").to_owned()
}
