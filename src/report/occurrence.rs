//! Numbers every link and card of a report, so that pages and ledger can name each.

use super::localised::Localised;
use super::{Block, Card, Frame, Proof, Report};

/// Numbers the links in the order of the book, then the cards, then the links in the remarks of claims.
pub fn number_links(report: &mut Report) {
    let mut next = 1;
    let mut number = |localised: &mut Localised| {
        for text in &mut localised.texts {
            text.prose.for_each_link(&mut |link| {
                link.occurrence = next;
                next += 1;
            });
        }
    };
    let whole = [Some(&mut report.title), report.subtitle.as_mut(), Some(&mut report.publisher)];
    whole.into_iter().flatten().for_each(&mut number);
    [&mut report.summary, &mut report.imprint].into_iter().flatten().for_each(&mut number);
    for source in &mut report.sources {
        source.note.iter_mut().for_each(&mut number);
    }
    let revisions = report.revisions.iter_mut().flat_map(|revisions| &mut revisions.reasons);
    revisions.map(|(_, reason)| reason).for_each(&mut number);
    for part in &mut report.parts {
        number(&mut part.title);
        part.lead.iter_mut().for_each(&mut number);
        part.blocks.iter_mut().for_each(|block| number_block(block, &mut number));
        for section in &mut part.sections {
            number(&mut section.title);
            section.blocks.iter_mut().for_each(|block| number_block(block, &mut number));
        }
        part.definitions.iter_mut().for_each(|definition| number(&mut definition.text));
    }
    report.key_figures.iter_mut().for_each(|block| number_block(block, &mut number));
    report.glossary.iter_mut().for_each(|definition| number(&mut definition.text));
    for card in report.key_figures.iter_mut().flat_map(cards_of) {
        card.occurrence = next;
        next += 1;
        if let Some(change) = &mut card.change {
            change.occurrence = next;
            next += 1;
        }
    }
    for part in &mut report.parts {
        let sections = part.sections.iter_mut().flat_map(|section| &mut section.blocks);
        for block in part.blocks.iter_mut().chain(sections) {
            for card in cards_of(block) {
                card.occurrence = next;
                next += 1;
                if let Some(change) = &mut card.change {
                    change.occurrence = next;
                    next += 1;
                    if let Some(change) = &mut card.change {
                        change.occurrence = next;
                        next += 1;
                    }
                }
            }
        }
    }
    let mut number = |localised: &mut Localised| {
        for text in &mut localised.texts {
            text.prose.for_each_link(&mut |link| {
                link.occurrence = next;
                next += 1;
            });
        }
    };
    // The remarks of claims stand in the ledger, behind the book.
    for claim in &mut report.claims {
        if let Proof::Waived(reason) = &mut claim.proof {
            number(reason);
        }
        claim.only.iter_mut().for_each(|(_, reason)| number(reason));
        claim.note.iter_mut().for_each(&mut number);
    }
}

fn cards_of(block: &mut Block) -> &mut [Card] {
    match block {
        Block::Cards(cards) => cards,
        _ => &mut [],
    }
}

fn number_block(block: &mut Block, number: &mut impl FnMut(&mut Localised)) {
    match block {
        Block::Callout(callout) => {
            callout.title.iter_mut().for_each(&mut *number);
            number(&mut callout.text);
        }
        Block::Definitions(definitions) => {
            for definition in definitions {
                number(&mut definition.term);
                number(&mut definition.text);
            }
        }
        Block::Timeline(events) => events.iter_mut().for_each(|event| number(&mut event.text)),
        Block::Quote(quote) => {
            number(&mut quote.text);
            quote.by.iter_mut().for_each(&mut *number);
        }
        Block::Equation(_) | Block::PageBreak(_) | Block::Typst(_) => {}
        Block::Prose(prose) => number(prose),
        Block::Figure(figure) => number_frame(&mut figure.frame, number),
        Block::Table(table) => {
            number_frame(&mut table.frame, number);
            table.notes.iter_mut().for_each(|(_, note)| number(note));
        }
        Block::Cards(cards) => {
            for card in cards {
                number(&mut card.label);
                card.note.iter_mut().for_each(&mut *number);
            }
        }
    }
}

fn number_frame(frame: &mut Frame, number: &mut impl FnMut(&mut Localised)) {
    number(&mut frame.caption);
    frame.measure.iter_mut().for_each(&mut *number);
    frame.note.iter_mut().for_each(&mut *number);
}
