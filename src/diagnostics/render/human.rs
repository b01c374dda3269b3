//! Diagnostics with the author's lines underlined. Only this file names the snippet crate.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostics::{Diagnostic, Label, Severity};
use crate::source::{FileId, SourceMap};

/// A diagnostic over several lines, with ANSI colours if `coloured`; ends without a line feed.
pub fn human(diagnostic: &Diagnostic, sources: &SourceMap, coloured: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note | Severity::Allow => Level::NOTE,
    };
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    for (file, labels) in by_file(&diagnostic.labels) {
        for near in near_each_other(labels) {
            group = group.element(snippet(file, &near, &diagnostic.labels[0], sources));
        }
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(note));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = if coloured { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).render(&[group]).trim_end().to_owned()
}

/// The labels of each file, the file of the primary one first.
fn by_file(labels: &[Label]) -> Vec<(FileId, Vec<&Label>)> {
    let mut files: Vec<(FileId, Vec<&Label>)> = Vec::new();
    for label in labels {
        match files.iter_mut().find(|(file, _)| *file == label.span.file) {
            Some((_, list)) => list.push(label),
            None => files.push((label.span.file, vec![label])),
        }
    }
    files
}

/// Labels far from each other are shown apart: the lines between are folded away at last, but looking
/// for their ends would take as long as reading a long file for each message.
fn near_each_other(labels: Vec<&Label>) -> Vec<Vec<&Label>> {
    const FAR: usize = 16 * 1024;
    let mut groups: Vec<Vec<&Label>> = Vec::new();
    for label in labels {
        let is_near = |group: &Vec<&Label>| {
            group.iter().any(|other| other.span.start.abs_diff(label.span.start) <= FAR)
        };
        match groups.iter_mut().find(|group| is_near(group)) {
            Some(group) => group.push(label),
            None => groups.push(vec![label]),
        }
    }
    groups
}

/// The lines from the first to the last label of a file; lines between are folded.
fn snippet<'a>(
    file: FileId,
    labels: &[&'a Label],
    primary: &Label,
    sources: &'a SourceMap,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let text = sources.text(file);
    let length = text.len();
    let first = labels.iter().map(|label| label.span.start.min(length)).min().unwrap_or(0);
    let last = labels.iter().map(|label| label.span.end.min(length)).max().unwrap_or(first);
    let window_start = line_start(text, first);
    let window_end = line_end(text, last);
    let line = sources.position_at(file, window_start).line;
    let mut snippet = Snippet::source(&text[window_start..window_end])
        .line_start(line)
        .path(sources.name(file))
        .fold(true);
    for label in labels {
        let kind = if std::ptr::eq(*label, primary) {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let start = boundary(text, label.span.start).clamp(window_start, window_end) - window_start;
        let end = boundary(text, label.span.end).clamp(window_start, window_end) - window_start;
        let annotation = kind.span(start..end.max(start));
        let remark = (!label.text.is_empty()).then_some(label.text.as_str());
        snippet = snippet.annotation(annotation.label(remark));
    }
    snippet
}

/// The first character boundary at or after a byte, so that no place cuts a character.
fn boundary(text: &str, byte: usize) -> usize {
    (byte..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

fn line_start(text: &str, byte: usize) -> usize {
    text.as_bytes()[..byte].iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1)
}

fn line_end(text: &str, byte: usize) -> usize {
    text.as_bytes()[byte..].iter().position(|&b| b == b'\n').map_or(text.len(), |at| byte + at)
}
