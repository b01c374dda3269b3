//! Pages as pictures: reference pages at low resolution, and what differs from them.
//!
//! A reference that differs leaves a picture of the difference beside itself, `NAME.difference.png`.
//! `RECTO_UPDATE=1` renews the references.

use std::fs;

use recto::book::{self, Book};
use recto::diagnostics::Diagnostics;
use recto::evidence::{self, Circumstances};
use recto::files::Memory;
use recto::pipeline::{Check, Outcome};
use recto::typeset::{self, Document, Picture};

use crate::support::{check, errors, folder_in_memory, project};

/// Pixels an inch of reference pages.
const RESOLUTION: f64 = 50.0;

/// Differences of a channel below this are rounding.
const TOLERANCE: u8 = 24;

/// The share of pixels that may differ.
const SHARE: f64 = 0.0002;

/// The pages of an edition of a report, which has to be without an error.
pub fn set(folder: &Memory, edition: &str) -> Document {
    set_checked(&check(folder), edition)
}

/// The pages of an edition of a report that was checked and has no error.
pub fn set_checked(checked: &Check, edition: &str) -> Document {
    set_book(&bound(checked, edition))
}

/// The book of an edition of a report that was checked and has no error.
pub fn bound(checked: &Check, edition: &str) -> Book {
    let Check { sources, problems, report } = checked;
    assert_eq!(errors(problems), Vec::<&str>::new());
    let Some(Outcome::Verified(report, exhibits)) = report else { panic!("it is verified") };
    let circumstances = Circumstances { problems, mutation: None };
    let enclosure = evidence::enclose(report.checked(), sources, circumstances);
    let editions = &report.checked().report.editions;
    let edition = editions.iter().find(|one| one.name == edition).expect("the edition is there");
    book::bind(report, exhibits, edition, &enclosure).unwrap()
}

/// The pages of a book.
pub fn set_book(book: &Book) -> Document {
    let mut found = Diagnostics::new();
    typeset::typeset(book, &mut found).unwrap_or_else(|| panic!("{found:?}"))
}

/// Compares a page, counted from 0, with `tests/pages/NAME.png`.
pub fn compare(document: &Document, page: usize, name: &str) {
    compare_picture(&typeset::picture(document, page, RESOLUTION), name);
}

/// Compares a picture with `tests/pages/NAME.png`.
pub fn compare_picture(picture: &Picture, name: &str) {
    let path = project().join(format!("tests/pages/{name}.png"));
    let difference = path.with_extension("difference.png");
    if std::env::var_os("RECTO_UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let same = fs::read(&path)
            .ok()
            .and_then(|png| Picture::read(&png).ok())
            .is_some_and(|known| known.difference(picture, TOLERANCE) <= SHARE);
        if !same {
            fs::write(&path, picture.png().unwrap()).unwrap();
        }
        return;
    }
    let known = fs::read(&path).unwrap_or_else(|_| panic!("{} is missing", path.display()));
    let known = Picture::read(&known).unwrap();
    let differing = picture.difference(&known, TOLERANCE);
    if differing > SHARE {
        fs::write(&difference, picture.compared(&known, TOLERANCE).png().unwrap()).unwrap();
        panic!("{name}: {:.2} % of the pixels differ: {}", differing * 100.0, difference.display());
    }
    // What an earlier run left.
    let _ = fs::remove_file(&difference);
}

#[test]
fn a_page_is_as_it_was() {
    let small = set(&folder_in_memory(&project().join("tests/golden/small")), "screen");
    for page in 0..small.pages().min(4) {
        compare(&small, page, &format!("small-{:02}", page + 1));
    }
}

#[test]
fn a_difference_is_found_and_shown() {
    let small = set(&folder_in_memory(&project().join("tests/golden/small")), "screen");
    let (one, other) = (typeset::picture(&small, 0, 20.0), typeset::picture(&small, 1, 20.0));
    assert!(one.difference(&other, TOLERANCE) > SHARE);
    assert!(one.difference(&one.clone(), 0) == 0.0);
    assert!(Picture::read(&one.png().unwrap()).unwrap() == one);
    assert!(one.compared(&other, TOLERANCE) != one);
}
