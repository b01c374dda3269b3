//! `recto explain`.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::check::report_folder;
use super::progress::Progress;
use super::terminal::Terminal;
use super::{ReportFolder, Status};
use crate::diagnostics::{Code, nearest_name};
use crate::explain;
use crate::messages::Findings;
use crate::pipeline::{self, CheckOptions};

/// The arguments of `recto explain`.
#[derive(Debug, clap::Args)]
pub struct ExplainArguments {
    /// The id of a claim of the report, or the name of a rule.
    #[arg(value_name = "CLAIM|RULE")]
    name: String,
    /// The folder of the report.
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
}

/// Prints what stands behind a claim, or the page of a rule.
pub fn run(arguments: &ExplainArguments, terminal: &Terminal) -> Result<Status> {
    let name = &arguments.name;
    if let Some(code) = Code::parse(name) {
        terminal.output_text(explain::page(code))?;
        return Ok(Status::Clean);
    }
    let folder = report_folder(&ReportFolder { folder: arguments.folder.clone() });
    let Ok(folder) = folder else { bail!("{}", nothing_called(name, std::iter::empty())) };
    let mut progress = Progress::new(terminal.is_watched());
    let check = pipeline::check(&folder, &CheckOptions::default(), &mut progress);
    drop(progress);
    let Some(outcome) = &check.report else {
        terminal.problems(&Findings::of_check(&folder, &check))?;
        bail!("the report could not be read as a whole");
    };
    match explain::claim(outcome.checked(), &check.sources, name) {
        Some(text) => terminal.output_text(&text)?,
        None => bail!("{}", nothing_called(name, explain::claims(outcome.checked()))),
    }
    Ok(Status::Clean)
}

fn nothing_called<'a>(name: &str, claims: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> =
        claims.chain(Code::all().map(|code| -> &'a str { code.name() })).collect();
    let hint = nearest_name(name, known).map(|near| format!("; did you mean `{near}`?"));
    format!("there is no claim and no rule `{name}`{}", hint.unwrap_or_default())
}
