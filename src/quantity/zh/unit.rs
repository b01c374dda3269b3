//! Units behind and money before a Chinese number: shares, tenths, points, measures, coins.

use num_traits::One;

use super::super::draft::{Draft, tenths_step};
use super::super::interval::Form;
use super::super::mask;
use super::super::measures::{MEASUREMENTS, SYMBOL_VARIANTS};
use super::super::number::{Rational, fraction, ten_to, whole};
use super::super::text::{Text, is_han};
use super::super::unit::Unit;
use super::lexicon::{CURRENCIES, CURRENCIES_BEFORE, NO_TENTHS, NO_YUAN};
use super::numeral;
use super::quantity::hedge_before;

pub(super) fn money_before(text: &Text, start: usize) -> Option<(usize, &'static str)> {
    if is_han(text.at(start)) && !matches!(text.at(start), '人' | '美' | '港' | '欧') {
        return None;
    }
    let letters =
        text.at(start).is_ascii_alphabetic() && text.before(start).is_ascii_alphanumeric();
    CURRENCIES_BEFORE
        .iter()
        .filter(|_| !letters)
        .filter_map(|(word, code)| text.word(start, word).map(|end| (end, *code)))
        .max_by_key(|(end, _)| *end)
        .filter(|(end, _)| {
            let next = text.skip_blanks(*end);
            let (after, _) = hedge_before(text, next);
            numeral::may_start(text.at(after)) || text.at(next) == '.'
        })
}

/// The unit behind a number: signs of share, tenths, points, money, measures.
pub(super) fn with_unit(text: &Text, draft: &mut Draft) {
    let end = draft.end;
    let near = text.skip_blanks(end);
    let near = if near > end + 1 { end } else { near };
    if matches!(draft.unit, Unit::Count) {
        if let Some((stop, unit, factor)) = share(text, near) {
            draft.scale(&factor);
            draft.measured(unit);
            draft.end = stop;
            return;
        }
        if let Some(stop) = tenths(text, draft) {
            draft.end = stop;
            return;
        }
        if let Some((stop, unit)) = measurement(text, end, near) {
            draft.unit = unit;
            draft.end = stop;
            half_behind(text, draft);
            tail_behind(text, draft);
            return;
        }
    }
    if matches!(draft.unit, Unit::Count | Unit::Currency(_)) {
        money(text, draft);
    }
}

/// Signs and words of shares and of points.
fn share(text: &Text, place: usize) -> Option<(usize, Unit, Rational)> {
    let one = Rational::one();
    let signs: &[(&str, Unit)] = &[
        ("个百分点", Unit::PercentagePoint),
        ("百分点", Unit::PercentagePoint),
        ("个基点", Unit::BasisPoint),
        ("基点", Unit::BasisPoint),
        ("个bp", Unit::BasisPoint),
        ("bps", Unit::BasisPoint),
        ("bp", Unit::BasisPoint),
        ("BP", Unit::BasisPoint),
        ("个千分点", Unit::PerMille),
        ("%", Unit::Percent),
        ("个%", Unit::Percent),
        ("‰", Unit::PerMille),
        ("pct", Unit::PercentagePoint),
        ("pp", Unit::PercentagePoint),
    ];
    if let Some(end) = text.word(place, "‱") {
        return Some((end, Unit::Percent, ten_to(-2)));
    }
    let found = signs
        .iter()
        .filter_map(|(word, unit)| text.word(place, word).map(|end| (end, unit.clone())))
        .max_by_key(|(end, _)| *end)
        .filter(|(end, _)| {
            !(text.before(*end).is_ascii_alphabetic() && text.at(*end).is_ascii_alphanumeric())
        });
    found.map(|(end, unit)| (end, unit, one))
}

/// 三成, 三成五, 两成半, 八折, 七五折.
fn tenths(text: &Text, draft: &mut Draft) -> Option<usize> {
    let end = draft.end;
    if text.at(end) == '折' && text.word(end, "折叠").is_none() && text.word(end, "折合").is_none()
    {
        let two_digits = draft.value > whole(10);
        draft.as_percent_by(if two_digits { 1 } else { 10 });
        return Some(end + 1);
    }
    let place = text.word(end, "成")?;
    if NO_TENTHS.iter().any(|word| text.word(end, word).is_some()) || draft.value > whole(10) {
        return None;
    }
    draft.as_percent_by(10);
    draft.form = Form::Tenths;
    draft.step = tenths_step();
    if text.at(place) == '半' {
        draft.value += whole(5);
        return Some(place + 1);
    }
    if let Some(units) = numeral::digit(text.at(place)).filter(|_| draft.upper.is_none()) {
        draft.value += whole(units);
        draft.form = Form::Rounded;
        draft.step = whole(1);
        return Some(place + 1);
    }
    Some(place)
}

/// A measure by its Chinese name or its symbol. Symbols may not run on into other letters.
pub(super) fn measurement(text: &Text, end: usize, near: usize) -> Option<(usize, Unit)> {
    let named = MEASUREMENTS
        .iter()
        .flat_map(|unit| unit.chinese.iter().map(move |name| (*name, unit.symbol)))
        .filter_map(|(name, symbol)| text.word(near, name).map(|stop| (stop, symbol)))
        .max_by_key(|(stop, _)| *stop)
        .filter(|(stop, _)| !names_a_thing(text, near, *stop));
    let (stop, symbol) = named.or_else(|| symbol_at(text, end, near))?;
    let stop = per_unit(text, stop);
    Some((stop, Unit::Measure(symbol.to_owned())))
}

