//! Reads `theme.toml` key by key, and the files that belong to it.

use std::collections::BTreeMap;

use super::super::chapter::parse_toml;
use super::super::manifest::{read_path, unknown_word};
use super::super::reader::{Entry, Table};
use super::super::{FontSettings, TEXT_LIMIT};
use super::built_in::{BUILT_IN, BuiltIn, CUSTOMARY};
use super::colour::{Colour, read_colour};
use super::keys::{Kind, PAPERS, READ_ON, SECTIONS, Section};
use super::{SETTINGS, Theme, ThemeFile, Value};
use crate::charts;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use crate::files::{Folder, RelativePath, read_text};
use crate::source::{FileId, MappedText, MappedTextBuilder, SourceMap, Span};

/// The least contrast of text on its ground (WCAG 2.1, level AA).
const CONTRAST: f64 = 4.5;

type Values = BTreeMap<&'static str, BTreeMap<&'static str, Value>>;
type Places = BTreeMap<(&'static str, &'static str), Span>;

/// The theme of a name: one of the program, or the one in a folder. `referrer` is where it is named, if a file
/// names it.
pub fn choose(
    (name, referrer): (&str, Option<Span>),
    folder: &dyn Folder,
    fonts: &FontSettings,
    sources: &mut SourceMap,
    problems: &mut Diagnostics,
) -> Option<Theme> {
    if let Some(theme) = BuiltIn::named(name) {
        return Some(built_in(theme));
    }
    let names: Vec<&str> = BUILT_IN.iter().map(|theme| theme.name).collect();
    let path =
        RelativePath::parse(name).and_then(|_| RelativePath::parse(&format!("{name}/{SETTINGS}")));
    let readable = path.as_ref().is_ok_and(|path| folder.length(path).is_ok());
    let (Ok(path), true) = (path, readable) else {
        problems.push(no_theme(name, referrer, &names));
        return None;
    };
    let file = read_text(folder, &path, TEXT_LIMIT, referrer, sources, problems)?;
    let text = sources.shared_text(file);
    let entries = parse_toml(file, &text, problems)?;
    let root = Table::root(file, &text, &entries);
    let paths = root.texts("files", problems);
    let mut places = Places::new();
    let before = problems.len();
    let mut values = customary_values();
    overlay(&mut values, read_values(&root, &mut places, problems));
    root.finish(problems);
    check_faces(&values, &places, fonts, problems);
    if problems.len() == before {
        check_contrast(&values, &places, problems);
        check_page(&values, &places, Span::new(file, 0..0), problems);
    }
    let mut theme =
        Theme { name: name.to_owned(), values, files: BTreeMap::new(), read: vec![file] };
    check_palette(&theme, &places, problems);
    for written in paths {
        let Some(inner) = read_path(&written, problems) else { continue };
        if !matches!(inner.as_str().rsplit_once('.'), Some((_, "typ" | "svg"))) {
            problems.push(no_theme_file(&written));
            continue;
        }
        let Ok(path) = RelativePath::parse(&format!("{name}/{inner}")) else { continue };
        let place = Some(written.whole_span());
        let Some(file) = read_text(folder, &path, TEXT_LIMIT, place, sources, problems) else {
            continue;
        };
        theme.read.push(file);
        theme.files.insert(inner.as_str().to_owned(), ThemeFile::Given(whole(file, sources)));
    }
    Some(theme)
}

/// A theme of the program.
///
/// # Panics
/// Never: the tests read every one of them.
pub fn built_in(theme: &'static BuiltIn) -> Theme {
    let mut values = customary_values();
    if theme.name != CUSTOMARY.name {
        overlay(&mut values, values_of(theme));
    }
    let files = theme.files.iter().filter(|(name, _)| *name != SETTINGS);
    let files = files.map(|(name, text)| ((*name).to_owned(), ThemeFile::BuiltIn(text)));
    Theme { name: theme.name.to_owned(), values, files: files.collect(), read: Vec::new() }
}

fn customary_values() -> Values {
    values_of(CUSTOMARY)
}

/// The values of a theme of the program.
fn values_of(theme: &BuiltIn) -> Values {
    let (name, text) = theme.files[0];
    let mut problems = Diagnostics::new();
    let file = SourceMap::default().add(name, text);
    let entries = parse_toml(file, text, &mut problems).expect("themes of the program are TOML");
    let root = Table::root(file, text, &entries);
    root.texts("files", &mut problems);
    let values = read_values(&root, &mut Places::new(), &mut problems);
    root.finish(&mut problems);
    assert!(problems.is_empty(), "{}: {problems:?}", theme.name);
    values
}

fn overlay(values: &mut Values, given: Values) {
    for (section, keys) in given {
        values.entry(section).or_default().extend(keys);
    }
}

