//! `recto suggest`.

use anyhow::{Context, Result, bail};
use serde::Serialize;

use super::check::report_folder;
use super::progress::Progress;
use super::terminal::Terminal;
use super::{ReportFolder, Status};
use crate::diagnostics::Diagnostics;
use crate::files::{Disk, Folder, Overlay};
use crate::messages::{Findings, Format};
use crate::pipeline::{self, Check, CheckOptions};
use crate::quantity::decimal_string;
use crate::source::{SourceMap, Span};
use crate::suggest::{self, Applied, Closeness, Index, Proposal, Subject};
use crate::verify::{CheckedReport, Verdict};

/// The arguments of `recto suggest`.
#[derive(Debug, clap::Args)]
pub struct SuggestArguments {
    /// The folder of the report, and the place of a number in it.
    #[arg(value_name = "DIR | FILE:LINE[:COLUMN]", num_args = 0..=2)]
    arguments: Vec<String>,
    /// Go through every unbacked number.
    #[arg(long, conflicts_with = "apply")]
    all: bool,
    /// Write the claim of this proposal into the chapter and link the number in every language.
    #[arg(long, value_name = "N")]
    apply: Option<usize>,
}

/// A place in a file as the author names it.
#[derive(Debug, PartialEq, Eq)]
struct Target {
    file: String,
    line: usize,
    column: Option<usize>,
}

/// How many proposals a number gets.
const PROPOSALS: usize = 5;

/// Shows the queries that may stand behind unbacked numbers, and writes one on request.
pub fn run(arguments: &SuggestArguments, terminal: &Terminal) -> Result<Status> {
    let (folder, target) = resolve(&arguments.arguments)?;
    let disk = report_folder(&ReportFolder { folder: folder.clone().into() })?;
    let mut progress = Progress::new(terminal.is_watched());
    let check = pipeline::check(&disk, &CheckOptions::default(), &mut progress);
    drop(progress);
    let Some(outcome) = &check.report else {
        terminal.problems(&Findings::of_check(&disk, &check))?;
        bail!("the report could not be read as a whole");
    };
    let checked = outcome.checked();
    let subjects = match &target {
        Some(target) => at(checked, &check.sources, target, &folder)?,
        None => suggest::unbacked(checked),
    };
    if let Some(number) = arguments.apply {
        let ([subject], true) = (subjects.as_slice(), target.is_some()) else {
            bail!("--apply wants the place of one number, FILE:LINE:COLUMN");
        };
        return apply(&disk, &check, subject, number, terminal);
    }
    if target.is_none() && !arguments.all && subjects.len() > 1 {
        for subject in &subjects {
            terminal.output(&headline(checked, &check.sources, subject))?;
        }
        terminal.line(&format!(
            "{} unbacked numbers; name the place of one, or --all for all of them",
            subjects.len()
        ));
        return Ok(Status::Findings);
    }
    if subjects.is_empty() {
        terminal.line("every number of the prose is backed");
        return Ok(Status::Clean);
    }
    let index = Index::new(checked);
    for subject in &subjects {
        let proposals = suggest::proposals(checked, &index, subject, PROPOSALS);
        if terminal.shows(Format::Json) {
            terminal.output(&json(checked, &check.sources, subject, &proposals)?)?;
        } else {
            terminal.output_text(&text(checked, &check.sources, subject, &proposals))?;
        }
    }
    if !terminal.shows(Format::Json) {
        terminal
            .line("a proposal proves nothing; choose by its words, and let `recto check` judge");
    }
    Ok(Status::Findings)
}

/// The folder of the report and the place, which has a line number and so cannot be a folder.
fn resolve(arguments: &[String]) -> Result<(String, Option<Target>)> {
    let (mut folder, mut target) = (None, None);
    for argument in arguments {
        match place(argument) {
            Some(place) if target.is_none() => target = Some(place),
            None if folder.is_none() => folder = Some(argument.clone()),
            _ => bail!("`{argument}`: one folder and one place FILE:LINE:COLUMN are enough"),
        }
    }
    Ok((folder.unwrap_or_else(|| ".".to_owned()), target))
}

fn place(argument: &str) -> Option<Target> {
    let (rest, last) = argument.rsplit_once(':')?;
    let last: usize = last.parse().ok()?;
    if let Some((file, line)) = rest.rsplit_once(':')
        && let Ok(line) = line.parse()
    {
        return Some(Target { file: file.to_owned(), line, column: Some(last) });
    }
    Some(Target { file: rest.to_owned(), line: last, column: None })
}

