//! A query in words: what it takes, from which rows, and what it divides by.

use super::index::View;
use super::plan::{Aggregate, Atom, Expr, Leaf, Over, Test, test};

/// A query in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// The column that is read, and how.
    pub key: String,
    /// The rows.
    pub filter: String,
    /// What is divided by, subtracted or compared with.
    pub base: Option<String>,
}

/// Puts a query into words.
pub fn describe(view: &View, expr: &Expr) -> Wording {
    let tables = if view.sheets.len() > 1 { format!("{}, ", view.from) } else { String::new() };
    let (key, leaf, base) = parts(view, expr);
    let filter = leaf.map_or_else(String::new, |leaf| filter(view, &leaf.atoms));
    Wording { key, filter: format!("{tables}{filter}"), base }
}

fn parts<'e>(view: &View, expr: &'e Expr) -> (String, Option<&'e Leaf>, Option<String>) {
    let column = |field: usize| format!("`{}`", view.fields[field].about.name);
    match expr {
        Expr::Leaf(leaf) => (taken(view, leaf), Some(leaf), None),
        Expr::Scaled(inner, factor) => {
            let (key, leaf, base) = parts(view, inner);
            (format!("{key}, times {factor}"), leaf, base)
        }
        Expr::Plus(one, other) => compared(view, one, "plus", other),
        Expr::Minus(one, other) => compared(view, one, "less", other),
        Expr::Over(one, other) => compared(view, one, "divided by", other),
        Expr::Percent(one, other) => compared(view, one, "in per cent of", other),
        Expr::Change { new, old, fall } => compared(
            view,
            new,
            if *fall { "fall in per cent from" } else { "change in per cent from" },
            old,
        ),
        Expr::Yearly(new, old, years) => {
            let (key, leaf, base) = compared(view, new, "yearly change in per cent from", old);
            (key, leaf, base.map(|base| format!("{base}, over {years} years")))
        }
        Expr::Rank { value, group, descending, .. } => {
            let order = if *descending { "largest first" } else { "smallest first" };
            let base = format!("among all values of {}, {order}", column(*group));
            (format!("place by {}", taken(view, value)), Some(value), Some(base))
        }
        Expr::When { time, value, largest } => {
            let end = if *largest { "largest" } else { "smallest" };
            (format!("{} of the {end} {}", column(*time), taken(view, value)), Some(value), None)
        }
        Expr::Nth(leaf, place) => {
            (format!("value {place} of {}, largest first", taken(view, leaf)), Some(leaf), None)
        }
        Expr::Groups { value, group, over } => {
            let how = match over {
                Over::Max => "largest".to_owned(),
                Over::Min => "smallest".to_owned(),
                Over::Mean => "mean".to_owned(),
                Over::Top(count) => format!("sum of the first {count}"),
                Over::Count(..) => "number that pass the bound".to_owned(),
            };
            let by = group.map_or(String::new(), |group| format!(" by {}", column(group)));
            (format!("{how} of {}{by}", taken(view, value)), Some(value), None)
        }
    }
}

fn compared<'e>(
    view: &View,
    one: &'e Expr,
    word: &str,
    other: &'e Expr,
) -> (String, Option<&'e Leaf>, Option<String>) {
    let (key, leaf, _) = parts(view, one);
    let (base, base_leaf, _) = parts(view, other);
    let rows = base_leaf.map_or_else(String::new, |leaf| filter(view, &leaf.atoms));
    let same = leaf.is_some_and(|leaf| base_leaf.is_some_and(|other| leaf.atoms == other.atoms));
    let base = if same { format!("{word} {base}") } else { format!("{word} {base} of {rows}") };
    (key, leaf, Some(base))
}

fn taken(view: &View, leaf: &Leaf) -> String {
    let column =
        leaf.field.map_or(String::new(), |field| format!("`{}`", view.fields[field].about.name));
    match leaf.aggregate {
        Aggregate::Cell | Aggregate::Same => column,
        Aggregate::Sum => format!("sum of {column}"),
        Aggregate::Mean => format!("mean of {column}"),
        Aggregate::Median => format!("median of {column}"),
        Aggregate::Max => format!("largest {column}"),
        Aggregate::Min => format!("smallest {column}"),
        Aggregate::Count => "number of rows".to_owned(),
        Aggregate::Distinct => format!("number of different {column}"),
    }
}

fn filter(view: &View, atoms: &[Atom]) -> String {
    if atoms.is_empty() {
        return "all rows".to_owned();
    }
    let tests: Vec<String> = atoms.iter().map(|atom| test(view, atom)).collect();
    format!("rows where {}", tests.join(" and "))
}

/// Words for an id: the named values, the column, the operation.
pub fn id_words(view: &View, expr: &Expr, shape: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    if let Some(leaf) = expr.first_leaf() {
        if let Some(field) = leaf.field {
            words.push(view.fields[field].about.name.clone());
        }
        for atom in &leaf.atoms {
            if let Test::In(codes) = &atom.test {
                let values = &view.fields[atom.field].about.values;
                words.extend(
                    codes.iter().take(2).filter_map(|code| values.get(*code as usize).cloned()),
                );
            }
        }
    }
    if shape != "lookup" {
        words.push(shape.to_owned());
    }
    slug(&words.join(" "))
}

/// Letters and digits of any script, joined by hyphens, at most 48 characters in whole words.
fn slug(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut id = String::new();
    for word in words {
        if !id.is_empty() && id.chars().count() + word.chars().count() >= 48 {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.push_str(word);
    }
    if id.is_empty() { "claim".to_owned() } else { id }
}
