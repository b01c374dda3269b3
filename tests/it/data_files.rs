//! Files of data, good and bad: the same table in every format, and a file for each fault there is.

use std::fs;
use std::path::PathBuf;

use recto::diagnostics::Diagnostic;
use recto::files::{Disk, Memory};
use recto::pipeline::{Check, CheckOptions, check};
use serde::Deserialize;

use crate::support::{Silent, project};

/// A bad file and what has to be said of it.
#[derive(Debug, Deserialize)]
struct Case {
    file: String,
    settings: String,
    code: String,
    /// `line:column` in a text, the cell in a workbook; empty where the file has no places.
    at: String,
    /// What the message has to name where the file has no places.
    name: String,
    /// A part of the help.
    help: String,
    fault: String,
    /// A query of a claim, where the fault shows only when the data are asked.
    #[serde(default)]
    query: String,
}

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

fn data(folder: &str) -> PathBuf {
    project().join("tests/data").join(folder)
}

fn manifest(sources: &str) -> String {
    format!(
        "[report]\nid = \"t\"\ntitle = {{ en = 'T', zh = '题' }}\nlanguages = [\"en\", \"zh\"]\ndate = 2026-01-01\n\
         publisher = {{ en = 'P', zh = '社' }}\nchapters = [\"c.toml\"]\n[edition.en]\nlayout = \"single\"\nlanguages = [\"en\"]\n\n{sources}"
    )
}

const RECORD: &str = "title = { en = 'S', zh = '源' }\npublisher = \"P\"\nbasis = \"primary\"\n";

/// Checks a report with one source and no text, on disk since databases are files of the disk.
fn check_file(case: &Case) -> Check {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    let source = format!("[source.data]\npath = \"{}\"\n{RECORD}{}\n", case.file, case.settings);
    write("report.toml", manifest(&source).as_bytes());
    let claim = if case.query.is_empty() {
        String::new()
    } else {
        format!(
            "[claim.a]\nquery = '{}'\n[[block]]\nen = 'It is [12](#a).'\nzh = '为[12](#a)。'\n",
            case.query
        )
    };
    write("c.toml", format!("title = {{ en = 'C', zh = '章' }}\n{claim}").as_bytes());
    write(&case.file, &fs::read(data("bad").join(&case.file)).unwrap());
    check(&Disk::new(folder.path()), &CheckOptions::default(), &mut Silent)
}

/// What is wrong with the outcome of a case, if anything.
fn fault(case: &Case, check: &Check) -> Option<String> {
    let found: Vec<&Diagnostic> =
        check.problems.iter().filter(|problem| problem.code.name() == case.code).collect();
    let all: Vec<String> = check
        .problems
        .iter()
        .map(|problem| recto::diagnostics::render::short(problem, &check.sources))
        .filter(|line| !line.contains("unused-source"))
        .collect();
    let told = |what: &str| {
        Some(format!("{} ({}): {what}; told:\n    {}", case.file, case.fault, all.join("\n    ")))
    };
    if found.is_empty() {
        return told(&format!("no {}", case.code));
    }
    let text = |problem: &Diagnostic| {
        format!("{} {} {}", problem.message, problem.notes.join(" "), problem.help.join(" "))
    };
    let is_placed = |problem: &&&Diagnostic| {
        if case.at.is_empty() {
            return text(problem).contains(&case.name);
        }
        let Some(label) = problem.labels.first() else { return false };
        let position = check.sources.position(label.span);
        format!("{}:{}", position.line, position.column) == case.at
            || text(problem).contains(&format!("cell {} ", case.at))
            || text(problem).contains(&format!("cells {}:", case.at))
    };
    let placed: Vec<&&Diagnostic> = found.iter().filter(is_placed).collect();
    if placed.is_empty() {
        return told(&format!("not at {} {}", case.at, case.name));
    }
    if !placed.iter().any(|problem| text(problem).contains(&case.help)) {
        return told(&format!("no help with `{}`, but: {}", case.help, placed[0].help.join(" ")));
    }
    None
}

