//! Citations of works in the text of an edition, and the list of what it cites.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::bibliography::{Fragment, Reference, Request, render};
use crate::claims::{Names, Target};
use crate::language::Language;
use crate::prose::{Block, Inline};
use crate::report::{Edition, Localised, PartKind, Piece, Report};
use crate::source::{FileId, Span};
use crate::verify::CheckedReport;

/// Which words stand for the citations of an edition.
#[derive(Clone, Debug, Default)]
pub struct Citations {
    /// By the place of the first of the marks that are one citation, and by language.
    marks: BTreeMap<(FileId, usize, String), Vec<Fragment>>,
    /// The list.
    pub references: Vec<Reference>,
    /// Whether the lines of a reference hang under its first one.
    pub hanging: bool,
}

impl Citations {
    /// Makes the citations of an edition. Numbers follow the text of its leading language.
    pub fn new(checked: &CheckedReport, edition: &Edition) -> Self {
        let Some(bibliography) = &checked.report.bibliography else { return Self::default() };
        let Some(lead) = edition.languages.first() else { return Self::default() };
        let mut places = Vec::new();
        let mut requests = Vec::new();
        for language in &edition.languages {
            for cluster in clusters(checked, edition, language) {
                let place = (cluster.span.file, cluster.span.start, language.tag().to_owned());
                places.push(place);
                requests.push(Request { keys: cluster.keys, language });
            }
        }
        let rendered = render(bibliography, &requests, lead);
        Self {
            marks: places.into_iter().zip(rendered.citations).collect(),
            references: rendered.references,
            hanging: rendered.hanging,
        }
    }

    /// What is printed for the citation that begins at a place.
    pub fn at(&self, span: Span, language: &Language) -> Option<&[Fragment]> {
        let key = (span.file, span.start, language.tag().to_owned());
        self.marks.get(&key).map(Vec::as_slice)
    }

    /// The words of the citation that begins at a place.
    pub fn words(&self, span: Span, language: &Language) -> Option<String> {
        let pieces = self.at(span, language)?;
        Some(pieces.iter().map(|piece| piece.text.as_str()).collect())
    }

    /// The list for `book.json`.
    pub fn record(&self) -> Value {
        let references = self.references.iter().map(|reference| {
            json!({
                "key": reference.key,
                "lang": reference.language,
                "label": pieces(&reference.label),
                "text": pieces(&reference.text),
            })
        });
        json!({ "hanging": self.hanging, "references": references.collect::<Vec<_>>() })
    }
}

fn pieces(pieces: &[Fragment]) -> Vec<Value> {
    let piece = |piece: &Fragment| {
        let looks: Vec<&str> = piece.looks.iter().map(|look| look.name()).collect();
        json!({ "text": piece.text, "looks": looks, "url": piece.url })
    };
    pieces.iter().map(piece).collect()
}

/// Marks of works that follow each other without anything between them.
struct Cluster<'a> {
    keys: Vec<&'a str>,
    span: Span,
}

/// Whether an id is that of a work.
pub fn is_work(names: &Names, id: &str) -> bool {
    matches!(names.get(id), Some(Target::Work(_)))
}

/// How many marks of works follow each other from a place on, itself included.
pub fn cluster_length(names: &Names, inlines: &[Inline]) -> usize {
    let is_cited = |inline: &&Inline| match inline {
        Inline::Citation { id, .. } => is_work(names, id),
        _ => false,
    };
    inlines.iter().take_while(is_cited).count()
}

/// What an edition leaves out; what it cites there is not cited.
fn left_out<'a>(report: &'a Report, edition: &Edition) -> Vec<&'a Localised> {
    let prints = |piece| report.prints(edition, piece, 1);
    let mut list = Vec::new();
    for part in &report.parts {
        if part.kind == PartKind::Foreword && !prints(Piece::Foreword) {
            part.localised(&mut list);
        }
        list.extend(part.lead.iter().filter(|_| !prints(Piece::Findings)));
    }
    if !prints(Piece::Definitions) && !prints(Piece::Glossary) {
        report.definitions().for_each(|definition| definition.localised(&mut list));
    }
    list
}

/// All citations of works in the texts of a language, and those that definitions rest on.
fn clusters<'a>(
    checked: &'a CheckedReport,
    edition: &Edition,
    language: &Language,
) -> Vec<Cluster<'a>> {
    let report = &checked.report;
    let left_out = left_out(report, edition);
    let is_printed =
        |localised: &&Localised| !left_out.iter().any(|out| std::ptr::eq(*out, *localised));
    let mut found = Vec::new();
    for localised in report.localised().into_iter().filter(is_printed) {
        if let Some(prose) = localised.get(language) {
            in_blocks(&checked.claims.names, &prose.blocks, &mut found);
        }
    }
    let defined = report.parts.iter().flat_map(|part| &part.definitions);
    let defined = defined.filter(|_| report.prints(edition, Piece::Definitions, 1));
    for source in defined.filter_map(|definition| definition.source.as_ref()) {
        if is_work(&checked.claims.names, &source.name) {
            found.push(Cluster { keys: vec![&source.name], span: source.span });
        }
    }
    found
}

fn in_blocks<'a>(names: &Names, blocks: &'a [Block], found: &mut Vec<Cluster<'a>>) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => in_inlines(names, inlines, found),
            Block::List { items, .. } => {
                items.iter().for_each(|item| in_blocks(names, item, found));
            }
            Block::Quotation(blocks) => in_blocks(names, blocks, found),
        }
    }
}

fn in_inlines<'a>(names: &Names, inlines: &'a [Inline], found: &mut Vec<Cluster<'a>>) {
    let mut at = 0;
    while let Some(inline) = inlines.get(at) {
        let length = cluster_length(names, &inlines[at..]);
        if length > 0 {
            found.extend(cluster(&inlines[at..at + length]));
            at += length;
            continue;
        }
        match inline {
            Inline::Emphasis(children)
            | Inline::Strong(children)
            | Inline::WebLink { children, .. } => in_inlines(names, children, found),
            Inline::Link(link) => in_inlines(names, &link.children, found),
            Inline::Footnote(blocks) => in_blocks(names, blocks, found),
            _ => {}
        }
        at += 1;
    }
}

fn cluster(marks: &[Inline]) -> Option<Cluster<'_>> {
    let cited = marks.iter().filter_map(|mark| match mark {
        Inline::Citation { id, span } => Some((id.as_str(), *span)),
        _ => None,
    });
    let (keys, spans): (Vec<&str>, Vec<Span>) = cited.unzip();
    Some(Cluster { keys, span: *spans.first()? })
}
