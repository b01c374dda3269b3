//! Parts of a plan as SQL for a database, as far as it means the same there.
//!
//! A database does not compute as the engine does: `SQLite` adds decimals as binary floating-point
//! numbers, counts text as 0 in a sum and compares `LIKE` without case; `PostgreSQL` sorts text by
//! a language. So what is handed down is a short list, and all else stays here: comparisons of
//! columns with constants or each other, `IN`, `BETWEEN`, `IS NULL`, `AND`, `OR`, `NOT`; `count`,
//! `sum`, `min`, `max` and `GROUP BY` of columns whose values the database compares and adds as we
//! do; inner and left joins on such columns.
//!
//! Every step is a query of its own with columns `c0`, `c1` and so on. Names of the author stand
//! only at the innermost one, in quotation marks, so that none can be mistaken for another.

use std::collections::BTreeSet;
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, SchemaRef};
use datafusion::common::{Column, DFSchema, JoinType, NullEquality, ScalarValue};
use datafusion::datasource::source_as_provider;
use datafusion::logical_expr::expr::{AggregateFunction, AggregateFunctionParams};
use datafusion::logical_expr::{
    Aggregate, BinaryExpr, Expr, Filter, Join, LogicalPlan, Operator, Projection, TableScan,
};

use super::cells::is_read;
use super::table::{Database, DatabaseTable, Statement};

/// The SQL of a kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "postgres"), allow(dead_code, reason = "only a server needs it"))]
pub enum Dialect {
    /// `SQLite` 3.
    Sqlite,
    /// `PostgreSQL`.
    Postgres,
}

/// How far a database compares the values of a column as the engine does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trust {
    /// It tells only which are missing.
    Presence,
    /// It also tells which are the same.
    Equality,
    /// It also sorts them, and adds them if they are numbers.
    Order,
}

/// How values come from a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "postgres"), allow(dead_code, reason = "only a server needs it"))]
pub enum Wire {
    /// As values of their type.
    Native,
    /// As text that is read here, strictly.
    Text,
}

/// A column that a query brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its type here.
    pub data_type: DataType,
    /// Whether the database may go on computing with it.
    pub trust: Trust,
    /// How its values come.
    pub wire: Wire,
}

/// A part of a plan as a query of one database.
#[derive(Clone, Debug)]
pub struct Query {
    /// The statement, with columns `c0`, `c1` and so on.
    sql: String,
    columns: Vec<Output>,
    /// The database.
    pub database: Arc<dyn Database>,
    /// The sources that it reads.
    pub sources: BTreeSet<String>,
    /// The longest time that one of them allows, in seconds.
    pub timeout: u64,
    /// Whether it does more than a scan with filters, which the engine hands down by itself.
    pub is_worthwhile: bool,
}

/// A column in SQL, and what it brings.
type Found = (String, Output);

impl Query {
    /// A whole plan as one query, if all of it lies in one database and means the same there.
    pub fn of_plan(plan: &LogicalPlan) -> Option<Self> {
        match plan {
            LogicalPlan::TableScan(scan) => of_scan(scan),
            LogicalPlan::SubqueryAlias(alias) => Self::of_plan(&alias.input),
            LogicalPlan::Projection(projection) => of_projection(projection),
            LogicalPlan::Filter(filter) => of_filter(filter),
            LogicalPlan::Aggregate(aggregate) => of_aggregate(aggregate),
            LogicalPlan::Join(join) => of_join(join),
            _ => None,
        }
    }

