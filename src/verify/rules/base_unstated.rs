//! `base-unstated`: a share of nobody knows what.

use super::lexical::{Words, outside_claims};
use super::{Stated, paragraphs, phrases};
use crate::claims::{BoundText, Claim, ClaimBasis, Phrase};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::quantity::Unit;
use crate::source::Span;
use crate::verify::CheckedReport;
use crate::verify::sentence::{contains_words, sentence_around};

/// Words that make a per cent a rate of change, which needs no base claim.
const ENGLISH: Words = Words {
    words: &[
        "rose",
        "fell",
        "grew",
        "growth",
        "increased",
        "increase",
        "decreased",
        "decrease",
        "declined",
        "decline",
        "up",
        "down",
        "higher",
        "lower",
        "more",
        "less",
        "fewer",
        "rate",
        "interest",
        "inflation",
        "margin",
        "yield",
        "error",
        "tolerance",
        "dropped",
        "gained",
        "lost",
        "expanded",
    ],
    but_not: &[],
};

const CHINESE: Words = Words {
    words: &[
        "增长",
        "下降",
        "上升",
        "减少",
        "增加",
        "提高",
        "降低",
        "回落",
        "同比",
        "环比",
        "增速",
        "增幅",
        "降幅",
        "涨幅",
        "跌幅",
        "高于",
        "低于",
        "率",
        "利润率",
        "误差",
        "下滑",
        "扩大",
        "缩小",
        "涨",
        "跌",
    ],
    but_not: &[],
};

/// Looks at every share of an answer: it wants a base, and bases that differ within a paragraph want
/// to be named there.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for (_, claim, phrase, text) in phrases(checked) {
        if is_share(claim) && claim.base.is_none() && !speaks_of_change(checked, text, phrase) {
            let span = text.phrase_span(phrase.link);
            problems.push(without_base(claim, text.phrase(phrase.link), span));
        }
    }
    for (text, stated) in paragraphs(checked) {
        check_paragraph(checked, text, &stated, problems);
    }
}

fn is_share(claim: &Claim) -> bool {
    matches!(claim.unit, Unit::Percent | Unit::Ratio | Unit::PerMille)
        && matches!(claim.basis, ClaimBasis::Query(_) | ClaimBasis::Row(_))
}

fn speaks_of_change(checked: &CheckedReport, text: &BoundText, phrase: &Phrase) -> bool {
    let at = text.passage.links[phrase.link].range.start;
    let sentence = sentence_around(text.passage.text(), at);
    let words = outside_claims(checked, text, (&ENGLISH, &CHINESE));
    words.iter().any(|place| sentence.contains(&place.start))
}

/// Two shares of different bases: each base has to stand in the paragraph, as its claim or by one of
/// its nouns.
fn check_paragraph(
    checked: &CheckedReport,
    text: &BoundText,
    stated: &[Stated<'_>],
    problems: &mut Diagnostics,
) {
    let shares: Vec<_> = stated
        .iter()
        .filter(|(_, claim, _)| is_share(claim))
        .filter_map(|(_, claim, phrase)| Some((*claim, claim.base.as_ref()?, *phrase)))
        .collect();
    let Some((_, first, _)) = shares.first() else { return };
    if shares.iter().all(|(_, base, _)| base.name == first.name) {
        return;
    }
    for (claim, base, phrase) in &shares {
        if !names_base(checked, text, &base.name) {
            let span = text.phrase_span(phrase.link);
            problems.push(other_base(claim, &base.name, text.phrase(phrase.link), span));
        }
    }
}

fn names_base(checked: &CheckedReport, text: &BoundText, base: &str) -> bool {
    let linked = text.passage.links.iter().any(|link| link.id == base);
    let lower = text.passage.text().to_lowercase();
    let claim = checked.claims.find(base).map(|index| &checked.claims.list[index]);
    let nouns = claim.iter().flat_map(|claim| &claim.noun);
    let nouns = nouns.filter(|(language, _)| *language == text.language);
    linked
        || nouns
            .flat_map(|(_, nouns)| nouns)
            .any(|noun| contains_words(&lower, &noun.to_lowercase()))
}

fn without_base(claim: &Claim, words: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BaseUnstated, format!("`{words}` is a share, but claim `{}` does not say of what", claim.id.name))
        .at(span, "of what?")
        .at(claim.id.span, "this claim has no `of`")
        .help("set `of` to the claim that is the whole; a rate of change needs none, but its sentence has to say that something rose or fell")
}

fn other_base(claim: &Claim, base: &str, words: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::BaseUnstated,
        format!(
            "shares of different wholes stand in this paragraph, and that of `{words}` is not named"
        ),
    )
    .at(span, format!("a share of `{base}`"))
    .at(claim.id.span, format!("claim `{}`", claim.id.name))
    .help("name the whole of each share where several are compared")
}
