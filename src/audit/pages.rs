//! Where the words of claims stand on the pages.

use std::collections::BTreeMap;

use super::covers::Covers;
use crate::claims::Use;
use crate::typeset::{Document, InkPiece, Origin, positions};

/// Where the words of one use of a claim stand on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedUse {
    /// Which link or card of the report it is.
    pub occurrence: usize,
    /// The page, from 1.
    pub page: usize,
    /// A rectangle for each line: left, top, right, bottom, in points.
    pub boxes: Vec<[f64; 4]>,
}

/// Collects the places of claims page by page.
#[derive(Debug, Default)]
pub struct Printing {
    uses: BTreeMap<(usize, usize), Vec<[f64; 4]>>,
    /// What data.typ set on each page: the values of key figures are among it.
    data: BTreeMap<usize, Vec<[f64; 4]>>,
}

impl Printing {
    /// Takes note of a piece of ink.
    pub fn piece(&mut self, page: usize, piece: &InkPiece, covers: &Covers<'_>) {
        let occurrence = match &piece.origin {
            Origin::Author(span) => covers.occurrence(*span, false),
            Origin::Inserted(span) => covers.occurrence(*span, true),
            Origin::Book(..) => {
                self.data.entry(page).or_default().push(piece.extent);
                None
            }
            Origin::Unknown => None,
        };
        if let Some(occurrence) = occurrence {
            add(self.uses.entry((occurrence, page)).or_default(), piece.extent);
        }
    }

    /// The places of all uses, in the order of their numbers.
    pub fn finish(mut self, covers: &Covers<'_>, document: &Document) -> Vec<PrintedUse> {
        self.cards(covers, document);
        let uses = self.uses.into_iter();
        uses.map(|((occurrence, page), boxes)| PrintedUse {
            occurrence,
            page,
            boxes: boxes.into_iter().map(rounded).collect(),
        })
        .collect()
    }

    /// A key figure stands where its label is: the nearest piece of data that ends there.
    fn cards(&mut self, covers: &Covers<'_>, document: &Document) {
        let uses = covers.checked().claims.list.iter().flat_map(|claim| &claim.uses);
        let cards: Vec<usize> = uses
            .filter_map(|place| match place {
                Use::Card { occurrence, .. } => Some(*occurrence),
                Use::Phrase(_) => None,
            })
            .collect();
        let labels: Vec<String> =
            cards.iter().map(|occurrence| format!("use:{occurrence}")).collect();
        let places = cards.into_iter().zip(positions(document, &labels));
        // A key figure stands on both of two facing pages.
        let places = places.flat_map(|(card, all)| all.into_iter().map(move |one| (card, one)));
        for (occurrence, (page, x, y)) in places {
            let distance = |extent: &[f64; 4]| {
                let down = if y < extent[1] { extent[1] - y } else { (y - extent[3]).max(0.0) };
                (extent[2] - x).abs() + down
            };
            let pieces = self.data.get(&page).into_iter().flatten();
            let nearest = pieces.min_by(|a, b| distance(a).total_cmp(&distance(b)));
            if let Some(extent) = nearest {
                self.uses.insert((occurrence, page), vec![*extent]);
            }
        }
    }
}

/// Adds a box: to that of its line, if the last one is of the same line.
fn add(boxes: &mut Vec<[f64; 4]>, extent: [f64; 4]) {
    match boxes.last_mut() {
        Some(last) if last[1] < extent[3] && extent[1] < last[3] && extent[0] <= last[2] + 20.0 => {
            *last = [
                last[0].min(extent[0]),
                last[1].min(extent[1]),
                last[2].max(extent[2]),
                last[3].max(extent[3]),
            ];
        }
        _ => boxes.push(extent),
    }
}

/// To tenths of a point: enough to point at, and the same on every machine.
fn rounded(extent: [f64; 4]) -> [f64; 4] {
    extent.map(|length| (length * 10.0).round() / 10.0)
}
