//! Upright bars of segments: what is positive piles up from zero, what is negative hangs below it.

use super::chart::{Chart, Datum};
use super::frame::{Frame, FramePlan, LEAST_PLOT, category_count, tick_target};
use super::legend::{self, EndLabel, draw_end_labels, end_label_height, end_label_room};
use super::marks::{draw_annotations, draw_references, room_above};
use super::measure::{Block, Measure};
use super::scale::Scale;
use super::scene::{Anchor, Extent, Scene};
use super::spread::spread;
use super::theme::{
    ASCENT, Color, DESCENT, HALF_CAPITAL, INK, LABEL_GAP, LINE_PITCH, MARK_GAP, MISSING, QUIET,
    TypeStyle, VALUE, WHITE,
};

/// Widest bar, in points.
const WIDEST_BAR: f64 = 64.0;
/// Share of a category's width that its bar fills.
const BAR_SHARE: f64 = 0.62;
/// Most of the chart's width that names beside the last bar may take.
const NAME_SHARE: f64 = 0.26;
/// Names beside the last bar may be moved this far from their segments, in points.
const FARTHEST_NAME: f64 = 14.0;

/// A segment as values: where it starts and ends.
struct Segment<'a> {
    category: usize,
    order: usize,
    from: f64,
    to: f64,
    /// `None` where the source has no value: the segment is empty and marked with a dash.
    datum: Option<&'a Datum>,
}

impl Segment<'_> {
    fn label(&self) -> &str {
        self.datum.map_or(MISSING, |datum| datum.label.as_str())
    }
}

/// Lays the chart out.
pub(super) fn layout(chart: &Chart, measure: &Measure<'_>) -> Scene {
    let mut scene = Scene::new(chart.width, chart.height);
    let segments = segments(chart);
    let (low, high) = segments.iter().fold((0.0, 0.0), |(low, high): (f64, f64), segment| {
        (low.min(segment.to), high.max(segment.to))
    });
    let (low, high) = chart.with_references((low, high));
    let scale = Scale::nice(low, high, chart.counts_only(), tick_target(chart.height));
    let names = names_beside(chart, measure, &segments, &scale);
    let has_names = chart.series.iter().any(|series| !series.name.is_empty());
    let above = if names.is_empty() && has_names {
        legend::draw_rows(&mut scene, measure, chart)
    } else {
        0.0
    };
    let right = if names.is_empty() { value_room(chart, measure) } else { end_label_room(&names) };
    let plan = FramePlan {
        scale,
        ticks: true,
        above: above + room_above(chart, measure),
        below: 0.0,
        right,
        mark_half: |slot| (slot * BAR_SHARE).min(WIDEST_BAR) / 2.0,
        least_height: LEAST_PLOT,
    };
    let frame = Frame::lay(&mut scene, chart, measure, plan);
    // Beside the last bar, values share the room with the leaders of the names.
    let last_room = if names.is_empty() { right } else { 10.0 };
    draw_segments(&mut scene, chart, measure, &frame, &segments, last_room);
    draw_missing(&mut scene, chart, measure, &frame);
    frame.draw_base(&mut scene);
    draw_names(&mut scene, chart, measure, &frame, names, &segments);
    draw_references(&mut scene, chart, measure, &frame.field(), |value| frame.y(value));
    draw_annotations(&mut scene, chart, measure, &frame.field(), |annotation| {
        let is_meant = |segment: &&Segment<'_>| {
            segment.category == annotation.category && segment.order == annotation.series
        };
        let segment = segments.iter().find(is_meant)?;
        let y = frame.y(f64::midpoint(segment.from, segment.to));
        Some((frame.center(annotation.category) + bar_width(&frame) / 2.0, y))
    });
    scene
}

/// All segments, bar by bar, each from where the one before it ended.
fn segments(chart: &Chart) -> Vec<Segment<'_>> {
    let mut segments = Vec::new();
    for category in 0..chart.categories.len() {
        if chart.series.iter().all(|series| series.data[category].is_none()) {
            continue;
        }
        let (mut up, mut down) = (0.0, 0.0);
        for (order, series) in chart.series.iter().enumerate() {
            let datum = series.data[category].as_ref();
            let size = datum.map_or(0.0, |datum| datum.size);
            let pile = if size < 0.0 { &mut down } else { &mut up };
            let from = *pile;
            *pile += size;
            segments.push(Segment { category, order, from, to: *pile, datum });
        }
    }
    segments
}

