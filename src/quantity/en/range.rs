//! The second bound of an English range, and what its scale and unit do to the first.

use super::super::digits;
use super::super::draft::Draft;
use super::super::interval::{Form, Interval};
use super::super::number::{Rational, ten_to, whole};
use super::super::operator::Operator;
use super::super::text::is_dash;
use super::super::unit::Unit;
use super::lexicon::CHANGE_VERBS;
use super::line::Line;
use super::unit::{glued_letters, money_before, with_unit};
use super::words::Lexeme;
use super::{numeral, period};

/// The second bound of a range, joined by a dash, `to`, `and` or `or`.
pub(super) fn with_range(
    line: &Line<'_>,
    draft: &mut Draft,
    next: usize,
    opening: Option<bool>,
) -> usize {
    if draft.upper.is_some() || draft.operator != Operator::Exact {
        return next;
    }
    if line.mark(next) == '±' {
        return tolerance(line, draft, next);
    }
    if [line.word(next), line.word(next + 1), line.word(next + 2)] == ["plus", "or", "minus"] {
        return tolerance(line, draft, next + 2);
    }
    let Some(at) = range_mark(line, draft, next, opening) else { return next };
    let (at, currency) = money_before(line, at);
    let is_period =
        currency.is_none() && period::read(line, at).is_some() && draft.unit != Unit::Count;
    let Some(second) = numeral::read(line, at).filter(|second| !second.ordinal && !is_period)
    else {
        return next;
    };
    if second.draft.operator != Operator::Exact
        || second.draft.unit == Unit::Ratio && draft.unit != Unit::Ratio
    {
        return next;
    }
    let mut upper = second.draft;
    let plain_end = upper.end;
    let scaled = upper.form == Form::Rounded;
    if let Some(code) = currency {
        upper.unit = Unit::Currency(code.to_owned());
    }
    let after = with_unit(line, &mut upper, second.next);
    let after = if after == second.next { second.next } else { after };
    if glued_letters(line, &upper, after).is_some() || line.mark(after) == '/' && line.glued(after)
    {
        return next;
    }
    let mut lower = draft.value.clone();
    if scaled && draft.form == Form::Plain {
        lower = share_scale(&lower, &upper).unwrap_or(lower);
    }
    lower = digits::share_power(line.text, draft, &upper).unwrap_or(lower);
    let agree = draft.unit == upper.unit
        || draft.unit == Unit::Count
        || matches!((&draft.unit, &upper.unit), (Unit::Currency(_), Unit::Count));
    if !agree || lower >= upper.value {
        return next;
    }
    if upper.unit == Unit::Count && draft.unit != Unit::Count && scaled {
        // `$5 to 7 million` says the money once.
        upper.unit = draft.unit.clone();
    }
    draft.value = lower;
    draft.end = upper.end;
    draft.digits.1 = plain_end;
    draft.step = upper.step;
    draft.upper = Some(upper.value);
    if upper.unit != Unit::Count {
        draft.unit = upper.unit;
    }
    after
}

/// `2 to 3 million`: the lower bound takes the scale when it stays the lower one.
fn share_scale(lower: &Rational, upper: &Draft) -> Option<Rational> {
    [12, 9, 6, 3].into_iter().map(ten_to).find_map(|scale| {
        let small = &upper.value / &scale;
        let fits = small >= Rational::one() && *lower < small && small < whole(1000);
        fits.then(|| lower * scale)
    })
}

fn tolerance(line: &Line<'_>, draft: &mut Draft, next: usize) -> usize {
    let Some(second) = numeral::read(line, next + 1).filter(|second| !second.ordinal) else {
        return next;
    };
    let mut band = second.draft;
    let after = with_unit(line, &mut band, second.next);
    draft.interval = Some(Interval::around(&draft.value, &band.value));
    draft.operator = Operator::Range;
    if draft.unit == Unit::Count {
        draft.unit = band.unit;
    }
    draft.end = band.end;
    after
}

/// The token behind what joins two bounds. `from A to B` behind a verb of change names two
/// numbers; a dash between words or a minus is no range.
fn range_mark(line: &Line<'_>, draft: &Draft, next: usize, opening: Option<bool>) -> Option<usize> {
    let mark = line.mark(next);
    // `18-to-24`
    let to = line.past_hyphen(next);
    if to > next && line.word(to) == "to" && line.past_hyphen(to + 1) > to + 1 {
        return Some(line.past_hyphen(to + 1));
    }
    if is_dash(mark) {
        let tight = line.glued(next) == line.glued(next + 1) || mark == '-';
        return (tight && line.lexeme(next + 1).is_none_or(|_| draft.end == line.end_before(next)))
            .then_some(next + 1);
    }
    match (line.word(next), opening) {
        ("to", Some(true) | None) => (!names_two_numbers(line, draft, next)).then_some(next + 1),
        ("through", None) | ("and", Some(false)) => Some(next + 1),
        ("or", None) => neighbours(line, draft, next).then_some(next + 1),
        _ => None,
    }
}

/// Whether `A to B` says where a change began and where it ended. `by A to B`, `anything from A to B` and
/// `A to B per cent` behind another verb are ranges.
fn names_two_numbers(line: &Line<'_>, draft: &Draft, next: usize) -> bool {
    let index = line.index_at(draft.start);
    let before = line.word_before(index);
    if before == "by" {
        return false;
    }
    if before != "from" {
        let near = (1..=2).filter_map(|back| index.checked_sub(back)).any(|at| is_change(line, at));
        // `rose 5 to 7`, but `rose 8 to 10 per cent`.
        return near && draft.unit == Unit::Count && !second_has_share(line, next + 1);
    }
    let wide = index.checked_sub(2).map_or("", |at| line.word(at));
    let ranging = matches!(
        wide,
        "anything"
            | "anywhere"
            | "ranging"
            | "ranges"
            | "ranged"
            | "range"
            | "varying"
            | "varies"
            | "varied"
            | "vary"
    );
    !ranging && follows_change(line, draft)
}

fn second_has_share(line: &Line<'_>, at: usize) -> bool {
    numeral::read(line, at).is_some_and(|second| {
        let mut upper = second.draft;
        with_unit(line, &mut upper, second.next);
        upper.unit != Unit::Count
    })
}

fn is_change(line: &Line<'_>, at: usize) -> bool {
    CHANGE_VERBS.contains(&line.word(at))
        || matches!(line.lexeme(at), Some(Lexeme::Multiple(_) | Lexeme::Halved))
}

/// `two or three`: only numbers that follow each other make an approximation.
fn neighbours(line: &Line<'_>, draft: &Draft, next: usize) -> bool {
    numeral::read(line, next + 1)
        .is_some_and(|second| !second.ordinal && second.draft.value == &draft.value + whole(1))
}

/// Whether a verb of change stands among the five words before the phrase.
pub(super) fn follows_change(line: &Line<'_>, draft: &Draft) -> bool {
    let index = line.index_at(draft.start);
    (1..=5)
        .filter_map(|back| index.checked_sub(back))
        .take_while(|at| !matches!(line.mark(*at), '.' | ';'))
        .any(|at| is_change(line, at))
}
