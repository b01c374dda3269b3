//! The page of the reviewer: what its data hold, what the command does, and what a browser says of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use recto::diagnostics::Severity;
use recto::evidence::{self, Circumstances, Evidence};
use recto::files::{Folder, Memory};
use recto::pipeline::{self, BuildOptions, CheckOptions, Review};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::{
    Silent, build, check, flagship, folder_in_memory, project, recto, relative, skipped, stderr,
    stdout, text, write,
};

#[path = "../../benches/synthetic/report.rs"]
mod synthetic;

/// The claims of the report by which speed and size are measured.
const LARGE_CLAIMS: usize = 1_539;

/// About so many pages have as many claims.
const LARGE_PAGES: usize = 927;

/// What the page of that report may weigh, in bytes.
const LARGEST_PAGE: usize = 6 * 1024 * 1024;

/// What a page may weigh without its data, in bytes.
const LARGEST_FRAME: usize = 128 * 1024;

/// Text that would run, or break out of the data, if it ever became markup.
const HOSTILE: &str = "`</script><script>window.broken=true</script>` `<!-- <script>` \u{2028} [here](javascript:window.broken=true)";

fn small() -> Memory {
    folder_in_memory(&project().join("tests/golden/small"))
}

/// The small report after its data moved: one claim by query, its share and one by register are refuted, and
/// a number without a claim stands in both languages.
fn refused() -> Memory {
    let folder = small();
    let data = text(&folder, "data/policies.csv");
    write(&folder, "data/policies.csv", &data.replace("2019H1,12", "2019H1,13"));
    let chapter = text(&folder, "chapters/01.toml");
    let chapter = chapter
        .replace("在建园区[超过20]", "全国有47个城市参与，在建园区[超过20]")
        .replace("There are [more", "In all 47 cities take part. There are [more")
        .replace("[about 19]", "[about 25]");
    write(&folder, "chapters/01.toml", &chapter);
    folder
}

fn hostile() -> Memory {
    let folder = small();
    let chapter = text(&folder, "chapters/01.toml")
        + &format!("\n[[block]]\nzh = '''{HOSTILE}'''\nen = '''{HOSTILE}'''\n");
    write(&folder, "chapters/01.toml", &chapter);
    folder
}

fn review(folder: &Memory, since: Option<&Evidence>) -> Review {
    pipeline::review(folder, &CheckOptions::default(), since, &mut Silent)
}

fn record(folder: &Memory) -> Evidence {
    let check = check(folder);
    let circumstances = Circumstances { problems: &check.problems, mutation: None };
    evidence::record(check.report.as_ref().unwrap().checked(), &check.sources, circumstances)
}

/// What stands between two marks of a page.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let rest = page.split_once(before).unwrap().1;
    rest.split_once(after).unwrap().0
}

fn data(page: &str) -> Value {
    serde_json::from_str(between(page, "id=\"data\">", "</script>")).unwrap()
}

/// Visits every object of a value.
fn objects<'a>(value: &'a Value, visit: &mut dyn FnMut(&'a serde_json::Map<String, Value>)) {
    match value {
        Value::Object(entries) => {
            visit(entries);
            entries.values().for_each(|entry| objects(entry, visit));
        }
        Value::Array(list) => list.iter().for_each(|entry| objects(entry, visit)),
        _ => {}
    }
}

/// The plain words of nodes.
fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(words).collect(),
        Value::Object(entries) => {
            let inner = ["text", "p", "children", "em", "strong", "code", "quote", "list"];
            inner.iter().filter_map(|key| entries.get(*key)).map(words).collect()
        }
        _ => String::new(),
    }
}

