//! Sentences as reports have them, each with what the scanner has to read in it.
//!
//! A case is a sentence at the margin and a line for each number, indented by two blanks:
//! `phrase | operator | value | unit`, `phrase | period | canonical`, `phrase | structural`, `phrase | excluded`
//! or `phrase | unresolved`. A value is exact, `lo..hi` for ranges and orders of magnitude. A line that ends in
//! `| open` is known to be misread; their number may only fall.

use std::ops::Range;

use recto::quantity::{
    Content, Grammar, Lexicon, Operator, Quantity, Rational, Reading, parse_decimal, scan,
};

use crate::support::{project, shown};

#[derive(Clone)]
struct Case {
    line: usize,
    sentence: String,
    wanted: Vec<Wanted>,
}

#[derive(Clone)]
struct Wanted {
    range: Range<usize>,
    fields: Vec<String>,
    open: bool,
}

/// How many phrases are known to be misread, in both languages together.
const OPEN: usize = 4;

#[test]
fn sentences_are_read_as_annotated() {
    let mut failures = Vec::new();
    for (tag, grammar) in [("en", Grammar::English), ("zh", Grammar::Chinese)] {
        let cases = cases(tag);
        let wanted: usize = cases.iter().map(|case| case.wanted.len()).sum();
        let problems: Vec<String> = cases.iter().flat_map(|case| problems(grammar, case)).collect();
        println!("{tag}: {} sentences, {wanted} phrases, {} misread", cases.len(), problems.len());
        problems.iter().for_each(|problem| println!("  {tag} {problem}"));
        assert!(cases.len() >= 300, "only {} sentences in `{tag}`", cases.len());
        if !problems.is_empty() {
            failures.push(format!("{tag}: {} misread", problems.len()));
        }
    }
    assert_eq!(failures, Vec::<String>::new());
    let all = [cases("en"), cases("zh")].concat();
    let open = all.iter().flat_map(|case| &case.wanted).filter(|wanted| wanted.open).count();
    assert!(open <= OPEN, "{open} phrases are open");
}

fn cases(tag: &str) -> Vec<Case> {
    let path = project().join(format!("tests/corpus/sentences.{tag}.txt"));
    let text = std::fs::read_to_string(path).unwrap();
    let mut cases: Vec<Case> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if let Some(gold) = line.strip_prefix("  ") {
            let case = cases.last_mut().unwrap();
            let wanted = wanted(case, gold, index + 1);
            case.wanted.push(wanted);
        } else if !line.trim().is_empty() && !line.starts_with('#') {
            cases.push(Case { line: index + 1, sentence: line.to_owned(), wanted: Vec::new() });
        }
    }
    cases
}

fn wanted(case: &Case, gold: &str, line: usize) -> Wanted {
    let (gold, open) = match gold.strip_suffix(" | open") {
        Some(gold) => (gold, true),
        None => (gold, false),
    };
    let fields: Vec<String> = gold.split(" | ").map(|field| field.trim().to_owned()).collect();
    let from = case.wanted.last().map_or(0, |wanted| wanted.range.end);
    let place = case.sentence[from..].find(&fields[0]);
    let start = from + place.unwrap_or_else(|| panic!("line {line}: no `{}` there", fields[0]));
    Wanted { range: start..start + fields[0].len(), fields, open }
}

fn problems(grammar: Grammar, case: &Case) -> Vec<String> {
    let readings = scan(grammar, &Lexicon::default(), &case.sentence);
    let mut problems = Vec::new();
    let at = |what: String| format!("line {}: {what} in: {}", case.line, case.sentence);
    for wanted in &case.wanted {
        let near: Vec<&Reading> =
            readings.iter().filter(|reading| meets(&reading.range, &wanted.range)).collect();
        let fits = match wanted.fields[1].as_str() {
            "structural" | "excluded" => !near.iter().any(|reading| is_noticed(reading)),
            _ => {
                near.len() == 1
                    && near[0].range == wanted.range
                    && is_as_wanted(&near[0].content, wanted)
            }
        };
        if fits && wanted.open {
            problems.push(at(format!("`{}` is open no longer", wanted.fields[0])));
        }
        if !fits && !wanted.open {
            let read: Vec<String> =
                near.iter().map(|reading| shown(&case.sentence, reading)).collect();
            problems.push(at(format!(
                "`{}` read as {}",
                wanted.fields.join(" | "),
                read.join("; ")
            )));
        }
    }
    for reading in readings.iter().filter(|reading| is_noticed(reading)) {
        if !case.wanted.iter().any(|wanted| meets(&wanted.range, &reading.range)) {
            problems.push(at(format!("alarm {}", shown(&case.sentence, reading))));
        }
    }
    problems
}

fn is_as_wanted(content: &Content, wanted: &Wanted) -> bool {
    let fields: Vec<&str> = wanted.fields.iter().map(String::as_str).collect();
    match (content, &fields[1..]) {
        (Content::Period(period), ["period", canonical]) => {
            *canonical == "-" || period.canonical().as_deref() == Some(canonical)
        }
        (Content::Unresolved(_), ["unresolved"]) => true,
        (Content::Quantity(quantity), [operator, value, unit]) => {
            quantity.operator.name() == *operator
                && quantity.unit.name() == *unit
                && states(quantity, value)
        }
        _ => false,
    }
}

fn states(quantity: &Quantity, value: &str) -> bool {
    match value.split_once("..") {
        Some((lower, upper)) => {
            let bounds = (&quantity.interval.lower, &quantity.interval.upper);
            matches!(quantity.operator, Operator::Range | Operator::Indefinite)
                && bounds.0.as_ref().map(|bound| &bound.value) == Some(&exact(lower))
                && bounds.1.as_ref().map(|bound| &bound.value) == Some(&exact(upper))
        }
        None => quantity.value == exact(value),
    }
}

fn exact(text: &str) -> Rational {
    match text.split_once('/') {
        Some((numerator, denominator)) => exact(numerator) / exact(denominator),
        None => parse_decimal(text).unwrap_or_else(|| panic!("`{text}` is no number")),
    }
}

fn meets(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

fn is_noticed(reading: &Reading) -> bool {
    matches!(reading.content, Content::Quantity(_) | Content::Unresolved(_))
}
