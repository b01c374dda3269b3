//! What is no prose: addresses, versions, telephone numbers, names made of letters and digits.

use super::draft::Found;
use super::reading::{Exclusion, StructureKind};
use super::text::{Text, is_han};

/// Whether a mask can start with this character.
pub(super) fn may_start(character: char) -> bool {
    character.is_alphanumeric() && !is_han(character) || matches!(character, '+' | '(')
}

/// Bodies whose documents are numbered: ISO 9001, GB/T 15835-2011.
const STANDARDS: &[&str] = &[
    "WS", "ISO", "IEC", "IEEE", "GB", "RFC", "IFRS", "IAS", "EN", "BS", "ANSI", "DIN", "ITU",
    "NIST", "FIPS", "PAS", "ASC", "SFAS", "UL", "YD", "SJ", "ETSI", "CSI", "PCI", "SOC", "GM",
    "ASU", "IATF", "EMAS", "ASTM", "AS", "SAE", "CJJ", "JGJ", "ILO", "ICAO", "CCITT", "NACE",
    "NPK", "YY", "YC", "HJ", "NY", "DB", "QB", "SL", "DL", "JT", "TB", "CJ",
];

/// ISO 9001, GB/T 15835—2011, CJJ 92—2016: the number of a standard, with its year.
pub(super) fn standard(text: &Text, start: usize) -> Option<usize> {
    if !text.at(start).is_ascii_uppercase() || is_word(text.before(start)) {
        return None;
    }
    let letters = text.run(start, |character| character.is_ascii_alphabetic());
    if !STANDARDS.contains(&text.string(start, letters).as_str()) {
        return None;
    }
    let mut end = letters;
    while matches!(text.at(end), '/' | '-') && text.at(end + 1).is_ascii_uppercase() {
        end = text.run(end + 1, |character| character.is_ascii_alphabetic());
    }
    let number = text.skip_blanks(end + usize::from(matches!(text.at(end), '-' | '‑')));
    if !text.at(number).is_ascii_digit() {
        return None;
    }
    let is_part = |character: char| {
        character.is_ascii_digit() || matches!(character, '.' | '-' | '–' | '—' | ':')
    };
    let mut stop = text.run(number, is_part);
    while !text.before(stop).is_ascii_digit() {
        stop -= 1;
    }
    Some(stop)
}

/// An address, version or telephone number at a place that does not continue a word.
pub(super) fn read(text: &Text, start: usize) -> Option<Found> {
    if is_word(text.before(start)) {
        return None;
    }
    let found = |end: usize, reason| Some(Found::excluded(start, end, reason));
    if let Some(end) = address(text, start) {
        return found(end, Exclusion::Address);
    }
    if let Some(end) = standard(text, start) {
        return found(end, Exclusion::Identifier);
    }
    if let Some(end) = version(text, start) {
        return found(end, Exclusion::Version);
    }
    if let Some(end) = telephone(text, start) {
        return found(end, Exclusion::Telephone);
    }
    None
}

/// Letters glued to digits, or joined to them by a hyphen after a capital: SM2, COVID-19, CO₂.
/// The words that may stand before a number without a blank are the caller's business.
pub(super) fn identifier(text: &Text, start: usize) -> Option<Found> {
    let first = text.at(start);
    if is_word(text.before(start)) || !is_letter(first) {
        return None;
    }
    let letters_end = text.run(start, is_letter);
    let next = text.at(letters_end);
    if is_superscript(next) {
        let end = text.run(letters_end, is_superscript);
        return Some(Found::structural(letters_end, end, StructureKind::NoteMark, None));
    }
    let capital = (start..letters_end).any(|place| text.at(place).is_uppercase());
    let joined = matches!(next, '-' | '_' | '‑')
        && text.at(letters_end + 1).is_ascii_digit()
        && (capital || next == '_');
    let glued = next.is_ascii_digit() || is_subscript(next);
    if !(joined || glued) {
        return None;
    }
    Some(Found::excluded(start, chunk_end(text, letters_end), Exclusion::Identifier))
}

/// The place behind a run of letters and digits that hyphens, points and slashes may join.
pub(super) fn chunk_end(text: &Text, start: usize) -> usize {
    let mut place = start;
    loop {
        let character = text.at(place);
        let joins = matches!(character, '-' | '_' | '/' | '.' | '‑' | '+')
            && is_word(text.at(place + 1))
            && is_word(text.before(place));
        if is_word(character) || is_subscript(character) || joins || place == start {
            if place >= text.len() {
                return text.len();
            }
            place += 1;
        } else {
            return place;
        }
    }
}

/// Letters and digits of scripts that write words with blanks.
pub(super) fn is_word(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric();
    }
    // Han characters and the marks between them are the bulk of Chinese text.
    !matches!(character, '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3020}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF00}'..='\u{FF20}')
        && character.is_alphabetic()
        && !is_han(character)
}

