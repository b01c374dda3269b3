//! Figures as an author declares them.

use super::exhibit::{CategoryColumn, Frame, category_column};
use super::localised::{Localised, Role};
use super::reader;
use super::{Block, Id};
use crate::charts::ChartKind;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::quantity::Rational;
use crate::source::{MappedText, Span};

/// A chart.
#[derive(Debug)]
pub struct Figure {
    /// Id, caption, sources, query.
    pub frame: Frame,
    /// The kind of chart.
    pub kind: ChartKind,
    /// The column of categories; of numbers in a scatter plot and a histogram.
    pub x: CategoryColumn,
    /// The columns of values, one a series; a histogram has none.
    pub y: Vec<MappedText>,
    /// The column whose values make the series, where a row holds one value.
    pub by: Option<CategoryColumn>,
    /// The column that names the points of a scatter plot.
    pub name: Option<CategoryColumn>,
    /// What the values count or measure.
    pub unit: Option<Localised>,
    /// The names of the series.
    pub series: Vec<SeriesName>,
    /// The column that hedges the values.
    pub qualifier: Option<MappedText>,
    /// Categories that cover a shorter period than the others.
    pub partial: Vec<MappedText>,
    /// The limits of the bins of a histogram, ascending; without them they are computed.
    pub edges: Vec<Rational>,
    /// The category that gathers what is not named by itself.
    pub rest: Option<MappedText>,
    /// Categories and series that are singled out.
    pub highlight: Vec<MappedText>,
    /// Remarks at a datum.
    pub annotations: Vec<Annotation>,
    /// Lines across the plot.
    pub references: Vec<Reference>,
}

/// The name of a series.
#[derive(Debug)]
pub struct SeriesName {
    /// Its column.
    pub column: String,
    /// Its name.
    pub name: Localised,
}

/// A remark at a datum.
#[derive(Debug)]
pub struct Annotation {
    /// The category, as the data call it.
    pub at: MappedText,
    /// The series, where there are several: its column, or its name in the data.
    pub series: Option<MappedText>,
    /// What it says.
    pub text: Localised,
}

/// A line across the plot, whose value is never typed.
#[derive(Debug)]
pub struct Reference {
    /// Where its value comes from.
    pub value: ReferenceValue,
    /// What it is.
    pub label: Localised,
    /// Where it is declared.
    pub span: Span,
}

/// Where the value of a line across the plot comes from.
#[derive(Debug)]
pub enum ReferenceValue {
    /// The answer of a claim.
    Claim(Id),
    /// The one number that a query returns.
    Query(MappedText),
}

impl Figure {
    /// The queries of the lines across the plot that have one of their own.
    pub fn reference_queries(&self) -> impl Iterator<Item = &MappedText> {
        self.references.iter().filter_map(|reference| match &reference.value {
            ReferenceValue::Query(query) => Some(query),
            ReferenceValue::Claim(_) => None,
        })
    }

    /// The localised strings, in the order of the page.
    pub fn localised<'a>(&'a self, list: &mut Vec<&'a Localised>) {
        self.frame.localised(list);
        list.extend(&self.unit);
        list.extend(self.series.iter().map(|series| &series.name));
        list.extend(self.annotations.iter().map(|annotation| &annotation.text));
        list.extend(self.references.iter().map(|reference| &reference.label));
    }
}

