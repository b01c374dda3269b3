//! `[[definition]]` of a chapter and `[[glossary]]` of `report.toml`: what a term means.

use super::Id;
use super::localised::{Localised, Role};
use super::reader::Table;
use crate::diagnostics::Diagnostics;
use crate::language::Language;

/// What a word is ordered by, in languages where it is not the word itself.
pub type SortKeys = Vec<(Language, String)>;

/// What a term means.
#[derive(Debug)]
pub struct TermDefinition {
    /// The term.
    pub term: Localised,
    /// What it means.
    pub text: Localised,
    /// In which unit it is measured.
    pub unit: Option<Localised>,
    /// Where the definition comes from: a source or a work.
    pub source: Option<Id>,
    /// What the term is ordered by.
    pub sort: SortKeys,
}

impl TermDefinition {
    /// Its localised strings, in the order of the page.
    pub fn localised<'a>(&'a self, list: &mut Vec<&'a Localised>) {
        list.push(&self.term);
        list.push(&self.text);
        list.extend(&self.unit);
    }
}

/// Reads every definition under a key.
pub fn read_term_definitions(
    table: &Table<'_>,
    key: &str,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Vec<TermDefinition> {
    let mut definitions = Vec::new();
    for entry in table.tables(key, problems) {
        let term = Localised::required(&entry, "term", Role::Plain, languages, problems);
        let text = Localised::required(&entry, "text", Role::Text, languages, problems);
        let unit = Localised::read(&entry, "unit", Role::Plain, languages, problems);
        let source = entry.text("source", problems).map(|text| Id::of_text(&text));
        let sort = read_sort(&entry, languages, problems);
        entry.finish(problems);
        if let (Some(term), Some(text)) = (term, text) {
            definitions.push(TermDefinition { term, text, unit, source, sort });
        }
    }
    definitions
}

/// Reads `sort`: by language, only where the order of the word itself is not the right one.
pub fn read_sort(
    entry: &Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> SortKeys {
    let Some(table) = entry.table("sort", problems) else { return Vec::new() };
    let mut keys = Vec::new();
    for language in languages {
        let text = table.text(language.tag(), problems);
        keys.extend(text.map(|text| (language.clone(), text.as_str().to_owned())));
    }
    table.finish(problems);
    keys
}
