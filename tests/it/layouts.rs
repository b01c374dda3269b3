//! The four layouts, measured on the pages and looked at.

use recto::book::{self, BookFile};
use recto::claims::Use;
use recto::files::Memory;
use recto::pipeline::{BuildOptions, Outcome};
use recto::prose::{self, Inline};
use recto::report::{self, Report};
use recto::source::Span;
use recto::typeset::{self, Document, SetRun};
use recto::verify::CheckedReport;

use crate::measured::{Run, measure, prose_blocks, runs, span_of_blocks};
use crate::pages::{bound, compare, set, set_book};
use crate::support::{build, check, errors, flagship, folder_in_memory, project, text, write};

/// A report with editions in all layouts, both languages leading, instead of its own.
fn in_all_layouts(folder: Memory, after: &str) -> Memory {
    let manifest = text(&folder, "report.toml");
    let (before, _) = manifest.split_once("[edition.screen]").unwrap();
    let mut manifest = before.to_owned();
    for layout in ["parallel", "interleaved", "facing"] {
        for (lead, other) in [("zh", "en"), ("en", "zh")] {
            manifest.push_str(&format!(
                "[edition.{layout}-{lead}]\nlayout = \"{layout}\"\nlanguages = [\"{lead}\", \"{other}\"]\n"
            ));
        }
    }
    for language in ["zh", "en"] {
        manifest.push_str(&format!(
            "[edition.single-{language}]\nlayout = \"single\"\nlanguages = [\"{language}\"]\n"
        ));
    }
    manifest.push_str(after);
    write(&folder, "report.toml", &manifest);
    folder
}

#[test]
fn the_flagship_keeps_the_rules_of_pages_in_all_layouts() {
    let folder = in_all_layouts(flagship(), "");
    let checked = check(&folder);
    let Some(Outcome::Verified(verified, _)) = &checked.report else { panic!("it is verified") };
    let report = &verified.checked().report;
    let mut faults = Vec::new();
    for edition in &report.editions {
        let document = set(&folder, &edition.name);
        let measured = measure(&document, report, &edition.name);
        measured.print(&edition.name);
        faults.extend(misplaced_marks(&document, &statements(verified.checked(), edition)));
        let mut fault = |found: bool, what: &str| {
            if found {
                faults.push(format!("{}: {what}", edition.name));
            }
        };
        fault(measured.pairs < 100, "too few pairs were found");
        fault(measured.unlevel > 0.5, "a pair is not level");
        fault(!measured.parted.is_empty(), "a pair is on wrong pages");
        // Facing pages are equally wide, whatever the length of the texts.
        let bearable = if edition.layout == report::Layout::Facing { 0.065 } else { 0.05 };
        fault(!measured.tails.is_empty() && measured.tail() >= bearable, "white under a text");
        fault(!measured.lonely.is_empty(), "a line is alone");
        fault(!measured.headings.is_empty(), "a heading ends a page");
        fault(!measured.openings.is_empty(), "a part does not open a page");
        fault(!measured.away.is_empty(), "an exhibit is far from its mention");
        fault(
            !measured.disordered.is_empty(),
            &format!("{:?} stand before an earlier one", measured.disordered),
        );
        // A page of one language may end with two tables that have to stay in their order.
        let may_be_behind = edition.layout == report::Layout::Single;
        fault(
            !may_be_behind && !measured.behind.is_empty(),
            "an exhibit is behind the definitions",
        );
        fault(!measured.folios.is_empty(), "a page has the number of another");
        let breaks_alike =
            edition.layout != report::Layout::Facing || tables_break_alike(&document);
        fault(!breaks_alike, "a table breaks at another row than the one it faces");
        fault(measured.lists == 0, "no list was found");
        fault(!measured.lead_ins.is_empty(), "a line that leads to a list is parted from it");
        let bilingual = edition.languages.len() > 1;
        fault(bilingual && measured.titles == 0, "no title of two lines was found");
        let runts = format!("characters are alone on their lines: {:?}", measured.runts);
        fault(!measured.runts.is_empty(), &runts);
    }
    assert_eq!(faults, Vec::<String>::new());
}

