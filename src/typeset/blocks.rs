//! What a `typst` block may not do: reach beyond itself.
//!
//! A block lays out what it says itself. With an import it could print through the functions that set the
//! data of the book, and by changing counters or states it could change the numbers of others.

use typst_syntax::ast;
use typst_syntax::{LinkedNode, SyntaxKind, parse};

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::MappedText;

/// Functions that reach beyond a block, and what they would do.
const REACHING: [(&str, &str); 12] = [
    ("counter", "it could change the numbers of others"),
    ("state", "it could change what others print"),
    ("eval", "what it makes has no place in the report"),
    ("plugin", "what it makes has no place in the report"),
    ("image", "the numbers in an image cannot be read"),
    ("read", "the files of the book are set by its templates"),
    ("json", "the files of the book are set by its templates"),
    ("toml", "the files of the book are set by its templates"),
    ("yaml", "the files of the book are set by its templates"),
    ("csv", "the files of the book are set by its templates"),
    ("xml", "the files of the book are set by its templates"),
    ("cbor", "the files of the book are set by its templates"),
];

/// Reports everything by which a block would reach beyond itself.
pub fn check(block: &MappedText, problems: &mut Diagnostics) {
    let root = parse(block.as_str());
    visit(&LinkedNode::new(&root), block, problems);
}

fn visit(node: &LinkedNode<'_>, block: &MappedText, problems: &mut Diagnostics) {
    let refused = match node.kind() {
        SyntaxKind::ModuleImport => Some(("import".to_owned(), "a block has no other file")),
        SyntaxKind::ModuleInclude => Some(("include".to_owned(), "a block has no other file")),
        SyntaxKind::Ident | SyntaxKind::MathIdent => {
            let name = node.cast::<ast::Ident<'_>>().map(|name| name.as_str().to_owned());
            let name = name.unwrap_or_default();
            let known = REACHING.iter().find(|(reaching, _)| *reaching == name);
            known.filter(|_| !is_member(node)).map(|(_, reason)| (name, *reason))
        }
        _ => None,
    };
    if let Some((name, reason)) = refused {
        let span = block.span(node.range());
        problems.push(
            Diagnostic::new(Code::TypstBlock, format!("a `typst` block may not use `{name}`"))
                .at(span, reason),
        );
    }
    for child in node.children() {
        visit(&child, block, problems);
    }
}

/// Whether a name is a field, a key or an argument, and no function of the language.
fn is_member(node: &LinkedNode<'_>) -> bool {
    let Some(parent) = node.parent() else { return false };
    match parent.kind() {
        SyntaxKind::FieldAccess => node.index() > 0,
        SyntaxKind::Named => node.index() == 0,
        _ => false,
    }
}
