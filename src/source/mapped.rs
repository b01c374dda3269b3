//! A text together with the place in the author's file from which each of its bytes came.
//!
//! Escapes make a text shorter than its source (`\u4e2d` is one character) and joining moves it, so
//! the map is a list of segments. A segment whose bytes stand in the file as they are is mapped byte
//! by byte; any other one maps as a whole.

use std::ops::Range;

use super::{FileId, Span};

/// A decoded text that knows where it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappedText {
    file: FileId,
    text: String,
    segments: Vec<Segment>,
    /// Where a text without any byte stands.
    anchor: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Segment {
    start: usize,
    len: usize,
    origin: usize,
    origin_len: usize,
    /// Whether the file has these very bytes.
    verbatim: bool,
}

impl MappedText {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The file from which it came.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The place of a range of the text.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.origin_start(range.start);
        let end = if range.is_empty() { start } else { self.origin_end(range.end) };
        Span::new(self.file, start..end.max(start))
    }

    /// The place of the whole text.
    pub fn whole_span(&self) -> Span {
        self.span(0..self.text.len())
    }

    /// A part of the text that keeps its map.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let mut builder = MappedTextBuilder::new(self.file, self.origin_start(range.start));
        builder.push_slice(self, range);
        builder.finish()
    }

    fn origin_start(&self, at: usize) -> usize {
        match self.segment_at(at) {
            Some(segment) if segment.verbatim => segment.origin + at - segment.start,
            Some(segment) => segment.origin,
            None => self.segments.last().map_or(self.anchor, |last| last.origin + last.origin_len),
        }
    }

    fn origin_end(&self, at: usize) -> usize {
        match at.checked_sub(1).and_then(|last| self.segment_at(last)) {
            Some(segment) if segment.verbatim => segment.origin + at - segment.start,
            Some(segment) => segment.origin + segment.origin_len,
            None => self.origin_start(at),
        }
    }

    fn segment_at(&self, at: usize) -> Option<&Segment> {
        let index = self.segments.partition_point(|segment| segment.start + segment.len <= at);
        self.segments.get(index).filter(|segment| segment.start <= at)
    }
}

/// Joins pieces into a [`MappedText`].
#[derive(Clone, Debug)]
pub struct MappedTextBuilder {
    result: MappedText,
}

impl MappedTextBuilder {
    /// Starts an empty text that stands at a byte of a file.
    pub fn new(file: FileId, anchor: usize) -> Self {
        Self { result: MappedText { file, text: String::new(), segments: Vec::new(), anchor } }
    }

    /// How many bytes there are so far.
    pub fn len(&self) -> usize {
        self.result.text.len()
    }

    /// Whether there is no byte so far.
    pub fn is_empty(&self) -> bool {
        self.result.text.is_empty()
    }

    /// The last character so far.
    pub fn last_char(&self) -> Option<char> {
        self.result.text.chars().next_back()
    }

    /// Adds a text that was written in another way in the given range of bytes of the file.
    pub fn push(&mut self, text: &str, origin: Range<usize>) {
        self.push_segment(text, origin, false);
    }

    /// Adds a text that stands in the file from the given byte, as it is.
    pub fn push_verbatim(&mut self, text: &str, origin: usize) {
        self.push_segment(text, origin..origin + text.len(), true);
    }

    fn push_segment(&mut self, text: &str, origin: Range<usize>, verbatim: bool) {
        if text.is_empty() {
            return;
        }
        let start = self.result.text.len();
        self.result.text.push_str(text);
        let next = Segment {
            start,
            len: text.len(),
            origin: origin.start,
            origin_len: origin.len(),
            verbatim,
        };
        if let Some(last) = self.result.segments.last_mut()
            && last.verbatim
            && next.verbatim
            && last.origin + last.origin_len == next.origin
        {
            last.len += next.len;
            last.origin_len += next.len;
            return;
        }
        self.result.segments.push(next);
    }

    /// Adds a whole mapped text.
    pub fn push_mapped(&mut self, text: &MappedText) {
        self.push_slice(text, 0..text.text.len());
    }

    /// Adds a part of a mapped text.
    pub fn push_slice(&mut self, text: &MappedText, range: Range<usize>) {
        let first =
            text.segments.partition_point(|segment| segment.start + segment.len <= range.start);
        for segment in &text.segments[first..] {
            let from = segment.start.max(range.start);
            let to = (segment.start + segment.len).min(range.end);
            if from >= to {
                break;
            }
            let part = &text.text[from..to];
            if segment.verbatim {
                self.push_verbatim(part, segment.origin + from - segment.start);
            } else {
                self.push(part, segment.origin..segment.origin + segment.origin_len);
            }
        }
    }

    /// The finished text.
    pub fn finish(self) -> MappedText {
        self.result
    }
}
