//! `recto preflight`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};

use super::Status;
use super::terminal::Terminal;
use crate::diagnostics::{Diagnostics, Severity};
use crate::files::{Disk, read_named};
use crate::messages::Findings;
use crate::press::preflight::{Demands, Preflight, preflight};
use crate::report::Length;
use crate::source::SourceMap;

/// The arguments of `recto preflight`.
#[derive(Debug, clap::Args)]
pub struct PreflightArguments {
    /// PDFs for the press, by whatever program.
    #[arg(value_name = "PDF", required = true)]
    pdfs: Vec<PathBuf>,
    /// The least bleed.
    #[arg(long, value_name = "LENGTH", value_parser = length, default_value = "3mm")]
    bleed: Length,
    /// The greatest sum of the inks on a spot, in percent.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u16).range(100..=400), default_value_t = 300)]
    ink_limit: u16,
    /// The least resolution of images, in pixels an inch.
    #[arg(long, value_name = "PPI", value_parser = clap::value_parser!(u16).range(1..=2400), default_value_t = 300)]
    resolution: u16,
    /// The thinnest line.
    #[arg(long, value_name = "LENGTH", value_parser = length, default_value = "0.25pt")]
    hairline: Length,
    /// Of how many pages the count should be a multiple.
    #[arg(long, value_name = "PAGES", value_parser = clap::value_parser!(u16).range(1..=128), default_value_t = 4)]
    multiple: u16,
}

/// Reads PDFs as the press reads them, and shows what a printer would send back.
pub fn run(arguments: &PreflightArguments, terminal: &Terminal) -> Result<Status> {
    let demands = Demands {
        bleed: arguments.bleed.points(),
        ink_limit: f64::from(arguments.ink_limit),
        resolution: f64::from(arguments.resolution),
        hairline: arguments.hairline.points(),
        multiple: usize::from(arguments.multiple),
    };
    let mut problems = Diagnostics::new();
    let mut lines = Vec::new();
    for path in &arguments.pdfs {
        let shown = path.display();
        let pdf = read_named(path).with_context(|| format!("cannot read `{shown}`"))?;
        let found = preflight(&pdf, &demands);
        let found =
            found.map_err(|fault| anyhow!("`{shown}` cannot be read for print: {fault}"))?;
        lines.push(summary(path, &found));
        for finding in &found.findings {
            problems.push(finding.diagnostic(&shown.to_string()));
        }
    }
    let sources = SourceMap::default();
    terminal.problems(&Findings::new(&Disk::new("."), &problems, &sources))?;
    lines.iter().for_each(|line| terminal.line(line));
    terminal.count(&problems);
    let failed = problems.count(Severity::Error) > 0;
    Ok(if failed { Status::Findings } else { Status::Clean })
}

/// `book.pdf: PDF/X-4, 12 pages, inks Black, Cyan`.
fn summary(path: &Path, found: &Preflight) -> String {
    let conformance = found.conformance.as_deref().unwrap_or("no PDF/X");
    let inks = if found.inks.is_empty() { "none".to_owned() } else { found.inks.join(", ") };
    let verdict = match found.count(Severity::Error) {
        0 => "fit for print",
        _ => "not fit for print",
    };
    format!("{}: {conformance}, {} pages, inks: {inks}: {verdict}", path.display(), found.pages)
}

fn length(text: &str) -> Result<Length, String> {
    Length::parse(text).ok_or_else(|| "write a length with its unit, such as `3mm`".to_owned())
}
