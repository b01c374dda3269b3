//! What is remarked on in each language: one line a text, nothing where it is in style.

mod en;
mod properties;
mod zh;

use super::super::{Grammar, Lexicon, scan};
use super::*;

/// The habits of a report.
fn house(grammar: Grammar, texts: &[&str]) -> House {
    let mut house = House::new();
    for text in texts {
        house.learn(text, &scan(grammar, &Lexicon::default(), text));
    }
    house
}

/// The remarks on a text as `fault: words -> replacement` parts, in a report that has the other
/// texts and this one.
fn remarks(grammar: Grammar, others: &[&str], text: &str) -> String {
    let house = house(grammar, &[others, &[text]].concat());
    let readings = scan(grammar, &Lexicon::default(), text);
    let lines: Vec<String> = style(grammar, &house, text, &readings)
        .into_iter()
        .map(|remark| {
            let words = text.get(remark.range).expect("ranges lie on boundaries");
            let replacement =
                remark.replacement.map_or_else(String::new, |new| format!(" -> {new}"));
            format!("{}: {words}{replacement}", remark.fault.name())
        })
        .collect();
    lines.join("; ")
}

fn check(grammar: Grammar, others: &[&str], table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .map(|(text, expected)| (text, expected, remarks(grammar, others, text)))
        .filter(|(_, expected, found)| found != *expected)
        .map(|(text, expected, found)| format!("{text}\n  expected {expected}\n  found    {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_house_without_habits_asks_for_nothing() {
    for (grammar, text) in [
        (Grammar::Chinese, "12345家"),
        (Grammar::Chinese, "12,345家"),
        (Grammar::English, "41 per cent"),
    ] {
        let readings = scan(grammar, &Lexicon::default(), text);
        assert_eq!(style(grammar, &House::new(), text, &readings), []);
    }
}

#[test]
fn other_languages_have_no_style() {
    let text = "10-12, .5, 12345";
    let readings = scan(Grammar::Digits, &Lexicon::default(), text);
    assert_eq!(style(Grammar::Digits, &House::new(), text, &readings), []);
}
