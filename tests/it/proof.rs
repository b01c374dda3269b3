//! Finished PDFs are proved again; what was altered in them is named.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use recto::files::{Disk, Folder, Memory, Overlay};
use recto::pipeline::{self, BuildOptions};
use recto::proof::{Proof, prove};
use serde_json::Value;

use crate::support::{
    Silent, build, flagship, outside, project, recto, skipped, stderr, stdout, write,
};

/// How many alterations are tried.
const ALTERATIONS: usize = 207;

fn proved(pdf: &[u8]) -> Proof {
    prove(pdf, &mut Silent).unwrap()
}

/// The PDFs of a report, by name.
fn pdfs(output: &Memory) -> Vec<(String, Vec<u8>)> {
    let paths = output.paths().into_iter().filter(|path| path.as_str().ends_with(".pdf"));
    paths.map(|path| (path.to_string(), output.read(&path).unwrap())).collect()
}

/// The editions that the flagship could also have.
const MORE_EDITIONS: &str = r#"
[edition.en-zh]
layout = "parallel"
languages = ["en", "zh"]
[edition.plain]
layout = "parallel"
languages = ["zh", "en"]
standards = ["a-3a"]
[edition.simple]
layout = "single"
languages = ["zh"]
standards = []
"#;

#[test]
fn untouched_pdfs_are_proved() {
    let folder = flagship();
    let manifest = crate::support::text(&folder, "report.toml");
    write(&folder, "report.toml", &format!("{manifest}{MORE_EDITIONS}"));
    let (built, output) = build(&folder, &BuildOptions::default());
    assert!(!built.problems.has_errors());
    let mut all = pdfs(&output);
    for entry in fs::read_dir(project().join("tests/golden")).unwrap() {
        let disk = Disk::new(entry.unwrap().path());
        let texts = BTreeMap::new();
        let output = Memory::default();
        let folder = Overlay::new(&disk, &texts);
        let built = pipeline::build(&folder, &output, &BuildOptions::default(), &mut Silent);
        assert!(!built.unwrap().problems.has_errors());
        all.extend(pdfs(&output));
    }
    // The same editions of a report whose data are too large to be carried.
    write(
        &folder,
        "report.toml",
        &format!("{manifest}{MORE_EDITIONS}\n[evidence]\nlargest-data = 0\n"),
    );
    all.extend(pdfs(&build(&folder, &BuildOptions::default()).1));
    write(
        &folder,
        "report.toml",
        &format!("{manifest}{MORE_EDITIONS}\n[evidence]\nreport = false\n"),
    );
    all.extend(pdfs(&build(&folder, &BuildOptions::default()).1));
    assert!(all.len() >= 20, "{}", all.len());
    for (name, pdf) in &all {
        let proof = proved(pdf);
        assert_eq!(proof.findings, [], "{name}");
        // The report of tables has no claim.
        let has_phrases = proof.compared.phrases > 0 || name.starts_with("tables-");
        assert!(proof.compared.pages > 0 && has_phrases, "{name}");
    }
}

#[test]
fn data_that_are_not_inside_are_named() {
    let folder = flagship();
    let manifest = crate::support::text(&folder, "report.toml");
    write(&folder, "report.toml", &format!("{manifest}\n[evidence]\nlargest-data = 0\n"));
    let options = BuildOptions { editions: vec!["en".to_owned()], ..BuildOptions::default() };
    let (_, output) = build(&folder, &options);
    let (_, pdf) = pdfs(&output).remove(0);
    let proof = proved(&pdf);
    assert!(proof.limits.iter().any(|line| line.starts_with("digest only: source policies (")));
    let names: Vec<String> =
        recto::unpack::attachments(&pdf).unwrap().into_iter().map(|(name, _)| name).collect();
    assert!(names.contains(&"policies.rows.csv".to_owned()), "{names:?}");
    assert!(!names.contains(&"policies.csv".to_owned()), "{names:?}");

    write(&folder, "report.toml", &format!("{manifest}\n[evidence]\nreport = false\n"));
    let (_, pdf) = pdfs(&build(&folder, &options).1).remove(0);
    let proof = proved(&pdf);
    assert!(proof.limits[0].contains("no query could be run again"), "{:?}", proof.limits);
    assert_eq!((proof.compared.queries, proof.findings), (0, Vec::new()));
}

