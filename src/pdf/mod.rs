//! A document becomes a PDF file.

use std::borrow::Cow;

use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::book::Book;
use crate::date::Moment;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::report::Standard;
use crate::typeset::{self, Document};

/// Writes the pages of a book as PDF; where the file would break one of its standards, each reason
/// is a problem.
///
/// The date of creation is that of the report, or `created` where the caller sets one; nothing that is
/// printed depends on it.
pub fn export(
    book: &Book,
    report_id: &str,
    document: &Document,
    created: Option<Moment>,
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
        timestamp: created.and_then(timestamp),
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    };
    let pages = dated_by_options(&document.paged, options.timestamp.is_some());
    match typst_pdf::pdf(&pages, &options) {
        Ok(bytes) => Some(bytes),
        Err(errors) => {
            for error in &errors {
                typeset::report(&document.world, error, problems);
            }
            None
        }
    }
}

fn timestamp(moment: Moment) -> Option<Timestamp> {
    let (date, (hour, minute, second)) = (moment.date(), moment.time());
    let datetime =
        Datetime::from_ymd_hms(i32::from(date.year), date.month, date.day, hour, minute, second);
    datetime.map(Timestamp::new_utc)
}

/// The date that the templates set goes before that of the options, unless it is taken away.
fn dated_by_options(pages: &PagedDocument, by_options: bool) -> Cow<'_, PagedDocument> {
    let mut pages = Cow::Borrowed(pages);
    if by_options {
        pages.to_mut().info_mut().date = Smart::Auto;
    }
    pages
}

fn contradictory_standards(edition: &str, message: &str) -> Diagnostic {
    Diagnostic::new(
        Code::Typesetting,
        format!("the standards of edition `{edition}` exclude each other: {message}"),
    )
}
