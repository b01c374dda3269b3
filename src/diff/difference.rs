//! What differs between two editions: the format `recto-diff/1`, which `docs/diff.schema.json` describes
//! for other programs.

use serde::Serialize;

use crate::evidence::{ExhibitKind, Wordings};

/// The format.
pub const SCHEMA: &str = "recto-diff/1";

/// What differs between two editions of a report. Every list is in the order of the book of the newer one;
/// what was dropped stands where it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Difference {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The older edition.
    pub old: Side,
    /// The newer one.
    pub new: Side,
    /// Title, date and languages of the report.
    pub report: Vec<Change>,
    /// Claims added, dropped, renamed or changed in anything but their words.
    pub claims: Vec<ClaimChange>,
    /// Sentences and key figures added, dropped, moved or reworded, and those whose words stayed although
    /// the answer moved.
    pub statements: Vec<StatementChange>,
    /// Figures and tables.
    pub exhibits: Vec<ExhibitChange>,
    /// Sources.
    pub sources: Vec<SourceChange>,
    /// Numerals that need no claim.
    pub numerals: Vec<NumeralChange>,
    /// How often each rule found something, the languages that are read for digits alone, and the score of
    /// `recto mutate`.
    pub checks: Vec<Change>,
    /// The versions of the programs, the templates and the fonts.
    pub program: Vec<Change>,
    /// The author's files that came, went, or changed without anything above saying why.
    pub files: Vec<FileChange>,
}

/// One of the two editions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Side {
    /// The id of the report.
    pub id: String,
    /// Its title.
    pub title: Wordings,
    /// The date of the edition.
    pub date: String,
    /// Its languages.
    pub languages: Vec<String>,
}

/// Whether something came, went or stayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It is in the newer edition alone.
    Added,
    /// It is in the older edition alone.
    Dropped,
    /// It is in both.
    Changed,
}

/// A property of which the editions say different things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Change {
    /// Which property, as the record calls it; of a string in several languages with the language:
    /// `licence.en`.
    pub what: String,
    /// What the older edition says; none where it says nothing.
    pub old: Option<String>,
    /// What the newer one says.
    pub new: Option<String>,
}

/// A place in the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Where {
    /// The heading of its chapter; none for what `report.toml` says.
    pub chapter: Option<Title>,
    /// The heading of its section; none before the first one.
    pub section: Option<Title>,
    /// The file, if it is known.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// Where it stands among all places of both editions.
    #[serde(skip)]
    pub order: Order,
}

/// Sorts places of both editions into the order of the newer book: heading, whether the heading itself is
/// gone, line, column.
pub type Order = (usize, usize, usize, usize);

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Title {
    /// Its number.
    pub number: Option<String>,
    /// Its words by language.
    pub words: Wordings,
}

/// A claim that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ClaimChange {
    /// Its id in the newer edition, or in the older where it was dropped.
    pub id: String,
    /// Whether it came, went or stayed.
    pub fate: Fate,
    /// Its id in the older edition, where that was another.
    pub renamed_from: Option<String>,
    /// Where it first stands.
    pub place: Where,
    /// Its sentence by language, where it first stands.
    pub sentences: Wordings,
    /// Its answers; of a claim that stayed, only where they differ.
    pub answer: Option<AnswerChange>,
    /// What else differs: kind, query, attributed, reason, unit, period, base, sources, rows, verdict.
    pub changes: Vec<Change>,
}

/// Two answers or two cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct AnswerChange {
    /// What the older edition says, with its unit.
    pub old: Option<String>,
    /// What the newer one says.
    pub new: Option<String>,
    /// The newer number less the older, with its sign, in the unit of both; none where they are not two
    /// numbers of one unit.
    pub difference: Option<String>,
    /// The same in per cent of the older number, rounded to a tenth; none where that is zero.
    pub percent: Option<String>,
}

/// A sentence, in all languages, or a key figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct StatementChange {
    /// Whether it came, went or stayed.
    pub fate: Fate,
    /// Where it stood, if it stands elsewhere now with the same or other words.
    pub moved_from: Option<Where>,
    /// Where it stands, or stood where it was dropped.
    pub place: Where,
    /// Whether it is a key figure, which has no words of its own.
    pub card: bool,
    /// The claims that stand in it.
    pub claims: Vec<String>,
    /// Its words, an entry for each language of the report that it has.
    pub wordings: Vec<WordingChange>,
    /// The words of claims that changed.
    pub numbers: Vec<NumberChange>,
    /// The words of claims that stayed although the answer moved.
    pub stale: Vec<Stale>,
    /// The languages whose words changed while those of another did not; empty where all of them did, or
    /// none.
    pub one_sided: Vec<String>,
}

/// The words of a statement in a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct WordingChange {
    /// The language.
    pub language: String,
    /// What stood there; none where the statement was added.
    pub old: Option<String>,
    /// What stands there; none where it was dropped.
    pub new: Option<String>,
    /// Both together, cut where they differ; empty where they do not.
    pub pieces: Vec<Piece>,
}

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Piece {
    /// In which of the two sentences it stands.
    pub side: PieceSide,
    /// Its words.
    pub text: String,
}

/// In which of two sentences a piece stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PieceSide {
    /// In both.
    Both,
    /// In the older.
    Old,
    /// In the newer.
    New,
}

