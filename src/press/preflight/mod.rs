//! What a printer would send back: a PDF is read as the press reads it, whoever made it.
//!
//! The file may be damaged or made to do harm: what unpacks or nests without end is given up, and a panic of
//! the reader is an error like any other.

mod boxes;
mod document;
mod fonts;
mod geometry;
mod images;
mod paint;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Document, LoadOptions};

use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::facts::guarded;
use crate::press::finish::{TURNED, page_ids};

/// What is asked of a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demands {
    /// The least bleed in points.
    pub bleed: f64,
    /// The greatest sum of inks on a spot in percent.
    pub ink_limit: f64,
    /// The least resolution of images in pixels an inch.
    pub resolution: f64,
    /// The thinnest line in points.
    pub hairline: f64,
    /// Of how many pages a sheet has a multiple.
    pub multiple: usize,
}

/// Three millimetres.
pub const BLEED: f64 = 3.0 * 72.0 / 25.4;

impl Default for Demands {
    fn default() -> Self {
        Self { bleed: BLEED, ink_limit: 300.0, resolution: 300.0, hairline: 0.25, multiple: 4 }
    }
}

/// Something that a printer would send back, or would ask about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters: an error spoils the print.
    pub severity: Severity,
    /// Which check found it.
    pub check: Check,
    /// The pages, from 1; empty for the file as a whole.
    pub pages: Vec<usize>,
    /// What was found, in one line.
    pub message: String,
    /// How to mend it.
    pub help: &'static str,
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// Media, bleed and trim boxes.
    Boxes,
    /// How far the bleed reaches.
    Bleed,
    /// What stands around the page.
    Marks,
    /// Light instead of inks.
    Colours,
    /// Letters of more than one ink.
    Text,
    /// The sum of the inks.
    TotalInk,
    /// White that overprints.
    Overprint,
    /// Lines too thin.
    Hairline,
    /// Effective resolution.
    Resolution,
    /// Transparency.
    Transparency,
    /// Fonts inside the file.
    Fonts,
    /// The printing condition.
    OutputIntent,
    /// What the file says of itself.
    Conformance,
    /// Encryption.
    Encryption,
    /// Scripts and actions.
    Actions,
    /// Files inside the file.
    Attachments,
    /// Comments, links and forms.
    Annotations,
    /// How many pages, and whether they are of one size.
    Pages,
}

impl Check {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Boxes => "boxes",
            Self::Bleed => "bleed",
            Self::Marks => "marks",
            Self::Colours => "colours",
            Self::Text => "text",
            Self::TotalInk => "total-ink",
            Self::Overprint => "overprint",
            Self::Hairline => "hairline",
            Self::Resolution => "resolution",
            Self::Transparency => "transparency",
            Self::Fonts => "fonts",
            Self::OutputIntent => "output-intent",
            Self::Conformance => "conformance",
            Self::Encryption => "encryption",
            Self::Actions => "actions",
            Self::Attachments => "attachments",
            Self::Annotations => "annotations",
            Self::Pages => "pages",
        }
    }
}

/// What a preflight found out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preflight {
    /// What a printer would send back, by check.
    pub findings: Vec<Finding>,
    /// How many pages the file has.
    pub pages: usize,
    /// The inks that its pages use, by name.
    pub inks: Vec<String>,
    /// The conformance that it claims.
    pub conformance: Option<String>,
}

/// The largest file, and the most that one stream may unpack to, in bytes.
const LARGEST: usize = 1 << 30;
const LARGEST_STREAM: usize = 1 << 28;

/// Reads a PDF as the press reads it.
///
/// # Errors
/// Where it cannot be read as a PDF; the words are fit to be shown after a file's name.
pub fn preflight(bytes: &[u8], demands: &Demands) -> Result<Preflight, String> {
    let document = load(bytes)?;
    let read = guarded(|| read(&document, demands));
    read.ok_or_else(|| "it is damaged: its pages cannot be read".to_owned())
}

/// Reads a PDF that may come from anywhere.
///
/// # Errors
/// As [`preflight`].
pub fn load(bytes: &[u8]) -> Result<Document, String> {
    if bytes.len() > LARGEST {
        return Err(format!("it has more than {LARGEST} bytes"));
    }
    let options =
        LoadOptions { max_decompressed_size: Some(LARGEST_STREAM), ..LoadOptions::default() };
    let read = guarded(|| Document::load_mem_with_options(bytes, options).ok());
    let document = read.flatten().ok_or("it is no PDF, or damaged")?;
    if page_ids(&document).is_empty() && !document.is_encrypted() {
        return Err("it has no page that can be read".to_owned());
    }
    Ok(document)
}

