//! The data of the book by the functions that may set them.
//!
//! `templates/data.typ` has a function for each kind of data. A numeral that was set by one of them has to
//! be among the numerals of that kind; a file of the book that sets a numeral in any other way is refused.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::numerals::numerals;
use super::problems::Place;
use crate::book::{Book, BookFile};
use crate::source::MappedText;

/// The template whose functions set data.
const DATA: &str = "templates/data.typ";

/// A function of that template, and the name of its origin in the tally.
const FUNCTIONS: [(&str, &str); 6] = [
    ("exhibit-text", "exhibit"),
    ("key-figure", "key figure"),
    ("ledger-text", "ledger"),
    ("provenance", "provenance"),
    ("title", "title"),
    ("ordinal", "book's own number"),
];

/// The data of a book, and where its files set them.
pub struct BookData {
    /// The numerals of each kind of data, by the names of functions.
    numerals: BTreeMap<&'static str, BTreeSet<String>>,
    /// The letters and digits of the strings that stand in bookmarks, metadata and alternative texts.
    texts: BTreeSet<String>,
    /// The greatest number that the book gives to anything of its own.
    largest: u64,
    /// Where each function of data.typ begins, ascending, and its name.
    functions: Vec<(usize, &'static str)>,
    files: BTreeMap<String, String>,
    /// The files of a theme that an author or a house wrote, by their paths in the book.
    themes: BTreeMap<String, MappedText>,
}

impl BookData {
    /// Collects the data of a book of so many pages.
    pub fn new(book: &Book, pages: usize) -> Self {
        let record = &book.record;
        let mut data = Self {
            numerals: BTreeMap::new(),
            texts: BTreeSet::new(),
            largest: 0,
            functions: Vec::new(),
            files: BTreeMap::new(),
            themes: BTreeMap::new(),
        };
        for name in ["cover", "imprint", "sources", "colophon", "revisions"] {
            data.add("provenance", &record[name]);
        }
        for name in ["bibliography", "glossary"] {
            data.add("provenance", &record[name]);
        }
        data.add("provenance", &record["edition"]["press"]);
        data.add("title", &record["edition"]["press"]["spine"]);
        data.add("ledger-text", &record["ledger"]);
        data.add("title", &record["index"]);
        data.add("exhibit-text", &record["data"]);
        data.blocks(&record["key-figures"]);
        data.add("title", &record["meta"]);
        data.add("title", &record["cover"]["plain-title"]);
        for part in record["parts"].as_array().into_iter().flatten() {
            data.add("title", &part["plain-title"]);
            data.blocks(&part["blocks"]);
            data.add("provenance", &part["definitions"]);
            data.add("provenance", &part["signatures"]);
            for section in part["sections"].as_array().into_iter().flatten() {
                data.add("title", &section["plain-title"]);
                data.blocks(&section["blocks"]);
            }
        }
        data.largest = largest(record).max(pages as u64);
        for (path, file) in &book.files {
            if path.ends_with(".typ") && !matches!(file, BookFile::Prose(_)) {
                let text = String::from_utf8_lossy(file.bytes()).into_owned();
                data.files.insert(path.clone(), text);
            }
            if let BookFile::Theme(text) = file {
                data.themes.insert(path.clone(), text.clone());
            }
        }
        data.functions = data.files.get(DATA).map_or_else(Vec::new, |text| functions(text));
        data
    }

    fn blocks(&mut self, blocks: &Value) {
        for block in blocks.as_array().into_iter().flatten() {
            let function = if block["kind"] == "cards" { "key-figure" } else { "exhibit-text" };
            self.add(function, block);
            self.add("title", &block["plain-caption"]);
        }
    }

