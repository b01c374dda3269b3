//! Upright bars that start at zero, grouped where there are several series.

use super::categories::want_rows;
use super::chart::{Chart, Datum};
use super::frame::{Frame, FramePlan, WIDEST_SLOT, category_count, tick_target};
use super::legend;
use super::marks::{draw_annotations, draw_references, room_above};
use super::measure::Measure;
use super::scale::Scale;
use super::scene::{Anchor, Extent, Scene};
use super::theme::{
    ASCENT, DESCENT, HALF_CAPITAL, LABEL_GAP, LINE_PITCH, MARK_GAP, MISSING, QUIET, TypeStyle,
    VALUE,
};

/// How the values are printed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Printing {
    /// Level at the end of each bar.
    Level,
    /// Reading upwards at the end of each bar.
    Turned,
    /// Not at all: the bars stand too close, and the axis serves instead.
    Axis,
}

/// Turned values that take more than this share of the height leave too little for the bars.
const LONGEST_TURNED: f64 = 0.36;
/// More turned values than this are not read but only seen.
const MOST_TURNED: usize = 18;
/// Widest single bar, in points.
const WIDEST_BAR: f64 = 44.0;

/// Bars of a group in points: distance from bar to bar, and the width of each.
struct Group {
    pitch: f64,
    bar: f64,
}

/// Lays the chart out: with lying bars where long names would have to be turned.
pub(super) fn layout(chart: &Chart, measure: &Measure<'_>) -> Scene {
    if want_rows(chart, measure) {
        return super::horizontal::layout(chart, measure);
    }
    let mut scene = Scene::new(chart.width, chart.height);
    let several = chart.series.len() > 1;
    let above = if several { legend::draw_rows(&mut scene, measure, chart) } else { 0.0 };
    let printing = printing(chart, measure);
    let (low, high) = range(chart);
    let scale = if printing == Printing::Axis {
        Scale::nice(low, high, chart.counts_only(), tick_target(chart.height))
    } else {
        Scale::tight(low, high)
    };
    let room = |wanted: bool| if wanted { label_room(chart, measure, printing) } else { 0.0 };
    let plan = FramePlan {
        scale,
        ticks: printing == Printing::Axis,
        above: above + room(true) + room_above(chart, measure),
        below: room(low < 0.0),
        right: 0.0,
        mark_half: |slot| slot / 2.0,
        least_height: 0.0,
    };
    let frame = Frame::lay(&mut scene, chart, measure, plan);
    let group = group(chart, frame.slot);
    for index in 0..chart.categories.len() {
        draw_group(&mut scene, chart, measure, &frame, &group, printing, index);
    }
    if printing == Printing::Axis {
        print_telling(&mut scene, chart, measure, &frame);
    }
    frame.draw_base(&mut scene);
    draw_references(&mut scene, chart, measure, &frame.field(), |value| frame.y(value));
    let half = group.pitch / 2.0;
    draw_annotations(&mut scene, chart, measure, &frame.field(), |annotation| {
        let datum = chart.series[annotation.series].data[annotation.category].as_ref()?;
        #[allow(clippy::cast_precision_loss, reason = "a chart has few series")]
        let order = annotation.series as f64 * 2.0 + 1.0 - chart.series.len() as f64;
        Some((frame.center(annotation.category) + order * half, frame.y(datum.size)))
    });
    scene
}

/// Least and greatest value, zero and the lines at a value included.
pub(super) fn range(chart: &Chart) -> (f64, f64) {
    let values = chart.data().fold((0.0, 0.0), |(low, high): (f64, f64), datum| {
        (low.min(datum.size), high.max(datum.size))
    });
    chart.with_references(values)
}

#[allow(clippy::cast_precision_loss, reason = "a chart has few series")]
fn group(chart: &Chart, slot: f64) -> Group {
    let count = chart.series.len().max(1) as f64;
    if count <= 1.0 {
        let bar = (slot * 0.62).min(WIDEST_BAR);
        return Group { pitch: slot, bar };
    }
    let pitch = (slot * 0.8 / count).min(WIDEST_BAR);
    Group { pitch, bar: (pitch - 1.0).max(pitch * 0.8) }
}

fn printing(chart: &Chart, measure: &Measure<'_>) -> Printing {
    let slot = (chart.width / category_count(chart)).min(WIDEST_SLOT);
    let pitch = group(chart, slot).pitch;
    let widest = widest_value(chart, measure);
    if widest + LABEL_GAP <= pitch {
        Printing::Level
    } else if VALUE.size * LINE_PITCH <= pitch
        && widest <= chart.height * LONGEST_TURNED
        && chart.data().count() <= MOST_TURNED
    {
        Printing::Turned
    } else {
        Printing::Axis
    }
}

