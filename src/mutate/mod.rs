//! A check on the check: numbers, words, ids, periods and data are changed one at a time, and each change
//! that makes a sentence false has to be refused.
//!
//! Which changes are false is decided by `oracle.rs`, which reads phrases by means of its own. What it
//! cannot read is counted apart and never as noticed.

mod data;
mod oracle;
mod period;
mod phrase;
mod swap;

use std::collections::BTreeMap;

use crate::evidence::MutationScore;
use crate::files::{Folder, Memory, Overlay, RelativePath};
use crate::pipeline::{self, Check, CheckOptions, Observer, Stage};
use crate::source::{SourceMap, Span};
use crate::verify::CheckedReport;

/// What is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A digit of a phrase.
    Digit,
    /// A number word or a numeral character of a phrase.
    Word,
    /// 万 to 亿, million to billion.
    Scale,
    /// Per cent to percentage points.
    Unit,
    /// More than to fewer than.
    Comparator,
    /// About, nearly: left out.
    Hedge,
    /// The ids of two claims of one paragraph, exchanged.
    Swap,
    /// The period of a sentence, moved.
    Period,
    /// A cell that a query reads.
    Datum,
}

impl Kind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Digit,
        Self::Word,
        Self::Scale,
        Self::Unit,
        Self::Comparator,
        Self::Hedge,
        Self::Swap,
        Self::Period,
        Self::Datum,
    ];

    /// Its name, also for machines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Digit => "digit",
            Self::Word => "number-word",
            Self::Scale => "scale",
            Self::Unit => "unit",
            Self::Comparator => "comparator",
            Self::Hedge => "hedge",
            Self::Swap => "swapped-ids",
            Self::Period => "period",
            Self::Datum => "datum",
        }
    }
}

/// Whether a change makes the report false, by the independent evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Truth {
    /// A sentence no longer agrees with its answer.
    False,
    /// Every sentence still does.
    True,
    /// The evaluation cannot say, for this reason.
    Unknown(&'static str),
}

/// A change to a file of the report.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// What is changed.
    pub kind: Kind,
    /// The claim it concerns.
    pub claim: String,
    /// Where it is changed, in the original file.
    pub span: Span,
    /// The words as they were.
    pub before: String,
    /// The words as they are now.
    pub after: String,
    /// The places that change, with their new text.
    edits: Vec<(Span, String)>,
    /// Whether it is false; for data it is known only after the check.
    truth: Option<Truth>,
}

/// A mutant that was tried.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The change.
    pub mutant: Mutant,
    /// Whether the check found an error.
    pub refused: bool,
    /// Whether it is false.
    pub truth: Truth,
}

impl Trial {
    /// A false sentence that the check let pass: a defect of the binding.
    pub fn survives(&self) -> bool {
        !self.refused && self.truth == Truth::False
    }
}

/// All trials of a report.
pub struct Mutation {
    /// The report as it stands.
    pub check: Check,
    /// The trials, in the order of kinds and files; none where the report itself has errors.
    pub trials: Vec<Trial>,
}

/// How the trials of a kind ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// False and refused.
    pub refused: usize,
    /// False and not refused.
    pub survived: usize,
    /// Still true.
    pub still_true: usize,
    /// Not judged.
    pub unknown: usize,
}

impl Mutation {
    /// The score of each kind that was tried.
    pub fn scores(&self) -> BTreeMap<Kind, Score> {
        let mut scores: BTreeMap<Kind, Score> = BTreeMap::new();
        for trial in &self.trials {
            let score = scores.entry(trial.mutant.kind).or_default();
            match (&trial.truth, trial.refused) {
                (Truth::False, true) => score.refused += 1,
                (Truth::False, false) => score.survived += 1,
                (Truth::True, _) => score.still_true += 1,
                (Truth::Unknown(_), _) => score.unknown += 1,
            }
        }
        scores
    }

    /// The score of all kinds together, for the evidence.
    pub fn total(&self) -> MutationScore {
        let mut total = MutationScore::default();
        for score in self.scores().values() {
            total.wrong += score.refused + score.survived;
            total.refused += score.refused;
            total.still_true += score.still_true;
            total.not_judged += score.unknown;
        }
        total
    }

