//! The command line: arguments become a `Command`, resolved once; a file a command.
//!
//! Only this module and its commands print. Diagnostics for people and progress go to standard
//! error; what a command makes for programs goes to standard output.

mod build;
mod check;
mod deps;
mod diff;
mod explain;
mod fix;
mod impose;
mod lock;
mod message_output;
mod mutate;
mod new;
mod preflight;
mod progress;
mod quantities;
mod review;
mod suggest;
mod terminal;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use crate::pipeline::CheckOptions;
use deps::Deps;
use message_output::MessageOutput;
use terminal::{Color, Terminal};

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
    /// How to show problems: human, short, json, sarif, junit or github; `FORMAT=FILE` writes a file. May be
    /// repeated, or list several with commas.
    #[arg(long, global = true, value_delimiter = ',', value_name = "FORMAT[=FILE]")]
    message_format: Vec<MessageOutput>,
    /// Show notes too, such as words that count without a number.
    #[arg(long, global = true)]
    notes: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check every number of a report; writes no report.
    #[command(
        after_help = "Examples:\n  recto check report\n  recto check report --unchecked    the numerals that need no claim, each with the reason\n  recto check report --message-format human,sarif=recto.sarif,junit=recto.xml    for CI"
    )]
    Check(check::CheckArguments),
    /// Check a report and, if nothing is wrong, set its PDFs.
    #[command(
        after_help = "Examples:\n  recto build report                         all editions into dist/\n  recto build report --edition zh --out out   one edition\n  recto build report --draft                  pages stamped as a draft, numbers unchecked\n  recto build report --theme journal          another look\n  recto build report --emit-typst book        the Typst project, for the stock compiler"
    )]
    Build(build::BuildArguments),
    /// Compare two editions of a report: what an editor has to read again.
    #[command(
        after_help = "Each edition is a report folder, which is checked first, an evidence.json, or a PDF made by Recto. Exit status: 0 no\ndifference, 1 differences, 2 could not run.\n\nExamples:\n  recto diff dist/evidence.json report                  since the last build\n  recto diff 2026.pdf 2027.pdf --format html --out changes.html"
    )]
    Diff(diff::DiffArguments),
    /// Show what stands behind a claim, or the page of a rule.
    #[command(
        after_help = "Of a claim: its words in each language and what they denote, the query, the rows it read, the source and the\nverdict. Of a rule: its page of the manual.\n\nExamples:\n  recto explain national-2019h1 report\n  recto explain loose-bound"
    )]
    Explain(explain::ExplainArguments),
    /// Rewrite the numbers that the data have left behind, each in its own style.
    #[command(
        after_help = "Numbers in figures, number words and scale words are rewritten in every language, and the report is checked\nagain; what the check then still finds is left to a person: a bound that became false, a fraction, a comparison.\n\nExamples:\n  recto fix report --dry-run    what would change, as a diff\n  recto fix report              change the files\n  recto fix report --style      also bring the form of numbers into style"
    )]
    Fix(fix::FixArguments),
    /// Place the pages of a PDF on sheets, to be folded and stitched to a booklet.
    #[command(
        after_help = "Blank pages fill up to a multiple of four. Marks show where to cut and to fold.\n\nExamples:\n  recto impose dist/report-press.pdf --booklet\n  recto impose dist/report-press.pdf --booklet --sheet sra3 --creep 0.1mm\n  recto impose dist/report-press.pdf --booklet --signature 16    for thread-sewn books"
    )]
    Impose(impose::ImposeArguments),
    /// Pin the data and the answers in recto.lock, once the report is clean.
    #[command(
        after_help = "The file holds the digest of each source and each answer. `recto check --locked` and `recto build --locked`\nfail when either moved, and list the sentences to read again.\n\nExamples:\n  recto lock report             write or renew report/recto.lock\n  recto check report --locked   in CI and before print"
    )]
    Lock(lock::LockArguments),
    /// Change numbers, words, ids, periods and data one at a time, and show which falsehoods pass the check.
    #[command(
        after_help = "Each change that makes a sentence false, by an evaluation of its own, has to be refused. What passes is a\ndefect of the binding: a claim without a period, a sentence that no rule ties to its claim.\n\nExamples:\n  recto mutate report           the score, and the falsehoods that pass\n  recto mutate report --list    also what stayed true or could not be judged"
    )]
    Mutate(mutate::MutateArguments),
    /// Read PDFs as the press reads them: boxes, inks, fonts, printing condition.
    #[command(
        after_help = "Any PDF can be read, whichever program made it. What a printer would send back is an error.\n\nExamples:\n  recto preflight dist/report-press.pdf\n  recto preflight advert.pdf --bleed 5mm --ink-limit 280\n  recto preflight *.pdf --message-format short"
    )]
    Preflight(preflight::PreflightArguments),
    /// Write something to start from.
    #[command(
        after_help = "Examples:\n  recto new theme house                    a copy of `institute`\n  recto new theme house --from journal     a copy of `journal`\n  recto build report --theme house"
    )]
    New(new::NewArguments),
    /// Show what the scanner reads in a plain text: each number, period and exclusion, as JSON.
    #[command(
        after_help = "Each line of the output is an object: start and end (Unicode code points), text, result (quantity, period,\nstructural, excluded, unresolved), kind, value, lo, hi, lo_closed, hi_closed, unit, operator, reason.\n\nExamples:\n  recto quantities --lang zh notes.txt\n  echo 'nearly 30 % of 1.2 million' | recto quantities --lang en\n  recto quantities --jsonl cases.jsonl          a line {\"id\", \"lang\", \"text\"} gives a line {\"id\", \"results\"}"
    )]
    Quantities(quantities::QuantitiesArguments),
    /// Write the page on which a reviewer reads the report: each number with what stands behind it.
    #[command(
        after_help = "One file that asks nothing of the network: both languages side by side, each claim with its query, its rows and\nits source, and every problem at its place. A report that the check refuses has its page as well.\n\nExamples:\n  recto review report                                 dist/review.html\n  recto review report --out draft.html                another file\n  recto review report --since last/evidence.json      mark what changed since an edition"
    )]
    Review(review::ReviewArguments),
    /// Propose queries for numbers that no claim backs.
    #[command(
        after_help = "The number, its words in every language of the block and what stands beside it are compared with the declared\nsources. Each proposal answers the number, but that proves nothing: many queries answer 12. Choose by the words;\nthe verdict comes from `recto check`.\n\nExamples:\n  recto suggest report                                    the unbacked numbers\n  recto suggest report --all                              proposals for each of them\n  recto suggest report chapters/01.toml:12:8              proposals for one\n  recto suggest report chapters/01.toml:12:8 --apply 1    write its claim and link the number"
    )]
    Suggest(suggest::SuggestArguments),
    /// Prove a PDF again, from the PDF alone.
    #[command(
        after_help = "The data, the text and the record inside the PDF are compared with each other: every query is run again, and\nthe words on the pages are read and compared phrase by phrase. What was altered after the build is named.\n\nExamples:\n  recto verify report-screen.pdf\n  recto verify *.pdf --key publisher.pub    also the signature beside each, report-screen.pdf.minisig"
    )]
    Verify(verify::VerifyArguments),
}

