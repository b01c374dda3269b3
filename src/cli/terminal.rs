//! What people and programs see of a run.

use std::io::{self, IsTerminal, Write};

use anstream::{eprintln, println};
use clap::ValueEnum;

use crate::diagnostics::{Diagnostic, Diagnostics, Severity, render};
use crate::source::SourceMap;

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

/// How to show problems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// With the author's lines, on standard error.
    #[default]
    Human,
    /// `file:line:column: severity[code]: message`, on standard output.
    Short,
    /// A JSON object a line, on standard output.
    Json,
}

/// The two streams, and how they are written to.
pub struct Terminal {
    format: MessageFormat,
    notes: bool,
}

impl Terminal {
    /// Sets up the streams.
    pub fn new(color: Color, format: MessageFormat, notes: bool) -> Self {
        let choice = match color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
        Self { format, notes }
    }

    /// Whether somebody watches standard error.
    pub fn is_watched(&self) -> bool {
        std::io::stderr().is_terminal() && self.format == MessageFormat::Human
    }

    /// How problems are shown.
    pub fn format(&self) -> MessageFormat {
        self.format
    }

    /// Shows problems, each once, in the order of the files.
    pub fn problems(&self, problems: &Diagnostics, sources: &SourceMap) {
        let shown = |diagnostic: &&Diagnostic| self.notes || diagnostic.severity != Severity::Note;
        for diagnostic in problems.iter().filter(shown) {
            match self.format {
                // The stream strips the colours where they are not wanted.
                MessageFormat::Human => eprintln!("{}\n", render::human(diagnostic, sources, true)),
                MessageFormat::Short => println!("{}", render::short(diagnostic, sources)),
                MessageFormat::Json => println!("{}", render::json(diagnostic, sources)),
            }
        }
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
