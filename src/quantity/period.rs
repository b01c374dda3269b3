//! Spans of calendar time: canonical names, comparison, and their words in each language.

use super::Grammar;

/// A span of time that prose or a claim names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    scope: Scope,
}

/// What is known about the span.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Scope {
    /// From the first to the last day, both included.
    Calendar { first: Date, last: Date },
    /// Without a year: months and days of some year.
    Partial { first: (u32, u32), last: (u32, u32) },
    /// A business year that starts in the year and ends in the next.
    Fiscal { year: i32 },
    /// Counted from now, or until now; the number of spans where one is written.
    Relative { name: &'static str, count: Option<u32> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Date {
    year: i32,
    month: u32,
    day: u32,
}

impl Period {
    /// Reads a canonical period: `2019`, `2019H1`, `2019Q3`, `2019-06`, `2019-06-30`, or two of
    /// them as `2015/2018`.
    pub fn parse(canonical: &str) -> Option<Self> {
        match canonical.split_once('/') {
            None => Self::simple(canonical),
            Some((from, to)) => Self::simple(from)?.through(&Self::simple(to)?),
        }
    }

    /// The name that [`Period::parse`] reads; `None` for what has no year or is relative.
    pub fn canonical(&self) -> Option<String> {
        let Scope::Calendar { first, last } = &self.scope else { return None };
        Some(self.simple_name().unwrap_or_else(|| {
            format!("{}/{}", edge_name(*first, *last, true), edge_name(*first, *last, false))
        }))
    }

    /// Whether the other span lies inside this one. A span without a year is compared by its months.
    pub fn contains(&self, other: &Self) -> bool {
        match (&self.scope, &other.scope) {
            (
                Scope::Calendar { first, last },
                Scope::Calendar { first: other_first, last: other_last },
            ) => first <= other_first && other_last <= last,
            (
                Scope::Partial { first, last },
                Scope::Partial { first: other_first, last: other_last },
            ) => first <= other_first && other_last <= last,
            (
                Scope::Partial { first, last },
                Scope::Calendar { first: other_first, last: other_last },
            ) => {
                other_first.year == other_last.year
                    && *first <= (other_first.month, other_first.day)
                    && (other_last.month, other_last.day) <= *last
            }
            _ => self == other,
        }
    }

    /// Whether both are the same span; a span without a year is the same as one of any year.
    pub fn same(&self, other: &Self) -> bool {
        self == other
            || match (&self.scope, &other.scope) {
                (Scope::Partial { .. }, Scope::Calendar { .. }) => {
                    other.without_year().as_ref() == Some(self)
                }
                (Scope::Calendar { .. }, Scope::Partial { .. }) => other.same(self),
                _ => false,
            }
    }

    /// Whether it begins on an earlier day than another; spans without a year are not compared.
    pub fn begins_before(&self, other: &Self) -> bool {
        match (&self.scope, &other.scope) {
            (Scope::Calendar { first, .. }, Scope::Calendar { first: other, .. }) => first < other,
            _ => false,
        }
    }

    /// How many whole months the span has; `None` when it does not consist of whole months.
    pub fn months(&self) -> Option<u32> {
        let (years, first, last) = match &self.scope {
            Scope::Calendar { first, last } => {
                let whole = first.day == 1 && last.day == days_in(last.year, last.month);
                if !whole {
                    return None;
                }
                (last.year - first.year, first.month, last.month)
            }
            Scope::Partial { first, last } => {
                if first.1 != 1 || last.1 < days_in(2019, last.0) {
                    return None;
                }
                (0, first.0, last.0)
            }
            Scope::Fiscal { .. } => (0, 1, 12),
            Scope::Relative { .. } => return None,
        };
        u32::try_from(years).ok()?.checked_mul(12)?.checked_add(last + 1)?.checked_sub(first)
    }

    /// Whether the span is counted from the present, as `to date` and 近五年 are.
    pub fn is_relative(&self) -> bool {
        matches!(self.scope, Scope::Relative { .. })
    }

