//! Small multiples: a panel for each series, all with one scale, so that what is higher is more in every
//! one of them. Periods are lines, with those of the other panels behind them in grey; all else is bars.

use super::bar::range;
use super::categories::{CategoryAxis, is_period};
use super::chart::{Chart, Datum};
use super::frame::{category_count, draw_words};
use super::marks::reference_block;
use super::measure::{Block, Measure};
use super::scale::Scale;
use super::scene::{Anchor, Extent, Point, Scene, baseline};
use super::theme::{
    ASCENT, BASE, Color, INK, LABEL_GAP, LINE_PITCH, MARK_GAP, MISSING, PRIMARY, QUIET, TICK,
    TypeStyle, VALUE, language_style,
};
use super::value_axis::{Plot, ValueAxis};

/// Narrowest and widest panel, in points.
const WIDTH_RANGE: (f64, f64) = (92.0, 150.0);
/// Widest panel of bars, in points.
const WIDEST_BARS: f64 = 240.0;
/// Height of a plot, in points.
const PLOT: f64 = 58.0;
/// Distance between panels in points: across and down.
const GAP: (f64, f64) = (16.0, 14.0);
/// Distance between a title and its plot: room for the value of the highest point, in points.
const HEAD: f64 = 14.0;
/// Distance between a plot and the labels under it, in points.
const DROP: f64 = 4.0;
/// The lines of the other panels.
const OTHERS: Color = Color::new(0xD3, 0xD7, 0xDC);

/// Lays the chart out.
pub(super) fn layout(chart: &Chart, measure: &Measure<'_>) -> Scene {
    let mut scene = Scene::new(chart.width, chart.height);
    let (low, high) = chart.with_references(range(chart));
    let scale = Scale::nice(low, high, chart.counts_only(), 3.0);
    let axis = ValueAxis::scaled(chart, measure, scale);
    let lines = chart.periods || chart.categories.iter().all(is_period);
    let grid = Grid::new(chart, measure, axis.margin(), lines);
    // Values under bars that hang to the foot of a plot stand above the names.
    let sink = if low < 0.0 && !lines { VALUE.size * LINE_PITCH } else { 0.0 };
    let mut top = draw_key(&mut scene, chart, measure);
    if !axis.words.is_empty() {
        draw_words(&mut scene, measure, &axis.words, top + baseline(TICK.size));
        top += TICK.size * LINE_PITCH + LABEL_GAP;
    }
    for row in grid.rows(chart.series.len()) {
        let titles: Vec<Block> =
            row.clone().map(|order| title(chart, measure, order, grid.width)).collect();
        let height = titles.iter().map(Block::height).fold(0.0, f64::max);
        let plot_top = top + height + HEAD;
        for (column, (order, title)) in row.zip(&titles).enumerate() {
            let left = grid.left(column);
            let plot =
                Plot { left, top: plot_top, right: left + grid.width, bottom: plot_top + PLOT };
            // Titles of one row stand on one line over their plots.
            scene.block(measure, title, Anchor::Start, left, top + height - title.height());
            if column == 0 {
                axis.draw_upright(&mut scene, measure, &plot);
            } else {
                axis.draw_grid(&mut scene, &plot);
            }
            let panel = Panel {
                chart,
                measure,
                axis: &axis,
                names: grid.names.as_ref(),
                plot,
                sink,
                order,
            };
            panel.draw(&mut scene, lines);
        }
        top = plot_top + PLOT + sink + grid.foot + GAP.1;
    }
    scene.height = top - GAP.1 + 1.0;
    scene
}

/// What the lines are that run across all panels, above the first; returns the room that it takes.
fn draw_key(scene: &mut Scene, chart: &Chart, measure: &Measure<'_>) -> f64 {
    const DASH: f64 = 18.0;
    let mut top = 0.0;
    for reference in &chart.references {
        let name = reference_block(measure, reference, chart.width - DASH - LABEL_GAP);
        let middle = top + PRIMARY.size * LINE_PITCH / 2.0;
        scene.dashes((0.0, middle), (DASH, middle), INK, 0.8);
        scene.block(measure, &name, Anchor::Start, DASH + LABEL_GAP, top);
        top += name.height();
    }
    if top > 0.0 { top + GAP.1 / 2.0 } else { 0.0 }
}

/// The title of a panel: all languages in one line where that fits, else a line each.
fn title(chart: &Chart, measure: &Measure<'_>, order: usize, width: f64) -> Block {
    let mut block = Block::default();
    for (index, line) in chart.series[order].name.iter().enumerate() {
        let style = TypeStyle { bold: index == 0, ..language_style(index) };
        measure.extend(&mut block, measure.wrap_anyhow(line, style, width), style);
    }
    block
}

