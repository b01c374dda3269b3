//! What an equation may hold: symbols, letters, and the functions of Typst that set a formula.

use typst::foundations::Value;
use typst::{Library, LibraryExt as _};
use typst_syntax::{LinkedNode, SyntaxKind, parse_math};

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::MappedText;

/// The functions that an equation may call, beside accents and named operators.
const FUNCTIONS: [&str; 33] = [
    "abs",
    "attach",
    "bb",
    "binom",
    "bold",
    "cal",
    "cancel",
    "cases",
    "ceil",
    "display",
    "floor",
    "frac",
    "inline",
    "italic",
    "limits",
    "lr",
    "mat",
    "mid",
    "norm",
    "op",
    "overbrace",
    "overbracket",
    "overline",
    "root",
    "round",
    "sans",
    "scripts",
    "serif",
    "sqrt",
    "underbrace",
    "underline",
    "upright",
    "vec",
];

/// Reports everything by which an equation would reach beyond a formula.
pub fn check(formula: &MappedText, problems: &mut Diagnostics) {
    let root = parse_math(formula.as_str());
    visit(&LinkedNode::new(&root), formula, &Library::default(), problems);
}

fn visit(
    node: &LinkedNode<'_>,
    formula: &MappedText,
    library: &Library,
    problems: &mut Diagnostics,
) {
    if node.kind() == SyntaxKind::Error {
        problems.push(malformed(formula, node));
        return;
    }
    let reason = match node.kind() {
        SyntaxKind::Hash => Some("a formula holds no code"),
        SyntaxKind::Label | SyntaxKind::RefMarker => {
            Some("the `id` of the block names an equation")
        }
        SyntaxKind::Escape if is_numeric_escape(node.leaf_text()) => Some("write the digit itself"),
        SyntaxKind::LineComment | SyntaxKind::BlockComment => {
            Some("put remarks outside of the formula")
        }
        SyntaxKind::MathIdent if !is_member(node) && !is_allowed(node.leaf_text(), library) => {
            Some(
                "a formula has letters, symbols and the functions that set formulas; words stand in quotation marks",
            )
        }
        _ => None,
    };
    if let Some(reason) = reason {
        problems.push(refused(formula, node, reason));
        return;
    }
    for child in node.children() {
        visit(&child, formula, library, problems);
    }
}

/// Whether a name is a symbol, an accent, an operator, or a function that sets formulas.
fn is_allowed(name: &str, library: &Library) -> bool {
    if FUNCTIONS.contains(&name) {
        return true;
    }
    let binding = library.math.scope().get(name);
    binding.is_some_and(|binding| matches!(binding.read(), Value::Symbol(_) | Value::Content(_)))
}

fn is_numeric_escape(text: &str) -> bool {
    let hex = text.strip_prefix("\\u{").and_then(|rest| rest.strip_suffix('}'));
    let code = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
    code.is_some_and(char::is_numeric)
}

/// Whether a name is what follows a dot, as the variant of a symbol.
fn is_member(node: &LinkedNode<'_>) -> bool {
    node.parent()
        .is_some_and(|parent| parent.kind() == SyntaxKind::MathFieldAccess && node.index() > 0)
}

fn malformed(formula: &MappedText, node: &LinkedNode<'_>) -> Diagnostic {
    let (errors, _) = node.get().errors_and_warnings();
    let message = errors.first().map_or_else(
        || "the equation cannot be read".to_owned(),
        |error| format!("the equation cannot be read: {}", error.message),
    );
    Diagnostic::new(Code::Typesetting, message).at(formula.span(node.range()), "")
}

fn refused(formula: &MappedText, node: &LinkedNode<'_>, reason: &str) -> Diagnostic {
    let what = match node.kind() {
        SyntaxKind::Hash => "#",
        _ => node.leaf_text(),
    };
    Diagnostic::new(Code::TypstBlock, format!("an equation may not use `{what}`"))
        .at(formula.span(node.range()), reason)
}
