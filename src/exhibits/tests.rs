//! Cells as text in both languages.

use super::category::cell_text;
use crate::facts::Value;
use crate::language::Language;
use crate::quantity::{Operator, parse_decimal};

fn cell(value: &Value, operator: Operator, periods: bool) -> (String, String) {
    let text = |tag| cell_text(Some(value), operator, periods, &Language::parse(tag).unwrap());
    (text("en"), text("zh"))
}

#[test]
fn cells_are_printed_in_the_language() {
    let number = Value::Number(parse_decimal("3547").unwrap());
    assert_eq!(cell(&number, Operator::Exact, false), ("3,547".into(), "3,547".into()));
    let about = Value::Number(parse_decimal("19").unwrap());
    assert_eq!(cell(&about, Operator::About, false), ("about 19".into(), "约19".into()));
    let half_year = Value::Text("2019H1".to_owned());
    assert_eq!(cell(&half_year, Operator::Exact, true), ("H1 2019".into(), "2019年上半年".into()));
    assert_eq!(cell(&half_year, Operator::Exact, false), ("2019H1".into(), "2019H1".into()));
    assert_eq!(cell(&Value::Boolean(true), Operator::Exact, false), ("yes".into(), "是".into()));
    let english = Language::parse("en").unwrap();
    assert_eq!(cell_text(None, Operator::Exact, false, &english), "–");
}