/// How the panels stand.
struct Grid {
    margin: f64,
    columns: usize,
    width: f64,
    /// Room for the labels under a plot.
    foot: f64,
    /// The labels under a plot where each category has its own; else the first and the last are named.
    names: Option<CategoryAxis>,
}

impl Grid {
    fn new(chart: &Chart, measure: &Measure<'_>, margin: f64, lines: bool) -> Grid {
        let room = chart.width - margin;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between one and a few dozen"
        )]
        let fitting = (((room + GAP.0) / (WIDTH_RANGE.0 + GAP.0)).floor() as usize).max(1);
        let count = chart.series.len().max(1);
        // As few rows as fit, and then as even as they can be.
        let rows = count.div_ceil(fitting);
        let columns = count.div_ceil(rows);
        let width = |columns: usize, widest: f64| {
            #[allow(clippy::cast_precision_loss, reason = "a chart has few series")]
            let across = columns as f64;
            ((room - GAP.0 * (across - 1.0)) / across).min(widest).max(20.0)
        };
        let mut grid =
            Grid { margin, columns, width: width(columns, WIDTH_RANGE.1), foot: 0.0, names: None };
        if !lines {
            // Names are read level: fewer and wider panels rather than names that read upwards.
            let plans = (1..=columns).rev().map(|columns| {
                let width = width(columns, WIDEST_BARS);
                let axis = CategoryAxis::plan(chart, measure, width / category_count(chart));
                (columns, width, axis)
            });
            let fits = |axis: &CategoryAxis| axis.overhang <= GAP.0 / 2.0;
            let plans: Vec<_> = plans.filter(|(_, _, axis)| fits(axis)).collect();
            let level = plans.iter().position(|(_, _, axis)| !axis.turned);
            if let Some((columns, width, axis)) = plans.into_iter().nth(level.unwrap_or(0)) {
                (grid.columns, grid.width, grid.foot) = (columns, width, axis.height);
                grid.names = Some(axis);
                return grid;
            }
        }
        let heights = chart.categories.iter().map(|category| {
            measure.block_anyhow(&category.lines, grid.label_limit(chart)).height()
        });
        grid.foot = DROP + heights.fold(TICK.size * LINE_PITCH, f64::max);
        grid
    }

    /// Most of the width that the first and the last label of a panel may take.
    fn label_limit(&self, chart: &Chart) -> f64 {
        if chart.categories.len() == 1 { self.width } else { self.width / 2.0 - LABEL_GAP }
    }

    #[allow(clippy::cast_precision_loss, reason = "a chart has few series")]
    fn left(&self, column: usize) -> f64 {
        self.margin + column as f64 * (self.width + GAP.0)
    }

    fn rows(&self, count: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
        let columns = self.columns;
        (0..count).step_by(columns).map(move |start| start..(start + columns).min(count))
    }
}

/// One panel.
struct Panel<'a> {
    chart: &'a Chart,
    measure: &'a Measure<'a>,
    axis: &'a ValueAxis,
    names: Option<&'a CategoryAxis>,
    plot: Plot,
    /// Room between the plot and the names under it, in points.
    sink: f64,
    order: usize,
}

