//! Bytes become text: UTF-8 unless the author names another encoding, and never with replacements.

use encoding_rs::{DecoderResult, Encoding};

use super::faults;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::files::{RelativePath, guess_encoding, utf8};
use crate::report::DataSettings;
use crate::source::{FileId, SourceMap, Span};

/// The label that accepts a byte order mark at the start of UTF-8.
pub const WITH_MARK: &str = "utf-8-bom";

const MARK: char = '\u{feff}';

/// Decodes a file into the source map; what cannot be decoded is reported at its place.
pub fn decode(
    bytes: &[u8],
    path: &RelativePath,
    settings: &DataSettings,
    sources: &mut SourceMap,
    problems: &mut Diagnostics,
) -> Option<FileId> {
    let label = settings.encoding.as_ref().map(|(label, _)| label.as_str());
    let file = match label {
        None | Some(WITH_MARK | "utf-8") => {
            let mut found = Diagnostics::new();
            let file = utf8(bytes, path, sources, &mut found);
            let label = guess_encoding(bytes).unwrap_or("windows-1252").to_ascii_lowercase();
            for problem in found.iter() {
                problems.push(problem.clone().help(format!(
                    "or state the encoding of the source, such as `encoding = \"{label}\"`"
                )));
            }
            file?
        }
        Some(label) => {
            let encoding = Encoding::for_label_no_replacement(label.as_bytes())?;
            let (text, fault) = decode_all(bytes, encoding);
            let end = text.len();
            let file = sources.add(path.as_str(), text);
            if let Some(byte) = fault {
                problems.push(faults::undecodable(
                    byte,
                    encoding.name(),
                    Span::new(file, end..end),
                ));
                return None;
            }
            file
        }
    };
    let fault = stray_mark(sources.text(file), label == Some(WITH_MARK), file);
    fault.map_or(Some(file), |fault| {
        problems.push(fault);
        None
    })
}

/// The text up to the first byte that does not belong to the encoding, and that byte's place.
fn decode_all(bytes: &[u8], encoding: &'static Encoding) -> (String, Option<usize>) {
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let capacity = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(capacity.unwrap_or(bytes.len()));
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        DecoderResult::InputEmpty => (text, None),
        DecoderResult::Malformed(length, after) => {
            let fault = read.saturating_sub(usize::from(length) + usize::from(after));
            (text, Some(fault))
        }
        DecoderResult::OutputFull => unreachable!("the text has room for the longest outcome"),
    }
}

/// A byte order mark that was not asked for, or that stands inside of the text, as in files which were
/// written one behind the other.
fn stray_mark(text: &str, is_accepted: bool, file: FileId) -> Option<Diagnostic> {
    let start = if is_accepted && text.starts_with(MARK) { MARK.len_utf8() } else { 0 };
    let at = start + text[start..].find(MARK)?;
    let span = Span::new(file, at..at + MARK.len_utf8());
    Some(if at == 0 { faults::byte_order_mark(span) } else { faults::mark_inside(span) })
}

/// Where the text begins, behind an accepted mark.
pub fn start(text: &str) -> usize {
    if text.starts_with(MARK) { MARK.len_utf8() } else { 0 }
}
