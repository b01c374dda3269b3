//! A case set on a page, and what stands where.

use std::fmt::Write as _;
use std::fs;

use recto::book::{self, Book, BookFile};
use recto::evidence::{self, Circumstances};
use recto::files::Memory;
use recto::pipeline::{Check, Outcome};
use recto::typeset::{self, Document, SetRun, SetStroke};

use super::case::Case;
use crate::pages::set_book;
use crate::support::{check, errors, project, relative, write};

/// What stands before and after the text of a case.
const MARK: &str = "〓";

/// Marks whose ink stands in the right half of their square.
const OPENING: &str = "“‘（《〈「『【〔［｛";

/// Marks whose ink stands in the left half of their square.
const CLOSING: &str = "”’）》〉」』】〕］｝，。、；：！？";

/// The text of a case as it was set.
pub struct Setting {
    /// The pages.
    pub document: Document,
    /// The page that the text stands on.
    pub page: usize,
    /// The lines of the text, from the top.
    pub lines: Vec<Line>,
    /// The words of all pages.
    pub all: String,
    /// The strokes of the page.
    pub strokes: Vec<SetStroke>,
    /// The left edge of the text.
    left: f64,
}

/// A line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its base line.
    pub baseline: f64,
    /// What stands on it, from the left.
    pub glyphs: Vec<Glyph>,
}

/// A glyph with the look of its run.
#[derive(Clone, Debug)]
pub struct Glyph {
    pub text: String,
    pub left: f64,
    pub advance: f64,
    pub offset: f64,
    pub size: f64,
    pub baseline: f64,
    pub family: String,
    pub weight: u16,
    pub italic: bool,
    pub language: String,
}

impl Glyph {
    /// Whether it fills a square by its nature.
    fn is_square(&self) -> bool {
        let c = self.text.chars().next().unwrap_or(' ');
        let wide = |c: char| {
            ('\u{2e80}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ff60}').contains(&c)
        };
        wide(c) || !self.family.starts_with("Source") && "“”‘’—…".contains(c)
    }

    fn is_one_of(&self, marks: &str) -> bool {
        self.is_square() && self.text.chars().next().is_some_and(|c| marks.contains(c))
    }

    /// Where its ink begins, to the half square.
    pub fn ink_start(&self) -> f64 {
        let origin = self.left + self.offset;
        if self.is_one_of(OPENING) { origin + self.size / 2.0 } else { origin }
    }

    /// Where its ink ends, to the half square.
    pub fn ink_end(&self) -> f64 {
        let origin = self.left + self.offset;
        if self.is_one_of(CLOSING) {
            origin + self.size / 2.0
        } else if self.is_square() {
            origin + self.size
        } else {
            self.left + self.advance
        }
    }

    /// Where its advance ends.
    pub fn right(&self) -> f64 {
        self.left + self.advance
    }
}

impl Line {
    /// What it says.
    pub fn text(&self) -> String {
        let text: String = self.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
        text.trim().to_owned()
    }

    /// How much room a text takes between the characters before and behind it.
    pub fn taken(&self, glyphs: &[Glyph]) -> Option<f64> {
        let (first, last) = (glyphs.first()?, glyphs.last()?);
        let before = self.glyphs.iter().rev().find(|glyph| glyph.left < first.left)?;
        let after = self.glyphs.iter().find(|glyph| glyph.left > last.left)?;
        Some(after.left - before.right())
    }

    /// Every place where a text stands on the line.
    pub fn find(&self, wanted: &str) -> Vec<&[Glyph]> {
        let mut starts = Vec::new();
        let mut text = String::new();
        for glyph in &self.glyphs {
            starts.push(text.len());
            text.push_str(&glyph.text);
        }
        starts.push(text.len());
        let place = |at: usize| starts.iter().position(|start| *start == at);
        let found = text.match_indices(wanted);
        found
            .filter_map(|(at, _)| Some(&self.glyphs[place(at)?..place(at + wanted.len())?]))
            .collect()
    }
}

