//! Departures from the style of numbers: GB/T 15835-2011 in Chinese, and in English what the
//! guides agree on (the Chicago Manual of Style, the Associated Press).
//!
//! [`style`] looks at the readings of one text and at what the whole report does, its [`House`].
//! Names, structure and what is unresolved are left alone. A remark is about form, never about a
//! number: a replacement is only given when the text reads back as before with it in place.

mod approximation;
mod bounds;
mod check;
mod en;
mod figure;
mod house;
mod sentence;
mod share;
mod spelling;
mod zh;

#[cfg(test)]
mod tests;

use std::ops::Range;

pub use house::House;

use super::{Grammar, Quantity, Reading};
use check::Kept;
use figure::Figure;

/// A departure from the style of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyleRemark {
    /// Bytes of the text to be replaced, or to be looked at where there is no replacement. Those of
    /// two remarks may overlap: a range can have several faults.
    pub range: Range<usize>,
    /// What is wrong there.
    pub fault: StyleFault,
    /// What should stand there, where that is certain.
    pub replacement: Option<String>,
}

/// What is wrong with the form of a number. The clauses are those of GB/T 15835-2011 for Chinese;
/// for English they are named by guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StyleFault {
    /// 9～16亿: 万 or 亿 on the second bound alone leaves the first open (5.1.3).
    RangeScale,
    /// 15～30%: the sign of per cent or per mille on the second bound alone (5.1.3).
    RangeShare,
    /// 10-12家: a range takes ～ or the long dash, no hyphen and no en dash (5.1.3).
    RangeSign,
    /// 2018—19年: years of four digits are not shortened (5.1.4).
    ShortYear,
    /// 三、五天: no 、 between the two digits of an approximation (5.2.1).
    CommaInApproximation,
    /// 4千, 1百零8: beside figures only 万 and 亿 are written in Han characters (5.3).
    MixedNumeral,
    /// 百分之12.5: the same clause, for a share (5.3).
    MixedShare,
    /// 20几个: an approximation with 几 is written in Han characters (4.2.2). One with 余 or 多 may
    /// have figures: 20余次 is an example of 4.3.
    FiguresWithSeveral,
    /// １２: figures are half as wide as a Han character (5.1.7).
    WideFigures,
    /// 12345 where the report groups its long numbers (5.1.1, and 4.3: one form in one context).
    Ungrouped,
    /// 12,345 where the report leaves its long numbers ungrouped (5.1.1 and 4.3).
    Grouped,
    /// .46: a pure decimal keeps the zero before its point (5.1.2; Chicago, `Decimal fractions and
    /// use of the zero`).
    MissingZero,
    /// `10-12`: a range takes an en dash (Chicago 9.60).
    HyphenRange,
    /// `from 5–7`: `from` asks for `to` and `between` for `and`, no dash (Chicago 9.60).
    DashAfterWord,
    /// A figure that opens a sentence (Chicago 9.5, AP `numerals`); years are excepted.
    OpeningFigure,
    /// `1234`: commas between the digits from one thousand up (Chicago, `Comma between digits`).
    MissingCommas,
    /// `%` among `per cent`, or the other way round: one form in one report (Chicago 9.18).
    MixedPercent,
    /// `41 %`: no blank before the sign (Chicago 9.18); one throughout, as in the SI, is accepted.
    BlankBeforePercent,
    /// `5 documents`: one to nine are spelled out (Chicago 9.3, AP `numerals`).
    SmallFigure,
    /// `$2,500,000`: round money from a million up takes a scale word (Chicago, `Large monetary
    /// amounts`, AP `dollars`).
    LongMoney,
}

