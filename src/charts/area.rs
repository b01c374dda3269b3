//! Areas from zero up to a line; those of several series lie upon each other, so that their upper edge is
//! the sum.

use super::bar::range;
use super::chart::{Category, Chart, Datum};
use super::frame::{Frame, FramePlan, tick_target};
use super::legend::{EndLabel, draw_end_labels, end_label_height, end_label_room};
use super::marks::{draw_annotations, draw_references, room_above};
use super::measure::{Block, Measure};
use super::scale::Scale;
use super::scene::{Anchor, Extent, Point, Scene, text_extent};
use super::theme::{
    ASCENT, DESCENT, HALF_CAPITAL, LABEL_GAP, MARK_GAP, MISSING, QUIET, TypeStyle, VALUE, WHITE,
};

/// Most of the chart's width that names beside the areas may take.
const NAME_SHARE: f64 = 0.28;
/// Room above the plot for values, in points.
const VALUE_ROOM: f64 = 13.0;
/// Width of the line on top of an area, in points.
const STROKE: f64 = 1.4;
/// Half the width of an area that has no neighbour, in points.
const ALONE: f64 = 2.5;

/// A series with its lower and upper edge in each category.
type Layer = Vec<Option<(f64, f64)>>;

/// Lays the chart out.
pub(super) fn layout(chart: &Chart, measure: &Measure<'_>) -> Scene {
    let mut scene = Scene::new(chart.width, chart.height);
    let layers = layers(chart);
    let (low, high) = layers
        .iter()
        .flatten()
        .flatten()
        .fold(range(chart), |(low, high), layer| (low.min(layer.1), high.max(layer.1)));
    let names = names(chart, measure);
    let room = end_label_room(&names);
    let plan = FramePlan {
        scale: Scale::nice(low, high, chart.counts_only(), tick_target(chart.height)),
        ticks: true,
        above: VALUE_ROOM + room_above(chart, measure),
        below: if low < 0.0 { VALUE_ROOM } else { 0.0 },
        right: room,
        mark_half: if room > 0.0 { |_| 0.0 } else { |slot| slot / 2.0 },
        least_height: names.iter().map(end_label_height).sum(),
    };
    let frame = Frame::lay(&mut scene, chart, measure, plan);
    let single = chart.series.len() == 1;
    for (order, layer) in layers.iter().enumerate() {
        draw_layer(&mut scene, chart, &frame, layer, (order, single));
    }
    frame.draw_base(&mut scene);
    draw_missing(&mut scene, chart, measure, &frame, &layers);
    if single {
        print_values(&mut scene, chart, measure, &frame);
    }
    draw_names(&mut scene, chart, &frame, measure, names, &layers);
    draw_references(&mut scene, chart, measure, &frame.field(), |value| frame.y(value));
    draw_annotations(&mut scene, chart, measure, &frame.field(), |annotation| {
        let (_, upper) = layers[annotation.series][annotation.category]?;
        Some((frame.center(annotation.category), frame.y(upper)))
    });
    scene
}

/// Areas upon each other. Where one of several has no value, what lies above it has no place, so the
/// category is a gap for all of them.
fn layers(chart: &Chart) -> Vec<Layer> {
    let complete = |index: usize| chart.series.iter().all(|series| series.data[index].is_some());
    let mut edges = vec![0.0; chart.categories.len()];
    let mut layers = Vec::new();
    for series in &chart.series {
        let layer = series.data.iter().enumerate().map(|(index, datum)| {
            let datum = datum.as_ref().filter(|_| complete(index))?;
            let from = edges[index];
            edges[index] += datum.size;
            Some((from, edges[index]))
        });
        layers.push(layer.collect());
    }
    layers
}

