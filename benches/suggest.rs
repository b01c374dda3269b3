//! How well and how fast `suggest` finds the queries of a set: `cargo bench --bench suggest -- FOLDER [--list]`.
//!
//! `--list` shows every claim whose query does not come first, with what came instead.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

#[path = "../tests/it/suggest_set.rs"]
mod suggest_set;

use std::path::{Path, PathBuf};

use suggest_set::{Mode, Set, miss, summary};

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let list = arguments.iter().any(|argument| argument == "--list");
    let mut folders: Vec<PathBuf> = arguments
        .iter()
        .filter(|argument| !argument.starts_with("--"))
        .map(PathBuf::from)
        .collect();
    if folders.is_empty() {
        folders = committed();
    }
    for folder in folders {
        println!("{}", folder.display());
        let set = Set::read(&folder);
        let copies = set.copies();
        let mut results = Vec::new();
        for mode in Mode::ALL {
            for case in 0..set.cases.len() {
                let result = set.run(case, mode, &copies);
                if let Some(miss) = miss(&set, &result).filter(|_| list) {
                    println!("{miss}");
                }
                results.push(result);
            }
        }
        println!("{}", summary(&set, &results));
    }
}

fn committed() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suggest");
    let entries = std::fs::read_dir(root).into_iter().flatten();
    let mut folders: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}
