//! `parts-and-total`: parts that exceed or do not make the total beside them.
//!
//! Parts are claims of one sentence behind a total and words such as *of which* or 其中, and shares of
//! one base (`of`) in one paragraph.

use std::collections::BTreeMap;

use super::{Stated, paragraphs};
use crate::claims::{BoundText, Claim};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::facts::{Answer, Value};
use crate::quantity::{Operator, Rational, Unit};
use crate::verify::CheckedReport;
use crate::verify::sentence::{contains_words, sentence_around};

/// Words behind a total that begin some of its parts.
const SOME: &[&str] =
    &["of which", "of these", "of them", "among them", "including", "其中", "包括"];

/// Words behind a total that begin all of its parts.
const ALL: &[&str] = &[
    "consisting of",
    "consists of",
    "comprising",
    "comprise",
    "made up of",
    "divided into",
    "split into",
    "分为",
    "由以下",
    "共分",
];

/// Words that say that nothing else is left.
const REST: &[&str] =
    &["the rest", "the remaining", "the remainder", "the other", "其余", "余下", "剩余", "另外"];

/// Adds up the parts of each paragraph.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for (text, mut stated) in paragraphs(checked) {
        stated.sort_by_key(|(_, _, phrase)| text.passage.links[phrase.link].range.start);
        shares_of_a_base(checked, text, &stated, problems);
        parts_behind_a_total(checked, text, &stated, problems);
    }
}

