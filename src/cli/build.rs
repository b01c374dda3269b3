//! `recto build`.

use std::path::PathBuf;

use anyhow::Result;

use super::check::{report_folder, tally_line};
use super::progress::Progress;
use super::terminal::Terminal;
use super::{CheckingOptions, ReportFolder, Status};
use crate::files::{Disk, peak_memory};
use crate::mutate;
use crate::pipeline::{self, Build, BuildOptions};
use crate::review;

/// The arguments of `recto build`.
#[derive(Debug, clap::Args)]
pub struct BuildArguments {
    #[command(flatten)]
    report: ReportFolder,
    #[command(flatten)]
    options: CheckingOptions,
    /// Set this edition only; may be repeated.
    #[arg(long, value_name = "NAME")]
    edition: Vec<String>,
    /// Write the PDFs and the evidence into this folder.
    #[arg(long, value_name = "DIR", default_value = "dist")]
    out: PathBuf,
    /// Set pages even if numbers are wrong; every page is stamped as a draft.
    #[arg(long)]
    draft: bool,
    /// Write the Typst project of each edition into this folder instead of setting PDFs.
    #[arg(long, value_name = "DIR")]
    emit_typst: Option<PathBuf>,
    /// Measure first which falsehoods the check notices, and put the score into the evidence.
    #[arg(long)]
    mutate: bool,
    /// Show the time of each stage and edition, and the peak of memory.
    #[arg(long)]
    timings: bool,
}

/// Builds a report and shows what was made, or what is wrong.
pub fn run(arguments: &BuildArguments, terminal: &Terminal) -> Result<Status> {
    let folder = report_folder(&arguments.report)?;
    let mut progress = Progress::new(terminal.is_watched());
    let mutation = arguments.mutate.then(|| mutate::mutate(&folder, &mut progress).total());
    let options = BuildOptions {
        check: arguments.options.resolve(),
        editions: arguments.edition.clone(),
        draft: arguments.draft,
        mutation,
    };
    let build = match &arguments.emit_typst {
        Some(target) => {
            let output = Disk::new(target);
            pipeline::emit_typst(&folder, &output, &options, &mut progress)?
        }
        None => pipeline::build(&folder, &Disk::new(&arguments.out), &options, &mut progress)?,
    };
    let (summary, details) = (progress.summary(), progress.details());
    drop(progress);
    terminal.problems(&build.problems, &build.sources);
    show_result(arguments, &build, terminal);
    terminal.line(&summary);
    if arguments.timings {
        details.iter().for_each(|line| terminal.line(line));
        terminal.line(&memory_line());
    }
    let failed = build.problems.has_errors() && !arguments.draft;
    Ok(if failed { Status::Findings } else { Status::Clean })
}

fn show_result(arguments: &BuildArguments, build: &Build, terminal: &Terminal) {
    if let Some(tally) = build.tally {
        terminal.line(&tally_line(tally));
    }
    terminal.count(&build.problems);
    for edition in &build.editions {
        let path = arguments.out.join(edition.path.as_str());
        let kibibytes = edition.bytes.div_ceil(1024);
        terminal.line(&format!("{}: {} pages, {kibibytes} KiB", path.display(), edition.pages));
    }
    if !build.editions.is_empty() {
        let page = if arguments.draft { review::DRAFT_PAGE } else { review::PAGE };
        terminal.line(&format!("{}: for reviewers", arguments.out.join(page).display()));
    }
    if build.editions.is_empty() && arguments.emit_typst.is_none() {
        terminal.line("no PDF was written");
    }
}

fn memory_line() -> String {
    match peak_memory() {
        Some(bytes) => format!("  peak memory {:>16} MiB", bytes / (1024 * 1024)),
        None => "  peak memory: this system does not tell".to_owned(),
    }
}