#[test]
fn every_place_of_every_claim_stands_on_the_page_once() {
    for folder in [flagship(), small(), refused()] {
        let page = review(&folder, None).page.unwrap();
        let data = data(&page);
        let claims = data["claims"].as_array().unwrap();
        assert!(!claims.is_empty());
        let mut wanted: BTreeMap<(u64, u64), usize> = BTreeMap::new();
        for (index, claim) in claims.iter().enumerate() {
            for place in 0..claim["places"].as_array().unwrap().len() {
                wanted.insert((index as u64, place as u64), 1);
            }
        }
        let mut found: BTreeMap<(u64, u64), usize> = BTreeMap::new();
        objects(&data, &mut |object| {
            let number = |key: &str| object.get(key).and_then(Value::as_u64);
            if let (Some(claim), Some(place)) = (number("claim"), number("place")) {
                *found.entry((claim, place)).or_default() += 1;
                // The words under the mark are those of the record.
                let recorded = &claims[usize::try_from(claim).unwrap()]["places"]
                    [usize::try_from(place).unwrap()]["phrase"];
                if let (Some(phrase), Some(children)) = (recorded.as_str(), object.get("children"))
                {
                    assert_eq!(words(children), phrase);
                }
            }
        });
        assert_eq!(found, wanted);
    }
}

#[test]
fn every_numeral_without_a_claim_is_marked_with_its_class() {
    for folder in [flagship(), small()] {
        let record = record(&folder);
        let data = data(&review(&folder, None).page.unwrap());
        let mut marked: BTreeSet<(String, String)> = BTreeSet::new();
        objects(&data, &mut |object| {
            if let (Some(class), Some(text)) = (object.get("exempt"), object.get("text")) {
                marked.insert((class.as_str().unwrap().into(), text.as_str().unwrap().into()));
            }
        });
        assert!(!record.not_checked.is_empty());
        for numeral in &record.not_checked {
            let own = (numeral.class.clone(), numeral.text.clone());
            assert!(marked.contains(&own), "{own:?}");
        }
    }
}

#[test]
fn every_problem_is_shown_at_its_place() {
    let folder = refused();
    let review = review(&folder, None);
    let data = data(&review.page.unwrap());
    let mut anchored = BTreeSet::new();
    objects(&data, &mut |object| {
        let list = object.get("problems").and_then(Value::as_array);
        anchored.extend(list.into_iter().flatten().filter_map(Value::as_u64));
    });
    let problems: Vec<_> = review.check.problems.iter().collect();
    assert_eq!(data["problems"].as_array().unwrap().len(), problems.len());
    assert!(problems.iter().filter(|problem| problem.severity == Severity::Error).count() >= 6);
    for (index, problem) in problems.iter().enumerate() {
        assert!(anchored.contains(&(index as u64)), "{}", problem.message);
    }
    // The number that no claim backs is marked, and nothing beside it.
    let mut unbacked = Vec::new();
    objects(&data["parts"], &mut |object| {
        if let (Some(list), Some(text)) = (object.get("problems"), object.get("text")) {
            let codes = list.as_array().unwrap().iter().map(|index| {
                data["problems"][usize::try_from(index.as_u64().unwrap()).unwrap()]["code"].clone()
            });
            if codes.into_iter().any(|code| code == "unbacked-number") {
                unbacked.push(text.clone());
            }
        }
    });
    assert_eq!(unbacked, [json!("47"), json!("47")]);
}

#[test]
fn a_problem_of_a_source_stands_with_it() {
    let folder = small();
    let manifest = text(&folder, "report.toml").replace("data/register.csv", "data/none.csv");
    write(&folder, "report.toml", &manifest);
    let data = data(&review(&folder, None).page.unwrap());
    let problems = data["problems"].as_array().unwrap();
    let index = problems.iter().position(|problem| problem["code"] == "unreadable-file").unwrap();
    assert_eq!(data["sources"][1]["id"], "register");
    assert!(data["sources"][1]["problems"].as_array().unwrap().contains(&json!(index)));
    // What rests on it is gone with it, and its cards say that they have no answer.
    let mut values = Vec::new();
    objects(&data["parts"], &mut |object| values.extend(object.get("value").cloned()));
    assert_eq!(values[0][0]["text"], "⟨?⟩");
}