/// Words that begin with the name of a unit: 升级, 度假, 克隆.
fn names_a_thing(text: &Text, start: usize, end: usize) -> bool {
    let words = [
        "升级", "升至", "升到", "升为", "度假", "克隆", "克服", "码头", "伏天", "瓦片", "帕金",
        "里程", "米粉", "米饭", "斤斤", "度过", "度电", "桶装", "码农", "分米",
    ];
    end == start + 1 && words.iter().any(|word| text.word(start, word).is_some())
}

fn symbol_at(text: &Text, end: usize, near: usize) -> Option<(usize, &'static str)> {
    let symbols = MEASUREMENTS.iter().map(|unit| (unit.symbol, unit.symbol));
    symbols
        .chain(SYMBOL_VARIANTS.iter().copied())
        .filter(|(word, _)| {
            word.len() > 1
                || !matches!(*word, "A" | "B" | "K" | "N" | "J" | "V" | "W" | "'" | "\"")
                || near > end
        })
        .filter_map(|(word, symbol)| text.word(near, word).map(|stop| (stop, symbol)))
        .max_by_key(|(stop, _)| *stop)
        .filter(|(stop, _)| !mask::is_word(text.at(*stop)))
}

/// A unit divided by another: 元/吨, km/h, 公里每小时.
fn per_unit(text: &Text, end: usize) -> usize {
    if text.at(end) != '/' {
        return end;
    }
    let stop =
        text.run(end + 1, |character| mask::is_word(character) || mask::is_superscript(character));
    if stop > end + 1 {
        return stop;
    }
    let names = MEASUREMENTS.iter().flat_map(|unit| unit.chinese.iter().copied());
    let times = ["小时", "秒", "分钟", "天", "年", "月", "日", "人", "户", "辆", "台", "桶"];
    names.chain(times).filter_map(|name| text.word(end + 1, name)).max().unwrap_or(end)
}

/// Money behind a number, with the smaller units: 7.2亿元, 五元三毛, 3角.
fn money(text: &Text, draft: &mut Draft) {
    let place = text.skip_blanks(draft.end);
    let place = if place > draft.end + 1 { draft.end } else { place };
    let named = CURRENCIES
        .iter()
        .filter_map(|(word, code)| text.word(place, word).map(|end| (end, *word, *code)))
        .max_by_key(|(end, _, _)| *end);
    if let Some((end, word, code)) = named {
        let no_money =
            word.starts_with('元') && NO_YUAN.iter().any(|other| text.word(place, other).is_some());
        let block_of = is_han(text.at(end))
            && numeral::digit(text.at(end)).is_none()
            && !matches!(text.at(end), '到' | '至' | '半');
        let is_block = word == "块" && (draft.unit != Unit::Count || block_of);
        if no_money || is_block {
            return;
        }
        if draft.unit == Unit::Count || word != "元" {
            draft.unit = Unit::Currency(code.to_owned());
        }
        draft.end = per_unit(text, end);
        smaller_coins(text, draft);
        half_behind(text, draft);
        if word == "块" {
            tail_behind(text, draft);
        }
        return;
    }
    if draft.unit == Unit::Count
        && coin(text, draft.end).is_some()
        && !matches!(text.at(draft.end), '分')
    {
        coins(text, draft);
    } else if draft.unit == Unit::Count && text.word(draft.end, "分钱").is_some() {
        draft.scale(&ten_to(-2));
        draft.unit = Unit::Currency("CNY".to_owned());
        draft.end += 2;
    }
}

fn coin(text: &Text, place: usize) -> Option<i32> {
    match text.at(place) {
        '角' | '毛' => {
            (!matches!(text.at(place + 1), '度' | '色' | '落' | '利' | '坯')).then_some(-1)
        }
        '分' => Some(-2),
        _ => None,
    }
}

/// A number of coins alone: 三毛, 五角五分.
fn coins(text: &Text, draft: &mut Draft) {
    if let Some(power) = coin(text, draft.end) {
        draft.scale(&ten_to(power));
        draft.unit = Unit::Currency("CNY".to_owned());
        draft.end += 1;
        draft.end = text.word(draft.end, "钱").unwrap_or(draft.end);
        smaller_coins(text, draft);
    }
}

/// The coins behind 元: 五元三毛, 十元五角二分, 三块五.
fn smaller_coins(text: &Text, draft: &mut Draft) {
    loop {
        let Some(part) = numeral::plain_cardinal(text, draft.end) else { return };
        let short = part.value < whole(100) && part.upper.is_none() && draft.upper.is_none();
        let Some(power) = coin(text, part.end).filter(|_| short) else { return };
        draft.value += part.value * ten_to(power);
        draft.step = ten_to(power);
        draft.end = part.end + 1;
    }
}

/// 三米九, 五块六: one digit behind a unit is its tenths.
fn tail_behind(text: &Text, draft: &mut Draft) {
    let Some(tenths) = numeral::digit(text.at(draft.end)).filter(|digit| *digit > 0) else {
        return;
    };
    let goes_on = is_han(text.at(draft.end + 1)) && !matches!(text.at(draft.end + 1), '到' | '至');
    if !goes_on && draft.upper.is_none() && draft.value.is_integer() {
        draft.value += whole(tenths) * ten_to(-1);
        draft.step = ten_to(-1);
        draft.end += 1;
    }
}

/// 一吨半, 两年半: half a unit more.
pub(super) fn half_behind(text: &Text, draft: &mut Draft) {
    let next = text.at(draft.end + 1);
    let is_word = matches!(next, '径' | '导' | '岛' | '年' | '成' | '球' | '数' | '天' | '夜');
    if text.at(draft.end) == '半' && !is_word && draft.upper.is_none() {
        draft.value += fraction(1, 2);
        draft.step = fraction(1, 2);
        draft.end += 1;
    }
}

pub(super) fn money_name(text: &Text, place: usize) -> bool {
    CURRENCIES.iter().any(|(word, _)| text.word(place, word).is_some())
}
