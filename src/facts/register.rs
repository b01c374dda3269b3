//! Registers: tables whose rows are claims by themselves.

use super::answer::{Answer, Fault, NumberAnswer, read_qualifier, read_unit};
use super::table::DataTable;
use super::value::Value;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::quantity::{Bands, Period, Unit};
use crate::report::{Id, Register};
use crate::source::Span;

/// A row of a register: a claim without a query.
#[derive(Clone, Debug)]
pub struct RegisterRow {
    /// Its id, with its place in the data file.
    pub id: Id,
    /// The source.
    pub source: String,
    /// The row, from 0.
    pub row: usize,
    /// What it answers.
    pub answer: Answer,
    /// The unit of the value.
    pub unit: Unit,
    /// Nouns by language.
    pub noun: Vec<(Language, Vec<String>)>,
    /// The period it speaks of.
    pub period: Option<(Period, Span)>,
    /// The words of the publication that it was taken from.
    pub quote: Option<String>,
}

/// Makes claims of the rows of a table.
pub fn rows(
    register: &Register,
    table: &DataTable,
    languages: &[Language],
    bands: &Bands,
    problems: &mut Diagnostics,
) -> Vec<RegisterRow> {
    let Some(columns) = Columns::find(register, table, languages, problems) else {
        return Vec::new();
    };
    let mut result = Vec::new();
    for row in 0..table.row_count() {
        match read_row(&columns, table, row, bands) {
            Ok(row) => result.push(row),
            Err(problem) => problems.push(problem),
        }
    }
    result
}

struct Columns {
    id: usize,
    value: usize,
    unit: Option<usize>,
    qualifier: Option<usize>,
    bounds: Option<(usize, usize)>,
    period: Option<usize>,
    quote: Option<usize>,
    noun: Vec<(Language, usize)>,
}

impl Columns {
    fn find(
        register: &Register,
        table: &DataTable,
        languages: &[Language],
        problems: &mut Diagnostics,
    ) -> Option<Self> {
        let mut missing = false;
        let mut find = |name: &str| {
            let index = table.column(name);
            if index.is_none() {
                problems.push(no_column(name, register, table));
                missing = true;
            }
            index
        };
        let id = find(&register.id);
        let value = find(&register.value);
        let unit = register.unit.as_deref().and_then(&mut find);
        let qualifier = register.qualifier.as_deref().and_then(&mut find);
        let lower = register.lower.as_deref().and_then(&mut find);
        let upper = register.upper.as_deref().and_then(&mut find);
        let period = register.period.as_deref().and_then(&mut find);
        let quote = register.quote.as_deref().and_then(&mut find);
        let mut noun = Vec::new();
        for language in languages {
            let column = register.noun.iter().find(|(of, _)| of == language);
            if let Some(index) = column.and_then(|(_, name)| find(name)) {
                noun.push((language.clone(), index));
            }
        }
        if missing {
            return None;
        }
        let (id, value) = (id?, value?);
        Some(Self { id, value, unit, qualifier, bounds: lower.zip(upper), period, quote, noun })
    }
}

fn read_row(
    columns: &Columns,
    table: &DataTable,
    row: usize,
    bands: &Bands,
) -> Result<RegisterRow, Diagnostic> {
    let text = |index: Option<usize>| {
        let value = index.and_then(|index| table.value(row, index));
        value.map(|value| value.to_string()).unwrap_or_default()
    };
    let cell = |index: Option<usize>| table.nearest_span(row, index.unwrap_or(columns.id));
    let id = Id { name: text(Some(columns.id)), span: cell(None) };
    let mut faults = Diagnostics::new();
    if !id.is_valid(&mut faults)
        && let Some(fault) = faults.iter().next()
    {
        return Err(fault.clone());
    }
    let unit = read_unit(&text(columns.unit))
        .ok_or_else(|| bad_cell(cell(columns.unit), "this is no unit", "count, percent, CNY"))?;
    let operator = read_qualifier(&text(columns.qualifier)).map_err(|fault| {
        debug_assert!(matches!(fault, Fault::Qualifier(_)), "a word is refused for itself alone");
        bad_cell(
            cell(columns.qualifier),
            "this is no qualifier",
            "exact, about, nearly, more-than, at-least, less-than or at-most",
        )
    })?;
    let period = text(columns.period);
    let period = match Period::parse(&period) {
        _ if period.is_empty() => None,
        Some(period) => Some((period, cell(columns.period))),
        None => return Err(bad_cell(cell(columns.period), "this is no period", "2019 or 2019H1")),
    };
    let number = |index: usize| match table.value(row, index) {
        Some(Value::Number(number)) => Some(number),
        _ => None,
    };
    let bounds = columns.bounds.and_then(|(lower, upper)| number(lower).zip(number(upper)));
    let answer = match table.value(row, columns.value) {
        None => {
            return Err(bad_cell(cell(Some(columns.value)), "this row has no value", "a value"));
        }
        Some(Value::Number(value)) => match bounds {
            Some((lower, upper)) => {
                Answer::Number(NumberAnswer::bounded(value, operator, lower, upper))
            }
            None => Answer::Number(NumberAnswer::new(value, operator, bands)),
        },
        Some(Value::Text(text)) => Answer::Text(vec![(None, text)]),
        Some(Value::Date(date)) => Answer::Date(date),
        Some(Value::Boolean(truth)) => Answer::Truth(truth),
    };
    let noun = columns.noun.iter().map(|(language, index)| {
        let words = text(Some(*index));
        let words = words.split('|').map(str::trim).filter(|word| !word.is_empty());
        (language.clone(), words.map(str::to_owned).collect())
    });
    let noun = noun.filter(|(_, words): &(_, Vec<String>)| !words.is_empty()).collect();
    let quote = Some(text(columns.quote)).filter(|quote| !quote.trim().is_empty());
    Ok(RegisterRow { id, source: table.source.clone(), row, answer, unit, noun, period, quote })
}

fn no_column(name: &str, register: &Register, table: &DataTable) -> Diagnostic {
    let names: Vec<&str> = table.columns().iter().map(|column| column.name.as_str()).collect();
    Diagnostic::new(Code::MalformedData, format!("the register has no column `{name}`"))
        .at(register.span, "")
        .nearest(name, names.iter().copied())
        .note(format!("its columns are {}", names.join(", ")))
}

fn bad_cell(cell: Span, message: &str, examples: &str) -> Diagnostic {
    Diagnostic::new(Code::MalformedData, format!("in a register, {message}"))
        .at(cell, "")
        .help(format!("write {examples}"))
}
