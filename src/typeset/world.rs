//! What the compiler may see: the files of a book and our fonts. No network, no disk, no clock.

use std::collections::HashMap;
use std::sync::OnceLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue as _};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_kit::fonts::FontStore;
use typst_syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};

use crate::book::{Book, BookFile, MAIN, main_text};
use crate::fonts;
use crate::source::MappedText;

/// The files of one book, as the compiler asks for them.
pub struct BookWorld {
    library: LazyHash<Library>,
    main: FileId,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
    prose: HashMap<FileId, MappedText>,
    themes: HashMap<FileId, MappedText>,
    /// The fonts of the program and of the report, where it brings some.
    fonts: Option<FontStore>,
}

impl BookWorld {
    /// Takes the files of a book.
    ///
    /// # Panics
    /// When a path of the book is no path; the program makes them all.
    pub fn new(book: &Book) -> Self {
        let mut world = Self {
            library: LazyHash::new(library()),
            main: file_id(MAIN),
            sources: HashMap::new(),
            files: HashMap::new(),
            prose: HashMap::new(),
            themes: HashMap::new(),
            fonts: (!book.fonts.is_empty()).then(|| {
                let given = book.fonts.iter().map(|bytes| Bytes::new(bytes.clone()));
                store(program_fonts().iter().cloned().chain(given.flat_map(Font::iter)))
            }),
        };
        for (path, file) in &book.files {
            let id = file_id(path);
            if path.ends_with(".typ") {
                let text = String::from_utf8_lossy(file.bytes()).into_owned();
                world.sources.insert(id, Source::new(id, text));
            } else {
                world.files.insert(id, Bytes::new(file.bytes().to_vec()));
            }
            match file {
                BookFile::Prose(text) => drop(world.prose.insert(id, text.clone())),
                BookFile::Theme(text) => drop(world.themes.insert(id, text.clone())),
                BookFile::Data(_) => {}
            }
        }
        world
    }

    /// All generated prose, in the order of the files.
    pub fn all_prose(&self) -> impl Iterator<Item = &MappedText> {
        let mut files: Vec<_> = self.prose.iter().collect();
        files.sort_by_key(|(id, _)| id.get().vpath().get_with_slash().to_owned());
        files.into_iter().map(|(_, text)| text)
    }

    /// The text of a file that somebody wrote: generated prose, or a file of a theme.
    pub fn written(&self, id: FileId) -> Option<&MappedText> {
        self.prose.get(&id).or_else(|| self.themes.get(&id))
    }

    fn font_store(&self) -> &FontStore {
        self.fonts.as_ref().unwrap_or_else(|| program_store())
    }

    /// The generated prose of a file, which knows where its author wrote it.
    pub fn prose(&self, id: FileId) -> Option<&MappedText> {
        self.prose.get(&id)
    }
}

/// The standard library, with what it has for the tags of tables, told how links inside the book are made.
fn library() -> Library {
    let mut inputs = Dict::new();
    inputs.insert(super::links::INPUT.into(), true.into_value());
    let features = [Feature::A11yExtras].into_iter().collect();
    Library::builder().with_inputs(inputs).with_features(features).build()
}

fn file_id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("the program makes the paths of a book");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// The fonts of the program, parsed once for all editions.
fn program_fonts() -> &'static [Font] {
    static FONTS: OnceLock<Vec<Font>> = OnceLock::new();
    FONTS
        .get_or_init(|| fonts::files().flat_map(|(_, face)| Font::iter(Bytes::new(face))).collect())
}

fn store(fonts: impl Iterator<Item = Font>) -> FontStore {
    let mut store = FontStore::new();
    for font in fonts {
        let info = font.info().clone();
        store.push((font, info));
    }
    store
}

fn program_store() -> &'static FontStore {
    static STORE: OnceLock<FontStore> = OnceLock::new();
    STORE.get_or_init(|| store(program_fonts().iter().cloned()))
}

impl World for BookWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.font_store().book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let source = || self.sources.get(&id).map(|source| Bytes::from_string(source.clone()));
        self.files.get(&id).cloned().or_else(source).ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.font_store().font(index)
    }

    /// The date of a report stands in `report.toml`; nothing may depend on the day of the build.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The same files, beginning with the last pieces of the book.
pub struct FromBehind<'a> {
    world: &'a BookWorld,
    main: Source,
}

impl<'a> FromBehind<'a> {
    pub fn new(world: &'a BookWorld) -> Self {
        Self { world, main: Source::new(file_id("from-behind.typ"), main_text("from-behind")) }
    }
}

impl World for FromBehind<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.world.library()
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.world.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { self.world.source(id) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.world.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.world.font(index)
    }

    fn today(&self, offset: Option<Duration>) -> Option<Datetime> {
        self.world.today(offset)
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_with_slash().into())
}
