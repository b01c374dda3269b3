//! A paragraph as one flat text, without markup, as a reader sees it: what the scanner reads.

use std::ops::Range;

use super::{Block, Inline};
use crate::source::{MappedText, MappedTextBuilder, Span};

/// Stands for something that is printed but was not written here: an inserted answer, a reference.
pub const OBJECT: char = '\u{FFFC}';

/// The text of one paragraph, of one item of a list, or of a paragraph of a footnote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    text: MappedText,
    /// Links to ids in the order of the text.
    pub links: Vec<PassageLink>,
}

/// A link to an id inside a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassageLink {
    /// The id.
    pub id: String,
    /// The linked words in the passage.
    pub range: Range<usize>,
    /// Whether there are no words, so that the program inserts them.
    pub inserted: bool,
    /// The whole link in the author's file.
    pub span: Span,
    /// Which link of the whole report this is.
    pub occurrence: usize,
}

impl Passage {
    /// The flat text.
    pub fn text(&self) -> &str {
        self.text.as_str()
    }

    /// A part of it on one line as a reader sees it: `insert` gives the words of a link without words.
    /// Citations are left out, with the blank before them.
    pub fn readable(&self, range: Range<usize>, insert: &dyn Fn(&str) -> String) -> String {
        let mut text = String::new();
        for (at, c) in self.text()[range.clone()].char_indices() {
            match c {
                OBJECT => {
                    let at = range.start + at;
                    let link =
                        self.links.iter().find(|link| link.inserted && link.range.start == at);
                    match link {
                        Some(link) => text.push_str(&insert(&link.id)),
                        None => text.truncate(text.trim_end().len()),
                    }
                }
                '\n' => text.push(' '),
                c => text.push(c),
            }
        }
        text
    }

    /// The place of a part of it in the author's file.
    pub fn span(&self, range: Range<usize>) -> Span {
        self.text.span(range)
    }
}

/// The passages of a tree.
pub fn passages(blocks: &[Block]) -> Vec<Passage> {
    let mut result = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => paragraph(inlines, &mut result),
            Block::List { items, .. } => {
                for item in items {
                    result.extend(passages(item));
                }
            }
            Block::Quotation(blocks) => result.extend(passages(blocks)),
        }
    }
    result
}

/// The text of a tree as metadata shows it: no markup, paragraphs joined by a blank.
pub fn plain_text(blocks: &[Block], insert: &dyn Fn(&str) -> String) -> String {
    let mut texts = Vec::new();
    for passage in passages(blocks) {
        texts.push(passage.readable(0..passage.text().len(), insert));
    }
    texts.join(" ")
}

fn paragraph(inlines: &[Inline], result: &mut Vec<Passage>) {
    let Some(start) = inlines.iter().find_map(first_span) else { return };
    let mut flattener = Flattener {
        builder: MappedTextBuilder::new(start.file, start.start),
        links: Vec::new(),
        footnotes: Vec::new(),
    };
    flattener.inlines(inlines);
    result.push(Passage { text: flattener.builder.finish(), links: flattener.links });
    for note in flattener.footnotes {
        result.extend(passages(note));
    }
}

struct Flattener<'a> {
    builder: MappedTextBuilder,
    links: Vec<PassageLink>,
    footnotes: Vec<&'a [Block]>,
}

impl<'a> Flattener<'a> {
    fn inlines(&mut self, inlines: &'a [Inline]) {
        for (index, inline) in inlines.iter().enumerate() {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.builder.push_mapped(text),
                Inline::SoftBreak(span) => {
                    if break_is_blank(self.builder.last_char(), inlines.get(index + 1)) {
                        self.builder.push(" ", span.range());
                    }
                }
                Inline::LineBreak(span) => self.builder.push("\n", span.range()),
                Inline::Emphasis(children)
                | Inline::Strong(children)
                | Inline::WebLink { children, .. } => self.inlines(children),
                Inline::Link(link) => {
                    let start = self.builder.len();
                    if link.children.is_empty() {
                        self.builder.push(&OBJECT.to_string(), link.span.range());
                    } else {
                        self.inlines(&link.children);
                    }
                    self.links.push(PassageLink {
                        id: link.id.clone(),
                        range: start..self.builder.len(),
                        inserted: link.children.is_empty(),
                        span: link.span,
                        occurrence: link.occurrence,
                    });
                }
                Inline::Citation { span, .. } => {
                    self.builder.push(&OBJECT.to_string(), span.range());
                }
                Inline::Footnote(blocks) => self.footnotes.push(blocks),
            }
        }
    }
}

/// A line end in the source is a blank, except between characters that are written without blanks.
pub fn break_is_blank(before: Option<char>, next: Option<&Inline>) -> bool {
    let after = next.and_then(first_char);
    !(before.is_some_and(is_unspaced) && after.is_some_and(is_unspaced))
}

fn first_char(inline: &Inline) -> Option<char> {
    match inline {
        Inline::Text(text) | Inline::Code(text) => text.as_str().chars().next(),
        Inline::Emphasis(children)
        | Inline::Strong(children)
        | Inline::WebLink { children, .. } => children.iter().find_map(first_char),
        Inline::Link(link) => link.children.iter().find_map(first_char),
        _ => None,
    }
}

/// Han characters, kana and full-width punctuation.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}' | '“' | '”' | '‘' | '’' | '—' | '…')
}

fn first_span(inline: &Inline) -> Option<Span> {
    match inline {
        Inline::Text(text) | Inline::Code(text) => Some(text.whole_span()),
        Inline::SoftBreak(span) | Inline::LineBreak(span) | Inline::Citation { span, .. } => {
            Some(*span)
        }
        Inline::Link(link) => Some(link.span),
        Inline::Emphasis(children)
        | Inline::Strong(children)
        | Inline::WebLink { children, .. } => children.iter().find_map(first_span),
        Inline::Footnote(_) => None,
    }
}
