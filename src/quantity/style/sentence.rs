//! Sentences and brackets of an English text, found once for all rules.

use std::ops::Range;

use super::super::text::is_blank;

/// A sentence of a text.
pub(super) struct Sentence {
    /// Its bytes, without blanks and quotation marks before it.
    pub(super) range: Range<usize>,
    /// Whether a stop ends it, as none does in a heading or a cell of a table.
    pub(super) closed: bool,
}

/// The sentences of a text, in order; a line of its own is one.
pub(super) fn sentences(text: &str) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, character) in text.char_indices() {
        let closed = ends_sentence(text, start, at, character);
        if closed || character == '\n' {
            let end = at + character.len_utf8();
            found.push(Sentence { range: opened(text, start)..end, closed });
            start = end;
        }
    }
    found.push(Sentence { range: opened(text, start)..text.len(), closed: false });
    found
}

/// The stretches in brackets, the outermost of each.
pub(super) fn brackets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, character) in text.char_indices() {
        match character {
            '(' | '[' | '（' | '【' => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            ')' | ']' | '）' | '】' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    found.push(start..at);
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether the character at a place ends the sentence that began at `start`.
fn ends_sentence(text: &str, start: usize, at: usize, character: char) -> bool {
    let behind = text.get(at + character.len_utf8()..).unwrap_or_default();
    let next = behind.trim_start_matches(['”', '"', '’', '\'', ')', ']']).chars().next();
    let parts = next.is_none_or(char::is_whitespace);
    match character {
        '!' | '?' => parts,
        '.' => {
            let before = text.get(start..at).unwrap_or_default();
            parts && (behind.is_empty() || !(is_abbreviation(before) || is_enumerator(before)))
        }
        _ => false,
    }
}

/// `approx`, `e.g`, `J`: words whose point ends no sentence.
fn is_abbreviation(before: &str) -> bool {
    const KNOWN: [&str; 46] = [
        "approx", "ca", "vs", "no", "nos", "fig", "figs", "eq", "eqs", "sec", "ch", "vol", "vols",
        "pp", "art", "arts", "par", "para", "ref", "refs", "dr", "mr", "mrs", "ms", "prof", "st",
        "inc", "ltd", "co", "corp", "est", "dept", "al", "cf", "etc", "incl", "excl", "max", "min",
        "avg", "jan", "feb", "aug", "sept", "oct", "dec",
    ];
    let is_part = |character: char| character.is_alphanumeric() || character == '.';
    let word = before.get(before.trim_end_matches(is_part).len()..).unwrap_or_default();
    let letters = word.chars().all(char::is_alphabetic);
    letters && word.chars().count() == 1
        || word.contains('.') && word.chars().any(char::is_alphabetic)
        || KNOWN.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// `1.` at the start of a line.
fn is_enumerator(before: &str) -> bool {
    let number = before.trim_start();
    number.len() <= 3 && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// The first place of a sentence behind blanks and quotation marks.
fn opened(text: &str, start: usize) -> usize {
    let is_opening = |character: char| {
        is_blank(character) || matches!(character, '“' | '"' | '‘' | '\'' | '”' | '’' | ')' | ']')
    };
    let rest = text.get(start..).unwrap_or_default();
    start + rest.len() - rest.trim_start_matches(is_opening).len()
}
