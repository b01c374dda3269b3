//! `report.toml` and its chapters become a [`Report`]: every key checked, every string parsed.
//!
//! TOML is read into spanned tables and decoded key by key rather than through serde's derive, since
//! serde stops at the first problem of a file and an author wants all of them in one run.

mod bibliography;
mod blocks;
mod chapter;
mod claim;
mod contents;
mod data_format;
mod data_settings;
mod data_source;
mod definition;
mod edition;
mod evidence_settings;
mod exhibit;
mod figure;
mod font_settings;
mod index;
mod length;
mod localised;
mod manifest;
mod matter;
mod occurrence;
mod print_settings;
mod query_settings;
mod reader;
mod revisions;
mod rules;
mod strings;
mod table;
#[cfg(test)]
mod tests;
pub mod theme;
mod typography;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::bibliography::Bibliography;
use crate::date::Date;
use crate::diagnostics::{Diagnostics, Severities};
use crate::files::{Folder, RelativePath};
use crate::language::Language;
use crate::quantity::{Bands, Period, Rational, Unit};
use crate::source::{FileId, MappedText, SourceMap, Span};

pub use blocks::{Callout, CalloutKind, Definition, Equation, Event, PageBreak, Quote};
pub use data_format::{CellRange, Format};
pub use data_settings::{DataSettings, Location, NumberStyle};
pub use definition::{SortKeys, TermDefinition};
pub use evidence_settings::EvidenceSettings;
pub use exhibit::{CategoryColumn, Frame};
pub use figure::{Annotation, Figure, Reference, ReferenceValue, SeriesName};
pub use font_settings::{Families, FontSettings, GivenFont};
pub use index::IndexEntry;
pub use length::Length;
pub use localised::{LocalText, Localised, Role};
pub use manifest::read;
pub use matter::{Matter, Piece, Presence};
pub use print_settings::{Colours, Marks, PrintSettings, Profile};
pub use query_settings::QuerySettings;
pub use table::{Absence, Column, ColumnFormat, Missing, SpanningHead, Table};
pub use theme::Theme;
pub use typography::{HanEmphasis, Typography};

/// The file that makes a folder a report.
pub const MANIFEST: &str = "report.toml";

/// The largest file of prose that is read, in bytes: what Typst can address within one source.
pub const TEXT_LIMIT: usize = 8 * 1024 * 1024;

/// A report as its author wrote it, complete and well-formed, but not yet checked against data.
#[derive(Debug)]
pub struct Report {
    /// A name for files and references.
    pub id: String,
    /// The title.
    pub title: Localised,
    /// The line under the title.
    pub subtitle: Option<Localised>,
    /// The languages; the first leads.
    pub languages: Vec<Language>,
    /// The date of this edition.
    pub date: Date,
    /// The day up to which the data reach.
    pub as_of: Option<Date>,
    /// Who publishes it.
    pub publisher: Localised,
    /// Persons, for the metadata of the PDF.
    pub authors: Vec<String>,
    /// Words to find the report by.
    pub keywords: Option<Localised>,
    /// What it is about, for the cover.
    pub summary: Option<Localised>,
    /// The text of the imprint.
    pub imprint: Option<Localised>,
    /// What of the front and back matter is printed.
    pub matter: Matter,
    /// The cards of the spread of key figures: a block of them, or none.
    pub key_figures: Option<Block>,
    /// Front matter, chapters and back matter, in the order of the book.
    pub parts: Vec<Part>,
    /// What the glossary has beyond the definitions of the chapters.
    pub glossary: Vec<TermDefinition>,
    /// What the index lists.
    pub index: Vec<IndexEntry>,
    /// The works that the text may cite.
    pub bibliography: Option<Bibliography>,
    /// The sources, in the order of `report.toml`.
    pub sources: Vec<SourceDefinition>,
    /// The claims, in the order of the files.
    pub claims: Vec<ClaimDefinition>,
    /// Names whose digits are no quantities, by language; `None` stands for all languages.
    pub names: Vec<(Option<Language>, String)>,
    /// Severities that the report sets, also for single blocks.
    pub severities: Severities,
    /// How far its wording may stand from the numbers it is used for.
    pub bands: Bands,
    /// Where queries run and what they may take of the machine.
    pub queries: QuerySettings,
    /// What a PDF carries for those who prove it again.
    pub evidence: EvidenceSettings,
    /// What good practice leaves to taste.
    pub typography: Typography,
    /// The faces that it brings.
    pub fonts: FontSettings,
    /// The edition that this one revises, if the book is to tell what differs.
    pub revisions: Option<Revisions>,
    /// The editions, in the order of `report.toml`.
    pub editions: Vec<Edition>,
    /// Every file of a theme that was read, also of one that no edition has.
    pub theme_files: Vec<FileId>,
    /// `report.toml` itself.
    pub manifest: FileId,
    /// Whether every file of the book could be read.
    pub complete: bool,
}

