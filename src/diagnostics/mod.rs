//! Problems as data: what is wrong, where the author wrote it, and how to mend it.
//!
//! A stage pushes every problem that it finds into [`Diagnostics`]; nothing here prints. The wording
//! of a message lives beside the check that finds it, in a constructor of its own. The headline is
//! lower case and has to suffice alone, the cure is a `help`, and the exact query and answer are
//! `note`s.

mod code;
pub mod render;

pub use code::{Code, Severity};

use std::collections::BTreeMap;

use crate::source::Span;

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule found it.
    pub code: Code,
    /// How much it matters here, after the report's own settings.
    pub severity: Severity,
    /// The headline: one line, lower case, sufficient alone.
    pub message: String,
    /// Places in the author's files; the first one is primary.
    pub labels: Vec<Label>,
    /// Facts that explain the verdict: the query, the answer, the row.
    pub notes: Vec<String>,
    /// How to mend it.
    pub help: Vec<String>,
}

/// A place with a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The remark; may be empty.
    pub text: String,
}

impl Diagnostic {
    /// A problem of the usual severity of its code.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.default_severity(),
            message: message.into(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
        }
    }

    /// Adds a place; the first one added is the primary one.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds a fact that explains the verdict.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds a cure.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds `did you mean` when a known name is near.
    #[must_use]
    pub fn nearest<'a>(self, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest_name(name, known) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }
}

/// The known name nearest to a misspelt one, if one is near enough to be meant.
pub fn nearest_name<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(f64, &str)> = None;
    for candidate in known {
        let score = strsim::jaro_winkler(name, candidate);
        if score > 0.8 && best.is_none_or(|(highest, _)| score > highest) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The severities that a report sets: for all of it, and for some of its blocks.
#[derive(Clone, Debug, Default)]
pub struct Severities {
    /// What holds everywhere.
    pub everywhere: BTreeMap<Code, Severity>,
    /// What holds for a problem whose first place lies within a block.
    pub within: Vec<(Span, BTreeMap<Code, Severity>)>,
}

impl Severities {
    /// The severity that the report sets for a problem, if it sets one; that of a block counts first.
    fn of(&self, diagnostic: &Diagnostic) -> Option<Severity> {
        let place = diagnostic.labels.first().map(|label| label.span);
        let block = self.within.iter().find_map(|(span, severities)| {
            let inside = place.is_some_and(|place| {
                place.file == span.file && span.start <= place.start && place.end <= span.end
            });
            if inside { severities.get(&diagnostic.code).copied() } else { None }
        });
        block.or_else(|| self.everywhere.get(&diagnostic.code).copied())
    }
}

/// All problems of a run.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// No problem so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// The problems in the order of the files and of the places in them.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether an error is among them.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Applies a report's own severities, drops what it allows and what was said twice, and sorts.
    pub fn settle(&mut self, severities: &Severities) {
        for diagnostic in &mut self.list {
            if let Some(severity) = severities.of(diagnostic) {
                diagnostic.severity = severity;
            }
        }
        self.list.retain(|diagnostic| diagnostic.severity != Severity::Allow);
        self.list.sort_by(|a, b| {
            let key = |diagnostic: &Diagnostic| diagnostic.labels.first().map(|label| label.span);
            key(a).cmp(&key(b)).then(a.code.cmp(&b.code)).then_with(|| a.message.cmp(&b.message))
        });
        self.list.dedup();
    }
}
