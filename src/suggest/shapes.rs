//! The shapes of queries over one set of rows, or over parts of it.

use super::goal::Kind;
use super::index::{Role, share};
use super::plan::{Aggregate, Expr, Leaf, Over, Test};
use super::search::{Search, Slice, Trial};
use super::subject::Nature;
use super::{orders, pairs};

/// Tries every shape.
pub fn all(search: &mut Search<'_>) {
    for slice in slices(search) {
        counts(search, slice);
        values(search, slice);
        years(search, slice);
        groups(search, slice);
        orders::tops(search, slice);
        orders::ranks(search, slice);
        pairs::columns(search, slice);
        pairs::shares(search, slice);
    }
    pairs::times(search);
    pairs::entities(search);
}

/// The slices that have rows, without those that only serve as a base.
pub fn slices(search: &Search<'_>) -> Vec<Slice> {
    let mut list = Vec::new();
    for combo in 0..search.slices.combos.len() {
        for time in 0..search.slices.times.len() {
            let slice = (combo, time);
            if !search.time(slice).base_only && !search.rows(slice).is_empty() {
                list.push(slice);
            }
        }
    }
    list
}

/// Whether a column is held fast by the conditions of a slice.
pub fn is_fixed(search: &Search<'_>, slice: Slice, field: usize) -> bool {
    let single = |test: &Test| matches!(test, Test::In(codes) if codes.len() == 1);
    search.atoms(slice).iter().any(|atom| atom.field == field && single(&atom.test))
}

/// The columns by which rows can be grouped.
pub fn group_fields(search: &Search<'_>) -> Vec<usize> {
    let fits = |field: &usize| {
        let field = &search.view.fields[*field];
        matches!(field.role, Role::Category | Role::Time | Role::Part(_))
            && field.about.values.len() > 1
    };
    (0..search.view.fields.len()).filter(fits).collect()
}

fn counts(search: &mut Search<'_>, slice: Slice) {
    let rows = search.rows(slice).len();
    let expr = Expr::Leaf(search.leaf(slice, None, Aggregate::Count));
    search.offer(Trial {
        shape: "count",
        expr,
        value: share(rows, 1),
        kind: Kind::Count,
        unit_of: None,
        fields: &[],
        slices: &[slice],
        also: 0,
        cues: &["count"],
        prior: (0.3, 0.4),
    });
    for field in group_fields(search) {
        if is_fixed(search, slice, field) {
            continue;
        }
        let distinct = search.distinct(slice, field);
        if distinct == rows {
            // The number of rows says the same.
            continue;
        }
        let expr = Expr::Leaf(search.leaf(slice, Some(field), Aggregate::Distinct));
        search.offer(Trial {
            shape: "distinct",
            expr,
            value: share(distinct, 1),
            kind: Kind::Count,
            unit_of: None,
            fields: &[field],
            slices: &[slice],
            also: 0,
            cues: &["distinct", "count"],
            prior: (0.1, 0.6),
        });
    }
}