/// Whether some table goes on over the page, and every one that does goes on with the same rows on the page that it faces, as
/// far as the heights of its first column tell.
fn tables_break_alike(document: &Document) -> bool {
    let pages = typeset::runs(document).into_iter().zip(1_usize..).filter_map(|(runs, page)| {
        let goes_on = |run: &&SetRun| run.text.contains("续表") || run.text.contains("(continued)");
        let line = runs.iter().find(goes_on)?.baseline;
        let below = runs.iter().filter(|run| run.baseline > line && run.size < 9.5);
        let edge = below.clone().map(|run| run.left).fold(f64::INFINITY, f64::min);
        let first_column = below.filter(|run| run.left < edge + 12.0);
        let rows: Vec<String> = first_column.map(|run| format!("{:.0}", run.baseline)).collect();
        Some((page, rows))
    });
    let pages: Vec<_> = pages.collect();
    !pages.is_empty()
        && pages.chunks(2).all(|pair| {
            matches!(pair, [(left, rows), (right, facing)]
                if right == &(left + 1) && left % 2 == 0 && rows.len() > 2 && rows == facing)
        })
}

/// The numbers of the statements of claims in the languages of an edition.
fn statements(checked: &CheckedReport, edition: &report::Edition) -> Vec<usize> {
    let uses = checked.claims.list.iter().flat_map(|claim| &claim.uses);
    let phrases = uses.filter_map(|place| match place {
        Use::Phrase(phrase) => Some(phrase),
        Use::Card { .. } => None,
    });
    let texts = &checked.claims.texts;
    phrases
        .filter(|phrase| edition.languages.contains(&texts[phrase.text].language))
        .map(|phrase| phrase.occurrence)
        .collect()
}

/// The marks by which the ledger finds statements and that do not stand where the words of a claim end, by their
/// ink: before words that begin a page they would be on the page before. Typst takes some to the head of a paragraph
/// that begins with the words.
fn misplaced_marks(document: &Document, statements: &[usize]) -> Vec<String> {
    let labels: Vec<String> = statements.iter().map(|number| format!("use:{number}")).collect();
    let pages = typeset::runs(document);
    let is_placed = |(page, x, y): &(usize, f64, f64)| {
        pages[page - 1].iter().filter(|run| run.ink[2] > 0.25).any(|run| {
            let ends = (run.right - x).abs() < 1.5 && (run.baseline - y).abs() < 8.0;
            let (across, down) = (run.left - x, run.baseline - y);
            ends || (-1.5..16.0).contains(&across) && (0.0..20.0).contains(&down)
        })
    };
    let places = labels.iter().zip(typeset::positions(document, &labels));
    let misplaced = places.filter(|(_, places)| places.is_empty() || !places.iter().all(is_placed));
    misplaced.map(|(label, places)| format!("{label} at {places:?}")).collect()
}

/// An error there would go unseen, since the thread that evaluates from behind leaves errors to the other one.
#[test]
fn a_book_can_be_evaluated_from_behind_and_nothing_of_that_is_set() {
    let folder = in_all_layouts(flagship(), "");
    let checked = check(&folder);
    for edition in ["parallel-zh", "interleaved-en", "facing-zh", "single-en"] {
        let mut book = bound(&checked, edition);
        let main = BookFile::Data(book::main_text("from-behind").into_bytes());
        assert!(book.files.insert(book::MAIN.to_owned(), main).is_some());
        let document = set_book(&book);
        assert!(typeset::ink(&document).all(|page| page.items.is_empty()), "{edition}");
    }
}

/// What depends on the heads and openers of a theme, and on the binding.
#[test]
fn the_other_theme_and_bound_books_keep_exhibits_in_order_and_folios_outside() {
    let bound = "[edition.bound]\nlayout = \"parallel\"\nlanguages = [\"zh\", \"en\"]\n[edition.bound.print]\nbleed = \"3mm\"\n";
    let folder = in_all_layouts(flagship(), bound);
    let manifest = text(&folder, "report.toml");
    write(
        &folder,
        "report.toml",
        &manifest.replace("\nlayout =", "\ntheme = \"journal\"\nlayout ="),
    );
    let checked = check(&folder);
    let Some(Outcome::Verified(verified, _)) = &checked.report else { panic!("it is verified") };
    let report = &verified.checked().report;
    for edition in report.editions.iter().filter(|edition| edition.languages[0].tag() == "zh") {
        let measured = measure(&set(&folder, &edition.name), report, &edition.name);
        assert_eq!(measured.disordered, Vec::<String>::new(), "{}", edition.name);
        assert_eq!(measured.folios, Vec::<usize>::new(), "{}", edition.name);
    }
}

