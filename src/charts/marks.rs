//! What points at something in an upright chart: lines at a value that the reader shall compare with,
//! and remarks at a datum.

use super::chart::{Annotation, Chart};
use super::measure::{Block, Measure};
use super::scene::{Anchor, Extent, Point, Scene, Shape};
use super::theme::{GRID, INK, LABEL_GAP, LEADER, WHITE};

/// Most of the chart's width that a remark or the name of a line may take.
const TEXT_SHARE: f64 = 0.3;
/// Distance between a remark and what it points at, in points.
const REACH: f64 = 9.0;

/// Where marks lie, in points.
pub(super) struct Field {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

/// Room above the plot that remarks may need beyond the marks, in points.
pub(super) fn room_above(chart: &Chart, measure: &Measure<'_>) -> f64 {
    let limit = chart.width * TEXT_SHARE;
    let blocks = chart.annotations.iter().map(|remark| measure.block_anyhow(&remark.lines, limit));
    let highest = blocks.map(|block| block.height()).fold(0.0, f64::max);
    if highest > 0.0 { highest + REACH } else { 0.0 }
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
        for top in [above, below] {
            places.push((Anchor::Start, field.left + 2.0, top));
            places.push((Anchor::End, field.right - 1.0, top));
        }
        for step in 1..8 {
            let x = field.left + (field.right - field.left) * f64::from(step) / 8.0;
            places.push((Anchor::Middle, x, above));
            places.push((Anchor::Middle, x, below));
        }
        let bounds = Extent { left: 0.0, top: 0.0, right: scene.width, bottom: field.bottom };
        let free = |&(anchor, x, top): &(Anchor, f64, f64)| {
            is_clear(scene, &block_extent(&block, anchor, x, top), &bounds)
        };
        let place = places.iter().copied().find(free);
        // Where everything is taken the name stands on a white ground, above the line at its right.
        let crowded = (Anchor::End, field.right - 1.0, above.max(0.0));
        let place = place.unwrap_or(crowded);
        draw_line(scene, (field.left, field.right), y);
        draw_text(scene, measure, &block, place);
    }
}

/// A level line of dashes, which leaves the texts on its way out.
fn draw_line(scene: &mut Scene, (left, right): (f64, f64), y: f64) {
    let crossed = scene.labels.iter().filter(|label| {
        let extent = &label.extent;
        extent.top < y && y < extent.bottom && extent.right > left && extent.left < right
    });
    let mut gaps: Vec<(f64, f64)> =
        crossed.map(|label| (label.extent.left - 1.5, label.extent.right + 1.5)).collect();
    gaps.sort_by(|first, second| first.0.total_cmp(&second.0));
    let mut from = left;
    for (start, end) in gaps.into_iter().chain([(right, right)]) {
        if start - from > 3.0 {
            scene.dashes((from, y), (start, y), INK, 0.8);
        }
        from = from.max(end);
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
        let mut best: Option<(f64, (Anchor, f64, f64))> = None;
        for (anchor, x, top) in remark_places(point, &block) {
            let extent = block_extent(&block, anchor, x, top);
            if !is_clear(scene, &extent, &bounds) {
                continue;
            }
            let distance =
                nearest(&extent, point).map_or(f64::INFINITY, |near| length(near, point));
            if best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, (anchor, x, top)));
            }
        }
        // Where everything is taken the remark stands over the plot, on a white ground.
        let x = point.0.clamp(block.width / 2.0, (scene.width - block.width / 2.0).max(0.0));
        let place = best.map_or((Anchor::Middle, x, field.top), |(_, place)| place);
        draw_text(scene, measure, &block, place);
        let extent = block_extent(&block, place.0, place.1, place.2);
        if let Some(near) = nearest(&extent, point).filter(|near| length(*near, point) > 3.0) {
            let leader = vec![near, short_of(near, point, 3.5)];
            scene.shapes.push(Shape::Path { points: leader, color: LEADER, width: 0.6 });
        }
    }
}

/// Where a remark may stand around its datum, near places first.
fn remark_places((x, y): Point, block: &Block) -> Vec<(Anchor, f64, f64)> {
    let (height, half) = (block.height(), block.width / 2.0);
    let mut places = Vec::new();
    for ring in 0..14 {
        let reach = REACH + f64::from(ring) * 7.0;
        for side in [-1.0, 1.0] {
            let anchor = if side < 0.0 { Anchor::End } else { Anchor::Start };
            places.push((anchor, x + side * reach, y - height - reach * 0.6));
            places.push((anchor, x + side * reach, y - height / 2.0));
            places.push((anchor, x + side * reach, y + reach * 0.6));
        }
        places.push((Anchor::Middle, x, y - height - reach));
        places.push((Anchor::Middle, x - half * 0.6, y - height - reach));
        places.push((Anchor::Middle, x + half * 0.6, y - height - reach));
        places.push((Anchor::Middle, x, y + reach));
    }
    places
}

/// Texts that point at something stand on white, so that no grid line runs through them.
fn draw_text(
    scene: &mut Scene,
    measure: &Measure<'_>,
    block: &Block,
    (anchor, x, top): (Anchor, f64, f64),
) {
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
fn is_clear(scene: &Scene, extent: &Extent, bounds: &Extent) -> bool {
    let inside = extent.left >= bounds.left
        && extent.right <= bounds.right
        && extent.top >= bounds.top
        && extent.bottom <= bounds.bottom;
    let wide = extent.inset(-LABEL_GAP / 2.0);
    inside
        && scene.labels.iter().all(|label| !label.extent.overlaps(&wide))
        && scene.shapes.iter().all(|shape| !is_in_the_way(shape, &wide))
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
