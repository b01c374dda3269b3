//! The Chinese grammar: at each place the longest of idiom, period, structure and quantity.

mod cardinal;
mod clock;
mod idioms;
mod label;
mod lexicon;
mod numeral;
mod period;
mod phrase;
mod quantity;
mod range;
mod relative;
mod structure;
pub(super) mod traditional;
mod unit;

use std::sync::LazyLock;

use super::draft::Found;
use super::lexicon::Lexicon;
use super::mask;
use super::reading::{Content, Exclusion};
use super::text::{NOTHING, Text, is_han};
use super::trigger;
use super::words::Words;

static IDIOMS: LazyLock<Words<()>> =
    LazyLock::new(|| Words::new(idioms::IDIOMS.split_whitespace().map(|word| (word, ()))));

/// What can start at each character of the base plane, as the bits below. Most of a text is passed over
/// by this table alone.
static STARTS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let starts = |code: u32| {
        let Some(character) = char::from_u32(code) else { return 0 };
        let flag = |bit: u8, may_start: bool| if may_start { bit } else { 0 };
        let number = numeral::may_start(character);
        let odd = character.is_numeric() && !is_han(character);
        flag(MASK, mask::may_start(character) || matches!(character, '-' | '‑'))
            | flag(PERIOD, period::may_start(character))
            | flag(IDIOM, IDIOMS.may_start(character))
            | flag(STRUCTURE, number || odd || structure::may_start(character))
            | flag(QUANTITY, number || odd || quantity::may_start(character))
    };
    (0..=u32::from(u16::MAX)).map(starts).collect()
});

const MASK: u8 = 1;
const PERIOD: u8 = 2;
const IDIOM: u8 = 4;
const STRUCTURE: u8 = 8;
const QUANTITY: u8 = 16;
const EVERYTHING: u8 = MASK | PERIOD | IDIOM | STRUCTURE | QUANTITY;

