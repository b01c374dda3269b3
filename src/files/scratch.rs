//! A folder for what does not fit into memory.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Disk, Folder, RelativePath};

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

    fn disk(&self) -> Disk {
        Disk::new(&self.path)
    }
}

/// A folder of files that came from elsewhere: they are read like a report, but nothing of this machine is
/// told to them, neither a variable of the environment nor what earlier runs found out.
impl Folder for Scratch {
    fn read(&self, path: &RelativePath) -> io::Result<Vec<u8>> {
        self.disk().read(path)
    }

    fn length(&self, path: &RelativePath) -> io::Result<u64> {
        self.disk().length(path)
    }

    fn on_disk(&self, path: &RelativePath) -> io::Result<Option<PathBuf>> {
        self.disk().on_disk(path)
    }

    fn digest(&self, path: &RelativePath) -> io::Result<[u8; 32]> {
        self.disk().digest(path)
    }

    fn replace_all(&self, files: &[(RelativePath, Vec<u8>)]) -> io::Result<()> {
        self.disk().replace_all(files)
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::Scratch;

    #[test]
    fn it_goes_although_somebody_still_writes_into_it() {
        let scratch = Scratch::new().unwrap();
        let path = scratch.path().to_owned();
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut number = 0;
                while !stop.load(Ordering::Relaxed) {
                    number += 1;
                    let _: std::io::Result<()> =
                        std::fs::write(path.join(number.to_string()), b"spill");
                }
            });
            while !path.join("40").exists() {
                std::thread::yield_now();
            }
            drop(scratch);
            assert!(!path.exists());
            stop.store(true, Ordering::Relaxed);
        });
        assert!(!path.exists());
    }
}
