//! Asks the data for the answer of each claim.

use crate::claims::{Claim, ClaimBasis, Claims};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::facts::{Answer, Facts, Fault, QueryError, QueryResult, RowReference, Value, is_answer};
use crate::report::Report;
use crate::source::MappedText;

use super::{Outcome, Verdict, verdict_of};

/// The outcome of each claim, before its phrases are judged.
pub fn settle(
    report: &Report,
    facts: &Facts,
    claims: &Claims,
    problems: &mut Diagnostics,
) -> Vec<Outcome> {
    let mut outcomes = Vec::with_capacity(claims.list.len());
    for claim in &claims.list {
        let mut outcome = match &claim.basis {
            ClaimBasis::Query(query) | ClaimBasis::Holds(query) => {
                settle_query(report, facts, claim, query, problems)
            }
            ClaimBasis::Row(index) => {
                let row = &facts.register[*index];
                Outcome {
                    answer: Some(row.answer.clone()),
                    result: None,
                    rows: vec![RowReference { table: row.source.clone(), row: row.row }],
                    sources: vec![row.source.clone()],
                    verdict: Verdict::Broken,
                }
            }
            ClaimBasis::Attributed(source) => without_answer(vec![source.name.clone()]),
            ClaimBasis::Waived(_) => without_answer(Vec::new()),
        };
        if outcome.answer.is_some() || outcome.result.is_none() && claim.query().is_none() {
            outcome.verdict = verdict_of(&claim.basis, &outcome.sources, report);
        }
        outcomes.push(outcome);
    }
    outcomes
}

fn without_answer(sources: Vec<String>) -> Outcome {
    Outcome { answer: None, result: None, rows: Vec::new(), sources, verdict: Verdict::Broken }
}

fn settle_query(
    report: &Report,
    facts: &Facts,
    claim: &Claim,
    query: &MappedText,
    problems: &mut Diagnostics,
) -> Outcome {
    let result = match facts.query(query.as_str()) {
        Ok(result) => result,
        Err(_) if facts.speaks_of_unreadable(query.as_str()) => return without_answer(Vec::new()),
        Err(error) => {
            problems.push(query_failed(claim, query, &error));
            return without_answer(Vec::new());
        }
    };
    let languages: Vec<&str> =
        report.languages.iter().map(super::super::language::Language::tag).collect();
    let answer = match Answer::of_result(&result, &languages, &report.bands) {
        Ok(answer) => Some(answer),
        Err(fault) => {
            problems.push(no_answer(facts, claim, query, &result, &fault));
            None
        }
    };
    let answer = answer.filter(|answer| kind_fits(claim, query, answer, problems));
    if let Some(answer) = &answer {
        check_self_proof(claim, query, &result, answer, problems);
    }
    Outcome {
        answer,
        rows: result.read.clone(),
        sources: result.tables.clone(),
        result: Some(result),
        verdict: Verdict::Broken,
    }
}

/// A `holds` answers true or false, a `query` anything else.
fn kind_fits(
    claim: &Claim,
    query: &MappedText,
    answer: &Answer,
    problems: &mut Diagnostics,
) -> bool {
    let is_truth = matches!(answer, Answer::Truth(_));
    let wants_truth = matches!(claim.basis, ClaimBasis::Holds(_));
    if is_truth != wants_truth {
        problems.push(wrong_kind(claim, query, wants_truth));
    }
    is_truth == wants_truth
}

fn check_self_proof(
    claim: &Claim,
    query: &MappedText,
    result: &QueryResult,
    answer: &Answer,
    problems: &mut Diagnostics,
) {
    if result.tables.is_empty() || !result.reads_values {
        problems.push(reads_no_source(claim, query));
    } else if let Some(literal) = result.literals.iter().find(|literal| is_answer(literal, answer))
    {
        problems.push(holds_its_answer(claim, query, literal));
    }
}

fn on_query(code: Code, message: String, claim: &Claim, query: &MappedText) -> Diagnostic {
    Diagnostic::new(code, message)
        .at(query.whole_span(), "this query")
        .at(claim.id.span, format!("of claim `{}`", claim.id.name))
}