/// What stands at the right of each area: its name and its last value.
fn names(chart: &Chart, measure: &Measure<'_>) -> Vec<Block> {
    let name = |series: &super::chart::Series| {
        let mut block = measure.block_anyhow(&series.name, chart.width * NAME_SHARE);
        if chart.series.len() > 1 {
            let last = series.data.last().and_then(Option::as_ref);
            measure.extend(
                &mut block,
                last.map(|last| last.label.clone()).into_iter().collect(),
                VALUE,
            );
        }
        block
    };
    chart.series.iter().map(name).collect()
}

fn draw_layer(
    scene: &mut Scene,
    chart: &Chart,
    frame: &Frame,
    layer: &Layer,
    (order, single): (usize, bool),
) {
    let color = chart.color_of_series(order);
    let fill = if single { color.tint(0.35) } else { color };
    for run in runs(layer) {
        let place = |index: &usize| {
            let (from, to) = layer[*index].unwrap_or_default();
            (frame.center(*index), frame.y(from), frame.y(to))
        };
        let mut places: Vec<(f64, f64, f64)> = run.iter().map(place).collect();
        if let [(x, from, to)] = places[..] {
            places = vec![(x - ALONE, from, to), (x + ALONE, from, to)];
        }
        let upper: Vec<Point> = places.iter().map(|(x, _, to)| (*x, *to)).collect();
        let lower = places.iter().rev().map(|(x, from, _)| (*x, *from));
        scene.polygon(upper.iter().copied().chain(lower).collect(), fill);
        hatch_partial(scene, chart, frame, &run, layer);
        // A white line keeps neighbours apart whatever their colours.
        let (ink, width) = if single { (color, STROKE) } else { (WHITE, 0.8) };
        scene.line(upper, ink, width);
    }
}

/// The categories that follow each other without a gap.
fn runs(layer: &Layer) -> Vec<Vec<usize>> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for (index, edges) in layer.iter().enumerate() {
        match (edges, runs.last_mut()) {
            (Some(_), Some(run)) if run.last() == Some(&index.wrapping_sub(1)) => run.push(index),
            (Some(_), _) => runs.push(vec![index]),
            (None, _) => {}
        }
    }
    runs
}

/// Upright white strokes over the way to a partial period: an area grows along it, and would be taken for
/// a decline or a rise of the whole.
fn hatch_partial(scene: &mut Scene, chart: &Chart, frame: &Frame, run: &[usize], layer: &Layer) {
    let partial = |index: usize| chart.categories.get(index).is_some_and(is_partial);
    for pair in run.windows(2).filter(|pair| partial(pair[0]) || partial(pair[1])) {
        let edge = |index: usize| layer[index].map(|(from, to)| (frame.y(from), frame.y(to)));
        let (Some(first), Some(second)) = (edge(pair[0]), edge(pair[1])) else { continue };
        let (left, right) = (frame.center(pair[0]), frame.center(pair[1]));
        let mut x = left + 2.0;
        while x < right {
            let share = (x - left) / (right - left);
            let between = |from: f64, to: f64| from + (to - from) * share;
            let from = (x, between(first.0, second.0));
            let to = (x, between(first.1, second.1));
            scene.line(vec![from, to], WHITE, 1.2);
            x += 3.6;
        }
    }
}

fn is_partial(category: &Category) -> bool {
    category.partial
}

/// A dash at the foot where the data have no value, or not all that lie upon each other.
fn draw_missing(
    scene: &mut Scene,
    chart: &Chart,
    measure: &Measure<'_>,
    frame: &Frame,
    layers: &[Layer],
) {
    if frame.slot < VALUE.size {
        // Dashes so close would join into a line.
        return;
    }
    let style = TypeStyle { color: QUIET, bold: false, ..VALUE };
    for index in 0..chart.categories.len() {
        if layers.iter().all(|layer| layer[index].is_none()) {
            let above = frame.base() - MARK_GAP - 1.0;
            let hangs = above - VALUE.size * ASCENT < frame.top;
            let y = if hangs { frame.base() + MARK_GAP + VALUE.size * ASCENT } else { above };
            scene.text(measure, MISSING, style, Anchor::Middle, (frame.center(index), y));
        }
    }
}