/// Reads a `figure` block.
pub fn read_figure(
    block: &reader::Table<'_>,
    figure: &reader::Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<Block> {
    let frame = Frame::read(block, figure, languages, problems);
    let kind = chart_kind(figure, problems);
    let x = category_column(figure, "x", languages, problems);
    let y = figure.texts("y", problems);
    let optional_column = |key, problems: &mut Diagnostics| {
        figure.has(key).then(|| category_column(figure, key, languages, problems)).flatten()
    };
    let by = optional_column("by", problems);
    let name = optional_column("name", problems);
    let unit = Localised::read(figure, "unit", Role::Plain, languages, problems);
    let series = series_names(figure, languages, problems);
    let qualifier = figure.text("qualifier", problems);
    let partial = figure.texts("partial", problems);
    let edges = edges(figure, problems);
    let rest = figure.text("rest", problems);
    let highlight = figure.texts("highlight", problems);
    let annotations = annotations(figure, languages, problems);
    let references = references(figure, languages, problems);
    figure.finish(problems);
    let kind = kind?;
    let has_keys = check_keys(figure, kind, problems);
    let names_both = kind != ChartKind::Scatter && y.len() < 2;
    let x = x?;
    let columns = match (&x, kind) {
        (CategoryColumn::Shared(column), ChartKind::Scatter) => Some(column),
        _ => None,
    };
    for column in columns.into_iter().chain(&y) {
        if !names_both && !series.iter().any(|name| name.column == column.as_str()) {
            problems.push(series_without_name(column));
        }
    }
    if !has_keys {
        return None;
    }
    Some(Block::Figure(Figure {
        frame: frame?,
        kind,
        x,
        y,
        by,
        name,
        unit,
        series,
        qualifier,
        partial,
        edges: edges?,
        rest,
        highlight,
        annotations: annotations?,
        references: references?,
    }))
}

/// Whether the figure has the keys that its kind needs, and none that would do nothing.
fn check_keys(figure: &reader::Table<'_>, kind: ChartKind, problems: &mut Diagnostics) -> bool {
    let takes_by = kind.takes_long_form();
    let is_histogram = kind == ChartKind::Histogram;
    let rules = [
        ("y", !is_histogram),
        ("by", takes_by),
        ("name", kind == ChartKind::Scatter),
        ("edges", is_histogram),
        ("rest", kind.is_whole()),
        ("partial", !kind.has_numeric_x()),
        ("qualifier", !is_histogram && kind != ChartKind::Box),
        ("reference", kind.takes_references()),
        ("annotation", kind.takes_marks()),
        ("highlight", !is_histogram),
    ];
    let mut complete = true;
    for (key, is_used) in rules {
        if let Some(entry) = figure.get(key).filter(|_| !is_used) {
            problems.push(useless_key(key, kind, entry.key_span));
            complete = false;
        }
    }
    let needed = if is_histogram { None } else { Some("y") };
    complete &= needed.is_none_or(|key| figure.require(key, problems).is_some());
    if kind == ChartKind::HeatMap && !figure.has("by") && figure.texts("y", problems).len() < 2 {
        complete &= figure.require("by", problems).is_some();
    }
    let single = takes_by && figure.has("by")
        || kind.is_whole()
        || matches!(kind, ChartKind::Scatter | ChartKind::Box);
    if let (true, [_, second, ..]) = (single, figure.texts("y", &mut Diagnostics::new()).as_slice())
    {
        problems.push(one_column(second, kind));
        complete = false;
    }
    if let Some(entry) = figure.get("x").filter(|_| kind.has_numeric_x() && figure.is_table("x")) {
        problems.push(numeric_by_language(entry.span, kind));
        complete = false;
    }
    complete
}

fn chart_kind(figure: &reader::Table<'_>, problems: &mut Diagnostics) -> Option<ChartKind> {
    let text = figure.required_text("chart", problems)?;
    let kind = ChartKind::parse(text.as_str());
    if kind.is_none() {
        problems.push(unknown_chart(&text));
    }
    kind
}

fn series_names(
    figure: &reader::Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Vec<SeriesName> {
    let Some(table) = figure.table("series", problems) else { return Vec::new() };
    let mut names = Vec::new();
    for (column, _) in table.keys() {
        let name = Localised::read(&table, &column, Role::Plain, languages, problems);
        names.extend(name.map(|name| SeriesName { column, name }));
    }
    names
}

fn edges(figure: &reader::Table<'_>, problems: &mut Diagnostics) -> Option<Vec<Rational>> {
    let Some(entry) = figure.get("edges") else { return Some(Vec::new()) };
    let edges = figure.numbers("edges", problems)?;
    if edges.len() < 2 || edges.windows(2).any(|pair| pair[0] >= pair[1]) {
        problems.push(edges_not_ascending(entry.span));
        return None;
    }
    let width = &edges[1] - &edges[0];
    if edges.windows(2).any(|pair| &pair[1] - &pair[0] != width) {
        problems.push(edges_uneven(entry.span));
        return None;
    }
    Some(edges)
}

fn annotations(
    figure: &reader::Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<Vec<Annotation>> {
    let declared = figure.tables("annotation", problems);
    let read = |table: &reader::Table<'_>| {
        let at = table.required_text("at", problems);
        let series = table.text("series", problems);
        let text = Localised::required(table, "text", Role::Plain, languages, problems);
        table.finish(problems);
        Some(Annotation { at: at?, series, text: text? })
    };
    declared.iter().map(read).collect::<Vec<_>>().into_iter().collect()
}

fn references(
    figure: &reader::Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<Vec<Reference>> {
    let declared = figure.tables("reference", problems);
    let read = |table: &reader::Table<'_>| {
        let query = table.text("query", problems);
        let claim = table.has("claim").then(|| Id::required(table, "claim", problems)).flatten();
        let label = Localised::required(table, "label", Role::Plain, languages, problems);
        table.finish(problems);
        let value = match (claim, query) {
            (Some(claim), None) => Some(ReferenceValue::Claim(claim)),
            (None, Some(query)) => Some(ReferenceValue::Query(query)),
            (Some(_), Some(_)) | (None, None) => {
                problems.push(reference_without_value(table.span()));
                None
            }
        };
        Some(Reference { value: value?, label: label?, span: table.span() })
    };
    declared.iter().map(read).collect::<Vec<_>>().into_iter().collect()
}

fn unknown_chart(text: &MappedText) -> Diagnostic {
    let names = ChartKind::ALL.iter().map(|kind| kind.name());
    Diagnostic::new(Code::InvalidValue, format!("there is no chart `{}`", text.as_str()))
        .at(text.whole_span(), "")
        .nearest(text.as_str(), names.clone())
        .help(format!("charts are {}", names.collect::<Vec<_>>().join(", ")))
}

fn series_without_name(column: &MappedText) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, format!("the series `{}` has no name", column.as_str()))
        .at(column.whole_span(), "")
        .help("add it under `series`, with a name in each language")
}

fn useless_key(key: &str, kind: ChartKind, span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        format!("`{key}` says nothing to the chart `{}`", kind.name()),
    )
    .at(span, "this key would do nothing")
    .help("leave it out, or choose another chart")
}

fn one_column(second: &MappedText, kind: ChartKind) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        format!("the chart `{}` takes one column of values here", kind.name()),
    )
    .at(second.whole_span(), "this is one more")
}

fn numeric_by_language(span: Span, kind: ChartKind) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        format!("`x` of the chart `{}` is one column of numbers for all languages", kind.name()),
    )
    .at(span, "")
}

fn edges_not_ascending(span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, "`edges` have to be two numbers or more, ascending")
        .at(span, "")
        .help("such as `edges = [0, 10, 20]`; without `edges` they are computed")
}

fn edges_uneven(span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, "`edges` have to be equally far apart")
        .at(span, "a bar over a wider bin would look like more than it counts")
        .help("let the query join what should stand together, and draw bars")
}

fn reference_without_value(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        "a `reference` has to name either a `claim` or a `query` that returns its value",
    )
    .at(span, "")
    .help("a line across a chart stands at a number that is proved, never at one that is typed")
}
