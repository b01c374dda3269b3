//! BibTeX and YAML files of works, each fault at its place.

use std::ops::Range;

use hayagriva::io::{BibLaTeXError, from_biblatex_str, from_yaml_str};

use super::ParsedWork;

/// What is wrong with a file of works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where, in bytes.
    pub range: Range<usize>,
    /// What.
    pub message: String,
}

/// A key of a file, its place, and the type of its work.
struct Key {
    name: String,
    range: Range<usize>,
    written: String,
    number: Option<String>,
}

/// Reads the works of a file; its name says whether it is BibTeX or YAML.
///
/// # Errors
/// Every fault that the reader of the format tells; it may give up at the first one.
pub fn parse(name: &str, text: &str) -> Result<Vec<ParsedWork>, Vec<Fault>> {
    let is_bibtex = name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("bib"));
    let library = if is_bibtex {
        from_biblatex_str(text)
            .map_err(|faults| faults.into_iter().map(|one| bibtex(text, one)).collect())
    } else {
        from_yaml_str(text).map_err(|fault| {
            let told = fault.to_string();
            // The place is told apart.
            let message =
                told.split_once(" at line ").map_or(told.as_str(), |(message, _)| message);
            let at = fault.location().map_or(0, |location| location.index());
            vec![Fault { range: within(text, at..at + 1), message: message.to_owned() }]
        })
    };
    let library = library?;
    let mut keys = if is_bibtex { bibtex_keys(text) } else { yaml_keys(text) };
    let mut works = Vec::new();
    for entry in &library {
        let position = keys.iter().position(|key| key.name == entry.key());
        let key = position.map(|position| keys.remove(position));
        let key = key.unwrap_or_else(|| Key {
            name: entry.key().to_owned(),
            range: 0..0,
            written: String::new(),
            number: None,
        });
        works.push(ParsedWork {
            key: key.name,
            range: key.range,
            entry: entry.clone(),
            written: key.written,
            number: key.number,
        });
    }
    Ok(works)
}

fn bibtex(text: &str, fault: BibLaTeXError) -> Fault {
    let (range, message) = match fault {
        BibLaTeXError::Parse(fault) => (fault.span.clone(), fault.kind.to_string()),
        BibLaTeXError::Type(fault) => (fault.span.clone(), fault.kind.to_string()),
    };
    Fault { range: within(text, range), message }
}

/// A range that lies on boundaries of characters of a text.
fn within(text: &str, range: Range<usize>) -> Range<usize> {
    let boundary = |at: usize| {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(range.start);
    start..boundary(range.end).max(start)
}

/// `@type{key,` in the order of the file.
fn bibtex_keys(text: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    for (at, _) in text.match_indices('@') {
        let rest = &text[at + 1..];
        let Some(open) = rest.find(['{', '(']) else { continue };
        let written = rest[..open].trim();
        if written.is_empty() || !written.chars().all(char::is_alphanumeric) {
            continue;
        }
        let body = &rest[open + 1..];
        let Some(comma) = body.find(',') else { continue };
        let name = body[..comma].trim();
        let blank = body.len() - body.trim_start().len();
        let start = at + 1 + open + 1 + blank;
        keys.push(Key {
            name: name.to_owned(),
            range: start..start + name.len(),
            written: written.to_ascii_lowercase(),
            number: bibtex_field(&body[comma..], "number"),
        });
    }
    keys
}

/// A field of an entry whose text has begun, in braces or quotation marks: the reader of BibTeX keeps the
/// number of some types alone.
fn bibtex_field(text: &str, name: &str) -> Option<String> {
    let entry = &text[..text.find("\n@").unwrap_or(text.len())];
    let at = entry.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = entry[..*at].trim_end();
        before.ends_with(',') && entry[at + name.len()..].trim_start().starts_with('=')
    })?;
    let value = entry[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    let close = match value.chars().next()? {
        '{' => '}',
        '"' => '"',
        _ => return None,
    };
    let value = &value[1..];
    Some(value[..value.find(close)?].trim().to_owned())
}

/// `key:` at the start of a line, with the `type:` that follows it.
fn yaml_keys(text: &str) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with(|c: char| !c.is_whitespace() && c != '#' && c != '-') {
            if let Some((name, _)) = line.rsplit_once(':') {
                let bare = name.trim_end().trim_matches(['"', '\'']);
                let from = start + name.find(bare).unwrap_or(0);
                let range = from..from + bare.len();
                keys.push(Key {
                    name: bare.to_owned(),
                    range,
                    written: String::new(),
                    number: None,
                });
            }
        } else if let Some(kind) = line.strip_prefix(|c: char| c == ' ').map(str::trim_start)
            && let Some(kind) = kind.strip_prefix("genre:")
            && let Some(last) = keys.last_mut()
        {
            last.written = kind.trim().trim_matches(['"', '\'']).to_ascii_lowercase();
        }
        start += line.len();
    }
    keys
}
