//! `[edition.*]` of `report.toml`.

use std::sync::Arc;

use super::claim::unknown_language;
use super::manifest::{repeated_language, unknown_word};
use super::matter::read_pieces;
use super::print_settings::read_print_settings;
use super::reader::Table;
use super::theme::Shelf;
use super::{Edition, Id, Layout, Standard, Theme};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::source::Span;

/// Reads every edition in the order of the file, each with its place.
pub fn read_editions(
    root: &Table<'_>,
    languages: &[Language],
    (themes, customary): (&mut Shelf<'_>, &Arc<Theme>),
    problems: &mut Diagnostics,
) -> (Vec<Edition>, Vec<(usize, Span)>) {
    root.require("edition", problems);
    let Some(table) = root.table("edition", problems) else { return Default::default() };
    let mut result = Vec::new();
    let mut places = Vec::new();
    for (name, entry) in table.keys() {
        let id = Id { name: name.clone(), span: entry.key_span };
        let valid = id.is_valid(problems);
        let Some(edition) = table.table_of(&format!("edition.{name}"), entry, problems) else {
            continue;
        };
        let edition = read_edition(&edition, name, languages, (themes, customary), problems);
        if let Some(edition) = edition.filter(|_| valid) {
            places.push((result.len(), entry.key_span));
            result.push(edition);
        }
    }
    (result, places)
}

fn read_edition(
    table: &Table<'_>,
    name: String,
    languages: &[Language],
    (themes, customary): (&mut Shelf<'_>, &Arc<Theme>),
    problems: &mut Diagnostics,
) -> Option<Edition> {
    let mut chosen: Vec<Language> = Vec::new();
    table.require("languages", problems);
    for text in table.texts("languages", problems) {
        match languages.iter().find(|language| language.tag() == text.as_str()) {
            Some(language) if !chosen.contains(language) => chosen.push(language.clone()),
            Some(_) => problems.push(repeated_language(&text)),
            None => problems.push(unknown_language(&text, languages)),
        }
    }
    let layout = table.required_text("layout", problems).and_then(|text| {
        let layout = Layout::ALL.into_iter().find(|layout| layout.name() == text.as_str());
        if layout.is_none() {
            problems.push(unknown_word(&text, "layout", &Layout::ALL.map(Layout::name)));
        }
        layout
    });
    let mut standards = Vec::new();
    for text in table.texts("standards", problems) {
        match text.as_str() {
            "a-3a" => standards.push(Standard::A3a),
            "ua-1" => standards.push(Standard::Ua1),
            _ => problems.push(unknown_word(&text, "standard", &["a-3a", "ua-1"])),
        }
    }
    let print = read_print_settings(table, problems);
    match table.get("standards") {
        Some(entry) if print.is_some() => problems.push(standards_of_print(entry.span)),
        None if print.is_none() => standards = vec![Standard::A3a, Standard::Ua1],
        _ => {}
    }
    let with = read_pieces(table, "with", problems);
    let without = read_pieces(table, "without", problems);
    let theme = match table.text("theme", problems) {
        Some(named) => themes.theme(Some(&named), problems),
        None => Arc::clone(customary),
    };
    let span = table.span();
    table.finish(problems);
    if let Some(layout) = layout
        && !chosen.is_empty()
        && chosen.len() != layout.languages()
    {
        problems.push(wrong_number_of_languages(span, layout, chosen.len()));
        return None;
    }
    if chosen.is_empty() {
        return None;
    }
    Some(Edition {
        name,
        layout: layout?,
        languages: chosen,
        standards,
        theme,
        print,
        with,
        without,
    })
}

fn standards_of_print(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        "an edition for the press takes no `standards`: it follows PDF/X-4, which excludes those of the screen",
    )
    .at(span, "")
    .help("leave the key out, or make an edition of each kind")
}

fn wrong_number_of_languages(span: Span, layout: Layout, found: usize) -> Diagnostic {
    let takes = match layout.languages() {
        1 => "one language".to_owned(),
        wanted => format!("{wanted} languages"),
    };
    let problem = Diagnostic::new(
        Code::InvalidValue,
        format!("the layout `{}` takes {takes}, not {found}", layout.name()),
    )
    .at(span, "");
    problem.help(match (layout.languages(), found) {
        (1, _) => "name one language, or choose `parallel`, `interleaved` or `facing` for two",
        (_, 1) => "name a second language of the report, or choose `single`",
        _ => "name two languages, and make another edition for each further pair",
    })
}
