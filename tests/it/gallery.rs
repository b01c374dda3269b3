//! The flagship in all layouts, themes and media: each is built without a problem, and looked at.
//!
//! `RECTO_UPDATE=1` renews the contact sheets of `docs/gallery`.

use std::fs;

use recto::diagnostics::Diagnostics;
use recto::files::{Folder, Memory};
use recto::pipeline::BuildOptions;
use recto::typeset::{self, Picture};

use crate::pages::set;
use crate::support::{build, errors, flagship, project, text, write};

const LAYOUTS: [(&str, &str); 4] = [
    ("parallel", r#"["zh", "en"]"#),
    ("interleaved", r#"["zh", "en"]"#),
    ("facing", r#"["zh", "en"]"#),
    ("single", r#"["zh"]"#),
];

const THEMES: [&str; 2] = ["institute", "journal"];

/// The width of the trimmed pages in points.
const A4: f64 = 595.28;

/// Pixels an inch of the pages on contact sheets.
const RESOLUTION: f64 = 16.0;

/// The flagship with other editions than its own.
fn with_editions(editions: &str) -> Memory {
    let folder = flagship();
    let manifest = text(&folder, "report.toml");
    let own = manifest.find("\n[edition.").expect("the flagship has editions");
    write(&folder, "report.toml", &format!("{}\n{editions}", &manifest[..own]));
    folder
}

/// The name of each edition and its table.
fn editions() -> Vec<(String, String)> {
    let mut editions = Vec::new();
    for theme in THEMES {
        for (layout, languages) in LAYOUTS {
            for medium in ["screen", "print"] {
                let name = format!("{theme}-{layout}-{medium}");
                let mut table = format!(
                    "[edition.{name}]\ntheme = \"{theme}\"\nlayout = \"{layout}\"\nlanguages = {languages}\n"
                );
                if medium == "print" {
                    table.push_str(&format!(
                        "[edition.{name}.print]\nbleed = \"3mm\"\nmarks = [\"crop\", \"registration\", \"slug\"]\n"
                    ));
                }
                editions.push((name, table));
            }
        }
    }
    editions
}

fn sheet(name: &str, folder: &Memory, edition: &str) {
    let document = set(folder, edition);
    let pictures: Vec<Picture> =
        (0..document.pages()).map(|page| typeset::picture(&document, page, RESOLUTION)).collect();
    let path = project().join(format!("docs/gallery/{name}.png"));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, Picture::sheet(&pictures, 12).png().unwrap()).unwrap();
}

#[test]
fn the_flagship_is_built_in_every_layout_theme_and_medium() {
    let updates = std::env::var_os("RECTO_UPDATE").is_some();
    for (name, table) in editions() {
        let folder = with_editions(&table);
        let (built, output) = build(&folder, &BuildOptions::default());
        assert_eq!(errors(&built.problems), Vec::<&str>::new(), "{name}");
        assert_eq!(warnings(&built.problems), Vec::<&str>::new(), "{name}");
        let edition = &built.editions[0];
        assert!(edition.pages > 30, "{name} has {} pages", edition.pages);
        assert!(output.read(&edition.path).unwrap().starts_with(b"%PDF-"));
        if updates {
            sheet(&name, &folder, &name);
        }
        let path = project().join(format!("docs/gallery/{name}.png"));
        assert!(path.exists(), "{} is missing; RECTO_UPDATE=1 makes it", path.display());
    }
}

/// A table that goes on over the page hangs into the wide margin of a left-hand page as of a right-hand one, or into none.
#[test]
fn nothing_is_cut_at_the_edge_of_a_bound_page() {
    for (name, table) in editions() {
        if !name.starts_with("journal-") || !name.ends_with("-print") {
            continue;
        }
        let document = set(&with_editions(&table), &name);
        let widths: Vec<(f64, f64)> =
            typeset::ink(&document).map(|page| (page.width, page.height)).collect();
        for (page, runs) in typeset::runs(&document).into_iter().enumerate() {
            let (width, height) = widths[page];
            let around = (width - A4) / 2.0;
            let beyond = runs.iter().find(|run| {
                let slug = run.baseline > height - around;
                !slug && (run.left < around - 0.5 || run.right > width - around + 0.5)
            });
            assert!(
                beyond.is_none(),
                "{name}, page {}: {:?}",
                page + 1,
                beyond.map(|run| &run.text)
            );
        }
    }
}

fn warnings(problems: &Diagnostics) -> Vec<&str> {
    let warnings =
        problems.iter().filter(|problem| problem.severity == recto::diagnostics::Severity::Warning);
    warnings.map(|problem| problem.message.as_str()).collect()
}
