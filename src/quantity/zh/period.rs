//! Dates and spans of time in Chinese text.

use std::sync::LazyLock;

use super::super::digits;
use super::super::draft::Found;
use super::super::number::Rational;
use super::super::period::Period;
use super::super::text::{NOTHING, Text, is_dash};
use super::super::words::{Words, words};
use super::cardinal;
use super::clock::clock;
use super::numeral;
use super::relative::{decade, era, lunar, plan, relative, weekday};

/// Whether a period can start with the character.
pub(super) fn may_start(character: char) -> bool {
    character.is_ascii_digit()
        || numeral::digit(character).is_some()
        || matches!(
            character,
            '十' | '上'
                | '下'
                | '前'
                | '后'
                | '近'
                | '最'
                | '过'
                | '未'
                | '今'
                | '此'
                | '之'
                | '连'
                | '去'
                | '明'
                | '目'
                | '迄'
                | '至'
                | '截'
                | '本'
                | '年'
                | '第'
                | 'Q'
                | 'H'
                | '首'
                | '全'
                | '半'
                | '到'
                | '“'
                | '接'
                | '头'
                | '在'
                | '同'
                | '当'
                | '世'
                | '廿'
                | '星'
                | '礼'
                | '周'
                | '每'
                | '正'
                | '腊'
                | '冬'
                | '农'
                | '阴'
                | '民'
                | '光'
                | '宣'
                | '咸'
                | '道'
                | '嘉'
                | '乾'
                | '雍'
                | '康'
                | '顺'
                | '崇'
                | '万'
                | '永'
                | '洪'
                | '贞'
                | '开'
                | '昭'
                | '平'
                | '令'
                | '大'
        )
}

/// The longest period at a place.
pub(super) fn read(text: &Text, start: usize) -> Option<Found> {
    let candidates = [
        split_year(text, start),
        absolute(text, start),
        partial_range(text, start),
        weekday(text, start),
        era(text, start),
        lunar(text, start),
        relative(text, start),
        plan(text, start),
        decade(text, start),
        clock(text, start),
    ];
    candidates.into_iter().flatten().max_by_key(|found| found.end)
}

/// A year with what may follow it, or two of them.
fn absolute(text: &Text, start: usize) -> Option<Found> {
    let (first, mut end, closed) = dated(text, start)?;
    let mut period = first;
    let mut complete = closed;
    if let Some(next) = connector(text, end) {
        if let Some((last, stop, last_closed)) = dated(text, next) {
            let season = !closed && !last_closed && names_a_season(text, stop);
            if let Some(joined) =
                period.through(&last).filter(|_| last_closed || season || bare(text, stop))
            {
                period = joined;
                end = stop;
                complete = true;
            }
        } else if let Some(joined) = later_in_same_year(text, &period, next) {
            (period, end) = joined;
            complete = true;
        }
    }
    (complete || bare(text, end)).then(|| Found::period(start, end, period))
}

/// 2022—2023供暖季, 2023—2024学年: what two years make together.
fn names_a_season(text: &Text, place: usize) -> bool {
    static SEASONS: LazyLock<Words<()>> = LazyLock::new(|| {
        words(&[
            "供暖季",
            "采暖季",
            "赛季",
            "学年",
            "财年",
            "榨季",
            "年度",
            "雪季",
            "季度",
            "种植季",
            "产季",
        ])
    });
    SEASONS.stands(text, place)
}

/// 2023/24学年, 2023/24财年.
fn split_year(text: &Text, start: usize) -> Option<Found> {
    let (year, end) = year_number(text, start)?;
    let stop = text.run(end + 1, |character| character.is_ascii_digit());
    let next: i32 = text.string(end + 1, stop).parse().ok()?;
    let fits = text.at(end) == '/' && stop == end + 3 && (year + 1) % 100 == next;
    fits.then(|| Found::period(start, stop, Period::fiscal(year)))
}

/// 2019年1月至6月 and 2019年一季度至三季度: the second part has no year of its own.
fn later_in_same_year(text: &Text, first: &Period, place: usize) -> Option<(Period, usize)> {
    let year: i32 = first.canonical()?.get(..4)?.parse().ok()?;
    let (part, end) = part_of_year(text, place)?;
    let whole = first.through(&part.in_year(year)?)?;
    Some((whole, end))
}

/// Whether a year without 年 ends here: nothing follows that would make it a count.
fn bare(text: &Text, end: usize) -> bool {
    let next = text.at(end);
    next == NOTHING
        || matches!(
            next,
            '）' | ')'
                | '，'
                | ','
                | '、'
                | '。'
                | '；'
                | ';'
                | '：'
                | ':'
                | ' '
                | '\n'
                | '》'
                | '”'
                | '版'
                | '—'
                | '-'
                | '–'
                | ']'
                | '】'
                | '|'
                | '/'
                | '!'
                | '？'
        ) && text.at(end + 1) != '%'
}

