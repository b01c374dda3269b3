//! Recto compiles a report: bilingual prose in TOML and tables of data become a typeset PDF in which
//! every number has been checked.
//!
//! The stages, in the order of [`pipeline`]; each takes typed values and reports every problem that
//! it finds:
//!
//! 1. [`report`] reads `report.toml` and the chapters; [`prose`] reads the Markdown in them.
//! 2. [`facts`] reads the sources and answers queries.
//! 3. [`claims`] binds phrases to claims; [`quantity`] reads the numbers in them.
//! 4. [`verify`] holds phrases against answers. Only it can make a [`verify::VerifiedReport`].
//! 5. [`exhibits`] gives figures and tables their rows; [`charts`] draws.
//! 6. [`book`] binds a verified report as a virtual Typst project, [`evidence`] records what was
//!    checked, [`lock`] compares it with what a person last looked at.
//! 7. [`review`] makes the page on which a reviewer reads the report with all that stands behind it.
//! 8. [`typeset`] lays the book out, [`pdf`] writes the file.

pub mod diagnostics;
pub mod files;
pub mod source;

pub mod collation;
pub mod date;
pub mod fonts;
pub mod language;
pub mod light;
pub mod quantity;

pub mod bibliography;
pub mod prose;
pub mod report;

pub mod facts;

pub mod claims;
pub mod verify;

pub mod charts;
pub mod exhibits;

pub mod audit;
pub mod book;
pub mod diff;
pub mod evidence;
pub mod lock;
pub mod review;

pub mod pdf;
pub mod press;
pub mod signature;
pub mod typeset;
pub mod unpack;

pub mod pipeline;

pub mod proof;

pub mod explain;
pub mod fix;
pub mod messages;
pub mod mutate;
pub mod suggest;

pub mod cli;
