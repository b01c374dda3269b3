//! The table of revisions since the previous edition.

use recto::files::{Folder, Memory};
use recto::pipeline::{self, BuildOptions};
use serde_json::Value;

use crate::support::{
    Silent, build, check, errors, folder_in_memory, project, relative, text, write,
};

const PREVIOUS: &str = "previous/evidence.json";

fn small() -> Memory {
    let report = folder_in_memory(&project().join("tests/golden/small"));
    let manifest = text(&report, "report.toml");
    let third = "[edition.zh]\nlayout = \"single\"\nlanguages = [\"zh\"]\n";
    write(&report, "report.toml", &format!("{manifest}\n{third}"));
    report
}

fn edit(report: &Memory, path: &str, from: &str, to: &str) {
    let before = text(report, path);
    assert!(before.contains(from), "{path}: {from}");
    write(report, path, &before.replace(from, to));
}

/// The next edition, with the record of the one before.
fn revised() -> Memory {
    let (_, output) = build(&small(), &BuildOptions::default());
    let report = small();
    write(&report, PREVIOUS, &text(&output, "evidence.json"));
    edit(
        &report,
        "report.toml",
        "date = 2026-01-01",
        "date = 2026-07-01\nprevious = \"previous/evidence.json\"",
    );
    edit(
        &report,
        "report.toml",
        "[names]",
        "[revisions]\nhalf-year = { zh = '统计机构更正了数据', en = 'The office corrected its table' }\n\n[names]",
    );
    edit(&report, "data/policies.csv", "2019H1,12", "2019H1,13");
    edit(&report, "data/register.csv", "parks,20,", "parks,25,");
    for (from, to) in [
        ("[十二](#half-year)", "[十三](#half-year)"),
        ("[twelve](#half-year)", "[thirteen](#half-year)"),
        ("[38.7%](#share)", "[40.6%](#share)"),
        ("[超过20](#parks)", "[超过25](#parks)"),
        ("[more than 20](#parks)", "[more than 25](#parks)"),
    ] {
        edit(&report, "chapters/01.toml", from, to);
    }
    report
}

/// What `book.json` of an edition says of the revisions.
fn revisions(report: &Memory, edition: &str) -> Value {
    let output = Memory::default();
    let options = BuildOptions { editions: vec![edition.to_owned()], ..BuildOptions::default() };
    pipeline::emit_typst(report, &output, &options, &mut Silent).unwrap();
    let book: Value =
        serde_json::from_str(&text(&output, &format!("{edition}/book.json"))).unwrap();
    book["revisions"].clone()
}

/// A cell of the table; changed words in brackets.
fn cell(pieces: &Value) -> String {
    let piece = |piece: &Value| {
        let text = piece["text"].as_str().unwrap();
        if piece["changed"] == true { format!("[{text}]") } else { text.to_owned() }
    };
    pieces.as_array().unwrap().iter().map(piece).collect()
}

fn rows(revisions: &Value, language: &str) -> Vec<[String; 3]> {
    let mut rows = Vec::new();
    for row in revisions["rows"].as_array().unwrap() {
        let place = row["where"][language].as_str().unwrap().to_owned();
        for statement in row["statements"].as_array().unwrap() {
            if statement["lang"] == language {
                rows.push([place.clone(), cell(&statement["before"]), cell(&statement["now"])]);
            }
        }
    }
    rows
}

