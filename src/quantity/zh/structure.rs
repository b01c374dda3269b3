//! Numbers that order, number or point in Chinese text: 第三, 其一, 图3, （一）, 一是.

use super::super::draft::{Draft, Found};
use super::super::mask;
use super::super::number::Rational;
use super::super::reading::{Exclusion, StructureKind};
use super::super::text::{NOTHING, Text, is_han};
use super::super::unit::Unit;
use super::super::{digits, number};
use super::numeral;

/// Words that a number follows when it points to a part of the book.
const REFERENCES: &[&str] = &[
    "图", "表", "附图", "附表", "附录", "图表", "专栏", "式", "公式", "注", "附件", "脚注", "专题",
];

/// Words before 第 that make it a rank.
const RANK_CUES: &[&str] = &[
    "排名",
    "排在",
    "位居",
    "位列",
    "居",
    "列",
    "位于",
    "名列",
    "稳居",
    "跃居",
    "排",
    "升至",
    "升到",
    "跃升至",
    "跃升至全国",
    "降至",
    "居全国",
    "居全球",
    "居世界",
    "位列全国",
    "位居全国",
    "列全国",
    "世界",
    "全球",
    "全国",
    "排行",
    "排行第",
    "位次",
];

/// Words behind an ordinal that make it a rank.
const RANK_NOUNS: &[&str] = &["大", "位", "名", "高", "强", "多", "低", "快", "小", "长"];

/// Words behind an ordinal that make it a part of the book or of a series.
const REFERENCE_NOUNS: &[&str] =
    &["章", "节", "条", "页", "款", "篇", "卷", "册", "栏", "行", "列"];

/// Whether a structural number can start with the character.
pub(super) fn may_start(character: char) -> bool {
    matches!(
        character,
        '第' | '其' | '图' | '表' | '附' | '专' | '式' | '公' | '注' | '(' | '（' | '脚'
    ) || matches!(character, '之' | '周' | '前' | '首' | '十' | '[' | '#')
        || numeral::digit(character).is_some()
        || character.is_ascii_digit()
        || note_mark(character)
}

/// The longest structural number at a place.
pub(super) fn read(text: &Text, start: usize) -> Option<Found> {
    mark(text, start)
        .or_else(|| ordinal(text, start))
        .or_else(|| its(text, start))
        .or_else(|| reference(text, start))
        .or_else(|| bracketed(text, start))
        .or_else(|| listed(text, start))
        .or_else(|| one_of(text, start))
}

/// Circled, parenthesised and Roman numerals that are single characters, and raised marks.
fn mark(text: &Text, start: usize) -> Option<Found> {
    let character = text.at(start);
    if mask::is_superscript(character) {
        let end = text.run(start, mask::is_superscript);
        return Some(Found::structural(start, end, StructureKind::NoteMark, None));
    }
    note_mark(character)
        .then(|| Found::structural(start, start + 1, StructureKind::Enumerator, circled(character)))
}

fn note_mark(character: char) -> bool {
    matches!(character, '\u{2460}'..='\u{24FF}' | '\u{2776}'..='\u{2793}' | '\u{3220}'..='\u{3229}')
        || matches!(character, '\u{3251}'..='\u{325F}' | '\u{32B1}'..='\u{32BF}' | '\u{2160}'..='\u{2188}')
        || matches!(character, '\u{3280}'..='\u{3289}')
        || mask::is_superscript(character)
}

/// The number inside a circle or written in Roman numerals, up to twenty.
fn circled(character: char) -> Option<Rational> {
    let code = i64::from(character as u32);
    let value = match character {
        '\u{2460}'..='\u{2473}' => code - 0x245F,
        '\u{2474}'..='\u{2487}' => code - 0x2473,
        '\u{2488}'..='\u{249B}' => code - 0x2487,
        '\u{2160}'..='\u{216B}' => code - 0x215F,
        '\u{2170}'..='\u{217B}' => code - 0x216F,
        '\u{3220}'..='\u{3229}' => code - 0x321F,
        '\u{3280}'..='\u{3289}' => code - 0x327F,
        _ => return None,
    };
    Some(number::whole(value))
}

/// 第N: a rank before 大 and the like or behind 位居 and the like, an enumerator elsewhere.
fn ordinal(text: &Text, start: usize) -> Option<Found> {
    let number_at = text.skip_blanks(text.word(start, "第")?);
    let draft =
        numeral::plain_cardinal(text, number_at).or_else(|| numeral::read(text, number_at))?;
    let end = draft.end;
    let noun = |words: &[&str]| text.longest(end, words).is_some();
    if noun(REFERENCE_NOUNS) && !ranked(text, start) {
        let kind = StructureKind::Reference;
        return Some(Found::structural(start, end + 1, kind, Some(draft.value)));
    }
    if ranked(text, start) || noun(RANK_NOUNS) {
        let mut rank = Draft::new(draft.digits, draft.value, number::whole(1));
        rank.start = start;
        rank.unit = Unit::Rank;
        rank.measure = text.longest(end, RANK_NOUNS).map(|(_, word)| word.to_owned());
        return Some(rank.finish(text));
    }
    Some(Found::structural(start, end, StructureKind::Enumerator, Some(draft.value)))
}

