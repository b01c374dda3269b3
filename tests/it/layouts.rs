//! The four layouts, measured on the pages: pairs of paragraphs level, little white under the shorter one, no lonely
//! lines, headings with their text, figures near their mention.

use std::collections::{BTreeMap, BTreeSet};

use recto::files::Memory;
use recto::language::Language;
use recto::pipeline::BuildOptions;
use recto::pipeline::Outcome;
use recto::prose::{self, Inline};
use recto::report::{self, Localised, Report};
use recto::source::Span;
use recto::typeset::{self, Document, InkItem, Origin};

use crate::pages::{compare, set};
use crate::support::{build, check, errors, flagship, folder_in_memory, project, text, write};

/// A run of text with the place in an author's file that it comes from.
struct Run {
    page: usize,
    baseline: f64,
    size: f64,
    text: String,
    origin: Option<Span>,
}

/// The runs of all pages in the order of painting.
fn runs(document: &Document) -> Vec<Run> {
    let mut all = Vec::new();
    for (page, (ink, set)) in typeset::ink(document).zip(typeset::runs(document)).enumerate() {
        let texts = ink.items.into_iter().filter_map(|item| match item {
            InkItem::Text(text) => Some(text),
            _ => None,
        });
        for (ink, set) in texts.zip(set) {
            assert_eq!(ink.text, set.text);
            let origin = ink.pieces.iter().find_map(|piece| match piece.origin {
                Origin::Author(span) | Origin::Inserted(span) => Some(span),
                _ => None,
            });
            all.push(Run {
                page: page + 1,
                baseline: set.baseline,
                size: set.size,
                text: set.text,
                origin,
            });
        }
    }
    all
}

/// The part of an author's file that a member of prose covers, notes left out.
fn span_of(inlines: &[Inline]) -> Option<Span> {
    let spans = inlines.iter().filter_map(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => Some(text.whole_span()),
        Inline::SoftBreak(span) | Inline::LineBreak(span) | Inline::Citation { span, .. } => {
            Some(*span)
        }
        Inline::Link(link) => Some(link.span),
        Inline::Emphasis(children)
        | Inline::Strong(children)
        | Inline::WebLink { children, .. } => span_of(children),
        Inline::Footnote(_) => None,
    });
    spans.reduce(Span::to)
}

fn span_of_blocks(blocks: &[prose::Block]) -> Option<Span> {
    let spans = blocks.iter().filter_map(|block| match block {
        prose::Block::Paragraph(inlines) => span_of(inlines),
        prose::Block::List { items, .. } => {
            items.iter().filter_map(|item| span_of_blocks(item)).reduce(Span::to)
        }
        prose::Block::Quotation(blocks) => span_of_blocks(blocks),
    });
    spans.reduce(Span::to)
}

/// What stands level with its counterpart: paragraphs, quotations, items.
fn members(blocks: &[prose::Block]) -> Vec<Span> {
    let each = blocks.iter().flat_map(|block| match block {
        prose::Block::List { items, .. } => items.iter().map(|item| span_of_blocks(item)).collect(),
        other => vec![span_of_blocks(std::slice::from_ref(other))],
    });
    each.flatten().collect()
}

/// The lines of a member: pages and base lines, ascending.
type Lines = Vec<(usize, f64)>;

fn lines(runs: &[Run], span: Span) -> Lines {
    let of = |run: &&Run| {
        run.size > 9.0
            && run.origin.is_some_and(|origin| {
                origin.file == span.file && span.start <= origin.start && origin.end <= span.end
            })
    };
    let mut lines: Lines = runs.iter().filter(of).map(|run| (run.page, run.baseline)).collect();
    lines.sort_by(|one, other| one.partial_cmp(other).unwrap());
    // What hangs over or under its line, such as the mark of a note, is on it.
    lines.dedup_by(|next, line| next.0 == line.0 && next.1 - line.1 < 8.0);
    lines
}

/// The height that lines fill on all their pages.
fn height(lines: &Lines, pitch: f64) -> f64 {
    let mut pages: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for (page, baseline) in lines {
        let extent = pages.entry(*page).or_insert((*baseline, *baseline));
        extent.1 = extent.1.max(*baseline);
    }
    pages.values().map(|(first, last)| last - first + pitch).sum()
}

