//! Periods without a year in the calendar: 近五年, 上年同期, 十年来, 周五, and plans, decades and centuries.

use std::sync::LazyLock;

use super::super::draft::Found;
use super::super::period::Period;
use super::super::text::Text;
use super::super::words::{Words, words};
use super::cardinal;
use super::numeral;
use super::period::{connector, count, year_number};

/// Words of time that need no numeral.
static RELATIVE_WORDS: LazyLock<Words<&'static str>> = LazyLock::new(|| {
    Words::new([
        ("截至目前", "to-date"),
        ("迄今为止", "to-date"),
        ("到目前为止", "to-date"),
        ("目前", "to-date"),
        ("迄今", "to-date"),
        ("至今", "to-date"),
        ("今年以来", "year-to-date"),
        ("年初以来", "year-to-date"),
        ("今年", "this-year"),
        ("本年度", "this-year"),
        ("去年", "last-year"),
        ("上年", "last-year"),
        ("上一年", "last-year"),
        ("前年", "year-before-last"),
        ("明年", "next-year"),
        ("近年来", "recent-years"),
        ("近年", "recent-years"),
        ("上年同期", "same-period-last-year"),
        ("去年同期", "same-period-last-year"),
        ("半年度", "half-year"),
        ("近半年", "recent-half-year"),
        ("半年来", "recent-half-year"),
        ("半年", "half-year"),
    ])
});

/// Words before a count of years, months or days that make it a span counted from the present.
static RELATIVE_OPENINGS: LazyLock<Words<()>> = LazyLock::new(|| {
    words(&[
        "最近",
        "近",
        "过去",
        "过去的",
        "未来",
        "今后",
        "此前",
        "之前",
        "前",
        "连续",
        "在过去",
        "上",
        "下",
        "接下来",
        "头",
        "后",
    ])
});

/// Units that such a count may have.
static SPAN_UNITS: LazyLock<Words<&'static str>> = LazyLock::new(|| {
    Words::new(
        [
            "年",
            "个月",
            "个季度",
            "季度",
            "天",
            "周",
            "个财年",
            "个年度",
            "个交易日",
            "届",
            "个五年",
        ]
        .map(|unit| (unit, unit)),
    )
});

/// 近五年, 过去3个月, 去年同期, 目前.
#[inline]
pub(super) fn relative(text: &Text, start: usize) -> Option<Found> {
    let word = RELATIVE_WORDS
        .longest(text, start)
        .map(|(end, name)| Found::period(start, end, Period::relative(name, None)));
    word.or_else(|| counted(text, start)).or_else(|| counted_back(text, start))
}

/// Words behind a length of time that turn it into a distance between two points.
static TURNS: LazyLock<Words<()>> =
    LazyLock::new(|| words(&["前", "后", "来", "以来", "之前", "之后", "以前", "以后", "间隔"]));

/// 三年前, 十年来, 五年后: a count of years from the present.
fn counted_back(text: &Text, start: usize) -> Option<Found> {
    let before = text.before(start);
    if before.is_ascii_digit() || numeral::is_numeral(before) || matches!(before, '第' | '.') {
        return None;
    }
    let (number, end) = count(text, start)?;
    let (end, unit) = SPAN_UNITS.longest(text, end)?;
    let (stop, ()) = TURNS.longest(text, end)?;
    let other_word = ["前后", "来自", "后续", "前三", "前十", "前五", "后者", "前者", "来看"];
    let cut = other_word.iter().any(|word| text.word(stop - 1, word).is_some());
    let name = if unit.starts_with('年') { "recent-years" } else { "recent-spans" };
    (!cut && number > 0).then(|| Found::period(start, stop, Period::relative(name, Some(number))))
}

/// 星期五, 周一, 下周三, 礼拜天.
#[inline]
pub(super) fn weekday(text: &Text, start: usize) -> Option<Found> {
    let led = usize::from(matches!(text.at(start), '上' | '下' | '本' | '每'));
    let place = start + led;
    let end = text
        .word(place, "星期")
        .or_else(|| text.word(place, "礼拜"))
        .or_else(|| text.word(place, "周"))?;
    let day = matches!(text.at(end), '一' | '二' | '三' | '四' | '五' | '六' | '日' | '末' | '天');
    let counted = numeral::is_numeral(text.before(start)) || text.before(start).is_ascii_digit();
    let goes_on = matches!(text.at(end), '日' | '天') && text.at(place) == '周'
        || matches!(text.at(end + 1), '年' | '个' | '月' | '十' | '百' | '千' | '万');
    (day && !counted && !goes_on)
        .then(|| Found::period(start, end + 1, Period::relative("weekday", None)))
}

