//! Queries without the limits that cut their rows.

use datafusion::sql::sqlparser::ast::{Query, Select, SetExpr, Statement, TableFactor};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::Parser;

/// The query without `LIMIT`, `OFFSET` and `FETCH`, in itself and in the queries from which it selects;
/// `None` where it has none. A query that stands for one value, such as `(SELECT .. LIMIT 1)` among the
/// columns, keeps its own.
pub fn without_limits(sql: &str) -> Option<String> {
    let mut statements = Parser::parse_sql(&GenericDialect {}, sql).ok()?;
    let [Statement::Query(query)] = statements.as_mut_slice() else { return None };
    release(query).then(|| query.to_string())
}

/// Takes the limits off; whether there were any.
fn release(query: &mut Query) -> bool {
    let mut cut = query.limit_clause.take().is_some();
    cut |= query.fetch.take().is_some();
    for table in query.with.iter_mut().flat_map(|with| &mut with.cte_tables) {
        cut |= release(&mut table.query);
    }
    cut | release_body(&mut query.body)
}

fn release_body(body: &mut SetExpr) -> bool {
    match body {
        SetExpr::Select(select) => release_select(select),
        SetExpr::Query(query) => release(query),
        SetExpr::SetOperation { left, right, .. } => release_body(left) | release_body(right),
        _ => false,
    }
}

fn release_select(select: &mut Select) -> bool {
    let mut cut = false;
    for from in &mut select.from {
        let joined = from.joins.iter_mut().map(|join| &mut join.relation);
        for relation in std::iter::once(&mut from.relation).chain(joined) {
            if let TableFactor::Derived { subquery, .. } = relation {
                cut |= release(subquery);
            }
        }
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::without_limits;

    #[test]
    fn limits_are_taken_off_where_rows_are_cut() {
        assert_eq!(without_limits("SELECT a FROM t"), None);
        let plain = Some("SELECT a FROM t ORDER BY a".to_owned());
        assert_eq!(without_limits("SELECT a FROM t ORDER BY a LIMIT 3"), plain);
        assert_eq!(without_limits("SELECT a FROM t ORDER BY a LIMIT 3 OFFSET 1"), plain);
        let inner = without_limits("SELECT a FROM (SELECT a FROM t LIMIT 3) ORDER BY a");
        assert_eq!(inner.unwrap(), "SELECT a FROM (SELECT a FROM t) ORDER BY a");
        let single = "SELECT a, (SELECT b FROM u LIMIT 1) FROM t";
        assert_eq!(without_limits(single), None);
    }
}
