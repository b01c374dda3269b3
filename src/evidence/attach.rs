//! The files that are attached to every PDF: the record, the report's own files, and the data.

use super::collect::{Circumstances, record};
use super::format::{Evidence, Source};
use super::previous::previous;
use crate::book::Attachment;
use crate::facts::{LoadedSource, Original};
use crate::report::{EvidenceSettings, GivenFont, Report};
use crate::source::SourceMap;
use crate::verify::CheckedReport;

/// The name of the record, beside the PDFs and in them.
pub const RECORD: &str = "evidence.json";

/// What a PDF encloses for those who prove it again.
#[derive(Clone, Debug)]
pub struct Enclosure {
    /// The record, as far as it is known before layout.
    pub record: Evidence,
    /// The attached files, the record first.
    pub files: Vec<Attachment>,
    /// The record of the edition that this one revises.
    pub previous: Option<Evidence>,
}

/// Makes the record of a checked report and the files that go with it.
pub fn enclose(
    checked: &CheckedReport,
    sources: &SourceMap,
    circumstances: Circumstances<'_>,
) -> Enclosure {
    let record = record(checked, sources, circumstances);
    let files = attachments(checked, sources, &record);
    let previous = previous(&checked.report, sources);
    Enclosure { record, files, previous }
}

fn attachments(checked: &CheckedReport, sources: &SourceMap, record: &Evidence) -> Vec<Attachment> {
    let report = &checked.report;
    let mut list = vec![Attachment {
        name: RECORD.to_owned(),
        media_type: "application/json",
        description: "Every claim of the report with its query, answer and verdict".to_owned(),
        bytes: record.bytes(),
    }];
    if report.evidence.report {
        list.extend(author_files(report, sources).into_iter().map(|(path, name, text)| {
            Attachment {
                media_type: media_type(&name),
                name,
                description: format!("Text, claims and queries of the report: {path}"),
                bytes: text.as_bytes().to_vec(),
            }
        }));
        list.extend(given_fonts(report).into_iter().filter_map(|(font, name)| {
            Some(Attachment {
                media_type: "font/sfnt",
                name: name?,
                description: format!("A font of the report: {}", font.path),
                bytes: font.bytes.clone(),
            })
        }));
    }
    for source in checked.facts.sources() {
        let whole = attached_name(source, sources, &report.evidence);
        match (whole, original(source, sources)) {
            (Some(name), Some(bytes)) => list.push(Attachment {
                media_type: media_type(&name),
                name,
                description: format!("Data of source {}", source.name),
                bytes: bytes.to_vec(),
            }),
            _ => list.extend(record.source(&source.name).and_then(rows_alone)),
        }
    }
    list
}

/// The rows that claims rest on, for a source that is not attached whole.
fn rows_alone(source: &Source) -> Option<Attachment> {
    if source.rows_read.is_empty() {
        return None;
    }
    let mut text = csv_line(source.columns.iter().map(String::as_str));
    for row in &source.rows_read {
        text += &csv_line(row.cells.iter().map(|cell| cell.as_deref().unwrap_or("")));
    }
    Some(Attachment {
        name: format!("{}.rows.csv", source.id),
        media_type: "text/csv",
        description: format!("The rows of source {} that claims rest on", source.id),
        bytes: text.into_bytes(),
    })
}

/// A line of CSV by RFC 4180, but with a line feed alone.
fn csv_line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let quote = |cell: &str| {
        if cell.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    };
    cells.map(quote).collect::<Vec<_>>().join(",") + "\n"
}

/// Path, name of the attachment and text of each file that the author wrote, data apart; names have no
/// folder, since readers of PDF do not agree on what to do with one.
pub fn author_files<'a>(
    report: &Report,
    sources: &'a SourceMap,
) -> Vec<(&'a str, String, &'a str)> {
    let mut files: Vec<(&str, String, &str)> = Vec::new();
    for file in sources.files() {
        let path = sources.name(file);
        let is_part = report.parts.iter().any(|part| part.path.as_str() == path);
        let is_record = report.revisions.as_ref().is_some_and(|revisions| revisions.file == file);
        let is_of_works =
            report.bibliography.as_ref().is_some_and(|works| works.files.contains(&file));
        let is_theme = report.theme_files.contains(&file);
        let is_read = is_part || is_record || is_of_works || is_theme;
        if !is_read && !path.ends_with(".toml") {
            continue;
        }
        let mut name = path.replace('/', "-");
        while files.iter().any(|(_, taken, _)| *taken == name) {
            name = format!("_{name}");
        }
        files.push((path, name, sources.text(file)));
    }
    files
}

/// The fonts that the report brings, and the names under which those are attached that are. They have a prefix, so
/// that they never share a name with a chapter or a source.
pub fn given_fonts(report: &Report) -> Vec<(&GivenFont, Option<String>)> {
    let attached = report.evidence.report && report.fonts.attach;
    let fonts = report.fonts.files.iter().map(|font| {
        let name = format!("font-{}", font.path.as_str().replace('/', "-"));
        (font, attached.then_some(name))
    });
    fonts.collect()
}

/// The bytes of a source, where they are held.
fn original<'a>(source: &'a LoadedSource, sources: &'a SourceMap) -> Option<&'a [u8]> {
    match &source.original {
        Original::Text(file) => Some(sources.text(*file).as_bytes()),
        Original::Bytes(bytes) => Some(bytes),
        Original::Elsewhere => None,
    }
}

/// How many bytes the file of a source has, where it is held.
pub fn size(source: &LoadedSource, sources: &SourceMap) -> Option<u64> {
    original(source, sources).map(|bytes| bytes.len() as u64)
}

/// The name under which the file of a source is attached: that of the source, so that two files never
/// share one. What is too large, or not held as a file, is not attached.
pub fn attached_name(
    source: &LoadedSource,
    sources: &SourceMap,
    settings: &EvidenceSettings,
) -> Option<String> {
    if size(source, sources)? > settings.largest_data {
        return None;
    }
    let extension = source.path.rsplit_once('.').map_or("csv", |(_, extension)| extension);
    Some(format!("{}.{}", source.name, extension.to_ascii_lowercase()))
}

/// The registered media type of a data file by its extension; bytes of other kinds are just that.
fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "toml" => "application/toml",
        "bib" => "application/x-bibtex",
        "yml" | "yaml" => "application/yaml",
        "csl" => "application/vnd.citationstyles.style+xml",
        "typ" => "text/plain",
        "csv" => "text/csv",
        "tsv" => "text/tab-separated-values",
        "json" => "application/json",
        "ndjson" | "jsonl" => "application/x-ndjson",
        "parquet" => "application/vnd.apache.parquet",
        "arrow" => "application/vnd.apache.arrow.file",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "sqlite" | "sqlite3" | "db" => "application/vnd.sqlite3",
        _ => "application/octet-stream",
    }
}