#[test]
fn every_alteration_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (_, output) = build(&flagship(), &BuildOptions::default());
    let mut ways = BTreeSet::new();
    let mut tried = 0;
    for (name, pdf) in pdfs(&output) {
        let Some(altered) = alter(folder.path(), &name, &pdf) else { return };
        for case in altered {
            let file = case["file"].as_str().unwrap();
            let way = case["way"].as_str().unwrap().to_owned();
            let subjects: Vec<&str> =
                case["subjects"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            let pdf = fs::read(folder.path().join(&name).join(file)).unwrap();
            let proof = prove(&pdf, &mut Silent).unwrap_or_else(|fault| panic!("{file}: {fault}"));
            let named =
                proof.findings.iter().any(|finding| subjects.contains(&finding.subject.as_str()));
            assert!(named, "{name} {file}: wanted {subjects:?}, found {:#?}", proof.findings);
            ways.insert(way);
            tried += 1;
        }
    }
    println!("{tried} alterations in {} ways, each named", ways.len());
    assert!(tried >= 200 && ways.len() >= 22, "{tried} {ways:?}");
}

/// Writes a PDF and its altered copies; their list, or none where the script cannot be run.
fn alter(folder: &Path, name: &str, pdf: &[u8]) -> Option<Vec<Value>> {
    let target = folder.join(name);
    fs::create_dir(&target).unwrap();
    let original = folder.join(format!("original-{name}"));
    fs::write(&original, pdf).unwrap();
    let script = project().join("tests/proof/tamper.py");
    let count = (ALTERATIONS / 3).to_string();
    let paths = [&script, &original, &target].map(|path: &PathBuf| path.to_str().unwrap());
    let output = outside("python3", &[paths[0], paths[1], paths[2], &count])?;
    if !output.status.success() {
        let reason = stderr(&output);
        assert!(reason.contains("No module named"), "{reason}");
        skipped("pikepdf is not installed");
        return None;
    }
    let manifest = fs::read(target.join("manifest.json")).unwrap();
    serde_json::from_slice(&manifest).unwrap()
}

#[test]
fn what_is_no_pdf_of_ours_is_refused_in_words() {
    assert!(prove(b"", &mut Silent).is_err());
    assert!(prove(b"%PDF-1.7\n%%EOF\n", &mut Silent).is_err());
    let (_, output) = build(
        &flagship(),
        &BuildOptions { editions: vec!["en".to_owned()], ..BuildOptions::default() },
    );
    let (_, pdf) = pdfs(&output).remove(0);
    for length in [pdf.len() / 3, pdf.len() / 2, pdf.len() - 40] {
        // Cut short: refused, or found to be altered, never proved.
        if let Ok(proof) = prove(&pdf[..length], &mut Silent) {
            assert!(!proof.findings.is_empty(), "{length}");
        }
    }
}

/// The program signs what it builds, and checks it by the key.
#[test]
fn a_signature_shows_who_built_it() {
    let folder = tempfile::tempdir().unwrap();
    let keys = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
    let secret = keys.sk.to_box(None).unwrap().into_string();
    let public = keys.pk.to_box().unwrap().into_string();
    fs::write(folder.path().join("secret.key"), secret).unwrap();
    fs::write(folder.path().join("public.pub"), public).unwrap();
    let report = project().join("tests/golden/small");
    let report = report.to_str().unwrap();
    let built = recto(&["build", report, "--out", "out", "--sign", "secret.key"], folder.path());
    assert!(built.status.success(), "{}", stderr(&built));
    let pdf = fs::read_dir(folder.path().join("out")).unwrap().find_map(|entry| {
        let name = entry.unwrap().file_name().into_string().unwrap();
        name.ends_with(".pdf").then_some(name)
    });
    let pdf = format!("out/{}", pdf.unwrap());
    let verify = |key: &str| recto(&["verify", &pdf, "--key", key], folder.path());
    let proved = verify("public.pub");
    assert!(proved.status.success(), "{}{}", stdout(&proved), stderr(&proved));
    assert!(stdout(&proved).contains("signed by the key"));
    assert!(verify(&keys.pk.to_base64()).status.success());

    let other = minisign::KeyPair::generate_unencrypted_keypair().unwrap().pk.to_base64();
    let refused = verify(&other);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stdout(&refused).contains("the signature: it does not hold"), "{}", stdout(&refused));

    let path = folder.path().join(&pdf);
    let mut bytes = fs::read(&path).unwrap();
    bytes.push(b'\n');
    fs::write(&path, bytes).unwrap();
    assert_eq!(verify("public.pub").status.code(), Some(1));
    assert_eq!(recto(&["verify", "secret.key"], folder.path()).status.code(), Some(2));
}