/// The numbers at a place.
fn at(
    checked: &CheckedReport,
    sources: &SourceMap,
    target: &Target,
    folder: &str,
) -> Result<Vec<Subject>> {
    let file = target.file.trim_start_matches("./");
    let inside = file.strip_prefix(folder.trim_start_matches("./").trim_end_matches('/'));
    let inside = inside.map(|file| file.trim_start_matches('/'));
    let matches = |span: Span| {
        let name = sources.name(span.file);
        let start = sources.position(span);
        let end = sources.position_at(span.file, span.end);
        let on_line = start.line <= target.line && target.line <= end.line;
        let at_column = target.column.is_none_or(|column| {
            start.column <= column && column < end.column.max(start.column + 1)
        });
        (name == file || Some(name) == inside) && on_line && at_column
    };
    let mut subjects = suggest::at(checked, &matches);
    if target.column.is_none() {
        // A line names its quantities; a year or a rank is named by its column.
        let unbacked = suggest::unbacked(checked);
        let quantity = |subject: &Subject| {
            unbacked.iter().any(|other| {
                let place = subject.places.first();
                place.is_some_and(|place| other.places.contains(place))
            })
        };
        subjects.retain(quantity);
    }
    if subjects.is_empty() {
        bail!("no unbacked number stands at {}:{}", target.file, target.line);
    }
    Ok(subjects)
}

/// `chapters/01.toml:12:8: 12 = 12`.
fn headline(checked: &CheckedReport, sources: &SourceMap, subject: &Subject) -> String {
    let words = subject.places.iter().map(|place| words(checked, place)).collect::<Vec<_>>();
    let place =
        subject.places.first().map_or_else(String::new, |place| position(sources, place.span));
    let unit = match subject.unit.name() {
        unit if unit == "count" => String::new(),
        unit => format!(" ({unit})"),
    };
    format!("{place}: {}: {}{unit}", words.join(" | "), crate::verify::in_words(&subject.interval))
}

fn words(checked: &CheckedReport, place: &suggest::Place) -> String {
    checked.claims.texts[place.text].passage.text()[place.range.clone()].to_owned()
}

fn position(sources: &SourceMap, span: Span) -> String {
    let position = sources.position(span);
    format!("{}:{}:{}", sources.name(span.file), position.line, position.column)
}

fn text(
    checked: &CheckedReport,
    sources: &SourceMap,
    subject: &Subject,
    proposals: &[Proposal],
) -> String {
    let mut text = format!("{}\n", headline(checked, sources, subject));
    if proposals.is_empty() {
        text += "   no query over the sources answers this number\n";
    }
    for (index, proposal) in proposals.iter().enumerate() {
        let wording = &proposal.wording;
        text += &format!("{:>2}. {}\n", index + 1, proposal.sql);
        text += &format!("    answers {} ({})\n", shown(&proposal.answer), proposal.unit.name());
        text += &format!("    key: {}\n    rows: {}\n", wording.key, wording.filter);
        if let Some(base) = &wording.base {
            text += &format!("    base: {base}\n");
        }
        if let Some(remark) = remark(proposal) {
            text += &format!("    note: {remark}\n");
        }
    }
    text + "\n"
}

/// What the check will want besides the query.
fn remark(proposal: &Proposal) -> Option<String> {
    match proposal.closeness {
        Closeness::Inside => None,
        Closeness::Rounded => {
            let tolerance = proposal.tolerance.as_deref().unwrap_or_default();
            Some(format!("the number is rounded; the claim wants `tolerance = \"{tolerance}\"`"))
        }
        Closeness::Loose => {
            Some("the bound is looser than the check allows; say it closer".to_owned())
        }
    }
}

/// An answer, at most to nine decimals.
fn shown(answer: &crate::quantity::Rational) -> String {
    match decimal_string(answer) {
        Some(text) if text.len() < 24 => text,
        _ => answer.to_f64().map_or_else(String::new, |value| format!("{value:.9}")),
    }
}

/// A number with its proposals, for programs.
#[derive(Serialize)]
struct Record {
    file: String,
    line: usize,
    column: usize,
    phrases: Vec<PhraseRecord>,
    interval: String,
    unit: String,
    proposals: Vec<ProposalRecord>,
}

