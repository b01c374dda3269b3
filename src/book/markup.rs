//! Prose as Typst markup that calls the functions of `templates/prose.typ`.
//!
//! Text never reaches Typst as code: every ASCII mark but blanks, commas and the like is escaped, so
//! `$5`, `#3` or `@a` are printed as they stand.

mod han;

use std::collections::BTreeMap;
use std::ops::Range;

use super::citations::{Citations, cluster_length};
use super::marks::{
    Treatments, begins_no_line, is_closing, is_han, is_latin_or_digit, is_opening, treatments,
};
use super::quoted;
use super::references::References;
use crate::bibliography::Look;
use crate::language::Language;
use crate::prose::{Block, INDEX_SCHEME, Inline, Link, break_is_blank, span_of};
use crate::report::{HanEmphasis, Localised, Role};
use crate::source::{FileId, MappedText, MappedTextBuilder, Span};

/// Keeps what stands on both of its sides on one line (the word joiner of Unicode).
const JOINER: &str = "\u{2060}";

/// Writes the prose of an edition.
pub struct Generator<'a> {
    references: &'a References<'a>,
    citations: &'a Citations,
    /// Which entries of the index have a word that begins at a byte of a file.
    index: BTreeMap<(FileId, usize), Vec<&'a str>>,
    has_index: bool,
}

impl<'a> Generator<'a> {
    /// For an edition with these references and citations, and perhaps an index.
    pub fn new(references: &'a References<'a>, citations: &'a Citations, has_index: bool) -> Self {
        let checked = references.checked;
        let mut index: BTreeMap<(FileId, usize), Vec<&str>> = BTreeMap::new();
        for mark in checked.claims.index.iter().filter(|_| has_index) {
            let id = checked.report.index[mark.entry].id.name.as_str();
            index.entry((mark.file, mark.byte)).or_default().push(id);
        }
        Self { references, citations, index, has_index }
    }

    /// The file that defines the units of one author's file in one language.
    pub fn prose_file(&self, group: &[(usize, &Localised)], language: &Language) -> MappedText {
        prose_file(group, language, self)
    }
}

fn prose_file(
    group: &[(usize, &Localised)],
    language: &Language,
    generator: &Generator<'_>,
) -> MappedText {
    let start = group.first().map_or_else(
        || unreachable!("a group has at least one string"),
        |(_, localised)| localised.span,
    );
    let mut writer = Writer {
        out: MappedTextBuilder::new(start.file, start.start),
        language,
        references: generator.references,
        generator,
        treatments: Treatments::default(),
        dotted: false,
    };
    writer.code("#import \"/templates/prose.typ\": *\n#let units = (:\n", start);
    for (unit, localised) in group {
        let Some(prose) = localised.get(language) else { continue };
        let span = prose.source.whole_span();
        writer.code(&format!("\"u{unit}\": ["), span);
        match prose.blocks.as_slice() {
            // A title or a label is no paragraph.
            [Block::Paragraph(inlines)] if localised.role != Role::Text => {
                writer.line(inlines, localised.role == Role::Line);
            }
            blocks => writer.blocks(blocks, span),
        }
        writer.code("],\n", span);
    }
    writer.code(")\n", start);
    writer.out.finish()
}

struct Writer<'a> {
    out: MappedTextBuilder,
    language: &'a Language,
    references: &'a References<'a>,
    generator: &'a Generator<'a>,
    /// What is done in the paragraph at hand.
    treatments: Treatments,
    /// Whether it stands in emphasis by dots.
    dotted: bool,
}

