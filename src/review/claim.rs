//! Claims as the panel shows them: what the record says, with the author's remark and the problems.

use std::ops::Range;

use serde_json::{Value, json};

use super::change::Changes;
use super::nodes::{Writer, link_span};
use crate::claims::{self, ClaimBasis, Phrase, Use};
use crate::evidence::Evidence;
use crate::report::{ClaimDefinition, Proof};
use crate::verify::{CheckedReport, sentence_around};

/// Every claim of the record, in its order.
pub fn claims(
    checked: &CheckedReport,
    record: &Evidence,
    writer: &Writer<'_>,
    changes: Option<&Changes<'_>>,
) -> Vec<Value> {
    let claim = |claim: &crate::evidence::Claim| {
        let mut value = json!(claim);
        if let Some(index) = checked.claims.find(&claim.id) {
            let bound = &checked.claims.list[index];
            value["declared"] = json!(writer.location(bound.id.span));
            value["problems"] = json!(problems(checked, bound, writer));
            for (number, place) in bound.uses.iter().enumerate() {
                if let Use::Phrase(phrase) = place {
                    let place = &mut value["places"][number];
                    place["sentence"] = json!(sentence(checked, phrase, writer));
                }
            }
        }
        if let Some(change) = changes.and_then(|changes| changes.of(claim)) {
            value["change"] = change;
        }
        value
    };
    record.claims.iter().map(claim).collect()
}

/// The sentence of a phrase: what stands before it, its words, and what stands behind it.
fn sentence(checked: &CheckedReport, phrase: &Phrase, writer: &Writer<'_>) -> [String; 3] {
    let text = &checked.claims.texts[phrase.text];
    let words = text.passage.links[phrase.link].range.clone();
    let sentence = sentence_around(text.passage.text(), words.start);
    let insert = |id: &str| writer.references.printed_words(id, &text.language);
    let readable = |range: Range<usize>| text.passage.readable(range, &insert);
    let end = sentence.end.max(words.end);
    [
        readable(sentence.start..words.start).trim_start().to_owned(),
        readable(words.clone()),
        readable(words.end..end).trim_end().to_owned(),
    ]
}

/// The problems at the words of a claim and at its definition.
fn problems(checked: &CheckedReport, claim: &claims::Claim, writer: &Writer<'_>) -> Vec<usize> {
    let mut definition = vec![claim.id.span];
    definition.extend(claim.query().map(crate::source::MappedText::whole_span));
    definition.extend(claim.base.as_ref().map(|base| base.span));
    if let ClaimBasis::Attributed(source) = &claim.basis {
        definition.push(source.span);
    }
    let mut list = writer.marks.problems_at(&definition);
    for place in &claim.uses {
        let span = link_span(checked, place);
        list.extend(writer.marks.problems_in(span));
        list.extend(writer.marks.problems_at(&[span]));
    }
    list.sort_unstable();
    list.dedup();
    list
}

/// The remarks of the ledger: why a claim is waived or stands in one language only, and what its author
/// says of it.
pub fn remarks(checked: &CheckedReport, record: &Evidence, writer: &Writer<'_>) -> Vec<Value> {
    let mut list = Vec::new();
    for definition in &checked.report.claims {
        for (kind, remark) in remarks_of(definition) {
            let index = record.claims.iter().position(|claim| claim.id == definition.id.name);
            list.push(json!({
                "kind": kind,
                "id": definition.id.name,
                "claim": index,
                "text": writer.unit(remark),
            }));
        }
    }
    list
}

fn remarks_of(
    definition: &ClaimDefinition,
) -> impl Iterator<Item = (&'static str, &crate::report::Localised)> {
    let waived = match &definition.proof {
        Proof::Waived(reason) => Some(("waived", reason)),
        _ => None,
    };
    let only = definition.only.as_ref().map(|(_, reason)| ("only", reason));
    let note = definition.note.as_ref().map(|note| ("note", note));
    [waived, only, note].into_iter().flatten()
}
