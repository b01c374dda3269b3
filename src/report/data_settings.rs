//! How the rows of a source are written: the keys of `[source.*]` that say how to read it.

use std::collections::BTreeMap;

use super::ColumnType;
use super::data_format::{CellRange, Format};
use super::manifest::{read_path, unknown_word};
use super::reader::Table;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::files::RelativePath;
use crate::source::{MappedText, Span};

/// Where the rows of a source lie and how they are written.
#[derive(Clone, Debug)]
pub struct DataSettings {
    /// Where they lie.
    pub location: Location,
    /// The value of `path` or `connection`, for what is wrong with the whole of it.
    pub span: Span,
    /// What kind of file or database it is.
    pub format: Format,
    /// The label of a character encoding (WHATWG Encoding Standard); none means UTF-8.
    pub encoding: Option<(String, Span)>,
    /// What parts the cells of a line; none means a comma, or a tab in TSV.
    pub delimiter: Option<u8>,
    /// How numbers are written.
    pub numbers: NumberStyle,
    /// Cells that mean "no value", beside the empty one.
    pub nulls: Vec<String>,
    /// The row that names the columns, from 1; rows above it are passed over.
    pub header: usize,
    /// The sheet of a workbook; none means the only one.
    pub sheet: Option<(String, Span)>,
    /// The cells of a sheet, `B3:F40`; none means all that are used.
    pub range: Option<(CellRange, Span)>,
    /// The place of the array in a JSON file (RFC 6901); none means the whole file.
    pub rows: Option<(String, Span)>,
    /// The table or view of a database.
    pub table: Option<(String, Span)>,
    /// How long a database may take for one query, in seconds.
    pub timeout: u32,
    /// Types of columns that the author states.
    pub types: BTreeMap<String, (ColumnType, Span)>,
}

/// Where the rows of a source lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// In a file of the report.
    File(RelativePath),
    /// In the database whose address the named environment variable holds.
    Connection(String),
}

/// How a source writes numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberStyle {
    /// The mark before the decimals.
    pub decimal: char,
    /// The mark between groups of three digits; none means that numbers are not grouped.
    pub grouping: Option<char>,
    /// Whether digits of full width, １２３, are accepted.
    pub full_width: bool,
}

impl Default for NumberStyle {
    fn default() -> Self {
        Self { decimal: '.', grouping: None, full_width: false }
    }
}

impl DataSettings {
    /// The path of the file, where there is one.
    pub fn path(&self) -> Option<&RelativePath> {
        match &self.location {
            Location::File(path) => Some(path),
            Location::Connection(_) => None,
        }
    }

    /// Everything that decides how the same bytes become rows, for telling two readings apart. Places
    /// in `report.toml` are no part of it.
    pub fn identity(&self) -> String {
        let named =
            |setting: &Option<(String, Span)>| setting.as_ref().map(|(text, _)| text.clone());
        let types: Vec<_> = self.types.iter().map(|(name, (kind, _))| (name, kind)).collect();
        format!(
            "{:?} {:?} {:?} {:?} {:?} {} {:?} {:?} {:?} {:?} {types:?}",
            self.format,
            named(&self.encoding),
            self.delimiter,
            self.numbers,
            self.nulls,
            self.header,
            named(&self.sheet),
            self.range.map(|(range, _)| range),
            named(&self.rows),
            named(&self.table),
        )
    }
}

/// Reads how a source is written; `None` where it has no data, or where the keys do not tell.
pub fn read_settings(
    table: &Table<'_>,
    name: &str,
    problems: &mut Diagnostics,
) -> Option<DataSettings> {
    let path = table.text("path", problems);
    let connection = table.text("connection", problems);
    let format = read_format(table, path.as_ref(), problems);
    let numbers = read_numbers(table, problems);
    let quoted = |key: &str, problems: &mut Diagnostics| {
        table.text(key, problems).map(|text| (text.as_str().to_owned(), text.whole_span()))
    };
    let encoding = read_encoding(table, problems);
    let delimiter = read_delimiter(table, problems);
    let nulls = table.texts("nulls", problems);
    let header = table.count("header", problems).unwrap_or(1);
    let sheet = quoted("sheet", problems);
    let range = read_range(table, problems);
    let rows = quoted("rows", problems);
    let database_table = quoted("table", problems);
    let timeout = table.count("timeout", problems).unwrap_or(30);
    let types = read_types(table, problems);
    let (location, span) = match (&path, &connection) {
        (Some(path), None) => (Location::File(read_path(path, problems)?), path.whole_span()),
        (None, Some(connection)) => (
            Location::Connection(read_variable(table, connection, problems)?),
            connection.whole_span(),
        ),
        (Some(path), Some(connection)) => {
            problems.push(two_locations(path, connection));
            return None;
        }
        (None, None) => return None,
    };
    if header == 0 {
        problems.push(header_from_one(table));
    }
    let format = format?;
    let settings = DataSettings {
        location,
        span,
        format,
        encoding,
        delimiter,
        numbers,
        nulls: nulls.iter().map(|text| text.as_str().to_owned()).collect(),
        header: usize::try_from(header).unwrap_or(usize::MAX).max(1),
        sheet,
        range,
        rows,
        table: database_table,
        timeout,
        types,
    };
    check_keys(table, name, &settings, problems);
    Some(settings)
}