fn ranked(text: &Text, start: usize) -> bool {
    RANK_CUES.iter().any(|cue| {
        start.checked_sub(cue.chars().count()).is_some_and(|from| text.word(from, cue).is_some())
    })
}

/// 其一, 其二.
fn its(text: &Text, start: usize) -> Option<Found> {
    let place = text.word(start, "其")?;
    let value = numeral::digit(text.at(place)).filter(|value| *value > 0)?;
    let next = text.at(place + 1);
    let ends = !is_han(next) || matches!(next, '是' | '为');
    ends.then(|| {
        let value = Some(number::whole(value));
        Found::structural(start, place + 1, StructureKind::Enumerator, value)
    })
}

/// 图3, 表2-1, 附录一: a pointer to an exhibit.
fn reference(text: &Text, start: usize) -> Option<Found> {
    let (place, word) = text.longest(start, REFERENCES)?;
    let opens = !is_han(text.before(start)) && !text.before(start).is_alphanumeric()
        || matches!(
            text.before(start),
            '见' | '如' | '由' | '从' | '在' | '和' | '与' | '及' | '据'
        )
        || matches!(text.before(start), '参' | '照' | '对' | '示' | '中' | '下' | '上' | '将');
    if !opens && word.chars().count() == 1 {
        return None;
    }
    let number_at = text.skip_blanks(place);
    if text.at(number_at).is_ascii_digit() {
        let end = text.run(number_at, |character| {
            character.is_ascii_digit() || matches!(character, '.' | '-' | '–')
        });
        let end = (number_at..end).rev().find(|at| text.at(*at).is_ascii_digit())? + 1;
        let value = digits::read(text, number_at)?.ok().map(|numeral| numeral.value);
        let counts = value.as_ref().is_none_or(|value| *value >= number::whole(1000))
            || matches!(text.at(end), '%' | '万' | '亿' | '元' | '个' | '项' | '家' | '种' | '张');
        if counts {
            return None;
        }
        return Some(Found::structural(start, end, StructureKind::Reference, value));
    }
    let draft = numeral::plain_cardinal(text, number_at).filter(|_| number_at == place)?;
    let ends = !is_han(text.at(draft.end))
        || matches!(text.at(draft.end), '所' | '中' | '为' | '显' | '给' | '列');
    let han = numeral::digit(text.at(number_at)).is_some() || text.at(number_at) == '十';
    (ends && han)
        .then(|| Found::structural(start, draft.end, StructureKind::Reference, Some(draft.value)))
}

/// （一） and (1) at the head of a sentence or before a clause of a list.
fn bracketed(text: &Text, start: usize) -> Option<Found> {
    let closing = match text.at(start) {
        '(' | '（' => [')', '）'],
        _ => return None,
    };
    let head = matches!(
        text.before(start),
        NOTHING | '。' | '；' | ';' | '\n' | '：' | ':' | '，' | '、' | '.' | ' '
    );
    let draft = numeral::plain_cardinal(text, start + 1).filter(|draft| draft.upper.is_none())?;
    let small = digits::small(&draft.value).is_some_and(|value| (1..=30).contains(&value));
    (head && small && closing.contains(&text.at(draft.end))).then(|| {
        let kind = StructureKind::Enumerator;
        Found::structural(start, draft.end + 1, kind, Some(draft.value))
    })
}

/// 一、 at the head of a line, 一是 at the head of a clause, `1.` at the head of a text.
fn listed(text: &Text, start: usize) -> Option<Found> {
    let before = text.before(start);
    let line = matches!(before, NOTHING | '\n');
    let clause = line || matches!(before, '。' | '；' | '，' | '：' | ';' | ':' | ',');
    if !clause {
        return None;
    }
    let draft = numeral::plain_cardinal(text, start).filter(|draft| draft.upper.is_none())?;
    let small = digits::small(&draft.value).is_some_and(|value| (1..=30).contains(&value));
    let han = numeral::digit(text.at(start)).is_some() || text.at(start) == '十';
    let next = text.at(draft.end);
    let behind = text.at(draft.end + 1);
    let marked = line && (next == '、' || next == '.' && (behind == ' ' || is_han(behind)))
        || han && matches!(next, '是' | '则') && text.word(draft.end, "是否").is_none();
    (small && marked)
        .then(|| Found::structural(start, draft.end, StructureKind::Enumerator, Some(draft.value)))
}

/// 之一: one of several, without a count of its own.
fn one_of(text: &Text, start: usize) -> Option<Found> {
    if text.at(start) != '之' {
        return None;
    }
    let end = text.word(start, "之一").or_else(|| text.word(start, "之二"))?;
    Some(Found::excluded(start, end, Exclusion::Idiom))
}
