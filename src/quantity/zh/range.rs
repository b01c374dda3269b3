//! The second bound of a Chinese range, and what its scale and unit do to the first.

use super::super::digits;
use super::super::draft::Draft;
use super::super::interval::{Form, Interval};
use super::super::number::{Rational, ten_to, whole};
use super::super::operator::Operator;
use super::super::text::{Text, is_dash};
use super::super::unit::Unit;
use super::cardinal;
use super::phrase::half;
use super::unit::{money_before, with_unit};
use super::{numeral, period};

/// The second bound of a range. Its unit and scale belong to the first bound too.
pub(super) fn with_range(text: &Text, draft: &mut Draft) {
    if draft.upper.is_some() || draft.operator != Operator::Exact {
        return;
    }
    if let Some(end) = plus_minus(text, draft) {
        draft.end = end;
        return;
    }
    let Some(place) = range_mark(text, draft.end) else { return };
    let place = money_before(text, place).map_or(place, |(end, _)| text.skip_blanks(end));
    let Some(mut second) = half(text, place).or_else(|| numeral::read(text, place)) else { return };
    if second.upper.is_some()
        || second.operator != Operator::Exact
        || period::read(text, place).is_some()
    {
        return;
    }
    // 百分之三十到四十: the second bound is in hundredths as well.
    let in_hundredths = draft.unit == Unit::Percent
        && text.word(draft.digits.0, "百分之").is_some()
        && second.unit == Unit::Count
        && second.value <= whole(100);
    if in_hundredths {
        second.measured(Unit::Percent);
    }
    let plain_end = second.end;
    let first_unit = draft.unit.clone();
    let scaled_last =
        matches!(text.before(plain_end), '万' | '亿' | '千' | '百' | '十' | '仟' | '佰' | '拾');
    let own_scale = (draft.digits.0..draft.digits.1).any(|at| matches!(text.at(at), '万' | '亿'));
    with_unit(text, &mut second);
    let mut first = draft.value.clone();
    if scaled_last && !own_scale && first_unit == Unit::Count {
        first = shared_scale(text, draft, &second, plain_end).unwrap_or(first);
    }
    if first_unit == Unit::Count && second.unit == Unit::Percent && text.before(second.end) != '%' {
        first = share_scale(&second, first);
    }
    first = digits::share_power(text, draft, &second).unwrap_or(first);
    let units_agree = first_unit == second.unit
        || first_unit == Unit::Count
        || (matches!(first_unit, Unit::Currency(_)) && second.unit == Unit::Count);
    if !units_agree || first > second.value || (first.is_negative() && second.value.is_zero()) {
        return;
    }
    draft.value = first;
    draft.upper = Some(second.value);
    draft.step = second.step;
    draft.end = second.end;
    draft.digits.1 = plain_end;
    if second.unit != Unit::Count {
        draft.unit = second.unit;
    }
}

/// 两到三万: the first bound takes the scale of the second when it stays the smaller one. The whole
/// scale is tried first, then 万 or 亿 alone: 十八至三十万 is 180,000 to 300,000.
fn shared_scale(text: &Text, first: &Draft, second: &Draft, end: usize) -> Option<Rational> {
    let mut scale = Rational::one();
    let mut big = Rational::one();
    let mut place = end;
    while let Some(power) = match text.before(place) {
        '十' | '拾' => Some(1),
        '百' | '佰' => Some(2),
        '千' | '仟' => Some(3),
        '万' => Some(4),
        '亿' => Some(8),
        _ => None,
    } {
        scale *= ten_to(power);
        if power > 3 {
            big *= ten_to(power);
        }
        place -= 1;
    }
    let own = matches!(text.before(first.digits.1), '十' | '百' | '千' | '仟' | '佰' | '拾');
    let factors = if own { vec![big] } else { vec![scale, big] };
    factors
        .into_iter()
        .map(|factor| &first.value * factor)
        .find(|raised| *raised <= second.value && *raised > first.value)
}

/// 三到五成: the first bound is in tenths as well.
fn share_scale(second: &Draft, first: Rational) -> Rational {
    let raised = &first * whole(10);
    if second.form == Form::Tenths && raised <= second.value { raised } else { first }
}

/// 65%±2%, 5±0.5.
fn plus_minus(text: &Text, draft: &mut Draft) -> Option<usize> {
    let place = text.skip_blanks(draft.end);
    if text.at(place) != '±' {
        return None;
    }
    let mut second = cardinal::plain_cardinal(text, text.skip_blanks(place + 1))?;
    with_unit(text, &mut second);
    let middle = draft.value.clone();
    draft.interval = Some(Interval::around(&middle, &second.value));
    draft.operator = Operator::Range;
    if draft.unit == Unit::Count {
        draft.unit = second.unit;
    }
    Some(second.end)
}

/// A sign or word between two bounds. A hyphen needs a digit on both sides.
fn range_mark(text: &Text, end: usize) -> Option<usize> {
    let place = text.skip_blanks(end);
    let mark = text.at(place);
    if is_dash(mark) {
        let doubled = is_dash(text.at(place + 1)) && !text.at(place + 2).is_ascii_digit()
            || text.at(place + 1) == '—'
            || text.at(place + 1) == '-' && mark == '-';
        return Some(text.skip_blanks(place + 1 + usize::from(doubled)));
    }
    let after = match mark {
        '至' | '到' => place + 1,
        _ => return None,
    };
    Some(text.skip_blanks(after))
}
