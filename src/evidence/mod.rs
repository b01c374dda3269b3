//! The record of what was checked: every claim, query, answer, source and verdict, for machines.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::book::Attachment;
use crate::claims::{Claim, ClaimBasis, Use};
use crate::facts::{LoadedSource, Original};
use crate::report::{Basis, LocalText, Localised, SourceDefinition};
use crate::source::{SourceMap, Span};
use crate::typeset::TYPST_VERSION;
use crate::verify::{CheckedReport, Outcome, exemptions, print_answer_plain};

/// The format of the record; readers check it first.
pub const SCHEMA: &str = "recto-evidence/1";

/// How a report's changes for the worse were noticed, where that was measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MutationScore {
    /// Changes that made a sentence false.
    pub wrong: usize,
    /// Those of them that the check refused.
    pub refused: usize,
    /// Changes that left every sentence true.
    pub still_true: usize,
    /// Changes that the independent evaluation could not judge.
    pub not_judged: usize,
}

/// The record of a checked report. The same report gives the same record.
pub fn record(
    checked: &CheckedReport,
    sources: &SourceMap,
    mutation: Option<MutationScore>,
) -> Value {
    let tally = checked.tally();
    let digests = checked.facts.digests();
    let report = &checked.report;
    let claims = checked.claims.list.iter().zip(&checked.outcomes);
    let used = claims.filter(|(claim, _)| !claim.uses.is_empty());
    json!({
        "schema": SCHEMA,
        "engine": { "recto": env!("CARGO_PKG_VERSION"), "typst": TYPST_VERSION },
        "report": {
            "id": report.id,
            "date": report.date.to_string(),
            "languages": report.languages.iter().map(super::language::Language::tag).collect::<Vec<_>>(),
        },
        "tally": {
            "proved": tally.proved,
            "agrees-with-source": tally.agreeing,
            "attributed": tally.attributed,
            "waived": tally.waived,
        },
        "sources": report.sources.iter().map(|source| source_record(checked, source, &digests)).collect::<Vec<_>>(),
        "claims": used.map(|(claim, outcome)| claim_record(checked, claim, outcome, sources)).collect::<Vec<_>>(),
        "not-checked": not_checked(checked, sources),
        "mutation": mutation.map(|score| json!({
            "false": score.wrong,
            "refused": score.refused,
            "still-true": score.still_true,
            "not-judged": score.not_judged,
        })),
    })
}

/// The files that are attached to every PDF: the record and the data.
pub fn attachments(
    checked: &CheckedReport,
    sources: &SourceMap,
    mutation: Option<MutationScore>,
) -> Vec<Attachment> {
    let record = record(checked, sources, mutation);
    let mut bytes = serde_json::to_vec_pretty(&record).expect("the record holds plain data");
    bytes.push(b'\n');
    let mut list = vec![Attachment {
        name: "evidence.json".to_owned(),
        media_type: "application/json",
        description: "Every claim of the report with its query, answer and verdict".to_owned(),
        bytes,
    }];
    for source in checked.facts.sources() {
        let bytes = match &source.original {
            Original::Text(file) => sources.text(*file).as_bytes().to_vec(),
            Original::Bytes(bytes) => bytes.to_vec(),
            Original::Elsewhere => continue,
        };
        list.extend(attachment_name(source).map(|name| Attachment {
            media_type: media_type(&name),
            name,
            description: format!("Data of source {}", source.name),
            bytes,
        }));
    }
    list
}

/// The name of an attached data file: that of the source, so that two files never share one. Data that
/// are not held as a file are not attached.
pub fn attachment_name(source: &LoadedSource) -> Option<String> {
    if matches!(source.original, Original::Elsewhere) {
        return None;
    }
    let extension = source.path.rsplit_once('.').map_or("csv", |(_, extension)| extension);
    Some(format!("{}.{}", source.name, extension.to_ascii_lowercase()))
}

