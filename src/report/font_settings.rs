//! `[fonts]` of `report.toml`: faces that a report brings for its languages.

use std::collections::BTreeMap;

use super::manifest::read_path;
use super::reader::Table;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use crate::files::{Folder, RelativePath, read_bytes};
use crate::fonts::{FAMILIES, FontFile, is_font_path};
use crate::language::Language;
use crate::source::{MappedText, Span};

/// The largest font file that is read, in bytes.
const FONT_LIMIT: usize = 128 << 20;

/// The faces that a report brings.
#[derive(Clone, Debug, Default)]
pub struct FontSettings {
    /// The files, in the order of `report.toml`.
    pub files: Vec<GivenFont>,
    /// The families of the fonts of the program and of these files.
    pub known: Vec<String>,
    /// Which families a language is set in, where they are not those of the theme.
    pub families: BTreeMap<Language, Families>,
    /// Whether the files are attached to a PDF that carries its report.
    pub attach: bool,
    /// Why files that are named cannot be read. Where a PDF is proved that does not carry them, this is no fault.
    pub absent: Vec<Diagnostic>,
}

/// A font file of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenFont {
    /// Its path in the report.
    pub path: RelativePath,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The names of its families.
    pub families: Vec<String>,
}

impl FontSettings {
    /// The families that the report brings, each once.
    pub fn given(&self) -> Vec<&str> {
        let mut given: Vec<&str> = Vec::new();
        for family in self.files.iter().flat_map(|file| &file.families) {
            if !given.contains(&family.as_str()) {
                given.push(family);
            }
        }
        given
    }
}

/// The families of a language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Families {
    /// For running text.
    pub serif: Option<String>,
    /// For headings, tables and captions.
    pub sans: Option<String>,
    /// For emphasis in Han text.
    pub emphasis: Option<String>,
}

/// Reads the table and the files that it names.
pub fn read_fonts(
    root: &Table<'_>,
    languages: &[Language],
    folder: &dyn Folder,
    problems: &mut Diagnostics,
) -> FontSettings {
    let mut known: Vec<String> = FAMILIES.map(str::to_owned).to_vec();
    let mut settings =
        FontSettings { attach: true, known: known.clone(), ..FontSettings::default() };
    let Some(table) = root.table("fonts", problems) else { return settings };
    for text in table.texts("files", problems) {
        known.extend(read_file(&text, folder, &mut settings, problems));
    }
    settings.attach = table.flag("attach", problems).unwrap_or(true);
    if let Some(families) = table.table("families", problems) {
        for (tag, entry) in families.keys() {
            let Some(table) = families.table_of(&tag, entry, problems) else { continue };
            let Some(language) = languages.iter().find(|language| language.tag() == tag) else {
                problems.push(no_such_language(&tag, entry.key_span, languages));
                continue;
            };
            // Where a file is missing, its families are not known, and that it is missing says enough.
            let known = settings.absent.is_empty().then_some(known.as_slice());
            let chosen = read_families(&table, known, problems);
            settings.families.insert(language.clone(), chosen);
        }
        families.finish(problems);
    }
    table.finish(problems);
    settings.known = known;
    settings
}

/// Reads a font file; what comes back are its families.
fn read_file(
    text: &MappedText,
    folder: &dyn Folder,
    settings: &mut FontSettings,
    problems: &mut Diagnostics,
) -> Vec<String> {
    let span = text.whole_span();
    let Some(path) = read_path(text, problems) else { return Vec::new() };
    if settings.files.iter().any(|file| file.path == path) {
        problems.push(repeated(text));
        return Vec::new();
    }
    let mut unread = Diagnostics::new();
    let Some(bytes) = read_bytes(folder, &path, FONT_LIMIT, Some(span), &mut unread) else {
        settings.absent.extend(unread.iter().cloned());
        return Vec::new();
    };
    let file = FontFile::read(&bytes).filter(|_| is_font_path(path.as_str()));
    let Some(file) = file else {
        problems.push(no_font(text));
        return Vec::new();
    };
    if !file.may_be_embedded {
        problems.push(embedding_forbidden(text));
    }
    let families = file.families;
    settings.files.push(GivenFont { path, bytes, families: families.clone() });
    families
}

fn read_families(
    table: &Table<'_>,
    known: Option<&[String]>,
    problems: &mut Diagnostics,
) -> Families {
    let mut family = |key: &str| {
        let text = table.text(key, problems)?;
        if let Some(known) = known
            && !known.iter().any(|known| known.eq_ignore_ascii_case(text.as_str()))
        {
            problems.push(unknown_family(&text, known));
        }
        Some(text.as_str().to_owned())
    };
    let families =
        Families { serif: family("serif"), sans: family("sans"), emphasis: family("emphasis") };
    table.finish(problems);
    families
}

fn no_font(text: &MappedText) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{}` is no font", text.as_str()))
        .at(text.whole_span(), "neither OpenType nor TrueType")
        .help("give the .otf, .ttf or .ttc file itself; a .woff2 file has to be unpacked first")
}

fn embedding_forbidden(text: &MappedText) -> Diagnostic {
    let message =
        format!("the font `{}` says that it must not be embedded in a document", text.as_str());
    let mut diagnostic = Diagnostic::new(Code::InvalidValue, message)
        .at(text.whole_span(), "`fsType` of its table OS/2 is \u{2018}restricted\u{2019}")
        .help("ask its maker for leave, or choose another font: a PDF embeds what it shows");
    diagnostic.severity = Severity::Warning;
    diagnostic
}

fn repeated(text: &MappedText) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("the font `{}` is listed twice", text.as_str()))
        .at(text.whole_span(), "")
}

fn unknown_family(text: &MappedText, known: &[String]) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("no font has the family `{}`", text.as_str()))
        .at(text.whole_span(), "")
        .nearest(text.as_str(), known.iter().map(String::as_str))
        .help(format!("the fonts at hand are {}", known.join(", ")))
}

fn no_such_language(tag: &str, span: Span, languages: &[Language]) -> Diagnostic {
    let tags: Vec<&str> = languages.iter().map(Language::tag).collect();
    Diagnostic::new(Code::InvalidValue, format!("the report has no language `{tag}`"))
        .at(span, "")
        .help(format!("its languages are {}", tags.join(", ")))
}
