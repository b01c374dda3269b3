//! What a release rests on: digests of the files, and a date that does not come from the clock.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{copy, outside, project, recto, recto_with, skipped, stderr, stdout};

fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&project().join("tests/golden/small"), &folder.path().join("r"));
    let manifest = folder.path().join("r/report.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    let standard = "[edition.en]\nstandards = [\"a-3a\", \"ua-1\"]\n";
    fs::write(&manifest, text.replace("[edition.en]\n", standard)).unwrap();
    folder
}

#[test]
fn the_digests_are_those_of_the_files() {
    let folder = workspace();
    let output = recto(&["build", "r"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let dist = folder.path().join("dist");
    let sums = fs::read_to_string(dist.join("SHA256SUMS")).unwrap();
    let names: Vec<&str> = sums.lines().map(|line| &line[66..]).collect();
    let mut there: Vec<String> = fs::read_dir(&dist)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "SHA256SUMS")
        .collect();
    there.sort();
    assert_eq!(names, there, "every file in order, without the list itself");
    assert!(
        ["evidence.json", "small-en.pdf", "small-screen.pdf"]
            .iter()
            .all(|name| names.contains(name))
    );
    let verify = || {
        Command::new("sha256sum").args(["-c", "--strict", "SHA256SUMS"]).current_dir(&dist).output()
    };
    let Ok(output) = verify() else { return skipped("`sha256sum` cannot be run") };
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    fs::write(dist.join("evidence.json"), "{}").unwrap();
    assert!(!verify().unwrap().status.success(), "a changed file is noticed");
    // A draft is nothing to vouch for, and a refused build leaves the last one alone.
    assert_eq!(recto(&["build", "r", "--draft"], folder.path()).status.code(), Some(0));
    assert_eq!(fs::read_to_string(dist.join("SHA256SUMS")).unwrap(), sums);
    let data = folder.path().join("r/data/policies.csv");
    fs::write(&data, "period,documents\n2017,9\n2018,10\n2019H1,13\n").unwrap();
    assert_eq!(recto(&["build", "r"], folder.path()).status.code(), Some(1));
    assert_eq!(fs::read_to_string(dist.join("SHA256SUMS")).unwrap(), sums);
}

/// The bytes of the English edition, made with the variable set.
fn built(folder: &Path, epoch: Option<&str>) -> Vec<u8> {
    let variables: Vec<(&str, &str)> =
        epoch.iter().map(|value| ("SOURCE_DATE_EPOCH", *value)).collect();
    let output = recto_with(&["build", "r", "--edition", "en"], folder, &variables);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    fs::read(folder.join("dist/small-en.pdf")).unwrap()
}

/// What a PDF says in its metadata, which PDF/A keeps as plain text.
fn created(pdf: &[u8]) -> String {
    let text = String::from_utf8_lossy(pdf);
    let after = text.split_once("<xmp:CreateDate>").unwrap().1;
    after.split_once('<').unwrap().0.to_owned()
}

#[test]
fn the_variable_sets_the_date_of_creation_and_nothing_else() {
    let folder = workspace();
    let plain = built(folder.path(), None);
    assert!(created(&plain).starts_with("2026-01-01"), "{}", created(&plain));
    let pages = |folder: &Path| {
        outside("pdftotext", &["-layout", folder.join("dist/small-en.pdf").to_str().unwrap(), "-"])
            .map(|output| stdout(&output))
    };
    let printed = pages(folder.path());
    let dated = built(folder.path(), Some("1000000000"));
    assert!(created(&dated).starts_with("2001-09-09T01:46:40"), "{}", created(&dated));
    assert_eq!(pages(folder.path()), printed);
    assert!(built(folder.path(), Some("1000000000")) == dated, "same input, same bytes");
    assert!(built(folder.path(), None) == plain);
    if let Some(output) =
        outside("qpdf", &["--check", folder.path().join("dist/small-en.pdf").to_str().unwrap()])
    {
        assert!(output.status.success(), "{}", stdout(&output));
    }
}

#[test]
fn a_value_that_is_no_moment_could_not_run() {
    let folder = workspace();
    for value in ["", "yesterday", "-1", "1.5", "999999999999999"] {
        let output = recto_with(&["build", "r"], folder.path(), &[("SOURCE_DATE_EPOCH", value)]);
        assert_eq!(output.status.code(), Some(2), "{value}");
        assert!(stderr(&output).contains("SOURCE_DATE_EPOCH is `"), "{}", stderr(&output));
        assert!(!folder.path().join("dist").exists(), "{value}");
    }
    // A check makes nothing that bears a date.
    let output = recto_with(&["check", "r"], folder.path(), &[("SOURCE_DATE_EPOCH", "yesterday")]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}