/// A year and a part of it; the last field says whether a word or a month closes it.
fn dated(text: &Text, start: usize) -> Option<(Period, usize, bool)> {
    if text.before(start).is_ascii_digit() {
        return None;
    }
    if let Some(date) = iso_date(text, start) {
        return Some((date.0, date.1, true));
    }
    let (year, after) = year_number(text, start)?;
    if matches!(text.at(after), 'H' | 'Q') {
        let part = text.at(after + 1).to_digit(10)?;
        let limit = if text.at(after) == 'H' { 2 } else { 4 };
        if (1..=limit).contains(&part) && !text.at(after + 2).is_ascii_alphanumeric() {
            let is_half = text.at(after) == 'H';
            let period =
                if is_half { Period::half(year, part) } else { Period::quarter(year, part) };
            return Some((period, after + 2, true));
        }
    }
    let blank = text.skip_blanks(after);
    let Some(worded) = text.word(blank, "年") else {
        return Some((Period::year(year), after, false));
    };
    let worded = text.word(worded, "度").unwrap_or(worded);
    let worded = year_edge(text, worded);
    if let Some((part, end)) = part_of_year(text, text.skip_blanks(worded))
        && let Some(period) = part.in_year(year)
    {
        return Some((period, end, true));
    }
    Some((Period::year(year), worded, true))
}

/// Four digits, plain or Han, that may be a year.
#[inline]
pub(super) fn year_number(text: &Text, start: usize) -> Option<(i32, usize)> {
    if text.at(start).is_ascii_digit() {
        let numeral = digits::read(text, start)?.ok()?;
        if !digits::may_be_year(start, &numeral) {
            return None;
        }
        return Some((year_of(&numeral.value)?, numeral.end));
    }
    let end = text.run(start, |character| numeral::digit(character).is_some() && character != '两');
    if end != start + 4 || text.at(end) != '年' {
        return None;
    }
    let mut year = 0;
    for place in start..end {
        year = year * 10 + i32::try_from(numeral::digit(text.at(place))?).ok()?;
    }
    (1000..2200).contains(&year).then_some((year, end))
}

fn year_of(value: &Rational) -> Option<i32> {
    digits::small(value).and_then(|year| year.try_into().ok())
}

/// 2019-06-30, 2019/6/30, 2019.06.30, 2019-06.
fn iso_date(text: &Text, start: usize) -> Option<(Period, usize)> {
    let year_end = text.run(start, |character| character.is_ascii_digit());
    let mark = text.at(year_end);
    if year_end != start + 4 || !matches!(mark, '-' | '/' | '.') {
        return None;
    }
    let year: i32 = text.string(start, year_end).parse().ok()?;
    let (month, month_end) = two_digits(text, year_end + 1)?;
    if !(1800..2200).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    if text.at(month_end) == mark {
        let (day, end) = two_digits(text, month_end + 1)?;
        return Some((Period::day(year, month, day)?, end));
    }
    let is_month = mark == '-' && month_end == year_end + 3;
    is_month.then(|| (Period::months_of(year, month, month), month_end))
}

#[inline]
pub(super) fn two_digits(text: &Text, start: usize) -> Option<(u32, usize)> {
    let end = text.run(start, |character| character.is_ascii_digit());
    (end > start && end <= start + 2)
        .then(|| text.string(start, end).parse().ok().map(|number| (number, end)))
        .flatten()
}

/// A part of an unnamed year: 上半年, 三季度, 6月30日, 1—6月, 前三季度.
fn part_of_year(text: &Text, start: usize) -> Option<(Period, usize)> {
    half(text, start)
        .or_else(|| quarter(text, start))
        .or_else(|| months(text, start))
        .map(|(period, end)| (period, edge_word(text, end)))
}

/// 底, 初, 末 and the like behind a month or a year belong to it.
fn edge_word(text: &Text, end: usize) -> usize {
    static EDGES: LazyLock<Words<()>> =
        LazyLock::new(|| words(&["上旬", "中旬", "下旬", "底", "初", "末", "份"]));
    EDGES.longest(text, end).map_or(end, |(end, ())| end)
}

/// 年底, 年末, 年初.
fn year_edge(text: &Text, end: usize) -> usize {
    let edge = matches!(text.at(end), '底' | '末' | '初');
    if edge { end + 1 } else { end }
}

pub(super) fn half(text: &Text, start: usize) -> Option<(Period, usize)> {
    text.word(start, "上半年")
        .map(|end| (Period::partial(1, 6), end))
        .or_else(|| text.word(start, "下半年").map(|end| (Period::partial(7, 12), end)))
}

