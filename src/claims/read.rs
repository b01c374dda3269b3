//! Reads every paragraph of a report for numbers.

use super::BoundText;
use crate::prose::{Block, Inline, Passage};
use crate::quantity::{Bands, Content, Grammar, Lexicon, Quantity, Reading, scan};
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
                let reader =
                    Reader { grammar: text.language.grammar(), lexicon, bands: &report.bands };
                let readings = reader.read(passage.text());
                let alone = (0..passage.links.len())
                    .filter_map(|link| reader.alone(&passage, &readings, link))
                    .collect();
                texts.push(BoundText {
                    unit,
                    role: localised.role,
                    language: text.language.clone(),
                    passage,
                    readings,
                    alone,
                });
            }
        }
    }
    texts
}

/// Reads as a report in one language does: with its names and its bands.
struct Reader<'a> {
    grammar: Grammar,
    lexicon: &'a Lexicon,
    bands: &'a Bands,
}

impl Reader<'_> {
    fn read(&self, text: &str) -> Vec<Reading> {
        let mut readings = scan(self.grammar, self.lexicon, text);
        for reading in &mut readings {
            if let Content::Quantity(quantity) = &mut reading.content {
                quantity.interval = quantity.interval_with(self.bands);
            }
        }
        readings
    }

    /// Reads the words of a link without their neighbours, if no number was read among them: `one` and
    /// 一 are numbers when they are linked.
    fn alone(
        &self,
        passage: &Passage,
        readings: &[Reading],
        link: usize,
    ) -> Option<(usize, Vec<Quantity>)> {
        let range = &passage.links[link].range;
        let is_number = |reading: &Reading| {
            matches!(reading.content, Content::Quantity(_))
                && range.start <= reading.range.start
                && reading.range.end <= range.end
        };
        if passage.links[link].inserted || readings.iter().any(is_number) {
            return None;
        }
        let words = &passage.text()[range.clone()];
        let direct = self.quantities(words, range.start);
        if !direct.is_empty() {
            return Some((link, direct));
        }
        let unit_word = match self.grammar {
            Grammar::Chinese => "项",
            Grammar::English | Grammar::Digits => " units",
        };
        let blank = words.len() - words.trim_start().len();
        let counted = format!("{}{unit_word}", words.trim());
        let quantities = self.quantities(&counted, range.start + blank);
        (!quantities.is_empty()).then_some((link, quantities))
    }

    /// The quantities of a text that stands `offset` bytes into its passage.
    fn quantities(&self, text: &str, offset: usize) -> Vec<Quantity> {
        let moved = |reading: Reading| match reading.content {
            Content::Quantity(mut quantity) => {
                quantity.digits = quantity.digits.start + offset..quantity.digits.end + offset;
                Some(quantity)
            }
            _ => None,
        };
        self.read(text).into_iter().filter_map(moved).collect()
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
