//! Themes: the two of the program, those that others write, and what is said of a broken one.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use recto::diagnostics::{Severity, render};
use recto::evidence::Evidence;
use recto::files::{Folder, Memory, RelativePath};
use recto::pipeline::{self, BuildOptions, CheckOptions};
use recto::report::theme::{self, BUILT_IN, Medium};
use recto::typeset::{self, Document};
use serde_json::Value;

use crate::pages::{compare, set_checked};
use crate::support::{
    Silent, build, copy, errors, flagship, folder_in_memory, project, recto, stderr, stdout, text,
    write,
};

fn small() -> Memory {
    folder_in_memory(&project().join("tests/golden/small"))
}

fn in_theme(name: &str) -> CheckOptions {
    CheckOptions { theme: Some(name.to_owned()), ..CheckOptions::default() }
}

/// The pages of an edition in a theme.
fn set_in(folder: &Memory, theme: &str, edition: &str) -> Document {
    set_checked(&pipeline::check(folder, &in_theme(theme), &mut Silent), edition)
}

/// The first page from `from` on that prints all of the words, counted from 0.
fn page_with(document: &Document, from: usize, words: &[&str]) -> usize {
    let runs = typeset::runs(document);
    let found = (from..runs.len()).find(|page| {
        let text: String = runs[*page].iter().map(|run| run.text.as_str()).collect();
        words.iter().all(|word| text.contains(word))
    });
    found.unwrap_or_else(|| panic!("no page prints {words:?}"))
}

/// The errors of a run, a line each.
fn lines(problems: &recto::diagnostics::Diagnostics, sources: &recto::source::SourceMap) -> String {
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
    errors.map(|problem| render::short(problem, sources) + "\n").collect()
}

#[test]
fn every_kind_of_page_in_both_themes_is_as_it_was() {
    let flagship = flagship();
    for theme in ["institute", "journal"] {
        let book = set_in(&flagship, theme, "screen");
        let opener = page_with(&book, 5, &["政策环境", "Policy environment", "国家政策数量"]);
        let pages = [
            ("cover", 0),
            ("contents", 2),
            ("tables", 4),
            ("cards", page_with(&book, 5, &["内容提要", "Executive summary", "3,547"])),
            ("opener", opener),
            ("exhibit", page_with(&book, opener, &["图1", "Figure 1", "资料来源"])),
            ("table", page_with(&book, opener, &["表1", "Table 1", "资料来源"])),
            ("ledger", page_with(&book, 30, &["证据清单", "Evidence ledger", "SELECT"])),
        ];
        for (kind, page) in pages {
            compare(&book, page, &format!("theme-{theme}-{kind}"));
        }
        for edition in ["zh", "en"] {
            let book = set_in(&flagship, theme, edition);
            compare(&book, 0, &format!("theme-{theme}-{edition}-cover"));
            let title = if edition == "zh" { "政策环境" } else { "Policy environment" };
            let number = if edition == "zh" { "一、" } else { "1.1" };
            let opener = page_with(&book, 5, &[title, number]);
            compare(&book, opener, &format!("theme-{theme}-{edition}-opener"));
        }
    }
}

#[test]
fn the_program_has_every_file_of_its_themes_and_each_theme_every_key() {
    let whole = theme::built_in(&BUILT_IN[0]).look(Medium::Screen, false);
    for one in &BUILT_IN {
        let folder = project().join("templates").join(one.name);
        let listed: BTreeSet<String> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let embedded: BTreeSet<String> =
            one.files.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(listed, embedded);
        assert_eq!(one.files[0].0, theme::SETTINGS);
        // Read alone, as the theme of somebody else: no problem, and nothing taken from another theme.
        let memory = Memory::new(one.files.iter().copied());
        let text = text(&memory, theme::SETTINGS);
        for (section, keys) in whole.as_object().unwrap() {
            for key in keys.as_object().unwrap().keys().filter(|_| section != "edition") {
                let key = if ["width", "height"].contains(&key.as_str()) { "paper" } else { key };
                assert!(text.contains(&format!("\n{key} = ")), "{}: {section}.{key}", one.name);
            }
        }
        let listed: BTreeSet<&str> = one.files.iter().skip(1).map(|(name, _)| *name).collect();
        for name in listed {
            assert!(text.contains(&format!("\"{name}\"")), "{} does not list {name}", one.name);
        }
    }
}

