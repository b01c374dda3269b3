//! What Han text needs that the typesetter does not see: marks that meet across pieces of different looks,
//! white beside signs and code, and what must not be parted.
//!
//! A paragraph is read as one row of characters, whatever links and emphasis it is divided into. Typst closes
//! up marks that stand within one piece; this closes up those at its edges. Nothing is decided about words: the
//! characters stay those of the author, and each keeps its place in the file.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::language::Language;
use crate::prose::{Inline, break_is_blank};
use crate::source::MappedText;

/// What is done at a character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Treatment {
    /// Set at half its width, without its white.
    pub half: bool,
    /// What is done to the white before it.
    pub before: White,
    /// Never parted from what follows, which is not text.
    pub joined: bool,
    /// Another mark in its place: a straight quotation mark turned into that of the language.
    pub shown: Option<char>,
}

/// What is done to the white before a character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum White {
    /// Nothing.
    #[default]
    AsItIs,
    /// Some is added, as between Han and Latin.
    Added,
    /// Half an em is taken back, unless a line begins here.
    TakenBack,
}

/// The treatments of a paragraph, by the piece of text and the byte in it. A piece is known by the byte of the author's
/// file where it begins.
#[derive(Clone, Debug, Default)]
pub struct Treatments {
    pieces: BTreeMap<usize, Piece>,
}

#[derive(Clone, Debug, Default)]
struct Piece {
    /// By the byte of a character.
    at: Vec<(usize, Treatment)>,
    /// What is kept on one line.
    bound: Vec<Range<usize>>,
}

impl Treatments {
    /// What is done at a byte of a piece.
    pub fn at(&self, piece: usize, byte: usize) -> Treatment {
        let all = self.pieces.get(&piece).map_or(&[][..], |piece| &piece.at);
        let found = all.binary_search_by_key(&byte, |(at, _)| *at);
        found.map_or_else(|_| Treatment::default(), |index| all[index].1)
    }

    /// The parts of a piece that are kept on one line, in order.
    pub fn bound(&self, piece: usize) -> &[Range<usize>] {
        self.pieces.get(&piece).map_or(&[], |piece| &piece.bound)
    }
}

/// A character of a paragraph, or something that is no character of it.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// The character as it will be shown; the replacement character stands for a note, a citation or what the
    /// program inserts, a line feed for a forced line end.
    shown: char,
    piece: usize,
    byte: usize,
    /// The link, emphasis or the like that it stands in: text of one frame is set in one go.
    frame: usize,
    is_code: bool,
    mark: Mark,
}

/// A mark that stands for something elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    None,
    Note,
    Source,
}

const OBJECT: char = '\u{fffc}';

/// Reads a paragraph. `is_running` says that it may run over several lines, of which the last one has to be longer than
/// a character.
pub fn treatments(inlines: &[Inline], language: &Language, is_running: bool) -> Treatments {
    let mut reader = Reader::default();
    reader.inlines(inlines, 0);
    let mut places = reader.places;
    let mut treated = vec![Treatment::default(); places.len()];
    straight_quotes(&mut places, &mut treated, language);
    close_up(&places, &mut treated, language);
    let mut bound = bound(&places, &treated);
    if is_running {
        bound.extend(last_characters(&places, &treated, &bound));
    }
    for range in &bound {
        // What is kept on one line parts from a mark that would stay with its last character.
        let next = places.get(range.end);
        let joined = next.is_some_and(|next| next.mark != Mark::None || begins_no_line(next.shown));
        treated[range.end - 1].joined |= joined;
    }
    add_air(&places, &bound, &mut treated);
    let mut result = Treatments::default();
    for (place, treatment) in places.iter().zip(&treated) {
        if *treatment != Treatment::default() && place.byte != usize::MAX {
            let piece = result.pieces.entry(place.piece).or_default();
            piece.at.push((place.byte, *treatment));
        }
    }
    for range in bound {
        let (first, last) = (places[range.start], places[range.end - 1]);
        let end = last.byte + last.shown.len_utf8();
        result.pieces.entry(first.piece).or_default().bound.push(first.byte..end);
    }
    for piece in result.pieces.values_mut() {
        piece.bound.sort_by_key(|range| range.start);
    }
    result
}

#[derive(Default)]
struct Reader {
    places: Vec<Place>,
    frames: usize,
}

impl Reader {
    fn inlines(&mut self, inlines: &[Inline], frame: usize) {
        for (index, inline) in inlines.iter().enumerate() {
            match inline {
                Inline::Text(text) => self.text(text, frame, false),
                Inline::Code(text) => {
                    self.frames += 1;
                    self.text(text, self.frames, true);
                }
                Inline::SoftBreak(_) => {
                    if break_is_blank(
                        self.places.last().map(|last| last.shown),
                        inlines.get(index + 1),
                    ) {
                        self.object(' ', frame, Mark::None);
                    }
                }
                Inline::LineBreak(_) => self.object('\n', frame, Mark::None),
                Inline::Emphasis(children)
                | Inline::Strong(children)
                | Inline::WebLink { children, .. } => self.framed(children),
                Inline::Link(link) if link.children.is_empty() => {
                    self.object(OBJECT, frame, Mark::None);
                }
                Inline::Link(link) => self.framed(&link.children),
                Inline::Citation { .. } => self.object(OBJECT, frame, Mark::Source),
                Inline::Footnote(_) => self.object(OBJECT, frame, Mark::Note),
            }
        }
    }

