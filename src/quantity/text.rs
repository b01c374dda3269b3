//! The scanned text as characters with their places, folded to one width and one set of numerals.
//!
//! Folding is done character by character, so a place among the folded characters is a place in the
//! text. Only what decides the reading of numbers is folded: full-width forms, mathematical
//! digits, and the traditional forms of characters that the Chinese grammar knows.

use std::ops::Range;

use super::trigger::is_han_numeral;
use super::zh::traditional::simplified;

/// What stands beyond both ends of the text.
pub(super) const NOTHING: char = '\0';

/// A text that can be read at any character.
pub(super) struct Text {
    chars: Vec<char>,
    /// Where each character starts in the source, and its length at the end.
    offsets: Vec<usize>,
    /// Where each character ends, if that is not where the next one starts.
    ends: Option<Vec<usize>>,
    /// Whether the text is read by the Chinese grammar.
    han: bool,
}

impl Text {
    /// Folds a text; `han` asks for the traditional forms to be folded too.
    pub(super) fn new(source: &str, han: bool) -> Self {
        let mut chars = Vec::with_capacity(source.len());
        let mut offsets = Vec::with_capacity(source.len() + 1);
        let mut ends: Option<Vec<usize>> = None;
        let mut before = NOTHING;
        for (offset, original) in source.char_indices() {
            if han && original == ' ' && is_gap(&chars, source, offset) {
                ends.get_or_insert_with(|| {
                    offsets.iter().skip(1).copied().chain([offset]).collect()
                });
                continue;
            }
            offsets.push(offset);
            if let Some(ends) = &mut ends {
                ends.push(offset + original.len_utf8());
            }
            let folded = if original.is_ascii() { original } else { fold(original, before, han) };
            chars.push(folded);
            before = original;
        }
        offsets.push(source.len());
        Self { chars, offsets, ends, han }
    }

    /// The number of characters.
    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// Whether the text is read by the Chinese grammar.
    pub(super) fn is_chinese(&self) -> bool {
        self.han
    }

    /// The folded character at a place, or [`NOTHING`] beyond the end.
    pub(super) fn at(&self, place: usize) -> char {
        self.chars.get(place).copied().unwrap_or(NOTHING)
    }

    /// The folded character before a place, or [`NOTHING`] at the start.
    pub(super) fn before(&self, place: usize) -> char {
        place.checked_sub(1).map_or(NOTHING, |previous| self.at(previous))
    }

    /// The bytes of the text between two places.
    pub(super) fn bytes(&self, start: usize, end: usize) -> Range<usize> {
        let stop = match &self.ends {
            Some(ends) if end > start => ends.get(end - 1).copied(),
            _ => None,
        };
        self.offset(start)..stop.unwrap_or_else(|| self.offset(end))
    }

    /// The folded characters between two places as a string.
    pub(super) fn string(&self, start: usize, end: usize) -> String {
        let end = end.min(self.len());
        self.chars.get(start..end).map(|chars| chars.iter().collect()).unwrap_or_default()
    }

    /// The place behind `word` when it stands here, exactly.
    pub(super) fn word(&self, place: usize, word: &str) -> Option<usize> {
        let mut place = place;
        for expected in word.chars() {
            if self.at(place) != expected {
                return None;
            }
            place += 1;
        }
        Some(place)
    }

    /// Whether these characters stand here.
    pub(super) fn starts(&self, place: usize, word: &[char]) -> bool {
        self.chars.get(place..).is_some_and(|rest| rest.starts_with(word))
    }

    /// The place behind any blanks that stand here.
    pub(super) fn skip_blanks(&self, place: usize) -> usize {
        let mut place = place;
        while is_blank(self.at(place)) {
            place += 1;
        }
        place
    }

    /// The place behind a run of characters that `belongs` accepts.
    pub(super) fn run(&self, place: usize, belongs: impl Fn(char) -> bool) -> usize {
        let mut place = place;
        while place < self.len() && belongs(self.at(place)) {
            place += 1;
        }
        place
    }

    fn offset(&self, place: usize) -> usize {
        self.offsets.get(place).or_else(|| self.offsets.last()).copied().unwrap_or(0)
    }
}

/// Whether a blank parts the characters of one Chinese numeral, as text from speech has them: 一百 五 十 二,
/// 百 分 之 三. Such blanks are left out.
fn is_gap(before: &[char], source: &str, offset: usize) -> bool {
    let Some(&left) = before.last() else { return false };
    let rest = source.get(offset..).unwrap_or_default();
    let right = rest.chars().find(|character| *character != ' ').unwrap_or(NOTHING);
    if !is_han(left) || !is_han(right) {
        return false;
    }
    let right = simplified(right);
    is_han_numeral(left) || is_han_numeral(right) || left == '分' && right == '之'
}

/// Blanks that may stand inside a phrase.
pub(super) fn is_blank(character: char) -> bool {
    matches!(
        character,
        ' ' | '\t'
            | '\n'
            | '\r'
            | '\u{A0}'
            | '\u{202F}'
            | '\u{2009}'
            | '\u{2005}'
            | '\u{2006}'
            | '\u{3000}'
    )
}

/// Signs that may join the ends of a range. The double-width forms are folded before.
pub(super) fn is_dash(character: char) -> bool {
    matches!(character, '-' | '–' | '—' | '−' | '‐' | '‑' | '~' | '〜' | '─')
}

/// Signs that may stand before a negative number.
pub(super) fn is_minus(character: char) -> bool {
    matches!(character, '-' | '−')
}

/// Characters of the Chinese script.
pub fn is_han(character: char) -> bool {
    matches!(character, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{2FFFF}' | '〇')
}

fn fold(original: char, before: char, han: bool) -> char {
    match original {
        // A full-width comma parts a list unless the digits before it are as wide.
        '，' => {
            if matches!(before, '０'..='９') {
                ','
            } else {
                '，'
            }
        }
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(original as u32 - 0xFF01 + 0x21).unwrap_or(original)
        }
        '￥' => '¥',
        '￡' => '£',
        '￠' => '¢',
        '￦' => '₩',
        '\u{1D7CE}'..='\u{1D7FF}' => {
            char::from_digit((original as u32 - 0x1D7CE) % 10, 10).unwrap_or(original)
        }
        '﹕' => ':',
        '∕' | '⁄' => '/',
        '﹪' => '%',
        '◯' | '○' => '〇',
        _ if han && original >= '\u{4E00}' => simplified(original),
        _ => original,
    }
}
