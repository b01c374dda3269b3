//! Paints a scene as SVG with plotters.

use plotters::coord::Shift;
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::prelude::{DrawingArea, IntoDrawingArea, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{
    Color as _, FontDesc, FontFamily, FontStyle, FontTransform, RGBColor, TextStyle,
};

use super::color::Rgb;
use super::contract::ChartError;
use super::scene::{Anchor, Label, Point, Scene, Shape};
use super::script::{Run, runs};
use super::style::Style;
use super::theme::PRIMARY;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Refusal<'a> = plotters::drawing::DrawingAreaErrorKind<std::io::Error>;

/// Plotters places on whole units, so a point is divided into a hundred of them; the view box maps
/// them back.
const UNITS_PER_POINT: f64 = 100.0;

/// Plotters divides type sizes by this before it writes them into SVG.
const BACKEND_SIZE_FACTOR: f64 = 1.24;

/// How far plotters moves the base line of top-aligned text below its anchor, in ems.
const BACKEND_TOP_SHIFT: f64 = 0.76;

/// Stand for the tags around a run while the drawing library escapes the text: the start of a Han
/// run where it falls, of a Han run with its place, of other text with its place, the end of a
/// place, and the end of a run. They are no characters, so no text that was validated holds them.
const MARKS: [char; 5] = ['\u{FDD0}', '\u{FDD1}', '\u{FDD2}', '\u{FDD3}', '\u{FDD4}'];

/// How much larger than in the layout a style sets everything.
pub(super) fn enlargement(style: &Style) -> f64 {
    style.type_size / PRIMARY.size
}

/// The SVG text of a scene in the look of a style.
pub(super) fn paint(scene: &Scene, style: &Style) -> Result<String, ChartError> {
    let mut svg = String::new();
    let painter = Painter { style, factor: enlargement(style) * UNITS_PER_POINT };
    let size =
        (painter.units(scene.width).unsigned_abs(), painter.units(scene.height).unsigned_abs());
    let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
    painter
        .paint(&area, scene)
        .map_err(|refusal| ChartError::Backend { reason: refusal.to_string() })?;
    drop(area);
    Ok(with_families(&in_points(&svg, size), style))
}

/// Paints in the look of a style.
struct Painter<'a> {
    style: &'a Style,
    /// Units of the drawing library for a point of the layout.
    factor: f64,
}