impl Writer<'_> {
    /// Adds code that stands for a place of the author's file as a whole.
    fn code(&mut self, code: &str, span: Span) {
        self.out.push(code, span.start..span.start);
    }

    fn blocks(&mut self, blocks: &[Block], span: Span) {
        for block in blocks {
            match block {
                Block::Paragraph(inlines) => {
                    self.code("#paragraph[", span);
                    self.opening(inlines);
                    self.code("];", span);
                }
                Block::List { ordered, tight, items } => {
                    self.code(&format!("#items(ordered: {ordered}, tight: {tight}, ("), span);
                    for item in items {
                        self.code("[", span);
                        match item.as_slice() {
                            [Block::Paragraph(inlines)] => self.line(inlines, true),
                            [Block::Paragraph(inlines), rest @ ..] if *tight => {
                                self.line(inlines, true);
                                self.blocks(rest, span);
                            }
                            blocks => self.blocks(blocks, span),
                        }
                        self.code("],", span);
                    }
                    self.code("));", span);
                }
                Block::Quotation(blocks) => {
                    self.code("#quotation[", span);
                    self.blocks(blocks, span);
                    self.code("];", span);
                }
            }
        }
    }

    /// A paragraph; where it is indented, the white of a mark that opens it is part of the indent.
    fn opening(&mut self, inlines: &[Inline]) {
        let first = inlines.first().and_then(|inline| first_text(inline));
        let opens = first.and_then(|text| Some((text.as_str().chars().next()?, text.whole_span())));
        if let Some((_, span)) =
            opens.filter(|(c, _)| self.language.is_han() && (is_opening(*c) || *c == '"'))
        {
            self.code("#opened();", Span { end: span.start, ..span });
        }
        self.line(inlines, true);
    }

    /// The whole of a paragraph or of a title.
    fn line(&mut self, inlines: &[Inline], is_running: bool) {
        if !self.language.is_han() {
            return self.inlines(inlines);
        }
        let own = treatments(inlines, self.language, is_running);
        let outer = std::mem::replace(&mut self.treatments, own);
        self.inlines(inlines);
        self.treatments = outer;
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        let mut last = None;
        let mut cited = 0;
        for (index, inline) in inlines.iter().enumerate() {
            if index < cited {
                continue;
            }
            let works = cluster_length(&self.references.checked.claims.names, &inlines[index..]);
            if works > 0 {
                self.works(inline);
                cited = index + works;
                last = None;
                continue;
            }
            match inline {
                Inline::Text(text) if self.is_raised(inlines.get(index + 1)) => {
                    // No blank before a raised mark.
                    self.text(&text.slice(0..text.as_str().trim_end().len()));
                }
                Inline::Text(text) => self.text(text),
                Inline::Code(text) => self.fixed_pitch(text),
                Inline::SoftBreak(span) => {
                    if break_is_blank(last, inlines.get(index + 1)) {
                        self.code(" ", *span);
                    }
                }
                Inline::LineBreak(span) => self.code("#line-break();", *span),
                Inline::Emphasis(children) => self.emphasis(children),
                Inline::Strong(children) => {
                    self.call("strong-emphasis", span_of(children), |w| w.inlines(children));
                }
                Inline::WebLink { url, children } if url.starts_with(INDEX_SCHEME) => {
                    let id = &url[INDEX_SCHEME.len()..];
                    if let Some(span) = span_of(children) {
                        self.index_mark(id, span);
                    }
                    self.inlines(children);
                }
                Inline::WebLink { url, children } => {
                    let name = format!("weblink({})", quoted(url));
                    self.call(&name, span_of(children), |w| w.inlines(children));
                }
                Inline::Link(link) => self.link(link, last, &inlines[index + 1..]),
                Inline::Citation { id, span } => {
                    let mark = self.references.source_mark(id);
                    let code =
                        format!("citation({})[{}]", quoted(id), escaped(&format!("[{mark}]")));
                    self.code(&format!("#{code};"), *span);
                }
                Inline::Footnote(blocks) => self.footnote(blocks),
            }
            last = last_char(inline);
        }
    }

    /// Whether a citation of works comes that is set raised.
    fn is_raised(&self, inline: Option<&Inline>) -> bool {
        let Some(Inline::Citation { span, .. }) = inline else { return false };
        let pieces = self.generator.citations.at(*span, self.language);
        pieces.is_some_and(|pieces| {
            pieces.first().is_some_and(|piece| piece.looks.contains(&Look::Superscript))
        })
    }

    /// The citation of works that begins with a mark.
    fn works(&mut self, mark: &Inline) {
        let Inline::Citation { id, span } = mark else { return };
        let Some(pieces) = self.generator.citations.at(*span, self.language) else { return };
        let mut code = format!("#work-citation({})[", quoted(id));
        for piece in pieces {
            let text = escaped(&piece.text);
            let text = if piece.looks.contains(&Look::Italic) {
                format!("#emphasis[{text}];")
            } else {
                text
            };
            let text = if piece.looks.contains(&Look::Bold) {
                format!("#strong-emphasis[{text}];")
            } else {
                text
            };
            code += &if piece.looks.contains(&Look::Superscript) {
                format!("#raised[{text}];")
            } else {
                text
            };
        }
        self.code(&format!("{code}];"), *span);
    }

    fn index_mark(&mut self, id: &str, span: Span) {
        if !self.generator.has_index {
            return;
        }
        let tag = self.language.tag();
        self.code(&format!("#index-mark({}, {});", quoted(id), quoted(tag)), span);
    }

    /// A link between a character and other inlines.
    fn link(&mut self, link: &Link, before: Option<char>, rest: &[Inline]) {
        let (name, words) = self.references.link(link, self.language);
        let Some(words) = words else {
            return self.call(&name, Some(link.span), |w| w.inlines(&link.children));
        };
        let (opening, title, closing) = within_marks(&words);
        if !self.language.is_han() {
            return self
                .code(&format!("{opening}#{name}[{}];{closing}", escaped(title)), link.span);
        }
        let next = rest.iter().find(|inline| !matches!(inline, Inline::SoftBreak(_)));
        let after = next.and_then(first_text).and_then(|text| text.as_str().chars().next());
        let closes_up = after.is_some_and(is_closing) && !self.language.is_traditional();
        let shown = match title.strip_suffix('）') {
            Some(rest) if closes_up => format!("{}#half[）];", escaped(rest)),
            _ => escaped(title),
        };
        let reference = format!("#{name}[{shown}];");
        if !(name.starts_with("exhibit-reference") && is_numbered(title)) {
            return self.code(&format!("{opening}{reference}{closing}"), link.span);
        }
        // The word and the number of an exhibit are never parted. What is kept on one line has no white of its own
        // between Han and Latin at its edges, and whatever follows may begin a line.
        let leading = if before.is_some_and(is_latin_or_digit) { "#air();" } else { "" };
        let is_mark = matches!(next, Some(Inline::Footnote(_) | Inline::Citation { .. }));
        let trailing = match after {
            _ if is_mark => JOINER,
            Some(c) if begins_no_line(c) => JOINER,
            Some(c) if is_han(c) => "#air();",
            _ => "",
        };
        self.code(&format!("{leading}#bound[{reference}];{trailing}"), link.span);
    }

    fn footnote(&mut self, blocks: &[Block]) {
        let span = blocks.iter().find_map(|block| match block {
            Block::Paragraph(inlines) => span_of(inlines),
            _ => None,
        });
        let name = format!("footnote-of({})", quoted(self.language.tag()));
        self.call(&name, span, |w| match (blocks, span) {
            ([Block::Paragraph(inlines)], _) => w.line(inlines, true),
            (blocks, Some(span)) => w.blocks(blocks, span),
            (_, None) => {}
        });
    }

    fn call(&mut self, name: &str, span: impl Into<Option<Span>>, body: impl FnOnce(&mut Self)) {
        let Some(span) = span.into() else { return };
        self.code(&format!("#{name}["), span);
        body(self);
        self.code("];", Span { start: span.end, ..span });
    }

    fn emphasis(&mut self, children: &[Inline]) {
        let dots = self.references.checked.report.typography.emphasis == HanEmphasis::Dots;
        if !(dots && self.language.is_han()) {
            return self.call("emphasis", span_of(children), |w| w.inlines(children));
        }
        let outer = std::mem::replace(&mut self.dotted, true);
        self.inlines(children);
        self.dotted = outer;
    }

    /// Text in the Latin way; a word such as *e-government* is not parted.
    fn western(&mut self, text: &MappedText) {
        let mut from = 0;
        for range in prefixed_words(text.as_str()) {
            self.plain(&text.slice(from..range.start));
            let word = text.slice(range.clone());
            let span = word.whole_span();
            self.call("bound", span, |w| w.plain(&word));
            if range.end == text.as_str().len() {
                // What comes next may be the mark of a note.
                self.code(JOINER, Span { start: span.end, ..span });
            }
            from = range.end;
        }
        self.plain(&text.slice(from..text.as_str().len()));
    }

    fn plain(&mut self, text: &MappedText) {
        let whole = text.as_str();
        let mut from = 0;
        for (at, c) in whole.char_indices() {
            if !self.generator.index.is_empty() {
                let place = text.span(at..at + c.len_utf8());
                let generator = self.generator;
                if let Some(ids) = generator.index.get(&(place.file, place.start)) {
                    self.out.push_slice(text, from..at);
                    from = at;
                    ids.iter().for_each(|id| self.index_mark(id, place));
                }
            }
            if let Some(replacement) = escape(c) {
                self.out.push_slice(text, from..at);
                let span = text.span(at..at + c.len_utf8());
                self.out.push(&replacement, span.range());
                from = at + c.len_utf8();
            }
        }
        self.out.push_slice(text, from..whole.len());
    }
}

