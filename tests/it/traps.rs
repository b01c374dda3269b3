//! The ten traps in the flagship's source: each is refused, or attributed as the report does it.

use recto::claims::ClaimBasis;
use recto::diagnostics::Severity;
use recto::verify::Verdict;

use crate::support::{check, errors, flagship, text, write};

/// A report of one claim over the flagship's data, with one sentence in each language.
fn verdict(claims: &str, zh: &str, en: &str) -> Vec<&'static str> {
    let folder = flagship();
    let manifest = text(&folder, "report.toml");
    let manifest = with_list(&manifest, "front", "[]");
    let manifest = with_list(&manifest, "back", "[]");
    let manifest = with_list(&manifest, "chapters", "[\"chapters/trap.toml\"]");
    // The words of the index stand in chapters that are left out.
    let (index, editions) = (manifest.find("[[index]]"), manifest.find("[edition."));
    let manifest = format!("{}{}", &manifest[..index.unwrap()], &manifest[editions.unwrap()..]);
    write(&folder, "report.toml", &manifest);
    let chapter = format!(
        "title = {{ zh = '陷阱', en = 'Trap' }}\n{claims}\n[[block]]\nzh = '''{zh}'''\nen = '''{en}'''\n"
    );
    write(&folder, "chapters/trap.toml", &chapter);
    errors(&check(&folder).problems)
}

/// The manifest with another list under a key.
fn with_list(manifest: &str, key: &str, list: &str) -> String {
    let start = manifest.find(&format!("\n{key} = [")).unwrap() + 1;
    let end = start + manifest[start..].find(']').unwrap() + 1;
    format!("{}{key} = {list}{}", &manifest[..start], &manifest[end..])
}

#[test]
fn one_the_half_year_does_not_exceed_the_sum_of_earlier_years() {
    let holds = "[claim.sum]\nholds = \"SELECT (SELECT documents FROM policies WHERE period = '2019H1') > sum(documents) FROM policies WHERE period <> '2019H1'\"";
    let found = verdict(
        holds,
        "上半年的文件[多于此前各年之和](#sum)。",
        "The half-year saw [more than all earlier years together](#sum).",
    );
    assert_eq!(found, ["claim-refuted"]);
    let each = holds.replace("sum(documents)", "max(documents)");
    let found = verdict(
        &each,
        "上半年的文件[多于此前任何年份](#sum)。",
        "The half-year saw [more than any earlier year](#sum).",
    );
    assert_eq!(found, Vec::<&str>::new());
}

#[test]
fn two_and_seven_what_has_no_figure_is_attributed() {
    let clean = check(&flagship());
    let checked = clean.report.as_ref().unwrap().checked();
    let attributed: Vec<_> = checked
        .claims
        .list
        .iter()
        .zip(&checked.outcomes)
        .filter(|(claim, _)| matches!(claim.basis, ClaimBasis::Attributed(_)))
        .collect();
    assert!(attributed.len() >= 10, "only {} attributed claims", attributed.len());
    assert!(attributed.iter().all(|(_, outcome)| outcome.verdict == Verdict::Attributed));
    // In the report's own voice such a statement is refused.
    let claim = "[claim.history]\nattributed = \"ccid_2019\"";
    let found = verdict(
        claim,
        "上半年公开的专利[超过历年总和](#history)。",
        "The patents published [exceed all earlier years together](#history).",
    );
    assert_eq!(found, ["attribution-missing"]);
    let found = verdict(
        claim,
        "据该院报告，上半年公开的专利[超过历年总和](#history)。",
        "According to the institute, the patents published [exceed all earlier years together](#history).",
    );
    assert_eq!(found, Vec::<&str>::new());
}

#[test]
fn three_the_garbled_comparison_with_2018_is_no_claim() {
    let clean = check(&flagship());
    let checked = clean.report.as_ref().unwrap().checked();
    let equal = checked.claims.list.iter().filter_map(|claim| claim.query());
    let equates = |query: &str| query.contains("'2018'") && query.contains("'2019H1') =");
    assert!(!equal.map(recto::source::MappedText::as_str).any(equates));
    let holds = "[claim.same]\nholds = \"SELECT (SELECT documents FROM policies WHERE period = '2019H1') = documents FROM policies WHERE period = '2018'\"";
    let found = verdict(
        holds,
        "文件数量[与上年相同](#same)。",
        "The number is [the same as the year before](#same).",
    );
    assert_eq!(found, ["claim-refuted"]);
}

