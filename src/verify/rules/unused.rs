//! `unused-claim`, `unused-source`: what was declared and stands nowhere.

use std::collections::BTreeSet;

use crate::claims::{Claim, ClaimBasis, Target};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::report::SourceDefinition;
use crate::verify::CheckedReport;

/// Register rows may lie ready for later editions; claims that a chapter declares should be used.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    let bases: BTreeSet<&str> = checked
        .claims
        .list
        .iter()
        .filter_map(|claim| Some(claim.base.as_ref()?.name.as_str()))
        .collect();
    for claim in &checked.claims.list {
        let declared = !matches!(claim.basis, ClaimBasis::Row(_));
        if declared && claim.uses.is_empty() && !bases.contains(claim.id.name.as_str()) {
            problems.push(unused_claim(claim));
        }
    }
    let mut used = sources_in_use(checked);
    // A publication stands behind what is copied from it.
    for source in &checked.report.sources {
        if used.contains(&source.id.name) {
            used.extend(source.publication.iter().map(|id| id.name.clone()));
        }
    }
    for source in &checked.report.sources {
        if !used.contains(&source.id.name) {
            problems.push(unused_source(source));
        }
    }
}

fn sources_in_use(checked: &CheckedReport) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (claim, outcome) in checked.claims.list.iter().zip(&checked.outcomes) {
        if !claim.uses.is_empty() {
            used.extend(outcome.sources.iter().cloned());
        }
        // What a failing query would read is not known; its own problem has been reported.
        if let (Some(query), None) = (claim.query(), &outcome.result) {
            let sources = checked.report.sources.iter().map(|source| &source.id.name);
            used.extend(sources.filter(|id| query.as_str().contains(id.as_str())).cloned());
        }
    }
    for block in checked.report.blocks() {
        let Some(frame) = block.frame() else { continue };
        used.extend(frame.sources.iter().map(|source| source.name.clone()));
    }
    for definition in checked.report.definitions() {
        used.extend(definition.source.iter().map(|source| source.name.clone()));
    }
    for text in &checked.claims.texts {
        for link in &text.passage.links {
            if let Some(Target::Source(index)) = checked.claims.names.get(&link.id) {
                used.insert(checked.report.sources[index].id.name.clone());
            }
        }
    }
    for localised in checked.report.localised() {
        for text in &localised.texts {
            crate::claims::for_each_citation(&text.prose.blocks, &mut |id, _| {
                used.insert(id.to_owned());
            });
        }
    }
    used
}

fn unused_claim(claim: &Claim) -> Diagnostic {
    Diagnostic::new(
        Code::UnusedClaim,
        format!("claim `{}` stands nowhere in the report", claim.id.name),
    )
    .at(claim.id.span, "")
    .help("state it in the prose, or delete it")
}

fn unused_source(source: &SourceDefinition) -> Diagnostic {
    Diagnostic::new(
        Code::UnusedSource,
        format!("nothing in the report uses source `{}`", source.id.name),
    )
    .at(source.id.span, "")
    .help("delete it, or cite it: `[@id]`")
}
