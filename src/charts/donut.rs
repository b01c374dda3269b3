//! A ring whose parts run clockwise from twelve o'clock in the order given, each named beside the
//! ring.

use std::f64::consts::TAU;

use super::chart::{Category, Chart, Datum};
use super::measure::{Block, Measure};
use super::scene::{Anchor, Point, Scene, baseline};
use super::spread::spread;
use super::theme::{
    Color, GRID, LEADER, LINE_PITCH, MISSING, MUTED, PRIMARY, QUIET, REST, TypeStyle, VALUE, WHITE,
    series_color,
};

/// Share of the outer radius that is hollow.
const HOLE: f64 = 0.56;
/// Largest radius: in points, and as a share of the chart's width.
const RADIUS: (f64, f64) = (92.0, 0.2);
/// A smaller ring shows nothing, in points.
const LEAST_RADIUS: f64 = 16.0;
/// Distance between the ring and the names, in points.
const REACH: f64 = 22.0;
/// Distance between names below each other, in points.
const NAME_GAP: f64 = 5.0;
/// Distance between a name and the value that follows it, in points.
const VALUE_GAP: f64 = 5.0;
/// Angle between two corners of an arc.
const ARC_STEP: f64 = TAU / 240.0;

/// A part of the ring, in radians clockwise from twelve o'clock.
struct Part {
    from: f64,
    to: f64,
    color: Color,
    name: Block,
    value: Value,
}

/// The printed value of a part.
struct Value {
    text: String,
    style: TypeStyle,
    width: f64,
    /// Whether it follows the first line of the name; else it stands below the name.
    follows: bool,
}

/// Lays the chart out.
pub(super) fn layout(chart: &Chart, measure: &Measure<'_>) -> Scene {
    let order: Vec<usize> = (0..chart.categories.len()).collect();
    lay(chart, measure, HOLE, &order)
}

/// Lays out a disc of which a share is hollow, its parts in the given order of the categories.
pub(super) fn lay(chart: &Chart, measure: &Measure<'_>, hole: f64, order: &[usize]) -> Scene {
    let mut scene = Scene::new(chart.width, chart.height);
    let room = chart.width / 2.0 - REACH - widest_value(chart, measure);
    let wished = (chart.height / 2.0 - 8.0).min(RADIUS.0).min(chart.width * RADIUS.1);
    let radius = wished.min(room).max(LEAST_RADIUS);
    let column = chart.width / 2.0 - radius - REACH;
    let parts = parts(chart, measure, column, order);
    let (right, left): (Vec<&Part>, Vec<&Part>) =
        parts.iter().partition(|part| part.middle() <= TAU / 2.0);
    let needed = side_height(&right).max(side_height(&left)).max(2.0 * radius + 8.0);
    scene.height = chart.height.min(needed.max(2.0 * radius + 24.0)).max(needed);
    let filled = parts.iter().any(|part| part.to > part.from);
    let ring = Ring { center: (chart.width / 2.0, scene.height / 2.0), radius, hole, filled };
    ring.draw(&mut scene, &parts);
    ring.draw_names(&mut scene, measure, &right, 1.0);
    ring.draw_names(&mut scene, measure, &left, -1.0);
    scene
}

/// The longest value that can be printed beside the smallest ring, in points.
pub(super) fn value_limit(chart: &Chart) -> f64 {
    chart.width / 2.0 - LEAST_RADIUS - REACH
}

fn widest_value(chart: &Chart, measure: &Measure<'_>) -> f64 {
    chart.data().map(|datum| measure.width(&datum.label, VALUE)).fold(0.0, f64::max)
}

fn parts(chart: &Chart, measure: &Measure<'_>, column: f64, order: &[usize]) -> Vec<Part> {
    let Some(series) = chart.series.first() else { return Vec::new() };
    let total: f64 = series.data.iter().flatten().map(|datum| datum.size).sum();
    let mut angle = 0.0;
    let mut parts = Vec::new();
    for (place, &index) in order.iter().enumerate() {
        let (datum, category) = (&series.data[index], &chart.categories[index]);
        let size = datum.as_ref().map_or(0.0, |datum| datum.size);
        let sweep = if total > 0.0 { size / total * TAU } else { 0.0 };
        let (name, value) = name_and_value(category, datum.as_ref(), measure, column);
        let is_rest = chart.rest == Some(index);
        let own = if is_rest { REST } else { part_color(place, chart.categories.len()) };
        let color = match chart.singled_categories() {
            Some(singled) if singled.contains(&index) => chart.color(0, index),
            // Grey neighbours stay apart by their strength.
            Some(_) => MUTED.tint(if place % 2 == 0 { 1.0 } else { 0.65 }),
            None => own,
        };
        let color = if category.partial { color.tint(0.45) } else { color };
        parts.push(Part { from: angle, to: angle + sweep, color, name, value });
        angle += sweep;
    }
    parts
}

/// The palette, but a last part never takes the colour of the first, which it touches.
fn part_color(index: usize, count: usize) -> Color {
    let last_meets_first = index > 0 && index + 1 == count;
    let color = series_color(index);
    if last_meets_first && color == series_color(0) { series_color(index + 1) } else { color }
}

