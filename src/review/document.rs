//! All that the page shows, as one JSON value.

use serde_json::{Value, json};

use super::change::Changes;
use super::exhibit::Exhibitor;
use super::marks::Marks;
use super::nodes::Writer;
use super::{claim, source};
use crate::book::chapter_number;
use crate::diagnostics::{Diagnostics, Severity, render};
use crate::evidence::Evidence;
use crate::report::{Block, Localised, Part, PartKind};
use crate::source::SourceMap;
use crate::verify::CheckedReport;

/// The document of a checked report.
pub fn document(
    checked: &CheckedReport,
    sources: &SourceMap,
    problems: &Diagnostics,
    record: &Evidence,
    since: Option<&Evidence>,
) -> Value {
    let writer = Writer::new(checked, sources, Marks::new(checked, problems), record);
    let changes = since.map(|since| Changes::new(record, since));
    let report = &checked.report;
    let languages = report
        .languages
        .iter()
        .map(|language| json!({ "tag": language.tag(), "chinese": language.is_chinese() }));
    json!({
        "recto": record.engine.recto,
        "languages": languages.collect::<Vec<_>>(),
        "report": {
            "id": report.id,
            "date": report.date.to_string(),
            "as-of": report.as_of.map(|date| date.to_string()),
            "title": writer.unit(&report.title),
            "subtitle": writer.optional(report.subtitle.as_ref()),
            "publisher": writer.unit(&report.publisher),
            "abstract": writer.optional(report.summary.as_ref()),
            "imprint": writer.optional(report.imprint.as_ref()),
            "keywords": writer.optional(report.keywords.as_ref()),
        },
        "tally": record.tally,
        "errors": problems.count(Severity::Error),
        "parts": parts(checked, record, &writer),
        "claims": claim::claims(checked, record, &writer, changes.as_ref()),
        "remarks": claim::remarks(checked, record, &writer),
        "sources": source::sources(checked, sources, record, &writer),
        "problems": problems.iter().map(|problem| render::json(problem, sources)).collect::<Vec<_>>(),
        "since": changes.as_ref().map(Changes::summary),
    })
}

fn parts(checked: &CheckedReport, record: &Evidence, writer: &Writer<'_>) -> Vec<Value> {
    let mut exhibitor = Exhibitor::new(checked, record, writer);
    let parts = checked.report.parts.iter().enumerate();
    let part = |(index, part): (usize, &Part)| {
        let number = chapter_number(&checked.report, index);
        let blocks = blocks(&part.blocks, writer, &mut exhibitor);
        let mut sections = Vec::new();
        for (place, section) in part.sections.iter().enumerate() {
            sections.push(json!({
                "id": section.id.as_ref().map(|id| &id.name),
                "number": number.map(|number| format!("{number}.{}", place + 1)),
                "title": writer.unit(&section.title),
                "blocks": self::blocks(&section.blocks, writer, &mut exhibitor),
            }));
        }
        json!({
            "kind": match part.kind {
                PartKind::Foreword | PartKind::Front => "front",
                PartKind::Chapter => "chapter",
                PartKind::Back => "back",
            },
            "id": part.id.as_ref().map(|id| &id.name),
            "number": number,
            "file": part.path.as_str(),
            "title": writer.unit(&part.title),
            "lead": writer.optional(part.lead.as_ref()),
            "blocks": blocks,
            "sections": sections,
        })
    };
    parts.map(part).collect()
}

fn blocks(blocks: &[Block], writer: &Writer<'_>, exhibitor: &mut Exhibitor<'_>) -> Vec<Value> {
    let block = |block: &Block| match block {
        Block::Prose(prose) => json!({ "kind": "prose", "text": writer.unit(prose) }),
        Block::Figure(figure) => exhibitor.figure(figure),
        Block::Table(table) => exhibitor.table(table),
        Block::Cards(cards) => exhibitor.cards(cards),
        Block::Callout(callout) => passages(callout.title.iter().chain([&callout.text]), writer),
        Block::Definitions(list) => {
            passages(list.iter().flat_map(|one| [&one.term, &one.text]), writer)
        }
        Block::Timeline(events) => passages(events.iter().map(|event| &event.text), writer),
        Block::Quote(quote) => passages([&quote.text].into_iter().chain(&quote.by), writer),
        Block::Equation(equation) => {
            let texts = equation.formulas().into_iter().map(|(_, text)| text.as_str().trim());
            json!({ "kind": "typst", "text": texts.collect::<Vec<_>>().join("\n") })
        }
        Block::PageBreak(_) => passages(std::iter::empty(), writer),
        Block::Typst(text) => json!({ "kind": "typst", "text": text.as_str().trim() }),
    };
    blocks.iter().map(block).collect()
}

/// Texts that stand together in one block.
fn passages<'a>(texts: impl Iterator<Item = &'a Localised>, writer: &Writer<'_>) -> Value {
    json!({ "kind": "passages", "texts": texts.map(|text| writer.unit(text)).collect::<Vec<_>>() })
}