impl Setting {
    /// The lines in a language.
    pub fn lines_in(&self, language: &str) -> Vec<&Line> {
        let is_in = |line: &&Line| line.glyphs.iter().any(|glyph| glyph.language == language);
        self.lines.iter().filter(is_in).collect()
    }

    /// How far a place lies from the left edge of the text.
    pub fn distance_from_left(&self, place: f64) -> f64 {
        place - self.left
    }

    /// The box around the lines.
    pub fn extent(&self) -> [f64; 4] {
        let glyphs = || self.lines.iter().flat_map(|line| &line.glyphs);
        let right = glyphs().map(Glyph::right).fold(self.left, f64::max);
        let top = self.lines.iter().map(|line| line.baseline).fold(f64::INFINITY, f64::min);
        let bottom = self.lines.iter().map(|line| line.baseline).fold(0.0, f64::max);
        [self.left, top - 11.0, right, bottom + 6.0]
    }
}

/// Sets the text of a case; where the check refuses it, what it says.
pub fn set_case(case: &Case) -> Result<Setting, String> {
    let folder = report(case);
    let Check { sources, problems, report } = check(&folder);
    if !errors(&problems).is_empty() {
        return Err(problems.iter().map(|problem| format!("{}; ", problem.message)).collect());
    }
    let Some(Outcome::Verified(report, exhibits)) = &report else { panic!("it is verified") };
    let circumstances = Circumstances { problems: &problems, mutation: None };
    let enclosure = evidence::enclose(report.checked(), &sources, circumstances);
    let edition = &report.checked().report.editions[0];
    let mut book = book::bind(report, exhibits, edition, &enclosure).unwrap();
    if let Some(width) = case.width {
        narrow(&mut book, width);
    }
    Ok(measured(set_book(&book)))
}

/// A report whose one chapter holds the text between two marks.
fn report(case: &Case) -> Memory {
    let languages: Vec<&str> = case.prose.iter().map(|(language, _)| language.as_str()).collect();
    let each = |word: &str| {
        let words = languages.iter().map(|language| format!("{language} = '{word}'"));
        words.collect::<Vec<_>>().join(", ")
    };
    let layout = if languages.len() == 1 { "single" } else { "parallel" };
    let manifest = format!(
        "[report]\nid = 'case'\ntitle = {{ {0} }}\nlanguages = {languages:?}\ndate = 2026-01-01\n\
         publisher = {{ {0} }}\nchapters = ['chapters/01.toml']\n{2}\
         [source.data]\npath = 'data.csv'\ntypes = {{ name = 'text' }}\ntitle = {{ {0} }}\npublisher = {{ {0} }}\n\
         basis = 'primary'\n\
         [edition.screen]\nlayout = '{layout}'\nlanguages = {languages:?}\n{1}\n",
        each("某"),
        case.report,
        if case.back.is_empty() { "" } else { "back = ['chapters/90.toml']\n" },
    );
    let mut chapter = format!("title = {{ {} }}\nid = 'chapter'\n", each("甲"));
    let mut block = |text: &dyn Fn(&str) -> String| {
        chapter.push_str("[[block]]\n");
        for (language, prose) in &case.prose {
            writeln!(chapter, "{language} = '''\n{}'''", text(prose)).unwrap();
        }
    };
    block(&|_| MARK.to_owned());
    block(&str::to_owned);
    block(&|_| MARK.to_owned());
    // A number in a case is an example; nothing is counted.
    if case.prose.iter().any(|(_, prose)| prose.contains("](#n)")) {
        chapter.push_str("[claim.n]\nwaived = '例'\n");
    }
    chapter.push_str(&case.chapter);
    let folder = Memory::default();
    write(&folder, "report.toml", &manifest);
    write(&folder, "chapters/01.toml", &chapter);
    if !case.back.is_empty() {
        write(&folder, "chapters/90.toml", &case.back);
    }
    write(&folder, "data.csv", "name,value\na,12\nb,345\n");
    for entry in fs::read_dir(project().join("tests/data/fonts")).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = format!("fonts/{}", path.file_name().unwrap().to_str().unwrap());
        folder.insert(relative(&name), fs::read(path).unwrap());
    }
    folder
}

