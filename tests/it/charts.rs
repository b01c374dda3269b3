//! Charts in a report: every kind in every edition, pictures of them, and data that no chart should show.

use std::collections::BTreeMap;

use recto::book::{self, Book, BookFile};
use recto::charts::ChartKind;
use recto::evidence::{self, Circumstances};
use recto::files::Memory;
use recto::pipeline::{BuildOptions, Check, Outcome};
use recto::report::Block;
use recto::typeset::picture;

use crate::pages::{compare_picture, set_book};
use crate::support::{build, check, errors, folder_in_memory, project, text, write};

/// Pixels an inch of the pictures.
const RESOLUTION: f64 = 50.0;

fn specimens() -> Memory {
    folder_in_memory(&project().join("tests/charts"))
}

/// The books of all editions, and the charts of the report as pairs of kind and id.
fn books(folder: &Memory) -> (Vec<Book>, Vec<(ChartKind, String)>) {
    let Check { sources, problems, report } = check(folder);
    assert_eq!(errors(&problems), Vec::<&str>::new(), "{problems:?}");
    let Some(Outcome::Verified(report, exhibits)) = &report else { panic!("it is verified") };
    let circumstances = Circumstances { problems: &problems, mutation: None };
    let enclosure = evidence::enclose(report.checked(), &sources, circumstances);
    let editions = &report.checked().report.editions;
    let books =
        editions.iter().map(|edition| book::bind(report, exhibits, edition, &enclosure).unwrap());
    let figures = report.checked().report.blocks().filter_map(|block| match block {
        Block::Figure(figure) => Some((figure.kind, figure.frame.id.name.clone())),
        _ => None,
    });
    (books.collect(), figures.collect())
}

#[test]
fn every_kind_passes_the_audit_in_every_edition() {
    let (built, output) = build(&specimens(), &BuildOptions::default());
    assert_eq!(errors(&built.problems), Vec::<&str>::new(), "{:?}", built.problems);
    let written: Vec<String> = output.paths().into_iter().map(|path| path.to_string()).collect();
    for edition in ["both", "zh", "en"] {
        let pdf = format!("charts-{edition}.pdf");
        assert!(written.iter().any(|path| path.ends_with(&pdf)), "{pdf} is not in {written:?}");
    }
    let (_, figures) = books(&specimens());
    for kind in ChartKind::ALL {
        let is_there = figures.iter().any(|(of, _)| *of == kind);
        assert!(is_there, "{} has no specimen", kind.name());
    }
}

#[test]
fn charts_look_as_they_did() {
    let (books, figures) = books(&specimens());
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (kind, id) in &figures {
        kinds.entry(kind.name()).or_default().push(id);
    }
    for (kind, ids) in kinds {
        let sheet = set_book(&sheet(&books, &ids));
        compare_picture(&picture(&sheet, 0, RESOLUTION), &format!("charts-{kind}"));
    }
}

/// A page with charts: a row a chart, a column an edition.
fn sheet(books: &[Book], ids: &[&str]) -> Book {
    let mut main = String::from("#set page(width: auto, height: auto, margin: 6pt)\n");
    main.push_str(&format!("#grid(columns: {}, gutter: 12pt,\n", books.len()));
    let mut files = BTreeMap::new();
    for id in ids {
        for book in books {
            let path = format!("{}-{id}.svg", book.edition.name);
            main.push_str(&format!("  image(\"{path}\"),\n"));
            files.insert(path, BookFile::Data(book.charts(id).next().unwrap().1.to_vec()));
        }
    }
    main.push_str(")\n");
    files.insert(book::MAIN.to_owned(), BookFile::Data(main.into_bytes()));
    let edition = books[0].edition.clone();
    Book {
        edition,
        draft: false,
        files,
        record: serde_json::Value::Null,
        citations: recto::book::Citations::default(),
        fonts: Vec::new(),
    }
}

/// The notes and the alternative texts of the figures of an edition, by id.
fn records(book: &Book) -> BTreeMap<String, serde_json::Value> {
    let parts = book.record["parts"].as_array().unwrap().iter();
    let sections = parts.flat_map(|part| part["sections"].as_array().unwrap());
    let blocks = sections.flat_map(|section| section["blocks"].as_array().unwrap());
    let figures = blocks.filter(|block| block["kind"] == "figure");
    figures.map(|block| (block["id"].as_str().unwrap().to_owned(), block.clone())).collect()
}

