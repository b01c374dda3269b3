//! What a report holds, in the order of the book: its localised strings, its blocks, its definitions.

use super::{Block, Frame, Localised, Part, Proof, Report, TermDefinition};

impl Report {
    /// Every localised string, in the order of the book.
    pub fn localised(&self) -> Vec<&Localised> {
        let mut list: Vec<&Localised> = vec![&self.title];
        list.extend(&self.subtitle);
        list.push(&self.publisher);
        list.extend(&self.keywords);
        list.extend(&self.summary);
        list.extend(&self.imprint);
        self.key_figures.iter().for_each(|block| block.localised(&mut list));
        self.parts.iter().for_each(|part| part.localised(&mut list));
        self.glossary.iter().for_each(|definition| definition.localised(&mut list));
        list.extend(self.index.iter().map(|entry| &entry.term));
        for source in &self.sources {
            list.push(&source.title);
            list.push(&source.publisher);
            list.extend(&source.note);
        }
        for claim in &self.claims {
            if let Proof::Waived(reason) = &claim.proof {
                list.push(reason);
            }
            list.extend(claim.only.as_ref().map(|(_, reason)| reason));
            list.extend(&claim.note);
        }
        list.extend(self.revisions.iter().flat_map(|one| &one.reasons).map(|(_, reason)| reason));
        list
    }

    /// Every block, in the order of the book.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        let of_parts = self.parts.iter().flat_map(|part| {
            part.blocks.iter().chain(part.sections.iter().flat_map(|section| &section.blocks))
        });
        self.key_figures.iter().chain(of_parts)
    }

    /// Every definition: those of the chapters, then those of the glossary alone.
    pub fn definitions(&self) -> impl Iterator<Item = &TermDefinition> {
        self.parts.iter().flat_map(|part| &part.definitions).chain(&self.glossary)
    }
}

impl Part {
    /// Its localised strings, in the order of the page.
    pub fn localised<'a>(&'a self, list: &mut Vec<&'a Localised>) {
        list.push(&self.title);
        list.extend(&self.lead);
        for block in &self.blocks {
            block.localised(list);
        }
        for section in &self.sections {
            list.push(&section.title);
            for block in &section.blocks {
                block.localised(list);
            }
        }
        self.definitions.iter().for_each(|definition| definition.localised(list));
        for signature in &self.signatures {
            list.push(&signature.name);
            list.extend(&signature.office);
            list.extend(&signature.place);
        }
    }
}

impl Block {
    /// What a figure and a table have in common.
    pub fn frame(&self) -> Option<&Frame> {
        match self {
            Self::Figure(figure) => Some(&figure.frame),
            Self::Table(table) => Some(&table.frame),
            _ => None,
        }
    }

    fn localised<'a>(&'a self, list: &mut Vec<&'a Localised>) {
        match self {
            Self::Prose(prose) => list.push(prose),
            Self::Figure(figure) => figure.localised(list),
            Self::Table(table) => table.localised(list),
            Self::Callout(callout) => {
                list.extend(&callout.title);
                list.push(&callout.text);
            }
            Self::Definitions(definitions) => {
                list.extend(definitions.iter().flat_map(|one| [&one.term, &one.text]));
            }
            Self::Timeline(events) => list.extend(events.iter().map(|event| &event.text)),
            Self::Quote(quote) => {
                list.push(&quote.text);
                list.extend(&quote.by);
            }
            // What a formula says to those who hear it is read together with the formula.
            Self::Equation(_) | Self::PageBreak(_) | Self::Typst(_) => {}
            Self::Cards(cards) => {
                for card in cards {
                    list.push(&card.label);
                    list.extend(&card.unit);
                    list.extend(&card.note);
                    list.extend(card.change.iter().filter_map(|change| change.since.as_ref()));
                }
            }
        }
    }
}
