//! `unbacked-number` in formulas: a number that is data and no part of a rule.

use crate::claims::{FormulaNumber, formula_numbers};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::verify::CheckedReport;

/// Reports every number of a formula that is more than a part of its rule.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for number in formula_numbers(&checked.report).iter().filter(|number| !number.allowed) {
        problems.push(unbacked(number));
    }
}

fn unbacked(number: &FormulaNumber) -> Diagnostic {
    let words = &number.words;
    let diagnostic = if number.heard {
        Diagnostic::new(
            Code::UnbackedNumber,
            format!("`{words}` is said of an equation that does not show it"),
        )
        .help("write the digits of the equation")
    } else {
        Diagnostic::new(Code::UnbackedNumber, format!("no claim can back `{words}` in an equation"))
            .help("an equation states a rule, in which whole numbers up to 99 and 100 may stand: give other numbers a letter, and say in prose what it stands for")
    };
    diagnostic.at(number.span, "")
}
