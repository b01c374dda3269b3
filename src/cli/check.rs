//! `recto check`.

use anyhow::{Result, bail};

use super::progress::Progress;
use super::terminal::Terminal;
use super::{ReportFolder, Status};
use crate::files::Disk;
use crate::pipeline;
use crate::report::MANIFEST;
use crate::verify::Tally;

/// The arguments of `recto check`.
#[derive(Debug, clap::Args)]
pub struct CheckArguments {
    #[command(flatten)]
    report: ReportFolder,
}

/// Checks a report and shows what is wrong.
pub fn run(arguments: &CheckArguments, terminal: &Terminal) -> Result<Status> {
    let folder = report_folder(&arguments.report)?;
    let mut progress = Progress::new(terminal.is_watched());
    let check = pipeline::check(&folder, &mut progress);
    drop(progress);
    terminal.problems(&check.problems, &check.sources);
    if let Some(outcome) = &check.report {
        terminal.line(&tally_line(outcome.checked().tally()));
    }
    terminal.count(&check.problems);
    Ok(if check.problems.has_errors() { Status::Findings } else { Status::Clean })
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
