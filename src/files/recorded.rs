//! A folder that remembers what was asked of it: what a run depends on, and what it made.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use super::{Folder, RelativePath};

/// Another folder, with a list of what was read from it and written into it.
///
/// A file counts as read from the moment that somebody asks for it, also where it is not there: a report
/// whose data are missing depends on them.
pub struct Recorded<'a> {
    folder: &'a dyn Folder,
    log: RefCell<Log>,
}

/// What was asked of a folder, each once and in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// The files that were read, or asked for.
    pub read: BTreeSet<RelativePath>,
    /// The names of the variables of the environment that were asked for, set or not.
    pub variables: BTreeSet<String>,
    /// The files that were written.
    pub written: BTreeSet<RelativePath>,
}

impl<'a> Recorded<'a> {
    /// Begins with an empty list.
    pub fn new(folder: &'a dyn Folder) -> Self {
        Self { folder, log: RefCell::default() }
    }

    /// The list.
    pub fn into_log(self) -> Log {
        self.log.into_inner()
    }

    fn reads(&self, path: &RelativePath) {
        self.log.borrow_mut().read.insert(path.clone());
    }
}

impl Folder for Recorded<'_> {
    fn read(&self, path: &RelativePath) -> io::Result<Vec<u8>> {
        self.reads(path);
        self.folder.read(path)
    }

    fn length(&self, path: &RelativePath) -> io::Result<u64> {
        self.reads(path);
        self.folder.length(path)
    }

    fn on_disk(&self, path: &RelativePath) -> io::Result<Option<PathBuf>> {
        self.reads(path);
        self.folder.on_disk(path)
    }

    fn digest(&self, path: &RelativePath) -> io::Result<[u8; 32]> {
        self.reads(path);
        self.folder.digest(path)
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.log.borrow_mut().variables.insert(name.to_owned());
        self.folder.variable(name)
    }

    // What earlier runs found out is no input: without it the answers are the same.
    fn read_cache(&self, name: &str) -> Option<Vec<u8>> {
        self.folder.read_cache(name)
    }

    fn write_cache(&self, name: &str, bytes: &[u8]) {
        self.folder.write_cache(name, bytes);
    }

    fn replace_all(&self, files: &[(RelativePath, Vec<u8>)]) -> io::Result<()> {
        self.folder.replace_all(files)?;
        self.log.borrow_mut().written.extend(files.iter().map(|(path, _)| path.clone()));
        Ok(())
    }
}
