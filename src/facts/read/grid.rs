//! A table as its file writes it: cells as text, each with its place, before any type is known.

use std::borrow::Cow;
use std::ops::Range;

use super::faults;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::report::DataSettings;
use crate::source::{FileId, Span};

/// The most cells of a table that is held in memory: with their texts and places they take some two
/// gigabytes.
pub const MOST_CELLS: u64 = 40_000_000;

/// A table before types.
#[derive(Debug, Default)]
pub struct Grid<'a> {
    /// The cells that name the columns.
    pub head: Vec<RawCell<'a>>,
    /// The rows under the head, as they come; a sound grid has as many cells in each as the head.
    pub rows: Vec<Vec<RawCell<'a>>>,
}

/// A cell as written.
#[derive(Clone, Debug)]
pub struct RawCell<'a> {
    /// Its text, without quotation marks and escapes.
    pub text: Cow<'a, str>,
    /// What the file says that it is.
    pub written: Written,
    /// Its bytes in the text of the file.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
}

/// What a file says of a cell, apart from its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// Nothing: the text alone has to tell.
    Plain,
    /// Text, even if its characters are digits.
    Text,
    /// A number.
    Number,
    /// A date.
    Date,
    /// True or false.
    Boolean,
}

impl<'a> RawCell<'a> {
    /// A cell at a place. Files are smaller than 4 GiB, so places fit into 32 bits.
    pub fn new(text: impl Into<Cow<'a, str>>, written: Written, place: Range<usize>) -> Self {
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { text: text.into(), written, start: narrow(place.start), end: narrow(place.end) }
    }

    /// Its place in a file.
    pub fn span(&self, file: FileId) -> Span {
        Span::new(file, self.start as usize..self.end as usize)
    }

    /// Whether it holds no value.
    pub fn is_null(&self, settings: &DataSettings) -> bool {
        self.text.is_empty() || settings.nulls.iter().any(|null| *null == self.text)
    }
}

impl Grid<'_> {
    /// Whether each column has a name of its own and each row a cell for it; all that is wrong is reported.
    pub fn is_sound(
        &self,
        file: FileId,
        settings: &DataSettings,
        problems: &mut Diagnostics,
    ) -> bool {
        let before = problems.len();
        if let Some(fault) = self.other_width(file, settings) {
            problems.push(fault);
            return false;
        }
        for (index, cell) in self.head.iter().enumerate() {
            let first = self.head.iter().position(|other| other.text == cell.text).unwrap_or(index);
            if cell.text.trim().is_empty() {
                problems.push(faults::blank_head(cell.span(file), index, self.next_head(settings)));
            } else if first < index {
                let first = self.head[first].span(file);
                problems.push(faults::repeated_head(&cell.text, cell.span(file), first));
            }
        }
        for row in &self.rows {
            self.check_row(row, file, problems);
        }
        problems.len() == before
    }

    /// Where all rows have another width than the head, the head is none: a title stands above it, or
    /// another mark parts the cells. One message says so, and not one a row.
    fn other_width(&self, file: FileId, settings: &DataSettings) -> Option<Diagnostic> {
        let width = self.head.len();
        let wider = self.rows.iter().filter(|row| row.len() > width);
        let mark = self.head.first()?.text.chars().find(|mark| [';', '\t', '|'].contains(mark));
        if width > 1 || mark.is_none() && wider.count() * 2 < self.rows.len() {
            return None;
        }
        let row = self.rows.iter().position(|row| row.len() > width)?;
        let cells = &self.rows[row];
        let span = cells[width].span(file).to(cells[cells.len() - 1].span(file));
        Some(faults::other_width(span, cells.len(), mark, settings.header + row + 1))
    }

    /// The row that names the columns where the present one, which has blanks, does not: the next one,
    /// if it has none.
    fn next_head(&self, settings: &DataSettings) -> Option<usize> {
        let next = self.rows.first()?;
        let is_full = next.iter().all(|cell| !cell.text.trim().is_empty());
        is_full.then_some(settings.header + 1)
    }

    fn check_row(&self, row: &[RawCell<'_>], file: FileId, problems: &mut Diagnostics) {
        let width = self.head.len();
        let (Some(first), Some(last)) = (row.first(), row.last()) else { return };
        if row.len() > width {
            let span = row[width].span(file).to(last.span(file));
            problems.push(faults::surplus_cells(span, row.len(), width));
        } else if row.len() < width {
            let span = first.span(file).to(last.span(file));
            problems.push(faults::missing_cells(span, row.len(), width));
        } else if width > 1 && row.iter().zip(&self.head).all(|(cell, head)| cell.text == head.text)
        {
            problems.push(faults::second_head(first.span(file), self.head[0].span(file)));
        }
    }
}
