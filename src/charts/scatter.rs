//! Points by two numbers, named where there is room beside them.

use super::chart::{Chart, Datum};
use super::frame::{LEAST_PLOT, tick_target};
use super::marks::{Field, draw_annotations, draw_references};
use super::measure::{Block, Measure};
use super::scale::Scale;
use super::scene::{Anchor, Extent, Point, Scene, Shape};
use super::theme::{BASE, LABEL_GAP, LEADER, LINE_PITCH, TICK, TypeStyle, WHITE, language_style};
use super::value_axis::{Plot, ValueAxis};

/// Radius of a point, in points of type.
const RADIUS: f64 = 2.8;
/// Distance between a point and its name, in points.
const NAME_GAP: f64 = 4.0;
/// Distance between an axis and its title, in points.
const TITLE_GAP: f64 = 3.0;
/// A range that reaches down to this share of its top is drawn from zero.
const ZERO_SHARE: f64 = 0.45;
/// More names than this would hide the points, wherever they stood.
const MOST_NAMES: usize = 120;
/// Most of the chart's width that a name may take.
const NAME_SHARE: f64 = 0.3;

/// Lays the chart out.
pub(super) fn layout(chart: &Chart, measure: &Measure<'_>) -> Scene {
    let mut scene = Scene::new(chart.width, chart.height);
    let [across, upright] = [0, 1].map(|order| title(chart, measure, order));
    let target = tick_target(chart.height);
    let axis = |order: usize, target: f64| {
        let (low, high, counts) = range(chart, order);
        ValueAxis::new(chart, measure, Scale::nice(low, high, counts, target))
    };
    let (x_axis, y_axis) = (axis(0, 6.0), axis(1, target));
    let foot = ValueAxis::drop() + TITLE_GAP + across.height() + 1.0;
    let top = upright.height() + TITLE_GAP + ValueAxis::half_line().max(RADIUS + 1.0);
    let plot = Plot {
        left: y_axis.margin(),
        top,
        right: chart.width - x_axis.overhang().max(RADIUS + 1.0),
        bottom: (chart.height - foot).max(top + LEAST_PLOT),
    };
    scene.height = plot.bottom + foot;
    y_axis.draw_upright(&mut scene, measure, &plot);
    x_axis.draw_level(&mut scene, measure, &plot);
    scene.line(vec![(plot.left, plot.bottom), (plot.right, plot.bottom)], BASE, 0.75);
    // The title of the upright axis stands above it, where it reads level.
    scene.block(measure, &upright, Anchor::Start, 0.0, 0.0);
    let below = plot.bottom + ValueAxis::drop() + TITLE_GAP;
    scene.block(measure, &across, Anchor::End, chart.width, below);
    let points = points(chart, (&x_axis, &y_axis), &plot);
    for (index, point) in &points {
        // A white ring keeps points apart that lie upon each other.
        scene.dot(*point, RADIUS + 0.7, WHITE);
        scene.dot(*point, RADIUS, chart.color_of_category(*index));
    }
    draw_names(&mut scene, chart, measure, &points, &plot);
    let field = Field { left: plot.left, right: plot.right, bottom: plot.bottom };
    draw_references(&mut scene, chart, measure, &field, |value| y_axis.y(&plot, value));
    draw_annotations(&mut scene, chart, measure, &field, |annotation| {
        points.iter().find(|(index, _)| *index == annotation.category).map(|(_, point)| *point)
    });
    scene
}

/// The title of an axis, in one line where it fits.
fn title(chart: &Chart, measure: &Measure<'_>, order: usize) -> Block {
    let lines = chart.series.get(order).map_or(&[] as &[String], |series| &series.name);
    let mut block = Block::default();
    for (index, line) in lines.iter().enumerate() {
        let style = TypeStyle { size: TICK.size, ..language_style(index) };
        measure.extend(&mut block, measure.wrap_anyhow(line, style, chart.width), style);
    }
    block
}

/// The range of an axis, and whether all of its values are whole. Points need no zero, but where zero is
/// near it is shown.
fn range(chart: &Chart, order: usize) -> (f64, f64, bool) {
    let sizes: Vec<f64> =
        chart.series[order].data.iter().flatten().map(|datum| datum.size).collect();
    let least = sizes.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = sizes.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // Lines at a value lie across the plot, so they belong to the upright axis.
    let (least, greatest) =
        if order == 1 { chart.with_references((least, greatest)) } else { (least, greatest) };
    let counts = sizes.iter().all(|size| size.fract() == 0.0);
    if sizes.is_empty() {
        return (0.0, 1.0, false);
    }
    let spread = least < greatest;
    let far_above = least > 0.0 && least > greatest * ZERO_SHARE && spread;
    let far_below = greatest < 0.0 && greatest < least * ZERO_SHARE && spread;
    if far_above || far_below {
        (least, greatest, counts)
    } else {
        (least.min(0.0), greatest.max(0.0), counts)
    }
}

/// The points that have both numbers, with the index of their category.
fn points(chart: &Chart, (x, y): (&ValueAxis, &ValueAxis), plot: &Plot) -> Vec<(usize, Point)> {
    let [across, upright] = [&chart.series[0].data, &chart.series[1].data];
    let place = |(index, (first, second)): (usize, (&Option<Datum>, &Option<Datum>))| {
        let (first, second) = (first.as_ref()?, second.as_ref()?);
        Some((index, (x.x(plot, first.size), y.y(plot, second.size))))
    };
    across.iter().zip(upright).enumerate().filter_map(place).collect()
}

