//! Makes a synthetic bilingual report, builds its parallel edition, and prints seconds by stage.
//!
//!     cargo bench --bench synthetic -- 600          about so many pages
//!     cargo bench --bench synthetic -- 600 DIR      also writes the report into DIR
//!
//! The share that is not Typst's own compile and export is printed too. Peak memory is the process's.

#![expect(clippy::print_stdout, clippy::expect_used, reason = "a benchmark reports and may stop")]

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use recto::files::{Disk, Folder, Memory, RelativePath, peak_memory};
use recto::pipeline::{self, BuildOptions, Observer, Stage};

/// The allocator of the program, since memory is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Sections that fill about one page of the parallel edition, measured on the present templates. A
/// page then holds 1.6 claims, as a page of the flagship does, and somewhat more sections and exhibits.
const SECTIONS_A_PAGE: f64 = 1.245;

/// Sections of a chapter.
const SECTIONS: usize = 6;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let pages: usize = arguments.first().and_then(|word| word.parse().ok()).unwrap_or(20);
    let report = report(pages);
    if let Some(folder) = arguments.get(1) {
        write(&report, Path::new(folder));
    }
    let mut timings = Timings::default();
    let output = Memory::default();
    let build = pipeline::build(&report, &output, &BuildOptions::default(), &mut timings)
        .expect("a folder in memory does not fail");
    for problem in build.problems.iter().take(5) {
        println!("{}", recto::diagnostics::render::short(problem, &build.sources));
    }
    let edition = build.editions.first().expect("the synthetic report is clean");
    println!(
        "pages {}, claims {}",
        edition.pages,
        build.tally.map_or(0, recto::verify::Tally::total)
    );
    timings.print();
    if let Some(bytes) = peak_memory() {
        println!("peak memory {} MiB", bytes / (1024 * 1024));
    }
}

#[derive(Default)]
struct Timings {
    current: Option<(Stage, Instant)>,
    seconds: Vec<(Stage, f64)>,
}

impl Observer for Timings {
    fn begins(&mut self, stage: Stage, _edition: Option<&str>) {
        self.ends();
        self.current = Some((stage, Instant::now()));
    }

    fn ends(&mut self) {
        if let Some((stage, start)) = self.current.take() {
            self.seconds.push((stage, start.elapsed().as_secs_f64()));
        }
    }
}

impl Timings {
    fn print(&self) {
        let total: f64 = self.seconds.iter().map(|(_, seconds)| seconds).sum();
        let typst: f64 = self
            .seconds
            .iter()
            .filter(|(stage, _)| matches!(stage, Stage::Typeset | Stage::Pdf))
            .map(|(_, seconds)| seconds)
            .sum();
        for (stage, seconds) in &self.seconds {
            println!("{:<9} {seconds:>8.3} s", stage.name());
        }
        println!(
            "total     {total:>8.3} s, {:.1} % of it not Typst's",
            100.0 * (total - typst) / total
        );
    }
}

fn report(pages: usize) -> Memory {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a number of pages is small"
    )]
    let sections = (pages as f64 * SECTIONS_A_PAGE).ceil() as usize;
    let chapters = sections.div_ceil(SECTIONS);
    let memory = Memory::default();
    let add = |path: &str, text: String| {
        memory.insert(RelativePath::parse(path).expect("a relative path"), text.into_bytes());
    };
    let list: Vec<String> = (1..=chapters).map(|n| format!("\"chapters/{n:03}.toml\"")).collect();
    add("report.toml", MANIFEST.replace("CHAPTERS", &list.join(", ")));
    let mut data = String::from("key,year,amount\n");
    for key in 1..=chapters * SECTIONS {
        for year in 2010..=2019 {
            writeln!(data, "k{key},{year},{}", amount(key, year)).expect("a string grows");
        }
    }
    add("data/amounts.csv", data);
    for number in 1..=chapters {
        let first = (number - 1) * SECTIONS + 1;
        let last = (first + SECTIONS - 1).min(sections);
        add(&format!("chapters/{number:03}.toml"), chapter(number, first, last));
    }
    memory
}

