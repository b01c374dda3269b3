//! `previous` and `[revisions]` of `report.toml`: the edition that this one revises, and why.

use super::localised::{Localised, Role};
use super::manifest::read_path;
use super::reader::Table;
use super::{Id, Revisions};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::files::{Folder, read_text};
use crate::language::Language;
use crate::source::{SourceMap, Span};

/// The largest record that is read, in bytes.
const RECORD_LIMIT: usize = 64 * 1024 * 1024;

/// Reads `previous` of `[report]` with the file that it names, and `[revisions]`.
pub fn read_revisions(
    root: &Table<'_>,
    report: &Table<'_>,
    languages: &[Language],
    folder: &dyn Folder,
    sources: &mut SourceMap,
    problems: &mut Diagnostics,
) -> Option<Revisions> {
    let previous = report.text("previous", problems);
    let table = root.table("revisions", problems);
    let mut reasons = Vec::new();
    for (name, entry) in table.iter().flat_map(Table::keys) {
        let Some(inner) = table.as_ref().and_then(|table| table.table_of(&name, entry, problems))
        else {
            continue;
        };
        let reason = Localised::of_table(&inner, entry.span, Role::Line, languages, problems);
        inner.finish(problems);
        reasons.extend(reason.map(|reason| (Id { name, span: entry.key_span }, reason)));
    }
    let Some(previous) = previous else {
        if let Some(table) = &table {
            problems.push(nothing_to_revise(table.span()));
        }
        return None;
    };
    let path = read_path(&previous, problems)?;
    let span = previous.whole_span();
    let file = read_text(folder, &path, RECORD_LIMIT, Some(span), sources, problems)?;
    Some(Revisions { path, span, file, reasons })
}

fn nothing_to_revise(span: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, "`[report]` has no `previous`")
        .at(span, "these are the reasons for what differs from a previous edition")
        .help("name its record: `previous = \"previous/evidence.json\"`")
}