/// Names beside their points. What is singled out comes first, then the points with the greatest second
/// number; a name for which no place is left is not drawn.
fn draw_names(
    scene: &mut Scene,
    chart: &Chart,
    measure: &Measure<'_>,
    points: &[(usize, Point)],
    plot: &Plot,
) {
    let dot = |(x, y): Point| Extent {
        left: x - RADIUS,
        top: y - RADIUS,
        right: x + RADIUS,
        bottom: y + RADIUS,
    };
    let mut taken: Vec<Extent> = points.iter().map(|(_, point)| dot(*point)).collect();
    taken.extend(scene.labels.iter().map(|label| label.extent));
    let mut names: Vec<Extent> = Vec::new();
    let mut order: Vec<&(usize, Point)> = points.iter().collect();
    let singled =
        |index: usize| chart.highlight.contains(&super::chart::Highlight::Category(index));
    order.sort_by(|first, second| {
        let rank = |(index, point): &(usize, Point)| (!singled(*index), point.1);
        let ((quiet, y), (other_quiet, other_y)) = (rank(first), rank(second));
        quiet.cmp(&other_quiet).then(y.total_cmp(&other_y))
    });
    for (index, point) in order.into_iter().take(MOST_NAMES) {
        let block = name(chart, measure, *index);
        if block.lines.is_empty() {
            continue;
        }
        let fits = |extent: &Extent| {
            extent.left >= plot.left
                && extent.right <= scene.width
                && extent.top >= plot.top - RADIUS
                && extent.bottom <= plot.bottom
                && taken.iter().all(|other| !other.overlaps(&extent.inset(-0.6)))
        };
        let near = places(*point, &block).into_iter().find(|(_, extent)| fits(extent));
        let far = || {
            let mut far = far_places(*point, &block);
            far.find(|(_, extent)| {
                let end = nearest(extent, *point);
                fits(extent) && names.iter().all(|name: &Extent| !name.meets(*point, end))
            })
        };
        let is_near = near.is_some();
        if let Some((anchor, extent)) = near.or_else(far) {
            let x = match anchor {
                Anchor::Start => extent.left,
                Anchor::Middle => f64::midpoint(extent.left, extent.right),
                Anchor::End => extent.right,
            };
            if !is_near {
                let leader = vec![*point, nearest(&extent, *point)];
                // Under the points, so that it cuts none.
                scene.shapes.insert(0, Shape::Path { points: leader, color: LEADER, width: 0.5 });
            }
            scene.block(measure, &block, anchor, x, extent.top);
            taken.push(extent);
            names.push(extent);
        }
    }
}

/// Where a name may stand farther off, with a leader to its point, the nearest places first.
fn far_places((x, y): Point, block: &Block) -> impl Iterator<Item = (Anchor, Extent)> {
    let (width, height) = (block.width, block.height());
    let at = move |reach: f64, (across, down): (f64, f64)| {
        let anchor = if across < 0.0 { Anchor::End } else { Anchor::Start };
        let near = x + across * reach;
        let left = if across < 0.0 { near - width } else { near };
        let top = y + down * reach - height / 2.0;
        (anchor, Extent { left, top, right: left + width, bottom: top + height })
    };
    let directions = [(0.6, -0.8), (0.6, 0.8), (-0.6, -0.8), (-0.6, 0.8), (1.0, 0.0), (-1.0, 0.0)];
    [18.0, 27.0, 38.0, 52.0].into_iter().flat_map(move |reach| directions.map(|to| at(reach, to)))
}

/// The place on the edge of a box that is nearest to a point.
fn nearest(extent: &Extent, (x, y): Point) -> Point {
    (x.clamp(extent.left, extent.right), y.clamp(extent.top, extent.bottom))
}

/// The name of a point, all languages in one line where that is short.
fn name(chart: &Chart, measure: &Measure<'_>, index: usize) -> Block {
    measure.block_anyhow(&chart.categories[index].lines, chart.width * NAME_SHARE)
}

/// Where a name may stand, the best place first.
fn places((x, y): Point, block: &Block) -> [(Anchor, Extent); 8] {
    let (width, height) = (block.width, block.height());
    let near = RADIUS + NAME_GAP - LABEL_GAP / 2.0;
    let first = block.lines.first().map_or(0.0, |(_, style)| style.size * LINE_PITCH / 2.0);
    let at = |anchor: Anchor, left: f64, top: f64| {
        (anchor, Extent { left, top, right: left + width, bottom: top + height })
    };
    [
        at(Anchor::Start, x + near, y - first),
        at(Anchor::End, x - near - width, y - first),
        at(Anchor::Middle, x - width / 2.0, y - near - height),
        at(Anchor::Middle, x - width / 2.0, y + near),
        at(Anchor::Start, x + near * 0.7, y - near * 0.7 - height),
        at(Anchor::Start, x + near * 0.7, y + near * 0.7),
        at(Anchor::End, x - near * 0.7 - width, y - near * 0.7 - height),
        at(Anchor::End, x - near * 0.7 - width, y + near * 0.7),
    ]
}