#[test]
fn what_is_computed_and_what_is_left_out_is_said_in_both_languages() {
    let (books, _) = books(&specimens());
    let both = records(books.iter().find(|book| book.edition.name == "both").unwrap());
    let note = |id: &str, tag: &str| both[id]["auto-note"][tag].as_str().unwrap_or("").to_owned();
    assert!(note("histogram", "en").starts_with("Bins are 20 wide;"));
    assert!(note("histogram", "zh").starts_with("组距为20；"));
    assert!(note("histogram", "en").ends_with("Rows without a value, not drawn: 1."));
    assert!(
        note("histogram-edges", "zh")
            .starts_with("落在分界上的值计入右侧的组，落在末端的计入末组。")
    );
    assert!(note("box", "en").contains("within 1.5 times the length of the box"));
    assert!(note("box", "zh").contains("须线止于箱长1.5倍以内的最远值"));
    assert_eq!(note("horizontal-bar-huge", "en"), "5 of 8 rows are shown.");
    assert_eq!(note("horizontal-bar-huge", "zh"), "所列为8行中的5行。");
    let gap = "A dash or a gap: the source has no value.";
    let partial = "H1 2019: a shorter period than the others,";
    assert_eq!(note("line", "en"), format!("{partial} dashed. {gap}"));
    assert_eq!(note("area", "en"), format!("{partial} hatched."));
    assert_eq!(note("stacked-bar", "en"), format!("{partial} drawn lighter and hatched."));
    assert!(note("heat-map", "zh").starts_with("2019年上半年所含时间短于其他各期，以纹线标出。"));
    assert_eq!(note("bar", "en"), "");
    let alternative = |id: &str, tag: &str| both[id]["alt"][tag].as_str().unwrap().to_owned();
    assert!(alternative("scatter", "en").contains("Beijing: Area, hectares 16.4, Companies 321;"));
    assert!(alternative("scatter", "zh").contains("北京：面积，公顷 16.4，企业，家 321；"));
    assert!(alternative("histogram", "en").starts_with("Histogram. 0–20: "));
    assert!(alternative("bar", "en").contains("Line across: Mean, 243.9"));
    assert!(alternative("line", "zh").contains("2016：新政施行"));
}

#[test]
fn charts_are_as_wide_as_the_text_of_their_edition_and_lettered_in_its_size() {
    for book in books(&specimens()).0 {
        let width = book.edition.theme.text_width(book.edition.layout);
        let svg = book.charts("bar").next().unwrap().1.to_vec();
        let svg = String::from_utf8(svg).unwrap();
        // The view box has a hundred units a point, and the drawing is placed as wide as the text.
        assert!(
            svg.starts_with(&format!("<svg width=\"{}pt\"", (width * 100.0).round() / 100.0)),
            "{}",
            &svg[..80]
        );
        let units = format!("viewBox=\"0 0 {:.0} ", width * 100.0);
        assert!(
            svg.contains(&units) && svg.contains("font-size=\"850\""),
            "{units}: {}",
            &svg[..300]
        );
    }
}

#[test]
fn large_numbers_on_an_axis_are_counted_in_the_words_of_each_language() {
    let query = "SELECT zh, en, huge / 100.0 AS first, huge / 400.0 AS second FROM regions";
    let series = "series = { first = { zh = '甲', en = 'A' }, second = { zh = '乙', en = 'B' } }";
    let values = "y = [\"first\", \"second\"]\nunit = { zh = '元', en = 'RMB' }";
    let folder = folder_with(&format!(
        "chart = \"stacked-bar\"\nquery = \"{query}\"\n{NAMES}\n{values}\n{series}"
    ));
    // The audit finds the scale that is named to be that of the values.
    let (built, _) = build(&folder, &BuildOptions::default());
    assert_eq!(errors(&built.problems), Vec::<&str>::new(), "{:?}", built.problems);
    for book in books(&folder).0 {
        let svg = String::from_utf8(book.charts("bar").next().unwrap().1.to_vec()).unwrap();
        let words: &[&str] = match book.edition.name.as_str() {
            "both" => &["亿元", "RMB 100 million"],
            "zh" => &["亿元"],
            _ => &["RMB billion"],
        };
        assert!(words.iter().all(|line| svg.contains(line)), "{words:?} {svg}");
    }
}

/// The specimens with a figure in the place of the first.
fn folder_with(figure: &str) -> Memory {
    let folder = specimens();
    let chapter = text(&folder, "chapters/01.toml");
    let start = chapter.find("[section.block.figure]").unwrap();
    let end = start + chapter[start..].find("[[section.block]]").unwrap();
    let figure = format!("[section.block.figure]\nid = \"bar\"\n{figure}\n\n");
    write(&folder, "chapters/01.toml", &[&chapter[..start], &figure, &chapter[end..]].concat());
    folder
}

/// What the check of a figure finds that is put in the place of the first specimen.
fn with_figure(figure: &str) -> (Vec<&'static str>, String) {
    let problems = check(&folder_with(figure)).problems;
    let messages: Vec<String> = problems.iter().map(|one| one.message.clone()).collect();
    (errors(&problems), messages.join("\n"))
}

const NAMES: &str = r#"x = { zh = "zh", en = "en" }"#;

