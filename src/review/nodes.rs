//! Prose as nodes of the page: a string is text, an object is text with something to it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::marks::{Mark, Marks};
use crate::book::References;
use crate::claims::{Target, Use};
use crate::evidence::Evidence;
use crate::language::Language;
use crate::prose::{Block, INDEX_SCHEME, Inline, Link, break_is_blank};
use crate::report::Localised;
use crate::source::{MappedText, SourceMap, Span};
use crate::verify::CheckedReport;

/// Turns the texts of a report into nodes.
pub struct Writer<'a> {
    sources: &'a SourceMap,
    /// The marks inside of texts.
    pub marks: Marks,
    /// What the program prints for links without words.
    pub references: References<'a>,
    checked: &'a CheckedReport,
    /// By the place of a link or card: the claim in the record, and which of its places it is.
    places: BTreeMap<Span, (usize, usize)>,
}

impl<'a> Writer<'a> {
    /// A writer for a report and its record.
    pub fn new(
        checked: &'a CheckedReport,
        sources: &'a SourceMap,
        marks: Marks,
        record: &Evidence,
    ) -> Self {
        let mut places = BTreeMap::new();
        for (index, claim) in record.claims.iter().enumerate() {
            let uses = checked.claims.find(&claim.id).map(|of| &checked.claims.list[of].uses);
            for (number, place) in uses.into_iter().flatten().enumerate() {
                places.insert(link_span(checked, place), (index, number));
            }
        }
        Self { sources, marks, references: References::new(checked), checked, places }
    }

    /// Which claim of the record a link or a card states, and which of its places it is.
    pub fn place(&self, span: Span) -> Option<(usize, usize)> {
        self.places.get(&span).copied()
    }

    /// A localised string: its wordings, and the problems that concern it as a whole.
    pub fn unit(&self, localised: &Localised) -> Value {
        let text = |text: &crate::report::LocalText| {
            let mut scribe =
                Scribe { writer: self, language: &text.language, last: None, notes: Vec::new() };
            let blocks = scribe.blocks(&text.prose.blocks);
            let mut value = json!({ "lang": text.language.tag(), "blocks": blocks });
            if !scribe.notes.is_empty() {
                value["notes"] = json!(scribe.notes);
            }
            value
        };
        let texts: Vec<Value> = localised.texts.iter().map(text).collect();
        let mut unit = json!({ "texts": texts });
        let problems = self.marks.problems_at(&[localised.span]);
        if !problems.is_empty() {
            unit["problems"] = json!(problems);
        }
        unit
    }

    /// A localised string, if there is one.
    pub fn optional(&self, localised: Option<&Localised>) -> Value {
        localised.map_or(Value::Null, |localised| self.unit(localised))
    }

    /// `chapters/01.toml:12:8`; lines and columns count from 1.
    pub fn location(&self, span: Span) -> String {
        let position = self.sources.position(span);
        format!("{}:{}:{}", self.sources.name(span.file), position.line, position.column)
    }
}

/// The place by which a link or a card is known.
pub fn link_span(checked: &CheckedReport, place: &Use) -> Span {
    match place {
        Use::Phrase(phrase) => checked.claims.texts[phrase.text].passage.links[phrase.link].span,
        Use::Card { span, .. } => *span,
    }
}

/// Writes one wording.
struct Scribe<'a> {
    writer: &'a Writer<'a>,
    language: &'a Language,
    /// The last character that was written, which decides what a line end becomes.
    last: Option<char>,
    /// The footnotes so far.
    notes: Vec<Value>,
}

