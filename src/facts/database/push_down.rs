//! The rule of the optimizer that hands aggregates and joins down to their database.
//!
//! The engine itself hands down filters and columns, a table at a time. This rule runs after all
//! others, finds the largest parts of a plan that one database can answer alone, and puts a scan of
//! the database's answer in the place of each.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::datatypes::{Field, Schema, SchemaRef};
use datafusion::catalog::Session;
use datafusion::common::tree_node::{Transformed, TreeNodeRecursion};
use datafusion::common::{Column, TableReference};
use datafusion::datasource::{TableProvider, TableType, provider_as_source};
use datafusion::error::Result;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::logical_plan::TableScanBuilder;
use datafusion::logical_expr::{Expr, LogicalPlan, Projection};
use datafusion::optimizer::{OptimizerConfig, OptimizerRule};
use datafusion::physical_plan::ExecutionPlan;

use super::scan::DatabaseScan;
use super::sql::Query;

/// Adds the rule to a session. Plans without a database stay as they are.
pub fn federated_state(builder: SessionStateBuilder) -> SessionStateBuilder {
    builder.with_optimizer_rule(Arc::new(PushDown))
}

#[derive(Debug)]
struct PushDown;

impl OptimizerRule for PushDown {
    fn name(&self) -> &'static str {
        "push_down_to_databases"
    }

    fn rewrite(
        &self,
        plan: LogicalPlan,
        _config: &dyn OptimizerConfig,
    ) -> Result<Transformed<LogicalPlan>> {
        plan.transform_down_with_subqueries(|node| {
            match Query::of_plan(&node).filter(|query| query.is_worthwhile) {
                Some(query) => {
                    Ok(Transformed::new(scan_of(query, &node)?, true, TreeNodeRecursion::Jump))
                }
                None => Ok(Transformed::no(node)),
            }
        })
    }
}

/// A scan of the rows of a query, under the names that the plan it replaces had.
fn scan_of(query: Query, plan: &LogicalPlan) -> Result<LogicalPlan> {
    let fields = plan.schema().fields().iter().enumerate().map(|(index, field)| {
        Field::new(format!("c{index}"), field.data_type().clone(), field.is_nullable())
    });
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let table = TableReference::bare(query.sources.iter().cloned().collect::<Vec<_>>().join("+"));
    let answer = Arc::new(Answer { query, schema });
    let scan = TableScanBuilder::new(table.clone(), provider_as_source(answer)).build()?;
    let names = plan.schema().iter().enumerate().map(|(index, (qualifier, field))| {
        Expr::Column(Column::new(Some(table.clone()), format!("c{index}")))
            .alias_qualified(qualifier.cloned(), field.name())
    });
    let projection = Projection::try_new(names.collect(), Arc::new(LogicalPlan::TableScan(scan)))?;
    Ok(LogicalPlan::Projection(projection))
}

/// What a database answers to a query, as a table.
struct Answer {
    query: Query,
    schema: SchemaRef,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("sources", &self.query.sources).finish_non_exhaustive()
    }
}

#[async_trait]
impl TableProvider for Answer {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::View
    }

    async fn scan(
        &self,
        _state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        _limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let (query, schema) = match projection {
            Some(columns) => (self.query.project(columns), Arc::new(self.schema.project(columns)?)),
            None => (self.query.clone(), self.schema()),
        };
        let statement = query.statement(schema, query.timeout);
        Ok(Arc::new(DatabaseScan::new(query.database, statement, query.sources)))
    }
}