fn assert_refused(code: &str, words: &str, figure: &str) {
    let (codes, messages) = with_figure(figure);
    assert!(codes.contains(&code) && messages.contains(words), "{figure}: {codes:?} {messages}");
}

#[test]
fn a_whole_whose_parts_are_missing_is_refused() {
    let pie = |query: &str| {
        format!(
            "chart = \"pie\"\nquery = \"{query}\"\n{NAMES}\ny = \"share\"\nunit = {{ zh = '%', en = '%' }}"
        )
    };
    let most = pie("SELECT * FROM regions WHERE share > 5");
    assert_refused("invalid-exhibit", "add up to 90.8%, 9.2 from the whole", &most);
    let cut = pie("SELECT * FROM regions ORDER BY share DESC LIMIT 3");
    assert_refused("invalid-exhibit", "draws 3 of 8 parts as if they were the whole", &cut);
    let negative =
        format!("chart = \"pie\"\nquery = \"SELECT * FROM regions\"\n{NAMES}\ny = \"growth\"");
    assert_refused("invalid-exhibit", "is negative and cannot be a part", &negative);
    let whole = pie("SELECT * FROM regions");
    assert_eq!(with_figure(&whole).0, Vec::<&str>::new());
}

#[test]
fn rows_that_make_no_chart_are_refused() {
    let years = "query = \"SELECT * FROM years WHERE year < '2019'\"\nx = \"year\"\ny = \"firms\"";
    assert_refused(
        "invalid-exhibit",
        "a slope leads from one category to one other",
        &format!("chart = \"slope\"\n{years}\nby = \"en\""),
    );
    let twice = "chart = \"line\"\nquery = \"SELECT '2018' AS year, en, firms FROM years\"\nx = \"year\"\nby = \"en\"\ny = \"firms\"";
    assert_refused("invalid-exhibit", "has two rows for `2018` and `Beijing`", twice);
    let narrow = "chart = \"histogram\"\nquery = \"SELECT firms FROM years\"\nx = \"firms\"\nedges = [10, 20]";
    assert_refused("invalid-exhibit", "lies outside the `edges`", narrow);
    let uneven = "chart = \"histogram\"\nquery = \"SELECT firms FROM years\"\nx = \"firms\"\nedges = [0, 10, 50]";
    assert_refused("invalid-value", "equally far apart", uneven);
    let useless = format!("chart = \"pie\"\n{years}\nby = \"en\"");
    assert_refused("invalid-value", "`by` says nothing to the chart `pie`", &useless);
    let words = "chart = \"box\"\nquery = \"SELECT zh, en FROM samples\"\nx = \"zh\"\ny = \"en\"";
    assert_refused("invalid-exhibit", "holds text", words);
    let empty = "chart = \"histogram\"\nquery = \"SELECT growth FROM regions WHERE growth IS NULL\"\nx = \"growth\"";
    assert_refused("invalid-exhibit", "the chart has no value to draw", empty);
    for kind in ["area", "heat-map", "small-multiples", "grouped-bar"] {
        let query = "query = \"SELECT * FROM years ORDER BY year\"";
        let mixed =
            format!("chart = \"{kind}\"\n{query}\nx = \"year\"\nby = \"en\"\ny = \"firms\"");
        assert_refused("mixed-period-length", "sets `2019H1` beside longer periods", &mixed);
    }
}

#[test]
fn what_is_added_to_a_chart_has_to_rest_on_its_data() {
    let bars =
        format!("chart = \"bar\"\nquery = \"SELECT * FROM regions\"\n{NAMES}\ny = \"firms\"");
    let with = |more: &str| format!("{bars}\n{more}");
    let reference = |value: &str| {
        with(&format!(
            "[[section.block.figure.reference]]\n{value}\nlabel = {{ zh = '线', en = 'Line' }}"
        ))
    };
    let typed = reference("query = \"SELECT 300\"");
    assert_refused("invalid-exhibit", "does not return one number", &typed);
    let nothing = reference("");
    assert_refused("invalid-value", "has to name either a `claim` or a `query`", &nothing);
    let unknown = reference("claim = \"mean\"");
    assert_refused("unknown-reference", "there is no claim `mean`", &unknown);
    let remark = |at: &str| {
        with(&format!(
            "[[section.block.figure.annotation]]\nat = \"{at}\"\ntext = {{ zh = '此', en = 'Here' }}"
        ))
    };
    assert_refused(
        "invalid-exhibit",
        "no category of the figure is called `东京`",
        &remark("东京"),
    );
    assert_eq!(with_figure(&remark("上海")).0, Vec::<&str>::new());
    let number = with(
        "[[section.block.figure.annotation]]\nat = \"上海\"\ntext = { zh = '共90家', en = '90 in all' }",
    );
    assert_refused("unbacked-number", "90", &number);
    assert_refused("invalid-exhibit", "is called `东京`", &with("highlight = \"东京\""));
}