/// The registered media type of a data file by its extension; bytes of other kinds are just that.
fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "csv" => "text/csv",
        "tsv" => "text/tab-separated-values",
        "json" => "application/json",
        "ndjson" | "jsonl" => "application/x-ndjson",
        "parquet" => "application/vnd.apache.parquet",
        "arrow" => "application/vnd.apache.arrow.file",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "sqlite" | "sqlite3" | "db" => "application/vnd.sqlite3",
        _ => "application/octet-stream",
    }
}

fn source_record(
    checked: &CheckedReport,
    source: &SourceDefinition,
    digests: &BTreeMap<String, String>,
) -> Value {
    let data = checked.facts.source(&source.id.name);
    json!({
        "id": source.id.name,
        "publisher": wordings(&source.publisher),
        "licence": source.licence.as_ref().map(wordings),
        "url": source.url,
        "retrieved": source.retrieved.map(|date| date.to_string()),
        "basis": match source.basis {
            Basis::Primary => "primary",
            Basis::Transcribed => "transcribed",
        },
        "file": data.map(|data| &data.path),
        "attachment": data.and_then(attachment_name),
        "sha256": digests.get(&source.id.name),
    })
}

fn claim_record(
    checked: &CheckedReport,
    claim: &Claim,
    outcome: &Outcome,
    sources: &SourceMap,
) -> Value {
    let (kind, statement) = match &claim.basis {
        ClaimBasis::Query(query) => ("query", json!(query.as_str())),
        ClaimBasis::Holds(query) => ("holds", json!(query.as_str())),
        ClaimBasis::Row(_) => ("register", Value::Null),
        ClaimBasis::Attributed(source) => ("attributed", json!(source.name)),
        ClaimBasis::Waived(reason) => ("waived", wordings(reason)),
    };
    let rows = outcome.rows.iter().map(|reference| json!([reference.table, reference.row + 1]));
    json!({
        "id": claim.id.name,
        "kind": kind,
        "statement": statement,
        "unit": claim.unit.name(),
        "period": claim.period.as_ref().and_then(|(period, _)| period.canonical()),
        "answer": outcome.answer.as_ref().map(|answer| print_answer_plain(answer, &claim.unit)),
        "rows": rows.collect::<Vec<_>>(),
        "sources": outcome.sources,
        "verdict": outcome.verdict.name(),
        "places": claim.uses.iter().map(|place| place_record(checked, place, sources)).collect::<Vec<_>>(),
    })
}

/// A remark by language.
fn wordings(remark: &Localised) -> Value {
    let wording =
        |text: &LocalText| (text.language.tag().to_owned(), json!(remark.plain(&text.language)));
    Value::Object(remark.texts.iter().map(wording).collect())
}

fn place_record(checked: &CheckedReport, place: &Use, sources: &SourceMap) -> Value {
    match place {
        Use::Card { span, .. } => located(*span, sources, json!({ "kind": "card" })),
        Use::Phrase(phrase) => {
            let text = &checked.claims.texts[phrase.text];
            let denoted: Vec<String> = text
                .quantities(phrase.link)
                .map(|quantity| format!("{} {}", quantity.interval, quantity.unit.name()))
                .collect();
            let details = json!({
                "kind": if phrase.inserted { "inserted" } else { "phrase" },
                "language": text.language.tag(),
                "phrase": (!phrase.inserted).then(|| text.phrase(phrase.link)),
                "denotes": denoted,
            });
            located(text.phrase_span(phrase.link), sources, details)
        }
    }
}

fn located(span: Span, sources: &SourceMap, mut details: Value) -> Value {
    let position = sources.position(span);
    details["file"] = json!(sources.name(span.file));
    details["line"] = json!(position.line);
    details["column"] = json!(position.column);
    details
}

/// Every numeral that stands outside of claims, and why it needs none.
fn not_checked(checked: &CheckedReport, sources: &SourceMap) -> Vec<Value> {
    let record = |exemption: crate::verify::Exemption| {
        let details = json!({ "class": exemption.class, "text": exemption.words });
        located(exemption.span, sources, details)
    };
    exemptions(checked).into_iter().map(record).collect()
}
