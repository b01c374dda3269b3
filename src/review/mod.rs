//! `review.html`: one page on which a reviewer reads the report before print, each claim with what stands
//! behind it.
//!
//! The page is a template, a style sheet and scripts from this folder, and one JSON object with all that
//! they show. The scripts put text onto the page as text, never as markup, and a policy in the page
//! forbids it every request, so that nothing in a report can reach out of it.

mod change;
mod claim;
mod document;
mod exhibit;
mod html;
mod marks;
mod nodes;
mod source;

use crate::diagnostics::Diagnostics;
use crate::evidence::Evidence;
use crate::source::SourceMap;
use crate::verify::CheckedReport;

/// The name of the page beside the PDFs.
pub const PAGE: &str = "review.html";

/// The name of the page beside the PDFs of a draft.
pub const DRAFT_PAGE: &str = "review-draft.html";

/// The page of a checked report, refused or not; `record` is its evidence, and `since` that of the edition
/// with which it is compared. The same input gives the same page.
pub fn page(
    checked: &CheckedReport,
    sources: &SourceMap,
    problems: &Diagnostics,
    record: &Evidence,
    since: Option<&Evidence>,
) -> String {
    let document = document::document(checked, sources, problems, record, since);
    html::page(&checked.report, &document)
}
