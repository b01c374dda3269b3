//! The tables of a report as views: what each column is for, and pairs of tables that a key joins.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::columns::{Column, Sheet, sheets};
use super::time::When;
use super::words::{Sense, Words};
use crate::quantity::{Content, Grammar, Lexicon, Period, Unit, scan};
use crate::report::ColumnType;
use crate::verify::CheckedReport;

/// Everything that is searched, made once for a report.
#[derive(Debug)]
pub struct Index {
    /// Single tables, then joined pairs.
    pub views: Vec<View>,
    /// The words of the name and the titles of each table.
    pub titles: Vec<Vec<Words>>,
}

/// Rows to ask: a table, or two of them joined.
#[derive(Debug)]
pub struct View {
    /// What stands behind `FROM`.
    pub from: String,
    /// Its tables.
    pub sheets: Vec<usize>,
    /// Its columns.
    pub fields: Vec<Field>,
    /// How many rows it has.
    pub rows: usize,
}

/// A column of a view.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name in queries.
    pub sql: String,
    /// The table and the column that it comes from.
    pub source: (usize, usize),
    /// What it is for.
    pub role: Role,
    /// Its numbers, by row.
    pub numbers: Rc<Vec<f64>>,
    /// Its values, by row.
    pub codes: Rc<Vec<u32>>,
    /// What does not change with the rows.
    pub about: Rc<About>,
}

/// What is known of a column besides its rows.
#[derive(Debug)]
pub struct About {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: ColumnType,
    /// The distinct values.
    pub values: Vec<String>,
    /// The words of each value; only of text.
    pub value_words: Vec<Words>,
    /// The span of each value; only of times.
    pub spans: Vec<Option<When>>,
    /// The words of its name.
    pub words: Words,
    /// The year in its name.
    pub year: Option<i64>,
    /// The power of ten in its name.
    pub scale: Option<u64>,
    /// Whether its name speaks of a share.
    pub percent: bool,
    /// The unit in its name.
    pub unit: Option<Unit>,
}

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It says when.
    Time,
    /// It numbers the parts of a year: 4 for quarters, 12 for months.
    Part(i64),
    /// It names or classifies.
    Category,
    /// It is true or false.
    Truth,
    /// It numbers rows.
    Id,
    /// It measures.
    Measure,
}

/// Joined rows beyond this are not searched.
const MOST_JOINED: usize = 400_000;

impl Index {
    /// Reads the tables of a report.
    pub fn new(checked: &CheckedReport) -> Self {
        let sheets = sheets(&checked.facts);
        let mut titles = Vec::new();
        for sheet in &sheets {
            let mut words = vec![Words::of_name(&sheet.name)];
            if let Some(source) = checked.report.source(&sheet.name) {
                for text in &source.title.texts {
                    words.push(Words::of_text(text.prose.source.as_str()));
                }
            }
            titles.push(words);
        }
        let abouts: Vec<Vec<(Role, Rc<About>)>> = sheets
            .iter()
            .map(|sheet| sheet.columns.iter().map(|column| about(column, sheet.rows)).collect())
            .collect();
        let mut views: Vec<View> = sheets
            .iter()
            .enumerate()
            .map(|(index, sheet)| single(index, sheet, &abouts[index]))
            .collect();
        let singles = views.len();
        for left in 0..singles {
            for right in 0..singles {
                if left != right
                    && let Some(view) = joined(&views[left], &views[right], &sheets)
                {
                    views.push(view);
                }
            }
        }
        Self { views, titles }
    }
}

