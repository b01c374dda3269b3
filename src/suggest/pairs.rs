//! The shapes of queries that compare: two times, two things, two columns, a part and the whole.

use super::goal::Kind;
use super::index::share;
use super::plan::{Aggregate, Expr, Test};
use super::search::{Search, Slice, Trial};
use super::slices::Combo;

/// A value that is compared: its rows, its column (none where rows are counted), how, and its number.
#[derive(Clone, Copy)]
struct Side {
    slice: Slice,
    field: Option<usize>,
    aggregate: Aggregate,
    value: f64,
}

/// How a comparison is named and weighed.
struct Style<'s> {
    shape: &'static str,
    cues: &'s [&'static str],
    prior: (f64, f64),
}

impl Side {
    fn expr(self, search: &Search<'_>) -> Expr {
        Expr::Leaf(search.leaf(self.slice, self.field, self.aggregate))
    }
}

fn offer(
    search: &mut Search<'_>,
    sides: [Side; 2],
    expr: Expr,
    value: f64,
    kind: Kind,
    style: &Style<'_>,
) {
    let fields: Vec<usize> = match (sides[0].field, sides[1].field) {
        (Some(one), Some(other)) if one != other => vec![one, other],
        (Some(one), _) | (_, Some(one)) => vec![one],
        _ => Vec::new(),
    };
    let unit_of = if kind == Kind::Amount { sides[0].field } else { None };
    let kind = if kind == Kind::Amount && sides[0].field.is_none() { Kind::Count } else { kind };
    search.offer(Trial {
        shape: style.shape,
        expr,
        value,
        kind,
        unit_of,
        fields: &fields,
        slices: &[sides[0].slice, sides[1].slice],
        also: 0,
        cues: style.cues,
        prior: style.prior,
    });
}

/// The same value of two sets of rows, by every aggregate that makes sense for both.
fn sides(search: &mut Search<'_>, one: Slice, other: Slice, field: usize) -> Vec<[Side; 2]> {
    let mut pairs = Vec::new();
    for aggregate in [Aggregate::Cell, Aggregate::Same, Aggregate::Sum, Aggregate::Mean] {
        let values = (search.value(one, field, aggregate), search.value(other, field, aggregate));
        if let (Some(a), Some(b)) = values {
            let side = |slice, value| Side { slice, field: Some(field), aggregate, value };
            pairs.push([side(one, a), side(other, b)]);
            if aggregate == Aggregate::Cell {
                break;
            }
        }
    }
    pairs
}

fn counted(search: &Search<'_>, one: Slice, other: Slice) -> [Side; 2] {
    let side = |slice: Slice| Side {
        slice,
        field: None,
        aggregate: Aggregate::Count,
        value: share(search.rows(slice).len(), 1),
    };
    [side(one), side(other)]
}

/// How much less usual an aggregate is in a comparison.
fn aggregate_prior(search: &Search<'_>, side: &Side) -> f64 {
    let percent = side.field.is_some_and(|field| search.view.fields[field].about.percent);
    match side.aggregate {
        Aggregate::Cell => 0.5,
        Aggregate::Sum if percent => -1.5,
        Aggregate::Sum | Aggregate::Count => 0.0,
        Aggregate::Mean => -0.3 + 0.9 * search.context.cue("mean"),
        _ => 0.1,
    }
}

