//! Figures whose marks are computed from numbers: points, bins and boxes.

use super::problems::outside_edges;
use super::statistics::{computed_edges, count, five_numbers};
use super::{FigureSeries, Grid, Rows};
use crate::diagnostics::Diagnostics;
use crate::exhibits::category::Texts;
use crate::exhibits::column;
use crate::language::Language;
use crate::quantity::{Grammar, NumberFormat, Operator, Rational, decimal_string, print_number};
use crate::report::CategoryColumn;

/// The names of the five numbers of a box plot.
const FIVE: [(&str, &str, &str); 5] = [
    ("low", "lower whisker", "下须"),
    ("lower", "lower quartile", "下四分位数"),
    ("median", "median", "中位数"),
    ("upper", "upper quartile", "上四分位数"),
    ("high", "upper whisker", "上须"),
];

/// A point a row, named where the author says by which column; two series, `x` and `y`.
pub(super) fn scatter(rows: &Rows<'_>, problems: &mut Diagnostics) -> Option<Grid> {
    let CategoryColumn::Shared(x) = &rows.definition.x else { return None };
    let columns = [x, rows.definition.y.first()?];
    let categories = match &rows.definition.name {
        Some(name) => rows.names(name, problems)?,
        None => vec![Default::default(); rows.result.rows.len()],
    };
    let mut series = Vec::new();
    for name in columns {
        series.push(FigureSeries {
            key: name.as_str().to_owned(),
            names: rows.series_names(name.as_str()),
            values: rows.hedged(name, problems)?,
        });
    }
    let lacks = |row: &usize| series.iter().any(|series| series.values[*row].is_none());
    let missing = (0..categories.len()).filter(lacks).count();
    Some(Grid { categories, series, missing, ..Grid::default() })
}

/// A category a bin, and one series: how many values lie in it.
pub(super) fn histogram(rows: &Rows<'_>, problems: &mut Diagnostics) -> Option<Grid> {
    let CategoryColumn::Shared(x) = &rows.definition.x else { return None };
    let values: Vec<Rational> = rows.numbers(x, problems)?.into_iter().flatten().collect();
    let missing = rows.result.rows.len() - values.len();
    let columns = vec![column(&rows.definition.frame, rows.result, x, problems)?];
    let given = &rows.definition.edges;
    let edges = if given.is_empty() { computed_edges(&values) } else { given.clone() };
    let counts = match count(&values, &edges, !given.is_empty()) {
        Ok(counts) => counts,
        Err(value) => {
            problems.push(outside_edges(rows.definition, &plain(&value)));
            return None;
        }
    };
    let bins = edges.windows(2).map(|pair| {
        let name = |language: &Language| {
            let [from, to] = [&pair[0], &pair[1]].map(|edge| printed(edge, language));
            (language.clone(), format!("{from}–{to}"))
        };
        let key = format!("{}–{}", plain(&pair[0]), plain(&pair[1]));
        (key, rows.report.languages.iter().map(name).collect::<Texts>())
    });
    let counts = counts.into_iter().map(|count| Some((Rational::from(count), Operator::Exact)));
    let series =
        FigureSeries { key: x.as_str().to_owned(), names: Texts::new(), values: counts.collect() };
    Some(Grid {
        categories: bins.collect(),
        series: vec![series],
        edges,
        columns,
        missing,
        ..Grid::default()
    })
}

/// A category for each name, with the five numbers of its values as series.
pub(super) fn boxes(rows: &Rows<'_>, problems: &mut Diagnostics) -> Option<Grid> {
    let (frame, value) = (&rows.definition.frame, rows.definition.y.first()?);
    let name = rows.definition.x.name(rows.report.languages.first()?)?;
    let columns = vec![
        column(frame, rows.result, name, problems)?,
        column(frame, rows.result, value, problems)?,
    ];
    let names = rows.names(&rows.definition.x, problems)?;
    let numbers = rows.numbers(value, problems)?;
    let mut categories: Vec<(String, Texts)> = Vec::new();
    let mut values: Vec<Vec<Rational>> = Vec::new();
    let missing = numbers.iter().filter(|number| number.is_none()).count();
    for (name, number) in names.into_iter().zip(numbers) {
        let place = categories.iter().position(|(key, _)| *key == name.0);
        let place = place.unwrap_or_else(|| {
            categories.push(name);
            values.push(Vec::new());
            categories.len() - 1
        });
        values[place].extend(number);
    }
    let fives: Vec<_> = values.iter().map(|values| five_numbers(values)).collect();
    let series = FIVE.iter().enumerate().map(|(index, (key, english, chinese))| {
        let name = |language: &Language| {
            (language.clone(), language.choose(*english, *chinese).to_owned())
        };
        let value = |five: &Option<super::statistics::FiveNumbers>| {
            five.as_ref().map(|five| (five.numbers[index].clone(), Operator::Exact))
        };
        FigureSeries {
            key: (*key).to_owned(),
            names: rows.report.languages.iter().map(name).collect(),
            values: fives.iter().map(value).collect(),
        }
    });
    let series = series.collect();
    let outliers = fives.into_iter().map(|five| five.map(|five| five.outliers).unwrap_or_default());
    Some(Grid {
        categories,
        series,
        outliers: outliers.collect(),
        columns,
        missing,
        ..Grid::default()
    })
}

fn printed(number: &Rational, language: &Language) -> String {
    let exact = print_number(language.grammar(), number, &NumberFormat::default());
    exact.unwrap_or_else(|| plain(number))
}

fn plain(number: &Rational) -> String {
    let rounded = NumberFormat { digits: Some(6), ..NumberFormat::default() };
    let rounded = || print_number(Grammar::Digits, number, &rounded).unwrap_or_default();
    decimal_string(number).unwrap_or_else(rounded)
}
