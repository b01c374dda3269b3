//! Ticks of a value axis and the grid behind a plot, for charts that lay out their plot themselves.

use super::chart::Chart;
use super::measure::Measure;
use super::scale::Scale;
use super::scene::{Anchor, Scene};
use super::theme::{ASCENT, DESCENT, GRID, HALF_CAPITAL, LABEL_GAP, TICK};

/// Distance between tick labels and the plot, in points.
const TICK_GAP: f64 = 5.0;

/// The ticks of an axis with their labels.
pub(super) struct ValueAxis {
    scale: Scale,
    ticks: Vec<(f64, String, f64)>,
    /// What the ticks count, where they count in a larger unit: one line a language.
    pub(super) words: Vec<String>,
}

/// A box for the marks of a chart, in points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plot {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl ValueAxis {
    pub(super) fn new(chart: &Chart, measure: &Measure<'_>, scale: Scale) -> ValueAxis {
        let texts = (chart.tick_labels)(&scale.ticks);
        let ticks = scale.ticks.iter().zip(texts).map(|(tick, text)| {
            let width = measure.width(&text, TICK);
            (*tick, text, width)
        });
        ValueAxis { ticks: ticks.collect(), words: Vec::new(), scale }
    }

    /// An axis that counts in a larger unit where its ticks are so large; whoever draws it has to draw its
    /// words as well.
    pub(super) fn scaled(chart: &Chart, measure: &Measure<'_>, scale: Scale) -> ValueAxis {
        let larger = (chart.axis_scale)(&scale.ticks);
        let mut axis = ValueAxis::new(chart, measure, scale);
        if let Some(larger) = larger {
            for (tick, text) in axis.ticks.iter_mut().zip(larger.labels) {
                *tick = (tick.0, text.clone(), measure.width(&text, TICK));
            }
            axis.words = larger.words;
        }
        axis
    }

    /// Room that the labels take to the left of a plot.
    pub(super) fn margin(&self) -> f64 {
        self.widest() + TICK_GAP
    }

    /// Room that the labels take below a plot.
    pub(super) fn drop() -> f64 {
        TICK_GAP + TICK.size * (ASCENT + DESCENT)
    }

    /// How far a label reaches above the highest tick.
    pub(super) fn half_line() -> f64 {
        TICK.size * (ASCENT - HALF_CAPITAL) + 0.5
    }

    /// Half the width of the last label, which reaches beyond a level axis.
    pub(super) fn overhang(&self) -> f64 {
        self.ticks.last().map_or(0.0, |(_, _, width)| width / 2.0)
    }

    pub(super) fn widest(&self) -> f64 {
        self.ticks.iter().map(|(_, _, width)| *width).fold(0.0, f64::max)
    }

    /// The height of a value in a plot.
    pub(super) fn y(&self, plot: &Plot, value: f64) -> f64 {
        plot.bottom - self.scale.share(value) * (plot.bottom - plot.top)
    }

    /// The place of a value along the foot of a plot.
    pub(super) fn x(&self, plot: &Plot, value: f64) -> f64 {
        plot.left + self.scale.share(value) * (plot.right - plot.left)
    }

    /// The value from which bars and areas rise.
    pub(super) fn base(&self) -> f64 {
        self.scale.base()
    }

    /// Level lines across the plot, and labels to the left of it.
    pub(super) fn draw_upright(&self, scene: &mut Scene, measure: &Measure<'_>, plot: &Plot) {
        self.draw_grid(scene, plot);
        for (tick, text, _) in &self.ticks {
            let at = (plot.left - TICK_GAP, self.y(plot, *tick) + TICK.size * HALF_CAPITAL);
            scene.text(measure, text, TICK, Anchor::End, at);
        }
    }

    /// Level lines across the plot.
    pub(super) fn draw_grid(&self, scene: &mut Scene, plot: &Plot) {
        for (tick, _, _) in &self.ticks {
            let y = self.y(plot, *tick);
            scene.line(vec![(plot.left, y), (plot.right, y)], GRID, 0.6);
        }
    }

    /// Upright lines through the plot, and labels below it: all of them, or every so many where they
    /// would touch.
    pub(super) fn draw_level(&self, scene: &mut Scene, measure: &Measure<'_>, plot: &Plot) {
        let places: Vec<f64> = self.ticks.iter().map(|(tick, _, _)| self.x(plot, *tick)).collect();
        let widths: Vec<f64> = self.ticks.iter().map(|(_, _, width)| *width).collect();
        let every = spacing(&places, &widths);
        for (index, (tick, text, _)) in self.ticks.iter().enumerate() {
            let x = self.x(plot, *tick);
            scene.line(vec![(x, plot.top), (x, plot.bottom)], GRID, 0.6);
            if index.is_multiple_of(every) {
                let at = (x, plot.bottom + TICK_GAP + TICK.size * ASCENT);
                scene.text(measure, text, TICK, Anchor::Middle, at);
            }
        }
    }
}

/// The least step at which labels of these widths, centred at these places, do not touch.
pub(super) fn spacing(places: &[f64], widths: &[f64]) -> usize {
    let apart = |every: usize| {
        let kept: Vec<(f64, f64)> =
            places.iter().copied().zip(widths.iter().copied()).step_by(every).collect();
        kept.windows(2).all(|pair| {
            let [(first, wide), (second, broad)] = [pair[0], pair[1]];
            second - first >= f64::midpoint(wide, broad) + LABEL_GAP
        })
    };
    (1..places.len().max(1)).find(|every| apart(*every)).unwrap_or(places.len().max(1))
}
