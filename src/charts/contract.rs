//! What a chart must not be: the contract between caller and drawing.

use std::fmt;

use super::chart::{Chart, Datum, Highlight, Series};
use super::kind::ChartKind;

/// Why a chart cannot be drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum ChartError {
    /// There is no category, no series, or not a single value.
    NoData,
    /// A series has another number of values than there are categories.
    UnequalLength {
        /// Position of the series, counted from one.
        series: usize,
        /// How many values it has.
        values: usize,
        /// How many categories there are.
        categories: usize,
    },
    /// A value is not finite or too large to be placed.
    NotPlaceable {
        /// The value's printed label.
        label: String,
    },
    /// A part of a whole is negative.
    NegativePart {
        /// The form of the chart.
        kind: ChartKind,
        /// The value's printed label.
        label: String,
    },
    /// The form wants another number of series.
    SeriesCount {
        /// The form of the chart.
        kind: ChartKind,
        /// What it wants, in words.
        wanted: &'static str,
        /// How many series there are.
        series: usize,
    },
    /// A slope leads from one category to one other.
    SlopeCategories {
        /// How many categories there are.
        categories: usize,
    },
    /// The limits of bins, the values beyond whiskers, a remark or what is singled out does not fit the
    /// categories and series.
    Mismatch {
        /// What does not fit.
        what: &'static str,
    },
    /// The form has no place for lines at a value or remarks at a datum.
    NoMarks {
        /// The form of the chart.
        kind: ChartKind,
    },
    /// One of several series has no name.
    NamelessSeries {
        /// Position of the series, counted from one.
        series: usize,
    },
    /// A text holds a character that no page can print, such as a line break.
    ControlCharacter {
        /// The text, with the character escaped.
        text: String,
    },
    /// A printed value is so long that no room is left for what it measures.
    LongValue {
        /// The value's printed label.
        label: String,
    },
    /// Width or height lie outside what a page can hold.
    Size {
        /// Width in points.
        width: f64,
        /// Height in points.
        height: f64,
    },
    /// The bytes of a font cannot be read.
    UnreadableFont {
        /// The family they were given for.
        family: String,
    },
    /// No font was registered under this name.
    UnknownFamily {
        /// The name that was asked for.
        family: String,
    },
    /// The drawing library refused.
    Backend {
        /// What it said.
        reason: String,
    },
}

impl fmt::Display for ChartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ChartError::NoData => formatter.write_str("the chart has no value to draw"),
            ChartError::UnequalLength { series, values, categories } => write!(
                formatter,
                "series {series} of the chart has {values} values for {categories} categories"
            ),
            ChartError::NotPlaceable { label } => {
                write!(formatter, "the value `{label}` has no place on a chart's axis")
            }
            ChartError::NegativePart { kind, label } => write!(
                formatter,
                "the value `{label}` is negative and cannot be a part of the chart `{}`",
                kind.name()
            ),
            ChartError::SeriesCount { kind, wanted, series } => write!(
                formatter,
                "the chart `{}` shows {wanted}, but its data make {series}",
                kind.name()
            ),
            ChartError::SlopeCategories { categories } => write!(
                formatter,
                "a slope leads from one category to one other, but its data have {categories}"
            ),
            ChartError::Mismatch { what } => {
                write!(formatter, "the {what} of the chart do not fit its data")
            }
            ChartError::NoMarks { kind } => write!(
                formatter,
                "the chart `{}` has no place for these annotations or references",
                kind.name()
            ),
            ChartError::NamelessSeries { series } => {
                write!(formatter, "series {series} needs a name, since the chart has several")
            }
            ChartError::ControlCharacter { text } => {
                write!(formatter, "the chart's text `{text}` holds an unprintable character")
            }
            ChartError::LongValue { label } => {
                write!(formatter, "the value `{label}` is too long for so narrow a chart")
            }
            ChartError::Size { width, height } => {
                write!(formatter, "a chart cannot be {width} pt wide and {height} pt high")
            }
            ChartError::UnreadableFont { family } => {
                write!(formatter, "the font file for `{family}` cannot be read")
            }
            ChartError::UnknownFamily { family } => {
                write!(formatter, "no font called `{family}` is registered for charts")
            }
            ChartError::Backend { reason } => {
                write!(formatter, "the chart could not be drawn: {reason}")
            }
        }
    }
}

impl std::error::Error for ChartError {}

/// Sizes beyond this are refused, so that no sum or difference of sizes can overflow.
const LARGEST_SIZE: f64 = 1e100;

/// The widths and heights of what can stand on a page, in points.
const PAGE_RANGE: std::ops::RangeInclusive<f64> = 120.0..=5000.0;

