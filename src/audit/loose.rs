//! Words that no check has read, put together to running text.

use std::ops::Range;

use crate::source::Span;
use crate::typeset::Origin;

/// How many bytes of markup may lie between two words of one text.
const MARKUP: usize = 12;

/// Running text of one language.
pub struct LooseText {
    /// The language, as a lower-case code.
    pub language: String,
    /// The words.
    pub words: String,
    /// Where each piece begins in the words, its length, and what it was set from.
    pieces: Vec<(usize, usize, Origin)>,
}

/// The texts of a page, piece after piece.
#[derive(Default)]
pub struct Loose {
    /// What was put together so far.
    pub texts: Vec<LooseText>,
    open: bool,
}

impl Loose {
    /// Adds a piece: to the text before it if it goes on with it.
    pub fn push(&mut self, language: &str, text: &str, origin: &Origin) {
        // What nobody sees parts no words.
        let text: String = text.chars().filter(|c| !is_invisible(*c)).collect();
        let goes_on = |last: &&mut LooseText| last.language == language && last.is_near(origin);
        let open = self.open;
        match self.texts.last_mut().filter(|_| open).filter(goes_on) {
            Some(last) => {
                last.pieces.push((last.words.len(), text.len(), origin.clone()));
                last.words.push_str(&text);
            }
            None => self.texts.push(LooseText {
                language: language.to_owned(),
                pieces: vec![(0, text.len(), origin.clone())],
                words: text,
            }),
        }
        self.open = true;
    }

    /// Something else stands between the last piece and the next.
    pub fn pause(&mut self) {
        self.open = false;
    }
}

impl LooseText {
    fn is_near(&self, next: &Origin) -> bool {
        match (self.pieces.last().map(|(_, _, origin)| origin), next) {
            (Some(Origin::Author(last)), Origin::Author(next)) => {
                last.file == next.file && (last.end..=last.end + MARKUP).contains(&next.start)
            }
            (Some(Origin::Book(last, _)), Origin::Book(next, _)) => last == next,
            (Some(Origin::Unknown), Origin::Unknown) => true,
            _ => false,
        }
    }

    /// What a part of the words was set from, as far as it lies in one piece.
    pub fn origin(&self, range: Range<usize>) -> Origin {
        let holding = |(start, length, _): &&(usize, usize, Origin)| {
            (*start..start + length).contains(&range.start)
        };
        let found = self.pieces.iter().find(holding);
        found.map_or(Origin::Unknown, |(start, length, origin)| {
            part_of(origin, *length, range.start - start..(range.end - start).min(*length))
        })
    }
}

/// Characters that take no room.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// The place of a part of a piece of so many bytes.
pub fn part_of(origin: &Origin, length: usize, part: Range<usize>) -> Origin {
    match origin {
        Origin::Author(span) if span.range().len() == length => {
            Origin::Author(Span::new(span.file, span.start + part.start..span.start + part.end))
        }
        other => other.clone(),
    }
}