/// Changes from one time to another.
pub fn times(search: &mut Search<'_>) {
    for combo in 0..search.slices.combos.len() {
        for early in 1..search.slices.times.len() {
            for late in 1..search.slices.times.len() {
                let (one, other) = (&search.slices.times[early], &search.slices.times[late]);
                let (Some(from), Some(to)) = (one.when, other.when) else { continue };
                if from.last >= to.first || (one.base_only && other.base_only) {
                    continue;
                }
                let yearly = one.base_only && from.first + 10_000 == to.first;
                let prior = if yearly { -0.5 + 1.4 * search.context.cue("previous") } else { 0.0 };
                let years = to.first_year() - from.first_year();
                let (old, new) = ((combo, early), (combo, late));
                if search.rows(old).is_empty() || search.rows(new).is_empty() {
                    continue;
                }
                for field in search.measures.clone() {
                    for pair in sides(search, new, old, field) {
                        change(search, pair, prior, years);
                    }
                }
                let pair = counted(search, new, old);
                change(search, pair, prior - 0.8, years);
                if search.goal.is_points() {
                    share_points(search, new, old);
                }
            }
        }
    }
}

/// The difference, the change in per cent, the multiple and the yearly change of two values.
fn change(search: &mut Search<'_>, pair: [Side; 2], prior: f64, years: i64) {
    let [new, old] = pair;
    let usual = prior + aggregate_prior(search, &new);
    let (a, b) = (Box::new(new.expr(search)), Box::new(old.expr(search)));
    let fall = new.value < old.value;
    let mean = if new.aggregate == Aggregate::Mean { "mean" } else { "" };
    let cues = [if fall { "decline" } else { "growth" }, "difference", mean];
    let style = Style { shape: "change", cues: &cues, prior: (usual, 0.6) };
    let difference =
        if fall { Expr::Minus(b.clone(), a.clone()) } else { Expr::Minus(a.clone(), b.clone()) };
    let size = (new.value - old.value).abs();
    let percent = new.field.is_some_and(|field| search.view.fields[field].about.percent);
    offer(search, pair, difference.clone(), size, Kind::Amount, &style);
    let points = Style { prior: (usual + if percent { 0.5 } else { -0.6 }, 0.4), ..style };
    offer(search, pair, difference, size, Kind::Points, &points);
    if old.value == 0.0 {
        return;
    }
    let style = Style { shape: "change in per cent", cues: &cues, prior: (usual, 0.6) };
    let expr = Expr::Change { new: a.clone(), old: b.clone(), fall };
    offer(search, pair, expr, 100.0 * size / old.value.abs(), Kind::Percent, &style);
    let cues = ["multiple", "growth", "ratio", mean];
    let style = Style { shape: "multiple", cues: &cues, prior: (usual, 0.5) };
    offer(
        search,
        pair,
        Expr::Over(a.clone(), b.clone()),
        new.value / old.value,
        Kind::Multiple,
        &style,
    );
    if years > 1 && search.context.cue("annual") > 0.0 && new.value * old.value > 0.0 {
        let exponent = 1.0 / share(usize::try_from(years).unwrap_or(1), 1);
        let rate = 100.0 * ((new.value / old.value).powf(exponent) - 1.0);
        let style = Style {
            shape: "yearly change",
            cues: &["annual", "growth", "mean"],
            prior: (usual + 0.4, 0.6),
        };
        offer(search, pair, Expr::Yearly(a, b, years), rate, Kind::Percent, &style);
    }
}

/// The change of a share, in percentage points.
fn share_points(search: &mut Search<'_>, new: Slice, old: Slice) {
    for whole in wholes(search, new.0) {
        let (new_whole, old_whole) = ((whole, new.1), (whole, old.1));
        let fields: Vec<Option<usize>> =
            search.measures.iter().map(|field| Some(*field)).chain([None]).collect();
        for field in fields {
            let aggregate = if field.is_some() { Aggregate::Sum } else { Aggregate::Count };
            let side = |search: &mut Search<'_>, slice: Slice| {
                let value = match field {
                    Some(field) => search.value(slice, field, aggregate)?,
                    None => share(search.rows(slice).len(), 1),
                };
                Some(Side { slice, field, aggregate, value })
            };
            let all = [new, new_whole, old, old_whole].map(|slice| side(search, slice));
            let [Some(a), Some(b), Some(c), Some(d)] = all else { continue };
            let percent = |search: &Search<'_>, part: Side, whole: Side| {
                let (part, whole) = (Box::new(part.expr(search)), Box::new(whole.expr(search)));
                Box::new(Expr::Percent(part, whole))
            };
            let (later, earlier) = (percent(search, a, b), percent(search, c, d));
            let size = 100.0 * (a.value / b.value - c.value / d.value);
            let expr =
                if size < 0.0 { Expr::Minus(earlier, later) } else { Expr::Minus(later, earlier) };
            let style = Style {
                shape: "change of a share",
                cues: &["growth", "decline", "share"],
                prior: (-0.6, 0.5),
            };
            offer(search, [a, c], expr, size.abs(), Kind::Points, &style);
        }
    }
}

