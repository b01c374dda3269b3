//! `attribution-missing`: a statement that nobody verified, in the report's own voice.

use super::phrases;
use crate::claims::{BoundText, Claim, ClaimBasis};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::source::Span;
use crate::verify::CheckedReport;
use crate::verify::sentence::sentence_around;

/// Words that say whose statement it is.
const ENGLISH: &[&str] = &[
    "according to",
    "attribut",
    "the institute",
    "the source",
    "the summary",
    "the publication",
    "says",
    "said",
    "states",
    "stated",
    "reports",
    "reported",
    "finds",
    "found that",
    "argues",
    "expects",
    "holds that",
    "in the view of",
    "describes",
    "observes",
    "judges",
    "puts ",
    "names ",
    "counts ",
];

const CHINESE: &[&str] = &[
    "据",
    "认为",
    "指出",
    "表示",
    "称",
    "预计",
    "判断",
    "该院",
    "研究院",
    "原文",
    "该摘要",
    "来源",
    "报道",
    "看来",
    "归因",
    "所述",
    "提到",
    "提出",
    "预期",
];

/// The sentence of an attributed phrase has to say whose it is, in words or by a citation.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for (_, claim, phrase, text) in phrases(checked) {
        if matches!(claim.basis, ClaimBasis::Attributed(_)) && !says_whose(text, phrase.link) {
            let span = text.phrase_span(phrase.link);
            problems.push(missing(claim, &text.language, text.phrase(phrase.link), span));
        }
    }
}

fn says_whose(text: &BoundText, link: usize) -> bool {
    let start = text.passage.links[link].range.start;
    let sentence = &text.passage.text()[sentence_around(text.passage.text(), start)];
    let words = text.language.choose(ENGLISH, CHINESE);
    let lower = sentence.to_lowercase();
    // A citation mark stands in the passage as an object.
    words.iter().any(|word| lower.contains(word)) || sentence.contains('\u{FFFC}')
}

fn missing(claim: &Claim, language: &Language, words: &str, span: Span) -> Diagnostic {
    let example = language.choose("according to …", "据……");
    Diagnostic::new(
        Code::AttributionMissing,
        format!("“{words}” is attributed, but the sentence does not say to whom"),
    )
    .at(span, format!("claim `{}` is stated by a source and not verified", claim.id.name))
    .help(format!("say whose statement it is (`{example}`), or cite the source, `[@id]`"))
}
