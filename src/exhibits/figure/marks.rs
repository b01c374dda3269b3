//! What an author adds to a chart: remarks, lines across it, what is singled out, and which category
//! gathers the rest.

use super::problems::{
    annotation_without_series, annotation_without_value, no_single_number, no_such_claim,
    unknown_category, unknown_series,
};
use super::{Figure, FigureAnnotation, FigureReference, Rows};
use crate::charts::{ChartKind, Highlight};
use crate::diagnostics::Diagnostics;
use crate::exhibits::category::Texts;
use crate::exhibits::unnamed_source;
use crate::facts::{Facts, Value};
use crate::quantity::Rational;
use crate::report::{Localised, Proof, Reference, ReferenceValue, Report};
use crate::source::MappedText;
use crate::verify::trap_told;

/// Adds to a figure what its author adds. `None` where some of it does not fit.
pub(super) fn add(
    figure: &mut Figure,
    rows: &Rows<'_>,
    facts: &Facts,
    problems: &mut Diagnostics,
) -> Option<()> {
    let definition = rows.definition;
    let categories: Vec<String> =
        figure.categories.iter().map(|category| category.key.clone()).collect();
    let series: Vec<String> = figure.series.iter().map(|series| series.key.clone()).collect();
    let place = Places { categories: &categories, series: &series };
    let mut complete = true;
    if let Some(rest) = &definition.rest {
        figure.rest = place.category(rest);
        if figure.rest.is_none() {
            problems.push(unknown_category(rest, &categories));
            complete = false;
        }
    }
    for name in &definition.highlight {
        let found = place.series(name).map(Highlight::Series);
        let found = found.or_else(|| place.category(name).map(Highlight::Category));
        if found.is_none() {
            let known: Vec<String> = series.iter().chain(&categories).cloned().collect();
            problems.push(unknown_series(name, &known));
            complete = false;
        }
        figure.highlight.extend(found);
    }
    for annotation in &definition.annotations {
        match place.datum(figure, &annotation.at, annotation.series.as_ref(), problems) {
            Some((category, series)) => {
                let texts = texts(&annotation.text, rows.report);
                figure.annotations.push(FigureAnnotation { category, series, texts });
            }
            None => complete = false,
        }
    }
    for reference in &definition.references {
        match value(reference, rows, facts, problems) {
            Some(value) => {
                let labels = texts(&reference.label, rows.report);
                figure.references.push(FigureReference { value, labels });
            }
            None => complete = false,
        }
    }
    complete.then_some(())
}

/// The categories and series of a figure by their names in the data.
struct Places<'a> {
    categories: &'a [String],
    series: &'a [String],
}

impl Places<'_> {
    fn category(&self, name: &MappedText) -> Option<usize> {
        self.categories.iter().position(|key| key == name.as_str())
    }

    fn series(&self, name: &MappedText) -> Option<usize> {
        self.series.iter().position(|key| key == name.as_str())
    }

    /// The datum at which a remark stands.
    fn datum(
        &self,
        figure: &Figure,
        at: &MappedText,
        series: Option<&MappedText>,
        problems: &mut Diagnostics,
    ) -> Option<(usize, usize)> {
        let Some(category) = self.category(at) else {
            problems.push(unknown_category(at, self.categories));
            return None;
        };
        // The points of a scatter plot have two numbers each and stand by the second.
        let series = match series {
            Some(name) => {
                let found = self.series(name);
                if found.is_none() {
                    problems.push(unknown_series(name, self.series));
                }
                found?
            }
            None if figure.kind == ChartKind::Scatter => 1,
            // Those of a box plot stand by the median.
            None if figure.kind == ChartKind::Box => 2,
            None if self.series.len() == 1 => 0,
            None => {
                problems.push(annotation_without_series(at, self.series));
                return None;
            }
        };
        if figure.series[series].values[category].is_none() {
            problems.push(annotation_without_value(at));
            return None;
        }
        Some((category, series))
    }
}

/// A text in every language of the report.
fn texts(text: &Localised, report: &Report) -> Texts {
    let languages = report.languages.iter();
    languages.map(|language| (language.clone(), text.plain(language))).collect()
}

/// The number at which a line stands.
fn value(
    reference: &Reference,
    rows: &Rows<'_>,
    facts: &Facts,
    problems: &mut Diagnostics,
) -> Option<Rational> {
    let query = match &reference.value {
        ReferenceValue::Query(query) => query,
        ReferenceValue::Claim(id) => {
            let queries = rows.report.claims.iter().filter_map(|claim| match &claim.proof {
                Proof::Query(query) => Some((claim.id.name.as_str(), query)),
                Proof::Holds(_) | Proof::Attributed(_) | Proof::Waived(_) => None,
            });
            let queries: Vec<(&str, &MappedText)> = queries.collect();
            let found = queries.iter().find(|(name, _)| *name == id.name).map(|(_, query)| *query);
            let Some(query) = found else {
                let known: Vec<&str> = queries.iter().map(|(name, _)| *name).collect();
                problems.push(no_such_claim(id, &known));
                return None;
            };
            query
        }
    };
    let result = match facts.query(query.as_str()) {
        Ok(result) => result,
        Err(error) => {
            problems.push(no_single_number(reference, &error.to_string()));
            return None;
        }
    };
    let frame = &rows.definition.frame;
    for trap in &result.traps {
        let line = format!("a reference of exhibit `{}`", frame.id.name);
        problems.push(trap_told(trap, &line, query));
    }
    let unnamed = |table: &&String| !frame.sources.iter().any(|source| &source.name == *table);
    for table in result.tables.iter().filter(unnamed) {
        problems.push(unnamed_source(frame, table));
    }
    match result.rows.as_slice() {
        // A number that a query only prints was typed, after all.
        [row] if result.reads_values => match row.as_slice() {
            [Some(Value::Number(number))] => return Some(number.clone()),
            _ => problems
                .push(no_single_number(reference, "it has to return one column with a number")),
        },
        [_] => problems.push(no_single_number(reference, "it reads no value of a source")),
        rows => {
            let reason = format!("it returns {} rows", rows.len());
            problems.push(no_single_number(reference, &reason));
        }
    }
    None
}
