//! Drawings: every number drawn comes from the rows of a query, or stands on the axis.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::computed::computed;
use super::numerals::numerals;
use crate::book::Book;
use crate::charts::ChartKind;
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

/// The drawings of a book by what their rows allow them to show.
pub struct Drawings {
    /// What the rows of each figure hold, by its drawing.
    figures: BTreeMap<String, Rows>,
}

/// What the rows of a figure hold, and what they make.
#[derive(Default)]
struct Rows {
    values: Vec<Rational>,
    /// Values as they are, without grouping.
    exact: BTreeSet<String>,
    /// Numerals in the text of cells and in the names of series.
    texts: BTreeSet<String>,
    /// What may stand over an axis, with the power of ten that its ticks leave to that line.
    axis_words: BTreeMap<String, i32>,
    /// The greatest value that is drawn, whatever its sign.
    greatest: Option<Rational>,
    /// How many values may lie upon each other, at most.
    piled: usize,
}

impl Drawings {
    /// Collects what the figures of a book may show.
    pub fn new(book: &Book, exhibits: &Exhibits) -> Self {
        let mut figures = BTreeMap::new();
        for figure in &exhibits.figures {
            figures.extend(book.charts(&figure.id).map(|(languages, svg)| {
                (String::from_utf8_lossy(svg).into_owned(), Rows::new(figure, languages))
            }));
        }
        Self { figures }
    }

    /// Counts the numerals of a drawing by what they rest on; a numeral that rests on nothing is given with
    /// its line. `None` for a drawing that is of no figure: what it shows may be hidden from a reader of text.
    pub fn account(&self, svg: &str, lines: &[DrawnLine]) -> Option<Account> {
        self.figures.get(svg).map(|rows| rows.account(lines))
    }
}

/// How many numerals rest on what, and those that rest on nothing with their lines.
pub type Account = (BTreeMap<&'static str, usize>, Vec<(String, String)>);

/// A line of text of a drawing, with its place as the drawing writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnLine {
    /// What it says.
    pub text: String,
    x: String,
    y: String,
}

impl Rows {
    fn new(figure: &Figure, languages: &[Language]) -> Self {
        let mut rows = Self::default();
        let mut numbers = computed(figure);
        numbers.extend(figure.references.iter().map(|reference| reference.value.clone()));
        let made = numbers.len();
        let mut add_text = |text: &str| {
            rows.texts.extend(numerals(text).into_iter().map(|range| text[range].to_owned()));
        };
        let remarks = figure.annotations.iter().flat_map(|annotation| &annotation.texts);
        let labels = figure.references.iter().flat_map(|reference| &reference.labels);
        let names = figure.series.iter().flat_map(|series| &series.names);
        for (language, name) in names.chain(remarks).chain(labels) {
            if languages.contains(language) {
                add_text(name);
            }
        }
        for value in figure.result.rows.iter().flatten().flatten() {
            match value {
                Value::Number(number) => numbers.push(number.clone()),
                Value::Text(text) | Value::Date(text) => add_text(text),
                Value::Boolean(_) => {}
            }
        }
        rows.exact = numbers.iter().filter_map(decimal_string).collect();
        // Where thousands of rows make a few numbers, no row is printed rounded.
        let are_raw = matches!(figure.kind, ChartKind::Histogram | ChartKind::Box);
        rows.values = if are_raw { numbers[..made].to_vec() } else { numbers };
        let names = figure.series.iter().map(|series| &series.names);
        let names = names.chain(figure.categories.iter().map(|category| &category.names));
        let names: BTreeSet<&str> = names.flatten().map(|(_, name)| name.as_str()).collect();
        let words = figure.axis_words(languages).into_iter();
        // A family called 万 is no ten thousand.
        rows.axis_words = words.filter(|(line, _)| !names.contains(line.as_str())).collect();
        let drawn = figure.series.iter().flat_map(|series| series.values.iter().flatten());
        rows.greatest = drawn.map(|(value, _)| value.abs()).max();
        rows.piled = figure.series.len().max(1);
        rows
    }

    fn account(&self, lines: &[DrawnLine]) -> Account {
        let mut counted: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut strangers = Vec::new();
        for line in lines {
            if self.axis_words.contains_key(&line.text) && !self.is_to_scale(lines) {
                strangers.push((line.text.clone(), line.text.clone()));
                continue;
            }
            for range in numerals(&line.text) {
                let numeral = &line.text[range];
                let origin = if self.holds(numeral) {
                    "figure"
                } else if is_tick(line, lines) || self.axis_words.contains_key(&line.text) {
                    "axis"
                } else {
                    strangers.push((numeral.to_owned(), line.text.clone()));
                    continue;
                };
                *counted.entry(origin).or_default() += 1;
            }
        }
        (counted, strangers)
    }

