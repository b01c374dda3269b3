//! What CI reads: JSON, SARIF, `JUnit` and workflow commands, several at once and in files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus};
use recto::messages::Format;
use serde_json::Value;

use crate::support::{assert_valid, copy, project, recto, stderr, stdout};

/// A claim of every verdict but two, an error that no claim is to blame for, and a warning.
const CHAPTER: &str = r#"title = { zh = '政策', en = 'Policy' }

[claim.half-year]
query = "SELECT documents FROM policies WHERE period = '2019H1'"

[claim.earlier]
query = "SELECT documents FROM policies WHERE period = '2018'"

[claim.lost]
query = "SELECT documents FROM policies WHERE period = '1999'"

[claim.growth]
attributed = "summary"

[claim.guess]
waived = { zh = '编者估计', en = 'an estimate of the editors' }

[claim.idle]
query = "SELECT count(*) FROM policies"

[[block]]
zh = '''2019年上半年出台政策[十二](#half-year)项，2018年[11](#earlier)项，1999年[3](#lost)项。𝟙据摘要，产业[稳步增长](#growth)[@summary]，产值[5](#guess)亿元，另有77项。'''
en = '''In the first half of 2019, [twelve](#half-year) documents were issued, [11](#earlier) in 2018 and [3](#lost) in 1999. According to the summary, the industry [grew steadily](#growth) [@summary], to [500 million](#guess) yuan, with 77 more.'''

[[block]]
zh = '在建园区[超过20](#parks)个，标准[约19](#standards)项。'
en = 'There are [more than 20](#parks) parks and [about 19](#standards) standards.'
"#;

/// The small report with that chapter, in a folder whose name wants escapes.
const REPORT: &str = "my report, 报告";

fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join(REPORT);
    copy(&project().join("tests/golden/small"), &report);
    fs::write(report.join("chapters/01.toml"), CHAPTER).unwrap();
    folder
}

const ALL: &[&str] = &[
    "--message-format",
    "human=out/deep/human.txt,short=out/short.txt,json=out/messages.jsonl",
    "--message-format",
    "sarif=out/recto.sarif",
    "--message-format",
    "junit=out/recto.xml,github=out/github.txt",
];

/// Checks with every format into a file, and holds each file against its schema.
fn check_all(folder: &Path, report: &str, status: i32) {
    let output = recto(&[&["check", report], ALL].concat(), folder);
    assert_eq!(output.status.code(), Some(status), "{}", stderr(&output));
    assert_eq!(stdout(&output), "", "everything went into files");
    assert!(!stderr(&output).contains("error["), "{}", stderr(&output));
    let out = folder.join("out");
    assert_valid("json", "docs/message.schema.json", &[&out.join("messages.jsonl")]);
    assert_valid("json", "tests/schemas/sarif-schema-2.1.0.json", &[&out.join("recto.sarif")]);
    assert_valid("xml", "tests/schemas/junit-10.xsd", &[&out.join("recto.xml")]);
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join("out").join(name)).unwrap()
}

fn messages(folder: &Path) -> Vec<Value> {
    read(folder, "messages.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn sarif_run(folder: &Path) -> Value {
    let log: Value = serde_json::from_str(&read(folder, "recto.sarif")).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(log["runs"].as_array().unwrap().len(), 1);
    log["runs"][0].clone()
}

/// The first result that is an error.
fn error(run: &Value) -> Value {
    let results = run["results"].as_array().unwrap();
    results.iter().find(|result| result["level"] == "error").unwrap().clone()
}

#[test]
fn every_format_tells_of_the_same_problems() {
    let folder = workspace();
    check_all(folder.path(), REPORT, 1);
    let messages = messages(folder.path());
    assert!(messages.len() >= 6, "{messages:#?}");
    for name in ["short.txt", "github.txt"] {
        assert_eq!(read(folder.path(), name).lines().count(), messages.len(), "{name}");
    }
    let human = read(folder.path(), "deep/human.txt");
    assert_eq!(human.matches("--> ").count(), messages.len());
    assert!(!human.contains('\u{1b}'), "a file has no colours");

    let run = sarif_run(folder.path());
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), messages.len());
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for (result, message) in results.iter().zip(&messages) {
        assert_eq!(result["ruleId"], message["code"]);
        assert_eq!(result["level"], message["severity"]);
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], message["code"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().starts_with("# "), "{rule}");
        let text = result["message"]["text"].as_str().unwrap();
        assert!(text.starts_with(&message["message"].as_str().unwrap().replace("](", "\\](")));
        let label = &message["labels"][0];
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let places = [
            ("startLine", "line"),
            ("startColumn", "column"),
            ("endLine", "end_line"),
            ("endColumn", "end_column"),
        ];
        for (of_region, of_label) in places {
            assert_eq!(region[of_region], label[of_label], "{text}");
        }
        let related = result["relatedLocations"].as_array().map_or(0, Vec::len);
        assert_eq!(related + 1, message["labels"].as_array().unwrap().len());
    }
}