fn query_failed(claim: &Claim, query: &MappedText, error: &QueryError) -> Diagnostic {
    on_query(
        error.code,
        format!("the query of claim `{}` fails: {error}", claim.id.name),
        claim,
        query,
    )
    .note(format!("query: {}", query.as_str()))
    .help("sources are tables, named by their ids; names with capitals or hyphens go in double quotes")
}

fn no_answer(
    facts: &Facts,
    claim: &Claim,
    query: &MappedText,
    result: &QueryResult,
    fault: &Fault,
) -> Diagnostic {
    let id = &claim.id.name;
    let text = format!("query: {}", query.as_str());
    let diagnostic = match fault {
        Fault::NoRow => on_query(
            Code::QueryWithoutRows,
            format!("the query of claim `{id}` finds no row"),
            claim,
            query,
        )
        .help("look at the values in its WHERE: text is compared exactly, capitals and blanks included"),
        Fault::ManyRows(rows) => on_query(
            Code::QueryWithManyRows,
            format!("the query of claim `{id}` finds {rows} rows, but a claim has one answer"),
            claim,
            query,
        )
        .help("narrow its WHERE, or sum up with sum, count, min or max"),
        Fault::Null(column) => on_query(
            Code::QueryWithNull,
            format!("the query of claim `{id}` answers NULL in column `{column}`"),
            claim,
            query,
        )
        .help("a sum or maximum over no rows is NULL, and so is an empty cell"),
        Fault::Columns(columns) => on_query(
            Code::QueryFailed,
            format!("the query of claim `{id}` returns the columns {}", columns.join(", ")),
            claim,
            query,
        )
        .help("return one value, or a column for each language (`AS en`, `AS zh`), or `value` with `qualifier`"),
        Fault::Qualifier(word) => on_query(
            Code::QueryFailed,
            format!("`{word}`, the qualifier that the query of claim `{id}` returns, is none"),
            claim,
            query,
        )
        .help("qualifiers are exact, about, nearly, more-than, at-least, less-than, at-most"),
    };
    label_rows(diagnostic.note(text), facts, &result.read)
}

/// Shows the rows in the data files that an answer rests on: the first few of them.
pub fn label_rows(mut diagnostic: Diagnostic, facts: &Facts, rows: &[RowReference]) -> Diagnostic {
    const SHOWN: usize = 3;
    for reference in rows.iter().take(SHOWN) {
        let table = facts.table(&reference.table);
        if let Some(span) = table.and_then(|table| table.row_span(reference.row)) {
            diagnostic = diagnostic.at(span, "the answer rests on this row");
        }
    }
    if rows.len() > SHOWN {
        diagnostic = diagnostic.note(format!("it rests on {} rows in all", rows.len()));
    }
    diagnostic
}

fn wrong_kind(claim: &Claim, query: &MappedText, wants_truth: bool) -> Diagnostic {
    let id = &claim.id.name;
    let (message, help) = if wants_truth {
        (
            format!("`holds` of claim `{id}` does not answer true or false"),
            "state a comparison, or use `query`",
        )
    } else {
        (format!("the query of claim `{id}` answers true or false"), "use `holds` for a statement")
    };
    on_query(Code::QueryFailed, message, claim, query).help(help)
}

fn reads_no_source(claim: &Claim, query: &MappedText) -> Diagnostic {
    on_query(
        Code::SelfProvingQuery,
        format!(
            "the query of claim `{}` reads nothing of a source, so it proves itself",
            claim.id.name
        ),
        claim,
        query,
    )
    .help("select a column of a source of the report, or count its rows")
}

fn holds_its_answer(claim: &Claim, query: &MappedText, literal: &Value) -> Diagnostic {
    on_query(
        Code::SelfProvingQuery,
        format!(
            "the query of claim `{}` has its answer, {literal}, written into it",
            claim.id.name
        ),
        claim,
        query,
    )
    .help("let the data give the value; choose rows by their key, not by the figure")
}