/// What was measured of an edition.
#[derive(Debug, Default)]
struct Measured {
    pages: usize,
    pairs: usize,
    /// The greatest difference between the first base lines of a pair in points, and pairs on wrong pages.
    unlevel: f64,
    parted: Vec<String>,
    /// White under the shorter one of each pair, and the height of the longer one.
    tails: Vec<(f64, f64)>,
    /// Lines alone at the foot or the head of a page.
    lonely: Vec<String>,
    /// Parts that begin in the middle of a page.
    openings: Vec<String>,
    /// Headings that are the last line of their page.
    headings: Vec<String>,
    /// Figures and tables, and how many pages from their first mention they stand at most.
    exhibits: usize,
    away: Vec<(String, usize)>,
    /// Figures before earlier figures, and tables before earlier tables.
    disordered: Vec<String>,
    /// Pages whose number at the foot is not theirs or, where pages face each other, not at the outer edge.
    folios: Vec<usize>,
}

impl Measured {
    fn tail(&self) -> f64 {
        let (white, all) = self
            .tails
            .iter()
            .fold((0.0, 0.0), |sum, (tail, height)| (sum.0 + tail, sum.1 + height));
        white / all
    }

    fn print(&self, name: &str) {
        let ratios: f64 = self.tails.iter().map(|(tail, height)| tail / height).sum();
        println!(
            "{name}: {} pages, {} pairs, starts {:.3} pt, parted {:?}, white {:.2} % (mean of pairs {:.2} %), lonely {:?}, headings {:?}, {} exhibits, away {:?}",
            self.pages,
            self.pairs,
            self.unlevel,
            self.parted,
            100.0 * self.tail(),
            100.0 * ratios / f64::from(u32::try_from(self.tails.len().max(1)).unwrap()),
            self.lonely,
            self.headings,
            self.exhibits,
            self.away
        );
    }
}

/// All blocks of the parts.
fn prose_blocks(report: &Report) -> impl Iterator<Item = &Localised> {
    report.blocks().filter_map(|block| match block {
        report::Block::Prose(prose) => Some(prose),
        _ => None,
    })
}

/// The middle one of the distances between neighbouring lines.
fn pitch(all: &[&Lines]) -> f64 {
    let neighbours = all.iter().flat_map(|lines| lines.windows(2));
    let mut distances: Vec<f64> = neighbours
        .filter(|pair| pair[0].0 == pair[1].0)
        .map(|pair| pair[1].1 - pair[0].1)
        .collect();
    distances.sort_by(f64::total_cmp);
    distances.get(distances.len() / 2).copied().unwrap_or(15.0)
}

fn measure(document: &Document, report: &Report, edition: &str) -> Measured {
    let edition = report.editions.iter().find(|one| one.name == edition).unwrap();
    let runs = runs(document);
    let mut measured = Measured { pages: document.pages(), ..Measured::default() };
    let mut rows: Vec<Vec<Lines>> = Vec::new();
    for localised in prose_blocks(report) {
        let each: Vec<Vec<Span>> = edition
            .languages
            .iter()
            .filter_map(|language| Some(members(&localised.get(language)?.blocks)))
            .collect();
        let alike = each.iter().all(|members| members.len() == each[0].len());
        if !alike || each.len() != edition.languages.len() {
            continue;
        }
        for member in 0..each[0].len() {
            rows.push(each.iter().map(|members| lines(&runs, members[member])).collect());
        }
    }
    let pitches: Vec<f64> = (0..edition.languages.len())
        .map(|language| pitch(&rows.iter().map(|row| &row[language]).collect::<Vec<_>>()))
        .collect();
    for row in &rows {
        measured.pairs += 1;
        for (lines, language) in row.iter().zip(&edition.languages) {
            assert!(!lines.is_empty(), "a paragraph of {language} is on no page");
            alone(lines, &mut measured.lonely);
        }
        if let [one, other] = row.as_slice() {
            pair(one, other, &pitches, edition.layout, &mut measured);
        }
    }
    headings(&runs, report, &edition.languages, &mut measured);
    exhibits(document, &runs, report, edition, &mut measured);
    folios(document, edition, &mut measured);
    openings(document, report, &mut measured);
    measured
}

/// Notes every page with the number of another, and every number at the fold.
fn folios(document: &Document, edition: &report::Edition, measured: &mut Measured) {
    let bound = edition.layout == report::Layout::Facing || edition.print.is_some();
    let pages = typeset::ink(document).zip(typeset::runs(document));
    for (number, (ink, runs)) in (1_usize..).zip(pages) {
        // Below the text and its notes there is nothing but the foot.
        let foot = runs.iter().filter(|run| run.baseline > ink.height - 62.0);
        for folio in foot.filter(|run| run.text.chars().all(|c| c.is_ascii_digit())) {
            let outside = if number % 2 == 0 {
                folio.left < ink.width / 2.0
            } else {
                folio.left > ink.width / 2.0
            };
            if folio.text != number.to_string() || bound && !outside {
                measured.folios.push(number);
            }
        }
    }
}

