//! The rules of the house, held by reading the sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use recto::diagnostics::Code;
use recto::facts::hexadecimal;
use recto::fonts;
use sha2::{Digest as _, Sha256};

use crate::support::project;

/// A crate or module, and the only folders or files of `src` that may name it.
const NAMED_ONLY_IN: [(&str, &[&str]); 30] = [
    ("typst", &["typeset/", "pdf/"]),
    ("comemo", &["typeset/"]),
    ("lopdf", &["press/"]),
    ("moxcms", &["press/profile.rs"]),
    ("tiny_skia", &["typeset/picture.rs"]),
    ("datafusion", &["facts/"]),
    ("tokio", &["facts/"]),
    ("ballista_core", &["facts/cluster/"]),
    ("datafusion_table_providers", &["facts/database/"]),
    ("rusqlite", &["facts/database/"]),
    ("tokio_postgres", &["facts/database/"]),
    ("calamine", &["facts/read/"]),
    ("zip", &["facts/read/"]),
    ("quick_xml", &["facts/read/", "audit/drawing.rs"]),
    ("tonic", &["facts/cluster/"]),
    ("hayagriva", &["bibliography/"]),
    ("icu_collator", &["collation/"]),
    ("icu_locale", &["collation/"]),
    ("hayro_syntax", &["unpack/", "proof/pages.rs"]),
    ("hayro_interpret", &["proof/pages.rs"]),
    ("kurbo", &["proof/pages.rs"]),
    ("minisign", &["signature.rs"]),
    ("flate2", &["unpack/"]),
    ("plotters", &["charts/"]),
    ("annotate_snippets", &["diagnostics/render/human.rs"]),
    ("comrak", &["prose/"]),
    ("clap", &["cli/"]),
    ("indicatif", &["cli/"]),
    ("serde_sarif", &["messages/sarif.rs"]),
    ("quick_junit", &["messages/junit.rs"]),
];

/// Words of the standard library, and the only places that may use them.
const USED_ONLY_IN: [(&str, &[&str]); 6] = [
    ("std::fs", &["files/"]),
    ("std::env", &["files/disk.rs"]),
    ("SystemTime", &[]),
    ("std::time", &["cli/progress.rs"]),
    ("println!", &["cli/terminal.rs"]),
    ("std::process", &["cli/", "main.rs"]),
];

/// Modules from the bottom to the top; each may use those before it, and none after it.
const ORDER: [&[&str]; 11] = [
    &[
        "files",
        "source",
        "diagnostics",
        "date",
        "language",
        "light",
        "quantity",
        "collation",
        "fonts",
        "charts",
    ],
    &["bibliography", "prose", "report"],
    &["facts"],
    &["claims"],
    &["verify"],
    &["exhibits"],
    &[
        "audit",
        "book",
        "diff",
        "evidence",
        "lock",
        "pdf",
        "press",
        "signature",
        "typeset",
        "unpack",
    ],
    &["review"],
    &["pipeline"],
    &["explain", "fix", "messages", "mutate", "proof", "suggest"],
    &["cli"],
];

/// Files that are longer than 800 lines; the list may only shrink.
const LONG: [&str; 0] = [];

fn sources() -> Vec<(String, String)> {
    let root = project().join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// The code of a file without comments.
fn code(text: &str) -> String {
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or(""));
    lines.collect::<Vec<_>>().join("\n")
}

fn is_allowed(file: &str, places: &[&str]) -> bool {
    places.iter().any(|place| file.starts_with(place))
}

#[test]
fn crates_are_named_where_they_belong() {
    for (file, text) in sources() {
        let code = code(&text);
        for (name, places) in NAMED_ONLY_IN {
            let names = code.lines().any(|line| {
                let line = line.trim_start();
                let import = line.starts_with(&format!("use {name}"))
                    || line.contains(&format!(" {name}::"));
                import && !line.contains("crate::")
            });
            assert!(!names || is_allowed(&file, places), "{file} names {name}");
        }
        for (word, places) in USED_ONLY_IN {
            let allowed = is_allowed(&file, places) || file.ends_with("tests.rs");
            assert!(!code.contains(word) || allowed, "{file} uses {word}");
        }
    }
}

#[test]
fn modules_use_only_what_stands_below_them() {
    let level = |module: &str| ORDER.iter().position(|level| level.contains(&module));
    for (file, text) in sources() {
        let own = file.split(['/', '.']).next().unwrap();
        let Some(own_level) = level(own) else { continue };
        for used in code(&text).split("crate::").skip(1) {
            let used: String =
                used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if let Some(used_level) = level(&used) {
                assert!(
                    used_level <= own_level,
                    "{file} uses crate::{used}, which stands above it"
                );
            }
        }
    }
}

#[test]
fn every_module_says_what_it_is() {
    for (file, text) in sources() {
        let is_test = file.ends_with("tests.rs") || file.ends_with("properties.rs");
        assert!(text.starts_with("//!") || is_test, "{file} does not start with `//!`");
    }
}

#[test]
fn files_are_short() {
    for (file, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= 800 || LONG.contains(&file.as_str()), "{file} has {lines} lines");
    }
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let rules: BTreeSet<String> = Code::all().map(|code| code.name().to_owned()).collect();
    let pages: BTreeSet<String> = fs::read_dir(project().join("docs/rules"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|name| name != "README")
        .collect();
    assert_eq!(rules, pages);
}

#[test]
fn every_template_is_embedded() {
    let list = fs::read_to_string(project().join("src/book/templates.rs")).unwrap();
    for entry in fs::read_dir(project().join("templates")).unwrap() {
        let name = entry.unwrap().file_name().to_str().unwrap().to_owned();
        if name.ends_with(".typ") {
            assert!(list.contains(&format!("templates/{name}")), "{name} is not embedded");
        }
    }
}

#[test]
fn the_digests_of_the_fonts_are_those_of_their_files() {
    let computed: BTreeSet<(&str, String)> =
        fonts::files().map(|(name, bytes)| (name, hexadecimal(&Sha256::digest(bytes)))).collect();
    let told: BTreeSet<(&str, String)> =
        fonts::digests().map(|(name, digest)| (name, digest.to_owned())).collect();
    assert_eq!(told, computed);
}

#[test]
fn every_font_has_its_licence() {
    let names: BTreeSet<String> = fs::read_dir(project().join("fonts"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_str().unwrap().to_owned())
        .collect();
    let mut bytes = 0;
    for name in names.iter().filter(|name| name.ends_with(".otf") || name.ends_with(".ttf")) {
        let family = name.split('-').next().unwrap();
        assert!(names.contains(&format!("{family}-OFL.txt")), "{name} has no licence");
        bytes += fs::metadata(project().join("fonts").join(name)).unwrap().len();
    }
    assert!(bytes <= 55 * 1024 * 1024, "the fonts have {bytes} bytes");
}