fn read_values(root: &Table<'_>, places: &mut Places, problems: &mut Diagnostics) -> Values {
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

/// Every family has to be that of a font at hand.
fn check_faces(values: &Values, places: &Places, fonts: &FontSettings, problems: &mut Diagnostics) {
    for (key, value) in &values["faces"] {
        let Some(place) = places.get(&("faces", *key)) else { continue };
        let Value::Word(family) = value else { continue };
        // Where a file of the report is missing, its families are not known.
        if *key != "titles" && !fonts.known.contains(family) && fonts.absent.is_empty() {
            problems.push(no_family(family, *place, &fonts.known));
        }
    }
}

/// Text has to stand out from what it is printed on.
fn check_contrast(values: &Values, places: &Places, problems: &mut Diagnostics) {
    let paper = Colour { rgb: [255; 3], cmyk: [0.0; 4], spot: None };
    let colour = |name: &str| match values["colours"].get(name) {
        Some(Value::Colour(colour)) => colour.clone(),
        _ => paper.clone(),
    };
    let mut check = |section, text: &'static str, over: &Colour, ground: &'static str| {
        let Some(Value::Colour(front)) = values[section].get(text) else { return };
        let place = places.get(&(section, text)).or_else(|| places.get(&("colours", ground)));
        let ratio = front.contrast(over);
        if let (Some(place), true) = (place, ratio < CONTRAST) {
            problems.push(low_contrast(text, ground, ratio, *place));
        }
    };
    for (text, grounds) in READ_ON {
        for ground in *grounds {
            check("colours", text, &colour(ground), ground);
        }
    }
    check("charts", "text", &paper, "paper");
    check("charts", "quiet", &paper, "paper");
}

/// Colours of series have to stay apart for every kind of sight, and in a print in grey.
fn check_palette(theme: &Theme, places: &Places, problems: &mut Diagnostics) {
    let Some(place) = places.get(&("charts", "palette")) else { return };
    let weaknesses = charts::weaknesses(&theme.chart_style());
    if weaknesses.is_empty() {
        return;
    }
    let mut weak = Diagnostic::new(
        Code::InvalidValue,
        "some readers, or a print in grey, cannot tell the colours of the palette apart",
    )
    .at(*place, "")
    .help("let dark and light colours take turns, all of them dark enough on white");
    weak.severity = Severity::Warning;
    problems.push(weaknesses.into_iter().fold(weak, Diagnostic::note));
}

/// The margins have to leave room for text.
fn check_page(values: &Values, places: &Places, file: Span, problems: &mut Diagnostics) {
    let length = |section: &str, key: &str| match values.get(section).and_then(|keys| keys.get(key))
    {
        Some(Value::Length(points)) => *points,
        _ => 0.0,
    };
    let Some(Value::Paper(width, height)) = values["page"].get("paper") else { return };
    let place = |keys: &[(&'static str, &'static str)]| {
        keys.iter().find_map(|key| places.get(key)).copied().unwrap_or(file)
    };
    for (section, least) in [("page.parallel", 280.0), ("page.single", 160.0)] {
        let room = width - length(section, "inside") - length(section, "outside");
        if room < least {
            let keys = [(section, "inside"), (section, "outside"), ("page", "paper")];
            problems.push(no_room(section, "wide", room, least, place(&keys)));
        }
    }
    let room = height - length("page", "top") - length("page", "bottom");
    if room < 240.0 {
        let keys = [("page", "top"), ("page", "bottom"), ("page", "paper")];
        problems.push(no_room("page", "high", room, 240.0, place(&keys)));
    }
}

fn whole(file: FileId, sources: &SourceMap) -> MappedText {
    let mut text = MappedTextBuilder::new(file, 0);
    text.push_verbatim(sources.text(file), 0);
    text.finish()
}

fn no_theme(name: &str, referrer: Option<Span>, names: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::InvalidValue,
        format!(
            "there is no theme `{name}`: it is none of the program, and no folder of the report with a {SETTINGS}"
        ),
    );
    let diagnostic = match referrer {
        Some(span) => diagnostic.at(span, ""),
        None => diagnostic,
    };
    diagnostic.nearest(name, names.iter().copied()).help(format!(
        "write one of {}, or a folder; `recto new theme DIR` makes one",
        names.join(", ")
    ))
}

fn no_theme_file(path: &MappedText) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        format!("`{}` cannot be a file of a theme", path.as_str()),
    )
    .at(path.whole_span(), "")
    .help("a theme has Typst (.typ) and drawings (.svg): the numbers in any other file could not be read")
}

fn no_family(family: &str, span: Span, known: &[String]) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("no font has the family `{family}`"))
        .at(span, "")
        .nearest(family, known.iter().map(String::as_str))
        .help(format!(
            "the fonts at hand are {}; `[fonts]` of report.toml adds others",
            known.join(", ")
        ))
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

fn low_contrast(text: &str, ground: &str, ratio: f64, span: Span) -> Diagnostic {
    // Rounded down: 4.499 is not 4.5.
    let shown = (ratio * 100.0).floor() / 100.0;
    Diagnostic::new(
        Code::InvalidValue,
        format!(
            "`{text}` on `{ground}` has a contrast of {shown} : 1, too little to be read by all"
        ),
    )
    .at(span, "")
    .help(format!(
        "make one darker or the other lighter: {CONTRAST} : 1 is the least for text (WCAG 2.1)"
    ))
}

fn no_room(section: &str, what: &str, room: f64, least: f64, span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        format!("`[{section}]` leaves a text {} pt {what}, too little", room.round()),
    )
    .at(span, "")
    .help(format!("choose smaller margins or a larger paper: the text needs {least} pt"))
}
