//! Charts of every kind, in Chinese, in English, and in both, with data that invite mistakes.

use crate::charts::{Category, Chart, ChartFonts, ChartKind, Datum, Series, Style, register_fonts};

/// The languages of an edition, as indices into the texts of a case.
pub(super) const EDITIONS: [&[usize]; 3] = [&[0], &[1], &[0, 1]];

pub(super) const REGIONS: [[&str; 2]; 6] = [
    ["北京", "Beijing"],
    ["上海", "Shanghai"],
    ["广东", "Guangdong"],
    ["江苏", "Jiangsu"],
    ["浙江", "Zhejiang"],
    ["山东", "Shandong"],
];

pub(super) const LONG_NAMES: [[&str; 2]; 4] = [
    ["金融服务", "Financial services"],
    [
        "产权保护与版权登记及其公共服务平台",
        "Protection of property rights and registration of copyright",
    ],
    ["食品药品溯源", "Traceability of food and drugs from producers to consumers"],
    ["慈善", "Charity"],
];

pub(super) fn fonts() {
    macro_rules! font {
        ($name:literal) => {
            include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/", $name))
        };
    }
    let families = [
        ChartFonts {
            family: "Source Sans 3",
            regular: font!("SourceSans3-Regular.ttf"),
            bold: font!("SourceSans3-Bold.ttf"),
        },
        ChartFonts {
            family: "Noto Sans SC",
            regular: font!("NotoSansSC-Regular.otf"),
            bold: font!("NotoSansSC-Bold.otf"),
        },
    ];
    for family in &families {
        register_fonts(family).expect("the fonts of the report can be read");
    }
}

pub(super) fn style() -> Style {
    Style::default()
}

pub(super) fn texts(names: &[&str], edition: &[usize]) -> Vec<String> {
    edition.iter().map(|&language| names[language].to_owned()).collect()
}

pub(super) fn categories(names: &[[&str; 2]], edition: &[usize]) -> Vec<Category> {
    names.iter().map(|name| Category { lines: texts(name, edition), partial: false }).collect()
}

pub(super) fn years(count: usize, edition: &[usize]) -> Vec<Category> {
    let year = |index: usize| {
        let (chinese, english) = (format!("{}年", 1980 + index), format!("{}", 1980 + index));
        Category { lines: texts(&[&chinese, &english], edition), partial: index + 1 == count }
    };
    (0..count).map(year).collect()
}

pub(super) fn series(name: &[String], sizes: &[Option<f64>]) -> Series {
    let datum = |size: &f64| Datum { size: *size, label: format!("{size}").replace('-', "−") };
    Series {
        name: name.to_vec(),
        data: sizes.iter().map(|size| size.as_ref().map(datum)).collect(),
    }
}

pub(super) fn chart(kind: ChartKind, categories: Vec<Category>, series: Vec<Series>) -> Chart {
    let chart = Chart { width: 453.0, height: 200.0, ..Chart::new(kind, categories, series) };
    shaped(chart)
}

/// Gives data the shape that their kind wants: what would be bars becomes points, bins, boxes or lines.
#[allow(clippy::cast_precision_loss, reason = "small")]
pub(super) fn shaped(chart: Chart) -> Chart {
    let bare = |size: f64| Datum { size, label: format!("{size}").replace('-', "−") };
    match chart.kind {
        ChartKind::GroupedBar if chart.series.len() == 1 => {
            let name = |order: usize| Series {
                name: vec![["甲", "乙"][order].to_owned()],
                ..chart.series[0].clone()
            };
            Chart { series: vec![name(0), name(1)], ..chart }
        }
        ChartKind::Scatter => {
            let across =
                (0..chart.categories.len()).map(|index| Some(bare((index * index) as f64)));
            let named = |name: &str, data| Series { name: vec![name.to_owned()], data };
            let upright = chart.series.last().map_or(Vec::new(), |series| series.data.clone());
            let series = vec![named("横轴", across.collect()), named("Upright", upright)];
            Chart { series, ..chart }
        }
        ChartKind::Histogram => {
            let edges = (0..=chart.categories.len()).map(|index| bare(index as f64 * 10.0));
            let sizes = chart.series.iter().take(1).map(|series| Series {
                name: Vec::new(),
                data: series
                    .data
                    .iter()
                    .map(|datum| datum.as_ref().map(|datum| bare(datum.size.abs())))
                    .collect(),
            });
            Chart { edges: edges.collect(), series: sizes.collect(), ..chart }
        }
        ChartKind::Box => {
            let around = |(order, name): (usize, &str)| Series {
                name: vec![name.to_owned()],
                data: chart.series[0]
                    .data
                    .iter()
                    .map(|datum| datum.as_ref().map(|datum| bare(datum.size + order as f64 - 2.0)))
                    .collect(),
            };
            let series = ["a", "b", "c", "d", "e"].into_iter().enumerate().map(around).collect();
            let beyond =
                |datum: &Option<Datum>| datum.iter().map(|one| bare(one.size + 9.0)).collect();
            let outliers = chart.series[0].data.iter().map(beyond).collect();
            Chart { series, outliers, ..chart }
        }
        ChartKind::Slope if chart.categories.len() != 2 => {
            let line = |(index, category): (usize, &Category)| {
                let datum = chart.series[0].data[index].clone();
                let later = datum.as_ref().map(|datum| bare((datum.size * 0.75).round()));
                let name = if category.lines.is_empty() {
                    vec!["?".to_owned()]
                } else {
                    category.lines.clone()
                };
                Series { name, data: vec![datum, later] }
            };
            let series = chart.categories.iter().enumerate().map(line).collect();
            let ends = ["2015年", "2019年"]
                .map(|name| Category { lines: vec![name.to_owned()], partial: false });
            Chart { series, categories: ends.to_vec(), ..chart }
        }
        _ => chart,
    }
}

