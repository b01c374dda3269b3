//! Same inputs, same bytes; and the pages hold what the report says.

use recto::files::Folder;
use recto::pipeline::BuildOptions;

use crate::support::{build, flagship};

#[test]
fn two_builds_give_the_same_bytes() {
    let folder = flagship();
    let (first, one) = build(&folder, &BuildOptions::default());
    // Between the builds nothing stays but what a process keeps: fonts and caches.
    let (_, other) = build(&folder, &BuildOptions::default());
    assert_eq!(first.editions.len(), 3);
    assert_eq!(one.paths(), other.paths());
    for path in one.paths() {
        assert!(one.read(&path).unwrap() == other.read(&path).unwrap(), "{path} differs");
    }
}
