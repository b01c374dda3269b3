//! `unbacked-change`: a rise or a fall in a sentence that no claim backs.

use super::claim_links;
use super::lexical::{Words, outside_claims};
use crate::claims::{BoundText, Target};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::verify::CheckedReport;
use crate::verify::sentence::sentence_around;

const ENGLISH: Words = Words {
    words: &[
        "rose",
        "risen",
        "fell",
        "fallen",
        "grew",
        "grown",
        "increased",
        "decreased",
        "declined",
        "dropped",
        "shrank",
        "shrunk",
        "surged",
        "soared",
        "plunged",
        "jumped",
        "climbed",
        "tripled",
        "quadrupled",
    ],
    but_not: &[
        "fell into",
        "fell under",
        "fell to pieces",
        "fell short",
        "fell within",
        "fell outside",
        "fell apart",
        "fell behind",
        "fallen into",
        "fallen under",
        "fallen short",
        "grew up",
        "grew out of",
        "grown up",
        "grown out of",
        "rose to prominence",
        "rose to the occasion",
        "dropped out",
        "be dropped",
        "was dropped",
        "were dropped",
        "been dropped",
        "increased attention",
        "increased use",
        "increased emphasis",
        "home-grown",
    ],
};

const CHINESE: Words = Words {
    words: &[
        "同比增长",
        "同比下降",
        "同比增加",
        "同比减少",
        "环比增长",
        "环比下降",
        "环比增加",
        "环比减少",
        "增长了",
        "下降了",
        "上升了",
        "减少了",
        "增加了",
        "回落了",
        "大幅增长",
        "大幅下降",
        "大幅上升",
        "大幅减少",
        "大幅增加",
        "有所增长",
        "有所下降",
        "有所上升",
        "有所减少",
        "有所增加",
        "明显增长",
        "明显下降",
        "明显上升",
        "明显减少",
        "明显增加",
        "显著增长",
        "显著下降",
        "快速增长",
        "持续增长",
        "持续下降",
        "逐年增长",
        "逐年上升",
        "逐年下降",
        "逐年增加",
        "逐年减少",
    ],
    but_not: &[],
};

/// Reports changes in sentences without any claim; a sentence with one has its evidence at hand.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for text in &checked.claims.texts {
        for place in outside_claims(checked, text, (&ENGLISH, &CHINESE)) {
            if !has_claim(checked, text, place.start) {
                let words = &text.passage.text()[place.clone()];
                problems.push(unbacked(words, text.passage.span(place.clone())));
            }
        }
    }
}

/// Whether the sentence links a claim, or shows the exhibit that the reader can look at.
fn has_claim(checked: &CheckedReport, text: &BoundText, at: usize) -> bool {
    let sentence = sentence_around(text.passage.text(), at);
    let inside =
        |range: &std::ops::Range<usize>| sentence.start <= range.start && range.end <= sentence.end;
    claim_links(checked, text).any(|link| inside(&link.range))
        || text.passage.links.iter().any(|link| {
            inside(&link.range)
                && matches!(
                    checked.claims.names.get(&link.id),
                    Some(Target::Claim(_) | Target::Figure(_) | Target::Table(_))
                )
        })
}

fn unbacked(words: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnbackedChange, format!("no claim backs the change “{words}”"))
        .at(span, "nothing in this sentence shows it")
        .help("link the words to a claim with `holds`, name the two figures, or refer to the exhibit that shows it")
}
