//! Names of series: as a row on top, or as labels at the right end of what they name.

use super::chart::{Chart, Series};
use super::measure::{Block, Measure};
use super::scene::{Anchor, Extent, Scene};
use super::spread::spread;
use super::theme::{Color, HALF_CAPITAL, LABEL_GAP, LEADER, LINE_PITCH, PRIMARY, language_style};

/// Side of the colour square before a name, in points.
const SWATCH: f64 = 7.0;
/// Distance between the square and its name, in points.
const SWATCH_GAP: f64 = 4.0;
/// Distance between entries, in points.
const ENTRY_GAP: f64 = 16.0;
/// Distance between the legend and the plot, in points.
const FOOT: f64 = 8.0;

/// Draws the names of all series in rows from the top of the scene and returns the height that they
/// take, in points.
pub(super) fn draw_rows(scene: &mut Scene, measure: &Measure<'_>, chart: &Chart) -> f64 {
    let width = scene.width;
    let (mut x, mut top, mut row) = (0.0, 0.0, 0.0_f64);
    for (index, series) in chart.series.iter().enumerate() {
        let entry = Entry::new(measure, series, width - SWATCH - SWATCH_GAP);
        let length = SWATCH + SWATCH_GAP + entry.width;
        if x > 0.0 && x + length > width {
            (x, top, row) = (0.0, top + row + 2.0, 0.0);
        }
        entry.draw(scene, measure, chart.color_of_series(index), (x, top));
        row = row.max(entry.height);
        x += length + ENTRY_GAP;
    }
    top + row + FOOT
}

/// A name in all its languages: in one line where it fits, else a block.
struct Entry<'a> {
    series: &'a Series,
    block: Option<Block>,
    width: f64,
    height: f64,
}

impl<'a> Entry<'a> {
    fn new(measure: &Measure<'_>, series: &'a Series, limit: f64) -> Entry<'a> {
        let lines = series.name.iter().enumerate();
        let widths = lines.map(|(index, line)| measure.width(line, language_style(index)));
        let width = widths.map(|width| width + LABEL_GAP).sum::<f64>() - LABEL_GAP;
        if width <= limit {
            let height = PRIMARY.size * LINE_PITCH;
            return Entry { series, block: None, width, height };
        }
        let block = measure.block_anyhow(&series.name, limit);
        let (width, height) = (block.width, block.height());
        Entry { series, block: Some(block), width, height }
    }

    fn draw(&self, scene: &mut Scene, measure: &Measure<'_>, color: Color, (x, top): (f64, f64)) {
        let base = top + super::scene::baseline(PRIMARY.size);
        let middle = base - PRIMARY.size * HALF_CAPITAL;
        let swatch = Extent {
            left: x,
            top: middle - SWATCH / 2.0,
            right: x + SWATCH,
            bottom: middle + SWATCH / 2.0,
        };
        scene.rectangle(swatch, color);
        let mut x = x + SWATCH + SWATCH_GAP;
        if let Some(block) = &self.block {
            scene.block(measure, block, Anchor::Start, x, top);
            return;
        }
        for (index, line) in self.series.name.iter().enumerate() {
            let style = language_style(index);
            scene.text(measure, line, style, Anchor::Start, (x, base));
            x += measure.width(line, style) + LABEL_GAP;
        }
    }
}

/// A label to the right of a plot, tied to the end of what it names.
pub(super) struct EndLabel {
    pub(super) block: Block,
    pub(super) color: Color,
    /// The end of what it names.
    pub(super) from: (f64, f64),
}

/// Distance between the plot and the labels at its right end, in points.
const REACH: f64 = 16.0;
/// Width of the colour bar before a label, in points.
const BAR: f64 = 2.0;

/// Room to the right of the plot for such labels, in points.
pub(super) fn end_label_room(blocks: &[Block]) -> f64 {
    let widest = blocks.iter().map(|block| block.width).fold(0.0, f64::max);
    if widest > 0.0 { REACH + BAR + SWATCH_GAP + widest + 1.0 } else { 0.0 }
}

/// Room that such labels take below each other, in points.
pub(super) fn end_label_height(block: &Block) -> f64 {
    block.height() + 3.0
}

/// Draws labels to the right of `edge`, moved apart between `low` and `high`, with a leader to what
/// each names.
pub(super) fn draw_end_labels(
    scene: &mut Scene,
    measure: &Measure<'_>,
    mut labels: Vec<EndLabel>,
    edge: f64,
    (low, high): (f64, f64),
) {
    labels.sort_by(|first, second| first.from.1.total_cmp(&second.from.1));
    let wishes: Vec<(f64, f64)> =
        labels.iter().map(|label| (label.from.1, end_label_height(&label.block))).collect();
    let x = edge + REACH;
    for (label, center) in labels.iter().zip(spread(&wishes, low, high)) {
        let half = label.block.height() / 2.0;
        if x - label.from.0 > 2.0 {
            let elbow = x - REACH / 2.0;
            let points = vec![label.from, (elbow, label.from.1), (x - 1.5, center)];
            scene.shapes.insert(0, leader(points));
        }
        let bar = Extent {
            left: x,
            top: center - half + 1.0,
            right: x + BAR,
            bottom: center + half - 1.0,
        };
        scene.rectangle(bar, label.color);
        scene.block(measure, &label.block, Anchor::Start, x + BAR + SWATCH_GAP, center - half);
    }
}

/// Leaders lie under everything else, so that they never cut a mark.
fn leader(points: Vec<(f64, f64)>) -> super::scene::Shape {
    super::scene::Shape::Path { points, color: LEADER, width: 0.5 }
}
