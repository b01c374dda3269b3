//! Editions for the press: what the file holds, read by programs that are not ours; what a preflight finds; how
//! sheets are imposed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use recto::diagnostics::Severity;
use recto::files::{Folder, Memory};
use recto::pipeline::BuildOptions;
use recto::press::preflight::{Check, Demands, Preflight, preflight};
use recto::press::{sides, trims};
use recto::proof;
use serde_json::Value;

use crate::support::{
    build, check, errors, folder_in_memory, outside, project, recto, relative, skipped, stderr,
    stdout, text, write,
};

/// A small report with editions for the press.
fn printed(editions: &str) -> Memory {
    let folder = folder_in_memory(&project().join("tests/golden/small"));
    let manifest = text(&folder, "report.toml");
    let (head, _) = manifest.split_once("[edition.screen]").unwrap();
    write(&folder, "report.toml", &format!("{head}{editions}"));
    folder
}

const PRESS: &str = r#"
[edition.press]
layout = "parallel"
languages = ["zh", "en"]

[edition.press.print]
gutter = "6mm"
paper = "0.1mm"
cover = true
isbn = "978-7-302-51163-2"
"#;

const GREY: &str = r#"
[edition.grey]
layout = "single"
languages = ["zh"]

[edition.grey.print]
colours = "grey"
marks = []
bleed = "3mm"
"#;

/// Builds a report and writes its files into a folder.
fn built(folder: &Memory, target: &Path) -> Vec<PathBuf> {
    let (built, output) = build(folder, &BuildOptions::default());
    let found: Vec<&str> = built.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert!(!built.problems.has_errors(), "{found:?}");
    assert!(!found.iter().any(|message| message.contains("edition `")), "{found:?}");
    let editions = built.editions.iter();
    let mut paths: Vec<PathBuf> = editions
        .map(|edition| {
            let path = target.join(edition.path.as_str());
            fs::write(&path, output.read(&edition.path).unwrap()).unwrap();
            path
        })
        .collect();
    let record = target.join("evidence.json");
    fs::write(&record, output.read(&relative("evidence.json")).unwrap()).unwrap();
    paths.sort();
    paths
}

