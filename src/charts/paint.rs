//! Paints a scene as SVG with plotters.

use plotters::coord::Shift;
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::prelude::{DrawingArea, IntoDrawingArea, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{
    Color as _, FontDesc, FontFamily, FontStyle, FontTransform, RGBColor, ShapeStyle, TextStyle,
};

use super::contract::ChartError;
use super::scene::{Anchor, Label, Point, Scene, Shape};
use super::theme::Color;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Refusal<'a> = plotters::drawing::DrawingAreaErrorKind<std::io::Error>;

/// Plotters places on whole units, so a point is divided into a hundred of them; the view box maps
/// them back.
const UNITS_PER_POINT: f64 = 100.0;

/// Plotters divides type sizes by this before it writes them into SVG.
const BACKEND_SIZE_FACTOR: f64 = 1.24;

/// How far plotters moves the base line of top-aligned text below its anchor, in ems.
const BACKEND_TOP_SHIFT: f64 = 0.76;

/// The SVG text of a scene, lettered in `family`.
pub(super) fn paint(scene: &Scene, family: &str) -> Result<String, ChartError> {
    let mut svg = String::new();
    let size = (units(scene.width).unsigned_abs(), units(scene.height).unsigned_abs());
    let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
    paint_on(&area, scene, family)
        .map_err(|refusal| ChartError::Backend { reason: refusal.to_string() })?;
    drop(area);
    Ok(in_points(&svg, size, scene))
}

fn paint_on<'a>(area: &Area<'a>, scene: &Scene, family: &str) -> Result<(), Refusal<'a>> {
    for shape in &scene.shapes {
        paint_shape(area, shape)?;
    }
    for label in &scene.labels {
        paint_label(area, label, family)?;
    }
    area.present()
}

fn paint_shape<'a>(area: &Area<'a>, shape: &Shape) -> Result<(), Refusal<'a>> {
    match shape {
        Shape::Rectangle { extent, color } => {
            let corners = [place((extent.left, extent.top)), place((extent.right, extent.bottom))];
            area.draw(&Rectangle::new(corners, rgb(*color).filled()))
        }
        Shape::Path { points, color, width } => {
            area.draw(&PathElement::new(places(points), stroke(*color, *width)))
        }
        Shape::Polygon { points, color } => {
            area.draw(&Polygon::new(places(points), rgb(*color).filled()))
        }
        Shape::Dot { center, radius, color } => {
            area.draw(&Circle::new(place(*center), units(*radius), rgb(*color).filled()))
        }
    }
}

fn paint_label<'a>(area: &Area<'a>, label: &Label, family: &str) -> Result<(), Refusal<'a>> {
    let size = label.style.size * UNITS_PER_POINT * BACKEND_SIZE_FACTOR;
    let weight = if label.style.bold { FontStyle::Bold } else { FontStyle::Normal };
    let turn = if label.turned { FontTransform::Rotate270 } else { FontTransform::None };
    let horizontal = match label.anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    let color = rgb(label.style.color);
    let style =
        TextStyle::from(FontDesc::new(FontFamily::Name(family), size, weight).transform(turn))
            .color(&color)
            .pos(Pos::new(horizontal, VPos::Top));
    let shift = label.style.size * BACKEND_TOP_SHIFT;
    let (x, y) = label.at;
    let anchor = if label.turned { (x - shift, y) } else { (x, y - shift) };
    area.draw_text(&label.text, &style, place(anchor))
}

/// Gives the drawing its size in points, whatever the units inside.
fn in_points(svg: &str, (width, height): (u32, u32), scene: &Scene) -> String {
    let written = format!("width=\"{width}\" height=\"{height}\"");
    let wanted =
        format!("width=\"{}pt\" height=\"{}pt\"", rounded(scene.width), rounded(scene.height));
    svg.replacen(&written, &wanted, 1)
}

fn rounded(points: f64) -> f64 {
    f64::from(units(points)) / UNITS_PER_POINT
}

/// Casts to `i32` saturate, so a place outside any page stays outside.
#[allow(clippy::cast_possible_truncation, reason = "rounded before, and saturating")]
fn units(points: f64) -> i32 {
    (points * UNITS_PER_POINT).round() as i32
}

fn place((x, y): Point) -> (i32, i32) {
    (units(x), units(y))
}

fn places(points: &[Point]) -> Vec<(i32, i32)> {
    points.iter().copied().map(place).collect()
}

fn rgb(color: Color) -> RGBColor {
    RGBColor(color.red, color.green, color.blue)
}

fn stroke(color: Color, width: f64) -> ShapeStyle {
    rgb(color).stroke_width(units(width).unsigned_abs())
}
