//! The only place that sees every stage: [`check`] and [`build`].
//!
//! A stage reports all it finds and returns what it could make; whether the next one may run is
//! decided here.

use std::sync::Arc;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::book::{self, Book};
use crate::claims::Claims;
use crate::date::Moment;
use crate::diagnostics::{Diagnostics, Severities, Severity};
use crate::evidence::{Circumstances, Enclosure, Evidence, MutationScore};
use crate::exhibits::{self, Exhibits};
use crate::facts::Reuse;
use crate::files::{Folder, RelativePath};
use crate::lock::{Difference, Lock};
use crate::report::{self, Block, Edition, QuerySettings, Report};
use crate::signature::Signer;
use crate::source::{MappedText, SourceMap};
use crate::verify::{self, CheckedReport, Tally, VerifiedReport};
use crate::{audit, claims, evidence, facts, lock, pdf, review, signature, typeset, unpack};

/// A step of the way, for progress and timings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Reading `report.toml` and the chapters.
    Report,
    /// Reading the sources.
    Facts,
    /// Binding phrases to claims, reading all numbers.
    Claims,
    /// Asking the data and judging the phrases.
    Verify,
    /// Giving figures and tables their rows.
    Exhibits,
    /// Binding the virtual Typst project of an edition.
    Book,
    /// Typst's compile.
    Typeset,
    /// Reading the ink of the pages.
    Audit,
    /// Typst's export.
    Pdf,
    /// Writing the files.
    Write,
}

impl Stage {
    /// Its name, as timings show it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Facts => "facts",
            Self::Claims => "claims",
            Self::Verify => "verify",
            Self::Exhibits => "exhibits",
            Self::Book => "book",
            Self::Typeset => "typeset",
            Self::Audit => "audit",
            Self::Pdf => "pdf",
            Self::Write => "write",
        }
    }
}

/// Is told when a stage begins. Only the implementation knows the time.
pub trait Observer {
    /// A stage begins, and the one before it has ended; `edition` names what it is for, if anything.
    fn begins(&mut self, stage: Stage, edition: Option<&str>);

    /// The last stage has ended.
    fn ends(&mut self);
}

/// What a check found.
pub struct Check {
    /// The author's files.
    pub sources: SourceMap,
    /// What is wrong with them.
    pub problems: Diagnostics,
    /// The report; none where it could not be read as a whole.
    pub report: Option<Outcome>,
}

/// A report that was read as a whole.
pub enum Outcome {
    /// No check found an error.
    Verified(Box<VerifiedReport>, Exhibits),
    /// Some check did.
    Refused(Box<CheckedReport>, Option<Exhibits>),
}

impl Outcome {
    /// The report with all that was found out.
    pub fn checked(&self) -> &CheckedReport {
        match self {
            Self::Verified(report, _) => report.checked(),
            Self::Refused(report, _) => report,
        }
    }

    /// Its figures and tables with their rows, where all of them have some.
    pub fn exhibits(&self) -> Option<&Exhibits> {
        match self {
            Self::Verified(_, exhibits) => Some(exhibits),
            Self::Refused(_, exhibits) => exhibits.as_ref(),
        }
    }
}

/// What a renewal of `recto.lock` found and wrote.
pub struct LockOutcome {
    /// The check before it.
    pub check: Check,
    /// The new lock; none where the report is not clean, and then nothing was written.
    pub lock: Option<Lock>,
    /// What differs from the lock that stood there, if one did.
    pub moved: Option<Difference>,
}

