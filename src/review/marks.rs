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
    /// In the order of the files and of the places in them.
    inside: BTreeMap<FileId, Vec<(Span, Mark)>>,
    /// The length of the longest mark of each file in bytes, which bounds how far back to look.
    longest: BTreeMap<FileId, usize>,
    /// Places of problems that are not within a text, such as a query or a whole block.
    outside: Vec<(Span, usize)>,
}

impl Marks {
    /// Collects the marks of a report.
    pub fn new(checked: &CheckedReport, problems: &Diagnostics) -> Self {
        let mut marks = Self::default();
        for exemption in exemptions(checked) {
            marks.add(exemption.span, Mark::Exempt(exemption.class));
        }
        let texts = text_spans(&checked.report);
        for (index, problem) in problems.iter().enumerate() {
            for label in &problem.labels {
                if lies_within(label.span, &texts) {
                    marks.add(label.span, Mark::Problem(index));
                } else {
                    marks.outside.push((label.span, index));
                }
            }
        }
        for list in marks.inside.values_mut() {
            list.sort_by_key(|(span, _)| *span);
        }
        marks
    }

    fn add(&mut self, span: Span, mark: Mark) {
        // A place between two characters shows at the one behind it.
        let span = Span { end: span.end.max(span.start + 1), ..span };
        let longest = self.longest.entry(span.file).or_default();
        *longest = (*longest).max(span.end - span.start);
        self.inside.entry(span.file).or_default().push((span, mark));
    }

    /// The marks that share a byte with a place within a text.
    pub fn over(&self, place: Span) -> Vec<(Span, Mark)> {
        let Some(list) = self.inside.get(&place.file) else { return Vec::new() };
        let longest = self.longest.get(&place.file).copied().unwrap_or(0);
        let from = list.partition_point(|(span, _)| span.start + longest <= place.start);
        let near = list[from..].iter().take_while(|(span, _)| span.start < place.end);
        near.filter(|(span, _)| span.end > place.start).copied().collect()
    }

    /// The problems that point to a place within a text.
    pub fn problems_in(&self, place: Span) -> impl Iterator<Item = usize> {
        self.over(place).into_iter().filter_map(|(_, mark)| match mark {
            Mark::Problem(index) => Some(index),
            Mark::Exempt(_) => None,
        })
    }

    /// The problems that point to something else than text, and touch one of some places.
    pub fn problems_at(&self, places: &[Span]) -> Vec<usize> {
        let touches = |span: &Span| places.iter().any(|place| meet(*span, *place));
        let mut list: Vec<usize> = self
            .outside
            .iter()
            .filter(|(span, _)| touches(span))
            .map(|(_, index)| *index)
            .collect();
        list.sort_unstable();
        list.dedup();
        list
    }
}

fn meet(a: Span, b: Span) -> bool {
    a.file == b.file && a.start < b.end.max(b.start + 1) && b.start < a.end.max(a.start + 1)
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
