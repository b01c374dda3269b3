//! `[evidence]` of `report.toml`: what a PDF carries for those who prove it again.

use super::reader::Table;
use crate::diagnostics::Diagnostics;

/// What a PDF carries for those who prove it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceSettings {
    /// The largest data file that is attached whole, in bytes; of a larger one, the rows that claims rest
    /// on and its digest.
    pub largest_data: u64,
    /// Whether `report.toml` and the chapters are attached, which hold the claims and their queries.
    pub report: bool,
}

impl Default for EvidenceSettings {
    fn default() -> Self {
        Self { largest_data: 8 << 20, report: true }
    }
}

/// Reads the table; what is not written keeps its default.
pub fn read_evidence_settings(root: &Table<'_>, problems: &mut Diagnostics) -> EvidenceSettings {
    let mut settings = EvidenceSettings::default();
    let Some(table) = root.table("evidence", problems) else { return settings };
    if let Some(kibibytes) = table.count("largest-data", problems) {
        settings.largest_data = u64::from(kibibytes) << 10;
    }
    if let Some(report) = table.flag("report", problems) {
        settings.report = report;
    }
    table.finish(problems);
    settings
}
