//! comrak's tree becomes ours; what we do not print is refused, and nothing is lost in silence.

use std::collections::BTreeMap;
use std::ops::Range;

use comrak::nodes::{AstNode, ListType, NodeList, NodeValue, Sourcepos};

use super::cursor::Cursor;
use super::refuse;
use super::{Block, INDEX_SCHEME, Inline, Link};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::{MappedText, MappedTextBuilder, Span};

type Node<'a> = &'a AstNode<'a>;

/// Converts a parsed string.
pub fn convert(root: Node<'_>, source: &MappedText, problems: &mut Diagnostics) -> Vec<Block> {
    let text = source.as_str();
    let line_starts = std::iter::once(0)
        .chain(
            text.bytes()
                .enumerate()
                .filter(|&(_, b)| b == b'\n' || b == b'\r')
                .map(|(at, _)| at + 1),
        )
        .collect();
    let mut footnotes = BTreeMap::new();
    for node in root.descendants() {
        if let NodeValue::FootnoteDefinition(definition) = &node.data().value {
            footnotes.insert(definition.name.clone(), node);
        }
    }
    let mut converter = Converter {
        source,
        line_starts,
        footnotes,
        covered: vec![false; text.len()],
        cursor: Cursor::new(0..0),
        problems,
    };
    let blocks = converter.blocks(root, false);
    converter.report_swallowed();
    blocks
}

struct Converter<'a, 'b> {
    source: &'b MappedText,
    line_starts: Vec<usize>,
    /// Definitions that no mark has taken yet.
    footnotes: BTreeMap<String, Node<'a>>,
    /// Bytes that are text of the tree or syntax that was understood.
    covered: Vec<bool>,
    /// How far the paragraph at hand has been read.
    cursor: Cursor,
    problems: &'b mut Diagnostics,
}

