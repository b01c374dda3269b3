//! The forms that a chart can take.

/// The forms a chart can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChartKind {
    /// Upright bars, grouped where there are several series.
    Bar,
    /// Upright bars of two or more series, side by side.
    GroupedBar,
    /// Upright bars whose segments add up.
    StackedBar,
    /// Lying bars with their names to the left, for long names.
    HorizontalBar,
    /// Lines over an ordered axis of periods.
    Line,
    /// Areas under lines, which add up where there are several series.
    Area,
    /// Points by two numbers.
    Scatter,
    /// A disc whose parts exhaust the whole, the largest first.
    Pie,
    /// A ring whose parts exhaust the whole, in the order of the data.
    Donut,
    /// How many values lie between each two edges.
    Histogram,
    /// Two axes of categories, and a value as the depth of a colour.
    HeatMap,
    /// Median, quartiles, whiskers and what lies beyond them.
    Box,
    /// Lines from one period to another.
    Slope,
    /// A panel for each series, all with one scale.
    SmallMultiples,
}

impl ChartKind {
    /// All kinds, in the order in which the manual lists them.
    pub const ALL: [ChartKind; 14] = [
        ChartKind::Bar,
        ChartKind::GroupedBar,
        ChartKind::StackedBar,
        ChartKind::HorizontalBar,
        ChartKind::Line,
        ChartKind::Area,
        ChartKind::Scatter,
        ChartKind::Pie,
        ChartKind::Donut,
        ChartKind::Histogram,
        ChartKind::HeatMap,
        ChartKind::Box,
        ChartKind::Slope,
        ChartKind::SmallMultiples,
    ];

    /// The kind that an author calls `name`, if there is one.
    pub fn parse(name: &str) -> Option<ChartKind> {
        ChartKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The name by which authors call the kind.
    pub fn name(self) -> &'static str {
        match self {
            ChartKind::Bar => "bar",
            ChartKind::GroupedBar => "grouped-bar",
            ChartKind::StackedBar => "stacked-bar",
            ChartKind::HorizontalBar => "horizontal-bar",
            ChartKind::Line => "line",
            ChartKind::Area => "area",
            ChartKind::Scatter => "scatter",
            ChartKind::Pie => "pie",
            ChartKind::Donut => "donut",
            ChartKind::Histogram => "histogram",
            ChartKind::HeatMap => "heat-map",
            ChartKind::Box => "box",
            ChartKind::Slope => "slope",
            ChartKind::SmallMultiples => "small-multiples",
        }
    }

    /// Whether the parts of the chart have to exhaust a whole.
    pub fn is_whole(self) -> bool {
        matches!(self, ChartKind::Pie | ChartKind::Donut)
    }

    /// Whether lines at a value can be drawn into it.
    pub fn takes_references(self) -> bool {
        self.takes_marks() || self == ChartKind::SmallMultiples
    }

    /// Whether lines at a value and remarks at a datum can be drawn into it.
    pub fn takes_marks(self) -> bool {
        match self {
            ChartKind::Bar
            | ChartKind::GroupedBar
            | ChartKind::StackedBar
            | ChartKind::HorizontalBar
            | ChartKind::Line
            | ChartKind::Area
            | ChartKind::Scatter
            | ChartKind::Box => true,
            ChartKind::Pie
            | ChartKind::Donut
            | ChartKind::Histogram
            | ChartKind::HeatMap
            | ChartKind::Slope
            | ChartKind::SmallMultiples => false,
        }
    }

    /// Whether its categories are computed from numbers rather than read.
    pub fn has_numeric_x(self) -> bool {
        matches!(self, ChartKind::Scatter | ChartKind::Histogram)
    }

    /// Whether its series may be the values of a column, `by`, a row a value.
    pub fn takes_long_form(self) -> bool {
        !self.has_numeric_x() && !self.is_whole() && self != ChartKind::Box
    }
}
