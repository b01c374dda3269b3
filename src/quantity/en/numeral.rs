//! English numerals: words, digits with scale words, fractions.

use super::super::digits;
use super::super::draft::Draft;
use super::super::interval::{Bound, Form, Interval};
use super::super::number::{Rational, ten_to, whole};
use super::super::operator::Operator;
use super::super::text::is_minus;
use super::super::unit::Unit;
use super::fraction::{half, ratio, slash, with_fraction};
use super::line::Line;
use super::spelled::{in_words, spoken_decimals};
use super::unit::with_unit;
use super::words::Lexeme;

/// A numeral, the token behind it, and whether it is an ordinal.
pub(super) struct Spelled {
    /// The quantity so far.
    pub(super) draft: Draft,
    /// The token behind it.
    pub(super) next: usize,
    /// `twenty-second`, `21st`.
    pub(super) ordinal: bool,
}

/// Reads a numeral with its sign and scale, but without hedges and units.
pub(super) fn read(line: &Line<'_>, index: usize) -> Option<Spelled> {
    let worded_sign = matches!(line.word(index), "minus" | "negative");
    let mark_sign = is_minus(line.mark(index)) || line.mark(index) == '+';
    if worded_sign || mark_sign {
        let mut inner = unsigned(line, index + 1)?;
        let touches = line.glued(index + 1) || index == 0;
        if mark_sign && !(touches && may_be_sign(line, index)) {
            return None;
        }
        if line.mark(index) != '+' {
            inner.draft.scale(&whole(-1));
            inner.draft.step = inner.draft.step.abs();
        }
        inner.draft.start = line.start(index);
        inner.draft.digits.0 = line.start(index);
        return Some(inner).filter(|inner| !inner.ordinal);
    }
    unsigned(line, index)
}

/// A dash is a sign unless it touches a word, a number or a bracket before it.
fn may_be_sign(line: &Line<'_>, index: usize) -> bool {
    let before = line.text.before(line.start(index));
    !(before.is_alphanumeric() || matches!(before, ')' | '%' | '-' | '–'))
}

fn unsigned(line: &Line<'_>, index: usize) -> Option<Spelled> {
    magnitude(line, index)
        .or_else(|| point_first(line, index))
        .or_else(|| noun_and_a_half(line, index))
        .or_else(|| spoken_year(line, index))
        .or_else(|| half(line, index))
        .or_else(|| in_digits(line, index))
        .or_else(|| in_words(line, index))
        .map(|spelled| with_fraction(line, spelled))
}

/// dozens, hundreds of thousands, several hundred: an order of magnitude.
fn magnitude(line: &Line<'_>, index: usize) -> Option<Spelled> {
    let start = index;
    let index = index + usize::from(line.word(index) == "a" && line.word(index + 1) == "few");
    let mut base;
    let mut next = index + 1;
    if matches!(line.word(index), "several" | "few") {
        base = match line.lexeme(next)? {
            Lexeme::Hundred => ten_to(2),
            Lexeme::Scale(power) => ten_to(power),
            Lexeme::Dozen => whole(10),
            _ => return None,
        };
        next += 1;
    } else {
        let Lexeme::Magnitude(value) = line.lexeme(index)? else { return None };
        // Scores are also what pupils reach.
        if line.word(index) == "scores" && line.word(next) != "of" {
            return None;
        }
        base = whole(value);
    }
    while line.word(next) == "of" {
        let Some(Lexeme::Magnitude(value)) = line.lexeme(next + 1) else { break };
        base *= whole(value);
        next += 2;
    }
    if let Some(Lexeme::Scale(power)) = line.lexeme(next) {
        base *= ten_to(power);
        next += 1;
    }
    let mut draft =
        Draft::new((line.start(start), line.end_before(next)), whole(2) * &base, base.clone());
    draft.operator = Operator::Indefinite;
    if line.word(next) == "of" {
        // `billions of dollars`: the money belongs to the amount.
        let mut money = Draft::new((0, 0), whole(1), whole(1));
        let after = with_unit(line, &mut money, next + 1);
        if after > next + 1 {
            draft.unit = money.unit;
            draft.interval = Some(Interval::between(
                Bound::closed(whole(2) * &base),
                Bound::open(whole(10) * &base),
            ));
            draft.end = line.end_before(after);
            return Some(Spelled { draft, next: after, ordinal: false });
        }
    }
    draft.interval =
        Some(Interval::between(Bound::closed(whole(2) * &base), Bound::open(whole(10) * base)));
    Some(Spelled { draft, next, ordinal: false })
}

