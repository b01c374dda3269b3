//! `recto lock`.

use anyhow::{Context, Result};

use super::check::{report_folder, tally_line};
use super::progress::Progress;
use super::terminal::Terminal;
use super::{ReportFolder, Status};
use crate::messages::Findings;
use crate::pipeline::{self, LockOutcome};

/// The arguments of `recto lock`.
#[derive(Debug, clap::Args)]
pub struct LockArguments {
    #[command(flatten)]
    report: ReportFolder,
}

/// Checks a report and pins its data and answers, if nothing is wrong.
pub fn run(arguments: &LockArguments, terminal: &Terminal) -> Result<Status> {
    let folder = report_folder(&arguments.report)?;
    let mut progress = Progress::new(terminal.is_watched());
    let outcome = pipeline::lock(&folder, &mut progress).context("cannot write recto.lock")?;
    drop(progress);
    let LockOutcome { check, lock, moved } = outcome;
    terminal.problems(&Findings::of_check(&folder, &check))?;
    if let Some(outcome) = &check.report {
        terminal.line(&tally_line(outcome.checked().tally()));
    }
    let Some(lock) = lock else {
        terminal.count(&check.problems);
        return Ok(Status::Findings);
    };
    let size = lock.size();
    let mut line = format!(
        "recto.lock pins {} sources, {} answers and {} exhibits",
        size.sources, size.answers, size.exhibits
    );
    if let Some(moved) = moved {
        line += &format!(
            "; of the last one, {} sources, {} answers and {} exhibits moved",
            moved.sources, moved.answers, moved.exhibits
        );
    }
    terminal.line(&line);
    Ok(Status::Clean)
}
