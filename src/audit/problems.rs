//! The wording of what the audit finds.

use crate::diagnostics::{Code, Diagnostic};
use crate::source::Span;

/// Where ink came from, as far as it is known.
pub enum Place {
    /// From a file that an author wrote.
    Author(Span),
    /// From a file of the book: its path and line.
    Book(String),
    /// From nowhere that could be named.
    Nowhere,
}

fn unaccounted(message: String, page: usize, line: &str, place: &Place) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnaccountedInk, message)
        .note(format!("page {page} prints: {}", excerpt(line)));
    match place {
        Place::Author(span) => diagnostic.at(*span, "printed from here"),
        Place::Book(file) => diagnostic.note(format!("it was set by {file}")),
        Place::Nowhere => {
            diagnostic.note("it was made by the typesetter, as counters and sums are")
        }
    }
}

pub fn numeral(page: usize, numeral: &str, line: &str, place: &Place) -> Diagnostic {
    let message = format!("`{numeral}` on page {page} rests on no claim and on no data");
    unaccounted(message, page, line, place)
        .help("state it in prose, where a claim can back it, or show it by a table, a figure or a card; a template sets data by the functions of data.typ")
}

pub fn words(page: usize, words: &str, line: &str, place: &Place) -> Diagnostic {
    let message = format!("`{words}` on page {page} is a number in words that no check has read");
    unaccounted(message, page, line, place).help("say it in prose, where a claim can back it")
}

pub fn in_template(number: &str, words: &str, place: &Place) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::UnaccountedInk,
        format!("a template says `{number}`, a number that no check has read"),
    )
    .note(format!("its words are: {}", excerpt(words)));
    match place {
        Place::Author(span) => diagnostic.at(*span, ""),
        Place::Book(file) => diagnostic.note(format!("it stands in {file}")),
        Place::Nowhere => diagnostic,
    }
}

pub fn in_drawing(page: usize, numeral: &str, line: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnaccountedInk,
        format!("`{numeral}` in a drawing on page {page} is in no row of its query and on no axis"),
    )
    .note(format!("the drawing says: {}", excerpt(line)))
}

pub fn hidden(kind: &str, words: &str, text: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnaccountedInk,
        format!("`{words}` in {kind} of the PDF rests on no claim and on no data"),
    )
    .note(format!("it says: {}", excerpt(text)))
}

pub fn unreadable_image(page: usize, place: &Place) -> Diagnostic {
    let message = format!("page {page} shows an image whose numbers cannot be read");
    let diagnostic = Diagnostic::new(Code::UnaccountedInk, message)
        .help("draw it from data by a figure, or leave it out");
    match place {
        Place::Author(span) => diagnostic.at(*span, "shown from here"),
        Place::Book(file) => diagnostic.note(format!("it was set by {file}")),
        Place::Nowhere => diagnostic,
    }
}

/// The beginning of a long line.
fn excerpt(line: &str) -> String {
    const LONGEST: usize = 80;
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    line.chars().take(LONGEST).chain(['…']).collect()
}
