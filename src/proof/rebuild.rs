//! The PDF, made again from what it carries: the same input gives the same bytes.

use super::{Finding, Proof, pages};
use crate::audit::normal;
use crate::date::Moment;
use crate::evidence::{Evidence, engine};
use crate::files::{Folder, Memory, RelativePath, Scratch};
use crate::fonts::is_font_path;
use crate::pipeline::{BuildOptions, CheckOptions, Observer, build};

/// Makes the PDF again and compares the bytes. Whatever cannot be read off its pages and files is in them:
/// bookmarks, alternative texts, links, scripts, forms, and what another reader might show.
pub fn compare(
    record: &Evidence,
    folder: &Scratch,
    pdf: &[u8],
    proof: &mut Proof,
    observer: &mut dyn Observer,
) {
    let [edition] = record.editions.as_slice() else { return };
    if record.engine != engine() {
        let other =
            "it was made by another version of the program, or with other fonts or templates";
        return limit(proof, other);
    }
    let absent = record.sources.iter().any(|one| one.file.is_some() && one.attachment.is_none());
    if absent {
        return limit(proof, "it does not carry all of its data");
    }
    if record.files.iter().any(|file| file.attachment.is_none() && is_font_path(&file.path)) {
        return limit(proof, "it does not carry all of its fonts");
    }
    let created = edition.created.and_then(|seconds| Moment::parse(&seconds.to_string()));
    let options = BuildOptions {
        check: CheckOptions {
            confined: true,
            theme: Some(edition.theme.clone()),
            ..CheckOptions::default()
        },
        editions: vec![edition.name.clone()],
        draft: edition.draft,
        mutation: record.mutation,
        signer: None,
        created,
    };
    let output = Memory::default();
    // An edition that the report does not have is one more difference.
    let built = build(folder, &output, &options, observer).is_ok();
    let made = RelativePath::parse(&edition.file).ok().filter(|_| built);
    let made = made.and_then(|path| output.read(&path).ok());
    match made {
        Some(made) if made == pdf => proof.rebuilt = true,
        Some(made) => different(&made, pdf, proof),
        None => {
            let message = "the report inside does not give this edition any more";
            proof.findings.push(Finding::new("the file", message));
        }
    }
}

/// The record agrees with the PDF, and a build does not: the pages whose words are others, or the file.
fn different(made: &[u8], pdf: &[u8], proof: &mut Proof) {
    let pages = pages::read(made).and_then(|made| Ok(made.into_iter().zip(pages::read(pdf)?)));
    let pages = pages.into_iter().flatten().enumerate();
    let others = pages.filter(|(_, (made, read))| normal(&made.text()) != normal(&read.text()));
    for (index, _) in others {
        let message = "its words are not those that a build of the report inside prints, and the record of them was altered with them";
        proof.findings.push(Finding::new(format!("page {}", index + 1), message));
    }
    if proof.findings.is_empty() {
        let message = "a build of the report inside gives other bytes, though the words are the same: it was written again, or bookmarks, descriptions, links, forms, scripts or drawings were altered";
        proof.findings.push(Finding::new("the file", message));
    }
}

fn limit(proof: &mut Proof, reason: &str) {
    proof.limits.push(format!(
        "not built again, since {reason}: only files, answers, words and drawings were compared"
    ));
}
