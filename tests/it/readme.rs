//! The README says what is true.

use crate::support::project;

#[test]
fn the_commands_of_the_readme_are_those_of_ci() {
    let readme = std::fs::read_to_string(project().join("README.md")).unwrap();
    let ci = std::fs::read_to_string(project().join(".ci/run")).unwrap();
    for command in ["cargo run --release -- build report", "cargo test --release"] {
        assert!(readme.contains(command), "README.md lacks `{command}`");
        assert!(ci.contains(command), ".ci/run lacks `{command}`");
    }
}

#[test]
fn what_the_readme_links_to_is_there() {
    let readme = std::fs::read_to_string(project().join("README.md")).unwrap();
    for link in readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        if !link.starts_with("http") && !link.starts_with('#') {
            assert!(project().join(link).exists(), "README.md links to `{link}`");
        }
    }
}
