//! The ids of two claims of one paragraph, exchanged: the words stay and what proves them does not.

use super::{Kind, Mutant, Truth, is_true};
use crate::claims::{BoundText, ClaimBasis, Target};
use crate::facts::Answer;
use crate::prose::PassageLink;
use crate::source::{SourceMap, Span};
use crate::verify::CheckedReport;

/// Every pair of different claims within each paragraph.
pub fn mutants(checked: &CheckedReport, sources: &SourceMap, mutants: &mut Vec<Mutant>) {
    for text in &checked.claims.texts {
        let links: Vec<(usize, &PassageLink)> = text
            .passage
            .links
            .iter()
            .filter(|link| !link.inserted)
            .filter_map(|link| match checked.claims.names.get(&link.id) {
                Some(Target::Claim(claim)) => Some((claim, link)),
                _ => None,
            })
            .collect();
        for (position, first) in links.iter().enumerate() {
            let others = links[position + 1..].iter().filter(|second| second.0 != first.0);
            mutants.extend(
                others.filter_map(|second| swapped(checked, sources, text, *first, *second)),
            );
        }
    }
}

fn swapped(
    checked: &CheckedReport,
    sources: &SourceMap,
    text: &BoundText,
    first: (usize, &PassageLink),
    second: (usize, &PassageLink),
) -> Option<Mutant> {
    let edits = vec![
        (target(sources, first.1)?, second.1.id.clone()),
        (target(sources, second.1)?, first.1.id.clone()),
    ];
    let words = |link: &PassageLink| text.passage.text()[link.range.clone()].to_owned();
    Some(Mutant {
        kind: Kind::Swap,
        claim: first.1.id.clone(),
        span: first.1.span,
        before: format!("[{}](#{})", words(first.1), first.1.id),
        after: format!("[{}](#{})", words(first.1), second.1.id),
        edits,
        truth: Some(truth(checked, text, first, second)),
    })
}

/// The place of the id inside a link.
fn target(sources: &SourceMap, link: &PassageLink) -> Option<Span> {
    let written = sources.snippet(link.span);
    let at = written.rfind("](#")? + "](#".len();
    let end = at + link.id.len();
    (written.get(at..end)? == link.id)
        .then(|| Span::new(link.span.file, link.span.start + at..link.span.start + end))
}

/// False where one of the two phrases states a number that the other claim does not answer.
fn truth(
    checked: &CheckedReport,
    text: &BoundText,
    first: (usize, &PassageLink),
    second: (usize, &PassageLink),
) -> Truth {
    let is_settled = |claim: usize| {
        let basis = &checked.claims.list[claim].basis;
        !matches!(basis, ClaimBasis::Attributed(_) | ClaimBasis::Waived(_))
    };
    if !is_settled(first.0) || !is_settled(second.0) {
        return Truth::Unknown("a claim without data takes any words");
    }
    let grammar = text.language.grammar();
    let words = |link: &PassageLink| &text.passage.text()[link.range.clone()];
    let is_number =
        |claim: usize| matches!(checked.outcomes[claim].answer, Some(Answer::Number(_)));
    match (is_number(first.0), is_number(second.0)) {
        (true, true) => {
            let reads = |claim, link| is_true(checked, claim, grammar, words(link));
            if reads(first.0, first.1) != Some(true) || reads(second.0, second.1) != Some(true) {
                return Truth::Unknown("the evaluation does not read these phrases");
            }
            match (reads(second.0, first.1), reads(first.0, second.1)) {
                (Some(true), Some(true)) => Truth::True,
                (Some(_), Some(_)) => Truth::False,
                _ => Truth::Unknown("the evaluation does not read these phrases"),
            }
        }
        // Words that state a number cannot be proved by a statement, nor a statement by a number.
        (true, false) | (false, true) => Truth::False,
        (false, false) => Truth::Unknown("only a reader knows what the words say"),
    }
}
