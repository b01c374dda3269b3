//! `quantifier`: words such as *all*, *only* or *most* that count without a number.

use super::lexical::{Words, outside_claims};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::verify::CheckedReport;

const ENGLISH: Words = Words {
    words: &[
        "all",
        "every",
        "none",
        "only",
        "sole",
        "solely",
        "most of",
        "the majority",
        "a majority",
        "a minority",
        "both",
        "neither",
        "without exception",
        "the vast majority",
    ],
    but_not: &[
        "at all",
        "after all",
        "above all",
        "all in all",
        "all the same",
        "first of all",
        "all along",
        "once and for all",
        "not only",
        "only if",
        "only when",
        "only then",
        "all kinds of",
        "if only",
        "in all",
        "all-round",
        "all-in-one",
        "none the less",
        "nonetheless",
        "every so often",
        "only just",
    ],
};

const CHINESE: Words = Words {
    words: &[
        "均",
        "全部",
        "所有",
        "唯一",
        "仅有",
        "多数",
        "大多数",
        "绝大多数",
        "少数",
        "无一",
        "皆",
        "一律",
        "无不",
        "悉数",
        "大部分",
        "绝大部分",
        "小部分",
    ],
    but_not: &[
        "平均",
        "均衡",
        "均匀",
        "人均",
        "年均",
        "月均",
        "日均",
        "户均",
        "均值",
        "均等",
        "均线",
        "均价",
        "少数民族",
        "所有权",
        "所有制",
        "所有者",
        "皆可",
        "均摊",
        "场均",
        "周均",
        "均方",
        "唯一标识",
        "唯一性",
        "均可",
        "多数据",
    ],
};

/// Notes each quantifier outside of claims.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for text in &checked.claims.texts {
        for place in outside_claims(checked, text, (&ENGLISH, &CHINESE)) {
            let words = &text.passage.text()[place.clone()];
            problems.push(unbacked(words, text.passage.span(place.clone())));
        }
    }
}

fn unbacked(words: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::Quantifier, format!("“{words}” counts without a number"))
        .at(span, "no claim backs it")
        .help("where the data can show it, link the words to a claim with `holds`")
}
