//! The themes that a report names, each read once.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::FontSettings;
use super::built_in::CUSTOMARY;
use super::{Theme, built_in, choose};
use crate::diagnostics::Diagnostics;
use crate::files::Folder;
use crate::source::{FileId, MappedText, SourceMap};

/// Themes by the names that editions have for them.
pub struct Shelf<'a> {
    folder: &'a dyn Folder,
    fonts: &'a FontSettings,
    sources: &'a mut SourceMap,
    themes: BTreeMap<String, Option<Arc<Theme>>>,
    files: Vec<FileId>,
}

impl<'a> Shelf<'a> {
    /// An empty shelf.
    pub fn new(
        folder: &'a dyn Folder,
        fonts: &'a FontSettings,
        sources: &'a mut SourceMap,
    ) -> Self {
        Self { folder, fonts, sources, themes: BTreeMap::new(), files: Vec::new() }
    }

    /// The theme that an author names; the customary one where none is named, or where it cannot be read, which is
    /// then a problem.
    pub fn theme(&mut self, named: Option<&MappedText>, problems: &mut Diagnostics) -> Arc<Theme> {
        let found = named.and_then(|text| {
            let name = text.as_str().trim_end_matches('/');
            if let Some(known) = self.themes.get(name) {
                return known.clone();
            }
            let span = Some(text.whole_span());
            let theme =
                choose((name, span), self.folder, self.fonts, self.sources, problems).map(Arc::new);
            self.files.extend(theme.iter().flat_map(|theme| &theme.read));
            self.themes.insert(name.to_owned(), theme.clone());
            theme
        });
        found.unwrap_or_else(|| Arc::new(built_in(CUSTOMARY)))
    }

    /// Every file of a theme that was read.
    pub fn into_files(self) -> Vec<FileId> {
        self.files
    }
}
