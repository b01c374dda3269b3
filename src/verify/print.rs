//! Answers as text: in the language of the page, and plainly for messages and records.

use crate::claims::Claim;
use crate::facts::{Answer, NumberAnswer};
use crate::language::Language;
use crate::quantity::{
    Grammar, Interval, NumberFormat, Operator, Period, Rational, Unit, print_quantity,
};

/// An answer as the page prints it, hedge included.
///
/// `None` where it cannot be printed: a truth value, a number whose decimals do not end although no
/// number of digits is set, or a text without a wording in the language.
pub fn print_answer(claim: &Claim, answer: &Answer, language: &Language) -> Option<String> {
    match answer {
        Answer::Number(number) => {
            let printed = print_number(claim, number, language)?;
            Some(if language.is_traditional() { traditional(&printed) } else { printed })
        }
        Answer::Text(texts) => {
            let (_, text) = texts
                .iter()
                .find(|(tag, _)| tag.as_deref().is_none_or(|tag| tag == language.tag()))?;
            Some(print_period(text, language).unwrap_or_else(|| text.clone()))
        }
        Answer::Date(date) => print_period(date, language),
        Answer::Truth(_) => None,
    }
}

fn print_number(claim: &Claim, number: &NumberAnswer, language: &Language) -> Option<String> {
    let grammar = language.grammar();
    let format = NumberFormat { digits: claim.format.digits, ..NumberFormat::default() };
    let exact = |value| print_quantity(grammar, value, &claim.unit, Operator::Exact, &format);
    let bounds = number.interval.lower.as_ref().zip(number.interval.upper.as_ref());
    match (number.operator, bounds) {
        (Operator::Exact, Some((lower, upper))) if lower.value != upper.value => {
            let (lower, upper) = (exact(&lower.value)?, exact(&upper.value)?);
            Some(language.choose(format!("{lower} to {upper}"), format!("{lower}至{upper}")))
        }
        (operator, _) if language.primary() == "ja" => {
            japanese_hedge(&exact(&number.value)?, operator)
        }
        (operator, _) => print_quantity(grammar, &number.value, &claim.unit, operator, &format),
    }
}

/// A number with its hedge in Japanese.
fn japanese_hedge(amount: &str, operator: Operator) -> Option<String> {
    match operator {
        Operator::Exact => Some(amount.to_owned()),
        Operator::About => Some(format!("約{amount}")),
        Operator::Nearly => Some(format!("{amount}近く")),
        Operator::MoreThan | Operator::Surplus => Some(format!("{amount}超")),
        Operator::AtLeast => Some(format!("{amount}以上")),
        Operator::LessThan => Some(format!("{amount}未満")),
        Operator::AtMost => Some(format!("{amount}以下")),
        Operator::Range | Operator::Indefinite => None,
    }
}

/// The words that the printer of Chinese numbers writes, in traditional characters.
fn traditional(printed: &str) -> String {
    const FORMS: [(char, char); 11] = [
        ('万', '萬'),
        ('亿', '億'),
        ('约', '約'),
        ('过', '過'),
        ('于', '於'),
        ('个', '個'),
        ('点', '點'),
        ('欧', '歐'),
        ('镑', '鎊'),
        ('韩', '韓'),
        ('卢', '盧'),
    ];
    let form = |c: char| FORMS.iter().find(|(plain, _)| *plain == c).map_or(c, |(_, form)| *form);
    printed.chars().map(form).collect()
}

/// A period in words, where the text names one.
fn print_period(text: &str, language: &Language) -> Option<String> {
    Period::parse(text)?.print(language.grammar())
}

/// An interval as messages say it: `12`, `from 10 to 12`, `above 20 and below 30`.
pub fn in_words(interval: &Interval) -> String {
    let number = |value: &Rational| {
        let exact = print_number_plain(value);
        exact.unwrap_or_else(|| format!("{}/{}", value.numer(), value.denom()))
    };
    if let Some(value) = interval.single() {
        return number(value);
    }
    let lower = interval.lower.as_ref().map(|bound| (number(&bound.value), bound.closed));
    let upper = interval.upper.as_ref().map(|bound| (number(&bound.value), bound.closed));
    let above = |(value, closed): &(String, bool)| {
        if *closed { format!("{value} or more") } else { format!("above {value}") }
    };
    let below = |(value, closed): &(String, bool)| {
        if *closed { format!("up to {value}") } else { format!("below {value}") }
    };
    match (&lower, &upper) {
        (Some((lower, true)), Some((upper, true))) => format!("from {lower} to {upper}"),
        (Some(lower), Some(upper)) => format!("{} and {}", above(lower), below(upper)),
        (Some(lower), None) => above(lower),
        (None, Some(upper)) => below(upper),
        (None, None) => "any number".to_owned(),
    }
}

fn print_number_plain(value: &Rational) -> Option<String> {
    crate::quantity::print_number(Grammar::English, value, &NumberFormat::default())
}

/// An answer as messages show it: exact, with its unit where that is not a mere count.
pub fn print_answer_plain(answer: &Answer, unit: &Unit) -> String {
    match answer {
        Answer::Number(number) => {
            let value = crate::facts::Value::Number(number.value.clone()).to_string();
            let hedge = if number.operator == Operator::Exact {
                String::new()
            } else {
                format!("{} ", number.operator.name().replace('-', " "))
            };
            let unit = match unit {
                Unit::Count => String::new(),
                other => format!(" {}", other.name()),
            };
            format!("{hedge}{value}{unit}")
        }
        Answer::Text(texts) => {
            texts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" / ")
        }
        Answer::Date(date) => date.clone(),
        Answer::Truth(truth) => truth.to_string(),
    }
}
