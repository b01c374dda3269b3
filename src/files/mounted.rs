//! A folder within another one that lies elsewhere.

use std::io;
use std::path::PathBuf;

use super::{Folder, RelativePath};

/// Another folder, with one of its own folders taken from elsewhere. What lay there is hidden.
pub struct Mounted<'a> {
    folder: &'a dyn Folder,
    /// The name of the folder that is taken from elsewhere, with a slash.
    prefix: String,
    inner: &'a dyn Folder,
}

impl<'a> Mounted<'a> {
    /// Puts `inner` into `folder` under a name.
    pub fn new(folder: &'a dyn Folder, name: &str, inner: &'a dyn Folder) -> Self {
        Self { folder, prefix: format!("{name}/"), inner }
    }

    /// The folder that has a file, and the path of the file there.
    fn place(&self, path: &RelativePath) -> (&'a dyn Folder, RelativePath) {
        let inner = path.as_str().strip_prefix(&self.prefix);
        match inner.and_then(|inner| RelativePath::parse(inner).ok()) {
            Some(inner) => (self.inner, inner),
            None => (self.folder, path.clone()),
        }
    }
}

impl Folder for Mounted<'_> {
    fn read(&self, path: &RelativePath) -> io::Result<Vec<u8>> {
        let (folder, path) = self.place(path);
        folder.read(&path)
    }

    fn length(&self, path: &RelativePath) -> io::Result<u64> {
        let (folder, path) = self.place(path);
        folder.length(&path)
    }

    fn on_disk(&self, path: &RelativePath) -> io::Result<Option<PathBuf>> {
        let (folder, path) = self.place(path);
        folder.on_disk(&path)
    }

    fn digest(&self, path: &RelativePath) -> io::Result<[u8; 32]> {
        let (folder, path) = self.place(path);
        folder.digest(&path)
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.folder.variable(name)
    }

    fn read_cache(&self, name: &str) -> Option<Vec<u8>> {
        self.folder.read_cache(name)
    }

    fn write_cache(&self, name: &str, bytes: &[u8]) {
        self.folder.write_cache(name, bytes);
    }

    fn replace_all(&self, files: &[(RelativePath, Vec<u8>)]) -> io::Result<()> {
        self.folder.replace_all(files)
    }
}

#[cfg(test)]
mod tests {
    use super::Mounted;
    use crate::files::{Folder, Memory, RelativePath};

    #[test]
    fn one_folder_is_taken_from_elsewhere() {
        let report =
            Memory::new([("report.toml", "r"), ("theme/a.typ", "own"), ("themes/b.typ", "b")]);
        let house = Memory::new([("theme.toml", "house")]);
        let mounted = Mounted::new(&report, "theme", &house);
        let read = |path: &str| {
            let bytes = mounted.read(&RelativePath::parse(path).unwrap()).ok()?;
            String::from_utf8(bytes).ok()
        };
        assert_eq!(read("report.toml").as_deref(), Some("r"));
        assert_eq!(read("theme/theme.toml").as_deref(), Some("house"));
        assert_eq!(read("theme/a.typ"), None);
        assert_eq!(read("themes/b.typ").as_deref(), Some("b"));
    }
}
