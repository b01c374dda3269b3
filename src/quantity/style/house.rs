//! What a whole report does with numbers, so that each text can be held to the rest.

use std::collections::BTreeMap;

use super::super::{Content, Reading};
use super::figure::{Figure, grouped};
use super::share::{ShareForm, shares};

/// What a whole report does with numbers in one language, so that one text can be held to the rest.
/// A new one knows nothing and asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct House {
    /// How many long numbers have each mark between their groups.
    marks: BTreeMap<char, usize>,
    /// How many long numbers are written without groups.
    ungrouped: usize,
    /// Shares in figures with a sign that touches them.
    tight_signs: usize,
    /// Shares in figures with a blank before the sign.
    spaced_signs: usize,
    /// Shares in figures with `per cent`.
    two_words: usize,
    /// Shares in figures with `percent`.
    one_word: usize,
}

impl House {
    /// A house without habits.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in one text of the report.
    pub fn learn(&mut self, text: &str, readings: &[Reading]) {
        for reading in readings {
            let Content::Quantity(quantity) = &reading.content else { continue };
            for figure in Figure::all_in(text, &quantity.digits) {
                self.learn_groups(&figure);
            }
            for share in shares(text, reading) {
                match share.form {
                    ShareForm::Sign if share.spaced => self.spaced_signs += 1,
                    ShareForm::Sign => self.tight_signs += 1,
                    ShareForm::TwoWords => self.two_words += 1,
                    ShareForm::OneWord => self.one_word += 1,
                }
            }
        }
    }

    fn learn_groups(&mut self, figure: &Figure<'_>) {
        if !is_long(figure) {
            return;
        }
        match figure.mark() {
            Some(mark) => *self.marks.entry(mark).or_default() += 1,
            None => self.ungrouped += 1,
        }
    }

    /// Whether long numbers are grouped here, as at least half of them are. `None` where the report
    /// has only one of the two forms.
    pub(super) fn groups(&self) -> Option<bool> {
        let both = !self.marks.is_empty() && self.ungrouped > 0;
        both.then(|| self.prefers_groups())
    }

    fn prefers_groups(&self) -> bool {
        !self.marks.is_empty() && self.marks.values().sum::<usize>() >= self.ungrouped
    }

    /// The mark between groups that most numbers have; a comma where none has one.
    pub(super) fn group_mark(&self) -> char {
        let most = self.marks.iter().max_by_key(|(mark, count)| (**count, **mark == ','));
        most.map_or(',', |(mark, _)| *mark)
    }

    /// A row of digits as the report writes it: with groups where it is long and others have them.
    pub(super) fn written(&self, digits: &str) -> String {
        if digits.len() >= LONG && self.prefers_groups() {
            grouped(digits, self.group_mark())
        } else {
            digits.to_owned()
        }
    }

    /// Whether a share in this form stands among more of the other; signs win a tie.
    pub(super) fn is_rarer(&self, form: ShareForm) -> bool {
        let signs = self.tight_signs + self.spaced_signs;
        let words = self.two_words + self.one_word;
        match form {
            ShareForm::Sign => words > signs,
            ShareForm::TwoWords | ShareForm::OneWord => signs > 0 && signs >= words,
        }
    }

    /// The words for per cent; `per cent` where the report has none or both as often.
    pub(super) fn percent_words(&self) -> &'static str {
        if self.one_word > self.two_words { "percent" } else { "per cent" }
    }

    /// Whether every sign of per cent has a blank before it.
    pub(super) fn spaces_percent(&self) -> bool {
        self.spaced_signs > 0 && self.tight_signs == 0
    }
}

/// Whether a number is long enough to need groups: four digits may stand without (5.1.1).
pub(super) fn is_long(figure: &Figure<'_>) -> bool {
    figure.width() >= LONG
}

const LONG: usize = 5;
