//! Queries as they are built: conditions, aggregates and arithmetic over them, and their SQL.

use super::context::Bound;
use super::index::{Role, View};
use crate::report::ColumnType;

/// A condition on the rows of a view.
#[derive(Clone, Debug, PartialEq)]
pub struct Atom {
    /// The column.
    pub field: usize,
    /// What it has to be.
    pub test: Test,
}

/// What a column has to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// One of these values, by code, in order.
    In(Vec<u32>),
    /// From one value to another, by code.
    Between(u32, u32),
    /// Not this value, by code.
    Not(u32),
    /// On one side of a number.
    Number(Bound, String, f64),
    /// True.
    True,
}

/// How rows become one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aggregate {
    /// The value of the only row.
    Cell,
    /// The value that all rows have.
    Same,
    /// The sum.
    Sum,
    /// The mean.
    Mean,
    /// The median.
    Median,
    /// The largest.
    Max,
    /// The smallest.
    Min,
    /// The number of rows.
    Count,
    /// The number of different values.
    Distinct,
}

/// A value taken from the rows of a slice.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// How.
    pub aggregate: Aggregate,
    /// Of which column; the number of rows has none.
    pub field: Option<usize>,
    /// From which rows.
    pub atoms: Vec<Atom>,
}

/// What a query computes.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A value.
    Leaf(Leaf),
    /// A value times a power of ten.
    Scaled(Box<Expr>, u64),
    /// A sum of two.
    Plus(Box<Expr>, Box<Expr>),
    /// A difference.
    Minus(Box<Expr>, Box<Expr>),
    /// A quotient.
    Over(Box<Expr>, Box<Expr>),
    /// A share in per cent.
    Percent(Box<Expr>, Box<Expr>),
    /// A change in per cent: from the second to the first, or its size where it is a fall.
    Change {
        /// The later value, or the one that is compared.
        new: Box<Expr>,
        /// The base.
        old: Box<Expr>,
        /// Whether the size of a fall is meant.
        fall: bool,
    },
    /// The mean yearly change in per cent over so many years.
    Yearly(Box<Expr>, Box<Expr>, i64),
    /// The place of a group in the order of all groups.
    Rank {
        /// The value of a group, with the rows of all groups.
        value: Leaf,
        /// The column of the groups.
        group: usize,
        /// The group, by code.
        code: u32,
        /// Whether the largest is first.
        descending: bool,
    },
    /// The time at which a value is largest or smallest.
    When {
        /// The column of times.
        time: usize,
        /// The value.
        value: Leaf,
        /// Whether the largest is sought.
        largest: bool,
    },
    /// The n-th largest value.
    Nth(Leaf, usize),
    /// A value of the groups: the sum of the first ones, or the extreme or the mean of all.
    Groups {
        /// The value of a group, with the rows of all groups.
        value: Leaf,
        /// The column of the groups; none where each row is one.
        group: Option<usize>,
        /// How the values become one.
        over: Over,
    },
}

/// How the values of groups become one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Over {
    /// The largest.
    Max,
    /// The smallest.
    Min,
    /// The mean.
    Mean,
    /// The sum of the first ones.
    Top(usize),
    /// How many are on one side of a number.
    Count(Bound, f64),
}

impl Expr {
    /// The whole query.
    pub fn sql(&self, view: &View) -> String {
        if let Some((terms, leaf)) = self.inline(view) {
            return format!("SELECT {terms} FROM {}{}", view.from, condition(view, &leaf.atoms));
        }
        match self {
            Self::When { time, value, largest } => when(view, *time, value, *largest),
            Self::Nth(leaf, place) => nth(view, leaf, *place),
            Self::Rank { value, group, code, descending } => {
                rank(view, value, *group, *code, *descending)
            }
            Self::Groups { value, group, over } => groups(view, value, *group, *over),
            Self::Scaled(inner, factor) => match inner.as_ref() {
                Self::When { .. } | Self::Rank { .. } => inner.sql(view),
                _ => format!("SELECT ({}) * {factor}", inner.term(view)),
            },
            _ => format!("SELECT {}", self.term(view)),
        }
    }

