//! Queries that look at one table in the same way share one pass over it.
//!
//! `SELECT sum(a) FROM t WHERE p` is the aggregate `sum(a) FILTER (WHERE p)` of the whole table, so
//! many such queries are one query with many columns. A query for the one row that a filter leaves is the
//! least value of each of its columns among the rows that pass, if exactly one does. Whatever does not
//! come out of the shared pass without doubt is run by itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{Column, TableReference};
use datafusion::error::DataFusionError;
use datafusion::functions_aggregate::expr_fn::{count, min};
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::{Expr, ExprFunctionExt, LogicalPlan, LogicalPlanBuilder, and, lit};
use datafusion::prelude::col;

use super::engine::{Core, Named, Planned, described, row_values};
use super::provenance::{has_subquery, rows_passing};
use super::query_result::QueryResult;
use super::tables::Tables;
use super::traps;
use super::value::Value;

/// How many queries share a pass at most: planning grows faster than their number.
const MOST: usize = 48;

/// A query of the form that can share a pass over its table.
pub struct Mergeable {
    table: String,
    scan: LogicalPlan,
    filter: Option<Expr>,
    shape: Shape,
}

enum Shape {
    /// Aggregates of the rows that pass, and the columns made of them.
    Aggregates { aggregates: Vec<Expr>, output: Vec<Expr> },
    /// The columns of the one row that passes.
    Row { output: Vec<Expr> },
}

impl Mergeable {
    /// Looks whether a query has such a form.
    pub fn of(planned: &Planned, tables: &Tables) -> Option<Self> {
        let LogicalPlan::Projection(projection) = &planned.plan else { return None };
        let output = projection.expr.clone();
        let (below, aggregates) = match projection.input.as_ref() {
            LogicalPlan::Aggregate(aggregate) if aggregate.group_expr.is_empty() => {
                (aggregate.input.as_ref(), Some(aggregate.aggr_expr.clone()))
            }
            other => (other, None),
        };
        let (below, filter) = match below {
            LogicalPlan::Filter(filter) => (filter.input.as_ref(), Some(filter.predicate.clone())),
            other => (other, None),
        };
        let LogicalPlan::TableScan(scan) = below else { return None };
        let table = scan.table_name.table().to_owned();
        // A database sums up by itself, and only what it is asked for should leave it.
        if tables.find(&table)?.is_database() {
            return None;
        }
        let shape = match aggregates {
            Some(aggregates) => Shape::Aggregates { aggregates, output },
            // Without a filter the query wants the whole table, which is no answer to a claim.
            None if filter.is_some() && can_be_least(&planned.plan) => Shape::Row { output },
            None => return None,
        };
        let mergeable = Self { table, scan: below.clone(), filter, shape };
        mergeable.is_plain().then_some(mergeable)
    }

    /// Whether its expressions speak of columns of the table alone.
    fn is_plain(&self) -> bool {
        let (first, second) = match &self.shape {
            Shape::Aggregates { aggregates, output } => (aggregates.as_slice(), output.as_slice()),
            Shape::Row { output } => (output.as_slice(), [].as_slice()),
        };
        let mut all = first.iter().chain(second).chain(&self.filter);
        let is_aggregate = |expression: &Expr| matches!(expression, Expr::AggregateFunction(function) if function.params.order_by.is_empty());
        all.all(|expression| !is_entangled(expression))
            && match &self.shape {
                Shape::Aggregates { aggregates, .. } => aggregates.iter().all(is_aggregate),
                Shape::Row { .. } => true,
            }
    }
}

/// Whether an expression speaks of more than a row of the table.
fn is_entangled(expression: &Expr) -> bool {
    let is_window = |part: &Expr| Ok(matches!(part, Expr::WindowFunction(_)));
    has_subquery(expression).unwrap_or(true) || expression.exists(is_window).unwrap_or(true)
}

/// Whether each column has a least value that is the value itself where there is but one.
fn can_be_least(plan: &LogicalPlan) -> bool {
    let is_ordered = |kind: &DataType| {
        kind.is_integer()
            || kind.is_decimal()
            || matches!(
                kind,
                DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8 | DataType::Date32
            )
    };
    plan.schema().fields().iter().all(|field| is_ordered(field.data_type()))
}

/// Mergeable queries by their table.
#[derive(Default)]
pub struct Groups {
    by_table: BTreeMap<String, Vec<(Planned, Mergeable)>>,
}

/// Queries that share a pass.
pub struct Part {
    queries: Vec<(Planned, Mergeable)>,
}

impl Named for Part {
    fn name(&self) -> String {
        self.queries.first().map(|(planned, _)| planned.sql.clone()).unwrap_or_default()
    }
}

impl Groups {
    /// Puts a query to those of its table.
    pub fn add(&mut self, planned: Planned, mergeable: Mergeable) {
        self.by_table.entry(mergeable.table.clone()).or_default().push((planned, mergeable));
    }

    /// The parts that share a pass; a query that is alone goes to those that run by themselves.
    pub fn into_parts(self, single: &mut Vec<Planned>) -> Vec<Part> {
        let mut parts = Vec::new();
        for mut queries in self.by_table.into_values() {
            while !queries.is_empty() {
                let rest = queries.split_off(queries.len().min(MOST));
                if queries.len() == 1 {
                    single.extend(queries.into_iter().map(|(planned, _)| planned));
                } else {
                    parts.push(Part { queries });
                }
                queries = rest;
            }
        }
        parts
    }
}

