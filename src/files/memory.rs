//! A folder in memory, for tests and rule pages.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;

use super::{Folder, RelativePath};

/// Files by path, without a disk.
#[derive(Debug, Default)]
pub struct Memory {
    files: RefCell<BTreeMap<RelativePath, Vec<u8>>>,
}

impl Memory {
    /// Makes a folder from paths and texts.
    ///
    /// # Panics
    /// When a path is not relative: the caller writes them by hand.
    pub fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let files = files.into_iter().map(|(path, text)| {
            let path = RelativePath::parse(path).expect("paths of a folder in memory are relative");
            (path, text.as_bytes().to_vec())
        });
        Self { files: RefCell::new(files.collect()) }
    }

    /// All paths, in order.
    pub fn paths(&self) -> Vec<RelativePath> {
        self.files.borrow().keys().cloned().collect()
    }

    /// Puts a file there or replaces it.
    pub fn insert(&self, path: RelativePath, bytes: Vec<u8>) {
        self.files.borrow_mut().insert(path, bytes);
    }
}

impl Folder for Memory {
    fn read(&self, path: &RelativePath) -> io::Result<Vec<u8>> {
        self.files.borrow().get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn replace_all(&self, files: &[(RelativePath, Vec<u8>)]) -> io::Result<()> {
        self.files.borrow_mut().extend(files.iter().cloned());
        Ok(())
    }
}
