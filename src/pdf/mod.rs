//! A document becomes a PDF file.

use typst::foundations::Smart;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::book::Book;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::report::Standard;
use crate::typeset::{self, Document};

/// Writes the pages of a book as PDF; where the file would break one of its standards, each reason
/// is a problem.
pub fn export(
    book: &Book,
    report_id: &str,
    document: &Document,
    problems: &mut Diagnostics,
) -> Option<Vec<u8>> {
    let edition = &book.edition;
    let wanted: Vec<PdfStandard> = edition
        .standards
        .iter()
        .map(|standard| match standard {
            Standard::A3a => PdfStandard::A_3a,
            Standard::Ua1 => PdfStandard::Ua_1,
        })
        .collect();
    let standards = match PdfStandards::new(&wanted) {
        Ok(standards) => standards,
        Err(error) => {
            problems.push(contradictory_standards(&edition.name, error.message()));
            return None;
        }
    };
    let options = PdfOptions {
        // The identifier depends on what the file is, never on when it was made.
        ident: Smart::Custom(format!("recto:{report_id}:{}", edition.name)),
        creator: Smart::Custom(Some(format!("Recto {}", env!("CARGO_PKG_VERSION")))),
        timestamp: None,
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    };
    match typst_pdf::pdf(&document.paged, &options) {
        Ok(bytes) => Some(bytes),
        Err(errors) => {
            for error in &errors {
                typeset::report(&document.world, error, problems);
            }
            None
        }
    }
}

fn contradictory_standards(edition: &str, message: &str) -> Diagnostic {
    Diagnostic::new(
        Code::Typesetting,
        format!("the standards of edition `{edition}` exclude each other: {message}"),
    )
}
