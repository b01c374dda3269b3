//! Numbers that the data have left behind are rewritten in their own style; what only a person can mend
//! is left, and a second run changes nothing.

use recto::files::{Folder, Memory};
use recto::fix::{Fix, Reason, Rewrite, Scope, fix};

use recto::diagnostics::{Diagnostic, Severity, render};

use crate::support::{Silent, flagship, text, write};

/// Ten cells of the flagship's data and what they become.
const MOVED: [(&str, &str, &str); 10] = [
    ("data/register.csv", "supervision-2019h1,5,", "supervision-2019h1,6,"),
    (
        "data/register.csv",
        "local-2019h1,27,count,exact,document|documents,",
        "local-2019h1,28,count,exact,document|documents,",
    ),
    ("data/register.csv", "fuzhou-measures,3,", "fuzhou-measures,4,"),
    ("data/register.csv", "proposals-2019h1,34,", "proposals-2019h1,41,"),
    ("data/register.csv", "institutions-2019h1,14,", "institutions-2019h1,15,"),
    ("data/register.csv", "parks,20,", "parks,30,"),
    ("data/register.csv", "patents-published-2019h1,3547,", "patents-published-2019h1,13547,"),
    ("data/register.csv", "internet-courts,3,", "internet-courts,2,"),
    ("data/register.csv", "crypto-standards,19,", "crypto-standards,23,"),
    ("data/policies.csv", "2019H1,12,", "2019H1,24,"),
];

fn problems(fix: &Fix) -> impl Iterator<Item = &Diagnostic> {
    fix.problems.iter().filter(|problem| problem.severity == Severity::Error)
}

/// What is left to a person, a line each.
fn remaining(fix: &Fix) -> Vec<String> {
    problems(fix).map(|problem| render::short(problem, &fix.after)).collect()
}

/// The claim whose data have moved.
fn claim(rewrite: &Rewrite) -> &str {
    match &rewrite.reason {
        Reason::Stale { claim, .. } => claim,
        Reason::Style(fault) => panic!("{} is no claim", fault.name()),
    }
}

fn fixed(folder: &Memory) -> Fix {
    fixed_in(folder, Scope::Stale)
}

fn fixed_in(folder: &Memory, scope: Scope) -> Fix {
    let fix = fix(folder, scope, &mut Silent);
    for (path, new) in &fix.files {
        write(folder, path.as_str(), new);
    }
    fix
}

#[test]
fn the_flagship_follows_its_data() {
    let folder = flagship();
    for (path, old, new) in MOVED {
        let before = text(&folder, path);
        assert!(before.contains(old), "{old} is not in {path}");
        write(&folder, path, &before.replacen(old, new, 1));
    }
    let fix = fixed(&folder);
    for rewrite in &fix.rewrites {
        println!("{}: {} -> {}", claim(rewrite), rewrite.old, rewrite.new);
    }
    let new = |claim: &str, old: &str| -> Vec<&str> {
        let same = fix
            .rewrites
            .iter()
            .filter(|rewrite| self::claim(rewrite) == claim && rewrite.old == old);
        same.map(|rewrite| rewrite.new.as_str()).collect()
    };
    let all = |claim: &str, old: &str, expected: &str| {
        let found = new(claim, old);
        assert!(
            !found.is_empty() && found.iter().all(|new| *new == expected),
            "{claim}: {found:?}"
        );
    };
    all("national-2019h1", "12", "24");
    all("national-2019h1", "twelve", "twenty-four");
    all("national-total", "35", "47");
    all("supervision-2019h1", "five", "six");
    all("supervision-2019h1", "5", "6");
    all("patents-published-2019h1", "3,547", "13,547");
    all("internet-courts", "三", "两");
    all("internet-courts", "three", "two");
    all("parks", "20", "30");
    all("crypto-standards", "19", "23");
    // What is left are bounds and comparisons that are false now: half of 47 is more than a third, but
    // 6 of 24 are no more than two fifths, and 24 are no fewer than those of the years before.
    let left = remaining(&fix);
    println!("{}", left.join("\n"));
    assert!(!left.is_empty());
    for problem in problems(&fix) {
        let about = |claim: &&str| problem.labels.iter().any(|label| label.text.contains(*claim));
        let person = ["supervision-share", "h1-below-sum", "h1-share-of-total", "same-value"];
        assert!(person.iter().any(about), "{problem:?}");
    }
    let again = fixed(&folder);
    assert!(again.rewrites.is_empty() && again.files.is_empty());
    assert_eq!(remaining(&again), left);
}

#[test]
fn a_clean_report_stays_as_it_is() {
    let folder = flagship();
    let fix = fixed(&folder);
    assert!(fix.rewrites.is_empty() && fix.files.is_empty() && !fix.problems.has_errors());
}

/// A report of two languages with one register.
fn report(rows: &str, claims: &str, en: &str, zh: &str) -> Memory {
    let manifest = "[report]\nid = 'r'\ntitle = { en = 'R', zh = '报告' }\nlanguages = ['en', 'zh']\ndate = 2026-01-01\npublisher = { en = 'P', zh = '某院' }\nchapters = ['c.toml']\n\n[source.data]\npath = 'data.csv'\ntitle = { en = 'Data', zh = '数据' }\npublisher = 'P'\nbasis = 'primary'\n\n[edition.en]\nlayout = 'single'\nlanguages = ['en']\n";
    let chapter = format!(
        "title = {{ en = 'C', zh = '章' }}\n{claims}\n[[block]]\nen = '{en}'\nzh = '{zh}'\n"
    );
    Memory::new([("report.toml", manifest), ("c.toml", &chapter), ("data.csv", rows)])
}

