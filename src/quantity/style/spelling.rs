//! Figures that English spells: those that open a sentence, and the small counts.

use std::ops::Range;

use super::super::number::whole;
use super::super::{Content, EnglishWords, Operator, Quantity, Rational, Reading, Unit};
use super::en::{starts_with_digit, strip_word};
use super::sentence::{Sentence, brackets, sentences};
use super::share::{ShareForm, shares};
use super::{Finding, Scene, StyleFault};

/// Where the sentences and the brackets of a text are.
pub(super) struct Layout {
    sentences: Vec<Sentence>,
    /// Whether the small counts of each sentence stay in figures.
    in_figures: Vec<bool>,
    brackets: Vec<Range<usize>>,
}

impl Layout {
    /// Finds them, and the sentences with a count that keeps its figures.
    pub(super) fn of(scene: &Scene<'_>) -> Self {
        let sentences = sentences(scene.text);
        let brackets = brackets(scene.text);
        let in_figures = vec![false; sentences.len()];
        let mut layout = Self { sentences, in_figures, brackets };
        for reading in scene.readings {
            let Content::Quantity(quantity) = &reading.content else { continue };
            if layout.asks_for_figures(scene, quantity) {
                let index = layout.sentence_at(quantity.digits.start);
                if let Some(in_figures) = layout.in_figures.get_mut(index) {
                    *in_figures = true;
                }
            }
        }
        layout
    }

    /// A count in figures of ten or more keeps the smaller ones of its sentence in figures, and so
    /// does one that no noun follows, since it cannot be spelled by itself: `5 of 7 pilots`.
    fn asks_for_figures(&self, scene: &Scene<'_>, quantity: &Quantity) -> bool {
        if quantity.unit != Unit::Count || !starts_with_digit(scene.words(&quantity.digits)) {
            return false;
        }
        let highest = match (&quantity.interval.upper, quantity.operator) {
            (Some(upper), Operator::Range) => &upper.value,
            _ => &quantity.value,
        };
        let lone = quantity.operator != Operator::Range
            && quantity.measure.is_none()
            && !self.is_bracketed(quantity.digits.start);
        *highest >= whole(10) || lone
    }

    fn sentence_at(&self, place: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.range.end <= place)
    }

    /// The start of the sentence at a place, where a stop ends the sentence.
    fn sentence_start(&self, place: usize) -> Option<usize> {
        let sentence = self.sentences.get(self.sentence_at(place))?;
        sentence.closed.then_some(sentence.range.start)
    }

    fn is_bracketed(&self, place: usize) -> bool {
        let index = self.brackets.partition_point(|bracket| bracket.end <= place);
        self.brackets.get(index).is_some_and(|bracket| bracket.contains(&place))
    }
}

/// A figure that opens a sentence, or a small one that is to be spelled.
pub(super) fn figures(
    scene: &Scene<'_>,
    layout: &Layout,
    reading: &Reading,
    quantity: &Quantity,
) -> Option<Finding> {
    let start = quantity.digits.start;
    let written = scene.words(&quantity.digits);
    if !starts_with_digit(written) {
        return None;
    }
    // `2.` and `2)` number an item of a list.
    let numbers = scene.after(reading.range.end).starts_with(['.', ')', ':']);
    if reading.range.start == start && layout.sentence_start(start) == Some(start) && !numbers {
        return Some(opening_figure(scene, reading, quantity));
    }
    let small = written.len() == 1 && written != "0" && is_bare_count(scene, quantity);
    let index = layout.sentence_at(start);
    let kept = layout.in_figures.get(index).copied().unwrap_or_default()
        || layout.is_bracketed(start)
        || follows_name(scene, layout, start);
    if !small || kept {
        return None;
    }
    let words = spelled(&quantity.value);
    Some(Finding::new(StyleFault::SmallFigure, quantity.digits.clone(), words))
}