    /// Rows of a table: some columns, of the rows that pass all filters, and so many of them.
    pub fn of_table(
        table: &DatabaseTable,
        projection: Option<&[usize]>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Option<Self> {
        let all: Vec<usize> = (0..table.columns.len()).collect();
        let chosen = projection.unwrap_or(&all).iter().map(|index| &table.columns[*index]);
        let columns = chosen.clone().map(|column| Output {
            data_type: column.data_type.clone(),
            trust: column.trust,
            wire: column.wire,
        });
        let filters: Vec<String> = filters
            .iter()
            .map(|filter| Self::filter_of_table(table, filter))
            .collect::<Option<_>>()?;
        let mut sql = select(chosen.map(|column| column.sql.clone()));
        sql.push_str(&format!(" FROM {}", table.from));
        if !filters.is_empty() {
            sql.push_str(&format!(" WHERE {}", filters.join(" AND ")));
        }
        if let Some(limit) = limit {
            sql.push_str(&format!(" LIMIT {limit}"));
        }
        Some(Self {
            sql,
            columns: columns.collect(),
            database: Arc::clone(&table.database),
            sources: BTreeSet::from([table.source.clone()]),
            timeout: table.timeout,
            is_worthwhile: false,
        })
    }

    /// A filter of a table, if it means the same in the database.
    pub fn filter_of_table(table: &DatabaseTable, filter: &Expr) -> Option<String> {
        let find = |column: &Column| {
            let column = table.columns.iter().find(|known| known.name == column.name)?;
            let output = Output {
                data_type: column.data_type.clone(),
                trust: column.trust,
                wire: column.wire,
            };
            Some((column.sql.clone(), output))
        };
        condition(filter, table.database.dialect(), &find)
    }

    /// The query as a statement, with each column in the form in which it is read.
    pub fn statement(&self, schema: SchemaRef, timeout: u64) -> Statement {
        let dialect = self.database.dialect();
        let sql = match dialect {
            Dialect::Sqlite => self.sql.clone(),
            Dialect::Postgres => {
                let columns = self.columns.iter().enumerate();
                let columns = columns.map(|(index, column)| handed_out(&name(index), column));
                format!("{} FROM ({}) AS q", select(columns), self.sql)
            }
        };
        Statement { sql, columns: self.columns.clone(), schema, timeout }
    }

    /// The same with some of its columns.
    pub fn project(&self, columns: &[usize]) -> Self {
        let sql = select(columns.iter().map(|index| name(*index)));
        Self {
            sql: format!("{sql} FROM ({}) AS q", self.sql),
            columns: columns.iter().map(|index| self.columns[*index].clone()).collect(),
            ..self.clone()
        }
    }

    /// Finds a column of the query by its name in the plan.
    fn find(&self, schema: &DFSchema, column: &Column) -> Option<Found> {
        let index = schema.maybe_index_of_column(column)?;
        Some((name(index), self.columns.get(index)?.clone()))
    }
}

fn of_scan(scan: &TableScan) -> Option<Query> {
    let provider = source_as_provider(&scan.source).ok()?;
    let table = (provider.as_ref() as &dyn std::any::Any).downcast_ref::<DatabaseTable>()?;
    Query::of_table(table, scan.projection.as_deref(), &scan.filters, scan.fetch)
}

fn of_projection(projection: &Projection) -> Option<Query> {
    let input = Query::of_plan(&projection.input)?;
    let schema = projection.input.schema();
    let found: Vec<Found> = projection
        .expr
        .iter()
        .map(|expression| input.find(schema, column(expression)?))
        .collect::<Option<_>>()?;
    Some(wrap(input, found, ""))
}

fn of_filter(filter: &Filter) -> Option<Query> {
    let input = Query::of_plan(&filter.input)?;
    let schema = filter.input.schema();
    let dialect = input.database.dialect();
    let condition = condition(&filter.predicate, dialect, &|column| input.find(schema, column))?;
    let all = input.columns.iter().cloned().enumerate();
    let all = all.map(|(index, output)| (name(index), output)).collect();
    Some(wrap(input, all, &format!(" WHERE {condition}")))
}

fn of_aggregate(aggregate: &Aggregate) -> Option<Query> {
    let input = Query::of_plan(&aggregate.input)?;
    let schema = aggregate.input.schema();
    let mut found = Vec::new();
    for expression in &aggregate.group_expr {
        let (sql, output) = input.find(schema, column(expression)?)?;
        if output.trust < Trust::Equality {
            return None;
        }
        found.push((sql, output));
    }
    let groups: Vec<String> = found.iter().map(|(sql, _)| sql.clone()).collect();
    for (index, expression) in aggregate.aggr_expr.iter().enumerate() {
        let Expr::AggregateFunction(function) = unaliased(expression) else { return None };
        let field = aggregate.schema.fields().get(groups.len() + index)?;
        if !is_read(field.data_type()) {
            return None;
        }
        let sql = aggregated(function, &input, schema)?;
        let output = Output {
            data_type: field.data_type().clone(),
            trust: Trust::Order,
            wire: Wire::Native,
        };
        found.push((sql, output));
    }
    if found.is_empty() {
        return None;
    }
    let groups =
        if groups.is_empty() { String::new() } else { format!(" GROUP BY {}", groups.join(", ")) };
    Some(Query { is_worthwhile: true, ..wrap(input, found, &groups) })
}

/// An aggregate of a column whose values the database adds or compares as the engine does.
fn aggregated(function: &AggregateFunction, input: &Query, schema: &DFSchema) -> Option<String> {
    let AggregateFunctionParams { args, distinct, filter, order_by, null_treatment } =
        &function.params;
    let [argument] = args.as_slice() else { return None };
    if !order_by.is_empty() || null_treatment.is_some() {
        return None;
    }
    let name = function.func.name();
    let call = match (name, argument, distinct) {
        ("count", Expr::Literal(value, _), false) if !value.is_null() => "count(*)".to_owned(),
        ("count" | "sum" | "min" | "max", Expr::Column(column), _) => {
            let (sql, output) = input.find(schema, column)?;
            let is_number = matches!(output.data_type, DataType::Int64 | DataType::Decimal128(..));
            let wanted = match name {
                "count" if *distinct => Trust::Equality,
                "count" => Trust::Presence,
                "sum" if !is_number => return None,
                // Neither database has a least truth.
                _ if output.data_type == DataType::Boolean => return None,
                _ => Trust::Order,
            };
            if output.trust < wanted {
                return None;
            }
            let distinct = if *distinct { "DISTINCT " } else { "" };
            format!("{name}({distinct}{sql})")
        }
        _ => return None,
    };
    let Some(filter) = filter else { return Some(call) };
    let condition =
        condition(filter, input.database.dialect(), &|column| input.find(schema, column))?;
    Some(format!("{call} FILTER (WHERE {condition})"))
}

fn of_join(join: &Join) -> Option<Query> {
    let kind = match join.join_type {
        JoinType::Inner => "INNER JOIN",
        JoinType::Left => "LEFT JOIN",
        _ => return None,
    };
    let is_plain = join.filter.is_none()
        && !join.on.is_empty()
        && !join.null_aware
        && join.null_equality == NullEquality::NullEqualsNothing;
    if !is_plain {
        return None;
    }
    let left = Query::of_plan(&join.left)?;
    let right = Query::of_plan(&join.right)?;
    if !Arc::ptr_eq(&left.database, &right.database) {
        return None;
    }
    let dialect = left.database.dialect();
    let mut conditions = Vec::new();
    for (on_left, on_right) in &join.on {
        let (Expr::Column(on_left), Expr::Column(on_right)) = (on_left, on_right) else {
            return None;
        };
        let (left_sql, left_output) = left.find(join.left.schema(), on_left)?;
        let (right_sql, right_output) = right.find(join.right.schema(), on_right)?;
        let left = (format!("l.{left_sql}"), left_output);
        let right = (format!("r.{right_sql}"), right_output);
        conditions.push(compared(&left, Operator::Eq, &right, dialect)?);
    }
    let side = |letter: &'static str, query: &Query| {
        let columns = query.columns.clone().into_iter().enumerate();
        columns.map(move |(index, output)| (format!("{letter}.{}", name(index)), output))
    };
    let (columns, outputs): (Vec<String>, Vec<Output>) =
        side("l", &left).chain(side("r", &right)).unzip();
    let sql = format!(
        "{} FROM ({}) AS l {kind} ({}) AS r ON {}",
        select(columns.into_iter()),
        left.sql,
        right.sql,
        conditions.join(" AND ")
    );
    let mut sources = left.sources;
    sources.extend(right.sources);
    Some(Query {
        sql,
        columns: outputs,
        database: left.database,
        sources,
        timeout: left.timeout.max(right.timeout),
        is_worthwhile: true,
    })
}

