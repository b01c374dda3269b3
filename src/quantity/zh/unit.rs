//! Units behind and money before a Chinese number: shares, tenths, points, measures, coins.

use std::sync::LazyLock;

use super::super::draft::{Draft, tenths_step};
use super::super::interval::Form;
use super::super::mask;
use super::super::measures::{MEASUREMENTS, Measurement, SYMBOL_VARIANTS};
use super::super::number::{Rational, fraction, ten_to, whole};
use super::super::text::{Text, is_han};
use super::super::unit::Unit;
use super::super::words::{Words, words};
use super::cardinal;
use super::lexicon::{CURRENCIES, CURRENCIES_BEFORE, NO_TENTHS, NO_YUAN};
use super::numeral;
use super::quantity::hedge_before;

/// The Chinese names of all units, with their symbols.
static NAMES: LazyLock<Words<&'static str>> = LazyLock::new(|| {
    let names = |unit: &'static Measurement| unit.chinese.iter().map(|name| (*name, unit.symbol));
    Words::new(MEASUREMENTS.iter().flat_map(names))
});

/// The symbols of all units as prose writes them, with the canonical ones.
static SYMBOLS: LazyLock<Words<&'static str>> = LazyLock::new(|| {
    let symbols = MEASUREMENTS.iter().map(|unit| (unit.symbol, unit.symbol));
    Words::new(symbols.chain(SYMBOL_VARIANTS.iter().copied()))
});

