//! What a chart is made of, and what it must not be.
//!
//! All texts arrive final: the caller formats labels and ticks in the languages of the edition, so
//! that a number is printed here exactly as it was proved.

use std::fmt;

/// The forms a chart can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChartKind {
    /// Upright bars, grouped where there are several series.
    Bar,
    /// Lying bars with their names to the left, for long names.
    HorizontalBar,
    /// Lines over an ordered axis of periods.
    Line,
    /// Upright bars whose segments add up.
    StackedBar,
    /// A ring whose parts exhaust the whole.
    Donut,
}

impl ChartKind {
    /// All kinds, in the order in which the manual lists them.
    pub const ALL: [ChartKind; 5] = [
        ChartKind::Bar,
        ChartKind::HorizontalBar,
        ChartKind::Line,
        ChartKind::StackedBar,
        ChartKind::Donut,
    ];

    /// The kind that an author calls `name`, if there is one.
    pub fn parse(name: &str) -> Option<ChartKind> {
        ChartKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The name by which authors call the kind.
    pub fn name(self) -> &'static str {
        match self {
            ChartKind::Bar => "bar",
            ChartKind::HorizontalBar => "horizontal-bar",
            ChartKind::Line => "line",
            ChartKind::StackedBar => "stacked-bar",
            ChartKind::Donut => "donut",
        }
    }
}

/// One place on the category axis: a period, a region, a part of a whole.
#[derive(Clone, Debug)]
pub struct Category {
    /// One line a language, the leading language first.
    pub lines: Vec<String>,
    /// Whether this is a period shorter than its neighbours; it is drawn lighter and hatched.
    pub partial: bool,
}

/// One number of a series.
#[derive(Clone, Debug)]
pub struct Datum {
    /// Where the number lies. Only the drawing depends on it, never a printed text.
    pub size: f64,
    /// The number as printed, exact and with its hedge, such as `约19` or `>20`.
    pub label: String,
}

/// The numbers of one thing over all categories.
#[derive(Clone, Debug)]
pub struct Series {
    /// One line a language; may be empty when the chart has a single series.
    pub name: Vec<String>,
    /// One datum a category; `None` where the source has no value.
    pub data: Vec<Option<Datum>>,
}

/// Everything that is needed to draw one chart.
pub struct Chart {
    /// The form.
    pub kind: ChartKind,
    /// The categories in the order in which they are drawn.
    pub categories: Vec<Category>,
    /// The series in the order in which they are drawn; a donut has exactly one.
    pub series: Vec<Series>,
    /// Formats a value for the value axis.
    pub axis_tick: Box<dyn Fn(f64) -> String>,
    /// Width in points.
    pub width: f64,
    /// Wished height in points; the chart grows beyond it where its labels would not fit otherwise.
    pub height: f64,
}

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
        /// The value's printed label.
        label: String,
    },
    /// A donut was given another number of series than one.
    DonutSeries {
        /// How many series there are.
        series: usize,
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
            ChartError::NegativePart { label } => {
                write!(formatter, "the value `{label}` is negative and cannot be part of a donut")
            }
            ChartError::DonutSeries { series } => {
                write!(formatter, "a donut shows exactly one series, but {series} were given")
            }
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
        for (index, series) in self.series.iter().enumerate() {
            self.validate_series(index, series)?;
        }
        if self.data().next().is_none() {
            return Err(ChartError::NoData);
        }
        if self.kind == ChartKind::Donut && self.series.len() != 1 {
            return Err(ChartError::DonutSeries { series: self.series.len() });
        }
        let names = self.series.iter().flat_map(|series| &series.name);
        let categories = self.categories.iter().flat_map(|category| &category.lines);
        let labels = self.data().map(|datum| &datum.label);
        names.chain(categories).chain(labels).try_for_each(|text| validate_text(text))
    }

    fn validate_series(&self, index: usize, series: &Series) -> Result<(), ChartError> {
        let (values, categories) = (series.data.len(), self.categories.len());
        if values != categories {
            return Err(ChartError::UnequalLength { series: index + 1, values, categories });
        }
        if self.series.len() > 1 && series.name.iter().all(|line| line.trim().is_empty()) {
            return Err(ChartError::NamelessSeries { series: index + 1 });
        }
        for datum in series.data.iter().flatten() {
            let label = || datum.label.clone();
            // The comparison is written so that NaN fails it, too.
            if !matches!(datum.size.abs(), size if size <= LARGEST_SIZE) {
                return Err(ChartError::NotPlaceable { label: label() });
            }
            if self.kind == ChartKind::Donut && datum.size < 0.0 {
                return Err(ChartError::NegativePart { label: label() });
            }
        }
        Ok(())
    }

    /// All values that are there.
    pub(super) fn data(&self) -> impl Iterator<Item = &Datum> {
        self.series.iter().flat_map(|series| series.data.iter().flatten())
    }

    /// Whether every size is a whole number, so that ticks between whole numbers would mislead.
    pub(super) fn counts_only(&self) -> bool {
        self.data().all(|datum| datum.size.fract() == 0.0)
    }
}

/// Refuses what XML cannot carry or what would silently become a space.
fn validate_text(text: &str) -> Result<(), ChartError> {
    let unprintable =
        |character: char| character.is_control() || matches!(character, '\u{FFFE}' | '\u{FFFF}');
    if text.contains(unprintable) {
        return Err(ChartError::ControlCharacter { text: text.escape_debug().to_string() });
    }
    Ok(())
}
