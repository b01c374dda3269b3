//! Reads tables of a TOML file key by key and reports every key that is unknown, missing or wrong.

use std::cell::RefCell;
use std::collections::BTreeSet;

use toml::de::{DeString, DeTable, DeValue};

use super::strings::decode_string;
use crate::date::Date;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::quantity::{Rational, parse_decimal};
use crate::source::{FileId, MappedText, Span};

/// A table of a file, and which of its keys were asked for.
pub struct Table<'a> {
    file: FileId,
    source: &'a str,
    entries: &'a DeTable<'a>,
    span: Span,
    /// How messages name the table, such as `[report]`.
    name: String,
    asked: RefCell<BTreeSet<String>>,
}

/// A value of a table with its place and that of its key.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// Where the key stands.
    pub key_span: Span,
    /// Where the value stands.
    pub span: Span,
    value: &'a DeValue<'a>,
}

impl Entry<'_> {
    /// Whether the value is a string.
    pub fn is_text(&self) -> bool {
        matches!(self.value, DeValue::String(_))
    }

    /// Whether the value is a table.
    pub fn is_table(&self) -> bool {
        matches!(self.value, DeValue::Table(_))
    }

    /// The value as a number, whole or not.
    pub fn number(&self) -> Option<f64> {
        number_of(self.value)
    }

    /// The value as a list of numbers.
    pub fn numbers(&self) -> Option<Vec<f64>> {
        let DeValue::Array(list) = self.value else { return None };
        list.iter().map(|item| number_of(item.get_ref())).collect()
    }

    /// Says that the value is of another type.
    pub fn wrong_type(self, key: &str, wanted: &str) -> Diagnostic {
        wrong_type(key, wanted, self)
    }
}

fn number_of(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
        DeValue::Float(float) => {
            float.as_str().parse().ok().filter(|float: &f64| float.is_finite())
        }
        _ => None,
    }
}

impl<'a> Table<'a> {
    /// The outermost table of a file.
    pub fn root(file: FileId, source: &'a str, entries: &'a DeTable<'a>) -> Self {
        let span = Span::new(file, 0..0);
        Self::new(file, source, entries, span, "the file".to_owned())
    }

    fn new(
        file: FileId,
        source: &'a str,
        entries: &'a DeTable<'a>,
        span: Span,
        name: String,
    ) -> Self {
        Self { file, source, entries, span, name, asked: RefCell::default() }
    }

    /// Where the table stands: its header, or the braces of an inline one.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The table with everything in it, from its header to its last value.
    pub fn extent(&self) -> Span {
        let end = end_of(self.entries).max(self.span.end);
        Span::new(self.file, self.span.start..end)
    }

