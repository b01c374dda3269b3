//! Reads the values of `theme.toml` key by key.

use std::collections::BTreeMap;

use super::super::manifest::unknown_word;
use super::super::reader::{Entry, Table};
use super::Value;
use super::colour::{Colour, read_colour};
use super::keys::{Kind, PAPERS, SECTIONS, Section};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::{MappedText, Span};

/// Values by table and key.
pub type Values = BTreeMap<&'static str, BTreeMap<&'static str, Value>>;

/// Where each of them is written.
pub type Places = BTreeMap<(&'static str, &'static str), Span>;

/// Reads every table; what is wrong with a value is reported, and the value left out.
pub fn read_values(root: &Table<'_>, places: &mut Places, problems: &mut Diagnostics) -> Values {
    let mut values = Values::new();
    for section in SECTIONS {
        let Some(table) = root.table(section.name, problems) else { continue };
        read_section(&table, section, &mut values, places, problems);
        for inner in section.within {
            let Some(table) = table.table(inner.name, problems) else { continue };
            read_section(&table, inner, &mut values, places, problems);
            table.finish(problems);
        }
        table.finish(problems);
    }
    values
}

fn read_section(
    table: &Table<'_>,
    section: &Section,
    values: &mut Values,
    places: &mut Places,
    problems: &mut Diagnostics,
) {
    for (key, kind) in section.keys {
        let Some(entry) = table.get(key) else { continue };
        let Some(value) = read_value(table, key, *kind, entry, problems) else { continue };
        values.entry(section.path).or_default().insert(key, value);
        places.insert((section.path, key), entry.span);
    }
}

fn read_value(
    table: &Table<'_>,
    key: &str,
    kind: Kind,
    entry: Entry<'_>,
    problems: &mut Diagnostics,
) -> Option<Value> {
    match kind {
        Kind::Colour => read_colour(table, key, entry, problems).map(Value::Colour),
        Kind::Colours(least) => read_colours(table, key, entry, least, problems),
        Kind::Length(least, most) => {
            let text = table.text_of(key, entry, problems)?;
            read_length(key, &text, (least, most), problems).map(Value::Length)
        }
        Kind::Number(least, most) => read_number(key, entry, (least, most), problems),
        Kind::Type(least, most) => read_type(table, key, entry, (least, most), problems),
        Kind::Face => {
            let family = table.text_of(key, entry, problems)?;
            Some(Value::Word(family.as_str().to_owned()))
        }
        Kind::Word(known) => {
            let text = table.text_of(key, entry, problems)?;
            if !known.contains(&text.as_str()) {
                problems.push(wrong_word(key, &text, known));
                return None;
            }
            Some(Value::Word(text.as_str().to_owned()))
        }
        Kind::Paper => read_paper(table, key, entry, problems),
    }
}

fn read_colours(
    table: &Table<'_>,
    key: &str,
    entry: Entry<'_>,
    least: usize,
    problems: &mut Diagnostics,
) -> Option<Value> {
    let items = table.items(key, "a list of colours", problems)?;
    let count = items.len();
    let colours: Vec<Colour> =
        items.into_iter().filter_map(|item| read_colour(table, key, item, problems)).collect();
    if count < least {
        problems.push(
            Diagnostic::new(
                Code::InvalidValue,
                format!("`{key}` has {count} colours; {least} or more are needed"),
            )
            .at(entry.span, "")
            .help("neighbours have to differ in lightness, not in hue alone"),
        );
        return None;
    }
    (colours.len() == count).then_some(Value::Colours(colours))
}

/// A length in points, written with its unit.
fn read_length(
    key: &str,
    text: &MappedText,
    (least, most): (f64, f64),
    problems: &mut Diagnostics,
) -> Option<f64> {
    let written = text.as_str();
    let units = [("pt", 1.0), ("mm", 72.0 / 25.4), ("cm", 720.0 / 25.4), ("in", 72.0)];
    let points = units.iter().find_map(|(unit, points)| {
        let number = written.strip_suffix(unit)?.trim_end();
        let plain = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        number.parse::<f64>().ok().filter(|_| plain).map(|number| number * points)
    });
    let Some(points) = points else {
        problems.push(
            Diagnostic::new(
                Code::InvalidValue,
                format!("`{key}` is `{written}`, which is no length"),
            )
            .at(text.whole_span(), "")
            .help("write a number with pt, mm, cm or in, such as \"19mm\""),
        );
        return None;
    };
    if !(least..=most).contains(&points) {
        problems.push(out_of_bounds(
            key,
            written,
            &format!("{least}pt"),
            &format!("{most}pt"),
            text.whole_span(),
        ));
        return None;
    }
    Some(points)
}

fn read_number(
    key: &str,
    entry: Entry<'_>,
    (least, most): (f64, f64),
    problems: &mut Diagnostics,
) -> Option<Value> {
    let Some(number) = entry.number() else {
        problems.push(entry.wrong_type(key, "a number"));
        return None;
    };
    if !(least..=most).contains(&number) {
        problems.push(out_of_bounds(
            key,
            &number.to_string(),
            &least.to_string(),
            &most.to_string(),
            entry.span,
        ));
        return None;
    }
    Some(Value::Number(number))
}

fn read_type(
    table: &Table<'_>,
    key: &str,
    entry: Entry<'_>,
    bounds: (f64, f64),
    problems: &mut Diagnostics,
) -> Option<Value> {
    let inner = table.table_of(key, entry, problems)?;
    let size = inner.required_text("size", problems);
    let pitch = inner.required_text("pitch", problems);
    inner.finish(problems);
    let size = size.and_then(|text| read_length("size", &text, bounds, problems));
    let (size, text) = (size?, pitch?);
    // Closer lines touch each other, and wider ones fall apart.
    let pitch = read_length("pitch", &text, (size * 1.05, size * 2.5), problems)?;
    Some(Value::Type(size, pitch))
}

fn read_paper(
    table: &Table<'_>,
    key: &str,
    entry: Entry<'_>,
    problems: &mut Diagnostics,
) -> Option<Value> {
    if entry.is_table() {
        let inner = table.table_of(key, entry, problems)?;
        let width = inner.required_text("width", problems);
        let height = inner.required_text("height", problems);
        inner.finish(problems);
        let mut side = |key: &str, text: Option<MappedText>| {
            read_length(key, &text?, (280.0, 2400.0), problems)
        };
        let (width, height) = (side("width", width), side("height", height));
        return Some(Value::Paper(width?, height?));
    }
    let text = table.text_of(key, entry, problems)?;
    let found = PAPERS.iter().find(|(name, _, _)| *name == text.as_str());
    let Some((_, width, height)) = found else {
        let names: Vec<&str> = PAPERS.iter().map(|(name, _, _)| *name).collect();
        problems.push(unknown_word(&text, "paper", &names));
        return None;
    };
    let points = |millimetres: f64| millimetres * 72.0 / 25.4;
    Some(Value::Paper(points(*width), points(*height)))
}

fn wrong_word(key: &str, text: &MappedText, known: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{key}` cannot be `{}`", text.as_str()))
        .at(text.whole_span(), "")
        .nearest(text.as_str(), known.iter().copied())
        .help(format!("write one of {}", known.join(", ")))
}

fn out_of_bounds(key: &str, written: &str, least: &str, most: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{key}` is {written}, out of bounds"))
        .at(span, "")
        .help(format!("write a value from {least} to {most}"))
}
