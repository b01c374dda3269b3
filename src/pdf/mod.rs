//! A document becomes a PDF file.

use std::borrow::Cow;

use typst::diag::{SourceDiagnostic, SourceResult};
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
    let ident = identity(report_id, &edition.name);
    let options = PdfOptions { standards, tagged: true, ..options(ident, created) };
    write(document, &options).map_err(|errors| report(document, &errors, problems)).ok()
}

/// Writes the pages as a bare PDF, for the press to go on with: without structure, as PDF 1.6.
///
/// No standard of the screen is asked for here, and a plain file is silent about a character that no font
/// has. So the pages are also tried as an archive's, for this alone.
pub fn export_bare(
    ident: String,
    document: &Document,
    created: Option<Moment>,
    problems: &mut Diagnostics,
) -> Option<Vec<u8>> {
    let archived = PdfStandards::new(&[PdfStandard::A_2b]).ok()?;
    let tried = PdfOptions { standards: archived, ..options(ident.clone(), created) };
    if let Err(mut errors) = write(document, &tried) {
        errors.retain(|error| typeset::is_missing_glyph(&error.message));
        if !errors.is_empty() {
            report(document, &errors, problems);
            return None;
        }
    }
    let bare = PdfStandards::new(&[PdfStandard::V_1_6]).ok()?;
    let options = PdfOptions { standards: bare, ..options(ident, created) };
    write(document, &options).map_err(|errors| report(document, &errors, problems)).ok()
}

/// What a file is called for good: it depends on what the file is, never on when it was made.
pub fn identity(report_id: &str, edition: &str) -> String {
    format!("recto:{report_id}:{edition}")
}

fn options(ident: String, created: Option<Moment>) -> PdfOptions {
    PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some(format!("Recto {}", env!("CARGO_PKG_VERSION")))),
        timestamp: created.and_then(timestamp),
        page_ranges: None,
        standards: PdfStandards::default(),
        tagged: false,
        pretty: false,
    }
}

fn write(document: &Document, options: &PdfOptions) -> SourceResult<Vec<u8>> {
    let pages = dated_by_options(&document.paged, options.timestamp.is_some());
    typst_pdf::pdf(&pages, options)
}

fn report(document: &Document, errors: &[SourceDiagnostic], problems: &mut Diagnostics) {
    errors.iter().for_each(|error| typeset::report(&document.world, error, problems));
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
