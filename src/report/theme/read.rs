//! Finds a theme, reads its `theme.toml` and the files that belong to it.

use std::collections::BTreeMap;

use super::super::chapter::parse_toml;
use super::super::manifest::read_path;
use super::super::reader::Table;
use super::super::{FontSettings, TEXT_LIMIT};
use super::built_in::{BUILT_IN, BuiltIn, CUSTOMARY};
use super::checks::{check_contrast, check_faces, check_page, check_palette};
use super::values::{Places, Values, read_values};
use super::{SETTINGS, Theme, ThemeFile};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::files::{Folder, RelativePath, read_text};
use crate::source::{FileId, MappedText, MappedTextBuilder, SourceMap, Span};

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
        if !inner.as_str().ends_with(".typ") {
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
    .help("a theme has Typst alone (.typ): numbers in a picture could not be read; draw a logo with `curve`")
}
