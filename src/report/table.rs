//! Tables as an author declares them.

use super::exhibit::{CategoryColumn, Frame, category_column};
use super::localised::{Localised, Role};
use super::reader;
use super::{Block, Id};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::quantity::Scale;
use crate::source::{MappedText, Span};

/// A table.
#[derive(Debug)]
pub struct Table {
    /// Id, caption, sources, query.
    pub frame: Frame,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Heads that span several columns.
    pub heads: Vec<SpanningHead>,
    /// The column whose values stand as titles over the rows that share them.
    pub group: Option<CategoryColumn>,
    /// The column that says which rows sum up others.
    pub total: Option<MappedText>,
    /// The column that says which rows are parts of the row above them.
    pub of_which: Option<MappedText>,
    /// What stands for a value that is absent; without it, a dash.
    pub missing: Option<Missing>,
    /// The column that names the notes of each row.
    pub marks: Option<MappedText>,
    /// The notes, by the names that data and columns give them.
    pub notes: Vec<(Id, Localised)>,
    /// Whether it stands on a page turned by a right angle; without it, where it is too wide for another.
    pub landscape: Option<bool>,
}

/// A column of a table.
#[derive(Debug)]
pub struct Column {
    /// Which column of the answer it shows.
    pub column: CategoryColumn,
    /// Its head.
    pub title: Localised,
    /// The unit under its head.
    pub unit: Option<Localised>,
    /// The column that hedges it.
    pub qualifier: Option<MappedText>,
    /// How its numbers are printed.
    pub format: ColumnFormat,
    /// Whether a value that is that of the row above is printed once for all of them.
    pub merge: bool,
    /// What stands for a value that is absent, where it is not what the table says.
    pub missing: Option<Missing>,
    /// The column that names the notes of each cell.
    pub marks: Option<MappedText>,
    /// The note of its head.
    pub mark: Option<MappedText>,
}

/// A head over several columns.
#[derive(Debug)]
pub struct SpanningHead {
    /// What it says.
    pub title: Localised,
    /// The columns of the answer that stand under it.
    pub over: Vec<MappedText>,
    /// Where it is declared.
    pub span: Span,
}

/// How the numbers of a column are printed.
#[derive(Clone, Debug, Default)]
pub struct ColumnFormat {
    /// Digits after the decimal point; without it, those that the data have.
    pub digits: Option<u32>,
    /// By what they are divided, by language; the unit in the head then begins with its word.
    pub scale: Vec<(Language, Scale)>,
    /// The languages that print them without separators of thousands.
    pub ungrouped: Vec<Language>,
}

/// How a column says why a value is absent.
#[derive(Clone, Debug)]
pub enum Missing {
    /// For the same reason everywhere.
    Always(Absence),
    /// The column that gives the reason of each row.
    ByRow(MappedText),
}

/// Why a value is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Absence {
    /// There is one, but less than the smallest unit of the table.
    TooSmall,
    /// It is not known, or there is none: a blank.
    Unknown,
    /// There is none.
    None,
}

impl Absence {
    /// All of them, in the order of a legend.
    pub const ALL: [Self; 3] = [Self::TooSmall, Self::Unknown, Self::None];

    /// The word in chapters and data.
    pub fn name(self) -> &'static str {
        match self {
            Self::TooSmall => "too-small",
            Self::Unknown => "unknown",
            Self::None => "none",
        }
    }

    /// What is printed in place of the value.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::TooSmall => "…",
            Self::Unknown => "",
            Self::None => "–",
        }
    }

    /// Reads a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|absence| absence.name() == word)
    }
}

impl Table {
    /// The localised strings, in the order of the page.
    pub fn localised<'a>(&'a self, list: &mut Vec<&'a Localised>) {
        self.frame.localised(list);
        list.extend(self.heads.iter().map(|head| &head.title));
        for column in &self.columns {
            list.push(&column.title);
            list.extend(&column.unit);
        }
        list.extend(self.notes.iter().map(|(_, note)| note));
    }
}

/// No table needs more digits after the decimal point.
const MOST_DIGITS: u32 = 12;

