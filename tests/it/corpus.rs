//! The scanner against the number cases of other recognisers, where `RECTO_CORPUS` names their folder.
//!
//! Each line of a file is `{"id", "lang", "text", "expected": [{"start", "end", "kind", "value", "extra"}],
//! "complete", "tags"}`, offsets in code points. What a source expects and the house reads otherwise
//! stands in `tests/corpus/contradictions.tsv` with the reason; that list may only shrink.

use std::collections::BTreeMap;
use std::path::Path;

use recto::quantity::{
    Content, Grammar, Lexicon, Operator, Quantity, Rational, Reading, Unit, parse_decimal, scan,
};
use serde_json::Value;

use crate::support::{project, shown, skipped};

/// How many contradictions there are; the number may only fall.
const CONTRADICTIONS: usize = 8;

/// Counts of one file or one language.
#[derive(Clone, Copy, Default)]
struct Score {
    expected: usize,
    detected: usize,
    valued: usize,
    exact: usize,
    negatives: usize,
    flagged: usize,
    points_as_percent: usize,
}

impl Score {
    fn add(&mut self, other: Self) {
        self.expected += other.expected;
        self.detected += other.detected;
        self.valued += other.valued;
        self.exact += other.exact;
        self.negatives += other.negatives;
        self.flagged += other.flagged;
        self.points_as_percent += other.points_as_percent;
    }

    fn line(&self, name: &str) -> String {
        let share = |part: usize, of: usize| {
            if of == 0 { "     –".to_owned() } else { format!("{:5.1}%", percent(part, of)) }
        };
        format!(
            "{name:<24} {:>5} {} {} {} {:>5} {}",
            self.expected,
            share(self.detected, self.expected),
            share(self.valued, self.expected),
            share(self.exact, self.expected),
            self.negatives,
            share(self.flagged, self.negatives),
        )
    }
}

#[test]
fn number_cases_of_other_recognisers() {
    let Some(folder) = std::env::var_os("RECTO_CORPUS") else {
        return skipped("RECTO_CORPUS names no folder of number cases");
    };
    let contradictions = contradictions();
    assert!(contradictions.len() <= CONTRADICTIONS, "the list of contradictions may only shrink");
    let mut languages: BTreeMap<String, Score> = BTreeMap::new();
    let mut misses = Vec::new();
    println!(
        "{:<24} {:>5} {:>6} {:>6} {:>6} {:>5} {:>6}",
        "file", "cases", "found", "value", "span", "none", "alarms"
    );
    for (name, cases) in files(Path::new(&folder)) {
        let mut score = Score::default();
        for case in &cases {
            score.add(judge(case, &contradictions, &mut misses));
        }
        println!("{}", score.line(&name));
        let language = name.rsplit('.').next().unwrap_or_default().to_owned();
        languages.entry(language).or_default().add(score);
    }
    for (language, score) in &languages {
        println!("{}", score.line(language));
    }
    if std::env::var_os("RECTO_MISSES").is_some() {
        misses.iter().for_each(|miss| println!("{miss}"));
    }
    let (english, chinese) = (languages["en"], languages["zh"]);
    assert!(percent(english.detected, english.expected) >= 99.5, "English detection");
    assert!(percent(english.valued, english.expected) >= 95.0, "English values");
    assert!(percent(english.exact, english.expected) >= 85.0, "English spans");
    assert!(percent(chinese.detected, chinese.expected) >= 99.5, "Chinese detection");
    assert!(percent(chinese.valued, chinese.expected) >= 93.0, "Chinese values");
    assert!(percent(chinese.exact, chinese.expected) >= 85.0, "Chinese spans");
    for score in [english, chinese] {
        assert!(score.negatives == 0 || percent(score.flagged, score.negatives) <= 3.0, "alarms");
        assert_eq!(score.points_as_percent, 0, "percentage points read as per cent");
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of cases are small")]
fn percent(part: usize, of: usize) -> f64 {
    100.0 * part as f64 / of.max(1) as f64
}

/// The cases by file name without its ending, in order; dates are measured elsewhere.
fn files(folder: &Path) -> BTreeMap<String, Vec<Value>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let Some(name) = name.strip_suffix(".jsonl").filter(|name| !name.contains("datetime"))
        else {
            continue;
        };
        let text = std::fs::read_to_string(&path).unwrap();
        let cases = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        files.insert(name.to_owned(), cases);
    }
    files
}

