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
use crate::report::{Block, Localised, Part, PartKind, TermDefinition};
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
    let mut exhibitor = Exhibitor::new(checked, record, &writer);
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
        "before": report.key_figures.iter().map(|cards| block(cards, &writer, &mut exhibitor)).collect::<Vec<_>>(),
        "parts": parts(checked, &writer, &mut exhibitor),
        "after": meanings(&report.glossary, &writer),
        "claims": claim::claims(checked, record, &writer, changes.as_ref()),
        "remarks": claim::remarks(checked, record, &writer),
        "sources": source::sources(checked, sources, record, &writer),
        "problems": problems.iter().map(|problem| render::json(problem, sources)).collect::<Vec<_>>(),
        "since": changes.as_ref().map(Changes::summary),
    })
}

fn parts(
    checked: &CheckedReport,
    writer: &Writer<'_>,
    exhibitor: &mut Exhibitor<'_>,
) -> Vec<Value> {
    let parts = checked.report.parts.iter().enumerate();
    let part = |(index, part): (usize, &Part)| {
        let number = chapter_number(&checked.report, index);
        let blocks = blocks(&part.blocks, writer, exhibitor);
        let mut sections = Vec::new();
        for (place, section) in part.sections.iter().enumerate() {
            sections.push(json!({
                "id": section.id.as_ref().map(|id| &id.name),
                "number": number.map(|number| format!("{number}.{}", place + 1)),
                "title": writer.unit(&section.title),
                "blocks": self::blocks(&section.blocks, writer, exhibitor),
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
            "closing": closing(part, writer),
        })
    };
    parts.map(part).collect()
}

/// What stands behind the sections of a part: what its terms mean, and who signs it.
fn closing(part: &Part, writer: &Writer<'_>) -> Vec<Value> {
    let mut blocks = meanings(&part.definitions, writer);
    for signature in &part.signatures {
        let lines = [Some(&signature.name), signature.office.as_ref(), signature.place.as_ref()];
        blocks.push(passages(lines.into_iter().flatten(), writer));
    }
    blocks
}

fn meanings(definitions: &[TermDefinition], writer: &Writer<'_>) -> Vec<Value> {
    let block = |one: &TermDefinition| {
        let mut texts = Vec::new();
        one.localised(&mut texts);
        passages(texts.into_iter(), writer)
    };
    definitions.iter().map(block).collect()
}

fn blocks(blocks: &[Block], writer: &Writer<'_>, exhibitor: &mut Exhibitor<'_>) -> Vec<Value> {
    blocks.iter().map(|one| block(one, writer, exhibitor)).collect()
}

fn block(block: &Block, writer: &Writer<'_>, exhibitor: &mut Exhibitor<'_>) -> Value {
    match block {
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
    }
}

/// Texts that stand together in one block.
fn passages<'a>(texts: impl Iterator<Item = &'a Localised>, writer: &Writer<'_>) -> Value {
    json!({ "kind": "passages", "texts": texts.map(|text| writer.unit(text)).collect::<Vec<_>>() })
}
