//! The only door to the file system: a folder that is read from, and one that is written to.
//!
//! Everything else in the crate sees [`Folder`], so a whole report can live in memory ([`Memory`])
//! and a rule page needs no disk.

mod disk;
mod memory;
mod mounted;
mod overlay;
mod path;
mod recorded;
mod scratch;
mod text;

use std::io;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

pub use disk::{Disk, Standpoint, peak_memory, read_named, write_file};
pub use memory::Memory;
pub use mounted::Mounted;
pub use overlay::Overlay;
pub use path::{PathProblem, RelativePath};
pub use recorded::{Log, Recorded};
pub use scratch::Scratch;
pub use text::{guess_encoding, read_bytes, read_text, unreadable, utf8};

/// A folder of files, addressed by paths that cannot leave it.
pub trait Folder {
    /// Reads a whole file.
    ///
    /// # Errors
    /// Whatever the system says; [`io::ErrorKind::PermissionDenied`] where a symbolic link leads out
    /// of the folder.
    fn read(&self, path: &RelativePath) -> io::Result<Vec<u8>>;

    /// How many bytes a file has.
    ///
    /// # Errors
    /// As for [`Folder::read`].
    fn length(&self, path: &RelativePath) -> io::Result<u64> {
        self.read(path).map(|bytes| bytes.len() as u64)
    }

    /// The path of a file on this machine, for libraries that read a file piece by piece; `None` where
    /// the folder is not on disk.
    ///
    /// # Errors
    /// As for [`Folder::read`].
    fn on_disk(&self, _path: &RelativePath) -> io::Result<Option<PathBuf>> {
        Ok(None)
    }

    /// SHA-256 of a file, which need not fit into memory.
    ///
    /// # Errors
    /// As for [`Folder::read`].
    fn digest(&self, path: &RelativePath) -> io::Result<[u8; 32]> {
        Ok(Sha256::digest(self.read(path)?).into())
    }

    /// The value of a variable of the environment: the one place where a secret comes from.
    fn variable(&self, _name: &str) -> Option<String> {
        None
    }

    /// A file of what earlier runs found out; none where nothing was kept.
    fn read_cache(&self, _name: &str) -> Option<Vec<u8>> {
        None
    }

    /// Keeps a file for later runs, where there is a place for it. A failure is no problem: the next run
    /// finds it out again.
    fn write_cache(&self, _name: &str, _bytes: &[u8]) {}

    /// Writes all files or none: each is written beside its place first, then all are renamed.
    ///
    /// # Errors
    /// Whatever the system says; in that case no file that stood there before has changed, unless
    /// one of the final renames failed.
    fn replace_all(&self, files: &[(RelativePath, Vec<u8>)]) -> io::Result<()>;
}
