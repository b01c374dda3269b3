//! What a phrase denotes: intervals of exact numbers, and the table from wording to interval.

use std::fmt;

use super::number::{Rational, decimal_string, fraction, last_digit_unit, ten_to, whole};
use super::operator::Operator;

/// One end of an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Where the interval ends.
    pub value: Rational,
    /// Whether the end itself belongs to the interval.
    pub closed: bool,
}

impl Bound {
    /// An end that belongs to the interval.
    pub fn closed(value: Rational) -> Self {
        Self { value, closed: true }
    }

    /// An end that does not belong to the interval.
    pub fn open(value: Rational) -> Self {
        Self { value, closed: false }
    }
}

/// A set of numbers without gaps. A missing bound means that this side is unbounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The lower end.
    pub lower: Option<Bound>,
    /// The upper end.
    pub upper: Option<Bound>,
}

impl Interval {
    /// The single number `value`.
    pub fn exact(value: Rational) -> Self {
        Self { lower: Some(Bound::closed(value.clone())), upper: Some(Bound::closed(value)) }
    }

    /// All numbers from `lower` to `upper`, both included; the ends may come in either order.
    pub fn closed(lower: Rational, upper: Rational) -> Self {
        let (lower, upper) = if lower <= upper { (lower, upper) } else { (upper, lower) };
        Self { lower: Some(Bound::closed(lower)), upper: Some(Bound::closed(upper)) }
    }

    /// An interval from two ends.
    pub fn between(lower: Bound, upper: Bound) -> Self {
        Self { lower: Some(lower), upper: Some(upper) }
    }

    /// The numbers within `band` of `value`, ends included.
    pub fn around(value: &Rational, band: &Rational) -> Self {
        Self::closed(value - band, value + band)
    }

    /// Whether the number lies inside.
    pub fn contains(&self, value: &Rational) -> bool {
        let above = self
            .lower
            .as_ref()
            .is_none_or(|lower| lower.value < *value || (lower.closed && lower.value == *value));
        let below = self
            .upper
            .as_ref()
            .is_none_or(|upper| *value < upper.value || (upper.closed && upper.value == *value));
        above && below
    }

    /// Whether every number of `other` lies inside.
    pub fn encloses(&self, other: &Self) -> bool {
        if other.is_empty() {
            return true;
        }
        let above = match (&self.lower, &other.lower) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(own), Some(their)) => {
                own.value < their.value
                    || (own.value == their.value && (own.closed || !their.closed))
            }
        };
        let below = match (&self.upper, &other.upper) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(own), Some(their)) => {
                own.value > their.value
                    || (own.value == their.value && (own.closed || !their.closed))
            }
        };
        above && below
    }

    /// The numbers that lie in both, or `None` when there is none.
    pub fn intersect(&self, other: &Self) -> Option<Self> {
        let lower = tighter(self.lower.as_ref(), other.lower.as_ref(), |a, b| a > b);
        let upper = tighter(self.upper.as_ref(), other.upper.as_ref(), |a, b| a < b);
        let common = Self { lower, upper };
        (!common.is_empty()).then_some(common)
    }

    /// Every number multiplied by `factor`; a negative factor swaps the ends.
    #[must_use]
    pub fn scale_by(&self, factor: &Rational) -> Self {
        let scaled = |bound: &Option<Bound>| {
            bound.as_ref().map(|bound| Bound { value: &bound.value * factor, closed: bound.closed })
        };
        let (lower, upper) = (scaled(&self.lower), scaled(&self.upper));
        if factor.is_negative() {
            Self { lower: upper, upper: lower }
        } else {
            Self { lower, upper }
        }
    }

    /// Whether no number lies inside.
    pub fn is_empty(&self) -> bool {
        match (&self.lower, &self.upper) {
            (Some(lower), Some(upper)) => {
                lower.value > upper.value
                    || (lower.value == upper.value && !(lower.closed && upper.closed))
            }
            _ => false,
        }
    }

    /// The single number inside, when there is exactly one.
    pub fn single(&self) -> Option<&Rational> {
        match (&self.lower, &self.upper) {
            (Some(lower), Some(upper))
                if lower.value == upper.value && lower.closed && upper.closed =>
            {
                Some(&lower.value)
            }
            _ => None,
        }
    }
}

