//! What a query rests on: its tables, the rows that pass its filters, the constants in it.

use std::collections::BTreeSet;

use datafusion::arrow::array::{Array, AsArray};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{DFSchema, TableReference};
use datafusion::error::DataFusionError;
use datafusion::execution::SessionState;
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::logical_expr::{Expr, LogicalPlan};

use super::query_result::{ROWS_NAMED, RowReference};
use super::table::DataTable;
use super::tables::{LoadedSource, Tables};
use super::value::{Value, scalar_value};

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

/// Whether a plan reads a column or counts rows, and does not just print constants.
pub fn reads_values(plan: &LogicalPlan) -> Result<bool, DataFusionError> {
    let mut reads = false;
    plan.apply_with_subqueries(|node| {
        node.apply_expressions(|expression| {
            reads |= expression
                .exists(|part| Ok(matches!(part, Expr::Column(_) | Expr::AggregateFunction(_))))?;
            Ok(TreeNodeRecursion::Continue)
        })
    })?;
    Ok(reads)
}

/// The rows of each scanned table that pass the filters which stand directly above the scan in an
/// optimized plan, and these filters in words. A filter that speaks of more than the scan is passed over, so that the rows named
/// are never too few.
pub fn rows_read(
    state: &SessionState,
    tables: &Tables,
    optimized: &LogicalPlan,
) -> Result<(Vec<RowReference>, Vec<String>), DataFusionError> {
    let mut scans = Vec::new();
    find_scans(optimized, &mut Vec::new(), &mut scans)?;
    let mut rows = BTreeSet::new();
    let mut filters = BTreeSet::new();
    for scan in scans {
        let Some(table) = tables.find(&scan.table) else { continue };
        // Of a table that the engine reads piece by piece, the filters are told and no row is named.
        let batch = table.table().map(DataTable::batch);
        let mut passes = vec![true; batch.map_or(0, RecordBatch::num_rows)];
        let mut qualifier = TableReference::bare(scan.table.clone());
        for step in scan.steps.iter().rev() {
            match step {
                Step::Alias(alias) => qualifier = alias.clone(),
                Step::Filter(predicate) => {
                    let Some(batch) = batch else {
                        filters.insert(filter_text(&scan.table, predicate));
                        continue;
                    };
                    if let Ok(verdicts) = evaluate(state, batch, &qualifier, predicate) {
                        let verdicts = verdicts.into_iter();
                        passes
                            .iter_mut()
                            .zip(verdicts)
                            .for_each(|(pass, verdict)| *pass &= verdict);
                        filters.insert(filter_text(&scan.table, predicate));
                    }
                }
            }
        }
        rows.extend(named_rows(&scan.table, &passes));
    }
    Ok((rows.into_iter().collect(), filters.into_iter().collect()))
}

/// The same for a query that scans one table under one filter, before it is optimized.
pub fn rows_passing(
    state: &SessionState,
    tables: &Tables,
    table: &str,
    filter: Option<&Expr>,
) -> Result<(Vec<RowReference>, Vec<String>), DataFusionError> {
    let parts = filter.map(split_conjunction).unwrap_or_default();
    let filters: BTreeSet<String> =
        parts.into_iter().map(|part| filter_text(table, part)).collect();
    let filters = filters.into_iter().collect();
    let Some(batch) = tables.find(table).and_then(LoadedSource::table).map(DataTable::batch) else {
        return Ok((Vec::new(), filters));
    };
    let passes = match filter {
        Some(filter) => evaluate(state, batch, &TableReference::bare(table), filter)?,
        None => vec![true; batch.num_rows()],
    };
    Ok((named_rows(table, &passes).collect(), filters))
}

fn filter_text(table: &str, predicate: &Expr) -> String {
    format!("{table}: {}", predicate.human_display())
}

fn named_rows<'a>(table: &'a str, passes: &'a [bool]) -> impl Iterator<Item = RowReference> + 'a {
    let passing = passes.iter().enumerate().filter(|(_, pass)| **pass).take(ROWS_NAMED);
    passing.map(|(row, _)| RowReference { table: table.to_owned(), row })
}

/// Whether each row of a table passes a filter.
fn evaluate(
    state: &SessionState,
    batch: &RecordBatch,
    qualifier: &TableReference,
    predicate: &Expr,
) -> Result<Vec<bool>, DataFusionError> {
    let schema = DFSchema::try_from_qualified_schema(qualifier.clone(), &batch.schema())?;
    let expression = state.create_physical_expr(predicate.clone(), &schema)?;
    let verdicts = expression.evaluate(batch)?.into_array(batch.num_rows())?;
    let verdicts = verdicts
        .as_boolean_opt()
        .ok_or_else(|| DataFusionError::Internal("a filter answers true or false".to_owned()))?;
    Ok((0..verdicts.len()).map(|row| verdicts.is_valid(row) && verdicts.value(row)).collect())
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

/// Whether an expression asks a query of its own, or speaks of the row of an outer one.
pub fn has_subquery(expression: &Expr) -> Result<bool, DataFusionError> {
    expression.exists(|part| {
        Ok(matches!(
            part,
            Expr::ScalarSubquery(_)
                | Expr::Exists(_)
                | Expr::InSubquery(_)
                | Expr::OuterReferenceColumn(..)
        ))
    })
}