    /// The terms of a query whose values all come from the same rows, with one of them.
    fn inline(&self, view: &View) -> Option<(String, &Leaf)> {
        let two = |one: &'_ Self, other: &'_ Self| -> Option<(String, String)> {
            let (a, leaf) = one.inline(view)?;
            let (b, second) = other.inline(view)?;
            let whole = |leaf: &Leaf| leaf.aggregate != Aggregate::Cell;
            (leaf.atoms == second.atoms && whole(leaf) == whole(second)).then_some((a, b))
        };
        let leaf = self.first_leaf()?;
        let text = match self {
            Self::Leaf(leaf) => aggregate(view, leaf),
            Self::Scaled(inner, factor) => match inner.as_ref() {
                Self::Leaf(_) => format!("{} * {factor}", inner.inline(view)?.0),
                _ => format!("({}) * {factor}", inner.inline(view)?.0),
            },
            Self::Plus(one, other) => two(one, other).map(|(a, b)| format!("{a} + {b}"))?,
            Self::Minus(one, other) => two(one, other).map(|(a, b)| format!("{a} - {b}"))?,
            Self::Over(one, other) => two(one, other).map(|(a, b)| format!("1.0 * {a} / {b}"))?,
            Self::Percent(one, other) => {
                two(one, other).map(|(a, b)| format!("100.0 * {a} / {b}"))?
            }
            Self::Change { new, old, fall } => two(new, old).map(|(a, b)| change(&a, &b, *fall))?,
            _ => return None,
        };
        Some((text, leaf))
    }

    /// The value from which the expression starts.
    pub fn first_leaf(&self) -> Option<&Leaf> {
        match self {
            Self::Leaf(leaf) | Self::Nth(leaf, _) => Some(leaf),
            Self::Scaled(inner, _) => inner.first_leaf(),
            Self::Plus(one, _)
            | Self::Minus(one, _)
            | Self::Over(one, _)
            | Self::Percent(one, _)
            | Self::Yearly(one, ..) => one.first_leaf(),
            Self::Change { new, .. } => new.first_leaf(),
            Self::Rank { value, .. } | Self::When { value, .. } | Self::Groups { value, .. } => {
                Some(value)
            }
        }
    }

    /// The expression as a term of another one.
    fn term(&self, view: &View) -> String {
        match self {
            Self::Plus(one, other) => format!("{} + {}", one.term(view), other.term(view)),
            Self::Minus(one, other) => format!("{} - {}", one.term(view), other.term(view)),
            Self::Over(one, other) => format!("1.0 * {} / {}", one.term(view), other.term(view)),
            Self::Percent(one, other) => {
                format!("100.0 * {} / {}", one.term(view), other.term(view))
            }
            Self::Change { new, old, fall } => change(&new.term(view), &old.term(view), *fall),
            Self::Yearly(new, old, years) => format!(
                "100.0 * (power(CAST({} AS DOUBLE) / {}, 1.0 / {years}) - 1)",
                new.term(view),
                old.term(view)
            ),
            _ => format!("({})", self.sql(view)),
        }
    }
}

fn change(new: &str, old: &str, fall: bool) -> String {
    if fall {
        format!("100.0 * ({old} - {new}) / {old}")
    } else {
        format!("100.0 * ({new} - {old}) / {old}")
    }
}

fn aggregate(view: &View, leaf: &Leaf) -> String {
    let column = leaf.field.map_or("*", |field| view.fields[field].sql.as_str());
    match leaf.aggregate {
        Aggregate::Cell => column.to_owned(),
        Aggregate::Same | Aggregate::Max => format!("max({column})"),
        Aggregate::Sum => format!("sum({column})"),
        Aggregate::Mean => format!("avg({column})"),
        Aggregate::Median => format!("median({column})"),
        Aggregate::Min => format!("min({column})"),
        Aggregate::Count => format!("count({column})"),
        Aggregate::Distinct => format!("count(DISTINCT {column})"),
    }
}

fn nth(view: &View, leaf: &Leaf, place: usize) -> String {
    let column = leaf.field.map_or("*", |field| view.fields[field].sql.as_str());
    let condition = with_present(view, &leaf.atoms, column);
    format!(
        "SELECT {column} FROM {}{condition} ORDER BY {column} DESC LIMIT 1 OFFSET {}",
        view.from,
        place - 1
    )
}

fn when(view: &View, time: usize, value: &Leaf, largest: bool) -> String {
    let time = &view.fields[time].sql;
    let order = if largest { "DESC" } else { "ASC" };
    let column = value.field.map_or("*", |field| view.fields[field].sql.as_str());
    if value.aggregate == Aggregate::Cell {
        let condition = with_present(view, &value.atoms, column);
        return format!(
            "SELECT {time} FROM {}{condition} ORDER BY {column} {order} LIMIT 1",
            view.from
        );
    }
    let condition = condition(view, &value.atoms);
    let value = aggregate(view, value);
    format!(
        "SELECT {time} FROM {}{condition} GROUP BY {time} ORDER BY {value} {order} LIMIT 1",
        view.from
    )
}

