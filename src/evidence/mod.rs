//! The record of what was checked: every claim, query, answer, source and verdict, for machines.

mod attach;
mod collect;
mod format;
mod outline;
mod previous;
mod printed;

pub use attach::{Enclosure, RECORD, enclose};
pub use collect::{Circumstances, engine, record};
pub use format::{
    AuthorFile, Claim, ClaimKind, Edition, Engine, Evidence, Exhibit, ExhibitKind, Heading,
    HeadingLevel, MutationScore, NotChecked, Page, Place, PlaceKind, Printed, ReferenceLine,
    ReportHead, Row, RowsRead, RuleCount, SCHEMA, Source, Wordings,
};
pub use previous::{check_previous, previous};
pub use printed::{add_edition, with_edition};
