//! `recto mutate`.

use anyhow::Result;

use super::check::report_folder;
use super::progress::Progress;
use super::terminal::Terminal;
use super::{ReportFolder, Status};
use crate::messages::Findings;
use crate::mutate::{self, Kind, Mutation, Score, Trial, Truth};

/// The arguments of `recto mutate`.
#[derive(Debug, clap::Args)]
pub struct MutateArguments {
    #[command(flatten)]
    report: ReportFolder,
    /// List too what stayed true, and what the evaluation could not judge.
    #[arg(long)]
    list: bool,
}

/// Changes a report in every way that makes it false and shows what the check does not notice.
pub fn run(arguments: &MutateArguments, terminal: &Terminal) -> Result<Status> {
    let folder = report_folder(&arguments.report)?;
    let mut progress = Progress::new(terminal.is_watched());
    let mutation = mutate::mutate(&folder, &mut progress);
    drop(progress);
    if mutation.check.problems.has_errors() {
        terminal.problems(&Findings::of_check(&folder, &mutation.check))?;
        terminal.line("only a report without errors can be changed for the worse");
        terminal.count(&mutation.check.problems);
        return Ok(Status::Findings);
    }
    terminal.output_text(&table(&mutation))?;
    for trial in &mutation.trials {
        let shown = match trial.truth {
            Truth::False => !trial.refused,
            Truth::True | Truth::Unknown(_) => arguments.list,
        };
        if shown {
            terminal.output(&line(&mutation, trial))?;
        }
    }
    let survivors = mutation.survivors().count();
    Ok(if survivors > 0 { Status::Findings } else { Status::Clean })
}

/// A row for each kind of change, and one for all of them.
fn table(mutation: &Mutation) -> String {
    let scores = mutation.scores();
    let mut text = format!(
        "{:<12} {:>8} {:>8} {:>8} {:>10} {:>10}\n",
        "change", "false", "refused", "passed", "still true", "not judged"
    );
    let mut total = Score::default();
    for kind in Kind::ALL {
        let score = scores.get(&kind).copied().unwrap_or_default();
        text += &row(kind.name(), score);
        total.refused += score.refused;
        total.survived += score.survived;
        total.still_true += score.still_true;
        total.unknown += score.unknown;
    }
    text + &row("all", total)
}

fn row(name: &str, score: Score) -> String {
    let Score { refused, survived, still_true, unknown } = score;
    let wrong = refused + survived;
    format!("{name:<12} {wrong:>8} {refused:>8} {survived:>8} {still_true:>10} {unknown:>10}\n")
}

/// `chapters/01.toml:12:8: digit: 12 -> 22 (claim documents): false, and not refused`.
fn line(mutation: &Mutation, trial: &Trial) -> String {
    let sources = &mutation.check.sources;
    let mutant = &trial.mutant;
    let position = sources.position(mutant.span);
    let name = sources.name(mutant.span.file);
    let verdict = match &trial.truth {
        Truth::False => "false, and the check lets it pass".to_owned(),
        Truth::True => "still true".to_owned(),
        Truth::Unknown(reason) => {
            format!("not judged: {reason}; {}", if trial.refused { "refused" } else { "passed" })
        }
    };
    let (kind, before, after, claim) =
        (mutant.kind.name(), &mutant.before, &mutant.after, &mutant.claim);
    format!(
        "{name}:{}:{}: {kind}: {before} -> {after} (claim {claim}): {verdict}",
        position.line, position.column
    )
}
