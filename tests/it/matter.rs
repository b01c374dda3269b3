//! The front and back matter: what is printed, in which order, and what is refused.

use std::fmt::Write as _;

use recto::book::{Book, BookFile};
use recto::files::{Folder as _, Memory};
use recto::typeset::{self, Document, SetRun};

use crate::ink::{audited, change};
use crate::pages::{compare, set};
use crate::support::{check, errors, flagship, folder_in_memory, project, text, write};

fn whole() -> Memory {
    folder_in_memory(&project().join("tests/golden/book"))
}

/// Replaces a piece of a file of a report.
fn edit(folder: &Memory, path: &str, from: &str, to: &str) {
    let before = text(folder, path);
    assert!(before.contains(from), "{path} has no {from}");
    write(folder, path, &before.replacen(from, to, 1));
}

/// The text of each page, runs joined by blanks.
fn page_texts(document: &Document) -> Vec<String> {
    let text =
        |runs: Vec<SetRun>| runs.into_iter().map(|run| run.text).collect::<Vec<_>>().join(" ");
    typeset::runs(document).into_iter().map(text).collect()
}

/// The page, from 0, on which a title stands large.
fn page_of(document: &Document, title: &str) -> Option<usize> {
    let shows = |runs: &Vec<SetRun>| {
        let large: String =
            runs.iter().filter(|run| run.size > 15.0).map(|run| run.text.as_str()).collect();
        large.contains(title)
    };
    typeset::runs(document).iter().position(shows)
}

#[test]
fn every_piece_has_its_page() {
    let book = set(&whole(), "screen");
    for (title, name) in [
        ("Foreword", "foreword"),
        ("Contents", "contents"),
        ("Figures", "lists"),
        ("Key figures", "key-figures"),
        ("The industry", "definitions"),
        ("Data behind", "data"),
        ("Glossary", "glossary"),
        ("References", "references"),
        ("Index", "index"),
    ] {
        let page = page_of(&book, title).unwrap_or_else(|| panic!("there is a page of {title}"));
        compare(&book, page, &format!("book-{name}"));
    }
    let zh = set(&whole(), "zh");
    for (title, name) in
        [("序", "foreword"), ("关键数据", "key-figures"), ("术语表", "glossary"), ("索引", "index")]
    {
        let page = page_of(&zh, title).unwrap_or_else(|| panic!("there is a page of {title}"));
        compare(&zh, page, &format!("book-zh-{name}"));
    }
}

#[test]
fn the_contents_tell_the_pages() {
    let book = set(&whole(), "screen");
    let contents = page_of(&book, "Contents").unwrap();
    let on_page = &typeset::runs(&book)[contents];
    for title in [
        "Foreword",
        "Key figures",
        "Data behind the exhibits",
        "Glossary",
        "References",
        "Index",
        "Colophon",
    ] {
        let entry = on_page.iter().find(|run| run.text.trim() == title);
        let entry = entry.unwrap_or_else(|| panic!("{title} is listed"));
        let level = on_page.iter().filter(|run| (run.baseline - entry.baseline).abs() < 0.5);
        let last = level.max_by(|one, other| one.left.total_cmp(&other.left)).unwrap();
        let page = page_of(&book, title).unwrap() + 1;
        assert_eq!(last.text.trim(), page.to_string(), "{title}");
    }
}

/// The pages of the contents, from 0.
fn contents_pages(document: &Document) -> Vec<usize> {
    let head = |runs: &Vec<SetRun>| {
        runs.iter().any(|run| run.text.contains("目录") && !run.text.contains("表目录"))
    };
    (0..8).filter(|page| head(&typeset::runs(document)[*page])).collect()
}

/// A title may begin in the other script, whose face is asked for only where it is set: it is said whole all the same.
#[test]
fn a_title_that_begins_with_latin_letters_is_whole_in_the_contents() {
    for edition in ["screen", "zh"] {
        let document = set(&flagship(), edition);
        let runs = typeset::runs(&document);
        let said: String = contents_pages(&document)
            .into_iter()
            .flat_map(|page| &runs[page])
            .map(|run| run.text.as_str())
            .collect();
        assert!(said.replace([' ', '\u{a0}'], "").contains("BaaS平台"), "{edition}: {said}");
    }
}