impl<'a> Converter<'a, '_> {
    fn blocks(&mut self, parent: Node<'a>, inside_item: bool) -> Vec<Block> {
        let mut blocks = Vec::new();
        for node in parent.children() {
            let range = self.range(node.data().sourcepos);
            let data = node.data();
            match &data.value {
                NodeValue::Paragraph => {
                    self.cursor = Cursor::new(range);
                    blocks.push(Block::Paragraph(self.inlines(node)));
                }
                NodeValue::BlockQuote => blocks.push(Block::Quotation(self.blocks(node, false))),
                NodeValue::List(list) => {
                    if !inside_item && self.interrupts_paragraph(range.start) {
                        self.refuse(range.clone(), refuse::accidental_list);
                    }
                    blocks.push(self.list(node, *list));
                }
                NodeValue::FootnoteDefinition(_) => {}
                NodeValue::Heading(_) => self.refuse(range, refuse::heading),
                NodeValue::ThematicBreak => self.refuse(range, refuse::thematic_break),
                NodeValue::CodeBlock(_) => self.refuse(range, refuse::code_block),
                NodeValue::HtmlBlock(_) => self.refuse(range, refuse::html),
                _ => self.refuse(range, refuse::unknown),
            }
        }
        blocks
    }

    fn list(&mut self, node: Node<'a>, list: NodeList) -> Block {
        let ordered = list.list_type == ListType::Ordered;
        let mut items = Vec::new();
        for (index, item) in node.children().enumerate() {
            let range = self.range(item.data().sourcepos);
            let content = item
                .first_child()
                .map_or(range.end, |child| self.range(child.data().sourcepos).start);
            let marker = range.start..content.max(range.start);
            self.cover(marker.clone());
            if let NodeValue::Item(own) = &item.data().value
                && ordered
                && own.start != index + 1
            {
                self.problems.push(refuse::list_number(self.span(marker), own.start, index + 1));
            }
            items.push(self.blocks(item, true));
        }
        Block::List { ordered, tight: list.tight, items }
    }

    fn inlines(&mut self, parent: Node<'a>) -> Vec<Inline> {
        let raw = self.source.as_str();
        let mut inlines = Vec::new();
        for node in parent.children() {
            let data = node.data();
            let told = self.range(data.sourcepos);
            match &data.value {
                NodeValue::Text(text) => {
                    let (mapped, range) = self.cursor.text(self.source, told, text);
                    self.cover(range);
                    split_citations(&mapped, &mut inlines);
                }
                NodeValue::Code(code) => {
                    let ticks = "`".repeat(code.num_backticks);
                    let start = self.cursor.sign(raw, told.start, &ticks);
                    let inner = self.inside_ticks(start, code.num_backticks);
                    let end = boundary(raw, inner.end + code.num_backticks);
                    self.cursor.advance(end);
                    self.cover(start..end);
                    inlines.push(Inline::Code(self.code(inner, &code.literal)));
                }
                NodeValue::SoftBreak => {
                    let range = self.cursor.line_end(raw);
                    inlines.push(Inline::SoftBreak(self.span(range)));
                }
                NodeValue::LineBreak => {
                    let range = self.cursor.line_end(raw);
                    inlines.push(Inline::LineBreak(self.span(range)));
                }
                NodeValue::Emph => {
                    let children = self.emphasis(node, told, 1);
                    inlines.push(Inline::Emphasis(children));
                }
                NodeValue::Strong => {
                    let children = self.emphasis(node, told, 2);
                    inlines.push(Inline::Strong(children));
                }
                NodeValue::Link(link) => {
                    let (url, title) = (link.url.clone(), link.title.clone());
                    inlines.push(self.link(node, told, url, &title));
                }
                NodeValue::FootnoteReference(reference) => {
                    let start = self.cursor.sign(raw, told.start, "[^");
                    let length = raw[start..].find(']').map_or(0, |length| length + 1);
                    self.cursor.advance(start + length);
                    self.cover(start..start + length);
                    let outside = self.cursor;
                    inlines.extend(self.footnote(&reference.name, start..start + length));
                    self.cursor = outside;
                }
                NodeValue::HtmlInline(html) => {
                    let start = self.cursor.sign(raw, told.start, "<");
                    let end = boundary(raw, start + html.len());
                    self.cursor.advance(end);
                    self.refuse(start..end, refuse::html);
                }
                NodeValue::Image(_) => {
                    self.cursor.sign(raw, told.start, "![");
                    self.refuse(told, refuse::image);
                }
                _ => self.refuse(told, refuse::unknown),
            }
        }
        inlines
    }

    /// The words between marks of emphasis.
    fn emphasis(&mut self, node: Node<'a>, told: Range<usize>, marks: usize) -> Vec<Inline> {
        let raw = self.source.as_str();
        let start = told.start.max(self.cursor.at);
        self.cursor.advance(start + marks);
        let children = self.inlines(node);
        self.cursor.closing_marks(raw, marks);
        self.check_emphasis(start..self.cursor.at, marks);
        children
    }

    fn link(&mut self, node: Node<'a>, told: Range<usize>, url: String, title: &str) -> Inline {
        let raw = self.source.as_str();
        let is_bare = raw[told.start..].starts_with('<');
        let start = self.cursor.sign(raw, told.start, if is_bare { "<" } else { "[" });
        let children = self.inlines(node);
        let words_end = self.cursor.at;
        self.cursor.link_tail(raw);
        let range = start..self.cursor.at;
        self.cover(words_end..range.end);
        if !title.is_empty() {
            self.problems.push(refuse::link_title(self.span(range.clone())));
        }
        match url.strip_prefix('#') {
            Some(id) => {
                let id = percent_decode(id);
                Inline::Link(Link { id, children, span: self.span(range), occurrence: 0 })
            }
            None if is_web_address(&url) => Inline::WebLink { url, children },
            None => {
                self.problems.push(refuse::link_target(self.span(range), &url));
                Inline::WebLink { url, children }
            }
        }
    }

    fn footnote(&mut self, name: &str, mark: Range<usize>) -> Option<Inline> {
        let Some(definition) = self.footnotes.remove(name) else {
            self.problems.push(refuse::repeated_footnote(self.span(mark), name));
            return None;
        };
        let range = self.range(definition.data().sourcepos);
        let content = definition
            .first_child()
            .map_or(range.end, |child| self.range(child.data().sourcepos).start);
        self.cover(range.start..content.max(range.start));
        Some(Inline::Footnote(self.blocks(definition, true)))
    }

    /// What stands between the ticks of a code span. The parser says where a span starts; over a line
    /// end with blanks around it, where it ends is a few bytes off.
    fn inside_ticks(&self, start: usize, ticks: usize) -> Range<usize> {
        let text = self.source.as_str();
        let from = boundary(text, start + ticks);
        let mut run = 0;
        for (at, c) in text[from..].char_indices().chain([(text.len() - from, ' ')]) {
            if c == '`' {
                run += 1;
                continue;
            }
            if run == ticks {
                return from..from + at - ticks;
            }
            run = 0;
        }
        from..from
    }

    /// The text of a code span with its places. Line ends and the blanks around them are one blank.
    fn code(&self, range: Range<usize>, literal: &str) -> MappedText {
        let raw = &self.source.as_str()[range.clone()];
        let literal = literal.trim_matches(' ');
        if let Some(start) = raw.find(literal) {
            return self.source.slice(range.start + start..range.start + start + literal.len());
        }
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\n');
        let mut builder =
            MappedTextBuilder::new(self.source.file(), self.span(range.clone()).start);
        let mut at = raw.len() - raw.trim_start_matches(is_blank).len();
        for c in literal.chars() {
            let rest = &raw[at..];
            let length = match rest.chars().next() {
                Some(next) if next == c => c.len_utf8(),
                Some(next) if is_blank(next) && c == ' ' => {
                    rest.len() - rest.trim_start_matches(is_blank).len()
                }
                _ => 0,
            };
            let origin = self.span(range.start + at..range.start + at + length);
            builder.push(c.encode_utf8(&mut [0; 4]), origin.range());
            at += length;
        }
        builder.finish()
    }

    /// `3*4*5` loses its signs; emphasis inside a word of letters or digits is never meant.
    fn check_emphasis(&mut self, range: Range<usize>, marks: usize) {
        let text = self.source.as_str();
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let before = text[..range.start].chars().next_back();
        let after = text[range.end.min(text.len())..].chars().next();
        if marks == 1 && is_word(before) && is_word(after) {
            self.problems.push(refuse::emphasis_in_word(self.span(range)));
        }
    }

    /// Whether a list starts on the line after a line of text.
    fn interrupts_paragraph(&self, start: usize) -> bool {
        let text = self.source.as_str();
        let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
        if line == 0 {
            return false;
        }
        let previous = text[..line - 1].rsplit('\n').next().unwrap_or("");
        !previous.trim().is_empty()
    }

    fn refuse(&mut self, range: Range<usize>, message: fn(Span) -> Diagnostic) {
        self.cover(range.clone());
        self.problems.push(message(self.span(range)));
    }

    /// Reports every stretch with a letter or a digit that is neither text nor understood syntax.
    fn report_swallowed(&mut self) {
        let text = self.source.as_str();
        let mut start = None;
        let mut stretches = Vec::new();
        for (at, character) in text.char_indices().chain([(text.len(), '\n')]) {
            let lost = at < text.len() && !self.covered[at] && character != '\n';
            match (lost, start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    stretches.push(from..at);
                    start = None;
                }
                _ => {}
            }
        }
        for stretch in stretches {
            if text[stretch.clone()].chars().any(char::is_alphanumeric) {
                let is_footnote = text[stretch.clone()].trim_start().starts_with('[');
                let span = self.span(stretch);
                self.problems.push(refuse::swallowed(span, is_footnote));
            }
        }
    }

    fn cover(&mut self, range: Range<usize>) {
        let end = range.end.min(self.covered.len());
        if range.start < end {
            self.covered[range.start..end].fill(true);
        }
    }

    fn span(&self, range: Range<usize>) -> Span {
        self.source.span(range)
    }

    /// comrak counts lines and bytes from 1 and includes the last byte.
    fn range(&self, position: Sourcepos) -> Range<usize> {
        let text = self.source.as_str();
        let offset = |line: usize, column: usize| {
            let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(text.len());
            boundary(text, start + column)
        };
        let start = offset(position.start.line, position.start.column.saturating_sub(1));
        let end = offset(position.end.line, position.end.column);
        start..end.max(start)
    }
}

fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn is_web_address(url: &str) -> bool {
    ["https://", "http://", "mailto:", INDEX_SCHEME].iter().any(|scheme| url.starts_with(scheme))
}

/// comrak percent-encodes nothing, but authors may paste an id that a browser has encoded.
fn percent_decode(id: &str) -> String {
    let mut bytes = Vec::with_capacity(id.len());
    let mut rest = id.as_bytes();
    while let [first, tail @ ..] = rest {
        let digit = |at: usize| tail.get(at).and_then(|&byte| (byte as char).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (first, digit(0), digit(1)) {
            bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'%'));
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| id.to_owned())
}

/// Cuts `[@source]` marks out of a text.
fn split_citations(text: &MappedText, inlines: &mut Vec<Inline>) {
    let whole = text.as_str();
    let mut from = 0;
    let mut at = 0;
    while let Some(open) = whole[at..].find("[@").map(|n| n + at) {
        let Some(close) = whole[open..].find(']').map(|n| n + open) else { break };
        let id = &whole[open + 2..close];
        if !id.is_empty() && !id.contains(char::is_whitespace) {
            if from < open {
                inlines.push(Inline::Text(text.slice(from..open)));
            }
            inlines.push(Inline::Citation { id: id.to_owned(), span: text.span(open..close + 1) });
            from = close + 1;
        }
        at = close + 1;
    }
    if from < whole.len() {
        inlines.push(Inline::Text(text.slice(from..whole.len())));
    }
}