/// A query of the rows of another.
fn wrap(input: Query, found: Vec<Found>, rest: &str) -> Query {
    let (columns, outputs): (Vec<String>, Vec<Output>) = found.into_iter().unzip();
    let sql = format!("{} FROM ({}) AS q{rest}", select(columns.into_iter()), input.sql);
    Query { sql, columns: outputs, ..input }
}

/// `SELECT` with a name for each column; a query without columns still has rows.
fn select(columns: impl Iterator<Item = String>) -> String {
    let columns: Vec<String> =
        columns.enumerate().map(|(index, column)| format!("{column} AS {}", name(index))).collect();
    if columns.is_empty() {
        "SELECT 1".to_owned()
    } else {
        format!("SELECT {}", columns.join(", "))
    }
}

fn name(index: usize) -> String {
    format!("c{index}")
}

/// A column of `PostgreSQL` in the form in which it is read.
fn handed_out(name: &str, output: &Output) -> String {
    match (&output.data_type, output.wire) {
        (DataType::Boolean, Wire::Native) => name.to_owned(),
        // A sum of integers is `numeric` there; one too large for 64 bits is an error, not a wrong number.
        (DataType::Int64, Wire::Native) => format!("CAST({name} AS bigint)"),
        (DataType::Date32, Wire::Native) => format!("({name} - DATE '1970-01-01')"),
        // Text is the form in which a decimal has all its digits, whatever their number.
        _ => format!("CAST({name} AS text)"),
    }
}

