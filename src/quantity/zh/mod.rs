//! The Chinese grammar: at each place the longest of idiom, period, structure and quantity.

mod idioms;
mod lexicon;
mod numeral;
mod period;
mod quantity;
mod range;
mod structure;
pub(super) mod traditional;
mod unit;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::draft::Found;
use super::lexicon::Lexicon;
use super::mask;
use super::reading::{Content, Exclusion};
use super::text::{Text, is_han};
use super::trigger;

/// The idioms by their first character.
static IDIOMS: LazyLock<BTreeMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let mut by_first: BTreeMap<char, Vec<&'static str>> = BTreeMap::new();
    for word in idioms::IDIOMS.split_whitespace() {
        if let Some(first) = word.chars().next() {
            by_first.entry(first).or_default().push(word);
        }
    }
    by_first
});

/// Characters of the base plane at which something can start, one bit each. Most of a text is
/// passed over by this table alone.
static STARTS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0_u64; 1024];
    for code in 0..=u32::from(u16::MAX) {
        let Some(character) = char::from_u32(code) else { continue };
        let starts = mask::may_start(character)
            || numeral::may_start(character)
            || quantity::may_start(character)
            || period::may_start(character)
            || structure::may_start(character)
            || IDIOMS.contains_key(&character)
            || character.is_numeric() && !is_han(character);
        if let Some(word) = bits.get_mut(code as usize / 64).filter(|_| starts) {
            *word |= 1 << (code % 64);
        }
    }
    bits
});

/// Reads a text from left to right.
pub(super) fn scan(text: &Text, lexicon: &Lexicon) -> Vec<Found> {
    let starts = &*STARTS;
    let mut found = Vec::new();
    let mut place = 0;
    while place < text.len() {
        let code = text.at(place) as usize;
        let may_start = starts.get(code / 64).is_none_or(|word| word >> (code % 64) & 1 == 1);
        let reading =
            lexicon.read(text, place).or_else(|| if may_start { read(text, place) } else { None });
        match reading.filter(|reading| reading.end > place) {
            Some(reading) => {
                place = reading.end;
                found.push(reading);
            }
            None => place += 1,
        }
    }
    found
}

/// The best reading at a place. The longest wins; among equals the order below decides.
fn read(text: &Text, place: usize) -> Option<Found> {
    if mask::may_start(text.at(place))
        && let Some(masked) = mask::read(text, place)
    {
        return Some(masked);
    }
    let candidates = [
        period::read(text, place),
        idiom(text, place),
        structure::read(text, place),
        article(text, place),
        quantity::read(text, place),
    ];
    let mut best: Option<Found> = None;
    for candidate in candidates.into_iter().flatten() {
        if best.as_ref().is_none_or(|best| candidate.end > best.end) {
            best = Some(candidate);
        }
    }
    best.or_else(|| mask::identifier(text, place)).or_else(|| part_of_word(text, place))
}

/// A word of the lexicon. One that starts with a numeral may not continue a numeral: 三千万.
fn idiom(text: &Text, start: usize) -> Option<Found> {
    let words = IDIOMS.get(&text.at(start))?;
    let (end, _) = text.longest(start, words)?;
    let continues = |character: char| {
        character.is_ascii_digit() || trigger::is_han_numeral(character) && character != '半'
    };
    if continues(text.before(start)) && continues(text.at(start)) {
        return None;
    }
    // 十分 is "very", but 十分之一 and 十分钟 count.
    let counts = ["之", "钟", "米"].iter().any(|word| text.word(end, word).is_some());
    if counts && text.before(end) == '分' {
        return None;
    }
    if ends_in_a_count(text, start, end) {
        return None;
    }
    Some(Found::excluded(start, end, Exclusion::Idiom))
}

/// Whether the last numeral of a word begins a count instead: 提高三成 is no 高三, 有一百 no 有一.
fn ends_in_a_count(text: &Text, start: usize, end: usize) -> bool {
    let last = end - 1;
    if last == start || numeral::digit(text.at(last)).is_none() {
        return false;
    }
    if numeral::digit(text.at(end)).is_some() {
        return false;
    }
    let counts = |found: &Found| match &found.content {
        Content::Quantity(quantity) => found.end > end || quantity.measure.is_some(),
        _ => false,
    };
    matches!(text.at(end), '十' | '百' | '千' | '万' | '亿')
        || quantity::read(text, last).as_ref().is_some_and(counts)
}

/// 一 with a measure word as an article, 几个 and 每一个: no number is stated.
fn article(text: &Text, start: usize) -> Option<Found> {
    let numeral = text.at(start);
    if numeral == '几' {
        return text
            .longest(start + 1, lexicon::MEASURE_WORDS)
            .map(|_| Found::excluded(start, start + 1, Exclusion::Vague));
    }
    if numeral != '一' || numeral::digit(text.before(start)).is_some() {
        return None;
    }
    text.longest(start + 1, lexicon::ARTICLE_MEASURES)?;
    let counted = lexicon::COUNT_CUES.iter().any(|cue| {
        start.checked_sub(cue.chars().count()).is_some_and(|from| text.word(from, cue).is_some())
    });
    (!counted).then(|| Found::excluded(start, start + 1, Exclusion::Article))
}

/// A lone 一, 半 or 几 inside a word counts nothing; other numerals inside words stay open.
fn part_of_word(text: &Text, start: usize) -> Option<Found> {
    let inside = is_han(text.before(start)) || is_han(text.at(start + 1));
    let harmless = matches!(text.at(start), '一' | '半' | '几');
    (inside && harmless).then(|| Found::excluded(start, start + 1, Exclusion::WordPart))
}