/// 光绪二十三年, 民国一百一十二年: a year of an era.
#[inline]
pub(super) fn era(text: &Text, start: usize) -> Option<Found> {
    static ERAS: LazyLock<Words<()>> = LazyLock::new(|| {
        words(&[
            "民国", "光绪", "宣统", "同治", "咸丰", "道光", "嘉庆", "乾隆", "雍正", "康熙", "顺治",
            "崇祯", "万历", "嘉靖", "永乐", "洪武", "贞观", "开元", "昭和", "平成", "令和", "明治",
            "大正",
        ])
    });
    let (end, ()) = ERAS.longest(text, start)?;
    let stop = match text.word(end, "元") {
        Some(stop) => stop,
        None => cardinal::plain_cardinal(text, end)?.end,
    };
    let stop = text.word(stop, "年")?;
    Some(Found::period(start, stop, Period::relative("era", None)))
}

/// 正月初五, 腊月廿三, 农历八月十五.
#[inline]
pub(super) fn lunar(text: &Text, start: usize) -> Option<Found> {
    static MONTHS: LazyLock<Words<()>> =
        LazyLock::new(|| words(&["正月", "腊月", "冬月", "农历", "阴历"]));
    let (mut end, ()) = MONTHS.longest(text, start)?;
    if let Some((_, month)) =
        count(text, end).and_then(|(month, stop)| Some((month, text.word(stop, "月")?)))
    {
        end = month;
    }
    let day_at = text.word(end, "初").unwrap_or(end);
    end = count(text, day_at).map_or(end, |(_, stop)| stop);
    if let Some(next) = connector(text, end)
        && let Some(last) = lunar(text, next)
    {
        end = last.end;
    }
    Some(Found::period(start, end, Period::relative("lunar", None)))
}

fn counted(text: &Text, start: usize) -> Option<Found> {
    let (opening, ()) = RELATIVE_OPENINGS.longest(text, start)?;
    let (number, end) = count(text, opening).or_else(|| several(text, opening))?;
    let (end, unit) = SPAN_UNITS.longest(text, end)?;
    if unit == "年" && matches!(text.at(end), '级' | '期') {
        return None;
    }
    let name = if unit.starts_with('年') { "recent-years" } else { "recent-spans" };
    let known = (number > 0).then_some(number);
    Some(Found::period(start, end, Period::relative(name, known)))
}

/// 近几年, 近两三年 and 近十余年 count without a number.
fn several(text: &Text, start: usize) -> Option<(u32, usize)> {
    (text.at(start) == '几').then_some((0, start + 1)).or_else(|| {
        let draft = cardinal::plain_cardinal(text, start).filter(|draft| draft.upper.is_some())?;
        Some((0, draft.end))
    })
}

/// 十四五 and its sisters: the five-year plans.
#[inline]
pub(super) fn plan(text: &Text, start: usize) -> Option<Found> {
    let (number, end) = match text.at(start) {
        '十' => match numeral::digit(text.at(start + 1)).filter(|digit| (1..=9).contains(digit)) {
            Some(digit) => (10 + digit, start + 2),
            None => (10, start + 1),
        },
        _ => return None,
    };
    let end = text.word(end, "五")?;
    let known = text.at(end) == '”'
        || ["规划", "时期", "期间", "以来", "末", "开局", "收官", "初"]
            .iter()
            .any(|word| text.word(end, word).is_some())
        || number > 10;
    if !known || numeral::digit(text.at(end)).is_some() {
        return None;
    }
    let first = i32::try_from(1981 + 5 * (number - 6)).ok()?;
    let period = Period::year(first).through(&Period::year(first + 4))?;
    Some(Found::period(start, end, period))
}

/// 上世纪90年代, 20世纪八十年代, 21世纪, 90年代, 2020年代.
#[inline]
pub(super) fn decade(text: &Text, start: usize) -> Option<Found> {
    let mut place = start;
    let mut century = None;
    if let Some(end) = text.word(start, "上世纪").or_else(|| text.word(start, "本世纪")) {
        century = Some(if text.at(start) == '上' { 20 } else { 21 });
        place = end;
    } else if let Some((number, end)) = count(text, start)
        && let Some(end) = text.word(end, "世纪").filter(|_| (4..=30).contains(&number))
    {
        century = Some(i32::try_from(number).ok()?);
        place = end;
    }
    if let Some((year, end)) = year_number(text, start).filter(|(year, _)| year % 10 == 0)
        && let Some(end) = text.word(end, "年代")
    {
        let period = Period::year(year).through(&Period::year(year + 9))?;
        return Some(Found::period(start, end, period));
    }
    if let Some((tens, end)) = count(text, place).filter(|(tens, _)| tens % 10 == 0 && *tens < 100)
        && let Some(end) = text.word(end, "年代")
    {
        let first = (century.unwrap_or(20) - 1) * 100 + i32::try_from(tens).ok()?;
        let period = Period::year(first).through(&Period::year(first + 9))?;
        return Some(Found::period(start, end, period));
    }
    let century = century?;
    let first = (century - 1) * 100;
    let period = Period::year(first + 1).through(&Period::year(first + 100))?;
    Some(Found::period(start, place, period))
}
