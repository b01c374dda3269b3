//! Broken, absent and hostile input: a clear diagnostic at its place, never a panic, never output.

use std::fmt::Write as _;

use recto::diagnostics::Severity;
use recto::files::Memory;
use recto::pipeline::BuildOptions;

use crate::support::{build, check, errors, relative, write};

const MANIFEST: &str = "[report]
id = \"small\"
title = { zh = '测试', en = 'Test' }
languages = [\"zh\", \"en\"]
date = 2026-01-01
publisher = { zh = '某所', en = 'An institute' }
chapters = [\"one.toml\"]

[source.data]
path = \"data.csv\"
title = { zh = '数据', en = 'Data' }
publisher = \"An institute\"
basis = \"primary\"

[edition.zh]
layout = \"single\"
languages = [\"zh\"]
";

const CHAPTER: &str = "title = { zh = '甲', en = 'Title' }
[claim.a]
query = \"SELECT n FROM data WHERE k = 'a'\"
[[block]]
zh = '共[12](#a)项。'
en = 'There are [12](#a).'
";

fn small() -> Memory {
    Memory::new([("report.toml", MANIFEST), ("one.toml", CHAPTER), ("data.csv", "k,n\na,12\n")])
}

/// The errors of the small report after one of its files was replaced, and the first place.
fn after(path: &str, text: &str) -> (Vec<&'static str>, String) {
    let folder = small();
    write(&folder, path, text);
    of(&folder)
}

fn of(folder: &Memory) -> (Vec<&'static str>, String) {
    let (build, output) = build(folder, &BuildOptions::default());
    assert!(output.paths().is_empty(), "a broken report writes nothing");
    let mut list = build.problems.iter();
    let first = list.find(|problem| problem.severity == Severity::Error);
    let first = first.expect("a broken report has an error");
    let place = recto::diagnostics::render::short(first, &build.sources);
    (errors(&build.problems), place)
}

#[test]
fn the_small_report_itself_is_clean() {
    assert_eq!(errors(&check(&small()).problems), Vec::<&str>::new());
}

#[test]
fn absent_files_are_named_where_they_are_named() {
    let (codes, place) = after("report.toml", &MANIFEST.replace("one.toml", "two.toml"));
    assert_eq!(codes, ["unreadable-file"]);
    assert!(place.starts_with("report.toml:7:14: "), "{place}");
    let (codes, place) = after("report.toml", &MANIFEST.replace("data.csv", "none.csv"));
    assert_eq!(codes, ["unreadable-file"]);
    assert!(place.starts_with("report.toml:10:9: "), "{place}");
    let (codes, _) = of(&Memory::new([("one.toml", CHAPTER)]));
    assert_eq!(codes, ["unreadable-file"]);
}

#[test]
fn paths_do_not_leave_the_folder() {
    for path in ["../one.toml", "/etc/passwd", "a/../../b", "C:\\\\x", ""] {
        let (codes, place) = after("report.toml", &MANIFEST.replace("one.toml", path));
        assert_eq!(codes, ["invalid-value"], "{path}: {place}");
    }
}

#[test]
fn chapters_are_read_once() {
    for list in ["[\"one.toml\", \"one.toml\"]", "[\"report.toml\"]", "[]"] {
        let (codes, place) = after("report.toml", &MANIFEST.replace("[\"one.toml\"]", list));
        assert_eq!(codes, ["invalid-value"], "{list}: {place}");
    }
}

#[test]
fn every_fault_of_syntax_is_at_its_place() {
    let (codes, place) = after("one.toml", "title = = 1\n");
    assert_eq!(codes, ["toml-syntax"]);
    assert!(place.starts_with("one.toml:1:"), "{place}");
    let (codes, _) = after("report.toml", "");
    assert_eq!(codes, ["missing-key"]);
    let (codes, _) = after("one.toml", "");
    assert_eq!(codes, ["missing-key"]);
}

#[test]
fn invalid_utf8_names_the_byte_and_an_encoding() {
    let folder = small();
    let mut bytes = b"k,n\n".to_vec();
    // The two characters are in GB 18030.
    bytes.extend([0xD6, 0xD0, 0xB9, 0xFA]);
    bytes.extend(b",12\n");
    folder.insert(relative("data.csv"), bytes);
    let (codes, place) = of(&folder);
    assert_eq!(codes, ["invalid-utf-8"]);
    assert!(place.starts_with("data.csv:2:1: ") && place.contains("byte 4 is 0xD6"), "{place}");
    let problems = check(&folder).problems;
    let help = &problems.iter().next().unwrap().help;
    assert!(help.iter().any(|help| help.contains("GB18030")), "{help:?}");
}

#[test]
fn faults_of_tables_are_at_their_row_and_column() {
    let cases = [
        ("k,n\na,12,13\n", "malformed-data", "data.csv:2:6: "),
        ("k,n\na,12\nb\n", "malformed-data", "data.csv:3:1: "),
        ("k,k\na,12\n", "malformed-data", "data.csv:1:3: "),
        ("k,\na,12\n", "malformed-data", "data.csv:1:3: "),
        ("", "malformed-data", "data.csv:1:1: "),
        ("k,n\na,12\nb,\"1,200\"\n", "mixed-column", "data.csv:3:3: "),
        ("k,n\na,12\nb,n/a\n", "mixed-column", "data.csv:3:3: "),
        ("k,n\na,12\nb,-\n", "mixed-column", "data.csv:3:3: "),
        ("k,n\na,12\nb,１２\n", "mixed-column", "data.csv:3:3: "),
        ("k,n\n一,12\n二,约19\n", "mixed-column", "data.csv:3:3: "),
    ];
    for (table, code, place) in cases {
        let (codes, found) = after("data.csv", table);
        assert_eq!(codes, [code], "{table}");
        assert!(found.starts_with(place), "{table}: {found}");
    }
}

#[test]
fn all_problems_are_shown_in_one_run() {
    let chapter = "title = { zh = '一' }\ntitel = 1\n[claim.a]\nquery = 12\n[claim.b]\n[[block]]\nzh = '共13项。'\nen = 'x'\n";
    let (codes, _) = after("one.toml", chapter);
    for code in ["missing-language", "unknown-key", "wrong-type", "missing-key"] {
        assert!(codes.contains(&code), "{code} is missing in {codes:?}");
    }
}

#[test]
fn queries_cannot_write_or_leave_the_sources() {
    let queries = [
        "DROP TABLE data",
        "CREATE TABLE x AS SELECT 1",
        "INSERT INTO data VALUES ('b', 1)",
        "COPY data TO '/tmp/recto-escape.csv'",
        "CREATE EXTERNAL TABLE x STORED AS CSV LOCATION '/etc/passwd'",
        "SELECT * FROM '/etc/passwd'",
        "SET datafusion.execution.batch_size = 1",
        "EXPLAIN SELECT n FROM data",
        "SELECT n FROM data; SELECT n FROM data",
        "SELEKT n",
        "",
    ];
    for query in queries {
        let chapter = CHAPTER.replace("SELECT n FROM data WHERE k = 'a'", query);
        let (codes, place) = after("one.toml", &chapter);
        assert_eq!(codes, ["query-failed"], "{query}: {place}");
    }
    assert!(!std::path::Path::new("/tmp/recto-escape.csv").exists());
}

#[test]
fn line_ends_of_windows_change_nothing() {
    let folder = small();
    for (path, text) in
        [("report.toml", MANIFEST), ("one.toml", CHAPTER), ("data.csv", "k,n\na,12\n")]
    {
        write(&folder, path, &text.replace('\n', "\r\n"));
    }
    assert_eq!(errors(&check(&folder).problems), Vec::<&str>::new());
    let chapter = "title = { zh = '甲', en = 'Title' }\r\n[[block]]\r\nzh = '''甲\r\n乙'''\r\nen = '''a\r\nb 13'''\r\n";
    let (codes, place) = after("one.toml", chapter);
    assert_eq!(codes, ["unbacked-number"]);
    assert!(place.starts_with("one.toml:6:3: "), "{place}");
}

#[test]
fn a_huge_paragraph_is_refused_by_size() {
    let mut chapter = String::from("title = { zh = '甲', en = 'Title' }\n[[block]]\nzh = '''");
    chapter.push_str(&"很长的段落。".repeat(100 * 1024 * 1024 / 18));
    chapter.push_str("'''\nen = 'x'\n");
    let (codes, place) = after("one.toml", &chapter);
    assert_eq!(codes, ["file-too-large"], "{place}");
}

#[test]
fn odd_ids_are_refused_or_work() {
    let chapter = CHAPTER
        .replace("[claim.a]", "[claim.\"政策-2019_上半年\"]")
        .replace("#a", "#政策-2019_上半年");
    let folder = small();
    write(&folder, "one.toml", &chapter);
    assert_eq!(errors(&check(&folder).problems), Vec::<&str>::new());
    let (codes, _) = after("one.toml", &CHAPTER.replace("[claim.a]", "[claim.\"a b\"]"));
    assert!(codes.contains(&"invalid-id"), "{codes:?}");
}

/// Cuts and doublings of well-formed files: whatever comes of it, nothing panics.
#[test]
fn mangled_files_do_not_panic() {
    for path in ["report.toml", "one.toml", "data.csv"] {
        let original = crate::support::text(&small(), path);
        for (at, _) in original.char_indices().step_by(3) {
            let folder = small();
            write(&folder, path, &original[..at]);
            check(&folder);
            write(&folder, path, &format!("{}{}", &original[..at], original));
            check(&folder);
        }
    }
}

/// Arbitrary Markdown from an alphabet of its marks, seeded: no panic, and no digit lost in silence.
#[test]
fn arbitrary_markdown_loses_no_digit() {
    const MARKS: [&str; 24] = [
        "12", "三", "*", "**", "_", "[", "](#a)", "]", "(", "`", "``", "\\n", "- ", "1. ", "> ",
        "#", "<b>", "&#50;", "\\\\*", "[^1]", "[^1]: ", "，", "word ", "![",
    ];
    let mut state: u64 = 20_190_630;
    let mut next = |bound: usize| {
        // A linear congruential generator (Knuth's constants); the top bits are the good ones.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % bound
    };
    for _ in 0..400 {
        let mut prose = String::new();
        for _ in 0..=next(12) {
            prose.push_str(MARKS[next(MARKS.len())]);
        }
        let mut chapter = String::from("title = { zh = '甲', en = 'Title' }\n[[block]]\n");
        writeln!(chapter, "zh = \"x{prose} 7\"\nen = 'plain'").unwrap();
        let folder = small();
        write(&folder, "one.toml", &chapter);
        let check = check(&folder);
        assert!(check.problems.has_errors(), "the bare 7 is lost in {prose:?}");
    }
}
