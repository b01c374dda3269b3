//! `[bibliography]` of `report.toml`: files with works, and the style in which they are cited.

use super::TEXT_LIMIT;
use super::manifest::read_path;
use super::reader::Table;
use crate::bibliography::{Bibliography, Style, parse};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::files::{Folder, read_text};
use crate::source::{FileId, MappedText, SourceMap, Span};

/// Reads the table with the files that it names.
pub fn read_bibliography(
    root: &Table<'_>,
    folder: &dyn Folder,
    sources: &mut SourceMap,
    problems: &mut Diagnostics,
) -> Option<Bibliography> {
    let table = root.table("bibliography", problems)?;
    table.require("files", problems);
    let mut files = Vec::new();
    let mut works = Vec::new();
    for text in table.texts("files", problems) {
        let name = text.as_str();
        if ![".bib", ".yml", ".yaml"].iter().any(|end| name.ends_with(end)) {
            problems.push(no_file_of_works(&text));
            continue;
        }
        let Some(path) = read_path(&text, problems) else { continue };
        let span = Some(text.whole_span());
        let file = read_text(folder, &path, TEXT_LIMIT, span, sources, problems);
        let Some(file) = file else { continue };
        files.push(file);
        match parse(path.as_str(), sources.text(file)) {
            Ok(found) => works.extend(found.into_iter().map(|work| work.in_file(file))),
            Err(faults) => {
                for fault in faults {
                    let place = Span::new(file, fault.range);
                    problems.push(malformed(path.as_str(), &fault.message, place));
                }
            }
        }
    }
    let style = match table.text("style", problems) {
        Some(text) => read_style(&text, &mut files, folder, sources, problems),
        None => Style::named(Style::DEFAULT),
    };
    let all = table.flag("all", problems).unwrap_or(false);
    let span = table.span();
    table.finish(problems);
    Some(Bibliography { files, works, style: style?, all, span })
}

fn read_style(
    text: &MappedText,
    files: &mut Vec<FileId>,
    folder: &dyn Folder,
    sources: &mut SourceMap,
    problems: &mut Diagnostics,
) -> Option<Style> {
    let span = text.whole_span();
    let style = if text.as_str().ends_with(".csl") {
        let path = read_path(text, problems)?;
        let file = read_text(folder, &path, TEXT_LIMIT, Some(span), sources, problems)?;
        files.push(file);
        match Style::of_csl(sources.text(file)) {
            Ok(style) => style,
            Err(fault) => {
                problems.push(no_style(path.as_str(), &fault, Span::new(file, 0..0)));
                return None;
            }
        }
    } else {
        let Some(style) = Style::named(text.as_str()) else {
            problems.push(unknown_style(text));
            return None;
        };
        style
    };
    if style.cites_in_notes() || !style.has_list() {
        problems.push(style_of_notes(text));
        return None;
    }
    Some(style)
}

fn no_file_of_works(text: &MappedText) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{}` is no file of works", text.as_str()))
        .at(text.whole_span(), "")
        .help("works are read from BibTeX (`.bib`) and from Hayagriva's YAML (`.yml`)")
}

fn malformed(path: &str, message: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::MalformedData, format!("`{path}` cannot be read: {message}"))
        .at(span, "here")
}

fn no_style(path: &str, message: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::MalformedData, format!("`{path}` is no style: {message}"))
        .at(span, "")
        .help("a style is an independent style of CSL, version 1.0")
}

fn unknown_style(text: &MappedText) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("there is no style `{}`", text.as_str()))
        .at(text.whole_span(), "")
        .nearest(text.as_str(), Style::names())
        .help("name one such as `gb-7714-2025-numeric` or `apa`, or a `.csl` file of the report")
}

fn style_of_notes(text: &MappedText) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("the style `{}` cites in footnotes", text.as_str()))
        .at(text.whole_span(), "")
        .help("choose one that cites by number or by author and year and makes a list")
}