    /// The value of a key that may be absent.
    pub fn get(&self, key: &str) -> Option<Entry<'a>> {
        self.asked.borrow_mut().insert(key.to_owned());
        let (key, value) = self.entries.iter().find(|(name, _)| name.get_ref() == key)?;
        Some(self.entry(key, value))
    }

    fn entry(
        &self,
        key: &'a toml::Spanned<DeString<'a>>,
        value: &'a toml::Spanned<DeValue<'a>>,
    ) -> Entry<'a> {
        Entry {
            key_span: Span::new(self.file, key.span()),
            span: Span::new(self.file, value.span()),
            value: value.get_ref(),
        }
    }

    /// Whether the key is there; does not count as asking for it.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _)| name.get_ref() == key)
    }

    /// All keys in the order of the file, each marked as asked for.
    pub fn keys(&self) -> Vec<(String, Entry<'a>)> {
        let mut keys: Vec<(String, Entry<'a>)> = Vec::with_capacity(self.entries.len());
        for (key, value) in self.entries {
            let name = key.get_ref().to_string();
            self.asked.borrow_mut().insert(name.clone());
            keys.push((name, self.entry(key, value)));
        }
        keys.sort_by_key(|(_, entry)| entry.key_span.start);
        keys
    }

    /// A string.
    pub fn text(&self, key: &str, problems: &mut Diagnostics) -> Option<MappedText> {
        let entry = self.get(key)?;
        self.text_of(key, entry, problems)
    }

    /// A string that has to be there.
    pub fn required_text(&self, key: &str, problems: &mut Diagnostics) -> Option<MappedText> {
        self.require(key, problems)?;
        self.text(key, problems)
    }

    /// The value of a key that has to be there.
    pub fn require(&self, key: &str, problems: &mut Diagnostics) -> Option<Entry<'a>> {
        let entry = self.get(key);
        if entry.is_none() {
            problems.push(missing_key(&self.name, key, self.span));
        }
        entry
    }

    /// A list of strings; absent means empty, a single string means a list of one.
    pub fn texts(&self, key: &str, problems: &mut Diagnostics) -> Vec<MappedText> {
        let Some(entry) = self.get(key) else { return Vec::new() };
        match entry.value {
            DeValue::String(_) => self.text_of(key, entry, problems).into_iter().collect(),
            DeValue::Array(list) => {
                let items = list.iter().map(|item| Entry {
                    key_span: entry.key_span,
                    span: Span::new(self.file, item.span()),
                    value: item.get_ref(),
                });
                items.filter_map(|item| self.text_of(key, item, problems)).collect()
            }
            _ => {
                problems.push(wrong_type(key, "a list of strings", entry));
                Vec::new()
            }
        }
    }

    /// The items of a list, whatever they are.
    pub fn items(
        &self,
        key: &str,
        wanted: &str,
        problems: &mut Diagnostics,
    ) -> Option<Vec<Entry<'a>>> {
        let entry = self.get(key)?;
        let DeValue::Array(list) = entry.value else {
            problems.push(wrong_type(key, wanted, entry));
            return None;
        };
        let items = list.iter().map(|item| Entry {
            key_span: entry.key_span,
            span: Span::new(self.file, item.span()),
            value: item.get_ref(),
        });
        Some(items.collect())
    }

    /// A table; its name in messages is the key in brackets.
    pub fn table(&self, key: &str, problems: &mut Diagnostics) -> Option<Table<'a>> {
        let entry = self.get(key)?;
        self.table_of(key, entry, problems)
    }

    /// A value that has to be a table.
    pub fn table_of(
        &self,
        key: &str,
        entry: Entry<'a>,
        problems: &mut Diagnostics,
    ) -> Option<Table<'a>> {
        if let DeValue::Table(entries) = entry.value {
            // The header tells more than an empty range after it.
            let span = if entry.span.start == entry.span.end { entry.key_span } else { entry.span };
            let name = format!("`{key}`");
            Some(Table::new(self.file, self.source, entries, first_line(self.source, span), name))
        } else {
            problems.push(wrong_type(key, "a table", entry));
            None
        }
    }

    /// An array of tables; absent means empty.
    pub fn tables(&self, key: &str, problems: &mut Diagnostics) -> Vec<Table<'a>> {
        let Some(entry) = self.get(key) else { return Vec::new() };
        let DeValue::Array(list) = entry.value else {
            problems.push(wrong_type(key, "an array of tables, `[[..]]`", entry));
            return Vec::new();
        };
        let items = list.iter().map(|item| Entry {
            key_span: entry.key_span,
            span: Span::new(self.file, item.span()),
            value: item.get_ref(),
        });
        items.filter_map(|item| self.table_of(key, item, problems)).collect()
    }

    /// A whole number that is not negative.
    pub fn count(&self, key: &str, problems: &mut Diagnostics) -> Option<u32> {
        let entry = self.get(key)?;
        if let DeValue::Integer(integer) = entry.value
            && let Ok(number) = u32::from_str_radix(integer.as_str(), integer.radix())
        {
            return Some(number);
        }
        problems.push(wrong_type(key, "a whole number, 0 or more", entry));
        None
    }

    /// A list of numbers, as they are written.
    pub fn numbers(&self, key: &str, problems: &mut Diagnostics) -> Option<Vec<Rational>> {
        let entry = self.get(key)?;
        let DeValue::Array(list) = entry.value else {
            problems.push(wrong_type(key, "a list of numbers", entry));
            return None;
        };
        let number = |item: &toml::Spanned<DeValue<'_>>| match item.get_ref() {
            DeValue::Integer(_) | DeValue::Float(_) => {
                let written = self.source[item.span()].replace('_', "");
                let plain = written.trim_start_matches('+');
                match plain.strip_prefix('-') {
                    Some(size) => parse_decimal(size).map(|size| -size),
                    None => parse_decimal(plain),
                }
            }
            _ => None,
        };
        let numbers = list.iter().map(number).collect::<Option<Vec<_>>>();
        if numbers.is_none() {
            problems.push(wrong_type(key, "a list of numbers such as [0, 2.5]", entry));
        }
        numbers
    }

    /// `true` or `false`.
    pub fn flag(&self, key: &str, problems: &mut Diagnostics) -> Option<bool> {
        let entry = self.get(key)?;
        if let DeValue::Boolean(truth) = entry.value {
            return Some(*truth);
        }
        problems.push(wrong_type(key, "true or false", entry));
        None
    }

    /// A local date such as `2026-12-01`, as year, month and day.
    pub fn date(&self, key: &str, problems: &mut Diagnostics) -> Option<(Date, Span)> {
        let entry = self.get(key)?;
        if let DeValue::Datetime(datetime) = entry.value
            && let Some(date) = datetime.date
            && datetime.time.is_none()
        {
            return Some((Date { year: date.year, month: date.month, day: date.day }, entry.span));
        }
        problems.push(wrong_type(key, "a date such as 2026-12-01, without quotation marks", entry));
        None
    }

    /// Whether a value is a string.
    pub fn is_text(&self, key: &str) -> bool {
        self.get(key).is_some_and(|entry| matches!(entry.value, DeValue::String(_)))
    }

    /// A string or a list of strings, or a table of strings by language.
    pub fn is_table(&self, key: &str) -> bool {
        self.get(key).is_some_and(|entry| matches!(entry.value, DeValue::Table(_)))
    }

    /// Reports every key that nothing has asked for.
    pub fn finish(&self, problems: &mut Diagnostics) {
        let asked = self.asked.borrow();
        for key in self.entries.keys() {
            let name: &str = key.get_ref();
            if !asked.contains(name) {
                let span = Span::new(self.file, key.span());
                problems.push(
                    unknown_key(&self.name, name, span)
                        .nearest(name, asked.iter().map(String::as_str)),
                );
            }
        }
    }

    /// A value that has to be a string.
    pub fn text_of(
        &self,
        key: &str,
        entry: Entry<'a>,
        problems: &mut Diagnostics,
    ) -> Option<MappedText> {
        if let DeValue::String(_) = entry.value {
            Some(decode_string(self.file, self.source, entry.span))
        } else {
            problems.push(wrong_type(key, "a string", entry));
            None
        }
    }
}

