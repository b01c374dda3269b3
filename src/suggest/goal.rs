//! What a value has to be to fit a number, by what the value is.

use super::index::About;
use super::subject::{Nature, Subject};
use crate::quantity::{Interval, Unit};

/// What a computed value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// In the unit of a column.
    Amount,
    /// A number of rows or values.
    Count,
    /// A share or a change in per cent.
    Percent,
    /// A difference of shares.
    Points,
    /// How many times.
    Multiple,
    /// A place in an order.
    Rank,
    /// A year.
    Year,
}

/// The number that is sought, as floats; the SQL engine decides exactly later.
#[derive(Debug)]
pub struct Goal {
    unit: Unit,
    nature: Nature,
    digits: u32,
    /// The range of the words, after rounding, and loosely, each with what it costs.
    ranges: [((f64, f64), f64); 3],
    /// The factor from the unit of the number to per cent or percentage points.
    percent: f64,
    /// Whether the number is whole.
    whole: bool,
}

/// What it costs that the number is rounded, or that a bound is loose.
const ROUNDED: f64 = -0.2;
const LOOSE: f64 = -0.8;

/// How a value fits.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The unit of the query.
    pub unit: Unit,
    /// By what the value is multiplied.
    pub factor: u64,
    /// How natural that is.
    pub score: f64,
}

impl Goal {
    /// The goal that a number sets.
    pub fn new(subject: &Subject) -> Self {
        let end = |bound: Option<&crate::quantity::Bound>, open: f64| {
            bound.and_then(|bound| bound.value.to_f64()).unwrap_or(open)
        };
        let range = |Interval { lower, upper }: &Interval| {
            let (low, high) = (end(lower.as_ref(), f64::MIN), end(upper.as_ref(), f64::MAX));
            let slack = 1e-9 * low.abs().max(high.abs()).min(1e15);
            (low - slack, high + slack)
        };
        let ranges = [
            (range(&subject.interval), 0.0),
            (range(&subject.rounded), ROUNDED),
            (range(&subject.loose), LOOSE),
        ];
        let percent = match subject.unit {
            Unit::Ratio => 100.0,
            Unit::PerMille => 0.1,
            Unit::BasisPoint => 0.01,
            _ => 1.0,
        };
        Self {
            unit: subject.unit.clone(),
            nature: subject.nature,
            digits: subject.digits,
            ranges,
            percent,
            whole: subject.value.is_integer(),
        }
    }

    /// Whether the words make the number a place in an order.
    pub fn is_rank(&self) -> bool {
        self.nature == Nature::Rank
    }

    /// Whether the number is a share.
    pub fn is_share(&self) -> bool {
        matches!(self.unit, Unit::Percent | Unit::Ratio | Unit::PerMille)
    }

    /// Whether the number is a difference of shares.
    pub fn is_points(&self) -> bool {
        matches!(self.unit, Unit::PercentagePoint | Unit::BasisPoint)
    }

    /// Whether the number may be a place in an order, and a year.
    pub fn may_be(&self, nature: Nature) -> bool {
        let (low, high) = self.ranges[0].0;
        match nature {
            Nature::Amount => self.nature == Nature::Amount,
            Nature::Rank => {
                self.nature == Nature::Rank
                    || (self.unit == Unit::Count
                        && self.whole
                        && self.nature == Nature::Amount
                        && high < 500.0)
            }
            Nature::Year => {
                self.nature == Nature::Year
                    || (self.unit == Unit::Count && self.whole && low > 1000.0 && high < 2300.0)
            }
        }
    }

    /// What it costs to take a value for the number; `None` where it cannot be meant.
    fn inside(&self, value: f64) -> Option<f64> {
        let fits = |((low, high), _): &&((f64, f64), f64)| value >= *low && value <= *high;
        self.ranges.iter().find(fits).map(|(_, cost)| *cost)
    }