/// Reads a text from left to right.
pub(super) fn scan(text: &Text, lexicon: &Lexicon) -> Vec<Found> {
    let starts = &*STARTS;
    let mut found = Vec::new();
    let mut place = 0;
    while place < text.len() {
        let may_start = starts.get(text.at(place) as usize).copied().unwrap_or(EVERYTHING);
        if may_start == 0 && lexicon.is_empty() {
            place += 1;
            continue;
        }
        let reading = lexicon.read(text, place).or_else(|| read(text, place, may_start));
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

/// The best reading at a place, by the grammars that may start there. The longest wins; among equals the
/// order below decides.
fn read(text: &Text, place: usize, may_start: u8) -> Option<Found> {
    let asks = |grammar: u8| may_start & grammar != 0;
    if asks(MASK)
        && let Some(masked) = mask::read(text, place).or_else(|| model_number(text, place))
    {
        return Some(masked);
    }
    let mut best: Option<Found> = None;
    let mut consider = |candidate: Option<Found>| {
        if let Some(candidate) = candidate
            && best.as_ref().is_none_or(|best| candidate.end > best.end)
        {
            best = Some(candidate);
        }
    };
    if asks(PERIOD) {
        consider(period::read(text, place));
    }
    if asks(IDIOM) {
        consider(idiom(text, place));
    }
    if asks(STRUCTURE) {
        consider(structure::read(text, place));
    }
    if asks(QUANTITY) {
        consider(article(text, place));
        consider(quantity::read(text, place));
    }
    if best.is_some() || !asks(MASK | QUANTITY) {
        return best;
    }
    mask::identifier(text, place).or_else(|| part_of_word(text, place))
}

/// 歼-20, 神舟-12: digits that a hyphen joins to a Chinese name.
fn model_number(text: &Text, start: usize) -> Option<Found> {
    let joined = matches!(text.at(start), '-' | '‑')
        && is_han(text.before(start))
        && !numeral::may_precede_sign(text.before(start))
        && !numeral::is_numeral(text.before(start))
        && text.at(start + 1).is_ascii_digit();
    if !joined {
        return None;
    }
    let end = mask::chunk_end(text, start + 1);
    let counted = matches!(text.at(end), '%' | '‰' | '万' | '亿' | '℃');
    let whole = text.string(start + 1, end).chars().all(|c| c.is_ascii_alphanumeric());
    (whole && !counted).then(|| Found::excluded(start, end, Exclusion::Identifier))
}

/// A word of the lexicon. One that starts with a numeral may not continue a numeral: 三千万.
fn idiom(text: &Text, start: usize) -> Option<Found> {
    let (end, ()) = IDIOMS.longest(text, start)?;
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
    if end - start < 4 && ends_in_a_count(text, start, end) {
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
    // 唯一, 统一, 万一 and their like never lend their 一 to a count.
    if text.at(last) == '一'
        && !matches!(
            text.at(start),
            '每' | '这'
                | '那'
                | '某'
                | '各'
                | '任'
                | '另'
                | '前'
                | '后'
                | '上'
                | '下'
                | '初'
                | '高'
                | '大'
                | '同'
                | '周'
                | '期'
        )
    {
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
        return lexicon::MEASURE_WORDS
            .stands(text, start + 1)
            .then(|| Found::excluded(start, start + 1, Exclusion::Vague));
    }
    if numeral != '一' || numeral::digit(text.before(start)).is_some() {
        return None;
    }
    let (end, ()) = lexicon::ARTICLE_MEASURES.longest(text, start + 1)?;
    // 作为一个整体, 成为一个: here 为 names and does not count.
    let names = text.before(start) == '为'
        && start > 1
        && matches!(
            text.at(start - 2),
            '作' | '成' | '视' | '称' | '变' | '化' | '列' | '认' | '因'
        );
    let counted = lexicon::COUNT_CUES.stands(text, start) && !names
        || stands_behind_its_noun(text, start, end)
        || is_one_of_two_counts(text, start, end);
    (!counted).then(|| Found::excluded(start, start + 1, Exclusion::Article))
}

/// 孵化器一家、博士点两个: behind its noun and before a mark, 一 counts. Verbs take 一次 and 一趟 there.
fn stands_behind_its_noun(text: &Text, start: usize, end: usize) -> bool {
    let noun_before = is_han(text.before(start))
        && !matches!(
            text.before(start),
            '这' | '那'
                | '每'
                | '某'
                | '任'
                | '另'
                | '同'
                | '第'
                | '之'
                | '了'
                | '是'
                | '有'
                | '哪'
                | '又'
                | '再'
                | '走'
                | '看'
                | '后'
        );
    let ends = matches!(text.at(end), '、' | '，' | ',' | '。' | '；' | ';' | NOTHING);
    let counts_things = matches!(
        text.at(start + 1),
        '个' | '家'
            | '项'
            | '座'
            | '所'
            | '件'
            | '条'
            | '种'
            | '位'
            | '台'
            | '份'
            | '处'
            | '支'
            | '艘'
            | '架'
            | '辆'
    );
    end == start + 2 && noun_before && ends && counts_things
}

/// 一种短期情景和两种长期情景: the same measure word counts on in the sentence.
fn is_one_of_two_counts(text: &Text, start: usize, end: usize) -> bool {
    let measure = text.string(start + 1, end);
    let mut place = end;
    while place < end + 16 && !matches!(text.at(place), '。' | '；' | NOTHING) {
        let joins = matches!(text.at(place), '和' | '与' | '及' | '、');
        let counts = matches!(
            text.at(place + 1),
            '两' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九'
        );
        if joins && counts && text.word(place + 2, &measure).is_some() {
            return true;
        }
        place += 1;
    }
    false
}

/// A lone 一, 半 or 几 inside a word counts nothing, and no more does a numeral in the name of a person
/// or a place; other numerals inside words stay open.
fn part_of_word(text: &Text, start: usize) -> Option<Found> {
    let (numeral, before, after) = (text.at(start), text.before(start), text.at(start + 1));
    let inside = is_han(before) || is_han(after);
    let harmless = matches!(numeral, '一' | '半' | '几') || is_formal_digit(numeral);
    if inside && harmless {
        return Some(Found::excluded(start, start + 1, Exclusion::WordPart));
    }
    if !trigger::is_han_numeral(numeral)
        || numeral::is_numeral(before)
        || numeral::is_numeral(after)
    {
        return None;
    }
    let person = lexicon::SURNAMES.contains(before) && is_han(after)
        || !is_han(after)
            && start >= 2
            && lexicon::SURNAMES.contains(text.at(start - 2))
            && !is_han(text.before(start - 2))
        || before == '小'
        || before == '老'
        || before == '阿';
    let place = lexicon::LANDFORMS.contains(after);
    (person || place).then(|| Found::excluded(start, start + 1, Exclusion::Name))
}

/// Financial numerals that are parts of common words: 大陆, 队伍, 肆意, 拾到.
fn is_formal_digit(character: char) -> bool {
    matches!(
        character,
        '壹' | '贰' | '叁' | '肆' | '伍' | '陆' | '柒' | '捌' | '玖' | '拾' | '佰' | '仟'
    )
}
