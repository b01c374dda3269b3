//! Decodes TOML strings and remembers from which byte of the file each character came.
//!
//! The TOML crate decodes strings too, but tells only where a value starts and ends. The grammar
//! followed here is that of TOML 1.0, section "String".

use crate::source::{FileId, MappedText, MappedTextBuilder, Span};

/// Decodes a string value that the TOML parser has accepted.
///
/// `span` covers the value with its quotation marks. Line ends become line feeds.
pub fn decode_string(file: FileId, source: &str, span: Span) -> MappedText {
    let raw = &source[span.range()];
    let (quotes, literal) = match raw.as_bytes() {
        [b'\'', b'\'', b'\'', ..] if raw.len() >= 6 => (3, true),
        [b'"', b'"', b'"', ..] if raw.len() >= 6 => (3, false),
        [b'\'', ..] => (1, true),
        _ => (1, false),
    };
    let mut at = quotes;
    let end = raw.len().saturating_sub(quotes).max(quotes);
    if quotes == 3 {
        at += line_end_length(&raw[at..end]);
    }
    let mut builder = MappedTextBuilder::new(file, span.start + at);
    while at < end {
        let rest = &raw[at..end];
        let line_end = line_end_length(rest);
        let start = span.start + at;
        at += if line_end > 0 {
            builder.push("\n", start..start + line_end);
            line_end
        } else if rest.starts_with('\\') && !literal {
            let (text, length) = unescape(rest);
            builder.push(&text, start..start + length);
            length
        } else {
            let plain = plain_length(rest, literal);
            builder.push_verbatim(&rest[..plain], start);
            plain
        };
    }
    builder.finish()
}

/// The length of a line end at the start of a text, or 0.
fn line_end_length(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { usize::from(text.starts_with('\n')) }
}

/// How many bytes stand for themselves; at least one character.
fn plain_length(text: &str, literal: bool) -> usize {
    let first = text.chars().next().map_or(1, char::len_utf8);
    let stop = |c: char| c == '\n' || c == '\r' || (c == '\\' && !literal);
    text[first..].find(stop).map_or(text.len(), |length| first + length)
}

/// Decodes one escape: its text and its length in the source.
fn unescape(text: &str) -> (String, usize) {
    let mut characters = text.chars();
    characters.next();
    let code = |digits: usize| {
        let hex = text.get(2..2 + digits).unwrap_or("");
        let character = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
        (character.map(String::from).unwrap_or_default(), 2 + hex.len())
    };
    match characters.next() {
        Some('n') => ("\n".to_owned(), 2),
        Some('t') => ("\t".to_owned(), 2),
        Some('r') => ("\r".to_owned(), 2),
        Some('b') => ("\u{8}".to_owned(), 2),
        Some('f') => ("\u{c}".to_owned(), 2),
        Some('e') => ("\u{1b}".to_owned(), 2),
        Some('x') => code(2),
        Some('u') => code(4),
        Some('U') => code(8),
        // A backslash at the end of a line swallows all blanks up to the next character.
        Some(c) if c.is_ascii_whitespace() => {
            let kept = text[1..].find(|c: char| !c.is_ascii_whitespace());
            (String::new(), kept.map_or(text.len(), |length| 1 + length))
        }
        Some(c) => (c.to_string(), 1 + c.len_utf8()),
        None => (String::new(), text.len().max(1)),
    }
}