fn widest_value(chart: &Chart, measure: &Measure<'_>) -> f64 {
    chart.data().map(|datum| measure.width(&datum.label, VALUE)).fold(0.0, f64::max)
}

/// Room that a value takes beyond the end of its bar, in points.
fn label_room(chart: &Chart, measure: &Measure<'_>, printing: Printing) -> f64 {
    match printing {
        Printing::Turned => MARK_GAP + widest_value(chart, measure) + 1.0,
        // A missing value prints its dash on the base line, and a single series a few values.
        Printing::Axis if chart.series.len() > 1 => 2.0,
        Printing::Level | Printing::Axis => MARK_GAP + VALUE.size * (ASCENT + DESCENT),
    }
}

fn draw_group(
    scene: &mut Scene,
    chart: &Chart,
    measure: &Measure<'_>,
    frame: &Frame,
    group: &Group,
    printing: Printing,
    index: usize,
) {
    let partial = chart.categories[index].partial;
    #[allow(clippy::cast_precision_loss, reason = "a chart has few series")]
    let first = frame.center(index) - group.pitch * (chart.series.len() as f64 - 1.0) / 2.0;
    let mut center = first;
    for (order, series) in chart.series.iter().enumerate() {
        match &series.data[index] {
            Some(datum) => {
                let (end, base) = (frame.y(datum.size), frame.base());
                let extent = Extent {
                    left: center - group.bar / 2.0,
                    top: end.min(base),
                    right: center + group.bar / 2.0,
                    bottom: end.max(base),
                };
                scene.bar(extent, chart.color(order, index), partial);
                draw_value(scene, measure, datum, printing, (center, end));
            }
            None if group.pitch >= VALUE.size => draw_missing(scene, measure, frame, center),
            // Dashes so close would join into a line.
            None => {}
        }
        center += group.pitch;
    }
}

fn draw_value(
    scene: &mut Scene,
    measure: &Measure<'_>,
    datum: &Datum,
    printing: Printing,
    (x, end): (f64, f64),
) {
    let down = datum.size < 0.0;
    match printing {
        Printing::Level => {
            let y = if down { end + MARK_GAP + VALUE.size * ASCENT } else { end - MARK_GAP - 1.0 };
            scene.text(measure, &datum.label, VALUE, Anchor::Middle, (x, y));
        }
        Printing::Turned => {
            let (anchor, y) =
                if down { (Anchor::End, end + MARK_GAP) } else { (Anchor::Start, end - MARK_GAP) };
            let at = (x + VALUE.size * HALF_CAPITAL, y);
            scene.turned_text(measure, &datum.label, VALUE, anchor, at);
        }
        Printing::Axis => {}
    }
}

/// The values of one series for which alone there is room: those singled out, the last, and the greatest,
/// in this order, each above all bars that it covers.
fn print_telling(scene: &mut Scene, chart: &Chart, measure: &Measure<'_>, frame: &Frame) {
    let [series] = chart.series.as_slice() else { return };
    let there = || series.data.iter().enumerate().filter_map(|(at, one)| Some((at, one.as_ref()?)));
    let mut telling = chart.singled_categories().unwrap_or_default();
    telling.extend(there().next_back().map(|(last, _)| last));
    let greatest = there().max_by(|first, second| first.1.size.total_cmp(&second.1.size));
    telling.extend(greatest.map(|(index, _)| index));
    let mut printed: Vec<Extent> = Vec::new();
    for index in telling {
        let Some(datum) = series.data[index].as_ref().filter(|datum| datum.size >= 0.0) else {
            continue;
        };
        let half = measure.width(&datum.label, VALUE) / 2.0;
        let x = frame.center(index).min(scene.width - half).max(half);
        let covered = there().filter(|(at, _)| (frame.center(*at) - x).abs() < half + frame.slot);
        let top = covered.map(|(_, other)| frame.y(other.size)).fold(frame.base(), f64::min);
        let at = (x, top - MARK_GAP - 1.0);
        let extent = super::scene::text_extent(2.0 * half, VALUE.size, Anchor::Middle, at, false);
        // Far above its own bar a value would be taken for that of another.
        let near = frame.y(datum.size) - top < VALUE.size;
        let wide = extent.inset(-LABEL_GAP / 2.0);
        if near && printed.iter().all(|other| !other.overlaps(&wide)) && extent.left >= frame.left {
            scene.text(measure, &datum.label, VALUE, Anchor::Middle, at);
            printed.push(extent);
        }
    }
}

/// A dash where the source has no value; a bar of zero would say something else.
fn draw_missing(scene: &mut Scene, measure: &Measure<'_>, frame: &Frame, center: f64) {
    let style = TypeStyle { color: QUIET, bold: false, ..VALUE };
    let at = (center, frame.base() - MARK_GAP - 1.0);
    scene.text(measure, MISSING, style, Anchor::Middle, at);
}
