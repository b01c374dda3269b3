//! The faces that a report brings, as the templates read them.

use super::quoted;
use crate::report::{Families, FontSettings};

/// The file that `templates/text.typ` imports.
pub const PATH: &str = "faces.typ";

/// A dictionary of families by language tag; a language that has none of its own is not in it.
pub fn file(settings: &FontSettings) -> String {
    let mut text = String::from("#let given = (:\n");
    for (language, families) in &settings.families {
        text += &format!("  {}: ({}),\n", quoted(language.tag()), members(families));
    }
    text + ")\n"
}

fn members(families: &Families) -> String {
    let all =
        [("serif", &families.serif), ("sans", &families.sans), ("emphasis", &families.emphasis)];
    let given = all
        .iter()
        .filter_map(|(key, family)| Some(format!(" {key}: {},", quoted(family.as_ref()?))));
    format!(":{}", given.collect::<String>())
}
