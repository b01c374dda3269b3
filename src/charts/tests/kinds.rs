//! What only some kinds meet: forty rows, lines or panels, edges of many digits, points upon each other,
//! values that a whole cannot hold.

use super::super::theme::series_color;
use super::cases::*;
use super::marks::assert_apart;
use crate::charts::{Category, Chart, ChartKind, Datum, Reference, Series, extents};

const WIDTHS: [f64; 3] = [453.0, 300.0, 210.0];

fn datum(size: f64) -> Datum {
    Datum { size, label: format!("{size}").replace('-', "−") }
}

/// So many series with long and short names over so many years.
fn field(kind: ChartKind, rows: usize, columns: usize, edition: &[usize]) -> Chart {
    let row = |row: usize| {
        let name = if row.is_multiple_of(7) { LONG_NAMES[1] } else { REGIONS[row % 6] };
        let values = (0..columns).map(|column| {
            let size = u32::try_from((row * 31 + column * 17) % 89).expect("small");
            (row + column).is_multiple_of(11).then_some(()).map_or(Some(f64::from(size)), |()| None)
        });
        series(&texts(&name, edition), &values.collect::<Vec<_>>())
    };
    Chart {
        width: 453.0,
        height: 200.0,
        ..Chart::new(kind, years(columns, edition), (0..rows).map(row).collect())
    }
}

fn each_width_and_edition(name: &str, chart: impl Fn(&[usize]) -> Chart) {
    fonts();
    for edition in EDITIONS {
        for width in WIDTHS {
            let name = format!("{name} {edition:?} {width}");
            assert_apart(&name, &Chart { width, ..chart(edition) });
        }
    }
}

#[test]
fn forty_rows_lines_and_panels_have_room() {
    for (kind, columns) in [
        (ChartKind::HeatMap, 12),
        (ChartKind::HeatMap, 40),
        (ChartKind::Slope, 2),
        (ChartKind::SmallMultiples, 9),
        (ChartKind::SmallMultiples, 1),
    ] {
        each_width_and_edition(kind.name(), |edition| field(kind, 40, columns, edition));
    }
}

#[test]
fn edges_of_many_digits_are_thinned() {
    for count in [1, 2, 8, 40] {
        each_width_and_edition("histogram", |_| {
            let bins = vec![Category { lines: Vec::new(), partial: false }; count];
            let index = |index: usize| f64::from(u32::try_from(index).expect("small"));
            let counts: Vec<Option<f64>> =
                (0..count).map(|bin| Some(index(bin * bin % 7))).collect();
            let edges = (0..=count).map(|edge| datum(-3e12 + 1e11 * index(edge)));
            let counts = if count == 1 { vec![Some(9.0)] } else { counts };
            Chart {
                edges: edges.collect(),
                ..Chart::new(ChartKind::Histogram, bins, vec![series(&[], &counts)])
            }
        });
    }
}

#[test]
fn points_upon_each_other_keep_the_names_apart() {
    each_width_and_edition("scatter", |edition| {
        let names: Vec<[&str; 2]> = (0..40).map(|point| LONG_NAMES[point % 4]).collect();
        let across = series(&texts(&LONG_NAMES[1], edition), &all(&[5.0; 40]));
        let upright = series(&texts(&LONG_NAMES[2], edition), &all(&[1e12; 40]));
        Chart::new(ChartKind::Scatter, categories(&names, edition), vec![across, upright])
    });
}

#[test]
fn panels_share_one_scale_and_a_reference_reaches_it() {
    each_width_and_edition("panels", |edition| {
        let lines = texts(&["全国均值", "Mean of the country"], edition);
        let reference = Reference { value: datum(120.0), lines };
        Chart { references: vec![reference], ..field(ChartKind::SmallMultiples, 5, 8, edition) }
    });
    let mut chart = field(ChartKind::SmallMultiples, 4, 5, &[1]);
    chart.references =
        vec![Reference { value: datum(120.0), lines: vec!["Mean of the country".to_owned()] }];
    let labels = extents(&chart, &style()).expect("it can be drawn").labels;
    let printed = |text: &str| labels.iter().filter(|(label, _)| label == text).count();
    let named = labels.iter().filter(|(label, _)| label.starts_with("Mean of the country"));
    assert_eq!(named.count(), 1, "{labels:?}");
    // The axis of the first panel of each row reaches up to the line.
    assert!(printed("150") >= 1 || printed("200") >= 1 || printed("120") >= 2, "{labels:?}");
}

#[test]
fn a_pie_starts_with_its_largest_part_and_ends_with_the_rest() {
    fonts();
    let names = categories(&REGIONS[..4], &[1]);
    let mut chart =
        Chart::new(ChartKind::Pie, names, vec![series(&[], &all(&[10.0, 40.0, 20.0, 30.0]))]);
    chart.rest = Some(3);
    let labels = extents(&chart, &style()).expect("it can be drawn").labels;
    let place = |text: &str| labels.iter().find(|(label, _)| label == text).expect("named").1;
    let middle = chart.width / 2.0;
    // 40, 20 and 10 of 100 run clockwise over the right side to the foot; the rest ends at twelve o'clock.
    assert!(place("Shanghai").left > middle && place("Guangdong").right > middle * 0.5);
    assert!(place("Shanghai").top < place("Guangdong").top);
    assert!(place("Jiangsu").right < middle && place("Beijing").right < middle);
    assert!(place("Jiangsu").top < place("Beijing").top);
}

#[test]
fn a_heat_map_prints_all_values_or_none_and_always_its_limits() {
    fonts();
    let mut wide = field(ChartKind::HeatMap, 6, 6, &[0]);
    for series in &mut wide.series {
        series.data.iter_mut().flatten().for_each(|datum| datum.label.push_str(".25"));
    }
    for (columns, all_printed) in [(6, true), (40, false)] {
        let chart =
            if columns == 6 { wide.clone() } else { field(ChartKind::HeatMap, 6, 40, &[0]) };
        let labels = extents(&chart, &style()).expect("it can be drawn").labels;
        let values: Vec<&Datum> =
            chart.series.iter().flat_map(|series: &Series| series.data.iter().flatten()).collect();
        let printed = |text: &str| labels.iter().filter(|(label, _)| label == text).count();
        let least = values.iter().min_by(|a, b| a.size.total_cmp(&b.size)).expect("some");
        let greatest = values.iter().max_by(|a, b| a.size.total_cmp(&b.size)).expect("some");
        assert!(printed(&least.label) >= 1 && printed(&greatest.label) >= 1);
        let complete = values.iter().all(|datum| printed(&datum.label) >= 1);
        assert_eq!(complete, all_printed, "{columns} columns: {labels:?}");
    }
}

#[test]
fn values_are_read_on_every_step_of_a_scale() {
    let style = style();
    for series in 0..8 {
        for step in 0..=100 {
            let ground = series_color(series).tint(f64::from(step) / 100.0);
            let contrast = ground.resolve(&style).contrast(ground.readable_ink().resolve(&style));
            assert!(contrast >= 4.5, "series {series} at {step} %: {contrast}");
        }
    }
}
