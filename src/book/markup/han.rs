//! Han text as markup: Latin words, marks and dots set apart as the treatments of a paragraph ask.

use std::ops::Range;

use super::{JOINER, Writer};
use crate::book::marks::{Treatment, White, holding, is_han, is_latin_or_digit, starting_at};
use crate::source::{MappedText, Span};

impl Writer<'_> {
    pub(super) fn fixed_pitch(&mut self, text: &MappedText) {
        let span = text.whole_span();
        if self.treatments.at(span.start, 0).before == White::Added {
            self.code("#air();", Span { end: span.start, ..span });
        }
        self.call("code", span, |w| w.plain(text));
    }

    /// Text; in Han type, Latin words are set apart so that their marks are Latin ones, and marks are treated as
    /// the paragraph asks.
    pub(super) fn text(&mut self, text: &MappedText) {
        if !self.language.is_han() {
            return self.western(text);
        }
        let piece = text.whole_span().start;
        let whole = text.as_str();
        let latin = latin_runs(whole);
        let mut at = 0;
        while at < whole.len() {
            let bound = starting_at(self.treatments.bound(piece), at).cloned();
            if let Some(range) = bound {
                let part = text.slice(range.clone());
                self.before(piece, at, &part);
                let span = part.whole_span();
                self.call("bound", span, |w| w.han(text, range.clone()));
                let last = part.as_str().char_indices().next_back().map_or(0, |(last, _)| last);
                if self.treatments.at(piece, range.start + last).joined {
                    self.code(JOINER, Span { start: span.end, ..span });
                }
                at = range.end;
            } else if let Some(range) = holding(&latin, at) {
                let run = text.slice(at..range.end);
                self.before(piece, at, &run);
                self.latin(&run);
                at = range.end;
            } else {
                at = self.stretch(text, piece, &latin, at);
            }
        }
    }

    /// Han text from a byte up to where something else has to be done; where that is.
    fn stretch(
        &mut self,
        text: &MappedText,
        piece: usize,
        latin: &[Range<usize>],
        start: usize,
    ) -> usize {
        let whole = text.as_str();
        let special = |at: usize| {
            self.treatments.at(piece, at) != Treatment::default()
                || starting_at(self.treatments.bound(piece), at).is_some()
                || starting_at(latin, at).is_some()
        };
        let first = self.treatments.at(piece, start);
        let next = |at: usize| at + whole[at..].chars().next().map_or(1, char::len_utf8);
        let mut end = next(start);
        if first == Treatment::default() {
            while end < whole.len() && !special(end) {
                end = next(end);
            }
            self.han(text, start..end);
            return end;
        }
        let mark = text.slice(start..end);
        self.before(piece, start, &mark);
        let span = mark.whole_span();
        match (first.shown, first.half) {
            (Some(shown), false) => self.out.push(&shown.to_string(), span.range()),
            (Some(shown), true) => {
                self.call("half", span, |w| w.out.push(&shown.to_string(), span.range()));
            }
            (None, true) => self.call("half", span, |w| w.plain(&mark)),
            (None, false) => self.han(text, start..end),
        }
        if first.joined {
            self.out.push(JOINER, span.end..span.end);
        }
        end
    }

    /// What stands before a character.
    fn before(&mut self, piece: usize, at: usize, part: &MappedText) {
        let name = match self.treatments.at(piece, at).before {
            White::AsItIs => return,
            White::Added => "air",
            White::TakenBack => "closed-up",
        };
        let span = part.whole_span();
        self.code(&format!("#{name}();"), Span { end: span.start, ..span });
    }

    fn latin(&mut self, run: &MappedText) {
        let call = if run.as_str().split(' ').count() >= PHRASE { "latin-phrase" } else { "latin" };
        let slanted = if self.dotted { "(slanted: true)" } else { "" };
        self.call(&format!("{call}{slanted}"), run.whole_span(), |w| {
            let whole = run.as_str();
            let mut from = 0;
            for (at, mark) in whole.match_indices('\'') {
                w.plain(&run.slice(from..at));
                let span = run.span(at..at + mark.len());
                w.out.push("’", span.range());
                from = at + mark.len();
            }
            w.plain(&run.slice(from..whole.len()));
        });
    }

    /// A range of Han text, with a dot below each character where it is emphasised so.
    fn han(&mut self, text: &MappedText, range: Range<usize>) {
        let whole = &text.as_str()[..range.end];
        let mut from = range.start;
        let mut at = range.start;
        while at < range.end {
            let rest = &whole[at..];
            let c = rest.chars().next().unwrap_or(' ');
            let (name, length) = match c {
                '—' if rest.starts_with("——") => ("dash", 2 * c.len_utf8()),
                '·' => ("interpunct", c.len_utf8()),
                c if self.dotted && is_han(c) => ("", c.len_utf8()),
                c => {
                    at += c.len_utf8();
                    continue;
                }
            };
            self.plain(&text.slice(from..at));
            let part = text.slice(at..at + length);
            if name.is_empty() {
                self.dotted_character(text, at, &part);
            } else {
                self.call(name, part.whole_span(), |w| w.plain(&part));
            }
            at += length;
            from = at;
        }
        self.plain(&text.slice(from..range.end));
    }

    /// A character with a dot below. The white beside Latin would draw the dot out, so there the character is
    /// boxed and the white set apart.
    fn dotted_character(&mut self, text: &MappedText, at: usize, part: &MappedText) {
        let span = part.whole_span();
        let whole = text.as_str();
        let before = whole[..at].chars().next_back().is_some_and(is_latin_or_digit);
        let after = whole[at + part.as_str().len()..].chars().next().is_some_and(is_latin_or_digit);
        if !before && !after {
            return self.call("dotted", span, |w| w.plain(part));
        }
        if before {
            self.code("#air();", Span { end: span.start, ..span });
        }
        self.call("bound", span, |w| w.call("dotted", span, |w| w.plain(part)));
        if after {
            self.code("#air();", Span { start: span.end, ..span });
        }
    }
}

/// So many words make a phrase, which is read aloud in its own language.
const PHRASE: usize = 4;

/// Stretches of Latin words with what joins them.
fn latin_runs(text: &str) -> Vec<Range<usize>> {
    let joins = |c: char| matches!(c, ' ' | '\'' | '"' | '’' | '-' | '–' | '.' | '&' | '/' | '+');
    let mut runs = Vec::new();
    let mut start = None;
    let mut end = 0;
    let mut has_letter = false;
    for (at, c) in text.char_indices().chain([(text.len(), '\0')]) {
        let is_word = c.is_ascii_alphanumeric() || ('\u{c0}'..='\u{24f}').contains(&c);
        if is_word {
            if start.is_none() {
                (start, has_letter) = (Some(at), false);
            }
            has_letter |= c.is_alphabetic();
            end = at + c.len_utf8();
        } else if !joins(c)
            && let Some(from) = start.take()
            && has_letter
        {
            runs.push(from..end);
        }
    }
    runs
}