fn contradictions() -> BTreeMap<String, String> {
    let path = project().join("tests/corpus/contradictions.tsv");
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('\t'))
        .map(|(id, why)| (id.to_owned(), why.to_owned()))
        .collect()
}

fn judge(
    case: &Value,
    contradictions: &BTreeMap<String, String>,
    misses: &mut Vec<String>,
) -> Score {
    let mut score = Score::default();
    let (id, text) = (case["id"].as_str().unwrap(), case["text"].as_str().unwrap());
    let readings = scan(Grammar::of(case["lang"].as_str().unwrap()), &Lexicon::default(), text);
    let expected = case["expected"].as_array().unwrap();
    if expected.is_empty() && case["complete"] == true {
        let alarms: Vec<&Reading> = readings.iter().filter(|reading| is_alarm(reading)).collect();
        score.negatives += 1;
        if !alarms.is_empty() && !contradictions.contains_key(id) {
            score.flagged += 1;
            misses.push(format!("alarm  {id}: {text}: {}", all_shown(text, &alarms)));
        }
        return score;
    }
    if contradictions.contains_key(id) {
        return score;
    }
    for wanted in expected {
        score.add(of_expected(id, text, &readings, wanted, misses));
    }
    score
}

fn of_expected(
    id: &str,
    text: &str,
    readings: &[Reading],
    wanted: &Value,
    misses: &mut Vec<String>,
) -> Score {
    let offset = |points: &Value| byte_of(text, points.as_u64().unwrap());
    let (start, end) = (offset(&wanted["start"]), offset(&wanted["end"]));
    let overlap = |reading: &&Reading| {
        reading.range.end.min(end).saturating_sub(reading.range.start.max(start))
    };
    let near: Vec<&Reading> = readings.iter().filter(|reading| overlap(reading) > 0).collect();
    let mut score = Score { expected: 1, ..Score::default() };
    let found = near.iter().any(|reading| !matches!(reading.content, Content::Excluded(_)));
    let best = near.iter().max_by_key(|reading| overlap(reading));
    let valued = best.is_some_and(|reading| has_value(&reading.content, wanted));
    let exact = best.is_some_and(|reading| reading.range == (start..end));
    score.detected += usize::from(found);
    score.valued += usize::from(valued);
    score.exact += usize::from(exact);
    let points = wanted["extra"]["percentage_point"] == true;
    let is_percent = |reading: &&Reading| matches!(&reading.content, Content::Quantity(quantity) if quantity.unit == Unit::Percent);
    score.points_as_percent += usize::from(points && best.is_some_and(is_percent));
    let wants = || {
        let (value, extra) = (&wanted["value"], &wanted["extra"]);
        format!(
            "wants {} {} {extra} for `{}`; read {}",
            wanted["kind"],
            value,
            &text[start..end],
            all_shown(text, &near)
        )
    };
    if !found {
        misses.push(format!("missed {id}: {text}: {}", wants()));
    } else if !valued {
        misses.push(format!("value  {id}: {text}: {}", wants()));
    } else if !exact {
        misses.push(format!("span   {id}: {text}: {}", wants()));
    }
    score
}

fn byte_of(text: &str, points: u64) -> usize {
    text.char_indices().nth(usize::try_from(points).unwrap()).map_or(text.len(), |(byte, _)| byte)
}

fn is_alarm(reading: &Reading) -> bool {
    matches!(reading.content, Content::Quantity(_) | Content::Unresolved(_))
}