#[test]
fn sarif_finds_the_files_and_says_what_each_rule_is() {
    let folder = workspace();
    check_all(folder.path(), REPORT, 1);
    let run = sarif_run(folder.path());
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let bases = &run["originalUriBaseIds"];
    assert_eq!(bases["REPORT"]["uri"], "my%20report,%20%E6%8A%A5%E5%91%8A/");
    assert_eq!(bases["REPORT"]["uriBaseId"], "SRCROOT");
    assert!(bases["SRCROOT"]["uri"].is_null(), "a log says the same on every machine");
    let file = &error(&run)["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(file["uri"], "my%20report,%20%E6%8A%A5%E5%91%8A/chapters/01.toml");
    assert_eq!(file["uriBaseId"], "SRCROOT");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), recto::diagnostics::Code::all().count());
    for rule in rules {
        for part in ["shortDescription", "fullDescription"] {
            assert!(rule[part]["text"].as_str().unwrap().ends_with(['.', ':']), "{rule}");
        }
        let enabled = rule["defaultConfiguration"]["enabled"] != false;
        assert_eq!(enabled, rule["id"] != "quote-missing", "{rule}");
    }
    // The mark before 据 is one code point of four bytes.
    let column = |words: &str| {
        CHAPTER.lines().find_map(|line| Some(line[..line.find(words)?].chars().count() + 1))
    };
    let found = run["results"]
        .as_array()
        .unwrap()
        .iter()
        .find(|result| result["message"]["text"].as_str().unwrap().contains("77"));
    let region = &found.unwrap()["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["startColumn"].as_u64(), column("77项").map(|column| column as u64));
}

#[test]
fn fingerprints_stay_when_lines_move() {
    let folder = workspace();
    let prints = |folder: &Path| -> Vec<String> {
        let run = sarif_run(folder);
        let results = run["results"].as_array().unwrap();
        let print = |result: &Value| {
            result["partialFingerprints"]["rectoFinding/v1"].as_str().unwrap().to_owned()
        };
        results.iter().map(print).collect()
    };
    check_all(folder.path(), REPORT, 1);
    let before = prints(folder.path());
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), before.len(), "each is told apart");
    let path = folder.path().join(REPORT).join("chapters/01.toml");
    fs::write(&path, format!("# One more line.\n\n{CHAPTER}")).unwrap();
    check_all(folder.path(), REPORT, 1);
    assert_eq!(prints(folder.path()), before);
    fs::write(&path, CHAPTER.replace("77", "78")).unwrap();
    check_all(folder.path(), REPORT, 1);
    assert_ne!(prints(folder.path()), before);
}

/// The cases of a `JUnit` file by suite and name.
fn cases(folder: &Path) -> BTreeMap<(String, String), TestCase> {
    let report = Report::deserialize_from_str(&read(folder, "recto.xml")).unwrap();
    let mut cases = BTreeMap::new();
    for suite in &report.test_suites {
        assert!(suite.time.is_none() && suite.timestamp.is_none());
        for case in &suite.test_cases {
            let key = (suite.name.to_string(), case.name.to_string());
            assert!(
                cases.insert(key, case.clone()).is_none(),
                "{} is there twice",
                case.name.as_str()
            );
        }
    }
    cases
}