/// The numbers of pages end where the text of other pages does.
#[test]
fn lists_in_front_stay_within_the_text() {
    let document = set(&flagship(), "screen");
    let pages = typeset::runs(&document);
    let edge = pages[6..40].iter().flatten().map(|run| run.right).fold(0.0, f64::max);
    for (page, runs) in pages.iter().enumerate().take(5).skip(2) {
        for run in runs {
            assert!(
                run.right < edge + 0.1,
                "page {}: `{}` ends at {}",
                page + 1,
                run.text,
                run.right
            );
        }
    }
}

#[test]
fn an_edition_leaves_out_what_it_says() {
    let pages = page_texts(&set(&whole(), "en")).join(" ");
    for title in [
        "Contents",
        "Foreword",
        "Definitions",
        "Glossary",
        "Evidence ledger",
        "Index",
        "Key figures",
    ] {
        assert!(!pages.contains(title), "{title}: {pages}");
    }
    for title in ["References", "Sources", "Colophon"] {
        assert!(pages.contains(title), "{title}: {pages}");
    }
    // The findings of the chapter.
    assert!(!pages.contains("The half-year brought"), "{pages}");
    // A list of few figures is left to the contents.
    let folder = whole();
    edit(&folder, "report.toml", "figures = true\n", "");
    assert_eq!(page_of(&set(&folder, "screen"), "Figures"), None);
    // What an edition asks for it has, whatever the report says.
    edit(&folder, "report.toml", "without = [\"data\"]", "with = [\"figures\"]");
    assert!(page_of(&set(&folder, "zh"), "图目录").is_some());
}

/// The messages of a check.
fn told(folder: &Memory) -> Vec<String> {
    let found = check(folder);
    let line = |problem: &recto::diagnostics::Diagnostic| {
        let span = problem.labels.first().map(|label| label.span);
        let place = span.map(|span| {
            let position = found.sources.position(span);
            format!("{}:{}:{}", found.sources.name(span.file), position.line, position.column)
        });
        let help = problem.help.join("; ");
        format!(
            "{} [{}] {} ({help})",
            place.unwrap_or_default(),
            problem.code.name(),
            problem.message
        )
    };
    found.problems.iter().map(line).collect()
}

/// After one change to a file of the report, a message with these words.
fn is_told(path: &str, from: &str, to: &str, wanted: &[&str]) {
    let folder = whole();
    edit(&folder, path, from, to);
    let told = told(&folder);
    let found = told.iter().any(|message| wanted.iter().all(|words| message.contains(words)));
    assert!(found, "{wanted:?}: {told:#?}");
}