fn all_shown(text: &str, readings: &[&Reading]) -> String {
    readings.iter().map(|reading| shown(text, reading)).collect::<Vec<_>>().join("; ")
}

/// Whether a reading has the value that a case wants, or its two ends.
fn has_value(content: &Content, wanted: &Value) -> bool {
    let number = |value: &Value| value.as_str().and_then(parse_decimal);
    let value = number(&wanted["value"]);
    let (lower, upper) = (number(&wanted["extra"]["lo"]), number(&wanted["extra"]["hi"]));
    match content {
        Content::Quantity(quantity) => match (value, lower, upper) {
            (Some(value), _, _) => is_value(quantity, &value, wanted),
            (None, None, None) => true,
            (None, lower, upper) => has_ends(quantity, lower.as_ref(), upper.as_ref()),
        },
        Content::Structural(structure) => structure.value == value && value.is_some(),
        Content::Period(period) => {
            let year = period.canonical().and_then(|name| parse_decimal(&name));
            let count = period.relative_count().map(|count| Rational::from(u64::from(count)));
            value.is_none() && lower.is_none() && upper.is_none()
                || value.is_some() && (year == value || count == value)
        }
        Content::Excluded(_) | Content::Unresolved(_) => false,
    }
}

fn is_value(quantity: &Quantity, wanted: &Rational, case: &Value) -> bool {
    let places =
        case["value"].as_str().unwrap().split_once('.').map_or(0, |(_, places)| places.len());
    // Sources write thirds and sixteenths with a few decimals.
    let step = parse_decimal(&format!("0.{}1", "0".repeat(places.saturating_sub(1)))).unwrap();
    let near = |value: &Rational| {
        let gap = value - wanted;
        value == wanted || places > 1 && gap < step && -gap < step
    };
    // Sources give the amounts of some units in others, and one end of a range by itself.
    let unit = case["extra"]["unit"].as_str().unwrap_or_default();
    let factor = match (&quantity.unit, unit) {
        (Unit::Ratio, _) if case["kind"] == "percent" => parse_decimal("100"),
        (Unit::PerMille, _) if case["kind"] == "percent" => parse_decimal("0.1"),
        (Unit::Currency(_), "Cent" | "cent" | "Pence") => parse_decimal("100"),
        (own, _) => symbol(unit).and_then(|symbol| own.factor_to(&Unit::parse(symbol)?)),
    };
    let ends = [&quantity.interval.lower, &quantity.interval.upper];
    let is_end = |bound: &Option<recto::quantity::Bound>| {
        quantity.operator == Operator::Range
            && bound.as_ref().is_some_and(|bound| bound.value == *wanted)
    };
    near(&quantity.value)
        || factor.is_some_and(|factor| near(&(&quantity.value * factor)))
        || ends.into_iter().any(is_end)
}

/// The symbol of a unit as one of the sources names it.
fn symbol(name: &str) -> Option<&'static str> {
    Some(match name {
        "Gram" => "g",
        "Kilogram" => "kg",
        "Inch" => "in",
        "Foot" => "ft",
        "Kilometre" => "km",
        "Litre" => "L",
        "Millilitre" => "mL",
        "Kilobit" => "kbit",
        _ => return None,
    })
}

fn has_ends(quantity: &Quantity, lower: Option<&Rational>, upper: Option<&Rational>) -> bool {
    let ends = (
        quantity.interval.lower.as_ref().map(|bound| &bound.value),
        quantity.interval.upper.as_ref().map(|bound| &bound.value),
    );
    match (lower, upper) {
        (Some(lower), None) => {
            matches!(quantity.operator, Operator::MoreThan | Operator::AtLeast)
                && quantity.value == *lower
        }
        (None, Some(upper)) => {
            matches!(quantity.operator, Operator::LessThan | Operator::AtMost)
                && quantity.value == *upper
        }
        _ => ends == (lower, upper),
    }
}