impl Painter<'_> {
    fn paint<'a>(&self, area: &Area<'a>, scene: &Scene) -> Result<(), Refusal<'a>> {
        for shape in &scene.shapes {
            self.paint_shape(area, shape)?;
        }
        for label in &scene.labels {
            self.paint_label(area, label)?;
        }
        area.present()
    }

    fn paint_shape<'a>(&self, area: &Area<'a>, shape: &Shape) -> Result<(), Refusal<'a>> {
        let fill = |color: super::color::Color| rgb(color.resolve(self.style)).filled();
        match shape {
            Shape::Rectangle { extent, color } => {
                let upper = self.place((extent.left, extent.top));
                let lower = self.place((extent.right, extent.bottom));
                area.draw(&Rectangle::new([upper, lower], fill(*color)))
            }
            Shape::Path { points, color, width } => {
                let stroke =
                    rgb(color.resolve(self.style)).stroke_width(self.units(*width).unsigned_abs());
                area.draw(&PathElement::new(self.places(points), stroke))
            }
            Shape::Polygon { points, color } => {
                area.draw(&Polygon::new(self.places(points), fill(*color)))
            }
            Shape::Dot { center, radius, color } => {
                area.draw(&Circle::new(self.place(*center), self.units(*radius), fill(*color)))
            }
        }
    }

    fn paint_label<'a>(&self, area: &Area<'a>, label: &Label) -> Result<(), Refusal<'a>> {
        let size = label.style.size * self.factor * BACKEND_SIZE_FACTOR;
        let weight = if label.style.bold { FontStyle::Bold } else { FontStyle::Normal };
        let turn = if label.turned { FontTransform::Rotate270 } else { FontTransform::None };
        let runs = runs(&label.text);
        // A reader of drawings letters what belongs together in one face where that face has it all,
        // so each run of a text in two scripts has a place of its own, from the start of the text.
        let mixed = runs.len() > 1;
        let anchor = if mixed { Anchor::Start } else { label.anchor };
        let horizontal = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let color = rgb(label.style.color.resolve(self.style));
        let family = FontFamily::Name(&self.style.latin_family);
        let style = TextStyle::from(FontDesc::new(family, size, weight).transform(turn))
            .color(&color)
            .pos(Pos::new(horizontal, VPos::Top));
        let shift = label.style.size * BACKEND_TOP_SHIFT;
        let (x, y) = match (mixed, label.turned) {
            (false, _) => label.at,
            (true, false) => (label.extent.left, label.at.1),
            (true, true) => (label.at.0, label.extent.bottom),
        };
        let at = if label.turned { (x - shift, y) } else { (x, y - shift) };
        let at = self.place(at);
        let starts = label.starts.iter().map(|start| at.0 + self.units(*start));
        area.draw_text(&marked(&runs, &starts.collect::<Vec<i32>>()), &style, at)
    }

    /// Casts to `i32` saturate, so a place outside any page stays outside.
    #[allow(clippy::cast_possible_truncation, reason = "rounded before, and saturating")]
    fn units(&self, points: f64) -> i32 {
        (points * self.factor).round() as i32
    }

    fn place(&self, (x, y): Point) -> (i32, i32) {
        (self.units(x), self.units(y))
    }

    fn places(&self, points: &[Point]) -> Vec<(i32, i32)> {
        points.iter().map(|point| self.place(*point)).collect()
    }
}

/// A line of text with marks around each run that is not in the face of the line, or not at its start.
fn marked(runs: &[Run<'_>], starts: &[i32]) -> String {
    let [han, placed_han, placed, place_end, end] = MARKS;
    let mut text = String::new();
    for (index, (run, start)) in runs.iter().zip(starts).enumerate() {
        match (index, run.han) {
            (0, false) => {
                text.push_str(run.text);
                continue;
            }
            (0, true) => text.push(han),
            (_, is_han) => {
                text.push(if is_han { placed_han } else { placed });
                text.push_str(&start.to_string());
                text.push(place_end);
            }
        }
        text.push_str(run.text);
        text.push(end);
    }
    text
}

/// Puts tags in the place of their marks.
fn with_families(svg: &str, style: &Style) -> String {
    let han = format!("font-family=\"'{}'\" font-size=\"{}em\"", style.han_family, style.han_share);
    let tags = [
        format!("<tspan {han}>"),
        format!("<tspan {han} x=\""),
        "<tspan x=\"".to_owned(),
        "\">".to_owned(),
        "</tspan>".to_owned(),
    ];
    // A name with a number in it, such as Source Sans 3, is a name only in quotation marks.
    let latin = &style.latin_family;
    let bare = format!("font-family=\"{latin}\"");
    let mut svg = svg.replace(&bare, &format!("font-family=\"'{latin}'\""));
    for (mark, tag) in MARKS.into_iter().zip(tags) {
        svg = svg.replace(mark, &tag);
    }
    svg
}

/// Gives the drawing its size in points, whatever the units inside.
fn in_points(svg: &str, (width, height): (u32, u32)) -> String {
    let written = format!("width=\"{width}\" height=\"{height}\"");
    let points = |units: u32| f64::from(units) / UNITS_PER_POINT;
    let wanted = format!("width=\"{}pt\" height=\"{}pt\"", points(width), points(height));
    svg.replacen(&written, &wanted, 1)
}

fn rgb(color: Rgb) -> RGBColor {
    RGBColor(color.red, color.green, color.blue)
}