/// The words of a claim that changed in a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct NumberChange {
    /// The claim.
    pub claim: String,
    /// The language.
    pub language: String,
    /// The words that stood there.
    pub old: String,
    /// The words that stand there.
    pub new: String,
    /// Whether they are true of the answer; none where nothing is compared.
    pub holds: Option<bool>,
}

/// Words of a claim that stayed although the answer moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Stale {
    /// The claim.
    pub claim: String,
    /// The language.
    pub language: String,
    /// The words.
    pub words: String,
    /// Whether they are true of the new answer; none where nothing is compared.
    pub holds: Option<bool>,
}

/// A figure or table that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ExhibitChange {
    /// Its id in the newer edition, or in the older where it was dropped.
    pub id: String,
    /// Figure or table.
    pub kind: ExhibitKind,
    /// Its number in the edition that has it; the newer one where both have.
    pub number: usize,
    /// Whether it came, went or stayed.
    pub fate: Fate,
    /// Its id in the older edition, where that was another.
    pub renamed_from: Option<String>,
    /// Where it stood, if it stands below another heading now.
    pub moved_from: Option<Where>,
    /// Below which heading it stands.
    pub place: Where,
    /// Its caption.
    pub caption: Wordings,
    /// What differs in caption, query and sources.
    pub changes: Vec<Change>,
    /// What differs in its rows.
    pub rows: RowsChange,
}

/// What differs between two tables of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct RowsChange {
    /// The columns by which rows were found again; empty where the whole row is.
    pub key: Vec<String>,
    /// Columns that only the newer has.
    pub columns_added: Vec<String>,
    /// Columns that only the older has.
    pub columns_dropped: Vec<String>,
    /// Rows that only the newer has.
    pub rows_added: Vec<Vec<Option<String>>>,
    /// Rows that only the older has.
    pub rows_dropped: Vec<Vec<Option<String>>>,
    /// Cells of rows that both have.
    pub cells: Vec<CellChange>,
    /// Whether the rows that both have stand in another order.
    pub reordered: bool,
}

/// A cell that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct CellChange {
    /// What the row has in the columns of the key.
    pub row: Vec<String>,
    /// The column.
    pub column: String,
    /// What stood there, what stands there.
    pub value: AnswerChange,
}

/// A source that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct SourceChange {
    /// Its id in the newer edition, or in the older where it was dropped.
    pub id: String,
    /// Whether it came, went or stayed.
    pub fate: Fate,
    /// Its id in the older edition, where that was another.
    pub renamed_from: Option<String>,
    /// Its title.
    pub title: Wordings,
    /// What differs: title, publisher, licence, url, retrieved, basis, file, sha256, attachment, columns,
    /// rows.
    pub changes: Vec<Change>,
    /// What differs in those of its rows that claims rest on in both editions.
    pub cells: Vec<CellChange>,
}

/// A numeral without a claim that stands more or less often than it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct NumeralChange {
    /// What the scanner takes it for.
    pub class: String,
    /// Its language.
    pub language: String,
    /// Its words.
    pub text: String,
    /// How often it stood in the older edition.
    pub old: usize,
    /// How often it stands in the newer.
    pub new: usize,
    /// The first place below a heading where the edition that has more of it has more.
    pub place: Option<Where>,
}

/// A file of the author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct FileChange {
    /// Its path.
    pub path: String,
    /// Whether it came, went or changed.
    pub fate: Fate,
}

impl Difference {
    /// Whether the editions say the same.
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// How many entries all lists have.
    pub fn count(&self) -> usize {
        self.report.len()
            + self.claims.len()
            + self.statements.len()
            + self.exhibits.len()
            + self.sources.len()
            + self.numerals.len()
            + self.checks.len()
            + self.program.len()
            + self.files.len()
    }

    /// Takes out what captions with claims say that the statements say already, and exhibits of which
    /// nothing is left then.
    pub(super) fn forget_told_captions(&mut self) {
        let wordings = self.statements.iter().flat_map(|statement| &statement.wordings);
        let told: Vec<&WordingChange> = wordings.filter(|own| own.old != own.new).collect();
        for exhibit in &mut self.exhibits {
            exhibit.changes.retain(|change| {
                let language = change.what.strip_prefix("caption.");
                !told.iter().any(|wording| {
                    language == Some(wording.language.as_str())
                        && (&wording.old, &wording.new) == (&change.old, &change.new)
                })
            });
        }
        self.exhibits.retain(|exhibit| {
            let is_same = exhibit.changes.is_empty() && exhibit.rows.is_empty();
            let is_here = exhibit.moved_from.is_none() && exhibit.renamed_from.is_none();
            exhibit.fate != Fate::Changed || !(is_same && is_here)
        });
    }

    /// The languages of both editions, those of the newer first.
    pub fn languages(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for language in self.new.languages.iter().chain(&self.old.languages) {
            if !all.contains(&language.as_str()) {
                all.push(language);
            }
        }
        all
    }

    /// The difference as programs read it: indented JSON with a line break at its end.
    ///
    /// # Panics
    /// Never: it holds plain data.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a difference holds plain data") + "\n"
    }
}

impl RowsChange {
    /// Whether the rows are the same.
    pub fn is_empty(&self) -> bool {
        let lists = self.columns_added.len() + self.columns_dropped.len() + self.cells.len();
        lists + self.rows_added.len() + self.rows_dropped.len() == 0 && !self.reordered
    }
}
