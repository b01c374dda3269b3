//! Workbooks of Excel and `OpenDocument`: one sheet, its used cells or a range of them.
//!
//! A workbook is no text, so messages show a stand-in: a line a row of the sheet, the cells parted by
//! bars. Line 7 of it is row 7 of the sheet, and messages name the cell as well.

use std::io::Cursor;

use calamine::{Data, Dimensions, Range, Reader, Sheets, open_workbook_auto_from_rs};

use super::document;
use super::faults::{malformed, too_large_inside, too_many_cells};
use super::grid::{Grid, MOST_CELLS, RawCell, Written};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::report::{CellRange, DataSettings};
use crate::source::{FileId, Span};

/// A workbook that is open, and its bytes.
type Book<'b> = Sheets<Cursor<&'b [u8]>>;

/// The grid of a sheet and the text that stands for it.
pub struct SheetText {
    /// A line a row.
    pub text: String,
    /// The cells, by their places in the text; none where no row names the columns.
    pub grid: Option<Grid<'static>>,
    sheet: String,
    /// The first byte of each cell in the text, with its row and column from 0.
    cells: Vec<(usize, (u32, u32))>,
}

impl SheetText {
    /// A message that also names the cell it is about.
    pub fn with_cell(&self, diagnostic: Diagnostic, file: FileId) -> Diagnostic {
        let place = diagnostic.labels.first().map(|label| label.span);
        let Some(span) = place.filter(|span| span.file == file) else {
            return diagnostic;
        };
        let index = self.cells.partition_point(|(start, _)| *start <= span.start);
        let Some((_, (row, column))) = index.checked_sub(1).and_then(|index| self.cells.get(index))
        else {
            return diagnostic;
        };
        let name = cell_name(*row, *column);
        diagnostic.note(format!("it is cell {name} of sheet `{}`", self.sheet))
    }
}

/// Reads the sheet that the settings name; `file` is the id that the text will have.
pub fn read(
    bytes: &[u8],
    file: FileId,
    settings: &DataSettings,
    problems: &mut Diagnostics,
) -> Option<SheetText> {
    // The old binary kind under a new name: other programs refuse it, and a reader of the report should
    // not find another file than the list of sources says.
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") && !has_old_name(settings) {
        problems.push(
            malformed(
                format!("the workbook{} is of the old binary kind", named(settings)),
                settings.span,
            )
            .help("save it anew in the kind that its name says, or rename it to .xls"),
        );
        return None;
    }
    if unpacked_size(bytes).is_some_and(|size| size > MOST_UNPACKED) {
        problems.push(too_large_inside(settings.span));
        return None;
    }
    let mut book = match open_workbook_auto_from_rs(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(error) => {
            problems.push(malformed(
                format!("the workbook{} cannot be opened: {error}", named(settings)),
                settings.span,
            ));
            return None;
        }
    };
    let sheet = choose_sheet(&book, settings, problems)?;
    // The reader holds every cell of the rectangle, empty ones included; one stray cell at the end of a
    // sheet would make that 17 thousand millions.
    if extent(&mut book, bytes, &sheet).is_some_and(|cells| cells > MOST_CELLS) {
        problems.push(too_many_cells(settings.span));
        return None;
    }
    let range = match book.worksheet_range(&sheet) {
        Ok(range) => range,
        Err(error) => {
            problems
                .push(malformed(format!("sheet `{sheet}` cannot be read: {error}"), settings.span));
            return None;
        }
    };
    let area = area(&range, &sheet, settings, problems)?;
    let merged = document::merged_regions(&mut book, bytes, &sheet);
    let formulas = book.worksheet_formula(&sheet).unwrap_or_else(|_| Range::empty());
    let mut writer = Writer {
        range: &range,
        formulas: &formulas,
        area,
        sheet: &sheet,
        file,
        text: String::new(),
        cells: Vec::new(),
    };
    writer.write(problems);
    let Writer { text, mut cells, .. } = writer;
    let places = (area.top..).zip(&cells).flat_map(|(row, cells)| {
        (area.left..).zip(cells).map(move |(column, cell)| (cell.start as usize, (row, column)))
    });
    let places = places.collect();
    let first_row = area.top + u32::try_from(settings.header - 1).unwrap_or(u32::MAX);
    report_merged(&merged, &cells, area, first_row, &sheet, file, problems);
    if first_row > area.bottom {
        problems.push(malformed(
            format!("sheet `{sheet}` has no row {}, which should name the columns", first_row + 1),
            settings.span,
        ));
        return Some(SheetText { text, grid: None, sheet, cells: places });
    }
    let mut rows = cells.split_off((first_row - area.top) as usize);
    let head = rows.remove(0);
    rows.retain(|row| row.iter().any(|cell| !cell.text.is_empty()));
    Some(SheetText { text, grid: Some(Grid { head, rows }), sheet, cells: places })
}