fn name_and_value(
    category: &Category,
    datum: Option<&Datum>,
    measure: &Measure<'_>,
    column: f64,
) -> (Block, Value) {
    let missing = TypeStyle { color: QUIET, bold: false, ..VALUE };
    let (text, style) = match datum {
        Some(datum) => (datum.label.clone(), VALUE),
        None => (MISSING.to_owned(), missing),
    };
    let width = measure.width(&text, style);
    let name = measure.block_anyhow(&category.lines, column);
    // A value in the middle of a broken name would be read as part of it.
    let unbroken = category.lines.iter().map(|line| line.trim()).find(|line| !line.is_empty());
    let follows = name.lines.first().is_none_or(|(line, style)| {
        let lead = measure.width(line, *style) + VALUE_GAP;
        unbroken == Some(line) && lead + width <= column
    });
    (name, Value { text, style, width, follows })
}

fn side_height(parts: &[&Part]) -> f64 {
    parts.iter().map(|part| part.height() + NAME_GAP).sum()
}

impl Part {
    fn middle(&self) -> f64 {
        // A part that is the whole ring is named at three o'clock rather than at its foot.
        if self.to - self.from > TAU - 1e-6 {
            return TAU / 4.0;
        }
        f64::midpoint(self.from, self.to)
    }

    /// Height of name and value together, in points.
    fn height(&self) -> f64 {
        let below = if self.value.follows { 0.0 } else { VALUE.size * LINE_PITCH };
        self.name.height().max(PRIMARY.size * LINE_PITCH) + below
    }

    /// Draws name and value from `x` outwards, `side` being 1 to the right and -1 to the left.
    fn draw_text(&self, scene: &mut Scene, measure: &Measure<'_>, side: f64, x: f64, top: f64) {
        let anchor = if side > 0.0 { Anchor::Start } else { Anchor::End };
        let Value { text, style, width, follows } = &self.value;
        if !follows {
            scene.block(measure, &self.name, anchor, x, top);
            let y = top + self.name.height() + baseline(style.size);
            scene.text(measure, text, *style, anchor, (x, y));
            return;
        }
        let y = top + baseline(style.size);
        let first = self.name.lines.first();
        let lead = first.map_or(0.0, |(line, style)| measure.width(line, *style) + VALUE_GAP);
        if side > 0.0 {
            scene.block(measure, &self.name, anchor, x, top);
            scene.text(measure, text, *style, anchor, (x + lead, y));
            return;
        }
        // On the left the value ends at the leader, so the first line of the name ends before it.
        scene.text(measure, text, *style, anchor, (x, y));
        let rest = Block { lines: self.name.lines.iter().skip(1).cloned().collect(), width: 0.0 };
        if let Some((line, style)) = first {
            scene.text(measure, line, *style, anchor, (x - width - VALUE_GAP, y));
            scene.block(measure, &rest, anchor, x, top + style.size * LINE_PITCH);
        }
    }
}

/// The ring's place, in points.
struct Ring {
    center: Point,
    radius: f64,
    /// Share of the radius that is hollow.
    hole: f64,
    /// Whether any part is visible; else there is nothing that a leader could lead to.
    filled: bool,
}

impl Ring {
    fn draw(&self, scene: &mut Scene, parts: &[Part]) {
        let visible: Vec<&Part> = parts.iter().filter(|part| part.to > part.from).collect();
        if visible.is_empty() {
            // Nothing but zeros: the empty ring still says what kind of chart this is.
            scene.polygon(self.sector(0.0, TAU), GRID);
        }
        for part in &visible {
            scene.polygon(self.sector(part.from, part.to), part.color);
        }
        if visible.len() > 1 {
            for part in &visible {
                let inner = self.at(part.from, (self.radius * self.hole - 1.0).max(0.0));
                scene.line(vec![inner, self.at(part.from, self.radius + 1.0)], WHITE, 1.2);
            }
        }
    }

    /// Names beside the ring; `side` is 1 to the right, -1 to the left.
    fn draw_names(&self, scene: &mut Scene, measure: &Measure<'_>, parts: &[&Part], side: f64) {
        let mut parts: Vec<&&Part> = parts.iter().collect();
        if side < 0.0 {
            // Clockwise is upwards on the left.
            parts.reverse();
        }
        let wish = |part: &&&Part| {
            let (_, y) = self.at(part.middle(), self.radius + REACH / 2.0);
            (y, part.height() + NAME_GAP)
        };
        let wishes: Vec<(f64, f64)> = parts.iter().map(wish).collect();
        let x = self.center.0 + side * (self.radius + REACH);
        for (part, y) in parts.iter().zip(spread(&wishes, 0.0, scene.height)) {
            let ring = self.at(part.middle(), self.radius + 1.5);
            let radial = self.at(part.middle(), self.radius + REACH / 3.0);
            if self.filled {
                scene.line(vec![ring, radial, (x - side * 3.0, y)], LEADER, 0.6);
            }
            part.draw_text(scene, measure, side, x, y - part.height() / 2.0);
        }
    }

    fn sector(&self, from: f64, to: f64) -> Vec<Point> {
        let count = ((to - from) / ARC_STEP).ceil().clamp(1.0, 240.0);
        let mut angles = Vec::new();
        let mut index = 0.0;
        while index <= count {
            angles.push(from + (to - from) * index / count);
            index += 1.0;
        }
        let outer = angles.iter().map(|&angle| self.at(angle, self.radius));
        if self.hole <= 0.0 {
            let middle = (to - from < TAU - 1e-6).then_some(self.center);
            return outer.chain(middle).collect();
        }
        let inner = angles.iter().rev().map(|&angle| self.at(angle, self.radius * self.hole));
        outer.chain(inner).collect()
    }

    fn at(&self, angle: f64, radius: f64) -> Point {
        (self.center.0 + radius * angle.sin(), self.center.1 - radius * angle.cos())
    }
}
