//! The relation that a phrase states between a number and the truth.

/// What the words around a number do to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// The number itself: no word, or 高达, `as many as`.
    Exact,
    /// `about`, `around`, 约, 左右.
    About,
    /// `nearly`, `almost`, 近, 将近: from below, without the number.
    Nearly,
    /// `more than`, `over`, 超过, 逾: above, without the number.
    MoreThan,
    /// `at least`, 不少于, 以上: above, with the number.
    AtLeast,
    /// `fewer than`, 不足, 不到: below, without the number.
    LessThan,
    /// `at most`, `up to`, 不超过, 以内: below, with the number.
    AtMost,
    /// Two written bounds: `10–12`, 15%～30%, 三四个.
    Range,
    /// A number that goes on: 20余, 十几, 500多亿, `20-odd`.
    Surplus,
    /// A word that stands for an order of magnitude: `dozens`, 数十, 上百.
    Indefinite,
}

impl Operator {
    /// Whether the wording leaves the exact number open. Ranges are exact about their two ends.
    pub fn is_hedge(self) -> bool {
        !matches!(self, Self::Exact | Self::Range)
    }

    /// A short name for machines, in kebab-case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::About => "about",
            Self::Nearly => "nearly",
            Self::MoreThan => "more-than",
            Self::AtLeast => "at-least",
            Self::LessThan => "less-than",
            Self::AtMost => "at-most",
            Self::Range => "range",
            Self::Surplus => "surplus",
            Self::Indefinite => "indefinite",
        }
    }

    /// The operator with a machine name, as a data column or a report may write it.
    pub fn parse(name: &str) -> Option<Self> {
        ALL.into_iter().find(|operator| operator.name() == name)
    }
}

const ALL: [Operator; 10] = [
    Operator::Exact,
    Operator::About,
    Operator::Nearly,
    Operator::MoreThan,
    Operator::AtLeast,
    Operator::LessThan,
    Operator::AtMost,
    Operator::Range,
    Operator::Surplus,
    Operator::Indefinite,
];
