//! A figure as a chart in the languages of an edition.

use std::rc::Rc;

use super::Figure;
use super::axis::axis_scale;
use crate::charts::{
    Annotation, AxisScaler, Category, Chart, Datum, Reference, Series, TickLabels,
};
use crate::exhibits::category::{Texts, text_in};
use crate::language::Language;
use crate::quantity::{NumberFormat, Operator, Rational, decimal_string, print_number};

/// The width of the type area in points; charts are drawn to its size.
const WIDTH: f64 = 470.0;

/// The height that most charts take, in points.
const HEIGHT: f64 = 210.0;

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
        let annotations = self.annotations.iter().map(|annotation| Annotation {
            category: annotation.category,
            series: annotation.series,
            lines: lines(&annotation.texts, languages),
        });
        // A mean of whole numbers is read with one decimal; more would pretend to be exact.
        let values = self.series.iter().flat_map(|series| series.values.iter().flatten());
        let places = values.map(|(value, _)| decimals(value)).max().unwrap_or(0) + 1;
        let references = self.references.iter().map(|reference| Reference {
            value: rounded(&reference.value, places),
            lines: lines(&reference.labels, languages),
        });
        let outliers = self.outliers.iter().map(|values| values.iter().map(exact).collect());
        Chart {
            periods: self.periods,
            edges: self.edges.iter().map(exact).collect(),
            outliers: outliers.collect(),
            rest: self.rest,
            annotations: annotations.collect(),
            references: references.collect(),
            highlight: self.highlight.clone(),
            tick_labels: tick_labels(languages),
            axis_scale: axis_scale_of(&self.unit, languages),
            width: WIDTH,
            height: HEIGHT,
            ..Chart::new(self.kind, categories.collect(), series.collect())
        }
    }
}

/// Large ticks in a larger unit.
fn axis_scale_of(unit: &Texts, languages: &[Language]) -> AxisScaler {
    let (unit, languages) = (unit.clone(), languages.to_vec());
    Rc::new(move |ticks| axis_scale(ticks, &unit, &languages))
}

/// Ticks in the numbers of the leading language.
fn tick_labels(languages: &[Language]) -> TickLabels {
    let grammar = languages.first().map(Language::grammar);
    Rc::new(move |ticks| {
        let label = |tick: &f64| {
            let value = Rational::from_float(*tick);
            let format = NumberFormat::default();
            let printed =
                grammar.zip(value).and_then(|(g, value)| print_number(g, &value, &format));
            printed.unwrap_or_else(|| tick.to_string())
        };
        ticks.iter().map(label).collect()
    })
}

/// A value with so many decimals at most.
fn rounded(value: &Rational, places: u32) -> Datum {
    if decimals(value) <= places {
        return exact(value);
    }
    let format = NumberFormat { digits: Some(places), ..NumberFormat::default() };
    let label = print_number(crate::quantity::Grammar::Digits, value, &format);
    Datum { label: label.unwrap_or_default(), ..exact(value) }
}

/// How many decimals a value has; as many as are ever printed where it does not end.
fn decimals(value: &Rational) -> u32 {
    let text = decimal_string(value);
    text.map_or(9, |text| {
        let places = text.split_once('.').map_or(0, |(_, places)| places.len());
        u32::try_from(places).unwrap_or(9)
    })
}

/// A value that nothing hedges.
fn exact(value: &Rational) -> Datum {
    datum(&(value.clone(), Operator::Exact))
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
