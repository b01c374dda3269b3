//! What a new check of the enclosed report finds, against the record.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Finding, Proof};
use crate::evidence::{self, AuthorFile, Circumstances, Claim, ClaimKind, Evidence};
use crate::files::Scratch;
use crate::pipeline::{CheckOptions, Observer, check};

/// Checks the enclosed report and compares the outcome with the record.
pub fn check_again(
    record: &Evidence,
    folder: &Scratch,
    proof: &mut Proof,
    observer: &mut dyn Observer,
) {
    // With its theme, which may have come from elsewhere: its files are on the list of the record.
    let theme = record.editions.first().map(|edition| edition.theme.clone());
    let options = CheckOptions { confined: true, theme, ..CheckOptions::default() };
    let found = check(folder, &options, observer);
    let Some(outcome) = &found.report else {
        proof
            .findings
            .push(Finding::new("the report", "the files in the PDF make no report any more"));
        return;
    };
    let circumstances = Circumstances { problems: &found.problems, mutation: record.mutation };
    let again = evidence::record(outcome.checked(), &found.sources, circumstances);
    let absent = absent_sources(record);
    engine(record, &again, proof);
    claims(record, &again, &absent, proof);
    exhibits(record, &again, &absent, proof);
    sources(record, &again, &absent, proof);
    let rest = [
        ("the head of the report", json(&record.report), json(&again.report)),
        ("the headings", json(&record.outline), json(&again.outline)),
        ("the list of the report's files", json(carried(record)), json(carried(&again))),
        ("the numerals that were not checked", json(&record.not_checked), json(&again.not_checked)),
        (
            "the languages read for digits alone",
            json(&record.digits_only),
            json(&again.digits_only),
        ),
    ];
    for (subject, told, found) in rest {
        if told != found {
            proof.findings.push(Finding::new(subject, difference(&told, &found)));
        }
    }
    // Whatever rests on absent data is broken in this check, and so are the counts.
    if absent.is_empty() {
        for (subject, told, found) in [
            ("the tally of verdicts", json(&record.tally), json(&again.tally)),
            ("the counts of rules", json(&record.rules), json(&again.rules)),
        ] {
            if told != found {
                proof.findings.push(Finding::new(subject, difference(&told, &found)));
            }
        }
    }
}

/// The files that the PDF carries; a font that it does not carry is known by its digest alone.
fn carried(record: &Evidence) -> Vec<&AuthorFile> {
    record.files.iter().filter(|file| file.attachment.is_some()).collect()
}

/// Sources whose data the PDF does not carry.
fn absent_sources(record: &Evidence) -> BTreeSet<&str> {
    let absent =
        record.sources.iter().filter(|source| source.file.is_some() && source.attachment.is_none());
    absent.map(|source| source.id.as_str()).collect()
}

fn engine(record: &Evidence, again: &Evidence, proof: &mut Proof) {
    if record.engine.recto != again.engine.recto {
        proof.limits.push(format!(
            "the PDF was made by Recto {}, and this is {}: what the two find may differ",
            record.engine.recto, again.engine.recto
        ));
    } else if record.engine != again.engine {
        let (told, found) = (json(&record.engine), json(&again.engine));
        proof.findings.push(Finding::new("fonts and templates", difference(&told, &found)));
    }
}

