//! The examples of `docs/writing.md` are one report, and it passes the check.

use recto::files::Memory;

use crate::support::{check, errors, project, write};

#[test]
fn the_examples_of_the_manual_pass_the_check() {
    let manual = std::fs::read_to_string(project().join("docs/writing.md")).unwrap();
    let mut files: Vec<(&str, String)> = Vec::new();
    // A block whose first line names a file is a piece of that file.
    for block in manual.split("\n```").skip(1) {
        let Some((info, body)) = block.split_once('\n') else { continue };
        let Some((_, path)) = info.split_once(' ') else { continue };
        match files.iter_mut().find(|(known, _)| *known == path) {
            Some((_, text)) => *text += &format!("{body}\n"),
            None => files.push((path, format!("{body}\n"))),
        }
    }
    assert!(files.len() >= 5, "{files:?}");
    let folder = Memory::default();
    for (path, text) in &files {
        write(&folder, path, text);
    }
    let found = check(&folder);
    assert_eq!(errors(&found.problems), Vec::<&str>::new(), "{:#?}", found.problems);
}