/// A name as SQL writes it, so that its case and every letter of it count.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn unaliased(expression: &Expr) -> &Expr {
    match expression {
        Expr::Alias(alias) => unaliased(&alias.expr),
        other => other,
    }
}

fn column(expression: &Expr) -> Option<&Column> {
    match unaliased(expression) {
        Expr::Column(column) => Some(column),
        _ => None,
    }
}

/// A condition in SQL, if it means the same in the database.
fn condition(
    expression: &Expr,
    dialect: Dialect,
    find: &dyn Fn(&Column) -> Option<Found>,
) -> Option<String> {
    match expression {
        Expr::BinaryExpr(BinaryExpr { left, op: op @ (Operator::And | Operator::Or), right }) => {
            let left = condition(left, dialect, find)?;
            let right = condition(right, dialect, find)?;
            Some(format!("({left} {op} {right})"))
        }
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => match (&**left, &**right) {
            (Expr::Column(left), Expr::Column(right)) => {
                compared(&find(left)?, *op, &find(right)?, dialect)
            }
            (Expr::Column(column), Expr::Literal(value, _)) => {
                compared_with_constant(&find(column)?, *op, value, dialect)
            }
            (Expr::Literal(value, _), Expr::Column(column)) => {
                compared_with_constant(&find(column)?, op.swap()?, value, dialect)
            }
            _ => None,
        },
        Expr::Not(inner) => Some(format!("(NOT {})", condition(inner, dialect, find)?)),
        Expr::IsNull(inner) => Some(format!("({} IS NULL)", find(column(inner)?)?.0)),
        Expr::IsNotNull(inner) => Some(format!("({} IS NOT NULL)", find(column(inner)?)?.0)),
        Expr::Column(column) => {
            let (sql, output) = find(column)?;
            let is_truth = output.data_type == DataType::Boolean && output.trust > Trust::Presence;
            is_truth.then_some(sql)
        }
        Expr::InList(list) => {
            let found = find(column(&list.expr)?)?;
            if found.1.trust < Trust::Equality || list.list.is_empty() {
                return None;
            }
            let values: Vec<String> = list
                .list
                .iter()
                .map(|value| match value {
                    Expr::Literal(value, _) => constant(value, &found.1.data_type, dialect),
                    _ => None,
                })
                .collect::<Option<_>>()?;
            let not = if list.negated { "NOT " } else { "" };
            Some(format!("({} {not}IN ({}))", found.0, values.join(", ")))
        }
        Expr::Between(between) => {
            let found = find(column(&between.expr)?)?;
            let (Expr::Literal(low, _), Expr::Literal(high, _)) = (&*between.low, &*between.high)
            else {
                return None;
            };
            let low = compared_with_constant(&found, Operator::GtEq, low, dialect)?;
            let high = compared_with_constant(&found, Operator::LtEq, high, dialect)?;
            let not = if between.negated { "NOT " } else { "" };
            Some(format!("({not}({low} AND {high}))"))
        }
        _ => None,
    }
}

