//! The names that a report declares: digits inside them are no quantities.

use std::collections::BTreeMap;

use super::draft::Found;
use super::reading::Exclusion;
use super::text::{Text, is_han};

/// What a report declares on top of the built-in lexicons.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Names by their first character, longest first, folded as the text is.
    names: BTreeMap<char, Vec<Vec<char>>>,
}

impl Lexicon {
    /// A lexicon of names such as `SM2`, `Web 3.0`, 奇虎360; empty names are passed over.
    pub fn new(names: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let mut lexicon = Self::default();
        for name in names {
            let folded = Text::new(name.as_ref().trim(), true);
            let chars: Vec<char> = (0..folded.len()).map(|place| folded.at(place)).collect();
            if let Some(first) = chars.first() {
                lexicon.names.entry(*first).or_default().push(chars);
            }
        }
        for names in lexicon.names.values_mut() {
            names.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
            names.dedup();
        }
        lexicon
    }

    /// Whether nothing is declared.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The longest declared name at a place. It may not cut a word of letters or a run of digits.
    pub(super) fn read(&self, text: &Text, start: usize) -> Option<Found> {
        let names = self.names.get(&text.at(start))?;
        let fits = |name: &&Vec<char>| {
            let end = start + name.len();
            name.iter().enumerate().all(|(index, expected)| text.at(start + index) == *expected)
                && !continues(text.before(start), text.at(start))
                && !continues(text.before(end), text.at(end))
        };
        let name = names.iter().find(fits)?;
        Some(Found::excluded(start, start + name.len(), Exclusion::DeclaredName))
    }
}

/// Whether two neighbours belong to one word or number.
fn continues(left: char, right: char) -> bool {
    let joins = |character: char| character.is_alphanumeric() && !is_han(character);
    joins(left) && joins(right)
}
