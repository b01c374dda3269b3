//! The only door to the file system: a folder that is read from, and one that is written to.
//!
//! Everything else in the crate sees [`Folder`], so a whole report can live in memory ([`Memory`])
//! and a rule page needs no disk.

mod disk;
mod memory;
mod overlay;
mod path;
mod text;

use std::io;

pub use disk::{Disk, peak_memory};
pub use memory::Memory;
pub use overlay::Overlay;
pub use path::{PathProblem, RelativePath};
pub use text::read_text;

/// A folder of files, addressed by paths that cannot leave it.
pub trait Folder {
    /// Reads a whole file.
    ///
    /// # Errors
    /// Whatever the system says; [`io::ErrorKind::PermissionDenied`] where a symbolic link leads out
    /// of the folder.
    fn read(&self, path: &RelativePath) -> io::Result<Vec<u8>>;

    /// Writes all files or none: each is written beside its place first, then all are renamed.
    ///
    /// # Errors
    /// Whatever the system says; in that case no file that stood there before has changed, unless
    /// one of the final renames failed.
    fn replace_all(&self, files: &[(RelativePath, Vec<u8>)]) -> io::Result<()>;
}