#[test]
fn every_bad_file_is_told_at_its_place() {
    let text = fs::read_to_string(data("bad").join("cases.toml")).unwrap();
    let cases: Cases = toml::from_str(&text).unwrap();
    let faults: Vec<String> =
        cases.case.iter().filter_map(|case| fault(case, &check_file(case))).collect();
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), cases.case.len(), faults.join("\n"));
    assert!(cases.case.len() >= 40);
}

/// The table that every good file holds, as the CSV writes it.
#[test]
fn every_format_holds_the_same_table() {
    let settings = fs::read_to_string(data("good").join("settings.toml")).unwrap();
    let sources = settings.replace("\n[source.", &format!("\n{RECORD}\n[source."));
    let sources = format!("{sources}\n{RECORD}").replacen(RECORD, "", 1);
    let names: Vec<&str> = settings
        .lines()
        .filter_map(|line| line.strip_prefix("[source.")?.strip_suffix(']'))
        .filter(|name| name.starts_with("regions"))
        .collect();
    assert!(names.len() >= 12, "{names:?}");
    let query = "region, year, amount, launched, active, note";
    let mut chapter = "title = { en = 'C', zh = '章' }\n".to_owned();
    for name in &names {
        let (first, second) =
            (format!("SELECT {query} FROM {name}"), format!("SELECT {query} FROM regions_csv"));
        // Rows that one has and the other has not, either way.
        chapter += &format!(
            "[claim.{}]\nholds = '''SELECT count(*) = 0 FROM (({first} EXCEPT {second}) UNION ALL ({second} EXCEPT {first}))'''\n",
            name.replace('_', "-")
        );
    }
    chapter += "[[block]]\n";
    for language in ["en", "zh"] {
        let links: Vec<String> =
            names.iter().map(|name| format!("[same](#{})", name.replace('_', "-"))).collect();
        chapter += &format!("{language} = '''{}'''\n", links.join(" "));
    }
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(data("good")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    fs::write(folder.path().join("report.toml"), manifest(&sources)).unwrap();
    fs::write(folder.path().join("c.toml"), chapter).unwrap();
    let check = check(&Disk::new(folder.path()), &CheckOptions::default(), &mut Silent);
    let told: Vec<String> = check
        .problems
        .iter()
        .filter(|problem| problem.severity == recto::diagnostics::Severity::Error)
        .map(|problem| recto::diagnostics::render::short(problem, &check.sources))
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    let checked = check.report.as_ref().unwrap().checked();
    assert_eq!(checked.tally().proved, names.len());
    for name in &names {
        let rows = checked.facts.query(&format!(
            "SELECT count(*) AS n, count(note) AS notes, sum(amount) AS total FROM {name}"
        ));
        let rows = rows.unwrap();
        let of_csv = checked.facts.query(
            "SELECT count(*) AS n, count(note) AS notes, sum(amount) AS total FROM regions_csv",
        );
        assert_eq!(rows.rows, of_csv.unwrap().rows, "{name}");
    }
}

/// An address with a password does not belong into a file, and the message must not repeat it.
#[test]
fn an_address_in_the_report_is_refused_without_being_shown() {
    let secret = "hunter2";
    let source = format!(
        "[source.data]\nconnection = \"postgres://me:{secret}@db/x\"\ntable = \"t\"\n{RECORD}"
    );
    let manifest = manifest(&source);
    let folder = Memory::new([
        ("report.toml", manifest.as_str()),
        ("c.toml", "title = { en = 'C', zh = '章' }"),
    ]);
    let check = check(&folder, &CheckOptions::default(), &mut Silent);
    assert!(check.problems.has_errors());
    for problem in check.problems.iter() {
        for text in [
            recto::diagnostics::render::short(problem, &check.sources),
            recto::diagnostics::render::human(problem, &check.sources, false),
            recto::diagnostics::render::json(problem, &check.sources).to_string(),
        ] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}