/// Checks a report and pins its data and answers in `recto.lock`, if no check finds an error.
///
/// # Errors
/// When the file cannot be written.
pub fn lock(folder: &dyn Folder, observer: &mut dyn Observer) -> Result<LockOutcome> {
    let path = relative(lock::FILE)?;
    let check = check(folder, &CheckOptions::default(), observer);
    let Some(Outcome::Verified(report, _)) = &check.report else {
        return Ok(LockOutcome { check, lock: None, moved: None });
    };
    let lock = Lock::of(report.checked());
    // A lock that cannot be read is replaced like any other.
    let before = folder.read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let before = before.and_then(|text| {
        let mut sources = SourceMap::default();
        let file = sources.add(lock::FILE, text.as_str());
        Lock::read(&text, file, &mut Diagnostics::new())
    });
    let moved = before.map(|before| lock.difference(&before));
    folder.replace_all(&[(path, lock.text().into_bytes())])?;
    Ok(LockOutcome { check, lock: Some(lock), moved })
}

/// Compares with the lock that a check under `--locked` has to agree with.
fn compare_with_lock(
    checked: &CheckedReport,
    folder: &dyn Folder,
    sources: &mut SourceMap,
    problems: &mut Diagnostics,
) {
    let Ok(path) = relative(lock::FILE) else { return };
    if folder.length(&path).is_err() {
        problems.push(lock::missing());
        return;
    }
    let file = crate::files::read_text(folder, &path, report::TEXT_LIMIT, None, sources, problems);
    let Some(file) = file else { return };
    let text = sources.shared_text(file);
    if let Some(lock) = Lock::read(&text, file, problems) {
        lock::compare(checked, &lock, problems);
    }
}

/// How to check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckOptions {
    /// Whether data and answers have to be those of `recto.lock`. Then nothing is taken over from
    /// earlier runs.
    pub locked: bool,
    /// Where queries run, instead of where the report says.
    pub engine: Option<String>,
    /// Whether they run here, within the usual limits, whatever the report says: it came from elsewhere.
    pub confined: bool,
}

/// Checks a report.
pub fn check(folder: &dyn Folder, options: &CheckOptions, observer: &mut dyn Observer) -> Check {
    let mut sources = SourceMap::default();
    let mut problems = Diagnostics::new();
    let outcome = check_stages(folder, options, &mut sources, &mut problems, observer);
    observer.ends();
    Check { sources, problems, report: outcome }
}

fn check_stages(
    folder: &dyn Folder,
    options: &CheckOptions,
    sources: &mut SourceMap,
    problems: &mut Diagnostics,
    observer: &mut dyn Observer,
) -> Option<Outcome> {
    observer.begins(Stage::Report, None);
    let Some(mut report) = report::read(folder, sources, problems) else {
        problems.settle(&Severities::default());
        return None;
    };
    if let Some(engine) = &options.engine {
        report.queries.engine = Some((engine.clone(), None));
    }
    if options.confined {
        report.queries = QuerySettings::default();
    }
    let severities = report.severities.clone();
    observer.begins(Stage::Facts, None);
    let reuse = if options.locked { Reuse::Nothing } else { Reuse::Answers };
    let facts = facts::load(&report, folder, reuse, sources, problems);
    if !report.complete {
        // Whatever names something in a missing chapter would be reported without being wrong.
        problems.settle(&severities);
        return None;
    }
    observer.begins(Stage::Claims, None);
    let claims = claims::bind(&report, &facts, problems);
    observer.begins(Stage::Verify, None);
    facts.prepare(&queries(&report, &claims));
    let checked = verify::verify(report, facts, claims, problems);
    observer.begins(Stage::Exhibits, None);
    let exhibits = exhibits::resolve(&checked.report, &checked.facts, problems);
    checked.facts.keep_answers(folder);
    evidence::check_previous(&checked, sources, problems);
    if options.locked {
        compare_with_lock(&checked, folder, sources, problems);
    }
    problems.settle(&severities);
    Some(match verify::seal(checked, problems) {
        Ok(report) => match exhibits {
            Some(exhibits) => Outcome::Verified(Box::new(report), exhibits),
            None => unreachable!("an exhibit without rows is an error, and errors are not sealed"),
        },
        Err(checked) => Outcome::Refused(checked, exhibits),
    })
}

