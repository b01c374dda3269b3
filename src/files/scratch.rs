//! A folder for what does not fit into memory.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A folder of its own in the temporary folder of the system. It goes with its owner, whoever still writes
/// into it: a query that was given up may go on for a while.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
}

impl Scratch {
    /// Makes the folder.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn new() -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("recto-").tempdir()?;
        Ok(Self { path: folder.keep() })
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Somebody may put a file into it while it is being emptied.
        for _ in 0..8 {
            match fs::remove_dir_all(&self.path) {
                Ok(()) => return,
                Err(error) if error.kind() == io::ErrorKind::NotFound => return,
                Err(_) => {}
            }
        }
    }
}
