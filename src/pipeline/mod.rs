//! The only place that sees every stage: [`check`] and [`build()`].
//!
//! A stage reports all it finds and returns what it could make; whether the next one may run is
//! decided here.

mod build;
mod press;

use anyhow::Result;

use crate::claims::Claims;
use crate::diagnostics::{Diagnostics, Severities};
use crate::evidence::{Circumstances, Evidence};
use crate::exhibits::{self, Exhibits};
use crate::facts::Reuse;
use crate::files::{Folder, RelativePath};
use crate::lock::{Difference, Lock};
use crate::report::{self, Block, QuerySettings, Report};
use crate::source::{MappedText, SourceMap};
use crate::verify::{self, CheckedReport, VerifiedReport};
use crate::{claims, evidence, facts, lock, press as printing, review};

pub use build::{Build, BuildOptions, BuiltEdition, SUMS, build, emit_typst, products};

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
    /// The theme of all editions, instead of what the report says: the name of one of the program, or a folder of
    /// the report.
    pub theme: Option<String>,
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
    // A PDF that is proved may do without its fonts: then it is not built again, and everything else is compared.
    let absent_fonts = std::mem::take(&mut report.fonts.absent);
    if !options.confined {
        absent_fonts.into_iter().for_each(|absent| problems.push(absent));
    }
    if let Some(engine) = &options.engine {
        report.queries.engine = Some((engine.clone(), None));
    }
    if let Some(name) = &options.theme {
        report.wear(name, folder, sources, problems);
    }
    if options.confined {
        report.queries = QuerySettings::confined();
    }
    let severities = report.severities.clone();
    if !options.confined {
        // What comes out of a PDF does not bring its profiles along.
        printing::check_profiles(&report, folder, problems);
    }
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
    let of_exhibits = report.blocks().filter_map(Block::frame).map(|frame| &frame.query);
    let of_references = report.blocks().flat_map(|block| match block {
        Block::Figure(figure) => figure.reference_queries().collect(),
        _ => Vec::new(),
    });
    of_claims.chain(of_exhibits).chain(of_references).map(MappedText::as_str).collect()
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

fn relative(path: &str) -> Result<RelativePath> {
    RelativePath::parse(path).map_err(|problem| anyhow::anyhow!("`{path}`: {problem}"))
}
