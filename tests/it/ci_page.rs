//! `docs/ci.md` and `action.yml`: what they say can be run.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::{copy, outside, project, skipped, stderr, stdout};

fn page() -> String {
    fs::read_to_string(project().join("docs/ci.md")).unwrap()
}

/// The blocks of code of a page, with their languages.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let code: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push((language.to_owned(), code.join("\n") + "\n"));
        }
    }
    blocks
}

/// YAML as JSON; says so where Python has no reader of it.
fn yaml(text: &str) -> Option<Value> {
    const READER: &str = r"
import sys
try:
    import yaml
except ImportError:
    sys.exit(3)
import json
print(json.dumps(yaml.safe_load(sys.argv[1])))
";
    let output = outside("python3", &["-c", READER, text])?;
    match output.status.code() {
        Some(0) => Some(serde_json::from_str(&stdout(&output)).unwrap()),
        Some(3) => {
            skipped("the package `yaml` of Python is missing");
            None
        }
        _ => panic!("{}", stderr(&output)),
    }
}

/// The words of a command; quotation marks hold blanks together.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for letter in line.chars() {
        match quote {
            Some(mark) if letter == mark => quote = None,
            None if letter == '"' || letter == '\'' => quote = Some(letter),
            None if letter == ' ' => words.push(std::mem::take(&mut word)),
            _ => word.push(letter),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// Every command line of the program on a page: in blocks, as make writes it too, and between backticks.
fn commands(page: &str) -> Vec<String> {
    let mut commands = Vec::new();
    for (_, code) in blocks(page) {
        for line in code.replace("\\\n", " ").lines() {
            let mut line = line.trim();
            for lead in ["- ", "run: ", "entry: ", "exec ", "$ "] {
                line = line.strip_prefix(lead).unwrap_or(line);
            }
            let line = line.replace("$(RECTO) ", "recto ");
            if line.starts_with("recto ") {
                commands.push(line);
            }
        }
    }
    let spans = page.split('`').skip(1).step_by(2).filter(|span| span.starts_with("recto "));
    commands.extend(spans.filter(|span| !span.contains('\n')).map(str::to_owned));
    commands
}

#[test]
fn every_command_of_the_pages_is_one() {
    let commands_of_ci = commands(&page());
    assert!(commands_of_ci.len() >= 8, "{commands_of_ci:#?}");
    for page in ["ci.md", "messages.md", "evidence.md"] {
        let text = fs::read_to_string(project().join("docs").join(page)).unwrap();
        for command in commands(&text) {
            if let Err(reason) = recto::cli::understands(&words(&command)) {
                panic!("{page}: `{command}`: {reason}");
            }
        }
    }
    for wrong in [
        "recto no-such-command report",
        "recto check report --no-such-flag",
        "recto check report --message-format pretty",
        "recto check report --message-format json,sarif",
    ] {
        assert!(recto::cli::understands(&words(wrong)).is_err(), "{wrong}");
    }
}

fn action() -> Option<Value> {
    yaml(&fs::read_to_string(project().join("action.yml")).unwrap())
}

#[test]
fn the_action_uses_each_of_its_inputs_and_no_other() {
    let Some(action) = action() else { return };
    assert_eq!(action["runs"]["using"], "composite");
    let text = fs::read_to_string(project().join("action.yml")).unwrap();
    let names =
        |list: &Value| -> BTreeSet<String> { list.as_object().unwrap().keys().cloned().collect() };
    let used: BTreeSet<String> = text
        .split("inputs.")
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect())
        .collect();
    assert_eq!(used, names(&action["inputs"]));
    for list in [&action["inputs"], &action["outputs"]] {
        for (name, entry) in list.as_object().unwrap() {
            assert!(entry["description"].is_string(), "{name}");
        }
    }
    for step in action["runs"]["steps"].as_array().unwrap() {
        let script = step["run"].as_str().unwrap_or_default();
        assert!(!script.contains("${{"), "an input in a script would be run as one: {step}");
        assert_eq!(step["run"].is_string(), step["shell"] == "bash", "{step}");
        assert!(step["run"].is_string() || step["uses"].is_string(), "{step}");
    }
    let page = page();
    for name in names(&action["inputs"]).union(&names(&action["outputs"])) {
        assert!(
            page.contains(&format!("{name}: ")) || page.contains(&format!("`{name}`")),
            "{name}"
        );
    }
}

#[test]
fn the_examples_are_yaml_and_use_what_the_action_has() {
    let Some(action) = action() else { return };
    let mut calls = 0;
    for (language, code) in blocks(&page()) {
        match language.as_str() {
            "yaml" => {}
            "json" => {
                serde_json::from_str::<Value>(&code).unwrap();
                continue;
            }
            _ => continue,
        }
        let Some(example) = yaml(&code) else { return };
        assert!(example.is_object(), "{code}");
        let Some(steps) = example["jobs"]["report"]["steps"].as_array() else { continue };
        for step in steps.iter().filter(|step| {
            step["uses"].as_str().is_some_and(|uses| uses.starts_with("OWNER/recto@"))
        }) {
            calls += 1;
            for name in step["with"].as_object().unwrap().keys() {
                assert!(action["inputs"][name].is_object(), "`{name}` is no input of the action");
            }
        }
    }
    assert_eq!(calls, 1);
}