const MANIFEST: &str = "[report]
id = \"synthetic\"
title = { zh = '合成报告', en = 'A synthetic report' }
languages = [\"zh\", \"en\"]
date = 2026-01-01
publisher = { zh = '某研究所', en = 'An institute' }
chapters = [CHAPTERS]

[source.amounts]
path = \"data/amounts.csv\"
types = { year = \"text\" }
title = { zh = '各项金额', en = 'Amounts by item and year' }
publisher = \"An institute\"
basis = \"primary\"

[edition.screen]
layout = \"parallel\"
languages = [\"zh\", \"en\"]
";

/// A number that looks like data and is the same each time.
fn amount(key: usize, year: usize) -> usize {
    1_000 + (key * 7_919 + year * 104_729) % 90_000
}

fn chapter(number: usize, first: usize, last: usize) -> String {
    let mut text =
        format!("title = {{ zh = '专题研究', en = 'Study' }}\nid = \"chapter-{number}\"\n");
    for key in first..=last {
        writeln!(text, "[claim.a{key}]\nquery = \"SELECT amount FROM amounts WHERE key = 'k{key}' AND year = '2019'\"\nunit = \"CNY\"\nperiod = \"2019\"").expect("a string grows");
        if states_sum(key) {
            writeln!(text, "[claim.s{key}]\nquery = \"SELECT sum(amount) FROM amounts WHERE key = 'k{key}'\"\nunit = \"CNY\"").expect("a string grows");
        }
    }
    for key in first..=last {
        section(&mut text, key);
    }
    text
}

/// One section of three states a second number.
fn states_sum(key: usize) -> bool {
    key.is_multiple_of(3)
}

fn section(text: &mut String, key: usize) {
    let grouped = |number: usize| format!("{},{:03}", number / 1_000, number % 1_000);
    let value = grouped(amount(key, 2019));
    let sum = grouped((2010..=2019).map(|year| amount(key, year)).sum());
    let (zh_sum, en_sum) = if states_sum(key) {
        (
            format!("，各年合计[{sum}元](#s{key})"),
            format!(", and over all years to [{sum} yuan](#s{key})"),
        )
    } else {
        Default::default()
    };
    writeln!(
        text,
        "[[section]]\ntitle = {{ zh = '金额的变化', en = 'How the amount moved' }}\n\
         [[section.block]]\n\
         zh = '''2019年，该项金额为[{value}元](#a{key}){zh_sum}。按照统计口径，金额包括直接支出与间接支出，不包括以实物形式提供的支持；跨年度的项目按照实际发生的时间分别计入各年，因此与项目批复的总额并不相同，使用时应当注意口径上的差别。'''\n\
         en = '''In 2019 the amount came to [{value} yuan](#a{key}){en_sum}. It covers direct and indirect spending and leaves out support in kind; what a project spends over several years is counted in the year of spending, so that the figures differ from the totals that were approved, and a reader who compares them should keep the difference in mind.'''\n\
         [[section.block]]\n\
         zh = '''从各年的走势看，金额时有起伏，但并无明显的方向。起伏主要来自少数大型项目的开工与完工，其余项目的变化较为平缓。若剔除大型项目，各年之间的差异将明显缩小，这与其他来源的观察大体相符。'''\n\
         en = '''From year to year the amount rises and falls without a clear direction. The movement comes mainly from the start and the end of a few large projects, while the others change little. Without the large projects the years would differ far less, which agrees by and large with what other sources have observed.'''"
    )
    .expect("a string grows");
    if key.is_multiple_of(2) {
        writeln!(
            text,
            "[[section.block]]\ncaption = {{ zh = '金额时有起伏', en = 'The amount rises and falls' }}\nsource = \"amounts\"\n[section.block.figure]\nid = \"figure-{key}\"\nchart = \"bar\"\nquery = \"SELECT year, amount FROM amounts WHERE key = 'k{key}' ORDER BY year\"\nx = \"year\"\ny = \"amount\""
        )
        .expect("a string grows");
    }
}

fn write(report: &Memory, folder: &Path) {
    let files: Vec<(RelativePath, Vec<u8>)> = report
        .paths()
        .into_iter()
        .map(|path| {
            let bytes = report.read(&path).expect("the path was listed");
            (path, bytes)
        })
        .collect();
    Disk::new(folder).replace_all(&files).expect("the folder can be written");
}
