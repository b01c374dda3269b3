//! Chinese numerals: Han characters, digits, and the two mixed, to exact numbers.

use super::super::digits;
use super::super::draft::{Draft, fraction_step};
use super::super::interval::{Bound, Form, Interval};
use super::super::number::{LONGEST_NUMERAL, Rational, exponent, parse_decimal, ten_to, whole};
use super::super::operator::Operator;
use super::super::text::{Text, is_blank};
use super::cardinal::plain_cardinal;
use super::lexicon::UNIT_PREFIX_GUARDS;

/// The value of a Han digit, financial forms included.
#[inline]
pub(super) fn digit(character: char) -> Option<i64> {
    match character {
        '零' | '〇' => Some(0),
        '一' | '壹' | '幺' => Some(1),
        '二' | '贰' | '两' => Some(2),
        '三' | '叁' => Some(3),
        '四' | '肆' => Some(4),
        '五' | '伍' => Some(5),
        '六' | '陆' => Some(6),
        '七' | '柒' => Some(7),
        '八' | '捌' => Some(8),
        '九' | '玖' => Some(9),
        _ => None,
    }
}

/// Whether the character is a Han digit or a unit of ten.
#[inline]
pub(super) fn is_numeral(character: char) -> bool {
    digit(character).is_some() || small_unit(character).is_some() || big_unit(character).is_some()
}

/// The power of ten of a unit below ten thousand.
#[inline]
pub(super) fn small_unit(character: char) -> Option<i32> {
    match character {
        '十' | '拾' => Some(1),
        '百' | '佰' => Some(2),
        '千' | '仟' => Some(3),
        _ => None,
    }
}

/// The power of ten of a unit from ten thousand up.
#[inline]
pub(super) fn big_unit(character: char) -> Option<i32> {
    match character {
        '万' => Some(4),
        '亿' => Some(8),
        '兆' => Some(12),
        _ => None,
    }
}

/// Whether a numeral can start with the character.
pub(super) fn may_start(character: char) -> bool {
    character.is_ascii_digit()
        || digit(character).is_some()
        || small_unit(character).is_some()
        || big_unit(character).is_some()
        || matches!(
            character,
            '几' | '数' | '负' | '-' | '−' | '+' | '.' | '廿' | '卅' | '卌' | '半' | '±'
        )
        || digits::vulgar_fraction(character).is_some()
}

/// Reads the numeral at a place, with its sign, scale and surplus (十余, 500多亿), but without
/// hedges and units.
pub(super) fn read(text: &Text, start: usize) -> Option<Draft> {
    if text.at(start) == '负' {
        let mut draft =
            read(text, skip(text, start + 1)).filter(|draft| draft.value.is_positive())?;
        draft.scale(&whole(-1));
        draft.start = start;
        draft.digits.0 = start;
        return Some(draft);
    }
    fraction(text, start)
        .or_else(|| slash(text, start))
        .or_else(|| vague(text, start))
        .or_else(|| digit_string(text, start))
        .or_else(|| cardinal(text, start))
        .map(|draft| with_surplus(text, draft))
}

/// 三分之一, 百分之十二点五, 三又二分之一. Hundredths are per cent, thousandths per mille.
fn fraction(text: &Text, start: usize) -> Option<Draft> {
    let worded = text.word(skip(text, start + 1), "分").is_some();
    let base = if worded && matches!(text.at(start), '百' | '千' | '万') {
        let power = small_unit(text.at(start)).or_else(|| big_unit(text.at(start)))?;
        Draft::new((start, start + 1), ten_to(power), Rational::one())
    } else {
        plain_cardinal(text, start)?
    };
    let after_base = skip(text, base.end);
    if text.at(after_base) == '又' {
        let part = fraction(text, skip(text, after_base + 1))?;
        let mut mixed = Draft::new((start, part.end), base.value + part.value, fraction_step());
        mixed.form = Form::Plain;
        return Some(mixed);
    }
    let after = text.word(after_base, "分之").map(|end| skip(text, end)).or_else(|| {
        // 五 分之 壹 is written with blanks by speech recognisers.
        text.word(after_base, "分 之").map(|end| skip(text, end))
    })?;
    let mut part = signed_cardinal(text, after)?;
    part.start = start;
    part.digits.0 = start;
    share_of(&mut part, &base);
    Some(part)
}

/// 2/3 in digits, where neither a date nor a path goes on behind it.
fn slash(text: &Text, start: usize) -> Option<Draft> {
    let is_digit = |character: char| character.is_ascii_digit();
    let over = text.run(start, is_digit);
    let end = text.run(over + 1, is_digit);
    let alone = text.at(over) == '/' && over > start && end > over + 1 && text.at(end) != '/';
    if !alone || end - start > 9 || text.before(start) == '/' {
        return None;
    }
    let numerator = parse_decimal(&text.string(start, over))?;
    let denominator = parse_decimal(&text.string(over + 1, end)).filter(|base| !base.is_zero())?;
    let mut part = Draft::new((start, end), numerator, Rational::one());
    share_of(&mut part, &Draft::new((over + 1, end + 2), denominator, Rational::one()));
    Some(part)
}

