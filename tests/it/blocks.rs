//! Call-outs, definitions, timelines, equations, quotations and page breaks: their pages, and their mistakes.

use recto::files::Memory;
use recto::pipeline::BuildOptions;
use recto::typeset;

use crate::pages::{compare, set};
use crate::support::{build, check, errors, folder_in_memory, project, text, write};

const CHAPTER: &str = "chapters/01.toml";

fn blocks() -> Memory {
    folder_in_memory(&project().join("tests/golden/blocks"))
}

/// The first page with a text in one run.
fn page_with(document: &typeset::Document, text: &str) -> usize {
    let pages = typeset::runs(document);
    let found = pages.iter().position(|runs| runs.iter().any(|run| run.text.contains(text)));
    found.unwrap_or_else(|| panic!("no page has {text}"))
}

#[test]
fn pages_of_blocks_are_as_they_were() {
    let screen = set(&blocks(), "screen");
    compare(&screen, page_with(&screen, "本章依次列出"), "blocks-screen-first");
    compare(&screen, page_with(&screen, "各地数据接入"), "blocks-screen-timeline");
    for (edition, text) in [("zh", "本章依次列出"), ("en", "This chapter shows")] {
        let document = set(&blocks(), edition);
        compare(&document, page_with(&document, text), &format!("blocks-{edition}-first"));
    }
}

#[test]
fn both_languages_of_a_block_are_level() {
    let document = set(&blocks(), "screen");
    let runs: Vec<_> = typeset::runs(&document)
        .into_iter()
        .enumerate()
        .flat_map(|(page, runs)| runs.into_iter().map(move |run| (page, run)))
        .collect();
    let place = |text: &str| {
        let (page, run) = runs
            .iter()
            .find(|(_, run)| run.text.contains(text))
            .unwrap_or_else(|| panic!("{text}"));
        (*page, run.baseline)
    };
    for (chinese, english) in [
        ("要点", "Finding"),
        ("方法", "Method"),
        ("提请注意", "Caution"),
        ("在登记系统中", "A legal person"),
        ("二季度", "Q2"),
        ("各地数据接入", "The regions are"),
        ("数字若无出处", "A number without"),
        ("某统计学家", "a statistician"),
    ] {
        let ((page, one), (other_page, other)) = (place(chinese), place(english));
        assert_eq!(page, other_page, "{chinese}");
        assert!((one - other).abs() < 0.5, "{chinese}: {one} and {other}");
    }
}

/// What is wrong with a chapter in which something is replaced: of the check, and of a build.
fn told(from: &str, to: &str) -> Vec<(String, String, Option<usize>)> {
    let folder = blocks();
    let chapter = text(&folder, CHAPTER);
    assert!(chapter.contains(from), "{from}");
    let changed = chapter.replacen(from, to, 1);
    write(&folder, CHAPTER, &changed);
    let (built, _) = build(&folder, &BuildOptions::default());
    let problems =
        built.problems.iter().filter(|one| one.severity == recto::diagnostics::Severity::Error);
    problems
        .map(|one| {
            let line = one
                .labels
                .first()
                .map(|label| changed[..label.span.start].matches('\n').count() + 1);
            (one.code.name().to_owned(), one.message.clone(), line)
        })
        .collect()
}

