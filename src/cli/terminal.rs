//! What people and programs see of a run.

use std::io::{self, IsTerminal, Write};

use anstream::eprintln;
use anyhow::{Context, Result};
use clap::ValueEnum;

use super::message_output::MessageOutput;
use crate::diagnostics::{Diagnostics, Severity, render};
use crate::files::write_file;
use crate::messages::{self, Findings, Format};

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// In a terminal, unless the environment asks for none.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The two streams, and how they are written to.
pub struct Terminal {
    outputs: Vec<MessageOutput>,
    notes: bool,
}

impl Terminal {
    /// Sets up the streams.
    pub fn new(color: Color, outputs: Vec<MessageOutput>, notes: bool) -> Self {
        let choice = match color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
        Self { outputs, notes }
    }

    /// Whether somebody watches standard error.
    pub fn is_watched(&self) -> bool {
        std::io::stderr().is_terminal() && self.shows(Format::Human)
    }

    /// Whether a format goes to the streams, and not only into a file.
    pub fn shows(&self, format: Format) -> bool {
        self.outputs.iter().any(|output| output.format == format && output.file.is_none())
    }

    /// Shows problems in every format that was asked for, each once, in the order of the files. The formats
    /// that go into files are written whatever was found.
    ///
    /// # Errors
    /// When a file cannot be written, or nobody reads standard output any more.
    pub fn problems(&self, findings: &Findings<'_>) -> Result<()> {
        let findings =
            &Findings { notes: self.notes, standpoint: findings.standpoint.clone(), ..*findings };
        for output in &self.outputs {
            match (&output.file, output.format) {
                (Some(file), format) => {
                    let text = messages::text(format, findings)?;
                    write_file(file, text.as_bytes())
                        .with_context(|| format!("cannot write `{}`", file.display()))?;
                }
                // The stream strips the colours where they are not wanted.
                (None, Format::Human) => findings.shown().for_each(|problem| {
                    eprintln!("{}\n", render::human(problem, findings.sources, true));
                }),
                (None, format) => self.output_text(&messages::text(format, findings)?)?,
            }
        }
        Ok(())
    }

    /// Says how many problems there were.
    pub fn count(&self, problems: &Diagnostics) {
        let counted =
            [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
        let parts: Vec<String> = counted
            .iter()
            .map(|(severity, word)| (problems.count(*severity), word))
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
            .collect();
        let hidden = !self.notes && problems.count(Severity::Note) > 0;
        let hint = if hidden { "; --notes shows the notes" } else { "" };
        if !parts.is_empty() {
            self.line(&format!("{}{hint}", parts.join(", ")));
        }
    }

    /// A line for programs, on standard output.
    ///
    /// # Errors
    /// When nobody reads it any more, above all.
    #[expect(clippy::unused_self, reason = "who prints needs a terminal")]
    pub fn output(&self, text: &str) -> io::Result<()> {
        writeln!(anstream::stdout(), "{text}")
    }

    /// A text for programs that ends its own lines, on standard output.
    ///
    /// # Errors
    /// As [`Terminal::output`].
    #[expect(clippy::unused_self, reason = "who prints needs a terminal")]
    pub fn output_text(&self, text: &str) -> io::Result<()> {
        write!(anstream::stdout(), "{text}")
    }

    /// A line for people.
    #[expect(clippy::unused_self, reason = "who prints needs a terminal")]
    pub fn line(&self, text: &str) {
        eprintln!("{text}");
    }

    /// A line for the reason why a command could not run.
    #[expect(clippy::unused_self, reason = "who prints needs a terminal")]
    pub fn error(&self, error: &anyhow::Error) {
        eprintln!("error: {error:#}");
    }
}