fn quarter(text: &Text, start: usize) -> Option<(Period, usize)> {
    if text.at(start) == 'Q' {
        let part = text.at(start + 1).to_digit(10).filter(|part| (1..=4).contains(part))?;
        let end = start + 2;
        return (!text.at(end).is_ascii_alphanumeric())
            .then(|| (Period::partial(part * 3 - 2, part * 3), end));
    }
    if let Some(after) = text.word(start, "前") {
        let (count, end) = count(text, after)?;
        let end = text.word(end, "个").unwrap_or(end);
        if let Some(end) = text.word(end, "季度") {
            return (1..=4).contains(&count).then(|| (Period::partial(1, count * 3), end));
        }
        let end = text.word(end, "月")?;
        let is_count = text.at(end - 2) == '个';
        return (is_count && (1..=12).contains(&count)).then(|| (Period::partial(1, count), end));
    }
    let ordinal = text.word(start, "第").unwrap_or(start);
    let (part, end) = count(text, ordinal)?;
    let mut last = part;
    let mut end = end;
    if let Some(next) = connector(text, end).filter(|_| (1..=4).contains(&part))
        && let Some((later, stop)) = count(text, text.word(next, "第").unwrap_or(next))
    {
        (last, end) = (later, stop);
    }
    let end =
        text.word(end, "季度").or_else(|| text.word(end, "季").filter(|_| ordinal > start))?;
    ((1..=4).contains(&part) && (part..=4).contains(&last))
        .then(|| (Period::partial(part * 3 - 2, last * 3), end))
}

fn months(text: &Text, start: usize) -> Option<(Period, usize)> {
    let (first, end) = count(text, start)?;
    if !(1..=12).contains(&first) {
        return None;
    }
    if let Some(next) = connector(text, end) {
        // 1—6月: the first month borrows the word of the second.
        let (last, stop) = count(text, next)?;
        let stop = month_word(text, stop)?;
        return (first..=12).contains(&last).then(|| (Period::partial(first, last), stop));
    }
    let month_end = month_word(text, end)?;
    if let Some((day, day_end)) = count(text, text.skip_blanks(month_end)) {
        let day_word = text.word(day_end, "日").or_else(|| text.word(day_end, "号"));
        if let (Some(stop), Some(period)) = (day_word, Period::partial_day(first, day)) {
            return Some((period, stop));
        }
    }
    if let Some(next) = connector(text, month_end)
        && let Some((last, stop)) = count(text, next)
        && let Some(stop) = month_word(text, stop).filter(|_| (first..=12).contains(&last))
    {
        return Some((Period::partial(first, last), stop));
    }
    Some((Period::partial(first, first), month_end))
}

fn month_word(text: &Text, place: usize) -> Option<usize> {
    text.word(text.skip_blanks(place), "月").filter(|end| text.at(*end) != '球')
}

/// Whether a numeral may go on with the character.
pub(super) fn goes_on(character: char) -> bool {
    numeral::is_numeral(character)
        || character.is_ascii_digit()
        || matches!(character, '点' | ' ' | '廿' | '卅' | '卌')
}

/// A small whole number, plain or Han, without a unit of its own.
#[inline]
pub(super) fn count(text: &Text, start: usize) -> Option<(u32, usize)> {
    if text.at(start).is_ascii_digit() {
        return two_digits(text, start);
    }
    // 六, 十二, 二十 and 三十一 without anything that goes on are read at sight: every look at a date asks.
    let first = numeral::digit(text.at(start));
    let ten_at = start + usize::from(first.is_some());
    if text.at(ten_at) == '十' {
        let units = numeral::digit(text.at(ten_at + 1)).filter(|units| *units > 0);
        let end = ten_at + 1 + usize::from(units.is_some());
        if !goes_on(text.at(end)) {
            let value = first.unwrap_or(1) * 10 + units.unwrap_or(0);
            return Some((u32::try_from(value).ok()?, end));
        }
    } else if !goes_on(text.at(start + 1)) {
        return Some((u32::try_from(first?).ok()?, start + 1));
    }
    let draft = cardinal::plain_cardinal(text, start)?;
    let small = digits::small(&draft.value).filter(|_| draft.upper.is_none())?;
    Some((u32::try_from(small).ok().filter(|small| *small < 100)?, draft.end))
}

#[inline]
pub(super) fn connector(text: &Text, place: usize) -> Option<usize> {
    let place = text.skip_blanks(place);
    let next = text.at(place);
    if !(is_dash(next) || matches!(next, '至' | '到')) {
        return None;
    }
    let second = is_dash(next) && is_dash(text.at(place + 1));
    Some(text.skip_blanks(place + 1 + usize::from(second)))
}

/// Months, quarters and halves without a year.
fn partial_range(text: &Text, start: usize) -> Option<Found> {
    let before = text.before(start);
    if before.is_ascii_digit() || numeral::digit(before).is_some() {
        return None;
    }
    if let Some((period, end)) = part_of_year(text, start) {
        if let Some((last, stop)) = connector(text, end).and_then(|next| part_of_year(text, next))
            && let Some(whole) = period.through(&last)
        {
            return Some(Found::period(start, stop, whole));
        }
        return Some(Found::period(start, end, period));
    }
    // A day whose month stands elsewhere: 30日.
    let (day, end) = count(text, start).filter(|(day, _)| (1..=31).contains(day))?;
    let end = text
        .word(end, "日")
        .filter(|end| !matches!(text.at(*end), '元' | '圆' | '均' | '本' | '内'))
        .filter(|end| text.word(*end, "以内").or_else(|| text.word(*end, "之内")).is_none())?;
    (day > 0).then(|| Found::period(start, end, Period::relative("day-of-month", None)))
}
