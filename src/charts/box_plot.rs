//! Boxes from quartile to quartile with a line at the median, whiskers, and dots for what lies beyond.

use super::chart::{Chart, Datum};
use super::frame::{Frame, FramePlan, tick_target};
use super::marks::{draw_annotations, draw_references, room_above};
use super::measure::Measure;
use super::scale::Scale;
use super::scene::{Anchor, Extent, Scene};
use super::theme::{
    Color, HALF_CAPITAL, INK, LABEL_GAP, MARK_GAP, MISSING, QUIET, TypeStyle, VALUE, WHITE,
};

/// Widest box, in points.
const WIDEST: f64 = 40.0;
/// Share of a category's width that its box fills.
const SHARE: f64 = 0.44;
/// Radius of the dots beyond the whiskers, in points.
const RADIUS: f64 = 1.7;
/// A range that reaches down to this share of its top is drawn from zero.
const ZERO_SHARE: f64 = 0.45;

/// Lays the chart out.
pub(super) fn layout(chart: &Chart, measure: &Measure<'_>) -> Scene {
    let mut scene = Scene::new(chart.width, chart.height);
    let (low, high) = range(chart);
    let medians = chart.series[2].data.iter().flatten();
    let widest =
        medians.map(|datum| measure.width(&datum.label, VALUE)).fold(0.0, f64::max) + MARK_GAP;
    let plan = FramePlan {
        scale: Scale::nice(low, high, chart.counts_only(), tick_target(chart.height)),
        ticks: true,
        above: 4.0 + room_above(chart, measure),
        below: 4.0,
        // The median of the last box stands to the right of it.
        right: widest + LABEL_GAP,
        mark_half: |slot| (slot * SHARE).min(WIDEST) / 2.0,
        least_height: 0.0,
    };
    let frame = Frame::lay(&mut scene, chart, measure, plan);
    if low <= 0.0 && high >= 0.0 {
        frame.draw_base(&mut scene);
    }
    let half = (frame.slot * SHARE).min(WIDEST) / 2.0;
    let printed = half + widest + LABEL_GAP <= frame.slot - half;
    for (index, category) in chart.categories.iter().enumerate() {
        let x = frame.center(index);
        let Some(numbers) = numbers(chart, index) else {
            if frame.slot >= VALUE.size {
                let style = TypeStyle { color: QUIET, bold: false, ..VALUE };
                let at = (x, frame.bottom - MARK_GAP - 1.0);
                scene.text(measure, MISSING, style, Anchor::Middle, at);
            }
            continue;
        };
        let color = chart.color_of_category(index);
        draw_box(&mut scene, &frame, numbers, (x, half), (color, category.partial));
        for outlier in &chart.outliers[index] {
            scene.dot((x, frame.y(outlier.size)), RADIUS, color);
            scene.dot((x, frame.y(outlier.size)), RADIUS - 0.8, WHITE);
        }
        if printed {
            let y = frame.y(numbers[2].size) + VALUE.size * HALF_CAPITAL;
            let at = (x + half + MARK_GAP, y);
            scene.text(measure, &numbers[2].label, VALUE, Anchor::Start, at);
        }
    }
    draw_references(&mut scene, chart, measure, &frame.field(), |value| frame.y(value));
    draw_annotations(&mut scene, chart, measure, &frame.field(), |annotation| {
        let datum = chart.series[annotation.series].data[annotation.category].as_ref()?;
        Some((frame.center(annotation.category), frame.y(datum.size)))
    });
    scene
}

/// The five numbers of a category, from the lower whisker to the upper.
fn numbers(chart: &Chart, index: usize) -> Option<[&Datum; 5]> {
    let of = |order: usize| chart.series[order].data[index].as_ref();
    Some([of(0)?, of(1)?, of(2)?, of(3)?, of(4)?])
}

/// The range of the axis. Boxes show a spread and need no zero, but where zero is near it is shown.
fn range(chart: &Chart) -> (f64, f64) {
    let least = chart.data().map(|datum| datum.size).fold(f64::INFINITY, f64::min);
    let greatest = chart.data().map(|datum| datum.size).fold(f64::NEG_INFINITY, f64::max);
    let (least, greatest) = chart.with_references((least, greatest));
    let far_above = least > 0.0 && least > greatest * ZERO_SHARE && least < greatest;
    let far_below = greatest < 0.0 && greatest < least * ZERO_SHARE && least < greatest;
    if far_above || far_below { (least, greatest) } else { (least.min(0.0), greatest.max(0.0)) }
}

fn draw_box(
    scene: &mut Scene,
    frame: &Frame,
    numbers: [&Datum; 5],
    (x, half): (f64, f64),
    (color, partial): (Color, bool),
) {
    let [low, lower, median, upper, high] = numbers.map(|datum| frame.y(datum.size));
    for (from, to) in [(lower, low), (upper, high)] {
        scene.line(vec![(x, from), (x, to)], color, 0.9);
        scene.line(vec![(x - half / 2.0, to), (x + half / 2.0, to)], color, 0.9);
    }
    let extent = Extent { left: x - half, top: upper, right: x + half, bottom: lower };
    if partial {
        scene.bar(extent, color, true);
    } else {
        scene.rectangle(extent, color.tint(0.28));
        scene.line(extent.outline(), color, 0.9);
    }
    scene.line(vec![(x - half, median), (x + half, median)], INK, 1.8);
}
