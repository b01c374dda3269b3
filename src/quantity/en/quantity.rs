//! Quantities in English text: hedge, numeral, scale, unit, and the conditions behind them.

use std::sync::LazyLock;

use super::super::draft::{Draft, Found, fraction_step};
use super::super::interval::Form;
use super::super::mask;
use super::super::number::{Rational, fraction, whole};
use super::super::operator::Operator;
use super::super::reading::Obstacle;
use super::super::text::is_minus;
use super::super::unit::Unit;
use super::lexicon::{FUNCTION_WORDS, HEDGES_AFTER, HEDGES_BEFORE};
use super::line::{Line, Phrases};
use super::pronoun;
use super::range::{follows_change, with_range};
use super::unit::{glued_letters, money_before, with_unit};
use super::words::Lexeme;
use super::{numeral, period, structure};

static BEFORE: LazyLock<Phrases<Operator>> =
    LazyLock::new(|| Phrases::new(HEDGES_BEFORE.iter().copied()));

static AFTER: LazyLock<Phrases<Operator>> =
    LazyLock::new(|| Phrases::new(HEDGES_AFTER.iter().copied()));

/// The quantity that starts at a token, with the hedge before it.
pub(super) fn read(line: &Line<'_>, index: usize) -> Option<Found> {
    let start = line.start(index);
    let (mut at, operator) = hedges(line, index);
    if let Some(mut draft) = multiple_word(line, at) {
        draft.start = start;
        draft.hedge(operator);
        return Some(draft.finish(line.text));
    }
    if let Some(mut draft) = a_span_of_time(line, at).filter(|_| operator != Operator::Exact) {
        draft.start = start;
        draft.hedge(operator);
        return Some(draft.finish(line.text));
    }
    if let Some(mut draft) = once(line, at).filter(|_| operator != Operator::Exact) {
        draft.start = start;
        draft.hedge(operator);
        return Some(draft.finish(line.text));
    }
    let part = part_of_point(line, at)
        .or_else(|| every_nth(line, at))
        .or_else(|| the_other_third(line, at));
    if let Some(draft) = part {
        let mut draft = draft;
        draft.start = start;
        draft.hedge(operator);
        return Some(draft.finish(line.text));
    }
    if matches!(line.word(at), "a" | "an") && pronoun::is_one_unit(line, at) {
        let mut draft = Draft::new((line.start(at), line.end_before(at + 1)), whole(1), whole(1));
        if with_unit(line, &mut draft, at + 1) > at + 1 {
            draft.start = start;
            draft.hedge(operator);
            return Some(draft.finish(line.text));
        }
    }
    if let Some(draft) = a_point(line, at) {
        let mut draft = draft;
        draft.start = start;
        draft.hedge(operator);
        return Some(draft.finish(line.text));
    }
    if let Some((sign, next)) = plus_or_minus(line, at) {
        let (mut draft, _) = amount(line, next, None)?.ok()?;
        draft.start = sign;
        return Some(draft.finish(line.text));
    }
    let between = line.word(at) == "between" || line.word(at) == "from";
    if between {
        at += 1;
    }
    if !may_be_number(line, at) {
        return None;
    }
    let outcome = amount(line, at, between.then(|| line.word(at - 1) == "from"))?;
    match outcome {
        Ok((mut draft, found_range)) => {
            if between && !found_range {
                return None;
            }
            draft.start = start;
            draft.hedge(operator);
            Some(draft.finish(line.text))
        }
        Err(other) => (at == index).then_some(Found { start, ..other }),
    }
}

/// Whether a hedge may start at a token: a word that starts one, or a mark.
fn may_hedge(line: &Line<'_>, index: usize) -> bool {
    line.known(index).role.hedges || line.word(index).is_empty() && line.digits(index).is_none()
}

/// Whether a number, its sign or its money may stand at a token: what follows a hedge seldom is one.
fn may_be_number(line: &Line<'_>, index: usize) -> bool {
    let capital = line.text.at(line.start(index)).is_uppercase();
    let worded = line.lexeme(index).is_some()
        || matches!(
            line.word(index),
            "a" | "an" | "several" | "few" | "minus" | "negative" | "point" | "rs"
        );
    capital || worded || line.word(index).is_empty()
}