/// The combinations that are like one, but leave some of its conditions out.
fn wholes(search: &Search<'_>, part: usize) -> Vec<usize> {
    let picks = &search.slices.combos[part].picks;
    let is_whole = |other: &Vec<Option<usize>>| {
        other != picks
            && picks.iter().zip(other).enumerate().all(|(dimension, (own, other))| {
                let total = |pick: usize| search.slices.dimensions[dimension].1[pick].total;
                own == other || (own.is_some() && other.is_none_or(total))
            })
    };
    let combos = search.slices.combos.iter().enumerate();
    combos.filter(|(_, combo)| is_whole(&combo.picks)).map(|(index, _)| index).collect()
}

/// A part of a whole in per cent.
pub fn shares(search: &mut Search<'_>, part: Slice) {
    if !search.goal.is_share() {
        return;
    }
    let mut wholes: Vec<(Slice, f64)> =
        wholes(search, part.0).into_iter().map(|whole| ((whole, part.1), 0.0)).collect();
    if part.1 != 0 {
        wholes.push(((part.0, 0), -0.8));
    }
    for (whole, prior) in wholes {
        let style = Style { shape: "share", cues: &["share"], prior: (prior, 0.5) };
        for field in search.measures.clone() {
            for aggregate in [Aggregate::Sum, Aggregate::Cell] {
                let (Some(a), Some(b)) =
                    (search.value(part, field, aggregate), search.value(whole, field, aggregate))
                else {
                    continue;
                };
                let side = |slice, value| Side { slice, field: Some(field), aggregate, value };
                percent(search, [side(part, a), side(whole, b)], &style);
            }
        }
        let counted = counted(search, part, whole);
        percent(search, counted, &style);
        for group in super::shapes::group_fields(search) {
            if super::shapes::is_fixed(search, part, group) {
                continue;
            }
            let side = |slice: Slice| Side {
                slice,
                field: Some(group),
                aggregate: Aggregate::Distinct,
                value: share(search.distinct(slice, group), 1),
            };
            let pair = [side(part), side(whole)];
            let style = Style { prior: (prior - 1.0, 0.5), ..style };
            percent(search, pair, &style);
        }
    }
}

fn percent(search: &mut Search<'_>, pair: [Side; 2], style: &Style<'_>) {
    let [part, whole] = pair;
    if whole.value == 0.0 || (part.value - whole.value).abs() <= f64::EPSILON * whole.value.abs() {
        return;
    }
    let expr = Expr::Percent(Box::new(part.expr(search)), Box::new(whole.expr(search)));
    offer(search, pair, expr, 100.0 * part.value / whole.value, Kind::Percent, style);
}

/// One named thing beside another.
pub fn entities(search: &mut Search<'_>) {
    let combos = search.slices.combos.len();
    for one in 0..combos {
        for other in 0..combos {
            let Some(prior) = comparable(search, one, other).filter(|_| one != other) else {
                continue;
            };
            for time in 0..search.slices.times.len() {
                let (a, b) = ((one, time), (other, time));
                if search.slices.times[time].base_only
                    || search.rows(a).is_empty()
                    || search.rows(b).is_empty()
                {
                    continue;
                }
                for field in search.measures.clone() {
                    for pair in sides(search, a, b, field) {
                        comparison(search, pair, prior);
                    }
                }
                let pair = counted(search, a, b);
                comparison(search, pair, prior);
            }
        }
    }
}