#[test]
fn equations_state_rules_and_no_data() {
    let equation = "g = (x_t - x_(t-1)) / x_(t-1) times 100";
    let line =
        text(&blocks(), CHAPTER).lines().position(|line| line.contains(equation)).unwrap() + 1;
    for (formula, code, says) in [
        ("g = 0.05 x", "unbacked-number", "`0.05`"),
        ("g = 2019 x", "unbacked-number", "`2019`"),
        ("g = x², y = ½", "unbacked-number", "`²`"),
        (r#"g = "twelve firms""#, "unbacked-number", "twelve"),
        (r#"g = "三十家企业""#, "unbacked-number", "三十"),
        ("g = #x", "typst-block", "`#`"),
        (r"g = x $ #panic() $ y", "typesetting", "cannot be read"),
        ("g = frac(x", "typesetting", "cannot be read"),
        ("g = x // remark", "typst-block", "may not use"),
        (r"g = x + \u{37}", "typst-block", "may not use"),
        (r#"g = text("x")"#, "typst-block", "`text`"),
        ("g = firms", "typst-block", "`firms`"),
        ("g = equation(x)", "typst-block", "`equation`"),
    ] {
        let alternative = "g 等于某数";
        let folder_text = text(&blocks(), CHAPTER);
        assert!(folder_text.contains(equation));
        let folder = blocks();
        let changed = folder_text
            .replace(equation, formula)
            .replace("增长率等于本期数减上期数，除以上期数，乘以100", alternative)
            .replace("The growth rate is this period less the one before, divided by the one before, times 100", "A rule");
        write(&folder, CHAPTER, &changed);
        let (built, output) = build(&folder, &BuildOptions::default());
        let found =
            built.problems.iter().find(|one| one.code.name() == code && one.message.contains(says));
        let found = found.unwrap_or_else(|| {
            panic!(
                "{formula}: {:?}",
                built
                    .problems
                    .iter()
                    .map(|one| (one.code.name(), &one.message))
                    .collect::<Vec<_>>()
            )
        });
        let label = found.labels.first().unwrap_or_else(|| panic!("{formula}: no place"));
        assert_eq!(changed[..label.span.start].matches('\n').count() + 1, line, "{formula}");
        assert!(built.editions.is_empty(), "{formula}");
        drop(output);
    }
    // What is heard of an equation says no number that it does not show.
    let found = told("乘以100", "乘以1000");
    assert!(
        found
            .iter()
            .any(|(code, message, _)| code == "unbacked-number" && message.contains("`1000`")),
        "{found:?}"
    );
}

#[test]
fn mistakes_are_told_where_they_stand() {
    for (from, to, code, says) in [
        (
            "callout = \"finding\"",
            "callout = \"findings\"",
            "invalid-value",
            "no call-out `findings`",
        ),
        ("date = \"2018Q2\"", "date = \"2015Q2\"", "invalid-value", "earlier than the one above"),
        ("date = \"2018Q2\"", "date = \"spring\"", "invalid-value", "no date and no period"),
        ("date = \"2018Q2\"", "date = true", "wrong-type", "a date"),
        ("page-break = true", "page-break = false", "invalid-value", "`page-break` is either"),
        ("page-break = true", "page-break = \"even\"", "invalid-value", "`page-break` is either"),
        (
            "equation = 'alpha + beta >= sqrt(gamma^2)'",
            "equation = ' '",
            "invalid-value",
            "equation is empty",
        ),
        ("change = \"growth\"", "change = \"growths\"", "unknown-reference", "no claim `growths`"),
        (
            "by = { zh = '某统计学家', en = 'a statistician' }",
            "by = { zh = '某统计学家' }",
            "missing-language",
            "`en`",
        ),
        ("term = { zh = '企业', en = 'Firm' }\n", "", "missing-key", "`term`"),
        (
            "text = { zh = '登记系统开始运行。', en = 'The register begins to work.' }",
            "text = { zh = '登记系统有40家企业。', en = 'The register has 40 firms.' }",
            "unbacked-number",
            "40",
        ),
    ] {
        let found = told(from, to);
        let fits = found.iter().any(|(found, message, line)| {
            found == code && message.contains(says) && line.is_some()
        });
        assert!(fits, "{to}: {found:?}");
    }
}

#[test]
fn a_page_break_to_an_odd_page_leaves_a_blank_one() {
    let folder = blocks();
    let pages = set(&folder, "en").pages();
    let chapter = text(&folder, CHAPTER);
    write(&folder, CHAPTER, &chapter.replace("page-break = true", "page-break = \"odd\""));
    assert_eq!(errors(&check(&folder).problems), Vec::<&str>::new());
    let document = set(&folder, "en");
    let runs = typeset::runs(&document);
    let page =
        runs.iter().position(|page| page.iter().any(|run| run.text.contains("24 May"))).unwrap();
    assert!(page.is_multiple_of(2), "page {} is on the left", page + 1);
    assert!(document.pages() >= pages);
}
