//! Where the words of the index stand in the text.

use std::collections::{BTreeMap, BTreeSet};

use super::BoundText;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::prose::{Block, INDEX_SCHEME, Inline};
use crate::quantity::is_han;
use crate::report::{Id, IndexEntry, Report, Role};
use crate::source::{FileId, Span};

/// A place where a word of the index stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexMark {
    /// The entry, by its place in [`Report::index`].
    pub entry: usize,
    /// The language of the text.
    pub language: Language,
    /// The file.
    pub file: FileId,
    /// The byte where the word begins.
    pub byte: usize,
}

/// Finds the words of the index in the text of the parts: in a paragraph the first and the last place of each,
/// since it may go on over pages. A word inside a longer one of the index counts for the longer one alone.
pub fn marks(report: &Report, texts: &[BoundText]) -> Vec<IndexMark> {
    let mut marks = Vec::new();
    if report.index.is_empty() {
        return marks;
    }
    for language in &report.languages {
        let words = words(&report.index, language);
        let of_language = texts.iter().filter(|text| text.language == *language);
        for text in of_language.filter(|text| matches!(text.role, Role::Text | Role::Lead)) {
            let file = text.passage.span(0..0).file;
            if file == report.manifest {
                continue;
            }
            let mut ends: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
            for (entry, at) in found(text.passage.text(), &words) {
                let ends = ends.entry(entry).or_insert((at, at));
                *ends = (ends.0.min(at), ends.1.max(at));
            }
            for (entry, (first, last)) in ends {
                for at in BTreeSet::from([first, last]) {
                    let byte = text.passage.span(at..at + 1).start;
                    marks.push(IndexMark { entry, language: language.clone(), file, byte });
                }
            }
        }
    }
    marks
}

/// The words of all entries in lower case, longer ones first.
fn words(index: &[IndexEntry], language: &Language) -> Vec<(String, usize)> {
    let mut words: Vec<(String, usize)> = Vec::new();
    for (entry, of) in index.iter().enumerate() {
        let of = of.words_in(language).into_iter().filter(|word| !word.is_empty());
        words.extend(of.map(|word| (word.to_ascii_lowercase(), entry)));
    }
    words.sort_by(|one, other| other.0.len().cmp(&one.0.len()).then_with(|| one.cmp(other)));
    words
}

/// Entries and the bytes at which their words begin in a text.
fn found(text: &str, words: &[(String, usize)]) -> Vec<(usize, usize)> {
    let text = text.to_ascii_lowercase();
    let mut taken = vec![false; text.len()];
    let mut places = Vec::new();
    for (word, entry) in words {
        for (at, _) in text.match_indices(word.as_str()) {
            let range = at..at + word.len();
            if is_whole(&text, word, at) && !taken[range.clone()].contains(&true) {
                taken[range].fill(true);
                places.push((*entry, at));
            }
        }
    }
    places
}

/// Whether letters of an alphabet go on at neither end; Han characters are words by themselves.
fn is_whole(text: &str, word: &str, at: usize) -> bool {
    let goes_on = |inner: Option<char>, outer: Option<char>| {
        let is_letter = |c: char| c.is_alphanumeric() && !is_han(c);
        inner.is_some_and(is_letter) && outer.is_some_and(is_letter)
    };
    let before = text[..at].chars().next_back();
    let after = text[at + word.len()..].chars().next();
    !goes_on(word.chars().next(), before) && !goes_on(word.chars().next_back(), after)
}

/// Reports marks of the text that name no entry, and entries that stand nowhere.
pub fn check(report: &Report, marks: &[IndexMark], problems: &mut Diagnostics) {
    let mut set: BTreeSet<(usize, String)> =
        marks.iter().map(|mark| (mark.entry, mark.language.tag().to_owned())).collect();
    for localised in report.localised() {
        for text in &localised.texts {
            for_each_mark(&text.prose.blocks, &mut |id, span| match report
                .index
                .iter()
                .position(|entry| entry.id.name == id)
            {
                Some(entry) => {
                    set.insert((entry, text.language.tag().to_owned()));
                }
                None => problems.push(unknown_entry(id, span, report)),
            });
        }
    }
    for (index, entry) in report.index.iter().enumerate() {
        let has_more = entry.see.is_some()
            || report
                .index
                .iter()
                .any(|other| other.under.as_ref().is_some_and(|under| under.name == entry.id.name));
        for language in report.languages.iter().filter(|_| !has_more) {
            let left_out = entry.words.iter().any(|(of, words)| of == language && words.is_empty());
            if !left_out && !set.contains(&(index, language.tag().to_owned())) {
                problems.push(nowhere(&entry.id, language));
            }
        }
    }
}

/// Visits every `[words](index:id)` of a tree.
fn for_each_mark(blocks: &[Block], visit: &mut dyn FnMut(&str, Span)) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => inline_marks(inlines, visit),
            Block::List { items, .. } => items.iter().for_each(|item| for_each_mark(item, visit)),
            Block::Quotation(blocks) => for_each_mark(blocks, visit),
        }
    }
}

fn inline_marks(inlines: &[Inline], visit: &mut dyn FnMut(&str, Span)) {
    for inline in inlines {
        match inline {
            Inline::WebLink { url, children } => {
                if let (Some(id), Some(span)) =
                    (url.strip_prefix(INDEX_SCHEME), crate::prose::span_of(children))
                {
                    visit(id, span);
                }
                inline_marks(children, visit);
            }
            Inline::Emphasis(children) | Inline::Strong(children) => inline_marks(children, visit),
            Inline::Link(link) => inline_marks(&link.children, visit),
            Inline::Footnote(blocks) => for_each_mark(blocks, visit),
            _ => {}
        }
    }
}

fn unknown_entry(id: &str, span: Span, report: &Report) -> Diagnostic {
    Diagnostic::new(Code::UnknownReference, format!("the index has no entry `{id}`"))
        .at(span, "marked for the index here")
        .nearest(id, report.index.iter().map(|entry| entry.id.name.as_str()))
        .help("declare it under `[[index]]` in report.toml")
}

fn nowhere(id: &Id, language: &Language) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        format!("the entry `{}` of the index stands nowhere in the text in `{language}`", id.name),
    )
    .at(id.span, "it would be listed without a page")
    .help(format!(
        "list the words that stand there, `words = {{ {language} = [\"...\"] }}`, or none, `[]`, to leave it out"
    ))
}
