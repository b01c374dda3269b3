//! `unbacked-rank`: a place in an order that no claim backs.

use super::claim_links;
use super::lexical::{Words, outside_claims};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::verify::CheckedReport;
use crate::verify::sentence::clause_around;

const ENGLISH: Words = Words {
    words: &[
        "largest",
        "biggest",
        "smallest",
        "highest",
        "lowest",
        "fastest",
        "slowest",
        "ranks",
        "ranked",
        "top-ranked",
        "number one",
        "record high",
        "record low",
        "all-time high",
        "all-time low",
        "most numerous",
        "the fewest",
        "leads the world",
        "world-leading",
        "second only to",
    ],
    but_not: &[
        "highest court",
        "highest level of government",
        "at the highest level",
        "largest possible",
        "smallest possible",
        "highest possible",
        "lowest possible",
        "lowest common denominator",
    ],
};

const CHINESE: Words = Words {
    words: &[
        "最大",
        "最小",
        "最高",
        "最低",
        "最多",
        "最少",
        "最快",
        "最慢",
        "首位",
        "居首",
        "榜首",
        "末位",
        "位列",
        "名列前茅",
        "新高",
        "新低",
        "之最",
        "仅次于",
        "世界领先",
        "全球领先",
        "全国领先",
    ],
    but_not: &[
        "最大限度",
        "最大程度",
        "最大化",
        "最小化",
        "最大公约数",
        "最大努力",
        "最高人民法院",
        "最高人民检察院",
        "最高法",
        "最高检",
        "最高院",
        "最低生活保障",
        "最低限度",
        "最低工资",
        "最小二乘",
        "最多跑一次",
        "迈上新高度",
        "新高度",
        "新高地",
        "新低碳",
    ],
};

/// Reports each superlative in a clause without any claim; `[Guangdong](#leader) has the most` names the
/// leader by a claim.
pub fn check(checked: &CheckedReport, problems: &mut Diagnostics) {
    for text in &checked.claims.texts {
        for place in outside_claims(checked, text, (&ENGLISH, &CHINESE)) {
            let clause = clause_around(text.passage.text(), place.start);
            if claim_links(checked, text).any(|link| clause.contains(&link.range.start)) {
                continue;
            }
            let words = &text.passage.text()[place.clone()];
            problems.push(unbacked(words, text.passage.span(place.clone())));
        }
    }
}

fn unbacked(words: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnbackedRank, format!("no claim backs the rank “{words}”"))
        .at(span, "a place in an order is a figure without digits")
        .help("link the words to a claim with `holds`, which compares with all the others, or say it without an order")
}