/// What came of a shared pass.
pub struct PartOutcome {
    /// The queries with an answer.
    pub answered: Vec<(String, QueryResult)>,
    /// Those that have to run by themselves.
    pub left: Vec<Planned>,
}

/// Runs a shared pass.
pub async fn run(core: &Core, part: Part) -> PartOutcome {
    let Ok(values) = shared_pass(core, &part.queries).await else {
        // One query that fails spoils the pass for all; by itself each fails or succeeds on its own.
        let left = part.queries.into_iter().map(|(planned, _)| planned).collect();
        return PartOutcome { answered: Vec::new(), left };
    };
    let mut outcome = PartOutcome { answered: Vec::new(), left: Vec::new() };
    let mut values = values.into_iter();
    for (planned, mergeable) in part.queries {
        let width = planned.plan.schema().fields().len();
        let counted = match mergeable.shape {
            Shape::Aggregates { .. } => None,
            Shape::Row { .. } => values.next().flatten(),
        };
        let own: Vec<Option<Value>> = values.by_ref().take(width).collect();
        let rows = match (&mergeable.shape, counted) {
            (Shape::Aggregates { .. }, _) => vec![own],
            (Shape::Row { .. }, Some(Value::Number(rows)))
                if rows == crate::quantity::Rational::one() =>
            {
                vec![own]
            }
            (Shape::Row { .. }, _) => {
                outcome.left.push(planned);
                continue;
            }
        };
        match finished(core, &planned, &mergeable, rows).await {
            Ok(result) => outcome.answered.push((planned.sql, result)),
            Err(_) => outcome.left.push(planned),
        }
    }
    outcome
}

async fn finished(
    core: &Core,
    planned: &Planned,
    mergeable: &Mergeable,
    rows: Vec<Vec<Option<Value>>>,
) -> Result<QueryResult, DataFusionError> {
    let mut result = described(planned)?;
    let (read, filters) = rows_passing(
        &core.sessions.plain,
        &core.tables,
        &mergeable.table,
        mergeable.filter.as_ref(),
    )?;
    result.rows = rows;
    result.traps = traps::find(core, &planned.plan, &planned.tables, &result.rows).await;
    result.read = read;
    result.filters = filters;
    Ok(result)
}

/// The values of all queries in one row: for each its columns, before them the number of rows where it
/// wants a single one.
async fn shared_pass(
    core: &Core,
    queries: &[(Planned, Mergeable)],
) -> Result<Vec<Option<Value>>, DataFusionError> {
    let mut aggregates = Vec::new();
    let mut columns = Vec::new();
    for (index, (_, query)) in queries.iter().enumerate() {
        match &query.shape {
            Shape::Aggregates { aggregates: own, output } => {
                let mut names = BTreeMap::new();
                for (number, aggregate) in own.iter().enumerate() {
                    let name = format!("q{index}_{number}");
                    names.insert(aggregate.schema_name().to_string(), name.clone());
                    aggregates.push(filtered(aggregate, query.filter.as_ref())?.alias(name));
                }
                for (number, expression) in output.iter().enumerate() {
                    let renamed = renamed(expression.clone(), &names)?;
                    columns.push(renamed.alias(format!("o{index}_{number}")));
                }
            }
            Shape::Row { output } => {
                let filter = query.filter.clone().unwrap_or_else(|| lit(true));
                let counted = format!("q{index}_n");
                aggregates.push(count(lit(1)).filter(filter.clone()).build()?.alias(&counted));
                columns.push(col(&counted));
                for (number, expression) in output.iter().enumerate() {
                    let name = format!("q{index}_{number}");
                    let bare = expression.clone().unalias();
                    aggregates.push(min(bare).filter(filter.clone()).build()?.alias(&name));
                    columns.push(col(&name));
                }
            }
        }
    }
    let Some((planned, first)) = queries.first() else { return Ok(Vec::new()) };
    let plan = LogicalPlanBuilder::from(first.scan.clone())
        .aggregate(Vec::<Expr>::new(), aggregates)?
        .project(columns)?
        .build()?;
    let state = core.state_for(&planned.tables);
    let optimized = state.optimize(&plan)?;
    let batches = core.collect(state, &optimized).await?;
    let batch = batches.iter().find(|batch| batch.num_rows() == 1);
    batch.map_or_else(
        || Err(DataFusionError::Internal("aggregates of a whole table are one row".to_owned())),
        |batch| row_values(batch, 0),
    )
}

/// An aggregate of the rows that pass.
fn filtered(aggregate: &Expr, filter: Option<&Expr>) -> Result<Expr, DataFusionError> {
    let Expr::AggregateFunction(AggregateFunction { func, params }) = aggregate else {
        return Err(DataFusionError::Internal("an aggregate is wanted".to_owned()));
    };
    let mut params = params.clone();
    if let Some(filter) = filter {
        params.filter = Some(Box::new(match params.filter {
            Some(own) => and(*own, filter.clone()),
            None => filter.clone(),
        }));
    }
    Ok(Expr::AggregateFunction(AggregateFunction { func: Arc::clone(func), params }))
}

/// An output column that speaks of the aggregates by their names in the shared pass.
fn renamed(expression: Expr, names: &BTreeMap<String, String>) -> Result<Expr, DataFusionError> {
    let rename = |part: Expr| {
        Ok(match &part {
            Expr::Column(column) => match names.get(&column.name) {
                Some(name) => {
                    Transformed::yes(Expr::Column(Column::new(None::<TableReference>, name)))
                }
                None => Transformed::no(part),
            },
            _ => Transformed::no(part),
        })
    };
    Ok(expression.transform_up(rename)?.data.unalias())
}
