//! What readers of the screen editions hear and see: structure, languages, alternative texts, contrast.

use std::collections::BTreeMap;
use std::fs;

use recto::files::{Folder, Memory};
use recto::pipeline::BuildOptions;
use recto::typeset;

use crate::pages::set;
use crate::support::{
    build, errors, flagship, folder_in_memory, outside, project, skipped, stdout,
};

/// Roles whose words need no further block around them.
const BLOCKS: [&str; 17] = [
    "P",
    "H1",
    "H2",
    "H3",
    "H4",
    "Caption",
    "TH",
    "TD",
    "TOCI",
    "Figure",
    "Formula",
    "LI",
    "LBody",
    "Lbl",
    "Note",
    "BlockQuote",
    "Code",
];

fn small() -> Memory {
    folder_in_memory(&project().join("tests/golden/small"))
}

/// The structure of each edition of a report, as `tests/it/structure.py` tells it; none where the readers
/// that it stands on are not installed.
fn structures(folder: &Memory) -> Option<BTreeMap<String, Vec<String>>> {
    let script = project().join("tests/it/structure.py");
    let probe = outside("python3", &["-c", "import pikepdf, pdfplumber"])?;
    if !probe.status.success() {
        skipped("pikepdf and pdfplumber are not installed");
        return None;
    }
    let (built, output) = build(folder, &BuildOptions::default());
    assert_eq!(errors(&built.problems), Vec::<&str>::new());
    let disk = tempfile::tempdir().unwrap();
    let mut structures = BTreeMap::new();
    for edition in &built.editions {
        let path = disk.path().join(edition.path.as_str());
        fs::write(&path, output.read(&edition.path).unwrap()).unwrap();
        let found = outside("python3", &[script.to_str().unwrap(), path.to_str().unwrap()])?;
        assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
        let lines = stdout(&found).lines().map(str::to_owned).collect();
        structures.insert(edition.name.clone(), lines);
    }
    Some(structures)
}

/// An element of a structure: its depth, its role, and what is told of it.
fn elements(lines: &[String]) -> impl Iterator<Item = (usize, &str, &str)> {
    lines.iter().skip(1).map(|line| {
        let text = line.trim_start();
        let (role, told) = text.split_once(' ').unwrap_or((text, ""));
        ((line.len() - text.len()) / 2, role, told)
    })
}

/// What is wrong with a structure.
fn faults(lines: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut above: Vec<&str> = Vec::new();
    let mut level = 0;
    for (depth, role, told) in elements(lines) {
        above.truncate(depth);
        above.push(role);
        let says = told.contains('\'') || told.contains('"');
        if says && !above.iter().any(|role| BLOCKS.contains(role)) {
            faults.push(format!("words outside of any paragraph: {role} {told}"));
        }
        if let Some(own) = role.strip_prefix('H').and_then(|level| level.parse::<usize>().ok()) {
            if own > level + 1 {
                faults.push(format!("a heading of level {own} follows one of level {level}"));
            }
            level = own;
        }
        match role {
            "Figure" | "Formula" if !told.contains("alt=") => {
                faults.push(format!("{role} without an alternative text: {told}"));
            }
            "Link" => faults.push(told.to_owned()),
            "TH" if !told.contains("scope=") => {
                faults.push(format!("a head of a table without a scope: {told}"));
            }
            _ => {}
        }
    }
    faults
}

#[test]
fn structures_are_whole_and_as_they_were() {
    // The second has every kind of block in every layout.
    for case in ["small", "blocks"] {
        let case = project().join("tests/golden").join(case);
        let Some(structures) = structures(&folder_in_memory(&case)) else { return };
        for (edition, lines) in structures {
            assert_eq!(faults(&lines), Vec::<String>::new(), "{edition}");
            let path = case.join(format!("expected/{edition}-structure.txt"));
            // Digests follow the version of the program.
            let told = lines.iter().filter(|line| !line.contains("SHA-256"));
            let told: String = told.map(|line| format!("{line}\n")).collect();
            if std::env::var_os("RECTO_UPDATE").is_some() {
                fs::write(&path, &told).unwrap();
            }
            let known = fs::read_to_string(&path).unwrap_or_default();
            assert!(known == told, "{} is another; RECTO_UPDATE=1 renews it", path.display());
        }
    }
}

