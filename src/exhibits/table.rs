//! Tables with their data.

use super::category::{Texts, cell_text, is_period_column, number_text, text_in};
use super::table_heads::{self, Head};
use super::table_notes::{self, Notes};
use super::table_rows::{self, Row};
use super::{column, operator};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::facts::{QueryResult, Value};
use crate::language::Language;
use crate::quantity::{Operator, Rational};
use crate::report::{self, Absence, ColumnFormat, Frame, Missing, Report};
use crate::source::MappedText;

/// A table whose rows are known.
#[derive(Debug)]
pub struct Table {
    /// Its id.
    pub id: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The heads over them, those that stand highest first.
    pub heads: Vec<Vec<Head>>,
    /// How many rows it has.
    pub rows: usize,
    /// What each row is among the others.
    pub places: Vec<Row>,
    /// Its notes and what they are about.
    pub notes: Notes,
    /// The query's result.
    pub result: QueryResult,
}

/// A column of a table.
#[derive(Debug)]
pub struct Column {
    /// The index of the column of the result, by language.
    indexes: Vec<(Language, usize)>,
    /// How each row is hedged.
    operators: Vec<Operator>,
    /// Why each row has no value, where it has none.
    absences: Vec<Option<Absence>>,
    /// How its numbers are printed.
    format: ColumnFormat,
    /// Whether it holds periods.
    periods: bool,
    /// Whether it holds numbers, which are set flush by their decimal point.
    pub numeric: bool,
    /// Over how many rows each value reaches: 0 where the one above does.
    pub reaches: Vec<usize>,
}

/// Reads the rows of a table.
pub fn resolve(
    report: &Report,
    definition: &report::Table,
    result: &QueryResult,
    problems: &mut Diagnostics,
) -> Option<Table> {
    let frame = &definition.frame;
    let places = table_rows::places(report, definition, result, problems)?;
    let mut columns = Vec::new();
    for declared in &definition.columns {
        columns.push(resolve_column(report, definition, declared, result, &places, problems)?);
    }
    let heads = table_heads::levels(definition, problems)?;
    let notes = table_notes::notes(definition, result, problems)?;
    super::totals::check(definition, result, &places, problems);
    Some(Table {
        id: frame.id.name.clone(),
        columns,
        heads,
        rows: result.rows.len(),
        places,
        notes,
        result: result.clone(),
    })
}

fn resolve_column(
    report: &Report,
    definition: &report::Table,
    declared: &report::Column,
    result: &QueryResult,
    places: &[Row],
    problems: &mut Diagnostics,
) -> Option<Column> {
    let frame = &definition.frame;
    let mut indexes = Vec::new();
    for language in &report.languages {
        let name = declared.column.name(language)?;
        indexes.push((language.clone(), column(frame, result, name, problems)?));
    }
    let qualifier = match &declared.qualifier {
        Some(name) => Some(column(frame, result, name, problems)?),
        None => None,
    };
    let rows = 0..result.rows.len();
    let operators = rows.map(|row| operator(frame, result, row, qualifier, problems)).collect();
    let missing = declared.missing.as_ref().or(definition.missing.as_ref());
    let first = indexes.first().map_or(0, |(_, index)| *index);
    let absences = absences(frame, result, first, missing, problems)?;
    let mut filled = result.rows.iter().filter_map(|row| row[first].as_ref()).peekable();
    let numeric = filled.peek().is_some() && filled.all(|cell| matches!(cell, Value::Number(_)));
    let reaches = if declared.merge {
        table_rows::reaches(result, &indexes, places)
    } else {
        vec![1; result.rows.len()]
    };
    Some(Column {
        periods: is_period_column(result, first),
        indexes,
        operators,
        absences,
        format: declared.format.clone(),
        numeric,
        reaches,
    })
}