impl fmt::Display for Interval {
    /// Writes `[27, 30)`, `= 12`, `> 50`, `<= 3`; exact decimals, or `1/3` where none terminates.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(value) = self.single() {
            return write!(formatter, "= {}", exact_text(value));
        }
        match (&self.lower, &self.upper) {
            (None, None) => write!(formatter, "any number"),
            (Some(lower), None) => {
                let sign = if lower.closed { ">=" } else { ">" };
                write!(formatter, "{sign} {}", exact_text(&lower.value))
            }
            (None, Some(upper)) => {
                let sign = if upper.closed { "<=" } else { "<" };
                write!(formatter, "{sign} {}", exact_text(&upper.value))
            }
            (Some(lower), Some(upper)) => write!(
                formatter,
                "{}{}, {}{}",
                if lower.closed { '[' } else { '(' },
                exact_text(&lower.value),
                exact_text(&upper.value),
                if upper.closed { ']' } else { ')' },
            ),
        }
    }
}

/// How far wording may stand from the number it is used for. All are shares of one, except where
/// percentage points are named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bands {
    /// `about`, `约`: never further than this share of the number (1/20).
    pub about: Rational,
    /// `nearly`, `近`: from this share of the number below it (1/10).
    pub nearly: Rational,
    /// `三成`: percentage points on each side (1.5).
    pub tenth_points: Rational,
    /// `a third`, `五分之二`: percentage points on each side (0.5).
    pub fraction_points: Rational,
    /// `doubled`, `翻一番`: this share of the multiple on each side (1/20).
    pub multiple: Rational,
}

impl Default for Bands {
    fn default() -> Self {
        Self {
            about: fraction(1, 20),
            nearly: fraction(1, 10),
            tenth_points: fraction(3, 2),
            fraction_points: fraction(1, 2),
            multiple: fraction(1, 20),
        }
    }
}

/// How a number is written, as far as it decides the interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Digits or words that say the number to the last unit.
    Plain,
    /// With a scale word or a sign of per cent: half of the last written step on each side.
    Rounded,
    /// A fraction in words or with a slash; its unit is the ratio.
    Fraction,
    /// One half; more than half reaches up to the whole.
    Half,
    /// Chinese tenths, 三成; the unit is per cent.
    Tenths,
    /// A multiple of a base: doubled, 3倍.
    Multiple,
    /// The interval is written out or fixed by the word (a range, dozens) and no band moves it.
    Span,
}

/// The interval that the table of phrases gives to an operator and a number. `step` is the unit of
/// the last written digit; `rounded` says that the number is written with a scale word or per cent.
///
/// `Range` and `Indefinite` need more than one number and fall back to the number itself.
pub fn hedged(
    operator: Operator,
    value: &Rational,
    step: &Rational,
    rounded: bool,
    bands: &Bands,
) -> Interval {
    let form = if rounded { Form::Rounded } else { Form::Plain };
    denoted(form, operator, value, step, bands)
}

