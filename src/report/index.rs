//! `[[index]]` of `report.toml`: the words that the index lists.

use std::collections::BTreeMap;

use super::Id;
use super::definition::{SortKeys, read_sort};
use super::localised::{Localised, Role};
use super::reader::Table;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::source::{MappedText, Span};

/// An entry of the index.
#[derive(Debug)]
pub struct IndexEntry {
    /// By which other entries refer to it, and the text marks it.
    pub id: Id,
    /// What is printed.
    pub term: Localised,
    /// By which words it is found in the text, by language; none where only the term itself is looked for.
    pub words: Vec<(Language, Vec<String>)>,
    /// Whether the text is not searched: it stands where the text marks it.
    pub marked_only: bool,
    /// The entry that it stands under.
    pub under: Option<Id>,
    /// The entry that is to be read in its stead.
    pub see: Option<Id>,
    /// Entries that are to be read as well.
    pub see_also: Vec<Id>,
    /// What the term is ordered by.
    pub sort: SortKeys,
}

impl IndexEntry {
    /// By which words it is found in a language.
    pub fn words_in(&self, language: &Language) -> Vec<String> {
        if self.see.is_some() || self.marked_only {
            return Vec::new();
        }
        let stated = self.words.iter().find(|(of, _)| of == language);
        stated.map_or_else(|| vec![self.term.plain(language)], |(_, words)| words.clone())
    }
}

/// Reads every entry.
pub fn read_index(
    root: &Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Vec<IndexEntry> {
    let mut entries = Vec::new();
    for table in root.tables("index", problems) {
        let id = Id::required(&table, "id", problems);
        let term = Localised::required(&table, "term", Role::Plain, languages, problems);
        let words = read_words(&table, languages, problems);
        let text = |key: &str, problems: &mut Diagnostics| {
            table.text(key, problems).map(|text| Id::of_text(&text))
        };
        let under = text("under", problems);
        let see = text("see", problems);
        let see_also = table.texts("see-also", problems);
        let see_also = see_also.iter().map(|text: &MappedText| Id::of_text(text)).collect();
        let sort = read_sort(&table, languages, problems);
        let marked_only = table.flag("marked-only", problems).unwrap_or(false);
        table.finish(problems);
        if let (Some(id), Some(term)) = (id, term) {
            entries.push(IndexEntry { id, term, words, marked_only, under, see, see_also, sort });
        }
    }
    check(&entries, problems);
    entries
}

fn read_words(
    table: &Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Vec<(Language, Vec<String>)> {
    let Some(inner) = table.table("words", problems) else { return Vec::new() };
    let mut words = Vec::new();
    for language in languages {
        if inner.has(language.tag()) {
            let texts = inner.texts(language.tag(), problems);
            let texts = texts.iter().map(|text| text.as_str().to_owned()).collect();
            words.push((language.clone(), texts));
        }
    }
    inner.finish(problems);
    words
}

/// Whether entries refer to entries, and to none that leads away or back.
fn check(entries: &[IndexEntry], problems: &mut Diagnostics) {
    let mut known: BTreeMap<&str, &IndexEntry> = BTreeMap::new();
    for entry in entries {
        if let Some(first) = known.get(entry.id.name.as_str()) {
            problems.push(twice(&entry.id, first.id.span));
        } else {
            known.insert(&entry.id.name, entry);
        }
    }
    for entry in entries {
        for other in entry.under.iter().chain(&entry.see).chain(&entry.see_also) {
            match known.get(other.name.as_str()) {
                None => problems.push(unknown(other, known.keys().copied())),
                Some(found) if std::ptr::eq(*found, entry) => problems.push(itself(other.span)),
                Some(_) => {}
            }
        }
        let above = entry.under.as_ref().and_then(|under| known.get(under.name.as_str()));
        if let (Some(under), Some(above)) = (&entry.under, above)
            && (above.under.is_some() || above.see.is_some())
        {
            problems.push(too_deep(under));
        }
    }
}

fn twice(id: &Id, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateId, format!("the index has an entry `{}` already", id.name))
        .at(id.span, "the second one")
        .at(first, "the first one")
}

fn unknown<'a>(id: &Id, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    Diagnostic::new(Code::UnknownReference, format!("the index has no entry `{}`", id.name))
        .at(id.span, "")
        .nearest(&id.name, known)
        .help("declare it under `[[index]]` in report.toml")
}

fn itself(span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, "an entry of the index refers to itself").at(span, "")
}

fn too_deep(under: &Id) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        format!("nothing can stand under the entry `{}` of the index", under.name),
    )
    .at(under.span, "")
    .help("an index has entries and entries under them, and none under one that says *see*")
}
