//! Lines with marked points, named at their right ends; a gap where the source has no value, dashes
//! towards a partial period.

use super::bar::range;
use super::chart::{Chart, Datum};
use super::frame::{Frame, FramePlan, tick_target};
use super::legend::{EndLabel, draw_end_labels, end_label_height, end_label_room};
use super::marks::{draw_annotations, draw_references, room_above};
use super::measure::{Block, Measure};
use super::scale::Scale;
use super::scene::{Anchor, Extent, Point, Scene, text_extent};
use super::theme::{
    ASCENT, Color, DESCENT, HALF_CAPITAL, MARK_GAP, MISSING, QUIET, TypeStyle, VALUE, WHITE,
};

/// Width of a line, in points.
const STROKE: f64 = 1.6;
/// Room above and below the plot for values, in points.
const VALUE_ROOM: f64 = 13.0;
/// A range that reaches down to this share of its top is drawn from zero.
const ZERO_SHARE: f64 = 0.45;

/// Lays the chart out.
pub(super) fn layout(chart: &Chart, measure: &Measure<'_>) -> Scene {
    let mut scene = Scene::new(chart.width, chart.height);
    // The names alone, then names with the last value: which of them is needed is known only once
    // the values are placed.
    let names = end_blocks(chart, measure, false);
    let names_and_values = end_blocks(chart, measure, true);
    let room = end_label_room(&names).max(end_label_room(&names_and_values));
    let (low, high) = line_range(chart);
    let plan = FramePlan {
        scale: Scale::nice(low, high, chart.counts_only(), tick_target(chart.height)),
        ticks: true,
        above: VALUE_ROOM + room_above(chart, measure),
        // Values that lie on a base line have their labels above it.
        below: if low == 0.0 { 0.0 } else { VALUE_ROOM },
        right: room,
        mark_half: if room > 0.0 { |_| 0.0 } else { |slot| slot / 2.0 },
        least_height: names_and_values.iter().map(end_label_height).sum(),
    };
    let frame = Frame::lay(&mut scene, chart, measure, plan);
    if low <= 0.0 {
        frame.draw_base(&mut scene);
    }
    let lines = traces(chart, &frame);
    // What is singled out lies above the rest.
    let mut above: Vec<usize> = (0..lines.len()).collect();
    above.sort_by_key(|order| chart.is_singled(*order));
    for order in above {
        draw_trace(&mut scene, chart, &frame, &lines[order], order);
    }
    let mut obstacles = lines.clone();
    obstacles.push(vec![Some((frame.left, frame.base())), Some((frame.right, frame.base()))]);
    draw_missing(&mut scene, chart, measure, &frame, &obstacles);
    // Where names follow at the right end, values must not reach into them.
    let right = if room > 0.0 { frame.right + 4.0 } else { scene.width };
    let bounds = Extent { left: 0.0, top: 0.0, right, bottom: frame.bottom };
    let slot = frame.slot.max(VALUE.size);
    let room_for_all = chart.data().all(|datum| measure.width(&datum.label, VALUE) <= slot);
    let values = Values { chart, measure, obstacles: &obstacles, bounds };
    let printed = room_for_all && values.print(&mut scene, |_, _| true, true);
    if !printed {
        values.print(&mut scene, |order, index| is_telling(chart, order, index), false);
    }
    let blocks = if printed { names } else { names_and_values };
    draw_ends(&mut scene, chart, measure, &frame, blocks, &lines);
    draw_references(&mut scene, chart, measure, &frame.field(), |value| frame.y(value));
    draw_annotations(&mut scene, chart, measure, &frame.field(), |annotation| {
        lines[annotation.series][annotation.category]
    });
    scene
}

/// The points of a series: the place of each value that is there.
type Trace = Vec<Option<Point>>;

fn traces(chart: &Chart, frame: &Frame) -> Vec<Trace> {
    let place = |(index, datum): (usize, &Option<Datum>)| {
        datum.as_ref().map(|datum| (frame.center(index), frame.y(datum.size)))
    };
    chart.series.iter().map(|series| series.data.iter().enumerate().map(place).collect()).collect()
}

