//! Link reference definitions (`[label]: address`), which the parser takes out of the text.
//!
//! They do not belong to our Markdown, and what they take is not always what the author meant: a line
//! that starts with `[@source]: 12` would vanish. They are refused, and their bracket is escaped
//! before the parser sees it, so that the words stay in the text and every place stays true.

use std::ops::Range;

use super::refuse;
use crate::diagnostics::Diagnostics;
use crate::source::{MappedText, MappedTextBuilder};

/// A text in which no definition is left.
pub fn escaped(source: MappedText, problems: &mut Diagnostics) -> MappedText {
    let labels = labels(source.as_str());
    if labels.is_empty() {
        return source;
    }
    let mut builder = MappedTextBuilder::new(source.file(), source.whole_span().start);
    let mut at = 0;
    for label in labels {
        builder.push_slice(&source, at..label.start);
        builder.push("\\[", source.span(label.start..label.start + 1).range());
        at = label.start + 1;
        problems.push(refuse::link_definition(source.span(label)));
    }
    builder.push_slice(&source, at..source.as_str().len());
    builder.finish()
}

/// The labels of what could be a definition: `[label]:` where a paragraph can start.
fn labels(text: &str) -> Vec<Range<usize>> {
    let mut labels = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let start = content_start(text, at, at + line.len());
        let opens = text[at..start].chars().next_back().is_none_or(|c| " \t>:".contains(c));
        if opens && let Some(label) = label(text, start) {
            labels.push(label);
        }
        at += line.len();
    }
    labels
}

/// Where a line's words start: behind blanks, marks of lists and quotations, and the label of a
/// footnote.
fn content_start(text: &str, line: usize, end: usize) -> usize {
    let mut at = line;
    loop {
        let rest = &text[at..end];
        let is_mark = |c: char| c.is_ascii_digit() || " \t>-+*.)".contains(c);
        let marks = rest.find(|c| !is_mark(c)).unwrap_or(rest.len());
        at += marks;
        match footnote_label(&text[at..end]) {
            Some(length) => at += length,
            None => return at,
        }
    }
}

/// The length of `[^mark]:` at the start of a text.
fn footnote_label(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("[^")?;
    let end = inner.find(|c: char| c == ']' || c.is_whitespace())?;
    (end > 0 && inner[end..].starts_with("]:")).then_some("[^".len() + end + "]:".len())
}

/// `[label]:` with at least one character that is no blank and no bracket that is not escaped.
fn label(text: &str, start: usize) -> Option<Range<usize>> {
    let inner = text[start..].strip_prefix('[')?;
    let mut is_escaped = false;
    for (at, c) in inner.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => return None,
            ']' => {
                let named = !inner[..at].trim().is_empty() && inner[at..].starts_with("]:");
                return named.then_some(start..start + 1 + at + "]:".len());
            }
            _ => {}
        }
    }
    None
}
