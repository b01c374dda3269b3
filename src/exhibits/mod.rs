//! Figures and tables meet their rows: every query is run, every value typed, every label known.
//!
//! Nothing is drawn here. What comes out is independent of editions; [`Figure::chart`] and
//! [`Table::cell`] choose the languages.

mod category;
mod figure;
mod table;
mod table_heads;
mod table_notes;
mod table_rows;
#[cfg(test)]
mod tests;
mod totals;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::facts::{Facts, QueryError, QueryResult, read_qualifier};
use crate::quantity::Operator;
use crate::report::{Block, Frame, Report};
use crate::source::MappedText;
use crate::verify::trap_told;

pub use category::Texts;
pub use figure::Figure;
pub use table::{Column, Table};
pub use table_heads::Head;
pub use table_notes::Notes;
pub use table_rows::Row;

/// The figures and tables of a report in the order of the book.
#[derive(Debug, Default)]
pub struct Exhibits {
    /// The figures; the first is figure 1.
    pub figures: Vec<Figure>,
    /// The tables; the first is table 1.
    pub tables: Vec<Table>,
    /// Which of them show only some of their rows, by their ids.
    pub cuts: BTreeMap<String, Cut>,
}

/// How many rows an exhibit shows of how many, where a `LIMIT` cuts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The rows that are shown.
    pub shown: usize,
    /// The rows that there are.
    pub of: usize,
}

/// Runs the queries of all figures and tables.
///
/// `None` where one of them has no rows to show: the numbers of the others would then be wrong.
pub fn resolve(report: &Report, facts: &Facts, problems: &mut Diagnostics) -> Option<Exhibits> {
    let mut exhibits = Exhibits::default();
    let mut complete = true;
    for block in report.blocks() {
        match block {
            Block::Figure(definition) => {
                let figure = run(&definition.frame, facts, problems).and_then(|result| {
                    let cut = exhibits.note_cut(&definition.frame, &result, facts);
                    figure::resolve(report, facts, definition, (&result, cut), problems)
                });
                complete &= figure.is_some();
                exhibits.figures.extend(figure);
            }
            Block::Table(definition) => {
                let table = run(&definition.frame, facts, problems).and_then(|result| {
                    exhibits.note_cut(&definition.frame, &result, facts);
                    table::resolve(report, definition, &result, problems)
                });
                complete &= table.is_some();
                exhibits.tables.extend(table);
            }
            _ => {}
        }
    }
    complete.then_some(exhibits)
}

impl Exhibits {
    /// Notes how many rows the limit of a query leaves out.
    fn note_cut(&mut self, frame: &Frame, result: &QueryResult, facts: &Facts) -> Option<Cut> {
        let of = facts.rows_without_limits(frame.query.as_str())?;
        let shown = result.rows.len();
        let cut = (of > shown).then_some(Cut { shown, of })?;
        self.cuts.insert(frame.id.name.clone(), cut);
        Some(cut)
    }
}

fn run(frame: &Frame, facts: &Facts, problems: &mut Diagnostics) -> Option<Arc<QueryResult>> {
    let result = match facts.query(frame.query.as_str()) {
        Ok(result) => result,
        Err(_) if facts.speaks_of_unreadable(frame.query.as_str()) => return None,
        Err(error) => {
            problems.push(query_failed(frame, &error));
            return None;
        }
    };
    if result.tables.is_empty() {
        problems.push(reads_no_source(frame));
        return None;
    }
    if result.rows.is_empty() {
        problems.push(no_rows(frame));
        return None;
    }
    for trap in &result.traps {
        problems.push(trap_told(trap, &format!("exhibit `{}`", frame.id.name), &frame.query));
    }
    for table in &result.tables {
        if !frame.sources.iter().any(|source| &source.name == table) {
            problems.push(unnamed_source(frame, table));
        }
    }
    Some(result)
}

/// The index of a column that an exhibit names.
fn column(
    frame: &Frame,
    result: &QueryResult,
    name: &MappedText,
    problems: &mut Diagnostics,
) -> Option<usize> {
    let index = result.columns.iter().position(|column| column == name.as_str());
    if index.is_none() {
        problems.push(no_column(frame, result, name));
    }
    index
}

/// How the data hedge the value of a row.
fn operator(
    frame: &Frame,
    result: &QueryResult,
    row: usize,
    qualifier: Option<usize>,
    problems: &mut Diagnostics,
) -> Operator {
    let cell = qualifier.and_then(|index| result.rows[row][index].as_ref());
    let Some(cell) = cell else { return Operator::Exact };
    read_qualifier(&cell.to_string()).unwrap_or_else(|_| {
        problems.push(unknown_qualifier(frame, &cell.to_string()));
        Operator::Exact
    })
}

fn on_query(code: Code, message: String, frame: &Frame) -> Diagnostic {
    Diagnostic::new(code, message).at(frame.query.whole_span(), "this query")
}

fn query_failed(frame: &Frame, error: &QueryError) -> Diagnostic {
    on_query(error.code, format!("the query of exhibit `{}` fails: {error}", frame.id.name), frame)
        .note(format!("query: {}", frame.query.as_str()))
}

fn reads_no_source(frame: &Frame) -> Diagnostic {
    let message = format!("the query of exhibit `{}` reads no source", frame.id.name);
    on_query(Code::SelfProvingQuery, message, frame).help("select from a source of the report")
}

fn no_rows(frame: &Frame) -> Diagnostic {
    let message = format!("the query of exhibit `{}` finds no row", frame.id.name);
    on_query(Code::QueryWithoutRows, message, frame)
}

fn unnamed_source(frame: &Frame, table: &str) -> Diagnostic {
    let message =
        format!("exhibit `{}` reads `{table}`, which its source line does not name", frame.id.name);
    on_query(Code::InvalidExhibit, message, frame)
        .help(format!("add `{table}` to the `source` of the block"))
}

fn no_column(frame: &Frame, result: &QueryResult, name: &MappedText) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidExhibit,
        format!("the query of exhibit `{}` returns no column `{}`", frame.id.name, name.as_str()),
    )
    .at(name.whole_span(), "")
    .at(frame.query.whole_span(), "this query")
    .nearest(name.as_str(), result.columns.iter().map(String::as_str))
    .note(format!("it returns {}", result.columns.join(", ")))
}

fn unknown_qualifier(frame: &Frame, word: &str) -> Diagnostic {
    on_query(Code::InvalidExhibit, format!("`{word}` is no qualifier"), frame)
        .help("qualifiers are exact, about, nearly, more-than, at-least, less-than, at-most")
}