    /// The machine name of a relative span: `to-date`, `recent-years`, `last-year` ...
    pub fn relative_name(&self) -> Option<&'static str> {
        match self.scope {
            Scope::Relative { name, .. } => Some(name),
            _ => None,
        }
    }

    /// The number of spans that a relative period counts: 5 in 近五年.
    pub fn relative_count(&self) -> Option<u32> {
        match self.scope {
            Scope::Relative { count, .. } => count,
            _ => None,
        }
    }

    /// The words for running text: 2019年上半年, `the first half of 2019`, without an article.
    pub fn print(&self, grammar: Grammar) -> Option<String> {
        let Scope::Calendar { first, last } = &self.scope else { return None };
        match grammar {
            Grammar::Chinese => Some(chinese_words(*first, *last)),
            Grammar::English => Some(english_words(*first, *last)),
            Grammar::Digits => self.canonical(),
        }
    }

    /// A short name for the axis of a chart: 2019年上半年, `H1 2019`, `2018` in every language.
    pub fn label(&self, grammar: Grammar) -> Option<String> {
        let Scope::Calendar { first, last } = &self.scope else { return None };
        match (grammar, Span::of(*first, *last)) {
            (_, Span::Year(year)) => Some(year.to_string()),
            (Grammar::English, Span::Half(year, half)) => Some(format!("H{half} {year}")),
            (Grammar::English, Span::Quarter(year, quarter)) => Some(format!("Q{quarter} {year}")),
            (Grammar::English, Span::Month(year, month)) => {
                Some(format!("{} {year}", short_month(month)))
            }
            (_, Span::Years(from, to)) => Some(format!("{from}–{to}")),
            _ => self.print(grammar),
        }
    }

    /// A whole year.
    pub(super) fn year(year: i32) -> Self {
        Self::months_of(year, 1, 12)
    }

    /// One half of a year, 1 or 2.
    pub(super) fn half(year: i32, half: u32) -> Self {
        Self::months_of(year, half * 6 - 5, half * 6)
    }

    /// One quarter of a year, 1 to 4.
    pub(super) fn quarter(year: i32, quarter: u32) -> Self {
        Self::months_of(year, quarter * 3 - 2, quarter * 3)
    }

    /// Whole months of one year, both included.
    pub(super) fn months_of(year: i32, first: u32, last: u32) -> Self {
        Self {
            scope: Scope::Calendar {
                first: Date { year, month: first, day: 1 },
                last: Date { year, month: last, day: days_in(year, last) },
            },
        }
    }

    /// Whole months of an unnamed year.
    pub(super) fn partial(first: u32, last: u32) -> Self {
        Self { scope: Scope::Partial { first: (first, 1), last: (last, days_in(2020, last)) } }
    }

    /// A day of an unnamed year, where the calendar has it.
    pub(super) fn partial_day(month: u32, day: u32) -> Option<Self> {
        is_date(2020, month, day)
            .then_some(Self { scope: Scope::Partial { first: (month, day), last: (month, day) } })
    }

    /// One day, where the calendar has it.
    pub(super) fn day(year: i32, month: u32, day: u32) -> Option<Self> {
        let date = Date { year, month, day };
        is_date(year, month, day)
            .then_some(Self { scope: Scope::Calendar { first: date, last: date } })
    }

    /// A business year.
    pub(super) fn fiscal(year: i32) -> Self {
        Self { scope: Scope::Fiscal { year } }
    }

    /// A span that is counted from the present.
    pub(super) fn relative(name: &'static str, count: Option<u32>) -> Self {
        Self { scope: Scope::Relative { name, count } }
    }

    /// From the start of this span to the end of another.
    pub(super) fn through(&self, other: &Self) -> Option<Self> {
        match (&self.scope, &other.scope) {
            (Scope::Calendar { first, .. }, Scope::Calendar { last, .. }) if first <= last => {
                Some(Self { scope: Scope::Calendar { first: *first, last: *last } })
            }
            (Scope::Partial { first, .. }, Scope::Partial { last, .. }) if first <= last => {
                Some(Self { scope: Scope::Partial { first: *first, last: *last } })
            }
            (Scope::Partial { first, .. }, Scope::Calendar { last, .. }) => {
                let first = Date { year: last.year, month: first.0, day: first.1 };
                (first <= *last).then_some(Self { scope: Scope::Calendar { first, last: *last } })
            }
            _ => None,
        }
    }

    /// The same months and days in a year.
    pub(super) fn in_year(&self, year: i32) -> Option<Self> {
        let Scope::Partial { first, last } = &self.scope else { return None };
        let first = Date { year, month: first.0, day: first.1 };
        let day = last.1.min(days_in(year, last.0));
        let last = Date { year, month: last.0, day };
        Some(Self { scope: Scope::Calendar { first, last } })
    }

    fn without_year(&self) -> Option<Self> {
        let Scope::Calendar { first, last } = &self.scope else { return None };
        if first.year != last.year {
            return None;
        }
        let last_day = if last.day == days_in(last.year, last.month) && last != first {
            days_in(2020, last.month)
        } else {
            last.day
        };
        Some(Self {
            scope: Scope::Partial { first: (first.month, first.day), last: (last.month, last_day) },
        })
    }

    fn simple(text: &str) -> Option<Self> {
        let year: i32 = digits(text.get(..4)?)?.try_into().ok()?;
        let rest = text.get(4..)?;
        if let Some(half) = rest.strip_prefix('H') {
            let half = digits(half).filter(|half| is_part(*half, 2) && rest.len() == 2)?;
            return Some(Self::half(year, half));
        }
        if let Some(quarter) = rest.strip_prefix('Q') {
            let quarter =
                digits(quarter).filter(|quarter| is_part(*quarter, 4) && rest.len() == 2)?;
            return Some(Self::quarter(year, quarter));
        }
        match *rest.split('-').collect::<Vec<_>>().as_slice() {
            [""] => Some(Self::year(year)),
            ["", month] => {
                let month = two_digits(month).filter(|month| is_part(*month, 12))?;
                Some(Self::months_of(year, month, month))
            }
            ["", month, day] => Self::day(year, two_digits(month)?, two_digits(day)?),
            _ => None,
        }
    }

    fn simple_name(&self) -> Option<String> {
        let Scope::Calendar { first, last } = &self.scope else { return None };
        match Span::of(*first, *last) {
            Span::Year(year) => Some(format!("{year:04}")),
            Span::Half(year, half) => Some(format!("{year:04}H{half}")),
            Span::Quarter(year, quarter) => Some(format!("{year:04}Q{quarter}")),
            Span::Month(year, month) => Some(format!("{year:04}-{month:02}")),
            Span::Day(date) => Some(day_name(date)),
            Span::Years(..) | Span::Months(..) | Span::Days(..) => None,
        }
    }
}

