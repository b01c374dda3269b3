//! A laid-out chart as plain data: shapes below, labels above, all in points from the upper left
//! corner.
//!
//! Layout and painting meet here only, so what the tests measure is what is painted.

use super::measure::{Block, Measure};
use super::theme::{self, Color, TypeStyle};

/// A place in points, `y` growing downwards.
pub(super) type Point = (f64, f64);

/// Where a label's text lies from its anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A rectangle with its upper left and its lower right corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// Distance of the left edge from the left edge of the chart, in points.
    pub left: f64,
    /// Distance of the upper edge from the upper edge of the chart, in points.
    pub top: f64,
    /// The right edge.
    pub right: f64,
    /// The lower edge.
    pub bottom: f64,
}

/// Something without text.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Rectangle { extent: Extent, color: Color },
    Path { points: Vec<Point>, color: Color, width: f64 },
    Polygon { points: Vec<Point>, color: Color },
    Dot { center: Point, radius: f64, color: Color },
}

/// One line of text.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub(super) text: String,
    pub(super) style: TypeStyle,
    pub(super) anchor: Anchor,
    /// Level text: the anchor on the base line. Turned text, which reads upwards, likewise.
    pub(super) at: Point,
    pub(super) turned: bool,
    pub(super) extent: Extent,
    /// Where its runs start, in points along the base line.
    pub(super) starts: Vec<f64>,
}

/// All that is painted.
pub(super) struct Scene {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) shapes: Vec<Shape>,
    pub(super) labels: Vec<Label>,
}

impl Scene {
    pub(super) fn new(width: f64, height: f64) -> Scene {
        Scene { width, height, shapes: Vec::new(), labels: Vec::new() }
    }

    pub(super) fn rectangle(&mut self, extent: Extent, color: Color) {
        self.shapes.push(Shape::Rectangle { extent, color });
    }

    pub(super) fn line(&mut self, points: Vec<Point>, color: Color, width: f64) {
        self.shapes.push(Shape::Path { points, color, width });
    }

    pub(super) fn polygon(&mut self, points: Vec<Point>, color: Color) {
        self.shapes.push(Shape::Polygon { points, color });
    }

    pub(super) fn dot(&mut self, center: Point, radius: f64, color: Color) {
        self.shapes.push(Shape::Dot { center, radius, color });
    }