#[test]
fn junit_has_a_case_for_each_claim() {
    let folder = workspace();
    check_all(folder.path(), REPORT, 1);
    let cases = cases(folder.path());
    let chapter = format!("{REPORT}/chapters/01.toml");
    let case = |name: &str| &cases[&(chapter.clone(), name.to_owned())];
    let property = |case: &TestCase, name: &str| {
        case.properties
            .iter()
            .find(|property| property.name.as_str() == name)
            .map(|property| property.value.to_string())
    };
    let half_year = case("half-year");
    assert!(matches!(half_year.status, TestCaseStatus::Success { .. }));
    assert_eq!(half_year.classname.as_deref(), Some(chapter.as_str()));
    assert_eq!(property(half_year, "verdict").as_deref(), Some("proved"));
    assert_eq!(property(half_year, "answer").as_deref(), Some("12"));
    assert!(property(half_year, "query").unwrap().starts_with("SELECT documents"));
    assert!(matches!(case("growth").status, TestCaseStatus::Success { .. }));
    assert_eq!(property(case("growth"), "query"), None);
    assert!(matches!(case("parks").status, TestCaseStatus::Success { .. }), "a row of a register");
    assert_eq!(property(case("parks"), "verdict").as_deref(), Some("agrees-with-source"));

    let TestCaseStatus::NonSuccess { kind, message, ty, description, .. } = &case("earlier").status
    else {
        panic!("a refuted claim fails")
    };
    assert_eq!(*kind, NonSuccessKind::Failure);
    assert_eq!(ty.as_deref(), Some("claim-refuted"));
    assert_eq!(message.as_deref(), Some("`11` denotes 11, but the answer is 10"));
    let description = description.as_deref().unwrap();
    assert_eq!(description.matches("error[claim-refuted]").count(), 2, "in both languages");
    assert!(description.contains("chapters/01.toml:22:"), "{description}");
    let TestCaseStatus::NonSuccess { kind, ty, .. } = &case("lost").status else {
        panic!("a claim without an answer is an error")
    };
    assert_eq!((*kind, ty.as_deref()), (NonSuccessKind::Error, Some("query-without-rows")));
    let TestCaseStatus::Skipped { message, .. } = &case("guess").status else {
        panic!("a waived claim is skipped")
    };
    assert_eq!(message.as_deref(), Some("编者估计 / an estimate of the editors"));

    assert!(!cases.contains_key(&(chapter, "idle".to_owned())), "it stands nowhere");
    let others: Vec<&TestCase> = cases
        .iter()
        .filter(|((suite, _), _)| *suite == format!("{REPORT}/problems"))
        .map(|(_, case)| case)
        .collect();
    let named = |word: &str| {
        others.iter().find(|case| {
            case.name.ends_with(word) && case.classname.as_deref() == Some("unbacked-number")
        })
    };
    assert!(named(": 77").is_some() || named(": 77项").is_some(), "{others:#?}");
    assert!(others.iter().all(|case| matches!(case.status, TestCaseStatus::NonSuccess { .. })));
    assert!(others.iter().all(|case| case.classname.as_deref() != Some("claim-refuted")));
}

#[test]
fn workflow_commands_are_lines_that_github_reads() {
    let folder = workspace();
    check_all(folder.path(), REPORT, 1);
    for line in read(folder.path(), "github.txt").lines() {
        let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (level, properties) = head.split_once(' ').unwrap();
        assert!(["error", "warning"].contains(&level), "{line}");
        let names: Vec<&str> =
            properties.split(',').map(|property| property.split_once('=').unwrap().0).collect();
        let expected = ["file", "line", "endLine", "col", "endColumn", "title"];
        assert!(names.iter().all(|name| expected.contains(name)), "{line}");
        let file = properties.strip_prefix("file=my report%2C 报告/").unwrap();
        let known = ["chapters/01.toml,line=", "report.toml,line="];
        assert!(known.iter().any(|known| file.starts_with(known)), "{line}");
        assert!(!message.is_empty());
    }
    let broken = "title = { zh = '政策', en = 'Policy' }\n[[block]]\nzh = '''一\n二''\n";
    fs::write(folder.path().join(REPORT).join("chapters/01.toml"), broken).unwrap();
    check_all(folder.path(), REPORT, 1);
    let text = read(folder.path(), "github.txt");
    assert!(text.contains("title=toml-syntax::"), "{text}");
}