/// A figure at the start of a sentence: spelled up to a hundred, and with per cent in words.
fn opening_figure(scene: &Scene<'_>, reading: &Reading, quantity: &Quantity) -> Finding {
    let digits = &quantity.digits;
    let plain = scene.words(digits).bytes().all(|byte| byte.is_ascii_digit());
    let words = spelled(&quantity.value).filter(|_| plain).map(|words| capitalized(&words));
    let share = shares(scene.text, reading).pop().filter(|share| share.form == ShareForm::Sign);
    let fault = StyleFault::OpeningFigure;
    match share {
        Some(share) => {
            let phrase = words.map(|words| format!("{words} {}", scene.house.percent_words()));
            Finding::new(fault, share.range, phrase)
        }
        None if takes_symbol(scene, reading, quantity) => Finding::new(fault, digits.clone(), None),
        None => Finding::new(fault, digits.clone(), words),
    }
}

/// Whether a symbol of a unit follows, which only figures may have: `12 km`.
fn takes_symbol(scene: &Scene<'_>, reading: &Reading, quantity: &Quantity) -> bool {
    let behind = scene.words(&(quantity.digits.end..reading.range.end));
    let word = behind.trim_start_matches([' ', '\u{A0}', '\u{202F}', '-']);
    let name = word.split(|character: char| !character.is_ascii_lowercase()).next();
    let worded = matches!(quantity.unit, Unit::Count | Unit::Percent);
    !worded && name.is_none_or(|name| name.len() < 4)
}

/// The number in words, up to a hundred.
fn spelled(value: &Rational) -> Option<String> {
    let number = u64::try_from(value.to_i64()?).ok().filter(|number| *number <= 100)?;
    EnglishWords::BRITISH.cardinal(number)
}

fn capitalized(words: &str) -> String {
    let mut characters = words.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

/// Whether a number counts things that a noun names. Scores keep their figures, and so do ages:
/// years before `old` or behind `aged` (AP `numerals`).
fn is_bare_count(scene: &Scene<'_>, quantity: &Quantity) -> bool {
    let Some(noun) = quantity.measure.as_deref() else { return false };
    let (before, behind) = (scene.before(quantity.digits.start), scene.after(quantity.digits.end));
    let apart = before
        .chars()
        .next_back()
        .is_none_or(|last| last.is_whitespace() || matches!(last, '“' | '"' | '‘' | '\'' | '—'));
    let named = behind.starts_with([' ', '\u{A0}', '\u{202F}']) || is_compound(behind);
    let age = matches!(noun, "year" | "years" | "month" | "months")
        && (behind.split([' ', '-']).nth(2).is_some_and(|word| word.starts_with("old"))
            || strip_word(before.trim_end(), "aged").is_some());
    quantity.unit == Unit::Count
        && quantity.operator != Operator::Range
        && apart
        && named
        && !age
        && !NOT_COUNTED.contains(&noun)
}

/// Points are scores, and before a verb a figure is the name of itself: `4 denotes agreement`.
const NOT_COUNTED: [&str; 10] = [
    "point",
    "points",
    "denotes",
    "means",
    "indicates",
    "represents",
    "stands",
    "equals",
    "corresponds",
    "signifies",
];

/// `-member`: a noun that a hyphen joins to the number.
fn is_compound(behind: &str) -> bool {
    behind.strip_prefix('-').is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}

/// `Ubuntu 8 servers`: behind a word with a capital, other than the first of a sentence, a figure
/// may be part of a name.
fn follows_name(scene: &Scene<'_>, layout: &Layout, start: usize) -> bool {
    let before = scene.before(start).trim_end();
    let is_part = |character: char| character.is_alphanumeric() || character == '\'';
    let word_at = before.trim_end_matches(is_part).len();
    let sentence = layout.sentences.get(layout.sentence_at(start));
    before.get(word_at..).is_some_and(|word| word.starts_with(char::is_uppercase))
        && sentence.is_some_and(|sentence| sentence.range.start < word_at)
}