pub(super) fn all(sizes: &[f64]) -> Vec<Option<f64>> {
    sizes.iter().copied().map(Some).collect()
}

/// One chart a kind, edition and awkward situation, each with a name for messages.
pub(super) fn cases() -> Vec<(String, Chart)> {
    let mut cases = Vec::new();
    for kind in ChartKind::ALL {
        for edition in EDITIONS {
            for (situation, case) in situations(kind, edition) {
                // Areas of several series pile up, which negative values cannot.
                let several = kind == ChartKind::Area && case.series.len() > 1;
                if !several || case.data().all(|datum| datum.size >= 0.0) {
                    cases.push((format!("{} {edition:?} {situation}", kind.name()), case));
                }
            }
        }
    }
    cases
}

pub(super) fn situations(kind: ChartKind, edition: &[usize]) -> Vec<(&'static str, Chart)> {
    let regions = || categories(&REGIONS, edition);
    let one = |sizes: &[Option<f64>]| vec![series(&[], sizes)];
    let forty: Vec<Option<f64>> =
        (0..40).map(|index| Some(f64::from(index * index % 97))).collect();
    let named: Vec<Category> = (0..40).map(|index| regions()[index % 6].clone()).collect();
    let mut situations = vec![
        ("plain", chart(kind, years(5, edition), one(&all(&[1.0, 3.0, 9.0, 10.0, 12.0])))),
        (
            "long names",
            chart(kind, categories(&LONG_NAMES, edition), one(&all(&[4.5, 3.0, 2.0, 1.0]))),
        ),
        ("forty years", chart(kind, years(40, edition), one(&forty))),
        ("forty names", chart(kind, named, one(&forty))),
        ("single", chart(kind, years(1, edition), one(&[Some(12.0)]))),
        ("zeros", chart(kind, regions(), one(&all(&[0.0; 6])))),
        ("equal", chart(kind, regions(), one(&all(&[7.0; 6])))),
        ("large", chart(kind, regions(), one(&all(&[1e12, 9.5e11, 1e12, 2.0, 0.0, 1.0])))),
        ("gaps", chart(kind, regions(), one(&[None, Some(3.0), None, None, Some(5.0), None]))),
    ];
    if !kind.is_whole() {
        situations.extend(situations_with_series(kind, edition));
    }
    situations
}

pub(super) fn situations_with_series(
    kind: ChartKind,
    edition: &[usize],
) -> Vec<(&'static str, Chart)> {
    let regions = || categories(&REGIONS, edition);
    let three: Vec<Series> = (0..3)
        .map(|index: usize| {
            let start = [1.0, 12.0, 20.0][index];
            let sizes: Vec<f64> =
                [0.0, 3.0, 1.0, 9.0, 2.0].iter().map(|size| size + start).collect();
            series(&texts(&LONG_NAMES[index], edition), &all(&sizes))
        })
        .collect();
    let many: Vec<Series> = REGIONS
        .iter()
        .enumerate()
        .map(|(index, name)| {
            #[allow(clippy::cast_precision_loss, reason = "small")]
            let sizes: Vec<f64> = (0..9).map(|year| ((year * 7 + index * 5) % 11) as f64).collect();
            series(&texts(name, edition), &all(&sizes))
        })
        .collect();
    let growth = [Some(3.2), Some(-1.5), Some(0.0), None, Some(4.8), Some(-0.4)];
    let decline = [Some(-3.2), Some(-11.5), Some(-0.1), None, Some(-4.8), Some(-0.4)];
    let both = vec![
        series(&texts(&["流入", "Inflow"], edition), &growth),
        series(&texts(&["流出", "Outflow"], edition), &decline),
    ];
    vec![
        ("negative", chart(kind, regions(), vec![series(&[], &growth)])),
        ("all negative", chart(kind, regions(), vec![series(&[], &decline)])),
        ("both signs", chart(kind, regions(), both)),
        ("three series", chart(kind, years(5, edition), three)),
        ("six series", chart(kind, years(9, edition), many)),
    ]
}
