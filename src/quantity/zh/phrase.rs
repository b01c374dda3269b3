//! Words that are quantities by themselves: 一半, 翻一番, 减半, 上百.

use std::sync::LazyLock;

use super::super::digits;
use super::super::draft::{Draft, fraction_step};
use super::super::interval::{Bound, Form, Interval};
use super::super::number::{Rational, fraction, ten_to, whole};
use super::super::operator::Operator;
use super::super::text::Text;
use super::super::unit::Unit;
use super::super::words::{Words, words};
use super::cardinal;
use super::lexicon::NO_TENTHS;
use super::numeral;
use super::quantity::{hedge_after, measure_word, with_measure};
use super::unit::{measurement, with_unit};

/// 一半, 半数, 半个, 一半以上.
#[inline]
pub(super) fn half(text: &Text, start: usize) -> Option<Draft> {
    let end = ["一半", "半数"].iter().find_map(|word| text.word(start, word));
    let end = match end {
        Some(end) => end,
        None if text.at(start) == '半' && counts_half(text, start + 1) => start + 1,
        None => return None,
    };
    if text.word(start, "半年").is_some() || text.word(start, "半天").is_some() {
        return None;
    }
    let mut draft = Draft::new((start, end), fraction(1, 2), fraction_step());
    draft.form = Form::Half;
    if end > start + 1 {
        draft.unit = Unit::Ratio;
    } else {
        draft.form = Form::Plain;
        draft.step = fraction(1, 2);
    }
    Some(draft)
}

/// A measure word, a unit or 成 behind 半.
fn counts_half(text: &Text, place: usize) -> bool {
    measure_word(text, place).is_some()
        || measurement(text, place, place).is_some()
        || text.at(place) == '成' && !NO_TENTHS.stands(text, place)
}

/// Phrases with a number in one word: 翻一番, 翻两番, 减半, 过半, 上百, 成千上万, 对折.
#[inline]
pub(super) fn phrase(text: &Text, start: usize) -> Option<Draft> {
    match text.at(start) {
        '翻' => doubled(text, start),
        '近' => nearly_half(text, start),
        '减' | '折' | '下' | '降' | '对' => halved(text, start),
        '过' | '超' => more_than_half(text, start),
        '上' | '成' | '数' => at_least_magnitude(text, start),
        _ => None,
    }
}

/// 近半, 近半数, 将近一半 without a numeral of its own.
fn nearly_half(text: &Text, start: usize) -> Option<Draft> {
    let end = text.word(start, "近半数").or_else(|| text.word(start, "近半"))?;
    let other_word =
        matches!(text.at(end), '年' | '个' | '天' | '月' | '世' | '导' | '岛' | '径' | '场' | '小');
    let counted = measure_word(text, end).is_some()
        && text.before(end) == '半'
        && is_unit_of_one(text.at(end));
    if other_word || counted {
        return None;
    }
    let mut draft = Draft::new((end - 1, end), fraction(1, 2), fraction_step());
    draft.start = start;
    draft.form = Form::Half;
    draft.unit = Unit::Ratio;
    draft.operator = Operator::Nearly;
    Some(draft)
}

/// Measures of which there can be half a one: 近半公里 is no share.
fn is_unit_of_one(character: char) -> bool {
    matches!(character, '公' | '里' | '米' | '吨' | '斤' | '克' | '亩' | '升' | '度' | '元' | '层')
}

/// 减半, 折半: a multiple; 对折: a price.
fn halved(text: &Text, start: usize) -> Option<Draft> {
    static HALVED: LazyLock<Words<bool>> = LazyLock::new(|| {
        let halves = ["减半", "减少一半", "折半", "下降一半", "降低一半"].map(|word| (word, true));
        Words::new(halves.into_iter().chain([("对折", false)]))
    });
    let (end, multiple) = HALVED.longest(text, start)?;
    // 对折损的设备: 折 begins the next word.
    if !multiple && matches!(text.at(end), '损' | '合' | '扣' | '旧' | '叠' | '射' | '线') {
        return None;
    }
    let value = if multiple { fraction(1, 2) } else { whole(50) };
    let mut draft = Draft::new((start, end), value, Rational::one());
    draft.measured(if multiple { Unit::Multiple } else { Unit::Percent });
    Some(draft)
}

