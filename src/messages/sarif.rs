//! SARIF 2.1.0, for code scanning and editors.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::json;
use serde_sarif::sarif::{
    ArtifactLocation, Location, Message, MultiformatMessageString, PhysicalLocation, Region,
    ReportingConfiguration, ReportingDescriptor, Result as Finding, ResultLevel, Run,
    RunAutomationDetails, Sarif, Tool, ToolComponent,
};
use sha2::{Digest, Sha256};

use super::{Findings, Place, in_words};
use crate::diagnostics::{Code, Diagnostic, Label, Severity};
use crate::explain;
use crate::facts::hexadecimal;
use crate::files::Standpoint;

/// The folder that the program runs in: as a rule the root of a repository.
const SOURCE_ROOT: &str = "SRCROOT";

/// The folder of the report.
const REPORT: &str = "REPORT";

/// The name of the fingerprint; another way to make it gets another name.
const FINGERPRINT: &str = "rectoFinding/v1";

/// The whole log.
///
/// # Errors
/// When the log cannot be written as JSON.
pub fn log(findings: &Findings<'_>) -> Result<String> {
    let log = Sarif::builder()
        .schema("https://json.schemastore.org/sarif-2.1.0.json".to_owned())
        .version(json!("2.1.0"))
        .runs(vec![run(findings)])
        .build();
    let text = serde_json::to_string_pretty(&log).context("cannot write the SARIF log")?;
    Ok(text + "\n")
}

fn run(findings: &Findings<'_>) -> Run {
    let driver = ToolComponent::builder()
        .name("Recto")
        .version(env!("CARGO_PKG_VERSION").to_owned())
        .semantic_version(env!("CARGO_PKG_VERSION").to_owned())
        .rules(rules(findings))
        .build();
    // GitHub keeps the findings of each category apart, so that two reports do not close each other's.
    let category = match &findings.standpoint {
        Standpoint::Below(folder) if !folder.is_empty() => format!("recto/{folder}/"),
        _ => "recto/".to_owned(),
    };
    Run::builder()
        .tool(Tool::builder().driver(driver).build())
        .automation_details(RunAutomationDetails::builder().id(category).build())
        .column_kind(json!("unicodeCodePoints"))
        .default_encoding("utf-8".to_owned())
        .original_uri_base_ids(bases(&findings.standpoint))
        .results(results(findings))
        .build()
}

/// Every rule, in the order of the manual; the page of those that found something.
fn rules(findings: &Findings<'_>) -> Vec<ReportingDescriptor> {
    let found: Vec<Code> = findings.shown().map(|problem| problem.code).collect();
    Code::all().map(|code| rule(code, found.contains(&code))).collect()
}

fn rule(code: Code, with_page: bool) -> ReportingDescriptor {
    let summary = explain::summary(code);
    let configuration = match code.default_severity() {
        Severity::Allow => ReportingConfiguration::builder().enabled(false).build(),
        severity => ReportingConfiguration::builder().level(json!(level(severity))).build(),
    };
    let mut rule = ReportingDescriptor::builder()
        .id(code.name())
        .name(pascal_case(code.name()))
        .short_description(text(&summary))
        .full_description(text(&format!("{summary} {}", explain::reason(code))))
        .default_configuration(configuration)
        .build();
    if with_page {
        let page = explain::page(code).to_owned();
        rule.help =
            Some(MultiformatMessageString::builder().text(page.clone()).markdown(page).build());
    }
    rule
}

/// `claim-refuted` as `ClaimRefuted`, which is how SARIF writes names for people.
fn pascal_case(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().collect::<String>() + letters.as_str()
        })
    });
    words.collect()
}

fn text(text: &str) -> MultiformatMessageString {
    MultiformatMessageString::builder().text(text).build()
}

fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Error => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
        Severity::Note | Severity::Allow => ResultLevel::Note,
    }
}

