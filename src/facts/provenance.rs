//! What a query rests on: its tables, the rows that pass its filters, the constants in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use datafusion::catalog::TableProvider;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::datasource::{MemTable, provider_as_source};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder};
use datafusion::prelude::{SessionContext, ident};
use datafusion::common::{ScalarValue, TableReference};
use num_traits::ToPrimitive;

use super::engine::{ROW_COLUMN, ROWS_NAMED, RowReference, scalar_value};
use super::value::Value;

/// The tables that a plan scans, subqueries included, in alphabetical order.
pub fn tables_read(plan: &LogicalPlan) -> Result<Vec<String>, DataFusionError> {
    let mut tables = BTreeSet::new();
    plan.apply_with_subqueries(|node| {
        if let LogicalPlan::TableScan(scan) = node {
            tables.insert(scan.table_name.table().to_owned());
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(tables.into_iter().collect())
}

/// The constants of a plan, but for limits and the numbers of digits that functions take.
pub fn literals(plan: &LogicalPlan) -> Result<Vec<Value>, DataFusionError> {
    let mut values = Vec::new();
    plan.apply_with_subqueries(|node| {
        if !matches!(node, LogicalPlan::Limit(_)) {
            node.apply_expressions(|expression| {
                collect_literals(expression, &mut values)?;
                Ok(TreeNodeRecursion::Continue)
            })?;
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(values)
}

fn collect_literals(expression: &Expr, values: &mut Vec<Value>) -> Result<(), DataFusionError> {
    expression.apply(|part| {
        match part {
            Expr::Literal(scalar, _) => values.extend(scalar_value(scalar).ok().flatten()),
            // `round(x, 1)`: the number of digits is no figure.
            Expr::ScalarFunction(function) if function.name() == "round" => {
                if let Some(first) = function.args.first() {
                    collect_literals(first, values)?;
                }
                return Ok(TreeNodeRecursion::Jump);
            }
            // `count(*)` arrives as `count(1)`.
            Expr::AggregateFunction(function) if function.func.name() == "count" => {
                return Ok(TreeNodeRecursion::Jump);
            }
            _ => {}
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(())
}

/// The rows of each scanned table that pass the filters which stand directly above the scan once
/// the optimizer has pushed them down.
pub async fn rows_read(
    context: &SessionContext,
    numbered: &BTreeMap<String, Arc<MemTable>>,
    plan: &LogicalPlan,
) -> Result<Vec<RowReference>, DataFusionError> {
    let optimized = context.state().optimize(plan)?;
    let mut scans = Vec::new();
    find_scans(&optimized, &mut Vec::new(), &mut scans)?;
    let mut rows = BTreeSet::new();
    for scan in scans {
        let Some(provider) = numbered.get(&scan.table) else { continue };
        let found = match rows_of_scan(context, provider, &scan).await {
            Ok(found) => found,
            // A filter that speaks of more than the scan cannot be applied to it alone: then every
            // row of the table counts as read.
            Err(_) => {
                let whole = Scan { table: scan.table.clone(), steps: Vec::new() };
                rows_of_scan(context, provider, &whole).await?
            }
        };
        rows.extend(found.into_iter().map(|row| RowReference { table: scan.table.clone(), row }));
    }
    Ok(rows.into_iter().collect())
}

async fn rows_of_scan(
    context: &SessionContext,
    provider: &Arc<MemTable>,
    scan: &Scan,
) -> Result<Vec<usize>, DataFusionError> {
    let provider: Arc<dyn TableProvider> = Arc::clone(provider) as Arc<dyn TableProvider>;
    let reference = TableReference::bare(scan.table.clone());
    let mut builder = LogicalPlanBuilder::scan(reference, provider_as_source(provider), None)?;
    for step in scan.steps.iter().rev() {
        builder = match step {
            Step::Filter(predicate) => builder.filter(predicate.clone())?,
            Step::Alias(alias) => builder.alias(alias.clone())?,
        };
    }
    let plan = builder.project([ident(ROW_COLUMN)])?.limit(0, Some(ROWS_NAMED))?.build()?;
    let mut rows = Vec::new();
    for batch in context.execute_logical_plan(plan).await?.collect().await? {
        for at in 0..batch.num_rows() {
            let scalar = ScalarValue::try_from_array(batch.column(0), at)?;
            if let Some(Value::Number(row)) = scalar_value(&scalar)? {
                rows.extend(row.to_integer().to_usize());
            }
        }
    }
    Ok(rows)
}

/// A scan and what stands above it, the nearest last.
struct Scan {
    table: String,
    steps: Vec<Step>,
}

#[derive(Clone)]
enum Step {
    Filter(Expr),
    Alias(TableReference),
}

fn find_scans(
    plan: &LogicalPlan,
    above: &mut Vec<Step>,
    scans: &mut Vec<Scan>,
) -> Result<(), DataFusionError> {
    plan.apply_subqueries(|subquery| {
        find_scans(subquery, &mut Vec::new(), scans)?;
        Ok(TreeNodeRecursion::Continue)
    })?;
    match plan {
        LogicalPlan::TableScan(scan) => {
            let mut steps = above.clone();
            steps.extend(scan.filters.iter().cloned().map(Step::Filter));
            scans.push(Scan { table: scan.table_name.table().to_owned(), steps });
            return Ok(());
        }
        LogicalPlan::Filter(filter) if !has_subquery(&filter.predicate)? => {
            above.push(Step::Filter(filter.predicate.clone()));
        }
        LogicalPlan::SubqueryAlias(alias) => above.push(Step::Alias(alias.alias.clone())),
        // What stands above any other node speaks of columns that the scan does not have.
        _ => above.clear(),
    }
    for input in plan.inputs() {
        find_scans(input, &mut above.clone(), scans)?;
    }
    Ok(())
}

fn has_subquery(expression: &Expr) -> Result<bool, DataFusionError> {
    expression.exists(|part| {
        Ok(matches!(
            part,
            Expr::ScalarSubquery(_) | Expr::Exists(_) | Expr::InSubquery(_) | Expr::OuterReferenceColumn(..)
        ))
    })
}