/// 翻番, 翻一番, 翻了两番: each 番 doubles.
fn doubled(text: &Text, start: usize) -> Option<Draft> {
    let place = text.word(start, "翻")?;
    let place = text.word(place, "了").unwrap_or(place);
    let (times, digits, end) = if let Some(end) = text.word(place, "番") {
        (1, (start, end), end)
    } else if let Some(end) = text.word(place, "倍") {
        (2, (start, end), end)
    } else {
        let count = cardinal::plain_cardinal(text, place)?;
        let times = digits::small(&count.value).filter(|times| (1..=20).contains(times))?;
        (times, count.digits, text.word(count.end, "番").or_else(|| text.word(count.end, "倍"))?)
    };
    let is_fold = text.before(end) == '倍';
    let value = if is_fold { whole(times) } else { whole(1 << times) };
    let mut draft = Draft::new(digits, value, Rational::one());
    draft.start = start;
    draft.end = end;
    draft.measured(Unit::Multiple);
    // 翻一番多, 翻一番以上
    if text.at(end) == '多' && text.word(end, "多于").is_none() {
        draft.operator = Operator::MoreThan;
        draft.end = end + 1;
    } else if let Some((stop, operator)) = hedge_after(text, end) {
        draft.operator = operator;
        draft.end = stop;
    }
    Some(draft)
}

fn more_than_half(text: &Text, start: usize) -> Option<Draft> {
    static MORE_THAN_HALF: LazyLock<Words<()>> = LazyLock::new(|| {
        words(&["过半", "超半数", "过半数", "超过半数", "超过一半", "过一半", "超一半"])
    });
    let (end, ()) = MORE_THAN_HALF.longest(text, start)?;
    let mut draft = Draft::new((end - 1, end), fraction(1, 2), fraction_step());
    draft.start = start;
    draft.form = Form::Half;
    draft.unit = Unit::Ratio;
    draft.operator = Operator::MoreThan;
    Some(draft)
}

/// 上百, 上万, 成千上万, 数以万计: from the unit up to twice of it, and to the next unit.
fn at_least_magnitude(text: &Text, start: usize) -> Option<Draft> {
    let whole_words: &[(&str, i32)] = &[
        ("成百上千", 2),
        ("成千上万", 3),
        ("成千上百", 2),
        ("数以百计", 2),
        ("数以千计", 3),
        ("数以万计", 4),
        ("数以亿计", 8),
    ];
    let (power, end, factor) = whole_words
        .iter()
        .find_map(|(word, power)| text.word(start, word).map(|end| (*power, end, 100)))
        .or_else(|| {
            let place = text.word(start, "上")?;
            let unit = cardinal::plain_cardinal(text, place)?;
            let power = magnitude(&unit.value)?;
            let bare = numeral::digit(text.at(place)).is_none();
            (bare && !text.at(place).is_ascii_digit() && power > 1).then_some((power, unit.end, 2))
        })?;
    let unit = ten_to(power);
    let mut draft = Draft::new((start, end), unit.clone(), unit.clone());
    draft.operator = Operator::Indefinite;
    draft.interval =
        Some(Interval::between(Bound::closed(unit.clone()), Bound::open(unit * whole(factor))));
    with_unit(text, &mut draft);
    with_measure(text, &mut draft);
    Some(draft)
}

/// The exponent when the number is a power of ten.
fn magnitude(value: &Rational) -> Option<i32> {
    (1..20).find(|power| ten_to(*power) == *value)
}

/// 近百, 约百家, 逾千: a bare unit behind a hedge is a number.
#[inline]
pub(super) fn phrase_of_scale(
    text: &Text,
    start: usize,
    place: usize,
    operator: Operator,
) -> Option<Draft> {
    if !matches!(text.at(place), '百' | '千' | '万' | '亿') || operator == Operator::Exact {
        return None;
    }
    if text.word(place + 1, "分之").is_some() {
        return None;
    }
    let mut draft = cardinal::plain_cardinal(text, place)?;
    draft.start = start;
    with_unit(text, &mut draft);
    with_measure(text, &mut draft);
    draft.hedge(operator);
    Some(draft)
}
