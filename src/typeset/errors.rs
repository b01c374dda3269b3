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
    let is_glyph = message.message.contains("could not be displayed");
    let code = if is_glyph { Code::MissingGlyph } else { Code::Typesetting };
    let mut diagnostic = match code {
        Code::MissingGlyph => missing_glyph(&message.message),
        _ => Diagnostic::new(code, message.message.to_string()),
    };
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
    if let Some(prose) = world.prose(id) {
        let end = range.end.min(prose.as_str().len());
        return Located::Author(prose.span(range.start.min(end)..end));
    }
    let line = world.source(id).ok().and_then(|source| source.lines().byte_to_line(range.start));
    Located::Book(id.get().vpath().get_with_slash().to_owned(), line.map_or(1, |line| line + 1))
}

fn missing_glyph(message: &str) -> Diagnostic {
    // The engine quotes the text between grave accents.
    let text = message.split('`').nth(1).unwrap_or_default();
    let codes: Vec<String> = text.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
    Diagnostic::new(
        Code::MissingGlyph,
        format!("no font of the report has “{text}” ({})", codes.join(" ")),
    )
    .help("write the character in another way; the fonts cover Latin, Greek, Cyrillic, kana and 20,902 Han characters")
}
