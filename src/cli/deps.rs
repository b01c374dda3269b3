//! `--deps`: what a run read and what it makes, for programs that decide when to run it again.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Serialize;

use crate::files::{Log, RelativePath, write_file};

/// The file to write.
pub struct Deps<'a> {
    file: &'a Path,
}

/// What is written; paths start where those of the command line do.
#[derive(Serialize)]
struct Record {
    outputs: BTreeSet<String>,
    inputs: BTreeSet<String>,
    variables: BTreeSet<String>,
}

impl<'a> Deps<'a> {
    /// Makes sure that the file has an extension, since without it the file is the target of a check.
    ///
    /// # Errors
    /// Where it has none.
    pub fn new(file: &'a Path) -> Result<Self> {
        if file.extension().is_none() {
            bail!("`--deps {}` needs an extension, such as `.d` or `.json`", file.display());
        }
        Ok(Self { file })
    }

    /// Writes what a run read of folders, and what it made in a folder or would have made.
    ///
    /// # Errors
    /// When the file cannot be written, or its syntax has no way to say a name.
    pub fn write(
        &self,
        read: &[(&Path, Log)],
        made: (&Path, impl IntoIterator<Item = RelativePath>),
    ) -> Result<()> {
        let record = Record {
            outputs: made.1.into_iter().map(|file| joined(made.0, &file)).collect(),
            inputs: read
                .iter()
                .flat_map(|(folder, log)| log.read.iter().map(|file| joined(folder, file)))
                .collect(),
            variables: read.iter().flat_map(|(_, log)| log.variables.iter().cloned()).collect(),
        };
        let is_json = self.file.extension().is_some_and(|extension| extension == "json");
        let text = if is_json {
            serde_json::to_string_pretty(&record)? + "\n"
        } else {
            self.makefile(&record)?
        };
        write_file(self.file, text.as_bytes())
            .with_context(|| format!("cannot write `{}`", self.file.display()))
    }

    /// A rule without a recipe. What a run without outputs makes is the name of the file without its
    /// extension: a file that a recipe touches when the check is clean.
    fn makefile(&self, record: &Record) -> Result<String> {
        let mut targets: Vec<String> =
            record.outputs.iter().map(|path| target(path)).collect::<Result<_>>()?;
        if targets.is_empty() {
            targets.push(target(&slashed(&self.file.with_extension("")))?);
        }
        let inputs: Vec<String> =
            record.inputs.iter().map(|path| escaped(path)).collect::<Result<_>>()?;
        let mut text = String::new();
        for variable in &record.variables {
            text += &format!("# also depends on the environment variable {variable}\n");
        }
        text += &format!("{}: \\\n  {}\n", targets.join(" \\\n"), inputs.join(" \\\n  "));
        // Without a rule of its own, make would stop at an input that was deleted or renamed. A name with
        // `%` would make it a rule for many.
        for input in inputs.iter().filter(|input| !input.contains('%')) {
            text += &format!("\n{input}:\n");
        }
        Ok(text)
    }
}

fn joined(folder: &Path, file: &RelativePath) -> String {
    slashed(&folder.join(file.as_str()))
}

/// A path without `.` in it, and with `/` between folders.
fn slashed(path: &Path) -> String {
    let plain: PathBuf =
        path.components().filter(|part| !matches!(part, Component::CurDir)).collect();
    let text = plain.to_string_lossy().into_owned();
    if cfg!(windows) { text.replace('\\', "/") } else { text }
}

fn target(path: &str) -> Result<String> {
    if path.contains('%') {
        bail!("a Makefile cannot name the target `{path}`; `--deps FILE.json` can");
    }
    escaped(path)
}

/// A name as GNU make reads it. A backslash is itself, except before a mark that it escapes. `=` has no
/// such escape, but within a call of a function it makes no assignment. Nothing keeps `;` from beginning
/// a recipe, which would be run.
fn escaped(path: &str) -> Result<String> {
    if path.chars().any(|letter| letter == ';' || letter.is_control()) || path.ends_with('\\') {
        bail!("a Makefile cannot name the file `{}`; `--deps FILE.json` can", path.escape_debug());
    }
    let mut text = String::with_capacity(path.len());
    let mut backslashes = 0;
    for letter in path.chars() {
        match letter {
            ' ' | '#' | ':' | '|' | '*' | '?' | '[' => {
                text += &"\\".repeat(backslashes + 1);
                text.push(letter);
            }
            '$' => text += "$$",
            '=' => text += "$(if 1,=)",
            other => text.push(other),
        }
        backslashes = if letter == '\\' { backslashes + 1 } else { 0 };
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn marks_of_make_are_escaped() {
        assert_eq!(escaped("a b/c#d:e$f.csv").unwrap(), r"a\ b/c\#d\:e$$f.csv");
        assert_eq!(escaped(r"a\ b\c").unwrap(), r"a\\\ b\c");
        assert_eq!(escaped("a=b").unwrap(), "a$(if 1,=)b");
        for name in ["a;rm b", "a\nb", "a\tb", "a\\"] {
            assert!(escaped(name).is_err(), "{name:?}");
        }
    }
}
