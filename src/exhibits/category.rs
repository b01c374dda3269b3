//! Cells as text in each language of a report.

use crate::facts::{QueryResult, Value};
use crate::language::Language;
use crate::quantity::{NumberFormat, Operator, Period, Rational, Unit, print_quantity};

/// A text in each language of the report, in its order.
pub type Texts = Vec<(Language, String)>;

/// The wording for a language.
pub fn text_in<'a>(texts: &'a Texts, language: &Language) -> &'a str {
    texts.iter().find(|(of, _)| of == language).map_or("", |(_, text)| text)
}

/// Whether every filled cell of a column names a period.
pub fn is_period_column(result: &QueryResult, index: usize) -> bool {
    let mut cells = result.rows.iter().filter_map(|row| row[index].as_ref()).peekable();
    cells.peek().is_some()
        && cells.all(|cell| match cell {
            Value::Text(text) => Period::parse(text).is_some(),
            _ => false,
        })
}

/// A cell as text in a language; `periods` says that its column holds periods.
pub fn cell_text(
    cell: Option<&Value>,
    operator: Operator,
    periods: bool,
    language: &Language,
) -> String {
    let grammar = language.grammar();
    match cell {
        None => "–".to_owned(),
        Some(Value::Number(number)) => number_text(number, operator, None, language),
        Some(Value::Date(text)) => {
            let period = Period::parse(text);
            period.and_then(|period| period.print(grammar)).unwrap_or_else(|| text.clone())
        }
        Some(Value::Text(text)) if periods => {
            let period = Period::parse(text);
            period.and_then(|period| period.label(grammar)).unwrap_or_else(|| text.clone())
        }
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Boolean(true)) => language.choose("yes", "是").to_owned(),
        Some(Value::Boolean(false)) => language.choose("no", "否").to_owned(),
    }
}

/// A number as text in a language, with so many digits after the decimal point, or those that it has.
pub fn number_text(
    number: &Rational,
    operator: Operator,
    digits: Option<u32>,
    language: &Language,
) -> String {
    let grammar = language.grammar();
    // Three decimals are what a table of a report can carry; the query may round otherwise.
    let exact = NumberFormat { digits, ..NumberFormat::default() };
    let rounded = NumberFormat { digits: Some(3), ..NumberFormat::default() };
    print_quantity(grammar, number, &Unit::Count, operator, &exact)
        .or_else(|| print_quantity(grammar, number, &Unit::Count, operator, &rounded))
        .unwrap_or_default()
}