    /// The false sentences that the check let pass.
    pub fn survivors(&self) -> impl Iterator<Item = &Trial> {
        self.trials.iter().filter(|trial| trial.survives())
    }
}

/// Changes everything that can be changed, one thing at a time, and checks the report each time.
pub fn mutate(folder: &dyn Folder, observer: &mut dyn Observer) -> Mutation {
    let check = pipeline::check(folder, &CheckOptions::default(), observer);
    let mut mutants = Vec::new();
    if let Some(outcome) = check.report.as_ref().filter(|_| !check.problems.has_errors()) {
        let checked = outcome.checked();
        phrase::mutants(checked, &check.sources, &mut mutants);
        swap::mutants(checked, &check.sources, &mut mutants);
        period::mutants(checked, &check.sources, &mut mutants);
        data::mutants(checked, &check.sources, &mut mutants);
    }
    mutants.sort_by_key(|mutant| (mutant.kind, mutant.span));
    mutants.dedup_by(|one, other| one.edits == other.edits);
    let trials = trials(&check, &mutants);
    Mutation { check, trials }
}

/// Tries the mutants on as many threads as the machine has cores; their order stays.
fn trials(check: &Check, mutants: &[Mutant]) -> Vec<Trial> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = mutants.len().div_ceil(threads).max(1);
    let texts = texts(&check.sources);
    let parts: Vec<Vec<Mutant>> = mutants.chunks(share).map(<[Mutant]>::to_vec).collect();
    std::thread::scope(|scope| {
        let running: Vec<_> =
            parts.into_iter().map(|part| scope.spawn(|| try_all(check, &texts, part))).collect();
        running
            .into_iter()
            .flat_map(|thread| match thread.join() {
                Ok(trials) => trials,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    })
}

/// The files of the report, as they were read.
fn texts(sources: &SourceMap) -> BTreeMap<RelativePath, String> {
    let files = sources.files().filter_map(|file| {
        let path = RelativePath::parse(sources.name(file)).ok()?;
        Some((path, sources.text(file).to_owned()))
    });
    files.collect()
}

fn try_all(
    check: &Check,
    texts: &BTreeMap<RelativePath, String>,
    mutants: Vec<Mutant>,
) -> Vec<Trial> {
    let folder = Memory::default();
    for (path, text) in texts {
        folder.insert(path.clone(), text.clone().into_bytes());
    }
    let original = check.report.as_ref().map(pipeline::Outcome::checked);
    let trial = |mutant: Mutant| {
        let changed = changed(&check.sources, &mutant.edits);
        let after = pipeline::check(
            &Overlay::new(&folder, &changed),
            &CheckOptions::default(),
            &mut Silent,
        );
        let refused = after.problems.has_errors();
        let truth = match &mutant.truth {
            Some(truth) => truth.clone(),
            None => original.map_or(Truth::True, |original| data::truth(original, &after)),
        };
        Trial { mutant, refused, truth }
    };
    mutants.into_iter().map(trial).collect()
}

/// The changed files with their new text.
fn changed(sources: &SourceMap, edits: &[(Span, String)]) -> BTreeMap<RelativePath, String> {
    let mut edits = edits.to_vec();
    // From the end, so that the places before stay where they are.
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(*span));
    let mut files = BTreeMap::new();
    for (span, text) in edits {
        let Ok(path) = RelativePath::parse(sources.name(span.file)) else { continue };
        let file = files.entry(path).or_insert_with(|| sources.text(span.file).to_owned());
        file.replace_range(span.range(), &text);
    }
    files
}

/// Whether the words of a phrase, under other words or against another claim, are true.
fn is_true(
    checked: &CheckedReport,
    claim: usize,
    grammar: crate::quantity::Grammar,
    words: &str,
) -> Option<bool> {
    let (claim, outcome) = (&checked.claims.list[claim], &checked.outcomes[claim]);
    let crate::facts::Answer::Number(answer) = outcome.answer.as_ref()? else { return None };
    let denoted = oracle::read(grammar, words)?;
    Some(oracle::holds(&denoted, &claim.unit, claim.tolerance.as_ref(), answer))
}

/// Hears nothing: a thousand checks would have nothing to say.
struct Silent;

impl Observer for Silent {
    fn begins(&mut self, _stage: Stage, _edition: Option<&str>) {}
    fn ends(&mut self) {}
}
