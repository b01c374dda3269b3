//! Division of whole numbers, which drops the remainder: 5 / 12 is 0.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::tree_node::Transformed;
use datafusion::logical_expr::{BinaryExpr, Expr, LogicalPlan, Operator, cast};

use super::{Probe, Trap, is_integer, rewritten};
use crate::facts::value::Value;

/// Runs the query again with quotients of floating-point numbers; a remainder that was dropped shows.
pub async fn find(
    probe: &Probe<'_>,
    plan: &LogicalPlan,
    rows: &[Vec<Option<Value>>],
) -> Option<Trap> {
    let exact = rewritten(plan, &|part, node| {
        Ok(match part {
            Expr::BinaryExpr(BinaryExpr { left, op: Operator::Divide, right })
                if is_integer(&left, node) && is_integer(&right, node) =>
            {
                let left = Box::new(cast(*left, DataType::Float64));
                let right = Box::new(cast(*right, DataType::Float64));
                Transformed::yes(Expr::BinaryExpr(BinaryExpr { left, op: Operator::Divide, right }))
            }
            part => Transformed::no(part),
        })
    });
    let exact = probe.rows(&exact.ok()??).await.ok()?;
    rows.iter().flatten().zip(exact.iter().flatten()).find_map(|(truncated, exact)| {
        match (truncated, exact) {
            (Some(Value::Number(truncated)), Some(Value::Number(exact))) => {
                let (one, other) = (truncated.to_f64()?, exact.to_f64()?);
                let differs = (one - other).abs() > 1e-9 * other.abs().max(1.0);
                differs
                    .then(|| Trap::IntegerDivision { truncated: plain(one), exact: plain(other) })
            }
            (Some(Value::Boolean(truncated)), Some(Value::Boolean(exact))) => (truncated != exact)
                .then(|| Trap::IntegerDivision {
                    truncated: truncated.to_string(),
                    exact: exact.to_string(),
                }),
            _ => None,
        }
    })
}

/// A number for a message: four decimals tell enough.
fn plain(number: f64) -> String {
    let text = format!("{number:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
