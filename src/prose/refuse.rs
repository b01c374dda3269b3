//! What prose may not contain, each with its message: the wording, and the search for links that
//! Markdown did not recognise.

use super::{Inline, Prose};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// Reports text that looks like a claim link but is none, such as `[12]（#a）` or `【12】(#a)`.
pub fn malformed_links(prose: &Prose, problems: &mut Diagnostics) {
    for passage in prose.passages() {
        let text = passage.text();
        for (at, _) in text.match_indices('#') {
            let before = text[..at].trim_end();
            let Some(rest) = before.strip_suffix(['(', '（']) else { continue };
            let Some(open) = rest.trim_end().strip_suffix([']', '】', '］']) else { continue };
            let start = open.rfind(['[', '【', '［']).unwrap_or(open.len());
            let end = text[at..].find([')', '）']).map_or(text.len(), |n| {
                at + n + text[at + n..].chars().next().map_or(0, char::len_utf8)
            });
            problems.push(malformed_link(passage.span(start..end)));
        }
    }
    nested_links(prose, problems);
}

/// comrak keeps the inner link and prints the outer brackets; emphasis may hide one in another.
fn nested_links(prose: &Prose, problems: &mut Diagnostics) {
    fn search(inlines: &[Inline], inside: bool, problems: &mut Diagnostics) {
        for inline in inlines {
            match inline {
                Inline::Link(link) => {
                    if inside {
                        problems.push(malformed_link(link.span));
                    }
                    search(&link.children, true, problems);
                }
                Inline::WebLink { children, .. } => search(children, true, problems),
                Inline::Emphasis(children) | Inline::Strong(children) => {
                    search(children, inside, problems);
                }
                _ => {}
            }
        }
    }
    for block in &prose.blocks {
        if let super::Block::Paragraph(inlines) = block {
            search(inlines, false, problems);
        }
    }
}

fn malformed_link(span: Span) -> Diagnostic {
    Diagnostic::new(Code::MalformedClaimLink, "this looks like a claim link, but Markdown reads it as text")
        .at(span, "not a link")
        .help("write `[words](#id)`: ASCII brackets, nothing between `](`, no blank in the id, no link inside a link")
}

fn unsupported(span: Span, message: &str, help: &str) -> Diagnostic {
    Diagnostic::new(Code::UnsupportedMarkdown, message).at(span, "").help(help)
}

pub fn heading(span: Span) -> Diagnostic {
    unsupported(
        span,
        "a heading in prose would break the numbering of sections",
        "give a section its `title`; escape a sign that is meant (`\\#`), and remove a line of `---` or `===` under text",
    )
}

pub fn thematic_break(span: Span) -> Diagnostic {
    unsupported(
        span,
        "a rule (`---`) in prose is not printed",
        "start a new block or section instead",
    )
}

pub fn code_block(span: Span) -> Diagnostic {
    unsupported(
        span,
        "indented or fenced text becomes a code block, whose numbers nobody would check",
        "remove the indentation, or quote the text with `> `",
    )
}

pub fn html(span: Span) -> Diagnostic {
    unsupported(span, "raw HTML is not printed", "remove the tag; write `\\<` for a less-than sign")
}

pub fn image(span: Span) -> Diagnostic {
    unsupported(
        span,
        "an image in prose could show numbers that nobody has checked",
        "draw it from data with a `figure` block",
    )
}

pub fn unknown(span: Span) -> Diagnostic {
    unsupported(span, "this Markdown construct is not printed", "write it as plain text")
}

pub fn accidental_list(span: Span) -> Diagnostic {
    unsupported(
        span,
        "this line becomes a list since it starts with a list mark",
        "leave a blank line before a list that is meant; otherwise move the mark away from the start of the line",
    )
}

pub fn list_number(span: Span, found: usize, wanted: usize) -> Diagnostic {
    unsupported(
        span,
        &format!("a list numbered {found} would be printed as {wanted}"),
        "number lists 1, 2, 3; write `2019\\.` for a year that starts a line",
    )
}

pub fn emphasis_in_word(span: Span) -> Diagnostic {
    unsupported(
        span,
        "asterisks inside a word vanish and make emphasis",
        "write `\\*`, or `×` for a multiplication sign",
    )
}

pub fn link_title(span: Span) -> Diagnostic {
    unsupported(span, "the title of a link is not printed", "remove the text in quotation marks")
}

pub fn link_target(span: Span, url: &str) -> Diagnostic {
    Diagnostic::new(
        Code::MalformedClaimLink,
        format!("`{url}` is neither an id (`#id`) nor an address of the web"),
    )
    .at(span, "")
    .help("write `[words](#id)` for a claim, `[words](https://...)` for a page")
}

pub fn repeated_footnote(span: Span, name: &str) -> Diagnostic {
    unsupported(
        span,
        &format!("footnote `{name}` is marked a second time"),
        "define a footnote of its own for each mark",
    )
}

pub fn link_definition(span: Span) -> Diagnostic {
    unsupported(
        span,
        "a definition of a link, `[..]: ..`, does not belong to Recto's Markdown",
        "write the link in place, `[words](https://...)`, or another sign for the colon",
    )
}

pub fn swallowed(span: Span, is_footnote: bool) -> Diagnostic {
    if is_footnote {
        return unsupported(
            span,
            "a footnote that nothing refers to is not printed",
            "refer to it where it belongs, or delete it",
        );
    }
    unsupported(
        span,
        "Markdown would swallow this text",
        "escape the sign before it with a backslash",
    )
}
