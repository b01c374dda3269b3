//! Tables, cards and the frame of all exhibits as an author declares them.

use super::localised::{Localised, Role};
use super::reader;
use super::{Block, Card, Change, Id};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::source::{MappedText, Span};

/// What a figure and a table have in common.
#[derive(Debug)]
pub struct Frame {
    /// Its id.
    pub id: Id,
    /// The headline: what it shows.
    pub caption: Localised,
    /// What is measured, where and when.
    pub measure: Option<Localised>,
    /// A remark under it.
    pub note: Option<Localised>,
    /// The sources that it names.
    pub sources: Vec<Id>,
    /// The query whose rows it shows.
    pub query: MappedText,
}

/// A column of an answer: one for all languages, or one for each.
#[derive(Debug)]
pub enum CategoryColumn {
    /// The same in all languages.
    Shared(MappedText),
    /// One for each language.
    ByLanguage(Vec<(Language, MappedText)>),
}

impl CategoryColumn {
    /// The name of the column for a language.
    pub fn name(&self, language: &Language) -> Option<&MappedText> {
        match self {
            Self::Shared(name) => Some(name),
            Self::ByLanguage(names) => {
                names.iter().find(|(of, _)| of == language).map(|(_, name)| name)
            }
        }
    }
}

impl Frame {
    /// The localised strings, in the order of the page.
    pub fn localised<'a>(&'a self, list: &mut Vec<&'a Localised>) {
        list.push(&self.caption);
        list.extend(&self.measure);
        list.extend(&self.note);
    }

    /// Reads what stands around every exhibit.
    pub fn read(
        block: &reader::Table<'_>,
        exhibit: &reader::Table<'_>,
        languages: &[Language],
        problems: &mut Diagnostics,
    ) -> Option<Self> {
        let id = Id::required(exhibit, "id", problems);
        let caption = Localised::required(block, "caption", Role::Line, languages, problems);
        let measure = Localised::read(block, "measure", Role::Line, languages, problems);
        let note = Localised::read(block, "note", Role::Line, languages, problems);
        let sources = block.texts("source", problems);
        let query = exhibit.required_text("query", problems);
        if sources.is_empty() {
            problems.push(exhibit_without_source(block.span()));
        }
        let sources = sources.iter().map(Id::of_text).collect();
        Some(Self { id: id?, caption: caption?, measure, note, sources, query: query? })
    }
}

/// Reads the cards of a block.
pub fn read_cards(
    cards: &[reader::Table<'_>],
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Block {
    let mut result = Vec::new();
    for card in cards {
        let claim = Id::required(card, "claim", problems);
        let label = Localised::required(card, "label", Role::Line, languages, problems);
        let unit = Localised::read(card, "unit", Role::Plain, languages, problems);
        let note = Localised::read(card, "note", Role::Line, languages, problems);
        let change = Id::optional(card, "change", problems);
        let since = Localised::read(card, "since", Role::Plain, languages, problems);
        if since.is_some() {
            card.require("change", problems);
        }
        card.finish(problems);
        if let (Some(claim), Some(label)) = (claim, label) {
            let change = change.map(|claim| Change { claim, since, occurrence: 0 });
            result.push(Card { claim, label, unit, note, change, occurrence: 0 });
        }
    }
    Block::Cards(result)
}

/// Reads a column: one name, or one for each language.
pub fn category_column(
    table: &reader::Table<'_>,
    key: &str,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<CategoryColumn> {
    table.require(key, problems)?;
    if !table.is_table(key) {
        return table.text(key, problems).map(CategoryColumn::Shared);
    }
    let inner = table.table(key, problems)?;
    let mut names = Vec::new();
    for language in languages {
        let name = inner.required_text(language.tag(), problems)?;
        names.push((language.clone(), name));
    }
    inner.finish(problems);
    Some(CategoryColumn::ByLanguage(names))
}

fn exhibit_without_source(span: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, "an exhibit has to name its `source`")
        .at(span, "`source` is missing here")
        .help("add `source = \"id\"`, or a list of ids")
}
