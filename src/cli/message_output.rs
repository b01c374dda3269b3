//! `--message-format`: which formats, and where each goes.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Result, bail};

use crate::messages::Format;

/// One format and where it goes, as `human` or `sarif=out/recto.sarif`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageOutput {
    /// The format.
    pub format: Format,
    /// The file; without one, people read standard error and programs standard output.
    pub file: Option<PathBuf>,
}

/// A stream or file, to see whether two formats go to the same.
#[derive(PartialEq, Eq)]
enum Target {
    Error,
    Output,
    File(PathBuf),
}

impl FromStr for MessageOutput {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, file) = match text.split_once('=') {
            Some((name, file)) => (name, Some(file)),
            None => (text, None),
        };
        let Some(format) = Format::parse(name) else {
            let names: Vec<&str> = Format::ALL.map(Format::name).into();
            return Err(format!("`{name}` is no format; there are {}", names.join(", ")));
        };
        match file {
            Some("") => Err(format!("the file of `{name}=` has no name")),
            file => Ok(Self { format, file: file.map(PathBuf::from) }),
        }
    }
}

impl MessageOutput {
    fn target(&self) -> Target {
        match (&self.file, self.format) {
            (Some(file), _) => Target::File(plain(file)),
            (None, Format::Human) => Target::Error,
            (None, _) => Target::Output,
        }
    }
}

/// What was asked for, or `human` where nothing was.
///
/// # Errors
/// Where two formats go to the same place.
pub fn resolve(wanted: &[MessageOutput]) -> Result<Vec<MessageOutput>> {
    for (at, output) in wanted.iter().enumerate() {
        let target = output.target();
        let Some(other) = wanted[..at].iter().find(|other| other.target() == target) else {
            continue;
        };
        let (first, second) = (other.format.name(), output.format.name());
        match target {
            Target::File(file) => bail!("`{first}` and `{second}` both go to {}", file.display()),
            Target::Error => bail!("`{first}` is asked for twice"),
            Target::Output => bail!(
                "`{first}` and `{second}` both go to standard output; give one of them a file, as `{second}=FILE`"
            ),
        }
    }
    if wanted.is_empty() {
        return Ok(vec![MessageOutput { format: Format::Human, file: None }]);
    }
    // People see what was found before a file that cannot be written ends the run.
    let mut outputs = wanted.to_vec();
    outputs.sort_by_key(|output| output.file.is_some());
    Ok(outputs)
}

/// A path without `.` in it: `./a` and `a` are one file.
fn plain(path: &Path) -> PathBuf {
    path.components().filter(|part| !matches!(part, std::path::Component::CurDir)).collect()
}
