//! Quantities in Chinese text: hedge, numeral, scale, unit, and the conditions behind them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use num_traits::{One, Signed};

use super::super::digits;
use super::super::draft::{Draft, Found, fraction_step};
use super::super::interval::{Bound, Form, Interval};
use super::super::mask;
use super::super::number::{Rational, fraction, ten_to, whole};
use super::super::operator::Operator;
use super::super::reading::{Exclusion, Obstacle};
use super::super::text::{Text, is_blank, is_han};
use super::super::unit::Unit;
use super::lexicon::{
    CURRENCIES_BEFORE, DECLINE_VERBS, GROWTH_VERBS, HEDGES_AFTER, HEDGES_BEFORE, MEASURE_WORDS,
    NO_HEDGES, NO_TENTHS,
};
use super::range::with_range;
use super::unit::{half_behind, measurement, money_before, money_name, with_unit};
use super::{numeral, period};

/// The first characters of all hedges.
static HEDGE_STARTS: LazyLock<BTreeSet<char>> =
    LazyLock::new(|| HEDGES_BEFORE.iter().filter_map(|(word, _)| word.chars().next()).collect());

/// Whether a quantity can start with the character.
pub(super) fn may_start(character: char) -> bool {
    HEDGES_BEFORE.iter().any(|(word, _)| word.starts_with(character))
        || CURRENCIES_BEFORE.iter().any(|(word, _)| word.starts_with(character))
        || matches!(
            character,
            '上' | '成'
                | '翻'
                | '减'
                | '折'
                | '对'
                | '过'
                | '零'
                | '±'
                | '半'
                | '从'
                | '摄'
                | '华'
                | '每'
        )
}

/// The quantity at a place, with the hedge that stands before it.
pub(super) fn read(text: &Text, start: usize) -> Option<Found> {
    if let Some(phrase) = phrase(text, start) {
        return Some(phrase.finish(text));
    }
    let (place, operator) = hedge_before(text, start);
    let place = text.skip_blanks(place);
    if place > start && phrase_of_scale(text, start, place, operator).is_none() {
        numeral_follows(text, place)?;
    }
    if place > start
        && let Some(draft) = phrase_of_scale(text, start, place, operator)
    {
        return Some(draft.finish(text));
    }
    match amount(text, place)? {
        Ok(mut draft) => {
            draft.start = start;
            draft.hedge(operator);
            Some(draft.finish(text))
        }
        Err(other) => Some(Found { start, ..other }),
    }
}

/// The hedges before a number: up to two, as in 约近. The later one is nearer to the number.
pub(super) fn hedge_before(text: &Text, start: usize) -> (usize, Operator) {
    if !HEDGE_STARTS.contains(&text.at(start)) {
        return (start, Operator::Exact);
    }
    if NO_HEDGES.iter().any(|word| text.word(start, word).is_some()) {
        return (start, Operator::Exact);
    }
    let words: Option<(usize, Operator)> = HEDGES_BEFORE
        .iter()
        .filter_map(|(word, operator)| text.word(start, word).map(|end| (end, *operator)))
        .max_by_key(|(end, _)| *end);
    match words {
        Some((end, operator)) => (end, operator),
        None => (start, Operator::Exact),
    }
}

/// Whether a number or the name of a currency stands at the place, so that a hedge is one.
fn numeral_follows(text: &Text, place: usize) -> Option<()> {
    let place = money_before(text, place).map_or(place, |(end, _)| end);
    let starts = numeral::may_start(text.at(place)) || matches!(text.at(place), '摄' | '华' | '第');
    starts.then_some(())
}

/// A whole amount: money sign, numeral, range, unit, condition; or what stands there instead.
fn amount(text: &Text, start: usize) -> Option<Result<Draft, Found>> {
    let (place, currency) = match money_before(text, start) {
        Some((end, code)) => (text.skip_blanks(end), Some(code)),
        None => (start, None),
    };
    let (place, below_zero) = match text.word(place, "零下") {
        Some(end) => (end, true),
        None => (place, false),
    };
    if let Some(Err((obstacle, end))) = digits::read(text, place) {
        return Some(Err(Found::unresolved(start, end, obstacle)));
    }
    if currency.is_none() && !below_zero && !stands_alone(text, place) {
        return None;
    }
    let mut draft = half(text, place).or_else(|| numeral::read(text, place))?;
    draft.start = start;
    if below_zero {
        draft.scale(&whole(-1));
    }
    if let Some(code) = currency {
        draft.measured(Unit::Currency(code.to_owned()));
    }
    ratio(text, &mut draft);
    with_unit(text, &mut draft);
    with_range(text, &mut draft);
    if let Some(identifier) = glued_letters(text, &mut draft) {
        return Some(Err(identifier));
    }
    if let Some(obstacle) = multiple(text, &mut draft) {
        return Some(Err(Found::unresolved(start, draft.end, obstacle)));
    }
    if let Some(refused) = word_like(text, &draft) {
        let open = Found::unresolved(start, draft.end, Obstacle::NumeralInWord);
        return if refused { Some(Err(open)) } else { None };
    }
    with_measure(text, &mut draft);
    Some(Ok(draft))
}

