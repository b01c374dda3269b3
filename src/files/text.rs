//! Reads a text file that an author wrote, and says what is wrong with it at its place.

use std::io;

use super::{Folder, RelativePath};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, SourceMap, Span};

/// Reads a UTF-8 file of at most `limit` bytes into the source map.
///
/// `referrer` is where the author named the file; without one the message stands alone.
pub fn read_text(
    folder: &dyn Folder,
    path: &RelativePath,
    limit: usize,
    referrer: Option<Span>,
    sources: &mut SourceMap,
    problems: &mut Diagnostics,
) -> Option<FileId> {
    let bytes = read_bytes(folder, path, limit, referrer, problems)?;
    utf8(&bytes, path, sources, problems)
}

/// Reads a file of at most `limit` bytes.
///
/// `referrer` is where the author named the file; without one the message stands alone.
pub fn read_bytes(
    folder: &dyn Folder,
    path: &RelativePath,
    limit: usize,
    referrer: Option<Span>,
    problems: &mut Diagnostics,
) -> Option<Vec<u8>> {
    let bytes = match folder.read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            problems.push(referred(unreadable(path, &error), referrer, "named here"));
            return None;
        }
    };
    if bytes.len() > limit {
        problems.push(referred(too_large(path, bytes.len(), limit), referrer, "named here"));
        return None;
    }
    Some(bytes)
}

/// Adds UTF-8 to the source map, or says at which place it is none.
pub fn utf8(
    bytes: &[u8],
    path: &RelativePath,
    sources: &mut SourceMap,
    problems: &mut Diagnostics,
) -> Option<FileId> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(sources.add(path.as_str(), text)),
        Err(error) => {
            let at = error.valid_up_to();
            let file = sources.add(path.as_str(), String::from_utf8_lossy(bytes).into_owned());
            let span = Span::new(file, at..at + '\u{fffd}'.len_utf8());
            problems.push(invalid_utf8(path, bytes, span));
            None
        }
    }
}

fn referred(diagnostic: Diagnostic, referrer: Option<Span>, text: &str) -> Diagnostic {
    match referrer {
        Some(span) => diagnostic.at(span, text),
        None => diagnostic,
    }
}

/// Why a file cannot be read.
pub fn unreadable(path: &RelativePath, error: &io::Error) -> Diagnostic {
    let diagnostic =
        |what: &str| Diagnostic::new(Code::UnreadableFile, format!("cannot read `{path}`: {what}"));
    match error.kind() {
        io::ErrorKind::NotFound => diagnostic("there is no such file")
            .help("paths are relative to the folder of `report.toml`, with `/` between folders"),
        io::ErrorKind::IsADirectory => diagnostic("it is a folder"),
        _ => diagnostic(&error.to_string()),
    }
}

fn too_large(path: &RelativePath, length: usize, limit: usize) -> Diagnostic {
    let mebibytes = |bytes: usize| bytes.div_ceil(1024 * 1024);
    Diagnostic::new(
        Code::FileTooLarge,
        format!(
            "`{path}` has {} MiB, more than the {} MiB that are read",
            mebibytes(length),
            mebibytes(limit)
        ),
    )
    .help("split it into several files")
}

fn invalid_utf8(path: &RelativePath, bytes: &[u8], span: Span) -> Diagnostic {
    let byte = bytes[span.start];
    let diagnostic = Diagnostic::new(
        Code::InvalidUtf8,
        format!("`{path}` is not UTF-8: byte {} is 0x{byte:02X}", span.start),
    )
    .at(span, "here");
    match guess_encoding(bytes) {
        Some(encoding) => diagnostic.help(format!(
            "the file looks like {encoding}; convert it: `iconv -f {encoding} -t UTF-8`"
        )),
        None => diagnostic.help("save the file as UTF-8"),
    }
}

/// A guess for the message alone; nothing is decoded by it.
pub fn guess_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some("UTF-16LE"),
        [0xFE, 0xFF, ..] => return Some("UTF-16BE"),
        _ => {}
    }
    let mut at = 0;
    let mut pairs = 0;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (0x00..=0x7F, _) => at += 1,
            (0x81..=0xFE, Some(0x40..=0x7E | 0x80..=0xFE)) => {
                pairs += 1;
                at += 2;
            }
            (0x81..=0xFE, Some(0x30..=0x39)) if at + 3 < bytes.len() => at += 4,
            _ => return Some("windows-1252"),
        }
    }
    (pairs > 0).then_some("GB18030")
}
