//! What stands around a number: words, periods and other numbers, in every language of its block.

use std::collections::BTreeMap;
use std::ops::Range;

use super::subject::Subject;
use super::time::{Months, When, read};
use super::words::{Sense, Words};
use crate::claims::BoundText;
use crate::quantity::{Content, Operator, Quantity, Rational, Reading, Unit};
use crate::verify::{CheckedReport, sentence_around};

/// The neighbourhood of a number.
#[derive(Debug)]
pub struct Context {
    /// The texts of the block, one a language.
    pub texts: Vec<ContextText>,
    /// The periods that they name.
    pub periods: Vec<PeriodMention>,
    /// The other numbers that they state.
    pub numbers: Vec<NumberMention>,
    /// The operations that their words name, each with how near it stands.
    pub cues: BTreeMap<String, f64>,
}

/// A text around a number.
#[derive(Debug)]
pub struct ContextText {
    /// The text.
    pub text: String,
    /// Its words.
    pub words: Words,
    /// How near each word stands; nothing for the number itself.
    pub near: Vec<f64>,
}

/// A period that a text names.
#[derive(Debug)]
pub struct PeriodMention {
    /// The span, where it has a year.
    pub when: Option<When>,
    /// The months, where it has no year.
    pub months: Option<Months>,
    /// Where it stands: the text and the bytes.
    pub places: Vec<(usize, Range<usize>)>,
    /// How near it stands.
    pub near: f64,
    /// Whether the words make it a beginning: `since 2004`.
    pub since: bool,
}

/// A number beside the one that is sought.
#[derive(Debug)]
pub struct NumberMention {
    /// The number.
    pub value: Rational,
    /// Whether it bounds from below or above, and whether it belongs to what it bounds.
    pub bound: Option<Bound>,
    /// Whether it counts the first of an order: `the top five`.
    pub top: bool,
    /// How near it stands.
    pub near: f64,
}

/// A condition on an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// Above the number.
    Above,
    /// The number or above.
    AtLeast,
    /// Below the number.
    Below,
    /// The number or below.
    AtMost,
}

/// How near the words of the same sentence stand, and those of others.
const SAME_SENTENCE: f64 = 0.85;
const OTHER_SENTENCE: f64 = 0.3;

impl Context {
    /// Reads what stands around a number.
    pub fn new(checked: &CheckedReport, subject: &Subject) -> Self {
        let mut context = Self {
            texts: Vec::new(),
            periods: Vec::new(),
            numbers: Vec::new(),
            cues: BTreeMap::new(),
        };
        let unit = subject.places.first().map(|place| checked.claims.texts[place.text].unit);
        for (index, text) in checked.claims.texts.iter().enumerate() {
            let place = subject.places.iter().find(|place| place.text == index);
            let has_place = subject
                .places
                .iter()
                .any(|place| checked.claims.texts[place.text].language == text.language);
            if Some(text.unit) == unit && (place.is_some() || !has_place) {
                context.add(text, place.map(|place| &place.range));
            }
        }
        context
    }

    fn add(&mut self, text: &BoundText, focus: Option<&Range<usize>>) {
        let index = self.texts.len();
        let passage = text.passage.text();
        let words = Words::of_text(passage);
        let near = Nearness::new(passage, focus.cloned());
        let weights: Vec<f64> = words.tokens.iter().map(|token| near.of(&token.range)).collect();
        for found in &words.found {
            if let Sense::Cue(cue) = &found.sense {
                let weight = found.tokens.clone().map(|token| weights[token]).fold(0.0, f64::max);
                let known = self.cues.entry(cue.clone()).or_insert(0.0);
                *known = known.max(weight);
            }
        }
        for reading in &text.readings {
            let inside = focus.is_some_and(|focus| {
                focus.start < reading.range.end && reading.range.start < focus.end
            });
            if !inside {
                self.add_reading(index, passage, reading, near.of(&reading.range));
            }
        }
        self.texts.push(ContextText { text: passage.to_owned(), words, near: weights });
    }

