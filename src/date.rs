//! Calendar dates of the report itself. No part of the program asks for today's.

use std::fmt;

use crate::language::Language;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// The year.
    pub year: u16,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

const MONTHS: [&str; 12] = [
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

impl Date {
    /// The date as a sentence writes it: `1 December 2026`, `2026年12月1日`.
    pub fn print(self, language: &Language) -> String {
        let Self { year, month, day } = self;
        let name = MONTHS[usize::from(month.clamp(1, 12)) - 1];
        if language.is_han() {
            return format!("{year}年{month}月{day}日");
        }
        format!("{day} {name} {year}")
    }
}

/// A second of Coordinated Universal Time, from 1970 to the year 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    seconds: u64,
}

impl Moment {
    /// The last second of the year 9999, the last year that a PDF can name.
    const LAST: u64 = 253_402_300_799;

    /// Reads seconds since the start of 1970, in ASCII digits alone.
    pub fn parse(text: &str) -> Option<Self> {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let seconds: u64 = if is_number { text.parse().ok()? } else { return None };
        (seconds <= Self::LAST).then_some(Self { seconds })
    }

    /// Seconds since the start of 1970.
    pub fn seconds(self) -> u64 {
        self.seconds
    }

    /// The day.
    pub fn date(self) -> Date {
        let mut days = self.seconds / 86_400;
        let mut year: u16 = 1970;
        while days >= days_of_year(year) {
            days -= days_of_year(year);
            year += 1;
        }
        let mut month: u8 = 1;
        while days >= days_of_month(year, month) {
            days -= days_of_month(year, month);
            month += 1;
        }
        Date { year, month, day: u8::try_from(days + 1).unwrap_or(1) }
    }

    /// Hour, minute and second of the day.
    pub fn time(self) -> (u8, u8, u8) {
        let part = |value: u64, of: u64| u8::try_from(value % of).unwrap_or(0);
        (part(self.seconds / 3600, 24), part(self.seconds / 60, 60), part(self.seconds, 60))
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400)
}

fn days_of_year(year: u16) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_of_month(year: u16, month: u8) -> u64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_day_and_a_time() {
        let told = |text: &str| {
            let moment = Moment::parse(text).unwrap();
            let (hour, minute, second) = moment.time();
            format!("{} {hour:02}:{minute:02}:{second:02}", moment.date())
        };
        assert_eq!(told("0"), "1970-01-01 00:00:00");
        assert_eq!(told("951782399"), "2000-02-28 23:59:59");
        assert_eq!(told("951868800"), "2000-03-01 00:00:00");
        assert_eq!(told("1709164800"), "2024-02-29 00:00:00");
        assert_eq!(told("4107542400"), "2100-03-01 00:00:00");
        assert_eq!(told("253402300799"), "9999-12-31 23:59:59");
    }

    #[test]
    fn what_is_no_number_of_seconds_is_no_moment() {
        for text in
            ["", " 1", "1 ", "+1", "-1", "1.5", "1e3", "１", "253402300800", "99999999999999999999"]
        {
            assert_eq!(Moment::parse(text), None, "{text:?}");
        }
    }
}
