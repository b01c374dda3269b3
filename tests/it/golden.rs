//! Small reports with what each stage says of them: the first file that differs names the stage.
//!
//! `RECTO_UPDATE=1` rewrites `tests/golden/*/expected`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use recto::book::{self, BookFile};
use recto::evidence::{self, Circumstances, Engine};
use recto::files::{Disk, Overlay};
use recto::pipeline::{Check, CheckOptions, Outcome, check};
use recto::verify::print_answer_plain;

use crate::support::{Silent, errors, project};

#[test]
fn every_golden_report_is_as_it_was() {
    for entry in fs::read_dir(project().join("tests/golden")).unwrap() {
        let case = entry.unwrap().path();
        // From the disk, since databases are files of the disk; over it nothing, so that nothing is left there.
        let disk = Disk::new(&case);
        let texts = BTreeMap::new();
        let found = check(&Overlay::new(&disk, &texts), &CheckOptions::default(), &mut Silent);
        assert_eq!(errors(&found.problems), Vec::<&str>::new(), "{}", case.display());
        let Check { sources, report: Some(Outcome::Verified(report, exhibits)), .. } = &found
        else {
            panic!("{} is not verified", case.display());
        };
        let mut dumps = vec![("claims.txt".to_owned(), claims(report.checked(), sources))];
        let circumstances = Circumstances { problems: &found.problems, mutation: None };
        let mut enclosure = evidence::enclose(report.checked(), sources, circumstances);
        for edition in &report.checked().report.editions {
            let book = book::bind(report, exhibits, edition, &enclosure).unwrap();
            for (path, file) in &book.files {
                if matches!(file, BookFile::Prose(_)) {
                    let name = format!("{}-{}", edition.name, path.replace('/', "-"));
                    dumps.push((name, String::from_utf8_lossy(file.bytes()).into_owned()));
                }
            }
        }
        // Fonts and templates are no matter of this report.
        enclosure.record.engine = Engine::default();
        let record = String::from_utf8(enclosure.record.bytes()).unwrap();
        dumps.push(("evidence.json".to_owned(), record));
        for (name, dump) in dumps {
            compare(&case.join("expected").join(name), &dump);
        }
    }
}

/// A claim a line: verdict, id, answer, then its places with what they state.
fn claims(checked: &recto::verify::CheckedReport, sources: &recto::source::SourceMap) -> String {
    let mut text = String::new();
    for (claim, outcome) in checked.claims.list.iter().zip(&checked.outcomes) {
        let answer = outcome.answer.as_ref().map(|answer| print_answer_plain(answer, &claim.unit));
        let answer = answer.unwrap_or_else(|| "-".to_owned());
        writeln!(text, "{} {} = {answer}", outcome.verdict.name(), claim.id.name).unwrap();
        for phrase in claim.phrases() {
            let bound = &checked.claims.texts[phrase.text];
            let position = sources.position(bound.phrase_span(phrase.link));
            let words = if phrase.inserted { "(inserted)" } else { bound.phrase(phrase.link) };
            let denoted: Vec<String> = bound
                .quantities(phrase.link)
                .map(|quantity| quantity.interval.to_string())
                .collect();
            let denoted = denoted.join(" ");
            writeln!(
                text,
                "  {}:{} {} {words} {denoted}",
                position.line, position.column, bound.language
            )
            .unwrap();
        }
    }
    text
}

fn compare(path: &Path, found: &str) {
    if std::env::var_os("RECTO_UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, found).unwrap();
        return;
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    assert_eq!(found, expected, "{} has changed", path.display());
}