#[test]
fn what_cannot_be_is_told_with_the_cure() {
    let report = "report.toml";
    is_told(report, "tables = true", "tabels = true", &["unknown-key", "`tables`"]);
    is_told(
        report,
        "figures = true",
        "figures = \"often\"",
        &["invalid-value", "true, false or \"auto\""],
    );
    is_told(
        report,
        "figures = true",
        "sources = false",
        &["the list of sources cannot be switched"],
    );
    is_told(
        report,
        "without = [\"data\"]",
        "without = [\"ledgers\"]",
        &["invalid-value", "did you mean `ledger`?"],
    );
    let both = "without = [\"colophon\", \"imprint\"]";
    is_told(report, "without = [\"data\"]", both, &["neither a colophon nor an imprint"]);
    let cited = "without = [\"bibliography\"]";
    is_told(
        report,
        "without = [\"data\"]",
        cited,
        &["leaves out the bibliography, but the text cites 7 works"],
    );
    is_told(
        report,
        "gb-7714-2025-numeric",
        "gb-7714-2026-numeric",
        &["there is no style", "did you mean `gb-7714-2025-numeric`?"],
    );
    is_told(report, "gb-7714-2025-numeric", "gb-7714-2015-note", &["cites in footnotes"]);
    is_told(
        report,
        "see = \"ledger\"",
        "see = \"leger\"",
        &["unknown-reference", "did you mean `ledger`?"],
    );
    is_told(
        report,
        "under = \"technology\"\nsee-also",
        "under = \"ledger\"\nsee-also",
        &["nothing can stand under the entry `ledger`"],
    );
    is_told(
        report,
        "id = \"bank\"",
        "id = \"park\"",
        &["duplicate-id", "the index has an entry `park` already"],
    );
    let chapter = "chapters/policy.toml";
    is_told(
        chapter,
        "[@zhang2019]",
        "[@zhng2019]",
        &["unknown-reference", "did you mean `zhang2019`?"],
    );
    is_told(chapter, "[@wang2018]", "[](#wang2018)", &["is cited, not linked", "[@wang2018]"]);
    is_told(
        chapter,
        "source = \"zhang2019\"",
        "source = \"zhang\"",
        &["unknown-reference", "zhang"],
    );
    is_told(
        "chapters/foreword.toml",
        "index:responsibility",
        "index:responsability",
        &["unknown-reference", "did you mean `responsibility`?"],
    );
    is_told(
        "chapters/industry.toml",
        "Chongqing lie",
        "the west lie",
        &["the entry `chongqing` of the index stands nowhere in the text in `en`"],
    );
    let works = "works/refs.bib";
    is_told(works, "year = {2018},", "year = {2018} x", &["works/refs.bib:", "[malformed-data]"]);
    is_told(works, "@book{wang2018", "@book{parks", &["duplicate-id", "the id `parks` is taken"]);
    is_told(
        "works/more.yml",
        "  type: repository",
        "  tipe: repository",
        &["works/more.yml:", "[malformed-data]"],
    );
}

/// Every number of a definition, of the glossary, of a foreword is held like any other.
#[test]
fn numbers_of_the_matter_are_checked() {
    let unbacked = &["unbacked-number", "47"];
    is_told(
        "chapters/policy.toml",
        "ministry or a higher authority",
        "ministry or 47 authorities",
        unbacked,
    );
    is_told("report.toml", "takes deposits from the public", "takes 47 deposits", unbacked);
    is_told("report.toml", "en = 'technology'", "en = '47 technologies'", unbacked);
    is_told("chapters/foreword.toml", "several colleagues", "47 colleagues", unbacked);
    is_told(
        "chapters/foreword.toml",
        "Director of the institute",
        "Director of 47 institutes",
        unbacked,
    );
    is_told("report.toml", "on the last full year", "on 47 full years", unbacked);
}

#[test]
fn a_digit_that_is_changed_is_found() {
    assert_eq!(audited(&whole(), &|_| {}).1, Vec::<String>::new());
    let ways: &[(&str, &str, &str)] = &[
        ("a year of a reference", ". (2021-03-04)[2026-11-02]", ". (4711-03-04)[2026-11-02]"),
        ("a label of a reference", "[4]", "[4711]"),
        ("a cell of the data", "\"121\"", "\"4711\""),
        ("the size of a table", "7 rows, 5 columns", "7 rows, 4711 columns"),
        ("a change of a key figure", "\"20%\"", "\"4711%\""),
        ("a signature", "18 June 2026", "18 June 4711"),
    ];
    for (way, from, to) in ways {
        let tamper = |book: &mut Book| change(book, "book.json", from, to);
        let (_, told) = audited(&whole(), &tamper);
        assert!(told.iter().any(|message| message.contains("4711")), "{way}: {told:?}");
    }
    let word =
        |book: &mut Book| change(book, "templates/words.typ", "\"Glossary\"", "\"Seven terms\"");
    let (_, told) = audited(&whole(), &word);
    assert!(told.iter().any(|message| message.contains("Seven")), "{told:?}");
}

