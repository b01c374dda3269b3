//! The sign and the words of per cent behind figures.

use std::ops::Range;

use super::super::text::is_blank;
use super::super::{Content, Reading, Unit};
use super::figure::Figure;

/// How per cent is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ShareForm {
    /// `%`
    Sign,
    /// `per cent`
    TwoWords,
    /// `percent`
    OneWord,
}

/// Figures with per cent behind them.
pub(super) struct Share {
    /// From the figures to the end of the sign or word.
    pub(super) range: Range<usize>,
    /// Where the figures end.
    pub(super) figures_end: usize,
    /// How per cent is written.
    pub(super) form: ShareForm,
    /// Whether a blank stands between the two.
    pub(super) spaced: bool,
}

/// The shares in figures that a reading writes with their own sign or word. Spelled numbers take
/// the words in any house, so they are passed over.
pub(super) fn shares(text: &str, reading: &Reading) -> Vec<Share> {
    match &reading.content {
        Content::Quantity(quantity) if quantity.unit == Unit::Percent => {
            let figures = Figure::all_in(text, &reading.range);
            figures.iter().filter_map(|figure| share(text, &figure.range, reading)).collect()
        }
        _ => Vec::new(),
    }
}

fn share(text: &str, figures: &Range<usize>, reading: &Reading) -> Option<Share> {
    let rest = text.get(figures.end..reading.range.end)?;
    let word = rest.trim_start_matches(is_blank);
    let spaced = word.len() < rest.len();
    let (form, width) = [
        (ShareForm::Sign, "%"),
        (ShareForm::TwoWords, "per cent"),
        (ShareForm::OneWord, "percent"),
        (ShareForm::TwoWords, "-per-cent"),
        (ShareForm::OneWord, "-percent"),
    ]
    .into_iter()
    .find(|(_, written)| starts_with(word, written))
    .map(|(form, written)| (form, written.len()))?;
    let end = figures.end + (rest.len() - word.len()) + width;
    Some(Share { range: figures.start..end, figures_end: figures.end, form, spaced })
}

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}
