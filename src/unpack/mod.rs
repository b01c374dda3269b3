//! The files that are attached to a PDF, without a page of it being drawn.
//!
//! The PDF may be damaged or made to do harm: what unpacks to more than [`LARGEST`] bytes, nests or goes in
//! circles is refused, and a panic of the reader is an error like any other.

mod drawing;
mod names;
mod precheck;
mod replace;
mod stream;

use crate::facts::guarded;

pub use replace::replace;

/// How many bytes a PDF, and all that is unpacked from it, may have: a GiB.
pub const LARGEST: usize = 1 << 30;

/// Name, without a folder, and bytes of each file that is attached to a PDF, in the order of its tree of
/// names.
///
/// # Errors
/// Where it is no PDF, is damaged or too large; the words are fit to be shown after a file's name.
pub fn attachments(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, String> {
    if bytes.len() > LARGEST {
        return Err(format!("it has more than {LARGEST} bytes"));
    }
    precheck::precheck(bytes)?;
    let read = guarded(|| names::read(bytes));
    read.unwrap_or_else(|| Err("it is damaged: its objects cannot be read".to_owned()))
}

/// A digest of what each page of a PDF draws, so that a line drawn over a number is noticed as a changed
/// digit is.
///
/// # Errors
/// As [`attachments`].
pub fn drawings(bytes: &[u8]) -> Result<Vec<String>, String> {
    if bytes.len() > LARGEST {
        return Err(format!("it has more than {LARGEST} bytes"));
    }
    precheck::precheck(bytes)?;
    let read = guarded(|| drawing::read(bytes, LARGEST));
    read.unwrap_or_else(|| Err("it is damaged: its pages cannot be read".to_owned()))
}
