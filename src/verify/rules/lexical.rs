//! Words that state something about numbers without naming one, found outside of claims.

use std::ops::Range;

use super::claim_links;
use crate::claims::BoundText;
use crate::verify::CheckedReport;

/// Words of a language, and the longer expressions in which they mean something else.
pub struct Words {
    /// The words, in lower case; Latin ones stand as whole words.
    pub words: &'static [&'static str],
    /// Expressions around them that state nothing about numbers.
    pub but_not: &'static [&'static str],
}

/// The places of the words that no claim link covers, in the order of the text.
pub fn outside_claims(
    checked: &CheckedReport,
    text: &BoundText,
    (english, chinese): (&Words, &Words),
) -> Vec<Range<usize>> {
    let list = match text.language.grammar() {
        crate::quantity::Grammar::Chinese => chinese,
        crate::quantity::Grammar::English => english,
        crate::quantity::Grammar::Digits => return Vec::new(),
    };
    let lower = text.passage.text().to_ascii_lowercase();
    let excepted = places(&lower, list.but_not);
    let covers = |outer: &Range<usize>, inner: &Range<usize>| {
        outer.start <= inner.start && inner.end <= outer.end
    };
    let mut found = places(&lower, list.words);
    found.retain(|place| {
        !excepted.iter().any(|exception| covers(exception, place))
            && !claim_links(checked, text).any(|link| covers(&link.range, place))
    });
    found
}

/// Every place of the words, sorted, without places inside longer ones.
fn places(lower: &str, words: &[&str]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for word in words {
        for (start, _) in lower.match_indices(word) {
            let place = start..start + word.len();
            if is_whole(lower, &place) {
                found.push(place);
            }
        }
    }
    found.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
    found.dedup_by(|later, earlier| later.start < earlier.end);
    found
}

/// Whether a Latin word is not a part of a longer one; Chinese words have no such edges.
fn is_whole(text: &str, place: &Range<usize>) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let before = text[..place.start].chars().next_back();
    let after = text[place.end..].chars().next();
    let first = text[place.clone()].chars().next();
    let last = text[place.clone()].chars().next_back();
    !(is_letter(first) && is_letter(before) || is_letter(last) && is_letter(after))
}