/// Notes every part that does not open a page, or on facing pages a spread.
fn openings(document: &Document, report: &Report, measured: &mut Measured) {
    let ids = report.parts.iter().enumerate().map(|(index, part)| {
        part.id
            .as_ref()
            .map_or_else(|| format!("part:part-{index}"), |id| format!("part:{}", id.name))
    });
    let labels: Vec<String> = ids.collect();
    for (label, position) in labels.iter().zip(typeset::positions(document, &labels)) {
        let (page, _, top) = position.unwrap_or_else(|| panic!("{label} is on a page"));
        if top > 150.0 {
            measured.openings.push(format!("page {page}: {label}"));
        }
    }
}

/// Notes a single line of a longer paragraph on a page.
fn alone(lines: &Lines, lonely: &mut Vec<String>) {
    let pages: BTreeSet<usize> = lines.iter().map(|(page, _)| *page).collect();
    if pages.len() > 1 {
        for page in pages {
            if lines.iter().filter(|line| line.0 == page).count() == 1 {
                lonely.push(format!("page {page}"));
            }
        }
    }
}

fn pair(
    one: &Lines,
    other: &Lines,
    pitches: &[f64],
    layout: report::Layout,
    measured: &mut Measured,
) {
    use report::Layout;
    let (first, second) = (one[0], other[0]);
    let apart = match layout {
        Layout::Facing => (second.0 != first.0 + 1 || first.0 % 2 == 1).then_some(()),
        Layout::Parallel => (second.0 != first.0).then_some(()),
        Layout::Interleaved => {
            let end = one.last().unwrap();
            (second.0 > end.0 + 1 || second.0 == end.0 && second.1 <= end.1).then_some(())
        }
        Layout::Single => None,
    };
    if apart.is_some() {
        measured.parted.push(format!("pages {} and {}", first.0, second.0));
    }
    if matches!(layout, Layout::Facing | Layout::Parallel) {
        measured.unlevel = measured.unlevel.max((first.1 - second.1).abs());
        let heights = [height(one, pitches[0]), height(other, pitches[1])];
        let most = heights[0].max(heights[1]);
        measured.tails.push((most - heights[0].min(heights[1]), most));
    }
}

/// Notes every page whose last line of text is a title of a section.
fn headings(runs: &[Run], report: &Report, languages: &[Language], measured: &mut Measured) {
    let titles: Vec<Span> = report
        .parts
        .iter()
        .flat_map(|part| part.sections.iter().map(|section| &section.title))
        .flat_map(|title| languages.iter().filter_map(|language| title.get(language)))
        .filter_map(|prose| span_of_blocks(&prose.blocks))
        .collect();
    let mut last: BTreeMap<usize, &Run> = BTreeMap::new();
    // Words of authors in the size of text or larger: neither the foot of the page nor notes.
    for run in runs.iter().filter(|run| run.origin.is_some() && run.size > 8.7) {
        let lowest = last.entry(run.page).or_insert(run);
        if run.baseline > lowest.baseline {
            *lowest = run;
        }
    }
    for (page, run) in last {
        let origin = run.origin.unwrap();
        if titles.iter().any(|title| {
            title.file == origin.file && title.start <= origin.start && origin.end <= title.end
        }) && run.size > 12.0
        {
            measured.headings.push(format!("page {page}: {}", run.text));
        }
    }
}

