//! `recto new`.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::Status;
use super::terminal::Terminal;
use crate::files::{Disk, Folder, RelativePath};
use crate::report::theme::{BUILT_IN, BuiltIn, SETTINGS};

/// The arguments of `recto new`.
#[derive(Debug, clap::Args)]
pub struct NewArguments {
    #[command(subcommand)]
    what: New,
}

#[derive(Debug, clap::Subcommand)]
enum New {
    /// Write a theme to start from: a copy of one of the program, every value and function with its comment.
    Theme(ThemeArguments),
}

#[derive(Debug, clap::Args)]
struct ThemeArguments {
    /// The folder to write it into.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The theme to copy.
    #[arg(long, value_name = "NAME", default_value = BUILT_IN[0].name, value_parser = names())]
    from: String,
}

fn names() -> Vec<&'static str> {
    BUILT_IN.iter().map(|theme| theme.name).collect()
}

/// Writes what was asked for.
pub fn run(arguments: &NewArguments, terminal: &Terminal) -> Result<Status> {
    let New::Theme(arguments) = &arguments.what;
    let theme = BuiltIn::named(&arguments.from).context("the names are those of the program")?;
    let shown = arguments.folder.display();
    let folder = Disk::new(&arguments.folder);
    let mut files = Vec::new();
    for (name, text) in theme.files {
        let path = RelativePath::parse(name).map_err(|problem| anyhow::anyhow!("{problem}"))?;
        if folder.length(&path).is_ok() {
            bail!("`{shown}` has a {name} already; name another folder");
        }
        files.push((path, text.as_bytes().to_vec()));
    }
    folder.replace_all(&files).with_context(|| format!("cannot write `{shown}`"))?;
    let written: Vec<&str> = theme.files.iter().map(|(name, _)| *name).collect();
    terminal.line(&format!("{shown}: {}, as in `{}`", written.join(", "), theme.name));
    terminal.line(&format!(
        "use it by `theme = \"DIR\"` in report.toml, where it lies in the report, or by `recto build --theme {shown}`; {SETTINGS} has the values, docs/themes.md is the manual"
    ));
    Ok(Status::Clean)
}
