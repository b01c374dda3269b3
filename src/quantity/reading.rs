//! The results of reading a text: quantities, periods, structure, exclusions, and what is open.

use std::ops::Range;

use super::interval::{Bands, Form, Interval, denoted};
use super::number::Rational;
use super::operator::Operator;
use super::period::Period;
use super::unit::Unit;

/// One result of the scanner. Readings of a text are sorted and disjoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Bytes of the scanned text, on character boundaries: hedge, number, scale, sign or symbol of
    /// the unit; no measure word or noun, unless a condition stands behind it.
    pub range: Range<usize>,
    /// What stands there.
    pub content: Content,
}

/// What a reading is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "most readings are quantities, and boxing them would burden every caller"
)]
pub enum Content {
    /// A number that states something.
    Quantity(Quantity),
    /// A date or a span of time.
    Period(Period),
    /// A number that orders, numbers or points.
    Structural(Structure),
    /// Numerals that state no number.
    Excluded(Exclusion),
    /// Numerals that the grammar could not place; an author has to settle them.
    Unresolved(Obstacle),
}

impl Content {
    /// What a numeral that needs no claim was taken for; none for a quantity, and for what no grammar reads.
    pub fn class(&self) -> Option<&'static str> {
        match self {
            Self::Period(_) => Some("period"),
            Self::Structural(structure) => Some(structure.name()),
            Self::Excluded(exclusion) => Some(exclusion.name()),
            Self::Quantity(_) | Self::Unresolved(_) => None,
        }
    }
}

/// A number in prose and what it denotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The number as written, after scale, in `unit`; the lower bound of a range.
    pub value: Rational,
    /// What the phrase denotes by the default bands, in `unit`.
    pub interval: Interval,
    /// What the words around the number do to it.
    pub operator: Operator,
    /// The unit that is written, or `Count` for a bare number.
    pub unit: Unit,
    /// The measure word or noun that follows the number and stands outside the range.
    pub measure: Option<String>,
    /// The numeral alone: without comparator, unit and measure word.
    pub digits: Range<usize>,
    /// The unit of the last written digit times the scale; half of it is the rounding band.
    pub step: Rational,
    /// Written with a scale word or in a unit that implies rounding.
    pub rounded: bool,
    /// How the number is written, which decides the interval under other bands.
    pub(super) form: Form,
}

impl Quantity {
    /// What the phrase denotes when a report sets its own bands.
    pub fn interval_with(&self, bands: &Bands) -> Interval {
        match self.form {
            Form::Span => self.interval.clone(),
            form => denoted(form, self.operator, &self.value, &self.step, bands),
        }
    }

    /// The phrase's interval in the unit that a query returns, by exact factors. Per cent, ratio
    /// and per mille convert into each other, percentage points and basis points do, and so do
    /// measures of one dimension; a bare number agrees with count, year, rank and multiple.
    /// `None` for units that cannot be compared, above all per cent and percentage points.
    pub fn interval_in(&self, unit: &Unit) -> Option<Interval> {
        self.unit.factor_to(unit).map(|factor| self.interval.scale_by(&factor))
    }

    /// As [`Quantity::interval_in`], under the bands of a report.
    pub fn interval_in_with(&self, unit: &Unit, bands: &Bands) -> Option<Interval> {
        self.unit.factor_to(unit).map(|factor| self.interval_with(bands).scale_by(&factor))
    }
}

/// A number that is part of the text's own structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Structure {
    /// What the number does.
    pub kind: StructureKind,
    /// The number, where one is written.
    pub value: Option<Rational>,
}

impl Structure {
    /// A short name for machines, in kebab-case.
    pub fn name(&self) -> &'static str {
        self.kind.name()
    }
}

/// The kinds of structural numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StructureKind {
    /// `first`, 第三, 其一, (2), 一是.
    Enumerator,
    /// `Figure 3`, 表2, 第四章.
    Reference,
    /// `Phase 2`, `Tier 1`, 三级.
    Label,
    /// ¹, ② and the like after words.
    NoteMark,
    /// A row of digits that is read digit by digit.
    DigitString,
}

impl StructureKind {
    /// A short name for machines, in kebab-case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Enumerator => "enumerator",
            Self::Reference => "reference",
            Self::Label => "label",
            Self::NoteMark => "note-mark",
            Self::DigitString => "digit-string",
        }
    }
}

/// Why numerals state no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exclusion {
    /// A name that the report declares.
    DeclaredName,
    /// A name that everybody knows: `S&P 500`, 四川.
    Name,
    /// Digits glued to letters: SM2, 5G, COVID-19.
    Identifier,
    /// An address on the net, a DOI, an e-mail address.
    Address,
    /// A version, an IP address or another dotted row of numbers.
    Version,
    /// A telephone number.
    Telephone,
    /// A time of day.
    ClockTime,
    /// A fixed expression in which the numeral counts nothing.
    Idiom,
    /// `one` as a pronoun, `one of`.
    Pronoun,
    /// 一 with a measure word as an article.
    Article,
    /// A numeral character as a part of a word.
    WordPart,
    /// A unit or scale without a number: 单位：万元, `per cent`.
    UnitName,
    /// An amount without a value: 几个, `a quarter of them`-like vagueness.
    Vague,
}

impl Exclusion {
    /// A short name for machines, in kebab-case.
    pub fn name(self) -> &'static str {
        match self {
            Self::DeclaredName => "declared-name",
            Self::Name => "name",
            Self::Identifier => "identifier",
            Self::Address => "address",
            Self::Version => "version",
            Self::Telephone => "telephone",
            Self::ClockTime => "clock-time",
            Self::Idiom => "idiom",
            Self::Pronoun => "pronoun",
            Self::Article => "article",
            Self::WordPart => "word-part",
            Self::UnitName => "unit-name",
            Self::Vague => "vague",
        }
    }
}

/// Why numerals could not be placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Digits of a script that the grammars do not read.
    ForeignDigits,
    /// Groups of digits that are not regular: 1234,567.
    IrregularGrouping,
    /// A numeral character inside what may be a word or a name.
    NumeralInWord,
    /// A sign of per cent or of a currency without a number.
    SignWithoutNumber,
    /// 减少两倍, `three times more than`: two readings are in use.
    UnclearMultiple,
    /// A numeral too long to be read.
    TooLong,
    /// Numerals in an order that no rule reads.
    UnknownNumeral,
}

impl Obstacle {
    /// A short name for machines, in kebab-case.
    pub fn name(self) -> &'static str {
        match self {
            Self::ForeignDigits => "foreign-digits",
            Self::IrregularGrouping => "irregular-grouping",
            Self::NumeralInWord => "numeral-in-word",
            Self::SignWithoutNumber => "sign-without-number",
            Self::UnclearMultiple => "unclear-multiple",
            Self::TooLong => "too-long",
            Self::UnknownNumeral => "unknown-numeral",
        }
    }
}
