//! Makes a synthetic bilingual report, builds its parallel edition, and prints seconds by stage.
//!
//!     cargo bench --bench synthetic -- 600          about so many pages
//!     cargo bench --bench synthetic -- 600 DIR      also writes the report into DIR
//!
//! The share that is not Typst's own compile and export is printed too. Peak memory is the process's.

#![expect(clippy::print_stdout, clippy::expect_used, reason = "a benchmark reports and may stop")]

use std::path::Path;
use std::time::Instant;

use recto::files::{Disk, Folder, Memory, RelativePath, peak_memory};
use recto::pipeline::{self, BuildOptions, Observer, Stage};

#[path = "synthetic/report.rs"]
mod report;

/// The allocator of the program, since memory is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let pages: usize = arguments.first().and_then(|word| word.parse().ok()).unwrap_or(20);
    let report = report::report(pages);
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
