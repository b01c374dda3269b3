//! A proposal written into the author's files: the claim into the chapter, links around the number.
//!
//! Everything else in the files stays as it is, byte for byte.

use std::collections::BTreeMap;

use super::{Nature, Proposal, Subject};
use crate::files::RelativePath;
use crate::report::{MANIFEST, Role};
use crate::source::{FileId, SourceMap, Span};
use crate::verify::CheckedReport;

/// What an edit changes.
#[derive(Debug)]
pub struct Applied {
    /// The id of the new claim.
    pub id: String,
    /// The changed files.
    pub files: BTreeMap<RelativePath, String>,
    /// How many places were linked.
    pub places: usize,
}

/// Why a number cannot be linked by a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No link can stand in this text: it is used where nothing can be linked.
    PlainText,
    /// Markup or escapes stand inside the number.
    Markup,
    /// There is no chapter to write the claim into.
    NoChapter,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::PlainText => "no link can stand in this text; say it without the number",
            Self::Markup => {
                "markup or escapes stand inside the number; only a person knows where the link goes"
            }
            Self::NoChapter => "there is no chapter to write the claim into",
        })
    }
}

/// Writes a claim and links its number. Nothing is written to disk: the new texts are returned.
///
/// # Errors
/// Says why the number cannot be linked.
pub fn apply(
    checked: &CheckedReport,
    sources: &SourceMap,
    subject: &Subject,
    proposal: &Proposal,
) -> Result<Applied, Refusal> {
    let id = unique(checked, &proposal.id);
    let mut edits: Vec<(Span, String)> = Vec::new();
    for place in &subject.places {
        let text = &checked.claims.texts[place.text];
        if text.role == Role::Plain {
            return Err(Refusal::PlainText);
        }
        let words = &text.passage.text()[place.range.clone()];
        if sources.snippet(place.span) != words {
            return Err(Refusal::Markup);
        }
        edits.push((place.span, format!("[{words}](#{id})")));
    }
    let places = edits.len();
    let file = chapter(checked, sources, subject).ok_or(Refusal::NoChapter)?;
    let text = sources.text(file);
    let at = claim_place(text);
    edits.push((Span::new(file, at..at), claim(checked, subject, proposal, &id, text, at)));
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(*span));
    let mut files = BTreeMap::new();
    for (span, new) in edits {
        let Ok(path) = RelativePath::parse(sources.name(span.file)) else { continue };
        let file: &mut String =
            files.entry(path).or_insert_with(|| sources.text(span.file).to_owned());
        file.replace_range(span.range(), &new);
    }
    Ok(Applied { id, files, places })
}

/// An id that nothing in the report has yet.
fn unique(checked: &CheckedReport, wanted: &str) -> String {
    let taken = |id: &str| checked.claims.names.get(id).is_some();
    let mut id = wanted.to_owned();
    let mut number = 2;
    while taken(&id) {
        id = format!("{wanted}-{number}");
        number += 1;
    }
    id
}

/// The file of the number; the first chapter where it stands in `report.toml`.
fn chapter(checked: &CheckedReport, sources: &SourceMap, subject: &Subject) -> Option<FileId> {
    let file = subject.places.first()?.span.file;
    if sources.name(file) != MANIFEST {
        return Some(file);
    }
    checked.report.parts.iter().find_map(|part| sources.find(part.path.as_str()))
}

/// Behind the last claim of a chapter, or else before its first table, or else at its end.
fn claim_place(text: &str) -> usize {
    let headers = headers(text);
    let is_claim = |name: &str| name.trim_start_matches('[').trim_start().starts_with("claim");
    let last_claim = headers.iter().rposition(|(_, name)| is_claim(name));
    let next = match last_claim {
        Some(claim) => headers.get(claim + 1),
        None => headers.first(),
    };
    next.map_or(text.len(), |(at, _)| with_comments(text, *at))
}

/// The start of the comment lines that stand right above a place.
fn with_comments(text: &str, at: usize) -> usize {
    let mut start = at;
    while let Some(line) = text[..start].strip_suffix('\n') {
        let line_start = line.rfind('\n').map_or(0, |end| end + 1);
        if !line[line_start..].trim_start().starts_with('#') {
            break;
        }
        start = line_start;
    }
    start
}

/// The lines that begin a table, outside of strings of several lines, with their places.
fn headers(text: &str) -> Vec<(usize, &str)> {
    let mut headers = Vec::new();
    let mut inside: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if inside.is_none() && line.trim_start().starts_with('[') && !line.contains('=') {
            headers.push((at, line.trim()));
        }
        let mut rest = line;
        loop {
            let next = match inside {
                Some(mark) => rest.find(mark).map(|found| (found, mark)),
                None => ["'''", "\"\"\""]
                    .iter()
                    .filter_map(|mark| rest.find(mark).map(|found| (found, *mark)))
                    .min(),
            };
            let Some((found, mark)) = next else { break };
            inside = if inside.is_some() { None } else { Some(mark) };
            rest = &rest[found + 3..];
        }
        at += line.len();
    }
    headers
}

/// The claim as TOML, with a blank line on each side where the file has none.
fn claim(
    checked: &CheckedReport,
    subject: &Subject,
    proposal: &Proposal,
    id: &str,
    text: &str,
    at: usize,
) -> String {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines =
        vec![format!("[claim.{}]", key(id)), format!("query = {}", string(&proposal.sql))];
    lines.push(format!("unit = {}", string(&proposal.unit.name())));
    if let Some(tolerance) = &proposal.tolerance {
        lines.push(format!("tolerance = {}", string(tolerance)));
    }
    if let Some(noun) = noun(checked, subject) {
        lines.push(noun);
    }
    if let Some(period) = &proposal.period {
        lines.push(format!("period = {}", string(period)));
    }
    let before = &text[..at];
    let gap = if before.is_empty() || before.ends_with(&format!("{end}{end}")) {
        String::new()
    } else if before.ends_with('\n') {
        end.to_owned()
    } else {
        format!("{end}{end}")
    };
    let after = if at == text.len() { end.to_owned() } else { format!("{end}{end}") };
    format!("{gap}{}{after}", lines.join(end))
}

/// The nouns behind the number, where every language has one.
fn noun(checked: &CheckedReport, subject: &Subject) -> Option<String> {
    if subject.nature != Nature::Amount || subject.places.len() < checked.report.languages.len() {
        return None;
    }
    let mut parts = Vec::new();
    for place in &subject.places {
        let language = &checked.claims.texts[place.text].language;
        let measure = place.measure.as_ref()?;
        parts.push(format!("{} = [{}]", key(language.tag()), string(measure)));
    }
    Some(format!("noun = {{ {} }}", parts.join(", ")))
}

/// A key of TOML, quoted where it has to be.
fn key(name: &str) -> String {
    let bare = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if bare { name.to_owned() } else { string(name) }
}

/// A string of TOML: literal where it can be.
fn string(text: &str) -> String {
    if !text.contains('"') && !text.contains('\\') {
        return format!("\"{text}\"");
    }
    if text.contains('\'') { format!("'''{text}'''") } else { format!("'{text}'") }
}
