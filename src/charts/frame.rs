//! The plot of an upright chart: margins by measure, grid, ticks and category labels.

use super::categories::CategoryAxis;
use super::chart::Chart;
use super::marks::Field;
use super::measure::Measure;
use super::scale::Scale;
use super::scene::{Anchor, Scene, baseline};
use super::theme::{ASCENT, BASE, GRID, HALF_CAPITAL, LABEL_GAP, LINE_PITCH, TICK};

/// What a kind of chart asks of its plot. All distances are in points.
pub(super) struct FramePlan {
    pub(super) scale: Scale,
    /// Whether ticks and grid are drawn; a chart that prints every value needs none.
    pub(super) ticks: bool,
    /// Room above the plot: the legend, and labels that stick out.
    pub(super) above: f64,
    /// Room between the plot and the category labels.
    pub(super) below: f64,
    /// Room to the right of the last mark.
    pub(super) right: f64,
    /// Half the width of a mark, given the width of a category. What the last category has beyond
    /// it counts as room to the right, and the grid ends there.
    pub(super) mark_half: fn(f64) -> f64,
    /// Least height of the plot.
    pub(super) least_height: f64,
}

/// Where the plot lies, in points.
pub(super) struct Frame {
    pub(super) left: f64,
    /// Where grid and base line end.
    pub(super) right: f64,
    pub(super) top: f64,
    /// Lower end of the scale.
    floor: f64,
    /// Lower end of the plot, where the category labels begin.
    pub(super) bottom: f64,
    /// Width of one category.
    pub(super) slot: f64,
    scale: Scale,
}

/// A plot lower than this shows nothing.
pub(super) const LEAST_PLOT: f64 = 72.0;

/// Slots wider than this leave bars forlorn.
pub(super) const WIDEST_SLOT: f64 = 132.0;

/// How far the grid reaches beyond the last mark, in points.
const GRID_REACH: f64 = 8.0;

/// Distance between tick labels and the plot, in points.
const TICK_GAP: f64 = 5.0;

/// A good number of steps for the value axis of a chart so high, in points.
pub(super) fn tick_target(height: f64) -> f64 {
    (height / 42.0).floor().clamp(2.0, 5.0)
}

/// The number of categories, as a divisor.
#[allow(clippy::cast_precision_loss, reason = "a chart has few categories")]
pub(super) fn category_count(chart: &Chart) -> f64 {
    chart.categories.len().max(1) as f64
}

impl FramePlan {
    /// Room between the last mark and the end of its category, in points.
    fn spare(&self, slot: f64) -> f64 {
        slot / 2.0 - (self.mark_half)(slot)
    }

    /// Room to the right of the last category, in points. The slots grow when the margin shrinks,
    /// so what they spare is not overrated here.
    fn right_margin(&self, chart: &Chart, left: f64) -> f64 {
        (self.right - self.spare(slot_width(chart, left, self.right))).max(0.0)
    }
}

