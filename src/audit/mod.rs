//! The audit of the ink: every numeral on every page is traced to what it rests on.
//!
//! The pages themselves are read, glyph by glyph. A numeral in the words of an author rests on the claim
//! or on the class that the check gave to it; one that the program put there is compared with what it had
//! to put; one that a template took from the data of the book has to be among these data; one in a drawing
//! comes from the rows of its query or stands on its axis. Whatever else prints a digit, or a number in
//! words, is unaccounted ink, and no PDF is written.

mod computed;
mod covers;
mod data;
mod drawing;
mod loose;
mod numerals;
mod pages;
mod problems;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::book::Book;
use crate::diagnostics::Diagnostics;
use crate::evidence;
use crate::exhibits::Exhibits;
use crate::quantity::{Content, Grammar, Lexicon, scan};
use crate::typeset::{self, Document, InkItem, InkPage, InkPiece, InkText, Origin};
use crate::verify::CheckedReport;

use covers::{Cover, Covers};
use data::BookData;
use loose::{Loose, part_of};
use numerals::numerals;
use pages::Printing;

pub use pages::PrintedUse;

/// What the audit of an edition found.
#[derive(Debug, Default)]
pub struct Audit {
    /// How many numerals rest on what, by name.
    pub tally: BTreeMap<&'static str, usize>,
    /// What stands on each page.
    pub pages: Vec<evidence::Page>,
    /// Where the words of each claim stand.
    pub uses: Vec<PrintedUse>,
}

/// Reads every page of a document; each numeral without an origin is a problem.
pub fn audit(
    book: &Book,
    document: &Document,
    checked: &CheckedReport,
    exhibits: &Exhibits,
    problems: &mut Diagnostics,
) -> Audit {
    let data = BookData::new(book, document.pages());
    let mut auditor = Auditor {
        covers: Covers::new(checked, book),
        data,
        drawings: drawing::Drawings::new(book, exhibits),
        printing: Printing::default(),
        audit: Audit::default(),
        scanned: BTreeSet::new(),
        problems,
    };
    for (index, page) in typeset::ink(document).enumerate() {
        auditor.page(index + 1, &page);
    }
    auditor.templates();
    auditor.hidden(&typeset::hidden_text(document));
    auditor.audit.uses = auditor.printing.finish(&auditor.covers, document);
    auditor.audit
}

struct Auditor<'a> {
    covers: Covers<'a>,
    data: BookData,
    drawings: drawing::Drawings,
    printing: Printing,
    audit: Audit,
    /// Texts of templates that were read for number words.
    scanned: BTreeSet<(String, String)>,
    problems: &'a mut Diagnostics,
}