/// The range of the axis. Lines need not start at zero, but where zero is near it is shown.
fn line_range(chart: &Chart) -> (f64, f64) {
    let nothing = (f64::INFINITY, f64::NEG_INFINITY);
    let sizes = chart.data().map(|datum| datum.size);
    let values =
        sizes.fold(nothing, |(least, greatest), size| (least.min(size), greatest.max(size)));
    let (least, greatest) = chart.with_references(values);
    let far_from_zero = least > 0.0 && least > greatest * ZERO_SHARE && least < greatest;
    let far_below_zero = greatest < 0.0 && greatest < least * ZERO_SHARE && least < greatest;
    if far_from_zero || far_below_zero { (least, greatest) } else { range(chart) }
}

/// Whether the chart shows one thing that its headline names, so that nothing stands at the end of the
/// line but its last value.
fn is_nameless(chart: &Chart) -> bool {
    chart.series.len() == 1 && chart.series.iter().all(|series| series.name.is_empty())
}

/// What stands at the right end of each line.
fn end_blocks(chart: &Chart, measure: &Measure<'_>, with_value: bool) -> Vec<Block> {
    let limit = chart.width * 0.26;
    let block = |series: &super::chart::Series| {
        let mut block = measure.block_anyhow(&series.name, limit);
        let last = series.data.iter().flatten().next_back();
        if let Some(last) = last.filter(|_| with_value && !is_nameless(chart)) {
            measure.extend(&mut block, vec![last.label.clone()], VALUE);
        }
        block
    };
    chart.series.iter().map(block).collect()
}

fn draw_ends(
    scene: &mut Scene,
    chart: &Chart,
    measure: &Measure<'_>,
    frame: &Frame,
    blocks: Vec<Block>,
    lines: &[Trace],
) {
    let mut labels = Vec::new();
    for (order, block) in blocks.into_iter().enumerate() {
        // A series without any value has no end to tie its name to; the name hangs at the foot of
        // the plot.
        let foot = (frame.right, frame.bottom);
        let end = lines[order].iter().rev().flatten().next().copied().unwrap_or(foot);
        if !block.lines.is_empty() {
            labels.push(EndLabel {
                block,
                color: chart.color_of_series(order),
                from: (end.0 + 4.0, end.1),
            });
        }
    }
    let edge = chart.categories.len().checked_sub(1).map_or(frame.right, |last| frame.center(last));
    draw_end_labels(scene, measure, labels, edge.max(frame.left), (0.0, frame.bottom));
}

fn draw_trace(scene: &mut Scene, chart: &Chart, frame: &Frame, trace: &Trace, order: usize) {
    let color = chart.color_of_series(order);
    let singled = chart.highlight.is_empty() || chart.is_singled(order);
    let stroke = if singled { STROKE } else { STROKE * 0.7 };
    let mut run: Vec<Point> = Vec::new();
    for (index, point) in trace.iter().enumerate() {
        let partial = chart.categories[index].partial;
        let before = index.checked_sub(1).and_then(|before| trace[before]);
        let after_partial = index > 0 && chart.categories[index - 1].partial;
        if point.is_none() || partial || after_partial {
            finish_run(scene, &mut run, color, stroke);
        }
        let Some(point) = *point else { continue };
        if let Some(before) = before.filter(|_| partial || after_partial) {
            scene.dashes(before, point, color, stroke);
        }
        run.push(point);
    }
    finish_run(scene, &mut run, color, stroke);
    let radius = (frame.slot / 5.0).clamp(1.2, 2.6);
    let singled = chart.singled_categories().unwrap_or_default();
    for (index, (point, category)) in trace.iter().zip(&chart.categories).enumerate() {
        if let Some(point) = point {
            let radius = if singled.contains(&index) { radius * 1.6 } else { radius };
            draw_mark(scene, *point, radius, color, order, category.partial);
        }
    }
}

