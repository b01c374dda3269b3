//! Runs the pages of `docs/rules`: each is the manual's page of a rule and its test at once.
//!
//! A heading with fenced blocks is a case. A block's info string is `LANGUAGE PATH`; what a case
//! does not give comes from a small default report. `# error[code]` at the end of a line expects a
//! diagnostic with its primary label there; an `expect` block lists those that cannot be marked so.
//! An `output` block holds the rendered messages; `RECTO_UPDATE=1` rewrites it.

#![expect(clippy::print_stderr, reason = "what is skipped has to be said")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use recto::diagnostics::{Diagnostics, Severity, render};
use recto::files::{Memory, RelativePath};
use recto::pipeline::{self, BuildOptions, CheckOptions, Observer, Stage};
use recto::source::SourceMap;

datatest_stable::harness! {
    { test = page, root = "docs/rules", pattern = r"^[a-z0-9-]+\.md$" },
}

/// What a case that says nothing else consists of.
const DEFAULTS: [(&str, &str); 3] = [
    (
        "report.toml",
        r#"[report]
id = "test"
title = { zh = '测试', en = 'Test' }
languages = ["zh", "en"]
date = 2026-01-01
publisher = { zh = '某所', en = 'An institute' }
chapters = ["chapters/01.toml"]

[source.policies]
path = "data/policies.csv"
types = { period = "text" }
title = { zh = '政策文件', en = 'Policy documents' }
publisher = "An institute"
basis = "primary"

[edition.screen]
layout = "parallel"
languages = ["zh", "en"]
"#,
    ),
    (
        "chapters/01.toml",
        "title = { zh = '政策', en = 'Policy' }\n[[block]]\nzh = '正文。[@policies]'\nen = 'Text. [@policies]'\n",
    ),
    ("data/policies.csv", "period,documents\n2017,9\n2018,10\n2019H1,12\n"),
];

#[derive(Default)]
struct Case {
    title: String,
    files: BTreeMap<String, Vec<u8>>,
    expected: Vec<String>,
    build: bool,
    output: Option<String>,
}

struct Silent;

impl Observer for Silent {
    fn begins(&mut self, _stage: Stage, _edition: Option<&str>) {}
    fn ends(&mut self) {}
}

fn page(path: &Path) -> datatest_stable::Result<()> {
    let text = std::fs::read_to_string(path)?;
    let own_code = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut failures = String::new();
    let mut outputs = Vec::new();
    for case in cases(&text).map_err(|error| format!("{}: {error}", path.display()))? {
        if case.title.ends_with("(open)") {
            eprintln!("skipped, because it is open: {}", case.title);
            continue;
        }
        let (found, rendered) = run(&case, &own_code);
        let mut expected = case.expected.clone();
        expected.sort();
        if found != expected {
            let difference = format!("expected {expected:#?}\nfound {found:#?}");
            writeln!(failures, "## {}\n{difference}\n{rendered}", case.title)?;
        }
        if let Some(output) = &case.output {
            if output.trim_end() != rendered.trim_end()
                && std::env::var_os("RECTO_UPDATE").is_none()
            {
                writeln!(failures, "## {}\nthe messages have changed:\n{rendered}", case.title)?;
            }
            outputs.push(rendered);
        }
    }
    if std::env::var_os("RECTO_UPDATE").is_some() {
        std::fs::write(path, with_outputs(&text, &outputs))?;
    }
    if failures.is_empty() { Ok(()) } else { Err(failures.into()) }
}

/// The diagnostics of a case, as `file:line: severity[code]`, sorted, and as a reader sees them.
///
/// Warnings and notes of other rules than that of the page are left out unless the case speaks of
/// them: the examples are short, and much of what they say needs no proof here.
fn run(case: &Case, own_code: &str) -> (Vec<String>, String) {
    let folder = Memory::default();
    for (path, bytes) in &case.files {
        folder.insert(
            RelativePath::parse(path).expect("a path of a page is relative"),
            bytes.clone(),
        );
    }
    for (path, text) in DEFAULTS {
        if !case.files.contains_key(path) {
            let path = RelativePath::parse(path).expect("the defaults have relative paths");
            folder.insert(path, text.as_bytes().to_vec());
        }
    }
    let (problems, sources) = if case.build {
        let output = Memory::default();
        let options = BuildOptions::default();
        let build = pipeline::build(&folder, &output, &options, &mut Silent);
        let build = build.expect("a folder in memory does not fail");
        assert_eq!(output.paths().is_empty(), build.problems.has_errors(), "a PDF only if clean");
        (build.problems, build.sources)
    } else {
        let check = pipeline::check(&folder, &CheckOptions::default(), &mut Silent);
        (check.problems, check.sources)
    };
    let speaks_of = |code: &str| {
        code == own_code || case.expected.iter().any(|line| line.ends_with(&format!("[{code}]")))
    };
    let mut shown = Diagnostics::new();
    for problem in problems.iter() {
        if problem.severity == Severity::Error || speaks_of(problem.code.name()) {
            shown.push(problem.clone());
        }
    }
    (places(&shown, &sources), rendered(&shown, &sources))
}

