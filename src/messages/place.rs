//! Where a problem stands, for a reader who stands in the folder that the program runs in.

use super::Findings;
use crate::diagnostics::{Diagnostic, Label};
use crate::report::MANIFEST;
use crate::source::Position;

/// A place in a file of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The path of the file in the report, with `/` between folders.
    pub file: String,
    /// First and last position, the last one past the end; none where the problem is one of the file.
    pub range: Option<(Position, Position)>,
}

impl Place {
    /// The place of a label.
    pub fn of(label: &Label, findings: &Findings<'_>) -> Self {
        let (span, sources) = (label.span, findings.sources);
        let start = sources.position(span);
        let end = sources.position_at(span.file, span.end.max(span.start));
        Self { file: sources.name(span.file).to_owned(), range: Some((start, end)) }
    }

    /// The first place of a problem; one without a place is a problem of the report itself.
    pub fn primary(problem: &Diagnostic, findings: &Findings<'_>) -> Self {
        let label = problem.labels.first();
        label.map_or_else(
            || Self { file: MANIFEST.to_owned(), range: None },
            |label| Self::of(label, findings),
        )
    }
}
