//! How a refuted number may have come about: what authors and typists most often do to a figure.

use crate::facts::NumberAnswer;
use crate::quantity::{Bound, Interval, Operator, Rational};

/// A number that a phrase states, in the unit of the answer.
pub struct StatedNumber<'a> {
    /// What the phrase denotes.
    pub interval: &'a Interval,
    /// What the words around the number do to it.
    pub operator: Operator,
    /// The number as written.
    pub value: Rational,
    /// The unit of its last written digit.
    pub step: Rational,
}

/// The likely reason why a number is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// The bound is true, but so far off that it misleads: `more than 20` for 47.
    LooseBound,
    /// The answer is the number times ten to this power: 亿 for billion.
    Scale(i32),
    /// The decimals were cut off where they had to be rounded.
    CutOff,
    /// Two neighbouring digits have changed places.
    SwappedDigits,
}

/// Powers of ten that scale words are taken for each other by; beyond them it is another number.
const POWERS: std::ops::RangeInclusive<i32> = 1..=9;

impl Slip {
    /// Looks for a slip that turns the answer into what is stated.
    pub fn find(stated: &StatedNumber<'_>, answer: &NumberAnswer) -> Option<Self> {
        if is_loose(stated, answer) {
            return Some(Self::LooseBound);
        }
        if let Some(power) = scale_between(stated.interval, &answer.interval) {
            return Some(Self::Scale(power));
        }
        if stated.step.is_zero() {
            return None;
        }
        let written = (&stated.value / &stated.step).to_integer();
        let exact = &answer.value / &stated.step;
        if stated.operator == Operator::Exact && exact.to_integer() == written {
            return Some(Self::CutOff);
        }
        swapped(&written.magnitude().to_string(), &exact.round().abs().to_integer().to_string())
            .then_some(Self::SwappedDigits)
    }
}

/// Whether only the far end of a one-sided bound keeps the answer out.
fn is_loose(stated: &StatedNumber<'_>, answer: &NumberAnswer) -> bool {
    let bound = |closed| Some(Bound { value: stated.value.clone(), closed });
    let above = |closed| Interval { lower: bound(closed), upper: None };
    let below = |closed| Interval { lower: None, upper: bound(closed) };
    let open_ended = match stated.operator {
        Operator::MoreThan | Operator::Surplus => above(false),
        Operator::AtLeast => above(true),
        Operator::LessThan | Operator::Nearly => below(false),
        Operator::AtMost => below(true),
        Operator::Exact | Operator::About | Operator::Range | Operator::Indefinite => return false,
    };
    open_ended.encloses(&answer.interval)
}

fn scale_between(stated: &Interval, answer: &Interval) -> Option<i32> {
    let is_zero = stated.single().is_some_and(Rational::is_zero);
    if is_zero {
        return None;
    }
    POWERS.flat_map(|power| [power, -power]).find(|&power| {
        let ten = Rational::whole(10);
        let factor = (0..power.unsigned_abs()).fold(Rational::one(), |product, _| product * &ten);
        let factor = if power < 0 { factor.recip() } else { factor };
        stated.scale_by(&factor).encloses(answer)
    })
}

/// Whether two numerals differ by one exchange of neighbours.
fn swapped(one: &str, other: &str) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let pairs = one.bytes().zip(other.bytes()).enumerate();
    let differing: Vec<usize> = pairs.filter(|(_, (a, b))| a != b).map(|(at, _)| at).collect();
    let (one, other) = (one.as_bytes(), other.as_bytes());
    match differing.as_slice() {
        [first, second] => {
            second - first == 1 && one[*first] == other[*second] && one[*second] == other[*first]
        }
        _ => false,
    }
}