/// Why each row has no value in a column.
fn absences(
    frame: &Frame,
    result: &QueryResult,
    index: usize,
    missing: Option<&Missing>,
    problems: &mut Diagnostics,
) -> Option<Vec<Option<Absence>>> {
    let reasons = match missing {
        None => return Some(vec![None; result.rows.len()]),
        Some(Missing::Always(absence)) => return Some(vec![Some(*absence); result.rows.len()]),
        Some(Missing::ByRow(name)) => (name, column(frame, result, name, problems)?),
    };
    let (name, reasons) = reasons;
    let mut absences = Vec::new();
    for row in &result.rows {
        let word = row[reasons].as_ref().map(ToString::to_string);
        let absence = word.as_deref().and_then(Absence::parse);
        if let (Some(word), None, None) = (&word, absence, &row[index]) {
            problems.push(unknown_reason(name, word));
            return None;
        }
        absences.push(absence);
    }
    Some(absences)
}

/// What a cell shows.
enum Shown {
    Text(String),
    Absent(Absence),
}

impl Table {
    /// The text of a cell in a language.
    pub fn cell(&self, row: usize, column: usize, language: &Language) -> String {
        match self.shown(row, column, language) {
            Shown::Text(text) => text,
            Shown::Absent(absence) => absence.symbol().to_owned(),
        }
    }

    /// The reasons for missing values that a reader of a language needs to be told.
    pub fn absences(&self, language: &Language) -> Vec<Absence> {
        let occurs = |absence: &Absence| {
            (0..self.rows).any(|row| {
                (0..self.columns.len()).any(|column| {
                    matches!(self.shown(row, column, language), Shown::Absent(found) if found == *absence)
                })
            })
        };
        Absence::ALL.into_iter().filter(occurs).collect()
    }

    /// Whether some rows are parts of others.
    pub fn has_parts(&self) -> bool {
        self.places.iter().any(|place| place.of_which)
    }

    /// The word for the scale of a column, which its unit begins with.
    pub fn scale(&self, column: usize, language: &Language) -> Option<&'static str> {
        let scales = &self.columns[column].format.scale;
        let (_, scale) = scales.iter().find(|(of, _)| of == language)?;
        scale.word(language.grammar())
    }

    /// The title over a row, where a group of rows begins with it.
    pub fn group_title<'a>(&'a self, row: usize, language: &Language) -> Option<&'a str> {
        let titles: &Texts = self.places[row].title.as_ref()?;
        Some(text_in(titles, language))
    }

    fn shown(&self, row: usize, column: usize, language: &Language) -> Shown {
        let column = &self.columns[column];
        let index = column.indexes.iter().find(|(of, _)| of == language).map(|(_, index)| *index);
        let cell = index.and_then(|index| self.result.rows[row][index].as_ref());
        if let (None, Some(absence)) = (cell, column.absences[row]) {
            return Shown::Absent(absence);
        }
        let operator = column.operators[row];
        let Some(Value::Number(number)) = cell else {
            return Shown::Text(cell_text(cell, operator, column.periods, language));
        };
        let scaled = column.scaled(number, language);
        let digits = column.format.digits;
        let mut text = number_text(&scaled, operator, digits, language);
        // What is there, but would be printed as nothing, is no zero.
        if !number.is_zero()
            && digits.is_some()
            && !text.contains(|c: char| ('1'..='9').contains(&c))
        {
            return Shown::Absent(Absence::TooSmall);
        }
        if column.format.ungrouped.contains(language) {
            text.retain(|c| c != ',');
        }
        Shown::Text(text)
    }
}

impl Column {
    /// A number in the scale of a language.
    fn scaled(&self, number: &Rational, language: &Language) -> Rational {
        let scale = self.format.scale.iter().find(|(of, _)| of == language);
        match scale {
            Some((_, scale)) => number * Rational::ten_to(-scale.exponent()),
            None => number.clone(),
        }
    }
}

fn unknown_reason(name: &MappedText, word: &str) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidExhibit,
        format!("`{word}` in column `{}` is no reason for a missing value", name.as_str()),
    )
    .at(name.whole_span(), "this column")
    .nearest(word, Absence::ALL.iter().map(|absence| absence.name()))
    .help("reasons are too-small (…), unknown (a blank), none (–)")
}
