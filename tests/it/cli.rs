//! The program itself: exit codes, streams, files.

use std::fs;

use crate::support::{copy, project, recto, stderr, stdout};

#[test]
fn check_of_the_flagship_is_clean() {
    let output = recto(&["check", "report"], &project());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("agree with source"), "{}", stderr(&output));
    assert_eq!(stdout(&output), "");
}

#[test]
fn a_folder_without_a_report_could_not_run() {
    let folder = tempfile::tempdir().unwrap();
    let output = recto(&["check"], folder.path());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("it has no report.toml"), "{}", stderr(&output));
    let output = recto(&["build", "--no-such-flag"], folder.path());
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn help_teaches() {
    let output = recto(&["--help"], &project());
    assert_eq!(output.status.code(), Some(0));
    for word in ["check", "build", "Exit status", "NO_COLOR"] {
        assert!(stdout(&output).contains(word), "{word}");
    }
    let output = recto(&["build", "--help"], &project());
    for word in ["--edition", "--out", "--draft", "--emit-typst", "--timings", "Examples"] {
        assert!(stdout(&output).contains(word), "{word}");
    }
}

#[test]
fn a_refused_build_leaves_the_old_pdf_whole() {
    let folder = tempfile::tempdir().unwrap();
    copy(&project().join("report"), &folder.path().join("report"));
    let dist = folder.path().join("dist");
    fs::create_dir(&dist).unwrap();
    let pdf = dist.join("china-blockchain-2019h1-zh.pdf");
    fs::write(&pdf, "the last good one").unwrap();
    let data = folder.path().join("report/data/policies.csv");
    let table = fs::read_to_string(&data).unwrap();
    fs::write(&data, table.replace("2019H1,12", "2019H1,13")).unwrap();
    let output = recto(&["build", "report", "--edition", "zh"], folder.path());
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("no PDF was written"));
    assert_eq!(fs::read_to_string(&pdf).unwrap(), "the last good one");
    assert_eq!(fs::read_dir(&dist).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn messages_have_three_forms() {
    let folder = tempfile::tempdir().unwrap();
    copy(&project().join("report"), &folder.path().join("report"));
    let data = folder.path().join("report/data/policies.csv");
    let table = fs::read_to_string(&data).unwrap();
    fs::write(&data, table.replace("2015,1,", "2015,2,")).unwrap();
    let short = recto(&["check", "report", "--message-format", "short"], folder.path());
    assert_eq!(short.status.code(), Some(1));
    let line = stdout(&short).lines().next().unwrap().to_owned();
    assert!(line.starts_with("chapters/") && line.contains("error[claim-refuted]: `"), "{line}");
    let json = recto(&["check", "report", "--message-format", "json"], folder.path());
    for line in stdout(&json).lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(value["labels"][0]["line"].as_u64().unwrap() > 0);
    }
    let coloured = recto(&["check", "report", "--color", "always"], folder.path());
    assert!(stderr(&coloured).contains("\u{1b}["));
    let plain = recto(&["check", "report"], folder.path());
    assert!(!stderr(&plain).contains("\u{1b}["));
}

#[test]
fn an_unknown_edition_could_not_run() {
    let folder = tempfile::tempdir().unwrap();
    copy(&project().join("report"), &folder.path().join("report"));
    let output = recto(&["build", "report", "--edition", "fr"], folder.path());
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("no edition `fr`; it has screen, zh, en")
            || stderr(&output).contains("no edition `fr`"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn quantities_are_lines_of_json() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("zh.txt"), "𝟙组：近三成，10至12家，减少两倍").unwrap();
    let output = recto(&["quantities", "--lang", "zh", "zh.txt"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let records: Vec<serde_json::Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let share = records.iter().find(|record| record["text"] == "近三成").unwrap();
    assert_eq!((&share["start"], &share["end"]), (&3.into(), &6.into()), "code points, not bytes");
    assert_eq!((&share["lo"], &share["hi"]), (&"27".into(), &"30".into()));
    assert_eq!(share["hi_closed"], false);
    let range = records.iter().find(|record| record["text"] == "10至12").unwrap();
    assert_eq!(
        (&range["lo"], &range["hi"], &range["value"]),
        (&"10".into(), &"12".into(), &serde_json::Value::Null)
    );
    let unclear = records.last().unwrap();
    assert_eq!(
        (&unclear["result"], &unclear["reason"]),
        (&"unresolved".into(), &"unclear-multiple".into())
    );
    fs::write(
        folder.path().join("cases.jsonl"),
        "{\"id\": \"a\", \"lang\": \"en\", \"text\": \"a dozen\"}\n{\"id\": 2, \"lang\": \"zh\", \"text\": \"十二\"}\n",
    )
    .unwrap();
    let output = recto(&["quantities", "--jsonl", "cases.jsonl"], folder.path());
    for (line, id) in stdout(&output).lines().zip([serde_json::json!("a"), serde_json::json!(2)]) {
        let answer: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(answer["id"], id);
        assert_eq!(answer["results"][0]["value"], "12");
    }
    let output = recto(&["quantities", "--lang", "en", "missing.txt"], folder.path());
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
}

#[test]
fn fix_shows_a_diff_or_changes_the_files() {
    let folder = tempfile::tempdir().unwrap();
    copy(&project().join("report"), &folder.path().join("report"));
    let path = |name: &str| folder.path().join("report").join(name);
    let data = fs::read_to_string(path("data/register.csv")).unwrap();
    fs::write(
        path("data/register.csv"),
        data.replace("proposals-2019h1,34,", "proposals-2019h1,41,"),
    )
    .unwrap();
    let before = fs::read_to_string(path("chapters/01-policy.toml")).unwrap();

    let output = recto(&["fix", "report", "--dry-run"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let diff = stdout(&output);
    assert!(
        diff.starts_with("--- a/chapters/01-policy.toml\n+++ b/chapters/01-policy.toml\n@@"),
        "{diff}"
    );
    let (added, removed) =
        (diff.matches("[41](#proposals-2019h1)"), diff.matches("[34](#proposals-2019h1)"));
    assert_eq!((added.count(), removed.count()), (2, 2), "{diff}");
    assert!(stderr(&output).contains("2 numbers would be rewritten"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(path("chapters/01-policy.toml")).unwrap(), before);

    let output = recto(&["fix", "report"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let after = fs::read_to_string(path("chapters/01-policy.toml")).unwrap();
    assert_eq!(after, before.replace("[34](#proposals-2019h1)", "[41](#proposals-2019h1)"));
}

#[test]
fn explain_tells_what_stands_behind_a_claim() {
    let output = recto(&["explain", "h1-share-of-total", "report"], &project());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    let told = [
        "verdict   agrees with source",
        "query     SELECT 100.0 * (SELECT documents FROM policies WHERE period = '2019H1')",
        "answer    34.2857",
        "share of  national-total, which is 35",
        "filter    policies: ",
        "rows      5 of 5 of policies (data/policies.csv)",
        "line 6: period = 2019H1, documents = 12, qualifier = exact",
        "transcribed from a publication",
        "超过三分之一",
        "more than one third",
        ": holds",
    ];
    for words in told {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
}

#[test]
fn explain_shows_the_page_of_a_rule() {
    let output = recto(&["explain", "loose-bound"], &project());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).starts_with("# loose-bound\n"));
    let output = recto(&["explain", "lose-bound"], &project());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("did you mean `loose-bound`?"), "{}", stderr(&output));
    let output = recto(&["explain", "national-2019h2", "report"], &project());
    assert!(stderr(&output).contains("did you mean `national-2019h1`?"), "{}", stderr(&output));
}
