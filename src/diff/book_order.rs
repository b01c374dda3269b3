//! Which heading of the one edition is which of the other, and where a place stands in the book.

use super::difference::{Order, Title, Where};
use crate::evidence::{Heading, HeadingLevel};

/// In which of the two editions something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// The older.
    Old,
    /// The newer.
    New,
}

/// A heading of the book: its index among those of the newer edition, or of the older where the newer has
/// none like it. Two places stand below the same heading if and only if these are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// What `report.toml` says, or a file without a heading.
    Outside,
    /// A heading of the newer edition.
    New(usize),
    /// A heading that only the older edition has.
    Old(usize),
}

/// Whether two headings of one level in the same part are one.
type Alike = fn(&Heading, &Heading) -> bool;

/// The headings of both editions.
pub struct BookOrder<'a> {
    old: &'a [Heading],
    new: &'a [Heading],
    /// The heading of the newer edition that each of the older is.
    same: Vec<Option<usize>>,
}

impl<'a> BookOrder<'a> {
    /// Finds the headings of the one edition in the other.
    pub fn new(old: &'a [Heading], new: &'a [Heading]) -> Self {
        let mut order = Self { old, new, same: vec![None; old.len()] };
        order.find(HeadingLevel::Part);
        order.find(HeadingLevel::Section);
        order
    }

    /// Pairs the headings of a level: by id, by their words, by the file, by their place in the part.
    fn find(&mut self, level: HeadingLevel) {
        let alike: [Alike; 4] = [
            |old, new| old.id.is_some() && old.id == new.id,
            |old, new| old.title == new.title,
            |old, new| old.title.iter().any(|(tag, words)| new.title.get(tag) == Some(words)),
            |old, new| old.level == HeadingLevel::Part && old.file == new.file,
        ];
        for is_same in alike {
            self.pair(level, is_same);
        }
        if level == HeadingLevel::Section {
            self.pair(level, |old, new| old.number.is_some() && old.number == new.number);
        }
    }

    fn pair(&mut self, level: HeadingLevel, is_same: Alike) {
        for index in 0..self.old.len() {
            if self.old[index].level != level || self.same[index].is_some() {
                continue;
            }
            let found = (0..self.new.len()).find(|candidate| {
                let heading = &self.new[*candidate];
                heading.level == level
                    && !self.same.contains(&Some(*candidate))
                    && self.in_same_part(index, *candidate)
                    && is_same(&self.old[index], heading)
            });
            self.same[index] = found;
        }
    }

    /// Whether two headings stand in the same part; parts themselves do.
    fn in_same_part(&self, old: usize, new: usize) -> bool {
        if self.old[old].level == HeadingLevel::Part {
            return true;
        }
        let part = |headings: &[Heading], index: usize| {
            headings[..index].iter().rposition(|heading| heading.level == HeadingLevel::Part)
        };
        part(self.old, old).is_some_and(|old| self.same[old] == part(self.new, new))
    }

    /// Older and newer id of each heading that both editions have and that has one in both.
    pub fn same_ids(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let (old, new) = (self.old, self.new);
        let same = self.same.iter().enumerate();
        same.filter_map(move |(index, same)| {
            Some((old[index].id.as_deref()?, new[(*same)?].id.as_deref()?))
        })
    }

    fn headings(&self, edition: Edition) -> &'a [Heading] {
        match edition {
            Edition::Old => self.old,
            Edition::New => self.new,
        }
    }

    /// The heading below which a line of a file stands.
    pub fn spot(&self, edition: Edition, file: &str, line: usize) -> Spot {
        let headings = self.headings(edition);
        let is_above = |heading: &Heading| heading.file == file && heading.line <= line;
        self.spot_of(edition, headings.iter().rposition(is_above))
    }

    /// The heading below which an exhibit stands.
    pub fn spot_of_exhibit(&self, edition: Edition, id: &str) -> Spot {
        let headings = self.headings(edition);
        let holds = |heading: &Heading| heading.exhibits.iter().any(|exhibit| exhibit == id);
        self.spot_of(edition, headings.iter().position(holds))
    }

    fn spot_of(&self, edition: Edition, heading: Option<usize>) -> Spot {
        match (edition, heading) {
            (_, None) => Spot::Outside,
            (Edition::New, Some(index)) => Spot::New(index),
            (Edition::Old, Some(index)) => self.same[index].map_or(Spot::Old(index), Spot::New),
        }
    }

    /// A place of an edition, with its headings as that edition has them.
    pub fn place(&self, edition: Edition, file: &str, line: usize, column: usize) -> Where {
        let headings = self.headings(edition);
        let is_above = |heading: &Heading| heading.file == file && heading.line <= line;
        let own = headings.iter().rposition(is_above);
        let order = self.order(self.spot(edition, file, line), line, column);
        Where { file: Some(file.to_owned()), line: Some(line), ..titles(headings, own, order) }
    }

    /// The place of an exhibit, of which the record knows the heading alone.
    pub fn place_of_exhibit(&self, edition: Edition, id: &str, index: usize) -> Where {
        let headings = self.headings(edition);
        let holds = |heading: &Heading| heading.exhibits.iter().any(|exhibit| exhibit == id);
        let own = headings.iter().position(holds);
        // Behind the sentences of its section, since its line is not known.
        let order = self.order(self.spot_of_exhibit(edition, id), usize::MAX, index);
        let file = own.map(|own| headings[own].file.clone());
        Where { file, ..titles(headings, own, order) }
    }

    fn order(&self, spot: Spot, line: usize, column: usize) -> Order {
        match spot {
            Spot::Outside => (0, 0, line, column),
            Spot::New(index) => (index + 1, 0, line, column),
            // Behind the last heading before it that the newer edition has too.
            Spot::Old(index) => {
                let before = self.same[..index].iter().rev().find_map(|same| *same);
                (before.map_or(0, |before| before + 1), index + 1, line, column)
            }
        }
    }
}

fn titles(headings: &[Heading], own: Option<usize>, order: Order) -> Where {
    let title =
        |heading: &Heading| Title { number: heading.number.clone(), words: heading.title.clone() };
    let part = own.and_then(|own| {
        headings[..=own].iter().rposition(|heading| heading.level == HeadingLevel::Part)
    });
    Where {
        chapter: part.map(|part| title(&headings[part])),
        section: own.filter(|own| Some(*own) != part).map(|own| title(&headings[own])),
        file: None,
        line: None,
        order,
    }
}
