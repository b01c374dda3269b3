//! CSV and TSV (RFC 4180), strictly: an open quotation mark, a lone carriage return or a NUL is a fault.

use std::borrow::Cow;

use super::faults;
use super::grid::{Grid, MOST_CELLS, RawCell, Written};
use crate::diagnostics::Diagnostics;
use crate::report::{DataSettings, Format};
use crate::source::{FileId, Span};

/// Parts a text into cells, from a byte on; every fault of its lines is reported.
pub fn grid<'a>(
    text: &'a str,
    start: usize,
    file: FileId,
    settings: &DataSettings,
    problems: &mut Diagnostics,
) -> Option<Grid<'a>> {
    let delimiter = match settings.format {
        Format::Tsv => b'\t',
        _ => settings.delimiter.unwrap_or(b','),
    };
    let before = problems.len();
    let mut scanner = Scanner { text, at: start, delimiter, file, problems };
    let mut head = None;
    let mut rows = Vec::new();
    let mut cells = 0;
    for number in 1.. {
        let Some(record) = scanner.record(head.as_ref().map_or(0, Vec::len)) else { break };
        cells += record.len() as u64;
        if cells > MOST_CELLS {
            scanner.problems.push(faults::too_many_cells(Span::new(file, 0..0)));
            return None;
        }
        let is_blank = record.len() == 1 && record[0].start == record[0].end;
        if number < settings.header || is_blank && (head.is_some() || number > settings.header) {
            continue;
        }
        match head {
            None => head = Some(record),
            Some(_) => rows.push(record),
        }
    }
    let sound = problems.len() == before;
    match head {
        Some(head) if sound && rows.is_empty() => {
            problems.push(faults::no_rows(head[0].span(file)));
            None
        }
        Some(head) if sound => Some(Grid { head, rows }),
        None if sound => {
            problems.push(faults::no_head(Span::new(file, 0..0), settings.header));
            None
        }
        _ => None,
    }
}

struct Scanner<'a, 'p> {
    text: &'a str,
    at: usize,
    delimiter: u8,
    file: FileId,
    problems: &'p mut Diagnostics,
}

impl<'a> Scanner<'a, '_> {
    /// The next line, or lines where a quoted cell goes on over one; `None` at the end.
    fn record(&mut self, width: usize) -> Option<Vec<RawCell<'a>>> {
        if self.at >= self.text.len() {
            return None;
        }
        let mut cells = Vec::with_capacity(width.max(1));
        loop {
            cells.push(self.cell());
            match self.peek() {
                Some(byte) if byte == self.delimiter => self.at += 1,
                Some(b'\r') => {
                    self.line_end();
                    return Some(cells);
                }
                Some(_) => {
                    self.at += 1;
                    return Some(cells);
                }
                None => return Some(cells),
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// A carriage return, which has to stand before a line feed.
    fn line_end(&mut self) {
        self.at += 1;
        if self.peek() == Some(b'\n') {
            self.at += 1;
        } else {
            self.problems.push(faults::lone_return(Span::new(self.file, self.at - 1..self.at)));
            // The other ends of line are the same, and one message says it.
            self.at = self.text.len();
        }
    }

    fn cell(&mut self) -> RawCell<'a> {
        if self.peek() == Some(b'"') { self.quoted() } else { self.bare() }
    }

    fn bare(&mut self) -> RawCell<'a> {
        let start = self.at;
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' | b'\r' => break,
                _ if byte == self.delimiter => break,
                0 => self.problems.push(faults::nul(Span::new(self.file, self.at..self.at + 1))),
                _ => {}
            }
            self.at += 1;
        }
        RawCell::new(&self.text[start..self.at], Written::Plain, start..self.at)
    }

    fn quoted(&mut self) -> RawCell<'a> {
        let start = self.at;
        let mut doubled = false;
        self.at += 1;
        loop {
            match self.peek() {
                None => {
                    self.problems.push(faults::open_quote(Span::new(self.file, start..start + 1)));
                    break;
                }
                Some(b'"') if self.text.as_bytes().get(self.at + 1) == Some(&b'"') => {
                    doubled = true;
                    self.at += 2;
                }
                Some(b'"') => {
                    self.at += 1;
                    break;
                }
                Some(_) => self.at += 1,
            }
        }
        let closed = self.at - 1 > start && self.text.as_bytes()[self.at - 1] == b'"';
        let inner = &self.text[start + 1..if closed { self.at - 1 } else { self.at }];
        let text =
            if doubled { Cow::Owned(inner.replace("\"\"", "\"")) } else { Cow::Borrowed(inner) };
        let end = self.at;
        self.rest_after_quote(start);
        RawCell::new(text, Written::Plain, start..end)
    }

    /// Whatever stands between a closing quotation mark and the end of its cell.
    fn rest_after_quote(&mut self, start: usize) {
        let rest = self.bare();
        if rest.start < rest.end {
            self.problems.push(faults::text_after_quote(Span::new(self.file, start..self.at)));
        }
    }
}