#[test]
fn tables_and_blocks_are_told() {
    for (case, wanted) in [
        ("book", &["P '按汉语拼音排序'"][..]),
        (
            "tables",
            &[
                "Table summary=共8行6列，分为3组，含合计行。",
                "8 rows in 3 groups and 6 columns, with totals.",
                "TH scope=Row",
                "TH scope=Column colspan=3",
                "TD rowspan=3",
            ][..],
        ),
        (
            "blocks",
            &[
                "Formula alt='增长率等于本期数减上期数，除以上期数，乘以100 / The growth rate",
                "LBody 'A legal person",
                "P 'Q2 2018'",
                "BlockQuote",
            ],
        ),
    ] {
        let folder = folder_in_memory(&project().join("tests/golden").join(case));
        let Some(structures) = structures(&folder) else { return };
        for (edition, lines) in &structures {
            assert_eq!(faults(lines), Vec::<String>::new(), "{case} {edition}");
        }
        for needle in wanted {
            let told = structures["screen"].iter().any(|line| line.contains(needle));
            assert!(told, "{case}: {needle}");
        }
    }
}

#[test]
fn the_flagship_is_told_in_both_languages() {
    let Some(structures) = structures(&flagship()) else { return };
    for (edition, lines) in &structures {
        assert_eq!(faults(lines), Vec::<String>::new(), "{edition}");
        let has = |needle: &str| lines.iter().any(|line| line.contains(needle));
        let alternatives: Vec<&String> =
            lines.iter().filter(|line| line.trim_start().starts_with("Figure ")).collect();
        assert!(!alternatives.is_empty(), "{edition}");
        match edition.as_str() {
            "zh" => assert!(lines[0].contains("zh-CN") && has("柱状图")),
            "en" => assert!(lines[0].contains("en-GB") && has("Bar chart")),
            _ => {
                assert!(lines[0].contains("zh-CN") && has("[en-GB]"), "{edition}");
                // A chart that serves both languages is described in both.
                for figure in alternatives {
                    assert!(figure.contains(" / "), "{figure}");
                }
            }
        }
    }
}

#[test]
fn words_stand_out_from_their_ground() {
    let flagship = flagship();
    for (folder, edition) in [(&small(), "screen"), (&flagship, "screen"), (&flagship, "en")] {
        let document = set(folder, edition);
        let mut count = 0;
        for (page, runs) in typeset::runs(&document).iter().enumerate() {
            for run in runs.iter().filter(|run| !run.text.trim().is_empty()) {
                let contrast = run.contrast();
                assert!(contrast >= 4.5, "page {}: {contrast:.2}: {}", page + 1, run.text);
                count += 1;
            }
        }
        assert!(count > 100);
    }
}

#[test]
fn faults_of_structures_are_found() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let faulty = lines(
        "document [zh] marked True\nDiv 'loose'\nH1\n  Div 'x'\nH3 'y'\nFigure 'bars'\nTable\n  TR\n    TH 'head'\nDiv\n  P 'fine'",
    );
    assert_eq!(
        faults(&faulty),
        [
            "words outside of any paragraph: Div 'loose'",
            "a heading of level 3 follows one of level 1",
            "Figure without an alternative text: 'bars'",
            "a head of a table without a scope: 'head'",
        ]
    );
}

#[test]
fn contrast_is_measured_as_defined() {
    let run = |ink: [f64; 3], ground| typeset::SetRun {
        text: String::new(),
        language: "en".to_owned(),
        family: String::new(),
        weight: 400,
        italic: false,
        size: 10.0,
        left: 0.0,
        right: 0.0,
        baseline: 0.0,
        ink,
        ground,
        glyphs: Vec::new(),
    };
    let grey = f64::from(0x77_u8) / 255.0;
    assert!((run([0.0; 3], [1.0; 3]).contrast() - 21.0).abs() < 1e-9);
    assert!((run([grey; 3], [1.0; 3]).contrast() - 4.48).abs() < 0.005);
}
