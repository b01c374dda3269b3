//! Lying bars: names to the left in a margin as wide as the longest of them, values at the ends of
//! the bars.
//!
//! The height follows from the number of rows, within reason: two rows are not pulled apart to fill
//! a page, and forty are not pressed into a few centimetres.

use super::bar::range;
use super::chart::{Annotation, Category, Chart, Reference, Series};
use super::frame::category_count;
use super::legend;
use super::marks::{draw_line, reference_block};
use super::measure::{Block, Measure};
use super::scale::Scale;
use super::scene::{Anchor, Extent, Scene};
use super::spread::spread;
use super::theme::{
    BASE, HALF_CAPITAL, LABEL_GAP, LINE_PITCH, MARK_GAP, MISSING, PRIMARY, QUIET, TypeStyle, VALUE,
    language_style,
};

/// Most of the chart's width that names may take.
const NAME_SHARE: f64 = 0.42;
/// Distance between names and plot, in points.
const NAME_GAP: f64 = 7.0;
/// Most of the chart's width that the name of a line at a value may take.
const HEAD_SHARE: f64 = 0.4;
/// Most of the chart's width that a remark behind a bar may take.
const REMARK_SHARE: f64 = 0.3;
/// Distance between a value and what follows it, in points.
const DIRECT_GAP: f64 = 6.0;
/// Height of a bar in points: the least that holds a printed value, and the most that looks well.
const BAR_RANGE: (f64, f64) = (9.6, 18.0);
/// Distance between rows in points, at least.
const ROW_GAP: f64 = 4.0;
/// Share of a row that is filled when there is room to spare.
const ROW_FILL: f64 = 0.6;

/// The name of a category.
enum Name<'a> {
    /// Lines under each other.
    Block(Block),
    /// All languages in one line, to save height.
    Row(&'a Category),
}

/// Lays the chart out.
pub(super) fn layout(chart: &Chart, measure: &Measure<'_>) -> Scene {
    let mut scene = Scene::new(chart.width, chart.height);
    let heads = reference_heads(chart, measure);
    let head = heads.iter().map(|head| head.height() + 3.0).fold(0.0, f64::max);
    let names = names(chart, measure, chart.height - head);
    let margin = names.iter().map(|name| name.width(measure)).fold(0.0, f64::max) + NAME_GAP;
    let mut plot = Plot::new(chart, measure, &names, margin, head);
    let direct = plot.names_fit(chart, measure);
    let mut top = head;
    if chart.series.len() > 1 && !direct {
        let legend = legend::draw_rows(&mut scene, measure, chart);
        top += legend;
        plot = Plot::new(chart, measure, &names, margin, top);
    }
    scene.height = top + plot.row * category_count(chart);
    let mut middle = top + plot.row / 2.0;
    for (index, name) in names.iter().enumerate() {
        name.draw(&mut scene, measure, margin - NAME_GAP, middle);
        plot.draw_row(&mut scene, chart, measure, (index, direct && index == 0), middle);
        middle += plot.row;
    }
    let base = plot.x(0.0);
    scene.line(vec![(base, top), (base, scene.height)], BASE, 0.75);
    plot.draw_references(&mut scene, chart, measure, &heads, top);
    scene
}

/// The names of the lines at a value, which stand above the plot, each with its value.
fn reference_heads(chart: &Chart, measure: &Measure<'_>) -> Vec<Block> {
    let limit = chart.width * HEAD_SHARE;
    chart.references.iter().map(|line| reference_block(measure, line, limit)).collect()
}

/// The names in blocks, or in single lines where blocks would make the chart higher than wished.
fn names<'a>(chart: &'a Chart, measure: &Measure<'_>, height: f64) -> Vec<Name<'a>> {
    let limit = chart.width * NAME_SHARE;
    let block = |category: &Category| {
        let block = measure.block(&category.lines, limit);
        block.unwrap_or_else(|| measure.block_anyhow(&category.lines, limit))
    };
    let blocks: Vec<Block> = chart.categories.iter().map(block).collect();
    let highest = blocks.iter().map(Block::height).fold(0.0, f64::max);
    let rows: Vec<Name<'a>> = chart.categories.iter().map(Name::Row).collect();
    let rows_fit = rows.iter().all(|row| row.width(measure) <= limit);
    if rows_fit && (highest + ROW_GAP) * category_count(chart) > height {
        return rows;
    }
    blocks.into_iter().map(Name::Block).collect()
}

