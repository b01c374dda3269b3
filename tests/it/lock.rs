//! `recto.lock` and the answers that one run keeps for the next.

use std::path::Path;

use recto::diagnostics::{Code, render};
use recto::files::Disk;
use recto::pipeline::{self, Check, CheckOptions};

use crate::support::Silent;

const MANIFEST: &str = r#"[report]
id = "t"
title = { en = 'T', zh = '题' }
languages = ["en", "zh"]
date = 2026-01-01
publisher = { en = 'P', zh = '社' }
chapters = ["c.toml"]
[source.counts]
path = "counts.csv"
types = { period = "text" }
title = { en = 'Counts', zh = '计数' }
publisher = "P"
basis = "primary"
[source.names]
path = "names.csv"
title = { en = 'Names', zh = '名称' }
publisher = "P"
basis = "primary"
[edition.en]
layout = "single"
languages = ["en"]
"#;

const CHAPTER: &str = r#"title = { en = 'C', zh = '章' }
[claim.last]
query = "SELECT n FROM counts WHERE period = '2019H1'"
[claim.many]
holds = "SELECT sum(n) > 10 FROM counts"
[claim.places]
query = "SELECT count(*) FROM names"
[[block]]
en = 'They issued [12](#last) documents, [more than before](#many), in [two](#places) places.'
zh = '出台[12](#last)项文件，[多于以往](#many)，分布于[两](#places)地。'
[[block]]
caption = { en = 'Counts', zh = '计数' }
source = "counts"
[block.table]
id = "table"
query = "SELECT period, n FROM counts ORDER BY period"
[[block.table.column]]
column = "period"
title = { en = 'Period', zh = '时期' }
[[block.table.column]]
column = "n"
title = { en = 'Number', zh = '数量' }
"#;

fn report() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| write(folder.path(), name, text);
    write("report.toml", MANIFEST);
    write("c.toml", CHAPTER);
    write("counts.csv", "period,n\n2018,10\n2019H1,12\n");
    write("names.csv", "name\n甲\n乙\n");
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).unwrap();
}

fn locked(folder: &Path) -> Check {
    let options = CheckOptions { locked: true, ..CheckOptions::default() };
    pipeline::check(&Disk::new(folder), &options, &mut Silent)
}

fn open(folder: &Path) -> Check {
    pipeline::check(&Disk::new(folder), &CheckOptions::default(), &mut Silent)
}

/// What is out of date, a line each.
fn outdated(check: &Check) -> Vec<String> {
    let outdated = check.problems.iter().filter(|problem| problem.code == Code::OutdatedLock);
    outdated.map(|problem| render::short(problem, &check.sources)).collect()
}

fn renew(folder: &Path) -> bool {
    pipeline::lock(&Disk::new(folder), &mut Silent).unwrap().lock.is_some()
}

#[test]
fn a_lock_holds_a_report_to_its_data_and_answers() {
    let folder = report();
    let path = folder.path();
    assert!(outdated(&locked(path))[0].contains("there is no recto.lock"));
    assert!(renew(path));
    assert!(!locked(path).problems.has_errors());

    // The last number stays, and what it is compared with moves.
    write(path, "counts.csv", "period,n\n2018,11\n2019H1,12\n");
    assert!(!open(path).problems.has_errors(), "without --locked the report is clean");
    let told = outdated(&locked(path));
    let expected = [
        "report.toml:9:9: error[outdated-lock]: the data of source `counts` are not those",
        "c.toml:9:20: error[outdated-lock]: claim `last` rests on data that moved",
        "c.toml:9:43: error[outdated-lock]: claim `many` rests on data that moved",
        "c.toml:15:7: error[outdated-lock]: the rows of exhibit `table` are not those",
    ];
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (told, expected) in told.iter().zip(expected) {
        assert!(told.starts_with(expected), "{told}");
    }

    // An answer that moves is told with both values, at the sentence in each language.
    write(path, "names.csv", "name\n甲\n乙\n丙\n");
    let check = locked(path);
    let moved = check.problems.iter().find(|problem| problem.message.contains("moved from 2 to 3"));
    assert_eq!(moved.unwrap().labels.len(), 2);
}

#[test]
fn a_lock_is_renewed_only_of_a_clean_report() {
    let folder = report();
    let path = folder.path();
    assert!(renew(path));
    let before = std::fs::read(path.join("recto.lock")).unwrap();
    write(path, "counts.csv", "period,n\n2018,10\n2019H1,13\n");
    assert!(!renew(path), "12 is refuted by 13");
    assert_eq!(std::fs::read(path.join("recto.lock")).unwrap(), before);
    write(path, "counts.csv", "period,n\n2018,9\n2019H1,12\n");
    assert!(renew(path));
    assert!(!locked(path).problems.has_errors());
}

#[test]
fn a_damaged_lock_is_told_at_its_place() {
    let folder = report();
    for (text, place) in [
        ("version = 1\nsources = 12\n", "recto.lock:2:11: "),
        ("version = 2\n", "recto.lock:1:1: "),
        ("version = 1\n[answers\n", "recto.lock:2:"),
    ] {
        write(folder.path(), "recto.lock", text);
        let told = outdated(&locked(folder.path()));
        assert!(told.iter().any(|line| line.starts_with(place)), "{text}: {told:?}");
    }
    write(folder.path(), "recto.lock", "version = 1\n[answers]\ngone = \"1\"\n");
    assert!(
        outdated(&locked(folder.path())).iter().any(|line| line.contains("no longer has: gone"))
    );
}

/// Answers are taken over only for the same data, and never where a report is held to its lock.
#[test]
fn kept_answers_stand_for_the_data_they_came_from() {
    let folder = report();
    let path = folder.path();
    assert!(renew(path));
    assert!(!open(path).problems.has_errors());
    let kept = path.join(".recto/answers.json");
    let text = std::fs::read_to_string(&kept).unwrap();
    assert!(text.contains("SELECT n FROM counts"), "{text}");

    // Somebody writes another answer into the file.
    let forged = text.replace("{\"n\":\"12\"}", "{\"n\":\"99\"}");
    assert_ne!(forged, text);
    std::fs::write(&kept, &forged).unwrap();
    assert!(open(path).problems.has_errors(), "it is read");
    assert!(!locked(path).problems.has_errors(), "and not where it must not be");

    // With other bytes of the data, or damaged, it is as if it were not there.
    std::fs::write(&kept, &forged).unwrap();
    write(path, "counts.csv", "period,n\n2018,10\n2019H1,12\n\n");
    assert!(!open(path).problems.has_errors());
    std::fs::write(&kept, "{").unwrap();
    assert!(!open(path).problems.has_errors());
    assert!(std::fs::read_to_string(&kept).unwrap().contains("SELECT n FROM counts"));
}