fn finish_run(scene: &mut Scene, run: &mut Vec<Point>, color: Color, stroke: f64) {
    let points = std::mem::take(run);
    if points.len() > 1 {
        scene.line(points, color, stroke);
    }
}

/// The mark of a point; its form tells lines apart without colour, and the mark of a partial period
/// is hollow.
fn draw_mark(scene: &mut Scene, at: Point, radius: f64, color: Color, order: usize, hollow: bool) {
    let mut mark = |radius: f64, color: Color| match order % 4 {
        0 => scene.dot(at, radius, color),
        form => scene.polygon(mark_outline(form, at, radius), color),
    };
    mark(radius + 0.9, WHITE);
    mark(radius, color);
    if hollow {
        mark(radius - 1.0, WHITE);
    }
}

fn mark_outline(form: usize, (x, y): Point, radius: f64) -> Vec<Point> {
    let corners: &[Point] = match form {
        1 => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        2 => &[(0.0, -1.25), (1.15, 0.85), (-1.15, 0.85)],
        _ => &[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)],
    };
    corners.iter().map(|(right, down)| (x + right * radius, y + down * radius)).collect()
}

/// Dashes at the foot of the plot where values are missing, above each other in the colours of
/// their series and clear of the other lines.
fn draw_missing(
    scene: &mut Scene,
    chart: &Chart,
    measure: &Measure<'_>,
    frame: &Frame,
    obstacles: &[Trace],
) {
    if frame.slot < VALUE.size {
        // Dashes so close would join into a line; the gap alone has to do.
        return;
    }
    let single = chart.series.len() == 1;
    let width = measure.width(MISSING, VALUE);
    let bounds = Extent { left: 0.0, top: 0.0, right: scene.width, bottom: frame.bottom };
    for index in 0..chart.categories.len() {
        let mut at = (frame.center(index), frame.bottom - 4.0);
        for (order, series) in chart.series.iter().enumerate() {
            if series.data[index].is_some() {
                continue;
            }
            let free = |at: Point| {
                let extent = text_extent(width, VALUE.size, Anchor::Middle, at, false);
                is_free(&extent, &bounds, &[], obstacles)
            };
            while at.1 > frame.top && !free(at) {
                at.1 -= 2.0;
            }
            let color = if single { QUIET } else { chart.color_of_series(order).as_text() };
            scene.text(measure, MISSING, TypeStyle { color, ..VALUE }, Anchor::Middle, at);
            at.1 -= VALUE.size * (ASCENT + DESCENT) + 0.5;
        }
    }
}

/// Whether a value is printed where not all find room: the first of a series, its greatest and its
/// least, and those of what is singled out. The last of a named line stands at the end of the line, and all stand in
/// the alternative text.
fn is_telling(chart: &Chart, order: usize, index: usize) -> bool {
    let data = &chart.series[order].data;
    let Some(datum) = data[index].as_ref() else { return false };
    let there = || data.iter().enumerate().filter_map(|(at, datum)| Some((at, datum.as_ref()?)));
    if there().next_back().is_some_and(|(last, _)| last == index) {
        return is_nameless(chart);
    }
    let singled = |category: &Vec<usize>| category.contains(&index);
    if chart.singled_categories().is_some_and(|categories| singled(&categories)) {
        return true;
    }
    if chart.series.len() > 1 && !chart.is_singled(order) {
        return false;
    }
    let ends = there().next().is_some_and(|(first, _)| first == index);
    let greatest = there()
        .all(|(at, other)| other.size < datum.size || at >= index && other.size <= datum.size);
    let least = there()
        .all(|(at, other)| other.size > datum.size || at >= index && other.size >= datum.size);
    ends || greatest || least
}

/// Places values beside their points.
struct Values<'a> {
    chart: &'a Chart,
    measure: &'a Measure<'a>,
    /// The lines of the series, in their order, and others.
    obstacles: &'a [Trace],
    bounds: Extent,
}