impl Auditor<'_> {
    fn page(&mut self, number: usize, page: &InkPage) {
        let mut text = String::new();
        let mut loose = Loose::default();
        for item in &page.items {
            match item {
                InkItem::Text(run) => {
                    self.run(number, run, &mut loose);
                    text.push_str(&run.text);
                }
                InkItem::Drawing(svg) => {
                    let texts = drawing::texts(svg);
                    self.drawing(number, svg, &texts);
                    texts.iter().for_each(|line| text.push_str(&line.text));
                }
                InkItem::Image(origin) => {
                    self.problems.push(problems::unreadable_image(number, &self.place(origin)));
                }
            }
        }
        self.words(number, loose);
        let tenths = |points: f64| (points * 10.0).round() / 10.0;
        let (width, height) = (tenths(page.width), tenths(page.height));
        self.audit.pages.push(evidence::Page {
            width,
            height,
            text: normal(&text),
            drawing: String::new(),
        });
    }

    fn run(&mut self, page: usize, run: &InkText, loose: &mut Loose) {
        for piece in &run.pieces {
            let text = &run.text[piece.range.clone()];
            self.printing.piece(page, piece, &self.covers);
            for numeral in numerals(text) {
                let written = &text[numeral.clone()];
                if let Some(origin) = self.origin_of(piece, numeral.clone(), written) {
                    *self.audit.tally.entry(origin).or_default() += 1;
                    continue;
                }
                let place = self.place(&part_of(&piece.origin, text.len(), numeral.clone()));
                self.problems.push(problems::numeral(page, written, &run.text, &place));
            }
            if self.is_loose(&piece.origin) {
                loose.push(&run.language, text, &piece.origin);
            } else {
                loose.pause();
            }
        }
    }

    /// What a numeral rests on; `None` where nothing vouches for it.
    fn origin_of(
        &self,
        piece: &InkPiece,
        numeral: Range<usize>,
        written: &str,
    ) -> Option<&'static str> {
        match &piece.origin {
            Origin::Author(span) => self.covers.of_author(*span, &piece.range, numeral),
            Origin::Inserted(span) => self.covers.of_inserted(*span, written),
            Origin::Book(file, byte) => self.data.origin(file, *byte, written),
            Origin::Unknown => None,
        }
    }

    /// Whether the words of a place were never read for numbers: those of templates and `typst` blocks.
    fn is_loose(&self, origin: &Origin) -> bool {
        match origin {
            Origin::Author(span) | Origin::Inserted(span) => self.covers.in_typst_block(*span),
            Origin::Book(file, byte) => !self.data.is_data(file, *byte),
            Origin::Unknown => true,
        }
    }

    /// Reads for number words what no check has read.
    fn words(&mut self, page: usize, loose: Loose) {
        for text in loose.texts {
            if !self.scanned.insert((text.language.clone(), text.words.clone())) {
                continue;
            }
            for range in number_words(&text.words) {
                let words = &text.words[range.clone()];
                let place = self.place(&text.origin(range.clone()));
                self.problems.push(problems::words(page, words, text.words.trim(), &place));
            }
        }
    }

    fn drawing(&mut self, page: usize, svg: &str, texts: &[drawing::DrawnLine]) {
        let Some((counted, strangers)) = self.drawings.account(svg, texts) else {
            self.problems.push(problems::unreadable_image(page, &problems::Place::Nowhere));
            return;
        };
        for (origin, count) in counted {
            *self.audit.tally.entry(origin).or_default() += count;
        }
        for (numeral, line) in strangers {
            self.problems.push(problems::in_drawing(page, &numeral, &line));
        }
    }

    /// The words that templates hold themselves, whatever sets them: a name of theirs may look like data.
    fn templates(&mut self) {
        for (file, text) in self.data.templates() {
            for (byte, words) in typeset::literals(text) {
                for range in number_words(&words) {
                    let place = self.data.place(file, byte);
                    self.problems.push(problems::in_template(&words[range], &words, &place));
                }
            }
        }
    }

    /// Bookmarks, metadata and alternative texts are printed nowhere, but they are read.
    fn hidden(&mut self, hidden: &typeset::HiddenText) {
        let kinds = [
            ("a bookmark", &hidden.bookmarks),
            ("the metadata", &hidden.metadata),
            ("an alternative text", &hidden.alternatives),
        ];
        for (kind, texts) in kinds {
            for text in texts.iter().filter(|text| !self.data.has_text(text)) {
                for words in self.data.strangers(text) {
                    self.problems.push(problems::hidden(kind, &words, text));
                }
            }
        }
    }

    fn place(&self, origin: &Origin) -> problems::Place {
        match origin {
            Origin::Author(span) | Origin::Inserted(span) => problems::Place::Author(*span),
            Origin::Book(file, byte) => self.data.place(file, *byte),
            Origin::Unknown => problems::Place::Nowhere,
        }
    }
}

/// The numbers that a text states in words; digits are found by themselves.
///
/// The language in which words are set says nothing of what they are: Chinese is read where there is a Han
/// character, and English where there is a Latin letter.
fn number_words(text: &str) -> Vec<Range<usize>> {
    let mut grammars = Vec::new();
    if text.contains(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
        grammars.push(Grammar::Chinese);
    }
    if text.contains(|c: char| c.is_ascii_alphabetic()) {
        grammars.push(Grammar::English);
    }
    let readings =
        grammars.into_iter().flat_map(|grammar| scan(grammar, &Lexicon::default(), text));
    let stated = readings
        .filter(|reading| matches!(reading.content, Content::Quantity(_) | Content::Unresolved(_)));
    // A sign alone, as in a pattern of a template, states no number.
    let in_words = |range: &Range<usize>| {
        let words = &text[range.clone()];
        words.contains(char::is_alphabetic) && numerals(words).is_empty()
    };
    stated.map(|reading| reading.range).filter(in_words).collect()
}

/// The text of a page as it is compared: without blanks, invisible characters and hyphens after letters, in
/// normal form NFKC.
pub fn normal(text: &str) -> String {
    let invisible = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    let mut normal = String::with_capacity(text.len());
    for c in text.nfkc().filter(|c| !invisible(*c)) {
        // The hyphen of a divided word stands in the file as a soft one, and so do all hyphens of its font. No
        // word is divided behind a digit, and a sign before a number is no hyphen.
        let is_hyphen = matches!(c, '-' | '\u{2010}' | '\u{ad}');
        if !is_hyphen {
            normal.push(c);
        } else if !normal.ends_with(char::is_alphabetic) {
            normal.push('-');
        }
    }
    normal
}

/// How a claim that rests on a cover is called in the tally.
fn name_of(cover: &Cover) -> &'static str {
    match cover {
        Cover::Claim { .. } => "claim",
        Cover::Exempt(class) => class,
    }
}
