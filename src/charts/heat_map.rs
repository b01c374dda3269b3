//! A field of cells, a column a category and a row a series, each as dark as its value is great, with a
//! key of both limits. The scale is of one hue, so that a grey printer keeps its order.

use super::categories::CategoryAxis;
use super::chart::{Chart, Datum};
use super::frame::category_count;
use super::measure::{Block, Measure};
use super::scene::{Anchor, Extent, Scene};
use super::theme::{
    ASCENT, Color, DESCENT, GRID, HALF_CAPITAL, LABEL_GAP, LINE_PITCH, MISSING, QUIET, TICK,
    TypeStyle, VALUE, WHITE, series_color,
};

/// Most of the chart's width that the names of rows may take.
const NAME_SHARE: f64 = 0.36;
/// Distance between the names of rows and the cells, in points.
const NAME_GAP: f64 = 7.0;
/// Height of a row in points: the least, and the most.
const ROW_RANGE: (f64, f64) = (11.0, 26.0);
/// Widest cell, in points.
const WIDEST_CELL: f64 = 72.0;
/// Width and height of the key, in points.
const KEY: (f64, f64) = (96.0, 7.0);
/// Distance between the key and the cells, in points.
const KEY_GAP: f64 = 8.0;
/// Steps of the key.
const KEY_STEPS: u32 = 24;

/// Lays the chart out.
pub(super) fn layout(chart: &Chart, measure: &Measure<'_>) -> Scene {
    let mut scene = Scene::new(chart.width, chart.height);
    let shade = Shade::new(chart);
    let key = shade.draw_key(&mut scene, measure);
    let names = names(chart, measure);
    let left = names.iter().map(|name| name.width).fold(0.0, f64::max) + NAME_GAP;
    let field = Field::new(chart, measure, &names, left, key);
    scene.height = field.bottom();
    let style = value_style(chart, measure, field.cell(0, 0));
    for (order, (series, name)) in chart.series.iter().zip(&names).enumerate() {
        let middle = field.middle(order);
        let top = middle - name.height() / 2.0;
        scene.block(measure, name, Anchor::End, field.left - NAME_GAP, top);
        for (index, datum) in series.data.iter().enumerate() {
            let look = Look { shade: &shade, style, partial: chart.categories[index].partial };
            draw_cell(&mut scene, measure, datum.as_ref(), &look, field.cell(index, order));
        }
    }
    // The names of columns stand below the cells, arranged like those of an upright chart.
    let axis = CategoryAxis::plan(chart, measure, field.cell_width);
    axis.draw_at(&mut scene, measure, &|index| field.center(index), field.bottom());
    scene.height += axis.height + 1.0;
    scene
}

/// The names of rows: all languages in one line where that is short enough, else a line a language.
fn names(chart: &Chart, measure: &Measure<'_>) -> Vec<Block> {
    let limit = chart.width * NAME_SHARE;
    chart.series.iter().map(|series| measure.block_anyhow(&series.name, limit)).collect()
}

/// The place of the cells, in points.
struct Field {
    left: f64,
    top: f64,
    cell_width: f64,
    row: f64,
    rows: usize,
}

impl Field {
    fn new(chart: &Chart, measure: &Measure<'_>, names: &[Block], left: f64, top: f64) -> Field {
        let count = category_count(chart);
        let mut field = Field {
            left,
            top,
            cell_width: ((chart.width - left) / count).min(WIDEST_CELL),
            row: 0.0,
            rows: chart.series.len(),
        };
        // Long names of columns reach beyond their cells; narrower cells make room for them.
        for _ in 0..4 {
            let axis = CategoryAxis::plan(chart, measure, field.cell_width);
            let left = left.max(axis.overhang);
            let width = ((chart.width - left - axis.overhang) / count).clamp(0.5, WIDEST_CELL);
            if (width - field.cell_width).abs() < 0.01 && (left - field.left).abs() < 0.01 {
                break;
            }
            (field.left, field.cell_width) = (left, width);
        }
        let tallest = names.iter().map(Block::height).fold(0.0, f64::max);
        #[allow(clippy::cast_precision_loss, reason = "a chart has few series")]
        let share = (chart.height - top) / chart.series.len().max(1) as f64;
        field.row = share.clamp(ROW_RANGE.0, ROW_RANGE.1).max(tallest + 2.0);
        field
    }

    #[allow(clippy::cast_precision_loss, reason = "a chart has few series")]
    fn bottom(&self) -> f64 {
        self.top + self.row * self.rows as f64
    }

    #[allow(clippy::cast_precision_loss, reason = "a chart has few series")]
    fn middle(&self, order: usize) -> f64 {
        self.top + (order as f64 + 0.5) * self.row
    }

    #[allow(clippy::cast_precision_loss, reason = "a chart has few categories")]
    fn center(&self, index: usize) -> f64 {
        self.left + (index as f64 + 0.5) * self.cell_width
    }

    fn cell(&self, index: usize, order: usize) -> Extent {
        let (x, y) = (self.center(index), self.middle(order));
        let (half, tall) = (self.cell_width / 2.0, self.row / 2.0);
        // A white joint between cells, thinner where the cells are small.
        let joint = (self.cell_width * 0.04).min(0.6);
        Extent { left: x - half, top: y - tall, right: x + half, bottom: y + tall }.inset(joint)
    }
}