/// Runs `tests/press/press.py`; says so and returns `None` where that cannot be done.
fn python(arguments: &[&str]) -> Option<String> {
    let script = project().join("tests/press/press.py");
    let mut all = vec![script.to_str().unwrap()];
    all.extend(arguments);
    let output = outside("python3", &all)?;
    match output.status.code() {
        Some(0) => Some(stdout(&output)),
        Some(3) => {
            skipped(&format!("a package of Python is missing: {}", stdout(&output).trim()));
            None
        }
        _ => panic!("{arguments:?}: {}", stderr(&output)),
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

const MILLIMETRE: f64 = 72.0 / 25.4;

#[test]
fn a_file_for_the_press_holds_what_it_should() {
    let target = tempfile::tempdir().unwrap();
    let paths = built(&printed(&format!("{PRESS}{GREY}")), target.path());
    let names: Vec<&str> =
        paths.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["small-grey.pdf", "small-press-cover.pdf", "small-press.pdf"]);
    for path in &paths {
        let path = path.to_str().unwrap();
        if let Some(output) = outside("qpdf", &["--check", path]) {
            assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
        }
        if let Some(output) = outside("mutool", &["info", path]) {
            assert!(output.status.success() && stderr(&output).is_empty(), "{}", stderr(&output));
        }
        if let Some(output) =
            outside("gs", &["-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=nullpage", path])
        {
            assert!(output.status.success() && stderr(&output).is_empty(), "{}", stderr(&output));
        }
        let Some(read) = python(&["read", path]) else { return };
        holds(path, &json(&read));
    }
    let cover = json(&python(&["read", paths[1].to_str().unwrap()]).unwrap());
    let book = json(&python(&["read", paths[2].to_str().unwrap()]).unwrap());
    boxes(&book["pages"], 210.0);
    // Two pages are a leaf of 0.1 mm.
    let leaves = u32::try_from(book["pages"].as_array().unwrap().len().div_ceil(2)).unwrap();
    boxes(&cover["pages"], 420.0 + f64::from(leaves) * 0.1);
    // The chapter opens on a right-hand page; what stays blank has nothing on it but the line of the slug.
    let grey = json(&python(&["read", paths[0].to_str().unwrap()]).unwrap());
    let blank: Vec<bool> =
        grey["blank"].as_array().unwrap().iter().map(|blank| blank.as_bool().unwrap()).collect();
    assert!(blank[3] && !blank[4], "{blank:?}");
    assert!(!grey["operators"].to_string().contains("\"scn\""), "{grey}");
    inks(&paths);
}

/// What holds for every file for the press.
fn holds(path: &str, read: &Value) {
    assert_eq!(read["version"], "1.6", "{path}");
    assert_eq!(read["conformance"], "PDF/X-4", "{path}");
    assert_eq!(read["trapped"], "/False", "{path}");
    assert_eq!(read["intent"], "/GTS_PDFX", "{path}");
    assert_eq!(read["identifier"], "FOGRA39", "{path}");
    assert_eq!(read["profile"].to_string(), r#"["prtr","CMYK",4]"#, "{path}");
    assert_eq!(read["light"].to_string(), "[]", "{path}: no RGB is left");
    assert_eq!(read["annotations"], 0, "{path}");
    assert_eq!(read["attachments"], 0, "{path}");
    let embedded = read["embedded"].as_array().unwrap();
    assert!(!embedded.is_empty() && embedded.iter().all(|inside| *inside == true), "{path}");
    let catalogue = read["catalogue"].to_string();
    for key in ["Names", "OpenAction", "StructTreeRoot", "Outlines", "AcroForm"] {
        assert!(!catalogue.contains(key), "{path}: {catalogue}");
    }
    let operators: BTreeSet<&str> =
        read["operators"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    for light in ["rg", "RG", "g", "G"] {
        assert!(!operators.contains(light), "{path} has {light}");
    }
    // Body text is of black alone, and overprints.
    assert!(
        read["letters"].to_string().contains(r#"[\"k\", 0.0, 0.0, 0.0, 1.0]"#),
        "{path}: {}",
        read["letters"]
    );
    assert!(read["overprint"].to_string().contains('1'), "{path}: {}", read["overprint"]);
}

/// The boxes of all pages, with bleed of 3 mm and room for marks of 10 mm.
fn boxes(pages: &Value, width: f64) {
    let close = |one: f64, other: f64| assert!((one - other).abs() < 0.01, "{one} and {other}");
    for page in pages.as_array().unwrap() {
        let (media, bleed, trim) =
            (numbers(&page["MediaBox"]), numbers(&page["BleedBox"]), numbers(&page["TrimBox"]));
        for (at, inwards) in [(0, 1.0), (1, 1.0), (2, -1.0), (3, -1.0)] {
            close(bleed[at] - media[at], inwards * 10.0 * MILLIMETRE);
            close(trim[at] - bleed[at], inwards * 3.0 * MILLIMETRE);
        }
        close(trim[2] - trim[0], width * MILLIMETRE);
        close(trim[3] - trim[1], 297.0 * MILLIMETRE);
        assert!(page["CropBox"].is_null());
    }
}

/// Ghostscript separates the inks: an edition in grey uses black alone on every page.
fn inks(paths: &[PathBuf]) {
    let coverage = |path: &Path| {
        let arguments = ["-q", "-o", "-", "-sDEVICE=inkcov", path.to_str().unwrap()];
        outside("gs", &arguments).map(|output| {
            let lines = stdout(&output);
            let lines = lines.lines().map(|line| {
                let words = line.split_whitespace().take(4);
                words.map(|word| word.parse().unwrap()).collect::<Vec<f64>>()
            });
            lines.collect::<Vec<_>>()
        })
    };
    let Some(grey) = coverage(&paths[0]) else { return };
    assert!(grey.len() > 4);
    for page in &grey {
        assert_eq!(page[..3], [0.0, 0.0, 0.0], "black alone: {page:?}");
    }
    assert!(grey.iter().filter(|page| page[3] > 0.0).count() >= grey.len() - 1);
    let coloured = coverage(&paths[2]).unwrap();
    assert!(coloured[0][0] > 0.1, "the cover has a field of colour: {:?}", coloured[0]);
}

#[test]
fn the_same_report_gives_the_same_file_for_the_press() {
    let folder = printed(PRESS);
    let files = || {
        let (_, output) = build(&folder, &BuildOptions::default());
        ["small-press.pdf", "small-press-cover.pdf"]
            .map(|name| output.read(&relative(name)).unwrap())
    };
    assert!(files() == files());
}

#[test]
fn spot_colours_of_a_theme_are_printed_with_their_ink() {
    let folder = printed(&PRESS.replace(
        "languages = [\"zh\", \"en\"]",
        "languages = [\"zh\", \"en\"]\ntheme = \"house\"",
    ));
    write(
        &folder,
        "house/theme.toml",
        "[colours]\naccent = { rgb = \"#1F4E79\", cmyk = [90, 60, 20, 15], spot = \"PANTONE 2955 C\" }\n",
    );
    let target = tempfile::tempdir().unwrap();
    let paths = built(&folder, target.path());
    let pdf = fs::read(&paths[1]).unwrap();
    let found = preflight(&pdf, &Demands::default()).unwrap();
    assert!(found.inks.contains(&"PANTONE 2955 C".to_owned()), "{:?}", found.inks);
    let Some(read) = python(&["read", paths[1].to_str().unwrap()]) else { return };
    assert!(json(&read)["spaces"].to_string().contains("/PANTONE 2955 C"), "{read}");
    let separations = target.path().join("plate%d.tif");
    let output = format!("-sOutputFile={}", separations.to_str().unwrap());
    let arguments = [
        "-q",
        "-dBATCH",
        "-dNOPAUSE",
        "-r20",
        "-sDEVICE=tiffsep",
        &output,
        paths[1].to_str().unwrap(),
    ];
    if outside("gs", &arguments).is_some() {
        let plates = fs::read_dir(target.path()).unwrap();
        let names: Vec<String> =
            plates.map(|entry| entry.unwrap().file_name().to_str().unwrap().to_owned()).collect();
        assert!(names.iter().any(|name| name.contains("PANTONE 2955 C")), "{names:?}");
    }
}

/// Errors and warnings by check.
fn found(preflight: &Preflight) -> BTreeSet<Check> {
    preflight
        .findings
        .iter()
        .filter(|one| one.severity != Severity::Note)
        .map(|one| one.check)
        .collect()
}

#[test]
fn a_preflight_finds_each_defect() {
    let target = tempfile::tempdir().unwrap();
    let paths = built(&printed(PRESS), target.path());
    for path in &paths {
        let clean = preflight(&fs::read(path).unwrap(), &Demands::default()).unwrap();
        assert_eq!(found(&clean), BTreeSet::new(), "{:?}", clean.findings);
        assert_eq!(clean.conformance.as_deref(), Some("PDF/X-4"));
    }
    let Some(names) = python(&["spoil"]) else { return };
    let source = paths[1].to_str().unwrap();
    for name in names.lines() {
        let spoilt = target.path().join(format!("{name}.pdf"));
        python(&["spoil", name, source, spoilt.to_str().unwrap()]).unwrap();
        let found_in = preflight(&fs::read(&spoilt).unwrap(), &Demands::default()).unwrap();
        let (wanted, severity) = defect(name);
        let hit =
            found_in.findings.iter().find(|one| one.check == wanted && one.severity == severity);
        assert!(hit.is_some(), "{name}: {:?}", found_in.findings);
    }
}

/// Which check finds a defect of `tests/press/press.py`, and how much it matters.
fn defect(name: &str) -> (Check, Severity) {
    let (error, warning) = (Severity::Error, Severity::Warning);
    match name {
        "no-trim" | "wide-trim" => (Check::Boxes, error),
        "no-bleed" => (Check::Bleed, error),
        "at-the-edge" => (Check::Bleed, warning),
        "rgb-field" | "rgb-line" | "rgb-letters" | "rgb-image" | "rgb-gradient" => {
            (Check::Colours, error)
        }
        "coarse-image" => (Check::Resolution, warning),
        "rich-black" => (Check::Text, error),
        "much-ink" => (Check::TotalInk, error),
        "no-intent" | "rgb-profile" => (Check::OutputIntent, error),
        "no-font" => (Check::Fonts, error),
        "see-through" => (Check::Transparency, Severity::Note),
        "no-key" | "not-trapped" | "new-version" => (Check::Conformance, error),
        "script" => (Check::Actions, error),
        "attachment" => (Check::Attachments, error),
        "hairline" => (Check::Hairline, warning),
        "white-overprint" => (Check::Overprint, error),
        "other-size" => (Check::Pages, warning),
        "comment" => (Check::Annotations, warning),
        "marks-inside" => (Check::Marks, error),
        "encrypted" => (Check::Encryption, error),
        other => panic!("nobody says what finds {other}"),
    }
}

#[test]
fn a_preflight_survives_damage() {
    let (_, output) = build(&printed(GREY), &BuildOptions::default());
    let pdf = output.read(&relative("small-grey.pdf")).unwrap();
    let demands = Demands::default();
    for cut in (0..40).map(|step| pdf.len() * step / 40) {
        let _ = preflight(&pdf[..cut], &demands);
    }
    // A simple row of numbers that looks drawn by lot.
    let mut number = 1_u64;
    for _ in 0..40 {
        let mut damaged = pdf.clone();
        for _ in 0..50 {
            number = number
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let at = usize::try_from(number >> 33).unwrap() % damaged.len();
            damaged[at] = u8::try_from(number >> 20 & 0xff).unwrap();
        }
        let _ = preflight(&damaged, &demands);
    }
    let deep = [b"%PDF-1.6\n1 0 obj\n".as_slice(), &b"[".repeat(100_000)].concat();
    assert!(preflight(&deep, &demands).is_err());
    assert!(preflight(b"no PDF", &demands).is_err());
    let circle = b"%PDF-1.6\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 2/Kids[2 0 R 2 0 R]>>\nendobj\ntrailer\n<</Root 1 0 R/Size 3>>\n%%EOF";
    assert!(preflight(circle, &demands).is_err());
}

#[test]
fn the_command_tells_what_it_found() {
    let target = tempfile::tempdir().unwrap();
    let paths = built(&printed(PRESS), target.path());
    let name = paths[1].file_name().unwrap().to_str().unwrap();
    let clean = recto(&["preflight", name], target.path());
    assert_eq!(clean.status.code(), Some(0), "{}", stderr(&clean));
    assert!(stderr(&clean).contains("PDF/X-4"), "{}", stderr(&clean));
    let screen = recto(&["preflight", "small.pdf"], target.path());
    assert_eq!(screen.status.code(), Some(2), "a missing file: {}", stderr(&screen));
    let spoilt = target.path().join("spoilt.pdf");
    if python(&["spoil", "no-trim", paths[1].to_str().unwrap(), spoilt.to_str().unwrap()]).is_some()
    {
        let output =
            recto(&["preflight", "spoilt.pdf", "--message-format", "short"], target.path());
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        let lines = stdout(&output);
        assert!(lines.starts_with("error[preflight]: spoilt.pdf, pages 1 to "), "{lines}");
    }
    // A file for the press carries no evidence; the record beside it knows its pages.
    let verified = recto(&["verify", name], target.path());
    assert_eq!(verified.status.code(), Some(0), "{}{}", stdout(&verified), stderr(&verified));
    assert!(stdout(&verified).contains("carries no evidence"), "{}", stdout(&verified));
    fs::remove_file(target.path().join("evidence.json")).unwrap();
    let alone = recto(&["verify", name], target.path());
    assert_eq!(alone.status.code(), Some(2));
    assert!(stderr(&alone).contains("carries no evidence"), "{}", stderr(&alone));
}

#[test]
fn the_record_beside_a_file_for_the_press_tells_another_one() {
    let (_, output) = build(&printed(&format!("{PRESS}{GREY}")), &BuildOptions::default());
    let read = |name: &str| output.read(&relative(name)).unwrap();
    let record = read("evidence.json");
    let same =
        proof::prove_for_press(&read("small-press.pdf"), "small-press.pdf", &record).unwrap();
    assert_eq!(same.findings, []);
    assert!(same.compared.pages > 4 && same.compared.phrases > 4, "{:?}", same.compared);
    let other =
        proof::prove_for_press(&read("small-grey.pdf"), "small-press.pdf", &record).unwrap();
    assert!(!other.findings.is_empty());
    assert!(proof::prove_for_press(&read("small-press.pdf"), "other.pdf", &record).is_err());
}

#[test]
fn sheets_of_facing_pages_are_cut_for_the_press() {
    let folder = printed(
        "[edition.facing]\nlayout = \"facing\"\nlanguages = [\"zh\", \"en\"]\n[edition.facing.print]\ngutter = \"8mm\"\n",
    );
    let target = tempfile::tempdir().unwrap();
    let paths = built(&folder, target.path());
    let pdf = fs::read(&paths[0]).unwrap();
    let trims = trims(&pdf).unwrap();
    assert!(trims.len() > 6);
    for trim in &trims {
        let trim = trim.unwrap();
        assert!((trim.width - 210.0 * MILLIMETRE).abs() < 0.01, "{trim:?}");
        assert!((trim.height - 297.0 * MILLIMETRE).abs() < 0.01, "{trim:?}");
    }
    let clean = preflight(&pdf, &Demands::default()).unwrap();
    assert_eq!(found(&clean), BTreeSet::new(), "{:?}", clean.findings);
    let record = fs::read(target.path().join("evidence.json")).unwrap();
    let proof = proof::prove_for_press(&pdf, "small-facing.pdf", &record).unwrap();
    assert_eq!(proof.findings, []);
}

/// A table on a page turned by a right angle, with the words of a claim under it.
const TURNED: &str = r#"
[[block]]
caption = { zh = '按年份', en = 'By year' }
source = "policies"
[block.table]
id = "turned"
orientation = "landscape"
query = "SELECT period, documents FROM policies"
[[block.table.column]]
column = "period"
title = { zh = '时间', en = 'Period' }
[[block.table.column]]
column = "documents"
title = { zh = '项数', en = 'Documents' }
"#;

#[test]
fn a_turned_page_lies_like_the_others_on_the_press() {
    let folder = printed(PRESS);
    let chapter = text(&folder, "chapters/01.toml");
    write(&folder, "chapters/01.toml", &format!("{chapter}{TURNED}"));
    let target = tempfile::tempdir().unwrap();
    let paths = built(&folder, target.path());
    let pdf = fs::read(&paths[1]).unwrap();
    let trims: Vec<_> = trims(&pdf).unwrap().into_iter().flatten().collect();
    assert_eq!(trims.iter().filter(|trim| trim.is_turned).count(), 1);
    assert!(trims.iter().all(|trim| trim.width < trim.height), "{trims:?}");
    let record = fs::read(target.path().join("evidence.json")).unwrap();
    let proof = proof::prove_for_press(&pdf, "small-press.pdf", &record).unwrap();
    assert_eq!(proof.findings, []);
}

#[test]
fn a_character_without_a_glyph_is_found_in_an_edition_for_the_press_too() {
    let folder = printed(PRESS);
    let chapter = text(&folder, "chapters/01.toml");
    write(&folder, "chapters/01.toml", &chapter.replacen("SM2", "SM2 \u{1230}", 2));
    let (built, output) = build(&folder, &BuildOptions::default());
    assert_eq!(errors(&built.problems), ["missing-glyph"]);
    assert!(output.read(&relative("small-press.pdf")).is_err());
}

#[test]
fn settings_of_the_press_are_checked() {
    let told = |settings: &str| {
        let edition = format!(
            "[edition.press]\nlayout = \"single\"\nlanguages = [\"zh\"]\n{}",
            settings.replace("PRINT", "[edition.press.print]")
        );
        let check = check(&printed(&edition));
        let messages = check.problems.iter().filter(|one| one.severity == Severity::Error);
        messages.map(|one| one.message.clone()).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(told("PRINT\n"), "");
    for (settings, message) in [
        ("PRINT\nbleed = \"3\"", "`bleed` is no length: `3`"),
        ("PRINT\nbleed = \"50mm\"", "`bleed` is 50mm; it lies between 0mm and 20mm"),
        ("PRINT\nmarks = [\"crops\"]", "there is no mark `crops`"),
        ("PRINT\ncolours = \"rgb\"", "there is no colours `rgb`"),
        ("PRINT\nprofile = \"swop\"", "there is no profile `swop`"),
        ("PRINT\nprofile = \"icc/none.icc\"", "icc/none.icc"),
        ("PRINT\nprofile = \"data/policies.icc\"", "data/policies.icc"),
        ("PRINT\nink-limit = 90", "`ink-limit` is 90; it lies between 200 and 400"),
        ("PRINT\ncover = true", "a cover needs `paper`"),
        ("PRINT\npaper = { weight = 115 }", "has no `volume`"),
        ("PRINT\npaper = { weight = 115, volume = \"11\" }", "`11` is no volume of paper"),
        ("PRINT\nisbn = \"978-7-302-51163-2\"", "an ISBN stands on the cover"),
        (
            "PRINT\ncover = true\npaper = \"0.1mm\"\nisbn = \"978-7-302-51163-9\"",
            "its last digit is 2",
        ),
        ("PRINT\ncover = true\npaper = \"0.1mm\"\nisbn = \"12\"", "`12` is no ISBN"),
        ("PRINT\nsheet = \"a3\"", "`print` has no key `sheet`"),
        ("standards = [\"a-3a\"]\nPRINT\n", "takes no `standards`"),
    ] {
        let found = told(settings);
        assert!(found.contains(message), "{settings}: {found}");
    }
}

#[test]
fn sheets_fold_to_the_order_of_the_pages() {
    let side = |left: usize, right: usize| [Some(left), Some(right)];
    let order = |pages, signature| -> Vec<[Option<usize>; 2]> {
        sides(pages, signature).into_iter().map(|(_, side)| side).collect()
    };
    assert_eq!(order(4, None), [side(4, 1), side(2, 3)]);
    assert_eq!(order(8, None), [side(8, 1), side(2, 7), side(6, 3), side(4, 5)]);
    assert_eq!(
        order(10, None),
        [[None, Some(1)], [Some(2), None], side(10, 3), side(4, 9), side(8, 5), side(6, 7)]
    );
    assert_eq!(order(16, Some(8))[4..], [side(16, 9), side(10, 15), side(14, 11), side(12, 13)]);
    for (pages, signature) in
        [(4, None), (8, None), (10, None), (16, Some(8)), (20, Some(16)), (1, None)]
    {
        let read = folded(&sides(pages, signature));
        let wanted: Vec<Option<usize>> =
            (1..=pages.div_ceil(4) * 4).map(|page| (page <= pages).then_some(page)).collect();
        assert_eq!(read, wanted, "{pages} pages");
    }
}

/// What a reader sees who turns the leaves of folded sheets: sheets of one signature lie in each other.
fn folded(sides: &[(usize, [Option<usize>; 2])]) -> Vec<Option<usize>> {
    let mut pages = Vec::new();
    let mut back = Vec::new();
    for pair in sides.chunks(2) {
        let (sheet, front, verso) = (pair[0].0, pair[0].1, pair[1].1);
        if sheet == 0 {
            pages.extend(back.drain(..).rev());
        }
        pages.extend([front[1], verso[0]]);
        back.extend([front[0], verso[1]]);
    }
    pages.extend(back.into_iter().rev());
    pages
}

#[test]
fn an_imposed_file_has_its_pages_in_their_places() {
    let target = tempfile::tempdir().unwrap();
    let (source, sheets) = (target.path().join("ten.pdf"), target.path().join("ten-booklet.pdf"));
    if python(&["pages", "10", source.to_str().unwrap()]).is_none() {
        return;
    }
    let output = recto(
        &["impose", "ten.pdf", "--booklet", "--sheet", "a3", "--creep", "0.2mm"],
        target.path(),
    );
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("3 sheets, 10 pages and 2 blank"), "{}", stderr(&output));
    let read = json(&python(&["sides", sheets.to_str().unwrap()]).unwrap());
    let sides = read.as_array().unwrap();
    let placed: Vec<Vec<f64>> = sides
        .iter()
        .map(|side| {
            side["placed"].as_array().unwrap().iter().map(|one| one[0].as_f64().unwrap()).collect()
        })
        .collect();
    assert_eq!(
        placed,
        [vec![1.0], vec![2.0], vec![10.0, 3.0], vec![4.0, 9.0], vec![8.0, 5.0], vec![6.0, 7.0]]
    );
    let a3 = (420.0 * MILLIMETRE, 297.0 * MILLIMETRE);
    for (index, side) in sides.iter().enumerate() {
        let media = numbers(&side["media"]);
        assert!((media[2] - a3.0).abs() < 0.01 && (media[3] - a3.1).abs() < 0.01, "{media:?}");
        // Each sheet inside of another stands nearer to the fold, by the thickness of the paper.
        let right = side["placed"].as_array().unwrap().last().unwrap()[1].as_f64().unwrap();
        let shift = f64::from(u32::try_from(index / 2).unwrap()) * 0.2 * MILLIMETRE;
        let fold = a3.0 / 2.0;
        let wanted = if index == 1 { fold - 300.0 + shift } else { fold - shift };
        assert!((right - wanted).abs() < 0.01, "side {index}: {right} and {wanted}");
    }
    for program in [["qpdf", "--check"], ["mutool", "info"]] {
        if let Some(output) = outside(program[0], &[program[1], sheets.to_str().unwrap()]) {
            assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
        }
    }
    let small = recto(
        &["impose", "ten.pdf", "--booklet", "--sheet", "200mm,140mm", "--out", "x.pdf"],
        target.path(),
    );
    assert_eq!(small.status.code(), Some(2));
    assert!(stderr(&small).contains("the sheet has 200 by 140 mm"), "{}", stderr(&small));
    assert!(!target.path().join("x.pdf").exists());
}

#[test]
fn a_spine_is_as_wide_as_its_leaves_are_thick() {
    let paper = |text| recto::report::Length::parse(text).unwrap();
    let spine = |pages, paper| recto::book::spine(pages, paper).to_string();
    assert_eq!(spine(200, paper("0.1mm")), "10mm");
    assert_eq!(spine(201, paper("0.1mm")), "10.1mm");
    assert_eq!(spine(320, paper("0.127mm")), "20.3mm");
    assert_eq!(paper("9pt").to_string(), "3.175mm");
    assert_eq!(paper("0.25 in").to_string(), "6.35mm");
}
