//! The words that a template holds itself.

use typst_syntax::{LinkedNode, SyntaxKind, parse};

/// Every string and every word of markup in a file of Typst, with the byte where it begins.
pub fn literals(text: &str) -> Vec<(usize, String)> {
    let root = parse(text);
    let mut found = Vec::new();
    visit(&LinkedNode::new(&root), &mut found);
    found
}

fn visit(node: &LinkedNode<'_>, found: &mut Vec<(usize, String)>) {
    match node.kind() {
        SyntaxKind::Str | SyntaxKind::Text => {
            let words = node.leaf_text().trim_matches('"').to_owned();
            found.push((node.offset(), words));
        }
        _ => node.children().for_each(|child| visit(&child, found)),
    }
}
