//! Types of columns, and numbers as files write them.

use super::grid::{RawCell, Written};
use super::infer::{Inferred, days_since_epoch, infer, plain_number};
use crate::report::{ColumnType, DataSettings, Format, Location, NumberStyle};
use crate::source::{SourceMap, Span};

fn settings(nulls: &[&str]) -> DataSettings {
    let mut sources = SourceMap::default();
    let file = sources.add("report.toml", "");
    DataSettings {
        location: Location::Connection("NONE".to_owned()),
        span: Span::new(file, 0..0),
        format: Format::Csv,
        encoding: None,
        delimiter: None,
        numbers: NumberStyle::default(),
        nulls: nulls.iter().map(|null| (*null).to_owned()).collect(),
        header: 1,
        sheet: None,
        range: None,
        rows: None,
        table: None,
        timeout: 30,
        types: std::collections::BTreeMap::default(),
    }
}

fn inferred(cells: &[&'static str]) -> Inferred {
    inferred_as(cells, Written::Plain, &[])
}

fn inferred_as(cells: &[&'static str], written: Written, nulls: &[&str]) -> Inferred {
    let cells: Vec<RawCell<'_>> =
        cells.iter().map(|text| RawCell::new(*text, written, 0..0)).collect();
    infer(cells.iter(), &settings(nulls))
}

#[test]
fn types_are_strict() {
    assert_eq!(inferred(&["1", "", "-20"]), Inferred::Type(ColumnType::Integer));
    assert_eq!(inferred(&["1", "2.50"]), Inferred::Type(ColumnType::Decimal));
    assert_eq!(inferred(&["2019-06-30", ""]), Inferred::Type(ColumnType::Date));
    assert_eq!(inferred(&["true", "false"]), Inferred::Type(ColumnType::Boolean));
    assert_eq!(inferred(&["甲", "乙"]), Inferred::Type(ColumnType::Text));
    assert_eq!(inferred(&["", ""]), Inferred::Type(ColumnType::Text));
    assert_eq!(inferred(&["007", "010"]), Inferred::Type(ColumnType::Text));
    assert_eq!(inferred(&["1", "2019H1"]), Inferred::Mixed(1));
    assert_eq!(inferred(&["1", "", "12,345"]), Inferred::Mixed(2));
    assert_eq!(inferred(&["1", "9223372036854775808"]), Inferred::Type(ColumnType::Decimal));
    assert_eq!(days_since_epoch("2019-02-29"), None);
    assert_eq!(days_since_epoch("1970-01-02"), Some(1));
    assert_eq!(days_since_epoch("2000-03-01"), Some(11_017));
}

#[test]
fn text_of_a_file_that_knows_types_is_no_number() {
    assert_eq!(inferred_as(&["1", "2"], Written::Text, &[]), Inferred::Type(ColumnType::Text));
    assert_eq!(
        inferred_as(&["1", "-"], Written::Plain, &["-"]),
        Inferred::Type(ColumnType::Integer)
    );
}

#[test]
fn numbers_are_read_in_the_style_of_the_file() {
    let german = NumberStyle { decimal: ',', grouping: Some('.'), full_width: false };
    let grouped = NumberStyle { grouping: Some(','), ..NumberStyle::default() };
    let wide = NumberStyle { full_width: true, ..NumberStyle::default() };
    let read = |text: &str, style| plain_number(text, style).map(std::borrow::Cow::into_owned);
    assert_eq!(read("1.234,50", german).as_deref(), Some("1234.50"));
    assert_eq!(read("-12,345,678.9", grouped).as_deref(), Some("-12345678.9"));
    assert_eq!(read("１２．５", wide).as_deref(), Some("12.5"));
    for wrong in [
        "1,23",
        "12,34,567",
        "1234,567",
        ",123",
        "1,234,",
        "1e5",
        "+5",
        ".5",
        "5.",
        "−5",
        "1 000",
        "",
    ] {
        assert_eq!(read(wrong, grouped), None, "{wrong}");
    }
    // A decimal point where the comma is one cannot be told from a group that is cut short.
    assert_eq!(read("12.5", german), None);
    assert_eq!(read("1.234", german).as_deref(), Some("1234"));
}
