//! The languages of a report, by BCP 47 tag.

use std::fmt;

use crate::quantity::Grammar;

/// A language tag such as `zh`, `en` or `zh-Hant`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

impl Language {
    /// Reads a tag of the form that BCP 47 allows: letters and digits, joined by hyphens.
    pub fn parse(tag: &str) -> Option<Self> {
        let mut subtags = tag.split('-');
        let primary = subtags.next()?;
        let is_primary = (2..=3).contains(&primary.len())
            && primary.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_subtag = |subtag: &str| {
            (1..=8).contains(&subtag.len())
                && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        (is_primary && subtags.all(is_subtag)).then(|| Self(tag.to_owned()))
    }

    /// The tag.
    pub fn tag(&self) -> &str {
        &self.0
    }

    /// The primary subtag: `zh` of `zh-Hant`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// The grammar that reads and prints its numbers.
    pub fn grammar(&self) -> Grammar {
        Grammar::of(&self.0)
    }

    /// Whether it is written in Han characters without blanks between words.
    pub fn is_chinese(&self) -> bool {
        self.primary() == "zh"
    }

    /// Whether it is set in Han type: square characters without blanks between words.
    pub fn is_han(&self) -> bool {
        matches!(self.primary(), "zh" | "ja")
    }

    /// Whether it is Chinese in traditional characters: by its script, else by its region.
    pub fn is_traditional(&self) -> bool {
        let subtag = |wanted: &[&str]| {
            self.0
                .split('-')
                .skip(1)
                .any(|subtag| wanted.iter().any(|wanted| subtag.eq_ignore_ascii_case(wanted)))
        };
        self.is_chinese() && !subtag(&["Hans"]) && subtag(&["Hant", "TW", "HK", "MO"])
    }

    /// The one of the words of the book that fits; English serves every language that has no words of its own.
    pub fn say<T>(&self, words: Words<T>) -> T {
        match self.primary() {
            "zh" if self.is_traditional() => words.traditional,
            "zh" => words.chinese,
            "ja" => words.japanese,
            _ => words.english,
        }
    }

    /// The one of two wordings that fits: Chinese for `zh`, English for all others.
    pub fn choose<T>(&self, english: T, chinese: T) -> T {
        if self.is_chinese() { chinese } else { english }
    }
}

/// A wording in every language that the book has words of its own in.
#[derive(Clone, Copy, Debug)]
pub struct Words<T> {
    /// English.
    pub english: T,
    /// Chinese in simplified characters.
    pub chinese: T,
    /// Chinese in traditional characters.
    pub traditional: T,
    /// Japanese.
    pub japanese: T,
}

impl<T> Words<T> {
    /// The words in English, Chinese, traditional Chinese and Japanese.
    pub fn new(english: T, chinese: T, traditional: T, japanese: T) -> Self {
        Self { english, chinese, traditional, japanese }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
