//! What each place of the author's text rests on: a claim, or the class that the scanner gave to it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::numerals::numerals;
use crate::book::{Book, Citations, References};
use crate::claims::{Target, formula_numbers};
use crate::source::{FileId, Span};
use crate::verify::CheckedReport;

/// What a place of the author's text rests on.
#[derive(Clone, Debug)]
pub enum Cover {
    /// The words of a claim: which link of the report it is.
    Claim {
        /// The link.
        occurrence: usize,
    },
    /// A numeral that needs no claim, and its class.
    Exempt(&'static str),
}

/// The places of a report by what they rest on.
pub struct Covers<'a> {
    checked: &'a CheckedReport,
    /// By file, in ascending order; no two overlap but a claim and what lies within it.
    places: BTreeMap<FileId, Vec<(Range<usize>, Cover)>>,
    /// What the program puts in place of a link without words: its numerals, and the claim if it is one.
    inserted: BTreeMap<(FileId, usize), Insertion>,
    /// The text of `typst` blocks.
    blocks: Vec<Span>,
}

/// What the program puts at a place.
#[derive(Debug)]
struct Insertion {
    numerals: BTreeSet<String>,
    /// Which link of the report it is, where it prints the answer of a claim.
    occurrence: Option<usize>,
}

impl<'a> Covers<'a> {
    /// Collects what every text of an edition's languages rests on.
    pub fn new(checked: &'a CheckedReport, book: &Book) -> Self {
        let blocks = book.typst_blocks().map(crate::source::MappedText::whole_span).collect();
        let mut covers =
            Self { checked, places: BTreeMap::new(), inserted: BTreeMap::new(), blocks };
        for text in &checked.claims.texts {
            if book.edition.languages.contains(&text.language) {
                covers.links(text);
                covers.readings(text);
            }
        }
        for number in formula_numbers(&checked.report) {
            if number.allowed && !number.heard {
                let place = (number.span.range(), Cover::Exempt("formula"));
                covers.places.entry(number.span.file).or_default().push(place);
            }
        }
        for places in covers.places.values_mut() {
            // A claim before what lies within it, so that the claim is found first.
            places.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        }
        covers.citations(checked, &book.citations);
        covers
    }

    fn links(&mut self, text: &crate::claims::BoundText) {
        let names = &self.checked.claims.names;
        for link in &text.passage.links {
            let is_claim = matches!(names.get(&link.id), Some(Target::Claim(_)));
            if link.inserted {
                let words = References::new(self.checked).printed_words(&link.id, &text.language);
                let insertion = Insertion {
                    numerals: numerals(&words)
                        .into_iter()
                        .map(|range| words[range].to_owned())
                        .collect(),
                    occurrence: is_claim.then_some(link.occurrence),
                };
                self.inserted.insert((link.span.file, link.span.start), insertion);
            } else if is_claim {
                let span = text.passage.span(link.range.clone());
                let cover = Cover::Claim { occurrence: link.occurrence };
                self.places.entry(span.file).or_default().push((span.range(), cover));
            }
        }
    }

    fn readings(&mut self, text: &crate::claims::BoundText) {
        for reading in &text.readings {
            let Some(class) = reading.content.class() else { continue };
            let span = text.passage.span(reading.range.clone());
            self.places.entry(span.file).or_default().push((span.range(), Cover::Exempt(class)));
        }
    }

    /// `[@source]` prints the mark of the source, `[@work]` a number, or an author and a year.
    fn citations(&mut self, checked: &CheckedReport, works: &Citations) {
        for localised in checked.report.localised() {
            for text in &localised.texts {
                crate::claims::for_each_citation(&text.prose.blocks, &mut |id, span| {
                    let words = works.words(span, &text.language);
                    let words = words.unwrap_or_else(|| References::new(checked).source_mark(id));
                    let mut numerals: BTreeSet<String> =
                        numerals(&words).into_iter().map(|range| words[range].to_owned()).collect();
                    // `[6,7]` may break behind its comma.
                    let apart = words.split(|c: char| !c.is_numeric());
                    numerals.extend(apart.filter(|part| !part.is_empty()).map(str::to_owned));
                    let insertion = Insertion { numerals, occurrence: None };
                    self.inserted.insert((span.file, span.start), insertion);
                });
            }
        }
    }

    /// What a numeral in the author's own characters rests on. `text` is where the piece stands in its run,
    /// `numeral` where the numeral stands in the piece.
    pub fn of_author(
        &self,
        span: Span,
        text: &Range<usize>,
        numeral: Range<usize>,
    ) -> Option<&'static str> {
        // Characters that stand in the file as they are printed are found to the byte; an escape as a whole.
        let place = if span.range().len() == text.len() {
            span.start + numeral.start..span.start + numeral.end
        } else {
            span.range()
        };
        self.cover(span.file, &place).map(super::name_of)
    }

    /// The cover that holds a whole place.
    pub fn cover(&self, file: FileId, place: &Range<usize>) -> Option<&Cover> {
        let places = self.places.get(&file)?;
        let after = places.partition_point(|(range, _)| range.start <= place.start);
        // Paragraphs are short: whatever begins before and holds the place is near.
        let mut holding = places[..after].iter().rev().take(64);
        let found = holding.find(|(range, _)| range.start <= place.start && place.end <= range.end);
        found.map(|(_, cover)| cover)
    }

    /// What a numeral rests on that the program put at a place of the author's text.
    pub fn of_inserted(&self, place: Span, written: &str) -> Option<&'static str> {
        let insertion = self.inserted.get(&(place.file, place.start))?;
        let known = insertion.numerals.contains(written);
        known.then_some(if insertion.occurrence.is_some() { "answer" } else { "reference" })
    }

    /// Which link of the report stands at a place, if it is one of a claim.
    pub fn occurrence(&self, place: Span, inserted: bool) -> Option<usize> {
        if inserted {
            return self.inserted.get(&(place.file, place.start))?.occurrence;
        }
        let places = self.places.get(&place.file)?;
        let after = places.partition_point(|(range, _)| range.start <= place.start);
        places[..after].iter().rev().take(64).find_map(|(range, cover)| match cover {
            Cover::Claim { occurrence } if place.start < range.end => Some(*occurrence),
            _ => None,
        })
    }

    /// Whether a place lies in a `typst` block.
    pub fn in_typst_block(&self, place: Span) -> bool {
        self.blocks.iter().any(|block| {
            block.file == place.file && block.start <= place.start && place.end <= block.end
        })
    }

    /// The report that is printed.
    pub fn checked(&self) -> &CheckedReport {
        self.checked
    }
}
