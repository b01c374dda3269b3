//! The period of a sentence, moved by a year, a half or a quarter.

use super::{Kind, Mutant, Truth};
use crate::claims::BoundText;
use crate::quantity::{Content, Period};
use crate::source::SourceMap;
use crate::verify::{CheckedReport, sentence_around};

/// Every period that a sentence shares with the claim that it states.
pub fn mutants(checked: &CheckedReport, sources: &SourceMap, mutants: &mut Vec<Mutant>) {
    for claim in &checked.claims.list {
        let Some((period, _)) = &claim.period else { continue };
        for phrase in claim.phrases().filter(|phrase| !phrase.inserted) {
            let text = &checked.claims.texts[phrase.text];
            let sentence =
                sentence_around(text.passage.text(), text.passage.links[phrase.link].range.start);
            let named: Vec<_> = text
                .readings
                .iter()
                .filter(|reading| {
                    sentence.start <= reading.range.start && reading.range.end <= sentence.end
                })
                .filter_map(|reading| match &reading.content {
                    Content::Period(named) => Some((reading.range.clone(), named)),
                    _ => None,
                })
                .collect();
            // Where the sentence speaks of several times, another of them may still be the claim's.
            let [(range, named)] = named.as_slice() else { continue };
            if !named.same(period) {
                continue;
            }
            for (from, to, new) in moves(&text.passage.text()[range.clone()]) {
                let place = range.start + from..range.start + to;
                let span = text.passage.span(place.clone());
                let words = &text.passage.text()[place];
                if sources.snippet(span) != words {
                    continue;
                }
                mutants.push(mutant(
                    claim.id.name.clone(),
                    text,
                    range,
                    span,
                    (from, to, new),
                    period,
                ));
            }
        }
    }
}

fn mutant(
    claim: String,
    text: &BoundText,
    range: &std::ops::Range<usize>,
    span: crate::source::Span,
    (from, to, new): (usize, usize, String),
    period: &Period,
) -> Mutant {
    let before = text.passage.text()[range.clone()].to_owned();
    let mut after = before.clone();
    after.replace_range(from..to, &new);
    let truth = truth(period, &before[from..to], &new);
    Mutant {
        kind: Kind::Period,
        claim,
        span,
        before,
        after,
        edits: vec![(span, new)],
        truth: Some(truth),
    }
}

/// A year moved out of the claim's period is false, and so is another half or quarter.
fn truth(period: &Period, old: &str, new: &str) -> Truth {
    let Ok(year) = new.parse::<i32>() else { return Truth::False };
    let years: Vec<i32> = period
        .canonical()
        .unwrap_or_default()
        .split('/')
        .filter_map(|part| part.get(..4)?.parse().ok())
        .collect();
    match (years.first(), years.last(), old.parse::<i32>()) {
        (Some(first), Some(last), Ok(_)) if first == last && year != *first => Truth::False,
        (Some(_), Some(_), Ok(_)) => Truth::Unknown("the moved year may still be meant"),
        _ => Truth::Unknown("the period has no year"),
    }
}

/// Other years, halves and quarters for the words of a period.
fn moves(words: &str) -> Vec<(usize, usize, String)> {
    const EXCHANGES: [(&str, &str); 12] = [
        ("上半年", "下半年"),
        ("下半年", "上半年"),
        ("一季度", "二季度"),
        ("二季度", "三季度"),
        ("三季度", "四季度"),
        ("四季度", "三季度"),
        ("first half", "second half"),
        ("second half", "first half"),
        ("first quarter", "second quarter"),
        ("second quarter", "third quarter"),
        ("third quarter", "fourth quarter"),
        ("fourth quarter", "third quarter"),
    ];
    let mut list = Vec::new();
    let lower = words.to_ascii_lowercase();
    for (old, new) in EXCHANGES {
        list.extend(lower.match_indices(old).map(|(at, _)| (at, at + old.len(), new.to_owned())));
    }
    let bytes = words.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    for at in 0..bytes.len() {
        let four = (at..at + 4).all(is_digit) && !is_digit(at + 4) && !(at > 0 && is_digit(at - 1));
        if four && let Ok(year) = words[at..at + 4].parse::<i32>() {
            list.push((at, at + 4, (year + 1).to_string()));
        }
    }
    list
}
