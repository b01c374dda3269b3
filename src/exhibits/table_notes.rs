//! The notes of a table and what they are about.

use std::collections::BTreeMap;

use super::column;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::facts::QueryResult;
use crate::report::{self, Id};
use crate::source::MappedText;

/// The notes of a table.
#[derive(Debug, Default)]
pub struct Notes {
    /// The declared notes in the order of their marks.
    pub order: Vec<usize>,
    /// The marks of heads, by column, counted from 0.
    pub heads: BTreeMap<usize, Vec<usize>>,
    /// The marks of cells, by row and column.
    pub cells: BTreeMap<(usize, usize), Vec<usize>>,
}

/// Finds what each note is about; marks are counted in the order of reading.
pub fn notes(
    definition: &report::Table,
    result: &QueryResult,
    problems: &mut Diagnostics,
) -> Option<Notes> {
    let frame = &definition.frame;
    let before = problems.len();
    let mut marker = Marker { definition, notes: Notes::default() };
    for (position, declared) in definition.columns.iter().enumerate() {
        if let Some(name) = &declared.mark {
            match marker.mark(name.as_str()) {
                Some(mark) => marker.notes.heads.entry(position).or_default().push(mark),
                None => problems.push(unknown_note(definition, name.as_str(), name)),
            }
        }
    }
    // The notes of a row stand with its first cell.
    let mut sources = Vec::new();
    if let Some(name) = &definition.marks {
        sources.push((0, name, column(frame, result, name, problems)?));
    }
    for (position, declared) in definition.columns.iter().enumerate() {
        if let Some(name) = &declared.marks {
            sources.push((position, name, column(frame, result, name, problems)?));
        }
    }
    for (row, cells) in result.rows.iter().enumerate() {
        for (position, column, index) in &sources {
            let Some(names) = cells[*index].as_ref().map(ToString::to_string) else { continue };
            for name in names.split([' ', ',', '，', '、']).filter(|name| !name.is_empty()) {
                match marker.mark(name) {
                    Some(mark) => {
                        let marks = marker.notes.cells.entry((row, *position)).or_default();
                        if !marks.contains(&mark) {
                            marks.push(mark);
                        }
                    }
                    None => problems.push(unknown_note(definition, name, column)),
                }
            }
        }
    }
    for (index, (id, _)) in definition.notes.iter().enumerate() {
        if !marker.notes.order.contains(&index) {
            problems.push(unused_note(definition, id));
        }
    }
    (problems.len() == before).then_some(marker.notes)
}

struct Marker<'a> {
    definition: &'a report::Table,
    notes: Notes,
}

impl Marker<'_> {
    /// The mark of a note by its name, counted from 0.
    fn mark(&mut self, name: &str) -> Option<usize> {
        let index = self.definition.notes.iter().position(|(id, _)| id.name == name)?;
        let order = &mut self.notes.order;
        if let Some(mark) = order.iter().position(|known| *known == index) {
            return Some(mark);
        }
        order.push(index);
        Some(order.len() - 1)
    }
}

fn unknown_note(definition: &report::Table, name: &str, place: &MappedText) -> Diagnostic {
    let known = definition.notes.iter().map(|(id, _)| id.name.as_str());
    Diagnostic::new(
        Code::InvalidExhibit,
        format!("`{}` has no note `{name}`", definition.frame.id.name),
    )
    .at(place.whole_span(), "")
    .nearest(name, known)
    .help(format!(
        "declare it under `[….table.note]`: `{name} = {{ … }}`, with a wording in each language"
    ))
}

fn unused_note(definition: &report::Table, id: &Id) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidExhibit,
        format!("nothing in `{}` is marked with the note `{}`", definition.frame.id.name, id.name),
    )
    .at(id.span, "")
    .help("name it in the column of `marks`, under `mark` of a column, or say it in the `note` of the exhibit")
}