/// Turns the numerator into the share of a base.
fn share_of(part: &mut Draft, base: &Draft) {
    use super::super::unit::Unit;
    let is_word = base.end - base.start == 1;
    if is_word && base.value == ten_to(2) {
        part.measured(Unit::Percent);
    } else if is_word && base.value == ten_to(3) {
        part.measured(Unit::PerMille);
    } else if is_word && base.value == ten_to(4) {
        part.scale(&ten_to(-2));
        part.measured(Unit::Percent);
    } else if !base.value.is_zero() {
        part.scale(&base.value.recip());
        part.unit = Unit::Ratio;
        part.form = if part.value == super::super::number::fraction(1, 2) {
            Form::Half
        } else {
            Form::Fraction
        };
        part.step = fraction_step();
    }
}

/// The numerator: 百分之百, 百分之负三点八, 百分之2.2.
fn signed_cardinal(text: &Text, start: usize) -> Option<Draft> {
    if matches!(text.at(start), '负' | '-' | '−') {
        let mut draft = plain_cardinal(text, start + 1)?;
        draft.scale(&whole(-1));
        draft.start = start;
        draft.digits.0 = start;
        return Some(draft);
    }
    plain_cardinal(text, start)
}

/// 几十, 数百, 数十亿: an order of magnitude without a digit.
fn vague(text: &Text, start: usize) -> Option<Draft> {
    if !matches!(text.at(start), '几' | '数') {
        return None;
    }
    let unit = small_unit(text.at(start + 1)).or_else(|| big_unit(text.at(start + 1)))?;
    if guarded(text, start + 1) {
        return None;
    }
    let mut power = unit;
    let mut end = start + 2;
    if let Some(draft) = vague_part(text, start, unit) {
        return Some(draft);
    }
    while let Some(next) = big_unit(text.at(end))
        .or_else(|| small_unit(text.at(end)).filter(|_| unit > 3))
        .filter(|_| !guarded(text, end))
    {
        power = power.checked_add(next).filter(|power| *power < 40)?;
        end += 1;
    }
    let factor = ten_to(power);
    let mut draft = Draft::new((start, end), whole(2) * &factor, factor.clone());
    draft.operator = Operator::Indefinite;
    draft.interval =
        Some(Interval::between(Bound::closed(whole(2) * &factor), Bound::open(whole(10) * factor)));
    Some(draft)
}

/// 几万分之一: from one part of ten times the unit to one of twice.
fn vague_part(text: &Text, start: usize, power: i32) -> Option<Draft> {
    let end = text.word(start + 2, "分之一")?;
    let part = ten_to(-power);
    let (low, high) = (&part * Rational::fraction(1, 10), part * Rational::fraction(1, 2));
    let mut draft = Draft::new((start, end), low.clone(), low.clone());
    draft.operator = Operator::Indefinite;
    draft.unit = super::super::unit::Unit::Ratio;
    draft.interval = Some(Interval::between(Bound::open(low), Bound::closed(high)));
    Some(draft)
}

/// Three or more Han digits without a unit: 二〇一九, 一二三四; or two that are no approximation.
fn digit_string(text: &Text, start: usize) -> Option<Draft> {
    let end = text.run(start, |character| digit(character).is_some() && character != '两');
    let next = text.at(end);
    if end < start + 2 || end - start > LONGEST_NUMERAL || is_unit(next) && !guarded(text, end) {
        return None;
    }
    let pair = (digit(text.at(start))?, digit(text.at(start + 1))?);
    let spoken = next == '点' && decimals(text, end + 1).is_some();
    if end == start + 2 && (is_approximation(pair) && !spoken || next == '分') {
        return None;
    }
    let mut written = String::new();
    for place in start..end {
        written.push_str(&digit(text.at(place))?.to_string());
    }
    let mut draft = Draft::new((start, end), parse_decimal(&written)?, Rational::one());
    if next == '点'
        && let Some((places, stop)) = decimals(text, end + 1)
    {
        draft = Draft::new(
            (start, stop),
            parse_decimal(&format!("{written}.{places}"))?,
            ten_to(-exponent(places.len())),
        );
    }
    Some(draft)
}

/// A cardinal with an optional sign before its digits.
fn cardinal(text: &Text, start: usize) -> Option<Draft> {
    if matches!(text.at(start), '-' | '−' | '+') {
        if super::model_number(text, start).is_some() {
            return None;
        }
        let signed = digits::read_signed(text, start)?.ok()?;
        let mut draft = plain_cardinal(text, start + 1)?;
        if signed.value.is_negative() {
            draft.scale(&whole(-1));
        }
        draft.start = start;
        draft.digits.0 = start;
        return Some(draft);
    }
    plain_cardinal(text, start)
}

/// Words that end in these characters may stand before a signed number; 歼-20 is a name.
pub(super) fn may_precede_sign(before: char) -> bool {
    matches!(
        before,
        '为' | '至'
            | '到'
            | '达'
            | '是'
            | '跌'
            | '降'
            | '于'
            | '约'
            | '近'
            | '在'
            | '从'
            | '由'
            | '比'
            | '的'
            | '与'
            | '和'
            | '、'
            | '率'
            | '值'
            | '差'
            | '得'
            | '有'
            | '超'
            | '过'
            | '足'
            | '速'
            | '幅'
    )
}

