//! The shapes of queries that put values in order: the first ones, the n-th, the place of one.

use super::goal::Kind;
use super::index::share;
use super::plan::{Aggregate, Expr, Over, Test};
use super::search::{Search, Slice, Trial};
use super::shapes::{group_fields, is_fixed};
use super::subject::Nature;

/// The n-th value, and the first n together.
pub fn tops(search: &mut Search<'_>, slice: Slice) {
    let numbers: Vec<usize> = search
        .context
        .numbers
        .iter()
        .filter(|number| number.top)
        .filter_map(|number| usize::try_from(number.value.to_i64()?).ok())
        .filter(|count| (2..=100).contains(count))
        .collect();
    for count in numbers {
        for field in search.measures.clone().into_iter().take(8) {
            top_rows(search, slice, field, count);
            for group in group_fields(search) {
                if !is_fixed(search, slice, group) {
                    top_groups(search, slice, field, group, count);
                }
            }
        }
    }
}

fn top_rows(search: &mut Search<'_>, slice: Slice, field: usize, count: usize) {
    let numbers = &search.view.fields[field].numbers;
    let all = search.rows(slice).iter().map(|row| numbers[*row as usize]);
    let mut values: Vec<f64> = all.filter(|number| !number.is_nan()).collect();
    values.sort_by(|one, other| other.total_cmp(one));
    if values.len() <= count {
        return;
    }
    let leaf = search.leaf(slice, Some(field), Aggregate::Cell);
    search.offer(Trial {
        shape: "n-th",
        expr: Expr::Nth(leaf.clone(), count),
        value: values[count - 1],
        kind: Kind::Amount,
        unit_of: Some(field),
        fields: &[field],
        slices: &[slice],
        also: 0,
        cues: &["top", "rank", "max"],
        prior: (0.6, 0.5),
    });
    let sum: f64 = values[..count].iter().sum();
    let top = Expr::Groups { value: leaf, group: None, over: Over::Top(count) };
    offer_top(search, slice, (field, &[field]), top, (sum, values.iter().sum()));
}

fn top_groups(search: &mut Search<'_>, slice: Slice, field: usize, group: usize, count: usize) {
    let groups = search.grouped(slice, group, Some(field));
    if groups.len() <= count || groups.values().all(|(rows, _)| *rows == 1) {
        return;
    }
    let mut values: Vec<f64> = groups.values().map(|(_, sum)| *sum).collect();
    values.sort_by(|one, other| other.total_cmp(one));
    let sum: f64 = values[..count].iter().sum();
    let leaf = search.leaf(slice, Some(field), Aggregate::Sum);
    let top = Expr::Groups { value: leaf, group: Some(group), over: Over::Top(count) };
    offer_top(search, slice, (field, &[field, group]), top, (sum, values.iter().sum()));
}

fn offer_top(
    search: &mut Search<'_>,
    slice: Slice,
    (field, fields): (usize, &[usize]),
    top: Expr,
    (sum, total): (f64, f64),
) {
    let all = search.boxed(slice, Some(field), Aggregate::Sum);
    search.offer(Trial {
        shape: "top",
        expr: top.clone(),
        value: sum,
        kind: Kind::Amount,
        unit_of: Some(field),
        fields,
        slices: &[slice],
        also: 0,
        cues: &["top", "sum", "both", "max"],
        prior: (0.6, 0.5),
    });
    search.offer(Trial {
        shape: "top",
        expr: Expr::Percent(Box::new(top), all),
        value: 100.0 * sum / total,
        kind: Kind::Percent,
        unit_of: None,
        fields,
        slices: &[slice],
        also: 0,
        cues: &["top", "share", "max"],
        prior: (0.6, 0.5),
    });
}

/// The place of a named group in the order of all groups.
pub fn ranks(search: &mut Search<'_>, slice: Slice) {
    // A bare number is a rank only where a word says so.
    let said = search.goal.is_rank() || search.context.cue("rank") > 0.5;
    if !search.goal.may_be(Nature::Rank) || !said {
        return;
    }
    let combo = search.combo(slice).clone();
    for (dimension, pick) in combo.picks.iter().enumerate() {
        let (group, choices) = &search.slices.dimensions[dimension];
        let group = *group;
        let code = pick.and_then(|pick| match choices[pick].atoms.as_slice() {
            [atom] => match &atom.test {
                Test::In(codes) if codes.len() == 1 && !choices[pick].total => Some(codes[0]),
                _ => None,
            },
            _ => None,
        });
        let mut picks = combo.picks.clone();
        picks[dimension] = None;
        let Some(all) = search.slices.combos.iter().position(|combo| combo.picks == picks) else {
            continue;
        };
        if let Some(code) = code {
            rank_in(search, slice, (all, slice.1), group, code);
        }
    }
}

fn rank_in(search: &mut Search<'_>, own: Slice, all: Slice, group: usize, code: u32) {
    let measures = search.measures.iter().map(|field| Some(*field));
    let fields: Vec<Option<usize>> = measures.chain([None]).collect();
    for field in fields {
        let groups = search.grouped(all, group, field);
        let single = groups.values().all(|(count, _)| *count == 1);
        if groups.len() < 3 || (field.is_none() && single) {
            continue;
        }
        let sums: Vec<(u32, f64)> = groups.iter().map(|(code, (_, sum))| (*code, *sum)).collect();
        let aggregate = match field {
            None => Aggregate::Count,
            Some(_) if single => Aggregate::Cell,
            Some(_) => Aggregate::Sum,
        };
        rank_by(search, (own, all), (group, code), (field, aggregate), &sums);
        if let Some(field) = field.filter(|_| !single) {
            let largest = search.grouped_max(all, group, field);
            rank_by(search, (own, all), (group, code), (Some(field), Aggregate::Max), &largest);
        }
    }
}

/// The place of one group by its value.
fn rank_by(
    search: &mut Search<'_>,
    (own, all): (Slice, Slice),
    (group, code): (usize, u32),
    (field, aggregate): (Option<usize>, Aggregate),
    values: &[(u32, f64)],
) {
    let Some((_, value)) = values.iter().find(|(known, _)| *known == code) else { return };
    let rare = if aggregate == Aggregate::Max { -0.4 } else { 0.0 };
    for (descending, cue) in [(true, "max"), (false, "min")] {
        let is_ahead = |other: f64| if descending { other > *value } else { other < *value };
        let ahead = values.iter().filter(|(_, other)| is_ahead(*other)).count();
        let leaf = search.leaf(all, field, aggregate);
        let fields = field.map_or(Vec::new(), |field| vec![field]);
        search.offer(Trial {
            shape: "rank",
            expr: Expr::Rank { value: leaf, group, code, descending },
            value: share(ahead + 1, 1),
            kind: Kind::Rank,
            unit_of: None,
            fields: &fields,
            slices: &[own],
            also: 0,
            cues: &["rank", cue, "top"],
            prior: (rare + if descending { 0.2 } else { -0.6 }, 0.4),
        });
    }
}
