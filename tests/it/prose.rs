//! False alarms on pages of ordinary report prose: every true quantity stands in braces, and whatever
//! else the scanner takes for one is an alarm.

use std::ops::Range;

use recto::quantity::{Content, Grammar, Lexicon, Reading, scan};

use crate::support::project;

/// At most one alarm in so many characters.
const CHARACTERS_AN_ALARM: usize = 5000;

#[test]
fn ordinary_prose_raises_few_alarms() {
    let mut failures = Vec::new();
    for (tag, grammar) in [("en", Grammar::English), ("zh", Grammar::Chinese)] {
        let lexicon = Lexicon::new(house_names(tag));
        let (mut characters, mut marked, mut alarms, mut missed) = (0, 0, Vec::new(), Vec::new());
        for (page, text) in pages(tag) {
            for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
                let (plain, quantities) = without_marks(paragraph);
                characters += plain.chars().count();
                marked += quantities.len();
                let readings = scan(grammar, &lexicon, &plain);
                let noticed: Vec<&Reading> =
                    readings.iter().filter(|reading| needs_a_claim(reading)).collect();
                for reading in &noticed {
                    // `the last five years` may be marked or not: it counts, and it is a period.
                    let neutral = matches!(reading.content, Content::Period(_));
                    if !neutral && !quantities.iter().any(|range| meets(range, &reading.range)) {
                        alarms.push(format!("{page}: {}", around(&plain, &reading.range)));
                    }
                }
                for range in &quantities {
                    if !noticed.iter().any(|reading| meets(range, &reading.range)) {
                        missed.push(format!("{page}: {}", around(&plain, range)));
                    }
                }
            }
        }
        println!("{tag}: {characters} characters, {marked} quantities, {} alarms", alarms.len());
        alarms.iter().for_each(|alarm| println!("  alarm in {alarm}"));
        missed.iter().for_each(|miss| println!("  missed in {miss}"));
        assert!(characters > 19_000, "the pages of `{tag}` are there");
        if !missed.is_empty() {
            failures.push(format!("{tag}: {} quantities went unread", missed.len()));
        }
        if alarms.len() * CHARACTERS_AN_ALARM > characters {
            failures.push(format!("{tag}: {} alarms in {characters} characters", alarms.len()));
        }
    }
    assert_eq!(failures, Vec::<String>::new());
}

/// What an institute would settle once for all of its reports.
fn house_names(tag: &str) -> Vec<String> {
    let path = project().join(format!("tests/corpus/prose/names.{tag}.txt"));
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

fn pages(tag: &str) -> Vec<(String, String)> {
    let folder = project().join("tests/corpus/prose");
    let mut pages: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter_map(|path| {
            let name = path.file_stem()?.to_str()?.to_owned();
            name.starts_with(&format!("{tag}-"))
                .then(|| (name, std::fs::read_to_string(&path).unwrap()))
        })
        .collect();
    pages.sort();
    pages
}

/// The text without braces, and where the marked quantities stand in it.
fn without_marks(text: &str) -> (String, Vec<Range<usize>>) {
    let mut plain = String::new();
    let mut ranges = Vec::new();
    let mut start = 0;
    for character in text.trim_end().chars() {
        match character {
            '{' => start = plain.len(),
            '}' => ranges.push(start..plain.len()),
            '\n' if plain.ends_with(|c: char| c.is_ascii()) => plain.push(' '),
            '\n' => {}
            other => plain.push(other),
        }
    }
    (plain, ranges)
}

fn needs_a_claim(reading: &Reading) -> bool {
    match &reading.content {
        Content::Quantity(_) | Content::Unresolved(_) => true,
        Content::Period(period) => period.relative_count().is_some(),
        Content::Structural(_) | Content::Excluded(_) => false,
    }
}

fn meets(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// The words in brackets, with a few characters on either side.
fn around(text: &str, range: &Range<usize>) -> String {
    let before: String =
        text[..range.start].chars().rev().take(24).collect::<Vec<_>>().into_iter().rev().collect();
    let after: String = text[range.end..].chars().take(24).collect();
    format!("{before}[{}]{after}", &text[range.clone()])
}