impl Name<'_> {
    fn width(&self, measure: &Measure<'_>) -> f64 {
        match self {
            Name::Block(block) => block.width,
            Name::Row(category) => {
                let lines = category.lines.iter().enumerate();
                let widths = lines
                    .map(|(index, line)| measure.width(line, language_style(index)) + LABEL_GAP);
                (widths.sum::<f64>() - LABEL_GAP).max(0.0)
            }
        }
    }

    fn height(&self) -> f64 {
        match self {
            Name::Block(block) => block.height(),
            Name::Row(_) => PRIMARY.size * LINE_PITCH,
        }
    }

    /// Draws the name so that it ends at `right` and is centred on `middle`.
    fn draw(&self, scene: &mut Scene, measure: &Measure<'_>, right: f64, middle: f64) {
        match self {
            Name::Block(block) => {
                scene.block(measure, block, Anchor::End, right, middle - block.height() / 2.0);
            }
            Name::Row(category) => {
                let mut right = right;
                for (index, line) in category.lines.iter().enumerate().rev() {
                    let style = language_style(index);
                    let at = (right, middle + PRIMARY.size * HALF_CAPITAL);
                    scene.text(measure, line, style, Anchor::End, at);
                    right -= measure.width(line, style) + LABEL_GAP;
                }
            }
        }
    }
}

/// Where bars lie, in points.
struct Plot {
    left: f64,
    right: f64,
    scale: Scale,
    /// Distance from row to row.
    row: f64,
    /// Distance from bar to bar within a row, and the height of each.
    pitch: f64,
    bar: f64,
}