/// 3∶1, 五比一: two plain numbers in proportion.
fn ratio(text: &Text, draft: &mut Draft) {
    let plain = draft.unit == Unit::Count
        && draft.form == Form::Plain
        && draft.operator == Operator::Exact
        && draft.upper.is_none();
    if !plain || !matches!(text.at(draft.end), ':' | '比') {
        return;
    }
    let Some(base) = numeral::plain_cardinal(text, draft.end + 1) else { return };
    if base.value.is_positive() && base.upper.is_none() && base.form == Form::Plain {
        draft.value = &draft.value / base.value;
        draft.step = fraction_step();
        draft.unit = Unit::Ratio;
        draft.end = base.end;
        draft.digits.1 = base.end;
    }
}

/// A number is not read where a period starts: 约2019年 is no quantity of 2019.
fn stands_alone(text: &Text, place: usize) -> bool {
    let before = text.before(place);
    let cut = before.is_ascii_digit() && text.at(place).is_ascii_digit();
    !cut && period::read(text, place).is_none()
}

/// 一半, 半数, 半个, 一半以上.
fn half(text: &Text, start: usize) -> Option<Draft> {
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
        || text.at(place) == '成' && !NO_TENTHS.iter().any(|word| text.word(place, word).is_some())
}

/// Phrases with a number in one word: 翻一番, 翻两番, 减半, 过半, 上百, 成千上万, 对折.
fn phrase(text: &Text, start: usize) -> Option<Draft> {
    let fixed = |words: &[&str], value: Rational, unit: Unit| {
        let (end, _) = text.longest(start, words)?;
        let mut draft = Draft::new((start, end), value, Rational::one());
        draft.measured(unit);
        Some(draft)
    };
    if text.at(start) == '翻'
        && let Some(draft) = doubled(text, start)
    {
        return Some(draft);
    }
    fixed(&["减半", "减少一半", "折半", "下降一半", "降低一半"], fraction(1, 2), Unit::Multiple)
        .or_else(|| fixed(&["对折"], whole(50), Unit::Percent))
        .or_else(|| more_than_half(text, start))
        .or_else(|| at_least_magnitude(text, start))
}

/// 翻番, 翻一番, 翻了两番: each 番 doubles.
fn doubled(text: &Text, start: usize) -> Option<Draft> {
    let place = text.word(start, "翻")?;
    let place = text.word(place, "了").unwrap_or(place);
    let (times, digits, end) = if let Some(end) = text.word(place, "番") {
        (1, (start, end), end)
    } else {
        let count = numeral::plain_cardinal(text, place)?;
        let times = digits::small(&count.value).filter(|times| (1..=20).contains(times))?;
        (times, count.digits, text.word(count.end, "番").or_else(|| text.word(count.end, "倍"))?)
    };
    let is_fold = text.before(end) == '倍';
    let value = if is_fold { whole(times) } else { whole(1 << times) };
    let mut draft = Draft::new(digits, value, Rational::one());
    draft.start = start;
    draft.end = end;
    draft.measured(Unit::Multiple);
    Some(draft)
}

