//! The order of words in a language, and the letters under which an index groups them.
//!
//! Chinese is ordered by Pinyin, traditional Chinese by strokes, everything else by the alphabet of its
//! language: letter by letter, without regard to case, accents, blanks and hyphens until nothing else decides.

mod pinyin;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use icu_collator::options::{AlternateHandling, CollatorOptions};
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale::Locale;
use unicode_normalization::UnicodeNormalization;

use crate::language::Language;

/// What words are grouped under that begin with a digit or a sign.
pub const SIGNS: &str = "#";

/// What stands before an index character of Unicode's collation data: it is placed before the first word of
/// its group.
const INDEX_MARK: char = '\u{fdd0}';

/// Index characters of stroke counts follow this one: U+2801 is one stroke.
const NO_STROKES: u32 = 0x2800;

/// More strokes than any character of the data has.
const MOST_STROKES: u32 = 64;

/// How a language orders words.
pub struct Collation {
    collator: CollatorBorrowed<'static>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Alphabet,
    Pinyin,
    Strokes,
}

impl Collation {
    /// The order of a language.
    ///
    /// # Panics
    /// Never: the data of the root order are part of the program.
    pub fn new(language: &Language) -> Self {
        let tag = language.tag();
        let kind = match (language.is_chinese(), tag.contains("Hant")) {
            (true, false) => Kind::Pinyin,
            (true, true) => Kind::Strokes,
            (false, _) => Kind::Alphabet,
        };
        let wanted = match kind {
            Kind::Pinyin => "zh-u-co-pinyin",
            Kind::Strokes => "zh-Hant-u-co-stroke",
            Kind::Alphabet => tag,
        };
        let preferences = wanted.parse::<Locale>().map(CollatorPreferences::from);
        let mut options = CollatorOptions::default();
        options.alternate_handling = Some(AlternateHandling::Shifted);
        let collator = Collator::try_new(preferences.unwrap_or_default(), options);
        let collator = collator.expect("the order of the root is part of the program");
        Self { collator, kind }
    }

    /// What comes first. Words that the order does not tell apart are ordered by their characters.
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        let (left, right) = (self.spelled(one), self.spelled(other));
        self.collator.compare(&left, &right).then_with(|| one.cmp(other))
    }

    /// Orders by group first, so that `DLT` stands with the Han words of D and not before all of them.
    pub fn compare_grouped(&self, one: &str, other: &str) -> Ordering {
        let rank = |word: &str| {
            let group = self.group(word);
            (group != SIGNS, group.chars().count(), group)
        };
        let (left, right) = (rank(one), rank(other));
        left.cmp(&right).then_with(|| self.compare(one, other))
    }

    /// The heading under which an index has a word: a Latin capital, by strokes 三劃, or a sign.
    pub fn group(&self, word: &str) -> String {
        let spelled = self.spelled(word);
        let Some(first) = spelled.chars().find(|c| c.is_alphanumeric()) else {
            return SIGNS.to_owned();
        };
        if let Some(letter) = latin_letter(first) {
            return letter.to_string();
        }
        let first = first.to_string();
        match self.kind {
            _ if first.starts_with(|c: char| c.is_numeric() && !is_han(c)) => SIGNS.to_owned(),
            Kind::Pinyin => self.pinyin_initial(&first).unwrap_or_else(|| SIGNS.to_owned()),
            Kind::Strokes => self.strokes(&first).unwrap_or_else(|| SIGNS.to_owned()),
            Kind::Alphabet => first.to_uppercase(),
        }
    }

    /// The last Latin letter whose group begins at or before a character.
    fn pinyin_initial(&self, first: &str) -> Option<String> {
        let begins = |letter: &char| {
            let mark = format!("{INDEX_MARK}{letter}");
            self.collator.compare(&mark, first) != Ordering::Greater
        };
        ('A'..='Z').rev().find(begins).map(String::from)
    }

    fn strokes(&self, first: &str) -> Option<String> {
        let begins = |count: &u32| {
            let index = char::from_u32(NO_STROKES + count).unwrap_or(INDEX_MARK);
            self.collator.compare(&format!("{INDEX_MARK}{index}"), first) != Ordering::Greater
        };
        (1..=MOST_STROKES).rev().find(begins).map(|count| format!("{count}劃"))
    }

    /// A word as it is ordered: in Pinyin, characters with several readings are replaced by ones that sound
    /// as they do in this word.
    fn spelled(&self, word: &str) -> String {
        match self.kind {
            Kind::Pinyin => pinyin::respelled(word),
            Kind::Strokes | Kind::Alphabet => word.to_owned(),
        }
    }
}

/// The capital of a Latin letter without its accents.
fn latin_letter(c: char) -> Option<char> {
    let plain = c.nfkd().next()?;
    plain.is_ascii_alphabetic().then(|| plain.to_ascii_uppercase())
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}