    fn framed(&mut self, children: &[Inline]) {
        self.frames += 1;
        self.inlines(children, self.frames);
    }

    fn text(&mut self, text: &MappedText, frame: usize, is_code: bool) {
        let piece = text.whole_span().start;
        let places = text.as_str().char_indices().map(|(byte, shown)| Place {
            shown,
            piece,
            byte,
            frame,
            is_code,
            mark: Mark::None,
        });
        self.places.extend(places);
    }

    fn object(&mut self, shown: char, frame: usize, mark: Mark) {
        // No piece has a character at this byte.
        let (piece, byte) = (usize::MAX, usize::MAX);
        let shown = if shown == '\n' || shown == ' ' { shown } else { OBJECT };
        self.places.push(Place { shown, piece, byte, frame, is_code: false, mark });
    }
}

/// Straight quotation marks become those of the language, opening and closing in turn; between letters, one is
/// an apostrophe.
fn straight_quotes(places: &mut [Place], treated: &mut [Treatment], language: &Language) {
    let (double, single) = if language.is_traditional() || language.primary() == "ja" {
        (['「', '」'], ['『', '』'])
    } else {
        (['“', '”'], ['‘', '’'])
    };
    let mut open = [false, false];
    for index in 0..places.len() {
        let place = places[index];
        if place.is_code || !matches!(place.shown, '"' | '\'') {
            continue;
        }
        let letter = |at: Option<&Place>| at.is_some_and(|place| is_latin_letter(place.shown));
        let before = index.checked_sub(1).and_then(|before| places.get(before));
        let shown = if place.shown == '\'' && letter(before) && letter(places.get(index + 1)) {
            '’'
        } else {
            let kind = usize::from(place.shown == '\'');
            open[kind] = !open[kind];
            [double, single][kind][usize::from(!open[kind])]
        };
        places[index].shown = shown;
        treated[index].shown = Some(shown);
    }
}

/// Two marks that meet have half an em of white less between them. Typst sees to this where both are set in one
/// go; at the edge of a frame the first of the two is set at half its width, or the white is taken back where a
/// line may begin. A mark that is set by itself is such an edge too.
///
/// Traditional Chinese sets its pauses in the middle of their squares and closes nothing up.
fn close_up(places: &[Place], treated: &mut [Treatment], language: &Language) {
    let closes_up = !language.is_traditional();
    for index in (0..places.len().saturating_sub(1)).rev() {
        let (one, next) = (places[index], places[index + 1]);
        if one.is_code || next.is_code {
            continue;
        }
        let apart = closes_up && (one.frame != next.frame || treated[index + 1].half);
        if closes_up && next.mark == Mark::Note && is_closing(one.shown) {
            treated[index].half = true;
        } else if apart && is_closing(one.shown) && is_opening(next.shown) {
            treated[index + 1].before = White::TakenBack;
        } else if apart && is_closing(one.shown) && is_closing(next.shown) {
            treated[index].half = true;
        }
        // Such a mark must not begin a line; after a digit it never does.
        if next.mark != Mark::None && (is_han(one.shown) || is_closing(one.shown)) {
            treated[index].joined = true;
        }
    }
    for index in 1..places.len() {
        let (before, one) = (places[index - 1], places[index]);
        let apart = closes_up && (before.frame != one.frame || treated[index - 1].half);
        if apart
            && is_opening(before.shown)
            && is_opening(one.shown)
            && !before.is_code
            && !one.is_code
        {
            treated[index].half = true;
        }
    }
}

/// What must not be parted: a number and its 万 or 亿, and a mark that may not begin a line with the character
/// before it.
fn bound(places: &[Place], treated: &[Treatment]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut index = 0;
    while index < places.len() {
        let end = number_end(places, index).max(joint_end(places, index));
        if end > index && whole(places, treated, index..end) {
            ranges.push(index..end);
            index = end;
        } else {
            // A number is looked at from its first digit on.
            index +=
                places[index..].iter().take_while(|place| is_of_number(place.shown)).count().max(1);
        }
    }
    ranges
}

/// Where `10亿元` or `15%～` ends that begins here; the start, where none begins.
fn number_end(places: &[Place], start: usize) -> usize {
    let shown = |at: usize| places.get(at).map_or(' ', |place| place.shown);
    let before = start.checked_sub(1).map_or(' ', shown);
    let mut at = start;
    while is_of_number(shown(at)) {
        at += 1;
    }
    if at == start || at - start > 9 || is_latin_letter(before) || !shown(start).is_ascii_digit() {
        return start;
    }
    let digits = at;
    while matches!(shown(at), '万' | '亿' | '千' | '百' | '兆' | '萬' | '億') && at < digits + 3
    {
        at += 1;
    }
    if at > digits && matches!(shown(at), '元' | '円' | '圓') {
        at += 1;
    }
    if at == digits && matches!(shown(at), '%' | '％' | '‰' | '℃') {
        at += 1;
    }
    if shown(at) == '～' {
        at += 1;
    } else if !shown(at - 1).is_alphabetic() {
        // Digits and their sign are never parted as it is.
        return start;
    }
    at
}

