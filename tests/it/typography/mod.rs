//! Runs the pages of `docs/typography`: each says what good setting asks and is the test of it at once.
//!
//! A heading with a `prose` block is a case: its text is set as one block of a report, and the statements of the
//! `expect` block are measured on the laid-out page. `docs/typography/README.md` lists the statements. The cases
//! of a page are also drawn, one below the other, and compared with `tests/pages/typography-PAGE.png`.
//! `RECTO_PAGE=PAGE` tries one page alone.

mod case;
mod expect;
mod measure;

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use recto::typeset::{self, Picture};

use crate::pages::compare_picture;
use crate::support::project;
use case::Case;
use measure::Setting;

/// Pixels an inch of the pictures of cases.
const RESOLUTION: f64 = 110.0;

/// The least number of cases; it may only grow.
const CASES: usize = 40;

fn pages() -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(project().join("docs/typography")).unwrap();
    let mut pages: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), path))
        .filter(|(name, _)| name != "README")
        .collect();
    pages.sort();
    if let Some(only) = std::env::var_os("RECTO_PAGE") {
        pages.retain(|(name, _)| only == name.as_str());
    }
    pages
}

/// What a case looks like: its lines and a little air.
fn drawn(setting: &Setting) -> Picture {
    let picture = typeset::picture(&setting.document, setting.page, RESOLUTION);
    let [left, top, right, bottom] = setting.extent().map(|points| points * RESOLUTION / 72.0);
    picture.cropped([left - 8.0, top - 4.0, right + 8.0, bottom + 4.0])
}

#[test]
fn text_is_set_as_the_pages_say() {
    let mut failures = String::new();
    for (name, path) in pages() {
        let mut pictures = Vec::new();
        for case in case::cases(&fs::read_to_string(&path).unwrap()) {
            let setting = match measure::set_case(&case) {
                Ok(setting) => setting,
                Err(refusal) => {
                    writeln!(failures, "{name}, {}: it is refused: {refusal}", case.title).unwrap();
                    continue;
                }
            };
            for (statement, problem) in expect::failures(&case, &setting) {
                writeln!(failures, "{name}, {}: {statement}: {problem}", case.title).unwrap();
            }
            pictures.push(drawn(&setting));
        }
        if failures.is_empty() {
            compare_picture(&Picture::column(&pictures), &format!("typography-{name}"));
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn there_are_enough_cases_and_each_states_something() {
    let mut count = 0;
    let readme = fs::read_to_string(project().join("docs/typography/README.md")).unwrap();
    for (name, path) in pages() {
        assert!(readme.contains(&format!("({name}.md)")), "the README does not list {name}");
        let text = fs::read_to_string(path).unwrap();
        let cases = case::cases(&text);
        for Case { title, expected, .. } in &cases {
            assert!(!expected.is_empty(), "{name}, {title}: nothing is expected");
        }
        let headings = text.lines().filter(|line| line.starts_with("## ")).count();
        assert_eq!(headings, cases.len(), "{name}: a heading has no case");
        count += cases.len();
    }
    assert!(count >= CASES || std::env::var_os("RECTO_PAGE").is_some(), "only {count} cases");
}

#[test]
fn a_statement_that_is_wrong_fails() {
    let text = "## A case\n```prose zh\n他说：“产业在增长。”\n```\n```expect\nEXPECTED\n```\n";
    let case = |statement: &str| case::cases(&text.replace("EXPECTED", statement)).remove(0);
    let setting = measure::set_case(&case("1 lines")).unwrap();
    for wrong in [
        "2 lines",
        "`。”` is 2 em wide",
        "`产` is set in Source Serif 4",
        "`产` is bold",
        "`产` speaks en",
        "line 1 begins with `，`",
        "line 1 ends with `，`",
        "line 1 starts at 0 em",
        "the white between `：` and `“` is 0 em",
        "the pages show `没有这句话`",
        "no line begins with `他`",
        "dots stand below `产`",
        "`没有` is 2 em wide",
    ] {
        let case = case(wrong);
        assert_eq!(expect::failures(&case, &setting).len(), 1, "{wrong}");
    }
}
