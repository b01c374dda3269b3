//! The ledger: a row for each claim that stands in an edition.

use std::ops::Range;

use serde_json::{Value, json};

use super::record::by_language;
use super::references::References;
use super::words;
use crate::claims::{Claim, ClaimBasis, Use};
use crate::report::{Edition, Localised, Report};
use crate::verify::{CheckedReport, Outcome, print_answer, print_answer_plain, sentence_around};

/// The rows, in the order in which the claims first stand in the book.
pub fn rows(checked: &CheckedReport, edition: &Edition, references: &References<'_>) -> Vec<Value> {
    let mut rows: Vec<(usize, Value)> = Vec::new();
    for (claim, outcome) in checked.claims.list.iter().zip(&checked.outcomes) {
        let uses = occurrences(checked, claim, edition);
        if let Some(first) = uses.first() {
            rows.push((*first, row(references, claim, outcome, edition, &uses)));
        }
    }
    rows.sort_by_key(|(first, _)| *first);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// The numbers of the links and cards by which a claim stands in an edition, ascending.
fn occurrences(checked: &CheckedReport, claim: &Claim, edition: &Edition) -> Vec<usize> {
    let printed = |place: &&Use| match place {
        Use::Phrase(phrase) => {
            edition.languages.contains(&checked.claims.texts[phrase.text].language)
        }
        Use::Card { .. } => true,
    };
    let mut uses: Vec<usize> = claim.uses.iter().filter(printed).map(Use::occurrence).collect();
    uses.sort_unstable();
    uses
}

fn row(
    references: &References<'_>,
    claim: &Claim,
    outcome: &Outcome,
    edition: &Edition,
    uses: &[usize],
) -> Value {
    let checked = references.checked;
    let report = &checked.report;
    let answer = outcome.answer.as_ref().map(|answer| {
        by_language(&edition.languages, |language| {
            print_answer(claim, answer, language).unwrap_or_else(|| match answer {
                crate::facts::Answer::Truth(true) => language.choose("true", "成立").to_owned(),
                crate::facts::Answer::Truth(false) => language.choose("false", "不成立").to_owned(),
                other => print_answer_plain(other, &claim.unit),
            })
        })
    });
    json!({
        "id": claim.id.name,
        "verdict": outcome.verdict.name(),
        "verdict-words": by_language(&edition.languages, |language| {
            words::verdict(outcome.verdict, language)
        }),
        "statements": statements(references, claim, edition),
        "query": query(checked, claim, outcome),
        "answer": answer,
        "reason": reason(claim).map(|reason| {
            by_language(&edition.languages, |language| references.plain(reason, language))
        }),
        "sources": outcome.sources,
        "basis-words": by_language(&edition.languages, |language| basis(report, outcome, language)),
        "uses": uses,
    })
}

/// Where the claim first stands in each language, with the sentence around it.
fn statements(references: &References<'_>, claim: &Claim, edition: &Edition) -> Vec<Value> {
    let texts = &references.checked.claims.texts;
    let mut statements = Vec::new();
    for language in &edition.languages {
        let first = claim
            .phrases()
            .find(|phrase| texts[phrase.text].language == *language && !phrase.inserted);
        let Some(phrase) = first else { continue };
        let passage = &texts[phrase.text].passage;
        let words = &passage.links[phrase.link].range;
        let sentence = sentence_around(passage.text(), words.start);
        let end = sentence.end.max(words.end);
        let readable = |range: Range<usize>| {
            passage.readable(range, &|id| references.printed_words(id, language))
        };
        statements.push(json!({
            "lang": language.tag(),
            "before": readable(sentence.start..words.start).trim_start(),
            "phrase": readable(words.clone()),
            "after": readable(words.end..end).trim_end(),
            "occurrence": phrase.occurrence,
        }));
    }
    statements
}

fn query(checked: &CheckedReport, claim: &Claim, outcome: &Outcome) -> Option<String> {
    match &claim.basis {
        ClaimBasis::Query(query) | ClaimBasis::Holds(query) => {
            Some(query.as_str().split_whitespace().collect::<Vec<_>>().join(" "))
        }
        ClaimBasis::Row(_) => {
            let reference = outcome.rows.first()?;
            let register = checked.report.source(&reference.table)?.register.as_ref()?;
            Some(format!("{} [{} = {}]", reference.table, register.id, claim.id.name))
        }
        ClaimBasis::Attributed(_) | ClaimBasis::Waived(_) => None,
    }
}

fn reason(claim: &Claim) -> Option<&Localised> {
    match (&claim.basis, &claim.only) {
        (ClaimBasis::Waived(reason), _) | (_, Some((_, reason))) => Some(reason),
        _ => claim.note.as_ref(),
    }
}

fn basis(report: &Report, outcome: &Outcome, language: &crate::language::Language) -> String {
    let mut words: Vec<&str> = Vec::new();
    for source in outcome.sources.iter().filter_map(|id| report.source(id)) {
        let basis = words::basis(source.basis, source.data.is_some(), language);
        if !words.contains(&basis) {
            words.push(basis);
        }
    }
    words.join(language.choose(", ", "、"))
}