/// `point two metres`: decimals without a zero, where a unit, a share or a scale follows.
fn point_first(line: &Line<'_>, index: usize) -> Option<Spelled> {
    if line.word(index) != "point" {
        return None;
    }
    let (value, step, next) = spoken_decimals(line, index + 1)?;
    let mut draft = Draft::new((line.start(index), line.end_before(next)), value, step);
    let after = scales(line, &mut draft, next);
    draft.end = line.end_before(after);
    draft.digits.1 = draft.end;
    let mut trial = draft.clone();
    let measured = after > next
        || with_unit(line, &mut trial, after) > after
        || after >= line.tokens.len() && index == 0;
    measured.then_some(Spelled { draft, next: after, ordinal: false })
}

/// `a year and a half`, `a tonne and a half`: one and a half of a noun that stands in the middle.
fn noun_and_a_half(line: &Line<'_>, index: usize) -> Option<Spelled> {
    let half = matches!(line.word(index), "a" | "an" | "one")
        && !line.word(index + 1).is_empty()
        && line.lexeme(index + 1).is_none()
        && line.word(index + 2) == "and"
        && line.word(index + 3) == "a"
        && line.word(index + 4) == "half"
        && !matches!(line.lexeme(index + 5), Some(Lexeme::Scale(_)));
    if !half {
        return None;
    }
    let mut draft = Draft::new(
        (line.start(index), line.end_before(index + 5)),
        Rational::fraction(3, 2),
        Rational::fraction(1, 2),
    );
    let mut one = Draft::new((line.start(index), line.end_before(index + 1)), whole(1), whole(1));
    with_unit(line, &mut one, index + 1);
    draft.unit = one.unit;
    Some(Spelled { draft, next: index + 5, ordinal: false })
}

/// nineteen oh-five, twenty fifteen, ten sixty-six: a year in two halves.
fn spoken_year(line: &Line<'_>, index: usize) -> Option<Spelled> {
    let century = match line.lexeme(index)? {
        Lexeme::Small(value) if value >= 10 => value,
        Lexeme::Tens(20) => 20,
        _ => return None,
    };
    if line.glued(index + 1) || line.word(index + 1).is_empty() {
        return None;
    }
    let (rest, next) = if matches!(line.word(index + 1), "oh" | "o") {
        match line.lexeme(line.past_hyphen(index + 2))? {
            Lexeme::Small(units) if (1..10).contains(&units) => {
                (units, line.past_hyphen(index + 2) + 1)
            }
            _ => return None,
        }
    } else {
        match line.lexeme(index + 1)? {
            Lexeme::Small(teens) if teens >= 10 => (teens, index + 2),
            Lexeme::Tens(tens) => match line.lexeme(line.past_hyphen(index + 2)) {
                Some(Lexeme::Small(units)) if (1..10).contains(&units) => {
                    (tens + units, line.past_hyphen(index + 2) + 1)
                }
                _ => (tens, index + 2),
            },
            _ => return None,
        }
    };
    let goes_on = matches!(
        line.lexeme(line.past_hyphen(next)),
        Some(Lexeme::Hundred | Lexeme::Scale(_) | Lexeme::Small(_) | Lexeme::Tens(_))
    );
    if goes_on {
        return None;
    }
    let span = (line.start(index), line.end_before(next));
    let mut draft = Draft::new(span, whole(century * 100 + rest), Rational::one());
    draft.unit = Unit::Year;
    Some(Spelled { draft, next, ordinal: false })
}

/// Digits: `3,547`, `2.5 million`, `40k`, `1/3`, `21st`.
fn in_digits(line: &Line<'_>, index: usize) -> Option<Spelled> {
    let numeral = line.digits(index)?;
    if let Some(part) = digits::vulgar_fraction(line.text.at(line.start(index))) {
        return Some(ratio(line, index, index + 1, &part));
    }
    let mut draft =
        Draft::new((line.start(index), numeral.end), numeral.value.clone(), numeral.step.clone());
    let mut next = index + 1;
    if line.glued(next) && !numeral.styled_with_point() {
        let suffix = line.word(next);
        if matches!(suffix, "st" | "nd" | "rd" | "th") {
            draft.end = line.end_before(next + 1);
            draft.digits.1 = draft.end;
            return Some(Spelled { draft, next: next + 1, ordinal: true });
        }
    }
    if let Some(spelled) = slash(line, index) {
        return Some(spelled);
    }
    if let Some((power, after)) = suffix(line, next) {
        draft.scale(&ten_to(power));
        draft.form = Form::Rounded;
        next = after;
    }
    if line.word(next) == "point"
        && numeral.step.is_one()
        && let Some((part, step, after)) = spoken_decimals(line, next + 1)
    {
        draft.value += part;
        draft.step = step;
        next = after;
    }
    let before_scales = next;
    next = scales(line, &mut draft, next);
    if next > before_scales && numeral.value.is_integer() {
        next = smaller_groups(line, &mut draft, next);
    }
    draft.end = line.end_before(next);
    draft.digits.1 = draft.end;
    Some(Spelled { draft, next, ordinal: false })
}

