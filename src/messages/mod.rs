//! What a run found, as a whole text: for people, for a line-based tool, for CI.
//!
//! `human`, `short` and `json` name files as the author knows them, by their paths in the report. `sarif`,
//! `junit` and `github` are read by programs that look at a repository, so their paths start at the folder
//! that the program runs in ([`Standpoint`]). `docs/messages.md` describes each format.

mod format;
mod github;
mod junit;
mod place;
mod sarif;

use anyhow::Result;

use crate::diagnostics::{Diagnostic, Diagnostics, Severity, render};
use crate::files::{Disk, Standpoint};
use crate::pipeline::{Build, Check, Outcome};
use crate::source::SourceMap;
use crate::verify::CheckedReport;

pub use format::Format;
pub use place::Place;

/// What a run found out about a report.
pub struct Findings<'a> {
    /// Where the report lies.
    pub standpoint: Standpoint,
    /// What is wrong with it.
    pub problems: &'a Diagnostics,
    /// The author's files.
    pub sources: &'a SourceMap,
    /// The report with its claims; none where it could not be read as a whole, or claims are no matter.
    pub checked: Option<&'a CheckedReport>,
    /// Whether notes count too.
    pub notes: bool,
}

impl<'a> Findings<'a> {
    /// Problems alone.
    pub fn new(folder: &Disk, problems: &'a Diagnostics, sources: &'a SourceMap) -> Self {
        let standpoint = folder.standpoint();
        Self { standpoint, problems, sources, checked: None, notes: false }
    }

    /// All that a check found.
    pub fn of_check(folder: &Disk, check: &'a Check) -> Self {
        let checked = check.report.as_ref().map(Outcome::checked);
        Self { checked, ..Self::new(folder, &check.problems, &check.sources) }
    }

    /// All that a build found.
    pub fn of_build(folder: &Disk, build: &'a Build) -> Self {
        let checked = build.report.as_ref().map(Outcome::checked);
        Self { checked, ..Self::new(folder, &build.problems, &build.sources) }
    }

    /// The problems to be shown, in the order of the files.
    pub fn shown(&self) -> impl Iterator<Item = &'a Diagnostic> {
        let notes = self.notes;
        self.problems.iter().filter(move |problem| notes || problem.severity != Severity::Note)
    }
}

/// What was found, in a format, without colours; each line ends with a line feed.
///
/// # Errors
/// When a library refuses to write its format.
pub fn text(format: Format, findings: &Findings<'_>) -> Result<String> {
    let sources = findings.sources;
    Ok(match format {
        Format::Human => lines(findings, |problem| render::human(problem, sources, false) + "\n"),
        Format::Short => lines(findings, |problem| render::short(problem, sources)),
        Format::Json => lines(findings, |problem| render::json(problem, sources).to_string()),
        Format::Github => lines(findings, |problem| github::command(problem, findings)),
        Format::Sarif => sarif::log(findings)?,
        Format::Junit => junit::report(findings)?,
    })
}

fn lines(findings: &Findings<'_>, line: impl Fn(&Diagnostic) -> String) -> String {
    findings.shown().map(|problem| line(problem) + "\n").collect()
}

/// A problem in words of its own: the headline, then what explains it, then the cures, a line each.
fn in_words(problem: &Diagnostic) -> String {
    let mut text = problem.message.clone();
    for note in &problem.notes {
        text += &format!("\nnote: {note}");
    }
    for help in &problem.help {
        text += &format!("\nhelp: {help}");
    }
    text
}
