//! `unprintable-answer`: an answer that the program is asked to insert and cannot print.

use crate::claims::{Claim, Use};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::facts::Answer;
use crate::source::Span;
use crate::verify::{CheckedReport, print_answer};

/// Tries to print every answer that is inserted into text or shown on a card.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for (claim, outcome) in checked.claims.list.iter().zip(&checked.outcomes) {
        for place in &claim.uses {
            let (span, languages) = match place {
                Use::Phrase(phrase) if phrase.inserted => {
                    let text = &checked.claims.texts[phrase.text];
                    (text.phrase_span(phrase.link), vec![&text.language])
                }
                Use::Phrase(_) => continue,
                Use::Card { span, .. } => (*span, checked.report.languages.iter().collect()),
            };
            let prints = |answer: &Answer| {
                languages.iter().all(|language| print_answer(claim, answer, language).is_some())
            };
            match &outcome.answer {
                Some(answer) if prints(answer) => {}
                Some(answer) => problems.push(unprintable(claim, answer, span)),
                None if claim.query().is_none() => problems.push(no_answer(claim, span)),
                // The query's own problem has been reported.
                None => {}
            }
        }
    }
}

fn unprintable(claim: &Claim, answer: &Answer, span: Span) -> Diagnostic {
    let id = &claim.id.name;
    let diagnostic = match answer {
        Answer::Truth(_) => Diagnostic::new(
            Code::UnprintableAnswer,
            format!("claim `{id}` answers true or false, which cannot be inserted"),
        )
        .help(format!("write the words: `[...](#{id})`")),
        _ => Diagnostic::new(
            Code::UnprintableAnswer,
            format!("the answer of claim `{id}` cannot be printed as an exact decimal"),
        )
        .help("set its digits: `format = { digits = 1 }`"),
    };
    diagnostic.at(span, "")
}

fn no_answer(claim: &Claim, span: Span) -> Diagnostic {
    let id = &claim.id.name;
    Diagnostic::new(Code::UnprintableAnswer, format!("claim `{id}` has no answer to insert"))
        .at(span, "it is attributed or waived")
        .help(format!("write the words: `[...](#{id})`"))
}
