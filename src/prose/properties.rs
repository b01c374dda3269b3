//! What holds for any Markdown: nothing panics, and every character of a passage has its place in the file.

use proptest::prelude::*;

use super::tests::parsed;
use crate::quantity::{Grammar, Lexicon, scan};

/// Markdown that reports have and that goes wrong, parted by tabs.
const PARTS: &str = "12\t**\t*\t_\t[12](#a)\t[\t](#a)\t]\t(\t)\t`\t``\t\\\t&#50;\t&amp;\t&\t<b>\t<!-- -->\t> \t- \t1. \t\
    2019. \t# \t---\t[^1]\t[^1]: \t[@s]\t@\t![x](y)\thttps://a.bc/1\t约\t近三成\t超过20家\t，\t。\t“\t”\t中文\tEnglish\t half\t\
    twenty-seven\t3,547\t%\t$\t~~\t|\t\u{FFFC}\t\u{200B}\t\u{301}\te\u{301}\t👨‍👩‍👧\t１２\t　\t\u{A0}\t    \t  \n\t\n\t\n\n\t:\t\
    ==\t[](#a)\t](\t（#a）\t【12】(#a)\t\"\t'\t{\t}\t=\t+\t~";

fn markdown() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(PARTS.split('\t').collect::<Vec<_>>());
    prop::collection::vec(parts, 0..24).prop_map(|parts| parts.concat())
}

/// Parses a text and checks the places of everything in it.
fn holds(markdown: &str) -> Result<(), TestCaseError> {
    let (prose, _, _) = parsed(markdown);
    for passage in prose.passages() {
        let text = passage.text();
        let mut before = 0;
        for (at, character) in text.char_indices() {
            let span = passage.span(at..at + character.len_utf8());
            prop_assert!(
                span.start <= span.end && span.end <= markdown.len(),
                "{:?} in {:?}",
                span,
                markdown
            );
            prop_assert!(markdown.get(span.range()).is_some(), "{:?} cuts {:?}", span, markdown);
            prop_assert!(span.start >= before, "{:?} goes back in {:?}", span, markdown);
            before = span.start;
        }
        for link in &passage.links {
            prop_assert!(text.get(link.range.clone()).is_some(), "a link cuts {:?}", text);
            prop_assert!(markdown.get(link.span.range()).is_some(), "a link cuts {:?}", markdown);
        }
        for grammar in [Grammar::English, Grammar::Chinese, Grammar::Digits] {
            for reading in scan(grammar, &Lexicon::default(), text) {
                prop_assert!(
                    text.get(reading.range.clone()).is_some(),
                    "a reading cuts {:?}",
                    text
                );
            }
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_character_has_its_place_in_any_text(text in "\\PC{0,60}") {
        holds(&text)?;
    }

    #[test]
    fn every_character_has_its_place_in_markdown(text in markdown()) {
        holds(&text)?;
    }
}
