//! What `book.json` tells the templates of the press.

use serde_json::{Value, json};

use crate::report::{Colours, Edition, Localised, PrintSettings, Report};

/// The settings of an edition for the press as the templates read them; null for one of the screen.
/// `plain` gives the bare words of a string by language.
pub fn record(report: &Report, edition: &Edition, plain: &dyn Fn(&Localised) -> Value) -> Value {
    let Some(print) = &edition.print else { return Value::Null };
    json!({
        "bleed": print.bleed.in_millimetres(),
        "marks": marks(print),
        "recto": print.chapters_on_recto,
        "colours": match print.colours {
            Colours::Cmyk => "cmyk",
            Colours::Grey => "grey",
        },
        "slug": slug(report, edition),
        "spine": { "title": plain(&report.title), "publisher": plain(&report.publisher) },
    })
}

fn marks(print: &PrintSettings) -> Vec<&'static str> {
    let marks = print.marks;
    let all = [
        (marks.crop, "crop"),
        (marks.registration, "registration"),
        (marks.colour_bar, "colour-bar"),
        (marks.slug, "slug"),
    ];
    all.into_iter().filter(|(drawn, _)| *drawn).map(|(_, name)| name).collect()
}

/// `small · press · 2026-01-01`.
fn slug(report: &Report, edition: &Edition) -> String {
    format!("{} · {} · {}", report.id, edition.name, report.date)
}
