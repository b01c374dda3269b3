//! The format of the record, `recto-evidence/1`. `docs/evidence.schema.json` says the same for other
//! programs, and a test holds the two together.
//!
//! Whatever an author wrote has its place as file, line and column, both counted from 1, columns in
//! Unicode code points. Pages are counted from 1; lengths on them are in points, from the upper left
//! corner of the page.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::facts::hexadecimal;
use crate::report::Basis;
use crate::verify::Verdict;

/// The format of the record; readers check it first.
pub const SCHEMA: &str = "recto-evidence/1";

/// A string by language tag.
pub type Wordings = BTreeMap<String, String>;

/// Every claim, query, answer, source and verdict of a report, and where each stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Evidence {
    /// [`SCHEMA`].
    pub schema: String,
    /// What made it.
    pub engine: Engine,
    /// Which report it is of.
    pub report: ReportHead,
    /// The headings of parts and sections, in the order of the book.
    pub outline: Vec<Heading>,
    /// How many claims that stand in the report have each verdict, by the names of verdicts.
    pub tally: BTreeMap<String, usize>,
    /// Every source that the report declares.
    pub sources: Vec<Source>,
    /// Every claim that stands in the report.
    pub claims: Vec<Claim>,
    /// Every figure and table, in the order of the report.
    pub exhibits: Vec<Exhibit>,
    /// Every numeral outside of claims, with the reason why it needs none.
    pub not_checked: Vec<NotChecked>,
    /// Languages that are read for digits alone, not for number words.
    pub digits_only: Vec<String>,
    /// How often each rule found something, by its name.
    pub rules: BTreeMap<String, RuleCount>,
    /// How the changes of `recto mutate` were noticed, where that was measured.
    pub mutation: Option<MutationScore>,
    /// The files that the author wrote, and the fonts that the report brings.
    pub files: Vec<AuthorFile>,
    /// What stands on the pages, an entry for each edition that the record goes with.
    pub editions: Vec<Edition>,
}

/// The programs and files that a PDF depends on beside the report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Engine {
    /// The version of Recto.
    pub recto: String,
    /// The version of Typst.
    pub typst: String,
    /// SHA-256 of each font, by file name.
    pub fonts: BTreeMap<String, String>,
    /// SHA-256 of the templates: of `NAME SIZE\n` and the bytes of each, in the order of names.
    pub templates: String,
}

/// Which report and which edition of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ReportHead {
    /// The id of the report.
    pub id: String,
    /// Its title.
    pub title: Wordings,
    /// The date of this edition, as `2026-12-01`.
    pub date: String,
    /// Its languages; the first leads.
    pub languages: Vec<String>,
}

/// The heading of a part or of a section.
///
/// What an author wrote stands below the last heading of its file whose line is not greater.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Heading {
    /// Whether it is that of a part or of a section in the last part.
    pub level: HeadingLevel,
    /// Its number, as `3` or `3.2`; none in front and back matter.
    pub number: Option<String>,
    /// Its id, if something refers to it.
    pub id: Option<String>,
    /// Its words.
    pub title: Wordings,
    /// The ids of the figures and tables that stand directly below it.
    pub exhibits: Vec<String>,
    /// The file.
    pub file: String,
    /// The first line of what stands below it, from 1.
    pub line: usize,
}

/// How deep a heading stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeadingLevel {
    /// A chapter, or a part of the front or back matter.
    Part,
    /// A section of it.
    Section,
}

/// A source of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Source {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Wordings,
    /// Who publishes it.
    pub publisher: Wordings,
    /// Under which licence.
    pub licence: Option<Wordings>,
    /// Where it was taken from.
    pub url: Option<String>,
    /// When it was taken, as `2026-11-22`.
    pub retrieved: Option<String>,
    /// Whether it is the data themselves or copied from a publication.
    pub basis: Basis,
    /// The path of its file in the report, or the table of its server; none where it is only cited.
    pub file: Option<String>,
    /// SHA-256 of the file; for a server, of the rows that the queries took from it.
    pub sha256: Option<String>,
    /// Size of the file in bytes, where it is held.
    pub bytes: Option<u64>,
    /// The name under which its file is attached to the PDF; none where the PDF has the digest alone.
    pub attachment: Option<String>,
    /// Its columns.
    pub columns: Vec<String>,
    /// How many rows it has, where that is known.
    pub rows: Option<usize>,
    /// The rows that claims rest on, the first twenty of each claim.
    pub rows_read: Vec<Row>,
}

/// A row of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Row {
    /// Which row of data, from 1.
    pub row: usize,
    /// The line of the file, or the row of the sheet, where that is known.
    pub line: Option<usize>,
    /// A value for each column of the source.
    pub cells: Vec<Option<String>>,
}

/// A claim that stands in the report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// How it is settled.
    pub kind: ClaimKind,
    /// The query, or for the row of a register what finds it.
    pub query: Option<String>,
    /// The source that an attributed claim names.
    pub attributed: Option<String>,
    /// Why a waived claim is waived.
    pub reason: Option<Wordings>,
    /// The unit of the answer.
    pub unit: String,
    /// The period it speaks of, as `2019H1`.
    pub period: Option<String>,
    /// The claim that is the whole of a share.
    pub base: Option<String>,
    /// The answer with its unit, exactly.
    pub answer: Option<String>,
    /// What the rows of each source have to satisfy.
    pub filters: Vec<String>,
    /// The rows that the answer rests on.
    pub rows: Vec<RowsRead>,
    /// The sources that the answer rests on.
    pub sources: Vec<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// Where it stands, in the order of the report.
    pub places: Vec<Place>,
}

