//! What the rows of a table are among each other: groups, totals, parts, values that reach over several.

use std::collections::BTreeSet;

use super::category::{Texts, cell_text, is_period_column};
use super::column;
use super::totals::is_named_total;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::facts::{QueryResult, Value};
use crate::language::Language;
use crate::quantity::Operator;
use crate::report::{self, Frame, Report};
use crate::source::MappedText;

/// What a row is among the others.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The title of the group that begins with it.
    pub title: Option<Texts>,
    /// The group it belongs to, counted from 0.
    pub group: Option<usize>,
    /// Whether it sums up others.
    pub total: bool,
    /// Whether it is a part of the row above.
    pub of_which: bool,
}

/// How many rows a value reaches over at most: they stand on one page.
const REACH: usize = 12;

/// What each row of a table is among the others.
pub fn places(
    report: &Report,
    definition: &report::Table,
    result: &QueryResult,
    problems: &mut Diagnostics,
) -> Option<Vec<Row>> {
    let frame = &definition.frame;
    let mut places = vec![Row::default(); result.rows.len()];
    if let Some(name) = &definition.total {
        let totals = flags(frame, result, name, problems)?;
        places.iter_mut().zip(totals).for_each(|(place, total)| place.total = total);
    } else {
        let mut named = (0..result.rows.len()).filter(|row| is_named_total(&result.rows[*row]));
        if let (Some(row), None) = (named.next(), named.next()) {
            places[row].total = true;
        }
    }
    if let Some(name) = &definition.of_which {
        let parts = flags(frame, result, name, problems)?;
        places.iter_mut().zip(parts).for_each(|(place, part)| place.of_which = part);
    }
    group(report, definition, result, &mut places, problems)?;
    Some(places)
}

/// Sorts the rows into groups; those of one group stand together.
fn group(
    report: &Report,
    definition: &report::Table,
    result: &QueryResult,
    places: &mut [Row],
    problems: &mut Diagnostics,
) -> Option<()> {
    let Some(by) = &definition.group else { return Some(()) };
    let frame = &definition.frame;
    let mut indexes = Vec::new();
    for language in &report.languages {
        let index = column(frame, result, by.name(language)?, problems)?;
        indexes.push((language.clone(), index, is_period_column(result, index)));
    }
    let first = indexes.first().map(|(_, index, _)| *index)?;
    let mut seen = BTreeSet::new();
    let mut last: Option<String> = None;
    for (row, place) in places.iter_mut().enumerate() {
        let name = result.rows[row][first].as_ref().map(ToString::to_string);
        if name.is_none() {
            last = None;
            continue;
        }
        if name != last {
            if !seen.insert(name.clone()) {
                let name = name.unwrap_or_default();
                problems.push(torn_group(frame, &name));
                return None;
            }
            let title = |(language, index, periods): &(Language, usize, bool)| {
                let cell = result.rows[row][*index].as_ref();
                (language.clone(), cell_text(cell, Operator::Exact, *periods, language))
            };
            place.title = Some(indexes.iter().map(title).collect());
        }
        place.group = Some(seen.len() - 1);
        last = name;
    }
    Some(())
}

/// A column of `true` and `false`; nothing is false.
fn flags(
    frame: &Frame,
    result: &QueryResult,
    name: &MappedText,
    problems: &mut Diagnostics,
) -> Option<Vec<bool>> {
    let index = column(frame, result, name, problems)?;
    let mut flags = Vec::new();
    for row in &result.rows {
        match &row[index] {
            None => flags.push(false),
            Some(Value::Boolean(flag)) => flags.push(*flag),
            Some(other) => {
                problems.push(no_flag(frame, name, other));
                return None;
            }
        }
    }
    Some(flags)
}

/// Over how many rows each value of a column reaches: 0 where the one above does.
pub fn reaches(result: &QueryResult, indexes: &[(Language, usize)], places: &[Row]) -> Vec<usize> {
    let same = |row: usize, other: usize| {
        let cells = |row: usize| indexes.iter().map(move |(_, index)| &result.rows[row][*index]);
        let filled = cells(row).all(Option::is_some);
        // The title of a group or the rule of a total lies between two values that are alike.
        let apart = places[other].title.is_some()
            || places[row].group != places[other].group
            || places[row].total != places[other].total;
        filled && !apart && cells(row).eq(cells(other))
    };
    let mut reaches = vec![1; result.rows.len()];
    let mut start = 0;
    for row in 1..result.rows.len() {
        if same(start, row) && row - start < REACH {
            reaches[start] += 1;
            reaches[row] = 0;
        } else {
            start = row;
        }
    }
    reaches
}

fn torn_group(frame: &Frame, name: &str) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidExhibit,
        format!("the rows of group `{name}` of `{}` do not stand together", frame.id.name),
    )
    .at(frame.query.whole_span(), "this query")
    .help("order the rows by the column of the groups")
}

fn no_flag(frame: &Frame, name: &MappedText, found: &Value) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidExhibit,
        format!("column `{}` of `{}` holds {}", name.as_str(), frame.id.name, found.kind()),
    )
    .at(name.whole_span(), "this column says true or false")
    .help("compare in the query, as in `region = 'All' AS is_total`")
}