/// A name as queries write it: quoted unless it is plain.
pub fn quoted(name: &str) -> String {
    const RESERVED: [&str; 30] = [
        "all", "and", "as", "asc", "between", "by", "case", "cross", "date", "desc", "distinct",
        "end", "from", "full", "group", "in", "inner", "join", "left", "limit", "not", "null",
        "offset", "on", "or", "order", "right", "select", "union", "where",
    ];
    let plain = name.chars().next().is_some_and(|c| c.is_ascii_lowercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !RESERVED.contains(&name);
    if plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

fn single(index: usize, sheet: &Sheet, abouts: &[(Role, Rc<About>)]) -> View {
    let fields =
        sheet.columns.iter().zip(abouts).enumerate().map(|(at, (column, (role, about)))| Field {
            sql: quoted(&column.name),
            source: (index, at),
            role: *role,
            numbers: Rc::new(column.numbers.clone()),
            codes: Rc::new(column.codes.clone()),
            about: Rc::clone(about),
        });
    View {
        from: quoted(&sheet.name),
        sheets: vec![index],
        fields: fields.collect(),
        rows: sheet.rows,
    }
}

fn about(column: &Column, rows: usize) -> (Role, Rc<About>) {
    let words = Words::of_name(&column.name);
    let has = |sense: &Sense| words.found.iter().any(|found| found.sense == *sense);
    let year = words
        .tokens
        .iter()
        .filter_map(|token| token.stem.get(..4).filter(|_| token.stem.len() == 4))
        .find_map(|digits| digits.parse::<i64>().ok().filter(|year| (1800..2200).contains(year)));
    let spans: Vec<Option<When>> =
        column.values.iter().map(|value| span(value, column.kind)).collect();
    let role = role(column, &words, &spans, rows);
    let is_text = matches!(column.kind, ColumnType::Text);
    let value_words = if is_text && role == Role::Category {
        column.values.iter().map(|value| Words::of_name(value)).collect()
    } else {
        Vec::new()
    };
    let scale = words.found.iter().find_map(|found| match found.sense {
        Sense::Scale(scale) => Some(scale),
        _ => None,
    });
    let about = About {
        name: column.name.clone(),
        kind: column.kind,
        values: column.values.clone(),
        value_words,
        spans,
        year,
        scale,
        percent: has(&Sense::Percent) || column.name.contains('%'),
        unit: unit_of(&words),
        words,
    };
    (role, Rc::new(about))
}

/// The unit that a word of a name says, as the scanner reads it behind a number.
fn unit_of(words: &Words) -> Option<Unit> {
    words.tokens.iter().rev().find_map(|token| {
        let symbols = [token.stem.clone(), token.stem.to_uppercase()];
        symbols.iter().filter(|symbol| symbol.len() > 1).find_map(|symbol| {
            let grammar = if symbol.is_ascii() { Grammar::English } else { Grammar::Chinese };
            let text =
                if symbol.is_ascii() { format!("25 {symbol}") } else { format!("25{symbol}") };
            scan(grammar, &Lexicon::default(), &text).into_iter().find_map(|reading| match reading
                .content
            {
                Content::Quantity(quantity) => match quantity.unit {
                    unit @ (Unit::Measure(_) | Unit::Currency(_)) => Some(unit),
                    _ => None,
                },
                _ => None,
            })
        })
    })
}

fn span(value: &str, kind: ColumnType) -> Option<When> {
    match kind {
        ColumnType::Integer | ColumnType::Date | ColumnType::Text => {
            let year_only = value.len() == 4;
            let plausible = value.get(..4).and_then(|year| year.parse::<i64>().ok())?;
            if !(1000..2300).contains(&plausible) || (kind == ColumnType::Integer && !year_only) {
                return None;
            }
            Period::parse(value.trim_end_matches('年'))
                .and_then(|period| When::parse(&period.canonical()?))
        }
        _ => None,
    }
}

fn role(column: &Column, words: &Words, spans: &[Option<When>], rows: usize) -> Role {
    let named =
        |names: &[&str]| words.tokens.iter().any(|token| names.contains(&token.stem.as_str()));
    let filled = column.values.len();
    match column.kind {
        ColumnType::Boolean => Role::Truth,
        ColumnType::Date => Role::Time,
        ColumnType::Text if filled > 0 && spans.iter().all(Option::is_some) => Role::Time,
        ColumnType::Text => Role::Category,
        ColumnType::Decimal => Role::Measure,
        ColumnType::Integer => {
            let all_years = filled > 0 && spans.iter().all(Option::is_some);
            let between = |low: f64, high: f64| {
                column
                    .numbers
                    .iter()
                    .filter(|number| !number.is_nan())
                    .all(|n| (low..=high).contains(n))
            };
            if all_years
                && (named(&["year", "yr", "年份", "年", "年度", "season", "fiscal"])
                    || between(1850.0, 2105.0))
            {
                Role::Time
            } else if words.tokens.len() <= 2
                && named(&["quarter", "qtr", "季度", "季"])
                && between(1.0, 4.0)
            {
                Role::Part(4)
            } else if words.tokens.len() <= 2
                && named(&["month", "月份", "月"])
                && between(1.0, 12.0)
            {
                Role::Part(12)
            } else if words.tokens.len() <= 3
                && named(&["id", "no", "code", "编号", "序号", "index", "key", "代码"])
                && filled * 2 > rows
            {
                Role::Id
            } else {
                Role::Measure
            }
        }
    }
}

/// The rows of one table with those of another that a key finds: each row of the left has at most one.
fn joined(left: &View, right: &View, sheets: &[Sheet]) -> Option<View> {
    let pairs = key(left, right)?;
    let mut rows_of: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for row in 0..right.rows {
        let key = key_of(right, row, pairs.iter().map(|pair| pair.1));
        if let Some(key) = key
            && rows_of.insert(key, row).is_some()
        {
            return None;
        }
    }
    let mut rows: Vec<(usize, usize)> = Vec::new();
    for row in 0..left.rows {
        if let Some(key) = key_of(left, row, pairs.iter().map(|pair| pair.0))
            && let Some(other) = rows_of.get(&key)
        {
            rows.push((row, *other));
        }
    }
    if rows.is_empty() || rows.len() > MOST_JOINED {
        return None;
    }
    let (one, other) = (&sheets[left.sheets[0]].name, &sheets[right.sheets[0]].name);
    let (one, other) = (quoted(one), quoted(other));
    let on: Vec<String> = pairs
        .iter()
        .map(|(a, b)| format!("{one}.{} = {other}.{}", left.fields[*a].sql, right.fields[*b].sql))
        .collect();
    let mut fields = Vec::new();
    for field in &left.fields {
        fields.push(picked(field, &one, rows.iter().map(|pair| pair.0)));
    }
    for (index, field) in right.fields.iter().enumerate() {
        if !pairs.iter().any(|pair| pair.1 == index) {
            fields.push(picked(field, &other, rows.iter().map(|pair| pair.1)));
        }
    }
    let from = format!("{one} JOIN {other} ON {}", on.join(" AND "));
    let sheets = vec![left.sheets[0], right.sheets[0]];
    Some(View { from, sheets, fields, rows: rows.len() })
}

/// The key of a row; `None` where a part of it is absent.
fn key_of(view: &View, row: usize, fields: impl Iterator<Item = usize>) -> Option<Vec<&str>> {
    fields
        .map(|field| {
            let field = &view.fields[field];
            field.about.values.get(field.codes[row] as usize).map(String::as_str)
        })
        .collect()
}

fn picked(field: &Field, table: &str, rows: impl Iterator<Item = usize> + Clone) -> Field {
    let numbers = if field.numbers.is_empty() {
        Vec::new()
    } else {
        rows.clone().map(|row| field.numbers[row]).collect()
    };
    Field {
        sql: format!("{table}.{}", field.sql),
        numbers: Rc::new(numbers),
        codes: Rc::new(rows.map(|row| field.codes[row]).collect()),
        ..field.clone()
    }
}

/// The columns that identify a row of the right table and stand in the left one too.
fn key(left: &View, right: &View) -> Option<Vec<(usize, usize)>> {
    let mut best: Option<(f64, usize, usize)> = None;
    for (a, one) in left.fields.iter().enumerate() {
        for (b, other) in right.fields.iter().enumerate() {
            let same_name = one.about.name == other.about.name;
            let fits = (one.role == Role::Category && other.role == Role::Category)
                || (same_name && one.role == Role::Id && other.role == Role::Id);
            if !fits {
                continue;
            }
            let overlap = overlap(&one.about.values, &other.about.values);
            let score = overlap + if same_name { 0.2 } else { 0.0 };
            if overlap >= 0.5 && best.is_none_or(|(known, ..)| score > known) {
                best = Some((score, a, b));
            }
        }
    }
    let (_, a, b) = best?;
    let distinct = right.fields[b].about.values.len();
    if distinct == right.rows {
        return Some(vec![(a, b)]);
    }
    let time = |view: &View| view.fields.iter().position(|field| field.role == Role::Time);
    let (one, other) = (time(left)?, time(right)?);
    let same = left.fields[one].about.kind == right.fields[other].about.kind;
    same.then(|| vec![(a, b), (one, other)])
}

/// How much of the smaller set the larger one has; nothing where there are too few to say.
fn overlap(one: &[String], other: &[String]) -> f64 {
    let (small, large) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if small.len() < 2 {
        return 0.0;
    }
    let large: BTreeSet<&str> = large.iter().map(String::as_str).collect();
    let common = small.iter().filter(|value| large.contains(value.as_str())).count();
    share(common, small.len())
}

/// One count as a share of another.
pub fn share(part: usize, whole: usize) -> f64 {
    let count = |count: usize| u32::try_from(count).map_or(f64::from(u32::MAX), f64::from);
    if whole == 0 { 0.0 } else { count(part) / count(whole) }
}
