//! `numeral-style-zh` and `numeral-style-en`: numbers whose form departs from the usual style.

use std::collections::BTreeMap;

use crate::claims::BoundText;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::quantity::{Grammar, House, StyleFault, StyleRemark, style};
use crate::report::Role;
use crate::verify::CheckedReport;

/// Holds every text to the style of its language and to what the report does elsewhere.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for (text, remark) in remarks(checked) {
        problems.push(departure(text, &remark));
    }
}

/// The departures of all texts, in the order of the report. Texts of one line that also stand where
/// there is no prose (units, heads of columns) have a style of their own.
pub fn remarks(checked: &CheckedReport) -> Vec<(&BoundText, StyleRemark)> {
    let texts = || checked.claims.texts.iter().filter(|text| text.role != Role::Plain);
    let mut houses: BTreeMap<Language, House> = BTreeMap::new();
    for text in texts() {
        let house = houses.entry(text.language.clone()).or_default();
        house.learn(text.passage.text(), &text.readings);
    }
    let mut remarks = Vec::new();
    for text in texts() {
        let BoundText { language, passage, readings, .. } = text;
        let found = style(language.grammar(), &houses[language], passage.text(), readings);
        remarks.extend(found.into_iter().map(|remark| (text, remark)));
    }
    remarks
}

fn departure(text: &BoundText, remark: &StyleRemark) -> Diagnostic {
    let code = match text.language.grammar() {
        Grammar::Chinese => Code::NumeralStyleZh,
        Grammar::English | Grammar::Digits => Code::NumeralStyleEn,
    };
    let words = &text.passage.text()[remark.range.clone()];
    let (wrong, cure) = wording(remark.fault);
    let help = match &remark.replacement {
        Some(replacement) => format!("write `{replacement}`"),
        None => cure.to_owned(),
    };
    let span = text.passage.span(remark.range.clone());
    Diagnostic::new(code, format!("`{words}`: {wrong}")).at(span, remark.fault.source()).help(help)
}

/// What is wrong, and what an author does about it where no form is certain.
fn wording(fault: StyleFault) -> (&'static str, &'static str) {
    match fault {
        StyleFault::RangeScale => {
            ("the scale stands on the second bound alone", "write 万 or 亿 on both bounds")
        }
        StyleFault::RangeShare => {
            ("the sign stands on the second bound alone", "write the sign on both bounds")
        }
        StyleFault::RangeSign => {
            ("a range takes ～ or a long dash, not a hyphen", "write ～ or — between the bounds")
        }
        StyleFault::ShortYear => {
            ("years of four digits are not shortened", "write both years in full")
        }
        StyleFault::CommaInApproximation => {
            ("two digits that approximate stand without 、", "leave the 、 out")
        }
        StyleFault::MixedNumeral => (
            "Han numerals stand among figures",
            "write the whole number in figures, or figures before 万 or 亿",
        ),
        StyleFault::MixedShare => {
            ("百分之 stands before figures", "write figures with %, or the whole share in words")
        }
        StyleFault::FiguresWithSeveral => {
            ("an approximation with 几 is not written in figures", "write it in Han characters")
        }
        StyleFault::WideFigures => ("the figures are as wide as Han characters", "write 0 to 9"),
        StyleFault::Ungrouped => (
            "the report groups its long numbers, and this one is not grouped",
            "group it as the others are",
        ),
        StyleFault::Grouped => (
            "the report does not group its long numbers, and this one is grouped",
            "write it without marks, as the others are",
        ),
        StyleFault::MissingZero => ("the zero before the point is missing", "write it"),
        StyleFault::HyphenRange => ("a range takes an en dash", "write – between the bounds"),
        StyleFault::DashAfterWord => {
            ("after `from` or `between` a word joins the bounds, no dash", "write `to` or `and`")
        }
        StyleFault::OpeningFigure => {
            ("a figure opens the sentence", "spell it out, or let another word open the sentence")
        }
        StyleFault::MissingCommas => {
            ("from one thousand up, commas part the groups of digits", "write the commas")
        }
        StyleFault::MixedPercent => (
            "the report writes per cent in another way elsewhere",
            "write it in one way throughout",
        ),
        StyleFault::BlankBeforePercent => {
            ("a blank stands before the sign of per cent", "leave the blank out")
        }
        StyleFault::SmallFigure => ("one to nine are spelled out", "write the word"),
        StyleFault::LongMoney => {
            ("round money from one million up takes a scale word", "write million or billion")
        }
    }
}
