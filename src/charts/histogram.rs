//! Bars that touch, from edge to edge of their bins, each as high as the values in it are many.

use super::chart::Chart;
use super::frame::{LEAST_PLOT, tick_target};
use super::measure::Measure;
use super::scale::Scale;
use super::scene::{Anchor, Extent, Scene};
use super::theme::{ASCENT, BASE, DESCENT, LABEL_GAP, MARK_GAP, TICK, VALUE, WHITE, series_color};
use super::value_axis::{Plot, ValueAxis, spacing};

/// Distance between the base line and the labels of the edges, in points.
const DROP: f64 = 5.0;
/// Length of the strokes at the edges, in points.
const STROKE: f64 = 3.0;

/// Lays the chart out.
pub(super) fn layout(chart: &Chart, measure: &Measure<'_>) -> Scene {
    let mut scene = Scene::new(chart.width, chart.height);
    let highest = chart.data().map(|datum| datum.size).fold(0.0, f64::max);
    let axis =
        ValueAxis::new(chart, measure, Scale::nice(0.0, highest, true, tick_target(chart.height)));
    let widths: Vec<f64> =
        chart.edges.iter().map(|edge| measure.width(&edge.label, TICK)).collect();
    let overhang = |width: Option<&f64>| width.map_or(0.0, |width| width / 2.0);
    let foot = DROP + TICK.size * (ASCENT + DESCENT) + 1.0;
    let top = MARK_GAP + VALUE.size * (ASCENT + DESCENT);
    let mut plot = Plot {
        left: axis.margin().max(overhang(widths.first())),
        top,
        right: chart.width - overhang(widths.last()) - 1.0,
        bottom: (chart.height - foot).max(top + LEAST_PLOT),
    };
    scene.height = plot.bottom + foot;
    let places = places(chart, &mut plot);
    axis.draw_upright(&mut scene, measure, &plot);
    draw_bars(&mut scene, chart, measure, (&axis, &plot), &places);
    scene.line(vec![(plot.left, plot.bottom), (plot.right, plot.bottom)], BASE, 0.75);
    let every = spacing(&places, &widths);
    for (index, (edge, x)) in chart.edges.iter().zip(&places).enumerate() {
        scene.line(vec![(*x, plot.bottom), (*x, plot.bottom + STROKE)], BASE, 0.6);
        if index.is_multiple_of(every) {
            let at = (*x, plot.bottom + DROP + TICK.size * ASCENT);
            scene.text(measure, &edge.label, TICK, Anchor::Middle, at);
        }
    }
    scene
}

/// Where the edges stand. The axis is linear: a bin that is twice as wide looks so.
fn places(chart: &Chart, plot: &mut Plot) -> Vec<f64> {
    let (Some(first), Some(last)) = (chart.edges.first(), chart.edges.last()) else {
        return Vec::new();
    };
    let range = (last.size - first.size).max(f64::MIN_POSITIVE);
    // A single bin as wide as the page would look like a floor.
    #[allow(clippy::cast_precision_loss, reason = "a chart has few bins")]
    let widest = 120.0 * chart.categories.len() as f64;
    plot.right = plot.right.min(plot.left + widest);
    let width = plot.right - plot.left;
    let place = |size: f64| plot.left + (size - first.size) / range * width;
    chart.edges.iter().map(|edge| place(edge.size)).collect()
}

fn draw_bars(
    scene: &mut Scene,
    chart: &Chart,
    measure: &Measure<'_>,
    (axis, plot): (&ValueAxis, &Plot),
    places: &[f64],
) {
    let Some(series) = chart.series.first() else { return };
    let bins: Vec<_> = series.data.iter().zip(places.windows(2)).collect();
    let fits = |(datum, ends): &(&Option<super::chart::Datum>, &[f64])| {
        let width = datum.as_ref().map_or(0.0, |datum| measure.width(&datum.label, VALUE));
        width + LABEL_GAP <= ends[1] - ends[0]
    };
    // Where some counts would not find room, the axis serves for all of them.
    let printed = bins.iter().all(fits);
    for (datum, ends) in bins {
        let Some(datum) = datum else { continue };
        let top = axis.y(plot, datum.size);
        let extent = Extent { left: ends[0], top, right: ends[1], bottom: plot.bottom };
        scene.bar(extent, series_color(0), false);
        for x in ends {
            scene.line(vec![(*x, top), (*x, plot.bottom)], WHITE, 0.8);
        }
        if printed {
            let at = (f64::midpoint(ends[0], ends[1]), top - MARK_GAP - 1.0);
            scene.text(measure, &datum.label, VALUE, Anchor::Middle, at);
        }
    }
}