/// Letters of such scripts.
pub(super) fn is_letter(character: char) -> bool {
    is_word(character) && !character.is_ascii_digit()
}

fn is_subscript(character: char) -> bool {
    matches!(character, '₀'..='₉')
}

/// Digits above the line, which count nothing behind a word.
pub(super) fn is_superscript(character: char) -> bool {
    matches!(character, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' | '⁻')
}

fn address(text: &Text, start: usize) -> Option<usize> {
    const OPENINGS: [&str; 7] =
        ["http://", "https://", "ftp://", "www.", "doi:", "arXiv:", "mailto:"];
    let is_body = |character: char| {
        character.is_ascii_graphic() && !matches!(character, '<' | '>' | '"' | '\'' | '`' | '|')
    };
    let opened = OPENINGS.iter().any(|opening| text.word(start, opening).is_some());
    if opened || is_bare_doi(text, start) {
        return Some(trimmed(text, start, text.run(start, is_body)));
    }
    if !text.at(start).is_ascii_alphanumeric() {
        return None;
    }
    let is_local = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '.' | '_' | '-' | '+')
    };
    let at = text.run(start, is_local);
    if text.at(at) != '@' {
        return None;
    }
    let end = text.run(at + 1, |character| {
        character.is_ascii_alphanumeric() || matches!(character, '.' | '-')
    });
    (end > at + 1).then(|| trimmed(text, start, end))
}

/// A DOI without a prefix: 10.1000/182.
fn is_bare_doi(text: &Text, start: usize) -> bool {
    let Some(registrant) = text.word(start, "10.") else { return false };
    let end = text.run(registrant, |character| character.is_ascii_digit());
    (4..=9).contains(&(end - registrant)) && text.at(end) == '/'
}

/// Leaves the punctuation of the sentence outside.
fn trimmed(text: &Text, start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start && matches!(text.before(end), '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']') {
        end -= 1;
    }
    end
}

/// Three or more numbers joined by points, or two behind a `v`: v1.2, 1.2.3, 192.168.0.1. Dates
/// with points have a year in front and are left to the periods.
fn version(text: &Text, start: usize) -> Option<usize> {
    let marked = matches!(text.at(start), 'v' | 'V') && text.at(start + 1).is_ascii_digit();
    let is_digit = |character: char| character.is_ascii_digit();
    let mut place = text.run(start + usize::from(marked), is_digit);
    let width = place - start;
    let mut points = 0;
    while text.at(place) == '.' && text.at(place + 1).is_ascii_digit() {
        points += 1;
        place = text.run(place + 1, is_digit);
    }
    let looks_like_date = !marked && width == 4 && points == 2;
    let enough = points >= if marked { 1 } else { 2 };
    (width > 0 && enough && !looks_like_date).then_some(place)
}

/// (555) 014-7788.
fn bracketed_area(text: &Text, start: usize) -> Option<usize> {
    let is_digit = |character: char| character.is_ascii_digit();
    let close = text.run(start + 1, is_digit);
    let local = text.skip_blanks(close + 1);
    let middle = text.run(local, is_digit);
    let end = text.run(middle + 1, is_digit);
    let fits = (3..=5).contains(&(close - start))
        && text.at(close) == ')'
        && (3..=4).contains(&(middle - local))
        && text.at(middle) == '-'
        && end == middle + 5;
    fits.then_some(end)
}

/// International numbers with a plus, and the forms of the mainland: 010-62345678, 400-810-1234.
fn telephone(text: &Text, start: usize) -> Option<usize> {
    if text.at(start) == '(' {
        return bracketed_area(text, start);
    }
    let international = text.at(start) == '+' && text.at(start + 1).is_ascii_digit();
    if !international && !text.at(start).is_ascii_digit() {
        return None;
    }
    let mut place = start + usize::from(international);
    let mut widths = Vec::new();
    loop {
        let end = text.run(place, |character| character.is_ascii_digit());
        if end == place {
            return None;
        }
        widths.push(end - place);
        place = end;
        // No amount has a zero in front, so blanks join the parts of a number that has one.
        let spaced = international || text.at(start) == '0';
        let joined = text.at(place) == '-' || spaced && text.at(place) == ' ';
        if !(joined && text.at(place + 1).is_ascii_digit()) {
            break;
        }
        place += 1;
    }
    let digits: usize = widths.iter().sum();
    let known = match *widths.as_slice() {
        _ if international => widths.len() > 1 && digits >= 9,
        [area, local] => {
            (area == 3 || area == 4) && (local == 7 || local == 8) && { text.at(start) == '0' }
        }
        [3, 3 | 4, 4] | [1, 3, 3, 4] => true,
        [2..=5, .., 2..=8] => text.at(start) == '0' && (7..=12).contains(&digits),
        _ => false,
    };
    known.then_some(place)
}
