//! What a report settles for itself: names, severities, and how wide its words are.

use std::collections::BTreeMap;

use super::TEXT_LIMIT;
use super::chapter::parse_toml;
use super::manifest::{read_path, unknown_word};
use super::reader::Table;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use crate::files::{Folder, read_text};
use crate::language::Language;
use crate::quantity::{Bands, Rational, parse_decimal};
use crate::source::{MappedText, SourceMap, Span};

/// Names whose digits are no quantities, by language; `None` stands for all languages.
pub type Names = Vec<(Option<Language>, String)>;

/// Reads `[names]`, and the file that it shares with other reports: `file = "house-names.toml"` has the
/// same keys.
pub fn read_names(
    root: &Table<'_>,
    languages: &[Language],
    folder: &dyn Folder,
    sources: &mut SourceMap,
    problems: &mut Diagnostics,
) -> Names {
    let Some(table) = root.table("names", problems) else { return Vec::new() };
    let mut names = names_of(&table, languages, problems);
    if let Some(text) = table.text("file", problems)
        && let Some(path) = read_path(&text, problems)
    {
        let span = Some(text.whole_span());
        let file = read_text(folder, &path, TEXT_LIMIT, span, sources, problems);
        if let Some(file) = file {
            let text = sources.shared_text(file);
            if let Some(entries) = parse_toml(file, &text, problems) {
                // A shared file may have names of languages that this report does not use.
                names.extend(names_of(&Table::root(file, &text, &entries), languages, problems));
            }
        }
    }
    table.finish(problems);
    names
}

fn names_of(table: &Table<'_>, languages: &[Language], problems: &mut Diagnostics) -> Names {
    let mut names = Vec::new();
    let keys = std::iter::once(None).chain(languages.iter().cloned().map(Some));
    for language in keys {
        let key = language.as_ref().map_or("all", Language::tag);
        for text in table.texts(key, problems) {
            if text.as_str().chars().any(char::is_alphabetic) {
                names.push((language.clone(), text.as_str().to_owned()));
            } else {
                problems.push(name_without_letter(&text));
            }
        }
    }
    names
}

/// Reads `[bands]`: how far the words of the report may stand from the number they are used for.
pub fn read_bands(root: &Table<'_>, problems: &mut Diagnostics) -> Bands {
    let mut bands = Bands::default();
    let Some(table) = root.table("bands", problems) else { return bands };
    let mut read = |key: &str, widest: i64, band: &mut Rational| {
        let Some(text) = table.text(key, problems) else { return };
        let value = parse_decimal(text.as_str());
        match value.filter(|value| !value.is_negative() && *value <= Rational::whole(widest)) {
            Some(value) => *band = value,
            None => problems.push(no_band(&text, widest)),
        }
    };
    read("about", 1, &mut bands.about);
    read("nearly", 1, &mut bands.nearly);
    read("tenths", 5, &mut bands.tenth_points);
    read("fractions", 5, &mut bands.fraction_points);
    read("multiples", 1, &mut bands.multiple);
    table.finish(problems);
    bands
}

/// Reads a `rules` table, of the report or of a block: a severity by the name of a rule.
pub fn read_rules(root: &Table<'_>, problems: &mut Diagnostics) -> BTreeMap<Code, Severity> {
    let mut result = BTreeMap::new();
    let Some(table) = root.table("rules", problems) else { return result };
    for (name, entry) in table.keys() {
        let Some(code) = Code::parse(&name) else {
            problems.push(unknown_rule(&name, entry.key_span));
            continue;
        };
        let Some(text) = table.text_of(&name, entry, problems) else { continue };
        let Some(severity) = Severity::parse(text.as_str()) else {
            problems.push(unknown_word(&text, "severity", &["allow", "note", "warn", "error"]));
            continue;
        };
        if code.is_changeable() || severity == code.default_severity() {
            result.insert(code, severity);
        } else {
            problems.push(rule_stays(code, entry.key_span));
        }
    }
    result
}

fn unknown_rule(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("there is no rule `{name}`"))
        .at(span, "")
        .nearest(name, Code::all().map(Code::name))
}

fn rule_stays(code: Code, span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("the severity of `{code}` cannot be changed"))
        .at(span, "the promise to the reader rests on this rule")
}

fn name_without_letter(text: &MappedText) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        format!("`{}` has no letter, so it would exempt a bare number", text.as_str()),
    )
    .at(text.whole_span(), "")
    .help("state the number as a claim")
}

fn no_band(text: &MappedText, widest: i64) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{}` is no width of a band", text.as_str()))
        .at(text.whole_span(), "")
        .help(format!("write a decimal from 0 to {widest} as a string, such as \"0.05\""))
}
