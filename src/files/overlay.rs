//! A folder with some of its files replaced, without a word to the folder.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use super::{Folder, RelativePath};

/// Another folder, except for some texts.
pub struct Overlay<'a> {
    folder: &'a dyn Folder,
    texts: &'a BTreeMap<RelativePath, String>,
}

impl<'a> Overlay<'a> {
    /// Lays texts over a folder.
    pub fn new(folder: &'a dyn Folder, texts: &'a BTreeMap<RelativePath, String>) -> Self {
        Self { folder, texts }
    }
}

impl Folder for Overlay<'_> {
    fn read(&self, path: &RelativePath) -> io::Result<Vec<u8>> {
        match self.texts.get(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => self.folder.read(path),
        }
    }

    fn length(&self, path: &RelativePath) -> io::Result<u64> {
        match self.texts.get(path) {
            Some(text) => Ok(text.len() as u64),
            None => self.folder.length(path),
        }
    }

    fn on_disk(&self, path: &RelativePath) -> io::Result<Option<PathBuf>> {
        if self.texts.contains_key(path) { Ok(None) } else { self.folder.on_disk(path) }
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.folder.variable(name)
    }

    fn read_cache(&self, name: &str) -> Option<Vec<u8>> {
        self.folder.read_cache(name)
    }

    fn replace_all(&self, _files: &[(RelativePath, Vec<u8>)]) -> io::Result<()> {
        Err(io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "an overlay is only read"))
    }
}
