//! Merged cells of a sheet. For `OpenDocument` the reader of workbooks does not tell them, so they are
//! read from the document itself.

use std::io::{Cursor, Read};

use calamine::{Dimensions, Sheets};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The merged regions of a sheet; none where the document does not tell.
pub fn of_sheet(book: &mut Sheets<Cursor<&[u8]>>, bytes: &[u8], sheet: &str) -> Vec<Dimensions> {
    match book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        Sheets::Ods(_) => open_document(bytes, sheet).unwrap_or_default(),
        Sheets::Xlsb(_) => Vec::new(),
    }
}

/// Walks the rows and cells of a sheet in `content.xml` (`OpenDocument` 1.3, part 3, sections 9.1.3 and 9.1.4).
fn open_document(bytes: &[u8], sheet: &str) -> Option<Vec<Dimensions>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut content = String::new();
    archive.by_name("content.xml").ok()?.read_to_string(&mut content).ok()?;
    let mut reader = Reader::from_str(&content);
    let mut regions = Vec::new();
    let mut inside = false;
    let (mut row, mut column) = (0, 0);
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
                row += repeated_rows;
            }
            Event::Start(element) | Event::Empty(element)
                if inside
                    && (is(&element, "table:table-cell")
                        || is(&element, "table:covered-table-cell")) =>
            {
                let height = number(&element, "table:number-rows-spanned");
                let width = number(&element, "table:number-columns-spanned");
                if height > 1 || width > 1 {
                    regions.push(Dimensions::new(
                        (row, column),
                        (row + height - 1, column + width - 1),
                    ));
                }
                column += number(&element, "table:number-columns-repeated");
            }
            Event::Eof => return Some(regions),
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
    attribute(element, name).and_then(|text| text.parse().ok()).unwrap_or(1)
}
