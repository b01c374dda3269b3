//! `source-without-provenance`: a reader has to be able to find what was copied.

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::report::{Basis, Report, SourceDefinition};
use crate::verify::CheckedReport;

pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for source in &checked.report.sources {
        // Primary data are the publisher's own; nobody else has to be found.
        if source.data.is_none() || source.basis == Basis::Primary {
            continue;
        }
        let missing = missing(&checked.report, source);
        if !missing.is_empty() {
            problems.push(without_provenance(source, &missing));
        }
    }
}

/// The keys that neither the source nor the publication it is copied from states.
fn missing(report: &Report, source: &SourceDefinition) -> Vec<&'static str> {
    let publication = source.publication.as_ref().and_then(|id| report.source(&id.name));
    let stated = |has: fn(&SourceDefinition) -> bool| has(source) || publication.is_some_and(has);
    let mut missing = Vec::new();
    if !stated(|source| source.retrieved.is_some()) {
        missing.push("retrieved");
    }
    if !stated(|source| source.licence.is_some()) {
        missing.push("licence");
    }
    // A publication that is not on the web is described in words.
    if !stated(|source| source.url.is_some() || source.note.is_some()) {
        missing.push("url");
    }
    missing
}

fn without_provenance(source: &SourceDefinition, missing: &[&str]) -> Diagnostic {
    Diagnostic::new(
        Code::SourceWithoutProvenance,
        format!(
            "source `{}` is copied from a publication and does not say {}",
            source.id.name,
            missing.iter().map(|key| meaning(key)).collect::<Vec<_>>().join(" and ")
        ),
    )
    .at(source.id.span, "")
    .help(format!(
        "add {}, or name the source that has it: `publication = \"..\"`",
        missing.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
    ))
}

fn meaning(key: &str) -> &'static str {
    match key {
        "retrieved" => "when",
        "licence" => "under which licence",
        _ => "from where",
    }
}
