//! The pages of the manual about rules, embedded in the program.

use crate::diagnostics::Code;

macro_rules! pages {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../docs/rules/", $name, ".md")))),*]
    };
}

const PAGES: &[(&str, &str)] = pages![
    "attribution-missing",
    "base-unstated",
    "claim-cuts-quantity",
    "claim-missing-in-language",
    "claim-refuted",
    "claim-without-quantity",
    "cluster-unavailable",
    "colliding-answer",
    "data-as-of",
    "database-unavailable",
    "duplicate-id",
    "false-precision",
    "file-too-large",
    "hedge-dropped",
    "holds-proves-no-number",
    "integer-division",
    "invalid-exhibit",
    "invalid-id",
    "invalid-utf-8",
    "invalid-value",
    "language-disagreement",
    "loose-bound",
    "malformed-claim-link",
    "malformed-data",
    "missing-glyph",
    "missing-key",
    "missing-language",
    "mixed-column",
    "mixed-period-length",
    "multiplied-rows",
    "noun-missing",
    "nulls-in-mean",
    "numeral-style-en",
    "numeral-style-zh",
    "outdated-lock",
    "parts-and-total",
    "percent-or-points",
    "period-mismatch",
    "preflight",
    "quantifier",
    "query-failed",
    "query-with-many-rows",
    "query-with-null",
    "query-without-rows",
    "quote-missing",
    "repeated-count",
    "row-order",
    "scale-slip",
    "self-proving-query",
    "source-without-provenance",
    "toml-syntax",
    "typesetting",
    "typst-block",
    "unaccounted-ink",
    "unbacked-change",
    "unbacked-number",
    "unbacked-rank",
    "unit-mismatch",
    "unknown-key",
    "unknown-reference",
    "unprintable-answer",
    "unreadable-file",
    "unresolved-number",
    "unsupported-markdown",
    "unused-claim",
    "unused-source",
    "unusable-previous",
    "wrong-type",
];

/// The page of a rule, as Markdown.
///
/// # Panics
/// When a rule has no page; a test holds that each has one.
pub fn page(code: Code) -> &'static str {
    let page = PAGES.iter().find(|(name, _)| *name == code.name());
    page.expect("every rule has a page").1
}

/// What a rule finds, in a sentence: the first paragraph of its page.
pub fn summary(code: Code) -> String {
    paragraph(page(code).split("\n\n").nth(1).unwrap_or_default())
}

/// Why a rule finds it: the first paragraph under that heading of its page.
pub fn reason(code: Code) -> String {
    let section = page(code).split_once("\n## Why\n").map_or("", |(_, section)| section);
    paragraph(section.trim_start().split("\n\n").next().unwrap_or_default())
}

fn paragraph(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_its_page() {
        for code in Code::all() {
            assert!(page(code).starts_with(&format!("# {code}\n")), "{code}");
            for sentence in [summary(code), reason(code)] {
                let ends = sentence.ends_with('.') || sentence.ends_with(':');
                assert!(ends && !sentence.contains("## "), "{code}: {sentence}");
            }
        }
        assert_eq!(PAGES.len(), Code::all().count());
    }
}
