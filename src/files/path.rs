//! Paths inside a folder: relative, with `/`, and without a way out.

use std::fmt;

/// A normalised path below a folder, such as `chapters/01-policy.toml`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelativePath(String);

/// Why a text is no [`RelativePath`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathProblem {
    /// Nothing is left of it.
    Empty,
    /// It starts at the root or at a drive.
    Absolute,
    /// It has a `..` that leads out of the folder.
    LeavesFolder,
    /// It has a backslash or a control character.
    Character,
}

impl RelativePath {
    /// Reads a path as an author writes it; `.` and inner `..` are resolved.
    ///
    /// # Errors
    /// Says why the text is not a path inside the folder.
    pub fn parse(text: &str) -> Result<Self, PathProblem> {
        if text.contains('\\') || text.chars().any(char::is_control) {
            return Err(PathProblem::Character);
        }
        if text.starts_with('/') || text.as_bytes().get(1) == Some(&b':') {
            return Err(PathProblem::Absolute);
        }
        let mut parts: Vec<&str> = Vec::new();
        for part in text.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop().ok_or(PathProblem::LeavesFolder)?;
                }
                name => parts.push(name),
            }
        }
        if parts.is_empty() { Err(PathProblem::Empty) } else { Ok(Self(parts.join("/"))) }
    }

    /// The path with `/` between its parts.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }
}

impl fmt::Display for RelativePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for PathProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the path is empty",
            Self::Absolute => "the path is absolute; files of a report lie inside its folder",
            Self::LeavesFolder => "the path leads out of the folder of the report",
            Self::Character => "the path has a backslash or a control character; write `/`",
        })
    }
}