/// Where a part stands in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Before the contents, without a number, signed.
    Foreword,
    /// Before the first chapter, without a number.
    Front,
    /// A numbered chapter.
    Chapter,
    /// After the last chapter, without a number.
    Back,
}

/// A chapter, or a part of the front or back matter: one file.
#[derive(Debug)]
pub struct Part {
    /// Its place in the book.
    pub kind: PartKind,
    /// Its id, if something refers to it.
    pub id: Option<Id>,
    /// Its title.
    pub title: Localised,
    /// Its findings: a list.
    pub lead: Option<Localised>,
    /// What stands before its first section.
    pub blocks: Vec<Block>,
    /// Its sections.
    pub sections: Vec<Section>,
    /// What its terms mean, printed at its end.
    pub definitions: Vec<TermDefinition>,
    /// Who signs it.
    pub signatures: Vec<Signature>,
    /// Its file.
    pub path: RelativePath,
}

/// Who signs a part, at its end.
#[derive(Debug)]
pub struct Signature {
    /// The name.
    pub name: Localised,
    /// The office.
    pub office: Option<Localised>,
    /// The place.
    pub place: Option<Localised>,
    /// The day.
    pub date: Option<Date>,
}

/// A section of a part.
#[derive(Debug)]
pub struct Section {
    /// Its id, if something refers to it.
    pub id: Option<Id>,
    /// Its title.
    pub title: Localised,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// The smallest unit that corresponds across the languages.
#[derive(Debug)]
pub enum Block {
    /// Text.
    Prose(Localised),
    /// A chart.
    Figure(Figure),
    /// A table.
    Table(Table),
    /// Key figures.
    Cards(Vec<Card>),
    /// A passage set apart from the text.
    Callout(Callout),
    /// Terms and what they mean.
    Definitions(Vec<Definition>),
    /// What happened when.
    Timeline(Vec<Event>),
    /// A formula.
    Equation(Equation),
    /// The words of somebody else.
    Quote(Quote),
    /// The end of a page.
    PageBreak(PageBreak),
    /// Typst markup for what no other block can lay out; the audit of the ink reads what it prints.
    Typst(MappedText),
}

/// A key figure: the answer of a claim, large.
#[derive(Debug)]
pub struct Card {
    /// The claim whose answer is printed.
    pub claim: Id,
    /// What it is.
    pub label: Localised,
    /// What is printed after the value.
    pub unit: Option<Localised>,
    /// A line below it.
    pub note: Option<Localised>,
    /// How much it changed.
    pub change: Option<Change>,
    /// Which link of the whole report this is.
    pub occurrence: usize,
}

/// How much a key figure changed: the answer of a claim of its own.
#[derive(Debug)]
pub struct Change {
    /// The claim whose answer is printed.
    pub claim: Id,
    /// Against what.
    pub since: Option<Localised>,
    /// Which link of the whole report this is.
    pub occurrence: usize,
}

/// An id with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id {
    /// The id.
    pub name: String,
    /// Where it is written.
    pub span: Span,
}

/// A table of data, or a publication that is only cited.
#[derive(Debug)]
pub struct SourceDefinition {
    /// Its id and the name of its table.
    pub id: Id,
    /// Where its rows lie; none for a publication that is only cited.
    pub data: Option<DataSettings>,
    /// What it is called.
    pub title: Localised,
    /// Who published it.
    pub publisher: Localised,
    /// Under which licence.
    pub licence: Option<Localised>,
    /// Where it is found.
    pub url: Option<String>,
    /// When it was taken from there.
    pub retrieved: Option<Date>,
    /// The cited source from which it is copied; what it does not say of its provenance, that one says.
    pub publication: Option<Id>,
    /// Whether it is the data itself or a copy from a publication.
    pub basis: Basis,
    /// A remark.
    pub note: Option<Localised>,
    /// How its rows become claims.
    pub register: Option<Register>,
}

/// The edition that a report revises.
#[derive(Debug)]
pub struct Revisions {
    /// The path of its record.
    pub path: RelativePath,
    /// Where the path is written.
    pub span: Span,
    /// The record.
    pub file: FileId,
    /// Why the statements of claims are revised.
    pub reasons: Vec<(Id, Localised)>,
}

/// Whether a source is the data itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The data itself: a claim that agrees with it is proved.
    Primary,
    /// Copied from a publication: a claim agrees with it, which proves the copy and not the world.
    Transcribed,
}

/// The type of a column of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A decimal number, exact.
    Decimal,
    /// A day, `2019-06-30`.
    Date,
    /// `true` or `false`.
    Boolean,
}

