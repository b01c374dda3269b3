//! Lines from one period to another, with values at both ends and names at the right.

use super::chart::{Chart, Highlight};
use super::frame::LEAST_PLOT;
use super::legend::end_label_height;
use super::measure::{Block, Measure};
use super::scale::Scale;
use super::scene::{Anchor, Extent, Scene, baseline};
use super::spread::spread;
use super::theme::{BASE, Color, LABEL_GAP, LEADER, LINE_PITCH, MISSING, QUIET, TypeStyle, VALUE};

/// Width of a line, in points.
const STROKE: f64 = 1.5;
/// Radius of its ends, in points.
const RADIUS: f64 = 2.6;
/// Most of the chart's width that the names may take.
const NAME_SHARE: f64 = 0.34;
/// Distance between an end and its labels, room for the leader included, in points.
const REACH: f64 = 14.0;
/// Distance between a value and its name, in points.
const NAME_GAP: f64 = 6.0;
/// Room for the colour bar before a name, in points.
const NAME_LEAD: f64 = 2.0 + LABEL_GAP + 1.0;
/// Least distance between the two periods, in points.
const LEAST_DISTANCE: f64 = 36.0;
/// Widest distance between the two periods, in points.
const WIDEST: f64 = 300.0;

/// What stands at one end of a line.
struct End {
    order: usize,
    color: Color,
    /// The height of the end itself.
    y: f64,
    value: (String, TypeStyle),
    name: Block,
}

/// Lays the chart out.
pub(super) fn layout(chart: &Chart, measure: &Measure<'_>) -> Scene {
    let mut scene = Scene::new(chart.width, chart.height);
    let heads = chart
        .categories
        .iter()
        .map(|category| measure.block_anyhow(&category.lines, chart.width * 0.3));
    let heads: Vec<Block> = heads.collect();
    let (left, values) = sides(chart, measure, &heads);
    // Names take what two axes with room between them leave.
    let limit = chart.width - left - LEAST_DISTANCE - REACH - values - NAME_GAP - NAME_LEAD;
    let limit = limit.min(chart.width * NAME_SHARE).max(VALUE.size);
    let names: Vec<Block> =
        chart.series.iter().map(|series| measure.block_anyhow(&series.name, limit)).collect();
    let name = names.iter().map(|name| name.width).fold(0.0, f64::max) + NAME_LEAD;
    let half = heads.last().map_or(0.0, |head| head.width / 2.0);
    let right = chart.width - (REACH + values + NAME_GAP + name).max(half);
    let right = right.clamp(left + LEAST_DISTANCE, left + WIDEST);
    let top = heads.iter().map(Block::height).fold(0.0, f64::max) + 6.0;
    let height: f64 = names.iter().map(|name| end_label_height(name).max(value_height())).sum();
    let foot = (chart.height - 6.0).max(top + height.max(LEAST_PLOT));
    scene.height = foot + 6.0;
    let scale = scale(chart);
    let y = |size: f64| foot - RADIUS - scale.share(size) * (foot - top - 2.0 * RADIUS);
    for (head, x) in heads.iter().zip([left, right]) {
        // Heads stand over their axes, as far as the edge of the chart lets them.
        let center = x.min(scene.width - head.width / 2.0).max(head.width / 2.0);
        scene.block(measure, head, Anchor::Middle, center, 0.0);
        scene.line(vec![(x, top), (x, foot)], BASE, 0.6);
    }
    for order in drawing_order(chart) {
        let ends = [(left, 0), (right, 1)].map(|(x, period)| {
            let datum = chart.series[order].data[period].as_ref();
            datum.map(|datum| (x, y(datum.size)))
        });
        let color = chart.color_of_series(order);
        if let [Some(from), Some(to)] = ends {
            if chart.categories.iter().any(|category| category.partial) {
                scene.dashes(from, to, color, STROKE);
            } else {
                scene.line(vec![from, to], color, STROKE);
            }
        }
        for end in ends.into_iter().flatten() {
            scene.dot(end, RADIUS, color);
        }
    }
    let limits = (top - 4.0, scene.height);
    draw_ends(&mut scene, measure, ends(chart, &names, 0, &y, foot), (left, -1.0), limits);
    draw_ends(&mut scene, measure, ends(chart, &names, 1, &y, foot), (right, 1.0), limits);
    scene
}

fn value_height() -> f64 {
    VALUE.size * LINE_PITCH
}