/// How usual it is to compare two combinations: they name different values of one column, or the same two
/// values the other way round.
fn comparable(search: &Search<'_>, one: usize, other: usize) -> Option<f64> {
    let (one, other) = (&search.slices.combos[one], &search.slices.combos[other]);
    let pairs = one.picks.iter().zip(&other.picks);
    let different: Vec<_> = pairs.filter(|(a, b)| a != b).collect();
    if !different.iter().all(|(a, b)| a.is_some() && b.is_some()) || shares_value(one, other) {
        return None;
    }
    let mirrored = different.len() == 2 && one.explains == other.explains && one.explains != 0;
    match different.len() {
        1 => Some(0.0),
        2 if mirrored => Some(1.6 * search.context.cue("reverse") - 0.6),
        _ => None,
    }
}

/// Whether two combinations select one value of a column both, so that one of them has a part of the other.
fn shares_value(one: &Combo, other: &Combo) -> bool {
    one.atoms.iter().any(|atom| {
        other.atoms.iter().any(|known| match (&atom.test, &known.test) {
            (Test::In(own), Test::In(theirs)) => {
                atom.field == known.field
                    && own != theirs
                    && own.iter().any(|code| theirs.contains(code))
            }
            _ => false,
        })
    })
}

fn comparison(search: &mut Search<'_>, pair: [Side; 2], prior: f64) {
    let [one, other] = pair;
    let usual = prior + aggregate_prior(search, &one) - 0.2;
    let (a, b) = (Box::new(one.expr(search)), Box::new(other.expr(search)));
    let points = one.field.is_some_and(|field| search.view.fields[field].about.percent);
    if one.value > other.value {
        let style = Style {
            shape: "difference",
            cues: &["difference", "growth", "decline"],
            prior: (usual, 0.6),
        };
        let expr = Expr::Minus(a.clone(), b.clone());
        offer(search, pair, expr.clone(), one.value - other.value, Kind::Amount, &style);
        if points {
            offer(search, pair, expr, one.value - other.value, Kind::Points, &style);
        }
    }
    if other.value == 0.0 {
        return;
    }
    let ratio = one.value / other.value;
    let style =
        Style { shape: "ratio", cues: &["multiple", "ratio", "difference"], prior: (usual, 0.5) };
    offer(search, pair, Expr::Over(a.clone(), b.clone()), ratio, Kind::Multiple, &style);
    let style = Style {
        shape: "difference in per cent",
        cues: &["difference", "growth", "decline"],
        prior: (usual - 0.2, 0.7),
    };
    let fall = ratio < 1.0;
    let expr = Expr::Change { new: a.clone(), old: b.clone(), fall };
    offer(search, pair, expr, 100.0 * (ratio - 1.0).abs(), Kind::Percent, &style);
    let style =
        Style { shape: "one of the other", cues: &["ratio", "share"], prior: (usual - 0.6, 0.6) };
    offer(search, pair, Expr::Percent(a, b), 100.0 * ratio, Kind::Percent, &style);
}

/// Two columns of the same rows.
pub fn columns(search: &mut Search<'_>, slice: Slice) {
    let measures: Vec<usize> = search.measures.iter().copied().take(10).collect();
    for one in &measures {
        for other in &measures {
            if one == other {
                continue;
            }
            for aggregate in [Aggregate::Cell, Aggregate::Same, Aggregate::Sum, Aggregate::Mean] {
                let values =
                    (search.value(slice, *one, aggregate), search.value(slice, *other, aggregate));
                let (Some(a), Some(b)) = values else { continue };
                let side = |field, value| Side { slice, field: Some(field), aggregate, value };
                column_pair(search, [side(*one, a), side(*other, b)]);
                if aggregate == Aggregate::Cell {
                    break;
                }
            }
        }
    }
}

