//! Which face letters which part of a text, and where a line of it may end.
//!
//! Pages set Latin text in one face and Han text in another; charts do the same, so that a digit
//! looks alike in both. Some marks belong to both scripts and follow the rest of their line.

use std::ops::Range;

/// A part of a line that one face letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run<'a> {
    pub(super) text: &'a str,
    pub(super) han: bool,
    /// Whether a sliver of space sets it off from the run before: Han beside a letter or digit.
    pub(super) apart: bool,
}

/// Space between Han characters and letters or digits, in ems.
pub(super) const SCRIPT_GAP: f64 = 0.2;

/// Marks of both scripts: as wide as a Han character among such, narrow else.
const SHARED: &str = "“”‘’—…·①②③④⑤⑥⑦⑧⑨⑩";

/// Marks that never begin a line, as CLREQ lists them, and those of Latin text.
const CLOSING: &str = "，。、；：！？）》〉”’」』】〕｝］…—～·々ー%％‰℃°)]},.;:!?";

/// Marks that never end a line.
const OPENING: &str = "（《〈“‘「『【〔｛［￥$€£№≈≥≤><([{−";

/// Splits a line by script.
pub(super) fn runs(line: &str) -> Vec<Run<'_>> {
    let among_han = line.chars().any(is_ideographic);
    let is_han = |character: char| {
        is_ideographic(character)
            || among_han && SHARED.contains(character)
            || is_uncommon(character)
    };
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut start = 0;
    let mut previous: Option<char> = None;
    for (position, character) in line.char_indices() {
        if let Some(before) = previous.filter(|before| is_han(*before) != is_han(character)) {
            runs.push(run(line, start..position, is_han(before)));
            start = position;
        }
        previous = Some(character);
    }
    if let Some(last) = previous {
        runs.push(run(line, start..line.len(), is_han(last)));
    }
    runs
}

fn run(line: &str, place: Range<usize>, han: bool) -> Run<'_> {
    let before = line[..place.start].chars().next_back();
    let text = &line[place];
    Run { text, han, apart: are_apart(before, text.chars().next()) }
}

fn are_apart(before: Option<char>, after: Option<char>) -> bool {
    let word = |character: char| character.is_alphanumeric() || "%‰".contains(character);
    let solid = |character: char| is_ideographic(character) && character.is_alphabetic();
    matches!((before, after), (Some(before), Some(after))
        if solid(before) && word(after) || word(before) && solid(after))
}

/// Splits a text where a line may end: after spaces, hyphens and slashes, and between Han
/// characters, but not before closing or after opening punctuation, and not between a number and
/// the Han character that counts it.
pub(super) fn unbreakable_pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut previous: Option<char> = None;
    for (position, character) in text.char_indices() {
        if previous.is_some_and(|previous| may_break(previous, character)) {
            pieces.push(&text[start..position]);
            start = position;
        }
        previous = Some(character);
    }
    pieces.push(&text[start..]);
    pieces
}

fn may_break(before: char, after: char) -> bool {
    if after == ' ' || OPENING.contains(before) || CLOSING.contains(after) {
        return false;
    }
    // A number is not torn from its unit, nor a range from its end.
    let counted = (before.is_ascii_digit() || "%％".contains(before)) && is_ideographic(after);
    let range = "-–/".contains(before) && after.is_ascii_digit();
    if counted || range {
        return false;
    }
    " -–/".contains(before) || is_ideographic(before) || is_ideographic(after)
}

pub(super) fn is_ideographic(character: char) -> bool {
    matches!(
        character,
        '\u{2E80}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FF00}'..='\u{FFEF}'
            | '\u{20000}'..='\u{3FFFF}'
    )
}

/// What faces for Latin text seldom have: symbols beyond letters, punctuation and mathematics.
fn is_uncommon(character: char) -> bool {
    matches!(character, '\u{2100}'..='\u{218F}' | '\u{2300}'..='\u{2E7F}')
        && character != '\u{2122}'
}

#[cfg(test)]
mod tests {
    use super::{runs, unbreakable_pieces};

    fn split(line: &str) -> Vec<(&str, bool, bool)> {
        runs(line).into_iter().map(|run| (run.text, run.han, run.apart)).collect()
    }

    #[test]
    fn a_line_is_split_by_script() {
        assert_eq!(split("2019年"), [("2019", false, false), ("年", true, true)]);
        assert_eq!(split("don’t"), [("don’t", false, false)]);
        assert_eq!(split("≥19%"), [("≥19%", false, false)]);
        let quoted = [("“5", false, false)];
        assert_eq!(split("“5"), quoted);
        assert_eq!(
            split("“链”A（5%）"),
            [
                ("“链”", true, false),
                ("A", false, false),
                ("（", true, false),
                ("5%", false, false),
                ("）", true, false)
            ]
        );
        assert!(split("").is_empty());
    }

    #[test]
    fn lines_end_where_both_scripts_allow_it() {
        assert_eq!(unbreakable_pieces("“区块链”（试点）"), ["“区", "块", "链”", "（试", "点）"]);
        assert_eq!(unbreakable_pieces("共12项，增5%"), ["共", "12项，", "增", "5%"]);
        assert_eq!(unbreakable_pieces("well-known facts"), ["well-", "known ", "facts"]);
        assert_eq!(unbreakable_pieces("2018–2019"), ["2018–2019"]);
        assert_eq!(unbreakable_pieces("说——好……"), ["说——", "好……"]);
    }
}