fn more_than_half(text: &Text, start: usize) -> Option<Draft> {
    let (end, _) = text.longest(
        start,
        &["过半", "超半数", "过半数", "超过半数", "超过一半", "过一半", "超一半"],
    )?;
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
            let unit = numeral::plain_cardinal(text, place)?;
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
fn phrase_of_scale(text: &Text, start: usize, place: usize, operator: Operator) -> Option<Draft> {
    if !matches!(text.at(place), '百' | '千' | '万' | '亿') || operator == Operator::Exact {
        return None;
    }
    let mut draft = numeral::plain_cardinal(text, place)?;
    draft.start = start;
    with_unit(text, &mut draft);
    with_measure(text, &mut draft);
    draft.hedge(operator);
    Some(draft)
}

/// Digits with letters behind them: a scale (40k, 3bn), or a name (5G, 3D).
fn glued_letters(text: &Text, draft: &mut Draft) -> Option<Found> {
    let plain = matches!(draft.unit, Unit::Count | Unit::Currency(_));
    if !plain || !text.before(draft.end).is_ascii_digit() || !mask::is_letter(text.at(draft.end)) {
        return None;
    }
    let letters_end = text.run(draft.end, mask::is_letter);
    let power = match text.string(draft.end, letters_end).as_str() {
        "k" | "K" => 3,
        "M" | "mn" => 6,
        "B" | "bn" | "b" => 9,
        _ => {
            let end = mask::chunk_end(text, draft.end);
            return Some(Found::excluded(draft.start, end, Exclusion::Identifier));
        }
    };
    draft.scale(&ten_to(power));
    draft.form = Form::Rounded;
    draft.end = letters_end;
    draft.digits.1 = letters_end;
    None
}

/// 倍: an addition behind a verb of growth, a result elsewhere; unclear behind a verb of decline.
fn multiple(text: &Text, draft: &mut Draft) -> Option<Obstacle> {
    if draft.unit != Unit::Count {
        return None;
    }
    let (end, more) = match text.at(draft.end) {
        '倍' => (draft.end + 1, false),
        '个' if text.at(draft.end + 1) == '倍' => (draft.end + 2, false),
        _ => return None,
    };
    let more = more || text.at(end) == '多' && text.word(end, "多于").is_none();
    let start = draft.start;
    let preceded = |words: &[&str]| {
        words.iter().any(|word| {
            start
                .checked_sub(word.chars().count())
                .is_some_and(|from| text.word(from, word).is_some())
        })
    };
    draft.end = end + usize::from(more);
    if more {
        draft.hedge(Operator::Surplus);
    }
    half_behind(text, draft);
    if preceded(DECLINE_VERBS) {
        return Some(Obstacle::UnclearMultiple);
    }
    if preceded(GROWTH_VERBS) {
        draft.value += whole(1);
        draft.upper = draft.upper.take().map(|upper| upper + whole(1));
    }
    draft.measured(Unit::Multiple);
    None
}

/// Whether a numeral without unit and measure word is likely a part of a word: `Some(true)` to
/// leave it open, `Some(false)` to let another rule have it, `None` when it is a number.
fn word_like(text: &Text, draft: &Draft) -> Option<bool> {
    let width = draft.digits.1 - draft.digits.0;
    let first = text.at(draft.digits.0);
    let hedged = draft.start < draft.digits.0 || draft.operator != Operator::Exact;
    if draft.unit != Unit::Count
        || draft.upper.is_some()
        || first.is_ascii_digit()
        || !is_han(first)
    {
        return None;
    }
    let next = text.at(draft.end);
    let before = text.before(draft.start);
    let measured = measure_word(text, draft.end).is_some();
    let bare_unit = matches!(first, '百' | '千' | '万' | '亿' | '兆');
    if bare_unit && width == 1 && !hedged {
        let unit_name = money_name(text, draft.end)
            || matches!(next, '元' | '吨' | '人' | '户' | '亩' | '亿' | '美');
        return if unit_name || !(is_han(before) || is_han(next)) {
            Some(false)
        } else {
            Some(true)
        };
    }
    if width > 1 || measured || hedged {
        return None;
    }
    let stated =
        matches!(before, '是' | '为' | '于' | '共' | '达' | '加' | '减' | '乘' | '除' | '负');
    let stands = !is_han(next) || matches!(next, '加' | '减' | '乘' | '除' | '等' | '的');
    if before == '前' || stands && (stated || !is_han(before)) {
        return None;
    }
    if first == '一' {
        return is_han(before).then_some(false).or(is_han(next).then_some(false));
    }
    (is_han(next) || is_han(before)).then_some(true)
}

fn measure_word(text: &Text, place: usize) -> Option<(usize, &'static str)> {
    text.longest(place, MEASURE_WORDS)
}

/// The measure word behind a number, and a condition behind that: 20万人次以上.
fn with_measure(text: &Text, draft: &mut Draft) {
    if let Some((end, operator)) = hedge_after(text, draft.end) {
        draft.end = end;
        draft.hedge(operator);
        return;
    }
    let place = text.skip_blanks(draft.end);
    let place = if place > draft.end + 1 { draft.end } else { place };
    let Some((end, word)) = measure_word(text, place).filter(|_| draft.unit != Unit::Percent)
    else {
        return;
    };
    draft.measure = Some(word.to_owned());
    let next = text.at(end);
    let surplus = matches!(next, '多' | '余')
        && draft.operator == Operator::Exact
        && !["多于", "多元", "余额", "多样", "多次"].iter().any(|w| text.word(end, w).is_some());
    if surplus {
        draft.end = end + 1;
        draft.hedge(Operator::Surplus);
        return;
    }
    if next == '半'
        && !matches!(text.at(end + 1), '导' | '径' | '岛' | '成')
        && draft.upper.is_none()
        && draft.value.is_integer()
    {
        draft.value += fraction(1, 2);
        draft.step = fraction(1, 2);
        draft.end = end + 1;
        return;
    }
    if let Some((stop, operator)) = hedge_after(text, end) {
        draft.end = stop;
        draft.hedge(operator);
    }
}

/// 以上, 左右 and the like; 以上 may begin another word.
fn hedge_after(text: &Text, place: usize) -> Option<(usize, Operator)> {
    let spaced = if is_blank(text.at(place)) { place + 1 } else { place };
    if NO_HEDGES.iter().any(|word| text.word(spaced, word).is_some()) {
        return None;
    }
    if text.at(place) == '+' && !text.at(place + 1).is_ascii_digit() {
        return Some((place + 1, Operator::AtLeast));
    }
    HEDGES_AFTER
        .iter()
        .filter_map(|(word, operator)| text.word(spaced, word).map(|end| (end, *operator)))
        .max_by_key(|(end, _)| *end)
}