/// The number that stands in the text for a work.
#[test]
fn a_citation_that_is_changed_is_found() {
    let tamper = |book: &mut Book| {
        let path = "prose/en/02.typ";
        let Some(BookFile::Prose(prose)) = book.files.get_mut(path) else { panic!("{path}") };
        let code = "#work-citation(\"wang2018\")[#raised[\\[";
        let at = prose.as_str().find(code).unwrap_or_else(|| panic!("{}", prose.as_str()));
        let at = at + code.len();
        let place = prose.span(at..at).start;
        let mut builder = recto::source::MappedTextBuilder::new(prose.file(), place);
        builder.push_slice(prose, 0..at);
        builder.push("4711", place..place);
        builder.push_slice(prose, at..prose.as_str().len());
        *prose = builder.finish();
    };
    let (_, told) = audited(&whole(), &tamper);
    assert!(told.iter().any(|message| message.contains("4711")), "{told:?}");
}

/// A book without a ledger names what is waived all the same.
#[test]
fn what_is_waived_is_named_without_a_ledger() {
    let folder = whole();
    let waived =
        "[claim.guests]\nwaived = { zh = '开幕时清点。', en = 'Counted at the opening.' }\n";
    edit(
        &folder,
        "chapters/industry.toml",
        "[claim.parks-all]",
        &format!("{waived}\n[claim.parks-all]"),
    );
    let (zh, en) = ("预印本和数据集", "Preprints and data sets");
    edit(&folder, "chapters/industry.toml", zh, "到场[200](#guests)人。预印本和数据集");
    let guests = "There were [200](#guests) guests. Preprints and data sets";
    edit(&folder, "chapters/industry.toml", en, guests);
    let book = set(&folder, "en");
    let page = page_of(&book, "Claims without evidence").expect("they are named");
    let pages = page_texts(&book);
    assert!(pages[page].contains("Counted at the opening."), "{}", pages[page]);
    assert!(!pages[page].contains("half-year"), "{}", pages[page]);
}

/// Where the colophon is left out, the imprint says what was checked.
#[test]
fn the_imprint_stands_in_for_the_colophon() {
    let folder = whole();
    edit(&folder, "report.toml", "without = [\"data\"]", "without = [\"colophon\", \"cover\"]");
    let pages = page_texts(&set(&folder, "zh"));
    assert!(pages[0].contains("SHA-256") && pages[0].contains("项论断"), "{}", pages[0]);
    assert!(!pages.join(" ").contains("编校说明"));
}

/// A word on page after page is listed by one range.
#[test]
fn pages_that_follow_each_other_are_one_range() {
    let folder = whole();
    let mut chapter = text(&folder, "chapters/industry.toml");
    let (zh, en) = (
        "银行的会计部门核对账目，并向监管部门报送结果。",
        "The accounting of a bank checks its books and reports to the regulator. ",
    );
    for _ in 0..24 {
        let block = format!(
            "\n[[section.block]]\nzh = '''{}'''\nen = '''{}'''\n",
            zh.repeat(6),
            en.repeat(6)
        );
        if chapter.contains("[[section]]") {
            chapter.push_str(&block);
        } else {
            let title = "\n[[section]]\ntitle = { zh = '附论', en = 'A note' }\n";
            write!(chapter, "{title}{block}").unwrap();
        }
    }
    write(&folder, "chapters/industry.toml", &chapter);
    assert_eq!(errors(&check(&folder).problems), Vec::<&str>::new());
    let book = set(&folder, "screen");
    let index = page_of(&book, "Index").unwrap();
    let first = page_of(&book, "The industry").unwrap() + 1;
    let last = page_of(&book, "Data behind").unwrap();
    let shown = page_texts(&book)[index].replace(' ', "");
    assert!(last > first + 1, "{first} {last}");
    // The chapter before has the word on page 7; it may be the page before this one.
    let (en, zh) = match first {
        8 => (format!("bank7–{last}"), format!("银行7—{last}")),
        _ => (format!("bank7,{first}–{last}"), format!("银行7、{first}—{last}")),
    };
    assert!(shown.contains(&en) && shown.contains(&zh), "{first} {last}: {shown}");
}

/// Two builds of the same report give the same bytes, works and all.
#[test]
fn the_matter_is_reproducible() {
    let build = || crate::support::build(&whole(), &recto::pipeline::BuildOptions::default()).1;
    let (one, other) = (build(), build());
    let path = crate::support::relative("book-screen.pdf");
    assert!(one.read(&path).unwrap() == other.read(&path).unwrap());
}
