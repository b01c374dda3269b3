//! Figures and tables that came, went, moved, or show other rows.

use super::book_order::Edition;
use super::difference::{Change, ExhibitChange, Fate, RowsChange};
use super::rows::{self, Rows};
use super::{Comparison, change, wording_changes};
use crate::evidence::{Evidence, Exhibit};

/// Whether two exhibits are one.
type Alike = fn(&Exhibit, &Exhibit) -> bool;

/// The exhibit of the older edition that each of the newer is, and those that the newer no longer has, with
/// their places in the list.
type Pairs<'a> = (Vec<Option<&'a Exhibit>>, Vec<(usize, &'a Exhibit)>);

fn pair<'a>(old: &'a [Exhibit], new: &[Exhibit]) -> Pairs<'a> {
    let mut free: Vec<(usize, &Exhibit)> = old.iter().enumerate().collect();
    let mut pairs: Vec<Option<&Exhibit>> = vec![None; new.len()];
    let alike: [Alike; 2] = [
        |old, new| old.id == new.id,
        |old, new| (old.kind, &old.caption, query(old)) == (new.kind, &new.caption, query(new)),
    ];
    for is_same in alike {
        for (pair, exhibit) in pairs.iter_mut().zip(new) {
            if pair.is_none()
                && let Some(found) = free.iter().position(|(_, old)| is_same(old, exhibit))
            {
                *pair = Some(free.remove(found).1);
            }
        }
    }
    (pairs, free)
}

/// Older and newer id of each exhibit that both editions have.
pub fn same<'a>(old: &'a Evidence, new: &'a Evidence) -> Vec<(&'a str, &'a str)> {
    let (pairs, _) = pair(&old.exhibits, &new.exhibits);
    let pairs = pairs.into_iter().zip(&new.exhibits);
    pairs.filter_map(|(old, new)| Some((old?.id.as_str(), new.id.as_str()))).collect()
}

/// Every exhibit that is not what it was. Its number is none of that: it moves with every exhibit before it.
pub fn compare(comparison: &Comparison<'_>) -> Vec<ExhibitChange> {
    let Comparison { old, new, .. } = comparison;
    let (pairs, free) = pair(&old.exhibits, &new.exhibits);
    let mut changes = Vec::new();
    for (index, (exhibit, pair)) in new.exhibits.iter().zip(pairs).enumerate() {
        match pair {
            Some(old) => changes.extend(changed(comparison, old, exhibit, index)),
            None => changes.push(alone(comparison, Edition::New, exhibit, index)),
        }
    }
    let dropped = free.into_iter();
    changes.extend(dropped.map(|(index, old)| alone(comparison, Edition::Old, old, index)));
    changes.sort_by_key(|change| change.place.order);
    changes
}

fn alone(
    comparison: &Comparison<'_>,
    edition: Edition,
    exhibit: &Exhibit,
    index: usize,
) -> ExhibitChange {
    ExhibitChange {
        id: exhibit.id.clone(),
        kind: exhibit.kind,
        number: exhibit.number,
        fate: if edition == Edition::Old { Fate::Dropped } else { Fate::Added },
        renamed_from: None,
        moved_from: None,
        place: comparison.order.place_of_exhibit(edition, &exhibit.id, index),
        caption: exhibit.caption.clone(),
        changes: Vec::new(),
        rows: RowsChange::default(),
    }
}

fn changed(
    comparison: &Comparison<'_>,
    old: &Exhibit,
    new: &Exhibit,
    index: usize,
) -> Option<ExhibitChange> {
    let order = &comparison.order;
    let mut changes: Vec<Change> =
        wording_changes("caption", Some(&old.caption), Some(&new.caption));
    let sources = |exhibit: &Exhibit| Some(exhibit.sources.join(", "));
    changes.extend(change("query", Some(query(old)), Some(query(new))));
    changes.extend(change("sources", sources(old), sources(new)));
    let rows = rows::compare(
        Rows { columns: &old.columns, rows: &old.rows },
        Rows { columns: &new.columns, rows: &new.rows },
    );
    let moved = order.spot_of_exhibit(Edition::Old, &old.id)
        != order.spot_of_exhibit(Edition::New, &new.id);
    let renamed_from = (old.id != new.id).then(|| old.id.clone());
    if changes.is_empty() && rows.is_empty() && !moved && renamed_from.is_none() {
        return None;
    }
    Some(ExhibitChange {
        fate: Fate::Changed,
        renamed_from,
        moved_from: moved.then(|| order.place_of_exhibit(Edition::Old, &old.id, index)),
        changes,
        rows,
        ..alone(comparison, Edition::New, new, index)
    })
}

fn query(exhibit: &Exhibit) -> String {
    exhibit.query.split_whitespace().collect::<Vec<_>>().join(" ")
}
