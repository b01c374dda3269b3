//! A folder on disk.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::{Folder, RelativePath};

/// The folder inside of a report that holds what earlier runs found out; it can be deleted.
const CACHE: &str = ".recto";

/// A folder on disk; it need not exist before something is written.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// A folder at a path of the machine.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Where the folder lies.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the folder lies as seen from the folder that the program runs in.
    pub fn standpoint(&self) -> Standpoint {
        let parts: Vec<Component<'_>> = self.root.components().collect();
        let below = |part: &Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        // A path that is written downwards counts as it is written, also where a link leads elsewhere.
        if parts.iter().all(below) {
            return Standpoint::Below(slashed(&self.root));
        }
        let here = Path::new(".").canonicalize();
        let Ok(root) = self.root.canonicalize() else {
            return Standpoint::Elsewhere(self.root.clone());
        };
        match here.ok().and_then(|here| root.strip_prefix(here).map(slashed).ok()) {
            Some(path) => Standpoint::Below(path),
            None => Standpoint::Elsewhere(root),
        }
    }
}

/// Where a folder lies as seen from another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standpoint {
    /// In it: the way down, with `/` between folders; empty for the folder itself.
    Below(String),
    /// Not in it: the whole path.
    Elsewhere(PathBuf),
}

impl Standpoint {
    /// The path to a file of the folder.
    pub fn path(&self, file: &str) -> String {
        match self {
            Self::Below(folder) if folder.is_empty() => file.to_owned(),
            Self::Below(folder) => format!("{folder}/{file}"),
            Self::Elsewhere(folder) => {
                format!("{}/{file}", folder.to_string_lossy().trim_end_matches('/'))
            }
        }
    }
}

/// The names of a path with `/` between them.
fn slashed(path: &Path) -> String {
    let names = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    names.collect::<Vec<_>>().join("/")
}

/// Writes a file of any place of the machine, beside it first; the folders above it are made. A link is
/// followed, and into what is no file, such as a pipe, is written as it is.
///
/// # Errors
/// Whatever the system says; then a file that stood there before has not changed.
pub fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    if path.file_name().is_none() || path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let beside = write_beside(folder, bytes)?;
    beside.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Beside the target, so that the rename stays on one file system and is atomic.
fn write_beside(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    fs::create_dir_all(folder)?;
    let mut beside = NamedTempFile::new_in(folder)?;
    beside.write_all(bytes)?;
    beside.as_file().sync_all()?;
    make_readable(&beside)?;
    Ok(beside)
}

impl Disk {
    /// The path of a file that lies inside of the folder, symbolic links resolved.
    fn inside(&self, path: &RelativePath) -> io::Result<PathBuf> {
        let root = self.root.canonicalize()?;
        let file = root.join(path.as_str()).canonicalize()?;
        if !file.starts_with(&root) {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "a symbolic link leads out of the folder",
            ));
        }
        Ok(file)
    }
}

impl Folder for Disk {
    fn read(&self, path: &RelativePath) -> io::Result<Vec<u8>> {
        fs::read(self.inside(path)?)
    }

    fn length(&self, path: &RelativePath) -> io::Result<u64> {
        Ok(fs::metadata(self.inside(path)?)?.len())
    }

    fn on_disk(&self, path: &RelativePath) -> io::Result<Option<PathBuf>> {
        self.inside(path).map(Some)
    }

    fn digest(&self, path: &RelativePath) -> io::Result<[u8; 32]> {
        let mut file = fs::File::open(self.inside(path)?)?;
        let mut hasher = Sha256::new();
        let mut piece = vec![0; 1 << 20];
        loop {
            match file.read(&mut piece)? {
                0 => return Ok(hasher.finalize().into()),
                length => hasher.update(&piece[..length]),
            }
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where a connection string, which may stand in no file, comes from"
    )]
    fn variable(&self, name: &str) -> Option<String> {
        match std::env::var(name) {
            Ok(value) => Some(value),
            // It is set all the same, and found to be wrong where it is used.
            Err(std::env::VarError::NotUnicode(value)) => {
                Some(value.to_string_lossy().into_owned())
            }
            Err(std::env::VarError::NotPresent) => None,
        }
    }

    fn read_cache(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.root.join(CACHE).join(name)).ok()
    }

    fn write_cache(&self, name: &str, bytes: &[u8]) {
        let folder = self.root.join(CACHE);
        let write = || -> io::Result<()> {
            fs::create_dir_all(&folder)?;
            let ignore = folder.join(".gitignore");
            if !ignore.exists() {
                fs::write(ignore, "*\n")?;
            }
            let mut beside = NamedTempFile::new_in(&folder)?;
            beside.write_all(bytes)?;
            beside.persist(folder.join(name)).map_err(|error| error.error)?;
            Ok(())
        };
        // A folder that cannot be written to, as on a server, has no cache.
        let _: io::Result<()> = write();
    }

    fn replace_all(&self, files: &[(RelativePath, Vec<u8>)]) -> io::Result<()> {
        let mut written = Vec::with_capacity(files.len());
        for (path, bytes) in files {
            let target = self.root.join(path.as_str());
            let folder = target.parent().unwrap_or(&self.root);
            written.push((write_beside(folder, bytes)?, target));
        }
        for (beside, target) in written {
            beside.persist(target).map_err(|error| error.error)?;
        }
        Ok(())
    }
}

/// Temporary files are private to their owner; what is published follows the usual default.
#[cfg(unix)]
fn make_readable(file: &NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.as_file().set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_file: &NamedTempFile) -> io::Result<()> {
    Ok(())
}

/// Reads a file that a person named on the command line, wherever it lies.
///
/// # Errors
/// Whatever the system says.
pub fn read_named(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

/// The largest resident memory of this process so far in bytes, where the system tells (Linux).
pub fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}
