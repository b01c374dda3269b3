//! What a grammar hands over: a reading in places of characters, and quantities in the making.

use super::interval::{Bands, Form, Interval, denoted};
use super::number::{Rational, ten_to, whole};
use super::operator::Operator;
use super::period::Period;
use super::reading::{Content, Exclusion, Obstacle, Quantity, Structure, StructureKind};
use super::text::Text;
use super::unit::Unit;

/// A reading by places of characters.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The first character.
    pub(super) start: usize,
    /// The place behind the last one.
    pub(super) end: usize,
    /// What stands there.
    pub(super) content: Content,
}

impl Found {
    /// A stretch that states no number.
    pub(super) fn excluded(start: usize, end: usize, reason: Exclusion) -> Self {
        Self { start, end, content: Content::Excluded(reason) }
    }

    /// A stretch that nothing reads.
    pub(super) fn unresolved(start: usize, end: usize, obstacle: Obstacle) -> Self {
        Self { start, end, content: Content::Unresolved(obstacle) }
    }

    /// A calendar period.
    pub(super) fn period(start: usize, end: usize, period: Period) -> Self {
        Self { start, end, content: Content::Period(period) }
    }

    /// A number that orders or points.
    pub(super) fn structural(
        start: usize,
        end: usize,
        kind: StructureKind,
        value: Option<Rational>,
    ) -> Self {
        Self { start, end, content: Content::Structural(Structure { kind, value }) }
    }
}

/// A quantity that is being read.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// The first character of the phrase.
    pub(super) start: usize,
    /// The place behind the phrase.
    pub(super) end: usize,
    /// The numeral alone.
    pub(super) digits: (usize, usize),
    /// The number as written, after scale.
    pub(super) value: Rational,
    /// The upper bound of a range or of juxtaposed digits.
    pub(super) upper: Option<Rational>,
    /// The unit of the last written digit.
    pub(super) step: Rational,
    /// How the number is written.
    pub(super) form: Form,
    /// What the words around it do.
    pub(super) operator: Operator,
    /// The unit.
    pub(super) unit: Unit,
    /// The noun or measure word behind it.
    pub(super) measure: Option<String>,
    /// An interval that the word itself fixes.
    pub(super) interval: Option<Interval>,
}

impl Draft {
    /// A bare number.
    pub(super) fn new(digits: (usize, usize), value: Rational, step: Rational) -> Self {
        Self {
            start: digits.0,
            end: digits.1,
            digits,
            value,
            upper: None,
            step,
            form: Form::Plain,
            operator: Operator::Exact,
            unit: Unit::Count,
            measure: None,
            interval: None,
        }
    }

    /// Multiplies all numbers of the draft, as a scale word or a smaller unit does.
    pub(super) fn scale(&mut self, factor: &Rational) {
        self.value *= factor;
        self.step *= factor.abs();
        self.upper = self.upper.take().map(|upper| upper * factor);
        self.interval = self.interval.take().map(|interval| interval.scale_by(factor));
    }

    /// Sets the unit; units of shares imply rounding to the last written digit.
    pub(super) fn measured(&mut self, unit: Unit) {
        let rounding = matches!(
            unit,
            Unit::Percent | Unit::PerMille | Unit::PercentagePoint | Unit::BasisPoint
        );
        if rounding && self.form == Form::Plain {
            self.form = Form::Rounded;
        }
        if unit == Unit::Multiple && matches!(self.form, Form::Plain | Form::Rounded) {
            self.form = Form::Multiple;
        }
        self.unit = unit;
    }

    /// Applies a hedge unless the number already has one of its own.
    pub(super) fn hedge(&mut self, operator: Operator) {
        let own = matches!(self.operator, Operator::Exact | Operator::About);
        if own && operator != Operator::Exact {
            self.operator = operator;
        }
    }

    /// A percentage as a share that Chinese words write: 三成 is 30 per cent.
    pub(super) fn as_percent_by(&mut self, factor: i64) {
        self.scale(&whole(factor));
        self.unit = Unit::Percent;
    }

    /// The finished reading.
    pub(super) fn finish(self, text: &Text) -> Found {
        let (start, end) = (self.start, self.end);
        Found { start, end, content: Content::Quantity(self.quantity(text)) }
    }

    fn quantity(self, text: &Text) -> Quantity {
        let written_out = self.interval.is_some() || self.upper.is_some();
        let form = if written_out { Form::Span } else { self.form };
        let operator = match self.operator {
            // 约10至12 is no wider than 10至12: its two bounds already say how far it reaches.
            Operator::Exact | Operator::About | Operator::Nearly if self.upper.is_some() => {
                Operator::Range
            }
            operator => operator,
        };
        let interval = match (self.interval, self.upper) {
            (Some(interval), _) => interval,
            (None, Some(upper)) => spread(operator, &self.value, &upper, &self.step),
            (None, None) => denoted(form, operator, &self.value, &self.step, &Bands::default()),
        };
        Quantity {
            value: self.value,
            interval,
            operator,
            unit: self.unit,
            measure: self.measure,
            digits: text.bytes(self.digits.0, self.digits.1),
            step: self.step,
            rounded: matches!(
                self.form,
                Form::Rounded | Form::Fraction | Form::Half | Form::Tenths
            ),
            form,
        }
    }
}

/// A range, and a hedged range: `more than 10–12` reaches as far as its two bounds do. The bounds
/// may come in either order.
fn spread(operator: Operator, one: &Rational, other: &Rational, step: &Rational) -> Interval {
    let (lower, upper) = if one <= other { (one, other) } else { (other, one) };
    let bands = Bands::default();
    if operator == Operator::Range {
        Interval::closed(lower.clone(), upper.clone())
    } else {
        let low = denoted(Form::Plain, operator, lower, step, &bands);
        let high = denoted(Form::Plain, operator, upper, step, &bands);
        Interval { lower: low.lower, upper: high.upper }
    }
}

/// The step of a number that stands for a share in tenths: 三成 is known to 3 points.
pub(super) fn tenths_step() -> Rational {
    whole(3)
}

/// The step of a fraction as a ratio: one point.
pub(super) fn fraction_step() -> Rational {
    ten_to(-2)
}