/// Notes how far each exhibit stands from where it is first mentioned, in openings of the book where pages face.
fn exhibits(
    document: &Document,
    runs: &[Run],
    report: &Report,
    edition: &report::Edition,
    measured: &mut Measured,
) {
    let mut mentions: BTreeMap<String, usize> = BTreeMap::new();
    for localised in prose_blocks(report) {
        let Some(prose) = localised.get(&edition.languages[0]) else { continue };
        for link in prose.passages().iter().flat_map(|passage| &passage.links) {
            let page = runs.iter().find_map(|run| {
                let origin = run.origin?;
                let inside = origin.file == link.span.file
                    && link.span.start <= origin.start
                    && origin.end <= link.span.end;
                inside.then_some(run.page)
            });
            if let Some(page) = page {
                mentions.entry(link.id.clone()).or_insert(page);
            }
        }
    }
    let frames: Vec<_> = report
        .blocks()
        .filter_map(|block| match block {
            report::Block::Figure(figure) => Some((&figure.frame, true)),
            report::Block::Table(table) => Some((&table.frame, false)),
            _ => None,
        })
        .collect();
    let opening =
        |page: usize| if edition.layout == report::Layout::Facing { page / 2 } else { page };
    let labels: Vec<String> =
        frames.iter().map(|(frame, _)| format!("exhibit:{}", frame.id.name)).collect();
    // Where the last one of either kind has its caption: figures and tables count by themselves.
    let mut last: BTreeMap<bool, (usize, f64)> = BTreeMap::new();
    for ((frame, is_figure), position) in frames.iter().zip(typeset::positions(document, &labels)) {
        let id = &frame.id.name;
        let (page, _, _) = position.unwrap_or_else(|| panic!("{id} is on a page"));
        measured.exhibits += 1;
        let caption = frame.caption.get(&edition.languages[0]);
        let place = caption.and_then(|prose| span_of_blocks(&prose.blocks)).and_then(|span| {
            let inside = |run: &&Run| {
                run.origin.is_some_and(|origin| {
                    origin.file == span.file && span.start <= origin.start && origin.end <= span.end
                })
            };
            runs.iter().find(inside).map(|run| (run.page, run.baseline))
        });
        let place = place.unwrap_or_else(|| panic!("the caption of {id} is on a page"));
        if last.insert(*is_figure, place).is_some_and(|before| before > place) {
            measured.disordered.push(format!("{id} at {place:?}, page of its label {page}"));
        }
        if let Some(mention) = mentions.get(id) {
            let away = opening(page).abs_diff(opening(*mention));
            if away > 1 {
                measured.away.push((id.clone(), away));
            }
        }
    }
}

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
        let measured = measure(&set(&folder, &edition.name), report, &edition.name);
        measured.print(&edition.name);
        let mut fault = |found: bool, what: &str| {
            if found {
                faults.push(format!("{}: {what}", edition.name));
            }
        };
        fault(measured.pairs < 100, "too few pairs were found");
        fault(measured.unlevel > 0.5, "a pair is not level");
        fault(!measured.parted.is_empty(), "a pair is on wrong pages");
        // Facing pages are equally wide, whatever the length of the texts.
        let bearable = if edition.layout == report::Layout::Facing { 0.07 } else { 0.05 };
        fault(!measured.tails.is_empty() && measured.tail() >= bearable, "white under a text");
        fault(!measured.lonely.is_empty(), "a line is alone");
        fault(!measured.headings.is_empty(), "a heading ends a page");
        fault(!measured.openings.is_empty(), "a part does not open a page");
        fault(!measured.away.is_empty(), "an exhibit is far from its mention");
        fault(
            !measured.disordered.is_empty(),
            &format!("{:?} stand before an earlier one", measured.disordered),
        );
        fault(!measured.folios.is_empty(), "a page has the number of another");
    }
    assert_eq!(faults, Vec::<String>::new());
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
            let text = span_of(inlines).unwrap();
            let within = |run: &&Run, span: Span| {
                run.origin.is_some_and(|origin| {
                    origin.file == span.file && span.start <= origin.start && origin.end <= span.end
                })
            };
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

/// Every statement of a claim and every exhibit has a place that links lead to, and one only.
fn labels(document: &Document, report: &Report, name: &str) {
    let cards = report.blocks().filter_map(|block| match block {
        report::Block::Cards(cards) => Some(cards),
        _ => None,
    });
    let mut labels: Vec<String> =
        cards.flatten().map(|card| format!("use:{}", card.occurrence)).collect();
    labels.extend(["exhibit:firms-chart", "exhibit:firms-table"].map(str::to_owned));
    for (label, position) in labels.iter().zip(typeset::positions(document, &labels)) {
        assert!(position.is_some(), "{name}: {label}");
    }
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
        let [Some((page, _, _))] =
            typeset::positions(&document, &["exhibit:firms-chart".to_owned()])[..]
        else {
            panic!("the chart is on a page")
        };
        let pages = if name == "facing-zh" { 2 } else { 1 };
        for page in page - 1..page - 1 + pages {
            compare(&document, page, &format!("layout-{name}-{}", page + 1));
        }
    }
}
