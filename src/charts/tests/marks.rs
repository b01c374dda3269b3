//! What singles out, points at and compares: highlighting, remarks, lines at a value, and the words over an
//! axis.

use std::rc::Rc;

use super::cases::*;
use crate::charts::{
    Annotation, AxisScale, Chart, ChartError, ChartKind, Datum, Extent, Highlight, Reference,
    Style, draw, extents,
};

const WIDTHS: [f64; 3] = [487.56, 399.68, 240.0];

const KINDS: [ChartKind; 7] = [
    ChartKind::Bar,
    ChartKind::GroupedBar,
    ChartKind::HorizontalBar,
    ChartKind::StackedBar,
    ChartKind::Line,
    ChartKind::Area,
    ChartKind::Scatter,
];

/// A chart of several years with a remark at one and a line at a value.
fn marked(kind: ChartKind, edition: &[usize], sizes: &[f64], at: usize) -> Chart {
    let two = matches!(kind, ChartKind::GroupedBar | ChartKind::Scatter);
    let names =
        if two { vec![["流入", "Inflow"], ["流出", "Outflow"]] } else { vec![["", ""]] };
    let series = names.iter().map(|name| series(&texts(name, edition), &all(sizes))).collect();
    let mut chart = chart(kind, years(sizes.len(), edition), series);
    let text = ["新规施行，一度中断", "New rules in force; a short stop"];
    chart.annotations = vec![Annotation { category: at, series: 0, lines: texts(&text, edition) }];
    let value = Datum { size: 15.5, label: "15.5".to_owned() };
    chart.references = vec![Reference { value, lines: texts(&["目标", "Target"], edition) }];
    chart
}

pub(super) fn assert_apart(name: &str, chart: &Chart) {
    let extents = extents(chart, &style()).unwrap_or_else(|error| panic!("{name}: {error}"));
    for (index, (text, place)) in extents.labels.iter().enumerate() {
        let inside = place.left >= -0.05
            && place.top >= -0.05
            && place.right <= extents.width + 0.05
            && place.bottom <= extents.height + 0.05;
        assert!(inside, "{name}: `{text}` is cut: {place:?}");
        for (other, second) in &extents.labels[index + 1..] {
            assert!(!place.inset(0.05).overlaps(second), "{name}: `{text}` overlaps `{other}`");
        }
    }
}

#[test]
fn remarks_and_lines_find_room_and_are_never_lost() {
    fonts();
    let plain = [1.0, 3.0, 9.0, 10.0, 24.0, 12.0, 14.0, 17.0, 25.0];
    let level = [15.0; 9];
    let negative = [-3.0, 5.0, -9.0, 10.0, -24.0, 12.0, 14.0, -17.0, 25.0];
    for kind in KINDS {
        for edition in EDITIONS {
            for (sizes, at) in [(plain, 4), (plain, 0), (plain, 8), (level, 3), (negative, 4)] {
                if kind == ChartKind::Area && sizes.iter().any(|size| *size < 0.0) {
                    continue;
                }
                for width in [487.56, 240.0] {
                    let chart = marked(kind, edition, &sizes, at).sized(width);
                    let name = format!("{} {edition:?} {sizes:?} at {at}, {width}", kind.name());
                    assert_apart(&name, &chart);
                    let labels = extents(&chart, &style()).expect("drawn before").labels;
                    let words: String =
                        labels.iter().map(|(text, _)| text.replace(' ', "")).collect();
                    for line in chart.annotations.iter().flat_map(|remark| &remark.lines) {
                        assert!(words.contains(&line.replace(' ', "")), "{name}: {words}");
                    }
                    assert!(words.contains("15.5"), "{name}: {words}");
                }
            }
        }
    }
}

#[test]
fn kinds_without_a_place_for_marks_refuse_them() {
    fonts();
    let mut donut = chart(ChartKind::Donut, years(2, &[0]), vec![series(&[], &all(&[1.0, 2.0]))]);
    donut.annotations =
        vec![Annotation { category: 0, series: 0, lines: vec!["a remark".to_owned()] }];
    let refused = draw(&donut, &style()).expect_err("no place");
    assert_eq!(refused, ChartError::NoMarks { kind: ChartKind::Donut });
}

