//! Dates and spans of time in Chinese text.

use std::sync::LazyLock;

use super::super::digits;
use super::super::draft::Found;
use super::super::number::Rational;
use super::super::period::Period;
use super::super::reading::Exclusion;
use super::super::text::{NOTHING, Text, is_dash};
use super::super::words::{Words, words};
use super::numeral;

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
fn year_number(text: &Text, start: usize) -> Option<(i32, usize)> {
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

fn two_digits(text: &Text, start: usize) -> Option<(u32, usize)> {
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

fn half(text: &Text, start: usize) -> Option<(Period, usize)> {
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
fn goes_on(character: char) -> bool {
    numeral::is_numeral(character)
        || character.is_ascii_digit()
        || matches!(character, '点' | ' ' | '廿' | '卅' | '卌')
}

/// A small whole number, plain or Han, without a unit of its own.
fn count(text: &Text, start: usize) -> Option<(u32, usize)> {
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
    let draft = numeral::plain_cardinal(text, start)?;
    let small = digits::small(&draft.value).filter(|_| draft.upper.is_none())?;
    Some((u32::try_from(small).ok().filter(|small| *small < 100)?, draft.end))
}

fn connector(text: &Text, place: usize) -> Option<usize> {
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

/// 近五年, 过去3个月, 去年同期, 目前.
fn relative(text: &Text, start: usize) -> Option<Found> {
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
fn weekday(text: &Text, start: usize) -> Option<Found> {
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
fn era(text: &Text, start: usize) -> Option<Found> {
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
        None => numeral::plain_cardinal(text, end)?.end,
    };
    let stop = text.word(stop, "年")?;
    Some(Found::period(start, stop, Period::relative("era", None)))
}

/// 正月初五, 腊月廿三, 农历八月十五.
fn lunar(text: &Text, start: usize) -> Option<Found> {
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
        let draft = numeral::plain_cardinal(text, start).filter(|draft| draft.upper.is_some())?;
        Some((0, draft.end))
    })
}

/// 十四五 and its sisters: the five-year plans.
fn plan(text: &Text, start: usize) -> Option<Found> {
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
fn decade(text: &Text, start: usize) -> Option<Found> {
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

/// 22时, 6月30日24时: an hour stands behind a day or a preposition and before a mark.
fn is_hour_of_day(text: &Text, start: usize, after: usize) -> bool {
    let led = matches!(
        text.before(start),
        '日' | '至' | '到' | '于' | '自' | '从' | '在' | '午' | '晨' | '晚'
    );
    let next = text.at(after);
    let ends = matches!(
        next,
        '，' | '。'
            | '、'
            | '；'
            | '）'
            | ')'
            | '至'
            | '到'
            | '前'
            | '后'
            | '起'
            | '止'
            | '整'
            | '许'
            | '—'
            | '-'
            | '–'
            | NOTHING
    );
    let word = matches!(next, '间' | '期' | '代' | '候' | '段' | '效' | '长');
    led && !word && (ends || text.before(start) == '日')
}

/// 10:30, 上午9时, 9点30分.
fn clock(text: &Text, start: usize) -> Option<Found> {
    let (hour, end) = count(text, start).filter(|(hour, _)| *hour <= 24)?;
    let colon = text.at(end) == ':' && text.at(start).is_ascii_digit();
    if colon {
        let (minute, stop) = two_digits(text, end + 1)?;
        let two_wide = stop == end + 3;
        if minute > 59 || !two_wide || text.at(stop) == '%' {
            return None;
        }
        let stop = match two_digits(text, stop + 1).filter(|_| text.at(stop) == ':') {
            Some((_, second_end)) => second_end,
            None => stop,
        };
        return Some(Found::excluded(start, stop, Exclusion::ClockTime));
    }
    let after = text.word(end, "点").or_else(|| text.word(end, "时"))?;
    if let Some((_, minute_end)) = count(text, after) {
        let stop = text.word(minute_end, "分")?;
        return Some(Found::excluded(start, stop, Exclusion::ClockTime));
    }
    if text.before(after) == '时' && is_hour_of_day(text, start, after) && hour <= 24 {
        return Some(Found::excluded(start, after, Exclusion::ClockTime));
    }
    let told = ["整", "半", "许", "钟"].iter().find_map(|word| text.word(after, word));
    let before = ["上午", "下午", "凌晨", "晚上", "中午", "早上", "傍晚"];
    let opened = start >= 2 && before.contains(&text.string(start - 2, start).as_str());
    match told {
        Some(stop) => Some(Found::excluded(start, stop, Exclusion::ClockTime)),
        None => opened.then(|| Found::excluded(start, after, Exclusion::ClockTime)),
    }
}
