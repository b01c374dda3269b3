//! Places survive Markdown; texts read as a reader sees them.

use super::*;
use crate::diagnostics::Code;
use crate::source::{MappedTextBuilder, SourceMap};

pub(super) fn parsed(markdown: &str) -> (Prose, Diagnostics, SourceMap) {
    let mut sources = SourceMap::default();
    let file = sources.add("a.toml", markdown);
    let mut builder = MappedTextBuilder::new(file, 0);
    builder.push_verbatim(markdown, 0);
    let mut problems = Diagnostics::new();
    let prose = parse(builder.finish(), &mut problems);
    (prose, problems, sources)
}

/// The flat text, and for each of the given words the words of the source they came from.
fn check_places(markdown: &str, flat: &str, places: &[(&str, &str)]) {
    let (prose, problems, sources) = parsed(markdown);
    assert!(problems.is_empty(), "{markdown:?}: {problems:?}");
    let passages = prose.passages();
    assert_eq!(passages[0].text(), flat, "{markdown:?}");
    for (words, origin) in places {
        let at = flat.find(words).unwrap();
        let span = passages[0].span(at..at + words.len());
        assert_eq!(sources.snippet(span), *origin, "{words:?} in {markdown:?}");
    }
}

#[test]
fn every_byte_knows_its_place() {
    check_places(
        "出台[12](#a)项，**重点**明确",
        "出台12项，重点明确",
        &[("12", "12"), ("重点", "重点"), ("确", "确")],
    );
    check_places(
        "&#50;0 and \\*9\\* &amp; 8",
        "20 and *9* & 8",
        &[("2", "&#50;"), ("9", "9"), ("8", "8")],
    );
    check_places("12**345** units", "12345 units", &[("12345", "12**345"), ("units", "units")]);
    check_places("约`19`项", "约19项", &[("19", "19")]);
    check_places(
        "[12](\n#a) and [](  \n#b)  \n19",
        "12 and \u{FFFC}\n19",
        &[("12", "12"), ("19", "19")],
    );
    check_places("见[](#f)后", "见\u{FFFC}后", &[("后", "后")]);
}

#[test]
fn a_line_end_is_a_blank_only_where_one_is_written() {
    check_places("第一行\n第二行", "第一行第二行", &[]);
    check_places("one\ntwo", "one two", &[]);
    check_places("使用\nSQL", "使用 SQL", &[]);
}

#[test]
fn citations_and_footnotes_leave_the_text() {
    let (prose, problems, _) = parsed("甲[@s]乙[^1]丙\n\n[^1]: 注文[3](#p)件。");
    assert!(problems.is_empty(), "{problems:?}");
    let passages = prose.passages();
    let texts: Vec<&str> = passages.iter().map(Passage::text).collect();
    assert_eq!(texts, ["甲\u{FFFC}乙丙", "注文3件。"]);
}

#[test]
fn what_would_vanish_is_refused() {
    let cases = [
        ("A\n---", Code::UnsupportedMarkdown),
        ("    12 spaces", Code::UnsupportedMarkdown),
        ("[13]: https://x.org", Code::UnsupportedMarkdown),
        ("[@s]: 12 documents", Code::UnsupportedMarkdown),
        ("> - [13]: https://x.org", Code::UnsupportedMarkdown),
        ("[^1 2]: 13", Code::UnsupportedMarkdown),
        ("2019\\. x\n\n3. y", Code::UnsupportedMarkdown),
        ("text\n- 5 is", Code::UnsupportedMarkdown),
        ("3*4*5", Code::UnsupportedMarkdown),
        ("a <b>12</b>", Code::UnsupportedMarkdown),
        ("![12](x.png)", Code::UnsupportedMarkdown),
        ("[^1]: orphan 12\n\ntext", Code::UnsupportedMarkdown),
        ("[12](#a \"title 13\")", Code::UnsupportedMarkdown),
        ("[12]（#a）", Code::MalformedClaimLink),
        ("【12】(#a)", Code::MalformedClaimLink),
        ("[12](# a)", Code::MalformedClaimLink),
        ("[12] (#a)", Code::MalformedClaimLink),
        ("[x [12](#a) y](#b)", Code::MalformedClaimLink),
        ("[12](a.html)", Code::MalformedClaimLink),
    ];
    for (markdown, code) in cases {
        let (_, problems, _) = parsed(markdown);
        assert!(problems.iter().any(|problem| problem.code == code), "{markdown:?}: {problems:?}");
    }
}

#[test]
fn what_looks_like_a_definition_keeps_its_places() {
    let markdown = "[@s]:12\u{FFFC}12---`  \n见[13]: 9\n[14]：9";
    let (prose, problems, sources) = parsed(markdown);
    let spans: Vec<&str> =
        problems.iter().map(|problem| sources.snippet(problem.labels[0].span)).collect();
    assert_eq!(spans, ["[@s]:"]);
    let passages = prose.passages();
    assert_eq!(passages[0].text(), "\u{FFFC}:12\u{FFFC}12---`\n见[13]: 9 [14]：9");
}