/// Puts the text into a block of so many ems.
fn narrow(book: &mut Book, ems: f64) {
    for (path, file) in &mut book.files {
        if !path.starts_with("prose/") {
            continue;
        }
        let text = String::from_utf8_lossy(file.bytes()).into_owned();
        let mut marks = text.match_indices(MARK);
        let (Some((first, _)), Some((last, _))) = (marks.next(), marks.next()) else { continue };
        let start = first + text[first..].find(": [").unwrap() + 3;
        let end = start + text[start..last].rfind("],\n").unwrap();
        let body = &text[start..end];
        let narrowed = format!("{}#block(width: {ems}em)[{body}]{}", &text[..start], &text[end..]);
        *file = BookFile::Data(narrowed.into_bytes());
    }
}

fn measured(document: Document) -> Setting {
    let pages = typeset::runs(&document);
    let marks = |page: &Vec<SetRun>| page.iter().filter(|run| run.text == MARK).count() > 1;
    let page = pages.iter().position(marks).expect("the text stands on one page");
    let runs = &pages[page];
    let is_mark = |run: &SetRun| run.text == MARK;
    let count = runs.iter().filter(|run| is_mark(run)).count() / 2;
    let after = runs.iter().enumerate().filter(|(_, run)| is_mark(run)).map(|(at, _)| at);
    let marks: Vec<usize> = after.collect();
    let between = &runs[marks[count - 1] + 1..marks[count]];
    let left = runs.iter().map(|run| run.left).fold(f64::INFINITY, f64::min);
    let all = pages.iter().flatten().map(|run| run.text.as_str()).collect::<Vec<_>>().join("\u{1}");
    let lines = lines(between);
    let strokes = typeset::strokes(&document).swap_remove(page);
    Setting {
        page,
        lines,
        all: all.replace('\u{1}', "").replace('\u{a0}', " "),
        strokes,
        left,
        document,
    }
}

/// The lines of runs; those in different languages are apart, as they stand in columns.
fn lines(runs: &[SetRun]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for run in runs {
        for glyph in &run.glyphs {
            let visible = |c: &char| !matches!(c, '\u{2060}' | '\u{200b}');
            let text: String = run.text[glyph.range.clone()].chars().filter(visible).collect();
            // A hyphen at the end of a line.
            let text = text.replace('\u{ad}', "-");
            if text.trim().is_empty() && glyph.advance == 0.0 {
                continue;
            }
            let glyph = Glyph {
                text,
                left: glyph.left,
                advance: glyph.advance,
                offset: glyph.offset,
                size: run.size,
                baseline: run.baseline,
                family: run.family.clone(),
                weight: run.weight,
                italic: run.italic,
                language: run.language.clone(),
            };
            let near = |line: &&mut Line| {
                (line.baseline - glyph.baseline).abs() < 6.5 && follows(line, &glyph)
            };
            match lines.iter_mut().rev().find(near) {
                Some(line) => {
                    line.baseline = line.baseline.max(glyph.baseline);
                    line.glyphs.push(glyph);
                }
                None => lines.push(Line { baseline: glyph.baseline, glyphs: vec![glyph] }),
            }
        }
    }
    for line in &mut lines {
        line.glyphs.sort_by(|one, other| one.left.total_cmp(&other.left));
    }
    lines
}

/// Whether a glyph stands on this line rather than on one of another column: a gutter is wider than any blank.
fn follows(line: &Line, glyph: &Glyph) -> bool {
    line.glyphs
        .iter()
        .any(|other| glyph.left - other.right() < 17.0 && other.left - glyph.right() < 17.0)
}
