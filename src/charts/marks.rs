//! What points at something in an upright chart: lines at a value that the reader shall compare with,
//! and remarks at a datum.

use super::chart::{Annotation, Chart};
use super::measure::{Block, Measure};
use super::scene::{Anchor, Extent, Point, Scene, Shape};
use super::theme::{GRID, INK, LABEL_GAP, LEADER, WHITE};

/// Most of the chart's width that a remark or the name of a line may take.
const TEXT_SHARE: f64 = 0.3;
/// A line beyond this share of the greatest value has its name above the values.
const NEAR_TOP: f64 = 0.8;
/// Distance between a remark and what it points at, in points.
const REACH: f64 = 9.0;

/// Where a text may stand: what of it stands at a place to the right of the edge, and its top.
type Place = (Anchor, f64, f64);

/// Where marks lie, in points.
pub(super) struct Field {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

/// Room above the plot that remarks may need beyond the marks, in points.
pub(super) fn room_above(chart: &Chart, measure: &Measure<'_>) -> f64 {
    let limit = chart.width * TEXT_SHARE;
    let blocks = chart.annotations.iter().map(|remark| measure.block_anyhow(&remark.lines, limit));
    let highest = blocks.map(|block| block.height()).fold(0.0, f64::max);
    let remarks = if highest > 0.0 { highest + REACH } else { 0.0 };
    // The name of a line near the top stands above all values.
    let greatest = chart.data().map(|datum| datum.size).fold(0.0, f64::max);
    let high = chart.references.iter().filter(|line| line.value.size > greatest * NEAR_TOP);
    let names = high.map(|line| reference_block(measure, line, limit).height() + 3.0);
    remarks + names.fold(0.0, f64::max)
}

/// The lines at a value: dashed, with name and value at the left above them, or where no bar or label
/// is in the way.
pub(super) fn draw_references(
    scene: &mut Scene,
    chart: &Chart,
    measure: &Measure<'_>,
    field: &Field,
    y_of: impl Fn(f64) -> f64,
) {
    for reference in &chart.references {
        let y = y_of(reference.value.size);
        let block = reference_block(measure, reference, chart.width * TEXT_SHARE);
        let above = y - block.height() - 1.0;
        let below = y + 1.5;
        let mut places = Vec::new();
        for away in 0..7 {
            let away = f64::from(away) * 5.0;
            for top in [above - away, below + away] {
                places.push((Anchor::Start, field.left + 2.0, top));
                places.push((Anchor::End, field.right - 1.0, top));
                for step in 1..8 {
                    let x = field.left + (field.right - field.left) * f64::from(step) / 8.0;
                    places.push((Anchor::Middle, x, top));
                }
            }
        }
        let bounds = Extent { left: 0.0, top: 0.0, right: scene.width, bottom: field.bottom };
        let place = first_clear(scene, &block, &bounds, &places).unwrap_or(places[0]);
        draw_line(scene, (field.left, y), (field.right, y));
        draw_text(scene, measure, &block, place);
    }
}

/// A level or upright line of dashes, which leaves out the texts on its way.
pub(super) fn draw_line(scene: &mut Scene, from: Point, to: Point) {
    let level = (from.1 - to.1).abs() < f64::EPSILON;
    let crossed = scene.labels.iter().filter(|label| label.extent.meets(from, to));
    let span = |extent: &Extent| {
        if level { (extent.left, extent.right) } else { (extent.top, extent.bottom) }
    };
    let mut gaps: Vec<(f64, f64)> = crossed.map(|label| span(&label.extent)).collect();
    gaps.sort_by(|first, second| first.0.total_cmp(&second.0));
    let (mut start, end) = if level { (from.0, to.0) } else { (from.1, to.1) };
    let at = |way: f64| if level { (way, from.1) } else { (from.0, way) };
    for (near, far) in gaps.into_iter().chain([(end, end)]) {
        if near - 1.5 - start > 3.0 {
            scene.dashes(at(start), at(near - 1.5), INK, 0.8);
        }
        start = start.max(far + 1.5);
    }
}

/// The name of a line, with its value where the name does not say it.
pub(super) fn reference_block(
    measure: &Measure<'_>,
    reference: &super::chart::Reference,
    limit: f64,
) -> Block {
    let value = &reference.value.label;
    let mut lines = reference.lines.clone();
    if !lines.iter().any(|line| line.contains(value.as_str())) {
        match lines.first_mut() {
            Some(first) => *first = format!("{first} {value}"),
            None => lines.push(value.clone()),
        }
    }
    measure.block_anyhow(&lines, limit)
}

/// The remarks, each with a leader to its datum, where neither marks nor other texts stand.
pub(super) fn draw_annotations(
    scene: &mut Scene,
    chart: &Chart,
    measure: &Measure<'_>,
    field: &Field,
    place_of: impl Fn(&Annotation) -> Option<Point>,
) {
    for annotation in &chart.annotations {
        let Some(point) = place_of(annotation) else { continue };
        let block = measure.block_anyhow(&annotation.lines, chart.width * TEXT_SHARE);
        let bounds = Extent { left: 0.0, top: 0.0, right: scene.width, bottom: field.bottom };
        let mut places = remark_places(point, &block, &bounds);
        let distance = |place: &Place| {
            let extent = block_extent(&block, place.0, place.1, place.2);
            nearest(&extent, point).map_or(f64::INFINITY, |near| length(near, point))
        };
        places.sort_by(|first, second| distance(first).total_cmp(&distance(second)));
        let place = first_clear(scene, &block, &bounds, &places).unwrap_or(places[0]);
        draw_text(scene, measure, &block, place);
        let extent = block_extent(&block, place.0, place.1, place.2);
        if let Some(near) = nearest(&extent, point).filter(|near| length(*near, point) > 3.0) {
            let leader = vec![near, short_of(near, point, 3.5)];
            scene.shapes.push(Shape::Path { points: leader, color: LEADER, width: 0.6 });
        }
    }
}

/// Where a remark may stand: around its datum, then anywhere in a grid over the plot.
fn remark_places((x, y): Point, block: &Block, bounds: &Extent) -> Vec<Place> {
    let (height, half) = (block.height(), block.width / 2.0);
    let mut places = Vec::new();
    for ring in 0..6 {
        let reach = REACH + f64::from(ring) * 7.0;
        for (anchor, side) in [(Anchor::End, -1.0), (Anchor::Start, 1.0)] {
            for top in [y - height - reach * 0.6, y - height / 2.0, y + reach * 0.6] {
                places.push((anchor, x + side * reach, top));
            }
        }
        for shift in [0.0, -0.6, 0.6] {
            places.push((Anchor::Middle, x + shift * half, y - height - reach));
        }
        places.push((Anchor::Middle, x, y + reach));
    }
    let mut top = bounds.top;
    while top + height <= bounds.bottom {
        let mut left = bounds.left;
        while left + block.width <= bounds.right {
            places.push((Anchor::Start, left, top));
            left += 8.0;
        }
        top += 4.0;
    }
    places
}

/// The first place that is clear of texts and marks, else one that is clear of texts: text that points at
/// something stands on white, so that it can be read over a mark.
fn first_clear(scene: &Scene, block: &Block, bounds: &Extent, places: &[Place]) -> Option<Place> {
    let find = |over_marks: bool| {
        places.iter().copied().find(|&(anchor, x, top)| {
            is_clear(scene, &block_extent(block, anchor, x, top), bounds, over_marks)
        })
    };
    find(false).or_else(|| find(true))
}

/// Texts that point at something stand on white, so that no grid line runs through them.
fn draw_text(scene: &mut Scene, measure: &Measure<'_>, block: &Block, (anchor, x, top): Place) {
    let ground = block_extent(block, anchor, x, top).inset(-1.0);
    scene.rectangle(Extent { top: ground.top + 1.5, ..ground }, WHITE);
    scene.block(measure, block, anchor, x, top);
}

fn block_extent(block: &Block, anchor: Anchor, x: f64, top: f64) -> Extent {
    let left = match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - block.width / 2.0,
        Anchor::End => x - block.width,
    };
    Extent { left, top, right: left + block.width, bottom: top + block.height() }
}