/// The trust that a comparison needs, and how it is written.
fn comparison(operator: Operator) -> Option<(Trust, &'static str)> {
    Some(match operator {
        Operator::Eq => (Trust::Equality, "="),
        Operator::NotEq => (Trust::Equality, "<>"),
        Operator::Lt => (Trust::Order, "<"),
        Operator::LtEq => (Trust::Order, "<="),
        Operator::Gt => (Trust::Order, ">"),
        Operator::GtEq => (Trust::Order, ">="),
        _ => return None,
    })
}

fn compared(left: &Found, operator: Operator, right: &Found, dialect: Dialect) -> Option<String> {
    let (wanted, operator) = comparison(operator)?;
    let is_same_type = left.1.data_type == right.1.data_type;
    if !is_same_type || left.1.trust < wanted || right.1.trust < wanted {
        return None;
    }
    // Columns of two collations are compared only when the query says by which.
    let is_text = left.1.data_type == DataType::Utf8 && dialect == Dialect::Postgres;
    let collation = if is_text { " COLLATE \"C\"" } else { "" };
    Some(format!("({} {operator} {}{collation})", left.0, right.0))
}

fn compared_with_constant(
    column: &Found,
    operator: Operator,
    value: &ScalarValue,
    dialect: Dialect,
) -> Option<String> {
    let (wanted, operator) = comparison(operator)?;
    if column.1.trust < wanted {
        return None;
    }
    let value = constant(value, &column.1.data_type, dialect)?;
    Some(format!("({} {operator} {value})", column.0))
}

/// A constant in SQL, for a column of a type.
fn constant(value: &ScalarValue, wanted: &DataType, dialect: Dialect) -> Option<String> {
    match (value, wanted) {
        // The least integer cannot be written: its digits without the sign are one too many.
        (ScalarValue::Int64(Some(number)), DataType::Int64) if *number > i64::MIN => {
            Some(number.to_string())
        }
        (ScalarValue::Decimal128(Some(units), _, scale), DataType::Decimal128(..))
            if *scale >= 0 =>
        {
            Some(decimal(*units, *scale))
        }
        (ScalarValue::Boolean(Some(truth)), DataType::Boolean) => {
            Some(if *truth { "TRUE" } else { "FALSE" }.to_owned())
        }
        (ScalarValue::Date32(Some(_)), DataType::Date32) => {
            let date = value.to_string();
            // Years outside of 0000 to 9999 have more letters, and no place in either database.
            let is_plain = date.len() == 10 && date.as_bytes()[0].is_ascii_digit();
            let keyword = if dialect == Dialect::Postgres { "DATE " } else { "" };
            is_plain.then(|| format!("{keyword}'{date}'"))
        }
        (
            ScalarValue::Utf8(Some(text))
            | ScalarValue::Utf8View(Some(text))
            | ScalarValue::LargeUtf8(Some(text)),
            DataType::Utf8,
        ) if !text.contains('\0') => Some(format!("'{}'", text.replace('\'', "''"))),
        _ => None,
    }
}

fn decimal(units: i128, scale: i8) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let places = usize::try_from(scale).unwrap_or(0);
    let digits = format!("{:0>1$}", units.unsigned_abs(), places + 1);
    let (whole, decimals) = digits.split_at(digits.len() - places);
    if decimals.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") }
}
