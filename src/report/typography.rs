//! `[typography]` of `report.toml`: what good practice leaves to taste.

use super::manifest::unknown_word;
use super::reader::Table;
use crate::diagnostics::Diagnostics;

/// What good practice leaves to taste.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Typography {
    /// How Han text is emphasised.
    pub emphasis: HanEmphasis,
}

/// How Han text is emphasised, which has no italics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HanEmphasis {
    /// By a Kai face.
    #[default]
    Kai,
    /// By a dot below each character.
    Dots,
}

/// Reads the table; what is not written keeps its default.
pub fn read_typography(root: &Table<'_>, problems: &mut Diagnostics) -> Typography {
    let mut typography = Typography::default();
    let Some(table) = root.table("typography", problems) else { return typography };
    if let Some(text) = table.text("emphasis", problems) {
        match text.as_str() {
            "kai" => typography.emphasis = HanEmphasis::Kai,
            "dots" => typography.emphasis = HanEmphasis::Dots,
            _ => problems.push(unknown_word(&text, "emphasis", &["kai", "dots"])),
        }
    }
    table.finish(problems);
    typography
}
