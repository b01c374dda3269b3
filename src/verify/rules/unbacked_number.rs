//! `unbacked-number`, `unresolved-number`: a number outside of every claim.

use super::claim_links;
use crate::claims::{BoundText, formula_numbers};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::quantity::{Content, Obstacle, Quantity, StructureKind, Unit};
use crate::report::Role;
use crate::source::Span;
use crate::verify::{CheckedReport, in_words};

/// Reports every quantity and every numeral that no grammar reads, unless a claim covers it.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for text in &checked.claims.texts {
        for reading in &text.readings {
            let covered = claim_links(checked, text).any(|link| {
                link.range.start < reading.range.end && reading.range.start < link.range.end
            });
            if covered {
                continue;
            }
            let span = text.passage.span(reading.range.clone());
            let words = &text.passage.text()[reading.range.clone()];
            match &reading.content {
                Content::Quantity(quantity) => {
                    problems.push(unbacked(text, words, quantity, span));
                }
                Content::Unresolved(obstacle) => {
                    problems.push(unresolved(words, *obstacle, span));
                }
                Content::Structural(structure) if structure.kind == StructureKind::Reference => {
                    problems.push(literal_reference(words, span));
                }
                Content::Period(_) | Content::Structural(_) | Content::Excluded(_) => {}
            }
        }
    }
}

/// A numeral that needs no claim, and why.
#[derive(Clone, Debug)]
pub struct Exemption {
    /// What the scanner takes it for.
    pub class: &'static str,
    /// Its words.
    pub words: String,
    /// Its language.
    pub language: Language,
    /// Its place.
    pub span: Span,
}

/// Every numeral outside of claims that needs none: the list of what was not checked.
pub fn exemptions(checked: &CheckedReport) -> Vec<Exemption> {
    let mut list = Vec::new();
    for text in &checked.claims.texts {
        for reading in &text.readings {
            let Some(class) = reading.content.class() else { continue };
            list.push(Exemption {
                class,
                language: text.language.clone(),
                words: text.passage.text()[reading.range.clone()].to_owned(),
                span: text.passage.span(reading.range.clone()),
            });
        }
    }
    let formulas = formula_numbers(&checked.report).into_iter();
    list.extend(formulas.filter(|number| number.allowed).map(|number| Exemption {
        class: "formula",
        language: number.language.unwrap_or_else(|| checked.report.languages[0].clone()),
        words: number.words,
        span: number.span,
    }));
    list
}

fn unbacked(text: &BoundText, words: &str, quantity: &Quantity, span: Span) -> Diagnostic {
    let cure = if text.role == Role::Plain {
        "say it without the number, since no link can stand here".to_owned()
    } else {
        format!("link it to a claim, `[{words}](#id)`")
    };
    Diagnostic::new(Code::UnbackedNumber, format!("no claim backs `{words}`"))
        .at(span, format!("reads as {}{}", in_words(&quantity.interval), unit_in_words(quantity)))
        .help(format!(
            "{cure}; a name with digits goes under [names] in report.toml (`{} = [..]`)",
            text.language
        ))
}

/// The unit of a quantity, where it says more than that something is counted.
fn unit_in_words(quantity: &Quantity) -> String {
    match &quantity.unit {
        Unit::Count => String::new(),
        other => format!(" ({})", other.name()),
    }
}

fn unresolved(words: &str, obstacle: Obstacle, span: Span) -> Diagnostic {
    let reason = match obstacle {
        Obstacle::ForeignDigits => "its digits belong to a script that is not read",
        Obstacle::IrregularGrouping => "its digits are grouped irregularly",
        Obstacle::NumeralInWord => "it may be a number or a part of a word",
        Obstacle::SignWithoutNumber => "the sign stands without a number",
        Obstacle::UnclearMultiple => "readers take this multiple in two ways",
        Obstacle::TooLong => "it is too long for a number",
        Obstacle::UnknownNumeral => "no rule reads numerals in this order",
    };
    Diagnostic::new(Code::UnresolvedNumber, format!("`{words}` cannot be read: {reason}"))
        .at(span, "")
        .help(
            "reword it, link it to a claim, or declare the whole name under [names] in report.toml",
        )
}

fn literal_reference(words: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnbackedNumber, format!("`{words}` is numbered by hand"))
        .at(span, "this number would not follow when the book changes")
        .help("refer by id, `[](#id)`: the program prints the number")
}