impl Scribe<'_> {
    fn blocks(&mut self, blocks: &[Block]) -> Vec<Value> {
        let block = |block: &Block| match block {
            Block::Paragraph(inlines) => {
                self.last = None;
                json!({ "p": self.inlines(inlines) })
            }
            Block::List { ordered, items, .. } => {
                let items: Vec<_> = items.iter().map(|item| self.blocks(item)).collect();
                json!({ "list": items, "ordered": ordered })
            }
            Block::Quotation(blocks) => json!({ "quote": self.blocks(blocks) }),
        };
        blocks.iter().map(block).collect()
    }

    fn inlines(&mut self, inlines: &[Inline]) -> Vec<Value> {
        let mut nodes = Vec::new();
        for (index, inline) in inlines.iter().enumerate() {
            match inline {
                Inline::Text(text) => self.text(text, &mut nodes),
                Inline::Code(text) => {
                    let mut code = Vec::new();
                    self.text(text, &mut code);
                    nodes.push(json!({ "code": code }));
                }
                Inline::SoftBreak(_) => {
                    if break_is_blank(self.last, inlines.get(index + 1)) {
                        nodes.push(json!(" "));
                        self.last = Some(' ');
                    }
                }
                Inline::LineBreak(_) => nodes.push(json!({ "break": true })),
                Inline::Emphasis(children) => nodes.push(json!({ "em": self.inlines(children) })),
                Inline::Strong(children) => nodes.push(json!({ "strong": self.inlines(children) })),
                Inline::WebLink { url, children } if url.starts_with(INDEX_SCHEME) => {
                    let children = self.inlines(children);
                    nodes.extend(children);
                }
                Inline::WebLink { url, children } => {
                    let children = self.inlines(children);
                    nodes.push(json!({ "url": web_address(url), "children": children }));
                }
                Inline::Link(link) => nodes.push(self.link(link)),
                Inline::Citation { id, .. } => {
                    let mark = format!("[{}]", self.writer.references.source_mark(id));
                    nodes.push(json!({ "to": id, "children": [mark], "cite": true }));
                    self.last = None;
                }
                Inline::Footnote(blocks) => {
                    let before = self.last;
                    let place = self.notes.len();
                    self.notes.push(Value::Null);
                    self.notes[place] = Value::Array(self.blocks(blocks));
                    self.last = before;
                    nodes.push(json!({ "note": place }));
                }
            }
        }
        nodes
    }

    fn link(&mut self, link: &Link) -> Value {
        let inserted = link.children.is_empty();
        let children = if inserted {
            self.last = None;
            let words = self.writer.references.printed_words(&link.id, self.language);
            let words = if words.is_empty() { format!("⟨{}⟩", link.id) } else { words };
            vec![marked(&words, &self.writer.marks.over(link.span))]
        } else {
            self.inlines(&link.children)
        };
        match self.writer.place(link.span) {
            Some((claim, place)) => json!({
                "claim": claim, "place": place, "children": children, "inserted": inserted,
            }),
            None => match self.writer.checked.claims.names.get(&link.id) {
                Some(target) => {
                    let cite = matches!(target, Target::Source(_));
                    json!({ "to": link.id, "children": children, "cite": cite })
                }
                None => json!({ "unknown": link.id, "children": children }),
            },
        }
    }

    /// Text, cut where a mark begins or ends.
    fn text(&mut self, text: &MappedText, nodes: &mut Vec<Value>) {
        let whole = text.as_str();
        self.last = whole.chars().next_back().or(self.last);
        let marks = self.writer.marks.over(text.whole_span());
        if marks.is_empty() {
            nodes.push(json!(whole));
            return;
        }
        let over = |at: usize, c: char| -> Vec<(Span, Mark)> {
            let span = text.span(at..at + c.len_utf8());
            let over =
                marks.iter().filter(|(mark, _)| mark.start < span.end && span.start < mark.end);
            over.copied().collect()
        };
        let mut from = 0;
        let mut current: Option<Vec<(Span, Mark)>> = None;
        for (at, c) in whole.char_indices() {
            let here = over(at, c);
            match &current {
                Some(before) if *before != here => {
                    nodes.push(marked(&whole[from..at], before));
                    (from, current) = (at, Some(here));
                }
                Some(_) => {}
                None => current = Some(here),
            }
        }
        nodes.push(marked(&whole[from..], &current.unwrap_or_default()));
    }
}

/// Text under some marks: a string where there are none.
fn marked(text: &str, marks: &[(Span, Mark)]) -> Value {
    let mut node = json!({ "text": text });
    let mut problems = Vec::new();
    for (_, mark) in marks {
        match mark {
            Mark::Exempt(class) => node["exempt"] = json!(class),
            Mark::Problem(index) if problems.contains(index) => {}
            Mark::Problem(index) => problems.push(*index),
        }
    }
    match (problems.is_empty(), node.get("exempt")) {
        (true, None) => json!(text),
        (true, Some(_)) => node,
        (false, _) => {
            node["problems"] = json!(problems);
            node
        }
    }
}

/// An address that a browser may open; none where it is of a kind that could run something.
pub fn web_address(url: &str) -> Option<&str> {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://")).then_some(url)
}
