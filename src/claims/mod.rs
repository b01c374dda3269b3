//! Phrases bound to claims: every link of the prose finds what it names, and every paragraph is
//! read for numbers.

mod formula;
mod index;
mod names;
mod read;

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostics;
use crate::facts::Facts;
use crate::language::Language;
use crate::prose::Passage;
use crate::quantity::{Period, Quantity, Rational, Reading, Unit};
use crate::report::{AnswerFormat, Id, Localised, Proof, Report, Role};
use crate::source::{MappedText, Span};

pub use formula::{FormulaNumber, formula_numbers};
pub use index::IndexMark;
pub use names::{Names, Target};
pub use read::for_each_citation;

/// Every claim of a report with the places where it stands.
#[derive(Debug)]
pub struct Claims {
    /// The claims: those of the files first, then the rows of registers.
    pub list: Vec<Claim>,
    /// Every paragraph of every localised string, read for numbers.
    pub texts: Vec<BoundText>,
    /// What each id of the report names.
    pub names: Names,
    /// Where the words of the index stand.
    pub index: Vec<IndexMark>,
}

/// A claim, wherever it was declared.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its id.
    pub id: Id,
    /// How it is settled.
    pub basis: ClaimBasis,
    /// The unit of its answer.
    pub unit: Unit,
    /// Nouns by language, one of which has to stand with the phrase.
    pub noun: Vec<(Language, Vec<String>)>,
    /// The period it speaks of.
    pub period: Option<(Period, Span)>,
    /// The claim that is the base of a share.
    pub base: Option<Id>,
    /// How far phrase and answer may lie apart, in the unit of the answer.
    pub tolerance: Option<Rational>,
    /// How an inserted answer is printed.
    pub format: AnswerFormat,
    /// The only language it stands in, with the reason.
    pub only: Option<(Language, Localised)>,
    /// A remark for the ledger.
    pub note: Option<Localised>,
    /// Where it stands, in the order of the book.
    pub uses: Vec<Use>,
}

/// How a claim is settled.
#[derive(Clone, Debug)]
pub enum ClaimBasis {
    /// A query whose answer the phrase denotes.
    Query(MappedText),
    /// A query that answers true or false.
    Holds(MappedText),
    /// A row of the register with this index in [`Facts::register`].
    Row(usize),
    /// A source states it without a figure.
    Attributed(Id),
    /// The author takes it upon himself, for the stated reason.
    Waived(Localised),
}

/// A place where a claim stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Use {
    /// Linked words, or a place where the answer is inserted.
    Phrase(Phrase),
    /// A key figure; it prints the answer in all languages.
    Card {
        /// Which link of the whole report it is.
        occurrence: usize,
        /// Where the card names the claim.
        span: Span,
    },
}

/// Words that assert a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Which link of the whole report it is.
    pub occurrence: usize,
    /// The index in [`Claims::texts`].
    pub text: usize,
    /// The index among the links of the passage.
    pub link: usize,
    /// Whether the answer is inserted.
    pub inserted: bool,
}

/// A paragraph of one language, read for numbers.
#[derive(Debug)]
pub struct BoundText {
    /// Which localised string it belongs to, as an index into [`Report::localised`].
    pub unit: usize,
    /// What that string is for.
    pub role: Role,
    /// Its language.
    pub language: Language,
    /// Its flat text and links.
    pub passage: Passage,
    /// What the scanner found.
    pub readings: Vec<Reading>,
    /// The quantities in the words of a link, read by themselves, for links among whose words running
    /// text has none: `one` and 一 are numbers when they are linked.
    pub alone: BTreeMap<usize, Vec<Quantity>>,
}

/// Finds what each link names and reads each paragraph.
pub fn bind(report: &Report, facts: &Facts, problems: &mut Diagnostics) -> Claims {
    let list = claims(report, facts);
    let names = Names::collect(report, &list, problems);
    let texts = read::texts(report);
    let index = index::marks(report, &texts);
    index::check(report, &index, problems);
    let mut claims = Claims { list, texts, names, index };
    let register_is_unread = facts
        .unreadable
        .iter()
        .any(|id| report.source(id).is_some_and(|source| source.register.is_some()));
    for text in 0..claims.texts.len() {
        bind_links(&mut claims, text, register_is_unread, problems);
    }
    bind_citations(report, &claims.names, problems);
    names::check_lists(report, &claims.names, problems);
    bind_cards(report, &mut claims, problems);
    names::check_ids(report, &claims, problems);
    claims
}

impl Claims {
    /// A claim by id.
    pub fn find(&self, id: &str) -> Option<usize> {
        match self.names.get(id) {
            Some(Target::Claim(index)) => Some(index),
            _ => None,
        }
    }
}

