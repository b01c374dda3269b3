//! Answers that depend on an order of rows which the query leaves open: a `LIMIT` without `ORDER BY`, a
//! tie at the cut, a first value of no order.

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{
    Expr, FetchType, Limit, LogicalPlan, LogicalPlanBuilder, SkipType, Sort,
    WindowFunctionDefinition,
};

use super::{Probe, Trap, aggregates};

/// A `LIMIT` that cuts where the order does not say which row comes first.
pub async fn of_limit(probe: &Probe<'_>, limit: &Limit) -> Option<Trap> {
    let (Ok(SkipType::Literal(skip)), Ok(FetchType::Literal(Some(fetch)))) =
        (limit.get_skip_type(), limit.get_fetch_type())
    else {
        return None;
    };
    let kept = skip.checked_add(fetch)?;
    let (shown, sort) = sort_below(&limit.input);
    let Some(sort) = sort else {
        let rows = probe.count(&limit.input).await.ok()?;
        let part = "LIMIT without ORDER BY".to_owned();
        return (rows > kept as u64).then_some(Trap::RowOrder { part });
    };
    // Which of two equal rows is taken is the same where nothing but what they are ordered by is shown.
    let keys: Vec<&Expr> = sort.expr.iter().map(|key| &key.expr).collect();
    if shown.iter().all(|expression| keys.contains(&expression)) {
        return None;
    }
    let is_tied = is_tied(probe, sort, kept).await.ok()?;
    is_tied.then(|| {
        let keys: Vec<String> =
            sort.expr.iter().map(|key| key.expr.human_display().to_string()).collect();
        Trap::RowOrder {
            part: format!("ORDER BY {} with equal values at the LIMIT", keys.join(", ")),
        }
    })
}

/// The sort that a limit cuts, and the columns that are shown of it.
fn sort_below(plan: &LogicalPlan) -> (Vec<Expr>, Option<&Sort>) {
    let columns =
        |plan: &LogicalPlan| plan.schema().columns().into_iter().map(Expr::Column).collect();
    match plan {
        LogicalPlan::Sort(sort) => (columns(plan), Some(sort)),
        LogicalPlan::Projection(projection) => match projection.input.as_ref() {
            LogicalPlan::Sort(sort) => {
                let shown = projection.expr.iter().map(|expression| expression.clone().unalias());
                (shown.collect(), Some(sort))
            }
            _ => (Vec::new(), None),
        },
        LogicalPlan::SubqueryAlias(alias) => sort_below(&alias.input),
        _ => (Vec::new(), None),
    }
}

/// Whether the last row that is kept and the first that is not are equal in what orders them.
async fn is_tied(probe: &Probe<'_>, sort: &Sort, kept: usize) -> Result<bool, DataFusionError> {
    let names: Vec<Expr> = sort
        .expr
        .iter()
        .enumerate()
        .map(|(index, key)| key.expr.clone().alias(format!("k{index}")))
        .collect();
    let sorted = LogicalPlan::Sort(Sort { fetch: None, ..sort.clone() });
    let skip = kept.saturating_sub(1);
    let plan = LogicalPlanBuilder::from(sorted).limit(skip, Some(2))?.project(names)?.build()?;
    let rows = probe.rows(&plan).await?;
    Ok(matches!(rows.as_slice(), [last, next] if last == next))
}

/// Functions that take the first, the last or all values in an order, without being told one.
pub async fn of_functions(probe: &Probe<'_>, node: &LogicalPlan) -> Option<Trap> {
    const ORDERED: [&str; 6] =
        ["first_value", "last_value", "nth_value", "array_agg", "string_agg", "listagg"];
    const NUMBERED: [&str; 4] = ["row_number", "ntile", "lag", "lead"];
    let (name, input) = match node {
        LogicalPlan::Aggregate(aggregate) => {
            let function = aggregates(aggregate).find(|function| {
                ORDERED.contains(&function.func.name()) && function.params.order_by.is_empty()
            })?;
            (function.func.name().to_owned(), &aggregate.input)
        }
        LogicalPlan::Window(window) => {
            let mut found = None;
            for expression in &window.window_expr {
                let visited = expression.apply(|part| {
                    if let Expr::WindowFunction(function) = part
                        && function.params.order_by.is_empty()
                    {
                        let name = match &function.fun {
                            WindowFunctionDefinition::AggregateUDF(function) => function.name(),
                            WindowFunctionDefinition::WindowUDF(function) => function.name(),
                        };
                        if ORDERED.contains(&name) || NUMBERED.contains(&name) {
                            found = Some(name.to_owned());
                        }
                    }
                    Ok(TreeNodeRecursion::Continue)
                });
                debug_assert!(visited.is_ok(), "looking at an expression does not fail");
            }
            (found?, &window.input)
        }
        _ => return None,
    };
    let rows = probe.count(input).await.ok()?;
    (rows > 1).then(|| Trap::RowOrder { part: format!("`{name}` without ORDER BY") })
}
