//! The flagship and small reports in memory, and outside programs where they are installed.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use recto::diagnostics::Diagnostics;
use recto::files::{Folder, Memory, RelativePath};
use recto::pipeline::{self, Build, BuildOptions, Check, CheckOptions, Observer, Stage};
use recto::quantity::{Content, Reading};

/// Hears nothing.
pub struct Silent;

impl Observer for Silent {
    fn begins(&mut self, _stage: Stage, _edition: Option<&str>) {}
    fn ends(&mut self) {}
}

/// The folder of the project.
pub fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The flagship report in memory.
pub fn flagship() -> Memory {
    folder_in_memory(&project().join("report"))
}

/// A folder of the disk in memory.
pub fn folder_in_memory(root: &Path) -> Memory {
    let memory = Memory::default();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                memory.insert(relative(&name), std::fs::read(&path).unwrap());
            }
        }
    }
    memory
}

/// A path inside a report.
pub fn relative(path: &str) -> RelativePath {
    RelativePath::parse(path).unwrap()
}

/// The text of a file of a report.
pub fn text(folder: &Memory, path: &str) -> String {
    String::from_utf8(folder.read(&relative(path)).unwrap()).unwrap()
}

/// Replaces a file of a report.
pub fn write(folder: &Memory, path: &str, text: &str) {
    folder.insert(relative(path), text.as_bytes().to_vec());
}

/// Checks a report in memory.
pub fn check(folder: &Memory) -> Check {
    pipeline::check(folder, &CheckOptions::default(), &mut Silent)
}

/// Builds a report in memory; the second value is what was written.
pub fn build(folder: &Memory, options: &BuildOptions) -> (Build, Memory) {
    let output = Memory::default();
    let build = pipeline::build(folder, &output, options, &mut Silent).unwrap();
    (build, output)
}

/// The codes of all errors, sorted, each once.
pub fn errors(problems: &Diagnostics) -> Vec<&'static str> {
    let mut codes: Vec<&str> = problems
        .iter()
        .filter(|problem| problem.severity == recto::diagnostics::Severity::Error)
        .map(|problem| problem.code.name())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Runs an outside program; says so and returns `None` where it is not installed.
pub fn outside(program: &str, arguments: &[&str]) -> Option<Output> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => Some(output),
        Err(error) => {
            skipped(&format!("`{program}` cannot be run: {error}"));
            None
        }
    }
}

/// Says that a part of a test was skipped.
pub fn skipped(reason: &str) {
    eprintln!("skipped, because {reason}");
}

/// Runs the program of this project.
pub fn recto(arguments: &[&str], folder: &Path) -> Output {
    recto_with(arguments, folder, &[])
}

/// Runs the program of this project with variables of the environment.
pub fn recto_with(arguments: &[&str], folder: &Path, variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_recto"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .env("NO_COLOR", "1")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

/// Copies a folder of the disk.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).map(|_| ()).unwrap();
        }
    }
}

/// Holds files against a schema of this project (`json` or `xml`) and tells the faults; says so and returns
/// `None` where that cannot be done.
pub fn faults(kind: &str, schema: &str, files: &[&Path]) -> Option<String> {
    let (script, schema) = (project().join("tests/schemas/validate.py"), project().join(schema));
    let mut arguments = vec![script.to_str().unwrap(), kind, schema.to_str().unwrap()];
    arguments.extend(files.iter().map(|file| file.to_str().unwrap()));
    let output = outside("python3", &arguments)?;
    match output.status.code() {
        Some(0) => Some(String::new()),
        Some(1) if !stdout(&output).trim().is_empty() => Some(stdout(&output)),
        Some(3) => {
            skipped(&format!("a package of Python is missing: {}", stdout(&output).trim()));
            None
        }
        _ => panic!("{}{}", stdout(&output), stderr(&output)),
    }
}

/// Asserts that files are valid by a schema, where that can be found out.
pub fn assert_valid(kind: &str, schema: &str, files: &[&Path]) {
    if let Some(faults) = faults(kind, schema, files) {
        assert_eq!(faults, "");
    }
}

/// Standard output of a program as text.
pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Standard error of a program as text.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A reading in a line: its words and what they denote.
pub fn shown(text: &str, reading: &Reading) -> String {
    let words = &text[reading.range.clone()];
    match &reading.content {
        Content::Quantity(quantity) => format!(
            "`{words}` {} {} {}",
            quantity.operator.name(),
            quantity.interval,
            quantity.unit.name()
        ),
        Content::Period(period) => format!("`{words}` period {:?}", period.canonical()),
        other => format!("`{words}` {other:?}"),
    }
}
