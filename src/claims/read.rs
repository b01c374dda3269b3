//! Reads every paragraph of a report for numbers.

use super::BoundText;
use crate::prose::{Block, Inline};
use crate::quantity::{Bands, Content, Lexicon, Reading, scan};
use crate::report::Report;
use crate::source::Span;

/// The paragraphs of all localised strings, in the order of the book and of the languages.
pub fn texts(report: &Report) -> Vec<BoundText> {
    let lexicons: Vec<Lexicon> =
        report.languages.iter().map(|language| Lexicon::new(report.names_in(language))).collect();
    let mut texts = Vec::new();
    for (unit, localised) in report.localised().into_iter().enumerate() {
        for text in &localised.texts {
            let position = report.languages.iter().position(|language| *language == text.language);
            let lexicon = &lexicons[position.unwrap_or(0)];
            for passage in text.prose.passages() {
                let mut readings = scan(text.language.grammar(), lexicon, passage.text());
                apply_bands(&mut readings, &report.bands);
                texts.push(BoundText {
                    unit,
                    role: localised.role,
                    language: text.language.clone(),
                    passage,
                    readings,
                });
            }
        }
    }
    texts
}

/// Gives the words of a report the width that it sets for them.
fn apply_bands(readings: &mut [Reading], bands: &Bands) {
    if *bands == Bands::default() {
        return;
    }
    for reading in readings {
        if let Content::Quantity(quantity) = &mut reading.content {
            quantity.interval = quantity.interval_with(bands);
        }
    }
}

/// Visits every `[@source]` of a tree.
pub fn for_each_citation(blocks: &[Block], visit: &mut dyn FnMut(&str, Span)) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => inline_citations(inlines, visit),
            Block::List { items, .. } => {
                items.iter().for_each(|item| for_each_citation(item, visit));
            }
            Block::Quotation(blocks) => for_each_citation(blocks, visit),
        }
    }
}

fn inline_citations(inlines: &[Inline], visit: &mut dyn FnMut(&str, Span)) {
    for inline in inlines {
        match inline {
            Inline::Citation { id, span } => visit(id, *span),
            Inline::Emphasis(children)
            | Inline::Strong(children)
            | Inline::WebLink { children, .. } => inline_citations(children, visit),
            Inline::Link(link) => inline_citations(&link.children, visit),
            Inline::Footnote(blocks) => for_each_citation(blocks, visit),
            _ => {}
        }
    }
}