fn results(findings: &Findings<'_>) -> Vec<Finding> {
    let index: BTreeMap<Code, i64> = Code::all().zip(0..).collect();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let result = |problem: &Diagnostic| {
        let mut fingerprint = fingerprint(problem, findings);
        let count = seen.entry(fingerprint.clone()).or_default();
        *count += 1;
        fingerprint += &format!(":{count}");
        let mut result = Finding::builder()
            .rule_id(problem.code.name().to_owned())
            .rule_index(index[&problem.code])
            .level(level(problem.severity))
            .message(message(&in_words(problem)))
            .locations(vec![primary(problem, findings)])
            .partial_fingerprints(BTreeMap::from([(FINGERPRINT.to_owned(), fingerprint)]))
            .build();
        let others = problem.labels.iter().skip(1).zip(1..);
        let others: Vec<Location> =
            others.map(|(label, id)| Location { id: Some(id), ..at(label, findings) }).collect();
        result.related_locations = (!others.is_empty()).then_some(others);
        result
    };
    findings.shown().map(result).collect()
}

/// What stays the same when lines move: the rule, the file, the words and what is said of them. A finding
/// that occurs more than once is counted behind it.
fn fingerprint(problem: &Diagnostic, findings: &Findings<'_>) -> String {
    let place = Place::primary(problem, findings);
    let words = problem.labels.first().map_or("", |label| findings.sources.snippet(label.span));
    let parts = [problem.code.name(), &findings.standpoint.path(&place.file), words];
    hexadecimal(&Sha256::digest([&parts[..], &[&problem.message]].concat().join("\0")))
}

fn primary(problem: &Diagnostic, findings: &Findings<'_>) -> Location {
    match problem.labels.first() {
        Some(label) => at(label, findings),
        None => location(&Place::primary(problem, findings), findings),
    }
}

fn at(label: &Label, findings: &Findings<'_>) -> Location {
    let mut location = location(&Place::of(label, findings), findings);
    if !label.text.is_empty() {
        location.message = Some(message(&label.text));
    }
    location
}

fn location(place: &Place, findings: &Findings<'_>) -> Location {
    let mut physical = PhysicalLocation::builder()
        .artifact_location(artifact(&place.file, &findings.standpoint))
        .build();
    physical.region = place.range.map(|(start, end)| {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        Region::builder()
            .start_line(number(start.line))
            .start_column(number(start.column))
            .end_line(number(end.line))
            .end_column(number(end.column))
            .build()
    });
    Location::builder().physical_location(physical).build()
}

/// A file of the report: from the root of the sources where the report lies there, from the report itself
/// elsewhere.
fn artifact(file: &str, standpoint: &Standpoint) -> ArtifactLocation {
    let (path, base) = match standpoint {
        Standpoint::Below(_) => (standpoint.path(file), SOURCE_ROOT),
        Standpoint::Elsewhere(_) => (file.to_owned(), REPORT),
    };
    ArtifactLocation::builder().uri(uri(&path)).uri_base_id(base.to_owned()).build()
}

/// What the bases stand for. The root has no address of its own: the log says the same on every machine.
fn bases(standpoint: &Standpoint) -> BTreeMap<String, ArtifactLocation> {
    let report = ArtifactLocation::builder().description(message("The folder of the report"));
    let report = match standpoint {
        Standpoint::Below(folder) if folder.is_empty() => {
            report.uri_base_id(SOURCE_ROOT.to_owned()).build()
        }
        Standpoint::Below(folder) => {
            report.uri(uri(folder) + "/").uri_base_id(SOURCE_ROOT.to_owned()).build()
        }
        Standpoint::Elsewhere(folder) => report.uri(file_uri(folder)).build(),
    };
    let root = ArtifactLocation::builder()
        .description(message("The folder in which recto was run"))
        .build();
    BTreeMap::from([(SOURCE_ROOT.to_owned(), root), (REPORT.to_owned(), report)])
}

/// `](` would make a link of words that quote a claim.
fn message(text: &str) -> Message {
    Message::builder().text(text.replace("](", "\\](")).build()
}

fn file_uri(folder: &Path) -> String {
    let path = uri(&folder.to_string_lossy().replace('\\', "/"));
    let path = path.trim_matches('/');
    if path.is_empty() { "file:///".to_owned() } else { format!("file:///{path}/") }
}

/// A path as a reference of RFC 3986: what is no plain character of a path is escaped byte by byte.
fn uri(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=@".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text += &format!("%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_reference() {
        assert_eq!(uri("a b/第一章.toml"), "a%20b/%E7%AC%AC%E4%B8%80%E7%AB%A0.toml");
        assert_eq!(uri("C:/100%#?"), "C%3A/100%25%23%3F");
        assert_eq!(file_uri(Path::new("/")), "file:///");
        assert_eq!(file_uri(Path::new("/srv/a b")), "file:///srv/a%20b/");
    }
}