#[test]
fn four_the_outlook_has_four_aspects_elaborated_and_five_announced() {
    let query = |condition: &str| {
        format!("[claim.aspects]\nquery = \"SELECT count(*) FROM outlook_aspects{condition}\"")
    };
    let zh = "原文展开[五](#aspects)个方面。";
    let en = "The source elaborates [five](#aspects) aspects.";
    assert_eq!(verdict(&query(" WHERE status = 'elaborated'"), zh, en), ["claim-refuted"]);
    assert_eq!(verdict(&query(""), zh, en), Vec::<&str>::new());
}

#[test]
fn five_places_do_not_prove_parks() {
    let claim = "[claim.places]\nquery = \"SELECT count(*) FROM park_places\"\nnoun = { en = [\"place\", \"places\"], zh = [\"个地点\", \"个地方\"] }";
    let found =
        verdict(claim, "园区[超过20](#places)个。", "There are [more than 20](#places) parks.");
    assert_eq!(found, ["claim-refuted", "noun-missing"]);
    let found = verdict(claim, "园区有[15](#places)个。", "There are [15](#places) parks.");
    assert_eq!(found, ["noun-missing"]);
}

#[test]
fn six_years_in_the_wrong_order_are_refused() {
    let folder = flagship();
    let path = "data/policies.csv";
    let swapped = text(&folder, path)
        .replace("2015,1,", "2015,10,")
        .replace("2016,3,", "2016,9,")
        .replace("2017,9,", "2017,3,")
        .replace("2018,10,", "2018,1,");
    write(&folder, path, &swapped);
    let problems = check(&folder).problems;
    let refuted = problems.iter().filter(|problem| problem.code.name() == "claim-refuted").count();
    assert!(refuted >= 8, "each of the four years in both languages, but only {refuted}");
}

#[test]
fn eight_facts_of_equal_value_are_told_apart() {
    // Three rows of the register have the value 20; none of them proves another's sentence.
    let rows = ["parks", "governments", "signature-standards"];
    let folder = flagship();
    let register = text(&folder, "data/register.csv");
    let ids: Vec<&str> = register
        .lines()
        .skip(1)
        .filter(|line| line.split(',').nth(1) == Some("20"))
        .map(|line| line.split(',').next().unwrap())
        .collect();
    assert_eq!(ids.len(), rows.len(), "{ids:?}");
    let mut swaps = 0;
    for one in &ids {
        for other in ids.iter().filter(|other| *other != one) {
            let swapped = flagship();
            let mut changed = false;
            for path in swapped.paths() {
                let path = path.to_string();
                if path.starts_with("chapters/") {
                    let chapter = text(&swapped, &path);
                    let replaced = chapter.replace(&format!("](#{one})"), &format!("](#{other})"));
                    changed |= replaced != chapter;
                    write(&swapped, &path, &replaced);
                }
            }
            if changed {
                let found = errors(&check(&swapped).problems);
                assert!(!found.is_empty(), "{one} passes as {other}");
                swaps += 1;
            }
        }
    }
    assert!(swaps >= 4, "only {swaps} swaps");
}

#[test]
fn nine_our_readings_stand_in_the_data_notes() {
    let folder = flagship();
    let readings = text(&folder, "data/readings.csv");
    for word in ["湘黔渝", "智慧矫正"] {
        assert!(readings.contains(word), "{word} is no reading of ours");
    }
}

#[test]
fn ten_a_half_year_beside_years_has_to_be_marked() {
    let folder = flagship();
    let path = "chapters/01-policy.toml";
    let chapter = text(&folder, path);
    assert!(chapter.contains("partial = [\"2019H1\"]"));
    write(&folder, path, &chapter.replace("partial = [\"2019H1\"]", "partial = []"));
    let problems = check(&folder).problems;
    let mixed = problems.iter().find(|problem| problem.code.name() == "mixed-period-length");
    assert_eq!(mixed.unwrap().severity, Severity::Error);
}
