//! A verified report becomes a book: a virtual Typst project for one edition.
//!
//! The book is plain Typst. The templates hold its looks; what is generated here are calls of their
//! functions (`prose/`) and data (`book.json`, `charts/`, `attachments/`). Each generated file of
//! prose knows for every byte where its author wrote it.

mod auto_note;
mod blocks;
mod citations;
mod columns;
mod faces;
mod jacket;
mod ledger;
mod lengths;
mod marks;
mod markup;
mod matter;
mod press;
mod record;
mod references;
mod revisions;
mod tables;
mod templates;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::charts;
use crate::evidence::Enclosure;
use crate::exhibits::Exhibits;
use crate::fonts;
use crate::language::Language;
use crate::report::{Block, Edition, Layout, Localised, Piece, Report};
use crate::source::MappedText;
use crate::verify::{CheckedReport, VerifiedReport};

pub use citations::Citations;
pub use jacket::spine;
pub use references::{References, chapter_number};
pub use templates::texts as template_files;

/// The file that the typesetter starts with.
pub const MAIN: &str = "main.typ";

/// The file that gathers the prose.
const UNITS: &str = "units.typ";

/// What the typesetter starts with: a function of `templates/book.typ`, given the data and the prose of a book.
pub fn main_text(function: &str) -> String {
    format!(
        "#import \"/templates/book.typ\": {function}\n\
         #import \"/{UNITS}\": units\n\
         #{function}(json(\"/{RECORD}\"), units)\n"
    )
}

/// The file with the data of a book.
const RECORD: &str = "book.json";

/// A virtual Typst project.
#[derive(Clone, Debug)]
pub struct Book {
    /// The edition it is for.
    pub edition: Edition,
    /// Whether it is a draft, with unchecked numbers, whose pages are all stamped.
    pub draft: bool,
    /// The files by path, without a leading `/`.
    pub files: BTreeMap<String, BookFile>,
    /// The data of the book, which `book.json` holds.
    pub record: Value,
    /// What is printed for citations of works.
    pub citations: Citations,
    /// The fonts that the report brings, beside those of the program.
    pub fonts: Vec<Vec<u8>>,
}

impl Book {
    /// The drawings of a figure, each with the languages that it speaks.
    pub fn charts<'a>(
        &'a self,
        id: &'a str,
    ) -> impl Iterator<Item = (&'a [Language], &'a [u8])> + 'a {
        charts_of(&self.edition, id)
            .into_iter()
            .filter_map(|(languages, path)| Some((languages, self.files.get(&path)?.bytes())))
    }

    /// The author's formulas.
    pub fn formulas(&self) -> impl Iterator<Item = MappedText> {
        blocks::formulas(&self.files)
    }

    /// Writes the data of the book into its file.
    fn set_record(&mut self) {
        let json = format!("{:#}", self.record);
        self.files.insert(RECORD.to_owned(), BookFile::Data(json.into_bytes()));
    }

    /// The author's `typst` blocks.
    pub fn typst_blocks(&self) -> impl Iterator<Item = &MappedText> {
        self.files.iter().filter_map(|(path, file)| match file {
            BookFile::Prose(text) if path.starts_with(TYPST_BLOCKS) => Some(text),
            _ => None,
        })
    }
}

/// The folder of the author's `typst` blocks.
const TYPST_BLOCKS: &str = "typst/";

/// A file of a book.
#[derive(Clone, Debug)]
pub enum BookFile {
    /// Prose that was generated from an author's file.
    Prose(MappedText),
    /// A file of a theme that is not one of the program: it draws like a template, and is an author's file.
    Theme(MappedText),
    /// Anything else.
    Data(Vec<u8>),
}

impl BookFile {
    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Prose(text) | Self::Theme(text) => text.as_str().as_bytes(),
            Self::Data(bytes) => bytes,
        }
    }
}

/// A file that is attached to the PDF.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What it is, in English.
    pub description: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Binds a verified report as a book.
///
/// # Errors
/// When a chart cannot be drawn although its data were found fit.
pub fn bind(
    report: &VerifiedReport,
    exhibits: &Exhibits,
    edition: &Edition,
    enclosure: &Enclosure,
) -> Result<Book> {
    bind_any(report.checked(), exhibits, edition, enclosure, false)
}

/// Binds a report with unchecked numbers; every page of it will be stamped as a draft.
///
/// # Errors
/// When a chart cannot be drawn although its data were found fit.
pub fn bind_draft(
    report: &CheckedReport,
    exhibits: &Exhibits,
    edition: &Edition,
    enclosure: &Enclosure,
) -> Result<Book> {
    bind_any(report, exhibits, edition, enclosure, true)
}

