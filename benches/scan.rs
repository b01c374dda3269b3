//! Speed of the scanner on report prose of each language, in megabytes of UTF-8 a second on one core.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::path::Path;
use std::time::Instant;

use recto::quantity::{Grammar, Lexicon, scan};

/// Each language is read for at least this long, in seconds.
const SECONDS: f64 = 3.0;

fn main() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/prose");
    for (tag, grammar) in [("en", Grammar::English), ("zh", Grammar::Chinese)] {
        let paragraphs = paragraphs(&pages, tag);
        let bytes: usize = paragraphs.iter().map(String::len).sum();
        let lexicon = Lexicon::default();
        let mut readings = 0;
        let mut rounds = 0_u32;
        let begin = Instant::now();
        while rounds == 0 || begin.elapsed().as_secs_f64() < SECONDS {
            readings = paragraphs.iter().map(|text| scan(grammar, &lexicon, text).len()).sum();
            rounds += 1;
        }
        let bytes = u32::try_from(bytes).expect("the pages are small");
        let megabytes = f64::from(bytes) * f64::from(rounds) / 1e6;
        let speed = megabytes / begin.elapsed().as_secs_f64();
        println!("{tag}: {speed:.1} MB/s ({bytes} bytes, {readings} readings a round)");
    }
}

/// The paragraphs of all pages of a language, without the marks of gold quantities.
fn paragraphs(pages: &Path, tag: &str) -> Vec<String> {
    let mut files: Vec<_> = std::fs::read_dir(pages)
        .expect("the pages are there")
        .map(|entry| entry.expect("a folder can be listed").path())
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(tag)))
        .collect();
    files.sort();
    let text = files.iter().map(|path| std::fs::read_to_string(path).expect("a page is text"));
    text.flat_map(|text| {
        let plain = text.replace(['{', '}'], "");
        plain.split("\n\n").map(str::to_owned).collect::<Vec<_>>()
    })
    .collect()
}