impl Chart {
    /// Checks the contract between caller and drawing.
    pub fn validate(&self) -> Result<(), ChartError> {
        if !PAGE_RANGE.contains(&self.width) || !PAGE_RANGE.contains(&self.height) {
            return Err(ChartError::Size { width: self.width, height: self.height });
        }
        if self.data().next().is_none() {
            return Err(ChartError::NoData);
        }
        self.validate_shape()?;
        for (index, series) in self.series.iter().enumerate() {
            self.validate_series(index, series)?;
        }
        let more = self.outliers.iter().flatten().chain(&self.edges);
        let references = self.references.iter().map(|reference| &reference.value);
        more.chain(references).try_for_each(validate_place)?;
        let names = self.series.iter().flat_map(|series| &series.name);
        let categories = self.categories.iter().flat_map(|category| &category.lines);
        let remarks = self.annotations.iter().flat_map(|annotation| &annotation.lines);
        let references = self.references.iter().flat_map(|reference| &reference.lines);
        let values = self.references.iter().map(|reference| &reference.value);
        let labels = self.data().chain(&self.edges).chain(values).map(|datum| &datum.label);
        let texts = names.chain(categories).chain(remarks).chain(references).chain(labels);
        texts.into_iter().try_for_each(|text| validate_text(text))
    }

    /// Whether categories and series are as many as the form wants.
    fn validate_shape(&self) -> Result<(), ChartError> {
        let (kind, series) = (self.kind, self.series.len());
        let wanted = match kind {
            ChartKind::Pie | ChartKind::Donut | ChartKind::Histogram if series > 1 => {
                Some("exactly one series")
            }
            ChartKind::GroupedBar if series == 1 => Some("two series or more"),
            ChartKind::Scatter if series != 2 => Some("two series"),
            ChartKind::Box if series != 5 => Some("five series"),
            _ => None,
        };
        if let Some(wanted) = wanted {
            return Err(ChartError::SeriesCount { kind, wanted, series });
        }
        let categories = self.categories.len();
        if kind == ChartKind::Slope && categories != 2 {
            return Err(ChartError::SlopeCategories { categories });
        }
        let has_edges = self.edges.len() == categories + 1
            && self.edges.windows(2).all(|pair| pair[0].size <= pair[1].size);
        if kind == ChartKind::Histogram && !has_edges {
            return Err(ChartError::Mismatch { what: "edges" });
        }
        if kind == ChartKind::Box && self.outliers.len() != categories {
            return Err(ChartError::Mismatch { what: "values beyond the whiskers" });
        }
        let has_no_place = !self.annotations.is_empty() && !kind.takes_marks()
            || !self.references.is_empty() && !kind.takes_references();
        if has_no_place {
            return Err(ChartError::NoMarks { kind });
        }
        let has = |category: usize, order: usize| category < categories && order < series;
        if !self.annotations.iter().all(|remark| has(remark.category, remark.series)) {
            return Err(ChartError::Mismatch { what: "annotations" });
        }
        let singled = self.highlight.iter().all(|highlight| match highlight {
            Highlight::Series(index) => *index < series,
            Highlight::Category(index) => *index < categories,
        });
        let rest = self.rest.is_none_or(|index| index < categories);
        if singled && rest { Ok(()) } else { Err(ChartError::Mismatch { what: "marked parts" }) }
    }

    fn validate_series(&self, index: usize, series: &Series) -> Result<(), ChartError> {
        let (values, categories) = (series.data.len(), self.categories.len());
        if values != categories {
            return Err(ChartError::UnequalLength { series: index + 1, values, categories });
        }
        if self.series.len() > 1 && series.name.iter().all(|line| line.trim().is_empty()) {
            return Err(ChartError::NamelessSeries { series: index + 1 });
        }
        // Areas of several series pile up; one below zero would cover another.
        let is_part = self.kind.is_whole()
            || self.kind == ChartKind::Histogram
            || self.kind == ChartKind::Area && self.series.len() > 1;
        for datum in series.data.iter().flatten() {
            validate_place(datum)?;
            if is_part && datum.size < 0.0 {
                let label = datum.label.clone();
                return Err(ChartError::NegativePart { kind: self.kind, label });
            }
        }
        Ok(())
    }
}

fn validate_place(datum: &Datum) -> Result<(), ChartError> {
    // The comparison is written so that NaN fails it, too.
    if !matches!(datum.size.abs(), size if size <= LARGEST_SIZE) {
        return Err(ChartError::NotPlaceable { label: datum.label.clone() });
    }
    Ok(())
}

/// Refuses what XML cannot carry or what would silently become a space.
fn validate_text(text: &str) -> Result<(), ChartError> {
    let unprintable = |character: char| {
        character.is_control()
            || matches!(character, '\u{FDD0}'..='\u{FDEF}' | '\u{FFFE}' | '\u{FFFF}')
    };
    if text.contains(unprintable) {
        return Err(ChartError::ControlCharacter { text: text.escape_debug().to_string() });
    }
    Ok(())
}
