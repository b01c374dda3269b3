//! Traps of SQL: queries that run and answer, and answer something else than their author meant.
//!
//! A form that can deceive is looked for in the plan, and a second query tells whether it does here: a
//! division of whole numbers is no trap where it comes out even.

mod division;
mod join;
mod order;

use datafusion::arrow::array::AsArray;
use datafusion::arrow::datatypes::{DataType, Int64Type};
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::error::DataFusionError;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{
    Aggregate, Expr, ExprFunctionExt, ExprSchemable, LogicalPlan, LogicalPlanBuilder, lit,
};

use super::engine::{Core, values};
use super::value::Value;

/// A trap that a query fell into.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Trap {
    /// A division of whole numbers dropped a remainder: what came out, and what an exact one gives.
    IntegerDivision { truncated: String, exact: String },
    /// `count(column)` counts repeated values: how many values, and how many different ones.
    RepeatedCount { column: String, counted: String, distinct: String },
    /// A join repeats the rows that are summed up: how many there are, and how many come out of it.
    MultipliedRows { rows: u64, joined: u64 },
    /// A mean leaves out rows without a value: how many, of how many.
    NullsInMean { column: String, without: u64, rows: u64 },
    /// The answer depends on an order of rows that the query does not fix.
    RowOrder { part: String },
}

/// The traps that a query fell into, given what it answered. A part that cannot be run by itself, such as
/// a subquery that speaks of an outer row, is not judged.
pub async fn find(
    core: &Core,
    plan: &LogicalPlan,
    tables: &[String],
    rows: &[Vec<Option<Value>>],
) -> Vec<Trap> {
    let mut traps = Vec::new();
    let probe = Probe { core, tables };
    traps.extend(division::find(&probe, plan, rows).await);
    traps.extend(repeated_count(&probe, plan, rows).await);
    for node in nodes(plan) {
        match &node {
            LogicalPlan::Aggregate(aggregate) => {
                traps.extend(nulls_in_mean(&probe, aggregate).await);
                traps.extend(join::find(&probe, aggregate).await);
            }
            LogicalPlan::Limit(limit) => traps.extend(order::of_limit(&probe, limit).await),
            _ => {}
        }
        traps.extend(order::of_functions(&probe, &node).await);
    }
    traps.dedup();
    traps
}

/// Runs the second queries.
struct Probe<'a> {
    core: &'a Core,
    tables: &'a [String],
}

impl Probe<'_> {
    async fn rows(&self, plan: &LogicalPlan) -> Result<Vec<Vec<Option<Value>>>, DataFusionError> {
        let state = self.core.state_for(self.tables);
        let optimized = state.optimize(plan)?;
        values(&self.core.collect(state, &optimized).await?)
    }

    /// How many rows a plan gives.
    async fn count(&self, plan: &LogicalPlan) -> Result<u64, DataFusionError> {
        let counts = self.counts(plan, vec![count(lit(1))]).await?;
        Ok(counts.first().copied().unwrap_or(0))
    }

    /// Counts over all rows of a plan.
    async fn counts(
        &self,
        plan: &LogicalPlan,
        counts: Vec<Expr>,
    ) -> Result<Vec<u64>, DataFusionError> {
        let named: Vec<Expr> = counts
            .into_iter()
            .enumerate()
            .map(|(index, count)| count.alias(format!("n{index}")))
            .collect();
        let plan =
            LogicalPlanBuilder::from(plan.clone()).aggregate(Vec::<Expr>::new(), named)?.build()?;
        let state = self.core.state_for(self.tables);
        let batches = self.core.collect(state, &state.optimize(&plan)?).await?;
        let Some(batch) = batches.iter().find(|batch| batch.num_rows() == 1) else {
            return Ok(Vec::new());
        };
        let number = |array: &datafusion::arrow::array::ArrayRef| {
            let number =
                array.as_primitive_opt::<Int64Type>().map_or(0, |numbers| numbers.value(0));
            u64::try_from(number).unwrap_or(0)
        };
        Ok(batch.columns().iter().map(number).collect())
    }
}

/// Every node of a plan, subqueries included.
fn nodes(plan: &LogicalPlan) -> Vec<LogicalPlan> {
    let mut nodes = Vec::new();
    let visited = plan.apply_with_subqueries(|node| {
        if matches!(
            node,
            LogicalPlan::Aggregate(_) | LogicalPlan::Limit(_) | LogicalPlan::Window(_)
        ) {
            nodes.push(node.clone());
        }
        Ok(TreeNodeRecursion::Continue)
    });
    debug_assert!(visited.is_ok(), "looking at a plan does not fail");
    nodes
}

