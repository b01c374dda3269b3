//! The files that a PDF carries: are they those of its record, and do they make a report again?

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::{Finding, Proof};
use crate::evidence::{self, Evidence};
use crate::facts::hexadecimal;
use crate::files::{Folder, RelativePath, Scratch};
use crate::fonts::is_font_path;

/// Compares the attached files with the digests of the record, and puts them where a report has them; `None`
/// where the PDF does not carry its report.
pub fn compare(
    record: &Evidence,
    files: &[(String, Vec<u8>)],
    proof: &mut Proof,
) -> Option<Scratch> {
    let mut known = BTreeSet::from([evidence::RECORD.to_owned()]);
    let mut placed: Vec<(RelativePath, Vec<u8>)> = Vec::new();
    let mut carries_report = true;
    let of_author = record
        .files
        .iter()
        .map(|file| (file.path.as_str(), Some(file.sha256.as_str()), file.attachment.as_deref()));
    let of_data = record.sources.iter().filter_map(|source| {
        let path = source.file.as_deref()?;
        Some((path, source.sha256.as_deref(), source.attachment.as_deref()))
    });
    for (path, digest, attachment) in of_author.chain(of_data) {
        let Some(name) = attachment else {
            carries_report &= !path.ends_with(".toml");
            if is_font_path(path) {
                let digest = digest.unwrap_or("none");
                proof.limits.push(format!("digest only: font {path} (SHA-256 {digest})"));
            }
            continue;
        };
        known.insert(name.to_owned());
        let Some((_, bytes)) = files.iter().find(|(other, _)| other == name) else {
            proof.findings.push(Finding::new(name, "it was taken out of the PDF"));
            continue;
        };
        proof.compared.files += 1;
        if Some(hexadecimal(&Sha256::digest(bytes)).as_str()) != digest {
            proof
                .findings
                .push(Finding::new(name, "it was altered: its SHA-256 is not that of the record"));
        }
        match RelativePath::parse(path) {
            Ok(place) => placed.push((place, bytes.clone())),
            Err(_) => proof
                .findings
                .push(Finding::new(name, format!("its place `{path}` leads out of the report"))),
        }
    }
    digest_only(record, &mut known, proof);
    let strangers = files.iter().filter(|(name, _)| !known.contains(name));
    proof.findings.extend(
        strangers
            .map(|(name, _)| Finding::new(name.as_str(), "the record knows nothing of this file")),
    );
    if !carries_report {
        proof.limits.push(
            "the PDF carries its record without the report, so no query could be run again"
                .to_owned(),
        );
        return None;
    }
    let folder = Scratch::new().ok()?;
    folder.replace_all(&placed).ok()?;
    Some(folder)
}

/// Names the sources whose data the PDF does not carry.
fn digest_only(record: &Evidence, known: &mut BTreeSet<String>, proof: &mut Proof) {
    for source in &record.sources {
        if source.file.is_none() || source.attachment.is_some() {
            continue;
        }
        known.insert(format!("{}.rows.csv", source.id));
        let digest = source.sha256.as_deref().unwrap_or("none");
        proof.limits.push(format!(
            "digest only: source {} ({} rows shown, SHA-256 {digest})",
            source.id,
            source.rows_read.len()
        ));
    }
}
