//! Typst's errors and warnings as our diagnostics, at the author's own lines where they lead there.

use typst::World;
use typst::WorldExt;
use typst::diag::{Severity as TypstSeverity, SourceDiagnostic};
use typst_syntax::DiagSpan;

use super::BookWorld;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::Span;

/// Where a message of the compiler points.
pub enum Located {
    /// Into a file of the author.
    Author(Span),
    /// Into a template or data file of the book, at a line.
    Book(String, usize),
    /// Nowhere.
    Nowhere,
}

/// Adds a message of the compiler to the problems of the run.
pub fn report(world: &BookWorld, message: &SourceDiagnostic, problems: &mut Diagnostics) {
    if let Some(text) = undisplayed_text(&message.message) {
        problems.push(missing_glyph(world, &text, message.span));
        return;
    }
    let mut diagnostic = Diagnostic::new(Code::Typesetting, message.message.to_string());
    if message.severity == TypstSeverity::Warning {
        diagnostic.severity = Severity::Warning;
    }
    let places = std::iter::once(message.span)
        .chain(message.trace.iter().map(|trace| DiagSpan::from(trace.span)));
    let mut template = None;
    for place in places {
        match locate(world, place) {
            Located::Author(span) => {
                diagnostic = diagnostic.at(span, "");
                template = None;
                break;
            }
            Located::Book(file, line) => template = template.or(Some(format!("{file}:{line}"))),
            Located::Nowhere => {}
        }
    }
    if let Some(place) = template {
        diagnostic = diagnostic.note(format!("in the book's own file {place}"));
    }
    for hint in &message.hints {
        diagnostic = diagnostic.help(hint.v.to_string());
    }
    problems.push(diagnostic);
}

/// Finds the author's words behind a place of the book.
pub fn locate(world: &BookWorld, span: DiagSpan) -> Located {
    let Some(id) = span.id() else { return Located::Nowhere };
    let Some(range) = world.range(span) else { return Located::Nowhere };
    if let Some(prose) = world.written(id) {
        let end = range.end.min(prose.as_str().len());
        return Located::Author(prose.span(range.start.min(end)..end));
    }
    let line = world.source(id).ok().and_then(|source| source.lines().byte_to_line(range.start));
    Located::Book(id.get().vpath().get_with_slash().to_owned(), line.map_or(1, |line| line + 1))
}

/// Whether a message of the compiler is that no font has a character.
pub fn is_missing_glyph(message: &str) -> bool {
    undisplayed_text(message).is_some()
}

/// The text of a message that no font has it; the engine quotes it as code between grave accents.
fn undisplayed_text(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("the text `")?;
    let (quoted, _) = rest.split_once("` could not be displayed")?;
    let inner = quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(quoted);
    Some(unescaped(inner))
}

/// Decodes `\u{13000}`, which the engine writes for characters that it cannot show either.
fn unescaped(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\u{") {
        result.push_str(before);
        let Some((hex, tail)) = after.split_once('}') else { break };
        result.extend(u32::from_str_radix(hex, 16).ok().and_then(char::from_u32));
        rest = tail;
    }
    result.push_str(rest);
    result
}

/// A character without a glyph, at the author's own character: behind the ink where that leads to
/// prose, else at the first place of the prose that has it.
fn missing_glyph(world: &BookWorld, text: &str, span: DiagSpan) -> Diagnostic {
    let codes: Vec<String> = text.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
    let diagnostic = Diagnostic::new(
        Code::MissingGlyph,
        format!("no font of the report has “{text}” ({})", codes.join(" ")),
    )
    .help("write the character in another way; the fonts cover Latin, Greek, Cyrillic, kana and 20,902 Han characters");
    let behind_ink = span.id().and_then(|id| {
        let prose = world.prose(id)?;
        let range = world.range(span)?;
        let at = range.start + prose.as_str().get(range)?.find(text)?;
        Some(prose.span(at..at + text.len()))
    });
    let anywhere = || {
        world.all_prose().find_map(|prose| {
            let at = prose.as_str().find(text)?;
            Some(prose.span(at..at + text.len()))
        })
    };
    match behind_ink.or_else(anywhere) {
        Some(span) => diagnostic.at(span, ""),
        None => diagnostic.note("it stands in a cell of the data or in a template"),
    }
}
