//! What has to hold for every kind of chart, in Chinese, in English, and in both, with data that
//! invites mistakes.

use super::scale::Scale;
use super::spread::spread;
use super::{
    Category, Chart, ChartError, ChartKind, Extents, Series, Style, describe, draw, extents,
};

mod cases;
mod kinds;
mod marks;

use cases::*;

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
        let dense_bars = matches!(chart.kind, ChartKind::Bar) && chart.data().count() > 18;
        let dense = dense_bars || chart.kind == ChartKind::StackedBar && chart.categories.len() > 9;
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
    assert!(svg.contains(">约</tspan><tspan x=\""), "{svg}");
    assert!(svg.contains("\">19</tspan>"), "{svg}");
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
        let named = letters.replace('-', "").contains(word) || kind == ChartKind::Histogram;
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

#[test]
fn words_too_long_for_a_line_are_cut_with_a_hyphen_and_all_others_break_by_their_rules() {
    fonts();
    let style = style();
    let measure = super::measure::Measure::new(&style).expect("the families are registered");
    let wrapped = |text: &str, limit: f64| measure.wrap_anyhow(text, super::theme::PRIMARY, limit);
    let cut = wrapped("of electroencephalography", 50.0);
    assert!(cut[0] == "of" && cut[1].ends_with('-') && !cut[1].ends_with("--"), "{cut:?}");
    assert_eq!(cut[1..].concat().replace('-', ""), "electroencephalography");
    let han = wrapped("《区块链》（试点）electroencephalography", 40.0);
    for line in &han {
        assert!(!line.starts_with(['》', '）']) && !line.ends_with(['《', '（']), "{han:?}");
        assert!(measure.width(line, super::theme::PRIMARY) <= 40.0, "{han:?}");
    }
    assert_eq!(wrapped("1234567890123", 30.0).concat(), "1234567890123");
}
