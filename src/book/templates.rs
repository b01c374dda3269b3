//! The templates, embedded in the program.

use std::collections::BTreeMap;

use super::BookFile;

/// Name and text of each template.
const TEMPLATES: &[(&str, &str)] = &[
    ("appendix.typ", include_str!("../../templates/appendix.typ")),
    ("balanced.typ", include_str!("../../templates/balanced.typ")),
    ("bibliography.typ", include_str!("../../templates/bibliography.typ")),
    ("book.typ", include_str!("../../templates/book.typ")),
    ("cards.typ", include_str!("../../templates/cards.typ")),
    ("colophon.typ", include_str!("../../templates/colophon.typ")),
    ("columns.typ", include_str!("../../templates/columns.typ")),
    ("contents.typ", include_str!("../../templates/contents.typ")),
    ("cover.typ", include_str!("../../templates/cover.typ")),
    ("data.typ", include_str!("../../templates/data.typ")),
    ("definitions.typ", include_str!("../../templates/definitions.typ")),
    ("exhibit.typ", include_str!("../../templates/exhibit.typ")),
    ("foreword.typ", include_str!("../../templates/foreword.typ")),
    ("glossary.typ", include_str!("../../templates/glossary.typ")),
    ("heading.typ", include_str!("../../templates/heading.typ")),
    ("imprint.typ", include_str!("../../templates/imprint.typ")),
    ("index.typ", include_str!("../../templates/index.typ")),
    ("key-figures.typ", include_str!("../../templates/key-figures.typ")),
    ("ledger.typ", include_str!("../../templates/ledger.typ")),
    ("lists.typ", include_str!("../../templates/lists.typ")),
    ("page.typ", include_str!("../../templates/page.typ")),
    ("parallel.typ", include_str!("../../templates/parallel.typ")),
    ("part.typ", include_str!("../../templates/part.typ")),
    ("prose.typ", include_str!("../../templates/prose.typ")),
    ("record.typ", include_str!("../../templates/record.typ")),
    ("revisions.typ", include_str!("../../templates/revisions.typ")),
    ("single.typ", include_str!("../../templates/single.typ")),
    ("sources.typ", include_str!("../../templates/sources.typ")),
    ("text.typ", include_str!("../../templates/text.typ")),
    ("theme.typ", include_str!("../../templates/theme.typ")),
    ("words.typ", include_str!("../../templates/words.typ")),
];

/// The name and the text of each template, in the order of names.
pub fn texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    TEMPLATES.iter().copied()
}

/// The templates as files of a book.
pub fn files() -> BTreeMap<String, BookFile> {
    let files = TEMPLATES.iter().map(|(name, text)| {
        (format!("templates/{name}"), BookFile::Data(text.as_bytes().to_vec()))
    });
    files.collect()
}