    fn add_reading(&mut self, text: usize, passage: &str, reading: &Reading, near: f64) {
        match &reading.content {
            Content::Period(period) => {
                let (when, months) = read(period);
                if when.is_some() || months.is_some() {
                    self.add_period(text, passage, reading, (when, months), near);
                }
            }
            Content::Quantity(quantity) if year_of(passage, reading, quantity).is_some() => {
                // `over 1982` bounds nothing.
                let when = year_of(passage, reading, quantity).map(When::year);
                self.add_period(text, passage, reading, (when, None), near);
            }
            Content::Quantity(quantity) => {
                let bound = bound(passage, reading, quantity);
                self.add_number(&quantity.value, bound, is_top(passage, &reading.range), near);
            }
            Content::Structural(structure) => {
                if let Some(value) = &structure.value {
                    self.add_number(value, None, is_top(passage, &reading.range), near);
                }
            }
            Content::Excluded(_) | Content::Unresolved(_) => {}
        }
    }

    fn add_period(
        &mut self,
        text: usize,
        passage: &str,
        reading: &Reading,
        (when, months): (Option<When>, Option<Months>),
        near: f64,
    ) {
        if is_of_prices(passage, &reading.range) {
            return;
        }
        let place = (text, reading.range.clone());
        let since = is_since(passage, &reading.range);
        let mut known = self.periods.iter_mut();
        match known.find(|known| known.when == when && known.months == months) {
            Some(known) => {
                known.places.push(place);
                known.near = known.near.max(near);
                known.since |= since;
            }
            None => {
                self.periods.push(PeriodMention { when, months, places: vec![place], near, since });
            }
        }
    }

    fn add_number(&mut self, value: &Rational, bound: Option<Bound>, top: bool, near: f64) {
        match self.numbers.iter_mut().find(|known| known.value == *value) {
            Some(known) => {
                known.bound = known.bound.or(bound);
                known.top |= top;
                known.near = known.near.max(near);
            }
            None => self.numbers.push(NumberMention { value: value.clone(), bound, top, near }),
        }
    }

    /// Whether a text joins two periods into one span: `from 2010 to 2020`, 1966至1971年.
    pub fn is_span(&self, one: When, other: When) -> bool {
        let of = |when: When| self.periods.iter().find(|period| period.when == Some(when));
        let (Some(one), Some(other)) = (of(one), of(other)) else { return false };
        one.places.iter().any(|(text, first)| {
            other.places.iter().any(|(place, second)| {
                let (start, end) = (first.end.min(second.end), first.start.max(second.start));
                let between = self.texts[*text].text.get(start..end).unwrap_or_default();
                let joins = ["to", "and", "through", "until", "–", "—", "-", "至", "到", "～"];
                text == place && joins.contains(&between.trim())
            })
        })
    }

    /// How near the nearest word of an operation stands; nothing where there is none.
    pub fn cue(&self, name: &str) -> f64 {
        self.cues.get(name).copied().unwrap_or(0.0)
    }
}

/// How near the bytes of a passage are to the number.
struct Nearness {
    focus: Option<Range<usize>>,
    sentence: Range<usize>,
    clause: Range<usize>,
}

impl Nearness {
    fn new(passage: &str, focus: Option<Range<usize>>) -> Self {
        let at = focus.as_ref().map(|focus| focus.start);
        let sentence = at.map_or(0..passage.len(), |at| sentence_around(passage, at));
        let ends = |c: char| matches!(c, ',' | '，' | ';' | '；' | '：' | '、' | '—');
        let clause = at.map_or(0..0, |at| {
            let start = passage[sentence.start..at]
                .rfind(ends)
                .map_or(sentence.start, |i| sentence.start + i);
            let end = passage[at..sentence.end].find(ends).map_or(sentence.end, |i| at + i);
            start..end
        });
        Self { focus, sentence, clause }
    }

    fn of(&self, range: &Range<usize>) -> f64 {
        let meets = |other: &Range<usize>| range.start < other.end && other.start < range.end;
        match &self.focus {
            Some(focus) if meets(focus) => 0.0,
            _ if meets(&self.clause) => 1.0,
            _ if meets(&self.sentence) => SAME_SENTENCE,
            _ => OTHER_SENTENCE,
        }
    }
}

