//! Two editions of a report, compared: what an editor has to read again before the newer one goes out.
//!
//! The records are compared, not the files: what stands at another line, or is written in another way and
//! says the same, is no difference. Sentences are units of all languages; they are found again by their
//! words, then by their claims.

mod answers;
mod book_order;
mod claims;
mod difference;
mod exhibits;
mod html;
mod matter;
mod rows;
mod sources;
mod statements;
mod text;
mod units;
mod view;
mod words;

use std::collections::BTreeMap;

use crate::evidence::{Evidence, Place, Wordings};

use book_order::{BookOrder, Edition};

pub use answers::hedged;
pub use difference::{
    AnswerChange, CellChange, Change, ClaimChange, Difference, ExhibitChange, Fate, FileChange,
    NumberChange, NumeralChange, Order, Piece, PieceSide, RowsChange, SCHEMA, Side, SourceChange,
    Stale, StatementChange, Title, Where, WordingChange,
};
pub use html::html;
pub use text::text;

/// What differs between an older and a newer edition.
pub fn compare(old: &Evidence, new: &Evidence) -> Difference {
    let comparison = Comparison::new(old, new);
    let mut difference = Difference {
        schema: SCHEMA,
        old: side(old),
        new: side(new),
        report: matter::report(old, new),
        claims: claims::compare(&comparison),
        statements: Vec::new(),
        exhibits: exhibits::compare(&comparison),
        sources: sources::compare(old, new),
        numerals: matter::numerals(&comparison),
        checks: matter::checks(old, new),
        program: matter::program(old, new),
        files: Vec::new(),
    };
    difference.statements = statements::compare(&comparison, &difference.languages());
    difference.forget_told_captions();
    difference.files = matter::files(old, new, &difference);
    difference
}

/// Where a claim stands in the book of its own edition.
pub fn whereabouts(record: &Evidence, place: &Place) -> Where {
    BookOrder::new(&[], &record.outline).place(Edition::New, &place.file, place.line, place.column)
}

fn side(record: &Evidence) -> Side {
    let head = &record.report;
    Side {
        id: head.id.clone(),
        title: head.title.clone(),
        date: head.date.clone(),
        languages: head.languages.clone(),
    }
}

/// Both editions, and what of the one is what of the other.
struct Comparison<'a> {
    old: &'a Evidence,
    new: &'a Evidence,
    order: BookOrder<'a>,
    /// The newer id of each claim of the older edition that the newer one has.
    claims: BTreeMap<&'a str, &'a str>,
    /// Older and newer id of what has another id now: claims, exhibits, sources, chapters and sections.
    renamed: Vec<(&'a str, &'a str)>,
}

impl<'a> Comparison<'a> {
    fn new(old: &'a Evidence, new: &'a Evidence) -> Self {
        let order = BookOrder::new(&old.outline, &new.outline);
        let claims = claims::same(old, new);
        let ids = claims.iter().map(|(old, new)| (*old, *new)).chain(order.same_ids());
        let ids = ids.chain(exhibits::same(old, new)).chain(sources::same(old, new));
        let renamed = ids.filter(|(old, new)| old != new).collect();
        Self { old, new, order, claims, renamed }
    }

    /// The newer id of a claim of the older edition, or its own where it was dropped.
    fn renamed<'b>(&self, id: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.claims.get(id).copied().unwrap_or(id)
    }
}

/// A property, if the editions say different things of it.
fn change<T: AsRef<str>>(what: &str, old: Option<T>, new: Option<T>) -> Option<Change> {
    let owned = |text: Option<T>| text.map(|text| text.as_ref().to_owned());
    let (old, new) = (owned(old), owned(new));
    (old != new).then(|| Change { what: what.to_owned(), old, new })
}

/// A string in several languages: a change for each language in which it differs.
fn wording_changes(what: &str, old: Option<&Wordings>, new: Option<&Wordings>) -> Vec<Change> {
    let tags = old.into_iter().chain(new).flat_map(BTreeMap::keys);
    let tags: std::collections::BTreeSet<&String> = tags.collect();
    let one = |tag: &&String| {
        let of = |side: Option<&Wordings>| side.and_then(|texts| texts.get(*tag)).cloned();
        change(&format!("{what}.{tag}"), of(old), of(new))
    };
    tags.iter().filter_map(one).collect()
}
