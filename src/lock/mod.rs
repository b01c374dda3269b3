//! `recto.lock`: the digest of each source and each answer as they were when a person last looked.
//!
//! With `--locked` a check fails when either moved, and names the sentences to read again: also those
//! that still hold, since 12 of 20 and 12 of 30 read alike.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::claims::{Claim, Use};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::facts::{Answer, NumberAnswer, QueryResult};
use crate::quantity::{Operator, decimal_string};
use crate::report::{Block, Figure, Frame, Report};
use crate::source::{FileId, MappedText, Span};
use crate::verify::CheckedReport;

/// The name of the file, beside `report.toml`.
pub const FILE: &str = "recto.lock";

const HEAD: &str = "# The data and the answers as they were when they were last read by a person. `recto lock` renews it.\n\n";

/// What the file holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    version: u32,
    /// SHA-256 of each source, by id; of a server, of the rows that were read.
    #[serde(default)]
    sources: BTreeMap<String, String>,
    /// The answer of each claim that stands in the report, by id.
    #[serde(default)]
    answers: BTreeMap<String, String>,
    /// SHA-256 of the rows of each figure and table, by id.
    #[serde(default)]
    exhibits: BTreeMap<String, String>,
}

/// How many entries of a lock are not those of another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Sources.
    pub sources: usize,
    /// Answers of claims.
    pub answers: usize,
    /// Figures and tables.
    pub exhibits: usize,
}

/// The digests of the lines across a figure that have queries of their own, as `by-year:reference-1`.
fn reference_digests(figure: &Figure, checked: &CheckedReport) -> Vec<(String, String)> {
    let queries = figure.reference_queries().enumerate();
    let digest = |(index, query): (usize, &MappedText)| {
        let result = checked.facts.query(query.as_str()).ok()?;
        let name = format!("{}:reference-{}", figure.frame.id.name, index + 1);
        Some((name, rows_digest(&result)))
    };
    queries.filter_map(digest).collect()
}

impl Lock {
    /// The state of a checked report.
    pub fn of(checked: &CheckedReport) -> Self {
        let claims = checked.claims.list.iter().zip(&checked.outcomes);
        let used = claims.filter(|(claim, _)| !claim.uses.is_empty());
        let answers = used.filter_map(|(claim, outcome)| {
            Some((claim.id.name.clone(), answer_text(outcome.answer.as_ref()?)))
        });
        let answers = answers.collect();
        let exhibits = frames(&checked.report).filter_map(|frame| {
            let result = checked.facts.query(frame.query.as_str()).ok()?;
            Some((frame.id.name.clone(), rows_digest(&result)))
        });
        let lines = checked.report.blocks().flat_map(|block| match block {
            Block::Figure(figure) => reference_digests(figure, checked),
            _ => Vec::new(),
        });
        let exhibits = exhibits.chain(lines).collect();
        Self { version: 1, sources: checked.facts.digests(), answers, exhibits }
    }

    /// Reads a file; what is wrong with it is reported at its place.
    pub fn read(text: &str, file: FileId, problems: &mut Diagnostics) -> Option<Self> {
        match toml::from_str::<Self>(text) {
            Ok(lock) if lock.version == 1 => Some(lock),
            Ok(lock) => {
                let message = format!(
                    "recto.lock is of version {}; this program writes version 1",
                    lock.version
                );
                problems.push(outdated(message, Some(Span::new(file, 0..0))));
                None
            }
            Err(error) => {
                let span = Span::new(file, error.span().unwrap_or(0..0));
                problems.push(outdated(
                    format!("recto.lock cannot be read: {}", error.message()),
                    Some(span),
                ));
                None
            }
        }
    }

    /// The text of the file.
    ///
    /// # Panics
    /// Never: maps of texts are TOML.
    pub fn text(&self) -> String {
        format!("{HEAD}{}", toml::to_string(self).expect("maps of texts are TOML"))
    }

    /// How many entries differ, those that only one has included.
    pub fn difference(&self, other: &Self) -> Difference {
        Difference {
            sources: differing(&self.sources, &other.sources),
            answers: differing(&self.answers, &other.answers),
            exhibits: differing(&self.exhibits, &other.exhibits),
        }
    }

    /// How many sources, answers and exhibits it pins.
    pub fn size(&self) -> Difference {
        Difference {
            sources: self.sources.len(),
            answers: self.answers.len(),
            exhibits: self.exhibits.len(),
        }
    }
}

fn differing(one: &BTreeMap<String, String>, other: &BTreeMap<String, String>) -> usize {
    let changed = one.iter().filter(|(id, value)| other.get(*id) != Some(value)).count();
    changed + other.keys().filter(|id| !one.contains_key(*id)).count()
}