    /// How a value fits, best first; `about` is the column whose unit the value has.
    pub fn fit(&self, kind: Kind, value: f64, about: Option<&About>) -> Option<Fit> {
        if !value.is_finite() {
            return None;
        }
        let counted = self.unit == Unit::Count && self.nature == Nature::Amount;
        let (value, unit, score) = match kind {
            Kind::Amount => return self.amount(value, about),
            Kind::Percent if self.is_share() => (value / self.percent, Unit::Percent, 0.3),
            Kind::Multiple if self.unit == Unit::Multiple => (value, Unit::Multiple, 0.5),
            Kind::Points if self.is_points() => (value / self.percent, Unit::PercentagePoint, 0.3),
            Kind::Rank if self.may_be(Nature::Rank) => {
                (value, Unit::Rank, if self.nature == Nature::Rank { 1.0 } else { -1.0 })
            }
            Kind::Year if self.may_be(Nature::Year) => {
                (value, Unit::Year, if self.nature == Nature::Year { 1.0 } else { -0.8 })
            }
            Kind::Count if counted => (value, Unit::Count, 0.0),
            // A measure may count rows: 30 days of holiday.
            Kind::Count if matches!(self.unit, Unit::Measure(_)) => {
                (value, self.unit.clone(), -0.7)
            }
            Kind::Multiple if counted => (value, Unit::Count, -0.6),
            _ => return None,
        };
        self.inside(value).map(|cost| Fit { unit, factor: 1, score: score + cost })
    }

    fn amount(&self, value: f64, about: Option<&About>) -> Option<Fit> {
        if self.nature != Nature::Amount || self.is_points() || self.unit == Unit::Multiple {
            return None;
        }
        if self.is_share() {
            return self.share(value, about);
        }
        let column_unit = about.and_then(|about| about.unit.as_ref());
        let scale = about.and_then(|about| about.scale);
        let same = self.unit_score(column_unit);
        let fit = |unit: &Unit, factor: u64, score: f64| Fit { unit: unit.clone(), factor, score };
        // What the name of the column says comes first.
        if let Some(unit) = column_unit
            && let Some(factor) = unit.factor_to(&self.unit).and_then(|factor| factor.to_f64())
            && let Some(cost) = self.inside(value * factor)
        {
            return Some(fit(unit, 1, same + cost));
        }
        if let Some(scale) = scale
            && let Some(cost) = self.inside(value * float(scale))
        {
            return Some(fit(&self.unit, scale, same + 0.3 + cost));
        }
        if let Some(cost) = self.inside(value) {
            return Some(fit(&self.unit, 1, same + cost - if scale.is_some() { 0.8 } else { 0.0 }));
        }
        // The column may be in thousands or millions and not say so.
        if self.digits < 3 || scale.is_some() {
            return None;
        }
        [1_000, 10_000, 1_000_000, 100_000_000, 1_000_000_000].into_iter().find_map(|factor| {
            let cost = self.inside(value * float(factor))?;
            Some(fit(&self.unit, factor, same - 1.6 + cost))
        })
    }

    /// A column that holds shares, in per cent or as parts of one.
    fn share(&self, value: f64, about: Option<&About>) -> Option<Fit> {
        let named = about.is_some_and(|about| about.percent);
        let measured = about.is_some_and(|about| about.unit.is_some() || about.scale.is_some());
        let score = if named { 0.5 } else { -0.5 } - if measured { 1.0 } else { 0.0 };
        if let Some(cost) = self.inside(value / self.percent) {
            return Some(Fit { unit: Unit::Percent, factor: 1, score: score + cost });
        }
        let cost = self.inside(value * 100.0 / self.percent).filter(|_| value.abs() <= 2.0)?;
        Some(Fit { unit: Unit::Ratio, factor: 1, score: score - 0.2 + cost })
    }

    fn unit_score(&self, column: Option<&Unit>) -> f64 {
        match (&self.unit, column) {
            (Unit::Count, _) => 0.0,
            (_, None) => 0.1,
            (own, Some(other)) if own.factor_to(other).is_some() => 0.6,
            _ => -1.2,
        }
    }
}

fn float(factor: u64) -> f64 {
    // Powers of ten below 2^53 are exact.
    u32::try_from(factor).map_or_else(
        |_| f64::from(u32::try_from(factor / 1_000_000).unwrap_or(u32::MAX)) * 1e6,
        f64::from,
    )
}

impl Goal {
    /// Whether the number has a unit of money or measure, or none at all.
    pub fn is_measured(&self) -> bool {
        self.nature == Nature::Amount
            && matches!(self.unit, Unit::Count | Unit::Currency(_) | Unit::Measure(_))
    }
}
