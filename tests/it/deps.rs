//! `--deps`: what a run depends on, as JSON and as GNU make reads it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::support::{copy, project, recto, skipped, stderr};

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

fn record(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// The small report with a shared list of names and a source on a server.
fn report(folder: &Path) {
    copy(&project().join("tests/golden/small"), folder);
    edit(&folder.join("report.toml"), "all = [\"SM2\"]", "file = \"names.toml\"");
    fs::write(folder.join("names.toml"), "all = [\"SM2\"]\n").unwrap();
}

const SERVER: &str = r#"
[source.server]
connection = "RECTO_NO_SUCH_VARIABLE"
table = "policies"
title = { zh = '服务器', en = 'A server' }
publisher = "An institute"
basis = "primary"
"#;

const INPUTS: [&str; 5] = [
    "r/chapters/01.toml",
    "r/data/policies.csv",
    "r/data/register.csv",
    "r/names.toml",
    "r/report.toml",
];

#[test]
fn every_input_is_listed_also_of_a_refused_report() {
    let folder = tempfile::tempdir().unwrap();
    let r = folder.path().join("r");
    report(&r);
    let check = |arguments: &[&str], status: i32| {
        let arguments = [&["check", "r", "--deps", "deep/check.json"], arguments].concat();
        let output = recto(&arguments, folder.path());
        assert_eq!(output.status.code(), Some(status), "{}", stderr(&output));
        record(&folder.path().join("deep/check.json"))
    };
    let clean = check(&[], 0);
    assert_eq!(strings(&clean["inputs"]), INPUTS);
    assert_eq!(
        (&clean["outputs"], &clean["variables"]),
        (&Value::Array(vec![]), &Value::Array(vec![]))
    );

    // The lock counts where it is compared.
    assert_eq!(recto(&["lock", "r"], folder.path()).status.code(), Some(0));
    assert_eq!(strings(&check(&["--locked"], 0)["inputs"])[4], "r/recto.lock");
    assert_eq!(strings(&check(&[], 0)["inputs"]), INPUTS);

    edit(&r.join("data/policies.csv"), "2019H1,12", "2019H1,13");
    assert_eq!(strings(&check(&[], 1)["inputs"]), INPUTS, "refused");
    let manifest = fs::read_to_string(r.join("report.toml")).unwrap();
    fs::write(r.join("report.toml"), manifest.clone() + SERVER).unwrap();
    assert_eq!(strings(&check(&[], 1)["variables"]), ["RECTO_NO_SUCH_VARIABLE"]);
    // What is not there is an input: when it comes, the result is another.
    fs::remove_file(r.join("data/register.csv")).unwrap();
    assert_eq!(strings(&check(&[], 1)["inputs"]), INPUTS);
    fs::write(r.join("report.toml"), manifest.replace("01.toml", "02.toml")).unwrap();
    assert!(strings(&check(&[], 1)["inputs"]).contains(&"r/chapters/02.toml"));
    fs::write(r.join("report.toml"), "[report").unwrap();
    assert_eq!(strings(&check(&[], 1)["inputs"]), ["r/report.toml"]);
}

#[test]
fn a_build_lists_what_it_wrote_and_a_refused_one_what_it_would_write() {
    let folder = tempfile::tempdir().unwrap();
    let r = folder.path().join("r");
    report(&r);
    let build = |arguments: &[&str], status: i32| {
        let arguments =
            [&["build", "r", "--out", "./dist", "--deps", "build.json"], arguments].concat();
        let output = recto(&arguments, folder.path());
        assert_eq!(output.status.code(), Some(status), "{}", stderr(&output));
        record(&folder.path().join("build.json"))
    };
    let clean = build(&[], 0);
    let written: BTreeSet<String> = fs::read_dir(folder.path().join("dist"))
        .unwrap()
        .map(|entry| format!("dist/{}", entry.unwrap().file_name().to_str().unwrap()))
        .collect();
    assert!(written.len() >= 4, "{written:?}");
    assert_eq!(strings(&clean["outputs"]), written.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(strings(&clean["inputs"]), INPUTS);
    assert_eq!(strings(&clean["variables"]), ["SOURCE_DATE_EPOCH"]);

    let one = build(&["--edition", "en"], 0);
    let expected = ["dist/SHA256SUMS", "dist/evidence.json", "dist/small-en.pdf"];
    let of_one = strings(&one["outputs"]);
    assert!(expected.iter().all(|file| of_one.contains(file)), "{of_one:?}");
    assert!(!of_one.contains(&"dist/small-screen.pdf"), "{of_one:?}");
    let draft = build(&["--edition", "en", "--draft"], 0);
    assert_eq!(strings(&draft["outputs"]), ["dist/review-draft.html", "dist/small-en-draft.pdf"]);
    edit(&r.join("data/policies.csv"), "2019H1,12", "2019H1,13");
    assert_eq!(build(&[], 1)["outputs"], clean["outputs"]);
    fs::write(r.join("report.toml"), "[report").unwrap();
    let unread = build(&[], 1);
    let unread = strings(&unread["outputs"]);
    assert!(unread.contains(&expected[0]) && unread.contains(&expected[1]), "{unread:?}");
}

#[test]
fn a_typst_project_is_an_output() {
    let folder = tempfile::tempdir().unwrap();
    report(&folder.path().join("r"));
    let output = recto(&["build", "r", "--emit-typst", "book", "--deps", "b.json"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let record = record(&folder.path().join("b.json"));
    let outputs = strings(&record["outputs"]);
    assert!(outputs.contains(&"book/en/main.typ"), "{outputs:?}");
    for file in outputs {
        assert!(folder.path().join(file).is_file(), "{file}");
    }
}

/// Sets when a file was changed, in seconds after some moment.
fn touch(path: &Path, seconds: u64) {
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + seconds);
    File::options().append(true).open(path).unwrap().set_modified(at).unwrap();
}

#[test]
fn make_runs_again_for_each_input_whatever_it_is_called() {
    if Command::new("make").arg("--version").output().is_err() {
        return skipped("`make` cannot be run");
    }
    let folder = tempfile::tempdir().unwrap();
    let name = "a b#c$d:e=f[g]*h 报告";
    let r = folder.path().join(name);
    report(&r);
    fs::rename(r.join("data/policies.csv"), r.join("data/it's $(x) #1.csv")).unwrap();
    edit(&r.join("report.toml"), "data/policies.csv", "data/it's $(x) #1.csv");
    let deps = "out dir/c$1.d";
    let output = recto(&["check", name, "--deps", deps], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let stamp = folder.path().join("out dir/c$1");
    File::create(&stamp).unwrap();
    fs::write(
        folder.path().join("Makefile"),
        "out\\ dir/c$$1:\n\ttouch '$@'\ninclude out\\ dir/c$$1.d\n",
    )
    .unwrap();
    let files: Vec<_> =
        INPUTS
            .iter()
            .map(|file| r.join(&file[2..]))
            .map(|file| {
                if file.ends_with("policies.csv") { r.join("data/it's $(x) #1.csv") } else { file }
            })
            .collect();
    let make = || {
        let make = Command::new("make").arg("-q").current_dir(folder.path()).output().unwrap();
        (make.status.code(), String::from_utf8_lossy(&make.stderr).into_owned())
    };
    touch(&stamp, 100);
    files.iter().for_each(|file| touch(file, 0));
    assert_eq!(make(), (Some(0), String::new()), "nothing is newer");
    for file in &files {
        touch(file, 200);
        assert_eq!(make(), (Some(1), String::new()), "{} is newer", file.display());
        touch(file, 0);
    }
    assert_eq!(make(), (Some(0), String::new()));
    // A deleted file is no reason to stop, but one to run again.
    fs::remove_file(r.join("names.toml")).unwrap();
    assert_eq!(make(), (Some(1), String::new()));
}

#[test]
fn what_a_makefile_cannot_say_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    report(&folder.path().join("r"));
    let output = recto(&["check", "r", "--deps", "deps"], folder.path());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("needs an extension"), "{}", stderr(&output));
    report(&folder.path().join("x; touch harm"));
    let output = recto(&["check", "x; touch harm", "--deps", "x.d"], folder.path());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("`--deps FILE.json` can"), "{}", stderr(&output));
    assert!(!folder.path().join("x.d").exists());
    let output = recto(&["check", "x; touch harm", "--deps", "x.json"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}