/// The type in which every value finds room in its cell; none where some would not, since a field with
/// some of its values would be read as one with gaps.
fn value_style(chart: &Chart, measure: &Measure<'_>, cell: Extent) -> Option<TypeStyle> {
    let (width, height) = (cell.right - cell.left, cell.bottom - cell.top);
    let level = TypeStyle { bold: false, ..VALUE };
    let small = TypeStyle { size: TICK.size - 0.5, ..level };
    [level, small].into_iter().find(|style| {
        let widths = chart.data().map(|datum| measure.width(&datum.label, *style));
        widths.fold(0.0, f64::max) + LABEL_GAP <= width && style.size * (ASCENT + DESCENT) <= height
    })
}

/// How a cell looks.
struct Look<'a> {
    shade: &'a Shade<'a>,
    /// The type of its value.
    style: Option<TypeStyle>,
    partial: bool,
}

fn draw_cell(
    scene: &mut Scene,
    measure: &Measure<'_>,
    datum: Option<&Datum>,
    look: &Look<'_>,
    cell: Extent,
) {
    let (text, ink) = if let Some(datum) = datum {
        let color = look.shade.color(datum.size);
        scene.rectangle(cell, color);
        if look.partial {
            scene.hatching(hatched_part(cell), WHITE, 0.8);
        }
        (datum.label.as_str(), color.readable_ink())
    } else {
        scene.line(cell.inset(0.3).outline(), GRID, 0.5);
        (MISSING, QUIET)
    };
    let dash_fits = datum.is_none() && cell.right - cell.left >= VALUE.size;
    let style = look.style.or(dash_fits.then_some(TypeStyle { bold: false, ..VALUE }));
    if let Some(style) = style {
        let (x, y) = (f64::midpoint(cell.left, cell.right), f64::midpoint(cell.top, cell.bottom));
        let style = TypeStyle { color: ink, ..style };
        let at = (x, y + style.size * HALF_CAPITAL);
        scene.text(measure, text, style, Anchor::Middle, at);
    }
}

/// Where the cell of a partial period is hatched: along its left side, so that its value and its colour
/// stay clear; all over where it is too small for a value.
fn hatched_part(cell: Extent) -> Extent {
    const STRIP: f64 = 7.0;
    let is_small = cell.right - cell.left < 3.0 * STRIP;
    Extent { right: if is_small { cell.right } else { cell.left + STRIP }, ..cell }
}

/// From values to colours of one hue.
struct Shade<'a> {
    least: Option<&'a Datum>,
    greatest: Option<&'a Datum>,
}

impl<'a> Shade<'a> {
    fn new(chart: &'a Chart) -> Shade<'a> {
        let by_size = |first: &&Datum, second: &&Datum| first.size.total_cmp(&second.size);
        Shade { least: chart.data().min_by(by_size), greatest: chart.data().max_by(by_size) }
    }

    fn color(&self, size: f64) -> Color {
        let (least, greatest) = self.limits();
        let range = greatest - least;
        // Where all values are equal none is great or small.
        let share = if range > 0.0 { (size - least) / range } else { 0.5 };
        tone(share)
    }

    fn limits(&self) -> (f64, f64) {
        let size = |datum: Option<&Datum>| datum.map_or(0.0, |datum| datum.size);
        (size(self.least), size(self.greatest))
    }

    /// The key at the upper right, with the least and the greatest value; returns the room that it
    /// takes.
    fn draw_key(&self, scene: &mut Scene, measure: &Measure<'_>) -> f64 {
        let (Some(least), Some(greatest)) = (self.least, self.greatest) else { return 0.0 };
        let height = TICK.size * LINE_PITCH;
        let base = height / 2.0 + TICK.size * HALF_CAPITAL;
        let right = scene.width - measure.width(&greatest.label, TICK);
        scene.text(measure, &greatest.label, TICK, Anchor::Start, (right, base));
        let bar = right - LABEL_GAP - 1.0;
        let (low, high) = self.limits();
        let is_range = high > low;
        let width = if is_range { KEY.0 } else { KEY.1 };
        let steps = if is_range { KEY_STEPS } else { 1 };
        let step = width / f64::from(steps);
        for index in 0..steps {
            let left = bar - width + f64::from(index) * step;
            let extent = Extent {
                left,
                top: (height - KEY.1) / 2.0,
                // Steps overlap a little, so that no seam shows between them.
                right: (left + step + 0.2).min(bar),
                bottom: f64::midpoint(height, KEY.1),
            };
            let share = (f64::from(index) + 0.5) / f64::from(steps);
            scene.rectangle(extent, tone(share));
        }
        if is_range {
            let at = (bar - width - LABEL_GAP - 1.0, base);
            scene.text(measure, &least.label, TICK, Anchor::End, at);
        }
        height + KEY_GAP
    }
}

/// The colour at a share of the scale. The lightest is still seen on white paper.
fn tone(share: f64) -> Color {
    series_color(0).tint(0.08 + 0.92 * share.clamp(0.0, 1.0))
}
