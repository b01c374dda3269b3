//! A book becomes a laid-out document, by the embedded Typst compiler.

mod blocks;
mod equations;
mod errors;
mod ink;
mod links;
mod literals;
mod picture;
mod rounds;
mod runs;
mod spreads;
mod world;

use typst_layout::PagedDocument;

use crate::book::Book;
use crate::diagnostics::Diagnostics;
use crate::report::Layout;

pub use errors::{Located, is_missing_glyph, report};
pub use ink::{
    HiddenText, InkItem, InkPage, InkPiece, InkText, Origin, hidden_text, ink, positions,
};
pub use literals::literals;
pub use picture::{Picture, picture};
pub use rounds::forget;
pub use runs::{SetGlyph, SetRun, SetStroke, runs, strokes};
pub use world::BookWorld;

/// The version of the typesetting engine; `Cargo.lock` pins the same.
pub const TYPST_VERSION: &str = "0.15.1";

/// A book with its pages.
pub struct Document {
    /// The pages.
    pub paged: PagedDocument,
    /// The files that they were made from.
    pub world: BookWorld,
}

impl Document {
    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.paged.pages().len()
    }
}

/// Lays a book out. Typst's errors and warnings come back at the author's own lines.
pub fn typeset(book: &Book, problems: &mut Diagnostics) -> Option<Document> {
    let before = problems.len();
    for block in book.typst_blocks() {
        blocks::check(block, problems);
    }
    for formula in book.formulas() {
        equations::check(&formula, problems);
    }
    if problems.len() > before {
        return None;
    }
    let world = BookWorld::new(book);
    let result = rounds::compile(&world);
    for warning in &result.warnings {
        report(&world, warning, problems);
    }
    match result.output {
        Ok(paged) => {
            let facing = book.edition.layout == Layout::Facing;
            let paged = if facing { spreads::cut(&paged) } else { paged };
            let paged = links::resolve(&paged);
            Some(Document { paged, world })
        }
        Err(errors) => {
            for error in &errors {
                report(&world, error, problems);
            }
            None
        }
    }
}
