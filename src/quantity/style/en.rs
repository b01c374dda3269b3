//! The number style of English, by the guides that reports follow.

use super::super::{Content, Operator, Period, Quantity, Reading, Unit};
use super::bounds::{Bounds, is_hyphen};
use super::figure::{Figure, digits_at, grouped};
use super::share::{Share, ShareForm, shares};
use super::spelling::{Layout, figures};
use super::{Finding, Scene, StyleFault, missing_zero};

/// What a text does against the guides.
pub(super) fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let layout = Layout::of(scene);
    let mut found = Vec::new();
    for reading in scene.readings {
        match &reading.content {
            Content::Quantity(quantity) => {
                found.extend(range(scene, quantity));
                found.extend(long_money(scene, reading, quantity));
                found.extend(missing_commas(scene, quantity));
                found.extend(missing_zero(scene, quantity));
                let spelled = figures(scene, &layout, reading, quantity);
                // A share that opens a sentence takes the words in any house.
                if !spelled.as_ref().is_some_and(opens_a_sentence) {
                    found.extend(per_cent(scene, reading));
                }
                found.extend(spelled);
            }
            Content::Period(period) => found.extend(years(scene, reading, period)),
            Content::Structural(_) | Content::Excluded(_) | Content::Unresolved(_) => {}
        }
    }
    found
}

fn opens_a_sentence(finding: &Finding) -> bool {
    finding.remark.fault == StyleFault::OpeningFigure
}

/// A dash where `to` or `and` is asked for, or a hyphen where a dash is.
fn range(scene: &Scene<'_>, quantity: &Quantity) -> Option<Finding> {
    let is_range = quantity.operator == Operator::Range;
    let bounds = Bounds::of(scene.text, &quantity.digits).filter(|_| is_range)?;
    joined(scene, &bounds, scene.words(&bounds.second))
}

/// Years as the bounds of a period: 2018-2019.
fn years(scene: &Scene<'_>, reading: &Reading, period: &Period) -> Option<Finding> {
    let bounds = Bounds::of(scene.text, &reading.range)?;
    let [first, second] = [&bounds.first, &bounds.second].map(|bound| scene.words(bound));
    let to = format!("{}{second}", first.get(..first.len() - second.len().min(first.len()))?);
    let spelled = period.canonical() == Some(format!("{first}/{to}"));
    let digits = digits_at(first, 0) == 4 && digits_at(second, 0) == second.len();
    if spelled && digits { joined(scene, &bounds, &to) } else { None }
}

/// The fault in what joins two bounds; `last` is the second one as `to` and `and` need it.
fn joined(scene: &Scene<'_>, bounds: &Bounds, last: &str) -> Option<Finding> {
    let [first, second] = [&bounds.first, &bounds.second].map(|bound| scene.words(bound));
    if !opens_with_digit(first) || !opens_with_digit(second) {
        return None;
    }
    if let Some((start, word)) = opening_word(scene, bounds.first.start) {
        let range = start..bounds.second.end;
        let lead = scene.words(&(start..bounds.first.end));
        let joined = format!("{lead} {word} {last}");
        return Some(Finding::new(StyleFault::DashAfterWord, range, joined));
    }
    let range = bounds.first.start..bounds.second.end;
    let dashed = format!("{first}–{second}");
    is_hyphen(bounds.mark).then(|| Finding::new(StyleFault::HyphenRange, range, dashed))
}

/// `from` or `between` before a number, where it starts, and the word that it asks for. A hedge and
/// money may stand between.
fn opening_word(scene: &Scene<'_>, number: usize) -> Option<(usize, &'static str)> {
    let before = scene.before(number).trim_end_matches(is_money).trim_end();
    let before = ["about", "around", "roughly", "some"]
        .into_iter()
        .find_map(|hedge| strip_word(before, hedge))
        .unwrap_or(before);
    [("from", "to"), ("between", "and")]
        .into_iter()
        .find_map(|(word, asked)| Some((strip_word(before, word)?, asked)))
        .map(|(rest, asked)| {
            let blanks = scene.text.get(rest.len()..).unwrap_or_default();
            (rest.len() + blanks.len() - blanks.trim_start().len(), asked)
        })
}

/// What stands before a whole word at the end, without the blanks between.
pub(super) fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let at = text.len().checked_sub(word.len())?;
    let (rest, last) = text.split_at_checked(at)?;
    let whole = !rest.ends_with(char::is_alphanumeric);
    (whole && last.eq_ignore_ascii_case(word)).then(|| rest.trim_end())
}

/// Round money of a million or more that no scale word shortens. An exact amount is written out (AP
/// `dollars`), so only those are meant that two decimals of a million say in full.
fn long_money(scene: &Scene<'_>, reading: &Reading, quantity: &Quantity) -> Vec<Finding> {
    let scaled = scene.words(&quantity.digits).contains(char::is_alphabetic);
    if !matches!(quantity.unit, Unit::Currency(_)) || scaled {
        return Vec::new();
    }
    let is_long = |figure: &Figure<'_>| {
        figure.width() > 6
            && figure.range == figure.whole_range()
            && figure.ungrouped().ends_with("0000")
    };
    let finding = |figure: Figure<'_>| {
        let before = scene.words(&(reading.range.start..figure.range.start));
        let sign = before.len() - before.trim_end_matches(is_money).len();
        let range = figure.range.start - sign..figure.range.end;
        Finding::new(StyleFault::LongMoney, range, None)
    };
    Figure::all_in(scene.text, &quantity.digits).into_iter().filter(is_long).map(finding).collect()
}

/// Counts and money from one thousand up without groups.
fn missing_commas(scene: &Scene<'_>, quantity: &Quantity) -> Vec<Finding> {
    if !matches!(quantity.unit, Unit::Count | Unit::Currency(_)) {
        return Vec::new();
    }
    let is_bare = |figure: &Figure<'_>| {
        figure.width() > 3 && figure.mark().is_none() && !figure.whole.starts_with('0')
    };
    let finding = |figure: Figure<'_>| {
        let written = grouped(figure.whole, scene.house.group_mark());
        Finding::new(StyleFault::MissingCommas, figure.whole_range(), written)
    };
    Figure::all_in(scene.text, &quantity.digits).into_iter().filter(is_bare).map(finding).collect()
}

/// Per cent in the form that fewer shares of the report have, or a blank before its sign.
fn per_cent(scene: &Scene<'_>, reading: &Reading) -> Vec<Finding> {
    let finding = |share: &Share| {
        let figures = scene.words(&(share.range.start..share.figures_end));
        let with_sign = format!("{figures}%");
        let is_sign = share.form == ShareForm::Sign;
        if scene.house.is_rarer(share.form) {
            let words = format!("{figures} {}", scene.house.percent_words());
            let other = if is_sign { words } else { with_sign };
            return Some(Finding::new(StyleFault::MixedPercent, share.range.clone(), other));
        }
        let blank = is_sign && share.spaced && !scene.house.spaces_percent();
        let fault = StyleFault::BlankBeforePercent;
        blank.then(|| Finding::new(fault, share.range.clone(), with_sign))
    };
    shares(scene.text, reading).iter().filter_map(finding).collect()
}

pub(super) fn starts_with_digit(words: &str) -> bool {
    words.starts_with(|character: char| character.is_ascii_digit())
}

fn opens_with_digit(bound: &str) -> bool {
    starts_with_digit(bound.trim_start_matches(is_money))
}

/// Signs of money that touch an amount.
fn is_money(character: char) -> bool {
    matches!(character, '$' | '€' | '£' | '¥' | '₩' | '₹' | '₽')
}