    /// Whether the lines over an axis name one scale, in which the axis reaches about as far as the
    /// values: with a wrong word over it, it would be ten times too long or too short at least.
    fn is_to_scale(&self, lines: &[DrawnLine]) -> bool {
        let named: BTreeSet<i32> =
            lines.iter().filter_map(|line| self.axis_words.get(&line.text).copied()).collect();
        let (Some(exponent), 1) = (named.first(), named.len()) else { return false };
        let Some(greatest) = &self.greatest else { return false };
        let piled = i64::try_from(self.piled).unwrap_or(i64::MAX).saturating_mul(5);
        let most = greatest.clone() * Rational::fraction(piled, 1);
        lines.iter().any(|line| {
            let column: Vec<&DrawnLine> = lines.iter().filter(|other| other.x == line.x).collect();
            let ticks = column.iter().filter_map(|tick| number(&tick.text));
            let reach = ticks.map(|tick| tick.abs() * Rational::ten_to(*exponent)).max();
            is_axis(&column) && reach.is_some_and(|reach| *greatest <= reach && reach <= most)
        })
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

/// Whether a line is a step of an axis: it stands in one column or one row with other numbers, and all of
/// them are equal steps of 1, 2 or 5 times a power of ten.
fn is_tick(line: &DrawnLine, lines: &[DrawnLine]) -> bool {
    let column: Vec<&DrawnLine> = lines.iter().filter(|other| other.x == line.x).collect();
    let row: Vec<&DrawnLine> = lines.iter().filter(|other| other.y == line.y).collect();
    is_axis(&column) || is_axis(&row)
}

fn is_axis(lines: &[&DrawnLine]) -> bool {
    let Some(mut numbers) = lines.iter().map(|line| number(&line.text)).collect::<Option<Vec<_>>>()
    else {
        return false;
    };
    numbers.sort();
    // Panels under each other repeat their axis.
    numbers.dedup();
    let steps: Vec<Rational> =
        numbers.windows(2).map(|pair| pair[1].clone() - pair[0].clone()).collect();
    let Some(first) = steps.first() else { return false };
    let leading = decimal_string(first).map(|step| {
        let digits: String = step.chars().filter(char::is_ascii_digit).collect();
        digits.trim_matches('0').to_owned()
    });
    steps.iter().all(|step| step == first)
        && leading.is_some_and(|leading| matches!(leading.as_str(), "1" | "2" | "5"))
}

/// The number of a line that is nothing but a number, perhaps with a sign and a unit such as 万 or %.
fn number(text: &str) -> Option<Rational> {
    let [range] = &numerals(text)[..] else { return None };
    let before = text[..range.start].trim();
    let after = text[range.end..].trim();
    let is_negative = matches!(before, "-" | "\u{2212}");
    if !before.is_empty() && !is_negative || after.chars().count() > 8 {
        return None;
    }
    let number = parse_decimal(&text[range.clone()].replace(',', ""))?;
    Some(if is_negative { -number } else { number })
}

/// The lines of text of a drawing in SVG, in their order.
pub fn texts(svg: &str) -> Vec<DrawnLine> {
    let mut reader = Reader::from_str(svg);
    let mut lines = Vec::new();
    let mut line: Option<DrawnLine> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) if start.local_name().as_ref() == "text" => {
                let attribute = |name: &str| {
                    let value = start.try_get_attribute(name).ok().flatten();
                    value.map_or_else(String::new, |value| value.value.into_owned())
                };
                line =
                    Some(DrawnLine { text: String::new(), x: attribute("x"), y: attribute("y") });
            }
            Ok(Event::Text(text)) => {
                if let Some(line) = &mut line {
                    line.text.push_str(&text.xml10_content());
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
                    line.text.extend(known);
                }
            }
            Ok(Event::End(end)) if end.local_name().as_ref() == "text" => {
                lines.extend(line.take().map(|line| {
                    let text = line.text.trim().to_owned();
                    DrawnLine { text, ..line }
                }));
            }
            // A drawing that is no XML has no text that could be read further on; the typesetter has
            // refused it before.
            Ok(Event::Eof) | Err(_) => return lines,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DrawnLine, Rows};
    use crate::quantity::Rational;

    fn line(text: &str, x: &str, y: &str) -> DrawnLine {
        DrawnLine { text: text.to_owned(), x: x.to_owned(), y: y.to_owned() }
    }

    /// An axis from 0 to 30 in steps of ten, with lines over it, of values up to 2.8 thousand million.
    fn strangers(over: &[&str]) -> Vec<String> {
        let mut rows = Rows { piled: 1, ..Rows::default() };
        rows.greatest = Some(Rational::from(2_787_812_700_u64));
        rows.values = rows.greatest.iter().cloned().collect();
        for (words, exponent) in
            [("亿元", 8), ("RMB 100 million", 8), ("万元", 4), ("RMB billion", 9)]
        {
            rows.axis_words.insert(words.to_owned(), exponent);
        }
        let ticks = ["0", "10", "20", "30"].into_iter().enumerate();
        let mut lines: Vec<DrawnLine> =
            ticks.map(|(index, tick)| line(tick, "20", &format!("{}", 100 - index))).collect();
        lines.extend(over.iter().enumerate().map(|(at, text)| line(text, &format!("{at}"), "5")));
        lines.push(line("2,787,812,700", "300", "70"));
        rows.account(&lines).1.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn an_axis_in_a_larger_unit_has_to_reach_as_far_as_its_values() {
        assert_eq!(strangers(&["亿元", "RMB 100 million"]), [""; 0]);
        assert_eq!(strangers(&["亿元"]), [""; 0]);
        assert_eq!(strangers(&["万元"]), ["万元"]);
        assert_eq!(strangers(&["RMB billion"]), ["RMB billion"]);
        assert_eq!(strangers(&["亿元", "RMB billion"]), ["亿元", "RMB billion"]);
        assert_eq!(strangers(&["RMB 10 million"]), ["RMB 10 million"]);
    }
}
