//! Works that a report cites: BibTeX and YAML become entries, a CSL style makes references and citations.
//!
//! What comes out is plain text in pieces, for the book to set by itself: Typst's own bibliography makes text
//! of which nobody can say where it came from. Terms such as *et al.* and 等 are in the language of the entry.

mod national;
mod parse;
mod render;
mod style;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::report::Id;
use crate::source::{FileId, Span};

pub use national::own_styles;
pub use parse::{Fault, parse};
pub use render::{Rendered, Request, render};
pub use style::Style;

/// The works of a report and the style in which they are cited.
#[derive(Debug)]
pub struct Bibliography {
    /// The files with the works, and the file of the style if the report brings its own.
    pub files: Vec<FileId>,
    /// The works, in the order of the files.
    pub works: Vec<Work>,
    /// The style.
    pub style: Style,
    /// Whether works are listed that the text does not cite.
    pub all: bool,
    /// Where the report declares it.
    pub span: Span,
}

/// A work that can be cited.
#[derive(Clone, Debug)]
pub struct Work {
    /// The key by which the text cites it.
    pub id: Id,
    entry: hayagriva::Entry,
    /// The type as the file names it: `article`, `standard`.
    written: String,
    /// The number of a standard.
    number: Option<String>,
}

impl Work {
    /// The primary language of the work: as its entry says, else as its characters tell.
    pub fn language(&self) -> &str {
        render::language_of(&self.entry)
    }
}

/// A work with the place of its key in the text that it was read from.
#[derive(Clone, Debug)]
pub struct ParsedWork {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub range: Range<usize>,
    entry: hayagriva::Entry,
    written: String,
    number: Option<String>,
}

impl ParsedWork {
    /// The work, in a file.
    pub fn in_file(self, file: FileId) -> Work {
        let id = Id { name: self.key, span: Span::new(file, self.range) };
        Work { id, entry: self.entry, written: self.written, number: self.number }
    }
}

/// A stretch of a reference in one look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fragment {
    /// The words.
    pub text: String,
    /// How they are set.
    pub looks: BTreeSet<Look>,
    /// Where they lead on the web.
    pub url: Option<String>,
}

/// How words of a reference are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// In italics.
    Italic,
    /// In bold type.
    Bold,
    /// In small capitals.
    SmallCaps,
    /// Raised.
    Superscript,
    /// Lowered.
    Subscript,
}

impl Look {
    /// The word in `book.json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Italic => "italic",
            Self::Bold => "bold",
            Self::SmallCaps => "small-caps",
            Self::Superscript => "superscript",
            Self::Subscript => "subscript",
        }
    }
}

/// A reference of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The key of the work.
    pub key: String,
    /// The primary language of the work.
    pub language: String,
    /// What stands before it, such as `[1]`; empty where the style numbers nothing.
    pub label: Vec<Fragment>,
    /// The reference itself.
    pub text: Vec<Fragment>,
}