/// Words that begin with one letter and a hyphen, which alone at the end of a line would look lost; up to the next hyphen,
/// where a line may end. Addresses of the web have break points of their own.
fn prefixed_words(text: &str) -> Vec<Range<usize>> {
    let is_end = |c: char| !c.is_alphanumeric() && c != '-';
    let is_prefixed = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_alphabetic)
            && letters.next() == Some('-')
            && letters.next().is_some_and(char::is_alphabetic)
    };
    let is_address = |start: usize, end: usize| {
        let goes_on = |rest: &str| {
            let mut next = rest.chars();
            matches!(next.next(), Some('.' | '/' | '@'))
                && next.next().is_some_and(char::is_alphanumeric)
        };
        text[..start].ends_with(['/', '.', '@', ':', '_']) || goes_on(&text[end..])
    };
    let mut words = Vec::new();
    let mut start = 0;
    for stretch in text.split_inclusive(is_end) {
        let word = stretch.trim_end_matches(is_end);
        if is_prefixed(word) && !is_address(start, start + word.len()) {
            let hyphen = word.match_indices('-').nth(1);
            words.push(start..start + hyphen.map_or(word.len(), |(at, _)| at + 1));
        }
        start += stretch.len();
    }
    words
}

/// Text as Typst markup, for text that no author wrote.
pub fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match escape(c) {
            Some(replacement) => out.push_str(&replacement),
            None => out.push(c),
        }
        out
    })
}

