//! What no paragraph may hold: a bare number, or a claim in one language alone.

use recto::diagnostics::Severity;
use recto::pipeline::BuildOptions;

use crate::support::{build, check, errors, flagship, text, write};

/// Adds a sentence to the end of a one-line wording of the first chapter.
fn with_sentence(chapter: &str, language: &str, sentence: &str, block: usize) -> Option<String> {
    let mut seen = 0;
    let mut result = Vec::new();
    let mut changed = false;
    for line in chapter.lines() {
        let is_wording = line.starts_with(&format!("{language} = '''")) && line.ends_with("'''");
        if is_wording && line.len() > 12 {
            seen += 1;
            if seen == block {
                let body = line.trim_end_matches("'''");
                result.push(format!("{body}{sentence}'''"));
                changed = true;
                continue;
            }
        }
        result.push(line.to_owned());
    }
    changed.then(|| result.join("\n") + "\n")
}

#[test]
fn a_bare_number_in_any_paragraph_is_refused() {
    let folder = flagship();
    let path = "chapters/01-policy.toml";
    let chapter = text(&folder, path);
    let sentences = [
        ("en", " There were 37 of them."),
        ("en", " There were thirty-seven of them."),
        ("en", " Nearly a third of them failed."),
        ("zh", "另有37项。"),
        ("zh", "另有三十七项。"),
        ("zh", "其中近三成未果。"),
    ];
    let mut tried = 0;
    for (language, sentence) in sentences {
        for block in 1.. {
            let Some(changed) = with_sentence(&chapter, language, sentence, block) else { break };
            write(&folder, path, &changed);
            let found = errors(&check(&folder).problems);
            assert!(found.contains(&"unbacked-number"), "{sentence} in block {block}: {found:?}");
            tried += 1;
        }
    }
    assert!(tried > 40, "only {tried} paragraphs tried");
}

#[test]
fn a_claim_dropped_from_one_language_is_refused() {
    let folder = flagship();
    let path = "chapters/01-policy.toml";
    let chapter = text(&folder, path);
    let mut dropped = 0;
    for language in ["en", "zh"] {
        for line in chapter.lines().filter(|line| line.starts_with(&format!("{language} = '''"))) {
            let Some(start) = line.find("](#") else { continue };
            let open = line[..start].rfind('[').unwrap();
            let close = start + line[start..].find(')').unwrap() + 1;
            if start == open + 1 || line[..open].ends_with('!') {
                continue;
            }
            let id = &line[start + 3..close - 1];
            if line.matches(&format!("](#{id})")).count() > 1 {
                continue;
            }
            let without = format!("{}{}", &line[..open], &line[close..]);
            write(&folder, path, &chapter.replace(line, &without));
            let found = errors(&check(&folder).problems);
            assert!(found.contains(&"claim-missing-in-language"), "{id} in {language}: {found:?}");
            dropped += 1;
        }
    }
    assert!(dropped > 10, "only {dropped} claims dropped");
}

#[test]
fn a_refused_build_writes_nothing() {
    let folder = flagship();
    let path = "data/policies.csv";
    write(&folder, path, &text(&folder, path).replace("2018,10", "2018,11"));
    let (build, output) = build(&folder, &BuildOptions::default());
    assert!(build.problems.has_errors());
    assert!(build.editions.is_empty() && output.paths().is_empty());
    let refuted = build
        .problems
        .iter()
        .find(|problem| {
            problem.code.name() == "claim-refuted" && problem.severity == Severity::Error
        })
        .unwrap();
    let rendered = recto::diagnostics::render::human(refuted, &build.sources, false);
    for part in ["`10` denotes 10", "the answer is 11", "query: SELECT", "data/policies.csv:5"] {
        assert!(rendered.contains(part), "`{part}` is missing in\n{rendered}");
    }
}

#[test]
fn a_draft_is_made_of_a_refused_report_and_stamped() {
    let folder = flagship();
    let path = "data/policies.csv";
    write(&folder, path, &text(&folder, path).replace("2018,10", "2018,11"));
    let options = BuildOptions {
        check: recto::pipeline::CheckOptions::default(),
        editions: vec!["en".to_owned()],
        draft: true,
        mutation: None,
        signer: None,
        created: None,
    };
    let (build, output) = build(&folder, &options);
    assert!(build.problems.has_errors());
    let names: Vec<String> = output.paths().iter().map(ToString::to_string).collect();
    assert_eq!(names, ["china-blockchain-2019h1-en-draft.pdf", "review-draft.html"]);
}