/// The shape of a calendar span, which decides its name.
enum Span {
    Year(i32),
    Half(i32, u32),
    Quarter(i32, u32),
    Month(i32, u32),
    Day(Date),
    Years(i32, i32),
    Months(Date, Date),
    Days(Date, Date),
}

impl Span {
    fn of(first: Date, last: Date) -> Self {
        if first == last {
            return Self::Day(first);
        }
        if first.day != 1 || last.day != days_in(last.year, last.month) {
            return Self::Days(first, last);
        }
        if first.year != last.year {
            return if first.month == 1 && last.month == 12 {
                Self::Years(first.year, last.year)
            } else {
                Self::Months(first, last)
            };
        }
        match (first.month, last.month) {
            (1, 12) => Self::Year(first.year),
            (1, 6) => Self::Half(first.year, 1),
            (7, 12) => Self::Half(first.year, 2),
            (from, to) if from == to => Self::Month(first.year, from),
            (from, to) if from % 3 == 1 && to == from + 2 => Self::Quarter(first.year, to / 3),
            _ => Self::Months(first, last),
        }
    }
}

fn chinese_words(first: Date, last: Date) -> String {
    match Span::of(first, last) {
        Span::Year(year) => format!("{year}年"),
        Span::Half(year, 1) => format!("{year}年上半年"),
        Span::Half(year, _) => format!("{year}年下半年"),
        Span::Quarter(year, quarter) => {
            let word = match quarter {
                1 => "一",
                2 => "二",
                3 => "三",
                _ => "四",
            };
            format!("{year}年{word}季度")
        }
        Span::Month(year, month) => format!("{year}年{month}月"),
        Span::Day(date) => chinese_day(date),
        Span::Years(from, to) => format!("{from}—{to}年"),
        Span::Months(from, to) if from.year == to.year => {
            format!("{}年{}—{}月", from.year, from.month, to.month)
        }
        Span::Months(from, to) => {
            format!("{}年{}月—{}年{}月", from.year, from.month, to.year, to.month)
        }
        Span::Days(from, to) => format!("{}—{}", chinese_day(from), chinese_day(to)),
    }
}

fn english_words(first: Date, last: Date) -> String {
    match Span::of(first, last) {
        Span::Year(year) => year.to_string(),
        Span::Half(year, 1) => format!("first half of {year}"),
        Span::Half(year, _) => format!("second half of {year}"),
        Span::Quarter(year, quarter) => {
            let word = match quarter {
                1 => "first",
                2 => "second",
                3 => "third",
                _ => "fourth",
            };
            format!("{word} quarter of {year}")
        }
        Span::Month(year, month) => format!("{} {year}", month_name(month)),
        Span::Day(date) => english_day(date),
        Span::Years(from, to) => format!("{from}–{to}"),
        Span::Months(from, to) if from.year == to.year => {
            format!("{} to {} {}", month_name(from.month), month_name(to.month), to.year)
        }
        Span::Months(from, to) => format!(
            "{} {} to {} {}",
            month_name(from.month),
            from.year,
            month_name(to.month),
            to.year
        ),
        Span::Days(from, to) => format!("{} to {}", english_day(from), english_day(to)),
    }
}

/// The names of the months in English, in order.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month_name(month: u32) -> &'static str {
    month.checked_sub(1).and_then(|index| MONTHS.get(index as usize)).copied().unwrap_or("")
}

fn short_month(month: u32) -> &'static str {
    month_name(month).get(..3).unwrap_or("")
}

fn chinese_day(date: Date) -> String {
    format!("{}年{}月{}日", date.year, date.month, date.day)
}

fn english_day(date: Date) -> String {
    format!("{} {} {}", date.day, month_name(date.month), date.year)
}

fn day_name(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// One end of a span by the coarsest name that says it exactly.
fn edge_name(first: Date, last: Date, is_first: bool) -> String {
    let date = if is_first { first } else { last };
    match Span::of(first, last) {
        Span::Years(from, to) => format!("{:04}", if is_first { from } else { to }),
        Span::Months(..) => format!("{:04}-{:02}", date.year, date.month),
        _ => day_name(date),
    }
}

fn is_part(part: u32, parts: u32) -> bool {
    (1..=parts).contains(&part)
}

fn digits(text: &str) -> Option<u32> {
    let all_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| text.parse().ok()).flatten()
}

fn two_digits(text: &str) -> Option<u32> {
    digits(text).filter(|_| text.len() == 2)
}

fn is_date(year: i32, month: u32, day: u32) -> bool {
    (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day)
}

fn days_in(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