#[test]
fn a_report_that_cannot_be_read_is_told_in_every_format() {
    let folder = workspace();
    let manifest = folder.path().join(REPORT).join("report.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    for (wrong, code) in [
        (text.replace("chapters/01.toml", "chapters/02.toml"), "unreadable-file"),
        (text.replace("[report]", "[report"), "toml-syntax"),
    ] {
        fs::write(&manifest, wrong).unwrap();
        fs::remove_dir_all(folder.path().join("out")).ok();
        check_all(folder.path(), REPORT, 1);
        let run = sarif_run(folder.path());
        assert_eq!(run["results"][0]["ruleId"], code);
        let cases = cases(folder.path());
        let case = cases.values().next().unwrap();
        assert_eq!(case.classname.as_deref(), Some(code));
        assert!(read(folder.path(), "github.txt").contains(&format!("title={code}::")));
    }
    // A file that is no UTF-8 has a place in no author's file at all.
    fs::write(&manifest, [0xff, 0xfe, 0x00]).unwrap();
    check_all(folder.path(), REPORT, 1);
    assert_eq!(sarif_run(folder.path())["results"][0]["ruleId"], "invalid-utf-8");
}

#[test]
fn a_clean_report_gives_whole_files() {
    let folder = tempfile::tempdir().unwrap();
    copy(&project().join("tests/golden/small"), &folder.path().join("report"));
    let manifest = folder.path().join("report/report.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(
        &manifest,
        text + "\n[rules]\nsource-without-provenance = \"allow\"\nbase-unstated = \"allow\"\n",
    )
    .unwrap();
    check_all(folder.path(), "report", 0);
    assert_eq!(sarif_run(folder.path())["results"], Value::Array(Vec::new()));
    let cases = cases(folder.path());
    assert!(cases.values().all(|case| matches!(case.status, TestCaseStatus::Success { .. })));
    assert_eq!(cases.len(), 6);
    for name in ["deep/human.txt", "short.txt", "messages.jsonl", "github.txt"] {
        assert_eq!(read(folder.path(), name), "");
    }
    let first = (read(folder.path(), "recto.sarif"), read(folder.path(), "recto.xml"));
    check_all(folder.path(), "report", 0);
    assert_eq!((read(folder.path(), "recto.sarif"), read(folder.path(), "recto.xml")), first);
}

