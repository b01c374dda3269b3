//! Charts with their data.

mod axis;
mod drawing;
mod grid;
mod marks;
mod numeric;
mod periods;
mod problems;
mod statistics;
mod whole;

use super::Cut;
use super::category::{Texts, text_in};
use crate::charts::{ChartKind, Highlight};
use crate::diagnostics::Diagnostics;
use crate::facts::{Facts, QueryResult};
use crate::language::Language;
use crate::quantity::{Operator, Period, Rational};
use crate::report::{self, Report};

/// A chart whose rows are known.
#[derive(Debug)]
pub struct Figure {
    /// Its id.
    pub id: String,
    /// The kind of chart.
    pub kind: ChartKind,
    /// Its categories.
    pub categories: Vec<FigureCategory>,
    /// Its series.
    pub series: Vec<FigureSeries>,
    /// Whether the categories are periods.
    pub periods: bool,
    /// The limits of the bins of a histogram.
    pub edges: Vec<Rational>,
    /// Whether the author gave those limits.
    pub edges_given: bool,
    /// The values of a box plot that lie beyond the whiskers, a list a category.
    pub outliers: Vec<Vec<Rational>>,
    /// The columns of the answer from which marks are computed: that of the values of a histogram, those
    /// of the names and the values of a box plot; else none.
    pub columns: Vec<usize>,
    /// How many rows lack a number without which they cannot be drawn.
    pub missing: usize,
    /// The category that gathers what is not named by itself.
    pub rest: Option<usize>,
    /// Remarks at a datum.
    pub annotations: Vec<FigureAnnotation>,
    /// Lines across the plot.
    pub references: Vec<FigureReference>,
    /// What the values count or measure.
    pub unit: Texts,
    /// What is singled out.
    pub highlight: Vec<Highlight>,
    /// The query and the tables that it read.
    pub result: QueryResult,
}

/// A category with its name in each language.
#[derive(Debug)]
pub struct FigureCategory {
    /// How the data call it.
    pub key: String,
    /// Its name.
    pub names: Texts,
    /// Whether it covers a shorter period than the others.
    pub partial: bool,
}

/// A series with its values.
#[derive(Debug)]
pub struct FigureSeries {
    /// Its column, or how the data call it.
    pub key: String,
    /// Its name in each language; empty where there is one series.
    pub names: Texts,
    /// A value a category.
    pub values: Vec<Option<(Rational, Operator)>>,
}

/// A remark at a datum.
#[derive(Debug)]
pub struct FigureAnnotation {
    /// The index of the category.
    pub category: usize,
    /// The index of the series.
    pub series: usize,
    /// What it says.
    pub texts: Texts,
}

/// A line across the plot.
#[derive(Debug)]
pub struct FigureReference {
    /// Where it stands.
    pub value: Rational,
    /// What it is.
    pub labels: Texts,
}

/// Categories and series as the rows of a figure make them.
#[derive(Default)]
struct Grid {
    categories: Vec<(String, Texts)>,
    series: Vec<FigureSeries>,
    edges: Vec<Rational>,
    outliers: Vec<Vec<Rational>>,
    columns: Vec<usize>,
    missing: usize,
}

/// Reads the rows of a figure.
pub fn resolve(
    report: &Report,
    facts: &Facts,
    definition: &report::Figure,
    (result, cut): (&QueryResult, Option<Cut>),
    problems: &mut Diagnostics,
) -> Option<Figure> {
    let rows = Rows { report, definition, result };
    let grid = match definition.kind {
        ChartKind::Scatter => numeric::scatter(&rows, problems),
        ChartKind::Histogram => numeric::histogram(&rows, problems),
        ChartKind::Box => numeric::boxes(&rows, problems),
        _ => match &definition.by {
            Some(by) => grid::long(&rows, by, problems),
            None => grid::wide(&rows, problems),
        },
    }?;
    let keys: Vec<String> = grid.categories.iter().map(|(key, _)| key.clone()).collect();
    let partial = if definition.kind.has_numeric_x() {
        vec![false; keys.len()]
    } else {
        periods::check_periods(definition, &keys, problems)
    };
    let categories = grid.categories.into_iter().zip(partial);
    let mut figure = Figure {
        id: definition.frame.id.name.clone(),
        kind: definition.kind,
        categories: categories
            .map(|((key, names), partial)| FigureCategory { key, names, partial })
            .collect(),
        unit: definition
            .unit
            .iter()
            .flat_map(|unit| {
                let texts = unit.texts.iter();
                texts.map(|text| (text.language.clone(), unit.plain(&text.language)))
            })
            .collect(),
        series: grid.series,
        periods: keys.iter().all(|key| Period::parse(key).is_some()),
        edges: grid.edges,
        edges_given: !definition.edges.is_empty(),
        outliers: grid.outliers,
        columns: grid.columns,
        missing: grid.missing,
        rest: None,
        annotations: Vec::new(),
        references: Vec::new(),
        highlight: Vec::new(),
        result: result.clone(),
    };
    marks::add(&mut figure, &rows, facts, problems)?;
    if definition.kind.is_whole() {
        whole::check(&mut figure, definition, cut, problems)?;
    }
    // Contract violations, such as a negative part of a whole, show up before anything is drawn.
    if let Err(error) = figure.chart(&report.languages).validate() {
        problems.push(problems::not_drawable(definition, &error.to_string()));
        return None;
    }
    Some(figure)
}

/// The rows of a figure and what its author says of them.
struct Rows<'a> {
    report: &'a Report,
    definition: &'a report::Figure,
    result: &'a QueryResult,
}

impl Figure {
    /// The names of the categories that cover a shorter period, in a language.
    pub fn partial_names(&self, language: &Language) -> Vec<&str> {
        let partial = self.categories.iter().filter(|category| category.partial);
        partial.map(|category| text_in(&category.names, language)).collect()
    }
}