/// Compares a checked report with its lock, and names every sentence that has to be read again.
pub fn compare(checked: &CheckedReport, lock: &Lock, problems: &mut Diagnostics) {
    let now = Lock::of(checked);
    for (id, digest) in &now.sources {
        if lock.sources.get(id) != Some(digest) {
            problems.push(source_moved(checked, id, lock.sources.contains_key(id)));
        }
    }
    for (claim, outcome) in checked.claims.list.iter().zip(&checked.outcomes) {
        let id = &claim.id.name;
        let answer = now.answers.get(id);
        if answer != lock.answers.get(id) {
            let before = lock.answers.get(id).map(String::as_str);
            problems.push(answer_moved(checked, claim, before, answer.map(String::as_str)));
        } else if answer.is_some()
            && outcome
                .sources
                .iter()
                .any(|source| now.sources.get(source) != lock.sources.get(source))
        {
            problems.push(source_of_claim_moved(checked, claim));
        }
    }
    for frame in frames(&checked.report) {
        let id = &frame.id.name;
        if now.exhibits.get(id) != lock.exhibits.get(id) {
            problems.push(exhibit_moved(frame, lock.exhibits.contains_key(id)));
        }
    }
    let gone = |before: &BTreeMap<String, String>, now: &BTreeMap<String, String>| -> Vec<String> {
        before.keys().filter(|id| !now.contains_key(*id)).cloned().collect()
    };
    let mut lost = gone(&lock.sources, &now.sources);
    lost.extend(gone(&lock.answers, &now.answers));
    lost.extend(gone(&lock.exhibits, &now.exhibits));
    if !lost.is_empty() {
        problems.push(entries_gone(&lost));
    }
}

/// The report has no lock, although one is asked for.
pub fn missing() -> Diagnostic {
    outdated("there is no recto.lock to check against".to_owned(), None)
        .help("`recto lock` writes it, once the report is clean")
}

fn frames(report: &Report) -> impl Iterator<Item = &Frame> {
    report.blocks().filter_map(Block::frame)
}

/// An answer as text: two answers are the same if and only if their texts are.
fn answer_text(answer: &Answer) -> String {
    match answer {
        Answer::Number(number) => number_text(number),
        Answer::Text(texts) => {
            let text = |(language, text): &(Option<String>, String)| match language {
                Some(language) => format!("{language}: {text}"),
                None => text.clone(),
            };
            texts.iter().map(text).collect::<Vec<_>>().join(" | ")
        }
        Answer::Date(date) => date.clone(),
        Answer::Truth(truth) => truth.to_string(),
    }
}

fn number_text(number: &NumberAnswer) -> String {
    let value = decimal_string(&number.value)
        .unwrap_or_else(|| format!("{}/{}", number.value.numer(), number.value.denom()));
    match number.operator {
        Operator::Exact if !number.is_hedged() => value,
        operator => format!("{} {value} in {}", operator.name(), number.interval),
    }
}

fn rows_digest(result: &QueryResult) -> String {
    let mut hasher = Sha256::new();
    for row in &result.rows {
        for value in row {
            match value {
                // A text could hold the mark that parts cells, so each goes with its length.
                Some(value) => {
                    let text = value.to_string();
                    hasher.update(format!("{}:{}:{text};", value.kind(), text.len()));
                }
                None => hasher.update("null;"),
            }
        }
        hasher.update("\n");
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn outdated(message: String, span: Option<Span>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::OutdatedLock, message);
    match span {
        Some(span) => diagnostic.at(span, ""),
        None => diagnostic,
    }
}

fn source_moved(checked: &CheckedReport, id: &str, was_there: bool) -> Diagnostic {
    let definition = checked.report.source(id);
    let span = definition.and_then(|source| source.data.as_ref()).map(|data| data.span);
    let message = if was_there {
        format!("the data of source `{id}` are not those of recto.lock")
    } else {
        format!("source `{id}` is not in recto.lock")
    };
    outdated(message, span)
        .help("read the sentences again that rest on it, then renew the lock with `recto lock`")
}

fn answer_moved(
    checked: &CheckedReport,
    claim: &Claim,
    before: Option<&str>,
    now: Option<&str>,
) -> Diagnostic {
    let id = &claim.id.name;
    let message = match (before, now) {
        (Some(before), Some(now)) => {
            format!("the answer of claim `{id}` moved from {before} to {now} since recto.lock")
        }
        (Some(before), None) => {
            format!("claim `{id}`, which answered {before} in recto.lock, has no answer")
        }
        (None, Some(now)) => format!("claim `{id}`, which answers {now}, is not in recto.lock"),
        (None, None) => format!("claim `{id}` is not in recto.lock"),
    };
    at_sentences(outdated(message, None), checked, claim)
        .help("read this sentence again, then renew the lock with `recto lock`")
}

fn source_of_claim_moved(checked: &CheckedReport, claim: &Claim) -> Diagnostic {
    let message = format!(
        "claim `{}` rests on data that moved since recto.lock, with the same answer",
        claim.id.name
    );
    at_sentences(outdated(message, None), checked, claim)
        .help("read this sentence again, then renew the lock with `recto lock`")
}

fn exhibit_moved(frame: &Frame, was_there: bool) -> Diagnostic {
    let message = if was_there {
        format!("the rows of exhibit `{}` are not those of recto.lock", frame.id.name)
    } else {
        format!("exhibit `{}` is not in recto.lock", frame.id.name)
    };
    outdated(message, Some(frame.id.span))
        .help("look at it and at its title again, then renew the lock with `recto lock`")
}

fn entries_gone(ids: &[String]) -> Diagnostic {
    outdated(format!("recto.lock names what the report no longer has: {}", ids.join(", ")), None)
        .help("renew it with `recto lock`")
}

/// Shows every place at which a claim stands.
fn at_sentences(mut diagnostic: Diagnostic, checked: &CheckedReport, claim: &Claim) -> Diagnostic {
    for place in &claim.uses {
        let span = match place {
            Use::Card { span, .. } => *span,
            Use::Phrase(phrase) => checked.claims.texts[phrase.text].phrase_span(phrase.link),
        };
        diagnostic = diagnostic.at(span, "here");
    }
    diagnostic
}
