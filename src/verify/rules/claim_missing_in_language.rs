//! `claim-missing-in-language`: a block asserts a claim in one language and not in another.

use std::collections::BTreeMap;

use crate::claims::{Claim, Target};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::source::Span;
use crate::verify::CheckedReport;

/// Compares the claims of each localised string across its languages.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for (unit, localised) in checked.report.localised().into_iter().enumerate() {
        let uses = uses_of_unit(checked, unit);
        for (&index, places) in &uses {
            let claim = &checked.claims.list[index];
            for text in &localised.texts {
                let language = &text.language;
                let excused = claim.only.as_ref().is_some_and(|(only, _)| only != language);
                if !excused && !places.iter().any(|(used_in, _)| *used_in == language) {
                    let (other, span) = &places[0];
                    // A whole paragraph is too long to underline; its first character says where it is.
                    let first = text.prose.source.as_str().chars().next().map_or(0, char::len_utf8);
                    let gap = text.prose.source.span(0..first);
                    problems.push(missing(claim, language, other, *span, gap));
                }
            }
            for (language, span) in places {
                if let Some((only, _)) = &claim.only
                    && only != *language
                {
                    problems.push(in_other_language(claim, only, language, *span));
                }
            }
        }
    }
}

type Places<'a> = Vec<(&'a Language, Span)>;

/// Where each claim stands in a localised string, by the index of the claim.
fn uses_of_unit(checked: &CheckedReport, unit: usize) -> BTreeMap<usize, Places<'_>> {
    let mut uses: BTreeMap<usize, Places<'_>> = BTreeMap::new();
    // Texts are in the order of the units, so those of one unit stand together.
    let texts = &checked.claims.texts;
    let first = texts.partition_point(|text| text.unit < unit);
    for text in texts[first..].iter().take_while(|text| text.unit == unit) {
        for link in &text.passage.links {
            if let Some(Target::Claim(index)) = checked.claims.names.get(&link.id) {
                uses.entry(index).or_default().push((&text.language, link.span));
            }
        }
    }
    uses
}

fn missing(
    claim: &Claim,
    language: &Language,
    other: &Language,
    span: Span,
    gap: Span,
) -> Diagnostic {
    let id = &claim.id.name;
    Diagnostic::new(
        Code::ClaimMissingInLanguage,
        format!("claim `{id}` stands in `{other}` here, but not in `{language}`"),
    )
    .at(gap, format!("the wording in `{language}` does not state it"))
    .at(span, format!("stated in `{other}`"))
    .help(format!("state it in `{language}` too, or set `only = \"{other}\"` with a `reason`"))
}

fn in_other_language(
    claim: &Claim,
    only: &Language,
    language: &Language,
    span: Span,
) -> Diagnostic {
    let id = &claim.id.name;
    Diagnostic::new(
        Code::ClaimMissingInLanguage,
        format!("claim `{id}` is for `{only}` only, but stands in `{language}`"),
    )
    .at(span, "")
    .help("remove `only` from the claim")
}