/// Runs a step of the action as the runner would, with values for some of its inputs.
fn step(id: &str, folder: &Path, inputs: &[(&str, &str)]) -> Option<(Output, String)> {
    let action = action()?;
    let steps = action["runs"]["steps"].as_array().unwrap();
    let step = steps.iter().find(|step| step["id"] == id).unwrap();
    let results = folder.join("results");
    fs::write(&results, "").unwrap();
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"].as_str().unwrap()]);
    command
        .current_dir(folder)
        .env("RUNNER_TEMP", folder.join("temp"))
        .env("GITHUB_OUTPUT", &results);
    command.env("GITHUB_ACTION_PATH", project());
    for (variable, value) in step["env"].as_object().into_iter().flatten() {
        let input =
            value.as_str().unwrap().trim_start_matches("${{ inputs.").trim_end_matches(" }}");
        let given = inputs.iter().find(|(name, _)| *name == input).map(|(_, value)| *value);
        let default = action["inputs"][input]["default"].as_str().unwrap();
        command.env(variable, given.unwrap_or(default));
    }
    match command.output() {
        Ok(output) => Some((output, fs::read_to_string(results).unwrap())),
        Err(error) => {
            skipped(&format!("`bash` cannot be run: {error}"));
            None
        }
    }
}

#[test]
fn the_action_runs_the_program() {
    let folder = tempfile::tempdir().unwrap();
    copy(&project().join("tests/golden/small"), &folder.path().join("my report"));
    let bin = folder.path().join("temp/recto-bin");
    fs::create_dir_all(&bin).unwrap();
    fs::copy(env!("CARGO_BIN_EXE_recto"), bin.join("recto")).unwrap();
    let Some((output, results)) = step("run", folder.path(), &[("report", "my report")]) else {
        return;
    };
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
    assert_eq!(results, format!("version={}\nstatus=0\n", env!("CARGO_PKG_VERSION")));
    assert!(folder.path().join("recto.sarif").is_file());

    let inputs = [
        ("report", "my report"),
        ("command", "build"),
        ("out", "the pdfs"),
        ("junit", "out/j.xml"),
        ("sarif", ""),
        ("args", "--edition\nen\n--deps\nout/d.json"),
    ];
    fs::remove_file(folder.path().join("recto.sarif")).unwrap();
    let (output, _) = step("run", folder.path(), &inputs).unwrap();
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
    for file in ["the pdfs/small-en.pdf", "out/j.xml", "out/d.json"] {
        assert!(folder.path().join(file).is_file(), "{file}");
    }
    assert!(!folder.path().join("recto.sarif").exists());

    let locked = [("report", "my report"), ("locked", "true")];
    let (output, results) = step("run", folder.path(), &locked).unwrap();
    assert_eq!(output.status.code(), Some(1), "there is no recto.lock");
    assert!(results.ends_with("status=1\n"), "{results}");
    assert!(stdout(&output).starts_with("::error file=my report/"), "{}", stdout(&output));
    assert!(folder.path().join("recto.sarif").is_file());
    for wrong in [("version", "9.9.9"), ("command", "rm"), ("report", "nowhere")] {
        let (output, _) = step("run", folder.path(), &[wrong]).unwrap();
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn the_action_names_its_cache_by_the_sources() {
    let folder = tempfile::tempdir().unwrap();
    let Some((output, results)) = step("source", folder.path(), &[]) else { return };
    assert!(output.status.success(), "{}", stderr(&output));
    let digest = results.strip_prefix("digest=").unwrap().trim_end();
    assert!(digest.len() >= 40 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()), "{results}");
}

#[test]
fn the_makefile_builds_once_and_again_when_an_input_changes() {
    let makefile = blocks(&page()).into_iter().find(|(language, _)| language == "make").unwrap().1;
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    copy(&project().join("tests/golden/small"), &report);
    fs::write(folder.path().join("Makefile"), makefile).unwrap();
    let make = || {
        let recto = format!("RECTO={}", env!("CARGO_BIN_EXE_recto"));
        let arguments = [recto.as_str(), "dist/SHA256SUMS", "dist/checked"];
        Command::new("make").args(arguments).current_dir(folder.path()).output()
    };
    let Ok(first) = make() else { return skipped("`make` cannot be run") };
    assert!(first.status.success(), "{}{}", stdout(&first), stderr(&first));
    assert!(folder.path().join("dist/small-en.pdf").is_file());
    let second = make().unwrap();
    assert!(stdout(&second).contains("'dist/SHA256SUMS' is up to date"), "{}", stdout(&second));
    assert!(stdout(&second).contains("'dist/checked' is up to date"), "{}", stdout(&second));
    // A refused build is tried again, also when only a table has changed since.
    let data = report.join("data/policies.csv");
    let table = fs::read_to_string(&data).unwrap();
    for (text, succeeds) in [
        (table.replace("2019H1,12", "2019H1,13"), false),
        (table.replace("2019H1,12", "2019H1,14"), false),
        (table.clone(), true),
    ] {
        fs::write(&data, text).unwrap();
        let made = make().unwrap();
        assert_eq!(made.status.success(), succeeds, "{}{}", stdout(&made), stderr(&made));
        assert!(stdout(&made).contains(" build report"), "{}", stdout(&made));
    }
    assert!(stdout(&make().unwrap()).contains("is up to date"));
}
