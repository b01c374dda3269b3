//! `language-disagreement`: an attributed or waived number, or a period in words that are proved as a
//! statement, that differs between the languages.
//!
//! No answer stands behind such words, so the languages are held against each other.

use std::collections::BTreeMap;

use crate::claims::{BoundText, Claim, ClaimBasis, Phrase};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::quantity::{Content, Interval, Operator, Quantity};
use crate::source::Span;
use crate::verify::{CheckedReport, in_words};

/// What the phrases of a claim state in one language.
struct Statement {
    /// The numbers, each with its unit.
    numbers: Vec<String>,
    /// The calendar periods.
    periods: Vec<String>,
    /// Where the first phrase stands.
    span: Span,
}

/// Compares what a claim states in each language, string by string.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for claim in &checked.claims.list {
        let has_numbers = match claim.basis {
            ClaimBasis::Attributed(_) | ClaimBasis::Waived(_) => true,
            ClaimBasis::Holds(_) => false,
            ClaimBasis::Query(_) | ClaimBasis::Row(_) => continue,
        };
        let mut units: BTreeMap<usize, BTreeMap<&Language, Statement>> = BTreeMap::new();
        for phrase in claim.phrases().filter(|phrase| !phrase.inserted) {
            let text = &checked.claims.texts[phrase.text];
            let span = text.phrase_span(phrase.link);
            let statements = units.entry(text.unit).or_default();
            let statement = statements.entry(&text.language).or_insert(Statement {
                numbers: Vec::new(),
                periods: Vec::new(),
                span,
            });
            if has_numbers {
                statement.numbers.extend(denotations(checked, phrase));
                statement.numbers.sort();
            }
            // `from 2017 to 2018` and 2018年多于2017年 name the same two years.
            let named: Vec<String> = periods(text, phrase.link).collect();
            let ends = named.iter().flat_map(|period| period.split('/').map(str::to_owned));
            statement.periods.extend(ends);
            statement.periods.sort();
            statement.periods.dedup();
        }
        for statements in units.values() {
            let mut languages = statements.iter();
            let Some((first, stated)) = languages.next() else { continue };
            for (other, differing) in languages {
                let side = |what: fn(&Statement) -> &Vec<String>| {
                    ((*first, what(stated), stated.span), (*other, what(differing), differing.span))
                };
                if stated.numbers != differing.numbers {
                    let (one, other) = side(|statement| &statement.numbers);
                    problems.push(disagree(claim, "numbers", one, other));
                }
                // One language may leave the period outside of the link.
                let both = !stated.periods.is_empty() && !differing.periods.is_empty();
                if both && stated.periods != differing.periods {
                    let (one, other) = side(|statement| &statement.periods);
                    problems.push(disagree(claim, "periods", one, other));
                }
            }
        }
    }
}

/// What the numbers of a phrase say. 50亿 and 5 billion are the same number, written to different digits.
fn denotations(checked: &CheckedReport, phrase: &Phrase) -> Vec<String> {
    let text = &checked.claims.texts[phrase.text];
    let said = |quantity: &Quantity| {
        let unit = quantity.unit.name();
        let operator = quantity.operator;
        if matches!(operator, Operator::Range | Operator::Indefinite) {
            return format!("{} {unit}", quantity.interval);
        }
        let number = in_words(&Interval::exact(quantity.value.clone()));
        // 20余次 is more than 20 times.
        let hedge = match operator {
            Operator::Exact => String::new(),
            Operator::Surplus => Operator::MoreThan.name().replace('-', " "),
            _ => operator.name().replace('-', " "),
        };
        format!("{hedge} {number} {unit}").trim_start().to_owned()
    };
    text.quantities(phrase.link).map(said).collect()
}

/// The calendar periods inside the words of a link, by their machine names.
fn periods(text: &BoundText, link: usize) -> impl Iterator<Item = String> {
    let range = text.passage.links[link].range.clone();
    text.readings.iter().filter_map(move |reading| match &reading.content {
        Content::Period(period)
            if range.start <= reading.range.start && reading.range.end <= range.end =>
        {
            period.canonical()
        }
        _ => None,
    })
}

type Stated<'a> = (&'a Language, &'a Vec<String>, Span);

fn disagree(claim: &Claim, what: &str, one: Stated<'_>, other: Stated<'_>) -> Diagnostic {
    let words =
        |list: &[String]| if list.is_empty() { "no number".to_owned() } else { list.join(", ") };
    Diagnostic::new(
        Code::LanguageDisagreement,
        format!(
            "`{}` and `{}` state different {what} for claim `{}`",
            one.0, other.0, claim.id.name
        ),
    )
    .at(other.2, format!("`{}` states {}", other.0, words(other.1)))
    .at(one.2, format!("`{}` states {}", one.0, words(one.1)))
    .help("no data stand behind this claim, so the languages have to agree")
}
