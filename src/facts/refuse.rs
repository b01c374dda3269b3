//! Queries only read, answer the same each time, and cannot be made to fill the machine.

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::DataFusionError;
use datafusion::execution::context::SQLOptions;
use datafusion::logical_expr::{Expr, LogicalPlan, Volatility};

/// How long a text may be made by a function that repeats or pads.
const LONGEST_TEXT: i64 = 10_000;

/// Lets `SELECT` and `WITH` pass, without functions whose answer depends on the moment or on chance.
pub fn refuse_side_effects(plan: &LogicalPlan) -> Result<(), DataFusionError> {
    SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false)
        .verify_plan(plan)?;
    plan.apply_with_subqueries(|node| {
        let is_description = matches!(
            node,
            LogicalPlan::Explain(_) | LogicalPlan::Analyze(_) | LogicalPlan::DescribeTable(_)
        );
        if is_description {
            return Err(DataFusionError::Plan("only SELECT and WITH are allowed".to_owned()));
        }
        node.apply_expressions(|expression| expression.apply(refuse_function))
    })?;
    Ok(())
}

fn refuse_function(part: &Expr) -> Result<TreeNodeRecursion, DataFusionError> {
    let Expr::ScalarFunction(function) = part else { return Ok(TreeNodeRecursion::Continue) };
    let name = function.name();
    if function.func.signature().volatility != Volatility::Immutable {
        return Err(DataFusionError::Plan(format!(
            "`{name}` answers differently from run to run, so it can prove nothing"
        )));
    }
    let makes_long_text = matches!(
        name,
        "repeat"
            | "lpad"
            | "rpad"
            | "array_repeat"
            | "array_resize"
            | "list_resize"
            | "range"
            | "generate_series"
    );
    let is_short = |argument: &Expr| matches!(argument, Expr::Literal(scalar, _) if literal_number(scalar).is_none_or(|number| number <= LONGEST_TEXT));
    let bounded = match name {
        "repeat" | "lpad" | "rpad" => function.args.get(1).is_none_or(is_short),
        _ => function.args.iter().all(is_short),
    };
    if makes_long_text && !bounded {
        return Err(DataFusionError::Plan(format!(
            "`{name}` needs a written length of at most {LONGEST_TEXT}, since it can fill the memory"
        )));
    }
    Ok(TreeNodeRecursion::Continue)
}

fn literal_number(scalar: &datafusion::common::ScalarValue) -> Option<i64> {
    scalar.to_string().parse().ok()
}