fn places(problems: &Diagnostics, sources: &SourceMap) -> Vec<String> {
    let mut places: Vec<String> = problems
        .iter()
        .map(|problem| {
            let place = problem.labels.first().map_or_else(String::new, |label| {
                let line = sources.position(label.span).line;
                format!("{}:{line}: ", sources.name(label.span.file))
            });
            format!("{place}{}[{}]", problem.severity.name(), problem.code)
        })
        .collect();
    places.sort();
    places
}

fn rendered(problems: &Diagnostics, sources: &SourceMap) -> String {
    let all: Vec<String> =
        problems.iter().map(|problem| render::human(problem, sources, false)).collect();
    all.join("\n\n")
}

fn cases(text: &str) -> Result<Vec<Case>, String> {
    let mut cases: Vec<Case> = Vec::new();
    let mut title = String::new();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if let Some(heading) = line.strip_prefix('#') {
            title = heading.trim_start_matches('#').trim().to_owned();
            continue;
        }
        let Some(info) = line.strip_prefix("```") else { continue };
        let mut body = String::new();
        loop {
            let Some((_, line)) = lines.next() else {
                return Err(format!("line {}: the block has no end", number + 1));
            };
            if line == "```" {
                break;
            }
            body.push_str(line);
            body.push('\n');
        }
        let mut words = info.split_whitespace();
        let kind = words.next().unwrap_or_default();
        let path = words.next();
        if !matches!((kind, path), (_, Some(_)) | ("expect" | "output" | "stage", _)) {
            continue;
        }
        if cases.last().is_none_or(|case| case.title != title) {
            cases.push(Case { title: title.clone(), ..Case::default() });
        }
        let case = cases.last_mut().expect("one was pushed");
        add_block(case, kind, path, body)?;
    }
    Ok(cases)
}

fn add_block(case: &mut Case, kind: &str, path: Option<&str>, body: String) -> Result<(), String> {
    match (kind, path) {
        ("expect", _) => case.expected.extend(body.lines().map(str::to_owned)),
        ("output", _) => case.output = Some(body),
        ("stage", _) => case.build = body.trim() == "build",
        ("hex", Some(path)) => {
            let bytes = body.split_whitespace().map(|byte| u8::from_str_radix(byte, 16));
            let bytes: Result<Vec<u8>, _> = bytes.collect();
            case.files.insert(path.to_owned(), bytes.map_err(|error| error.to_string())?);
        }
        (_, Some(path)) => {
            for (index, line) in body.lines().enumerate() {
                for mark in marks(line) {
                    case.expected.push(format!("{path}:{}: {mark}", index + 1));
                }
            }
            case.files.insert(path.to_owned(), body.into_bytes());
        }
        (_, None) => {}
    }
    Ok(())
}

/// The expectations in the comments at the end of a line.
fn marks(line: &str) -> Vec<String> {
    let is_mark =
        |part: &str| ["error[", "warning[", "note["].iter().any(|start| part.starts_with(start));
    line.split("# ")
        .skip(1)
        .map(str::trim)
        .filter(|part| is_mark(part))
        .map(str::to_owned)
        .collect()
}

/// The page with each `output` block replaced.
fn with_outputs(text: &str, outputs: &[String]) -> String {
    let mut outputs = outputs.iter();
    let mut result = String::new();
    let mut skipping = false;
    for line in text.lines() {
        if skipping {
            if line != "```" {
                continue;
            }
            skipping = false;
        }
        result.push_str(line);
        result.push('\n');
        if line == "```output"
            && let Some(output) = outputs.next()
        {
            skipping = true;
            if !output.is_empty() {
                result.push_str(output.trim_end());
                result.push('\n');
            }
        }
    }
    result
}