/// How a character is written in markup, where it does not stand for itself.
fn escape(c: char) -> Option<String> {
    match c {
        '\n' | '\r' | '\t' => Some(" ".to_owned()),
        // Typst turns straight quotation marks into those of the language; the others are plain.
        '\'' | '"' | ',' | ';' | '!' | '?' | '(' | ')' | '%' | '&' => None,
        c if c.is_ascii_punctuation() => Some(format!("\\{c}")),
        c if c.is_control() => Some(String::new()),
        _ => None,
    }
}

/// A title with its marks of quotation apart. They stand outside the link, so that they close up with marks around it; next
/// to a mark of the title itself one stays inside, so that it closes up with that.
fn within_marks(words: &str) -> (&str, &str, &str) {
    let (mut start, mut end) = (0, words.len());
    let mut characters = words.char_indices();
    if let (Some((_, '“' | '「')), Some((at, next))) = (characters.next(), characters.next())
        && !is_opening(next)
    {
        start = at;
    }
    let mut characters = words.char_indices();
    if let (Some((at, '”' | '」')), Some((_, next))) =
        (characters.next_back(), characters.next_back())
        && !is_closing(next)
    {
        end = at.max(start);
    }
    (&words[..start], &words[start..end], &words[end..])
}

/// Whether words begin with Han and end with a number in digits: 图1.
fn is_numbered(words: &str) -> bool {
    words.starts_with(is_han) && words.ends_with(|c: char| c.is_ascii_digit())
}

/// The text that an inline begins with.
fn first_text(inline: &Inline) -> Option<&MappedText> {
    match inline {
        Inline::Text(text) => Some(text),
        Inline::Emphasis(children)
        | Inline::Strong(children)
        | Inline::WebLink { children, .. } => children.first().and_then(first_text),
        Inline::Link(link) => link.children.first().and_then(first_text),
        _ => None,
    }
}

fn last_char(inline: &Inline) -> Option<char> {
    match inline {
        Inline::Text(text) | Inline::Code(text) => text.as_str().chars().next_back(),
        Inline::Emphasis(children)
        | Inline::Strong(children)
        | Inline::WebLink { children, .. } => children.iter().rev().find_map(last_char),
        Inline::Link(link) => link.children.iter().rev().find_map(last_char),
        _ => None,
    }
}