fn values(search: &mut Search<'_>, slice: Slice) {
    for field in search.measures.clone() {
        let percent = search.view.fields[field].about.percent;
        let mut tried: Vec<(Aggregate, &[&'static str], (f64, f64))> = Vec::new();
        if search.value(slice, field, Aggregate::Cell).is_some() {
            tried.push((Aggregate::Cell, &[], (0.9, 0.0)));
        } else {
            if search.value(slice, field, Aggregate::Same).is_some() {
                tried.push((Aggregate::Same, &[], (0.2, 0.0)));
            }
            tried.push((
                Aggregate::Sum,
                &["sum", "both", "count"],
                (if percent { -1.4 } else { 0.0 }, 0.5),
            ));
            tried.push((Aggregate::Mean, &["mean"], (0.0, 1.0)));
            tried.push((Aggregate::Max, &["max"], (0.0, 1.0)));
            tried.push((Aggregate::Min, &["min"], (0.0, 1.0)));
            if search.context.cue("median") > 0.0 {
                tried.push((Aggregate::Median, &["median"], (0.5, 2.0)));
            }
        }
        for (aggregate, cues, prior) in tried {
            let Some(value) = search.value(slice, field, aggregate) else { continue };
            let expr = Expr::Leaf(search.leaf(slice, Some(field), aggregate));
            let named = match aggregate {
                Aggregate::Max => search.context.cue("max") > 0.3,
                Aggregate::Min => search.context.cue("min") > 0.3,
                _ => false,
            };
            let also = if named { search.named_at(slice, field, value) } else { 0 };
            search.offer(Trial {
                shape: name(aggregate),
                expr,
                value,
                kind: Kind::Amount,
                unit_of: Some(field),
                fields: &[field],
                slices: &[slice],
                also,
                cues,
                prior,
            });
        }
        spread(search, slice, field);
    }
}

/// The largest less the smallest, and the largest as a share of all.
fn spread(search: &mut Search<'_>, slice: Slice, field: usize) {
    let Some(stats) = search.stats(slice, field) else { return };
    if stats.count < 2 {
        return;
    }
    let max = search.boxed(slice, Some(field), Aggregate::Max);
    let min = search.boxed(slice, Some(field), Aggregate::Min);
    let sum = search.boxed(slice, Some(field), Aggregate::Sum);
    search.offer(Trial {
        shape: "range",
        expr: Expr::Minus(max.clone(), min),
        value: stats.max - stats.min,
        kind: Kind::Amount,
        unit_of: Some(field),
        fields: &[field],
        slices: &[slice],
        also: 0,
        cues: &["range", "max", "min", "difference"],
        prior: (-0.8, 1.0),
    });
    search.offer(Trial {
        shape: "largest share",
        expr: Expr::Percent(max, sum),
        value: 100.0 * stats.max / stats.sum,
        kind: Kind::Percent,
        unit_of: None,
        fields: &[field],
        slices: &[slice],
        also: 0,
        cues: &["max", "share"],
        prior: (-1.2, 0.8),
    });
}

fn name(aggregate: Aggregate) -> &'static str {
    match aggregate {
        Aggregate::Cell | Aggregate::Same => "lookup",
        Aggregate::Sum => "sum",
        Aggregate::Mean => "mean",
        Aggregate::Median => "median",
        Aggregate::Max => "max",
        Aggregate::Min => "min",
        Aggregate::Count => "count",
        Aggregate::Distinct => "distinct",
    }
}

/// The year in a row, and the year of an extreme.
fn years(search: &mut Search<'_>, slice: Slice) {
    if !search.goal.may_be(Nature::Year) {
        return;
    }
    let times: Vec<usize> = (0..search.view.fields.len())
        .filter(|field| {
            let field = &search.view.fields[*field];
            field.role == Role::Time && field.about.values.iter().all(|value| value.len() == 4)
        })
        .collect();
    for time in times {
        if let [row] = *search.rows(slice) {
            let Some(value) = year_at(search, time, search.view.fields[time].codes[row as usize])
            else {
                continue;
            };
            let expr = Expr::Leaf(search.leaf(slice, Some(time), Aggregate::Cell));
            search.offer(Trial {
                shape: "year",
                expr,
                value,
                kind: Kind::Year,
                unit_of: None,
                fields: &[time],
                slices: &[slice],
                also: 0,
                cues: &["year"],
                prior: (0.3, 0.2),
            });
            continue;
        }
        if is_fixed(search, slice, time) {
            continue;
        }
        ends(search, slice, time);
        for field in search.measures.clone() {
            extreme_years(search, slice, time, field);
        }
    }
}

fn year_at(search: &Search<'_>, time: usize, code: u32) -> Option<f64> {
    search.view.fields[time].about.values.get(code as usize)?.parse().ok()
}

/// The first and the last year.
fn ends(search: &mut Search<'_>, slice: Slice, time: usize) {
    for (aggregate, cues) in [(Aggregate::Min, ["min", "year"]), (Aggregate::Max, ["max", "year"])]
    {
        let Some(value) = search.value(slice, time, aggregate) else { continue };
        let expr = Expr::Leaf(search.leaf(slice, Some(time), aggregate));
        search.offer(Trial {
            shape: "year",
            expr,
            value,
            kind: Kind::Year,
            unit_of: None,
            fields: &[time],
            slices: &[slice],
            also: 0,
            cues: &cues,
            prior: (-1.0, 0.5),
        });
    }
}

fn extreme_years(search: &mut Search<'_>, slice: Slice, time: usize, field: usize) {
    let groups = search.grouped(slice, time, Some(field));
    if groups.len() < 2 {
        return;
    }
    let single = groups.values().all(|(count, _)| *count == 1);
    let aggregates: &[(Aggregate, f64)] = if single {
        &[(Aggregate::Cell, 0.4)]
    } else {
        &[(Aggregate::Cell, 0.2), (Aggregate::Sum, 0.1), (Aggregate::Mean, 0.0)]
    };
    for (aggregate, prior) in aggregates {
        let values: Vec<(u32, f64)> = match aggregate {
            Aggregate::Cell => {
                let view = search.view;
                let rows = search.rows(slice).iter().map(|row| *row as usize);
                rows.map(|row| (view.fields[time].codes[row], view.fields[field].numbers[row]))
                    .filter(|(_, number)| !number.is_nan())
                    .collect()
            }
            Aggregate::Mean => {
                groups.iter().map(|(code, (n, sum))| (*code, sum / share(*n, 1))).collect()
            }
            _ => groups.iter().map(|(code, (_, sum))| (*code, *sum)).collect(),
        };
        for (largest, cue) in [(true, "max"), (false, "min")] {
            let best = values.iter().max_by(|one, other| {
                let order = one.1.total_cmp(&other.1);
                if largest { order } else { order.reverse() }
            });
            let Some(value) = best.and_then(|(code, _)| year_at(search, time, *code)) else {
                continue;
            };
            let leaf = search.leaf(slice, Some(field), *aggregate);
            search.offer(Trial {
                shape: "year of extreme",
                expr: Expr::When { time, value: leaf, largest },
                value,
                kind: Kind::Year,
                unit_of: None,
                fields: &[field],
                slices: &[slice],
                also: 0,
                cues: &[cue],
                prior: (*prior, 0.8),
            });
        }
    }
}

/// Extremes and means of groups that have several rows each, and how many groups pass a bound.
fn groups(search: &mut Search<'_>, slice: Slice) {
    let fields: Vec<Option<usize>> =
        search.measures.iter().take(6).map(|field| Some(*field)).chain([None]).collect();
    for group in group_fields(search) {
        if is_fixed(search, slice, group) {
            continue;
        }
        for field in fields.clone() {
            let groups = search.grouped(slice, group, field);
            if groups.len() < 2 || groups.values().all(|(count, _)| *count == 1) {
                continue;
            }
            let values: Vec<(u32, f64)> =
                groups.iter().map(|(code, (_, sum))| (*code, *sum)).collect();
            group_values(search, slice, group, field, &values);
        }
    }
}

fn group_values(
    search: &mut Search<'_>,
    slice: Slice,
    group: usize,
    field: Option<usize>,
    groups: &[(u32, f64)],
) {
    let values: Vec<f64> = groups.iter().map(|(_, value)| *value).collect();
    let values = &values[..];
    let aggregate = if field.is_some() { Aggregate::Sum } else { Aggregate::Count };
    let leaf = search.leaf(slice, field, aggregate);
    let total: f64 = values.iter().sum();
    let max = values.iter().copied().fold(f64::MIN, f64::max);
    let min = values.iter().copied().fold(f64::MAX, f64::min);
    let both = [field.unwrap_or(group), group];
    let fields: &[usize] = if field.is_some() { &both } else { &both[1..] };
    let kind = if field.is_some() { Kind::Amount } else { Kind::Count };
    let overs: [(Over, f64, &[&'static str]); 3] = [
        (Over::Max, max, &["max"]),
        (Over::Min, min, &["min"]),
        (Over::Mean, total / share(values.len(), 1), &["mean"]),
    ];
    for (over, value, cues) in overs {
        let expr = Expr::Groups { value: leaf.clone(), group: Some(group), over };
        let mean = over == Over::Mean && field.is_none();
        let said = match over {
            Over::Max => search.context.cue("max") > 0.3,
            Over::Min => search.context.cue("min") > 0.3,
            _ => false,
        };
        let same = |own: f64| (own - value).abs() <= f64::EPSILON * value.abs();
        let named = groups.iter().filter(|(_, own)| said && same(*own));
        let also = named.fold(0, |bits, (code, _)| bits | search.value_explains(group, *code));
        search.offer(Trial {
            shape: "group",
            expr,
            value,
            kind: if mean { Kind::Multiple } else { kind },
            unit_of: field,
            fields,
            slices: &[slice],
            also,
            cues,
            prior: (-0.7, 1.0),
        });
    }
    let largest = Expr::Groups { value: leaf.clone(), group: Some(group), over: Over::Max };
    let all = Box::new(Expr::Leaf(leaf.clone()));
    search.offer(Trial {
        shape: "largest share",
        expr: Expr::Percent(Box::new(largest), all),
        value: 100.0 * max / total,
        kind: Kind::Percent,
        unit_of: None,
        fields,
        slices: &[slice],
        also: 0,
        cues: &["max", "share"],
        prior: (-1.4, 0.8),
    });
    bounded_groups(search, slice, group, fields, &leaf, values);
}

/// How many groups have a value on one side of a number of the sentence.
fn bounded_groups(
    search: &mut Search<'_>,
    slice: Slice,
    group: usize,
    fields: &[usize],
    leaf: &Leaf,
    values: &[f64],
) {
    let numbers: Vec<_> = search
        .context
        .numbers
        .iter()
        .filter(|number| number.near > 0.5)
        .filter_map(|number| Some((number.bound?, number.value.to_f64()?)))
        .collect();
    for (bound, number) in numbers {
        use super::context::Bound;
        let passes = |value: &&f64| match bound {
            Bound::Above => **value > number,
            Bound::AtLeast => **value >= number,
            Bound::Below => **value < number,
            Bound::AtMost => **value <= number,
        };
        let count = values.iter().filter(passes).count();
        let expr = Expr::Groups {
            value: leaf.clone(),
            group: Some(group),
            over: Over::Count(bound, number),
        };
        search.offer(Trial {
            shape: "groups counted",
            expr,
            value: share(count, 1),
            kind: Kind::Count,
            unit_of: None,
            fields,
            slices: &[slice],
            also: 0,
            cues: &["exceed", "under", "count"],
            prior: (0.0, 0.8),
        });
    }
}