impl Frame {
    /// Lays the plot out and draws what stands behind the marks; the scene gets its final height
    /// here.
    pub(super) fn lay(
        scene: &mut Scene,
        chart: &Chart,
        measure: &Measure<'_>,
        plan: FramePlan,
    ) -> Frame {
        let scale = if plan.ticks { (chart.axis_scale)(&plan.scale.ticks) } else { None };
        let ticks: Vec<(f64, String)> = if plan.ticks {
            let plain = || (chart.tick_labels)(&plan.scale.ticks);
            let texts = scale.as_ref().map_or_else(plain, |scale| scale.labels.clone());
            plan.scale.ticks.iter().copied().zip(texts).collect()
        } else {
            Vec::new()
        };
        let tick_width =
            ticks.iter().map(|(_, text)| measure.width(text, TICK)).fold(0.0, f64::max);
        let left = if plan.ticks { tick_width + TICK_GAP } else { 0.0 };
        let (axis, left, right) = fit_axis(chart, measure, &plan, left);
        let slot = slot_width(chart, left, right);
        let half_line = if plan.ticks { TICK.size * (ASCENT - HALF_CAPITAL) } else { 0.0 };
        // What the ticks count stands over them.
        let words = scale.map(|scale| scale.words).unwrap_or_default();
        let line = if words.is_empty() { 0.0 } else { TICK.size * LINE_PITCH };
        draw_words(scene, measure, &words, plan.above + baseline(TICK.size));
        let top = plan.above + line + half_line + 0.5;
        let floor = (chart.height - axis.height - plan.below - 1.0)
            .max(top + plan.least_height.max(LEAST_PLOT));
        let bottom = floor + plan.below;
        scene.height = bottom + axis.height + 1.0;
        let right = left + slot * category_count(chart);
        let right = right - (plan.spare(slot) - GRID_REACH).max(0.0);
        let frame = Frame { left, right, top, floor, bottom, slot, scale: plan.scale };
        frame.draw_grid(scene, measure, &ticks);
        axis.draw(scene, measure, &frame);
        frame
    }

    /// Where marks lie.
    pub(super) fn field(&self) -> Field {
        Field { left: self.left, right: self.right, bottom: self.bottom }
    }

    /// The place of a value.
    pub(super) fn y(&self, value: f64) -> f64 {
        self.floor - self.scale.share(value) * (self.floor - self.top)
    }

    /// The place from which bars rise.
    pub(super) fn base(&self) -> f64 {
        self.y(self.scale.base())
    }

    /// The middle of a category.
    #[allow(clippy::cast_precision_loss, reason = "a chart has few categories")]
    pub(super) fn center(&self, index: usize) -> f64 {
        self.left + (index as f64 + 0.5) * self.slot
    }

    /// The line of zero, drawn after the bars that stand on it.
    pub(super) fn draw_base(&self, scene: &mut Scene) {
        scene.line(vec![(self.left, self.base()), (self.right, self.base())], BASE, 0.75);
    }

    fn draw_grid(&self, scene: &mut Scene, measure: &Measure<'_>, ticks: &[(f64, String)]) {
        for (value, text) in ticks {
            let y = self.y(*value);
            scene.line(vec![(self.left, y), (self.right, y)], GRID, 0.6);
            let at = (self.left - TICK_GAP, y + TICK.size * HALF_CAPITAL);
            scene.text(measure, text, TICK, Anchor::End, at);
        }
    }
}

/// What the ticks of an axis count, in all languages in one line.
pub(super) fn draw_words(scene: &mut Scene, measure: &Measure<'_>, words: &[String], base: f64) {
    let mut x = 0.0;
    for line in words {
        scene.text(measure, line, TICK, Anchor::Start, (x, base));
        x += measure.width(line, TICK) + 2.0 * LABEL_GAP;
    }
}

fn slot_width(chart: &Chart, left: f64, right: f64) -> f64 {
    ((chart.width - left - right) / category_count(chart)).clamp(0.5, WIDEST_SLOT)
}

/// Widens the margins until labels that reach beyond their slots lie within the chart.
fn fit_axis(
    chart: &Chart,
    measure: &Measure<'_>,
    plan: &FramePlan,
    least_left: f64,
) -> (CategoryAxis, f64, f64) {
    let mut left = least_left;
    let mut right = plan.right_margin(chart, left);
    let mut axis = CategoryAxis::plan(chart, measure, slot_width(chart, left, right));
    // Narrower slots may ask for yet wider margins; a few rounds settle it.
    for _ in 0..4 {
        if axis.overhang <= left.min(right) {
            break;
        }
        left = least_left.max(axis.overhang);
        right = plan.right_margin(chart, left).max(axis.overhang);
        axis = CategoryAxis::plan(chart, measure, slot_width(chart, left, right));
    }
    (axis, left, right)
}