/// `4 thousand 3 hundred`, `3 hundred and one`: what follows has to be smaller than the scale.
fn smaller_groups(line: &Line<'_>, draft: &mut Draft, next: usize) -> usize {
    let hundred = line.lexeme(next.saturating_sub(1)) == Some(Lexeme::Hundred);
    let at = next + usize::from(line.word(next) == "and" && hundred);
    let Some(rest) = in_digits(line, at).or_else(|| in_words(line, at)) else { return next };
    let scale = super::super::number::last_digit_unit(&draft.value).unwrap_or_else(Rational::one);
    let fits = !rest.ordinal
        && rest.draft.value.is_integer()
        && rest.draft.value < scale
        && rest.draft.value.is_positive()
        && (hundred || rest.draft.value >= whole(100))
        && rest.draft.unit == Unit::Count;
    if !fits {
        return next;
    }
    draft.value += rest.draft.value;
    draft.step = rest.draft.step;
    draft.form = rest.draft.form;
    rest.next
}

/// Letters glued to digits that scale them. A bare `m` is metres unless money stands before.
fn suffix(line: &Line<'_>, next: usize) -> Option<(i32, usize)> {
    if !line.glued(next) {
        return None;
    }
    let token = line.tokens.get(next)?;
    let written = line.text.string(token.start, token.end);
    let before = next.checked_sub(2).and_then(|before| line.tokens.get(before));
    let money = before.is_some_and(|before| {
        let end = line.text.string(before.start, before.end);
        matches!(
            end.as_str(),
            "$" | "€" | "£" | "¥" | "₹" | "₩" | "RMB" | "USD" | "EUR" | "GBP" | "CNY"
        )
    });
    let power = match written.as_str() {
        "k" | "K" => 3,
        "M" | "mn" | "mln" | "mil" | "mm" if written != "mm" || money => 6,
        "m" if money => 6,
        "B" | "bn" | "b" | "Bn" | "bln" => 9,
        // 5G is a name, 2.4G and .0012G are amounts.
        "G" if has_point(line, next) => 9,
        "tn" | "trn" | "T" if written != "T" || money => 12,
        _ => return None,
    };
    Some((power, next + 1))
}

/// Whether the digits before a token have decimals.
fn has_point(line: &Line<'_>, next: usize) -> bool {
    next.checked_sub(1).and_then(|at| line.digits(at)).is_some_and(|numeral| numeral.styled)
}

/// Whether the number word before the one at `at` is itself behind a number word: in a list of numbers
/// nothing is left out.
#[inline]
pub(super) fn follows_numeral(line: &Line<'_>, at: usize) -> bool {
    at.checked_sub(2).is_some_and(|before| line.lexeme(before).is_some())
}

/// Scale words behind a numeral: hundred, million, dozen; also two of them.
#[inline]
pub(super) fn scales(line: &Line<'_>, draft: &mut Draft, next: usize) -> usize {
    let mut next = next;
    loop {
        let at = line.past_hyphen(next);
        let factor = match line.lexeme(at) {
            Some(Lexeme::Hundred) => ten_to(2),
            Some(Lexeme::Scale(power)) => ten_to(power),
            Some(Lexeme::Dozen) => whole(12),
            Some(Lexeme::Magnitude(10)) if line.word(at) == "dozens" && at == next => whole(12),
            Some(Lexeme::Magnitude(value)) if value >= 1000 && line.word(at + 1) != "of" => {
                whole(value)
            }
            None if matches!(line.word(at), "cr" | "crs" | "lac" | "lacs" | "lkh" | "lkhs") => {
                if line.word(at).starts_with('c') {
                    ten_to(7)
                } else {
                    ten_to(5)
                }
            }
            None if matches!(line.word(at), "bn" | "mn" | "tn" | "m" | "b" | "k")
                && is_money_scale(line, at) =>
            {
                match line.word(at) {
                    "k" => ten_to(3),
                    "bn" | "b" => ten_to(9),
                    "tn" => ten_to(12),
                    _ => ten_to(6),
                }
            }
            _ => return next,
        };
        draft.scale(&factor);
        draft.form =
            if line.lexeme(at) == Some(Lexeme::Hundred) { draft.form } else { Form::Rounded };
        next = at + 1;
    }
}

/// A spaced letter scales only bn, mn and tn, or any behind money.
fn is_money_scale(line: &Line<'_>, at: usize) -> bool {
    matches!(line.word(at), "bn" | "mn" | "tn")
        || at.checked_sub(2).is_some_and(|sign| matches!(line.mark(sign), '$' | '€' | '£' | '¥'))
}
