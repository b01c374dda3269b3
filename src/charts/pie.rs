//! A disc whose parts run clockwise from twelve o'clock, the largest first, and last the one that
//! gathers the rest.

use super::chart::Chart;
use super::donut;
use super::measure::Measure;
use super::scene::Scene;

/// Lays the chart out.
pub(super) fn layout(chart: &Chart, measure: &Measure<'_>) -> Scene {
    donut::lay(chart, measure, 0.0, &order(chart))
}

/// The categories by their sizes; what has no value stands behind all that have one.
fn order(chart: &Chart) -> Vec<usize> {
    let size = |index: usize| {
        let datum = chart.series.first().and_then(|series| series.data[index].as_ref());
        datum.map_or(-1.0, |datum| datum.size)
    };
    let mut order: Vec<usize> = (0..chart.categories.len()).collect();
    order.sort_by(|&first, &second| {
        let is_rest = |index: usize| chart.rest == Some(index);
        is_rest(first).cmp(&is_rest(second)).then(size(second).total_cmp(&size(first)))
    });
    order
}