fn has_old_name(settings: &DataSettings) -> bool {
    settings.path().is_some_and(|path| path.as_str().to_ascii_lowercase().ends_with(".xls"))
}

/// What spreadsheet programs write into a cell whose formula fails; `OpenDocument` keeps it as text.
const ERRORS: [&str; 6] = ["#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

/// The path of the file, for messages.
pub fn named(settings: &DataSettings) -> String {
    settings.path().map(|path| format!(" `{path}`")).unwrap_or_default()
}

fn range_name(range: CellRange) -> String {
    format!("{}:{}", cell_name(range.top, range.left), cell_name(range.bottom, range.right))
}

/// The sheet by its name, or the only one that there is.
fn choose_sheet(
    book: &Book<'_>,
    settings: &DataSettings,
    problems: &mut Diagnostics,
) -> Option<String> {
    let names = book.sheet_names();
    match (&settings.sheet, names.as_slice()) {
        (Some((name, _)), _) if names.contains(name) => Some(name.clone()),
        (Some((name, span)), _) => {
            problems.push(
                malformed(format!("the workbook has no sheet `{name}`"), *span)
                    .nearest(name, names.iter().map(String::as_str))
                    .note(format!("its sheets are {}", names.join(", "))),
            );
            None
        }
        (None, [only]) => Some(only.clone()),
        (None, _) => {
            problems.push(
                malformed(
                    format!("the workbook has {} sheets: {}", names.len(), names.join(", ")),
                    settings.span,
                )
                .help("state which one is meant: `sheet = \"..\"`"),
            );
            None
        }
    }
}

/// The most bytes that a workbook may unpack to.
const MOST_UNPACKED: u64 = 1 << 30;

/// How many bytes the parts of a packed workbook have; `None` for the binary kind, which is not packed.
fn unpacked_size(bytes: &[u8]) -> Option<u64> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let sizes =
        (0..archive.len()).map(|part| archive.by_index_raw(part).map_or(0, |part| part.size()));
    Some(sizes.sum())
}

/// How many cells the rectangle of the used cells has; `None` where the format bounds it by itself.
fn extent(book: &mut Book<'_>, bytes: &[u8], sheet: &str) -> Option<u64> {
    let (mut bottom, mut right) = (0_u32, 0_u32);
    match book {
        Sheets::Xlsx(book) => {
            let mut cells = book.worksheet_cells_reader(sheet).ok()?;
            while let Ok(Some(cell)) = cells.next_cell() {
                let (row, column) = cell.get_position();
                bottom = bottom.max(row);
                right = right.max(column);
            }
        }
        Sheets::Ods(_) => (bottom, right) = document::walk(bytes, sheet)?.last_value,
        Sheets::Xlsb(book) => {
            let mut cells = book.worksheet_cells_reader(sheet).ok()?;
            while let Ok(Some(cell)) = cells.next_cell() {
                let (row, column) = cell.get_position();
                bottom = bottom.max(row);
                right = right.max(column);
            }
        }
        Sheets::Xls(_) => return None,
    }
    Some((u64::from(bottom) + 1) * (u64::from(right) + 1))
}

/// The cells that are read: those of `range`, or all from the first to the last used one.
fn area(
    range: &Range<Data>,
    sheet: &str,
    settings: &DataSettings,
    problems: &mut Diagnostics,
) -> Option<CellRange> {
    let (Some(start), Some(end)) = (range.start(), range.end()) else {
        problems.push(malformed(format!("sheet `{sheet}` is empty"), settings.span));
        return None;
    };
    let Some((stated, span)) = settings.range else {
        // Rows are counted from the first of the sheet, as `header` counts them.
        return Some(CellRange { top: 0, left: start.1, bottom: end.0, right: end.1 });
    };
    if stated.bottom > end.0 || stated.right > end.1 {
        let used = format!("{}:{}", cell_name(start.0, start.1), cell_name(end.0, end.1));
        problems.push(
            malformed(
                format!("the range {} goes beyond the used cells of the sheet", range_name(stated)),
                span,
            )
            .help(format!("the used cells of `{sheet}` are {used}")),
        );
        return None;
    }
    Some(stated)
}

/// Writes the stand-in text, and notes where each cell came to stand.
struct Writer<'r> {
    range: &'r Range<Data>,
    formulas: &'r Range<String>,
    area: CellRange,
    sheet: &'r str,
    file: FileId,
    text: String,
    cells: Vec<Vec<RawCell<'static>>>,
}

