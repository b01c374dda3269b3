//! From a checked report to its files: books, pages, PDFs, the record, the page of the reviewer.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::press::cover_path;
use super::{Check, CheckOptions, Observer, Outcome, Stage, check, relative};
use crate::audit::Audit;
use crate::book::{self, Book};
use crate::date::Moment;
use crate::diagnostics::{Diagnostics, Severity};
use crate::evidence::{Circumstances, Enclosure, Evidence, MutationScore};
use crate::files::{Folder, RelativePath};
use crate::report::{Edition, Report};
use crate::signature::Signer;
use crate::source::SourceMap;
use crate::typeset::Document;
use crate::verify::Tally;
use crate::{audit, evidence, facts, pdf, review, signature, typeset, unpack};

/// What to build.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// How to check the report first.
    pub check: CheckOptions,
    /// Names of editions; none means all of them.
    pub editions: Vec<String>,
    /// Whether to set pages although numbers are unchecked; every page is stamped.
    pub draft: bool,
    /// The mutation score for the evidence; none where it was not measured.
    pub mutation: Option<MutationScore>,
    /// The key that signs each PDF, into a file beside it.
    pub signer: Option<Arc<Signer>>,
    /// When the PDFs say that they were made; none for the date of the report.
    pub created: Option<Moment>,
}

/// The name of the list of digests beside the PDFs.
pub const SUMS: &str = "SHA256SUMS";

/// What a build made.
pub struct Build {
    /// The author's files.
    pub sources: SourceMap,
    /// What is wrong with them.
    pub problems: Diagnostics,
    /// The verdicts on the claims, where the report was read as a whole.
    pub tally: Option<Tally>,
    /// The report; none where it could not be read as a whole.
    pub report: Option<Outcome>,
    /// The editions that were written; none if anything was wrong.
    pub editions: Vec<BuiltEdition>,
}

/// An edition that was written.
pub struct BuiltEdition {
    /// Its name.
    pub name: String,
    /// Its file inside the output folder.
    pub path: RelativePath,
    /// How many pages it has.
    pub pages: usize,
    /// How many bytes the file has.
    pub bytes: usize,
}

/// Checks a report and sets its editions; the output folder changes only if all of them succeed.
///
/// # Errors
/// When the machine fails: the output cannot be written, an edition is asked for that is not there.
pub fn build(
    folder: &dyn Folder,
    output: &dyn Folder,
    options: &BuildOptions,
    observer: &mut dyn Observer,
) -> Result<Build> {
    let Check { sources, mut problems, report } = check(folder, &options.check, observer);
    let mut editions = Vec::new();
    let mut tally = None;
    if let Some(outcome) = &report {
        let checked = outcome.checked();
        tally = Some(checked.tally());
        let circumstances = Circumstances { problems: &problems, mutation: options.mutation };
        let mut enclosure = evidence::enclose(checked, &sources, circumstances);
        let mut files = Vec::new();
        for edition in chosen_editions(&checked.report, options)? {
            let Some(book) = bind(outcome, edition, &enclosure, options.draft, observer)? else {
                continue;
            };
            let mut setting = Setting {
                folder,
                outcome,
                options,
                record: &mut enclosure.record,
                problems: &mut problems,
            };
            for Made { path, pages, pdf } in setting.set_pages(&book, observer)? {
                let (name, bytes) = (edition.name.clone(), pdf.len());
                editions.push(BuiltEdition { name, path: path.clone(), pages, bytes });
                if let Some(signer) = &options.signer {
                    files.push(signed(signer, &path, &pdf)?);
                }
                files.push((path, pdf));
            }
        }
        problems.settle(&checked.report.severities);
        let refused = problems.has_errors() && !options.draft;
        if refused || files.is_empty() {
            editions.clear();
        } else {
            observer.begins(Stage::Write, None);
            if !options.draft {
                files.push((relative(evidence::RECORD)?, enclosure.record.bytes()));
            }
            let name = page_name(options);
            let (checked, record) = (outcome.checked(), &enclosure.record);
            let page = review::page(checked, &sources, &problems, record, None);
            files.push((relative(name)?, page.into_bytes()));
            if !options.draft {
                files.push((relative(SUMS)?, sums(&files)));
            }
            output.replace_all(&files).context("cannot write the output")?;
        }
    }
    observer.ends();
    Ok(Build { sources, problems, tally, report, editions })
}

