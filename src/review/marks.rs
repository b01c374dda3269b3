//! What has to be marked inside of texts: numerals that need no claim, and the places of problems.

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostics;
use crate::report::Report;
use crate::source::{FileId, Span};
use crate::verify::{CheckedReport, exemptions};

/// Why a stretch of text is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The scanner takes it for something that needs no claim; the name of its class.
    Exempt(&'static str),
    /// The problem with this index points to it.
    Problem(usize),
}

/// The marks of a report by their places.
#[derive(Debug, Default)]
pub struct Marks {
    /// Within texts.
    inside: Places<Mark>,
    /// Places of problems that are not within a text, such as a query or a whole block.
    outside: Places<usize>,
}

impl Marks {
    /// Collects the marks of a report.
    pub fn new(checked: &CheckedReport, problems: &Diagnostics) -> Self {
        let mut marks = Self::default();
        for exemption in exemptions(checked) {
            marks.inside.add(exemption.span, Mark::Exempt(exemption.class));
        }
        let texts = text_spans(&checked.report);
        for (index, problem) in problems.iter().enumerate() {
            for label in &problem.labels {
                if lies_within(label.span, &texts) {
                    marks.inside.add(label.span, Mark::Problem(index));
                } else {
                    marks.outside.add(label.span, index);
                }
            }
        }
        marks.inside.sort();
        marks.outside.sort();
        marks
    }

    /// The marks that share a byte with a place within a text.
    pub fn over(&self, place: Span) -> Vec<(Span, Mark)> {
        self.inside.over(place).collect()
    }

    /// The problems that point to a place within a text.
    pub fn problems_in(&self, place: Span) -> impl Iterator<Item = usize> {
        self.inside.over(place).filter_map(|(_, mark)| match mark {
            Mark::Problem(index) => Some(index),
            Mark::Exempt(_) => None,
        })
    }

    /// The problems that point to something else than text, and touch one of some places.
    pub fn problems_at(&self, places: &[Span]) -> Vec<usize> {
        let touching = places.iter().flat_map(|place| self.outside.over(*place));
        let mut list: Vec<usize> = touching.map(|(_, index)| index).collect();
        list.sort_unstable();
        list.dedup();
        list
    }
}

/// What lies at places of files, found by place.
#[derive(Debug)]
struct Places<T> {
    files: BTreeMap<FileId, Vec<(Span, T)>>,
    /// The length of the longest place of each file in bytes, which bounds how far back to look.
    longest: BTreeMap<FileId, usize>,
}

impl<T> Default for Places<T> {
    fn default() -> Self {
        Self { files: BTreeMap::new(), longest: BTreeMap::new() }
    }
}

impl<T: Copy> Places<T> {
    fn add(&mut self, span: Span, what: T) {
        let span = with_a_byte(span);
        let longest = self.longest.entry(span.file).or_default();
        *longest = (*longest).max(span.end - span.start);
        self.files.entry(span.file).or_default().push((span, what));
    }

    /// Has to come before the first question; what is at one place stays in the order in which it came.
    fn sort(&mut self) {
        self.files.values_mut().for_each(|list| list.sort_by_key(|(span, _)| *span));
    }

    /// What shares a byte with a place.
    fn over(&self, place: Span) -> impl Iterator<Item = (Span, T)> {
        let place = with_a_byte(place);
        let list = self.files.get(&place.file).map_or(&[][..], Vec::as_slice);
        let longest = self.longest.get(&place.file).copied().unwrap_or(0);
        let from = list.partition_point(|(span, _)| span.start + longest <= place.start);
        let near = list[from..].iter().take_while(move |(span, _)| span.start < place.end);
        near.filter(move |(span, _)| span.end > place.start).copied()
    }
}

/// A place between two characters counts as the byte behind it.
fn with_a_byte(span: Span) -> Span {
    Span { end: span.end.max(span.start + 1), ..span }
}

/// Where each text of the report stands, by file and start.
fn text_spans(report: &Report) -> Vec<Span> {
    let texts = report.localised().into_iter().flat_map(|localised| &localised.texts);
    let mut spans: Vec<Span> = texts.map(|text| text.prose.source.whole_span()).collect();
    spans.sort_unstable();
    spans
}

/// Whether one of some disjoint, sorted places holds a place.
fn lies_within(place: Span, texts: &[Span]) -> bool {
    let after = texts.partition_point(|text| (text.file, text.start) <= (place.file, place.start));
    let before = after.checked_sub(1).map(|index| texts[index]);
    before.is_some_and(|text| text.file == place.file && place.end <= text.end)
}
