//! The headings of a report, by which a place of a file is a place of the book.

use super::collect::wordings;
use super::format::{Heading, HeadingLevel};
use crate::report::{Block, Id, Localised, PartKind, Report};
use crate::source::SourceMap;

/// The headings in the order of the book.
pub fn outline(report: &Report, sources: &SourceMap) -> Vec<Heading> {
    let mut headings = Vec::new();
    let mut chapters = 0;
    for part in &report.parts {
        let is_chapter = part.kind == PartKind::Chapter;
        chapters += usize::from(is_chapter);
        let file = part.path.as_str();
        let number = is_chapter.then(|| chapters.to_string());
        let heading = |level, number, id: Option<&Id>, title: &Localised, blocks: &[Block]| {
            let line = match level {
                // The lead may be written above the title.
                HeadingLevel::Part => 1,
                HeadingLevel::Section => sources.position(title.span).line,
            };
            let id = id.map(|id| id.name.clone());
            let (title, exhibits) = (wordings(title), exhibits(blocks));
            Heading { level, number, id, title, exhibits, file: file.to_owned(), line }
        };
        headings.push(heading(
            HeadingLevel::Part,
            number.clone(),
            part.id.as_ref(),
            &part.title,
            &part.blocks,
        ));
        for (index, section) in part.sections.iter().enumerate() {
            let number = number.as_ref().map(|number| format!("{number}.{}", index + 1));
            headings.push(heading(
                HeadingLevel::Section,
                number,
                section.id.as_ref(),
                &section.title,
                &section.blocks,
            ));
        }
    }
    headings
}

fn exhibits(blocks: &[Block]) -> Vec<String> {
    blocks.iter().filter_map(Block::frame).map(|frame| frame.id.name.clone()).collect()
}
