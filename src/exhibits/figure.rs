//! Charts with their data.

use super::category::{Texts, cell_text, is_period_column, text_in};
use super::{column, operator};
use crate::charts::{Category, Chart, ChartKind, Datum, Series};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::facts::{QueryResult, Value};
use crate::language::Language;
use crate::quantity::{NumberFormat, Operator, Period, Rational, print_number};
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
    /// The query and the tables that it read.
    pub result: QueryResult,
}

/// A category with its name in each language.
#[derive(Debug)]
pub struct FigureCategory {
    /// Its name.
    pub names: Texts,
    /// Whether it covers a shorter period than the others.
    pub partial: bool,
}

/// A series with its values.
#[derive(Debug)]
pub struct FigureSeries {
    /// Its name in each language; empty where there is one series.
    pub names: Texts,
    /// A value a category.
    pub values: Vec<Option<(Rational, Operator)>>,
}

/// The width of the type area in points; charts are drawn to its size.
const WIDTH: f64 = 470.0;

/// The height that most charts take, in points.
const HEIGHT: f64 = 210.0;

/// Reads the rows of a figure.
pub fn resolve(
    report: &Report,
    definition: &report::Figure,
    result: &QueryResult,
    problems: &mut Diagnostics,
) -> Option<Figure> {
    let frame = &definition.frame;
    let partial = check_periods(definition, result, problems)?;
    let mut names: Vec<Texts> = vec![Vec::new(); result.rows.len()];
    for language in &report.languages {
        let name = definition.x.name(language)?;
        let index = column(frame, result, name, problems)?;
        let periods = is_period_column(result, index);
        for (row, texts) in names.iter_mut().enumerate() {
            let cell = result.rows[row][index].as_ref();
            texts.push((language.clone(), cell_text(cell, Operator::Exact, periods, language)));
        }
    }
    let qualifier = match &definition.qualifier {
        Some(name) => Some(column(frame, result, name, problems)?),
        None => None,
    };
    let mut series = Vec::new();
    for name in &definition.y {
        let index = column(frame, result, name, problems)?;
        let mut values = Vec::new();
        for (row, cells) in result.rows.iter().enumerate() {
            let hedge = operator(frame, result, row, qualifier, problems);
            values.push(match &cells[index] {
                None => None,
                Some(Value::Number(number)) => Some((number.clone(), hedge)),
                Some(other) => {
                    problems.push(not_a_number(definition, name.as_str(), other));
                    return None;
                }
            });
        }
        let named = definition.series.iter().find(|series| series.column == name.as_str());
        let names = named.map(|series| {
            let texts = series.name.texts.iter();
            texts.map(|text| (text.language.clone(), series.name.plain(&text.language))).collect()
        });
        series.push(FigureSeries { names: names.unwrap_or_default(), values });
    }
    let categories =
        names.into_iter().zip(partial).map(|(names, partial)| FigureCategory { names, partial });
    let figure = Figure {
        id: frame.id.name.clone(),
        kind: definition.kind,
        categories: categories.collect(),
        series,
        result: result.clone(),
    };
    // Contract violations, such as a negative part of a whole, show up before anything is drawn.
    if let Err(error) = figure.chart(&report.languages).validate() {
        problems.push(not_drawable(definition, &error.to_string()));
        return None;
    }
    Some(figure)
}

impl Figure {
    /// The chart in the languages of an edition.
    pub fn chart(&self, languages: &[Language]) -> Chart {
        let categories = self.categories.iter().map(|category| Category {
            lines: lines(&category.names, languages),
            partial: category.partial,
        });
        let series = self.series.iter().map(|series| Series {
            name: lines(&series.names, languages),
            data: series.values.iter().map(|value| value.as_ref().map(datum)).collect(),
        });
        let grammar = languages.first().map(Language::grammar);
        Chart {
            kind: self.kind,
            categories: categories.collect(),
            series: series.collect(),
            axis_tick: Box::new(move |tick| {
                let value = Rational::from_float(tick);
                let format = NumberFormat::default();
                let printed =
                    grammar.zip(value).and_then(|(g, value)| print_number(g, &value, &format));
                printed.unwrap_or_else(|| tick.to_string())
            }),
            width: WIDTH,
            height: HEIGHT,
        }
    }

