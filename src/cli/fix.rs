//! `recto fix`.

use anyhow::{Context, Result};
use similar::TextDiff;

use super::check::report_folder;
use super::progress::Progress;
use super::terminal::Terminal;
use super::{ReportFolder, Status};
use crate::files::Folder;
use crate::fix::{self, Fix, Reason, Rewrite, Scope};
use crate::messages::Findings;

/// The arguments of `recto fix`.
#[derive(Debug, clap::Args)]
pub struct FixArguments {
    #[command(flatten)]
    report: ReportFolder,
    /// Print the changes as a diff and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Rewrite too what departs from the style of numbers, where one form is certain.
    #[arg(long)]
    style: bool,
}

/// Rewrites the stale numbers of a report and shows what is left to a person.
pub fn run(arguments: &FixArguments, terminal: &Terminal) -> Result<Status> {
    let folder = report_folder(&arguments.report)?;
    let mut progress = Progress::new(terminal.is_watched());
    let scope = if arguments.style { Scope::StaleAndStyle } else { Scope::Stale };
    let fix = fix::fix(&folder, scope, &mut progress);
    drop(progress);
    if arguments.dry_run {
        terminal.output_text(&diff(&fix))?;
    } else if !fix.files.is_empty() {
        let files: Vec<_> = fix
            .files
            .iter()
            .map(|(path, text)| (path.clone(), text.clone().into_bytes()))
            .collect();
        folder.replace_all(&files).context("cannot write the report")?;
    }
    for rewrite in &fix.rewrites {
        terminal.line(&rewrite_line(rewrite));
    }
    terminal.problems(&Findings::new(&folder, &fix.problems, &fix.after))?;
    terminal.line(&summary(&fix, arguments.dry_run));
    terminal.count(&fix.problems);
    Ok(if fix.problems.has_errors() { Status::Findings } else { Status::Clean })
}

/// `chapters/01.toml:12:8: 12 -> 13 (claim documents)`.
fn rewrite_line(rewrite: &Rewrite) -> String {
    let Rewrite { place, old, new, reason } = rewrite;
    let reason = match reason {
        Reason::Stale { claim, reread: None } => format!("(claim {claim})"),
        Reason::Stale { claim, reread: Some(why) } => format!("(claim {claim}); read again: {why}"),
        Reason::Style(fault) => format!("(style: {})", fault.name()),
    };
    format!("{place}: {old} -> {new} {reason}")
}

fn summary(fix: &Fix, dry_run: bool) -> String {
    let (numbers, files) = (fix.rewrites.len(), fix.files.len());
    let verb = if dry_run { "would be rewritten" } else { "rewritten" };
    match numbers {
        0 => "no number to rewrite".to_owned(),
        1 => format!("1 number {verb}"),
        _ => {
            format!("{numbers} numbers {verb} in {files} file{}", if files == 1 { "" } else { "s" })
        }
    }
}

/// What changes, as `patch` takes it.
fn diff(fix: &Fix) -> String {
    let mut text = String::new();
    for (path, new) in &fix.files {
        let old = fix.before.find(path.as_str()).map_or("", |file| fix.before.text(file));
        let changes = TextDiff::from_lines(old, new);
        let (before, after) = (format!("a/{path}"), format!("b/{path}"));
        text += &changes.unified_diff().header(&before, &after).to_string();
    }
    text
}