#[test]
fn every_statement_stands_as_it_was_and_as_it_is() {
    let report = revised();
    let revisions = revisions(&report, "screen");
    let table = |language: &str| rows(&revisions, language);
    let expected = |list: &[[&str; 3]]| -> Vec<[String; 3]> {
        list.iter().map(|row| row.map(str::to_owned)).collect()
    };
    assert_eq!(
        table("zh"),
        expected(&[
            [
                "第一章 政策",
                "2019年上半年出台政策[十二]项，占各期合计的[38.7%]，多于以往任何一年（见图1）。",
                "2019年上半年出台政策[十三]项，占各期合计的[40.6%]，多于以往任何一年（见图1）。",
            ],
            [
                "第一章 政策",
                "在建园区超过[20]个，SM2等标准约19项；",
                "在建园区超过[25]个，SM2等标准约19项；",
            ],
            ["第一章 政策", "占比为[38.7%]。", "占比为[40.6%]。"],
            ["第一章 政策", "在建园区：[超过20]", "在建园区：[超过25]"],
        ])
    );
    assert_eq!(
        table("en")[1..],
        expected(&[
            [
                "1 Policy",
                "There are more than [20] parks and about 19 standards such as SM2;",
                "There are more than [25] parks and about 19 standards such as SM2;",
            ],
            ["1 Policy", "the share is [38.7%].", "the share is [40.6%]."],
            [
                "1 Policy",
                "Parks under construction: [more than 20]",
                "Parks under construction: [more than 25]",
            ],
        ])
    );
    let reasons: Vec<bool> =
        revisions["rows"].as_array().unwrap().iter().map(|row| row["reason"].is_string()).collect();
    assert_eq!(reasons, [true, false, false, false]);
    assert_eq!(revisions["exhibits"]["zh"], "数据有改动：图1");
    let note = revisions["note"]["en"].as_str().unwrap();
    assert!(note.contains("the edition of 1 January 2026"), "{note}");
}

#[test]
fn every_edition_prints_it_in_its_own_languages() {
    let report = revised();
    for (edition, languages) in [("screen", &["zh", "en"][..]), ("zh", &["zh"]), ("en", &["en"])] {
        let revisions = revisions(&report, edition);
        for language in ["zh", "en"] {
            let count = if languages.contains(&language) { 4 } else { 0 };
            let found = revisions["rows"].as_array().unwrap().iter().flat_map(|row| {
                row["statements"].as_array().unwrap().iter().filter(|one| one["lang"] == language)
            });
            assert_eq!(found.count(), count, "{edition}: {language}");
        }
    }
    let (build, output) = build(&report, &BuildOptions::default());
    assert_eq!(build.editions.len(), 3, "{:?}", errors(&build.problems));
    for edition in &build.editions {
        let pdf = output.read(&edition.path).unwrap();
        let attached = recto::unpack::attachments(&pdf).unwrap();
        let previous = attached.iter().find(|(name, _)| name == "previous-evidence.json");
        assert_eq!(previous.unwrap().1, report.read(&relative(PREVIOUS)).unwrap());
    }
}

#[test]
fn without_a_previous_edition_there_is_no_table() {
    assert_eq!(revisions(&small(), "screen"), Value::Null);
    // One that says the same has a table without a row.
    let (_, output) = build(&small(), &BuildOptions::default());
    let report = small();
    write(&report, PREVIOUS, &text(&output, "evidence.json"));
    edit(&report, "report.toml", "[report]\n", "[report]\nprevious = \"previous/evidence.json\"\n");
    let revisions = revisions(&report, "en");
    assert_eq!(revisions["rows"], Value::Array(Vec::new()));
    assert_eq!(revisions["note"]["en"], "No statement differs from the edition of 1 January 2026.");
    assert_eq!(errors(&build(&report, &BuildOptions::default()).0.problems), Vec::<&str>::new());
}

#[test]
fn a_record_that_cannot_be_used_is_a_problem_of_report_toml() {
    let report = revised();
    let record = text(&report, PREVIOUS);
    for damaged in [
        String::new(),
        "[]".to_owned(),
        record.replace("recto-evidence/1", "recto-evidence/7"),
        record.replace("\"id\": \"small\"", "\"id\": \"large\""),
        record[..record.len() / 2].to_owned(),
    ] {
        write(&report, PREVIOUS, &damaged);
        assert_eq!(errors(&check(&report).problems), ["unusable-previous"]);
    }
    write(&report, PREVIOUS, &record);
    edit(&report, "report.toml", "half-year = {", "half-years = {");
    assert_eq!(errors(&check(&report).problems), ["unknown-reference"]);
    edit(&report, "report.toml", "previous = \"previous/evidence.json\"\n", "");
    assert_eq!(errors(&check(&report).problems), ["missing-key"]);
}
