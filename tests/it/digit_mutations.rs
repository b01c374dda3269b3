//! Every digit of every claim of the flagship is changed, in both languages: the check has to notice.
//!
//! Which mutants are false is worked out here, from the words and the answer alone, without the
//! program's own reading of quantities.

use std::collections::BTreeMap;

use recto::claims::{BoundText, Claim, ClaimBasis};
use recto::verify::{CheckedReport, print_answer_plain};

use crate::support::{check, errors, flagship, text, write};

/// A digit of a phrase that is about to be changed.
struct Mutant {
    file: String,
    byte: usize,
    digit: char,
    claim: String,
    phrase: String,
    mutated: String,
    is_false: bool,
}

#[test]
fn every_changed_digit_of_a_claim_is_refused() {
    let folder = flagship();
    let clean = check(&folder);
    assert_eq!(errors(&clean.problems), Vec::<&str>::new(), "the flagship itself is clean");
    let outcome = clean.report.as_ref().expect("the flagship can be read");
    let mutants = mutants(outcome.checked(), &clean.sources);
    assert!(mutants.len() > 100, "only {} digits found", mutants.len());
    let mut survivors = Vec::new();
    let mut still_true = Vec::new();
    for mutant in &mutants {
        let original = text(&folder, &mutant.file);
        let mut changed = original.clone();
        changed.replace_range(mutant.byte..=mutant.byte, &mutant.digit.to_string());
        write(&folder, &mutant.file, &changed);
        let refused = !errors(&check(&folder).problems).is_empty();
        write(&folder, &mutant.file, &original);
        let line = format!("{}: `{}` as `{}`", mutant.claim, mutant.phrase, mutant.mutated);
        match (mutant.is_false, refused) {
            (true, false) => survivors.push(line),
            (false, _) => still_true.push(line),
            (true, true) => {}
        }
    }
    println!("{} digits changed, {} left the claim true", mutants.len(), still_true.len());
    still_true.iter().for_each(|line| println!("  still true: {line}"));
    assert!(survivors.is_empty(), "false, but not refused:\n{}", survivors.join("\n"));
}

fn mutants(checked: &CheckedReport, sources: &recto::source::SourceMap) -> Vec<Mutant> {
    let mut mutants: BTreeMap<(String, usize), Mutant> = BTreeMap::new();
    for (claim, outcome) in checked.claims.list.iter().zip(&checked.outcomes) {
        let Some(answer) = &outcome.answer else { continue };
        if matches!(claim.basis, ClaimBasis::Holds(_)) {
            continue;
        }
        let answer = print_answer_plain(answer, &recto::quantity::Unit::Count);
        for phrase in claim.phrases().filter(|phrase| !phrase.inserted) {
            let bound = &checked.claims.texts[phrase.text];
            for mutant in of_phrase(claim, bound, phrase.link, &answer, sources) {
                mutants.insert((mutant.file.clone(), mutant.byte), mutant);
            }
        }
    }
    mutants.into_values().collect()
}

fn of_phrase(
    claim: &Claim,
    bound: &BoundText,
    link: usize,
    answer: &str,
    sources: &recto::source::SourceMap,
) -> Vec<Mutant> {
    let range = bound.passage.links[link].range.clone();
    let phrase = bound.phrase(link).to_owned();
    let mut mutants = Vec::new();
    for (at, digit) in phrase.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        let next = char::from(b'0' + (digit as u8 - b'0' + 1) % 10);
        let mut mutated = phrase.clone();
        mutated.replace_range(at..=at, &next.to_string());
        let span = bound.passage.span(range.start + at..range.start + at + 1);
        let is_false = is_false(&phrase, &mutated, answer);
        mutants.push(Mutant {
            file: sources.name(span.file).to_owned(),
            byte: span.start,
            digit: next,
            claim: claim.id.name.clone(),
            phrase: phrase.clone(),
            mutated,
            is_false,
        });
    }
    mutants
}

/// The arithmetic of the table of phrases, done over: a plain or hedged number that agreed with its
/// datum agrees with no other; a number with a sign of per cent may be off by half its last digit.
fn is_false(original: &str, mutated: &str, answer: &str) -> bool {
    let number = |phrase: &str| -> (f64, i32) {
        let digits: String = phrase.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
        let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        (digits.parse().unwrap(), i32::try_from(decimals).unwrap())
    };
    if !mutated.contains('%') && !mutated.contains("per cent") {
        return (number(original).0 - number(mutated).0).abs() > 0.0;
    }
    let answer: f64 = answer.split(' ').find_map(|word| word.parse().ok()).unwrap();
    let (value, decimals) = number(mutated);
    (value - answer).abs() > 0.5 * 10f64.powi(-decimals) + 1e-9
}