/// Where the report lies.
#[derive(Debug, clap::Args)]
struct ReportFolder {
    /// The folder of the report.
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
}

/// How to check.
#[derive(Debug, clap::Args)]
struct CheckingOptions {
    /// Refuse data and answers that are not those of recto.lock; nothing is taken from earlier runs.
    #[arg(long)]
    locked: bool,
    /// Run the queries on a cluster, such as <df://localhost:50050>.
    #[arg(long, value_name = "URL")]
    engine: Option<String>,
    /// Write every file that the run read, and what it makes, into this file: as a Makefile, or as JSON
    /// where its name ends with `.json`.
    #[arg(long, value_name = "FILE")]
    deps: Option<PathBuf>,
}

impl CheckingOptions {
    fn deps(&self) -> anyhow::Result<Option<Deps<'_>>> {
        self.deps.as_deref().map(Deps::new).transpose()
    }

    fn resolve(&self) -> CheckOptions {
        CheckOptions { locked: self.locked, engine: self.engine.clone(), ..CheckOptions::default() }
    }
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
    say_nothing_of_damaged_files();
    let arguments = Arguments::parse();
    let outputs = message_output::resolve(&arguments.message_format)
        .unwrap_or_else(|error| contradiction(&error).exit());
    let terminal = Terminal::new(arguments.color, outputs, arguments.notes);
    let result = match &arguments.command {
        Command::Check(check) => check::run(check, &terminal),
        Command::Build(build) => build::run(build, &terminal),
        Command::Diff(diff) => diff::run(diff, &terminal),
        Command::Explain(explain) => explain::run(explain, &terminal),
        Command::Fix(fix) => fix::run(fix, &terminal),
        Command::Impose(impose) => impose::run(impose, &terminal),
        Command::Lock(lock) => lock::run(lock, &terminal),
        Command::Mutate(mutate) => mutate::run(mutate, &terminal),
        Command::Preflight(preflight) => preflight::run(preflight, &terminal),
        Command::New(new) => new::run(new, &terminal),
        Command::Quantities(quantities) => quantities::run(quantities, &terminal),
        Command::Review(review) => review::run(review, &terminal),
        Command::Suggest(suggest) => suggest::run(suggest, &terminal),
        Command::Verify(verify) => verify::run(verify, &terminal),
    };
    match result {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Findings) => ExitCode::from(1),
        // `recto quantities | head`: whoever reads has read enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal.error(&error);
            ExitCode::from(2)
        }
    }
}

/// Whether the program would take these arguments, its own name first; nothing is run.
///
/// # Errors
/// Why it would not, in the words that it would print.
pub fn understands(arguments: &[String]) -> Result<(), String> {
    let arguments = Arguments::try_parse_from(arguments).map_err(|error| error.to_string())?;
    message_output::resolve(&arguments.message_format).map_err(|error| error.to_string())?;
    Ok(())
}

/// Arguments that are right one by one and wrong together.
fn contradiction(error: &anyhow::Error) -> clap::Error {
    Arguments::command().error(clap::error::ErrorKind::ArgumentConflict, error)
}

/// A reader that gives up on a damaged file with a panic has its diagnostic; the words of the panic, with
/// places in a library, would be a second one.
fn say_nothing_of_damaged_files() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(crate::facts::GUARDED_THREAD) {
            usual(panic);
        }
    }));
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<std::io::Error>();
    io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
