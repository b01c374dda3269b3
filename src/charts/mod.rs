//! Charts: rows in, SVG out.
//!
//! A [`Chart`] arrives with its texts final. Its contract is checked, one module a kind lays it out
//! into a scene of shapes and labels by measuring every text in the chart's own font, and the
//! painter writes the scene as SVG with plotters. No system font, clock or hash order takes part:
//! the same chart gives the same bytes.
//!
//! The SVG is as wide as asked. Its height may differ from the wish: a chart grows rather than to
//! cut its labels, and a short list of lying bars or a small ring takes only what it needs. Place
//! it by its width.

mod chart;
mod color;
mod contract;
mod kind;
mod measure;
mod scale;
mod script;
mod style;
mod theme;
mod vision;

mod scene;
mod spread;

mod categories;
mod frame;
mod legend;
mod marks;
mod value_axis;

mod area;
mod bar;
mod box_plot;
mod donut;
mod heat_map;
mod histogram;
mod horizontal;
mod line;
mod panels;
mod pie;
mod scatter;
mod slope;
mod stacked;

mod alt;
mod paint;

#[cfg(test)]
mod tests;

pub use alt::describe;
pub use chart::{
    Annotation, AxisScale, AxisScaler, Category, Chart, Datum, Highlight, Reference, Series,
    TickLabels,
};
pub use color::Rgb;
pub use contract::ChartError;
pub use kind::ChartKind;
pub use measure::{ChartFonts, register_fonts};
pub use scene::Extent;
pub use style::Style;
pub use vision::weaknesses;

use measure::Measure;
use scene::Scene;

/// The size of a drawn chart and the place of every text in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Extents {
    /// Width in points, as asked.
    pub width: f64,
    /// Height in points, as drawn.
    pub height: f64,
    /// Each line of text with its box, in the order in which they are painted.
    pub labels: Vec<(String, Extent)>,
}

/// Draws a chart as SVG in the look of a style, whose families have to be registered before.
pub fn draw(chart: &Chart, style: &Style) -> Result<String, ChartError> {
    paint::paint(&layout(chart, style)?, style)
}

/// Measures what [`draw`] would draw.
pub fn extents(chart: &Chart, style: &Style) -> Result<Extents, ChartError> {
    let scene = layout(chart, style)?;
    let factor = paint::enlargement(style);
    let labels = scene.labels.into_iter().map(|label| (label.text, label.extent.times(factor)));
    Ok(Extents {
        width: scene.width * factor,
        height: scene.height * factor,
        labels: labels.collect(),
    })
}

/// Lays a chart out in the type size of the default style, for the width that is left of the page
/// when the painter enlarges everything to the type size of this style.
fn layout(chart: &Chart, style: &Style) -> Result<Scene, ChartError> {
    chart.validate()?;
    let factor = paint::enlargement(style);
    let chart =
        &Chart { width: chart.width / factor, height: chart.height / factor, ..chart.clone() };
    let measure = Measure::new(style)?;
    let limit = match chart.kind {
        ChartKind::Pie | ChartKind::Donut => donut::value_limit(chart),
        _ => chart.width / 2.0,
    };
    for datum in chart.data() {
        if measure.width(&datum.label, theme::VALUE) > limit {
            return Err(ChartError::LongValue { label: datum.label.clone() });
        }
    }
    Ok(match chart.kind {
        ChartKind::Bar | ChartKind::GroupedBar => bar::layout(chart, &measure),
        ChartKind::StackedBar => stacked::layout(chart, &measure),
        ChartKind::HorizontalBar => horizontal::layout(chart, &measure),
        ChartKind::Line => line::layout(chart, &measure),
        ChartKind::Area => area::layout(chart, &measure),
        ChartKind::Scatter => scatter::layout(chart, &measure),
        ChartKind::Pie => pie::layout(chart, &measure),
        ChartKind::Donut => donut::layout(chart, &measure),
        ChartKind::Histogram => histogram::layout(chart, &measure),
        ChartKind::HeatMap => heat_map::layout(chart, &measure),
        ChartKind::Box => box_plot::layout(chart, &measure),
        ChartKind::Slope => slope::layout(chart, &measure),
        ChartKind::SmallMultiples => panels::layout(chart, &measure),
    })
}