fn rank(view: &View, value: &Leaf, group: usize, code: u32, descending: bool) -> String {
    let sign = if descending { ">" } else { "<" };
    let from = &view.from;
    let own = Atom { field: group, test: Test::In(vec![code]) };
    let mut atoms = value.atoms.clone();
    atoms.push(own);
    let (all, one) = (condition(view, &value.atoms), condition(view, &atoms));
    let text = aggregate(view, value);
    if value.aggregate == Aggregate::Cell {
        let joint = if all.is_empty() { " WHERE" } else { " AND" };
        return format!(
            "SELECT 1 + count(*) FROM {from}{all}{joint} {text} {sign} (SELECT {text} FROM {from}{one})"
        );
    }
    let key = &view.fields[group].sql;
    format!(
        "SELECT 1 + count(*) FROM (SELECT {text} AS total FROM {from}{all} GROUP BY {key}) AS ranked WHERE total {sign} (SELECT {text} FROM {from}{one})"
    )
}

fn groups(view: &View, value: &Leaf, group: Option<usize>, over: Over) -> String {
    let text = aggregate(view, value);
    let from = &view.from;
    let grouping =
        group.map_or(String::new(), |group| format!(" GROUP BY {}", view.fields[group].sql));
    let condition = if group.is_some() {
        condition(view, &value.atoms)
    } else {
        with_present(view, &value.atoms, &text)
    };
    let inner = format!("SELECT {text} AS total FROM {from}{condition}{grouping}");
    match over {
        Over::Max => format!("SELECT max(total) FROM ({inner}) AS grouped"),
        Over::Min => format!("SELECT min(total) FROM ({inner}) AS grouped"),
        Over::Mean => format!("SELECT avg(total) FROM ({inner}) AS grouped"),
        Over::Top(count) => {
            format!("SELECT sum(total) FROM ({inner} ORDER BY total DESC LIMIT {count}) AS grouped")
        }
        Over::Count(bound, number) => {
            format!(
                "SELECT count(*) FROM ({inner}) AS grouped WHERE total {} {number}",
                sign(bound)
            )
        }
    }
}

/// A condition that leaves out rows without a value, which some orders would put first.
fn with_present(view: &View, atoms: &[Atom], column: &str) -> String {
    let condition = condition(view, atoms);
    let joint = if condition.is_empty() { " WHERE" } else { " AND" };
    format!("{condition}{joint} {column} IS NOT NULL")
}

/// ` WHERE a AND b`, or nothing.
fn condition(view: &View, atoms: &[Atom]) -> String {
    let mut text = String::new();
    for atom in atoms {
        text += if text.is_empty() { " WHERE " } else { " AND " };
        text += &test(view, atom);
    }
    text
}

/// A condition as SQL.
pub fn test(view: &View, atom: &Atom) -> String {
    let field = &view.fields[atom.field];
    let column = &field.sql;
    let value = |code: u32| literal(view, atom.field, code);
    match &atom.test {
        Test::In(codes) => match codes.as_slice() {
            [code] => format!("{column} = {}", value(*code)),
            codes => {
                let values: Vec<String> = codes.iter().map(|code| value(*code)).collect();
                format!("{column} IN ({})", values.join(", "))
            }
        },
        Test::Between(from, to) => format!("{column} BETWEEN {} AND {}", value(*from), value(*to)),
        Test::Not(code) => format!("{column} <> {}", value(*code)),
        Test::Number(bound, number, _) => format!("{column} {} {number}", sign(*bound)),
        Test::True if field.role == Role::Truth => column.clone(),
        Test::True => format!("{column} = 1"),
    }
}

fn sign(bound: Bound) -> &'static str {
    match bound {
        Bound::Above => ">",
        Bound::AtLeast => ">=",
        Bound::Below => "<",
        Bound::AtMost => "<=",
    }
}

fn literal(view: &View, field: usize, code: u32) -> String {
    let about = &view.fields[field].about;
    let value = about.values.get(code as usize).map_or("", String::as_str);
    match about.kind {
        ColumnType::Integer | ColumnType::Decimal | ColumnType::Boolean => value.to_owned(),
        ColumnType::Date => format!("DATE '{value}'"),
        ColumnType::Text => format!("'{}'", value.replace('\'', "''")),
    }
}