/// One or two hedges: `about`, `well over`, `at least about`.
fn hedges(line: &Line<'_>, index: usize) -> (usize, Operator) {
    if !may_hedge(line, index) {
        return (index, Operator::Exact);
    }
    let Some((end, operator)) = BEFORE.longest(line.text, line.start(index)) else {
        return (index, Operator::Exact);
    };
    if operator == Operator::MoreThan && is_place_or_time(line, index) {
        return (index, Operator::Exact);
    }
    let next = line.index_at(end);
    if line.word(index) == "over" && line.word(next) == "within" {
        return (index, Operator::Exact);
    }
    let second = may_hedge(line, next).then(|| BEFORE.longest(line.text, line.start(next)));
    match second.flatten() {
        Some((further, second)) => {
            let chosen = if operator == Operator::Exact { second } else { operator };
            (line.index_at(further), chosen)
        }
        None => (next, operator),
    }
}

/// `rose over five years`, `scattered over three valleys`: here `over` says when or where.
fn is_place_or_time(line: &Line<'_>, index: usize) -> bool {
    if line.word(index) != "over" {
        return false;
    }
    let before = line.word_before(index);
    if matches!(before, "scattered" | "spread" | "distributed" | "spaced" | "phased" | "averaged") {
        return true;
    }
    let Some(count) = numeral::read(line, index + 1).filter(|count| !count.ordinal) else {
        return false;
    };
    let behind_amount = index.checked_sub(1).is_some_and(|before| line.mark(before) == '%');
    let hedged = before.is_empty() && !behind_amount
        || FUNCTION_WORDS.contains(&before)
        || matches!(before, "well" | "just" | "lasted" | "took" | "takes" | "last" | "be" | "been");
    is_time(line.word(line.past_hyphen(count.next))) && !hedged
}

fn is_time(word: &str) -> bool {
    let time = matches!(
        word.strip_suffix('s').unwrap_or(word),
        "year" | "month" | "week" | "day" | "decade" | "hour" | "minute" | "centurie" | "century"
    );
    time || word == "quarters"
}

/// `less than a year`, `more than a decade`: one, behind a hedge.
fn a_span_of_time(line: &Line<'_>, index: usize) -> Option<Draft> {
    let one = matches!(line.word(index), "a" | "an") && is_time(line.word(index + 1));
    let alone = !matches!(
        line.word(index + 2),
        "ago" | "earlier" | "later" | "before" | "previously" | "on" | "and"
    );
    (one && alone).then(|| {
        Draft::new((line.start(index), line.end_before(index + 1)), Rational::one(), whole(1))
    })
}

/// `at least once`: a hedge makes a count of it.
fn once(line: &Line<'_>, index: usize) -> Option<Draft> {
    let span = (line.start(index), line.end_before(index + 1));
    (line.word(index) == "once").then(|| Draft::new(span, whole(1), whole(1)))
}

/// `rose by a percentage point`.
fn a_point(line: &Line<'_>, index: usize) -> Option<Draft> {
    let point = matches!(line.word(index), "a" | "an")
        && line.word(index + 1) == "percentage"
        && line.word(index + 2) == "point";
    point.then(|| {
        let digits = (line.start(index), line.end_before(index + 1));
        let mut draft = Draft::new(digits, Rational::one(), Rational::one());
        draft.measured(Unit::PercentagePoint);
        draft.end = line.end_before(index + 3);
        draft
    })
}

/// `quarter-point`, `half-point`: a part of a percentage point.
fn part_of_point(line: &Line<'_>, index: usize) -> Option<Draft> {
    let part = match line.word(index) {
        "quarter" => fraction(1, 4),
        "half" => fraction(1, 2),
        _ => return None,
    };
    let point = line.past_hyphen(index + 1);
    let joined = point > index + 1 && matches!(line.word(point), "point" | "percentage");
    let digits = (line.start(index), line.end_before(index + 1));
    joined.then(|| {
        let end = line.past_hyphen(point + 1);
        let stop = if line.word(point) == "percentage" { end } else { point };
        let mut draft = Draft::new(digits, part, fraction(1, 100));
        draft.measured(Unit::PercentagePoint);
        draft.end = line.end_before(stop + 1);
        draft
    })
}

