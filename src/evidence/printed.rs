//! What is known of an edition only after layout: its pages, and where each claim stands on them.

use super::format::{Edition, Evidence, Printed};
use crate::audit::Audit;
use crate::book::Book;
use crate::date::Moment;
use crate::language::Language;
use crate::verify::CheckedReport;

/// A record with the pages of one edition alone.
pub fn with_edition(
    record: &Evidence,
    checked: &CheckedReport,
    book: &Book,
    file: &str,
    created: Option<Moment>,
    audit: &Audit,
) -> Evidence {
    let mut whole = Evidence { editions: Vec::new(), ..record.clone() };
    for claim in &mut whole.claims {
        claim.places.iter_mut().for_each(|place| place.printed.clear());
    }
    add_edition(&mut whole, checked, book, file, created, audit);
    whole
}

/// Adds the pages of an edition to a record.
pub fn add_edition(
    record: &mut Evidence,
    checked: &CheckedReport,
    book: &Book,
    file: &str,
    created: Option<Moment>,
    audit: &Audit,
) {
    let edition = &book.edition;
    let uses = checked.claims.list.iter().filter(|claim| !claim.uses.is_empty());
    for (claim, recorded) in uses.zip(&mut record.claims) {
        for (place, recorded) in claim.uses.iter().zip(&mut recorded.places) {
            let occurrence = place.occurrence();
            let from = audit.uses.partition_point(|printed| printed.occurrence < occurrence);
            let printed = audit.uses[from..].iter();
            let printed = printed.take_while(|printed| printed.occurrence == occurrence);
            recorded.printed.extend(printed.map(|printed| Printed {
                edition: edition.name.clone(),
                page: printed.page,
                boxes: printed.boxes.clone(),
            }));
        }
    }
    let tally = audit.tally.iter();
    record.editions.push(Edition {
        name: edition.name.clone(),
        file: file.to_owned(),
        layout: edition.layout.name().to_owned(),
        theme: edition.theme.name.clone(),
        languages: edition.languages.iter().map(Language::tag).map(str::to_owned).collect(),
        draft: book.draft,
        created: created.map(Moment::seconds),
        ink: tally.map(|(origin, count)| ((*origin).to_owned(), *count)).collect(),
        pages: audit.pages.clone(),
    });
}
