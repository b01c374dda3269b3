//! Tables: what stands where on their pages, what their data may not be, and what screen readers hear.

use recto::diagnostics::Diagnostics;
use recto::files::Memory;
use recto::typeset::{self, Document, SetRun};

use crate::pages::{compare, set};
use crate::support::{check, errors, folder_in_memory, project, text, write};

const CHAPTER: &str = "chapters/01.toml";

fn tables() -> Memory {
    folder_in_memory(&project().join("tests/golden/tables"))
}

/// The runs of each page.
fn pages(document: &Document) -> Vec<Vec<SetRun>> {
    typeset::runs(document)
}

/// The words of each page without blanks.
fn words(document: &Document) -> Vec<String> {
    let page = |runs: &Vec<SetRun>| runs.iter().map(|run| run.text.as_str()).collect::<String>();
    let bare = |text: String| text.chars().filter(|c| !c.is_whitespace()).collect();
    pages(document).iter().map(|runs| bare(page(runs))).collect()
}

/// The pages whose words hold a text.
fn pages_with(document: &Document, text: &str) -> Vec<usize> {
    let found = words(document).into_iter().enumerate().filter(|(_, page)| page.contains(text));
    found.map(|(index, _)| index).collect()
}

#[test]
fn pages_of_tables_are_as_they_were() {
    let screen = set(&tables(), "screen");
    for (text, name) in [
        ("SeeTable1andTable3", "shapes"),
        ("以下为宽表与长表", "scaled"),
        ("卯类", "turned"),
        ("续表5", "continued"),
    ] {
        compare(&screen, pages_with(&screen, text)[0], &format!("tables-screen-{name}"));
    }
    let english = set(&tables(), "en");
    compare(&english, pages_with(&english, "SeeTable1andTable3")[0], "tables-en-shapes");
}

/// Where the point of a decimal, or the end of a whole number, stands.
fn units_end(run: &SetRun) -> Option<f64> {
    let digits = run.text.find(|c: char| c.is_ascii_digit())?;
    let whole = run.text[digits..].find(|c: char| !c.is_ascii_digit() && c != ',');
    let at = whole.map_or(run.text.len(), |at| digits + at);
    let glyph = run.glyphs.iter().find(|glyph| glyph.range.start >= at);
    Some(glyph.map_or(run.right, |glyph| glyph.left))
}

#[test]
fn decimal_points_stand_under_each_other() {
    let document = set(&tables(), "en");
    let page = &pages(&document)[pages_with(&document, "SeeTable1andTable3")[0]];
    // Of 1,234.6 to 0.2: a total in bold, a hedge, a name of a scale in the head.
    for column in [
        &["1,234.6", "512.3", "about 300.0", "300.0", "0.2", "more than 422.0"][..],
        &["12.2", "6.7", "−3.8", "3.4", "5.7", "37.1"],
        &["1,100,000", "480,000", "312,000", "290,000", "210", "307,790"],
    ] {
        let ends: Vec<f64> = column
            .iter()
            .map(|cell| {
                let run = page.iter().find(|run| run.text.trim() == *cell);
                units_end(run.unwrap_or_else(|| panic!("{cell} stands on the page"))).unwrap()
            })
            .collect();
        for end in &ends {
            assert!((end - ends[0]).abs() < 0.3, "{column:?}: {ends:?}");
        }
    }
}