/// `the remaining third is split`, `the top fifth of earners`: a part, and no place in a row.
pub(super) fn the_other_third(line: &Line<'_>, index: usize) -> Option<Draft> {
    let denominator = match line.lexeme(index)? {
        Lexeme::SmallOrdinal(value) if value > 2 => value,
        _ => return None,
    };
    let led = matches!(
        line.word_before(index),
        "remaining"
            | "other"
            | "final"
            | "bottom"
            | "top"
            | "lower"
            | "upper"
            | "middle"
            | "poorest"
            | "richest"
    );
    let is_part = matches!(
        line.word(index + 1),
        "is" | "was" | "are" | "were" | "of" | "went" | "goes" | "came" | "comes" | "had" | "have"
    );
    (led && is_part).then(|| {
        let span = (line.start(index), line.end_before(index + 1));
        let mut draft = Draft::new(span, fraction(1, denominator), fraction_step());
        draft.unit = Unit::Ratio;
        draft.form = Form::Fraction;
        draft
    })
}

/// `every second school`: one in two. Behind it stands what is counted, and no time.
fn every_nth(line: &Line<'_>, index: usize) -> Option<Draft> {
    if line.word(index) != "every" {
        return None;
    }
    let number = numeral::read(line, index + 1).filter(|number| number.ordinal)?;
    let noun = line.word(number.next);
    let counted = !noun.is_empty()
        && !is_time(noun)
        && !FUNCTION_WORDS.contains(&noun)
        && !matches!(noun, "time" | "counts" | "then" | "person" | "one");
    (counted && number.draft.value > Rational::one()).then(|| {
        let span = (line.start(index), line.end_before(number.next));
        let mut draft = Draft::new(span, number.draft.value.recip(), fraction_step());
        draft.unit = Unit::Ratio;
        draft.form = Form::Fraction;
        draft
    })
}

/// `±2 %`, `plus or minus 3 points`: where it starts, and the token of its number.
fn plus_or_minus(line: &Line<'_>, index: usize) -> Option<(usize, usize)> {
    if line.mark(index) == '±' {
        return Some((line.start(index), index + 1));
    }
    let words = [line.word(index), line.word(index + 1), line.word(index + 2)];
    (words == ["plus", "or", "minus"]).then(|| (line.start(index), index + 3))
}

/// An amount with money before it, unit, range, and condition behind it.
fn amount(
    line: &Line<'_>,
    index: usize,
    opening: Option<bool>,
) -> Option<Result<(Draft, bool), Found>> {
    // The sign of -€120 million stands before the money.
    let minus = is_minus(line.mark(index))
        && line.glued(index + 1)
        && !mask::is_word(line.text.before(line.start(index)))
        && money_before(line, index + 1).1.is_some();
    let (at, currency) = money_before(line, index + usize::from(minus));
    let blocked = currency.is_none() && period::read(line, at).is_some();
    if line.word(at) == "one" && pronoun::is_one_of_a_row(line, at) {
        return None;
    }
    if blocked || line.word(at) == "one" && opening.is_none() && structure::read(line, at).is_some()
    {
        return None;
    }
    let spelled = numeral::read(line, at).filter(|spelled| !spelled.ordinal)?;
    if is_word_of_other_kind(line, at) {
        return None;
    }
    let mut draft = spelled.draft;
    let mut next = spelled.next;
    if let Some(code) = currency {
        draft.measured(Unit::Currency(code.to_owned()));
    }
    if minus {
        draft.scale(&whole(-1));
    }
    draft.start = line.start(index);
    if let Some(identifier) = glued_letters(line, &draft, next) {
        return Some(Err(identifier));
    }
    next = ratio(line, &mut draft, next);
    next = with_unit(line, &mut draft, next);
    let before = draft.upper.is_some();
    next = with_range(line, &mut draft, next, opening);
    let found_range = draft.upper.is_some() && !before;
    if let Some(obstacle) = times(line, &mut draft, &mut next) {
        return Some(Err(Found::unresolved(draft.start, draft.end, obstacle)));
    }
    with_condition(line, &mut draft, next);
    Some(Ok((draft, found_range)))
}

/// Words that are numbers only in some phrases are decided by the structure rules.
fn is_word_of_other_kind(line: &Line<'_>, index: usize) -> bool {
    let half_year = line.word(index) == "half"
        && line.past_hyphen(index + 1) > index + 1
        && matches!(line.word(index + 2), "year" | "yearly" | "hour" | "day" | "time");
    half_year || line.word(index) == "quarter"
}

