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

    /// The one of two wordings that fits: Chinese for `zh`, English for all others.
    pub fn choose<T>(&self, english: T, chinese: T) -> T {
        if self.is_chinese() { chinese } else { english }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
