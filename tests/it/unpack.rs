//! The files attached to a PDF, and PDFs that are damaged or made to do harm.

use std::io::Write;

use recto::evidence::Evidence;
use recto::files::Folder;
use recto::pipeline::BuildOptions;
use recto::unpack::attachments;

use crate::support::{build, flagship, text};

/// A PDF of one page with objects of the caller's from number 4 on; object 3 is the tree of attached files.
fn pdf(tree: &str, objects: &[&str]) -> Vec<u8> {
    let mut all = vec![
        "<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 3 0 R>>>>".to_owned(),
        "<</Type/Pages/Count 0/Kids[]>>".to_owned(),
        tree.to_owned(),
    ];
    all.extend(objects.iter().map(|object| (*object).to_owned()));
    whole(&all)
}

fn whole(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.7\n".to_owned();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let start = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        file += &format!("{offset:010} 00000 n \n");
    }
    file += &format!(
        "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    file.into_bytes()
}

fn names(file: &[u8]) -> Vec<(String, String)> {
    let files = attachments(file).unwrap().into_iter();
    files.map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

#[test]
fn a_built_pdf_gives_back_what_was_attached() {
    let report = flagship();
    let options = BuildOptions { editions: vec!["zh".to_owned()], ..BuildOptions::default() };
    let (build, output) = build(&report, &options);
    let pdf = output.read(&build.editions[0].path).unwrap();
    let files = attachments(&pdf).unwrap();
    let file = |name: &str| {
        let (_, bytes) = files.iter().find(|(known, _)| known == name).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    };
    let record = Evidence::read(file("evidence.json").as_bytes()).unwrap();
    assert_eq!(record.report.id, "china-blockchain-2019h1");
    assert_eq!(file("policies.csv"), text(&report, "data/policies.csv"));
    assert_eq!(file("report.toml"), text(&report, "report.toml"));
    let sources = record.sources.iter().filter(|source| source.attachment.is_some()).count();
    assert_eq!(files.len(), 1 + record.files.len() + sources);
    damaged_pdfs_are_refused(&pdf);
}

/// Cut off or changed anywhere, a PDF is read or refused, and the program lives on.
fn damaged_pdfs_are_refused(pdf: &[u8]) {
    for part in 0..8 {
        let cut = &pdf[..pdf.len() * part / 8];
        assert!(attachments(cut).is_err() || part > 0, "an empty file is no PDF");
    }
    // The tail holds the dictionaries and the table of places.
    let mut seed = 1_u64;
    for _ in 0..24 {
        let mut changed = pdf.to_vec();
        for _ in 0..200 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let length = changed.len() as u64;
            let at = usize::try_from((seed >> 33) % length).unwrap();
            changed[at] = u8::try_from(seed >> 56).unwrap();
        }
        let _: Result<_, String> = attachments(&changed);
    }
}

#[test]
fn trees_with_branches_are_walked() {
    let file = pdf(
        "<</Kids[4 0 R 5 0 R]>>",
        &[
            "<</Names[(b) 6 0 R]>>",
            "<</Names[(a) <</F(a.txt)/EF<</F 7 0 R>>>>]>>",
            "<</F(b.txt)/UF<FEFF6570002E0074>/EF<</F 7 0 R>>>>",
            "<</Length 5>>stream\nhello\nendstream",
        ],
    );
    let expected = [("数.t", "hello"), ("a.txt", "hello")];
    assert_eq!(names(&file), expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
    assert_eq!(names(&pdf("<<>>", &[])), []);
}

#[test]
fn trees_in_circles_end() {
    // Below itself, below its child, and two branches that share all that is below them.
    for (tree, objects) in [
        ("<</Kids[3 0 R]>>", vec![]),
        ("<</Kids[4 0 R]>>", vec!["<</Kids[3 0 R]>>"]),
        (
            "<</Kids[4 0 R 4 0 R]>>",
            vec!["<</Kids[5 0 R 5 0 R]>>", "<</Kids[6 0 R 6 0 R]>>", "<</Kids[3 0 R]>>"],
        ),
    ] {
        let answer = attachments(&pdf(tree, &objects));
        assert!(answer.unwrap_err().contains("circles"), "{tree}");
    }
    let pages = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[2 0 R]>>".to_owned(),
    ];
    assert!(attachments(&whole(&pages)).unwrap_err().contains("circles"));
}

#[test]
fn objects_without_end_are_refused() {
    let deep = "[".repeat(1_000_000);
    assert!(attachments(&pdf(&deep, &[])).unwrap_err().contains("nest"));
    let deep = "<</A".repeat(1_000_000);
    assert!(attachments(&pdf(&deep, &[])).unwrap_err().contains("nest"));
    for wrong in [&b""[..], b"%PDF-1.7", b"{}", b"PK\x03\x04", &[0; 4096]] {
        assert!(attachments(wrong).is_err());
    }
    let stream = "<</Length 5/Filter/Other>>stream\nhello\nendstream";
    let file = pdf("<</Names[(b) <</F(b)/EF<</F 4 0 R>>>>]>>", &[stream]);
    assert!(attachments(&file).unwrap_err().contains("does not read"));
    let file = pdf("<</Names[(b) <</F(b)>>]>>", &[]);
    assert!(attachments(&file).unwrap_err().contains("has no bytes"));
}

#[test]
fn what_unpacks_to_more_than_a_gib_is_refused() {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..=1024 {
        packer.write_all(&vec![0; 1 << 20]).unwrap();
    }
    let packed = packer.finish().unwrap();
    assert!(packed.len() < 10 << 20);
    let mut file = b"%PDF-1.7\n1 0 obj\n<</Filter/FlateDecode>>stream\n".to_vec();
    file.extend(packed);
    file.extend(b"\nendstream\nendobj\n");
    assert!(attachments(&file).unwrap_err().contains("too many bytes"));
}