#[test]
fn paths_start_where_the_program_runs() {
    let folder = workspace();
    let report = folder.path().join(REPORT);
    let first = |report: &str, folder: &Path| {
        let output = recto(&["check", report, "--message-format", "github"], folder);
        let text = stdout(&output);
        let line = text.lines().find(|line| line.starts_with("::error ")).unwrap();
        line.split_once(",line=").unwrap().0.replace("%2C", ",")
    };
    let below = format!("::error file={REPORT}/chapters/01.toml");
    assert_eq!(first(REPORT, folder.path()), below);
    assert_eq!(first(&format!("./{REPORT}/"), folder.path()), below);
    assert_eq!(first(&format!("{REPORT}/../{REPORT}"), folder.path()), below);
    assert_eq!(first(report.to_str().unwrap(), folder.path()), below);
    assert_eq!(first(".", &report), "::error file=chapters/01.toml");
    let elsewhere = tempfile::tempdir().unwrap();
    let whole = report.canonicalize().unwrap();
    let path = first(report.to_str().unwrap(), elsewhere.path());
    assert_eq!(path, format!("::error file={}/chapters/01.toml", whole.display()));
    check_all(elsewhere.path(), report.to_str().unwrap(), 1);
    let run = sarif_run(elsewhere.path());
    let file = &error(&run)["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!((&file["uri"], &file["uriBaseId"]), (&"chapters/01.toml".into(), &"REPORT".into()));
    let base = run["originalUriBaseIds"]["REPORT"]["uri"].as_str().unwrap();
    assert!(base.starts_with("file:///") && base.ends_with('/'), "{base}");
}

#[test]
fn two_formats_never_share_a_place() {
    let folder = workspace();
    let refused: &[(&[&str], &str)] = &[
        (&["json,sarif"], "`json` and `sarif` both go to standard output"),
        (&["short", "github"], "`short` and `github` both go to standard output"),
        (&["json=out/a,junit=./out/a"], "`json` and `junit` both go to out/a"),
        (&["human", "human"], "`human` is asked for twice"),
        (&["pretty"], "`pretty` is no format; there are human, short, json, sarif, junit, github"),
        (&["sarif="], "the file of `sarif=` has no name"),
    ];
    for (formats, reason) in refused {
        let mut arguments = vec!["check", REPORT];
        arguments.extend(formats.iter().flat_map(|format| ["--message-format", format]));
        let output = recto(&arguments, folder.path());
        assert_eq!(output.status.code(), Some(2), "{formats:?}");
        assert!(stderr(&output).contains(reason), "{}", stderr(&output));
        assert_eq!(stdout(&output), "");
    }
    assert!(!folder.path().join("out").exists(), "nothing is written");
    let output = recto(
        &["check", REPORT, "--message-format", "human,json,sarif=out/recto.sarif"],
        folder.path(),
    );
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("error[claim-refuted]"));
    assert!(stdout(&output).starts_with('{'));
    assert!(folder.path().join("out/recto.sarif").is_file());
    // A device is written to, not replaced.
    let output = recto(&["check", REPORT, "--message-format", "sarif=/dev/null"], folder.path());
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(!fs::metadata("/dev/null").is_ok_and(|null| null.is_file()));
    // Where a folder stands, no file can.
    let output = recto(&["check", REPORT, "--message-format", "sarif=out"], folder.path());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("cannot write `out`"), "{}", stderr(&output));
}

#[test]
fn other_commands_write_the_formats_too() {
    let folder = workspace();
    for command in [["fix", "--dry-run"].as_slice(), &["lock"], &["mutate"], &["build"]] {
        fs::remove_dir_all(folder.path().join("out")).ok();
        let output = recto(&[command, &[REPORT], ALL].concat(), folder.path());
        assert_eq!(output.status.code(), Some(1), "{command:?}: {}", stderr(&output));
        let results = sarif_run(folder.path())["results"].as_array().unwrap().len();
        assert_eq!(results, messages(folder.path()).len(), "{command:?}");
        assert!(results > 0, "{command:?}");
        assert!(read(folder.path(), "recto.xml").starts_with("<?xml"), "{command:?}");
    }
    let cases = cases(folder.path());
    assert!(cases.keys().any(|(_, name)| name == "half-year"), "a build knows the claims");
}

#[test]
fn the_schema_and_the_page_know_every_member() {
    let folder = workspace();
    check_all(folder.path(), REPORT, 1);
    let schema = fs::read_to_string(project().join("docs/message.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let names = |value: &Value| -> BTreeSet<String> {
        value.as_object().unwrap().keys().cloned().collect()
    };
    let page = fs::read_to_string(project().join("docs/messages.md")).unwrap();
    let label = &schema["$defs"]["label"];
    for object in [&schema, label] {
        let properties = names(&object["properties"]);
        let required: BTreeSet<String> = object["required"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| name.as_str().unwrap().to_owned())
            .collect();
        assert_eq!(properties, required, "every member is always there");
        for name in &properties {
            assert!(page.contains(&format!("`{name}`")), "docs/messages.md lacks `{name}`");
        }
    }
    for message in messages(folder.path()) {
        assert_eq!(names(&message), names(&schema["properties"]));
        for place in message["labels"].as_array().unwrap() {
            assert_eq!(names(place), names(&label["properties"]));
        }
    }
    for format in Format::ALL {
        assert!(page.contains(&format!("| `{}` |", format.name())), "{}", format.name());
        assert_eq!(Format::parse(format.name()), Some(format));
    }
}