/// `3:1`, `7 out of 10`, `1 in 5`.
fn ratio(line: &Line<'_>, draft: &mut Draft, next: usize) -> usize {
    if draft.unit != Unit::Count || draft.operator != Operator::Exact {
        return next;
    }
    let colon = line.mark(next) == ':'
        && line.glued(next)
        && line.digits(next + 1).is_some()
        && line.glued(next + 1);
    let over = line.word(next) == "over"
        && numeral::read(line, next + 1).is_some_and(|base| {
            !base.ordinal && line.word(base.next).is_empty() && base.draft.unit == Unit::Count
        });
    let out_of = line.word(next) == "out" && line.word(next + 1) == "of";
    let one_in = line.word(next) == "in" && draft.value == whole(1) || some_in(line, draft, next);
    let to_one = to_one(line, draft, next);
    if let Some(after) = to_one {
        draft.unit = Unit::Ratio;
        draft.step = fraction_step();
        draft.form = Form::Plain;
        draft.end = line.end_before(after);
        draft.digits.1 = draft.end;
        return after;
    }
    let at = if colon || one_in || over {
        next + 1
    } else if out_of {
        next + 2
    } else {
        return next;
    };
    let at = at + usize::from(matches!(line.word(at), "every" | "the"));
    let Some(base) = numeral::read(line, at).filter(|base| !base.ordinal) else { return next };
    let is_year = period::year(line, at).is_some() && one_in;
    if base.draft.value <= Rational::zero() || is_year || base.draft.unit != Unit::Count {
        return next;
    }
    draft.value = &draft.value / base.draft.value;
    draft.unit = Unit::Ratio;
    draft.step = fraction_step();
    draft.form = if colon { Form::Plain } else { Form::Fraction };
    draft.end = line.end_before(base.next);
    draft.digits.1 = draft.end;
    base.next
}

/// `nine in ten`, `3 in 4`, `three in every five`: a share, where the second number is a usual base and counts no time.
fn some_in(line: &Line<'_>, draft: &Draft, next: usize) -> bool {
    if line.word(next) != "in" {
        return false;
    }
    let every = line.word(next + 1) == "every";
    let at = next + 1 + usize::from(every);
    let Some(base) = numeral::read(line, at).filter(|base| !base.ordinal) else {
        return false;
    };
    let usual = every || [3, 4, 5, 6, 8, 10, 20, 100, 1000].map(whole).contains(&base.draft.value);
    let same_style = line.digits(at).is_some() == line.text.at(draft.digits.0).is_ascii_digit();
    usual && same_style && base.draft.value > draft.value && !is_time(line.word(base.next))
}

/// `4 to 1`, `3-to-1`: a ratio; no range falls.
fn to_one(line: &Line<'_>, draft: &Draft, next: usize) -> Option<usize> {
    let to = line.past_hyphen(next);
    if line.word(to) != "to" {
        return None;
    }
    let at = line.past_hyphen(to + 1);
    let one = line
        .digits(at)
        .map(|numeral| numeral.value.clone())
        .or_else(|| matches!(line.lexeme(at), Some(Lexeme::Small(1))).then(|| whole(1)))?;
    (one == whole(1) && draft.value > whole(1) && line.word(at + 1) != "million").then_some(at + 1)
}

/// `three times as many` is a multiple, `three times more than` is unclear, `three times` a count.
fn times(line: &Line<'_>, draft: &mut Draft, next: &mut usize) -> Option<Obstacle> {
    if draft.unit == Unit::Count && follows_a_change_of_shares(line, draft, *next) {
        draft.end = line.end_before(*next + 1);
        *next += 1;
        draft.measured(Unit::PercentagePoint);
        return None;
    }
    if draft.unit != Unit::Count || line.word(*next) != "times" {
        return None;
    }
    let after = line.word(*next + 1);
    match after {
        "as" | "the" | "that" | "its" | "their" | "what" | "those" | "it" | "them" | "this"
        | "his" | "her" | "our" | "your" => {
            draft.end = line.end_before(*next + 1);
            *next += 1;
            draft.measured(Unit::Multiple);
            None
        }
        "more" | "higher" | "greater" | "larger" | "less" | "fewer" | "lower" | "smaller"
        | "faster" | "slower" => {
            draft.end = line.end_before(*next + 2);
            Some(Obstacle::UnclearMultiple)
        }
        _ => None,
    }
}

