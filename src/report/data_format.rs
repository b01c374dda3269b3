//! The formats of data by name, and the range of cells of a sheet.

/// What kind of file or database a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values (RFC 4180).
    Csv,
    /// Tab-separated values.
    Tsv,
    /// An array of JSON objects.
    Json,
    /// A JSON object a line.
    NdJson,
    /// Apache Parquet.
    Parquet,
    /// Arrow IPC, file or stream.
    Arrow,
    /// A workbook of Excel or `OpenDocument`.
    Workbook,
    /// A file of `SQLite`.
    Sqlite,
    /// A `PostgreSQL` server.
    Postgres,
}

impl Format {
    /// Each format by the names of `format` and by the extensions of files.
    pub(super) const NAMES: [(&'static str, Self); 16] = [
        ("csv", Self::Csv),
        ("tsv", Self::Tsv),
        ("json", Self::Json),
        ("ndjson", Self::NdJson),
        ("parquet", Self::Parquet),
        ("arrow", Self::Arrow),
        ("xlsx", Self::Workbook),
        ("ods", Self::Workbook),
        ("sqlite", Self::Sqlite),
        ("jsonl", Self::NdJson),
        ("feather", Self::Arrow),
        ("xlsm", Self::Workbook),
        ("xlsb", Self::Workbook),
        ("xls", Self::Workbook),
        ("sqlite3", Self::Sqlite),
        ("db", Self::Sqlite),
    ];

    /// How many of the names the documentation lists; the others are further extensions.
    pub(super) const MAIN_NAMES: usize = 9;

    pub(super) fn parse(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, format)| *format)
    }

    /// What it is called in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Tsv => "TSV",
            Self::Json => "JSON",
            Self::NdJson => "NDJSON",
            Self::Parquet => "Parquet",
            Self::Arrow => "Arrow IPC",
            Self::Workbook => "a workbook",
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// Whether the file is characters that an author can read.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Csv | Self::Tsv | Self::Json | Self::NdJson)
    }

    /// Whether rows come from a database, with its own types.
    pub fn is_database(self) -> bool {
        matches!(self, Self::Sqlite | Self::Postgres)
    }
}

/// A rectangle of cells, each end included, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellRange {
    /// The first row.
    pub top: u32,
    /// The first column.
    pub left: u32,
    /// The last row.
    pub bottom: u32,
    /// The last column.
    pub right: u32,
}

impl CellRange {
    /// Reads `B3:F40`, capitals or not.
    pub fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':')?;
        let (top, left) = cell(first)?;
        let (bottom, right) = cell(last)?;
        (top <= bottom && left <= right).then_some(Self { top, left, bottom, right })
    }
}

/// `B3` as row and column from 0; sheets have at most 16,384 columns and 1,048,576 rows.
fn cell(text: &str) -> Option<(u32, u32)> {
    let text = text.trim().trim_start_matches('$');
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (column, row) = text.split_at(letters);
    if column.is_empty() || column.len() > 3 {
        return None;
    }
    let column = column
        .bytes()
        .fold(0u32, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row: u32 = row.trim_start_matches('$').parse().ok()?;
    ((1..=1_048_576).contains(&row) && column <= 16_384).then(|| (row - 1, column - 1))
}