/// What the report of blocks does not have: lists in lists, quotations in prose, notes of paragraphs, exhibits, and
/// words that no other block lays out.
const MORE_BLOCKS: &str = r"
title = { zh = '正文与图表', en = 'Prose and exhibits' }
lead.zh = '- 列表、引文与脚注各就其位。'
lead.en = '- Lists, quotations and notes are where they belong.'

[[block]]
zh = '''登记在册的企业各类不同，其余见脚注。[^note]

- 存续企业：
  - 正常经营；
  - 暂停经营。
- 迁出企业。

> 登记是统计的起点。

1. 先登记，
2. 后统计。

[^note]: 分支机构不在其内。

    代表处也不在其内。'''
en = '''The register knows firms of several kinds; the note tells of the others.[^note]

- Active firms:
  - at work;
  - at rest.
- Firms that moved away.

> To register is to begin to count.

1. Register first,
2. count afterwards.

[^note]: Branches are not among them.

    Nor are offices that represent a firm.'''

[[block]]
zh = '''各期企业数见[](#firms-chart)与[](#firms-table)。'''
en = '''The firms of each period are in [](#firms-chart) and [](#firms-table).'''

[[block]]
caption = { zh = '企业数', en = 'Firms' }
source = 'firms'
[block.figure]
id = 'firms-chart'
chart = 'bar'
query = 'SELECT period, firms FROM firms ORDER BY period'
x = 'period'
y = 'firms'
partial = ['2019H1']

[[block]]
caption = { zh = '企业数，按时期', en = 'Firms by period' }
source = 'firms'
[block.table]
id = 'firms-table'
query = 'SELECT period, firms FROM firms ORDER BY period'
[[block.table.column]]
column = 'period'
title = { zh = '时期', en = 'Period' }
[[block.table.column]]
column = 'firms'
title = { zh = '企业', en = 'Firms' }

[[block]]
typst = '''
#align(center)[— · —]
'''
";

fn blocks_in_all_layouts() -> Memory {
    let folder = in_all_layouts(folder_in_memory(&project().join("tests/golden/blocks")), "");
    let manifest = text(&folder, "report.toml");
    let chapters = r#"["chapters/01.toml"]"#;
    assert!(manifest.contains(chapters));
    let more = r#"["chapters/01.toml", "chapters/02.toml"]"#;
    write(&folder, "report.toml", &manifest.replace(chapters, more));
    write(&folder, "chapters/02.toml", MORE_BLOCKS);
    folder
}

#[test]
fn every_kind_of_block_stands_in_every_layout() {
    let folder = blocks_in_all_layouts();
    let checked = check(&folder);
    assert_eq!(errors(&checked.problems), Vec::<&str>::new());
    let Some(Outcome::Verified(verified, _)) = &checked.report else { panic!("it is verified") };
    let report = &verified.checked().report;
    for edition in &report.editions {
        let document = set(&folder, &edition.name);
        let measured = measure(&document, report, &edition.name);
        measured.print(&edition.name);
        assert!(measured.unlevel <= 0.5, "{}", edition.name);
        assert_eq!(measured.parted, Vec::<String>::new(), "{}", edition.name);
        assert_eq!(measured.away, Vec::new(), "{}", edition.name);
        notes(&document, report, edition);
        labels(&document, report, &edition.name);
        if edition.layout == report::Layout::Facing {
            let pages = pages_of_a_card(&document);
            let facing =
                pages.chunks(2).all(|pair| matches!(pair, [left, right] if right == &(left + 1)));
            assert!(!pages.is_empty() && facing, "{pages:?}");
            let page = first_page(&document, report);
            assert!(page.is_multiple_of(2), "{}: the parts begin on page {page}", edition.name);
        }
    }
}

