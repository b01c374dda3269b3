//! Numbers that depart from the style of their language, rewritten.

use std::collections::{BTreeMap, BTreeSet};

use super::{Reason, Rewrite, place, replace};
use crate::diagnostics::{Code, Diagnostics, Severity};
use crate::files::{Folder, Overlay, RelativePath};
use crate::pipeline::{self, Check, CheckOptions, Observer};
use crate::quantity::StyleFault;
use crate::source::Span;
use crate::verify::style_remarks;

/// How often the remarks are gathered anew: a range can have several faults, one behind the other.
const ROUNDS: usize = 16;

/// A form to be put into its place.
struct Change {
    span: Span,
    old: String,
    new: String,
    fault: StyleFault,
}

/// Rewrites what the check of a report remarks on, until nothing is left that can be. `files` are the
/// texts that have changed so far, of which `check` is the outcome; a round that brought a new error
/// would be taken back.
pub fn restyle(
    folder: &dyn Folder,
    files: &mut BTreeMap<RelativePath, String>,
    mut check: Check,
    observer: &mut dyn Observer,
) -> (Vec<Rewrite>, Check) {
    let mut rewrites = Vec::new();
    for _ in 0..ROUNDS {
        let changes = changes(&check);
        if changes.is_empty() {
            break;
        }
        let mut changed = files.clone();
        let mut texts: Vec<(Span, &str)> =
            changes.iter().map(|change| (change.span, change.new.as_str())).collect();
        replace(&check.sources, &mut texts, &mut changed);
        let after =
            pipeline::check(&Overlay::new(folder, &changed), &CheckOptions::default(), observer);
        if errors(&after.problems) > errors(&check.problems) {
            break;
        }
        rewrites.extend(changes.into_iter().map(|change| Rewrite {
            place: place(&check.sources, change.span),
            old: change.old,
            new: change.new,
            reason: Reason::Style(change.fault),
        }));
        *files = changed;
        check = after;
    }
    (rewrites, check)
}

/// The changes of one round, in the order of the files: what the report lets be remarked on, stands in
/// the file as a reader sees it, and does not overlap with a change before it.
fn changes(check: &Check) -> Vec<Change> {
    let Some(outcome) = &check.report else { return Vec::new() };
    let remarked: BTreeSet<Span> = check
        .problems
        .iter()
        .filter(|problem| matches!(problem.code, Code::NumeralStyleZh | Code::NumeralStyleEn))
        .filter_map(|problem| Some(problem.labels.first()?.span))
        .collect();
    let mut changes: Vec<Change> = style_remarks(outcome.checked())
        .into_iter()
        .filter_map(|(text, remark)| {
            let old = text.passage.text()[remark.range.clone()].to_owned();
            let span = text.passage.span(remark.range);
            let is_plain = check.sources.snippet(span) == old && remarked.contains(&span);
            let new = remark.replacement.filter(|_| is_plain)?;
            Some(Change { span, old, new, fault: remark.fault })
        })
        .collect();
    changes.sort_by_key(|change| change.span);
    changes
        .dedup_by(|next, kept| next.span.file == kept.span.file && next.span.start < kept.span.end);
    changes
}

fn errors(problems: &Diagnostics) -> usize {
    problems.iter().filter(|problem| problem.severity == Severity::Error).count()
}
