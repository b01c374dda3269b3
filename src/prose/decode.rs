//! Finds for each character of a Markdown text node the bytes that it was written with.
//!
//! comrak tells where a node starts and ends; inside it, backslash escapes and character references
//! have been decoded, so the bytes have to be aligned again.

use std::ops::Range;

use comrak::{Arena, Options, nodes::NodeValue, parse_document};

use crate::source::{MappedText, MappedTextBuilder};

/// Maps the decoded text of a node onto the range of the source it was parsed from.
///
/// Should the two not align, every character is mapped to the whole range: a message then points to
/// the right node, if not to the right character.
pub fn align(source: &MappedText, range: Range<usize>, decoded: &str) -> MappedText {
    let raw = &source.as_str()[range.clone()];
    let mut builder = MappedTextBuilder::new(source.file(), source.span(range.clone()).start);
    let mut at = 0;
    let mut rest = decoded;
    while at < raw.len() {
        let (text, length) = written_as(&raw[at..]);
        let Some(remaining) = rest.strip_prefix(text.as_str()) else { break };
        rest = remaining;
        let origin = range.start + at..range.start + at + length;
        if text.len() == length {
            builder.push_slice(source, origin);
        } else {
            builder.push(&text, source.span(origin).range());
        }
        at += length;
    }
    if rest.is_empty() && at == raw.len() {
        return builder.finish();
    }
    let mut whole = MappedTextBuilder::new(source.file(), source.span(range.clone()).start);
    whole.push(decoded, source.span(range).range());
    whole.finish()
}

/// What the start of a raw text stands for, and how many bytes it takes.
fn written_as(raw: &str) -> (String, usize) {
    let mut characters = raw.chars();
    let first = characters.next().unwrap_or_default();
    if first == '\\'
        && let Some(next) = characters.next()
        && next.is_ascii_punctuation()
    {
        return (next.to_string(), 2);
    }
    if first == '&'
        && let Some(end) = raw.find(';')
        && is_reference(&raw[1..end])
    {
        return (decode_reference(&raw[..=end]), end + 1);
    }
    // Text without escapes is taken in one go.
    let plain =
        raw[first.len_utf8()..].find(['\\', '&']).map_or(raw.len(), |n| n + first.len_utf8());
    (raw[..plain].to_owned(), plain)
}

fn is_reference(name: &str) -> bool {
    let name = name.strip_prefix('#').unwrap_or(name);
    !name.is_empty() && name.len() < 40 && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Lets comrak decode a character reference; an unknown one stays as it is.
fn decode_reference(reference: &str) -> String {
    let arena = Arena::new();
    let root = parse_document(&arena, reference, &Options::default());
    let text = root.descendants().find_map(|node| match &node.data().value {
        NodeValue::Text(text) => Some(text.to_string()),
        _ => None,
    });
    text.unwrap_or_else(|| reference.to_owned())
}
