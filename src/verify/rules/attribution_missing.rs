//! `attribution-missing`: a statement that nobody verified, in the report's own voice.

use super::phrases;
use crate::claims::{BoundText, Claim, ClaimBasis};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::language::Language;
use crate::source::Span;
use crate::verify::CheckedReport;
use crate::verify::sentence::{contains_words, sentence_around};

/// Words that say whose statement it is; each stands as whole words.
const ENGLISH: &[&str] = &[
    "according to",
    "attributed to",
    "attributes",
    "the institute",
    "the institute's",
    "the source",
    "the summary",
    "the publication",
    "the authors",
    "says",
    "said",
    "stated",
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
];

const CHINESE: &[&str] = &[
    "认为",
    "指出",
    "表示",
    "预计",
    "判断",
    "该院",
    "研究院",
    "原文",
    "摘要",
    "报道",
    "看来",
    "所述",
    "提到",
    "提出",
    "预期",
    "依据",
    "根据",
];

/// Characters that make 据 the end of a word of another meaning: 数据, 证据, 占据.
const BEFORE_OTHER_JU: &str = "数证占票单收凭割拮字论";

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
    // A citation mark stands in the passage as an object.
    if sentence.contains('\u{FFFC}') {
        return true;
    }
    if text.language.is_chinese() {
        return CHINESE.iter().any(|word| sentence.contains(word)) || has_ju(sentence);
    }
    let lower = sentence.to_lowercase().replace('’', "'");
    ENGLISH.iter().any(|words| contains_words(&lower, words))
}

/// Whether 据 stands as the preposition.
fn has_ju(sentence: &str) -> bool {
    let mut before = ' ';
    sentence.chars().any(|c| {
        let stands = c == '据' && !BEFORE_OTHER_JU.contains(before);
        before = c;
        stands
    })
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