/// Which columns of a source make each of its rows a claim.
#[derive(Clone, Debug)]
pub struct Register {
    /// The column of ids.
    pub id: String,
    /// The column of values.
    pub value: String,
    /// The column of units.
    pub unit: Option<String>,
    /// The column of qualifiers, such as `about`.
    pub qualifier: Option<String>,
    /// The column of lower bounds.
    pub lower: Option<String>,
    /// The column of upper bounds.
    pub upper: Option<String>,
    /// The column of periods.
    pub period: Option<String>,
    /// The column of the publication's own words.
    pub quote: Option<String>,
    /// Columns of nouns by language; alternatives in a cell are separated by `|`.
    pub noun: Vec<(Language, String)>,
    /// Where the register is declared.
    pub span: Span,
}

/// A statement that can be proved or refuted.
#[derive(Clone, Debug)]
pub struct ClaimDefinition {
    /// Its id.
    pub id: Id,
    /// How it is settled.
    pub proof: Proof,
    /// What a query returns.
    pub unit: Unit,
    /// Nouns by language, one of which has to stand with the phrase.
    pub noun: Vec<(Language, Vec<String>)>,
    /// The period it speaks of.
    pub period: Option<(Period, Span)>,
    /// The claim that is the base of a share.
    pub base: Option<Id>,
    /// How far phrase and answer may lie apart, in the unit of the answer.
    pub tolerance: Option<Rational>,
    /// How the answer is printed where the program inserts it.
    pub format: AnswerFormat,
    /// The only language it stands in, with the reason.
    pub only: Option<(Language, Localised)>,
    /// A remark for the ledger.
    pub note: Option<Localised>,
}

/// How a claim is settled.
#[derive(Clone, Debug)]
pub enum Proof {
    /// A query whose answer the phrase denotes.
    Query(MappedText),
    /// A query that answers true or false.
    Holds(MappedText),
    /// A source states it without a figure.
    Attributed(Id),
    /// The author takes it upon himself, for the stated reason.
    Waived(Localised),
}

/// How an inserted answer is printed.
#[derive(Clone, Debug, Default)]
pub struct AnswerFormat {
    /// Digits after the decimal point; without it the exact decimal.
    pub digits: Option<u32>,
}

/// One PDF that is made from the report.
#[derive(Clone, Debug)]
pub struct Edition {
    /// Its name, also that of its file.
    pub name: String,
    /// How the languages stand on the page.
    pub layout: Layout,
    /// Its languages, in order.
    pub languages: Vec<Language>,
    /// The standards it conforms to.
    pub standards: Vec<Standard>,
    /// What of the front and back matter it prints against the settings of the report.
    pub with: Vec<Piece>,
    /// What it leaves out.
    pub without: Vec<Piece>,
    /// How it is made for the press; none for an edition of the screen.
    pub print: Option<PrintSettings>,
    /// How its pages look.
    pub theme: Arc<Theme>,
}

/// How the languages stand on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Columns side by side, paragraphs level.
    Parallel,
    /// Paragraph by paragraph, one language under the other.
    Interleaved,
    /// The languages on facing pages, paragraphs level.
    Facing,
    /// One language.
    Single,
}

impl Layout {
    /// The word in `report.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Parallel => "parallel",
            Self::Interleaved => "interleaved",
            Self::Facing => "facing",
            Self::Single => "single",
        }
    }

    /// All layouts.
    pub const ALL: [Self; 4] = [Self::Parallel, Self::Interleaved, Self::Facing, Self::Single];

    /// How many languages an edition of this layout has.
    pub fn languages(self) -> usize {
        if self == Self::Single { 1 } else { 2 }
    }
}

/// A standard for PDF files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// PDF/A-3a: for archives, with attachments and structure (ISO 19005-3).
    A3a,
    /// PDF/UA-1: accessible (ISO 14289-1).
    Ua1,
}

impl Report {
    /// Gives all editions a theme, whatever they have.
    pub fn wear(
        &mut self,
        name: &str,
        folder: &dyn Folder,
        sources: &mut SourceMap,
        problems: &mut Diagnostics,
    ) {
        let known = self.editions.iter().map(|edition| &edition.theme);
        let theme = known.into_iter().find(|theme| theme.name == name).map(Arc::clone);
        let theme = theme.or_else(|| {
            let theme = theme::choose((name, None), folder, &self.fonts, sources, problems)?;
            self.theme_files.extend(&theme.read);
            Some(Arc::new(theme))
        });
        let Some(theme) = theme else { return };
        for edition in &mut self.editions {
            edition.theme = Arc::clone(&theme);
        }
    }

    /// The names that hold for a language.
    pub fn names_in<'a>(&'a self, language: &'a Language) -> impl Iterator<Item = &'a str> {
        let holds = move |of: &Option<Language>| of.as_ref().is_none_or(|of| of == language);
        self.names.iter().filter(move |(of, _)| holds(of)).map(|(_, name)| name.as_str())
    }

    /// A source by id.
    pub fn source(&self, id: &str) -> Option<&SourceDefinition> {
        self.sources.iter().find(|source| source.id.name == id)
    }
}
