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
    range: (f64, f64),
    /// The factor from the unit of the number to per cent or percentage points.
    percent: f64,
    /// Whether the number is whole.
    whole: bool,
}

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
        let end = |bound: &Option<crate::quantity::Bound>, open: f64| {
            bound.as_ref().and_then(|bound| bound.value.to_f64()).unwrap_or(open)
        };
        let Interval { lower, upper } = &subject.interval;
        let (low, high) = (end(lower, f64::MIN), end(upper, f64::MAX));
        let slack = 1e-9 * low.abs().max(high.abs()).min(1e15);
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
            range: (low - slack, high + slack),
            percent,
            whole: subject.value.is_integer(),
        }
    }

    /// Whether the number is a share or a difference of shares.
    pub fn is_share(&self) -> bool {
        matches!(self.unit, Unit::Percent | Unit::Ratio | Unit::PerMille)
    }

    /// Whether the number is a difference of shares.
    pub fn is_points(&self) -> bool {
        matches!(self.unit, Unit::PercentagePoint | Unit::BasisPoint)
    }

    /// Whether the number may be a place in an order, and a year.
    pub fn may_be(&self, nature: Nature) -> bool {
        let (low, high) = self.range;
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

    fn inside(&self, value: f64) -> bool {
        value >= self.range.0 && value <= self.range.1
    }

    /// How a value fits, best first; `about` is the column whose unit the value has.
    pub fn fit(&self, kind: Kind, value: f64, about: Option<&About>) -> Option<Fit> {
        if !value.is_finite() {
            return None;
        }
        let fit = |unit: Unit, score: f64| Some(Fit { unit, factor: 1, score });
        match kind {
            Kind::Percent if self.is_share() => {
                self.inside(value / self.percent).then(|| fit(Unit::Percent, 0.3))?
            }
            // A share may be said as a multiple of the base: one and a half times.
            Kind::Multiple if self.unit == Unit::Multiple => {
                self.inside(value).then(|| fit(Unit::Multiple, 0.5))?
            }
            Kind::Percent if self.unit == Unit::Multiple => None,
            Kind::Points if self.is_points() => {
                self.inside(value / self.percent).then(|| fit(Unit::PercentagePoint, 0.3))?
            }
            Kind::Rank if self.may_be(Nature::Rank) && self.inside(value) => {
                let score = if self.nature == Nature::Rank { 1.0 } else { -1.0 };
                fit(Unit::Rank, score)
            }
            Kind::Year if self.may_be(Nature::Year) && self.inside(value) => {
                let score = if self.nature == Nature::Year { 1.0 } else { -0.8 };
                fit(Unit::Year, score)
            }
            Kind::Count if self.nature == Nature::Amount && self.unit == Unit::Count => {
                self.inside(value).then(|| fit(Unit::Count, 0.0))?
            }
            Kind::Count if matches!(self.unit, Unit::Measure(_)) => {
                // A measure may count rows: 30 days of holiday.
                self.inside(value).then(|| fit(self.unit.clone(), -0.7))?
            }
            Kind::Multiple if self.unit == Unit::Count && self.nature == Nature::Amount => {
                self.inside(value).then(|| fit(Unit::Count, -0.6))?
            }
            Kind::Amount => self.amount(value, about),
            _ => None,
        }
    }

    fn amount(&self, value: f64, about: Option<&About>) -> Option<Fit> {
        if self.nature != Nature::Amount {
            return None;
        }
        if self.is_share() {
            return self.share(value, about);
        }
        if self.is_points() {
            return None;
        }
        if self.unit == Unit::Multiple {
            return None;
        }
        let column_unit = about.and_then(|about| about.unit.as_ref());
        let scale = about.and_then(|about| about.scale);
        let same = self.unit_score(column_unit);
        // What the name of the column says comes first.
        if let Some(factor) = column_unit.and_then(|unit| unit.factor_to(&self.unit))
            && let Some(factor) = factor.to_f64()
            && self.inside(value * factor)
        {
            let unit = column_unit.cloned().unwrap_or_else(|| self.unit.clone());
            return Some(Fit { unit, factor: 1, score: same });
        }
        if let Some(scale) = scale
            && self.inside(value * float(scale))
        {
            return Some(Fit { unit: self.unit.clone(), factor: scale, score: same + 0.3 });
        }
        if self.inside(value) {
            let score = same - if scale.is_some() { 0.8 } else { 0.0 };
            return Some(Fit { unit: self.unit.clone(), factor: 1, score });
        }
        // The column may be in thousands or millions and not say so.
        if self.digits < 3 || scale.is_some() {
            return None;
        }
        [1_000, 10_000, 1_000_000, 100_000_000, 1_000_000_000].into_iter().find_map(|factor| {
            let fits = self.inside(value * float(factor));
            fits.then(|| Fit { unit: self.unit.clone(), factor, score: same - 1.6 })
        })
    }

    /// A column that holds shares, in per cent or as parts of one.
    fn share(&self, value: f64, about: Option<&About>) -> Option<Fit> {
        let named = about.is_some_and(|about| about.percent);
        let measured = about.is_some_and(|about| about.unit.is_some() || about.scale.is_some());
        let score = if named { 0.5 } else { -0.5 } - if measured { 1.0 } else { 0.0 };
        if self.inside(value / self.percent) {
            return Some(Fit { unit: Unit::Percent, factor: 1, score });
        }
        (value.abs() <= 2.0 && self.inside(value * 100.0 / self.percent)).then(|| Fit {
            unit: Unit::Ratio,
            factor: 1,
            score: score - 0.2,
        })
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