fn read_format(
    table: &Table<'_>,
    path: Option<&MappedText>,
    problems: &mut Diagnostics,
) -> Option<Format> {
    let stated = table.text("format", problems);
    let Some(path) = path else { return Some(Format::Postgres) };
    if let Some(stated) = stated {
        let format = Format::parse(stated.as_str());
        if format.is_none() {
            let known = Format::NAMES.map(|(name, _)| name);
            problems.push(unknown_word(&stated, "format", &known[..Format::MAIN_NAMES]));
        }
        return format;
    }
    let extension = path.as_str().rsplit_once('.').map_or("", |(_, extension)| extension);
    let format = Format::parse(extension);
    if format.is_none() {
        problems.push(unknown_format(path));
    }
    format
}

fn read_numbers(table: &Table<'_>, problems: &mut Diagnostics) -> NumberStyle {
    let decimal = read_mark(table, "decimal", &['.', ',', '٫'], problems);
    let grouping = read_mark(
        table,
        "grouping",
        &[',', '.', ' ', '\u{a0}', '\u{202f}', '\'', '’', '_'],
        problems,
    );
    let style = NumberStyle {
        decimal: decimal.unwrap_or('.'),
        grouping,
        full_width: table.flag("full-width", problems).unwrap_or(false),
    };
    if grouping == Some(style.decimal)
        && let Some(entry) = table.get("grouping")
    {
        problems.push(same_marks(entry.span, style.decimal));
    }
    style
}

fn read_mark(
    table: &Table<'_>,
    key: &str,
    known: &[char],
    problems: &mut Diagnostics,
) -> Option<char> {
    let text = table.text(key, problems)?;
    let mut characters = text.as_str().chars();
    match (characters.next(), characters.next()) {
        (Some(mark), None) if known.contains(&mark) => Some(mark),
        _ => {
            problems.push(no_mark(key, &text, known));
            None
        }
    }
}

fn read_delimiter(table: &Table<'_>, problems: &mut Diagnostics) -> Option<u8> {
    let text = table.text("delimiter", problems)?;
    match text.as_str().as_bytes() {
        [byte] if !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\n' | b'\r') => {
            Some(*byte)
        }
        _ => {
            problems.push(
                invalid(format!("`{}` cannot part cells", text.as_str()), text.whole_span())
                    .help("write one ASCII mark, such as `;`, `|` or `\\t`"),
            );
            None
        }
    }
}

fn read_encoding(table: &Table<'_>, problems: &mut Diagnostics) -> Option<(String, Span)> {
    let text = table.text("encoding", problems)?;
    let label = text.as_str().to_ascii_lowercase();
    if label != "utf-8-bom"
        && encoding_rs::Encoding::for_label_no_replacement(label.as_bytes()).is_none()
    {
        problems.push(
            invalid(format!("there is no encoding `{}`", text.as_str()), text.whole_span())
                .help("write a label of the Encoding Standard, such as gb18030, big5, shift_jis, windows-1252 or utf-16le"),
        );
        return None;
    }
    Some((label, text.whole_span()))
}

fn read_range(table: &Table<'_>, problems: &mut Diagnostics) -> Option<(CellRange, Span)> {
    let text = table.text("range", problems)?;
    let range = CellRange::parse(text.as_str());
    if range.is_none() {
        problems.push(
            invalid(format!("`{}` is no range of cells", text.as_str()), text.whole_span())
                .help("write the first and the last cell, `B3:F40`"),
        );
    }
    Some((range?, text.whole_span()))
}

