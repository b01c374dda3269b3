//! The emitted Typst project gives the same book with the stock compiler.

use std::fs;

use crate::support::{outside, project, recto, skipped, stderr, stdout};

const COMPILE: &str = "import sys, typst
typst.compile(sys.argv[1] + '/main.typ', output=sys.argv[2], root=sys.argv[1],
    font_paths=[sys.argv[3]], ignore_system_fonts=True, pdf_standards=['a-3a', 'ua-1'])";

#[test]
fn the_stock_compiler_makes_the_same_book() {
    let Some(version) = outside("python3", &["-c", "import typst; print(typst.__version__)"])
    else {
        return;
    };
    if !stdout(&version).starts_with("0.15") {
        skipped("the PyPI package `typst` 0.15 is not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let report = project().join("report");
    let report = report.to_str().unwrap();
    for arguments in [&["build", report, "--emit-typst", "book"][..], &["build", report][..]] {
        let output = recto(arguments, root);
        assert!(output.status.success(), "{}", stderr(&output));
    }
    let fonts = root.join("book/fonts");
    for edition in ["screen", "zh", "en"] {
        let book = root.join("book").join(edition);
        let pdf = root.join(format!("{edition}.pdf"));
        let paths = [&book, &pdf, &fonts].map(|path| path.to_str().unwrap());
        let output = outside("python3", &["-c", COMPILE, paths[0], paths[1], paths[2]]).unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        let ours = root.join(format!("dist/china-blockchain-2019h1-{edition}.pdf"));
        let read = |path: &std::path::Path| {
            outside("pdftotext", &["-layout", path.to_str().unwrap(), "-"]).map(|o| stdout(&o))
        };
        let (Some(one), Some(other)) = (read(&pdf), read(&ours)) else { return };
        // pdftotext ends each page with a form feed.
        assert_eq!(
            one.matches('\u{c}').count(),
            other.matches('\u{c}').count(),
            "{edition}: pages"
        );
        assert!(one == other, "{edition}: the texts differ");
    }
    assert!(fs::metadata(fonts.join("NotoSerifSC-Regular.otf")).unwrap().len() > 1_000_000);
}