/// `slipped by two points to 41%`: behind a verb of change, beside a share, points are of per cent.
fn follows_a_change_of_shares(line: &Line<'_>, draft: &Draft, next: usize) -> bool {
    matches!(line.word(next), "points" | "point")
        && follows_change(line, draft)
        && (next..next + 12).any(|at| {
            line.mark(at) == '%' || matches!(line.word(at), "percent") || line.word(at) == "cent"
        })
}

/// `doubled`, `halved`, `twice`, `a couple of`, `a pair of`.
fn multiple_word(line: &Line<'_>, index: usize) -> Option<Draft> {
    let lead = usize::from(line.word(index) == "a");
    let span = |next: usize| (line.start(index), line.end_before(next));
    if line.word(index + lead) == "factor" && line.word(index + lead + 1) == "of" {
        let number = numeral::read(line, index + lead + 2).filter(|number| !number.ordinal)?;
        let mut draft = number.draft;
        draft.start = line.start(index);
        draft.measured(Unit::Multiple);
        return Some(draft);
    }
    if line.word(index) == "once" && is_frequency(line, index + 1) {
        return Some(Draft::new(span(index + 1), whole(1), whole(1)));
    }
    match line.lexeme(index + lead)? {
        Lexeme::Multiple(value) if lead == 0 => {
            let mut draft = Draft::new(span(index + 1), whole(value), Rational::one());
            draft.measured(Unit::Multiple);
            Some(draft)
        }
        Lexeme::Halved => {
            let mut draft = Draft::new(span(index + 1), fraction(1, 2), Rational::one());
            draft.measured(Unit::Multiple);
            Some(draft)
        }
        Lexeme::Times(value) if value > 1 && lead == 0 => {
            let mut draft = Draft::new(span(index + 1), whole(value), Rational::one());
            if matches!(line.word(index + 1), "as" | "the" | "that" | "its" | "their" | "what") {
                draft.measured(Unit::Multiple);
            } else {
                draft.measure = Some("times".to_owned());
            }
            Some(draft)
        }
        Lexeme::Other
            if lead == 1
                && (line.word(index + 1) == "couple" && !is_two_people(line, index + 2)
                    || line.word(index + 1) == "pair"
                        && (line.word(index + 2) == "of" || index + 2 >= line.tokens.len())) =>
        {
            let mut draft = Draft::new(span(index + 2), whole(2), whole(1));
            if line.word(index + 1) == "couple" {
                draft.operator = Operator::About;
            }
            Some(draft)
        }
        _ => None,
    }
}

/// `once a year`, `once every three weeks`.
pub(super) fn is_frequency(line: &Line<'_>, index: usize) -> bool {
    matches!(line.word(index), "a" | "an" | "per") && is_time(line.word(index + 1))
        || line.word(index) == "every"
}

/// A couple that does something is a pair of people.
fn is_two_people(line: &Line<'_>, index: usize) -> bool {
    matches!(
        line.word(index),
        "with" | "who" | "whose" | "has" | "is" | "was" | "living" | "earning" | "without" | "in"
    )
}

/// The noun behind a number, and `or more` and the like behind the number or the noun.
fn with_condition(line: &Line<'_>, draft: &mut Draft, next: usize) {
    if let Some((end, operator)) = condition(line, next) {
        draft.end = end;
        draft.hedge(operator);
        return;
    }
    let at = line.past_hyphen(next);
    if line.word(at).is_empty() {
        return;
    }
    if draft.unit == Unit::Count {
        let is_noun = !FUNCTION_WORDS.contains(&line.word(at));
        draft.measure = is_noun.then(|| line.word(at).to_owned());
    }
    if let Some((end, operator)) = condition(line, at + 1).filter(|(end, _)| {
        // Only whole phrases may stand behind a noun.
        line.text.string(line.start(at + 1), *end).contains(' ')
    }) {
        draft.end = end;
        draft.hedge(operator);
    }
}

fn condition(line: &Line<'_>, index: usize) -> Option<(usize, Operator)> {
    let start = line.start(index);
    let (end, operator) = AFTER.longest(line.text, start)?;
    if line.word(line.index_at(end)) == "than" {
        return None;
    }
    let mark = line.text.string(start, end);
    let plus = mark == "+" && (line.digits(index + 1).is_some() || !line.glued(index));
    let at_least_next = matches!(mark.as_str(), "at least" | "at most")
        && numeral::read(line, line.index_at(end)).is_some();
    (!plus && !at_least_next && mark != "plus").then_some((end, operator))
}