impl StyleFault {
    /// A short name for machines, in kebab-case.
    pub fn name(self) -> &'static str {
        match self {
            Self::RangeScale => "range-scale",
            Self::RangeShare => "range-share",
            Self::RangeSign => "range-sign",
            Self::ShortYear => "short-year",
            Self::CommaInApproximation => "comma-in-approximation",
            Self::MixedNumeral => "mixed-numeral",
            Self::MixedShare => "mixed-share",
            Self::FiguresWithSeveral => "figures-with-several",
            Self::WideFigures => "wide-figures",
            Self::Ungrouped => "ungrouped",
            Self::Grouped => "grouped",
            Self::MissingZero => "missing-zero",
            Self::HyphenRange => "hyphen-range",
            Self::DashAfterWord => "dash-after-word",
            Self::OpeningFigure => "opening-figure",
            Self::MissingCommas => "missing-commas",
            Self::MixedPercent => "mixed-percent",
            Self::BlankBeforePercent => "blank-before-percent",
            Self::SmallFigure => "small-figure",
            Self::LongMoney => "long-money",
        }
    }

    /// Where the form is asked for, in a few words.
    pub fn source(self) -> &'static str {
        match self {
            Self::RangeScale | Self::RangeShare | Self::RangeSign => "GB/T 15835-2011, 5.1.3",
            Self::ShortYear => "GB/T 15835-2011, 5.1.4",
            Self::CommaInApproximation => "GB/T 15835-2011, 5.2.1",
            Self::MixedNumeral | Self::MixedShare => "GB/T 15835-2011, 5.3",
            Self::FiguresWithSeveral => "GB/T 15835-2011, 4.2.2",
            Self::WideFigures => "GB/T 15835-2011, 5.1.7",
            Self::Ungrouped | Self::Grouped => "GB/T 15835-2011, 5.1.1 and 4.3",
            Self::MissingZero => "a decimal below one",
            Self::HyphenRange | Self::DashAfterWord => "Chicago Manual of Style, ranges",
            Self::OpeningFigure => "Chicago and AP, figures at the start of a sentence",
            Self::MissingCommas => "Chicago Manual of Style, commas between digits",
            Self::MixedPercent | Self::BlankBeforePercent => "Chicago Manual of Style, percentages",
            Self::SmallFigure => "Chicago and AP, numbers spelled out",
            Self::LongMoney => "Chicago and AP, large amounts of money",
        }
    }
}

/// The departures of one text, by place. `readings` are those of the text, and `house` has learned
/// the whole report in this language. A language that is read for digits alone has no style.
pub fn style(
    grammar: Grammar,
    house: &House,
    text: &str,
    readings: &[Reading],
) -> Vec<StyleRemark> {
    let scene = Scene { text, readings, house };
    let mut findings = match grammar {
        Grammar::Chinese => zh::findings(&scene),
        Grammar::English => en::findings(&scene),
        Grammar::Digits => Vec::new(),
    };
    findings.sort_by_key(|finding| {
        let remark = &finding.remark;
        (remark.range.start, remark.range.end, remark.fault)
    });
    findings.into_iter().map(|finding| finding.checked(grammar, text)).collect()
}

/// What the rules look at.
struct Scene<'t> {
    text: &'t str,
    readings: &'t [Reading],
    house: &'t House,
}

impl<'t> Scene<'t> {
    /// The words of a stretch.
    fn words(&self, stretch: &Range<usize>) -> &'t str {
        self.text.get(stretch.clone()).unwrap_or_default()
    }

    /// What stands before a place.
    fn before(&self, place: usize) -> &'t str {
        self.text.get(..place).unwrap_or_default()
    }

    /// What stands behind a place.
    fn after(&self, place: usize) -> &'t str {
        self.text.get(place..).unwrap_or_default()
    }
}

/// Figures that begin with the point, in either language.
fn missing_zero(scene: &Scene<'_>, quantity: &Quantity) -> Vec<Finding> {
    let is_word = |character: char| character.is_ascii_alphanumeric();
    let joined = |figure: &Figure<'_>| scene.before(figure.range.start).ends_with(is_word);
    let bare = |figure: &Figure<'_>| figure.whole.is_empty() && !joined(figure);
    let finding = |figure: Figure<'_>| {
        let full = format!("0{}", scene.words(&figure.range));
        Finding::new(StyleFault::MissingZero, figure.range, full)
    };
    Figure::all_in(scene.text, &quantity.digits).into_iter().filter(bare).map(finding).collect()
}

/// A remark that is to be checked.
struct Finding {
    remark: StyleRemark,
    kept: Kept,
}

impl Finding {
    /// A fault at a place, with what should stand there.
    fn new(fault: StyleFault, range: Range<usize>, replacement: impl Into<Option<String>>) -> Self {
        let remark = StyleRemark { range, fault, replacement: replacement.into() };
        Self { remark, kept: Kept::Readings }
    }

    /// Says what the replacement keeps, where it is not all that is read.
    fn keeping(self, kept: Kept) -> Self {
        Self { kept, ..self }
    }

    /// The remark, without its replacement when the text would say something else with it.
    fn checked(self, grammar: Grammar, text: &str) -> StyleRemark {
        let StyleRemark { range, fault, replacement } = self.remark;
        let replacement =
            replacement.filter(|words| check::reads_back(grammar, text, &range, words, &self.kept));
        StyleRemark { range, fault, replacement }
    }
}