fn bind_any(
    checked: &CheckedReport,
    exhibits: &Exhibits,
    edition: &Edition,
    enclosure: &Enclosure,
    draft: bool,
) -> Result<Book> {
    let mut files = templates::files(edition);
    let references = References::new(checked).in_edition(edition);
    let citations = Citations::new(checked, edition);
    let has_index = checked.report.prints(edition, Piece::Index, checked.report.index.len());
    let generator = markup::Generator::new(&references, &citations, has_index);
    let groups = prose_files(&checked.report);
    for language in &edition.languages {
        for (number, group) in groups.iter().enumerate() {
            let text = generator.prose_file(group, language);
            files.insert(format!("prose/{language}/{number:02}.typ"), BookFile::Prose(text));
        }
    }
    for (index, text) in typst_texts(&checked.report).into_iter().enumerate() {
        files.insert(typst_path(index), BookFile::Prose(text.clone()));
    }
    files.extend(blocks::files(&checked.report));
    draw_charts(exhibits, edition, &mut files)?;
    for attachment in attached(edition, enclosure) {
        let path = format!("attachments/{}", attachment.name);
        files.insert(path, BookFile::Data(attachment.bytes.clone()));
    }
    let record =
        record::record(checked, exhibits, edition, (&references, &citations), enclosure, draft);
    let json = serde_json::to_vec_pretty(&record).context("book.json holds plain data")?;
    files.insert(RECORD.to_owned(), BookFile::Data(json));
    let faces = faces::file(&checked.report.fonts);
    files.insert(faces::PATH.to_owned(), BookFile::Data(faces.into_bytes()));
    let fonts = checked.report.fonts.files.iter().map(|font| font.bytes.clone()).collect();
    let units = units_file(edition, groups.len());
    files.insert(UNITS.to_owned(), BookFile::Data(units.into_bytes()));
    files.insert(MAIN.to_owned(), BookFile::Data(main_text("book").into_bytes()));
    Ok(Book { edition: edition.clone(), draft, files, record, citations, fonts })
}

/// The files that travel inside the PDF of an edition; a file for the press carries none.
fn attached<'a>(edition: &Edition, enclosure: &'a Enclosure) -> &'a [Attachment] {
    if edition.print.is_some() { &[] } else { &enclosure.files }
}

/// The localised strings of each generated file: those of `report.toml`, then those of each part.
fn prose_files(report: &Report) -> Vec<Vec<(usize, &Localised)>> {
    let mut groups: Vec<Vec<(usize, &Localised)>> = Vec::new();
    let mut files = Vec::new();
    for (unit, localised) in report.localised().into_iter().enumerate() {
        let position = files.iter().position(|file| *file == localised.span.file);
        let group = position.unwrap_or_else(|| {
            files.push(localised.span.file);
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push((unit, localised));
    }
    groups
}

/// All prose by language and name.
fn units_file(edition: &Edition, groups: usize) -> String {
    let mut text = String::new();
    let mut dictionaries = Vec::new();
    for (index, language) in edition.languages.iter().enumerate() {
        let mut parts = Vec::new();
        for number in 0..groups {
            let name = format!("units-{index}-{number}");
            text.push_str(&format!(
                "#import \"/prose/{language}/{number:02}.typ\": units as {name}\n"
            ));
            parts.push(format!("..{name}"));
        }
        dictionaries.push(format!("{}: (:{})", quoted(language.tag()), spread(&parts)));
    }
    text.push_str(&format!("#let units = ({},)\n", dictionaries.join(", ")));
    text
}

fn spread(parts: &[String]) -> String {
    parts.iter().map(|part| format!(" {part},")).collect()
}

/// A string as Typst code.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", escaped.replace(['\n', '\r'], " "))
}

fn draw_charts(
    exhibits: &Exhibits,
    edition: &Edition,
    files: &mut BTreeMap<String, BookFile>,
) -> Result<()> {
    for family in &fonts::CHART {
        charts::register_fonts(family).context("the fonts of charts are part of the program")?;
    }
    let style = edition.theme.chart_style();
    for figure in &exhibits.figures {
        let width = edition.theme.text_width(edition.layout);
        for (languages, path) in charts_of(edition, &figure.id) {
            let svg = charts::draw(&figure.chart(languages).sized(width), &style)
                .with_context(|| format!("figure `{}` cannot be drawn", figure.id))?;
            files.insert(path, BookFile::Data(svg.into_bytes()));
        }
    }
    Ok(())
}

/// The author's `typst` blocks, in the order of the report.
fn typst_texts(report: &Report) -> Vec<&MappedText> {
    let blocks = report.blocks().filter_map(|block| match block {
        Block::Typst(text) => Some(text),
        _ => None,
    });
    blocks.collect()
}

/// Where a `typst` block lies in the book.
fn typst_path(index: usize) -> String {
    format!("{TYPST_BLOCKS}{index:02}.typ")
}

/// The charts of a figure: the languages that each speaks, and where it lies in the book. Facing pages have
/// one a language, other pages one for all.
fn charts_of<'a>(edition: &'a Edition, id: &str) -> Vec<(&'a [Language], String)> {
    if edition.layout != Layout::Facing {
        return vec![(&edition.languages, format!("charts/{id}.svg"))];
    }
    let each = edition.languages.chunks(1);
    each.map(|language| (language, format!("charts/{id}.{}.svg", language[0].tag()))).collect()
}