/// Reads a `table` block.
pub fn read_table(
    block: &reader::Table<'_>,
    table: &reader::Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<Block> {
    let frame = Frame::read(block, table, languages, problems);
    table.require("column", problems);
    let declared = table.tables("column", problems);
    let count = declared.len();
    let columns: Vec<Column> =
        declared.iter().filter_map(|column| read_column(column, languages, problems)).collect();
    let heads = read_heads(table, languages, problems);
    let group = if table.has("group-by") {
        category_column(table, "group-by", languages, problems)
    } else {
        None
    };
    let total = table.text("total", problems);
    let of_which = table.text("of-which", problems);
    let missing = read_missing(table, problems);
    let marks = table.text("marks", problems);
    let notes = read_notes(table, languages, problems);
    let landscape = read_orientation(table, problems);
    table.finish(problems);
    let complete = count > 0 && columns.len() == count;
    Some(Block::Table(Table {
        frame: frame?,
        columns: complete.then_some(columns)?,
        heads,
        group,
        total,
        of_which,
        missing,
        marks,
        notes,
        landscape,
    }))
}

fn read_column(
    column: &reader::Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Option<Column> {
    let name = category_column(column, "column", languages, problems);
    let title = Localised::required(column, "title", Role::Plain, languages, problems);
    let unit = Localised::read(column, "unit", Role::Plain, languages, problems);
    let qualifier = column.text("qualifier", problems);
    let format = column
        .table("format", problems)
        .map(|format| read_format(&format, languages, problems))
        .unwrap_or_default();
    let merge = column.flag("merge", problems).unwrap_or(false);
    let missing = read_missing(column, problems);
    let marks = column.text("marks", problems);
    let mark = column.text("mark", problems);
    column.finish(problems);
    Some(Column {
        column: name?,
        title: title?,
        unit,
        qualifier,
        format,
        merge,
        missing,
        marks,
        mark,
    })
}

fn read_heads(
    table: &reader::Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Vec<SpanningHead> {
    let mut heads = Vec::new();
    for head in table.tables("head", problems) {
        let title = Localised::required(&head, "title", Role::Plain, languages, problems);
        head.require("over", problems);
        let over = head.texts("over", problems);
        head.finish(problems);
        let span = head.span();
        heads.extend(title.map(|title| SpanningHead { title, over, span }));
    }
    heads
}

fn read_notes(
    table: &reader::Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> Vec<(Id, Localised)> {
    let Some(notes) = table.table("note", problems) else { return Vec::new() };
    let mut list = Vec::new();
    for (name, entry) in notes.keys() {
        let id = Id { name: name.clone(), span: entry.key_span };
        let valid = id.is_valid(problems);
        let note = Localised::read(&notes, &name, Role::Line, languages, problems);
        list.extend(note.filter(|_| valid).map(|note| (id, note)));
    }
    list
}

fn read_format(
    format: &reader::Table<'_>,
    languages: &[Language],
    problems: &mut Diagnostics,
) -> ColumnFormat {
    let digits = format.count("digits", problems).filter(|digits| {
        let fine = *digits <= MOST_DIGITS;
        if !fine && let Some(entry) = format.get("digits") {
            problems.push(too_many_digits(entry.span));
        }
        fine
    });
    let mut scale = Vec::new();
    if format.is_table("scale") {
        if let Some(scales) = format.table("scale", problems) {
            for language in languages {
                let word = scales.text(language.tag(), problems);
                scale.extend(word.and_then(|word| read_scale(&word, language, problems)));
            }
            scales.finish(problems);
        }
    } else if let Some(word) = format.text("scale", problems) {
        let each = languages.iter().filter_map(|language| read_scale(&word, language, problems));
        scale = each.collect();
    }
    let mut ungrouped = Vec::new();
    if format.is_table("group") {
        if let Some(groups) = format.table("group", problems) {
            for language in languages {
                if groups.flag(language.tag(), problems) == Some(false) {
                    ungrouped.push(language.clone());
                }
            }
            groups.finish(problems);
        }
    } else if format.flag("group", problems) == Some(false) {
        ungrouped = languages.to_vec();
    }
    format.finish(problems);
    ColumnFormat { digits, scale, ungrouped }
}

fn read_scale(
    word: &MappedText,
    language: &Language,
    problems: &mut Diagnostics,
) -> Option<(Language, Scale)> {
    let scale = Scale::parse(word.as_str());
    let spoken = scale.filter(|scale| scale.word(language.grammar()).is_some());
    if spoken.is_none() {
        problems.push(unspoken_scale(word, language));
    }
    spoken.map(|scale| (language.clone(), scale))
}

fn read_missing(table: &reader::Table<'_>, problems: &mut Diagnostics) -> Option<Missing> {
    let word = table.text("missing", problems);
    let column = table.text("missing-by", problems);
    if let (Some(word), Some(_)) = (&word, &column) {
        problems.push(two_reasons(word.whole_span()));
    }
    if let Some(column) = column {
        return Some(Missing::ByRow(column));
    }
    let word = word?;
    let absence = Absence::parse(word.as_str());
    if absence.is_none() {
        problems.push(unknown_absence(&word));
    }
    absence.map(Missing::Always)
}

fn read_orientation(table: &reader::Table<'_>, problems: &mut Diagnostics) -> Option<bool> {
    let word = table.text("orientation", problems)?;
    match word.as_str() {
        "landscape" => Some(true),
        "portrait" => Some(false),
        _ => {
            problems.push(unknown_orientation(&word));
            None
        }
    }
}

fn too_many_digits(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        format!("a table prints at most {MOST_DIGITS} digits after the decimal point"),
    )
    .at(span, "")
}

fn unspoken_scale(word: &MappedText, language: &Language) -> Diagnostic {
    let words = language.choose("thousand, million, billion, trillion", "万, 亿, 万亿");
    Diagnostic::new(
        Code::InvalidValue,
        format!("`{language}` has no scale word `{}`", word.as_str()),
    )
    .at(word.whole_span(), "")
    .help(format!("for `{language}` there are {words}; give each language its own, `scale = {{ zh = \"万\", en = \"thousand\" }}`"))
}

fn two_reasons(span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, "`missing` and `missing-by` exclude each other")
        .at(span, "")
        .help("keep `missing-by` if the reasons differ from row to row")
}

fn unknown_absence(word: &MappedText) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        format!("`{}` is no reason for a missing value", word.as_str()),
    )
    .at(word.whole_span(), "")
    .nearest(word.as_str(), Absence::ALL.iter().map(|absence| absence.name()))
    .help("reasons are too-small (…), unknown (a blank), none (–)")
}

fn unknown_orientation(word: &MappedText) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("there is no orientation `{}`", word.as_str()))
        .at(word.whole_span(), "")
        .nearest(word.as_str(), ["landscape", "portrait"])
        .help("a table is `landscape` or `portrait`")
}