impl Values<'_> {
    /// Prints the wanted values. Where `all` of them are needed and one finds no room, none is printed
    /// and the answer is no.
    fn print(
        &self,
        scene: &mut Scene,
        is_wanted: impl Fn(usize, usize) -> bool,
        all: bool,
    ) -> bool {
        let mut taken: Vec<Extent> = scene.labels.iter().map(|label| label.extent).collect();
        let mut placed: Vec<(&str, Point, Color)> = Vec::new();
        for (order, series) in self.chart.series.iter().enumerate() {
            for (index, datum) in series.data.iter().enumerate() {
                let Some(datum) = datum.as_ref().filter(|_| is_wanted(order, index)) else {
                    continue;
                };
                let Some(at) = self.place(datum, (order, index), &taken) else {
                    if all {
                        return false;
                    }
                    continue;
                };
                taken.push(self.extent(datum, at));
                let several = self.chart.series.len() > 1;
                let color = self.chart.color_of_series(order).as_text();
                placed.push((&datum.label, at, if several { color } else { VALUE.color }));
            }
        }
        for (label, at, color) in placed {
            scene.text(self.measure, label, TypeStyle { color, ..VALUE }, Anchor::Middle, at);
        }
        true
    }

    /// The first free place for a value.
    fn place(
        &self,
        datum: &Datum,
        (order, index): (usize, usize),
        taken: &[Extent],
    ) -> Option<Point> {
        let line = &self.obstacles[order];
        let width = self.measure.width(&datum.label, VALUE);
        let free =
            |at: &Point| is_free(&self.extent(datum, *at), &self.bounds, taken, self.obstacles);
        candidates(line[index]?, line, index, width).into_iter().find(free)
    }

    fn extent(&self, datum: &Datum, at: Point) -> Extent {
        let width = self.measure.width(&datum.label, VALUE);
        text_extent(width, VALUE.size, Anchor::Middle, at, false).inset(-0.8)
    }
}

/// Places for the value of a point, the best first: away from the line, then beside the point.
fn candidates((x, y): Point, trace: &Trace, index: usize, width: f64) -> Vec<Point> {
    let above = |more: f64| (x, y - MARK_GAP - 2.5 - more);
    let below = |more: f64| (x, y + MARK_GAP + 2.0 + more + VALUE.size * 0.75);
    let neighbour = |index: Option<usize>| index.and_then(|index| trace.get(index).copied()?);
    let before = neighbour(index.checked_sub(1)).map_or(y, |(_, y)| y);
    let after = neighbour(Some(index + 1)).map_or(y, |(_, y)| y);
    let beside = |side: f64| {
        let reach = width / 2.0 + MARK_GAP + 2.5;
        (x + side * reach, y + VALUE.size * HALF_CAPITAL)
    };
    // Smaller `y` is higher on the page: in a valley both neighbours lie higher.
    let mut places = if before < y && after < y {
        vec![below(0.0), above(0.0), below(4.0), above(4.0), beside(1.0), beside(-1.0)]
    } else {
        vec![above(0.0), below(0.0), above(4.0), below(4.0), beside(-1.0), beside(1.0)]
    };
    // A long value may reach to one side.
    for side in [-1.0, 1.0] {
        for (_, y) in [above(0.0), below(0.0)] {
            places.push((x + side * (width / 2.0 - 4.0).max(0.0), y));
        }
    }
    places
}

fn is_free(extent: &Extent, bounds: &Extent, taken: &[Extent], obstacles: &[Trace]) -> bool {
    let inside = extent.left >= bounds.left
        && extent.right <= bounds.right
        && extent.top >= bounds.top
        && extent.bottom <= bounds.bottom;
    inside
        && taken.iter().all(|other| !other.overlaps(extent))
        && obstacles.iter().all(|trace| {
            trace.windows(2).all(|pair| match pair {
                [Some(from), Some(to)] => !extent.meets(*from, *to),
                [Some(point), None] | [None, Some(point)] => !extent.meets(*point, *point),
                _ => true,
            })
        })
}
