//! `recto review`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::check::{report_folder, tally_line};
use super::progress::Progress;
use super::terminal::Terminal;
use super::{CheckingOptions, ReportFolder, Status};
use crate::evidence::Evidence;
use crate::files::{Disk, Folder, RelativePath};
use crate::messages::Findings;
use crate::pipeline;

/// The arguments of `recto review`.
#[derive(Debug, clap::Args)]
pub struct ReviewArguments {
    #[command(flatten)]
    report: ReportFolder,
    #[command(flatten)]
    options: CheckingOptions,
    /// Write the page into this file.
    #[arg(long, value_name = "FILE", default_value = "dist/review.html")]
    out: PathBuf,
    /// Mark what changed since an edition, by its evidence.json.
    #[arg(long, value_name = "EVIDENCE")]
    since: Option<PathBuf>,
}

/// Checks a report and writes the page of its reviewer, whether something is wrong with it or not.
pub fn run(arguments: &ReviewArguments, terminal: &Terminal) -> Result<Status> {
    let folder = report_folder(&arguments.report)?;
    let since = arguments.since.as_deref().map(evidence).transpose()?;
    let (output, name) = place(&arguments.out)?;
    let mut progress = Progress::new(terminal.is_watched());
    let options = arguments.options.resolve();
    let review = pipeline::review(&folder, &options, since.as_ref(), &mut progress);
    drop(progress);
    let pipeline::Review { check, page } = review;
    terminal.problems(&Findings::of_check(&folder, &check))?;
    if let Some(outcome) = &check.report {
        terminal.line(&tally_line(outcome.checked().tally()));
    }
    terminal.count(&check.problems);
    match page {
        Some(page) => {
            let path = arguments.out.display();
            let kibibytes = page.len().div_ceil(1024);
            output
                .replace_all(&[(name, page.into_bytes())])
                .with_context(|| format!("cannot write `{path}`"))?;
            terminal.line(&format!("{path}: {kibibytes} KiB"));
        }
        None => terminal.line("no page was written: the report cannot be read as a whole"),
    }
    Ok(if check.problems.has_errors() { Status::Findings } else { Status::Clean })
}

/// The record of an edition.
fn evidence(path: &Path) -> Result<Evidence> {
    let (folder, name) = place(path)?;
    let shown = path.display();
    let bytes = folder.read(&name).with_context(|| format!("cannot read `{shown}`"))?;
    Evidence::read(&bytes).map_err(|problem| anyhow::anyhow!("cannot use `{shown}`: {problem}"))
}

/// The folder of a file and its name in there.
fn place(path: &Path) -> Result<(Disk, RelativePath)> {
    let name = path.file_name().and_then(|name| name.to_str());
    let Some(name) = name.and_then(|name| RelativePath::parse(name).ok()) else {
        bail!("`{}` names no file", path.display());
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    Ok((Disk::new(folder.unwrap_or(Path::new("."))), name))
}