/// Shares of the same base may not exceed it, and where the text names the rest they have to make it.
fn shares_of_a_base(
    checked: &CheckedReport,
    text: &BoundText,
    stated: &[Stated<'_>],
    problems: &mut Diagnostics,
) {
    let mut shares: BTreeMap<&str, Vec<&Stated<'_>>> = BTreeMap::new();
    for one in stated {
        let base =
            one.1.base.as_ref().filter(|_| matches!(one.1.unit, Unit::Percent | Unit::Ratio));
        let Some(base) = base else { continue };
        let same_base = shares.entry(base.name.as_str()).or_default();
        if same_base.iter().all(|other| other.0 != one.0) {
            same_base.push(one);
        }
    }
    for (base, parts) in shares {
        let numbers: Vec<Rational> =
            parts.iter().filter_map(|part| percent(checked, part)).collect();
        if parts.len() < 2 || numbers.len() < parts.len() || of_several_periods(&parts) {
            continue;
        }
        let sum: Rational = numbers.iter().cloned().sum();
        let hundred = Rational::whole(100);
        let slack = Rational::fraction(i64::try_from(numbers.len()).unwrap_or(1), 2);
        let whole = last_sentence_names_the_rest(text, &parts);
        let wrong = if whole { (&sum - &hundred).abs() > slack } else { sum > hundred + slack };
        if wrong {
            problems.push(no_hundred(text, &parts, base, &sum));
        }
    }
}

/// `12 documents, of which 5 .. and 8 ..`: parts behind their total.
fn parts_behind_a_total(
    checked: &CheckedReport,
    text: &BoundText,
    stated: &[Stated<'_>],
    problems: &mut Diagnostics,
) {
    for (position, total) in stated.iter().enumerate() {
        let Some(whole) = count(checked, total) else { continue };
        let place = &text.passage.links[total.2.link].range;
        let sentence = sentence_around(text.passage.text(), place.start);
        let behind = &text.passage.text()[place.end..sentence.end];
        let Some((cue_at, exhaustive)) = cue(behind) else { continue };
        let from = place.end + cue_at;
        let mut parts: Vec<&Stated<'_>> = Vec::new();
        for part in &stated[position + 1..] {
            let range = &text.passage.links[part.2.link].range;
            let counts = count(checked, part).is_some() && same_noun(text, total.1, part.1);
            let inside = range.start >= from && range.end <= sentence.end;
            if inside && counts && part.0 != total.0 && parts.iter().all(|known| known.0 != part.0)
            {
                parts.push(part);
            }
        }
        // Another total stands between: the parts are its own.
        let nearer = stated[position + 1..].iter().any(|other| {
            let range = &text.passage.links[other.2.link].range;
            range.end <= from && count(checked, other).is_some()
        });
        if parts.is_empty() || nearer {
            continue;
        }
        let sum: Rational = parts.iter().filter_map(|part| count(checked, part)).sum();
        let rest = REST.iter().any(|words| contains_words(&behind[cue_at..].to_lowercase(), words));
        let wrong = if exhaustive && parts.len() > 1 && !rest { sum != whole } else { sum > whole };
        if wrong {
            problems.push(no_total(text, total, &parts, &sum, &whole));
        }
    }
}

/// The first word that begins parts: where it ends, and whether it begins all of them.
fn cue(text: &str) -> Option<(usize, bool)> {
    let lower = text.to_lowercase();
    let words = SOME.iter().map(|word| (word, false)).chain(ALL.iter().map(|word| (word, true)));
    words
        .filter_map(|(word, all)| Some((lower.find(word)? + word.len(), all)))
        .min()
        .filter(|(end, _)| text.is_char_boundary(*end))
}

/// Nouns that a claim names have to be shared for one to be a part of the other.
fn same_noun(text: &BoundText, total: &Claim, part: &Claim) -> bool {
    let nouns = |claim: &'_ Claim| -> Vec<String> {
        let own = claim.noun.iter().filter(|(language, _)| *language == text.language);
        own.flat_map(|(_, nouns)| nouns).cloned().collect()
    };
    let (of_total, of_part) = (nouns(total), nouns(part));
    of_part.is_empty() || of_total.is_empty() || of_part.iter().any(|noun| of_total.contains(noun))
}

fn number<'a>(checked: &'a CheckedReport, stated: &Stated<'_>) -> Option<&'a Rational> {
    match &checked.outcomes[stated.0].answer {
        Some(Answer::Number(number)) if number.operator == Operator::Exact => Some(&number.value),
        _ => None,
    }
}

fn count(checked: &CheckedReport, stated: &Stated<'_>) -> Option<Rational> {
    number(checked, stated).filter(|_| stated.1.unit == Unit::Count).cloned()
}

fn percent(checked: &CheckedReport, stated: &Stated<'_>) -> Option<Rational> {
    let number = number(checked, stated)?;
    let factor = stated.1.unit.factor_to(&Unit::Percent)?;
    Some(number * factor)
}

/// Shares of different periods are no parts of one whole.
fn of_several_periods(parts: &[&Stated<'_>]) -> bool {
    let period =
        |part: &Stated<'_>| part.1.period.as_ref().and_then(|(period, _)| period.canonical());
    let Some(first) = parts.first().map(|part| period(part)) else { return false };
    parts.iter().any(|part| period(part) != first)
}

fn last_sentence_names_the_rest(text: &BoundText, parts: &[&Stated<'_>]) -> bool {
    let Some(last) = parts.last() else { return false };
    let at = text.passage.links[last.2.link].range.start;
    let sentence = text.passage.text()[sentence_around(text.passage.text(), at)].to_lowercase();
    REST.iter().any(|words| contains_words(&sentence, words))
}

fn plain(number: &Rational) -> String {
    // Two decimals do for a sum of shares; thirds have no end.
    let cents = (number * Rational::whole(100)).round() / Rational::whole(100);
    Value::Number(cents).to_string()
}

fn no_total(
    text: &BoundText,
    total: &Stated<'_>,
    parts: &[&Stated<'_>],
    sum: &Rational,
    whole: &Rational,
) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(
        Code::PartsAndTotal,
        format!("the parts make {}, but `{}` is {}", plain(sum), total.1.id.name, plain(whole)),
    )
    .at(text.phrase_span(total.2.link), "the total");
    for part in parts {
        diagnostic = diagnostic.at(text.phrase_span(part.2.link), "a part");
    }
    diagnostic.help("correct the parts; if they overlap, reword the sentence, or allow it for this block: `rules = { parts-and-total = \"allow\" }`")
}

fn no_hundred(text: &BoundText, parts: &[&Stated<'_>], base: &str, sum: &Rational) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(
        Code::PartsAndTotal,
        format!("the shares of `{base}` in this paragraph add up to {} per cent", plain(sum)),
    );
    for part in parts {
        diagnostic = diagnostic.at(text.phrase_span(part.2.link), "a share");
    }
    diagnostic.help("shares of one base make at most 100; if they overlap, allow it for this block: `rules = { parts-and-total = \"allow\" }`")
}
