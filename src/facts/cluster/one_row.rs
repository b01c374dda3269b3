//! A scalar subquery with more than one row is an error on a cluster too.
//!
//! The embedded engine runs such a subquery first and counts its rows. Its operator cannot be cut
//! into stages, so for a cluster the optimiser makes a join of it, which has no such check: a
//! subquery with eight rows would silently give eight answers. Here the subquery counts its own
//! rows. The nodes are stock and have no function that fails, so what fails is a cast of a text
//! with [`MARK`] in it.

use std::sync::Arc;

use datafusion::arrow::compute::can_cast_types;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Column;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::error::DataFusionError;
use datafusion::functions_aggregate::expr_fn::{count, first_value};
use datafusion::logical_expr::{
    Expr, LogicalPlan, LogicalPlanBuilder, Operator, Subquery, binary_expr, cast, lit, when,
};
use datafusion::optimizer::{ApplyOrder, OptimizerConfig, OptimizerRule};

/// What a failed cast says when a scalar subquery has many rows.
pub const MARK: &str = " rows, where a scalar subquery has one";

/// Makes scalar subqueries count their rows, unless they cannot have many.
#[derive(Debug)]
pub struct OneRow;

impl OptimizerRule for OneRow {
    fn name(&self) -> &'static str {
        "one_row_of_a_scalar_subquery"
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        Some(ApplyOrder::TopDown)
    }

    fn supports_rewrite(&self) -> bool {
        true
    }

    fn rewrite(
        &self,
        plan: LogicalPlan,
        _config: &dyn OptimizerConfig,
    ) -> Result<Transformed<LogicalPlan>, DataFusionError> {
        plan.map_expressions(|expression| {
            expression.transform_up(|expression| match expression {
                Expr::ScalarSubquery(subquery) if may_have_many_rows(&subquery) => {
                    Ok(Transformed::yes(Expr::ScalarSubquery(counted(subquery)?)))
                }
                other => Ok(Transformed::no(other)),
            })
        })
    }
}

/// Correlated ones are joins in the embedded engine too, which refuses them when they may have
/// many.
fn may_have_many_rows(subquery: &Subquery) -> bool {
    subquery.outer_ref_columns.is_empty()
        && subquery.subquery.max_rows().is_none_or(|rows| rows > 1)
}

fn counted(subquery: Subquery) -> Result<Subquery, DataFusionError> {
    let input = Arc::unwrap_or_clone(subquery.subquery);
    let (qualifier, field) = input.schema().qualified_field(0);
    let kind = field.data_type().clone();
    let name = field.name().clone();
    let column = Expr::Column(Column::from((qualifier, field)));
    let own = |name: &str| Expr::Column(Column::new_unqualified(name));
    let (rows, value) = ("__rows", "__value");
    let text = binary_expr(cast(own(rows), DataType::Utf8), Operator::StringConcat, lit(MARK));
    // A text becomes a text without complaint, but no number.
    let failure = if can_cast_types(&DataType::Int64, &kind) {
        cast(cast(text, DataType::Int64), kind)
    } else {
        cast(text, kind)
    };
    let checked = when(own(rows).lt_eq(lit(1_i64)), own(value)).otherwise(failure)?;
    let plan = LogicalPlanBuilder::from(input)
        .aggregate(
            Vec::<Expr>::new(),
            [count(lit(1_i64)).alias(rows), first_value(column, Vec::new()).alias(value)],
        )?
        .project([checked.alias(name)])?
        .build()?;
    Ok(Subquery { subquery: Arc::new(plan), ..subquery })
}
