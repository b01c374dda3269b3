//! What a chart is made of.
//!
//! All texts arrive final: the caller formats labels and ticks in the languages of the edition, so
//! that a number is printed here exactly as it was proved.
//!
//! Every kind is categories by series. What they are differs: a heat map has its columns as
//! categories and its rows as series; a scatter plot has its points as categories and two series,
//! `x` and `y`; a histogram has its bins and one series of counts; a box plot has five series, from
//! the lower whisker to the upper; a slope has two categories; small multiples have a panel a series.

use std::rc::Rc;

use super::kind::ChartKind;
use super::theme::{Color, MUTED, series_color};

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

/// Formats the ticks of an axis.
pub type TickLabels = Rc<dyn Fn(&[f64]) -> Vec<String>>;

/// Puts the ticks of an axis into a larger unit, where that serves.
pub type AxisScaler = Rc<dyn Fn(&[f64]) -> Option<AxisScale>>;

/// Ticks in a larger unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AxisScale {
    /// The number of each tick.
    pub labels: Vec<String>,
    /// What the numbers count, such as `亿元`: one line a language.
    pub words: Vec<String>,
}

/// Everything that is needed to draw one chart.
#[derive(Clone)]
pub struct Chart {
    /// The form.
    pub kind: ChartKind,
    /// The categories in the order in which they are drawn.
    pub categories: Vec<Category>,
    /// The series in the order in which they are drawn; a pie or donut has exactly one.
    pub series: Vec<Series>,
    /// Whether the categories are periods, which follow each other.
    pub periods: bool,
    /// The limits of the bins of a histogram, one more than there are categories; else empty.
    pub edges: Vec<Datum>,
    /// The values of a box plot that lie beyond the whiskers, a list a category; else empty.
    pub outliers: Vec<Vec<Datum>>,
    /// The category that gathers what is not named by itself, such as "other"; a pie draws it last.
    pub rest: Option<usize>,
    /// Remarks at a datum.
    pub annotations: Vec<Annotation>,
    /// Lines across the plot at a value.
    pub references: Vec<Reference>,
    /// What is drawn in the accent while all else is quiet; empty where nothing is singled out.
    pub highlight: Vec<Highlight>,
    /// Formats the ticks of a value axis, all of them at once, so that one scale word serves them
    /// all.
    pub tick_labels: TickLabels,
    /// The ticks of a value axis in a larger unit, where they are so large that a word serves better than
    /// their zeros. Only an axis that prints the word uses it.
    pub axis_scale: AxisScaler,
    /// Width in points.
    pub width: f64,
    /// Wished height in points; the chart grows beyond it where its labels would not fit otherwise.
    pub height: f64,
}

/// A remark at a datum of a chart.
#[derive(Clone, Debug)]
pub struct Annotation {
    /// The index of the category.
    pub category: usize,
    /// The index of the series.
    pub series: usize,
    /// One line a language.
    pub lines: Vec<String>,
}

/// A line across the plot.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Where it stands, and the value as printed.
    pub value: Datum,
    /// What it is: one line a language.
    pub lines: Vec<String>,
}

/// What is singled out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Highlight {
    /// A series by its index.
    Series(usize),
    /// A category by its index.
    Category(usize),
}

impl Highlight {
    fn series(&self) -> Option<usize> {
        if let Highlight::Series(index) = self { Some(*index) } else { None }
    }

    fn category(&self) -> Option<usize> {
        if let Highlight::Category(index) = self { Some(*index) } else { None }
    }
}

impl Chart {
    /// A chart of categories and series, with nothing that only some charts have.
    pub fn new(kind: ChartKind, categories: Vec<Category>, series: Vec<Series>) -> Chart {
        Chart {
            kind,
            categories,
            series,
            periods: false,
            edges: Vec::new(),
            outliers: Vec::new(),
            rest: None,
            annotations: Vec::new(),
            references: Vec::new(),
            highlight: Vec::new(),
            tick_labels: Rc::new(|ticks| ticks.iter().map(f64::to_string).collect()),
            axis_scale: Rc::new(|_| None),
            width: 470.0,
            height: 210.0,
        }
    }

    /// The chart in a width, in points, and of the height that suits its form in this width.
    #[must_use]
    pub fn sized(self, width: f64) -> Chart {
        let (share, least, most) = match self.kind {
            ChartKind::Line | ChartKind::Area | ChartKind::Scatter => (0.47, 150.0, 240.0),
            ChartKind::Pie | ChartKind::Donut => (0.42, 150.0, 200.0),
            _ => (0.44, 150.0, 220.0),
        };
        Chart { width, height: (width * share).clamp(least, most), ..self }
    }

    /// All values that stand for themselves: those of the series, and those beyond the whiskers.
    pub(super) fn data(&self) -> impl Iterator<Item = &Datum> {
        let series = self.series.iter().flat_map(|series| series.data.iter().flatten());
        series.chain(self.outliers.iter().flatten())
    }

    /// Whether every size is a whole number, so that ticks between whole numbers would mislead.
    pub(super) fn counts_only(&self) -> bool {
        self.data().all(|datum| datum.size.fract() == 0.0)
    }

    /// The colour of a mark. Series or categories that are singled out take the colours of the palette
    /// in their order, and all else is grey; where nothing is singled out, each series has its own.
    /// A category among several series is singled out by the others' losing their strength.
    pub(super) fn color(&self, series: usize, category: usize) -> Color {
        let own = self.color_of_series(series);
        let Some(place) = self.singled_categories() else { return own };
        match (place.iter().position(|index| *index == category), self.series.len()) {
            (Some(place), 0 | 1) => series_color(place),
            (None, 0 | 1) => MUTED,
            (Some(_), _) => own,
            (None, _) => own.tint(0.4),
        }
    }

    /// The colour of what belongs to a series as a whole, such as its name.
    pub(super) fn color_of_series(&self, series: usize) -> Color {
        let singled: Vec<usize> = self.highlight.iter().filter_map(Highlight::series).collect();
        if singled.is_empty() {
            return series_color(series);
        }
        singled.iter().position(|index| *index == series).map_or(MUTED, series_color)
    }

    /// The colour of a category in charts whose series are parts of one mark.
    pub(super) fn color_of_category(&self, category: usize) -> Color {
        let Some(singled) = self.singled_categories() else { return series_color(0) };
        let place = singled.iter().position(|index| *index == category);
        place.map_or(MUTED, series_color)
    }

    /// The colour of a panel, which holds one series.
    pub(super) fn color_of_panel(&self, series: usize) -> Color {
        if self.highlight.is_empty() { series_color(0) } else { self.color_of_series(series) }
    }

    /// Whether a series is singled out.
    pub(super) fn is_singled(&self, series: usize) -> bool {
        self.highlight.contains(&Highlight::Series(series))
    }

    /// The categories that are singled out, if there are any.
    pub(super) fn singled_categories(&self) -> Option<Vec<usize>> {
        let singled: Vec<usize> = self.highlight.iter().filter_map(Highlight::category).collect();
        (!singled.is_empty()).then_some(singled)
    }

    /// The least and the greatest reference value, if there are any, joined with a range.
    pub(super) fn with_references(&self, (low, high): (f64, f64)) -> (f64, f64) {
        self.references.iter().fold((low, high), |(low, high), reference| {
            (low.min(reference.value.size), high.max(reference.value.size))
        })
    }
}
