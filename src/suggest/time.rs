//! Spans of days, as sentences and cells name them.

use crate::quantity::Period;

/// From the first to the last day, each as the number `yyyymmdd`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct When {
    /// The first day.
    pub first: i64,
    /// The last day; 31 stands for the last of every month.
    pub last: i64,
}

/// Months of an unnamed year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Months {
    /// The first month.
    pub first: i64,
    /// The last month.
    pub last: i64,
}

impl When {
    /// Reads a canonical name of a period, such as `2019`, `2019Q3` or `2015/2018`.
    pub fn parse(name: &str) -> Option<Self> {
        if let Some((from, to)) = name.split_once('/') {
            return Some(Self { first: Self::parse(from)?.first, last: Self::parse(to)?.last });
        }
        let year: i64 = name.get(..4)?.parse().ok()?;
        let months = |first: i64, last: i64| Self {
            first: year * 10_000 + first * 100 + 1,
            last: year * 10_000 + last * 100 + 31,
        };
        let rest = name.get(4..)?;
        if rest.is_empty() {
            return Some(months(1, 12));
        }
        if let Some(half) = rest.strip_prefix('H') {
            let half: i64 = half.parse().ok()?;
            return Some(months(half * 6 - 5, half * 6));
        }
        if let Some(quarter) = rest.strip_prefix('Q') {
            let quarter: i64 = quarter.parse().ok()?;
            return Some(months(quarter * 3 - 2, quarter * 3));
        }
        let mut parts = rest.strip_prefix('-')?.split('-');
        let month: i64 = parts.next()?.parse().ok()?;
        match parts.next() {
            None => Some(months(month, month)),
            Some(day) => {
                let day = year * 10_000 + month * 100 + day.parse::<i64>().ok()?;
                Some(Self { first: day, last: day })
            }
        }
    }

    /// A whole year.
    pub fn year(year: i64) -> Self {
        Self { first: year * 10_000 + 101, last: year * 10_000 + 1231 }
    }

    /// The year, where the span is a whole one.
    pub fn whole_year(self) -> Option<i64> {
        let year = self.first / 10_000;
        (self == Self::year(year)).then_some(year)
    }

    /// The months, where the span lies within one year.
    pub fn months(self) -> Option<Months> {
        let (first, last) = (self.first / 100, self.last / 100);
        (first / 100 == last / 100).then_some(Months { first: first % 100, last: last % 100 })
    }

    /// The first year.
    pub fn first_year(self) -> i64 {
        self.first / 10_000
    }

    /// The last year.
    pub fn last_year(self) -> i64 {
        self.last / 10_000
    }

    /// The first and the last quarter, where the span begins and ends with one.
    pub fn end_quarters(self) -> Vec<Self> {
        let (first, last) = (self.first / 100 % 100, self.last / 100 % 100);
        let quarter = |year: i64, part: i64| Self {
            first: year * 10_000 + (part * 3 - 2) * 100 + 1,
            last: year * 10_000 + part * 3 * 100 + 31,
        };
        let mut quarters = Vec::new();
        if first % 3 == 1 && last % 3 == 0 && (first, last) != (1, 12) {
            quarters.push(quarter(self.first_year(), (first + 2) / 3));
            quarters.push(quarter(self.last_year(), last / 3));
        }
        quarters
    }

    /// Whether another span lies inside.
    pub fn contains(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }
}

impl Months {
    /// The number of the quarter, half or month that the months are, by how many there are in a year.
    pub fn part(self, parts: i64) -> Option<i64> {
        let length = 12 / parts;
        let is_part = self.last - self.first + 1 == length && (self.first - 1) % length == 0;
        is_part.then_some((self.first - 1) / length + 1)
    }
}

/// The span of a period, or its months where it has no year.
pub fn read(period: &Period) -> (Option<When>, Option<Months>) {
    if let Some(name) = period.canonical() {
        return (When::parse(&name), None);
    }
    let same = |name: String| Period::parse(&name).is_some_and(|other| period.same(&other));
    let months = |parts: i64, letter: &str| {
        let length = 12 / parts;
        (1..=parts)
            .find(|part| {
                same(if letter == "-" {
                    format!("2020-{part:02}")
                } else {
                    format!("2020{letter}{part}")
                })
            })
            .map(|part| Months { first: (part - 1) * length + 1, last: part * length })
    };
    (None, months(4, "Q").or_else(|| months(12, "-")).or_else(|| months(2, "H")))
}