/// The name of an environment variable. An address written here would be a secret in a file, so it is
/// refused without being shown.
fn read_variable(
    table: &Table<'_>,
    text: &MappedText,
    problems: &mut Diagnostics,
) -> Option<String> {
    let name = text.as_str();
    let is_name = !name.is_empty()
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
        && !name.starts_with(|character: char| character.is_ascii_digit());
    if is_name {
        return Some(name.to_owned());
    }
    // At the head of the table: a message shows the line it is about, and here that is a password.
    problems.push(
        Diagnostic::new(
            Code::InvalidValue,
            "a `connection` names an environment variable; an address with a password does not belong into a file",
        )
        .at(table.span(), "of this source")
        .help("write `connection = \"RECTO_PG_URL\"` and set RECTO_PG_URL outside of the report"),
    );
    None
}

fn read_types(
    table: &Table<'_>,
    problems: &mut Diagnostics,
) -> BTreeMap<String, (ColumnType, Span)> {
    const TYPES: [(&str, ColumnType); 5] = [
        ("text", ColumnType::Text),
        ("integer", ColumnType::Integer),
        ("decimal", ColumnType::Decimal),
        ("date", ColumnType::Date),
        ("boolean", ColumnType::Boolean),
    ];
    let mut result = BTreeMap::new();
    let Some(types) = table.table("types", problems) else { return result };
    for (column, entry) in types.keys() {
        let Some(text) = types.text_of(&column, entry, problems) else { continue };
        match TYPES.iter().find(|(name, _)| *name == text.as_str()) {
            Some((_, kind)) => {
                result.insert(column, (*kind, text.whole_span()));
            }
            None => problems.push(unknown_word(&text, "type", &TYPES.map(|(name, _)| name))),
        }
    }
    result
}

/// Reports the keys that say nothing of a source of this format, and those that it lacks.
fn check_keys(table: &Table<'_>, name: &str, settings: &DataSettings, problems: &mut Diagnostics) {
    use Format::{Csv, Json, NdJson, Postgres, Sqlite, Tsv, Workbook};
    let uses: [(&str, &[Format]); 11] = [
        ("encoding", &[Csv, Tsv, Json, NdJson]),
        ("delimiter", &[Csv]),
        ("decimal", &[Csv, Tsv, Workbook]),
        ("grouping", &[Csv, Tsv, Workbook]),
        ("full-width", &[Csv, Tsv, Workbook]),
        ("nulls", &[Csv, Tsv, Json, NdJson, Workbook]),
        ("header", &[Csv, Tsv, Workbook]),
        ("sheet", &[Workbook]),
        ("range", &[Workbook]),
        ("rows", &[Json]),
        ("table", &[Sqlite, Postgres]),
    ];
    for (key, formats) in uses {
        if let Some(entry) = table.get(key)
            && !formats.contains(&settings.format)
        {
            problems.push(idle_key(key, settings.format, entry.span));
        }
    }
    if settings.format.is_database() && settings.table.is_none() {
        problems.push(no_table(name, settings.span));
    }
}

fn invalid(message: String, span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, message).at(span, "")
}

fn unknown_format(path: &MappedText) -> Diagnostic {
    Diagnostic::new(
        Code::MalformedData,
        format!("the name of `{}` does not tell what kind of file it is", path.as_str()),
    )
    .at(path.whole_span(), "")
    .help("files end in .csv, .tsv, .json, .ndjson, .parquet, .arrow, .xlsx, .ods or .sqlite; or state `format`")
}

fn two_locations(path: &MappedText, connection: &MappedText) -> Diagnostic {
    invalid("a source has a `path` or a `connection`, not both".to_owned(), path.whole_span())
        .at(connection.whole_span(), "")
}

fn header_from_one(table: &Table<'_>) -> Diagnostic {
    let span = table.get("header").map_or(table.span(), |entry| entry.span);
    invalid("rows are counted from 1".to_owned(), span)
}

fn same_marks(span: Span, mark: char) -> Diagnostic {
    invalid(format!("`{mark}` cannot mark both the decimals and the groups of a number"), span)
}

fn no_mark(key: &str, text: &MappedText, known: &[char]) -> Diagnostic {
    let known: Vec<String> =
        known.iter().map(|mark| format!("`{}`", mark.escape_default())).collect();
    invalid(format!("`{}` is no mark for `{key}`", text.as_str()), text.whole_span())
        .help(format!("write one of {}", known.join(" ")))
}

fn idle_key(key: &str, format: Format, span: Span) -> Diagnostic {
    invalid(format!("`{key}` says nothing of {}", format.name()), span)
        .help("take the key out, or state another `format`")
}

fn no_table(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, format!("`source.{name}` has no `table`"))
        .at(span, "of this database")
        .help("name the table or view whose rows are meant")
}
