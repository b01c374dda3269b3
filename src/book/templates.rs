//! The templates, embedded in the program.

use std::collections::BTreeMap;

use super::BookFile;
use crate::report::Edition;
use crate::report::theme::{BUILT_IN, BuiltIn, Medium, ThemeFile};
use crate::report::{Colours, Layout, PrintSettings};

/// Name and text of each template.
const TEMPLATES: &[(&str, &str)] = &[
    ("appendix.typ", include_str!("../../templates/appendix.typ")),
    ("balanced.typ", include_str!("../../templates/balanced.typ")),
    ("bibliography.typ", include_str!("../../templates/bibliography.typ")),
    ("blocks.typ", include_str!("../../templates/blocks.typ")),
    ("book.typ", include_str!("../../templates/book.typ")),
    ("cards.typ", include_str!("../../templates/cards.typ")),
    ("colophon.typ", include_str!("../../templates/colophon.typ")),
    ("columns.typ", include_str!("../../templates/columns.typ")),
    ("contents.typ", include_str!("../../templates/contents.typ")),
    ("cover.typ", include_str!("../../templates/cover.typ")),
    ("data.typ", include_str!("../../templates/data.typ")),
    ("definitions.typ", include_str!("../../templates/definitions.typ")),
    ("design.typ", include_str!("../../templates/design.typ")),
    ("exhibit.typ", include_str!("../../templates/exhibit.typ")),
    ("facing.typ", include_str!("../../templates/facing.typ")),
    ("foreword.typ", include_str!("../../templates/foreword.typ")),
    ("glossary.typ", include_str!("../../templates/glossary.typ")),
    ("heading.typ", include_str!("../../templates/heading.typ")),
    ("imprint.typ", include_str!("../../templates/imprint.typ")),
    ("index.typ", include_str!("../../templates/index.typ")),
    ("key-figures.typ", include_str!("../../templates/key-figures.typ")),
    ("jacket.typ", include_str!("../../templates/jacket.typ")),
    ("interleaved.typ", include_str!("../../templates/interleaved.typ")),
    ("ledger.typ", include_str!("../../templates/ledger.typ")),
    ("lists.typ", include_str!("../../templates/lists.typ")),
    ("page.typ", include_str!("../../templates/page.typ")),
    ("parallel.typ", include_str!("../../templates/parallel.typ")),
    ("part.typ", include_str!("../../templates/part.typ")),
    ("press.typ", include_str!("../../templates/press.typ")),
    ("prose.typ", include_str!("../../templates/prose.typ")),
    ("record.typ", include_str!("../../templates/record.typ")),
    ("revisions.typ", include_str!("../../templates/revisions.typ")),
    ("single.typ", include_str!("../../templates/single.typ")),
    ("sources.typ", include_str!("../../templates/sources.typ")),
    ("table.typ", include_str!("../../templates/table.typ")),
    ("text.typ", include_str!("../../templates/text.typ")),
    ("theme.typ", include_str!("../../templates/theme.typ")),
    ("words.typ", include_str!("../../templates/words.typ")),
];

/// The folder of the theme in a book.
const THEME: &str = "theme/";

/// The name and the text of each template, in the order of names, and those of the themes of the program.
pub fn texts() -> impl Iterator<Item = (String, &'static str)> {
    let templates = TEMPLATES.iter().map(|(name, text)| ((*name).to_owned(), *text));
    templates.chain(BUILT_IN.iter().flat_map(theme_texts))
}

fn theme_texts(theme: &BuiltIn) -> impl Iterator<Item = (String, &'static str)> {
    theme.files.iter().map(|(name, text)| (format!("{}/{name}", theme.name), *text))
}

/// The templates as files of a book, with the theme of the edition.
pub fn files(edition: &Edition) -> BTreeMap<String, BookFile> {
    let templates = TEMPLATES.iter().map(|(name, text)| ((*name).to_owned(), *text));
    // What a theme leaves out is drawn by the customary one.
    let files = templates.chain(theme_texts(&BUILT_IN[0])).map(|(name, text)| {
        (format!("templates/{name}"), BookFile::Data(text.as_bytes().to_vec()))
    });
    let mut files: BTreeMap<String, BookFile> = files.collect();
    // A theme may change values alone; the templates import its functions all the same.
    files.insert(format!("{THEME}theme.typ"), BookFile::Data(Vec::new()));
    for (name, file) in &edition.theme.files {
        let file = match file {
            ThemeFile::BuiltIn(text) => BookFile::Data(text.as_bytes().to_vec()),
            ThemeFile::Given(text) => BookFile::Theme(text.clone()),
        };
        files.insert(format!("{THEME}{name}"), file);
    }
    files.insert(format!("{THEME}look.json"), BookFile::Data(look(edition)));
    files
}

/// The values of the theme of an edition, for `templates/theme.typ`. What is printed with black alone is drawn
/// in the colours of the screen, and its greys follow from how light they are.
fn look(edition: &Edition) -> Vec<u8> {
    let medium = match &edition.print {
        Some(PrintSettings { colours: Colours::Cmyk, .. }) => Medium::Press,
        _ => Medium::Screen,
    };
    let mut look = edition.theme.look(medium, edition.print.is_some());
    look["edition"]["facing"] = (edition.layout == Layout::Facing).into();
    if let Some(print) = &edition.print {
        look["edition"]["binding"] = (print.gutter.points() / 2.0).into();
    }
    format!("{look:#}\n").into_bytes()
}
