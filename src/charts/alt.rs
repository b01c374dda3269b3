//! The words that stand for a chart where it cannot be seen, written from its data.

use super::chart::{Category, Chart, Datum, Series};
use super::kind::ChartKind;
use super::theme::MISSING;

/// What one language calls things.
struct Wording {
    kind: fn(ChartKind) -> &'static str,
    colon: &'static str,
    separator: &'static str,
    stop: &'static str,
    open: &'static str,
    close: &'static str,
    missing: &'static str,
    partial: &'static str,
}

const ENGLISH: Wording = Wording {
    kind: |kind| match kind {
        ChartKind::Bar => "Bar chart",
        ChartKind::GroupedBar => "Grouped bar chart",
        ChartKind::StackedBar => "Stacked bar chart",
        ChartKind::HorizontalBar => "Horizontal bar chart",
        ChartKind::Line => "Line chart",
        ChartKind::Area => "Area chart",
        ChartKind::Scatter => "Scatter plot",
        ChartKind::Pie => "Pie chart",
        ChartKind::Donut => "Donut chart",
        ChartKind::Histogram => "Histogram",
        ChartKind::HeatMap => "Heat map",
        ChartKind::Box => "Box plot",
        ChartKind::Slope => "Slope chart",
        ChartKind::SmallMultiples => "Small multiples",
    },
    colon: ": ",
    separator: "; ",
    stop: ". ",
    open: " (",
    close: ")",
    missing: "no data",
    partial: "partial period",
};

const CHINESE: Wording = Wording {
    kind: |kind| match kind {
        ChartKind::Bar => "柱状图",
        ChartKind::GroupedBar => "分组柱状图",
        ChartKind::StackedBar => "堆积柱状图",
        ChartKind::HorizontalBar => "条形图",
        ChartKind::Line => "折线图",
        ChartKind::Area => "面积图",
        ChartKind::Scatter => "散点图",
        ChartKind::Pie => "饼图",
        ChartKind::Donut => "环形图",
        ChartKind::Histogram => "直方图",
        ChartKind::HeatMap => "热力图",
        ChartKind::Box => "箱线图",
        ChartKind::Slope => "斜率图",
        ChartKind::SmallMultiples => "分面图",
    },
    colon: "：",
    separator: "；",
    stop: "。",
    open: "（",
    close: "）",
    missing: "无数据",
    partial: "非完整期间",
};

/// The alternative text of a chart: its kind, then every category with its value as printed, series
/// by series. The texts come from line `language_index` of each label; `chinese` chooses the words
/// between them.
pub fn describe(chart: &Chart, language_index: usize, chinese: bool) -> String {
    let wording = if chinese { &CHINESE } else { &ENGLISH };
    let mut text = (wording.kind)(chart.kind).to_owned();
    text.push_str(wording.stop);
    for series in &chart.series {
        let name = line(&series.name, language_index);
        let values = values(chart, series, language_index, wording);
        if name.is_empty() {
            text.push_str(&values);
        } else {
            text.push_str(&[name, wording.open, &values, wording.close].concat());
        }
        text.push_str(wording.stop);
    }
    text.truncate(text.trim_end().len());
    text
}

fn values(chart: &Chart, series: &Series, language_index: usize, wording: &Wording) -> String {
    let value = |(category, datum): (&Category, &Option<super::chart::Datum>)| {
        let name = line(&category.lines, language_index);
        let label = datum.as_ref().map_or(wording.missing, |datum| datum.label.as_str());
        let label = if label.trim() == MISSING { wording.missing } else { label };
        if category.partial {
            let mark = [wording.open, wording.partial, wording.close].concat();
            return [name, &mark, wording.colon, label].concat();
        }
        [name, wording.colon, label].concat()
    };
    let values: Vec<String> = chart.categories.iter().zip(&series.data).map(value).collect();
    values.join(wording.separator)
}

/// The line of a language; a label that has fewer lines, such as a bare year, serves all languages
/// with its first.
fn line(lines: &[String], language_index: usize) -> &str {
    lines.get(language_index).or_else(|| lines.first()).map_or("", String::as_str)
}