/// The conformance to PDF/X that a file claims, where it can be read and claims one.
pub fn conformance(bytes: &[u8]) -> Option<String> {
    let document = load(bytes).ok()?;
    guarded(|| document::conformance(&document)).flatten()
}

/// What is left of a page after cutting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trim {
    /// From the left of the sheet.
    pub left: f64,
    /// From its top.
    pub top: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Whether it was turned by a right angle, its head to the left.
    pub is_turned: bool,
}

/// What is left of each page after cutting, where it says so.
///
/// # Errors
/// As [`preflight`].
pub fn trims(bytes: &[u8]) -> Result<Vec<Option<Trim>>, String> {
    let document = load(bytes)?;
    let trim = |page| {
        let boxes = boxes::Boxes::of(&document, page)?;
        let (media, trim) = (boxes.media, boxes.trim?);
        Some(Trim {
            left: trim.left - media.left,
            top: media.top - trim.top,
            width: trim.width(),
            height: trim.height(),
            is_turned: document.get_dictionary(page).is_ok_and(|page| page.has(TURNED.as_bytes())),
        })
    };
    Ok(page_ids(&document).into_iter().map(trim).collect())
}

fn read(document: &Document, demands: &Demands) -> Preflight {
    let mut notes = Notes::default();
    let encrypted = document.is_encrypted() || document.was_encrypted();
    document::check(document, encrypted, &mut notes);
    let pages: Vec<lopdf::ObjectId> = page_ids(document);
    let mut inks = BTreeSet::new();
    // What is encrypted cannot be read further.
    if !document.is_encrypted() {
        boxes::check(document, &pages, demands, &mut notes);
        fonts::check(document, &pages, &mut notes);
        let mut budget = walk::Budget::default();
        for (index, page) in pages.iter().enumerate() {
            walk::page(document, (index + 1, *page), demands, &mut budget, &mut notes);
        }
        inks = budget.inks;
    }
    Preflight {
        findings: notes.findings(),
        pages: pages.len(),
        inks: inks.into_iter().collect(),
        conformance: document::conformance(document),
    }
}

/// Findings while they are collected: the same one on many pages is one finding.
#[derive(Debug, Default)]
pub struct Notes {
    list: BTreeMap<(Check, String), Note>,
}

#[derive(Debug)]
struct Note {
    severity: Severity,
    pages: BTreeSet<usize>,
    help: &'static str,
}

impl Notes {
    /// Takes note of something on a page, or of the whole file.
    pub fn add(
        &mut self,
        severity: Severity,
        check: Check,
        page: Option<usize>,
        message: impl Into<String>,
        help: &'static str,
    ) {
        let note = self.list.entry((check, message.into())).or_insert_with(|| Note {
            severity,
            pages: BTreeSet::new(),
            help,
        });
        note.pages.extend(page);
    }

    fn findings(self) -> Vec<Finding> {
        let findings = self.list.into_iter().map(|((check, message), note)| Finding {
            severity: note.severity,
            check,
            pages: note.pages.into_iter().collect(),
            message,
            help: note.help,
        });
        findings.collect()
    }
}

/// `pages 1 to 4, 7`, as it stands before a message.
pub fn page_list(pages: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for page in pages {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *page => *last = *page,
            _ => runs.push((*page, *page)),
        }
    }
    let shown: Vec<String> = runs
        .iter()
        .map(|(first, last)| match last - first {
            0 => first.to_string(),
            1 => format!("{first}, {last}"),
            _ => format!("{first} to {last}"),
        })
        .collect();
    let word = if pages.len() == 1 { "page" } else { "pages" };
    format!("{word} {}", shown.join(", "))
}

impl Finding {
    /// As a problem of a file of this name.
    pub fn diagnostic(&self, file: &str) -> Diagnostic {
        let place = if self.pages.is_empty() {
            file.to_owned()
        } else {
            format!("{file}, {}", page_list(&self.pages))
        };
        let message = format!("{place}: {} ({})", self.message, self.check.name());
        let mut diagnostic = Diagnostic::new(Code::Preflight, message).help(self.help);
        diagnostic.severity = self.severity;
        diagnostic
    }
}

impl Preflight {
    /// How many findings there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}
