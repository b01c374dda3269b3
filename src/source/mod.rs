//! Foundation: the author's files by id, places in them, and texts that remember where they stood.

mod map;
mod mapped;

pub use map::{FileId, Position, SourceMap, Span};
pub use mapped::{MappedText, MappedTextBuilder};