/// The books of the chosen editions, for the stock Typst compiler.
///
/// # Errors
/// As [`build()`].
pub fn emit_typst(
    folder: &dyn Folder,
    output: &dyn Folder,
    options: &BuildOptions,
    observer: &mut dyn Observer,
) -> Result<Build> {
    let Check { sources, problems, report } = check(folder, &options.check, observer);
    let mut files = Vec::new();
    let tally = report.as_ref().map(|outcome| outcome.checked().tally());
    if let Some(outcome) = &report {
        let circumstances = Circumstances { problems: &problems, mutation: options.mutation };
        let enclosure = evidence::enclose(outcome.checked(), &sources, circumstances);
        for edition in chosen_editions(&outcome.checked().report, options)? {
            let book = bind(outcome, edition, &enclosure, options.draft, observer)?;
            for (path, file) in book.iter().flat_map(|book| &book.files) {
                files.push((relative(&format!("{}/{path}", edition.name))?, file.bytes().to_vec()));
            }
        }
        if !files.is_empty() {
            for (name, bytes) in crate::fonts::files() {
                files.push((relative(&format!("fonts/{name}"))?, bytes.to_vec()));
            }
            for font in &outcome.checked().report.fonts.files {
                let path = format!("fonts/given/{}", font.path.as_str());
                files.push((relative(&path)?, font.bytes.clone()));
            }
            observer.begins(Stage::Write, None);
            output.replace_all(&files).context("cannot write the Typst project")?;
        }
    }
    observer.ends();
    Ok(Build { sources, problems, tally, report, editions: Vec::new() })
}

fn chosen_editions<'a>(report: &'a Report, options: &BuildOptions) -> Result<Vec<&'a Edition>> {
    for name in &options.editions {
        if !report.editions.iter().any(|edition| &edition.name == name) {
            let known: Vec<&str> =
                report.editions.iter().map(|edition| edition.name.as_str()).collect();
            anyhow::bail!("the report has no edition `{name}`; it has {}", known.join(", "));
        }
    }
    let wanted = |edition: &&Edition| {
        options.editions.is_empty() || options.editions.contains(&edition.name)
    };
    Ok(report.editions.iter().filter(wanted).collect())
}

/// Binds an edition; `None` where the report is refused and no draft is wanted.
fn bind(
    outcome: &Outcome,
    edition: &Edition,
    enclosure: &Enclosure,
    draft: bool,
    observer: &mut dyn Observer,
) -> Result<Option<Book>> {
    let book = match outcome {
        Outcome::Verified(report, exhibits) => {
            observer.begins(Stage::Book, Some(&edition.name));
            if draft {
                book::bind_draft(report.checked(), exhibits, edition, enclosure)?
            } else {
                book::bind(report, exhibits, edition, enclosure)?
            }
        }
        Outcome::Refused(checked, Some(exhibits)) if draft => {
            observer.begins(Stage::Book, Some(&edition.name));
            book::bind_draft(checked, exhibits, edition, enclosure)?
        }
        Outcome::Refused(..) => return Ok(None),
    };
    Ok(Some(book))
}

/// The signature of a PDF, for the file beside it.
fn signed(signer: &Signer, path: &RelativePath, pdf: &[u8]) -> Result<(RelativePath, Vec<u8>)> {
    let signature = signature::sign(signer, path.file_name(), pdf);
    let signature = signature.map_err(|fault| anyhow::anyhow!("the key cannot sign: {fault}"))?;
    Ok((signature_path(path)?, signature.into_bytes()))
}

fn signature_path(pdf: &RelativePath) -> Result<RelativePath> {
    relative(&format!("{pdf}.{}", signature::EXTENSION))
}

/// A PDF that was made.
pub struct Made {
    /// Its file inside the output folder.
    pub path: RelativePath,
    /// How many pages it has.
    pub pages: usize,
    /// Its bytes.
    pub pdf: Vec<u8>,
}

/// What the pages of an edition are set with.
pub struct Setting<'a> {
    /// The report's own files.
    pub folder: &'a dyn Folder,
    /// The report.
    pub outcome: &'a Outcome,
    /// What is wanted.
    pub options: &'a BuildOptions,
    /// The record of all editions, to which the pages are added.
    pub record: &'a mut Evidence,
    /// What is wrong.
    pub problems: &'a mut Diagnostics,
}

