//! Stale numbers of the prose, rewritten in their own style after the data moved.
//!
//! A rewriting is kept only if the check then holds the phrase to be true; everything else is left to
//! a person, and the check says where. On request, numbers that depart from the style of their
//! language are rewritten too.

mod numeral;
mod restyle;

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostics;
use crate::files::{Folder, Overlay, RelativePath};
use crate::pipeline::{self, Check, CheckOptions, Observer};
use crate::quantity::{Grammar, Operator, Rational, StyleFault, Unit};
use crate::source::{SourceMap, Span};
use crate::verify::{StalePhrase, failing_phrases, stale_phrases};

use numeral::Rewording;

/// What became of the stale numbers of a report.
pub struct Fix {
    /// The files as they were.
    pub before: SourceMap,
    /// The numbers that were rewritten, in the order of the files.
    pub rewrites: Vec<Rewrite>,
    /// The changed files with their new text, in the order of their paths.
    pub files: Vec<(RelativePath, String)>,
    /// The files as they are, for the places of `problems`.
    pub after: SourceMap,
    /// What the check still finds.
    pub problems: Diagnostics,
}

/// What is to be rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Numbers that the data have left behind.
    Stale,
    /// Those, and then numbers that depart from the style of their language.
    StaleAndStyle,
}

/// A number that was rewritten.
pub struct Rewrite {
    /// Its place when it was rewritten, as `file:line:column`.
    pub place: String,
    /// What stood there.
    pub old: String,
    /// What stands there now.
    pub new: String,
    /// Why it was rewritten.
    pub reason: Reason,
}

/// Why a number was rewritten.
pub enum Reason {
    /// The data of its claim have moved.
    Stale {
        /// The claim.
        claim: String,
        /// Why a person should read the sentence again, if at all.
        reread: Option<&'static str>,
    },
    /// Its form departs from the style.
    Style(StyleFault),
}

/// A number with the texts to try in its place.
struct Attempt {
    occurrence: usize,
    span: Span,
    candidates: Vec<String>,
    tried: usize,
    rewrite: Rewrite,
}

/// Rewrites numbers of a report. Nothing is written: the new texts are returned.
pub fn fix(folder: &dyn Folder, scope: Scope, observer: &mut dyn Observer) -> Fix {
    let mut check = pipeline::check(folder, &CheckOptions::default(), observer);
    let before = check.sources.clone();
    let mut attempts = attempts(&check);
    let mut files = BTreeMap::new();
    loop {
        let next = rewritten(&before, &attempts);
        if next == files {
            break;
        }
        files = next;
        check = pipeline::check(&Overlay::new(folder, &files), &CheckOptions::default(), observer);
        advance(&mut attempts, &check);
    }
    attempts.retain(|attempt| !attempt.is_spent());
    attempts.sort_by_key(|attempt| attempt.span);
    let mut rewrites: Vec<Rewrite> = attempts.into_iter().map(Attempt::kept).collect();
    if scope == Scope::StaleAndStyle {
        let (restyled, checked) = restyle::restyle(folder, &mut files, check, observer);
        rewrites.extend(restyled);
        check = checked;
    }
    Fix {
        before,
        rewrites,
        files: files.into_iter().collect(),
        after: check.sources,
        problems: check.problems,
    }
}

impl Attempt {
    fn is_spent(&self) -> bool {
        self.tried >= self.candidates.len()
    }

    fn kept(self) -> Rewrite {
        let new = self.candidates.into_iter().nth(self.tried).unwrap_or_default();
        Rewrite { new, ..self.rewrite }
    }
}

/// The stale numbers that can be written anew.
fn attempts(check: &Check) -> Vec<Attempt> {
    let Some(outcome) = &check.report else { return Vec::new() };
    let stale = stale_phrases(outcome.checked());
    stale.iter().filter_map(|phrase| attempt(phrase, &check.sources)).collect()
}

