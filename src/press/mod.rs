//! What the press wants of a PDF, beyond what the typesetter writes.
//!
//! [`finish()`] makes a PDF one for the press: every colour becomes inks (`inks`), page boxes and the printing
//! condition are set, and the file says that it follows PDF/X-4. The marks around the pages are no matter of
//! this module: `templates/press.typ` draws them.

mod content;
mod finish;
mod impose;
mod inks;
mod metadata;
mod objects;
pub mod preflight;
mod profile;
mod spaces;
mod streams;
#[cfg(test)]
mod tests;

pub use finish::{Press, finish};
pub use impose::{Booklet, impose, sides};
pub use inks::{BLACK, Ink, Inks, Process, theme_inks};
pub use preflight::{Trim, conformance, trims};
pub use profile::{Condition, check_profiles, condition};
