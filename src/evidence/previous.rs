//! The record of the edition that a report revises.

use super::format::Evidence;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::report::{Id, Report};
use crate::source::{SourceMap, Span};
use crate::verify::CheckedReport;

/// The record of the previous edition; none where the report names none, or one that cannot be used.
pub fn previous(report: &Report, sources: &SourceMap) -> Option<Evidence> {
    read(report, sources)?.ok()
}

/// Reports a previous record that cannot be used, and reasons for claims that neither edition has.
pub fn check_previous(checked: &CheckedReport, sources: &SourceMap, problems: &mut Diagnostics) {
    let report = &checked.report;
    let (Some(revisions), Some(read)) = (&report.revisions, read(report, sources)) else { return };
    let record = match read {
        Ok(record) => record,
        Err(fault) => {
            problems.push(unusable(revisions.path.as_str(), &fault, revisions.span));
            return;
        }
    };
    let known: Vec<&str> = checked
        .claims
        .list
        .iter()
        .filter(|claim| !claim.uses.is_empty())
        .map(|claim| claim.id.name.as_str())
        .chain(record.claims.iter().map(|claim| claim.id.as_str()))
        .collect();
    for (id, _) in &revisions.reasons {
        if !known.contains(&id.name.as_str()) {
            problems.push(unknown_claim(id, &known));
        }
    }
}

fn read(report: &Report, sources: &SourceMap) -> Option<Result<Evidence, String>> {
    let revisions = report.revisions.as_ref()?;
    let record = Evidence::read(sources.text(revisions.file).as_bytes());
    Some(record.and_then(|record| {
        if record.report.id == report.id {
            Ok(record)
        } else {
            Err(format!("it is of the report `{}`, and this is `{}`", record.report.id, report.id))
        }
    }))
}

fn unusable(path: &str, fault: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnusablePrevious, format!("`{path}` cannot be compared with: {fault}"))
        .at(span, "")
        .help("name the evidence.json that was written when the previous edition was built")
}

fn unknown_claim(id: &Id, known: &[&str]) -> Diagnostic {
    let message = format!("`{}` is no claim of this edition or of the previous one", id.name);
    Diagnostic::new(Code::UnknownReference, message)
        .at(id.span, "")
        .nearest(&id.name, known.iter().copied())
}