/// 一点五万: decimals in Han digits and a scale behind them.
pub(super) fn with_decimals(text: &Text, draft: Draft) -> Draft {
    let Some((places, mut end)) = decimals(text, draft.end + 1) else { return draft };
    let step = ten_to(-exponent(places.len()));
    let Some(part) = parse_decimal(&places) else { return draft };
    let mut decimal = Draft::new((draft.start, end), draft.value + part * &step, step);
    while let Some(power) = small_unit(text.at(end))
        .filter(|power| *power > 1)
        .or_else(|| big_unit(text.at(end)))
        .filter(|_| !guarded(text, end))
    {
        decimal.scale(&ten_to(power));
        decimal.form = Form::Rounded;
        end += 1;
    }
    decimal.end = end;
    decimal.digits.1 = end;
    decimal
}

/// Han or plain digits behind 点; a single digit before 分, 钟 or 半 tells the time instead.
fn decimals(text: &Text, start: usize) -> Option<(String, usize)> {
    let mut written = String::new();
    let mut end = start;
    while let Some(value) = digit(text.at(end)).filter(|_| text.at(end) != '两') {
        written.push_str(&value.to_string());
        end += 1;
    }
    if written.is_empty() {
        end = text.run(start, |character| character.is_ascii_digit());
        written = text.string(start, end);
    }
    (!written.is_empty() && written.len() < LONGEST_NUMERAL).then_some((written, end))
}

/// 余, 多, 几 and 来 behind a round number, with the scale that may follow: 500多亿, 十几万.
fn with_surplus(text: &Text, draft: Draft) -> Draft {
    let mut draft = draft;
    let blank = is_blank(text.at(draft.end)) && matches!(text.at(draft.end + 1), '余' | '多');
    let skipped = text.word(draft.end, "零几").is_some();
    let mark_at = draft.end + usize::from(blank || skipped);
    let mark = text.at(mark_at);
    let last = text.before(draft.end);
    let round = small_unit(last).is_some()
        || big_unit(last).is_some()
        || (last == '0' && draft.value.is_integer())
        || matches!(last, '廿' | '卅');
    if draft.upper.is_some() || draft.operator != Operator::Exact || !draft.value.is_integer() {
        return draft;
    }
    let fits = match mark {
        '余' => round || last.is_ascii_digit(),
        '多' => (round || last.is_ascii_digit()) && !begins_comparison(text, mark_at),
        '几' if text.word(mark_at, "几乎").is_some() => false,
        '几' if skipped => matches!(last, '百' | '千'),
        '几' => matches!(last, '十' | '百' | '千' | '拾' | '0'),
        '来' => last == '十' || last == '百' || last == '0',
        _ => false,
    };
    if !fits || (mark == '来' && !is_measure_like(text.at(mark_at + 1))) {
        return draft;
    }
    draft.operator = if mark == '来' { Operator::About } else { Operator::Surplus };
    draft.end = mark_at + 1;
    // 百几十: some tens above the hundred.
    let smaller = small_unit(text.at(draft.end)).filter(|_| mark == '几');
    if smaller.zip(small_unit(last)).is_some_and(|(smaller, own)| smaller < own) {
        draft.end += 1;
    }
    if skipped {
        let above = &draft.value + whole(10);
        draft.interval =
            Some(Interval::between(Bound::open(draft.value.clone()), Bound::open(above)));
    }
    draft.digits.1 = draft.end;
    while let Some(power) = big_unit(text.at(draft.end)).filter(|_| !guarded(text, draft.end)) {
        draft.scale(&ten_to(power));
        draft.end += 1;
        draft.digits.1 = draft.end;
    }
    draft
}

/// 多 that belongs to the next word: 多于, 多达, 多次.
fn begins_comparison(text: &Text, place: usize) -> bool {
    ["多于", "多达", "多元", "多样", "多边"].iter().any(|word| text.word(place, word).is_some())
}

fn is_measure_like(character: char) -> bool {
    matches!(character, '个' | '家' | '名' | '人' | '次' | '项' | '年' | '天' | '岁' | '位' | '种')
}

/// 千 and 兆 and 百 that begin a unit: 千米, 兆瓦.
#[inline]
pub(super) fn guarded(text: &Text, place: usize) -> bool {
    UNIT_PREFIX_GUARDS.stands(text, place)
}

fn is_unit(character: char) -> bool {
    small_unit(character).is_some() || big_unit(character).is_some()
}

/// Two digits side by side that state an approximation: neighbours, and 三五.
#[inline]
pub(super) fn is_approximation((first, second): (i64, i64)) -> bool {
    first > 0 && (second == first + 1 || (first, second) == (3, 5))
}

fn skip(text: &Text, place: usize) -> usize {
    if is_blank(text.at(place)) { text.skip_blanks(place) } else { place }
}