#[test]
fn a_long_table_goes_on_under_its_heads() {
    for (edition, continued, head, title) in [
        ("zh", "续表5", "甲类", "前半"),
        ("en", "Table5(continued)", "KindA", "Firsthalf"),
        ("screen", "续表5", "甲类", "前半"),
    ] {
        let document = set(&tables(), edition);
        let going_on = pages_with(&document, continued);
        assert!(going_on.len() > 3, "{edition}: {going_on:?}");
        assert!(going_on.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{edition}: {going_on:?}");
        let first = going_on[0] - 1;
        let words = words(&document);
        assert!(!words[first].contains(continued));
        for page in &words[first..=*going_on.last().unwrap()] {
            assert!(page.contains(head), "{edition}: no heads on the page of {page}");
        }
        // The title of a group comes again with its rows.
        assert!(words[going_on[0]].contains(title), "{edition}");
    }
}

#[test]
fn a_wide_table_turns_its_pages() {
    for edition in ["screen", "zh", "en"] {
        let document = set(&tables(), edition);
        let turned: Vec<usize> = typeset::ink(&document)
            .enumerate()
            .filter(|(_, page)| page.width > page.height)
            .map(|(index, _)| index)
            .collect();
        let marks = if edition == "en" { "KindN" } else { "卯类" };
        assert!(!turned.is_empty(), "{edition}");
        assert_eq!(turned, pages_with(&document, marks), "{edition}");
    }
    let folder = tables();
    let chapter = text(&folder, CHAPTER);
    let upright =
        chapter.replace("id = \"table-wide\"", "id = \"table-wide\"\norientation = \"portrait\"");
    let turned =
        chapter.replace("id = \"table-one\"", "id = \"table-one\"\norientation = \"landscape\"");
    write(&folder, CHAPTER, &upright);
    assert!(typeset::ink(&set(&folder, "en")).all(|page| page.width < page.height));
    write(&folder, CHAPTER, &turned);
    let document = set(&folder, "en");
    let one = pages_with(&document, "Atablewithoutneighbours");
    let sizes: Vec<bool> = typeset::ink(&document).map(|page| page.width > page.height).collect();
    assert!(one.iter().any(|page| sizes[*page]));
}

/// Every number of every table is whole on its line and within the margins of its page.
#[test]
fn no_number_is_cut() {
    for edition in ["screen", "zh", "en"] {
        let document = set(&tables(), edition);
        let widths: Vec<f64> = typeset::ink(&document).map(|page| page.width).collect();
        for (runs, width) in pages(&document).iter().zip(widths) {
            let is_cell =
                |run: &&SetRun| run.text.contains('.') && run.text.contains(char::is_numeric);
            for run in runs.iter().filter(is_cell) {
                assert!(run.left >= 30.0 && run.right <= width - 30.0, "{edition}: {:?}", run.text);
            }
        }
        let all: Vec<SetRun> = pages(&document).into_iter().flatten().collect();
        for cell in ["99,781.95", "−760.72", "8,233"] {
            let whole = all.iter().any(|run| run.text.trim() == cell);
            assert!(whole, "{edition}: {cell} stands on no line of its own");
        }
    }
}

#[test]
fn numbers_notes_and_symbols_are_in_the_words_of_their_language() {
    let (chinese, english) = (set(&tables(), "zh"), set(&tables(), "en"));
    let (chinese, english) = (words(&chinese).concat(), words(&english).concat());
    for text in [
        // 1,234,567,890 yuan in 万, without separators, and in 亿.
        "123456.8",
        "（万元）",
        "约30000.0",
        "超过42200.0",
        "“…”表示数据不足本表最小单位数；空格表示数据不详或无该项数据；“–”表示无此项；“#”表示其中的主要项。",
        "①据修订后的数据。②估计数。",
        "2019年上半年",
    ] {
        assert!(chinese.contains(text), "{text}");
    }
    for text in [
        "1,234.6",
        "(millionyuan)",
        "about300.0",
        "morethan422.0",
        "…lessthanhalfofthelastdigitshown;ablank:notknown,ornosuchfigureexists;–none;#ofwhich,amainitem.",
        "aAfterreviseddata.bAnestimate.",
        "H12019",
    ] {
        assert!(english.contains(text), "{text}");
    }
}

/// What is wrong with a changed chapter: codes and headlines.
fn problems(from: &str, to: &str) -> (Vec<&'static str>, Diagnostics) {
    let folder = tables();
    let chapter = text(&folder, CHAPTER);
    assert!(chapter.contains(from), "{from}");
    write(&folder, CHAPTER, &chapter.replacen(from, to, 1));
    let found = check(&folder).problems;
    (errors(&found), found)
}

#[test]
fn settings_that_cannot_be_are_told() {
    for (from, to, code, says) in [
        (
            "over = [\"output\", \"previous\"]",
            "over = [\"outputs\"]",
            "invalid-exhibit",
            "shows no column `outputs`",
        ),
        (
            "over = [\"output\", \"previous\"]",
            "over = [\"output\", \"change\"]",
            "invalid-exhibit",
            "no neighbours",
        ),
        (
            "over = [\"output\", \"previous\"]",
            "over = [\"firms\", \"output\"]",
            "invalid-exhibit",
            "share columns",
        ),
        ("marks = \"note\"", "marks = \"region_en\"", "invalid-exhibit", "has no note"),
        ("mark = \"revised\"", "mark = \"reviewed\"", "invalid-exhibit", "has no note `reviewed`"),
        (
            "[block.table.note]\n",
            "[block.table.note]\nnever = { zh = '从未。', en = 'Never.' }\n",
            "invalid-exhibit",
            "nothing in `table-output` is marked",
        ),
        (
            "missing-by = \"missing\"",
            "missing-by = \"region_en\"",
            "invalid-exhibit",
            "no reason for a missing value",
        ),
        (
            "missing-by = \"missing\"",
            "missing = \"absent\"",
            "invalid-value",
            "no reason for a missing value",
        ),
        (
            "missing-by = \"missing\"",
            "missing = \"none\"\nmissing-by = \"missing\"",
            "invalid-value",
            "exclude each other",
        ),
        ("total = \"total\"", "total = \"firms\"", "invalid-exhibit", "holds a number"),
        ("ORDER BY CASE", "ORDER BY region_en, CASE", "invalid-exhibit", "do not stand together"),
        (
            "zh = \"万\", en = \"million\"",
            "zh = \"万\", en = \"亿\"",
            "invalid-value",
            "no scale word `亿`",
        ),
        ("digits = 1", "digits = 13", "invalid-value", "at most 12 digits"),
        (
            "id = \"table-one\"",
            "id = \"table-one\"\norientation = \"upright\"",
            "invalid-value",
            "no orientation `upright`",
        ),
        ("region_en <> 'Henan', region_en\"", "region_en <> 'Henan', region_en LIMIT 7\"", "", ""),
    ] {
        let (codes, found) = problems(from, to);
        if code.is_empty() {
            assert_eq!(codes, Vec::<&str>::new(), "{to}");
            continue;
        }
        assert!(codes.contains(&code), "{to}: {codes:?}");
        let told = found
            .iter()
            .any(|problem| problem.message.contains(says) && !problem.labels.is_empty());
        assert!(told, "{to}: {:?}", found.iter().map(|one| &one.message).collect::<Vec<_>>());
    }
}

#[test]
fn totals_are_added_up_group_by_group() {
    let folder = tables();
    let data = text(&folder, "data/output.csv");
    // A total of one group, right and wrong, in a column that lacks a number elsewhere.
    let row = |firms: u32| {
        format!(
            "{data}西部,West,西部合计,West total,{firms},422000000,307790000,37.1,,,,,true,false,2018\n"
        )
    };
    let data_with = |text: &str| {
        let folder = tables();
        write(&folder, "data/output.csv", text);
        check(&folder).problems
    };
    let complete = |text: String| text.replace("西藏,Tibet,,,", "西藏,Tibet,0,0,0");
    let sound = data_with(&complete(row(650)));
    assert!(!sound.iter().any(|one| one.message.contains("`firms`")), "{sound:?}");
    let wrong = data_with(&complete(row(651)));
    let told = wrong
        .iter()
        .find(|one| one.message.contains("column `firms` of `table-output` adds up to 650"));
    assert!(told.is_some(), "{:?}", wrong.iter().map(|one| &one.message).collect::<Vec<_>>());
}
