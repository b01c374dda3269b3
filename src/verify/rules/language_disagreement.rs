//! `language-disagreement`: an attributed or waived number that differs between the languages.
//!
//! No answer stands behind such a number, so the languages are held against each other.

use std::collections::BTreeMap;

use crate::claims::{Claim, ClaimBasis, Phrase};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::source::Span;
use crate::verify::CheckedReport;

/// What the phrases of a claim state in one language, and where the first of them stands.
type Statements<'a> = BTreeMap<&'a Language, (Vec<String>, Span)>;

/// Compares what a claim states in each language, string by string.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for claim in &checked.claims.list {
        if !matches!(claim.basis, ClaimBasis::Attributed(_) | ClaimBasis::Waived(_)) {
            continue;
        }
        let mut units: BTreeMap<usize, Statements<'_>> = BTreeMap::new();
        for phrase in claim.phrases().filter(|phrase| !phrase.inserted) {
            let text = &checked.claims.texts[phrase.text];
            let span = text.phrase_span(phrase.link);
            let statements = units.entry(text.unit).or_default();
            let (list, _) = statements.entry(&text.language).or_insert((Vec::new(), span));
            list.extend(denotations(checked, phrase));
            list.sort();
        }
        for statements in units.values() {
            let mut languages = statements.iter();
            let Some((first, (stated, span))) = languages.next() else { continue };
            for (other, (differing, place)) in languages {
                if stated != differing {
                    problems.push(disagree(
                        claim,
                        (first, stated, *span),
                        (other, differing, *place),
                    ));
                }
            }
        }
    }
}

fn denotations(checked: &CheckedReport, phrase: &Phrase) -> Vec<String> {
    let text = &checked.claims.texts[phrase.text];
    let quantities = text.quantities(phrase.link);
    quantities.map(|quantity| format!("{} {}", quantity.interval, quantity.unit.name())).collect()
}

type Stated<'a> = (&'a Language, &'a [String], Span);

fn disagree(claim: &Claim, one: Stated<'_>, other: Stated<'_>) -> Diagnostic {
    let words =
        |list: &[String]| if list.is_empty() { "no number".to_owned() } else { list.join(", ") };
    Diagnostic::new(
        Code::LanguageDisagreement,
        format!(
            "`{}` and `{}` state different numbers for claim `{}`",
            one.0, other.0, claim.id.name
        ),
    )
    .at(other.2, format!("`{}` states {}", other.0, words(other.1)))
    .at(one.2, format!("`{}` states {}", one.0, words(one.1)))
    .help("no data stand behind this claim, so the languages have to agree")
}