#[test]
fn what_is_singled_out_has_the_accent_and_all_else_is_grey() {
    fonts();
    let style = style();
    let code = |color: crate::charts::Rgb| {
        format!("#{:02X}{:02X}{:02X}", color.red, color.green, color.blue)
    };
    for kind in [ChartKind::Bar, ChartKind::HorizontalBar, ChartKind::Line, ChartKind::StackedBar] {
        let three = (0..3).map(|index| {
            let name = texts(&REGIONS[index], &[1]);
            series(&name, &all(&[4.0, 6.0, 5.0]))
        });
        let mut chart = chart(kind, years(3, &[1]), three.collect());
        chart.categories[2].partial = false;
        chart.highlight = vec![Highlight::Series(1)];
        let svg = draw(&chart, &style).expect("it can be drawn");
        assert!(svg.contains(&code(style.palette[0])), "{}", kind.name());
        assert!(svg.contains(&code(style.muted)), "{}", kind.name());
        for other in &style.palette[1..3] {
            assert!(!svg.contains(&code(*other)), "{}", kind.name());
        }
    }
    let mut donut =
        chart(ChartKind::Donut, categories(&REGIONS, &[1]), vec![series(&[], &all(&[1.0; 6]))]);
    donut.highlight = vec![Highlight::Category(2)];
    let svg = draw(&donut, &style).expect("it can be drawn");
    assert_eq!(svg.matches(&code(style.palette[0])).count(), 1);
    assert!(!svg.contains(&code(style.palette[1])));
}

#[test]
fn large_ticks_are_printed_with_the_word_that_they_leave_out() {
    fonts();
    let wide = |chart: &mut Chart| {
        chart.axis_scale = Rc::new(|ticks| {
            let labels = ticks.iter().map(|tick| format!("{}", tick / 1e8)).collect();
            Some(AxisScale {
                labels, words: vec!["亿元".to_owned(), "RMB 100 million".to_owned()]
            })
        });
    };
    for kind in [ChartKind::Line, ChartKind::Area, ChartKind::StackedBar, ChartKind::Bar] {
        for width in WIDTHS {
            let sizes: Vec<f64> = (0..40).map(|index| 1e8 * f64::from(index)).collect();
            let mut chart =
                chart(kind, years(40, &[0, 1]), vec![series(&[], &all(&sizes))]).sized(width);
            wide(&mut chart);
            assert_apart(kind.name(), &chart);
            let labels = extents(&chart, &style()).expect("drawn before").labels;
            let at = |text: &str| labels.iter().find(|(label, _)| label == text).map(|(_, at)| *at);
            let place = at("亿元").unwrap_or_else(|| panic!("{}: {labels:?}", kind.name()));
            assert!(at("RMB 100 million").is_some(), "{}", kind.name());
            let tick: Extent = at("40").expect("the highest tick");
            assert!(place.bottom <= tick.top + 0.05 && place.left < tick.right, "{}", kind.name());
        }
    }
}

#[test]
fn a_theme_with_larger_type_draws_everything_larger_within_the_same_width() {
    fonts();
    let large = Style { type_size: style().type_size * 1.25, ..style() };
    let case =
        chart(ChartKind::Bar, years(4, &[1]), vec![series(&[], &all(&[1.0, 2.0, 3.0, 4.0]))]);
    let place = |style: &Style| {
        let drawn = extents(&case, style).expect("it can be drawn");
        let label = drawn.labels.into_iter().find(|(text, _)| text == "1981");
        (drawn.width, label.map(|(_, place)| place.right - place.left))
    };
    let ((width, Some(normal)), (same, Some(larger))) = (place(&style()), place(&large)) else {
        panic!("the year is printed")
    };
    assert!((width - same).abs() < 1e-9 && (larger / normal - 1.25).abs() < 1e-6);
}

#[test]
fn long_names_are_given_lying_bars() {
    fonts();
    let names = categories(&LONG_NAMES, &[1]);
    let case = chart(ChartKind::Bar, names, vec![series(&[], &all(&[4.0, 3.0, 2.0, 1.0]))]);
    let labels = extents(&case.sized(399.68), &style()).expect("it can be drawn").labels;
    let right = |start: &str| {
        let label = labels.iter().find(|(text, _)| text.starts_with(start));
        label.map(|(_, place)| place.right).expect("the name is printed")
    };
    // Names end at one margin instead of standing side by side.
    assert!((right("Financial") - right("Charity")).abs() < 0.01);
}
