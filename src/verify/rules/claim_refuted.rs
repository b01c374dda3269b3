//! `claim-refuted`, `scale-slip`, `loose-bound`, `hedge-dropped`, `unit-mismatch`, `percent-or-points`,
//! `claim-without-quantity`: a phrase that is not true of its answer.

use std::collections::BTreeSet;

use super::{nearest, phrases};
use crate::claims::{BoundText, Claim, ClaimBasis, Phrase};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::facts::Answer;
use crate::quantity::Unit;
use crate::verify::judge::{Finding, judge};
use crate::verify::settle::label_rows;
use crate::verify::slip::Slip;
use crate::verify::{CheckedReport, print_answer, print_answer_plain};

/// Judges every phrase that has an answer; returns the claims of which one is refuted.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) -> BTreeSet<usize> {
    let mut refuted = BTreeSet::new();
    for (index, claim, phrase, text) in phrases(checked) {
        let Some(answer) = &checked.outcomes[index].answer else { continue };
        let case = Case { checked, index, claim, phrase, text, answer };
        let diagnostic = match judge(text, phrase.link, claim, answer) {
            Finding::Holds => continue,
            Finding::NoQuantity => case.no_quantity(),
            Finding::ManyQuantities(count) => case.many_quantities(count),
            Finding::OtherUnit(unit) => case.other_unit(&unit),
            Finding::HedgeDropped => case.hedge_dropped(),
            Finding::Refuted { denoted, slip } => case.refuted(&denoted, slip),
        };
        refuted.insert(index);
        problems.push(diagnostic);
    }
    refuted
}

/// All that a message can tell of a phrase.
struct Case<'a> {
    checked: &'a CheckedReport,
    index: usize,
    claim: &'a Claim,
    phrase: &'a Phrase,
    text: &'a BoundText,
    answer: &'a Answer,
}

impl Case<'_> {
    fn words(&self) -> &str {
        self.text.phrase(self.phrase.link)
    }

    fn answer(&self) -> String {
        print_answer_plain(self.answer, &self.claim.unit)
    }

    fn refuted(&self, denoted: &str, slip: Option<Slip>) -> Diagnostic {
        let words = self.words();
        if let Answer::Truth(_) = self.answer {
            let message = format!("the data do not bear out “{words}”");
            return self.diagnostic(Code::ClaimRefuted, message, "the query answers false");
        }
        let code = match slip {
            Some(Slip::LooseBound) => Code::LooseBound,
            Some(Slip::Scale(_)) if has_scale_word(words) => Code::ScaleSlip,
            _ => Code::ClaimRefuted,
        };
        let message = format!("`{words}` denotes {denoted}, but the answer is {}", self.answer());
        let mut diagnostic = self.diagnostic(code, message, format!("denotes {denoted}"));
        if let Some(slip) = slip {
            diagnostic = diagnostic.note(in_a_line(slip));
        }
        if let Some(datum) = nearest::other_datum(self.checked, self.index, self.text, self.phrase)
        {
            diagnostic = diagnostic.note(datum);
        }
        match print_answer(self.claim, self.answer, &self.text.language) {
            Some(printed) => diagnostic.help(format!(
                "write `[{printed}](#{})`, or mend the data or the query",
                self.claim.id.name
            )),
            None => diagnostic,
        }
    }

    fn hedge_dropped(&self) -> Diagnostic {
        let words = self.words();
        let message = format!("`{words}` is exact, but the data say {}", self.answer());
        let printed = print_answer(self.claim, self.answer, &self.text.language);
        self.diagnostic(Code::HedgeDropped, message, "the hedge of the data is missing here").help(
            format!("write `[{}](#{})`", printed.as_deref().unwrap_or(words), self.claim.id.name),
        )
    }

    fn other_unit(&self, unit: &Unit) -> Diagnostic {
        let (words, wanted) = (self.words(), self.claim.unit.name());
        let message = format!("`{words}` is in {}, but the claim answers in {wanted}", unit.name());
        let code = if is_points(unit) != is_points(&self.claim.unit)
            && (is_share(unit) || is_share(&self.claim.unit))
        {
            Code::PercentOrPoints
        } else {
            Code::UnitMismatch
        };
        self.diagnostic(code, message, format!("this is {}", unit.name())).help(
            "say it in the unit of the claim, or set the claim's `unit` to what its query returns; per cent and percentage points are never the same",
        )
    }

    fn no_quantity(&self) -> Diagnostic {
        let words = self.words();
        let message =
            format!("`{words}` states no number, but the claim answers {}", self.answer());
        self.diagnostic(Code::ClaimWithoutQuantity, message, "no number is read here")
            .help("link the number itself; prove a comparison in words by a claim with `holds`")
    }

    fn many_quantities(&self, count: usize) -> Diagnostic {
        let words = self.words();
        let message = format!("`{words}` states {count} numbers, but a claim has one answer");
        self.diagnostic(Code::ClaimWithoutQuantity, message, "several numbers in one link")
            .help("link each number on its own")
    }

    fn diagnostic(&self, code: Code, message: String, label: impl Into<String>) -> Diagnostic {
        let outcome = &self.checked.outcomes[self.index];
        let mut diagnostic = Diagnostic::new(code, message)
            .at(self.text.phrase_span(self.phrase.link), label)
            .at(self.claim.id.span, format!("claim `{}`", self.claim.id.name));
        diagnostic = match &self.claim.basis {
            ClaimBasis::Query(query) | ClaimBasis::Holds(query) => diagnostic
                .note(format!("query: {}", query.as_str()))
                .note(format!("answer: {}", self.answer())),
            _ => diagnostic.note(format!("answer: {}", self.answer())),
        };
        let is_row = matches!(self.claim.basis, ClaimBasis::Row(_));
        if is_row { diagnostic } else { label_rows(diagnostic, &self.checked.facts, &outcome.rows) }
    }
}

fn is_points(unit: &Unit) -> bool {
    matches!(unit, Unit::PercentagePoint | Unit::BasisPoint)
}

fn is_share(unit: &Unit) -> bool {
    matches!(unit, Unit::Percent | Unit::PerMille | Unit::Ratio)
}

/// Whether a phrase says its magnitude in a word, which is where magnitudes go wrong.
fn has_scale_word(phrase: &str) -> bool {
    const CHINESE: [char; 6] = ['万', '亿', '兆', '萬', '億', '千'];
    let lower = phrase.to_lowercase();
    let words = ["thousand", "million", "billion", "trillion"];
    let abbreviated =
        lower.trim_end().ends_with(['k', 'm', 'n']) && lower.contains(|c: char| c.is_ascii_digit());
    phrase.contains(CHINESE) || words.iter().any(|word| lower.contains(word)) || abbreviated
}

fn in_a_line(slip: Slip) -> String {
    match slip {
        Slip::LooseBound => {
            "the bound is true, but a reader takes it to be near the number".to_owned()
        }
        Slip::Scale(power) if power > 0 => {
            format!("the answer is the stated number times 10^{power}")
        }
        Slip::Scale(power) => {
            format!("the answer is the stated number divided by 10^{}", power.unsigned_abs())
        }
        Slip::CutOff => "the answer was cut off here instead of rounded".to_owned(),
        Slip::SwappedDigits => "two neighbouring digits may have changed places".to_owned(),
    }
}
