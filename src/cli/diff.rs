//! `recto diff`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use clap::ValueEnum;

use super::progress::Progress;
use super::terminal::Terminal;
use super::{CheckingOptions, Status};
use crate::diagnostics::Severity;
use crate::diff::{self, Difference};
use crate::evidence::{self, Circumstances, Evidence, RECORD};
use crate::files::{Disk, Folder, RelativePath};
use crate::messages::Findings;
use crate::report::MANIFEST;
use crate::{pipeline, unpack};

/// The arguments of `recto diff`.
#[derive(Debug, clap::Args)]
pub struct DiffArguments {
    /// The older edition: a report folder, an evidence.json, or a PDF made by Recto.
    old: PathBuf,
    /// The newer edition.
    new: PathBuf,
    #[command(flatten)]
    options: CheckingOptions,
    /// How to show the difference.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Write it to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// How to show a difference.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs, as docs/diff.schema.json describes it.
    Json,
    /// One page for a browser or a printer.
    Html,
}

/// Compares two editions and shows what differs.
pub fn run(arguments: &DiffArguments, terminal: &Terminal) -> Result<Status> {
    let old = record(&arguments.old, &arguments.options, terminal)?;
    let new = record(&arguments.new, &arguments.options, terminal)?;
    let difference = diff::compare(&old, &new);
    let text = render(arguments, &difference);
    match &arguments.out {
        Some(path) => write(path, text)?,
        None => terminal.output_text(&text)?,
    }
    Ok(if difference.is_empty() { Status::Clean } else { Status::Findings })
}

fn render(arguments: &DiffArguments, difference: &Difference) -> String {
    match arguments.format {
        Format::Text => {
            let text = diff::text(difference);
            // A file has no colours; the stream takes them out where nobody sees them.
            if arguments.out.is_some() {
                anstream::adapter::strip_str(&text).to_string()
            } else {
                text
            }
        }
        Format::Json => difference.json(),
        Format::Html => diff::html(difference),
    }
}

fn write(path: &Path, text: String) -> Result<()> {
    let (folder, name) = folder_and_name(path)?;
    let files = [(name, text.into_bytes())];
    folder.replace_all(&files).with_context(|| format!("cannot write {}", path.display()))
}

/// The record of an edition, wherever it lies.
fn record(path: &Path, options: &CheckingOptions, terminal: &Terminal) -> Result<Evidence> {
    if path.join(MANIFEST).is_file() {
        return check(path, options, terminal);
    }
    if path.is_dir() {
        bail!("`{}` is no report: it has no {MANIFEST}", path.display());
    }
    let (folder, name) = folder_and_name(path)?;
    let bytes = folder.read(&name).with_context(|| format!("cannot read {}", path.display()))?;
    let read = if bytes.starts_with(b"%PDF-") { of_pdf(&bytes) } else { Evidence::read(&bytes) };
    read.map_err(|problem| anyhow!("`{}`: {problem}", path.display()))
}

fn of_pdf(bytes: &[u8]) -> Result<Evidence, String> {
    let files = unpack::attachments(bytes)?;
    let record = files.into_iter().find(|(name, _)| name == RECORD);
    let (_, record) = record.ok_or_else(|| {
        format!("no {RECORD} is attached to it; only a PDF made by Recto can be compared")
    })?;
    Evidence::read(&record)
}

/// Checks a report; one that is refused has a record too.
fn check(path: &Path, options: &CheckingOptions, terminal: &Terminal) -> Result<Evidence> {
    let mut progress = Progress::new(terminal.is_watched());
    let folder = Disk::new(path);
    let check = pipeline::check(&folder, &options.resolve(), &mut progress);
    drop(progress);
    let Some(outcome) = &check.report else {
        terminal.problems(&Findings::of_check(&folder, &check))?;
        bail!("`{}` could not be read as a whole", path.display());
    };
    let errors = check.problems.count(Severity::Error);
    if errors > 0 {
        let plural = if errors == 1 { "" } else { "s" };
        terminal.line(&format!(
            "`{}` is refused with {errors} error{plural}; `recto check` shows them",
            path.display()
        ));
    }
    let circumstances = Circumstances { problems: &check.problems, mutation: None };
    Ok(evidence::record(outcome.checked(), &check.sources, circumstances))
}

fn folder_and_name(path: &Path) -> Result<(Disk, RelativePath)> {
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.with_context(|| format!("`{}` names no file", path.display()))?;
    let name =
        RelativePath::parse(name).map_err(|problem| anyhow!("`{}`: {problem}", path.display()))?;
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    Ok((Disk::new(parent.unwrap_or(Path::new("."))), name))
}