/// Every query of the claims and of the exhibits, to be run at once.
fn queries<'a>(report: &'a Report, claims: &'a Claims) -> Vec<&'a str> {
    let of_claims = claims.list.iter().filter_map(|claim| claim.query());
    let of_exhibits = report.blocks().filter_map(|block| match block {
        Block::Figure(figure) => Some(&figure.frame.query),
        Block::Table(table) => Some(&table.frame.query),
        Block::Prose(_) | Block::Cards(_) | Block::Typst(_) => None,
    });
    of_claims.chain(of_exhibits).map(MappedText::as_str).collect()
}

/// What a review shows.
pub struct Review {
    /// What the check found.
    pub check: Check,
    /// The page; none where the report could not be read as a whole.
    pub page: Option<String>,
}

/// Checks a report and makes the page of its reviewer, whether a check finds an error or not.
pub fn review(
    folder: &dyn Folder,
    options: &CheckOptions,
    since: Option<&Evidence>,
    observer: &mut dyn Observer,
) -> Review {
    let check = check(folder, options, observer);
    let page = check.report.as_ref().map(|outcome| {
        let (checked, problems) = (outcome.checked(), &check.problems);
        let circumstances = Circumstances { problems, mutation: None };
        let record = evidence::record(checked, &check.sources, circumstances);
        review::page(checked, &check.sources, problems, &record, since)
    });
    Review { check, page }
}

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
            let set =
                set_pages(&book, outcome, options, &mut enclosure.record, &mut problems, observer)?;
            if let Some((path, pages, pdf)) = set {
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
/// As [`build`].
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

/// Sets the pages of a book and reads them: the name of the PDF, the number of its pages, and its bytes.
/// What stands on the pages is added to the record; the PDF has that of its own pages alone.
fn set_pages(
    book: &Book,
    outcome: &Outcome,
    options: &BuildOptions,
    record: &mut Evidence,
    problems: &mut Diagnostics,
    observer: &mut dyn Observer,
) -> Result<Option<(RelativePath, usize, Vec<u8>)>> {
    let checked = outcome.checked();
    let name = &book.edition.name;
    observer.begins(Stage::Typeset, Some(name));
    let Some(mut document) = typeset::typeset(book, problems) else { return Ok(None) };
    // The pages are finished; what the compiler remembers of making them is the larger part of its
    // memory, and neither the audit nor the export needs any of it.
    typeset::forget();
    let path = pdf_path(&checked.report, &book.edition, book.draft)?;
    observer.begins(Stage::Audit, Some(name));
    let Some(exhibits) = outcome.exhibits() else { return Ok(None) };
    let before = problems.count(Severity::Error);
    let mut audit = audit::audit(book, &document, checked, exhibits, problems);
    if problems.count(Severity::Error) > before && !book.draft {
        return Ok(None);
    }
    observer.begins(Stage::Pdf, Some(name));
    let id = &checked.report.id;
    // What the pages draw is known from the file alone, and stands in the record inside the file: so it is
    // written once to be read, and once with the record.
    let Some(first) = pdf::export(book, id, &document, options.created, problems) else {
        return Ok(None);
    };
    let drawings = unpack::drawings(&first);
    drop(first);
    let drawings =
        drawings.map_err(|fault| anyhow::anyhow!("the PDF cannot be read again: {fault}"))?;
    for (page, drawing) in audit.pages.iter_mut().zip(drawings) {
        page.drawing = drawing;
    }
    let own = evidence::with_edition(record, checked, book, path.as_str(), &audit);
    document.reattach(evidence::RECORD, own.bytes());
    evidence::add_edition(record, checked, book, path.as_str(), &audit);
    let pdf = pdf::export(book, id, &document, options.created, problems);
    let pages = document.pages();
    drop(document);
    typeset::forget();
    Ok(pdf.map(|pdf| (path, pages, pdf)))
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
            if options.signer.is_some() {
                files.push(signature_path(&path)?);
            }
            files.push(path);
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

fn relative(path: &str) -> Result<RelativePath> {
    RelativePath::parse(path).map_err(|problem| anyhow::anyhow!("`{path}`: {problem}"))
}