/// Room to the right of the plot for a value that does not fit into the last bar, in points.
fn value_room(chart: &Chart, measure: &Measure<'_>) -> f64 {
    let last = chart.series.iter().filter_map(|series| series.data.last()?.as_ref());
    last.map(|datum| measure.width(&datum.label, VALUE) + 2.0 * MARK_GAP).fold(0.0, f64::max)
}

fn bar_width(frame: &Frame) -> f64 {
    (frame.slot * BAR_SHARE).min(WIDEST_BAR)
}

fn draw_segments(
    scene: &mut Scene,
    chart: &Chart,
    measure: &Measure<'_>,
    frame: &Frame,
    segments: &[Segment<'_>],
    last_room: f64,
) {
    let half = bar_width(frame) / 2.0;
    for category in 0..chart.categories.len() {
        let center = frame.center(category);
        let partial = chart.categories[category].partial;
        let (mut above, mut below) = (Vec::new(), Vec::new());
        for segment in segments.iter().filter(|segment| segment.category == category) {
            let (from, to) = (frame.y(segment.from), frame.y(segment.to));
            let (top, bottom) = (from.min(to), from.max(to));
            let extent = Extent { left: center - half, top, right: center + half, bottom };
            let color = chart.color(segment.order, segment.category);
            scene.bar(extent, color, partial);
            // A white hair line keeps neighbours apart whatever their colours.
            scene.line(vec![(extent.left, to), (extent.right, to)], WHITE, 0.8);
            let label = segment.label();
            if !(Print { measure, partial, color }).inside(scene, label, extent) {
                let side = if segment.to < segment.from { &mut below } else { &mut above };
                side.push((label, f64::midpoint(top, bottom)));
            }
        }
        // A pile grows upwards, so among values at one place the later stands higher.
        above.reverse();
        let x = center + half + MARK_GAP - 1.0;
        let is_last = category + 1 == chart.categories.len();
        let gap = frame.slot - bar_width(frame) - MARK_GAP;
        let room = if is_last { last_room } else { gap }.min(scene.width - x);
        draw_outside(scene, measure, (x, room), above, (frame.top, frame.base()));
        draw_outside(scene, measure, (x, room), below, (frame.base(), frame.bottom));
    }
}

/// Values of segments that are too small to hold them, to the right of their bar and moved apart.
/// They are left to the axis when they would not fit between this bar and the next.
fn draw_outside(
    scene: &mut Scene,
    measure: &Measure<'_>,
    (x, room): (f64, f64),
    mut values: Vec<(&str, f64)>,
    (low, high): (f64, f64),
) {
    let style = TypeStyle { bold: false, ..VALUE };
    let pitch = VALUE.size * (ASCENT + DESCENT) + 0.2;
    let widest = values.iter().map(|(text, _)| measure.width(text, style)).fold(0.0, f64::max);
    #[allow(clippy::cast_precision_loss, reason = "a chart has few series")]
    let height = values.len() as f64 * pitch;
    if widest > room || height > high - low {
        return;
    }
    values.sort_by(|first, second| first.1.total_cmp(&second.1));
    let wishes: Vec<(f64, f64)> = values.iter().map(|(_, middle)| (*middle, pitch)).collect();
    let centers = spread(&wishes, low, high);
    for ((text, _), center) in values.iter().zip(centers) {
        let at = (x, center + VALUE.size * (ASCENT - DESCENT) / 2.0);
        scene.text(measure, text, style, Anchor::Start, at);
    }
}

/// Prints the value of a segment.
struct Print<'a> {
    measure: &'a Measure<'a>,
    partial: bool,
    color: Color,
}

impl Print<'_> {
    /// Within the segment, level or turned, when it fits there.
    fn inside(&self, scene: &mut Scene, text: &str, extent: Extent) -> bool {
        let ink = if self.partial { INK } else { self.color.readable_ink() };
        let style = TypeStyle { color: ink, ..VALUE };
        let length = self.measure.width(text, style) + LABEL_GAP;
        let thickness = VALUE.size * (ASCENT + DESCENT) + 0.2;
        let (width, height) = (extent.right - extent.left, extent.bottom - extent.top);
        let (x, y) =
            (f64::midpoint(extent.left, extent.right), f64::midpoint(extent.top, extent.bottom));
        let drop = VALUE.size * HALF_CAPITAL;
        if length <= width && thickness <= height {
            self.patch(scene, (x, y), (length, VALUE.size));
            scene.text(self.measure, text, style, Anchor::Middle, (x, y + drop));
            return true;
        }
        // What lacks only height would not be read more easily when turned.
        if length > width && length <= height && VALUE.size * LINE_PITCH <= width {
            self.patch(scene, (x, y), (VALUE.size, length));
            scene.turned_text(self.measure, text, style, Anchor::Middle, (x + drop, y));
            return true;
        }
        false
    }

    /// Quiet ground for a value that stands on the hatching of a partial period.
    fn patch(&self, scene: &mut Scene, (x, y): (f64, f64), (width, height): (f64, f64)) {
        if self.partial {
            let extent = Extent {
                left: x - width / 2.0,
                top: y - height / 2.0,
                right: x + width / 2.0,
                bottom: y + height / 2.0,
            };
            scene.rectangle(extent, self.color.tint(0.16));
        }
    }
}