/// How a claim is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimKind {
    /// By a query whose answer the phrase denotes.
    Query,
    /// By a query that answers true or false.
    Holds,
    /// By a row of a register.
    Register,
    /// A source states it without a figure.
    Attributed,
    /// The author takes it upon himself.
    Waived,
}

/// Rows of one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RowsRead {
    /// The id of the source.
    pub source: String,
    /// Which rows of data, from 1; a thousand at most.
    pub rows: Vec<usize>,
}

/// A place where a claim stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Place {
    /// What stands there.
    pub kind: PlaceKind,
    /// Its language; none for a key figure, which stands for all of them.
    pub language: Option<String>,
    /// The words that assert the claim; none where the program prints the answer.
    pub phrase: Option<String>,
    /// What the words denote: an interval with its unit.
    pub denotes: Vec<String>,
    /// Whether the words are true of the answer; none where nothing is compared.
    pub holds: Option<bool>,
    /// The sentence around the words.
    pub sentence: Option<String>,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in code points, from 1.
    pub column: usize,
    /// Where the words stand on the pages of each edition.
    pub printed: Vec<Printed>,
}

/// What stands at a place of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceKind {
    /// Words of the author.
    Phrase,
    /// The answer, printed by the program.
    Inserted,
    /// A key figure.
    Card,
}

/// Where words stand on a page; words that run on over a page have two entries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Printed {
    /// The edition.
    pub edition: String,
    /// The page, from 1.
    pub page: usize,
    /// A rectangle for each line: left, top, right, bottom, in points.
    pub boxes: Vec<[f64; 4]>,
}

/// A figure or table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Exhibit {
    /// Its id.
    pub id: String,
    /// Figure or table.
    pub kind: ExhibitKind,
    /// Its number among those of its kind, from 1.
    pub number: usize,
    /// Its caption.
    pub caption: Wordings,
    /// The query that gives its rows.
    pub query: String,
    /// The sources that it names.
    pub sources: Vec<String>,
    /// The columns that the query returned.
    pub columns: Vec<String>,
    /// The rows that the query returned.
    pub rows: Vec<Vec<Option<String>>>,
    /// The lines across a chart.
    pub references: Vec<ReferenceLine>,
}

/// A line across a chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ReferenceLine {
    /// What it is.
    pub label: Wordings,
    /// The query that gives its value.
    pub query: String,
    /// Its value; none where the query does not return one number.
    pub value: Option<String>,
}

/// What kind of exhibit it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExhibitKind {
    /// A chart.
    Figure,
    /// A table.
    Table,
}

/// A numeral that needs no claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct NotChecked {
    /// What the scanner takes it for.
    pub class: String,
    /// Its words.
    pub text: String,
    /// Its language.
    pub language: String,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in code points, from 1.
    pub column: usize,
}

/// How often a rule found something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RuleCount {
    /// As errors.
    pub errors: usize,
    /// As warnings.
    pub warnings: usize,
    /// As notes.
    pub notes: usize,
}

/// How changes to a report were noticed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct MutationScore {
    /// Changes that made a sentence false.
    #[serde(rename = "false")]
    pub wrong: usize,
    /// Those of them that the check refused.
    pub refused: usize,
    /// Changes that left every sentence true.
    pub still_true: usize,
    /// Changes that the independent evaluation could not judge.
    pub not_judged: usize,
}

/// A file that the author wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AuthorFile {
    /// Its path in the report.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The name under which it is attached to the PDF.
    pub attachment: Option<String>,
}

/// What stands on the pages of an edition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Edition {
    /// Its name.
    pub name: String,
    /// The name of the PDF.
    pub file: String,
    /// Its layout.
    pub layout: String,
    /// Its theme: the name of one of the program, or its folder among the files.
    pub theme: String,
    /// Its languages, in the order of the pages.
    pub languages: Vec<String>,
    /// Whether every page is stamped as a draft, with unchecked numbers.
    pub draft: bool,
    /// When the PDF says that it was made, in seconds since the start of 1970; none for the date of the report.
    pub created: Option<u64>,
    /// How many numerals of the pages have each origin, by the names of origins.
    pub ink: BTreeMap<String, usize>,
    /// The pages.
    pub pages: Vec<Page>,
}

/// What stands on a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Page {
    /// Its width in points.
    pub width: f64,
    /// Its height in points.
    pub height: f64,
    /// Every character that it shows, in the order in which it is drawn, without blanks and without hyphens
    /// after letters, in normal form NFKC.
    pub text: String,
    /// SHA-256 of all that it draws, lines and letters, fonts and colours: of the content of the page in the
    /// PDF with everything that this refers to.
    pub drawing: String,
}

impl Evidence {
    /// A claim by id.
    pub fn claim(&self, id: &str) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.id == id)
    }

    /// A source by id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// The record as it is written: indented JSON with a line break at its end.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("the record holds plain data");
        bytes.push(b'\n');
        bytes
    }

    /// SHA-256 of the record without what is known only after layout: the digest that the colophon prints.
    pub fn digest(&self) -> String {
        let mut bare = Self { editions: Vec::new(), ..self.clone() };
        for claim in &mut bare.claims {
            claim.places.iter_mut().for_each(|place| place.printed.clear());
        }
        hexadecimal(&Sha256::digest(bare.bytes()))
    }

    /// Reads a record.
    ///
    /// # Errors
    /// Where it is no JSON, of another format, or lacks something; the words are fit to be shown.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Head {
            schema: String,
        }
        let head: Head = serde_json::from_slice(bytes)
            .map_err(|error| format!("it is no record of evidence: {error}"))?;
        if head.schema != SCHEMA {
            return Err(format!(
                "its format is `{}`, and this program reads {SCHEMA}",
                head.schema
            ));
        }
        serde_json::from_slice(bytes).map_err(|error| format!("it is damaged: {error}"))
    }
}