    /// Adds the strings of a value, whatever its shape.
    fn add(&mut self, function: &'static str, value: &Value) {
        match value {
            Value::String(text) => {
                let known = self.numerals.entry(function).or_default();
                known.extend(numerals(text).into_iter().map(|range| text[range].to_owned()));
                self.texts.insert(bare(text));
            }
            Value::Array(values) => values.iter().for_each(|value| self.add(function, value)),
            Value::Object(members) => {
                members.values().for_each(|value| self.add(function, value));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// What a numeral rests on that a file of the book set at a byte.
    pub fn origin(&self, file: &str, byte: usize, written: &str) -> Option<&'static str> {
        let function = self.function(file, byte)?;
        let known = match function {
            "ordinal" => self.is_ordinal(written),
            other => self.numerals.get(other).is_some_and(|known| known.contains(written)),
        };
        let name = FUNCTIONS.iter().find(|(name, _)| *name == function).map(|(_, origin)| *origin);
        name.filter(|_| known)
    }

    /// Whether a file sets data at a byte.
    pub fn is_data(&self, file: &str, byte: usize) -> bool {
        self.function(file, byte).is_some()
    }

    fn function(&self, file: &str, byte: usize) -> Option<&'static str> {
        if file != DATA {
            return None;
        }
        let after = self.functions.partition_point(|(start, _)| *start <= byte);
        self.functions[..after].last().map(|(_, name)| *name)
    }

    /// Whether a numeral can be a number of the book's own: `7`, `1.2`, `⑤`.
    fn is_ordinal(&self, written: &str) -> bool {
        let circled = |c: char| match c {
            '①'..='⑳' => Some(u64::from(u32::from(c)) - 0x245f),
            '㉑'..='㉟' => Some(u64::from(u32::from(c)) - 0x3251 + 21),
            '㊱'..='㊿' => Some(u64::from(u32::from(c)) - 0x32b1 + 36),
            _ => None,
        };
        written.split('.').all(|part| {
            let number = match part.chars().next() {
                Some(c) if part.chars().count() == 1 => circled(c),
                _ => None,
            };
            let number = number.or_else(|| part.parse().ok());
            number.is_some_and(|number| (1..=self.largest).contains(&number))
        })
    }

    /// Whether a text is one of the book's data, or several of them, a language each, perhaps behind a number
    /// of the book's own as in `1.2 Policy` and 一、政策.
    pub fn has_text(&self, text: &str) -> bool {
        self.has_words(text) || text.split(" / ").all(|part| self.has_words(part))
    }

    fn has_words(&self, text: &str) -> bool {
        let words = bare(text);
        let is_number = |c: char| c.is_numeric() || "零一二三四五六七八九十百".contains(c);
        let mut rest = words.as_str();
        loop {
            if self.texts.contains(rest) {
                return true;
            }
            match rest.strip_prefix(is_number) {
                Some(shorter) if !shorter.is_empty() => rest = shorter,
                _ => return false,
            }
        }
    }

    /// The numerals of a text that no data of the book have.
    pub fn strangers(&self, text: &str) -> Vec<String> {
        let known = |written: &str| {
            self.is_ordinal(written) || self.numerals.values().any(|known| known.contains(written))
        };
        let found = numerals(text).into_iter().map(|range| &text[range]);
        let mut strangers: Vec<String> =
            found.filter(|written| !known(written)).map(str::to_owned).collect();
        let words = super::number_words(text);
        strangers.extend(words.into_iter().map(|range| text[range].to_owned()));
        strangers
    }

    /// The templates and the files of the theme by path.
    pub fn templates(&self) -> impl Iterator<Item = (&str, &str)> {
        let drawing = |path: &str| path.starts_with("templates/") || path.starts_with("theme/");
        let files = self.files.iter().filter(move |(path, _)| drawing(path));
        files.map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Where a byte of a file of the book was written: in the file of a theme, or in the book alone.
    pub fn place(&self, file: &str, byte: usize) -> Place {
        match self.themes.get(file) {
            Some(text) => Place::Author(text.span(byte..byte)),
            None => Place::Book(self.line(file, byte)),
        }
    }

    /// `templates/cover.typ:12`.
    fn line(&self, file: &str, byte: usize) -> String {
        let before = self.files.get(file).and_then(|text| text.get(..byte));
        let line = before.map(|before| before.matches('\n').count() + 1);
        line.map_or_else(|| file.to_owned(), |line| format!("{file}:{line}"))
    }
}

/// The letters and digits of a text: quotation marks and blanks are set as the language asks.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Where each function of data.typ begins.
fn functions(text: &str) -> Vec<(usize, &'static str)> {
    let mut functions: Vec<(usize, &str)> = Vec::new();
    for (name, _) in FUNCTIONS {
        functions.extend(text.find(&format!("#let {name}(")).map(|start| (start, name)));
    }
    functions.sort_unstable();
    functions
}

/// The greatest count of anything that the book numbers: chapters, exhibits, sources, uses of claims.
fn largest(value: &Value) -> u64 {
    match value {
        Value::Array(values) => {
            values.iter().map(largest).max().unwrap_or(0).max(values.len() as u64)
        }
        Value::Object(members) => members.values().map(largest).max().unwrap_or(0),
        _ => 0,
    }
}
