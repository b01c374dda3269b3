//! The command line: arguments become a `Command`, resolved once; a file a command.
//!
//! Only this module and its commands print. Diagnostics for people and progress go to standard
//! error; what a command makes for programs goes to standard output.

mod build;
mod check;
mod progress;
mod terminal;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use terminal::{Color, MessageFormat, Terminal};

/// Checks every number of a bilingual report against its data, then typesets it.
#[derive(Debug, Parser)]
#[command(
    name = "recto",
    version,
    after_help = "A report is a folder with a report.toml. Exit status: 0 clean, 1 problems in the report, 2 could not run."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// When to use colours; `NO_COLOR` and CLICOLOR are honoured.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    color: Color,
    /// How to show problems: with the lines underlined, a line each, or a JSON object each.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check every number of a report; writes nothing.
    #[command(after_help = "Example:\n  recto check report")]
    Check(check::CheckArguments),
    /// Check a report and, if nothing is wrong, set its PDFs.
    #[command(
        after_help = "Examples:\n  recto build report                         all editions into dist/\n  recto build report --edition zh --out out   one edition\n  recto build report --draft                  pages stamped as a draft, numbers unchecked\n  recto build report --emit-typst book        the Typst project, for the stock compiler"
    )]
    Build(build::BuildArguments),
}

/// Where the report lies.
#[derive(Debug, clap::Args)]
struct ReportFolder {
    /// The folder of the report.
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// Nothing is wrong with the report.
    Clean,
    /// Something is.
    Findings,
}

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let terminal = Terminal::new(arguments.color, arguments.message_format);
    let result = match &arguments.command {
        Command::Check(check) => check::run(check, &terminal),
        Command::Build(build) => build::run(build, &terminal),
    };
    match result {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Findings) => ExitCode::from(1),
        Err(error) => {
            terminal.error(&error);
            ExitCode::from(2)
        }
    }
}
