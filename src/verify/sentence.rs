//! Where a sentence and a clause begin and end, and which words stand in them.

use std::ops::Range;

/// The sentence of a text that has the given byte.
pub fn sentence_around(text: &str, at: usize) -> Range<usize> {
    stretch_around(text, at, ends_sentence)
}

/// The clause of a text that has the given byte.
pub fn clause_around(text: &str, at: usize) -> Range<usize> {
    stretch_around(text, at, ends_clause)
}

/// What lies between two ends around the given byte, the later end included.
fn stretch_around(text: &str, at: usize, ends: fn(&str, usize, char) -> bool) -> Range<usize> {
    let start = text[..at]
        .char_indices()
        .rev()
        .find(|&(index, c)| ends(text, index, c))
        .map_or(0, |(index, c)| index + c.len_utf8());
    let end = text[at..]
        .char_indices()
        .find(|&(index, c)| ends(text, at + index, c))
        .map_or(text.len(), |(index, c)| at + index + c.len_utf8());
    start..end
}

/// The rest of the clause after the given byte.
pub fn clause_after(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    let end = rest
        .char_indices()
        .find(|&(index, c)| ends_clause(rest, index, c))
        .map_or(rest.len(), |(index, _)| index);
    &rest[..end]
}

/// Whether a text has the given words; Latin ones not as a part of longer words.
pub fn contains_words(text: &str, words: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + words.len()..].chars().next();
        let first_is_latin = words.starts_with(|c: char| c.is_ascii_alphanumeric());
        let last_is_latin = words.ends_with(|c: char| c.is_ascii_alphanumeric());
        let begins_inside = first_is_latin && is_letter(before);
        let ends_inside = last_is_latin && is_letter(after);
        !begins_inside && !ends_inside
    })
}

fn ends_sentence(text: &str, at: usize, c: char) -> bool {
    match c {
        '。' | '！' | '？' | '；' | '\n' => true,
        // A point inside a number or an abbreviation has no blank behind it.
        '.' | '!' | '?' | ';' => text[at + 1..].chars().next().is_none_or(char::is_whitespace),
        _ => false,
    }
}

fn ends_clause(text: &str, at: usize, c: char) -> bool {
    match c {
        '，' | '：' | '（' | '）' => true,
        ',' | ':' => text[at + 1..].chars().next().is_none_or(char::is_whitespace),
        _ => ends_sentence(text, at, c),
    }
}
