//! From the pages of an edition for the press to its files: the book block, and the cover with its spine.

use anyhow::Result;

use super::build::{Made, Setting, note_drawings};
use super::{Observer, Stage, relative};
use crate::book::Book;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::files::RelativePath;
use crate::press::preflight::{self, Demands};
use crate::press::{self, Press};
use crate::report::{Colours, PrintSettings};
use crate::typeset::Document;
use crate::{evidence, pdf};

impl Setting<'_> {
    /// Makes the files of an edition for the press; none where something is wrong.
    ///
    /// They carry no evidence: a file for the press has no attachments. What their pages show is added to
    /// the record of all editions, which stands beside them.
    pub fn for_press(
        &mut self,
        book: &Book,
        print: &PrintSettings,
        path: &RelativePath,
        document: &Document,
        observer: &mut dyn Observer,
    ) -> Result<Vec<Made>> {
        let Some(mut audit) = self.audit(book, document, observer) else { return Ok(Vec::new()) };
        observer.begins(Stage::Pdf, Some(&book.edition.name));
        let checked = self.outcome.checked();
        let identity = pdf::identity(&checked.report.id, &book.edition.name);
        let Some(pdf) = self.printable(book, print, identity, document) else {
            return Ok(Vec::new());
        };
        note_drawings(&mut audit, &pdf)?;
        let created = self.options.created;
        evidence::add_edition(self.record, checked, book, path.as_str(), created, &audit);
        let pages = document.pages();
        let mut made = vec![Made { path: path.clone(), pages, pdf }];
        if print.cover {
            match self.cover(book, print, (pages, path), observer)? {
                Some(cover) => made.push(cover),
                None => return Ok(Vec::new()),
            }
        }
        Ok(made)
    }

    /// The cover of a book of so many pages, beside its file: back, spine and front on one sheet.
    fn cover(
        &mut self,
        book: &Book,
        print: &PrintSettings,
        (pages, path): (usize, &RelativePath),
        observer: &mut dyn Observer,
    ) -> Result<Option<Made>> {
        let jacket = book.jacket(print, pages);
        let Some(document) = self.pages(&jacket, observer) else { return Ok(None) };
        if self.audit(&jacket, &document, observer).is_none() {
            return Ok(None);
        }
        let name = format!("{}-cover", book.edition.name);
        let identity = pdf::identity(&self.outcome.checked().report.id, &name);
        let pdf = self.printable(&jacket, print, identity, &document);
        let path = cover_path(path)?;
        Ok(pdf.map(|pdf| Made { path, pages: document.pages(), pdf }))
    }

    /// The pages as a PDF for the press.
    fn printable(
        &mut self,
        book: &Book,
        print: &PrintSettings,
        identity: String,
        document: &Document,
    ) -> Option<Vec<u8>> {
        let created = self.options.created;
        let bare = pdf::export_bare(identity.clone(), document, created, self.problems)?;
        let condition = press::condition(&print.profile, self.folder, self.problems)?;
        let chosen = press::theme_inks(&book.edition.theme);
        let press = Press { settings: print, condition: &condition, chosen, identity };
        match press::finish(&bare, &press) {
            Ok(pdf) => self.preflighted(book, print, pdf),
            Err(faults) => {
                let name = &book.edition.name;
                for fault in faults {
                    self.problems.push(not_printable(name, print.colours, &fault));
                }
                None
            }
        }
    }

    /// A finished PDF as the printer will look at it; none where it would come back.
    fn preflighted(&mut self, book: &Book, print: &PrintSettings, pdf: Vec<u8>) -> Option<Vec<u8>> {
        let demands = Demands {
            bleed: print.bleed.points().min(preflight::BLEED),
            ink_limit: f64::from(print.ink_limit),
            resolution: f64::from(print.resolution),
            multiple: 1,
            ..Demands::default()
        };
        let place = format!("edition `{}`", book.edition.name);
        let found = match preflight::preflight(&pdf, &demands) {
            Ok(found) => found,
            Err(fault) => {
                self.problems.push(unreadable(&place, &fault));
                return None;
            }
        };
        for finding in found.findings.iter().filter(|one| one.severity != Severity::Note) {
            self.problems.push(finding.diagnostic(&place));
        }
        (book.draft || found.count(Severity::Error) == 0).then_some(pdf)
    }
}

/// The file of the cover beside that of the book.
pub fn cover_path(book: &RelativePath) -> Result<RelativePath> {
    let name = book.as_str().strip_suffix(".pdf").unwrap_or(book.as_str());
    relative(&format!("{name}-cover.pdf"))
}

fn unreadable(place: &str, fault: &str) -> Diagnostic {
    Diagnostic::new(Code::Preflight, format!("{place}: its PDF cannot be read for print: {fault}"))
}

fn not_printable(edition: &str, colours: Colours, fault: &str) -> Diagnostic {
    let inks = match colours {
        Colours::Cmyk => "process inks",
        Colours::Grey => "black alone",
    };
    Diagnostic::new(
        Code::Typesetting,
        format!("edition `{edition}` cannot be printed in {inks}: it has {fault}"),
    )
    .help("give its colours as `cmyk(..)` in the `typst` block or template that draws it")
}
