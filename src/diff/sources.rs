//! Sources that came, went, or are not what they were.

use super::difference::{CellChange, Change, Fate, SourceChange};
use super::rows::{self, Rows};
use super::{change, wording_changes};
use crate::evidence::{Evidence, Source};

/// The source of the older edition that each of the newer is, and those that the newer no longer has.
fn pair<'a>(old: &'a Evidence, new: &Evidence) -> (Vec<Option<&'a Source>>, Vec<&'a Source>) {
    let mut free: Vec<&Source> = old.sources.iter().collect();
    let mut take = |is_same: &dyn Fn(&Source) -> bool| {
        let found = free.iter().position(|source| is_same(source));
        found.map(|found| free.remove(found))
    };
    let mut pairs: Vec<Option<&Source>> =
        new.sources.iter().map(|source| take(&|old| old.id == source.id)).collect();
    for (pair, source) in pairs.iter_mut().zip(&new.sources) {
        if pair.is_none() && source.file.is_some() {
            *pair = take(&|old| old.file == source.file && old.title == source.title);
        }
    }
    (pairs, free)
}

/// Older and newer id of each source that both editions have.
pub fn same<'a>(old: &'a Evidence, new: &'a Evidence) -> Vec<(&'a str, &'a str)> {
    let pairs = pair(old, new).0.into_iter().zip(&new.sources);
    pairs.filter_map(|(old, new)| Some((old?.id.as_str(), new.id.as_str()))).collect()
}

/// Every source that is not what it was, in the order of the newer edition; those that it no longer has at
/// the end.
pub fn compare(old: &Evidence, new: &Evidence) -> Vec<SourceChange> {
    let (pairs, free) = pair(old, new);
    let mut changes = Vec::new();
    for (source, pair) in new.sources.iter().zip(pairs) {
        match pair {
            Some(old) => changes.extend(changed(old, source)),
            None => changes.push(alone(Fate::Added, source)),
        }
    }
    changes.extend(free.into_iter().map(|source| alone(Fate::Dropped, source)));
    changes
}

fn alone(fate: Fate, source: &Source) -> SourceChange {
    SourceChange {
        id: source.id.clone(),
        fate,
        renamed_from: None,
        title: source.title.clone(),
        changes: Vec::new(),
        cells: Vec::new(),
    }
}

fn changed(old: &Source, new: &Source) -> Option<SourceChange> {
    let changes = properties(old, new);
    let cells = if old.sha256 == new.sha256 { Vec::new() } else { cells(old, new) };
    let renamed_from = (old.id != new.id).then(|| old.id.clone());
    if changes.is_empty() && cells.is_empty() && renamed_from.is_none() {
        return None;
    }
    Some(SourceChange { renamed_from, changes, cells, ..alone(Fate::Changed, new) })
}

fn properties(old: &Source, new: &Source) -> Vec<Change> {
    let mut changes = wording_changes("title", Some(&old.title), Some(&new.title));
    changes.extend(wording_changes("publisher", Some(&old.publisher), Some(&new.publisher)));
    changes.extend(wording_changes("licence", old.licence.as_ref(), new.licence.as_ref()));
    let basis =
        |source: &Source| serde_json::to_value(source.basis).ok()?.as_str().map(str::to_owned);
    let columns = |source: &Source| Some(source.columns.join(", "));
    let rows = |source: &Source| source.rows.map(|rows| rows.to_string());
    // An attachment is named by the source and the kind of its file; that it has one is what matters.
    let attached = |source: &Source| Some(source.attachment.is_some().to_string());
    let more = [
        change("url", old.url.as_ref(), new.url.as_ref()),
        change("retrieved", old.retrieved.as_ref(), new.retrieved.as_ref()),
        change("basis", basis(old), basis(new)),
        change("file", old.file.as_ref(), new.file.as_ref()),
        change("sha256", old.sha256.as_ref(), new.sha256.as_ref()),
        change("attached", attached(old), attached(new)),
        change("columns", columns(old), columns(new)),
        change("rows", rows(old), rows(new)),
    ];
    changes.extend(more.into_iter().flatten());
    changes
}

/// The cells that differ in rows that claims rest on in both editions. Which other rows differ, the record
/// does not say.
fn cells(old: &Source, new: &Source) -> Vec<CellChange> {
    let table = |source: &Source| source.rows_read.iter().map(|row| row.cells.clone()).collect();
    let (before, after): (Vec<_>, Vec<_>) = (table(old), table(new));
    rows::compare(
        Rows { columns: &old.columns, rows: &before },
        Rows { columns: &new.columns, rows: &after },
    )
    .cells
}
