//! A whole report whose data lie in databases: the verdicts are those of the files, and no secret is told.

use std::path::Path;

use recto::diagnostics::render;
use recto::evidence::{self, Circumstances};
use recto::files::Disk;
use recto::lock::Lock;
use recto::pipeline::{Check, CheckOptions, check};
use recto::verify;

use crate::databases::server;
use crate::support::{Silent, flagship, outside, project, recto, stderr};

/// The flagship on disk, with what `place` says in the place of each path of a file.
fn flagship_with(place: impl Fn(&str) -> String) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&project().join("report"), folder.path());
    let manifest = folder.path().join("report.toml");
    let text = std::fs::read_to_string(&manifest).unwrap();
    let lines = text.lines().map(|line| {
        let table =
            line.strip_prefix("path = \"data/").and_then(|rest| rest.strip_suffix(".csv\""));
        table.map_or_else(|| line.to_owned(), &place)
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    std::fs::write(&manifest, text).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true if path.ends_with(".recto") => {}
            true => copy(&path, &target),
            false => std::fs::copy(&path, &target).map(|_| ()).unwrap(),
        }
    }
}

/// Each claim with its answer and verdict, and the errors.
fn verdicts(check: &Check) -> (Vec<String>, Vec<String>) {
    let errors = check
        .problems
        .iter()
        .filter(|problem| problem.severity == recto::diagnostics::Severity::Error);
    let errors = errors.map(|problem| render::short(problem, &check.sources)).collect();
    let Some(outcome) = &check.report else { return (Vec::new(), errors) };
    let checked = outcome.checked();
    let claims = checked.claims.list.iter().zip(&checked.outcomes);
    let lines = claims.map(|(claim, outcome)| {
        let answer =
            outcome.answer.as_ref().map(|answer| verify::print_answer_plain(answer, &claim.unit));
        format!("{} {answer:?} {}", claim.id.name, outcome.verdict.name())
    });
    (lines.collect(), errors)
}

#[test]
fn the_flagship_has_the_same_verdicts_from_postgres() {
    let Some(url) = server() else { return };
    let folder =
        flagship_with(|table| format!("connection = \"RECTO_TEST_PG\"\ntable = \"{table}\""));
    let from_server = check(&Disk::new(folder.path()), &CheckOptions::default(), &mut Silent);
    let from_files = check(&flagship(), &CheckOptions::default(), &mut Silent);
    assert_eq!(verdicts(&from_server), verdicts(&from_files));

    // What the program would show, write and attach.
    let checked = from_server.report.as_ref().unwrap().checked();
    let mut shown = Lock::of(checked).text();
    let circumstances = Circumstances { problems: &from_server.problems, mutation: None };
    for attachment in evidence::enclose(checked, &from_server.sources, circumstances).files {
        shown += &String::from_utf8_lossy(&attachment.bytes);
    }
    for problem in from_server.problems.iter() {
        shown += &render::human(problem, &from_server.sources, false);
        shown += &render::json(problem, &from_server.sources).to_string();
    }
    shown += &format!("{:?}", checked.facts);
    let secret = url.split("://").nth(1).unwrap().split('@').next().unwrap();
    let password = secret.split(':').nth(1).unwrap();
    assert!(password.len() > 8, "a password that could stand anywhere proves nothing");
    assert!(!shown.contains(password) && !shown.contains(&url), "a secret is told");
    // The lock pins the rows that were read, so that it tells when they move.
    assert!(Lock::of(checked).size().sources >= 30);
}

/// The program itself, from the command to the PDFs: nothing that it prints or writes tells the secret.
#[test]
fn no_output_of_the_program_tells_the_secret() {
    let Some(url) = server() else { return };
    let user = url.split("://").nth(1).unwrap().split('@').next().unwrap();
    let password = user.split_once(':').unwrap().1;
    let plain = percent_decoded(password);
    let folder =
        flagship_with(|table| format!("connection = \"RECTO_TEST_PG\"\ntable = \"{table}\""));
    let mut told = Vec::new();
    for arguments in [
        vec!["check", "."],
        vec!["check", ".", "--message-format", "json", "--notes"],
        vec!["lock", "."],
        vec!["check", ".", "--locked"],
        vec!["build", ".", "--out", "dist"],
        vec!["explain", "national-2019h1", "."],
    ] {
        let output = recto(&arguments, folder.path());
        assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
        told.extend(output.stdout);
        told.extend(output.stderr);
    }
    let mut pdfs = 0;
    let mut folders = vec![folder.path().to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            told.extend(std::fs::read(&path).unwrap());
            if path.extension().is_some_and(|extension| extension == "pdf") {
                pdfs += 1;
                // The streams of a PDF are packed.
                let unpacked = ["--qdf", "--object-streams=disable", path.to_str().unwrap(), "-"];
                told.extend(
                    outside("qpdf", &unpacked).map(|output| output.stdout).unwrap_or_default(),
                );
            }
        }
    }
    assert_eq!(pdfs, 3);
    for secret in [password, plain.as_str(), url.as_str()] {
        assert!(secret.len() > 8, "a password that could stand anywhere proves nothing");
        let found = told.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "a secret is told");
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if let (b'%', [high, low, after @ ..]) = (first, tail) {
            let digits = String::from_utf8(vec![*high, *low]).unwrap();
            bytes.push(u8::from_str_radix(&digits, 16).unwrap());
            rest = after;
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// A server that is away is told once at each source, and nothing that rests on it a second time.
#[test]
fn a_server_that_is_away_is_told_at_the_source() {
    let folder = flagship_with(|table| {
        if table == "policies" {
            "connection = \"RECTO_NO_SUCH_VARIABLE\"\ntable = \"policies\"".to_owned()
        } else {
            format!("path = \"data/{table}.csv\"")
        }
    });
    let found = check(&Disk::new(folder.path()), &CheckOptions::default(), &mut Silent);
    let (_, errors) = verdicts(&found);
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].contains("database-unavailable"), "{errors:?}");
}
