//! What a `typst` block may do: lay out words and lines that it says itself.
//!
//! Whatever is not on the list is refused, since Typst has many ways to reach beyond a block: to print through
//! the functions that set the data of the book, to change the numbers of others, to print the words of a claim
//! at another place, or to draw what cannot be read.

use std::collections::BTreeSet;

use typst::{Library, LibraryExt as _};
use typst_syntax::ast;
use typst_syntax::{LinkedNode, SyntaxKind, parse};

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::MappedText;

/// Every function and value of Typst that a block may name.
const ALLOWED: [&str; 58] = [
    "align",
    "aqua",
    "black",
    "block",
    "blue",
    "bottom",
    "box",
    "calc",
    "center",
    "cmyk",
    "colbreak",
    "columns",
    "emph",
    "end",
    "fuchsia",
    "gray",
    "green",
    "grid",
    "h",
    "horizon",
    "left",
    "length",
    "line",
    "linebreak",
    "list",
    "lower",
    "ltr",
    "luma",
    "lime",
    "maroon",
    "navy",
    "olive",
    "orange",
    "pad",
    "pagebreak",
    "par",
    "parbreak",
    "purple",
    "quote",
    "range",
    "rect",
    "red",
    "repeat",
    "rgb",
    "right",
    "rtl",
    "silver",
    "smallcaps",
    "stack",
    "start",
    "strike",
    "strong",
    "table",
    "teal",
    "text",
    "top",
    "underline",
    "v",
];

/// Syntax that reaches beyond a block, what it is called, and what it could do.
const REACHING: [(SyntaxKind, &str, &str); 7] = [
    (SyntaxKind::ModuleImport, "import", "a block has no other file"),
    (SyntaxKind::ModuleInclude, "include", "a block has no other file"),
    (SyntaxKind::ShowRule, "show", "it could change the words of claims"),
    (SyntaxKind::Contextual, "context", "it could print what stands elsewhere"),
    (SyntaxKind::Equation, "$", "numbers in formulas are no prose"),
    (SyntaxKind::Label, "<label>", "the book finds its own places by labels"),
    (SyntaxKind::Ref, "@reference", "references are written in prose"),
];

/// Reports everything by which a block would reach beyond itself.
pub fn check(block: &MappedText, problems: &mut Diagnostics) {
    let root = parse(block.as_str());
    let root = LinkedNode::new(&root);
    let mut bound = BTreeSet::new();
    collect_bound(&root, &mut bound);
    visit(&root, block, &bound, problems);
}

/// The names that a block gives itself: by `let`, as parameters, in loops. A name that is bound anywhere may
/// also stand where Typst's own is meant, so the names that reach beyond a block are never bound.
fn collect_bound(node: &LinkedNode<'_>, bound: &mut BTreeSet<String>) {
    let binds = matches!(
        node.kind(),
        SyntaxKind::LetBinding
            | SyntaxKind::Closure
            | SyntaxKind::Params
            | SyntaxKind::ForLoop
            | SyntaxKind::Destructuring
    );
    if binds {
        // Behind the sign of equality, or the `in`, stands a value.
        let pattern = node.children().take_while(|child| {
            !matches!(child.kind(), SyntaxKind::Eq | SyntaxKind::In | SyntaxKind::Arrow)
        });
        for child in pattern {
            bound.extend(name(&child));
            if child.kind() == SyntaxKind::Named {
                bound.extend(child.children().next().as_ref().and_then(name));
            }
        }
    }
    node.children().for_each(|child| collect_bound(&child, bound));
}

fn name(node: &LinkedNode<'_>) -> Option<String> {
    node.cast::<ast::Ident<'_>>().map(|name| name.as_str().to_owned())
}

fn visit(
    node: &LinkedNode<'_>,
    block: &MappedText,
    bound: &BTreeSet<String>,
    problems: &mut Diagnostics,
) {
    if let Some((_, what, reason)) = REACHING.iter().find(|(kind, ..)| *kind == node.kind()) {
        problems.push(refused(block, node, what, reason));
        return;
    }
    if let Some(name) = name(node).filter(|_| !is_member(node)) {
        let own = bound.contains(&name) && !is_of_typst(&name);
        let allowed = ALLOWED.contains(&name.as_str()) || own;
        if !allowed {
            let reason =
                "a block has words, rules, spaces and grids; the page of this rule lists them";
            problems.push(refused(block, node, &name, reason));
        }
    }
    for child in node.children() {
        visit(&child, block, bound, problems);
    }
}

/// Whether Typst itself has a function or a value of this name.
fn is_of_typst(name: &str) -> bool {
    typst::utils::LazyHash::new(Library::default()).global.scope().get(name).is_some()
        || name == "std"
}

fn refused(block: &MappedText, node: &LinkedNode<'_>, what: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::TypstBlock, format!("a `typst` block may not use `{what}`"))
        .at(block.span(node.range()), reason)
}

/// Whether a name is a field, a key or an argument, and no value of its own.
fn is_member(node: &LinkedNode<'_>) -> bool {
    let Some(parent) = node.parent() else { return false };
    match parent.kind() {
        SyntaxKind::FieldAccess => node.index() > 0,
        SyntaxKind::Named => node.index() == 0,
        _ => false,
    }
}
