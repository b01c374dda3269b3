//! What an editor would measure on the pages of an edition: pairs of paragraphs level, white under the shorter one, lonely
//! lines, headings with their text, exhibits near their mention and in order, folios.

use std::collections::{BTreeMap, BTreeSet};

use recto::language::Language;
use recto::prose;
use recto::report::{self, Localised, Report};
use recto::source::Span;
use recto::typeset::{self, Document, InkItem, Origin};

/// A run of text with the place in an author's file that it comes from.
pub struct Run {
    pub page: usize,
    pub baseline: f64,
    pub size: f64,
    pub text: String,
    pub origin: Option<Span>,
}

impl Run {
    /// Whether it comes from within a part of a file.
    pub fn is_in(&self, span: Span) -> bool {
        self.origin.is_some_and(|origin| {
            origin.file == span.file && span.start <= origin.start && origin.end <= span.end
        })
    }
}

/// The runs of all pages in the order of painting.
pub fn runs(document: &Document) -> Vec<Run> {
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

/// The part of an author's file that members of prose cover, notes left out.
pub fn span_of_blocks(blocks: &[prose::Block]) -> Option<Span> {
    let spans = blocks.iter().filter_map(|block| match block {
        prose::Block::Paragraph(inlines) => prose::span_of(inlines),
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
    let of = |run: &&Run| run.size > 9.0 && run.is_in(span);
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
pub struct Measured {
    pub pages: usize,
    pub pairs: usize,
    /// The greatest difference between the first base lines of a pair in points, and pairs on wrong pages.
    pub unlevel: f64,
    pub parted: Vec<String>,
    /// White under the shorter one of each pair, and the height of the longer one.
    pub tails: Vec<(f64, f64)>,
    /// Lines alone at the foot or the head of a page.
    pub lonely: Vec<String>,
    /// Parts that begin in the middle of a page.
    pub openings: Vec<String>,
    /// Headings that are the last line of their page.
    pub headings: Vec<String>,
    /// Figures and tables, and how many pages from their first mention they stand at most.
    pub exhibits: usize,
    pub away: Vec<(String, usize)>,
    /// Figures before earlier figures, and tables before earlier tables.
    pub disordered: Vec<String>,
    /// Figures and tables on the page of the definitions of their chapter, and behind them.
    pub behind: Vec<String>,
    /// Pages whose number at the foot is not theirs or, where pages face each other, not at the outer edge.
    pub folios: Vec<usize>,
    /// Lists that follow a paragraph of their own block.
    pub lists: usize,
    /// Lines that lead to such a list on the next page.
    pub lead_ins: Vec<String>,
    /// Titles and captions that go on over a line, by their lines.
    pub titles: usize,
    /// Titles and captions with a Han character alone on their last line.
    pub runts: Vec<String>,
}

impl Measured {
    pub fn tail(&self) -> f64 {
        let (white, all) = self
            .tails
            .iter()
            .fold((0.0, 0.0), |sum, (tail, height)| (sum.0 + tail, sum.1 + height));
        white / all
    }

    pub fn print(&self, name: &str) {
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
pub fn prose_blocks(report: &Report) -> impl Iterator<Item = &Localised> {
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

pub fn measure(document: &Document, report: &Report, edition: &str) -> Measured {
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
    runts(&runs, report, &edition.languages, &mut measured);
    lead_ins(&runs, report, &edition.languages, &mut measured);
    measured
}

/// Notes every paragraph of a line or two that ends a page while the list to which it leads begins the next.
fn lead_ins(runs: &[Run], report: &Report, languages: &[Language], measured: &mut Measured) {
    let groups = report.parts.iter().flat_map(|part| {
        let sections = part.sections.iter().map(|section| &section.blocks);
        std::iter::once(&part.blocks).chain(sections)
    });
    for blocks in groups {
        for pair in blocks.windows(2) {
            let [report::Block::Prose(one), report::Block::Prose(next)] = pair else { continue };
            for (own, after) in languages.iter().filter_map(|tag| one.get(tag).zip(next.get(tag))) {
                let ([prose::Block::Paragraph(_)], [list @ prose::Block::List { .. }, ..]) =
                    (own.blocks.as_slice(), after.blocks.as_slice())
                else {
                    continue;
                };
                let own = lines(runs, span_of_blocks(&own.blocks).unwrap());
                let list = lines(runs, members(std::slice::from_ref(list))[0]);
                measured.lists += 1;
                if own.len() < 3 && own.last().unwrap().0 != list[0].0 {
                    measured.lead_ins.push(format!("page {}", list[0].0));
                }
            }
        }
    }
}

/// Notes every title and caption, wherever it is printed, of which the last line has one Han character.
fn runts(runs: &[Run], report: &Report, languages: &[Language], measured: &mut Measured) {
    let all = report.localised();
    let titles = all.iter().filter(|localised| localised.role == report::Role::Line);
    let prose = titles.flat_map(|title| languages.iter().filter_map(|tag| title.get(tag)));
    for span in prose.filter_map(|prose| span_of_blocks(&prose.blocks)) {
        let of = |run: &&Run| run.is_in(span);
        // Each line with its page and base line, in the order of painting.
        let mut lines: Vec<(usize, f64, String)> = Vec::new();
        for run in runs.iter().filter(of) {
            match lines.last_mut() {
                Some((page, baseline, text))
                    if *page == run.page && (*baseline - run.baseline).abs() < 3.0 =>
                {
                    text.push_str(&run.text);
                }
                _ => lines.push((run.page, run.baseline, run.text.clone())),
            }
        }
        for pair in lines.windows(2) {
            let [(page, above, _), (same, below, text)] = pair else { continue };
            let words = text.trim_end_matches(|c: char| !c.is_alphanumeric());
            let alone = words.chars().count() == 1 && words.chars().all(|c| c >= '\u{3400}');
            if page != same || !(1.0..40.0).contains(&(below - above)) {
                continue;
            }
            measured.titles += 1;
            if alone {
                measured.runts.push(format!("page {page}: {text}"));
            }
        }
    }
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
        let [(page, _, top)] = position[..] else { panic!("{label} is on one page") };
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
    let definitions: Vec<(usize, f64)> = runs
        .iter()
        .filter(|run| ["指标说明", "Definitions"].contains(&run.text.trim()))
        .map(|run| (run.page, run.baseline))
        .collect();
    // Where the last one of either kind has its caption: figures and tables count by themselves.
    let mut last: BTreeMap<bool, (usize, f64)> = BTreeMap::new();
    for ((frame, is_figure), position) in frames.iter().zip(typeset::positions(document, &labels)) {
        let id = &frame.id.name;
        let [(page, _, _)] = position[..] else { panic!("{id} is on one page") };
        measured.exhibits += 1;
        let caption = frame.caption.get(&edition.languages[0]);
        let place = caption.and_then(|prose| span_of_blocks(&prose.blocks)).and_then(|span| {
            let inside = |run: &&Run| run.is_in(span);
            runs.iter().find(inside).map(|run| (run.page, run.baseline))
        });
        let place = place.unwrap_or_else(|| panic!("the caption of {id} is on a page"));
        if definitions.iter().any(|(page, baseline)| place.0 == *page && place.1 > *baseline) {
            measured.behind.push(id.clone());
        }
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
