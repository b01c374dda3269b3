//! Blocks beside prose and exhibits in `book.json`, and the files of formulas.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::BookFile;
use super::record::by_language;
use super::tables::Strings;
use crate::language::Language;
use crate::report::{Block, Equation, Event, PageBreak, Report};
use crate::source::{MappedText, MappedTextBuilder};

/// The folder of the author's formulas.
const FORMULAS: &str = "formulas/";

/// What stands before a formula in its file, and behind it. A formula cannot end before the file does: what
/// would end it is refused.
const AROUND: (&str, &str) = ("#let formula = $ ", "\n$\n");

/// A block as the templates see it; `number` is that of an equation, and `first_formula` counts the formulas
/// before it.
pub fn record(
    block: &Block,
    number: Option<usize>,
    first_formula: usize,
    languages: &[Language],
    strings: &Strings<'_>,
) -> Value {
    match block {
        Block::Callout(callout) => json!({
            "kind": "callout",
            "callout": callout.kind.name(),
            "title": callout.title.as_ref().map(&strings.unit),
            "unit": (strings.unit)(&callout.text),
        }),
        Block::Definitions(definitions) => {
            let items = definitions.iter().map(|definition| {
                json!({
                    "term": (strings.unit)(&definition.term),
                    "unit": (strings.unit)(&definition.text),
                })
            });
            json!({ "kind": "definitions", "items": items.collect::<Vec<_>>() })
        }
        Block::Timeline(events) => {
            let events = events.iter().map(|event| {
                json!({
                    "date": by_language(languages, |language| date(event, language)),
                    "unit": (strings.unit)(&event.text),
                })
            });
            json!({ "kind": "timeline", "events": events.collect::<Vec<_>>() })
        }
        Block::Equation(equation) => json!({
            "kind": "equation",
            "id": equation.id.as_ref().map(|id| &id.name),
            "number": number,
            "files": formula_files(equation, first_formula, languages),
            "alt": by_language(languages, |language| {
                (strings.plain)(&equation.alternative, language)
            }),
        }),
        Block::Quote(quote) => json!({
            "kind": "quote",
            "unit": (strings.unit)(&quote.text),
            "by": quote.by.as_ref().map(&strings.unit),
        }),
        Block::PageBreak(page_break) => {
            let to = (*page_break == PageBreak::Odd).then_some("odd");
            json!({ "kind": "page-break", "to": to })
        }
        Block::Prose(_)
        | Block::Figure(_)
        | Block::Table(_)
        | Block::Cards(_)
        | Block::Typst(_) => {
            unreachable!("the record of the book writes these blocks itself")
        }
    }
}

/// The date of an event in the words of a language.
pub fn date(event: &Event, language: &Language) -> String {
    let grammar = language.grammar();
    let words = event.date.label(grammar).or_else(|| event.date.print(grammar));
    words.or_else(|| event.date.canonical()).unwrap_or_default()
}

/// The files of an equation by language; `all` for one that serves all of them.
fn formula_files(equation: &Equation, first: usize, languages: &[Language]) -> Value {
    let files = equation.formulas().into_iter().enumerate();
    let entries = files.filter_map(|(index, (language, _))| {
        let path = Value::String(format!("/{}", path(first + index)));
        match language {
            None => Some(("all".to_owned(), path)),
            Some(language) if languages.contains(language) => {
                Some((language.tag().to_owned(), path))
            }
            Some(_) => None,
        }
    });
    Value::Object(entries.collect::<Map<_, _>>())
}

fn path(index: usize) -> String {
    format!("{FORMULAS}{index:02}.typ")
}

/// The formulas of a report as files of a book.
pub fn files(report: &Report) -> BTreeMap<String, BookFile> {
    let equations = report.blocks().filter_map(|block| match block {
        Block::Equation(equation) => Some(equation),
        _ => None,
    });
    let formulas = equations.flat_map(Equation::formulas);
    let files = formulas.enumerate().map(|(index, (_, text))| {
        let (before, after) = AROUND;
        let span = text.whole_span();
        let mut file = MappedTextBuilder::new(text.file(), span.start);
        file.push(before, span.start..span.start);
        file.push_mapped(text);
        file.push(after, span.end..span.end);
        (path(index), BookFile::Prose(file.finish()))
    });
    files.collect()
}

/// The formulas of the files of a book, as their authors wrote them.
pub fn formulas(files: &BTreeMap<String, BookFile>) -> impl Iterator<Item = MappedText> {
    files.iter().filter_map(|(path, file)| match file {
        BookFile::Prose(text) if path.starts_with(FORMULAS) => {
            Some(text.slice(AROUND.0.len()..text.as_str().len() - AROUND.1.len()))
        }
        _ => None,
    })
}