#[test]
fn a_claim_comes_with_the_rows_it_read_and_their_neighbours() {
    let data = data(&review(&refused(), None).page.unwrap());
    let claim = data["claims"].as_array().unwrap().iter().find(|claim| claim["id"] == "half-year");
    assert_eq!(claim.unwrap()["rows"], json!([{ "source": "policies", "rows": [3] }]));
    let source = |id: &str| {
        let sources = data["sources"].as_array().unwrap();
        sources.iter().find(|source| source["id"] == id).unwrap().clone()
    };
    // Every row of the table is read by some claim or stands beside one, and is there once.
    let rows = json!([[1, 2, "2017", "9"], [2, 3, "2018", "10"], [3, 4, "2019H1", "13"]]);
    assert_eq!(source("policies")["lines"], rows);
    assert_eq!(source("policies")["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(
        source("summary")["lines"],
        json!([]),
        "a publication that is only cited has no rows"
    );

    // Of a longer table only what is needed is embedded.
    let folder = small();
    let rows: String = (1900..2017).map(|year| format!("{year},1\n")).collect();
    let table = text(&folder, "data/policies.csv").replacen('\n', &format!("\n{rows}"), 1);
    write(&folder, "data/policies.csv", &table);
    let chapter = text(&folder, "chapters/01.toml");
    let chapter = chapter.replace(
        "max(documents) FROM policies WHERE period <> '2019H1'",
        "max(documents) FROM policies WHERE period = '1950'",
    );
    write(
        &folder,
        "chapters/01.toml",
        &chapter.replace(
            "/ sum(documents) FROM policies\"",
            "/ 31.0 FROM policies WHERE period = '1950'\"",
        ),
    );
    let data = self::data(&review(&folder, None).page.unwrap());
    let source =
        data["sources"].as_array().unwrap().iter().find(|source| source["id"] == "policies");
    let lines: Vec<u64> = source.unwrap()["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row[0].as_u64().unwrap())
        .collect();
    assert_eq!(lines, [50, 51, 52, 119, 120]);
}

#[test]
fn changes_are_told_by_claim() {
    let before = record(&small());
    let folder = refused();
    let chapter = text(&folder, "chapters/01.toml")
        .replace("[growth]", "[growth-now]")
        .replace("[claim.growth]", "[claim.growth-now]")
        .replace("(#growth)", "(#growth-now)")
        .replace("[more than in any earlier year]", "[more than in each earlier year]");
    write(&folder, "chapters/01.toml", &chapter);
    let data = data(&review(&folder, Some(&before)).page.unwrap());
    let change = |id: &str| {
        let claims = data["claims"].as_array().unwrap();
        claims.iter().find(|claim| claim["id"] == id).unwrap()["change"].clone()
    };
    assert_eq!(change("half-year")["answer"], json!(["12", "13"]));
    assert_eq!(change("half-year")["verdict"], json!(["proved", "refuted"]));
    assert_eq!(change("half-year")["phrases"], Value::Null);
    assert_eq!(change("growth-now"), json!({ "new": true }));
    assert_eq!(
        change("most"),
        json!({ "phrases": { "en": [["more than in any earlier year"], ["more than in each earlier year"]] } })
    );
    assert_eq!(change("parks"), Value::Null, "nothing about it moved");
    assert_eq!(data["since"]["gone"][0]["id"], "growth");
    assert_eq!(data["since"]["date"], "2026-01-01");

    let same = self::data(&review(&small(), Some(&before)).page.unwrap());
    let changed =
        same["claims"].as_array().unwrap().iter().filter(|claim| claim.get("change").is_some());
    assert_eq!(changed.count(), 0, "an edition does not differ from itself");
}

#[test]
fn text_of_a_report_is_inert() {
    let page = review(&hostile(), None).page.unwrap();
    assert_eq!(page.matches("<script").count(), 2, "the data and the script of the page");
    assert_eq!(page.matches("</script>").count(), 2);
    let json = between(&page, "id=\"data\">", "</script>");
    assert!(!json.contains('<') && !json.contains('\u{2028}'));
    let data = data(&page);
    let mut texts = String::new();
    objects(&data["parts"], &mut |object| {
        if let Some(paragraph) = object.get("p") {
            texts += &words(paragraph);
        }
        assert!(!object.get("url").is_some_and(|url| url.to_string().contains("javascript")));
    });
    assert!(
        texts.contains("</script><script>window.broken=true</script> <!-- <script> \u{2028} here"),
        "{texts}"
    );
}

#[test]
fn the_policy_names_style_and_script_alone() {
    let page = review(&small(), None).page.unwrap();
    let policy = between(&page, "Content-Security-Policy\" content=\"", "\"");
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
    for (name, start, end) in
        [("script", "</script>\n<script>", "</script>"), ("style", "<style>", "</style>")]
    {
        let digest = Sha256::digest(between(&page, start, end));
        let told = between(policy, &format!("{name}-src 'sha256-"), "'");
        assert_eq!(from_base64(told), digest.as_slice(), "{name}");
    }
    for word in
        ["src=\"http", "href=\"http", "url(", "@import", "fetch(", "XMLHttpRequest", "innerHTML"]
    {
        let code = page.replace(between(&page, "id=\"data\">", "</script>"), "");
        assert!(!code.contains(word), "the page has `{word}`");
    }
}

fn from_base64(text: &str) -> Vec<u8> {
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let values = text.chars().filter_map(|c| digits.find(c));
    let bits: Vec<u8> = values
        .flat_map(|value| (0..6).rev().map(move |at| u8::from(value >> at & 1 == 1)))
        .collect();
    bits.chunks_exact(8).map(|bits| bits.iter().fold(0, |byte, bit| byte << 1 | bit)).collect()
}

#[test]
fn the_same_report_gives_the_same_page() {
    assert_eq!(review(&refused(), None).page, review(&refused(), None).page);
}

#[test]
fn an_exhibit_that_cannot_be_made_shows_the_rows_of_its_query() {
    let folder = small();
    let chapter =
        text(&folder, "chapters/01.toml").replace("y = \"documents\"", "y = \"paragraphs\"");
    write(&folder, "chapters/01.toml", &chapter);
    let data = data(&review(&folder, None).page.unwrap());
    let mut figures = Vec::new();
    objects(&data["parts"], &mut |object| {
        if object.get("kind") == Some(&json!("figure")) {
            figures.push(object["data"].clone());
        }
    });
    assert_eq!(figures.len(), 1);
    assert_eq!(figures[0][0]["head"], json!(["period", "documents"]));
    assert_eq!(figures[0][0]["rows"][2], json!(["2019H1", "12"]));
}

#[test]
fn exhibits_show_what_a_reader_will_see() {
    let data = data(&review(&small(), None).page.unwrap());
    let mut rows = Vec::new();
    objects(&data["parts"], &mut |object| {
        if object.get("kind") == Some(&json!("figure")) {
            rows.extend(
                object["data"].as_array().unwrap().iter().map(|data| data["rows"][2].clone()),
            );
        }
    });
    assert_eq!(rows, [json!(["2019年上半年", "12"]), json!(["H1 2019", "12"])]);
}

#[test]
fn a_build_writes_the_page_beside_the_pdfs() {
    let one = BuildOptions { editions: vec!["en".to_owned()], ..BuildOptions::default() };
    let (_, output) = build(&small(), &one);
    let page = output.read(&relative("review.html")).unwrap();
    assert!(String::from_utf8(page).unwrap().contains("小报告 / A small report"));
    let (_, output) = build(&refused(), &one);
    assert!(output.paths().is_empty(), "a refused build writes nothing");
    let (_, output) = build(&refused(), &BuildOptions { draft: true, ..one });
    assert!(output.read(&relative("review-draft.html")).is_ok());
    assert!(
        output.read(&relative("review.html")).is_err(),
        "a draft leaves the page of the edition"
    );
}

#[test]
fn the_command_ends_like_a_check() {
    let folder = tempfile::tempdir().unwrap();
    on_disk(&small(), &folder.path().join("good"));
    on_disk(&refused(), &folder.path().join("bad"));
    let good = recto(&["review", "good"], folder.path());
    assert_eq!(good.status.code(), Some(0), "{}", stderr(&good));
    assert!(folder.path().join("dist/review.html").is_file(), "the default place");
    fs::write(folder.path().join("old.json"), record(&small()).bytes()).unwrap();
    let bad =
        recto(&["review", "bad", "--out", "pages/bad.html", "--since", "old.json"], folder.path());
    assert_eq!(bad.status.code(), Some(1), "{}", stderr(&bad));
    assert!(stderr(&bad).contains("pages/bad.html: ") && stderr(&bad).contains("claim-refuted"));
    assert_eq!(stdout(&bad), "");
    let page = fs::read_to_string(folder.path().join("pages/bad.html")).unwrap();
    assert_eq!(data(&page)["since"]["report"], "small");
    assert_eq!(
        fs::read_dir(folder.path().join("pages")).unwrap().count(),
        1,
        "nothing is left beside it"
    );

    fs::write(folder.path().join("no.json"), "{\"schema\": \"recto-evidence/9\"}").unwrap();
    for (arguments, words) in [
        (vec!["review", "good", "--since", "no.json"], "its format is `recto-evidence/9`"),
        (vec!["review", "good", "--since", "none.json"], "cannot read `none.json`"),
        (vec!["review", "nowhere"], "it has no report.toml"),
        (vec!["review", "good", "--out", "/"], "names no file"),
    ] {
        let output = recto(&arguments, folder.path());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(words), "{}", stderr(&output));
    }
    fs::write(folder.path().join("bad/chapters/01.toml"), "title = ").unwrap();
    fs::remove_dir_all(folder.path().join("dist")).unwrap();
    let broken = recto(&["review", "bad"], folder.path());
    assert_eq!(broken.status.code(), Some(1), "{}", stderr(&broken));
    assert!(stderr(&broken).contains("no page was written"));
    assert!(!folder.path().join("dist").exists());
}

#[test]
fn a_large_report_has_a_page_of_a_size_to_send() {
    let report = synthetic::report(LARGE_PAGES);
    let page = review(&report, None).page.unwrap();
    let claims = data(&page)["claims"].as_array().unwrap().len();
    assert!(claims.abs_diff(LARGE_CLAIMS) < 5, "{claims} claims");
    let frame = page.len() - between(&page, "id=\"data\">", "</script>").len();
    println!("{claims} claims: {} KiB, {} of them without data", page.len() / 1024, frame / 1024);
    assert!(frame < LARGEST_FRAME && page.len() < LARGEST_PAGE, "{frame} of {} bytes", page.len());
}

/// Runs `tests/review/check.mjs`, which says what a browser has to find.
#[test]
fn a_browser_finds_nothing_wrong() {
    let scripts = project().join("tests/review");
    let chromium = ["chromium", "chromium-browser", "google-chrome"];
    let runs = |program: &&&str| Command::new(program).arg("--version").output().is_ok();
    let Some(chromium) = chromium.iter().find(runs) else {
        return skipped("there is no chromium");
    };
    if Command::new("node").arg("--version").output().is_err() {
        return skipped("there is no node");
    }
    if !scripts.join("node_modules/puppeteer-core").is_dir() {
        return skipped("`npm ci` has not been run in tests/review");
    }
    let folder = tempfile::tempdir().unwrap();
    let pages = [
        ("flagship", review(&flagship(), None)),
        ("refused", review(&refused(), Some(&record(&small())))),
        ("hostile", review(&hostile(), None)),
        ("large", review(&synthetic::report(LARGE_PAGES), None)),
    ];
    for (name, review) in pages {
        fs::write(folder.path().join(format!("{name}.html")), review.page.unwrap()).unwrap();
    }
    let output = Command::new("node")
        .arg(scripts.join("check.mjs"))
        .arg(chromium)
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
}

fn on_disk(report: &Memory, folder: &Path) {
    for path in report.paths() {
        let target = folder.join(path.as_str());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, report.read(&path).unwrap()).unwrap();
    }
}
