//! Prose: Markdown in a string of a TOML file, as a tree whose every byte knows its place.
//!
//! Markdown is parsed by comrak (`CommonMark` with emphasis that works beside Han characters). What
//! it would swallow in silence (raw HTML, headings, indented code, reference definitions, list marks
//! made by a wrapped line) is refused: a number in it would neither be checked nor printed.

mod convert;
mod cursor;
mod decode;
mod definitions;
mod passage;
#[cfg(test)]
mod properties;
mod refuse;
#[cfg(test)]
mod tests;

use comrak::{Arena, Options, parse_document};

use crate::diagnostics::Diagnostics;
use crate::source::{MappedText, Span};

pub use passage::{Passage, PassageLink, break_is_blank, plain_text};

/// A string of prose in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose {
    /// The paragraphs, lists and quotations.
    pub blocks: Vec<Block>,
    /// The text as it was written, before Markdown.
    pub source: MappedText,
}

/// A piece of prose that starts on a line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// Whether its items are numbered, from 1.
        ordered: bool,
        /// Whether its items follow each other without a blank line.
        tight: bool,
        /// What each item holds.
        items: Vec<Vec<Block>>,
    },
    /// A quotation.
    Quotation(Vec<Block>),
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(MappedText),
    /// Text in a code span.
    Code(MappedText),
    /// A line end in the source; whether it becomes a blank depends on its neighbours.
    SoftBreak(Span),
    /// A forced line end.
    LineBreak(Span),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Words that are linked to an address in the web.
    WebLink {
        /// The address.
        url: String,
        /// The words.
        children: Vec<Inline>,
    },
    /// `[words](#id)`: a claim, or a reference if there are no words.
    Link(Link),
    /// `[@source]`.
    Citation {
        /// The id of the source.
        id: String,
        /// The whole mark.
        span: Span,
    },
    /// A footnote, where its mark stands.
    Footnote(Vec<Block>),
}

/// A link to an id of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The id, without `#`.
    pub id: String,
    /// The linked words; none means that the program inserts them.
    pub children: Vec<Inline>,
    /// The whole link with its brackets.
    pub span: Span,
    /// Which link of the whole report this is; set when the report is complete.
    pub occurrence: usize,
}

/// What the target of a link begins with whose words are marked for the index: `[words](index:id)`.
pub const INDEX_SCHEME: &str = "index:";

/// Parses the Markdown of one string.
pub fn parse(source: MappedText, problems: &mut Diagnostics) -> Prose {
    let mut options = Options::default();
    options.extension.footnotes = true;
    options.extension.cjk_friendly_emphasis = true;
    let source = definitions::escaped(source, problems);
    let arena = Arena::new();
    let root = parse_document(&arena, source.as_str(), &options);
    let blocks = convert::convert(root, &source, problems);
    let prose = Prose { blocks, source };
    refuse::malformed_links(&prose, problems);
    prose
}

impl Prose {
    /// Every paragraph of the prose as one flat text each, footnotes after the paragraph they
    /// stand in.
    pub fn passages(&self) -> Vec<Passage> {
        passage::passages(&self.blocks)
    }

    /// Visits every link to an id, in the order of the text.
    pub fn for_each_link(&mut self, visit: &mut dyn FnMut(&mut Link)) {
        blocks_links(&mut self.blocks, visit);
    }
}

/// The place of a run of inlines, from the first to the last that has one.
pub fn span_of(inlines: &[Inline]) -> Option<Span> {
    let spans = inlines.iter().filter_map(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => Some(text.whole_span()),
        Inline::SoftBreak(span) | Inline::LineBreak(span) | Inline::Citation { span, .. } => {
            Some(*span)
        }
        Inline::Link(link) => Some(link.span),
        Inline::Emphasis(children)
        | Inline::Strong(children)
        | Inline::WebLink { children, .. } => span_of(children),
        Inline::Footnote(_) => None,
    });
    spans.reduce(Span::to)
}

fn blocks_links(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Link)) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => inlines_links(inlines, visit),
            Block::List { items, .. } => {
                for item in items {
                    blocks_links(item, visit);
                }
            }
            Block::Quotation(blocks) => blocks_links(blocks, visit),
        }
    }
}

fn inlines_links(inlines: &mut [Inline], visit: &mut dyn FnMut(&mut Link)) {
    for inline in inlines {
        match inline {
            Inline::Link(link) => visit(link),
            Inline::Emphasis(children)
            | Inline::Strong(children)
            | Inline::WebLink { children, .. } => inlines_links(children, visit),
            Inline::Footnote(blocks) => blocks_links(blocks, visit),
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::SoftBreak(_)
            | Inline::LineBreak(_)
            | Inline::Citation { .. } => {}
        }
    }
}
