//! Finds for each character of a Markdown text node the bytes that it was written with.
//!
//! Backslash escapes and character references have been decoded, so the bytes have to be aligned again.

use comrak::{Arena, Options, nodes::NodeValue, parse_document};

use crate::source::{MappedText, MappedTextBuilder};

/// Maps a decoded text onto the source from a byte on, if it is what stands there; also the byte behind
/// it.
pub fn align(source: &MappedText, start: usize, decoded: &str) -> Option<(MappedText, usize)> {
    let raw = source.as_str();
    let mut builder = MappedTextBuilder::new(source.file(), source.span(start..start).start);
    let mut at = start;
    let mut rest = decoded;
    while !rest.is_empty() {
        let (text, length) = written_as(raw.get(at..).filter(|raw| !raw.is_empty())?);
        if text.len() == length && text.starts_with(rest) {
            builder.push_slice(source, at..at + rest.len());
            return Some((builder.finish(), at + rest.len()));
        }
        rest = rest.strip_prefix(text.as_str())?;
        let origin = at..at + length;
        if raw[origin.clone()] == text {
            builder.push_slice(source, origin);
        } else {
            builder.push(&text, source.span(origin).range());
        }
        at += length;
    }
    Some((builder.finish(), at))
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
