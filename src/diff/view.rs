//! The difference as a reader wants it: by chapter and section, each sentence once, with the claims in it.

use super::difference::{
    ClaimChange, Difference, ExhibitChange, Fate, StatementChange, Title, Where,
};

/// What differs below a heading.
pub struct Group<'a> {
    /// The heading of the chapter.
    pub chapter: Option<&'a Title>,
    /// Whether the chapter is another than that of the group before.
    pub new_chapter: bool,
    /// The heading of the section.
    pub section: Option<&'a Title>,
    /// What differs, in the order of the book.
    pub entries: Vec<Entry<'a>>,
}

/// A difference in the book.
pub enum Entry<'a> {
    /// A statement, and what became of claims in it that are told of nowhere before.
    Statement(&'a StatementChange, Vec<&'a ClaimChange>),
    /// A claim whose statements are as they were.
    Claim(&'a ClaimChange),
    /// A figure or table.
    Exhibit(&'a ExhibitChange),
}

impl<'a> Entry<'a> {
    /// Where it stands.
    pub fn place(&self) -> &'a Where {
        match self {
            Self::Statement(statement, _) => &statement.place,
            Self::Claim(claim) => &claim.place,
            Self::Exhibit(exhibit) => &exhibit.place,
        }
    }
}

/// All that differs in the book.
pub fn groups(difference: &Difference) -> Vec<Group<'_>> {
    let mut left: Vec<&ClaimChange> = difference.claims.iter().collect();
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for statement in &difference.statements {
        let (here, elsewhere) = left.into_iter().partition(|claim| stands_in(claim, statement));
        left = elsewhere;
        entries.push(Entry::Statement(statement, here));
    }
    entries.extend(left.into_iter().map(Entry::Claim));
    entries.extend(difference.exhibits.iter().map(Entry::Exhibit));
    entries.sort_by_key(|entry| entry.place().order);
    let mut groups: Vec<Group<'_>> = Vec::new();
    for entry in entries {
        let place = entry.place();
        let (chapter, section) = (place.chapter.as_ref(), place.section.as_ref());
        let last = groups.last_mut();
        let new_chapter = last.as_ref().is_none_or(|last| last.chapter != chapter);
        match last {
            Some(last) if last.chapter == chapter && last.section == section => {
                last.entries.push(entry);
            }
            _ => groups.push(Group { chapter, new_chapter, section, entries: vec![entry] }),
        }
    }
    groups
}

/// Whether a claim stands in a statement; one that was dropped stood in it under its old words.
fn stands_in(claim: &ClaimChange, statement: &StatementChange) -> bool {
    if claim.fate != Fate::Dropped || statement.fate == Fate::Dropped {
        return (claim.fate == Fate::Dropped) == (statement.fate == Fate::Dropped)
            && statement.claims.contains(&claim.id);
    }
    statement.wordings.iter().any(|wording| {
        wording.old.is_some() && wording.old.as_ref() == claim.sentences.get(&wording.language)
    })
}

/// How many entries of each kind, for a line at the top.
pub fn counts(difference: &Difference) -> Vec<(usize, &'static str, &'static str)> {
    let claims = |fate| difference.claims.iter().filter(|change| change.fate == fate).count();
    let renamed = difference.claims.iter().filter(|change| change.renamed_from.is_some()).count();
    let answers = difference
        .claims
        .iter()
        .filter(|change| change.fate == Fate::Changed && change.answer.is_some());
    let statements = || difference.statements.iter();
    let reworded = statements().filter(|change| {
        change.fate == Fate::Changed && change.wordings.iter().any(|words| words.old != words.new)
    });
    let stale =
        statements().filter(|change| change.stale.iter().any(|stale| stale.holds == Some(false)));
    let all = [
        (claims(Fate::Added), "claim added", "claims added"),
        (claims(Fate::Dropped), "claim dropped", "claims dropped"),
        (renamed, "claim renamed", "claims renamed"),
        (answers.count(), "answer changed", "answers changed"),
        (reworded.count(), "statement reworded", "statements reworded"),
        (
            statements().filter(|change| change.moved_from.is_some()).count(),
            "statement moved",
            "statements moved",
        ),
        (stale.count(), "statement that no longer holds", "statements that no longer hold"),
        (difference.exhibits.len(), "exhibit differs", "exhibits differ"),
        (difference.sources.len(), "source differs", "sources differ"),
        (
            difference.numerals.len(),
            "numeral without a claim differs",
            "numerals without a claim differ",
        ),
    ];
    all.into_iter().filter(|(count, ..)| *count > 0).collect()
}
