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
    comma: &'static str,
    missing: &'static str,
    partial: &'static str,
    beyond: &'static str,
    line: &'static str,
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
    comma: ", ",
    missing: "no data",
    partial: "partial period",
    beyond: "beyond the whiskers",
    line: "Line across",
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
    comma: "，",
    missing: "无数据",
    partial: "非完整期间",
    beyond: "须线之外",
    line: "参考线",
};

/// The alternative text of a chart: its kind, then every category with its value as printed, series
/// by series; points and boxes one by one with all of their numbers. The texts come from line
/// `language_index` of each label; `chinese` chooses the words between them.
pub fn describe(chart: &Chart, language_index: usize, chinese: bool) -> String {
    let wording = if chinese { &CHINESE } else { &ENGLISH };
    let writer = Writer { chart, index: language_index, wording };
    let mut sentences = vec![(wording.kind)(chart.kind).to_owned()];
    match chart.kind {
        ChartKind::Scatter | ChartKind::Box => sentences.push(writer.by_category()),
        _ => sentences.extend(chart.series.iter().map(|series| writer.series(series))),
    }
    sentences.extend(writer.annotations());
    sentences.extend(writer.references());
    let mut text = sentences.join(wording.stop);
    text.push_str(wording.stop);
    text.truncate(text.trim_end().len());
    text
}

/// Writes the parts of an alternative text.
struct Writer<'a> {
    chart: &'a Chart,
    index: usize,
    wording: &'a Wording,
}

impl Writer<'_> {
    /// `Beijing (2018: 5; 2019: 7)`.
    fn series(&self, series: &Series) -> String {
        let Wording { open, close, colon, separator, .. } = self.wording;
        let value = |(category, datum): (&Category, &Option<Datum>)| {
            [self.category(category).as_str(), colon, self.label(datum.as_ref())].concat()
        };
        let values: Vec<String> =
            self.chart.categories.iter().zip(&series.data).map(value).collect();
        let values = values.join(separator);
        match self.line(&series.name) {
            "" => values,
            name => [name, open, &values, close].concat(),
        }
    }

    /// `Beijing: area 12, companies 30; Shanghai: ..`.
    fn by_category(&self) -> String {
        let Wording { colon, comma, separator, beyond, .. } = self.wording;
        let mut categories = Vec::new();
        for (index, category) in self.chart.categories.iter().enumerate() {
            let mut numbers: Vec<String> = Vec::new();
            for series in &self.chart.series {
                let label = self.label(series.data[index].as_ref());
                numbers.push(format!("{} {label}", self.line(&series.name)));
            }
            for outlier in self.chart.outliers.get(index).into_iter().flatten() {
                numbers.push(format!("{beyond} {}", outlier.label));
            }
            let name = self.category(category);
            let lead = if name.is_empty() { "" } else { colon };
            categories.push([name.as_str(), lead, &numbers.join(comma)].concat());
        }
        categories.join(separator)
    }

    fn annotations(&self) -> impl Iterator<Item = String> {
        self.chart.annotations.iter().map(|annotation| {
            let category = self.category(&self.chart.categories[annotation.category]);
            [category.as_str(), self.wording.colon, self.line(&annotation.lines)].concat()
        })
    }

    fn references(&self) -> impl Iterator<Item = String> {
        let Wording { line, colon, comma, .. } = self.wording;
        self.chart.references.iter().map(move |reference| {
            let name = self.line(&reference.lines);
            [line, colon, name, comma, reference.value.label.as_str()].concat()
        })
    }

    fn category(&self, category: &Category) -> String {
        let name = self.line(&category.lines);
        let Wording { open, partial, close, .. } = self.wording;
        if category.partial { [name, open, partial, close].concat() } else { name.to_owned() }
    }

    fn label<'b>(&self, datum: Option<&'b Datum>) -> &'b str
    where
        Self: 'b,
    {
        let label = datum.map_or(MISSING, |datum| datum.label.as_str());
        if label.trim() == MISSING { self.wording.missing } else { label }
    }

    /// The line of a language; a label that has fewer lines, such as a bare year, serves all languages
    /// with its first.
    fn line<'b>(&self, lines: &'b [String]) -> &'b str {
        lines.get(self.index).or_else(|| lines.first()).map_or("", String::as_str)
    }
}
