//! Traps of SQL, in words: at the query of a claim or of an exhibit.

use crate::diagnostics::{Code, Diagnostic};
use crate::facts::Trap;
use crate::source::MappedText;

/// What a query fell into. `owner` names what it belongs to: ``claim `a` ``.
pub fn trap_told(trap: &Trap, owner: &str, query: &MappedText) -> Diagnostic {
    let told = |code, message: String, help: &str| {
        Diagnostic::new(code, message)
            .at(query.whole_span(), "this query")
            .note(format!("query: {}", query.as_str()))
            .help(help)
    };
    match trap {
        Trap::IntegerDivision { truncated, exact } => told(
            Code::IntegerDivision,
            format!(
                "the query of {owner} divides whole numbers, which gives {truncated} instead of {exact}"
            ),
            "make one side a decimal: `100.0 * a / b`",
        ),
        Trap::RepeatedCount { column, counted, distinct } => told(
            Code::RepeatedCount,
            format!(
                "the query of {owner} counts repeated values of `{column}`: {counted}, but {distinct} different ones"
            ),
            "write `count(DISTINCT ..)` for different values, or `count(*)` for rows",
        ),
        Trap::MultipliedRows { rows, joined } => told(
            Code::MultipliedRows,
            format!(
                "the join in the query of {owner} makes {joined} rows of {rows}, and sums some of them up more than once"
            ),
            "sum up first and join then, or join on a key that stands once in the other table",
        ),
        Trap::NullsInMean { column, without, rows } => told(
            Code::NullsInMean,
            format!(
                "the mean of {column} in the query of {owner} leaves out {without} of {rows} rows, which have no value"
            ),
            "say in the WHERE which rows count, `.. IS NOT NULL`, or fill them with `coalesce`",
        ),
        Trap::RowOrder { part } => told(
            Code::RowOrder,
            format!("the answer of {owner} depends on an order of rows that is not fixed: {part}"),
            "order by something that tells all rows apart",
        ),
    }
}
