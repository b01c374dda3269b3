//! Files that an author wrote, and places in them.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// One file of a [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A range of bytes of a file.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Self { file, start: range.start, end: range.end }
    }

    /// The bytes.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// From the start of this place to the end of another one in the same file.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.file != other.file {
            return self;
        }
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A line and a column, both counted from 1; columns are Unicode code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in code points, from 1.
    pub column: usize,
}

/// Every file that was read, by id, with its text.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

#[derive(Clone, Debug)]
struct SourceFile {
    name: String,
    text: Arc<str>,
    /// Where each line begins, found when a place is first asked for: data files are long.
    line_starts: OnceLock<Vec<usize>>,
}

impl SourceMap {
    /// Adds a file under the name that messages will show.
    ///
    /// # Panics
    /// With more than four billion files.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        let (name, text) = (name.into(), text.into());
        self.files.push(SourceFile { name, text, line_starts: OnceLock::new() });
        id
    }

    /// An id for a file whose text is still being made; until [`SourceMap::fill`] it is empty.
    pub fn reserve(&mut self, name: impl Into<String>) -> FileId {
        self.add(name, "")
    }

    /// Gives a reserved file its text.
    pub fn fill(&mut self, file: FileId, text: impl Into<Arc<str>>) {
        let file = &mut self.files[file.0 as usize];
        file.text = text.into();
        file.line_starts = OnceLock::new();
    }

    /// Every file, in the order in which they were read.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        (0..self.files.len()).filter_map(|index| u32::try_from(index).ok().map(FileId))
    }

    /// The name of a file, as the author knows it.
    pub fn name(&self, file: FileId) -> &str {
        &self.file(file).name
    }

    /// The whole text of a file.
    pub fn text(&self, file: FileId) -> &str {
        &self.file(file).text
    }

    /// The whole text of a file, kept alive apart from the map.
    pub fn shared_text(&self, file: FileId) -> Arc<str> {
        Arc::clone(&self.file(file).text)
    }

    /// The text of a place; places are cut to character boundaries.
    pub fn snippet(&self, span: Span) -> &str {
        let text = self.text(span.file);
        let start = floor_boundary(text, span.start);
        let end = floor_boundary(text, span.end).max(start);
        &text[start..end]
    }

    /// Line and column of the start of a place.
    pub fn position(&self, span: Span) -> Position {
        self.position_at(span.file, span.start)
    }

    /// Line and column of a byte of a file.
    pub fn position_at(&self, file: FileId, byte: usize) -> Position {
        let file = self.file(file);
        let byte = floor_boundary(&file.text, byte);
        let line_starts = file.line_starts.get_or_init(|| line_starts(&file.text));
        let line = line_starts.partition_point(|&start| start <= byte) - 1;
        let column = file.text[line_starts[line]..byte].chars().count() + 1;
        Position { line: line + 1, column }
    }

    /// The id of a file by name.
    pub fn find(&self, name: &str) -> Option<FileId> {
        let at = self.files.iter().position(|file| file.name == name)?;
        u32::try_from(at).ok().map(FileId)
    }

    fn file(&self, file: FileId) -> &SourceFile {
        &self.files[file.0 as usize]
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    let ends = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
    std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
}

/// The last character boundary at or before a byte; past the end, the end.
fn floor_boundary(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