    /// The names of the categories that cover a shorter period, in a language.
    pub fn partial_names(&self, language: &Language) -> Vec<&str> {
        let partial = self.categories.iter().filter(|category| category.partial);
        partial.map(|category| text_in(&category.names, language)).collect()
    }
}

/// A line for each language of an edition; a wording that several share stands once.
fn lines(texts: &Texts, languages: &[Language]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for language in languages {
        let text = text_in(texts, language);
        if !text.is_empty() && !lines.iter().any(|line| line == text) {
            lines.push(text.to_owned());
        }
    }
    lines
}

/// Labels of a chart hedge by sign, since they serve several languages.
fn datum((value, operator): &(Rational, Operator)) -> Datum {
    let sign = match operator {
        Operator::About => "≈",
        Operator::MoreThan | Operator::Surplus => ">",
        Operator::AtLeast => "≥",
        Operator::LessThan | Operator::Nearly => "<",
        Operator::AtMost => "≤",
        Operator::Exact | Operator::Range | Operator::Indefinite => "",
    };
    let grammar = crate::quantity::Grammar::Digits;
    let exact = print_number(grammar, value, &NumberFormat::default());
    let rounded = || {
        let format = NumberFormat { digits: Some(1), ..NumberFormat::default() };
        print_number(grammar, value, &format).unwrap_or_default()
    };
    let number = exact.unwrap_or_else(rounded);
    Datum { size: value.to_f64().unwrap_or(f64::NAN), label: format!("{sign}{number}") }
}

/// Which categories are declared to cover a shorter period; periods of unequal length have to be.
fn check_periods(
    definition: &report::Figure,
    result: &QueryResult,
    problems: &mut Diagnostics,
) -> Option<Vec<bool>> {
    let name = match &definition.x {
        report::CategoryColumn::Shared(name) => name,
        report::CategoryColumn::ByLanguage(_) => {
            // Names by language are words, not periods; none of them can be partial.
            for partial in &definition.partial {
                problems.push(unknown_category(partial));
            }
            return Some(vec![false; result.rows.len()]);
        }
    };
    let index = column(&definition.frame, result, name, problems)?;
    let cells: Vec<String> = result
        .rows
        .iter()
        .map(|row| row[index].as_ref().map(Value::to_string).unwrap_or_default())
        .collect();
    for partial in &definition.partial {
        if !cells.iter().any(|cell| cell == partial.as_str()) {
            problems.push(unknown_category(partial));
        }
    }
    let marked: Vec<bool> = cells
        .iter()
        .map(|cell| definition.partial.iter().any(|partial| partial.as_str() == cell))
        .collect();
    let months: Vec<Option<u32>> =
        cells.iter().map(|cell| Period::parse(cell).and_then(|period| period.months())).collect();
    let longest = months.iter().flatten().max().copied();
    for ((cell, length), marked) in cells.iter().zip(&months).zip(&marked) {
        if let (Some(length), Some(longest)) = (length, longest)
            && *length < longest
            && !marked
        {
            problems.push(mixed_periods(definition, cell));
        }
    }
    Some(marked)
}

fn mixed_periods(definition: &report::Figure, cell: &str) -> Diagnostic {
    Diagnostic::new(
        Code::MixedPeriodLength,
        format!("figure `{}` sets `{cell}` beside longer periods", definition.frame.id.name),
    )
    .at(definition.frame.id.span, "")
    .help(format!("mark it, `partial = [\"{cell}\"]`, or leave it out"))
}

fn unknown_category(partial: &crate::source::MappedText) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidExhibit,
        format!("no category of the figure is called `{}`", partial.as_str()),
    )
    .at(partial.whole_span(), "")
}

fn not_a_number(definition: &report::Figure, column: &str, value: &Value) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidExhibit,
        format!(
            "column `{column}` of figure `{}` holds {}",
            definition.frame.id.name,
            value.kind()
        ),
    )
    .at(definition.frame.query.whole_span(), format!("`{value}` cannot be drawn"))
}

fn not_drawable(definition: &report::Figure, reason: &str) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidExhibit,
        format!("figure `{}` cannot be drawn: {reason}", definition.frame.id.name),
    )
    .at(definition.frame.id.span, "")
}
