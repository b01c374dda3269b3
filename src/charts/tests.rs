//! What has to hold for every kind of chart, in Chinese, in English, and in both, with data that
//! invites mistakes.

use super::scale::Scale;
use super::spread::spread;
use super::{
    Category, Chart, ChartError, ChartFonts, ChartKind, Datum, Extents, Series, Style, describe,
    draw, extents, register_fonts,
};

/// The languages of an edition, as indices into the texts of a case.
const EDITIONS: [&[usize]; 3] = [&[0], &[1], &[0, 1]];

const REGIONS: [[&str; 2]; 6] = [
    ["北京", "Beijing"],
    ["上海", "Shanghai"],
    ["广东", "Guangdong"],
    ["江苏", "Jiangsu"],
    ["浙江", "Zhejiang"],
    ["山东", "Shandong"],
];

const LONG_NAMES: [[&str; 2]; 4] = [
    ["金融服务", "Financial services"],
    [
        "产权保护与版权登记及其公共服务平台",
        "Protection of property rights and registration of copyright",
    ],
    ["食品药品溯源", "Traceability of food and drugs from producers to consumers"],
    ["慈善", "Charity"],
];

fn fonts() {
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

fn style() -> Style {
    Style::default()
}

fn texts(names: &[&str], edition: &[usize]) -> Vec<String> {
    edition.iter().map(|&language| names[language].to_owned()).collect()
}

fn categories(names: &[[&str; 2]], edition: &[usize]) -> Vec<Category> {
    names.iter().map(|name| Category { lines: texts(name, edition), partial: false }).collect()
}

fn years(count: usize, edition: &[usize]) -> Vec<Category> {
    let year = |index: usize| {
        let (chinese, english) = (format!("{}年", 1980 + index), format!("{}", 1980 + index));
        Category { lines: texts(&[&chinese, &english], edition), partial: index + 1 == count }
    };
    (0..count).map(year).collect()
}

fn series(name: &[String], sizes: &[Option<f64>]) -> Series {
    let datum = |size: &f64| Datum { size: *size, label: format!("{size}").replace('-', "−") };
    Series {
        name: name.to_vec(),
        data: sizes.iter().map(|size| size.as_ref().map(datum)).collect(),
    }
}

fn chart(kind: ChartKind, categories: Vec<Category>, series: Vec<Series>) -> Chart {
    let chart = Chart { width: 453.0, height: 200.0, ..Chart::new(kind, categories, series) };
    shaped(chart)
}

/// Gives data the shape that their kind wants: what would be bars becomes points, bins, boxes or lines.
#[allow(clippy::cast_precision_loss, reason = "small")]
fn shaped(chart: Chart) -> Chart {
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

fn all(sizes: &[f64]) -> Vec<Option<f64>> {
    sizes.iter().copied().map(Some).collect()
}

/// One chart a kind, edition and awkward situation, each with a name for messages.
fn cases() -> Vec<(String, Chart)> {
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

fn situations(kind: ChartKind, edition: &[usize]) -> Vec<(&'static str, Chart)> {
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

fn situations_with_series(kind: ChartKind, edition: &[usize]) -> Vec<(&'static str, Chart)> {
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

fn measured(name: &str, chart: &Chart) -> Extents {
    extents(chart, &style()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn no_label_is_cut_and_none_overlap() {
    fonts();
    let mut faults = Vec::new();
    for width in [453.0, 300.0, 210.0] {
        for (name, mut chart) in cases() {
            chart.width = width;
            let extents = measured(&name, &chart);
            for (index, (text, place)) in extents.labels.iter().enumerate() {
                let inside = place.left >= -0.05
                    && place.top >= -0.05
                    && place.right <= extents.width + 0.05
                    && place.bottom <= extents.height + 0.05;
                if !inside {
                    faults.push(format!("{name}, {width} wide: `{text}` is cut: {place:?}"));
                }
                for (other, second) in &extents.labels[index + 1..] {
                    if place.inset(0.05).overlaps(second) {
                        faults.push(format!("{name}, {width} wide: `{text}` overlaps `{other}`"));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_value_is_printed_where_there_is_room() {
    fonts();
    for (name, chart) in cases() {
        let dense = chart.kind == ChartKind::StackedBar && chart.categories.len() > 9;
        let crowded = name.contains("six series") && chart.kind != ChartKind::HorizontalBar
            || chart.kind == ChartKind::GroupedBar && chart.categories.len() > 9;
        let lines = chart.kind == ChartKind::Line;
        let needs_axis = matches!(
            chart.kind,
            ChartKind::Area
                | ChartKind::Scatter
                | ChartKind::Box
                | ChartKind::HeatMap
                | ChartKind::SmallMultiples
                | ChartKind::Histogram
        );
        if dense || crowded || (lines || needs_axis) && !name.contains("plain") {
            continue;
        }
        if matches!(chart.kind, ChartKind::Scatter | ChartKind::Box | ChartKind::SmallMultiples) {
            continue;
        }
        let labels = measured(&name, &chart).labels;
        for datum in chart.data() {
            let printed = labels.iter().filter(|(text, _)| *text == datum.label).count();
            let wanted = chart.data().filter(|other| other.label == datum.label).count();
            assert!(printed >= wanted, "{name}: `{}` is not printed", datum.label);
        }
    }
}

#[test]
fn every_category_is_named_unless_periods_are_thinned() {
    fonts();
    for (name, chart) in cases().into_iter().filter(|(name, _)| !name.contains("forty")) {
        let partly = [ChartKind::Scatter, ChartKind::Histogram, ChartKind::SmallMultiples];
        if partly.contains(&chart.kind) {
            continue;
        }
        let words: String =
            measured(&name, &chart).labels.into_iter().map(|(text, _)| text).collect();
        let solid = |text: &str| text.replace(' ', "");
        for line in chart.categories.iter().flat_map(|category| &category.lines) {
            assert!(solid(&words).contains(&solid(line)), "{name}: `{line}` is not printed");
        }
    }
}

#[test]
fn the_same_chart_gives_the_same_bytes_and_only_our_family() {
    fonts();
    for ((name, first), (_, second)) in cases().into_iter().zip(cases()) {
        let svg = draw(&first, &style()).expect("the cases can be drawn");
        assert_eq!(svg, draw(&second, &style()).expect("the cases can be drawn"), "{name}");
        assert!(svg.starts_with("<svg width=\"453pt\" height=\""), "{name}");
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{name}");
        let ours = svg.matches("<text x=").count();
        let families = svg.matches("font-family=\"").count();
        let named = ["Source Sans 3", "Noto Sans SC"]
            .map(|family| svg.matches(&format!("font-family=\"'{family}'\"")).count());
        assert_eq!(named[0], ours, "{name}");
        assert_eq!(named[0] + named[1], families, "{name}");
        assert_eq!(ours, measured(&name, &first).labels.len(), "{name}");
    }
}

#[test]
fn labels_are_printed_as_given_and_escaped() {
    fonts();
    let mut chart = chart(ChartKind::Bar, years(2, &[0]), vec![series(&[], &all(&[19.0, 20.0]))]);
    for (datum, label) in chart.series[0].data.iter_mut().flatten().zip(["约19", ">20 & <21"]) {
        label.clone_into(&mut datum.label);
    }
    let svg = draw(&chart, &style()).expect("the chart can be drawn");
    assert!(svg.contains(">约</tspan><tspan dx=\"0.2em\">19</tspan>"), "{svg}");
    assert!(svg.contains("&gt;20 &amp; &lt;21"));
}

#[test]
fn a_partial_period_is_hatched_in_bars_and_dashed_in_lines() {
    fonts();
    for kind in [ChartKind::Bar, ChartKind::HorizontalBar, ChartKind::StackedBar, ChartKind::Line] {
        let partial =
            chart(kind, years(5, &[1]), vec![series(&[], &all(&[1.0, 3.0, 9.0, 10.0, 12.0]))]);
        let mut whole =
            chart(kind, years(5, &[1]), vec![series(&[], &all(&[1.0, 3.0, 9.0, 10.0, 12.0]))]);
        whole.categories[4].partial = false;
        let strokes = |chart: &Chart| {
            draw(chart, &style()).expect("the chart can be drawn").matches("<polyline").count()
        };
        assert!(strokes(&partial) > strokes(&whole) + 5, "{}", kind.name());
    }
}

#[test]
fn broken_contracts_are_errors() {
    fonts();
    let two = |sizes: &[f64]| chart(ChartKind::Bar, years(2, &[0]), vec![series(&[], &all(sizes))]);
    let error = |chart: &Chart| draw(chart, &style()).expect_err("the contract is broken");
    assert_eq!(error(&chart(ChartKind::Bar, Vec::new(), Vec::new())), ChartError::NoData);
    assert_eq!(
        error(&chart(ChartKind::Bar, years(1, &[0]), vec![series(&[], &[None])])),
        ChartError::NoData
    );
    let unequal = ChartError::UnequalLength { series: 1, values: 3, categories: 2 };
    assert_eq!(error(&two(&[1.0, 2.0, 3.0])), unequal);
    for size in [f64::NAN, f64::INFINITY, 1e101] {
        assert!(matches!(error(&two(&[1.0, size])), ChartError::NotPlaceable { .. }));
    }
    let donut = |series: Vec<Series>| Chart { kind: ChartKind::Donut, series, ..two(&[1.0, 2.0]) };
    let negative = donut(vec![series(&[], &all(&[1.0, -2.0]))]);
    assert_eq!(
        error(&negative),
        ChartError::NegativePart { kind: ChartKind::Donut, label: "−2".to_owned() }
    );
    let named = series(&["a".to_owned()], &all(&[1.0, 2.0]));
    let twice = donut(vec![named.clone(), named.clone()]);
    let count =
        ChartError::SeriesCount { kind: ChartKind::Donut, wanted: "exactly one series", series: 2 };
    assert_eq!(error(&twice), count);
    let nameless =
        Chart { series: vec![named, series(&[], &all(&[1.0, 2.0]))], ..two(&[1.0, 2.0]) };
    assert_eq!(error(&nameless), ChartError::NamelessSeries { series: 2 });
    let mut broken = two(&[1.0, 2.0]);
    broken.categories[0].lines[0].push('\n');
    assert!(matches!(error(&broken), ChartError::ControlCharacter { .. }));
    assert!(matches!(error(&Chart { width: 10.0, ..two(&[1.0, 2.0]) }), ChartError::Size { .. }));
    let mut long = two(&[1.0, 2.0]);
    if let Some(datum) = &mut long.series[0].data[0] {
        datum.label = "9".repeat(80);
    }
    assert!(matches!(error(&long), ChartError::LongValue { .. }));
    let nobody = Style { latin_family: "Nobody Sans".to_owned(), ..style() };
    let unknown = draw(&two(&[1.0, 2.0]), &nobody).expect_err("no such family");
    assert_eq!(unknown.to_string(), "no font called `Nobody Sans` is registered for charts");
}

#[test]
fn extreme_sizes_are_drawn() {
    fonts();
    for kind in ChartKind::ALL {
        for sizes in [[1e100, 1e-300], [5e-324, 0.0], [1e16, 1e16 + 2.0], [0.1, 0.3]] {
            let mut chart = chart(kind, years(2, &[1]), vec![series(&[], &all(&sizes))]);
            for datum in chart.series.iter_mut().flat_map(|series| series.data.iter_mut().flatten())
            {
                "1".clone_into(&mut datum.label);
            }
            for edge in chart.edges.iter_mut().chain(chart.outliers.iter_mut().flatten()) {
                "1".clone_into(&mut edge.label);
            }
            chart.tick_labels =
                std::rc::Rc::new(|ticks| ticks.iter().map(|tick| format!("{tick:e}")).collect());
            let svg = draw(&chart, &style()).expect("the sizes can be placed");
            assert!(!svg.contains("NaN"), "{} {sizes:?}", kind.name());
        }
    }
}

#[test]
fn unusual_texts_are_drawn() {
    fonts();
    let nothing = Category { lines: Vec::new(), partial: false };
    let word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    let monster = Category { lines: vec![word.to_owned(), String::new()], partial: true };
    for kind in ChartKind::ALL {
        let categories = vec![nothing.clone(), monster.clone(), nothing.clone()];
        let case = chart(kind, categories, vec![series(&[], &all(&[1.0, 2.0, 3.0]))]);
        let letters: String =
            measured(kind.name(), &case).labels.into_iter().map(|(text, _)| text).collect();
        // The bins of a histogram have edges and no names.
        let named = letters.contains(word) || kind == ChartKind::Histogram;
        assert!(named, "{}: {letters}", kind.name());
    }
}

#[test]
fn ticks_step_by_one_two_or_five() {
    assert_eq!(Scale::nice(0.0, 12.0, true, 4.0).ticks, [0.0, 5.0, 10.0, 15.0]);
    assert_eq!(Scale::nice(0.0, 2.0, true, 5.0).ticks, [0.0, 1.0, 2.0]);
    assert_eq!(Scale::nice(0.0, 0.3, false, 3.0).ticks, [0.0, 0.1, 0.2, 0.3]);
    assert_eq!(Scale::nice(-3.0, 7.0, true, 5.0).ticks, [-4.0, -2.0, 0.0, 2.0, 4.0, 6.0, 8.0]);
    assert_eq!(Scale::nice(0.0, 1.25e12, true, 3.0).ticks, [0.0, 5e11, 1e12, 1.5e12]);
    assert!((Scale::nice(0.0, 10.0, true, 5.0).share(5.0) - 0.5).abs() < 1e-12);
}

#[test]
fn labels_are_spread_no_further_than_needed() {
    assert_eq!(spread(&[(10.0, 4.0), (20.0, 4.0)], 0.0, 30.0), [10.0, 20.0]);
    assert_eq!(spread(&[(10.0, 4.0), (10.0, 4.0)], 0.0, 30.0), [8.0, 12.0]);
    assert_eq!(spread(&[(0.0, 4.0), (1.0, 4.0), (29.0, 4.0)], 0.0, 30.0), [2.0, 6.0, 28.0]);
    assert_eq!(spread(&[(5.0, 20.0), (5.0, 20.0)], 0.0, 30.0), [10.0, 30.0]);
}

#[test]
fn widths_are_those_of_the_font() {
    fonts();
    let case = chart(ChartKind::Bar, years(1, &[0]), vec![series(&[], &all(&[1.0]))]);
    let labels = measured("one bar", &case).labels;
    let (_, place) = labels.iter().find(|(text, _)| text == "1980年").expect("the year is printed");
    // Four digits of 0.497 em, the space between scripts, and a Han character at its share of the size.
    let ems = 4.0 * 0.497 + super::script::SCRIPT_GAP + style().han_share;
    assert!((place.right - place.left - style().type_size * ems).abs() < 0.01);
}

#[test]
fn kinds_are_found_by_their_names() {
    for kind in ChartKind::ALL {
        assert_eq!(ChartKind::parse(kind.name()), Some(kind));
    }
    assert_eq!(ChartKind::parse("radar"), None);
}

#[test]
fn alternative_texts_follow_the_language() {
    let plain = |edition: &[usize]| {
        let data = [Some(1.0), None, Some(12.0)];
        chart(ChartKind::Bar, years(3, edition), vec![series(&[], &data)])
    };
    let both = plain(&[0, 1]);
    let english = "Bar chart. 1980: 1; 1981: no data; 1982 (partial period): 12.";
    assert_eq!(describe(&both, 1, false), english);
    let chinese = "柱状图。1980年：1；1981年：无数据；1982年（非完整期间）：12。";
    assert_eq!(describe(&both, 0, true), chinese);
    assert_eq!(describe(&plain(&[1]), 1, false), english);
    let named = Chart {
        kind: ChartKind::Line,
        series: vec![series(&texts(&["北京", "Beijing"], &[0, 1]), &all(&[1.0, 2.0, 3.0]))],
        ..both
    };
    let english = "Line chart. Beijing (1980: 1; 1981: 2; 1982 (partial period): 3).";
    assert_eq!(describe(&named, 1, false), english);
    let box_plot =
        chart(ChartKind::Box, categories(&REGIONS[..1], &[0, 1]), vec![series(&[], &[Some(3.0)])]);
    let english = "Box plot. Beijing: a 1, b 2, c 3, d 4, e 5, beyond the whiskers 12.";
    assert_eq!(describe(&box_plot, 1, false), english);
    let chinese = "箱线图。北京：a 1，b 2，c 3，d 4，e 5，须线之外 12。";
    assert_eq!(describe(&box_plot, 0, true), chinese);
}
