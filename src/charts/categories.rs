//! The labels under an upright chart, arranged as the room allows: level, turned, or only every so
//! many of them.

use super::chart::{Category, Chart};
use super::frame::{Frame, WIDEST_SLOT, category_count};
use super::measure::{Block, Measure};
use super::scene::{Anchor, Scene, baseline};
use super::theme::{LABEL_GAP, LINE_PITCH, PRIMARY};

/// The labels that will be drawn, and how.
pub(super) struct CategoryAxis {
    /// Index of the category and its label.
    labels: Vec<(usize, Block)>,
    /// Whether the labels read upwards.
    pub(super) turned: bool,
    /// Room that the labels take below the plot, in points.
    pub(super) height: f64,
    /// How far the first or last label reaches beyond its slot, in points.
    pub(super) overhang: f64,
}

/// Distance between the plot and the labels, in points.
const DROP: f64 = 4.0;

/// A name of more lines than this in one language reads better beside a lying bar.
const MOST_LINES_A_LANGUAGE: usize = 2;

/// Lying bars beyond this number outgrow a page.
const MOST_ROWS: f64 = 44.0;

/// More lines than this under one bar read badly.
const MOST_LINES: usize = 8;

/// Periods are thinned rather than turned from this many on: the reader fills the gaps.
const MANY: usize = 12;

/// Whether names, which no reader can fill in like periods, would be turned or take many lines under
/// upright bars, while all of them find room beside lying ones.
pub(super) fn want_rows(chart: &Chart, measure: &Measure<'_>) -> bool {
    let categories = &chart.categories;
    let slot = (chart.width / category_count(chart)).min(WIDEST_SLOT);
    let languages = categories.iter().map(|category| category.lines.len()).max().unwrap_or(1);
    let legible = |labels: Vec<(usize, Block)>| {
        labels.iter().all(|(_, block)| block.lines.len() <= MOST_LINES_A_LANGUAGE * languages)
    };
    let upright = level(categories, measure, slot).is_some_and(legible);
    #[allow(clippy::cast_precision_loss, reason = "a chart has few series")]
    let rows = category_count(chart) * chart.series.len().max(1) as f64;
    !upright && !categories.iter().all(is_period) && rows <= MOST_ROWS
}

impl CategoryAxis {
    /// Arranges the labels for slots of the given width in points.
    pub(super) fn plan(chart: &Chart, measure: &Measure<'_>, slot: f64) -> CategoryAxis {
        let categories = &chart.categories;
        if let Some(labels) = level(categories, measure, slot) {
            return CategoryAxis::new(labels, false, slot);
        }
        if categories.len() >= MANY && (chart.periods || categories.iter().all(is_period)) {
            return thinned(categories, measure, slot, chart.width);
        }
        match turned(categories, measure, slot) {
            Some(labels) => CategoryAxis::new(labels, true, slot),
            None => thinned(categories, measure, slot, chart.width),
        }
    }

    /// Draws the labels below the plot.
    pub(super) fn draw(&self, scene: &mut Scene, measure: &Measure<'_>, frame: &Frame) {
        self.draw_at(scene, measure, &|index| frame.center(index), frame.bottom);
    }

    /// Draws the labels below marks with the given middles and a given foot, in points.
    pub(super) fn draw_at(
        &self,
        scene: &mut Scene,
        measure: &Measure<'_>,
        center: &dyn Fn(usize) -> f64,
        foot: f64,
    ) {
        let top = foot + DROP;
        for (index, block) in &self.labels {
            let center = center(*index);
            if !self.turned {
                let half = block.width / 2.0;
                let center = center.min(scene.width - half).max(half);
                scene.block(measure, block, Anchor::Middle, center, top);
                continue;
            }
            let mut left = center - block.height() / 2.0;
            for (text, style) in &block.lines {
                let at = (left + baseline(style.size), top);
                scene.turned_text(measure, text, *style, Anchor::End, at);
                left += style.size * LINE_PITCH;
            }
        }
    }

    fn new(labels: Vec<(usize, Block)>, turned: bool, slot: f64) -> CategoryAxis {
        let largest = |size: fn(&Block) -> f64| {
            labels.iter().map(|(_, block)| size(block)).fold(0.0, f64::max)
        };
        let (width, height) = (largest(|block| block.width), largest(Block::height));
        let (height, across) = if turned { (width, height) } else { (height, width) };
        let overhang = ((across - slot) / 2.0).max(0.0);
        CategoryAxis { labels, turned, height: height + DROP, overhang }
    }
}

/// A label under each mark, broken into lines where needed.
fn level(categories: &[Category], measure: &Measure<'_>, slot: f64) -> Option<Vec<(usize, Block)>> {
    let limit = slot - LABEL_GAP;
    let fits = |block: &Block| block.lines.len() <= MOST_LINES;
    let block = |(index, category): (usize, &Category)| {
        measure.block(&category.lines, limit).filter(fits).map(|block| (index, block))
    };
    categories.iter().enumerate().map(block).collect()
}

/// Labels that read upwards: one line a language where the slots are wide enough, else all
/// languages in one line.
fn turned(
    categories: &[Category],
    measure: &Measure<'_>,
    slot: f64,
) -> Option<Vec<(usize, Block)>> {
    let room = slot - 0.5;
    let joined = |category: &Category| vec![category.lines.join("  ")];
    let stacked = |category: &Category| category.lines.clone();
    for texts in [&stacked as &dyn Fn(&Category) -> Vec<String>, &joined] {
        for limit in [110.0, 160.0, 240.0, f64::INFINITY] {
            let block = |(index, category): (usize, &Category)| {
                let block = measure.block(&texts(category), limit)?;
                (block.height() <= room).then_some((index, block))
            };
            if let Some(labels) = categories.iter().enumerate().map(block).collect() {
                return Some(labels);
            }
        }
    }
    None
}

/// A label under every so many marks, counted from the last, which is the one that readers look
/// for.
fn thinned(categories: &[Category], measure: &Measure<'_>, slot: f64, width: f64) -> CategoryAxis {
    let last = categories.len().saturating_sub(1);
    for every in 1..categories.len() {
        #[allow(clippy::cast_precision_loss, reason = "a chart has few categories")]
        let limit = slot * every as f64 - 2.0 * LABEL_GAP;
        let kept =
            categories.iter().enumerate().filter(|(index, _)| (last - index).is_multiple_of(every));
        let block = |(index, category): (usize, &Category)| {
            let block = measure.block(&category.lines, limit)?;
            (block.lines.len() <= category.lines.len()).then_some((index, block))
        };
        if let Some(labels) = kept.map(block).collect() {
            return CategoryAxis::new(labels, false, slot);
        }
    }
    let limit = (width / 2.0).max(PRIMARY.size);
    let labels = categories
        .iter()
        .enumerate()
        .skip(last)
        .map(|(index, category)| (index, measure.block_anyhow(&category.lines, limit)))
        .collect();
    CategoryAxis::new(labels, false, slot)
}

/// Whether a label starts like a year or a date.
pub(super) fn is_period(category: &Category) -> bool {
    let first = category.lines.first().and_then(|line| line.chars().next());
    first.is_some_and(|character| character.is_ascii_digit())
}
