//! TOML strings and the places of their characters.

use super::strings::decode_string;
use crate::source::{SourceMap, Span};

/// Decodes a value and maps one of its characters back.
fn check(value: &str, decoded: &str, word: &str, origin: &str) {
    let mut sources = SourceMap::default();
    let text = format!("key = {value}\n");
    let file = sources.add("a.toml", text.as_str());
    let text = sources.shared_text(file);
    let mapped = decode_string(file, &text, Span::new(file, 6..6 + value.len()));
    assert_eq!(mapped.as_str(), decoded, "{value}");
    let at = decoded.find(word).unwrap();
    let span = mapped.span(at..at + word.len());
    assert_eq!(sources.snippet(span), origin, "{word:?} of {value}");
}

#[test]
fn strings_of_every_kind_map_back() {
    check("'''\n约12项'''", "约12项", "12", "12");
    check("'a 12'", "a 12", "12", "12");
    check("\"a \\\"12\\\" b\"", "a \"12\" b", "12", "12");
    check("\"\\u4e2d12\"", "中12", "中", "\\u4e2d");
    check("\"\\u4e2d12\"", "中12", "2", "2");
    check("\"\"\"\none \\\n   two\"\"\"", "one two", "two", "two");
    check("'''\r\na\r\nb 12'''", "a\nb 12", "12", "12");
    check("\"\\U0001F600 7\"", "\u{1F600} 7", "7", "7");
    check("''", "", "", "");
}
