//! From values to places: the range of an axis and its ticks in steps of 1, 2 or 5 times a power of
//! ten.

/// A linear axis.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    /// Values at which a grid line may stand, ascending.
    pub(super) ticks: Vec<f64>,
}

impl Scale {
    /// An axis that reaches exactly from the least to the greatest value, for charts that print
    /// every value.
    pub(super) fn tight(low: f64, high: f64) -> Scale {
        let high = if high > low { high } else { low + low.abs().max(1.0) };
        Scale { low, high, ticks: Vec::new() }
    }

    /// An axis that ends on ticks, with about `target` steps. Where all values are `counts`, no
    /// tick stands between two whole numbers.
    pub(super) fn nice(low: f64, high: f64, counts: bool, target: f64) -> Scale {
        let Scale { low, high, .. } = Scale::tight(low, high);
        let step = Step::at_least((high - low) / target.max(1.0), counts);
        let first = (low / step.value()).floor();
        let last = (high / step.value()).ceil();
        let mut ticks = Vec::new();
        let mut index = first;
        // The bound only matters for ranges so narrow that the steps are lost in the precision of
        // the values.
        while index <= last && ticks.len() < 32 {
            ticks.push(step.times(index));
            index += 1.0;
        }
        let low = ticks.first().map_or(low, |tick| tick.min(low));
        let high = ticks.last().map_or(high, |tick| tick.max(high));
        Scale { low, high, ticks }
    }

    /// Where a value lies: 0 at the lower end of the axis, 1 at the upper end.
    pub(super) fn share(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// The value nearest to zero that lies on the axis, where bars and the base line start.
    pub(super) fn base(&self) -> f64 {
        0.0_f64.clamp(self.low, self.high)
    }
}

/// A step of `digit` times ten to the `exponent`.
struct Step {
    digit: f64,
    exponent: i32,
}

impl Step {
    fn at_least(raw: f64, counts: bool) -> Step {
        // Sizes are limited to 1e100, so the logarithm fits; ranges below 1e-100 are drawn as if
        // they were that wide.
        #[allow(clippy::cast_possible_truncation, reason = "between -100 and 100")]
        let exponent = raw.log10().floor().clamp(-100.0, 100.0) as i32;
        if counts && exponent < 0 {
            return Step { digit: 1.0, exponent: 0 };
        }
        let leading = raw / 10_f64.powi(exponent);
        // The tolerance keeps 0.3 / 3 from being taken for more than 0.1.
        let digit = [1.0, 2.0, 5.0].into_iter().find(|digit| leading <= digit * (1.0 + 1e-9));
        match digit {
            Some(digit) => Step { digit, exponent },
            None => Step { digit: 1.0, exponent: exponent + 1 },
        }
    }

    fn value(&self) -> f64 {
        self.times(1.0)
    }

    /// A multiple of the step. Dividing by a whole power of ten gives the double nearest to the
    /// decimal, so that a tick is 0.3 and not 0.30000000000000004.
    fn times(&self, count: f64) -> f64 {
        let digits = count * self.digit;
        if self.exponent < 0 {
            digits / 10_f64.powi(-self.exponent)
        } else {
            digits * 10_f64.powi(self.exponent)
        }
    }
}