/// Where the left axis stands, and the widest value at the right one.
fn sides(chart: &Chart, measure: &Measure<'_>, heads: &[Block]) -> (f64, f64) {
    let widest = |period: usize| {
        let values = chart.series.iter().filter_map(|series| series.data[period].as_ref());
        let widths = values.map(|datum| measure.width(&datum.label, VALUE));
        widths.fold(measure.width(MISSING, VALUE), f64::max)
    };
    let half = heads.first().map_or(0.0, |head| head.width / 2.0);
    ((widest(0) + REACH).max(half), widest(1))
}

/// The range of both axes, which is the same. Slopes compare changes and need no zero.
fn scale(chart: &Chart) -> Scale {
    let least = chart.data().map(|datum| datum.size).fold(f64::INFINITY, f64::min);
    let greatest = chart.data().map(|datum| datum.size).fold(f64::NEG_INFINITY, f64::max);
    if least < greatest {
        Scale::tight(least, greatest)
    } else {
        // Equal values lie in the middle.
        let reach = least.abs().max(1.0);
        Scale::tight(least - reach, least + reach)
    }
}

/// What is singled out is drawn last, above all else.
fn drawing_order(chart: &Chart) -> Vec<usize> {
    let mut order: Vec<usize> = (0..chart.series.len()).collect();
    order.sort_by_key(|index| chart.highlight.contains(&Highlight::Series(*index)));
    order
}

/// The labels of a period. At the right stands the name; a line that has no value there has a dash.
fn ends(
    chart: &Chart,
    names: &[Block],
    period: usize,
    y: &dyn Fn(f64) -> f64,
    foot: f64,
) -> Vec<End> {
    let end = |(order, series): (usize, &super::chart::Series)| {
        let datum = series.data[period].as_ref();
        let color = chart.color_of_series(order);
        let name = if period == 1 { names[order].clone() } else { Block::default() };
        let missing = TypeStyle { color: QUIET, bold: false, ..VALUE };
        if let Some(datum) = datum {
            let value = (datum.label.clone(), VALUE);
            return End { order, color, y: y(datum.size), value, name };
        }
        // Without a value, the name stands level with the other end.
        let other = series.data[1 - period].as_ref();
        let y = other.map_or(foot, |datum| y(datum.size));
        End { order, color, y, value: (MISSING.to_owned(), missing), name }
    };
    chart.series.iter().enumerate().map(end).collect()
}

/// Draws the labels beside an axis, moved apart; `side` is 1 to the right and -1 to the left.
fn draw_ends(
    scene: &mut Scene,
    measure: &Measure<'_>,
    mut ends: Vec<End>,
    (axis, side): (f64, f64),
    (low, high): (f64, f64),
) {
    ends.sort_by(|first, second| first.y.total_cmp(&second.y).then(first.order.cmp(&second.order)));
    let height = |end: &End| (end.name.height() + 2.0).max(value_height());
    let wishes: Vec<(f64, f64)> = ends.iter().map(|end| (end.y, height(end))).collect();
    let widest =
        ends.iter().map(|end| measure.width(&end.value.0, end.value.1)).fold(0.0, f64::max);
    let x = axis + side * REACH;
    for (end, center) in ends.iter().zip(spread(&wishes, low, high)) {
        let from = (axis + side * (RADIUS + 1.0), end.y);
        let to = (x - side * 2.0, center);
        if (center - end.y).abs() > 1.0 {
            scene.shapes.insert(
                0,
                super::scene::Shape::Path { points: vec![from, to], color: LEADER, width: 0.5 },
            );
        }
        let (text, style) = &end.value;
        let first = end.name.lines.first().map_or(VALUE.size, |(_, style)| style.size);
        let top = center - (end.name.height()).max(value_height()) / 2.0;
        let y = top + baseline(first.max(style.size));
        let at = if side > 0.0 { x + widest } else { x };
        scene.text(measure, text, *style, Anchor::End, (at, y));
        if end.name.lines.is_empty() {
            continue;
        }
        let left = x + widest + NAME_GAP;
        let bar = Extent {
            left,
            top: top + 1.0,
            right: left + 2.0,
            bottom: top + end.name.height().max(value_height()) - 1.0,
        };
        scene.rectangle(bar, end.color);
        scene.block(measure, &end.name, Anchor::Start, left + NAME_LEAD, top);
    }
}
