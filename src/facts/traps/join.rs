//! Joins that repeat rows: whatever is then summed up counts some of them several times.

use datafusion::common::JoinType;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{Aggregate, Expr, Join, LogicalPlan, LogicalPlanBuilder};

use super::{Probe, Trap, aggregates};

/// Looks at the joins under an aggregate whose sums, means and counts are of one side.
pub async fn find(probe: &Probe<'_>, aggregate: &Aggregate) -> Option<Trap> {
    for join in joins(&aggregate.input) {
        if !matches!(
            join.join_type,
            JoinType::Inner | JoinType::Left | JoinType::Right | JoinType::Full
        ) {
            continue;
        }
        for side in [Side::Left, Side::Right] {
            if !sums_up(aggregate, &join, side) {
                continue;
            }
            let joined = LogicalPlan::Join(join.clone());
            let Ok(matching) = matching(&join, side) else { continue };
            let (Ok(joined), Ok(rows)) = (probe.count(&joined).await, probe.count(&matching).await)
            else {
                continue;
            };
            // An outer join adds rows of the other side that match nothing; they repeat none.
            let is_inner = join.join_type == JoinType::Inner;
            if joined > rows && is_inner {
                return Some(Trap::MultipliedRows { rows, joined });
            }
        }
    }
    None
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

fn joins(plan: &LogicalPlan) -> Vec<Join> {
    let mut joins = Vec::new();
    let visited = plan.apply(|node| {
        if let LogicalPlan::Join(join) = node {
            joins.push(join.clone());
        }
        Ok(TreeNodeRecursion::Continue)
    });
    debug_assert!(visited.is_ok(), "looking at a plan does not fail");
    joins
}

/// Whether an aggregate that repetition changes is of columns of this side. A maximum does not change.
fn sums_up(aggregate: &Aggregate, join: &Join, side: Side) -> bool {
    let schema = match side {
        Side::Left => join.left.schema(),
        Side::Right => join.right.schema(),
    };
    aggregates(aggregate).any(|function| {
        let is_changed =
            matches!(function.func.name(), "sum" | "avg" | "mean" | "count" | "median");
        let columns = function.params.args.iter().flat_map(Expr::column_refs);
        let mut columns = columns.peekable();
        is_changed
            && !function.params.distinct
            && columns.peek().is_some()
            && columns.all(|column| schema.has_column(column))
    })
}

/// The rows of one side that the join takes, each once.
fn matching(join: &Join, side: Side) -> Result<LogicalPlan, DataFusionError> {
    let pairs = join.on.iter().map(|(left, right)| left.clone().eq(right.clone()));
    let conditions: Vec<Expr> = pairs.chain(join.filter.clone()).collect();
    let (kept, other) = match side {
        Side::Left => (&join.left, &join.right),
        Side::Right => (&join.right, &join.left),
    };
    LogicalPlanBuilder::from(kept.as_ref().clone())
        .join_on(other.as_ref().clone(), JoinType::LeftSemi, conditions)?
        .build()
}