impl Claim {
    /// The phrases among its uses.
    pub fn phrases(&self) -> impl Iterator<Item = &Phrase> {
        self.uses.iter().filter_map(|place| match place {
            Use::Phrase(phrase) => Some(phrase),
            Use::Card { .. } => None,
        })
    }

    /// The query, if it has one.
    pub fn query(&self) -> Option<&MappedText> {
        match &self.basis {
            ClaimBasis::Query(query) | ClaimBasis::Holds(query) => Some(query),
            _ => None,
        }
    }
}

impl Use {
    /// Which link of the whole report it is.
    pub fn occurrence(&self) -> usize {
        match self {
            Self::Phrase(phrase) => phrase.occurrence,
            Self::Card { occurrence, .. } => *occurrence,
        }
    }
}

impl BoundText {
    /// The words of a link.
    pub fn phrase(&self, link: usize) -> &str {
        &self.passage.text()[self.passage.links[link].range.clone()]
    }

    /// The place of the words of a link; of the whole link where there are none.
    pub fn phrase_span(&self, link: usize) -> Span {
        let link = &self.passage.links[link];
        if link.inserted { link.span } else { self.passage.span(link.range.clone()) }
    }

    /// The quantities that lie inside the words of a link.
    pub fn quantities(&self, link: usize) -> impl Iterator<Item = &Quantity> {
        let range = self.passage.links[link].range.clone();
        self.readings.iter().filter_map(move |reading| match &reading.content {
            crate::quantity::Content::Quantity(quantity)
                if range.start <= reading.range.start && reading.range.end <= range.end =>
            {
                Some(quantity)
            }
            _ => None,
        })
    }
}

fn claims(report: &Report, facts: &Facts) -> Vec<Claim> {
    let declared = report.claims.iter().map(|definition| Claim {
        id: definition.id.clone(),
        basis: match &definition.proof {
            Proof::Query(query) => ClaimBasis::Query(query.clone()),
            Proof::Holds(query) => ClaimBasis::Holds(query.clone()),
            Proof::Attributed(source) => ClaimBasis::Attributed(source.clone()),
            Proof::Waived(reason) => ClaimBasis::Waived(reason.clone()),
        },
        unit: definition.unit.clone(),
        noun: definition.noun.clone(),
        period: definition.period.clone(),
        base: definition.base.clone(),
        tolerance: definition.tolerance.clone(),
        format: definition.format.clone(),
        only: definition.only.clone(),
        note: definition.note.clone(),
        uses: Vec::new(),
    });
    let rows = facts.register.iter().enumerate().map(|(index, row)| Claim {
        id: row.id.clone(),
        basis: ClaimBasis::Row(index),
        unit: row.unit.clone(),
        noun: row.noun.clone(),
        period: row.period.clone(),
        base: None,
        tolerance: None,
        format: AnswerFormat::default(),
        only: None,
        note: None,
        uses: Vec::new(),
    });
    declared.chain(rows).collect()
}

/// `register_is_unread` says that unknown ids may be rows of a register whose own problem has been
/// reported.
fn bind_links(
    claims: &mut Claims,
    text: usize,
    register_is_unread: bool,
    problems: &mut Diagnostics,
) {
    let links = claims.texts[text].passage.links.clone();
    for (index, link) in links.iter().enumerate() {
        match claims.names.get(&link.id) {
            Some(Target::Claim(claim)) => claims.list[claim].uses.push(Use::Phrase(Phrase {
                occurrence: link.occurrence,
                text,
                link: index,
                inserted: link.inserted,
            })),
            Some(Target::Work(_)) => problems.push(names::linked_work(&link.id, link.span)),
            Some(_) => {}
            None if register_is_unread => {}
            None => {
                let id = Id { name: link.id.clone(), span: link.span };
                problems.push(names::unknown_reference(&id, &claims.names));
            }
        }
    }
}

fn bind_citations(report: &Report, names: &Names, problems: &mut Diagnostics) {
    for localised in report.localised() {
        for text in &localised.texts {
            read::for_each_citation(&text.prose.blocks, &mut |id, span| {
                if !matches!(names.get(id), Some(Target::Source(_) | Target::Work(_))) {
                    problems.push(names::unknown_cited(&Id { name: id.to_owned(), span }, names));
                }
            });
        }
    }
}

fn bind_cards(report: &Report, claims: &mut Claims, problems: &mut Diagnostics) {
    for block in report.blocks() {
        let crate::report::Block::Cards(cards) = block else { continue };
        for card in cards {
            let change = card.change.iter().map(|change| (&change.claim, change.occurrence));
            for (id, occurrence) in [(&card.claim, card.occurrence)].into_iter().chain(change) {
                match claims.names.get(&id.name) {
                    Some(Target::Claim(claim)) => {
                        claims.list[claim].uses.push(Use::Card { occurrence, span: id.span });
                    }
                    _ => problems.push(names::unknown_claim(id, &claims.names)),
                }
            }
        }
    }
}