#[test]
fn the_themes_differ_in_every_function_that_draws() {
    let functions = |text: &str| -> BTreeSet<String> {
        let lines = text.lines().filter_map(|line| line.strip_prefix("#let "));
        let name = |line: &str| {
            let end = line.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(line.len());
            line[..end].to_owned()
        };
        lines.map(name).collect()
    };
    let design = fs::read_to_string(project().join("templates/design.typ")).unwrap();
    let interface: BTreeSet<String> =
        functions(&design).into_iter().filter(|name| name != "drawn").collect();
    let manual = fs::read_to_string(project().join("docs/themes.md")).unwrap();
    for name in &interface {
        assert!(manual.contains(&format!("| `{name}")), "docs/themes.md says nothing of `{name}`");
        for one in &BUILT_IN {
            let drawn = one.files.iter().any(|(_, text)| functions(text).contains(name));
            assert!(drawn, "{} has no `{name}`", one.name);
        }
    }
}

/// A copy of a theme that `recto new` wrote into a report.
fn copied(report: &Path, from: &str) {
    copy(&project().join("tests/golden/small"), report);
    let output = recto(&["new", "theme", "house", "--from", from], report);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

fn record(path: &Path) -> Evidence {
    Evidence::read(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn a_new_theme_draws_as_the_one_that_it_was_copied_from_and_is_proved_again() {
    for from in ["institute", "journal"] {
        let folder = tempfile::tempdir().unwrap();
        let r = folder.path().join("r");
        copied(&r, from);
        for (theme, out) in [(from, "own"), ("r/house", "copy")] {
            let arguments = ["build", "r", "--theme", theme, "--out", out, "--deps", "deps.json"];
            let output = recto(&arguments, folder.path());
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        }
        let own = record(&folder.path().join("own/evidence.json"));
        let copy = record(&folder.path().join("copy/evidence.json"));
        assert_eq!(own.editions[0].theme, from);
        assert_eq!(copy.editions[0].theme, "theme");
        for (one, other) in own.editions.iter().zip(&copy.editions) {
            assert!(!one.pages.is_empty());
            for (index, (one, other)) in one.pages.iter().zip(&other.pages).enumerate() {
                // The last page prints the digest of the record, which has the files of the theme.
                if index + 1 < copy.editions[0].pages.len() {
                    assert_eq!(one.drawing, other.drawing, "{from}, page {}", index + 1);
                }
            }
            assert_eq!(one.pages.len(), other.pages.len());
        }
        let files: Vec<&str> = copy.files.iter().map(|file| file.path.as_str()).collect();
        assert!(
            files.contains(&"theme/theme.toml") && files.contains(&"theme/cover.typ"),
            "{files:?}"
        );
        let deps: Value =
            serde_json::from_slice(&fs::read(folder.path().join("deps.json")).unwrap()).unwrap();
        let inputs: Vec<&str> =
            deps["inputs"].as_array().unwrap().iter().map(|path| path.as_str().unwrap()).collect();
        for file in ["r/house/theme.toml", "r/house/theme.typ", "r/house/cover.typ"] {
            assert!(inputs.contains(&file), "{inputs:?}");
        }
        for pdf in ["copy/small-screen.pdf", "copy/small-en.pdf", "own/small-en.pdf"] {
            let output = recto(&["verify", pdf], folder.path());
            assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
            assert!(stdout(&output).contains("gives the same bytes"), "{}", stdout(&output));
        }
        // It does not write over what is there.
        let output = recto(&["new", "theme", "house"], &r);
        assert_eq!(output.status.code(), Some(2));
        assert!(
            stderr(&output).contains("`house` has a theme.toml already"),
            "{}",
            stderr(&output)
        );
    }
}

#[test]
fn a_report_and_an_edition_name_their_themes() {
    let report = small();
    let manifest = text(&report, "report.toml")
        .replace(
            "languages = [\"zh\", \"en\"]\ndate",
            "theme = \"journal\"\nlanguages = [\"zh\", \"en\"]\ndate",
        )
        .replace("layout = \"single\"", "layout = \"single\"\ntheme = \"house/\"");
    write(&report, "report.toml", &manifest);
    // Values alone: what draws is that of the program.
    write(&report, "house/theme.toml", "[colours]\naccent = \"#005A3C\"\n");
    let (build, output) = build(&report, &BuildOptions::default());
    assert_eq!(errors(&build.problems), Vec::<&str>::new());
    let path = RelativePath::parse("evidence.json").unwrap();
    let record = Evidence::read(&output.read(&path).unwrap()).unwrap();
    let themes: Vec<&str> = record.editions.iter().map(|edition| edition.theme.as_str()).collect();
    assert_eq!(themes, ["journal", "house"]);
}

const BROKEN: &str = r##"
files = ["theme.typ", "logo.png", "missing.typ", "../out.typ"]

[colours]
acent = "#000000"
ink = "dark"
quiet = "#9AA0A6"
ground = { rgb = "#F6F1E8", cmyk = [3, 5, 110, 0] }
rule = 12

[faces]
latin-serif = "Source Serif"
titles = "slab"

[page]
paper = "a44"
top = "26"

[page.parallel]
inside = "19furlongs"
outside = "0.1mm"

[type]
han-share = 3
small = { size = "8.5pt", pitch = "8pt" }
caption = "10pt"

[charts]
palette = ["#1F4E79", "blue"]
"##;

#[test]
fn a_broken_theme_is_told_all_that_is_wrong_with_it_at_once() {
    let report = small();
    write(&report, "house/theme.toml", BROKEN);
    write(&report, "house/theme.typ", "");
    let check = pipeline::check(&report, &in_theme("house"), &mut Silent);
    assert_eq!(
        lines(&check.problems, &check.sources),
        "\
house/theme.toml:2:24: error[invalid-value]: `logo.png` cannot be a file of a theme
house/theme.toml:2:36: error[unreadable-file]: cannot read `house/missing.typ`: there is no such file
house/theme.toml:2:51: error[invalid-value]: `../out.typ`: the path leads out of the folder of the report
house/theme.toml:5:1: error[unknown-key]: `colours` has no key `acent`
house/theme.toml:6:8: error[invalid-value]: `ink` is `dark`, which is no colour
house/theme.toml:8:36: error[invalid-value]: `cmyk` is not four per cents
house/theme.toml:9:8: error[wrong-type]: `rule` is an integer; a colour such as \"#1F4E79\" is wanted
house/theme.toml:12:15: error[invalid-value]: no font has the family `Source Serif`
house/theme.toml:13:11: error[invalid-value]: `titles` cannot be `slab`
house/theme.toml:16:10: error[invalid-value]: there is no paper `a44`
house/theme.toml:17:8: error[invalid-value]: `top` is `26`, which is no length
house/theme.toml:20:11: error[invalid-value]: `inside` is `19furlongs`, which is no length
house/theme.toml:21:12: error[invalid-value]: `outside` is 0.1mm, out of bounds
house/theme.toml:24:13: error[invalid-value]: `han-share` is 3, out of bounds
house/theme.toml:25:36: error[invalid-value]: `pitch` is 8pt, out of bounds
house/theme.toml:26:11: error[wrong-type]: `caption` is a string; a table is wanted
house/theme.toml:29:11: error[invalid-value]: `palette` has 2 colours; 6 or more are needed
house/theme.toml:29:24: error[invalid-value]: `palette` is `blue`, which is no colour
"
    );
}

#[test]
fn text_has_to_stand_out_from_its_ground() {
    let report = small();
    write(
        &report,
        "house/theme.toml",
        "[colours]\nquiet = \"#8A8A8A\"\naccent = \"#FFD24D\"\n[charts]\ntext = \"#BBBBBB\"\n",
    );
    let check = pipeline::check(&report, &in_theme("house"), &mut Silent);
    assert_eq!(
        lines(&check.problems, &check.sources),
        "\
house/theme.toml:2:9: error[invalid-value]: `quiet` on `ground` has a contrast of 3.11 : 1, too little to be read by all
house/theme.toml:2:9: error[invalid-value]: `quiet` on `paper` has a contrast of 3.45 : 1, too little to be read by all
house/theme.toml:3:10: error[invalid-value]: `accent` on `ground` has a contrast of 1.3 : 1, too little to be read by all
house/theme.toml:3:10: error[invalid-value]: `accent` on `paper` has a contrast of 1.44 : 1, too little to be read by all
house/theme.toml:3:10: error[invalid-value]: `on-accent` on `accent` has a contrast of 1.44 : 1, too little to be read by all
house/theme.toml:5:8: error[invalid-value]: `text` on `paper` has a contrast of 1.91 : 1, too little to be read by all
"
    );
    // A page without room for text.
    write(&report, "house/theme.toml", "[page.single]\ninside = \"100mm\"\noutside = \"80mm\"\n");
    let check = pipeline::check(&report, &in_theme("house"), &mut Silent);
    assert_eq!(
        lines(&check.problems, &check.sources),
        "house/theme.toml:2:10: error[invalid-value]: `[page.single]` leaves a text 85 pt wide, too little\n"
    );
}

#[test]
fn a_theme_that_is_not_there_is_named_with_those_that_are() {
    let report = small();
    let manifest =
        text(&report, "report.toml").replace("date = 2026", "theme = \"jurnal\"\ndate = 2026");
    write(&report, "report.toml", &manifest);
    let check = crate::support::check(&report);
    assert_eq!(
        lines(&check.problems, &check.sources),
        "report.toml:5:10: error[invalid-value]: there is no theme `jurnal`: it is none of the program, and no folder of the report with a theme.toml\n"
    );
    let problem = check.problems.iter().find(|one| one.severity == Severity::Error).unwrap();
    assert!(problem.help.iter().any(|help| help.contains("`journal`")), "{:?}", problem.help);
    let folder = tempfile::tempdir().unwrap();
    copy(&project().join("tests/golden/small"), &folder.path().join("r"));
    let output = recto(&["build", "r", "--theme", "nowhere"], folder.path());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("there is no theme `nowhere`"), "{}", stderr(&output));
}

/// What a build says of a theme of one file.
fn said_of(theme: &str) -> String {
    let report = small();
    write(&report, "house/theme.toml", "files = [\"theme.typ\"]\n");
    write(&report, "house/theme.typ", theme);
    let options = BuildOptions {
        check: in_theme("house"),
        editions: vec!["en".to_owned()],
        ..BuildOptions::default()
    };
    let (build, output) = build(&report, &options);
    assert!(output.paths().is_empty(), "nothing was written");
    lines(&build.problems, &build.sources)
}

#[test]
fn an_error_in_the_typst_of_a_theme_is_found_at_its_own_line() {
    assert_eq!(
        said_of("// A cover.\n#let cover(book, matter) = matter.titel.en\n"),
        "house/theme.typ:2:35: error[typesetting]: dictionary does not contain key \"titel\"\n"
    );
    assert_eq!(
        said_of("#let cover(book, matter) = [\n"),
        "house/theme.typ:1:28: error[typesetting]: unclosed delimiter\n"
    );
    assert_eq!(
        said_of("#import \"helpers.typ\": x\n"),
        "house/theme.typ:1:9: error[typesetting]: file not found (searched at /theme/helpers.typ)\n"
    );
}

#[test]
fn a_theme_cannot_print_a_number() {
    // Digits on each page that shows them, number words once, and words that no page shows.
    let foot = "#let running-foot(book, titles, folio) = [Founded in 1998]\n";
    let said = said_of(foot);
    let pages = said.lines().count();
    assert!(pages > 3, "{said}");
    for (index, line) in said.lines().enumerate() {
        let page = index + 3;
        assert_eq!(
            line,
            format!(
                "house/theme.typ:1:43: error[unaccounted-ink]: `1998` on page {page} rests on no claim and on no data"
            )
        );
    }
    assert_eq!(
        said_of(
            "// A motto.\n#let imprint(book, matter) = []\n#let motto = \"Twelve years of reports\"\n"
        ),
        "house/theme.typ:3:14: error[unaccounted-ink]: a template says `Twelve`, a number that no check has read\n"
    );
}