/// Cuts a place to its first line, so that messages about a whole table show its header alone.
fn first_line(source: &str, span: Span) -> Span {
    let line = source[span.range()].find('\n').unwrap_or(span.end - span.start);
    Span { end: span.start + line, ..span }
}

/// The end of the last value of a table, also of those under headers of their own.
fn end_of(entries: &DeTable<'_>) -> usize {
    let end = |value: &toml::Spanned<DeValue<'_>>| match value.get_ref() {
        DeValue::Table(table) => end_of(table).max(value.span().end),
        DeValue::Array(list) => {
            let tables = list.iter().filter_map(|item| match item.get_ref() {
                DeValue::Table(table) => Some(end_of(table)),
                _ => None,
            });
            tables.max().unwrap_or(0).max(value.span().end)
        }
        _ => value.span().end,
    };
    entries.values().map(end).max().unwrap_or(0)
}

fn missing_key(table: &str, key: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, format!("{table} has no `{key}`"))
        .at(span, format!("`{key}` is missing here"))
}

fn unknown_key(table: &str, key: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownKey, format!("{table} has no key `{key}`")).at(span, "unknown key")
}

fn wrong_type(key: &str, wanted: &str, entry: Entry<'_>) -> Diagnostic {
    let found = match entry.value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    Diagnostic::new(Code::WrongType, format!("`{key}` is {found}; {wanted} is wanted"))
        .at(entry.span, format!("this is {found}"))
}
