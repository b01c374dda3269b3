//! What can be wrong with the data of a figure.

use crate::diagnostics::{Code, Diagnostic};
use crate::facts::Value;
use crate::report;
use crate::source::MappedText;

/// A period beside longer ones.
pub fn mixed_periods(definition: &report::Figure, cell: &str) -> Diagnostic {
    Diagnostic::new(
        Code::MixedPeriodLength,
        format!("figure `{}` sets `{cell}` beside longer periods", definition.frame.id.name),
    )
    .at(definition.frame.id.span, "")
    .help(format!("mark it, `partial = [\"{cell}\"]`, or leave it out"))
}

/// A category that the data do not have.
pub fn unknown_category(text: &MappedText, known: &[String]) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidExhibit,
        format!("no category of the figure is called `{}`", text.as_str()),
    )
    .at(text.whole_span(), "")
    .nearest(text.as_str(), known.iter().map(String::as_str))
}

/// A series that the data do not have.
pub fn unknown_series(text: &MappedText, known: &[String]) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidExhibit,
        format!("no series of the figure is called `{}`", text.as_str()),
    )
    .at(text.whole_span(), "")
    .nearest(text.as_str(), known.iter().map(String::as_str))
}

/// A remark that does not say at which of several series it stands.
pub fn annotation_without_series(at: &MappedText, known: &[String]) -> Diagnostic {
    Diagnostic::new(Code::InvalidExhibit, "the annotation does not say at which series it stands")
        .at(at.whole_span(), "")
        .help(format!("add `series`, one of {}", known.join(", ")))
}

/// A remark where the data have no value.
pub fn annotation_without_value(at: &MappedText) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidExhibit,
        format!("the annotation at `{}` stands where the data have no value", at.as_str()),
    )
    .at(at.whole_span(), "")
}

/// A value that is no number.
pub fn not_a_number(definition: &report::Figure, column: &str, value: &Value) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidExhibit,
        format!(
            "column `{column}` of figure `{}` holds {}",
            definition.frame.id.name,
            value.kind()
        ),
    )
    .at(definition.frame.query.whole_span(), format!("`{value}` cannot be drawn"))
}

/// Two rows for one place of the chart.
pub fn two_rows(definition: &report::Figure, category: &str, series: &str) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidExhibit,
        format!(
            "figure `{}` has two rows for `{category}` and `{series}`",
            definition.frame.id.name
        ),
    )
    .at(definition.frame.query.whole_span(), "")
    .help("let the query return one row for each pair, such as with GROUP BY")
}

/// A value that lies in none of the bins that the author gave.
pub fn outside_edges(definition: &report::Figure, value: &str) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidExhibit,
        format!(
            "the value {value} lies outside the `edges` of figure `{}`",
            definition.frame.id.name
        ),
    )
    .at(definition.frame.id.span, "")
    .help("a histogram shows all values; let the edges reach farther or the query leave it out")
}

/// Shares that are not the whole.
pub fn not_exhaustive(definition: &report::Figure, sum: &str, by: &str) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidExhibit,
        format!(
            "the shares of figure `{}` add up to {sum}%, {by} from the whole",
            definition.frame.id.name
        ),
    )
    .at(definition.frame.id.span, "")
    .help("add the part that is missing, or draw bars, which need not exhaust a whole")
}

/// A whole of which a part is left out.
pub fn whole_is_cut(definition: &report::Figure, shown: usize, of: usize) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidExhibit,
        format!(
            "figure `{}` draws {shown} of {of} parts as if they were the whole",
            definition.frame.id.name
        ),
    )
    .at(definition.frame.query.whole_span(), "a LIMIT leaves parts out")
    .help("gather the rest in one row, or draw bars")
}

/// A line that names no claim with a query.
pub fn no_such_claim(id: &report::Id, known: &[&str]) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownReference,
        format!("there is no claim `{}` with a query of its own", id.name),
    )
    .at(id.span, "a line across a chart stands at its answer")
    .nearest(&id.name, known.iter().copied())
}

/// A query for a line that does not return one number.
pub fn no_single_number(reference: &report::Reference, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidExhibit, "the query of the reference does not return one number")
        .at(reference.span, "")
        .note(reason.to_owned())
}

/// A contract of the chart that the data break.
pub fn not_drawable(definition: &report::Figure, reason: &str) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidExhibit,
        format!("figure `{}` cannot be drawn: {reason}", definition.frame.id.name),
    )
    .at(definition.frame.id.span, "")
}
