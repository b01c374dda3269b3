//! The finished files, read by programs that are not ours.

use std::fs;
use std::path::{Path, PathBuf};

use recto::files::Folder;
use recto::pipeline::BuildOptions;

use crate::support::{build, flagship, outside, stdout, text, write};

/// The three PDFs of the flagship in a folder.
fn editions(folder: &Path) -> Vec<PathBuf> {
    let (built, output) = build(&flagship(), &BuildOptions::default());
    assert!(!built.problems.has_errors());
    let mut paths = Vec::new();
    for edition in &built.editions {
        let path = folder.join(edition.path.as_str());
        fs::write(&path, output.read(&edition.path).unwrap()).unwrap();
        paths.push(path);
    }
    paths
}

#[test]
fn outside_readers_agree() {
    let folder = tempfile::tempdir().unwrap();
    let paths = editions(folder.path());
    assert_eq!(paths.len(), 3);
    for path in &paths {
        let path = path.to_str().unwrap();
        fonts_are_embedded_and_ours(path);
        if let Some(output) = outside("qpdf", &["--check", path]) {
            assert!(output.status.success(), "{}", stdout(&output));
            assert!(stdout(&output).contains("No syntax or stream encoding errors"));
        }
        if let Some(output) = outside("pdfdetach", &["-list", path]) {
            let list = stdout(&output);
            for file in ["evidence.json", "policies.csv", "register.csv"] {
                assert!(list.contains(file), "{file} is not attached:\n{list}");
            }
        }
        attachments_come_out_whole(path, folder.path());
        if let Some(output) = outside("pdfinfo", &[path]) {
            let info = stdout(&output);
            assert!(info.contains("Tagged:          yes"), "{info}");
            assert!(info.contains("Blockchain") || info.contains("区块链"), "{info}");
        }
    }
    reading_order(&paths);
}

/// Another program takes out the same files, byte by byte.
fn attachments_come_out_whole(path: &str, folder: &Path) {
    let target = folder.join(format!("{}-files", Path::new(path).file_stem().unwrap().display()));
    fs::create_dir(&target).unwrap();
    let arguments = ["-saveall", "-o", target.to_str().unwrap(), path];
    if outside("pdfdetach", &arguments).is_none() {
        return;
    }
    let ours = recto::unpack::attachments(&fs::read(path).unwrap()).unwrap();
    assert!(ours.len() > 40, "{}", ours.len());
    for (name, bytes) in &ours {
        assert!(fs::read(target.join(name)).unwrap() == *bytes, "{name} of {path} differs");
    }
    assert_eq!(fs::read_dir(&target).unwrap().count(), ours.len());
}

fn fonts_are_embedded_and_ours(path: &str) {
    const FAMILIES: [&str; 5] =
        ["NotoSerifSC", "NotoSansSC", "SourceSerif4", "SourceSans3", "RectoKai"];
    let Some(output) = outside("pdffonts", &[path]) else { return };
    let list = stdout(&output);
    let fonts: Vec<&str> = list.lines().skip(2).collect();
    assert!(fonts.len() >= 4, "{list}");
    for font in fonts {
        assert!(FAMILIES.iter().any(|family| font.contains(family)), "not ours: {font}");
        // The columns after the encoding: embedded, subset, unicode.
        assert!(font.contains(" yes yes yes "), "not embedded whole: {font}");
    }
}

/// Words of one paragraph come in their order, and both languages are there.
fn reading_order(paths: &[PathBuf]) {
    for path in paths {
        let Some(output) = outside("pdftotext", &["-layout", path.to_str().unwrap(), "-"]) else {
            return;
        };
        let words = stdout(&output).replace([' ', '\n', '\u{a0}'], "");
        let name = path.file_stem().unwrap().to_str().unwrap();
        if !name.ends_with("-zh") {
            assert!(words.contains("Policyenvironment"), "{name}");
        }
        if !name.ends_with("-en") {
            assert!(words.contains("政策环境"), "{name}");
        }
    }
}

#[test]
fn a_character_without_a_glyph_is_an_error_at_its_place() {
    let folder = flagship();
    let path = "chapters/01-policy.toml";
    let chapter = text(&folder, path);
    let changed = chapter.replacen("\nzh = '''", "\nzh = '''\u{13000}", 1);
    assert_ne!(changed, chapter);
    write(&folder, path, &changed);
    let options = BuildOptions {
        check: recto::pipeline::CheckOptions::default(),
        editions: vec!["zh".to_owned()],
        draft: false,
        mutation: None,
        signer: None,
        created: None,
    };
    let (built, output) = build(&folder, &options);
    assert!(output.paths().is_empty());
    let problem =
        built.problems.iter().find(|problem| problem.code.name() == "missing-glyph").unwrap();
    let span = problem.labels[0].span;
    assert_eq!(built.sources.name(span.file), path);
    assert!(built.sources.snippet(span).contains('\u{13000}'), "{:?}", built.sources.snippet(span));
    assert!(problem.message.contains("U+13000"), "{}", problem.message);
}