    /// A straight line of dashes that starts and ends with a whole dash.
    pub(super) fn dashes(&mut self, from: Point, to: Point, color: Color, width: f64) {
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        let (dash, gap) = (4.0, 2.5);
        let count = ((length - dash) / (dash + gap)).floor().clamp(0.0, 10_000.0);
        let pitch = if count > 0.0 { (length - dash) / count } else { length };
        let at = |distance: f64| {
            let share = (distance / length.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
            (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share)
        };
        let mut index = 0.0;
        while index <= count {
            let start = index * pitch;
            self.line(vec![at(start), at(start + dash)], color, width);
            index += 1.0;
        }
    }

    /// A filled bar. That of a partial period is a tint with diagonal lines and an outline, so that
    /// it stands apart on a grey printer as well.
    pub(super) fn bar(&mut self, extent: Extent, color: Color, partial: bool) {
        if extent.right <= extent.left || extent.bottom <= extent.top {
            return;
        }
        if !partial {
            self.rectangle(extent, color);
            return;
        }
        self.rectangle(extent, color.tint(0.16));
        self.hatching(extent, color.tint(0.75), 0.6);
        self.line(extent.inset(0.35).outline(), color, 0.7);
    }

    /// Rising diagonals over a box.
    pub(super) fn hatching(&mut self, extent: Extent, color: Color, width: f64) {
        for (from, to) in hatch(extent) {
            self.line(vec![from, to], color, width);
        }
    }

    /// A single line of text.
    pub(super) fn text(
        &mut self,
        measure: &Measure<'_>,
        text: &str,
        style: TypeStyle,
        anchor: Anchor,
        at: Point,
    ) {
        self.push(measure, text, style, anchor, at, false);
    }

    /// A single line of text that reads upwards; `at` is the anchor on the base line.
    pub(super) fn turned_text(
        &mut self,
        measure: &Measure<'_>,
        text: &str,
        style: TypeStyle,
        anchor: Anchor,
        at: Point,
    ) {
        self.push(measure, text, style, anchor, at, true);
    }

    /// Lines of text under each other, the first hanging from `top`.
    pub(super) fn block(
        &mut self,
        measure: &Measure<'_>,
        block: &Block,
        anchor: Anchor,
        x: f64,
        top: f64,
    ) {
        let mut top = top;
        for (text, style) in &block.lines {
            self.text(measure, text, *style, anchor, (x, top + baseline(style.size)));
            top += style.size * theme::LINE_PITCH;
        }
    }

    fn push(
        &mut self,
        measure: &Measure<'_>,
        text: &str,
        style: TypeStyle,
        anchor: Anchor,
        at: Point,
        turned: bool,
    ) {
        if text.trim().is_empty() {
            return;
        }
        let (starts, width) = measure.lay_runs(text, style);
        let extent = text_extent(width, style.size, anchor, at, turned);
        let text = text.to_owned();
        self.labels.push(Label { text, style, anchor, at, turned, extent, starts });
    }
}

/// Distance from the top of a line to its base line, in points, for a type size in points.
pub(super) fn baseline(size: f64) -> f64 {
    size * (theme::ASCENT + (theme::LINE_PITCH - theme::ASCENT - theme::DESCENT) / 2.0)
}

/// The box of a line of text.
pub(super) fn text_extent(
    width: f64,
    size: f64,
    anchor: Anchor,
    (x, y): Point,
    turned: bool,
) -> Extent {
    let before = match anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => width / 2.0,
        Anchor::End => width,
    };
    let (above, below) = (size * theme::ASCENT, size * theme::DESCENT);
    if turned {
        let bottom = y + before;
        return Extent { left: x - above, top: bottom - width, right: x + below, bottom };
    }
    let left = x - before;
    Extent { left, top: y - above, right: left + width, bottom: y + below }
}

impl Extent {
    /// Whether two boxes share a place.
    pub fn overlaps(&self, other: &Extent) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// The box with `distance` taken off on each side.
    pub(super) fn inset(&self, distance: f64) -> Extent {
        Extent {
            left: self.left + distance,
            top: self.top + distance,
            right: self.right - distance,
            bottom: self.bottom - distance,
        }
    }

    /// The box in a drawing that is enlarged by a factor.
    pub(super) fn times(&self, factor: f64) -> Extent {
        Extent {
            left: self.left * factor,
            top: self.top * factor,
            right: self.right * factor,
            bottom: self.bottom * factor,
        }
    }

    /// Whether a straight line touches the box.
    pub(super) fn meets(&self, from: Point, to: Point) -> bool {
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        let sides = [
            (to.0 - from.0, self.left - from.0, self.right - from.0),
            (to.1 - from.1, self.top - from.1, self.bottom - from.1),
        ];
        for (direction, low, high) in sides {
            if direction.abs() < 1e-9 {
                if low > 0.0 || high < 0.0 {
                    return false;
                }
                continue;
            }
            let (first, second) = (low / direction, high / direction);
            enter = enter.max(first.min(second));
            leave = leave.min(first.max(second));
        }
        enter <= leave
    }

    /// The corners of the box, the first twice.
    pub(super) fn outline(&self) -> Vec<Point> {
        vec![
            (self.left, self.top),
            (self.right, self.top),
            (self.right, self.bottom),
            (self.left, self.bottom),
            (self.left, self.top),
        ]
    }
}

/// Rising diagonals that fill a box, cut at its edges.
fn hatch(extent: Extent) -> Vec<(Point, Point)> {
    const PITCH: f64 = 4.2;
    let (width, height) = (extent.right - extent.left, extent.bottom - extent.top);
    let mut lines = Vec::new();
    let mut offset = PITCH / 2.0;
    // Each diagonal is the set of points with the same distance from the upper left corner along
    // both edges together.
    while offset < width + height {
        let lower = (offset - height).max(0.0);
        let upper = offset.min(width);
        lines.push((
            (extent.left + lower, extent.top + offset - lower),
            (extent.left + upper, extent.top + offset - upper),
        ));
        offset += PITCH;
    }
    lines
}