#[derive(Serialize)]
struct PhraseRecord {
    language: String,
    words: String,
    file: String,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct ProposalRecord {
    query: String,
    answer: String,
    unit: String,
    kind: &'static str,
    key: String,
    filter: String,
    base: Option<String>,
    period: Option<String>,
    tolerance: Option<String>,
    note: Option<String>,
    id: String,
}

fn json(
    checked: &CheckedReport,
    sources: &SourceMap,
    subject: &Subject,
    proposals: &[Proposal],
) -> Result<String> {
    let phrases = subject.places.iter().map(|place| {
        let position = sources.position(place.span);
        PhraseRecord {
            language: checked.claims.texts[place.text].language.tag().to_owned(),
            words: words(checked, place),
            file: sources.name(place.span.file).to_owned(),
            line: position.line,
            column: position.column,
        }
    });
    let phrases: Vec<PhraseRecord> = phrases.collect();
    let first = phrases.first().context("a number has a place")?;
    let record = Record {
        file: first.file.clone(),
        line: first.line,
        column: first.column,
        interval: subject.interval.to_string(),
        unit: subject.unit.name(),
        proposals: proposals.iter().map(proposal_record).collect(),
        phrases,
    };
    Ok(serde_json::to_string(&record)?)
}

fn proposal_record(proposal: &Proposal) -> ProposalRecord {
    ProposalRecord {
        query: proposal.sql.clone(),
        answer: shown(&proposal.answer),
        unit: proposal.unit.name(),
        kind: proposal.shape,
        key: proposal.wording.key.clone(),
        filter: proposal.wording.filter.clone(),
        base: proposal.wording.base.clone(),
        period: proposal.period.clone(),
        tolerance: proposal.tolerance.clone(),
        note: remark(proposal),
        id: proposal.id.clone(),
    }
}

/// Writes a proposal into the files, and says what the check makes of it.
fn apply(
    disk: &Disk,
    check: &Check,
    subject: &Subject,
    number: usize,
    terminal: &Terminal,
) -> Result<Status> {
    let Some(outcome) = &check.report else { bail!("the report could not be read as a whole") };
    let checked = outcome.checked();
    let index = Index::new(checked);
    let proposals = suggest::proposals(checked, &index, subject, PROPOSALS.max(number));
    let Some(proposal) = number.checked_sub(1).and_then(|at| proposals.get(at)) else {
        bail!("there is no proposal {number}; there are {}", proposals.len());
    };
    let applied = suggest::apply(checked, &check.sources, subject, proposal)
        .map_err(|refusal| anyhow::anyhow!("the number is left as it is: {refusal}"))?;
    let mut progress = Progress::new(terminal.is_watched());
    let after = pipeline::check(
        &Overlay::new(disk, &applied.files),
        &CheckOptions::default(),
        &mut progress,
    );
    drop(progress);
    let Some(verdict) = verdict(&after, &applied) else {
        bail!(
            "the claim cannot be written into this file by a program; add it by hand:\n{}",
            proposal.sql
        );
    };
    let files: Vec<_> = applied
        .files
        .iter()
        .map(|(path, text)| (path.clone(), text.clone().into_bytes()))
        .collect();
    disk.replace_all(&files).context("cannot write the report")?;
    let languages = checked.report.languages.len();
    let (id, places) = (&applied.id, applied.places);
    terminal.line(&format!("[claim.{id}] written; linked in {places} of {languages} languages"));
    terminal.line(&format!("`recto check`: claim {id} is {}", verdict.name()));
    let own = about(&after, &applied);
    terminal.problems(&Findings::new(disk, &own, &after.sources))?;
    terminal.count(&after.problems);
    Ok(if after.problems.has_errors() { Status::Findings } else { Status::Clean })
}

/// The verdict on the new claim; none where the edited files do not read as they should.
fn verdict(check: &Check, applied: &Applied) -> Option<Verdict> {
    let checked = check.report.as_ref()?.checked();
    let claim = checked.claims.find(&applied.id)?;
    let linked = checked.claims.list[claim].uses.len() == applied.places;
    linked.then(|| checked.outcomes[claim].verdict)
}

/// The problems that speak of the new claim.
fn about(check: &Check, applied: &Applied) -> Diagnostics {
    let mut own = Diagnostics::new();
    let name = format!("`{}`", applied.id);
    for problem in check.problems.iter() {
        let link = format!("](#{})", applied.id);
        let near = problem.labels.iter().any(|label| {
            let span = Span { end: label.span.end + link.len(), ..label.span };
            label.text.contains(&name) || check.sources.snippet(span).ends_with(&link)
        });
        if near || problem.message.contains(&name) {
            own.push(problem.clone());
        }
    }
    own
}

#[cfg(test)]
mod tests {
    use super::{Target, place};

    #[test]
    fn places_are_told_from_folders() {
        let target =
            |file: &str, line, column| Some(Target { file: file.to_owned(), line, column });
        assert_eq!(place("chapters/01.toml:12:8"), target("chapters/01.toml", 12, Some(8)));
        assert_eq!(place("c.toml:7"), target("c.toml", 7, None));
        assert_eq!(place("report"), None);
    }
}