pub(super) fn money_before(text: &Text, start: usize) -> Option<(usize, &'static str)> {
    if is_han(text.at(start))
        && !matches!(text.at(start), '人' | '美' | '港' | '欧' | '新' | '台' | '日' | '英')
    {
        return None;
    }
    let letters =
        text.at(start).is_ascii_alphabetic() && text.before(start).is_ascii_alphanumeric();
    let found = if letters { None } else { CURRENCIES_BEFORE.longest(text, start) };
    found.filter(|(end, _)| {
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
    #[derive(Clone, Copy)]
    enum Share {
        Percent,
        PerMille,
        PerTenThousand,
        PercentagePoint,
        BasisPoint,
    }
    static SIGNS: LazyLock<Words<Share>> = LazyLock::new(|| {
        Words::new([
            ("个百分点", Share::PercentagePoint),
            ("百分点", Share::PercentagePoint),
            ("个基点", Share::BasisPoint),
            ("基点", Share::BasisPoint),
            ("个bp", Share::BasisPoint),
            ("bps", Share::BasisPoint),
            ("bp", Share::BasisPoint),
            ("BP", Share::BasisPoint),
            ("个千分点", Share::PerMille),
            ("%", Share::Percent),
            ("个%", Share::Percent),
            ("‰", Share::PerMille),
            ("‱", Share::PerTenThousand),
            ("pct", Share::PercentagePoint),
            ("pp", Share::PercentagePoint),
        ])
    });
    let (end, share) = SIGNS.longest(text, place).filter(|(end, _)| {
        !(text.before(*end).is_ascii_alphabetic() && text.at(*end).is_ascii_alphanumeric())
    })?;
    let (unit, factor) = match share {
        Share::Percent => (Unit::Percent, Rational::one()),
        Share::PerMille => (Unit::PerMille, Rational::one()),
        Share::PerTenThousand => (Unit::Percent, ten_to(-2)),
        Share::PercentagePoint => (Unit::PercentagePoint, Rational::one()),
        Share::BasisPoint => (Unit::BasisPoint, Rational::one()),
    };
    Some((end, unit, factor))
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
    // 三成为初创公司 is three tenths, 第三成为 is not.
    let counted = text.word(end, "成为").is_some()
        && !matches!(text.before(draft.digits.0), '第' | '之')
        && draft.value > whole(1);
    if NO_TENTHS.stands(text, end) && !counted || draft.value > whole(10) {
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
    let named = NAMES.longest(text, near).filter(|(stop, _)| !names_a_thing(text, near, *stop));
    let (stop, symbol) = named.or_else(|| symbol_at(text, end, near))?;
    let whole = per_unit(text, stop);
    let base = NAMES
        .longest(text, stop + 1)
        .or_else(|| symbol_at(text, stop + 1, stop + 1))
        .filter(|(base_end, _)| *base_end == whole)
        .map(|(_, base)| base)
        .or_else(|| text.word(stop, "/小时").is_some().then_some("h"))
        .or_else(|| text.word(stop, "/秒").is_some().then_some("s"));
    let name = match base {
        Some(base) if whole > stop => format!("{symbol}/{base}"),
        _ => symbol.to_owned(),
    };
    Some((whole, Unit::Measure(name)))
}

/// Words that begin with the name of a unit: 升级, 度假, 克隆.
fn names_a_thing(text: &Text, start: usize, end: usize) -> bool {
    static THINGS: LazyLock<Words<()>> = LazyLock::new(|| {
        words(&[
            "升级", "升至", "升到", "升为", "度假", "克隆", "克服", "码头", "伏天", "瓦片", "帕金",
            "里程", "米粉", "米饭", "斤斤", "度过", "度电", "桶装", "码农", "分米",
        ])
    });
    end == start + 1 && THINGS.stands(text, start)
}

fn symbol_at(text: &Text, end: usize, near: usize) -> Option<(usize, &'static str)> {
    let is_unit = |stop: usize| {
        let single = stop == near + 1 && near == end;
        let letter = matches!(text.at(near), 'A' | 'B' | 'K' | 'N' | 'J' | 'V' | 'W' | '\'' | '"');
        !(single && letter || mask::is_word(text.at(stop)))
    };
    SYMBOLS.longest_where(text, near, is_unit)
}

/// Units behind the slash of a rate.
static TIMES: LazyLock<Words<()>> = LazyLock::new(|| {
    words(&["小时", "秒", "分钟", "天", "年", "月", "日", "人", "户", "辆", "台", "桶"])
});

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
    let name = NAMES.longest(text, end + 1).map(|(stop, _)| stop);
    name.max(TIMES.longest(text, end + 1).map(|(stop, ())| stop)).unwrap_or(end)
}

/// Money behind a number, with the smaller units: 7.2亿元, 五元三毛, 3角.
fn money(text: &Text, draft: &mut Draft) {
    let place = text.skip_blanks(draft.end);
    let place = if place > draft.end + 1 { draft.end } else { place };
    if let Some((end, code)) = CURRENCIES.longest(text, place) {
        let word = text.string(place, end);
        let no_money = word.starts_with('元') && NO_YUAN.stands(text, place);
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
        if matches!(text.at(draft.end), '整' | '正') && is_formal(text, draft) {
            draft.end += 1;
        }
        smaller_coins(text, draft);
        if draft.step < Rational::one() {
            tail_of_coins(text, draft);
        }
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

/// A number of coins alone: 三毛, 五角五分, 三毛五.
fn coins(text: &Text, draft: &mut Draft) {
    if let Some(power) = coin(text, draft.end) {
        draft.scale(&ten_to(power));
        draft.unit = Unit::Currency("CNY".to_owned());
        draft.end += 1;
        draft.end = text.word(draft.end, "钱").unwrap_or(draft.end);
        smaller_coins(text, draft);
        tail_of_coins(text, draft);
    }
}

/// The coins behind 元: 五元三毛, 十元五角二分, 三块五.
fn smaller_coins(text: &Text, draft: &mut Draft) {
    loop {
        let Some(part) = cardinal::plain_cardinal(text, draft.end) else { return };
        let short = part.value < whole(100) && part.upper.is_none() && draft.upper.is_none();
        let Some(power) = coin(text, part.end).filter(|_| short) else { return };
        draft.value += part.value * ten_to(power);
        draft.step = ten_to(power);
        draft.end = part.end + 1;
    }
}

/// Whether an amount is written as on a cheque: 伍佰万元整.
fn is_formal(text: &Text, draft: &Draft) -> bool {
    (draft.digits.0..draft.digits.1).any(|place| {
        matches!(
            text.at(place),
            '壹' | '贰' | '叁' | '肆' | '伍' | '陆' | '柒' | '捌' | '玖' | '拾' | '佰' | '仟'
        )
    }) || !matches!(text.at(draft.end + 1), '体' | '个' | '治' | '理' | '合' | '式' | '在' | '向')
}

/// 五块七毛八, 三块零四: the last digit counts hundredths.
fn tail_of_coins(text: &Text, draft: &mut Draft) {
    let behind_dime = matches!(text.before(draft.end), '毛' | '角');
    let hundredths = numeral::digit(text.at(draft.end)).filter(|digit| *digit > 0);
    let ends = !is_han(text.at(draft.end + 1));
    if let Some(hundredths) = hundredths.filter(|_| behind_dime && ends) {
        draft.value += whole(hundredths) * ten_to(-2);
        draft.step = ten_to(-2);
        draft.end += 1;
    }
}

/// 三米九, 五块六: one digit behind a unit is its tenths.
fn tail_behind(text: &Text, draft: &mut Draft) {
    // 三块零四
    let zero = text.at(draft.end) == '零' && text.before(draft.end) == '块';
    let after_zero = numeral::digit(text.at(draft.end + 1)).filter(|digit| zero && *digit > 0);
    if let Some(hundredths) = after_zero.filter(|_| !is_han(text.at(draft.end + 2))) {
        draft.value += whole(hundredths) * ten_to(-2);
        draft.step = ten_to(-2);
        draft.end += 2;
        return;
    }
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
    CURRENCIES.stands(text, place)
}