/// A dash above the base line of a bar that has no value at all.
fn draw_missing(scene: &mut Scene, chart: &Chart, measure: &Measure<'_>, frame: &Frame) {
    if frame.slot < VALUE.size {
        // Dashes so close would join into a line.
        return;
    }
    let style = TypeStyle { color: QUIET, bold: false, ..VALUE };
    for index in 0..chart.categories.len() {
        if chart.series.iter().all(|series| series.data[index].is_none()) {
            let above = frame.base() - MARK_GAP - 1.0;
            // Where all values are negative, the base line is the upper edge of the plot.
            let hangs = above - VALUE.size * ASCENT < frame.top;
            let y = if hangs { frame.base() + MARK_GAP + VALUE.size * ASCENT } else { above };
            let at = (frame.center(index), y);
            scene.text(measure, MISSING, style, Anchor::Middle, at);
        }
    }
}

/// The names for beside the last bar, or none when they would stand too far from their segments.
fn names_beside(
    chart: &Chart,
    measure: &Measure<'_>,
    segments: &[Segment<'_>],
    scale: &Scale,
) -> Vec<Block> {
    let last = chart.categories.len().saturating_sub(1);
    // The category labels take some of the height; what they leave is estimated with care.
    let height = (chart.height - 36.0).max(LEAST_PLOT);
    let bar =
        (chart.width * (0.95 - NAME_SHARE) / category_count(chart) * BAR_SHARE).min(WIDEST_BAR);
    // Values outside of the last bar would stand where the names shall be.
    let holds_value = |segment: &&Segment<'_>| {
        let size = (scale.share(segment.to) - scale.share(segment.from)) * height;
        size >= VALUE.size * 1.2 && measure.width(segment.label(), VALUE) + LABEL_GAP <= bar
    };
    let of_last: Vec<&Segment<'_>> =
        segments.iter().filter(|segment| segment.category == last).filter(holds_value).collect();
    if of_last.len() != chart.series.len() || chart.series.len() < 2 {
        return Vec::new();
    }
    let limit = chart.width * NAME_SHARE;
    let name = |series: &super::chart::Series| measure.block(&series.name, limit);
    let Some(blocks) = chart.series.iter().map(name).collect::<Option<Vec<Block>>>() else {
        return Vec::new();
    };
    let place = |segment: &Segment<'_>| {
        height * (1.0 - f64::midpoint(scale.share(segment.from), scale.share(segment.to)))
    };
    let mut wishes: Vec<(f64, f64)> = of_last
        .iter()
        .zip(&blocks)
        .map(|(segment, block)| (place(segment), end_label_height(block)))
        .collect();
    wishes.reverse();
    let centers = spread(&wishes, 0.0, height);
    let near = |((wish, _), center): (&(f64, f64), f64)| (wish - center).abs() <= FARTHEST_NAME;
    let total: f64 = wishes.iter().map(|(_, length)| length).sum();
    if total <= height && wishes.iter().zip(centers).all(near) { blocks } else { Vec::new() }
}

fn draw_names(
    scene: &mut Scene,
    chart: &Chart,
    measure: &Measure<'_>,
    frame: &Frame,
    names: Vec<Block>,
    segments: &[Segment<'_>],
) {
    let last = chart.categories.len().saturating_sub(1);
    let edge = frame.center(last) + bar_width(frame) / 2.0;
    let mut labels = Vec::new();
    for (order, block) in names.into_iter().enumerate() {
        let mut of_last = segments.iter().filter(|segment| segment.category == last);
        let Some(segment) = of_last.find(|segment| segment.order == order) else { continue };
        let y = f64::midpoint(frame.y(segment.from), frame.y(segment.to));
        labels.push(EndLabel { block, color: chart.color_of_series(order), from: (edge + 2.0, y) });
    }
    draw_end_labels(scene, measure, labels, edge, (0.0, frame.bottom));
}