/// The values over a single area: all of them where each finds room, else the last.
fn print_values(scene: &mut Scene, chart: &Chart, measure: &Measure<'_>, frame: &Frame) {
    let Some(series) = chart.series.first() else { return };
    let place = |(index, datum): (usize, &Option<Datum>)| {
        datum.as_ref().map(|datum| (frame.center(index), frame.y(datum.size)))
    };
    let line: Vec<Option<Point>> = series.data.iter().enumerate().map(place).collect();
    let values: Vec<(&Datum, Point)> =
        series.data.iter().flatten().zip(line.iter().flatten().copied()).collect();
    let mut taken: Vec<Extent> = scene.labels.iter().map(|label| label.extent).collect();
    let mut placed: Vec<Option<(String, Point)>> = Vec::new();
    for (datum, point) in values {
        let width = measure.width(&datum.label, VALUE);
        let free = |at: &Point| {
            let extent = text_extent(width, VALUE.size, Anchor::Middle, *at, false);
            // Digits have no descenders.
            let digits = Extent { bottom: extent.bottom - VALUE.size * DESCENT, ..extent };
            extent.left >= 0.0
                && extent.right <= scene.width
                && extent.top >= 0.0
                && taken.iter().all(|other| !other.overlaps(&extent.inset(-LABEL_GAP / 2.0)))
                && line.windows(2).all(|pair| match pair {
                    [Some(from), Some(to)] => !digits.inset(-0.8).meets(*from, *to),
                    _ => true,
                })
        };
        let place = places(point, width, datum.size < 0.0).into_iter().find(free);
        let extent = place.map(|at| text_extent(width, VALUE.size, Anchor::Middle, at, false));
        taken.extend(extent);
        placed.push(place.map(|at| (datum.label.clone(), at)));
    }
    let all = placed.iter().all(Option::is_some);
    let last = placed.len().saturating_sub(1);
    for (index, value) in placed.into_iter().enumerate() {
        if let Some((text, at)) = value.filter(|_| all || index == last) {
            scene.text(measure, &text, VALUE, Anchor::Middle, at);
        }
    }
}

/// Where the value of a point may stand: over it, or under it where it is negative, in the middle or to a
/// side.
fn places((x, y): Point, width: f64, negative: bool) -> [Point; 4] {
    let away = |more: f64| {
        if negative { y + MARK_GAP + more + VALUE.size * ASCENT } else { y - MARK_GAP - 1.0 - more }
    };
    let aside = width / 2.0 + 1.0;
    [(x, away(0.0)), (x + aside, away(0.0)), (x - aside, away(0.0)), (x, away(5.0))]
}

fn draw_names(
    scene: &mut Scene,
    chart: &Chart,
    frame: &Frame,
    measure: &Measure<'_>,
    names: Vec<Block>,
    layers: &[Layer],
) {
    let mut labels = Vec::new();
    for (order, block) in names.into_iter().enumerate() {
        if block.lines.is_empty() {
            continue;
        }
        // The name of an area without any value hangs at the foot of the plot.
        let end = layers[order].iter().enumerate().rev().find_map(|(index, edges)| {
            edges.map(|(from, to)| {
                let y = f64::midpoint(frame.y(from), frame.y(to));
                (frame.center(index), y)
            })
        });
        let from = end.unwrap_or((frame.right, frame.bottom - VALUE.size * HALF_CAPITAL));
        labels.push(EndLabel {
            block,
            color: chart.color_of_series(order),
            from: (from.0 + 1.0, from.1),
        });
    }
    let edge = chart.categories.len().checked_sub(1).map_or(frame.right, |last| frame.center(last));
    draw_end_labels(scene, measure, labels, edge.max(frame.left), (0.0, frame.bottom));
}
