//! Queries that may stand behind an unbacked number, ranked, and the edit that writes one into a chapter.
//!
//! The number, its words in every language of the block, and the periods and other numbers beside it choose
//! rows and columns of the declared sources; every query of the known shapes over them is computed in
//! memory, and those whose answer the phrase denotes are ranked by how much of the sentence they explain.
//! The first ones are then asked of the SQL engine. There is no model, no chance and no network in it.
//!
//! A proposal proves nothing: many queries answer 12. An author chooses, and the check gives the verdict.

mod apply;
mod columns;
mod context;
mod describe;
mod evidence;
mod goal;
mod index;
mod orders;
mod pairs;
mod plan;
mod rank;
mod search;
mod shapes;
mod slices;
mod subject;
#[cfg(test)]
mod tests;
mod time;
mod words;

use crate::facts::Answer;
use crate::quantity::{Period, Rational, Unit, decimal_string};
use crate::verify::CheckedReport;

pub use apply::{Applied, Refusal, apply};
pub use describe::Wording;
pub use index::Index;
pub use subject::{Closeness, Nature, Place, Subject, at, unbacked};

use context::Context;
use evidence::Evidence;
use goal::Goal;
use index::View;
use plan::{Expr, Test};
use search::{Candidate, search};

/// A query that may stand behind a number.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The query.
    pub sql: String,
    /// What it answers.
    pub answer: Rational,
    /// The unit of the answer.
    pub unit: Unit,
    /// The query in words.
    pub wording: Wording,
    /// The kind of the query: lookup, sum, share ...
    pub shape: &'static str,
    /// The period that it speaks of, where the sentence names it too.
    pub period: Option<String>,
    /// How the answer fits the words.
    pub closeness: Closeness,
    /// The tolerance that the claim wants where the number is rounded, in the unit of the answer.
    pub tolerance: Option<String>,
    /// An id made of its words, not yet unique.
    pub id: String,
    /// How probable it is as compared with the others.
    pub score: f64,
    /// The parts of the score: words, columns, rows, operation, unit.
    pub parts: [f64; 5],
}

/// How many queries are asked of the engine for a number, at most.
const MOST_ASKED: usize = 40;

/// The most probable queries for a number, the best first.
pub fn proposals(
    checked: &CheckedReport,
    index: &Index,
    subject: &Subject,
    most: usize,
) -> Vec<Proposal> {
    let context = Context::new(checked, subject);
    let evidence = Evidence::new(index, &context);
    let goal = Goal::new(subject);
    let candidates = search(index, &context, &evidence, &goal);
    let mut chosen: Vec<(String, Proposal)> = Vec::new();
    let mut like_others: Vec<Proposal> = Vec::new();
    for candidate in candidates.iter().take(MOST_ASKED) {
        let view = &index.views[candidate.view];
        let Some(proposal) = asked(checked, view, candidate, subject, &context) else { continue };
        let shown = proposal.answer.to_f64().unwrap_or_default();
        let kind = format!("{} {} {}", proposal.shape, proposal.wording.key, shown);
        if chosen.iter().any(|(known, other)| *known == kind || other.sql == proposal.sql) {
            like_others.push(proposal);
        } else {
            chosen.push((kind, proposal));
        }
        if chosen.len() == most {
            break;
        }
    }
    // What answers the same in the same way for other reasons comes last.
    chosen.into_iter().map(|(_, proposal)| proposal).chain(like_others).take(most).collect()
}

/// Asks the engine; `None` where its answer is none or does not fit after all.
fn asked(
    checked: &CheckedReport,
    view: &View,
    candidate: &Candidate,
    subject: &Subject,
    context: &Context,
) -> Option<Proposal> {
    let sql = candidate.expr.sql(view);
    let result = checked.facts.query(&sql).ok()?;
    let Ok(Answer::Number(answer)) = Answer::of_result(&result, &[], &checked.report.bands) else {
        return None;
    };
    let factor = candidate.unit.factor_to(&subject.unit).unwrap_or_else(Rational::one);
    let closeness = subject.closeness(&(&answer.value * &factor))?;
    let tolerance = (closeness == Closeness::Rounded)
        .then(|| decimal_string(&(&subject.step * Rational::fraction(1, 2) / &factor)))
        .flatten();
    Some(Proposal {
        answer: answer.value,
        unit: candidate.unit.clone(),
        wording: describe::describe(view, &candidate.expr),
        shape: candidate.shape,
        period: period(view, &candidate.expr, context),
        closeness,
        tolerance,
        id: describe::id_words(view, &candidate.expr, candidate.shape),
        score: candidate.score,
        parts: candidate.parts,
        sql,
    })
}

/// The one period that a query selects, where the sentence names it.
fn period(view: &View, expr: &Expr, context: &Context) -> Option<String> {
    let of_one_time = match expr {
        Expr::Scaled(inner, _) => matches!(**inner, Expr::Leaf(_)),
        _ => matches!(expr, Expr::Leaf(_) | Expr::Percent(..) | Expr::Rank { .. }),
    };
    let leaf = expr.first_leaf().filter(|_| of_one_time)?;
    let mut found = None;
    for atom in &leaf.atoms {
        let about = &view.fields[atom.field].about;
        if let Test::In(codes) = &atom.test
            && let [code] = codes.as_slice()
            && let Some(Some(span)) = about.spans.get(*code as usize)
        {
            let named = context.periods.iter().any(|period| period.when == Some(*span));
            let name =
                Period::parse(&about.values[*code as usize]).and_then(|period| period.canonical());
            found = name.filter(|_| named);
        }
    }
    found
}
