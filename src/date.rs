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
        language.choose(format!("{day} {name} {year}"), format!("{year}年{month}月{day}日"))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