impl Writer<'_> {
    fn write(&mut self, problems: &mut Diagnostics) {
        self.text.push_str(&"\n".repeat(self.area.top as usize));
        for row in self.area.top..=self.area.bottom {
            let mut cells = Vec::new();
            for column in self.area.left..=self.area.right {
                if column > self.area.left {
                    self.text.push_str(" | ");
                }
                cells.push(self.cell(row, column, problems));
            }
            self.text.push('\n');
            self.cells.push(cells);
        }
    }

    fn cell(&mut self, row: u32, column: u32, problems: &mut Diagnostics) -> RawCell<'static> {
        let data = self.range.get_value((row, column)).unwrap_or(&Data::Empty);
        let (text, written) = cell_text(data);
        let start = self.text.len();
        self.text.push_str(&text.replace(['\n', '\r'], "⏎"));
        let place = start..self.text.len();
        let span = Span::new(self.file, place.clone());
        let name = cell_name(row, column);
        let error = match data {
            Data::Error(error) => Some(error.to_string()),
            Data::String(text) if ERRORS.contains(&text.as_str()) => Some(text.clone()),
            _ => None,
        };
        if let Some(error) = error {
            problems.push(
                malformed(
                    format!("cell {name} of sheet `{}` holds the error {error}", self.sheet),
                    span,
                )
                .help("mend the formula, or empty the cell"),
            );
        }
        let formula =
            self.formulas.get_value((row, column)).is_some_and(|formula| !formula.is_empty());
        if formula && matches!(data, Data::Empty) {
            problems.push(
                malformed(
                    format!(
                        "cell {name} of sheet `{}` has a formula without a stored value",
                        self.sheet
                    ),
                    span,
                )
                .help("open the workbook in a spreadsheet program, let it calculate, and save"),
            );
        }
        RawCell::new(text, written, place)
    }
}

/// The text of a cell, exactly: a number by at most 15 digits, which is what spreadsheets keep.
fn cell_text(data: &Data) -> (String, Written) {
    match data {
        Data::Int(number) => (number.to_string(), Written::Number),
        Data::Float(number) => (float_text(*number), Written::Number),
        Data::String(text) | Data::DurationIso(text) => (text.clone(), Written::Text),
        Data::Bool(truth) => (truth.to_string(), Written::Boolean),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute, second) == (0, 0, 0) {
                (date, Written::Date)
            } else {
                (format!("{date}T{hour:02}:{minute:02}:{second:02}"), Written::Text)
            }
        }
        Data::DateTime(moment) => (float_text(moment.as_f64()), Written::Number),
        Data::DateTimeIso(text) => {
            let date = text.strip_suffix("T00:00:00").unwrap_or(text);
            (date.to_owned(), Written::Date)
        }
        Data::Error(error) => (error.to_string(), Written::Text),
        Data::Empty => (String::new(), Written::Plain),
    }
}

/// A floating-point number of a spreadsheet as a decimal: 0.1 + 0.2 is 0.3 there, since Excel and
/// `LibreOffice` show and keep 15 significant digits.
fn float_text(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    let text = rounded.to_string();
    if text == "-0" { "0".to_owned() } else { text }
}

/// `B3` for row 2, column 1.
pub fn cell_name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    format!("{}{}", letters.iter().rev().collect::<String>(), row + 1)
}

/// Merged cells at or under the heads hide which row a value belongs to.
fn report_merged(
    merged: &[Dimensions],
    cells: &[Vec<RawCell<'_>>],
    area: CellRange,
    first_row: u32,
    sheet: &str,
    file: FileId,
    problems: &mut Diagnostics,
) {
    for region in merged {
        let ((top, left), (bottom, right)) = (region.start, region.end);
        let outside =
            bottom < first_row || top > area.bottom || right < area.left || left > area.right;
        if outside {
            continue;
        }
        let (row, column) = (top.max(area.top), left.max(area.left));
        let cell = &cells[(row - area.top) as usize][(column - area.left) as usize];
        problems.push(merged_cells(region, sheet, cell.span(file)));
    }
}

fn merged_cells(region: &Dimensions, sheet: &str, span: Span) -> Diagnostic {
    let first = cell_name(region.start.0, region.start.1);
    let last = cell_name(region.end.0, region.end.1);
    malformed(format!("the cells {first}:{last} of sheet `{sheet}` are merged, so rows under the first have no value"), span)
        .help("unmerge them and write the value into each row; titles above the heads are passed over with `header`")
}
