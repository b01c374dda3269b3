//! Drawings: every number drawn comes from the rows of a query, or stands on the axis.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::numerals::numerals;
use crate::exhibits::{Exhibits, Figure};
use crate::facts::Value;
use crate::language::Language;
use crate::quantity::{Rational, decimal_string, parse_decimal};

/// By what a value may be divided before it is printed: thousands, 万, millions, 亿, billions, and the
/// hundredth that turns a ratio into per cent.
const SCALES: [(i64, i64); 7] = [
    (1, 1),
    (1, 1_000),
    (1, 10_000),
    (1, 1_000_000),
    (1, 100_000_000),
    (1, 1_000_000_000),
    (100, 1),
];

/// The figures of a report by what their rows allow them to show.
pub struct Drawings {
    figures: Vec<Rows>,
}

/// What the rows of a figure hold.
struct Rows {
    values: Vec<Rational>,
    /// Values as they are, without grouping.
    exact: BTreeSet<String>,
    /// Numerals in the text of cells and in the names of series.
    texts: BTreeSet<String>,
}

impl Drawings {
    /// Collects what the figures of a report may show.
    pub fn new(exhibits: &Exhibits, languages: &[Language]) -> Self {
        Self {
            figures: exhibits.figures.iter().map(|figure| Rows::new(figure, languages)).collect(),
        }
    }

    /// Counts the numerals of a drawing by what they rest on; a numeral that rests on nothing is given with
    /// its line. A drawing is that of the figure whose rows leave the fewest strangers.
    pub fn account(
        &self,
        lines: &[String],
    ) -> (BTreeMap<&'static str, usize>, Vec<(String, String)>) {
        let accounts = self.figures.iter().map(|figure| figure.account(lines));
        let nothing = || Rows::default().account(lines);
        accounts.min_by_key(|(_, strangers)| strangers.len()).unwrap_or_else(nothing)
    }
}

impl Default for Rows {
    fn default() -> Self {
        Self { values: Vec::new(), exact: BTreeSet::new(), texts: BTreeSet::new() }
    }
}

impl Rows {
    fn new(figure: &Figure, languages: &[Language]) -> Self {
        let mut rows = Self::default();
        let mut add_text = |text: &str| {
            rows.texts.extend(numerals(text).into_iter().map(|range| text[range].to_owned()));
        };
        for (language, name) in figure.series.iter().flat_map(|series| &series.names) {
            if languages.contains(language) {
                add_text(name);
            }
        }
        for value in figure.result.rows.iter().flatten().flatten() {
            match value {
                Value::Number(number) => {
                    rows.exact.extend(decimal_string(number));
                    rows.values.push(number.clone());
                }
                Value::Text(text) | Value::Date(text) => add_text(text),
                Value::Boolean(_) => {}
            }
        }
        rows
    }

    fn account(&self, lines: &[String]) -> (BTreeMap<&'static str, usize>, Vec<(String, String)>) {
        let mut counted: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut rest: Vec<(String, String)> = Vec::new();
        for line in lines {
            for range in numerals(line) {
                let numeral = &line[range];
                if self.holds(numeral) {
                    *counted.entry("figure").or_default() += 1;
                } else {
                    rest.push((numeral.to_owned(), line.clone()));
                }
            }
        }
        let on_axis = is_axis(&rest);
        if on_axis {
            counted.insert("axis", rest.len());
            rest.clear();
        }
        (counted, rest)
    }

    /// Whether a numeral is a value of a row, rounded as it is printed, or stands in a cell.
    fn holds(&self, numeral: &str) -> bool {
        let plain = numeral.replace(',', "");
        if self.exact.contains(&plain) || self.texts.contains(numeral) {
            return true;
        }
        let Some(printed) = parse_decimal(&plain) else { return false };
        let places = plain.split_once('.').map_or(0, |(_, places)| places.len());
        let half = Rational::ten_to(-i32::try_from(places.min(18)).unwrap_or(18))
            * Rational::fraction(1, 2);
        self.values.iter().any(|value| {
            SCALES.iter().any(|(times, by)| {
                let scaled = value.abs() * Rational::fraction(*times, *by);
                (scaled - printed.clone()).abs() <= half
            })
        })
    }
}

/// Whether numbers stand on one axis: at least two, in equal steps of 1, 2 or 5 times a power of ten.
fn is_axis(numerals: &[(String, String)]) -> bool {
    let parsed = numerals.iter().map(|(numeral, line)| {
        let number = parse_decimal(&numeral.replace(',', ""))?;
        Some(if line.trim_start().starts_with(['-', '−']) { -number } else { number })
    });
    let Some(mut numbers) = parsed.collect::<Option<Vec<Rational>>>() else { return false };
    numbers.sort();
    numbers.dedup();
    let steps: Vec<Rational> =
        numbers.windows(2).map(|pair| pair[1].clone() - pair[0].clone()).collect();
    let Some(first) = steps.first() else { return false };
    let leading = decimal_string(first).and_then(|step| {
        let digits: String = step.chars().filter(char::is_ascii_digit).collect();
        Some(digits.trim_matches('0').to_owned())
    });
    steps.iter().all(|step| step == first)
        && leading.is_some_and(|leading| matches!(leading.as_str(), "1" | "2" | "5"))
}

/// The lines of text of a drawing in SVG, in their order.
pub fn texts(svg: &str) -> Vec<String> {
    let mut reader = Reader::from_str(svg);
    let mut lines = Vec::new();
    let mut line: Option<String> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) if start.local_name().as_ref() == "text" => {
                line = Some(String::new());
            }
            Ok(Event::Text(text)) => {
                if let Some(line) = &mut line {
                    line.push_str(&text.xml10_content());
                }
            }
            Ok(Event::GeneralRef(reference)) => {
                let name = reference.borrow().into_inner();
                let c = reference.resolve_char_ref().ok().flatten();
                let known = match name.as_ref() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => c,
                };
                if let Some(line) = &mut line {
                    line.extend(known);
                }
            }
            Ok(Event::End(end)) if end.local_name().as_ref() == "text" => {
                lines.extend(line.take().map(|line| line.trim().to_owned()));
            }
            // A drawing that is no XML has no text that could be read further on; the typesetter has
            // refused it before.
            Ok(Event::Eof) | Err(_) => return lines,
            Ok(_) => {}
        }
    }
}