fn before<'a>(passage: &'a str, range: &Range<usize>, chars: usize) -> &'a str {
    let text = &passage[..range.start];
    let start = text.char_indices().rev().nth(chars.saturating_sub(1)).map_or(0, |(at, _)| at);
    &text[start..]
}

fn after<'a>(passage: &'a str, range: &Range<usize>, chars: usize) -> &'a str {
    let text = &passage[range.end..];
    let end = text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// The year that four plain digits are.
fn year_of(passage: &str, reading: &Reading, quantity: &Quantity) -> Option<i64> {
    let digits =
        passage.get(quantity.digits.clone()).or_else(|| passage.get(reading.range.clone()))?;
    let plain = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let year = quantity.value.to_i64().filter(|year| (1700..2100).contains(year))?;
    (plain && quantity.unit == Unit::Count && quantity.measure.is_none()).then_some(year)
}

/// Whether a year says in which prices an amount is counted, and not when.
fn is_of_prices(passage: &str, range: &Range<usize>) -> bool {
    let left = before(passage, range, 10).to_lowercase();
    let right = after(passage, range, 12).to_lowercase();
    let right = right.trim_start();
    [
        "price",
        "dollar",
        "us dollar",
        "us$",
        "价格",
        "不变价",
        "年价格",
        "年不变价",
        "美元",
        "年美元",
    ]
    .iter()
    .any(|word| right.starts_with(word))
        || left.trim_end().ends_with("constant")
}

fn is_since(passage: &str, range: &Range<usize>) -> bool {
    let left = before(passage, range, 8).to_lowercase();
    let right = after(passage, range, 4);
    left.contains("since ")
        || right.contains("以来")
        || right.starts_with('起')
        || left.ends_with('自')
}

fn is_top(passage: &str, range: &Range<usize>) -> bool {
    let left = before(passage, range, 10).to_lowercase();
    let right = after(passage, range, 12).to_lowercase();
    let words = &passage[range.clone()];
    ["top ", "top-", "leading "].iter().any(|word| left.ends_with(word))
        || left.ends_with('前')
        || words.starts_with('前')
        || ["largest", "biggest", "most ", "highest", "leading", "busiest", "top "]
            .iter()
            .any(|word| right.trim_start().trim_start_matches('-').starts_with(word))
}

/// Which condition a number states: by its own words, or by those before it.
fn bound(passage: &str, reading: &Reading, quantity: &Quantity) -> Option<Bound> {
    match quantity.operator {
        Operator::MoreThan | Operator::Surplus => return Some(Bound::Above),
        Operator::AtLeast => return Some(Bound::AtLeast),
        Operator::LessThan => return Some(Bound::Below),
        Operator::AtMost => return Some(Bound::AtMost),
        _ => {}
    }
    let left = before(passage, &reading.range, 40).to_lowercase();
    let right = after(passage, &reading.range, 8).to_lowercase();
    let last = |words: &[&str]| words.iter().filter_map(|word| left.rfind(word)).max();
    let above = last(&[
        "above",
        "over ",
        "exceed",
        "more than",
        "greater",
        "higher",
        "longer",
        "larger",
        "高于",
        "超过",
        "大于",
        "逾",
        "突破",
        "多于",
        "超",
    ]);
    let below = last(&[
        "below",
        "under ",
        "less than",
        "fewer",
        "lower",
        "shorter",
        "smaller",
        "低于",
        "不足",
        "小于",
        "少于",
        "不到",
    ]);
    if ["or more", "or higher", "or above", "以上", "及以上"]
        .iter()
        .any(|word| right.contains(word))
    {
        return Some(Bound::AtLeast);
    }
    if ["or less", "or fewer", "or lower", "以下", "以内"].iter().any(|word| right.contains(word))
    {
        return Some(Bound::AtMost);
    }
    match (above, below) {
        (Some(one), Some(other)) if one > other => Some(Bound::Above),
        (Some(_), None) => Some(Bound::Above),
        (_, Some(_)) => Some(Bound::Below),
        (None, None) => None,
    }
}
