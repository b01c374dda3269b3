//! `recto suggest`: the right query for the numbers of published sentences, and the edit that writes it.

use std::path::PathBuf;

use recto::files::Memory;
use recto::suggest::{self, Index};

use crate::suggest_set::{Mode, Set, miss, score, summary};
use crate::support::{check, errors, project, text, write};

/// The folders of claims with their queries.
fn sets() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(project().join("tests/suggest"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

/// `floor.txt` has a line for each way to show a sentence: how many of the set have to come first, and how many
/// among the first five. They may only rise.
#[test]
fn queries_of_published_claims_are_found() {
    for folder in sets() {
        let floors = std::fs::read_to_string(folder.join("floor.txt")).unwrap();
        let set = Set::read(&folder);
        let copies = set.copies();
        for mode in Mode::ALL {
            let results: Vec<_> =
                (0..set.cases.len()).map(|case| set.run(case, mode, &copies)).collect();
            println!("{}\n{}", folder.display(), summary(&set, &results));
            results
                .iter()
                .filter_map(|result| miss(&set, result))
                .for_each(|miss| println!("{miss}"));
            let line =
                floors.lines().find_map(|line| line.strip_prefix(&format!("{} ", mode.name())));
            let floor: Vec<usize> =
                line.unwrap().split(' ').map(|word| word.parse().unwrap()).collect();
            let (first, five) = score(results.iter());
            assert!(
                first >= floor[0] && five >= floor[1],
                "{}: {first} {five}, not {floor:?}",
                mode.name()
            );
        }
    }
}

#[test]
fn true_queries_answer_on_changed_data() {
    for folder in sets() {
        let set = Set::read(&folder);
        let copies = set.copies();
        for case in &set.cases {
            let answers = copies.truth(case);
            assert!(answers[0].is_some(), "{}: `{}` has no answer", case.id, case.sql);
        }
    }
}

const CHAPTER: &str = "title = { en = 'C', zh = '章' }\r\n\r\n# The text.\r\n[[section]]\r\ntitle = { en = 'S', zh = '节' }\r\n\r\n[[section.block]]\r\nen = '''In 2020, **Japan** had 125 museums; the total with France was 345.'''\r\nzh = '''2020年，日本有博物馆125座，日法合计345座。'''\r\n";

fn report(chapter: &str) -> Memory {
    let manifest = "[report]\nid = 'r'\ntitle = { en = 'R', zh = '报告' }\nlanguages = ['en', 'zh']\ndate = 2026-01-01\npublisher = { en = 'P', zh = '某院' }\nchapters = ['c.toml']\n\n[source.museums]\npath = 'museums.csv'\ntitle = { en = 'Museums', zh = '博物馆' }\npublisher = 'P'\nbasis = 'primary'\n\n[edition.en]\nlayout = 'single'\nlanguages = ['en']\n";
    let rows =
        "country,year,museums\nJapan,2020,125\nFrance,2020,220\nJapan,2010,99\nFrance,2010,125\n";
    Memory::new([("report.toml", manifest), ("c.toml", chapter), ("museums.csv", rows)])
}

#[test]
fn a_proposal_is_written_into_the_chapter() {
    let folder = report(CHAPTER);
    for (words, sql) in [
        ("125", "SELECT museums FROM museums WHERE country = 'Japan' AND year = 2020"),
        (
            "345",
            "SELECT sum(museums) FROM museums WHERE country IN ('France', 'Japan') AND year = 2020",
        ),
    ] {
        let check = check(&folder);
        let checked = check.report.as_ref().unwrap().checked();
        let index = Index::new(checked);
        let subjects = suggest::unbacked(checked);
        let subject = &subjects[0];
        assert_eq!(subject.places.len(), 2, "both languages");
        let proposals = suggest::proposals(checked, &index, subject, 5);
        let again = suggest::proposals(checked, &index, subject, 5);
        let queries =
            |list: &[suggest::Proposal]| list.iter().map(|p| p.sql.clone()).collect::<Vec<_>>();
        assert_eq!(queries(&proposals), queries(&again));
        let number = proposals.iter().position(|proposal| proposal.sql == sql);
        let number = number.unwrap_or_else(|| panic!("{words}: {:#?}", queries(&proposals)));
        let applied = suggest::apply(checked, &check.sources, subject, &proposals[number]).unwrap();
        assert_eq!(applied.places, 2);
        for (path, text) in &applied.files {
            write(&folder, path.as_str(), text);
        }
        let chapter = text(&folder, "c.toml");
        assert!(chapter.contains(&format!("[{words}](#{})", applied.id)), "{chapter}");
        // Without what was added, the file is what it was.
        assert!(!chapter.replace("\r\n", "").contains('\n'), "line ends are kept");
    }
    let after = check(&folder);
    assert_eq!(errors(&after.problems), Vec::<&str>::new(), "{}", text(&folder, "c.toml"));
    let chapter = text(&folder, "c.toml");
    let (start, end) = (chapter.find("[claim.").unwrap(), chapter.find("# The text.").unwrap());
    let bare: String = [&chapter[..start], &chapter[end..]].concat();
    let mut bare = bare;
    while let Some(open) = bare.find("](#") {
        let close = bare[open..].find(')').unwrap() + open;
        let begin = bare[..open].rfind('[').unwrap();
        let words = bare[begin + 1..open].to_owned();
        bare.replace_range(begin..=close, &words);
    }
    assert_eq!(bare, CHAPTER);
}