fn claims(record: &Evidence, again: &Evidence, absent: &BTreeSet<&str>, proof: &mut Proof) {
    for told in &record.claims {
        let subject = format!("claim {}", told.id);
        let without_data = told.sources.iter().any(|source| absent.contains(source.as_str()));
        let Some(found) = again.claim(&told.id) else {
            // A row of a register is there with the register alone.
            if without_data && told.kind == ClaimKind::Register {
                continue;
            }
            proof.findings.push(Finding::new(subject, "the report in the PDF has no such claim"));
            continue;
        };
        if without_data {
            // Only what needs no data.
            let bare = |claim: &Claim| json((claim.kind, &claim.query, &claim.unit, &claim.period));
            if bare(told) != bare(found) {
                proof.findings.push(Finding::new(subject, difference(&bare(told), &bare(found))));
            }
            continue;
        }
        proof.compared.claims += 1;
        proof.compared.queries += usize::from(found.query.is_some());
        let (told, found) = (unprinted(told), unprinted(found));
        if told != found {
            proof.findings.push(Finding::new(subject, difference(&told, &found)));
        }
    }
    for found in &again.claims {
        if record.claim(&found.id).is_none() {
            let subject = format!("claim {}", found.id);
            proof.findings.push(Finding::new(subject, "it was taken out of the record"));
        }
    }
}

/// A claim without its places on pages, which a check does not know.
fn unprinted(claim: &Claim) -> Value {
    let mut claim = claim.clone();
    claim.places.iter_mut().for_each(|place| place.printed.clear());
    json(&claim)
}

fn exhibits(record: &Evidence, again: &Evidence, absent: &BTreeSet<&str>, proof: &mut Proof) {
    for told in &record.exhibits {
        if told.sources.iter().any(|source| absent.contains(source.as_str())) {
            continue;
        }
        proof.compared.queries += 1;
        let found = again.exhibits.iter().find(|exhibit| exhibit.id == told.id);
        let (told, id) = (json(told), &told.id);
        let found = found.map_or(Value::Null, json);
        if told != found {
            proof.findings.push(Finding::new(format!("exhibit {id}"), difference(&told, &found)));
        }
    }
    for found in &again.exhibits {
        if !record.exhibits.iter().any(|exhibit| exhibit.id == found.id) {
            let subject = format!("exhibit {}", found.id);
            proof.findings.push(Finding::new(subject, "it was taken out of the record"));
        }
    }
}

fn sources(record: &Evidence, again: &Evidence, absent: &BTreeSet<&str>, proof: &mut Proof) {
    let told = record.sources.iter().filter(|source| !absent.contains(source.id.as_str()));
    for told in told {
        let found = again.source(&told.id).map_or(Value::Null, json);
        let (subject, told) = (format!("source {}", told.id), json(told));
        if told != found {
            proof.findings.push(Finding::new(subject, difference(&told, &found)));
        }
    }
}

fn json(value: impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("the record holds plain data")
}

/// The first member in which two values differ: `answer: the record says 13, the data say 12`.
fn difference(told: &Value, found: &Value) -> String {
    let mut path = Vec::new();
    let (told, found) = descend(told, found, &mut path);
    let path = if path.is_empty() { String::new() } else { format!("{}: ", path.join(" ")) };
    format!("{path}the record says {}, the report and its data say {}", brief(told), brief(found))
}

fn descend<'a>(
    told: &'a Value,
    found: &'a Value,
    path: &mut Vec<String>,
) -> (&'a Value, &'a Value) {
    match (told, found) {
        (Value::Object(a), Value::Object(b)) => {
            let name = a.keys().chain(b.keys()).find(|name| a.get(*name) != b.get(*name));
            match name {
                Some(name) => {
                    path.push(name.clone());
                    descend(
                        a.get(name).unwrap_or(&Value::Null),
                        b.get(name).unwrap_or(&Value::Null),
                        path,
                    )
                }
                None => (told, found),
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            match a.iter().zip(b).position(|(a, b)| a != b) {
                Some(index) => {
                    path.push((index + 1).to_string());
                    descend(&a[index], &b[index], path)
                }
                None => (told, found),
            }
        }
        _ => (told, found),
    }
}

fn brief(value: &Value) -> String {
    const LONGEST: usize = 60;
    let text = match value {
        Value::Null => return "nothing".to_owned(),
        Value::String(text) => format!("`{text}`"),
        Value::Array(values) => format!("{} entries", values.len()),
        other => other.to_string(),
    };
    if text.chars().count() <= LONGEST {
        return text;
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}
