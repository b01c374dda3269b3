//! Fonts that a report brings: on its pages, in the Typst project, and in the proof of its PDF.

use std::fs;

use recto::diagnostics::Severity;
use recto::files::{Folder, Memory};
use recto::pipeline::{self, BuildOptions};
use recto::proof::prove;

use crate::support::{Silent, build, errors, project, relative, write};

const FONT: &str = "fonts/NotoSerifTC-Regular.ttf";

fn font() -> Vec<u8> {
    fs::read(project().join("tests/data").join(FONT)).unwrap()
}

/// A small report in traditional Chinese and English with a table `[fonts]`.
fn report(fonts: &str) -> Memory {
    let folder = Memory::default();
    let manifest = format!(
        "[report]\nid = 'given'\ntitle = {{ zh-Hant = '產業', en = 'Industry' }}\n\
         languages = ['zh-Hant', 'en']\ndate = 2026-01-01\npublisher = '甲'\n\
         chapters = ['chapters/01.toml']\n{fonts}\n\
         [source.data]\npath = 'data.csv'\ntitle = {{ zh-Hant = '數據', en = 'Data' }}\npublisher = '甲'\n\
         basis = 'primary'\n\
         [edition.screen]\nlayout = 'parallel'\nlanguages = ['zh-Hant', 'en']\n"
    )
    .replace("publisher = '甲'\nchapters", "publisher = { zh-Hant = '甲', en = 'A' }\nchapters");
    write(&folder, "report.toml", &manifest);
    write(
        &folder,
        "chapters/01.toml",
        "title = { zh-Hant = '產業', en = 'Industry' }\n\
         [claim.sum]\nquery = 'SELECT sum(value) FROM data'\n\
         [[block]]\nzh-Hant = '產業「增長」[12](#sum)。'\nen = 'It grew by [12](#sum).'\n",
    );
    write(&folder, "data.csv", "value\n5\n7\n");
    folder.insert(relative(FONT), font());
    folder
}

fn families(more: &str) -> String {
    format!(
        "[fonts]\nfiles = ['{FONT}']\n{more}\n[fonts.families.zh-Hant]\nserif = 'Noto Serif TC'"
    )
}

fn pdf(output: &Memory) -> Vec<u8> {
    output.read(&relative("given-screen.pdf")).unwrap()
}

#[test]
fn a_pdf_carries_the_fonts_of_its_report_and_is_built_again_with_them() {
    let (built, output) = build(&report(&families("")), &BuildOptions::default());
    assert_eq!(errors(&built.problems), Vec::<&str>::new());
    let (_, again) = build(&report(&families("")), &BuildOptions::default());
    assert!(pdf(&output) == pdf(&again), "the same report gives the same bytes");
    let attached = recto::unpack::attachments(&pdf(&output)).unwrap();
    let name = "font-fonts-NotoSerifTC-Regular.ttf";
    assert!(attached.iter().any(|(other, bytes)| other == name && *bytes == font()));
    let proof = prove(&pdf(&output), &mut Silent).unwrap();
    assert_eq!((&proof.findings, &proof.limits), (&vec![], &vec![]));
    assert!(proof.rebuilt);
}

#[test]
fn fonts_that_are_not_attached_are_known_by_their_digest() {
    let (built, output) = build(&report(&families("attach = false")), &BuildOptions::default());
    assert_eq!(errors(&built.problems), Vec::<&str>::new());
    let proof = prove(&pdf(&output), &mut Silent).unwrap();
    assert_eq!(proof.findings, vec![]);
    assert!(!proof.rebuilt);
    assert!(
        proof.limits.iter().any(|limit| limit.starts_with(&format!("digest only: font {FONT}")))
    );
    assert!(proof.limits.iter().any(|limit| limit.contains("all of its fonts")));
    assert_eq!((proof.compared.claims, proof.compared.queries), (1, 1));
}

#[test]
fn the_typst_project_has_them() {
    let output = Memory::default();
    let folder = report(&families(""));
    pipeline::emit_typst(&folder, &output, &BuildOptions::default(), &mut Silent).unwrap();
    assert!(output.read(&relative(&format!("fonts/given/{FONT}"))).unwrap() == font());
    let faces = output.read(&relative("screen/faces.typ")).unwrap();
    assert!(String::from_utf8(faces).unwrap().contains("\"zh-Hant\": (: serif: \"Noto Serif TC\""));
}

#[test]
fn a_font_that_is_missing_is_an_error() {
    let folder = report("[fonts]\nfiles = ['fonts/Nowhere.ttf']");
    let (built, output) = build(&folder, &BuildOptions::default());
    assert_eq!(errors(&built.problems), vec!["unreadable-file"]);
    assert!(output.paths().is_empty());
}

#[test]
fn a_font_that_forbids_embedding_is_used_with_a_warning() {
    let mut bytes = font();
    let record = bytes.windows(4).position(|tag| tag == b"OS/2").unwrap();
    let offset: [u8; 4] = bytes[record + 8..record + 12].try_into().unwrap();
    let rights = u32::from_be_bytes(offset) as usize + 8;
    bytes[rights..rights + 2].copy_from_slice(&[0, 2]);
    let refused = report(&families(""));
    let manifest = crate::support::text(&refused, "report.toml");
    let used = report(&families(""));
    write(&used, "report.toml", &format!("{manifest}standards = []\n"));
    for folder in [&used, &refused] {
        folder.insert(relative(FONT), bytes.clone());
    }
    let (built, output) = build(&used, &BuildOptions::default());
    let warned = built.problems.iter().any(|problem| {
        problem.severity == Severity::Warning && problem.message.contains("must not be embedded")
    });
    assert!(warned && !built.problems.has_errors());
    assert!(!output.paths().is_empty());
    // A standard for archives allows no such font.
    let (built, output) = build(&refused, &BuildOptions::default());
    assert_eq!(errors(&built.problems), vec!["typesetting"]);
    assert!(output.paths().is_empty());
}