/// Where a character with a mark that joins it to the next ends: `娜·`, `年～`.
fn joint_end(places: &[Place], start: usize) -> usize {
    let shown = |at: usize| places.get(at).map_or(' ', |place| place.shown);
    let joins = matches!(shown(start + 1), '·' | '～' | '・' | '‧');
    if is_han(shown(start)) && joins { start + 2 } else { start }
}

/// The last two characters of a paragraph with the marks behind them, so that its last line never holds one alone.
fn last_characters(
    places: &[Place],
    treated: &[Treatment],
    bound: &[Range<usize>],
) -> Option<Range<usize>> {
    // Shorter texts fill a line nowhere but in lists and tables.
    const LEAST: usize = 10;
    let marks = places.iter().rev().take_while(|place| is_closing(place.shown)).count();
    let end = places.len();
    let start = end.checked_sub(marks + 2).filter(|start| *start >= LEAST)?;
    let han = places[start - 1..end - marks].iter().all(|place| is_han(place.shown));
    let free = bound.last().is_none_or(|range| range.end <= start);
    let same = places[start - 1].frame == places[start].frame;
    // Marks of another frame stay outside: they begin no line as it is.
    let ends = [end, end - marks].into_iter().filter(|_| han && free && same);
    ends.map(|end| start..end).find(|range| whole(places, treated, range.clone()))
}

/// Whether a range lies in one piece and nothing else is done in it.
fn whole(places: &[Place], treated: &[Treatment], range: Range<usize>) -> bool {
    let piece = places[range.start].piece;
    let plain = |place: &Place| place.piece == piece && place.byte != usize::MAX && !place.is_code;
    places[range.clone()].iter().all(plain)
        && treated[range].iter().all(|treatment| *treatment == Treatment::default())
}

/// White between Han and what is written in the Latin way but is neither letter nor digit: signs before numbers,
/// signs after them, the edges of code, and numbers that are kept on one line.
fn add_air(places: &[Place], bound: &[Range<usize>], treated: &mut [Treatment]) {
    for index in 1..places.len() {
        let (one, next) = (places[index - 1], places[index]);
        if next.byte == usize::MAX {
            continue;
        }
        let after = places.get(index + 1).map_or(' ', |place| place.shown);
        let starts = starting_at(bound, index).is_some();
        let sign = !next.is_code && is_sign(next.shown) && after.is_ascii_digit();
        let code =
            next.is_code && !one.is_code && !is_han(next.shown) && !is_latin_or_digit(next.shown);
        let number = starts && next.shown.is_ascii_digit();
        if is_han(one.shown) && !one.is_code && (sign || code || number) {
            treated[index].before = White::Added;
        }
        let unit = !one.is_code && matches!(one.shown, '℃' | '‰' | '°' | '″' | '′' | '²' | '³');
        let code =
            one.is_code && !next.is_code && !is_han(one.shown) && !is_latin_or_digit(one.shown);
        if is_han(next.shown) && !next.is_code && (unit || code) && holding(bound, index).is_none()
        {
            treated[index].before = White::Added;
        }
    }
}

/// The range that holds a place; ranges are in order and apart.
pub fn holding(ranges: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    let after = ranges.partition_point(|range| range.start <= at);
    after.checked_sub(1).map(|before| &ranges[before]).filter(|range| at < range.end)
}

/// The range that begins at a place.
pub fn starting_at(ranges: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    holding(ranges, at).filter(|range| range.start == at)
}

/// Han characters and kana.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30fa}'
        | '\u{30fc}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Marks that open, whose white is before them.
pub fn is_opening(c: char) -> bool {
    "“‘（《〈「『【〔［｛".contains(c)
}

/// Marks that Unicode keeps from the start of a line but behind an object such as a box (class NS or IN of UAX #14, of
/// which the rules come after the one for objects).
pub fn begins_no_line(c: char) -> bool {
    "：；…‥·・～ー々％‰℃".contains(c)
}

/// Marks that close or pause, whose white is behind them.
pub fn is_closing(c: char) -> bool {
    "”’）》〉」』】〕］｝，。、；：！？．".contains(c)
}

fn is_latin_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || ('\u{c0}'..='\u{24f}').contains(&c)
}

/// What Typst itself sets apart from Han.
pub fn is_latin_or_digit(c: char) -> bool {
    is_latin_letter(c) || c.is_ascii_digit() || matches!(c, '#' | '$' | '%' | '&')
}

fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ',')
}

fn is_sign(c: char) -> bool {
    matches!(c, '-' | '−' | '+' | '±' | '≥' | '≤' | '<' | '>' | '≈' | '~' | '€' | '£' | '§')
}
