//! `recto verify`: proves a PDF again, from the PDF alone.
//!
//! The files that the PDF carries are compared with the digests of its record; they are a report, which is
//! checked again from its data; what this check finds is compared with the record, member by member. The
//! words on the pages are read by a reader that had no part in making them, and compared with the record
//! page by page and phrase by phrase. At last the PDF is built again from what it carries, which has to give
//! the same bytes. Without a signature this shows that a PDF is whole and agrees with itself; who made it, a
//! signature shows.

mod compare;
mod enclosed;
pub mod pages;
mod rebuild;
mod words;

use crate::evidence::{self, Evidence};
use crate::pipeline::Observer;
use crate::press;

/// What a proof found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// What was altered, or does not hold; none in a PDF that is as it was made.
    pub findings: Vec<Finding>,
    /// What could be compared by its digest alone, or not at all, and why.
    pub limits: Vec<String>,
    /// How much was compared.
    pub compared: Compared,
    /// Whether a build of the report inside gave the same bytes.
    pub rebuilt: bool,
    /// Which report it is, and which edition.
    pub title: String,
}

/// Something that is not as the build left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it concerns: `page 7`, `claim national-2019h1`, `data.csv`.
    pub subject: String,
    /// What is wrong with it, in one line.
    pub message: String,
}

impl Finding {
    fn new(subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self { subject: subject.into(), message: message.into() }
    }
}

/// How much was compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Attached files by their digests.
    pub files: usize,
    /// Queries run again.
    pub queries: usize,
    /// Claims by what their queries answered and the words denote.
    pub claims: usize,
    /// Pages by their words.
    pub pages: usize,
    /// Phrases of claims on the pages.
    pub phrases: usize,
}

/// Proves a PDF again.
///
/// # Errors
/// Where it cannot be read as a PDF, or carries no record; the words are fit to be shown.
pub fn prove(pdf: &[u8], observer: &mut dyn Observer) -> Result<Proof, String> {
    let files = crate::unpack::attachments(pdf)?;
    let (_, bytes) = files
        .iter()
        .find(|(name, _)| name == evidence::RECORD)
        .ok_or_else(|| format!("no {} is attached to it", evidence::RECORD))?;
    let record = Evidence::read(bytes).map_err(|fault| format!("{}: {fault}", evidence::RECORD))?;
    let mut proof = Proof { title: title(&record), ..Proof::default() };
    if record.bytes() != *bytes {
        proof
            .findings
            .push(Finding::new(evidence::RECORD, "it is not written as a build writes it"));
    }
    if !pdf.trim_ascii_end().ends_with(b"%%EOF") {
        let message = "it is cut short, or something was put behind its end";
        proof.findings.push(Finding::new("the file", message));
    }
    let folder = enclosed::compare(&record, &files, &mut proof);
    if let Some(folder) = &folder {
        compare::check_again(&record, folder, &mut proof, observer);
    }
    words::compare(&record, pdf, &mut proof);
    // What is different has been named; the bytes are for what cannot be read.
    if let Some(folder) = folder.as_ref().filter(|_| proof.findings.is_empty()) {
        rebuild::compare(&record, folder, pdf, &mut proof, observer);
    }
    Ok(proof)
}

/// Compares the PDF of an edition for the press with the record beside it, since it carries none: page by page
/// and phrase by phrase. `name` is that of its file. The record itself is proved by an edition for the screen.
///
/// # Errors
/// As [`prove`], and where the record knows no such file.
pub fn prove_for_press(pdf: &[u8], name: &str, record: &[u8]) -> Result<Proof, String> {
    let mut record =
        Evidence::read(record).map_err(|fault| format!("{}: {fault}", evidence::RECORD))?;
    record.editions.retain(|edition| edition.file == name);
    if record.editions.is_empty() {
        return Err(format!("the {} beside it does not know this file", evidence::RECORD));
    }
    let limit = format!(
        "a file for the press carries no evidence: its pages were compared with {} beside it, which an edition for the screen proves",
        evidence::RECORD
    );
    let mut proof = Proof { title: title(&record), limits: vec![limit], ..Proof::default() };
    words::compare(&record, pdf, &mut proof);
    Ok(proof)
}

/// Whether a PDF says that it is one for the press, and so carries no evidence.
pub fn is_for_press(pdf: &[u8]) -> bool {
    press::conformance(pdf).is_some_and(|version| version.starts_with("PDF/X"))
}

/// `china-blockchain-2019h1, edition screen`.
fn title(record: &Evidence) -> String {
    let editions: Vec<&str> = record.editions.iter().map(|edition| edition.name.as_str()).collect();
    format!("{}, edition {}", record.report.id, editions.join(", "))
}