/// Whether a text may stand there: inside, clear of all other texts and of all marks. Lines of the grid
/// do not count, since the text covers them.
fn is_clear(scene: &Scene, extent: &Extent, bounds: &Extent, over_marks: bool) -> bool {
    let inside = extent.left >= bounds.left
        && extent.right <= bounds.right
        && extent.top >= bounds.top
        && extent.bottom <= bounds.bottom;
    let wide = extent.inset(-LABEL_GAP / 2.0);
    inside
        && scene.labels.iter().all(|label| !label.extent.overlaps(&wide))
        && (over_marks || scene.shapes.iter().all(|shape| !is_in_the_way(shape, &wide)))
}

fn is_in_the_way(shape: &Shape, extent: &Extent) -> bool {
    match shape {
        Shape::Rectangle { extent: other, .. } => other.overlaps(extent),
        Shape::Path { color, .. } if *color == GRID => false,
        Shape::Path { points, .. } => points.windows(2).any(|pair| extent.meets(pair[0], pair[1])),
        Shape::Polygon { points, .. } => {
            let closed = points.iter().chain(points.first());
            let corners: Vec<Point> = closed.copied().collect();
            corners.windows(2).any(|pair| extent.meets(pair[0], pair[1]))
                || contains(points, (extent.left, extent.top))
        }
        Shape::Dot { center, radius, .. } => {
            let (x, y) = *center;
            let around =
                Extent { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
            around.overlaps(extent)
        }
    }
}

/// Whether a point lies within a polygon, by counting the edges to its right.
fn contains(corners: &[Point], (x, y): Point) -> bool {
    let mut inside = false;
    let mut previous = corners.last();
    for corner in corners {
        if let Some(before) = previous.filter(|before| (before.1 > y) != (corner.1 > y)) {
            let share = (y - before.1) / (corner.1 - before.1);
            inside ^= x < before.0 + share * (corner.0 - before.0);
        }
        previous = Some(corner);
    }
    inside
}

/// The point of a box that is nearest to another, `None` where that lies inside.
fn nearest(extent: &Extent, (x, y): Point) -> Option<Point> {
    let near = (x.clamp(extent.left, extent.right), y.clamp(extent.top, extent.bottom));
    (length(near, (x, y)) > 0.0).then_some(near)
}

fn length(from: Point, to: Point) -> f64 {
    (to.0 - from.0).hypot(to.1 - from.1)
}

/// The end of a way that stops before its aim.
fn short_of(from: Point, to: Point, distance: f64) -> Point {
    let whole = length(from, to).max(f64::MIN_POSITIVE);
    let share = ((whole - distance) / whole).clamp(0.0, 1.0);
    (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share)
}
