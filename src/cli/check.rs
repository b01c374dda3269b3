//! `recto check`.

use std::path::Path;

use anyhow::{Result, bail};

use super::progress::Progress;
use super::terminal::Terminal;
use super::{CheckingOptions, ReportFolder, Status};
use crate::files::{Disk, Recorded};
use crate::messages::Findings;
use crate::pipeline;
use crate::quantity::Grammar;
use crate::report::MANIFEST;
use crate::source::SourceMap;
use crate::verify::{CheckedReport, Tally, exemptions};

/// The arguments of `recto check`.
#[derive(Debug, clap::Args)]
pub struct CheckArguments {
    #[command(flatten)]
    report: ReportFolder,
    #[command(flatten)]
    options: CheckingOptions,
    /// List every numeral that needs no claim, with the reason: what was not checked.
    #[arg(long)]
    unchecked: bool,
}

/// Checks a report and shows what is wrong.
pub fn run(arguments: &CheckArguments, terminal: &Terminal) -> Result<Status> {
    let folder = report_folder(&arguments.report)?;
    let deps = arguments.options.deps()?;
    let mut progress = Progress::new(terminal.is_watched());
    let recorded = Recorded::new(&folder);
    let check = pipeline::check(&recorded, &arguments.options.resolve(), &mut progress);
    drop(progress);
    terminal.problems(&Findings::of_check(&folder, &check))?;
    if let Some(deps) = deps {
        deps.write(&[(folder.root(), recorded.into_log())], (Path::new(""), []))?;
    }
    if let Some(outcome) = &check.report {
        if arguments.unchecked {
            terminal.output_text(&unchecked(outcome.checked(), &check.sources))?;
        }
        terminal.line(&tally_line(outcome.checked().tally()));
    }
    terminal.count(&check.problems);
    Ok(if check.problems.has_errors() { Status::Findings } else { Status::Clean })
}

/// A line for each numeral that needs no claim, in the order of the book, and one for each language that
/// is read for digits alone.
fn unchecked(checked: &CheckedReport, sources: &SourceMap) -> String {
    let mut text = String::new();
    for language in &checked.report.languages {
        if language.grammar() == Grammar::Digits {
            text += &format!("{}: read for digits alone, not for number words\n", language.tag());
        }
    }
    for exemption in exemptions(checked) {
        let position = sources.position(exemption.span);
        let name = sources.name(exemption.span.file);
        let (line, column) = (position.line, position.column);
        text += &format!("{name}:{line}:{column}: {}: {}\n", exemption.class, exemption.words);
    }
    text
}

/// The folder of a report, if it is one.
pub fn report_folder(report: &ReportFolder) -> Result<Disk> {
    let path = &report.folder;
    if !path.join(MANIFEST).is_file() {
        bail!("`{}` is no report: it has no {MANIFEST}", path.display());
    }
    Ok(Disk::new(path))
}

/// The verdicts in one line.
pub fn tally_line(tally: Tally) -> String {
    format!(
        "{} claims: {} proved, {} agree with source, {} attributed, {} waived",
        tally.total(),
        tally.proved,
        tally.agreeing,
        tally.attributed,
        tally.waived
    )
}
