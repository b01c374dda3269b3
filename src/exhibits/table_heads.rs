//! Heads that span several columns of a table, in levels.

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::report::{self, CategoryColumn, SpanningHead};
use crate::source::MappedText;

/// A head over neighbouring columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Which of the declared heads it is.
    pub index: usize,
    /// The first column under it.
    pub first: usize,
    /// The last column under it.
    pub last: usize,
}

/// The heads of a table by level, those that stand highest first.
pub fn levels(definition: &report::Table, problems: &mut Diagnostics) -> Option<Vec<Vec<Head>>> {
    let before = problems.len();
    let mut heads = Vec::new();
    for (index, declared) in definition.heads.iter().enumerate() {
        heads.extend(placed(definition, index, declared, problems));
    }
    for (position, head) in heads.iter().enumerate() {
        let crossed = heads[..position].iter().find(|other| crosses(head, other));
        if let Some(other) = crossed {
            problems.push(crossing(&definition.heads[head.index], &definition.heads[other.index]));
        }
    }
    if problems.len() > before {
        return None;
    }
    let depth = |head: &Head| heads.iter().filter(|other| is_over(other, head)).count();
    let mut levels: Vec<Vec<Head>> = Vec::new();
    for head in &heads {
        let level = depth(head);
        if levels.len() <= level {
            levels.resize(level + 1, Vec::new());
        }
        levels[level].push(head.clone());
    }
    levels.iter_mut().for_each(|level| level.sort_by_key(|head| head.first));
    Some(levels)
}

/// Finds the columns of a head, which have to stand side by side.
fn placed(
    definition: &report::Table,
    index: usize,
    declared: &SpanningHead,
    problems: &mut Diagnostics,
) -> Option<Head> {
    let mut columns = Vec::new();
    for name in &declared.over {
        let position = definition.columns.iter().position(|column| shows(&column.column, name));
        match position {
            Some(position) => columns.push(position),
            None => problems.push(no_such_column(definition, name)),
        }
    }
    columns.sort_unstable();
    columns.dedup();
    let (first, last) = (*columns.first()?, *columns.last()?);
    if last - first + 1 != columns.len() {
        problems.push(not_neighbours(declared));
        return None;
    }
    Some(Head { index, first, last })
}

/// Whether a column of the table shows the column of the answer with a name.
fn shows(column: &CategoryColumn, name: &MappedText) -> bool {
    match column {
        CategoryColumn::Shared(own) => own.as_str() == name.as_str(),
        CategoryColumn::ByLanguage(names) => {
            names.iter().any(|(_, own)| own.as_str() == name.as_str())
        }
    }
}

/// Whether a head stands over another: it spans more, or as much and was declared before.
fn is_over(upper: &Head, lower: &Head) -> bool {
    let spans = upper.first <= lower.first && lower.last <= upper.last;
    let wider = upper.last - upper.first > lower.last - lower.first;
    spans && upper.index != lower.index && (wider || upper.index < lower.index)
}

fn crosses(one: &Head, other: &Head) -> bool {
    let apart = one.last < other.first || other.last < one.first;
    !apart && !is_over(one, other) && !is_over(other, one)
}

fn names(definition: &report::Table) -> Vec<&str> {
    let mut names = Vec::new();
    for column in &definition.columns {
        match &column.column {
            CategoryColumn::Shared(name) => names.push(name.as_str()),
            CategoryColumn::ByLanguage(all) => {
                names.extend(all.iter().map(|(_, name)| name.as_str()));
            }
        }
    }
    names
}

fn no_such_column(definition: &report::Table, name: &MappedText) -> Diagnostic {
    let known = names(definition);
    Diagnostic::new(
        Code::InvalidExhibit,
        format!("`{}` shows no column `{}`", definition.frame.id.name, name.as_str()),
    )
    .at(name.whole_span(), "this head stands over it")
    .nearest(name.as_str(), known.iter().copied())
    .note(format!("it shows {}", known.join(", ")))
}

fn not_neighbours(head: &SpanningHead) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidExhibit,
        "a head stands over columns that are no neighbours".to_owned(),
    )
    .at(head.span, "this head")
    .help("name every column from the first to the last, or move the columns together")
}

fn crossing(head: &SpanningHead, other: &SpanningHead) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidExhibit,
        "two heads share columns, but neither holds all of the other's".to_owned(),
    )
    .at(head.span, "this head")
    .at(other.span, "crosses this one")
    .help("a head of a higher level names all columns of those below it")
}
