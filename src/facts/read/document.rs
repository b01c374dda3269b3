//! What the reader of workbooks does not tell of a sheet of `OpenDocument`, read from the document itself:
//! which cells are merged, and where the last value stands.

use std::io::{Cursor, Read};

use calamine::{Dimensions, Sheets};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The merged regions of a sheet; none where the document does not tell.
pub fn merged_regions(
    book: &mut Sheets<Cursor<&[u8]>>,
    bytes: &[u8],
    sheet: &str,
) -> Vec<Dimensions> {
    match book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        Sheets::Ods(_) => walk(bytes, sheet).map(|sheet| sheet.merged).unwrap_or_default(),
        Sheets::Xlsb(_) => Vec::new(),
    }
}

/// What a walk through a sheet finds.
#[derive(Debug, Default)]
pub struct SheetWalk {
    /// The merged regions.
    pub merged: Vec<Dimensions>,
    /// The row and the column, from 0, of the last cells with a value.
    pub last_value: (u32, u32),
}

/// Walks the rows and cells of a sheet in `content.xml` (`OpenDocument` 1.3, part 3, sections 9.1.3 and 9.1.4).
pub fn walk(bytes: &[u8], sheet: &str) -> Option<SheetWalk> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut content = String::new();
    archive.by_name("content.xml").ok()?.read_to_string(&mut content).ok()?;
    let mut reader = Reader::from_str(&content);
    let mut found = SheetWalk::default();
    let mut inside = false;
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut repeated_rows = 1;
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) if is(&element, "table:table") => {
                inside = attribute(&element, "table:name").as_deref() == Some(sheet);
                row = 0;
            }
            Event::Start(element) if inside && is(&element, "table:table-row") => {
                repeated_rows = number(&element, "table:number-rows-repeated");
                column = 0;
            }
            Event::End(element) if inside && element.name().as_ref() == "table:table-row" => {
                row = row.saturating_add(repeated_rows);
            }
            Event::Start(element) | Event::Empty(element)
                if inside
                    && (is(&element, "table:table-cell")
                        || is(&element, "table:covered-table-cell")) =>
            {
                let height = number(&element, "table:number-rows-spanned");
                let width = number(&element, "table:number-columns-spanned");
                if height > 1 || width > 1 {
                    found.merged.push(Dimensions::new(
                        (row, column),
                        (row.saturating_add(height) - 1, column.saturating_add(width) - 1),
                    ));
                }
                let repeated = number(&element, "table:number-columns-repeated");
                if attribute(&element, "office:value-type").is_some() {
                    let last = (
                        row.saturating_add(repeated_rows) - 1,
                        column.saturating_add(repeated) - 1,
                    );
                    found.last_value =
                        (found.last_value.0.max(last.0), found.last_value.1.max(last.1));
                }
                column = column.saturating_add(repeated);
            }
            Event::Eof => return Some(found),
            _ => {}
        }
    }
}

fn is(element: &BytesStart<'_>, name: &str) -> bool {
    element.name().as_ref() == name
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute =
        element.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// A count that is 1 where it is not written.
fn number(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}