impl Setting<'_> {
    /// Sets the pages of a book, reads them, and writes its files; none where something is wrong.
    /// What stands on the pages is added to the record; the PDF has that of its own pages alone.
    fn set_pages(&mut self, book: &Book, observer: &mut dyn Observer) -> Result<Vec<Made>> {
        let Some(document) = self.pages(book, observer) else { return Ok(Vec::new()) };
        let path = pdf_path(&self.outcome.checked().report, &book.edition, book.draft)?;
        let made = if let Some(print) = &book.edition.print {
            self.for_press(book, print, &path, &document, observer)?
        } else {
            let pages = document.pages();
            let pdf = self.with_record(book, path.as_str(), &document, observer)?;
            pdf.map(|pdf| Made { path, pages, pdf }).into_iter().collect()
        };
        // Nobody waits for the pages to be let go.
        thread::spawn(move || drop(document));
        Ok(made)
    }

    /// The pages of a book.
    pub fn pages(&mut self, book: &Book, observer: &mut dyn Observer) -> Option<Document> {
        observer.begins(Stage::Typeset, Some(&book.edition.name));
        let document = typeset::typeset(book, self.problems);
        // The pages are finished; what the compiler remembers of making them is the larger part of its
        // memory, and neither the audit nor the export needs any of it.
        typeset::forget();
        document
    }

    /// What the audit of the ink of a book finds; none where it refuses the pages.
    pub fn audit(
        &mut self,
        book: &Book,
        document: &Document,
        observer: &mut dyn Observer,
    ) -> Option<Audit> {
        observer.begins(Stage::Audit, Some(&book.edition.name));
        let exhibits = self.outcome.exhibits()?;
        let before = self.problems.count(Severity::Error);
        let audit = audit::audit(book, document, self.outcome.checked(), exhibits, self.problems);
        let refused = self.problems.count(Severity::Error) > before && !book.draft;
        (!refused).then_some(audit)
    }

    /// Writes the PDF of a book into a file of this name, with a record of its pages inside; the pages are
    /// added to the record of all editions. While the ink is audited the file is made, and it is thrown away
    /// where the audit refuses the pages.
    ///
    /// What the pages draw is known from the file alone, and stands in the record inside the file: so the record
    /// is put into the finished file.
    fn with_record(
        &mut self,
        book: &Book,
        file: &str,
        document: &Document,
        observer: &mut dyn Observer,
    ) -> Result<Option<Vec<u8>>> {
        let checked = self.outcome.checked();
        let (id, created) = (&checked.report.id, self.options.created);
        let mut found = Diagnostics::default();
        let (audit, bare) = thread::scope(|scope| {
            let export = scope.spawn(|| pdf::export(book, id, document, created, &mut found));
            let audit = self.audit(book, document, observer);
            observer.begins(Stage::Pdf, Some(&book.edition.name));
            (audit, export.join().unwrap_or_else(|panic| resume_unwind(panic)))
        });
        let Some(mut audit) = audit else { return Ok(None) };
        found.iter().for_each(|problem| self.problems.push(problem.clone()));
        let Some(bare) = bare else { return Ok(None) };
        note_drawings(&mut audit, &bare)?;
        let own = evidence::with_edition(self.record, checked, book, file, created, &audit);
        evidence::add_edition(self.record, checked, book, file, created, &audit);
        let whole = unpack::replace(&bare, evidence::RECORD, &own.bytes());
        whole.map(Some).map_err(|fault| anyhow::anyhow!("the record cannot be attached: {fault}"))
    }
}

/// Takes note of what each page of a finished PDF draws.
pub fn note_drawings(audit: &mut Audit, pdf: &[u8]) -> Result<()> {
    let drawings = unpack::drawings(pdf);
    let drawings =
        drawings.map_err(|fault| anyhow::anyhow!("the PDF cannot be read again: {fault}"))?;
    for (page, drawing) in audit.pages.iter_mut().zip(drawings) {
        page.drawing = drawing;
    }
    Ok(())
}

fn pdf_path(report: &Report, edition: &Edition, draft: bool) -> Result<RelativePath> {
    let stamp = if draft { "-draft" } else { "" };
    relative(&format!("{}-{}{stamp}.pdf", report.id, edition.name))
}

/// The files that a clean build writes, as far as they are known: the names of PDFs stand in the report.
///
/// # Errors
/// When an edition is asked for that is not there.
pub fn products(outcome: Option<&Outcome>, options: &BuildOptions) -> Result<Vec<RelativePath>> {
    let mut files = Vec::new();
    if let Some(outcome) = outcome {
        let report = &outcome.checked().report;
        for edition in chosen_editions(report, options)? {
            let path = pdf_path(report, edition, options.draft)?;
            let cover = edition.print.as_ref().filter(|print| print.cover);
            let cover = cover.map(|_| cover_path(&path)).transpose()?;
            for path in [path].into_iter().chain(cover) {
                if options.signer.is_some() {
                    files.push(signature_path(&path)?);
                }
                files.push(path);
            }
        }
    }
    files.push(relative(page_name(options))?);
    if !options.draft {
        files.extend([relative(evidence::RECORD)?, relative(SUMS)?]);
    }
    Ok(files)
}

/// The name of the page of the reviewer.
fn page_name(options: &BuildOptions) -> &'static str {
    if options.draft { review::DRAFT_PAGE } else { review::PAGE }
}

/// The digests of files in the format of `sha256sum`, in the order of their names.
fn sums(files: &[(RelativePath, Vec<u8>)]) -> Vec<u8> {
    let mut lines: Vec<(&str, String)> = files
        .iter()
        .map(|(path, bytes)| (path.as_str(), facts::hexadecimal(&Sha256::digest(bytes))))
        .collect();
    lines.sort();
    lines.iter().map(|(path, digest)| format!("{digest}  {path}\n")).collect::<String>().into()
}
