//! Which words of a sentence changed.

use similar::{Algorithm, ChangeTag, capture_diff_slices};

use super::difference::{Piece, PieceSide};
use crate::quantity::is_han;

/// Two sentences together, cut where they differ. Where words were replaced, the older ones stand first.
pub fn pieces(old: &str, new: &str) -> Vec<Piece> {
    let (old, new) = (tokens(old), tokens(new));
    let mut pieces: Vec<Piece> = Vec::new();
    for operation in capture_diff_slices(Algorithm::Myers, &old, &new) {
        for change in operation.iter_changes(&old, &new) {
            let side = match change.tag() {
                ChangeTag::Equal => PieceSide::Both,
                ChangeTag::Delete => PieceSide::Old,
                ChangeTag::Insert => PieceSide::New,
            };
            push(&mut pieces, side, change.value());
        }
    }
    pieces
}

fn push(pieces: &mut Vec<Piece>, side: PieceSide, text: &str) {
    match pieces.last_mut() {
        Some(last) if last.side == side => last.text.push_str(text),
        _ => pieces.push(Piece { side, text: text.to_owned() }),
    }
}

/// Words with their digits and points, Han numerals, other Han characters one by one, and every other character by itself.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((_, character)) = characters.next() {
        let next = characters.peek().copied();
        let end = next.map_or(text.len(), |(at, _)| at);
        let continues = next.is_some_and(|(at, next)| {
            let after = text[at + next.len_utf8()..].chars().next();
            is_word(character) && (is_word(next) || is_point(next, after) || next == '%')
                || is_numeral(character) && is_numeral(next)
                || is_point(character, Some(next)) && end - start > character.len_utf8()
        });
        if !continues {
            tokens.push(&text[start..end]);
            start = end;
        }
    }
    tokens
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() && !is_han(character)
}

/// A character of a number in Han characters: 十二 became 十三, not 二 三.
fn is_numeral(character: char) -> bool {
    "〇零一二三四五六七八九十百千万亿两点成".contains(character)
}

/// A point or comma inside of a number.
fn is_point(character: char, after: Option<char>) -> bool {
    matches!(character, '.' | ',') && after.is_some_and(|after| after.is_ascii_digit())
}