fn attempt(phrase: &StalePhrase<'_>, sources: &SourceMap) -> Option<Attempt> {
    if !can_move(phrase) {
        return None;
    }
    let passage = &phrase.text.passage;
    let text = passage.text();
    let old = text.get(phrase.numeral.clone())?;
    let span = passage.span(phrase.numeral.clone());
    // Where escapes or markup stand inside the numeral, only a person knows where they go.
    if sources.snippet(span) != old {
        return None;
    }
    let candidates = Rewording {
        grammar: phrase.text.language.grammar(),
        numeral: old,
        after: &text[phrase.numeral.end..],
        old: &phrase.written,
        new: &phrase.wanted,
        round: phrase.operator == Operator::About,
    }
    .candidates();
    Some(Attempt {
        occurrence: phrase.occurrence,
        span,
        candidates,
        tried: 0,
        rewrite: Rewrite {
            place: place(sources, span),
            old: old.to_owned(),
            new: String::new(),
            reason: Reason::Stale {
                claim: phrase.claim.to_owned(),
                reread: reread(phrase, &text[..phrase.numeral.start]),
            },
        },
    })
}

/// Whether the words around the number stay true when the number moves: a bound that the author chose
/// (`more than 20`) moves only with a bound of the data, a fraction or a range never.
fn can_move(phrase: &StalePhrase<'_>) -> bool {
    match phrase.operator {
        Operator::Exact => phrase.answer.operator == Operator::Exact,
        Operator::About => matches!(phrase.answer.operator, Operator::Exact | Operator::About),
        Operator::Range | Operator::Indefinite => false,
        bound => phrase.answer.operator == bound,
    }
}

/// Why the words around a new number may no longer fit it.
fn reread(phrase: &StalePhrase<'_>, before: &str) -> Option<&'static str> {
    if phrase.text.language.grammar() != Grammar::English {
        return None;
    }
    let one = Rational::one();
    let counted = matches!(phrase.unit, Unit::Count);
    if counted && (phrase.written == one) != (phrase.wanted == one) {
        return Some("singular and plural may no longer fit");
    }
    let word = before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let article = word.eq_ignore_ascii_case("a") || word.eq_ignore_ascii_case("an");
    article.then_some("the article before it may no longer fit")
}

/// Moves each attempt whose text does not hold on to its next text.
fn advance(attempts: &mut [Attempt], check: &Check) {
    let failing = check.report.as_ref().map(|outcome| failing_phrases(outcome.checked()));
    for attempt in attempts {
        let fails = failing.as_ref().is_none_or(|failing| failing.contains(&attempt.occurrence));
        if fails && !attempt.is_spent() {
            attempt.tried += 1;
        }
    }
}

/// The files with the present text of each attempt.
fn rewritten(before: &SourceMap, attempts: &[Attempt]) -> BTreeMap<RelativePath, String> {
    let mut changes: Vec<(Span, &str)> = attempts
        .iter()
        .filter_map(|attempt| Some((attempt.span, attempt.candidates.get(attempt.tried)?.as_str())))
        .collect();
    let mut files = BTreeMap::new();
    replace(before, &mut changes, &mut files);
    files
}

/// Puts texts into their places. They may not overlap.
fn replace(
    sources: &SourceMap,
    changes: &mut [(Span, &str)],
    files: &mut BTreeMap<RelativePath, String>,
) {
    // From the end of each file, so that the places before stay where they are.
    changes.sort_by_key(|(span, _)| std::cmp::Reverse(*span));
    for (span, text) in changes {
        let Ok(path) = RelativePath::parse(sources.name(span.file)) else { continue };
        let file = files.entry(path).or_insert_with(|| sources.text(span.file).to_owned());
        file.replace_range(span.range(), text);
    }
}

/// `chapters/01.toml:12:8`.
fn place(sources: &SourceMap, span: Span) -> String {
    let position = sources.position(span);
    format!("{}:{}:{}", sources.name(span.file), position.line, position.column)
}