impl Panel<'_> {
    fn draw(&self, scene: &mut Scene, lines: bool) {
        if lines {
            for (order, series) in self.chart.series.iter().enumerate() {
                if order != self.order {
                    self.draw_line(scene, &series.data, OTHERS, 0.7);
                }
            }
            self.draw_line(scene, self.data(), self.chart.color_of_panel(self.order), 1.5);
            self.print_end(scene);
        } else {
            self.draw_bars(scene);
        }
        let base = self.axis.y(&self.plot, self.axis.base());
        scene.line(vec![(self.plot.left, base), (self.plot.right, base)], BASE, 0.7);
        for reference in &self.chart.references {
            let y = self.axis.y(&self.plot, reference.value.size);
            scene.dashes((self.plot.left, y), (self.plot.right, y), INK, 0.6);
        }
        self.draw_labels(scene);
    }

    fn data(&self) -> &[Option<Datum>] {
        &self.chart.series[self.order].data
    }

    fn slot(&self) -> f64 {
        (self.plot.right - self.plot.left) / category_count(self.chart)
    }

    #[allow(clippy::cast_precision_loss, reason = "a chart has few categories")]
    fn center(&self, index: usize) -> f64 {
        self.plot.left + (index as f64 + 0.5) * self.slot()
    }

    fn point(&self, index: usize, datum: &Datum) -> Point {
        (self.center(index), self.axis.y(&self.plot, datum.size))
    }

    /// A line with gaps where values are missing, and dashes to and from a partial period.
    fn draw_line(&self, scene: &mut Scene, data: &[Option<Datum>], color: Color, width: f64) {
        let partial = |index: usize| self.chart.categories[index].partial;
        for (index, datum) in data.iter().enumerate() {
            let Some(datum) = datum else { continue };
            let point = self.point(index, datum);
            let before =
                index.checked_sub(1).and_then(|before| Some((before, data[before].as_ref()?)));
            if let Some((before, other)) = before {
                let from = self.point(before, other);
                if partial(before) || partial(index) {
                    scene.dashes(from, point, color, width);
                } else {
                    scene.line(vec![from, point], color, width);
                }
            }
            let after = data.get(index + 1).and_then(Option::as_ref);
            if before.is_none() && after.is_none() {
                scene.dot(point, width, color);
            }
        }
    }

    /// The last value over its point.
    fn print_end(&self, scene: &mut Scene) {
        let last = self.data().iter().enumerate().rev().find_map(|(index, datum)| {
            datum.as_ref().map(|datum| (self.point(index, datum), datum))
        });
        match last {
            Some(((x, y), datum)) => {
                scene.dot((x, y), 2.0, self.chart.color_of_panel(self.order));
                let half = self.measure.width(&datum.label, VALUE) / 2.0;
                let x = x.min(self.plot.right + GAP.0 / 2.0 - half).max(self.plot.left + half);
                let at = (x.max(half), y - MARK_GAP - 1.0);
                scene.text(self.measure, &datum.label, VALUE, Anchor::Middle, at);
            }
            None => self.print_missing(scene, f64::midpoint(self.plot.left, self.plot.right)),
        }
    }

    fn print_missing(&self, scene: &mut Scene, x: f64) {
        let style = TypeStyle { color: QUIET, bold: false, ..VALUE };
        let y = self.axis.y(&self.plot, self.axis.base()) - MARK_GAP;
        scene.text(self.measure, MISSING, style, Anchor::Middle, (x, y));
    }

    fn draw_bars(&self, scene: &mut Scene) {
        let half = (self.slot() * 0.64).min(26.0) / 2.0;
        let base = self.axis.y(&self.plot, self.axis.base());
        let widths = self.data().iter().flatten();
        let widest =
            widths.map(|datum| self.measure.width(&datum.label, VALUE)).fold(0.0, f64::max);
        let printed = widest + LABEL_GAP <= self.slot();
        for (index, datum) in self.data().iter().enumerate() {
            let Some(datum) = datum else {
                if self.slot() >= VALUE.size {
                    self.print_missing(scene, self.center(index));
                }
                continue;
            };
            let (x, y) = self.point(index, datum);
            let extent =
                Extent { left: x - half, top: y.min(base), right: x + half, bottom: y.max(base) };
            let color = match self.chart.singled_categories() {
                Some(_) => self.chart.color_of_category(index),
                None => self.chart.color_of_panel(self.order),
            };
            scene.bar(extent, color, self.chart.categories[index].partial);
            let below = y + MARK_GAP + VALUE.size * ASCENT;
            if printed {
                let y = if datum.size < 0.0 { below } else { y - MARK_GAP - 1.0 };
                scene.text(self.measure, &datum.label, VALUE, Anchor::Middle, (x, y));
            }
        }
    }

    /// The names under a panel: all of them where they fit, else those of the first and the last category.
    fn draw_labels(&self, scene: &mut Scene) {
        if let Some(names) = self.names {
            let center = |index: usize| self.center(index);
            names.draw_at(scene, self.measure, &center, self.plot.bottom + self.sink);
            return;
        }
        let top = self.plot.bottom + self.sink + DROP;
        let categories = &self.chart.categories;
        let limit = self.slot() - LABEL_GAP;
        let all: Option<Vec<Block>> =
            categories.iter().map(|category| self.one_line(&category.lines, limit)).collect();
        if let Some(blocks) = all {
            for (index, block) in blocks.iter().enumerate() {
                scene.block(self.measure, block, Anchor::Middle, self.center(index), top);
            }
            return;
        }
        let half = (self.plot.right - self.plot.left) / 2.0 - LABEL_GAP;
        let limit = if categories.len() == 1 { half * 2.0 } else { half };
        let ends = [(categories.first(), Anchor::Start), (categories.last(), Anchor::End)];
        let count = if categories.len() == 1 { 1 } else { 2 };
        for (category, anchor) in ends.into_iter().take(count) {
            let Some(category) = category else { continue };
            let block = self.measure.block_anyhow(&category.lines, limit);
            let x = if anchor == Anchor::Start { self.plot.left } else { self.plot.right };
            scene.block(self.measure, &block, anchor, x, top);
        }
    }

    /// A label with one line a language, where each fits.
    fn one_line(&self, lines: &[String], limit: f64) -> Option<Block> {
        let block = self.measure.block(lines, limit)?;
        (block.lines.len() <= lines.len()).then_some(block)
    }
}