impl Plot {
    #[allow(clippy::cast_precision_loss, reason = "a chart has few series")]
    fn new(
        chart: &Chart,
        measure: &Measure<'_>,
        names: &[Name<'_>],
        margin: f64,
        top: f64,
    ) -> Plot {
        let (low, high) = range(chart);
        let widest = |negative: bool| {
            let data = chart.data().filter(|datum| (datum.size < 0.0) == negative);
            data.map(|datum| measure.width(&datum.label, VALUE) + MARK_GAP).fold(0.0, f64::max)
        };
        let left = margin + widest(true);
        let remark = chart.annotations.iter().map(|remark| {
            let limit = chart.width * REMARK_SHARE;
            measure.block_anyhow(&remark.lines, limit).width + DIRECT_GAP
        });
        let beyond = widest(false).max(VALUE.size) + remark.fold(0.0, f64::max) + 1.0;
        let right = (chart.width - beyond).max(left + 1.0);
        let count = chart.series.len().max(1) as f64;
        let highest = names.iter().map(Name::height).fold(0.0, f64::max);
        let remarks = chart
            .annotations
            .iter()
            .map(|remark| measure.block_anyhow(&remark.lines, chart.width * REMARK_SHARE).height());
        let highest = remarks.fold(highest, f64::max);
        let least = highest.max(count * BAR_RANGE.0) + ROW_GAP;
        let most = (count * BAR_RANGE.1 / ROW_FILL).max(least);
        let row = ((chart.height - top) / category_count(chart)).clamp(least, most);
        let pitch = (row * ROW_FILL / count).clamp(BAR_RANGE.0, BAR_RANGE.1);
        let bar = if count > 1.0 { pitch - 1.0 } else { pitch };
        Plot { left, right, scale: Scale::tight(low, high), row, pitch, bar }
    }

    /// Whether the names of the series find room behind the values of the first row, in place of a
    /// legend.
    fn names_fit(&self, chart: &Chart, measure: &Measure<'_>) -> bool {
        let fits = |series: &Series| {
            let Some(Some(datum)) = series.data.first() else { return false };
            let value = measure.width(&datum.label, VALUE) + MARK_GAP;
            let end = self.x(datum.size) + value + DIRECT_GAP + name_width(measure, series);
            datum.size >= 0.0 && end <= chart.width
        };
        let remarked = chart.annotations.iter().any(|annotation| annotation.category == 0);
        chart.series.len() > 1 && !remarked && chart.series.iter().all(fits)
    }

    /// Lines at a value from top to bottom, over the bars, with their names above them.
    fn draw_references(
        &self,
        scene: &mut Scene,
        chart: &Chart,
        measure: &Measure<'_>,
        heads: &[Block],
        top: f64,
    ) {
        let wish = |(line, head): (&Reference, &Block)| (self.x(line.value.size), head.width + 6.0);
        let mut order: Vec<usize> = (0..heads.len()).collect();
        order.sort_by(|first, second| {
            let size = |index: usize| chart.references[index].value.size;
            size(*first).total_cmp(&size(*second))
        });
        let wishes: Vec<(f64, f64)> =
            order.iter().map(|&index| wish((&chart.references[index], &heads[index]))).collect();
        for (&index, center) in order.iter().zip(spread(&wishes, 0.0, chart.width)) {
            let x = self.x(chart.references[index].value.size);
            draw_line(scene, (x, top), (x, scene.height));
            let head = &heads[index];
            scene.block(measure, head, Anchor::Middle, center, top - head.height() - 2.0);
        }
    }

    fn x(&self, value: f64) -> f64 {
        self.left + self.scale.share(value) * (self.right - self.left)
    }

    #[allow(clippy::cast_precision_loss, reason = "a chart has few series")]
    fn draw_row(
        &self,
        scene: &mut Scene,
        chart: &Chart,
        measure: &Measure<'_>,
        (index, named): (usize, bool),
        middle: f64,
    ) {
        let partial = chart.categories[index].partial;
        let base = self.x(0.0);
        let mut center = middle - self.pitch * (chart.series.len() as f64 - 1.0) / 2.0;
        for (order, series) in chart.series.iter().enumerate() {
            let text_y = center + VALUE.size * HALF_CAPITAL;
            if let Some(datum) = &series.data[index] {
                let end = self.x(datum.size);
                let extent = Extent {
                    left: end.min(base),
                    top: center - self.bar / 2.0,
                    right: end.max(base),
                    bottom: center + self.bar / 2.0,
                };
                scene.bar(extent, chart.color(order, index), partial);
                let (anchor, x) = if datum.size < 0.0 {
                    (Anchor::End, end - MARK_GAP)
                } else {
                    (Anchor::Start, end + MARK_GAP)
                };
                scene.text(measure, &datum.label, VALUE, anchor, (x, text_y));
                let after = x + measure.width(&datum.label, VALUE) + DIRECT_GAP;
                if named {
                    draw_name(scene, measure, chart, order, (after, text_y));
                }
                draw_remarks(scene, measure, chart, (order, index), (after, center));
            } else {
                let style = TypeStyle { color: QUIET, bold: false, ..VALUE };
                let at = (base + MARK_GAP, text_y);
                scene.text(measure, MISSING, style, Anchor::Start, at);
            }
            center += self.pitch;
        }
    }
}

/// Width of the name of a series in all its languages, in one line.
fn name_width(measure: &Measure<'_>, series: &Series) -> f64 {
    let lines = series.name.iter().enumerate();
    let widths = lines.map(|(index, line)| measure.width(line, language_style(index)) + LABEL_GAP);
    widths.sum::<f64>() - LABEL_GAP
}

/// The name of a series behind its first value, in its colour where that can be read.
fn draw_name(
    scene: &mut Scene,
    measure: &Measure<'_>,
    chart: &Chart,
    order: usize,
    (mut x, y): (f64, f64),
) {
    for (index, line) in chart.series[order].name.iter().enumerate() {
        let color = chart.color_of_series(order).as_text();
        let style = TypeStyle { color, ..language_style(index) };
        scene.text(measure, line, style, Anchor::Start, (x, y));
        x += measure.width(line, style) + LABEL_GAP;
    }
}

/// The remarks at a datum behind its value.
fn draw_remarks(
    scene: &mut Scene,
    measure: &Measure<'_>,
    chart: &Chart,
    (series, category): (usize, usize),
    (x, middle): (f64, f64),
) {
    let is_meant = |remark: &&Annotation| remark.series == series && remark.category == category;
    let mut top = middle;
    for remark in chart.annotations.iter().filter(is_meant) {
        let block = measure.block_anyhow(&remark.lines, chart.width * REMARK_SHARE);
        top -= block.height() / 2.0;
        scene.block(measure, &block, Anchor::Start, x, top);
        top += block.height();
    }
}
