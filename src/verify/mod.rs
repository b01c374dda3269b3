//! Claims meet answers: every phrase is judged, every number outside of claims is reported.
//!
//! [`VerifiedReport`] can be made here alone, and only of a report without errors; the book takes
//! nothing else, so a PDF with an unchecked number does not type-check.

mod judge;
mod print;
mod rules;
mod sentence;
mod settle;
mod slip;
mod stale;
#[cfg(test)]
mod tests;
mod trap;

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::claims::{ClaimBasis, Claims};
use crate::diagnostics::Diagnostics;
use crate::facts::{Answer, Facts, QueryResult, RowReference};
use crate::report::{Basis, Report};

pub use judge::{Statement, statements as stated};
pub use print::{in_words, print_answer, print_answer_plain};
pub use rules::{Exemption, exemptions, style_remarks};
pub use sentence::sentence_around;
pub use stale::{StalePhrase, failing_phrases, stale_phrases};
pub use trap::trap_told;

/// What the check found out about a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The phrases agree with primary data.
    Proved,
    /// The phrases agree with data that were copied from a publication.
    AgreesWithSource,
    /// A source states it without a figure.
    Attributed,
    /// The author takes it upon himself.
    Waived,
    /// A phrase contradicts the answer.
    Refuted,
    /// There is no answer.
    Broken,
}

impl Verdict {
    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::AgreesWithSource => "agrees-with-source",
            Self::Attributed => "attributed",
            Self::Waived => "waived",
            Self::Refuted => "refuted",
            Self::Broken => "broken",
        }
    }
}

/// A claim's answer and verdict.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The answer, where there is one.
    pub answer: Option<Answer>,
    /// What the query returned, where it ran.
    pub result: Option<Arc<QueryResult>>,
    /// The rows that the answer rests on.
    pub rows: Vec<RowReference>,
    /// The sources that the answer rests on.
    pub sources: Vec<String>,
    /// The verdict.
    pub verdict: Verdict,
}

/// A report with everything that the check found out.
#[derive(Debug)]
pub struct CheckedReport {
    /// The report.
    pub report: Report,
    /// Its data.
    pub facts: Facts,
    /// Its claims.
    pub claims: Claims,
    /// The outcome of each claim, by its index.
    pub outcomes: Vec<Outcome>,
}

/// A report in which no check found an error.
#[derive(Debug)]
pub struct VerifiedReport {
    checked: CheckedReport,
}

impl VerifiedReport {
    /// What was checked.
    pub fn checked(&self) -> &CheckedReport {
        &self.checked
    }
}

/// How many of the claims that stand in the report have each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Proved by primary data.
    pub proved: usize,
    /// In agreement with data that were copied from a publication.
    pub agreeing: usize,
    /// Attributed to a source.
    pub attributed: usize,
    /// Waived by the author.
    pub waived: usize,
}

impl Tally {
    /// All of them.
    pub fn total(self) -> usize {
        self.proved + self.agreeing + self.attributed + self.waived
    }
}

/// Asks for the answer of each claim, judges each phrase and applies each rule.
pub fn verify(
    report: Report,
    facts: Facts,
    claims: Claims,
    problems: &mut Diagnostics,
) -> CheckedReport {
    let outcomes = settle::settle(&report, &facts, &claims, problems);
    let mut checked = CheckedReport { report, facts, claims, outcomes };
    let refuted: BTreeSet<usize> = rules::run(&checked, problems);
    for index in refuted {
        checked.outcomes[index].verdict = Verdict::Refuted;
    }
    checked
}

/// Vouches for a report, if no stage found an error in it.
///
/// # Errors
/// Gives the report back where one did.
pub fn seal(
    checked: CheckedReport,
    problems: &Diagnostics,
) -> Result<VerifiedReport, Box<CheckedReport>> {
    let unsettled = checked
        .claims
        .list
        .iter()
        .zip(&checked.outcomes)
        .any(|(claim, outcome)| !claim.uses.is_empty() && outcome.verdict >= Verdict::Refuted);
    if problems.has_errors() || unsettled {
        return Err(Box::new(checked));
    }
    Ok(VerifiedReport { checked })
}

impl CheckedReport {
    /// Counts the verdicts of the claims that stand in the report.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for (claim, outcome) in self.claims.list.iter().zip(&self.outcomes) {
            if claim.uses.is_empty() {
                continue;
            }
            match outcome.verdict {
                Verdict::Proved => tally.proved += 1,
                Verdict::AgreesWithSource => tally.agreeing += 1,
                Verdict::Attributed => tally.attributed += 1,
                Verdict::Waived => tally.waived += 1,
                Verdict::Refuted | Verdict::Broken => {}
            }
        }
        tally
    }
}

/// The verdict on a claim none of whose phrases is refuted.
fn verdict_of(basis: &ClaimBasis, sources: &[String], report: &Report) -> Verdict {
    match basis {
        ClaimBasis::Attributed(_) => Verdict::Attributed,
        ClaimBasis::Waived(_) => Verdict::Waived,
        ClaimBasis::Query(_) | ClaimBasis::Holds(_) | ClaimBasis::Row(_) => {
            let is_primary = |id: &String| {
                report.source(id).is_some_and(|source| source.basis == Basis::Primary)
            };
            if sources.iter().all(is_primary) { Verdict::Proved } else { Verdict::AgreesWithSource }
        }
    }
}
