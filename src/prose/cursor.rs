//! Where the inline nodes of a paragraph stand in its source.
//!
//! The parser says where each node starts, and behind some constructs (a link whose address stands on
//! the next line) it is lines off. A cursor goes through the source with the nodes: a place is taken
//! from the parser where the source bears it out, and looked for from the cursor on where not.

use std::ops::Range;

use super::decode::align;
use crate::source::{MappedText, MappedTextBuilder};

/// How far a paragraph has been read.
#[derive(Clone, Copy, Debug)]
pub struct Cursor {
    /// The first byte that no node has taken.
    pub at: usize,
    /// The end of the paragraph.
    pub end: usize,
}

impl Cursor {
    /// Starts at the front of a paragraph.
    pub fn new(paragraph: Range<usize>) -> Self {
        Self { at: paragraph.start, end: paragraph.end }
    }

    /// Goes on to a byte; never back.
    pub fn advance(&mut self, at: usize) {
        self.at = self.at.max(at);
    }

    /// Takes a decoded text that the parser places at `told`. Should it stand nowhere, every character
    /// is mapped to that place: a message then points to the right node, if not the right character.
    pub fn text(
        &mut self,
        source: &MappedText,
        told: Range<usize>,
        decoded: &str,
    ) -> (MappedText, Range<usize>) {
        let raw = source.as_str();
        let first = decoded.chars().next();
        let is_start = |c: char| Some(c) == first || c == '\\' || c == '&';
        let told_start = Some(told.start).filter(|&start| start >= self.at);
        let behind = raw.get(self.at..self.end).unwrap_or_default().char_indices();
        let searched = behind.filter(|&(_, c)| is_start(c)).map(|(shift, _)| self.at + shift);
        let found = told_start
            .into_iter()
            .chain(searched)
            .find_map(|start| Some((start, align(source, start, decoded)?)));
        if let Some((start, (text, end))) = found {
            self.advance(end);
            return (text, start..end);
        }
        let range = told.start.max(self.at)..told.end.max(self.at);
        self.advance(range.start);
        let mut builder = MappedTextBuilder::new(source.file(), source.span(range.clone()).start);
        builder.push(decoded, source.span(range.clone()).range());
        (builder.finish(), range)
    }

    /// The place of a sign that the parser places at `told`; the cursor goes behind it.
    pub fn sign(&mut self, raw: &str, told: usize, sign: &str) -> usize {
        let is_there =
            told >= self.at && raw.get(told..).is_some_and(|rest| rest.starts_with(sign));
        let start = if is_there {
            told
        } else {
            let behind = raw.get(self.at..self.end).unwrap_or_default();
            behind.find(sign).map_or(self.at, |shift| self.at + shift)
        };
        if raw[start..].starts_with(sign) {
            self.advance(start + sign.len());
        }
        start
    }

    /// The next line end, with the blanks or the backslash before it.
    pub fn line_end(&mut self, raw: &str) -> Range<usize> {
        let rest = raw.get(self.at..).unwrap_or_default();
        let Some(shift) = rest.find(['\n', '\r']) else { return self.at..self.at };
        let before = rest[..shift].trim_end_matches([' ', '\t', '\\']).len();
        let length = if rest[shift..].starts_with("\r\n") { 2 } else { 1 };
        let range = self.at + before..self.at + shift + length;
        self.advance(range.end);
        range
    }

    /// The marks that close emphasis, if they are next.
    pub fn closing_marks(&mut self, raw: &str, marks: usize) {
        let rest = raw.get(self.at..).unwrap_or_default();
        let closing =
            rest.bytes().take(marks).take_while(|byte| matches!(byte, b'*' | b'_')).count();
        self.advance(self.at + closing);
    }

    /// What follows the words of a link: `](address)`, or `>` behind a bare address.
    pub fn link_tail(&mut self, raw: &str) {
        let rest = raw.get(self.at..).unwrap_or_default();
        let length = if rest.starts_with('>') { Some(1) } else { link_tail_length(rest) };
        self.advance(self.at + length.unwrap_or(0));
    }
}

/// The length of `](address "title")` at the start of a text.
fn link_tail_length(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("](")?;
    let (mut depth, mut is_escaped, mut closes) = (1, false, None);
    for (at, c) in inner.char_indices() {
        match (c, closes) {
            _ if is_escaped => is_escaped = false,
            ('\\', _) => is_escaped = true,
            (_, Some(closing)) if c == closing => closes = None,
            ('<', None) if inner[..at].trim().is_empty() => closes = Some('>'),
            ('"' | '\'', None) if inner[..at].ends_with(char::is_whitespace) => closes = Some(c),
            ('(', None) => depth += 1,
            (')', None) => {
                depth -= 1;
                if depth == 0 {
                    return Some("](".len() + at + 1);
                }
            }
            _ => {}
        }
    }
    None
}