const CLAIMS: &str = "[claim.people]\nquery = 'SELECT people FROM data'\n[claim.share]\nquery = 'SELECT share FROM data'\nunit = 'percent'\n[claim.halls]\nquery = 'SELECT halls FROM data'\n[claim.rank]\nquery = 'SELECT rank FROM data'\nunit = 'rank'";

#[test]
fn every_language_keeps_its_own_style() {
    let folder = report(
        "people,share,halls,rank\n364000,32.46,28,4\n",
        CLAIMS,
        "Growth brought [350 thousand](#people) people, up [29.5 per cent](#share), to [Twenty-seven](#halls) halls.",
        "增长带来[35万](#people)人，增幅[百分之二十九点五](#share)，展馆[二十七](#halls)个。",
    );
    let fix = fixed(&folder);
    let pairs: Vec<(&str, &str)> =
        fix.rewrites.iter().map(|rewrite| (rewrite.old.as_str(), rewrite.new.as_str())).collect();
    let expected = [
        ("350 thousand", "364 thousand"),
        ("29.5", "32.5"),
        ("Twenty-seven", "Twenty-eight"),
        ("35万", "36万"),
        ("百分之二十九点五", "百分之三十二点五"),
        ("二十七", "二十八"),
    ];
    assert_eq!(pairs, expected, "{:?}", remaining(&fix));
}

#[test]
fn what_a_person_has_to_mend_is_left() {
    let folder = report(
        "people,share,halls,rank\n18,41,1,4\n",
        CLAIMS,
        "[More than 20](#people) people, [a third](#share) of them members, in [2](#halls) halls.",
        "[超过20](#people)人，其中会员占[三分之一](#share)，展馆[2](#halls)个。",
    );
    let before = text(&folder, "c.toml");
    let fix = fixed(&folder);
    let rewritten: Vec<&str> = fix.rewrites.iter().map(claim).collect();
    assert_eq!(rewritten, ["halls", "halls"]);
    let reread = matches!(fix.rewrites[0].reason, Reason::Stale { reread: Some(_), .. });
    assert!(reread, "one hall, not 1 halls");
    let left = remaining(&fix);
    assert_eq!(left.len(), 4, "{left:#?}");
    let after = text(&folder, "c.toml");
    assert_eq!(before.replace("[2](#halls)", "[1](#halls)"), after);
}

#[test]
fn escapes_inside_a_number_are_left_alone() {
    let folder = report(
        "people,share,halls,rank\n13,41,1,4\n",
        "[claim.people]\nquery = 'SELECT people FROM data'",
        "[1**2**](#people) people.",
        "[12](#people)人。",
    );
    let fix = fixed(&folder);
    assert_eq!(fix.rewrites.len(), 1);
    assert_eq!(fix.rewrites[0].new, "13");
    assert!(
        folder
            .read(&crate::support::relative("c.toml"))
            .unwrap()
            .windows(5)
            .any(|bytes| bytes == b"1**2*")
    );
}

#[test]
fn forms_are_brought_into_style_on_request() {
    let folder = report(
        "people,share,halls,rank\n4000,29.5,5,4\n",
        CLAIMS,
        "[4000](#people) people came to [5](#halls) halls in 2017-2019, up [29.5 %](#share); it was [29.5%](#share).",
        "共有[4千](#people)人到[5](#halls)处展馆，增幅[百分之29.5](#share)，2017-19年各季为[29.5%](#share)。",
    );
    let before = text(&folder, "c.toml");
    assert!(fixed(&folder).rewrites.is_empty());
    assert_eq!(text(&folder, "c.toml"), before);
    let fix = fixed_in(&folder, Scope::StaleAndStyle);
    let after = text(&folder, "c.toml");
    assert!(
        after.contains(
            "[4,000](#people) people came to [5](#halls) halls in 2017–2019, up [29.5%](#share)"
        ),
        "{after}"
    );
    assert!(
        after.contains("[4000](#people)人") && after.contains("[29.5%](#share)，2017—2019年"),
        "{after}"
    );
    assert!(fix.rewrites.iter().all(|rewrite| matches!(rewrite.reason, Reason::Style(_))));
    // A figure that opens a sentence has no form that is certain.
    let left: Vec<String> =
        fix.problems.iter().map(|problem| render::short(problem, &fix.after)).collect();
    assert!(left.iter().all(|line| !line.contains("error")), "{left:#?}");
    let again = fixed_in(&folder, Scope::StaleAndStyle);
    assert!(again.rewrites.is_empty() && again.files.is_empty());
}

#[test]
fn a_style_that_a_report_does_not_ask_for_is_left_alone() {
    let folder = report(
        "people,share,halls,rank\n4000,29.5,5,4\n",
        CLAIMS,
        "There were [5](#halls) halls.",
        "展馆共有[5](#halls)处。",
    );
    let chapter = text(&folder, "c.toml");
    let silent =
        chapter.replace("[[block]]\n", "[[block]]\nrules = { numeral-style-en = 'allow' }\n");
    write(&folder, "c.toml", &silent);
    assert!(fixed_in(&folder, Scope::StaleAndStyle).rewrites.is_empty());
    write(&folder, "c.toml", &chapter);
    assert_eq!(fixed_in(&folder, Scope::StaleAndStyle).rewrites[0].new, "five");
}