/// The interval of a phrase by the form of its number.
pub(super) fn denoted(
    form: Form,
    operator: Operator,
    value: &Rational,
    step: &Rational,
    bands: &Bands,
) -> Interval {
    match operator {
        Operator::Exact | Operator::Range | Operator::Indefinite => {
            Interval::around(value, &own_band(form, value, step, bands))
        }
        Operator::About => Interval::around(value, &about_band(form, value, bands)),
        // Nothing lies between a tenth below zero and zero.
        Operator::Nearly if value.is_zero() => Interval::exact(value.clone()),
        Operator::Nearly => {
            let far = value * (Rational::one() - &bands.nearly);
            if value.is_negative() {
                Interval::between(Bound::open(value.clone()), Bound::closed(far))
            } else {
                Interval::between(Bound::closed(far), Bound::open(value.clone()))
            }
        }
        Operator::MoreThan | Operator::Surplus => {
            Interval::between(Bound::open(value.clone()), next_step(form, value, step))
        }
        Operator::AtLeast => {
            Interval::between(Bound::closed(value.clone()), next_step(form, value, step))
        }
        Operator::LessThan => {
            Interval::between(previous_step(form, value, step), Bound::open(value.clone()))
        }
        Operator::AtMost => {
            Interval::between(previous_step(form, value, step), Bound::closed(value.clone()))
        }
    }
}

/// How far an unhedged number may be from the truth.
fn own_band(form: Form, value: &Rational, step: &Rational, bands: &Bands) -> Rational {
    match form {
        Form::Plain | Form::Span => Rational::zero(),
        Form::Rounded => step * fraction(1, 2),
        Form::Fraction | Form::Half => &bands.fraction_points * fraction(1, 100),
        Form::Tenths => bands.tenth_points.clone(),
        Form::Multiple => {
            // A multiple written with decimals is as precise as its last digit.
            let share = value.abs() * &bands.multiple;
            if step.is_one() { share } else { share.min(step * fraction(1, 2)) }
        }
    }
}

/// Half of the last non-zero digit's unit, capped by a share of the number.
fn about_band(form: Form, value: &Rational, bands: &Bands) -> Rational {
    let cap = value.abs() * &bands.about;
    match last_digit_unit(value) {
        Some(unit) if !matches!(form, Form::Fraction | Form::Half) => {
            cap.min(unit * fraction(1, 2))
        }
        _ => cap,
    }
}

/// The end above a number that is only bounded from below: one unit of its last non-zero digit up.
/// Above a fraction it is the next tenth (more than two fifths: below one half), above one half
/// it is the whole.
fn next_step(form: Form, value: &Rational, step: &Rational) -> Bound {
    match form {
        Form::Half if value.is_negative() => Bound::closed(Rational::zero()),
        Form::Half => Bound::closed(Rational::one()),
        Form::Fraction => Bound::open(((value * whole(10)).floor() + Rational::one()) * ten_to(-1)),
        _ => Bound::open(value + written_unit(value, step)),
    }
}

/// The end below a number that is only bounded from above; a count never falls below zero by it.
fn previous_step(form: Form, value: &Rational, step: &Rational) -> Bound {
    match form {
        Form::Half if value.is_negative() => Bound::closed(whole(-1)),
        Form::Half => Bound::closed(Rational::zero()),
        Form::Fraction => Bound::open(((value * whole(10)).ceil() - Rational::one()) * ten_to(-1)),
        _ => {
            let below = value - written_unit(value, step);
            if value.is_positive() && !below.is_positive() {
                Bound::closed(Rational::zero())
            } else {
                Bound::open(below)
            }
        }
    }
}

fn written_unit(value: &Rational, step: &Rational) -> Rational {
    last_digit_unit(value).unwrap_or_else(|| step.clone())
}

fn tighter(
    one: Option<&Bound>,
    other: Option<&Bound>,
    is_tighter: impl Fn(&Rational, &Rational) -> bool,
) -> Option<Bound> {
    match (one, other) {
        (None, None) => None,
        (Some(bound), None) | (None, Some(bound)) => Some(bound.clone()),
        (Some(one), Some(other)) => Some(if one.value == other.value {
            Bound { value: one.value.clone(), closed: one.closed && other.closed }
        } else if is_tighter(&one.value, &other.value) {
            one.clone()
        } else {
            other.clone()
        }),
    }
}

fn exact_text(value: &Rational) -> String {
    decimal_string(value).unwrap_or_else(|| format!("{}/{}", value.numer(), value.denom()))
}