fn column_pair(search: &mut Search<'_>, pair: [Side; 2]) {
    let [one, other] = pair;
    let (Some(left), Some(right)) = (one.field, other.field) else { return };
    let abouts = (&search.view.fields[left].about, &search.view.fields[right].about);
    let same_measure = is_same_measure(search, left, right);
    if let (true, Some(from), Some(to)) = (same_measure, abouts.1.year, abouts.0.year) {
        if from < to {
            change(search, pair, 0.0, to - from);
        }
        return;
    }
    let usual = aggregate_prior(search, &one) - 0.3;
    let (a, b) = (Box::new(one.expr(search)), Box::new(other.expr(search)));
    let same_unit = abouts.0.unit == abouts.1.unit && abouts.0.scale == abouts.1.scale;
    let factors = (abouts.0.scale.unwrap_or(1), abouts.1.scale.unwrap_or(1));
    if same_unit && one.aggregate != Aggregate::Mean {
        let style =
            Style { shape: "columns added", cues: &["sum", "both"], prior: (usual - 0.6, 0.8) };
        if left < right {
            let expr = Expr::Plus(a.clone(), b.clone());
            offer(search, pair, expr, one.value + other.value, Kind::Amount, &style);
        }
        let style =
            Style { shape: "columns subtracted", cues: &["difference"], prior: (usual - 0.6, 0.6) };
        if one.value > other.value {
            let expr = Expr::Minus(a.clone(), b.clone());
            offer(search, pair, expr, one.value - other.value, Kind::Amount, &style);
        }
    }
    if other.value == 0.0 || one.aggregate == Aggregate::Mean {
        return;
    }
    let ratio = one.value / other.value;
    if same_unit {
        let style = Style {
            shape: "columns divided",
            cues: &["share", "ratio"],
            prior: (usual - 0.2, 0.5),
        };
        offer(
            search,
            pair,
            Expr::Percent(a.clone(), b.clone()),
            100.0 * ratio,
            Kind::Percent,
            &style,
        );
        let style = Style {
            shape: "column compared",
            cues: &["difference", "growth", "decline"],
            prior: (usual - 0.8, 0.7),
        };
        let expr = Expr::Change { new: a.clone(), old: b.clone(), fall: ratio < 1.0 };
        offer(search, pair, expr, 100.0 * (ratio - 1.0).abs(), Kind::Percent, &style);
    }
    let style = Style {
        shape: "columns divided",
        cues: &["ratio", "multiple", "mean"],
        prior: (usual - 0.3, 0.7),
    };
    offer(search, pair, Expr::Over(a.clone(), b.clone()), ratio, Kind::Multiple, &style);
    if search.goal.is_measured() && factors.0 >= factors.1 && factors.0.is_multiple_of(factors.1) {
        let factor = factors.0 / factors.1;
        let scaled = ratio * share(usize::try_from(factor).unwrap_or(1), 1);
        let over = Expr::Over(a, b);
        let expr = if factor == 1 { over } else { Expr::Scaled(Box::new(over), factor) };
        search.offer(Trial {
            shape: "columns divided",
            expr,
            value: scaled,
            kind: Kind::Amount,
            unit_of: None,
            fields: &[left, right],
            slices: &[one.slice],
            also: 0,
            cues: &["ratio", "mean"],
            prior: (usual - 0.3, 0.7),
        });
    }
}

/// Whether two columns differ in nothing but the years of their names.
fn is_same_measure(search: &Search<'_>, one: usize, other: usize) -> bool {
    let stems = |field: usize| {
        let tokens = search.view.fields[field].about.words.tokens.iter();
        tokens
            .map(|token| token.stem.as_str())
            .filter(|stem| !stem.chars().all(|c| c.is_ascii_digit()))
            .collect::<Vec<_>>()
    };
    stems(one) == stems(other)
}
