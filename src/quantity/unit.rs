//! Units: how they are named, and which of them can be compared.

use super::measures::{Measurement, measurement};
use super::number::{Rational, ten_to};

/// What a number counts or measures.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A bare number.
    Count,
    /// Parts of a hundred of a base.
    Percent,
    /// Parts of one: 0.42, two fifths, half.
    Ratio,
    /// Parts of a thousand of a base.
    PerMille,
    /// Hundredths of a percentage point.
    BasisPoint,
    /// Differences between shares; never per cent.
    PercentagePoint,
    /// How many times a base: doubled, 3倍.
    Multiple,
    /// A place in an order: third-largest, 第三大.
    Rank,
    /// A calendar year.
    Year,
    /// An amount of money, by ISO 4217 code.
    Currency(String),
    /// A measured amount, by the canonical symbol of its unit.
    Measure(String),
}

impl Unit {
    /// Reads the words that a report writes as `unit = ".."`: `count`, `percent`, `ratio`,
    /// `percentage-point`, `basis-point`, `per-mille`, `multiple`, `rank`, `year`, an ISO 4217
    /// code in capitals, or the symbol of a unit such as `km`.
    pub fn parse(name: &str) -> Option<Self> {
        if let Some((unit, _)) = NAMED.iter().find(|(_, word)| *word == name) {
            return Some(unit.clone());
        }
        if quotient(name).is_some() {
            return Some(Self::Measure(name.to_owned()));
        }
        let is_code = name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase());
        is_code.then(|| Self::Currency(name.to_owned()))
    }

    /// The word that [`Unit::parse`] reads back.
    pub fn name(&self) -> String {
        match self {
            Self::Currency(code) => code.clone(),
            Self::Measure(symbol) => symbol.clone(),
            _ => NAMED
                .iter()
                .find(|(unit, _)| unit == self)
                .map_or_else(String::new, |(_, word)| (*word).to_owned()),
        }
    }

    /// The exact factor that turns an amount in this unit into one in `other`, or `None` when the
    /// two cannot be compared.
    pub fn factor_to(&self, other: &Self) -> Option<Rational> {
        if self == other {
            return Some(Rational::one());
        }
        if let (Some(own), Some(their)) = (share_exponent(self), share_exponent(other)) {
            return Some(ten_to(own - their));
        }
        if let (Some(own), Some(their)) = (point_exponent(self), point_exponent(other)) {
            return Some(ten_to(own - their));
        }
        match (self, other) {
            (Self::Count, Self::Year | Self::Rank | Self::Multiple)
            | (Self::Year | Self::Rank | Self::Multiple, Self::Count) => Some(Rational::one()),
            (Self::Measure(own), Self::Measure(their)) => {
                let ((own, own_base), (their, their_base)) = (quotient(own)?, quotient(their)?);
                let upper = conversion(own, their)?;
                let lower = match (own_base, their_base) {
                    (None, None) => Rational::one(),
                    (Some(own), Some(their)) => conversion(own, their)?,
                    _ => return None,
                };
                Some(upper / lower)
            }
            _ => None,
        }
    }
}

/// A measured unit, and the one it is divided by: µg/m³.
fn quotient(name: &str) -> Option<(&'static Measurement, Option<&'static Measurement>)> {
    if let Some(whole) = measurement(name) {
        return Some((whole, None));
    }
    let (upper, lower) = name.split_once('/')?;
    Some((measurement(upper)?, Some(measurement(lower)?)))
}

/// The factor from one unit to another of the same dimension.
fn conversion(own: &Measurement, their: &Measurement) -> Option<Rational> {
    if own.symbol == their.symbol {
        return Some(Rational::one());
    }
    let convertible = own.dimension == their.dimension && own.dimension != OWN_DIMENSION;
    convertible.then(|| factor(own) / factor(their))
}

/// Units of this dimension are compared with themselves alone: temperatures have their own zeros.
const OWN_DIMENSION: &str = "";

const NAMED: [(Unit, &str); 9] = [
    (Unit::Count, "count"),
    (Unit::Percent, "percent"),
    (Unit::Ratio, "ratio"),
    (Unit::PerMille, "per-mille"),
    (Unit::BasisPoint, "basis-point"),
    (Unit::PercentagePoint, "percentage-point"),
    (Unit::Multiple, "multiple"),
    (Unit::Rank, "rank"),
    (Unit::Year, "year"),
];

/// Shares of a base as powers of ten of the ratio.
fn share_exponent(unit: &Unit) -> Option<i32> {
    match unit {
        Unit::Ratio => Some(0),
        Unit::Percent => Some(-2),
        Unit::PerMille => Some(-3),
        _ => None,
    }
}

/// Differences of shares as powers of ten of the percentage point.
fn point_exponent(unit: &Unit) -> Option<i32> {
    match unit {
        Unit::PercentagePoint => Some(0),
        Unit::BasisPoint => Some(-2),
        _ => None,
    }
}

fn factor(measurement: &Measurement) -> Rational {
    Rational::fraction(measurement.numerator, measurement.denominator)
}
