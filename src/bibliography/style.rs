//! Styles: those of the archive, our own of GB/T 7714-2025, and the CSL file of a report.

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{self, IndependentStyle, StyleClass};

use super::national;

/// How works are cited and listed.
#[derive(Clone, Debug)]
pub struct Style {
    /// For works in Latin script, and for all works where the style makes no difference.
    pub(super) latin: IndependentStyle,
    /// For works in Han script.
    pub(super) han: IndependentStyle,
    /// Whether it is the national standard of 2025, whose types of works the text processor does not know.
    pub(super) national: bool,
}

impl Style {
    /// The style that holds where a report names none.
    pub const DEFAULT: &'static str = "gb-7714-2025-numeric";

    /// A style of the program, by name.
    pub fn named(name: &str) -> Option<Self> {
        if let Some((_, csl)) = national::STYLES.iter().find(|(known, _)| *known == name) {
            let read = |csl: &str| IndependentStyle::from_xml(csl).ok();
            let (latin, han) = (read(csl)?, read(&national::full_width(csl))?);
            return Some(Self { latin, han, national: true });
        }
        match ArchivedStyle::by_name(name)?.get() {
            citationberg::Style::Independent(style) => Some(Self::alike(style)),
            citationberg::Style::Dependent(_) => None,
        }
    }

    /// The style of a CSL file.
    ///
    /// # Errors
    /// What is wrong with it, in a few words.
    pub fn of_csl(csl: &str) -> Result<Self, String> {
        match citationberg::Style::from_xml(csl) {
            Ok(citationberg::Style::Independent(style)) => Ok(Self::alike(style)),
            Ok(citationberg::Style::Dependent(_)) => {
                Err("it only points to another style, which has to be given itself".to_owned())
            }
            Err(fault) => {
                let place = fault.path.as_ref().map(|path| format!(" at `{path}`"));
                Err(format!("{}{}", fault.source, place.unwrap_or_default()))
            }
        }
    }

    fn alike(style: IndependentStyle) -> Self {
        Self { han: style.clone(), latin: style, national: false }
    }

    /// The names of all styles of the program, in the order of the alphabet.
    pub fn names() -> Vec<&'static str> {
        let archived = ArchivedStyle::all().iter().flat_map(|style| style.names().iter().copied());
        let mut names: Vec<&str> =
            archived.chain(national::STYLES.iter().map(|(name, _)| *name)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether it cites in footnotes.
    pub fn cites_in_notes(&self) -> bool {
        self.latin.settings.class == StyleClass::Note
    }

    /// Whether it makes a list of references.
    pub fn has_list(&self) -> bool {
        self.latin.bibliography.is_some()
    }

    /// The style for works of a primary language.
    pub(super) fn of_language(&self, language: &str) -> &IndependentStyle {
        if matches!(language, "zh" | "ja") { &self.han } else { &self.latin }
    }
}