/// The page of the first paragraph of the report.
fn first_page(document: &Document, report: &Report) -> usize {
    let runs = runs(document);
    let first = prose_blocks(report).next().unwrap();
    let each = first.span;
    runs.iter()
        .filter(|run| run.origin.is_some_and(|origin| origin.file == each.file))
        .map(|run| run.page)
        .min()
        .unwrap()
}

/// Each note stands on the page of its mark, below all text, in each language.
fn notes(document: &Document, report: &Report, edition: &report::Edition) {
    let runs = runs(document);
    let mut found = 0;
    for localised in prose_blocks(report) {
        for language in &edition.languages {
            let Some(prose) = localised.get(language) else { continue };
            let [prose::Block::Paragraph(inlines), ..] = prose.blocks.as_slice() else { continue };
            let Some(note) = inlines.iter().find_map(|inline| match inline {
                Inline::Footnote(blocks) => span_of_blocks(blocks),
                _ => None,
            }) else {
                continue;
            };
            let text = prose::span_of(inlines).unwrap();
            let within = |run: &&Run, span: Span| run.is_in(span);
            let mark =
                runs.iter().filter(|run| within(run, text)).map(|run| run.page).max().unwrap();
            let all: Vec<&Run> = runs.iter().filter(|run| within(run, note)).collect();
            assert!(!all.is_empty(), "{}: a note is on no page", edition.name);
            assert!(
                all.iter().all(|run| run.page == mark && run.baseline > 600.0),
                "{}",
                edition.name
            );
            found += 1;
        }
    }
    assert_eq!(found, edition.languages.len(), "{}", edition.name);
}

/// Every exhibit has a place that links lead to, and one only; a key figure is on both of two facing pages.
fn labels(document: &Document, report: &Report, name: &str) {
    let cards = report.blocks().filter_map(|block| match block {
        report::Block::Cards(cards) => Some(cards),
        _ => None,
    });
    let cards: Vec<String> =
        cards.flatten().map(|card| format!("use:{}", card.occurrence)).collect();
    let twice = usize::from(name.starts_with("facing"));
    for (label, places) in cards.iter().zip(typeset::positions(document, &cards)) {
        let pages: Vec<usize> = places.iter().map(|(page, ..)| *page).collect();
        assert!(
            !pages.is_empty() && pages == [pages[0], pages[0] + 1][..=twice],
            "{label}: {pages:?}"
        );
    }
    let exhibits = ["exhibit:firms-chart", "exhibit:firms-table"].map(str::to_owned);
    for (label, places) in exhibits.iter().zip(typeset::positions(document, &exhibits)) {
        assert_eq!(places.len(), 1, "{name}: {label}");
    }
}

/// The pages that the ledger names for a claim that key figures alone state.
fn pages_of_a_card(document: &Document) -> Vec<usize> {
    let runs = runs(document);
    let row = runs.iter().rposition(|run| run.text.trim() == "before").expect("it has a row");
    let cell = runs[row + 1..].iter().take_while(|run| run.page == runs[row].page);
    let words: Vec<&str> = cell.map(|run| run.text.trim()).take(12).collect();
    let end = words.iter().position(|word| word.ends_with(['页', 's'])).unwrap_or(words.len());
    words[..end].iter().filter_map(|word| word.parse().ok()).collect()
}

#[test]
fn every_layout_passes_as_an_archive_and_for_screen_readers() {
    let (built, _) = build(&blocks_in_all_layouts(), &BuildOptions::default());
    assert_eq!(errors(&built.problems), Vec::<&str>::new());
    assert_eq!(built.editions.len(), 8);
}

#[test]
fn each_layout_looks_as_it_did() {
    let folder = blocks_in_all_layouts();
    for name in ["parallel-zh", "interleaved-zh", "facing-zh", "single-zh", "single-en"] {
        let document = set(&folder, name);
        let [chart] = &typeset::positions(&document, &["exhibit:firms-chart".to_owned()])[..]
        else {
            panic!("the chart is on a page")
        };
        let page = chart[0].0;
        let pages = if name == "facing-zh" { 2 } else { 1 };
        for page in page - 1..page - 1 + pages {
            compare(&document, page, &format!("layout-{name}-{}", page + 1));
        }
    }
}
