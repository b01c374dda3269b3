//! Numbers that are said together: two bounds of one amount, and lists that name their unit once.

use super::Grammar;
use super::draft::Found;
use super::interval::{Bands, Form, Interval, denoted};
use super::operator::Operator;
use super::reading::{Content, Quantity};
use super::text::Text;
use super::unit::Unit;

/// Joins and completes the readings of a text.
pub(super) fn completed(grammar: Grammar, text: &Text, found: Vec<Found>) -> Vec<Found> {
    let mut complete: Vec<Found> = Vec::with_capacity(found.len());
    for reading in found {
        match complete.last().and_then(|before| both_bounds(grammar, text, before, &reading)) {
            Some(joined) => {
                complete.pop();
                complete.push(joined);
            }
            None => complete.push(reading),
        }
    }
    for last in 1..complete.len() {
        name_the_unit(grammar, text, &mut complete, last);
    }
    complete
}

/// `at least 20 and at most 100`, 大于12小于50, 20人以上50人以下: one amount between two bounds.
fn both_bounds(grammar: Grammar, text: &Text, first: &Found, second: &Found) -> Option<Found> {
    let (Content::Quantity(one), Content::Quantity(other)) = (&first.content, &second.content)
    else {
        return None;
    };
    let is_lower =
        |quantity: &Quantity| matches!(quantity.operator, Operator::MoreThan | Operator::AtLeast);
    let is_upper =
        |quantity: &Quantity| matches!(quantity.operator, Operator::LessThan | Operator::AtMost);
    let (lower, upper) = match (one, other) {
        (one, other) if is_lower(one) && is_upper(other) => (one, other),
        (one, other) if is_upper(one) && is_lower(other) => (other, one),
        _ => return None,
    };
    let gap = text.string(first.end, second.start);
    let joined = match grammar {
        Grammar::Chinese => {
            matches!(
                gap.trim(),
                "" | "并" | "且" | "并且" | "而" | "，" | "，且" | "、" | "但" | "，但"
            )
        }
        _ => matches!(gap.trim(), "and" | "but" | ", and" | ", but" | "and also" | "but also"),
    };
    let unit = if lower.unit == Unit::Count { &upper.unit } else { &lower.unit };
    let bare = one.unit == Unit::Count
        && one.measure.is_none()
        && (grammar != Grammar::Chinese || gap.trim().chars().count() < 2);
    let same_unit = one.unit == other.unit && one.measure == other.measure || bare;
    if !joined || !same_unit || lower.value >= upper.value {
        return None;
    }
    let interval =
        Interval { lower: lower.interval.lower.clone(), upper: upper.interval.upper.clone() };
    let quantity = Quantity {
        value: lower.value.clone(),
        interval,
        operator: Operator::Range,
        unit: unit.clone(),
        measure: other.measure.clone(),
        digits: one.digits.start..other.digits.end,
        step: upper.step.clone(),
        rounded: upper.rounded,
        form: Form::Span,
    };
    Some(Found { start: first.start, end: second.end, content: Content::Quantity(quantity) })
}

/// `2.1, 3.4 and 0.8 per cent`, `from eight to five per cent`, 2.1、3.4和0.8个百分点: the numbers before
/// `last` are in its unit.
fn name_the_unit(grammar: Grammar, text: &Text, found: &mut [Found], last: usize) {
    let unit = match found.get(last).map(|reading| &reading.content) {
        Some(Content::Quantity(quantity)) => match quantity.unit {
            Unit::Percent | Unit::PercentagePoint | Unit::BasisPoint => quantity.unit.clone(),
            _ => return,
        },
        _ => return,
    };
    let mut index = last;
    while let Some(before) = index.checked_sub(1) {
        let (Some(left), Some(right)) = (found.get(before), found.get(index)) else { return };
        let gap = text.string(left.end, right.start);
        let joins = match (grammar, index == last) {
            (Grammar::Chinese, true) => matches!(gap.trim(), "和" | "及" | "与" | "以及"),
            (Grammar::Chinese, false) => gap.trim() == "、",
            (_, true) => {
                matches!(gap.trim(), "and" | ", and") || gap.trim() == "to" && is_opened(text, left)
            }
            (_, false) => gap.trim() == ",",
        };
        let plain = match &left.content {
            Content::Quantity(quantity) => {
                quantity.unit == Unit::Count
                    && quantity.measure.is_none()
                    && quantity.form == Form::Plain
                    && quantity.operator == Operator::Exact
            }
            _ => false,
        };
        if !joins || !plain {
            return;
        }
        if let Some(Content::Quantity(quantity)) =
            found.get_mut(before).map(|left| &mut left.content)
        {
            quantity.unit = unit.clone();
            quantity.form = Form::Rounded;
            quantity.rounded = true;
            quantity.interval = denoted(
                Form::Rounded,
                quantity.operator,
                &quantity.value,
                &quantity.step,
                &Bands::default(),
            );
        }
        index = before;
    }
}

/// Whether `from` stands before a number.
fn is_opened(text: &Text, reading: &Found) -> bool {
    let start = reading.start;
    start >= 5 && text.string(start - 5, start).eq_ignore_ascii_case("from ")
}