/// What becomes of a part of an expression of a node.
type Change<'a> = dyn Fn(Expr, &LogicalPlan) -> Result<Transformed<Expr>, DataFusionError> + 'a;

/// The plan with expressions changed, under the names that they had; `None` where nothing changes.
fn rewritten(plan: &LogicalPlan, change: &Change) -> Result<Option<LogicalPlan>, DataFusionError> {
    let changed = plan.clone().transform_up_with_subqueries(|node| {
        let preserver = NamePreserver::new(&node);
        let original = node.clone();
        let node = node.map_expressions(|expression| {
            let name = preserver.save(&expression);
            let changed = expression.transform_up(|part| change(part, &original))?;
            Ok(changed.update_data(|expression| name.restore(expression)))
        })?;
        if node.transformed { node.map_data(LogicalPlan::recompute_schema) } else { Ok(node) }
    })?;
    Ok(changed.transformed.then_some(changed.data))
}

/// Whether an expression of a node is a whole number.
fn is_integer(expression: &Expr, node: &LogicalPlan) -> bool {
    let of = |schema: &datafusion::common::DFSchema| {
        expression.get_type(schema).is_ok_and(|kind| kind.is_integer())
    };
    node.inputs().iter().any(|input| of(input.schema()))
}

/// The aggregate functions of a node.
fn aggregates(aggregate: &Aggregate) -> impl Iterator<Item = &AggregateFunction> {
    aggregate.aggr_expr.iter().filter_map(|expression| match expression {
        Expr::AggregateFunction(function) => Some(function),
        Expr::Alias(alias) => match alias.expr.as_ref() {
            Expr::AggregateFunction(function) => Some(function),
            _ => None,
        },
        _ => None,
    })
}

/// `count(column)` where `count(DISTINCT column)` answers otherwise. Measures are left out: nobody takes
/// the number of amounts for the number of different amounts.
async fn repeated_count(
    probe: &Probe<'_>,
    plan: &LogicalPlan,
    rows: &[Vec<Option<Value>>],
) -> Option<Trap> {
    let counted = nodes(plan).iter().find_map(|node| match node {
        LogicalPlan::Aggregate(aggregate) => aggregates(aggregate).find_map(|function| {
            let [column @ Expr::Column(name)] = function.params.args.as_slice() else {
                return None;
            };
            let kind = column.get_type(aggregate.input.schema()).ok()?;
            let is_key = matches!(
                kind,
                DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8 | DataType::Date32
            );
            (function.func.name() == "count" && !function.params.distinct && is_key)
                .then(|| name.name.clone())
        }),
        _ => None,
    })?;
    let distinct = rewritten(plan, &|part, _| {
        Ok(match part {
            Expr::AggregateFunction(mut function)
                if function.func.name() == "count"
                    && matches!(function.params.args.as_slice(), [Expr::Column(column)] if column.name == counted) =>
            {
                function.params.distinct = true;
                Transformed::yes(Expr::AggregateFunction(function))
            }
            part => Transformed::no(part),
        })
    });
    let answer = probe.rows(&distinct.ok()??).await.ok()?;
    let (before, after) = first_difference(rows, &answer)?;
    Some(Trap::RepeatedCount { column: counted, counted: before, distinct: after })
}

/// The first value of one answer that another has otherwise.
fn first_difference(
    one: &[Vec<Option<Value>>],
    other: &[Vec<Option<Value>>],
) -> Option<(String, String)> {
    let text =
        |value: &Option<Value>| value.as_ref().map_or_else(|| "NULL".to_owned(), Value::to_string);
    let pairs = one.iter().flatten().zip(other.iter().flatten());
    pairs.into_iter().find(|(one, other)| one != other).map(|(one, other)| (text(one), text(other)))
}

/// `avg(x)` divides by the rows that have an x, which are not all.
async fn nulls_in_mean(probe: &Probe<'_>, aggregate: &Aggregate) -> Option<Trap> {
    for function in aggregates(aggregate) {
        if !matches!(function.func.name(), "avg" | "mean" | "median") {
            continue;
        }
        let [argument] = function.params.args.as_slice() else { continue };
        let filtered = |expression: Expr| match &function.params.filter {
            Some(filter) => expression.filter(filter.as_ref().clone()).build(),
            None => Ok(expression),
        };
        let (Ok(all), Ok(valued)) = (filtered(count(lit(1))), filtered(count(argument.clone())))
        else {
            continue;
        };
        let counts = probe.counts(&aggregate.input, vec![all, valued]).await.ok()?;
        if let [rows, valued] = counts.as_slice()
            && valued < rows
        {
            let column = argument.human_display().to_string();
            return Some(Trap::NullsInMean { column, without: rows - valued, rows: *rows });
        }
    }
    None
}
