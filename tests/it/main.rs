//! Integration tests, one binary.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "tests report what they tried, and one that cannot go on should say where"
)]

mod accessible;
mod bad_input;
mod blocks;
mod charts;
mod ci_page;
mod cli;
mod corpus;
mod data_files;
mod data_mutations;
mod database_reports;
mod databases;
mod deps;
mod diff;
mod diff_formats;
mod digit_mutations;
mod emitted;
mod evidence_schema;
mod fix;
mod gallery;
mod given_fonts;
mod gold;
mod golden;
mod ink;
mod large_files;
mod layouts;
mod lock;
mod manual;
mod marks;
mod matter;
mod measured;
mod messages;
mod mutate;
mod pages;
mod pdf;
mod press;
mod promise;
mod proof;
mod prose;
mod quantities_page;
mod readme;
mod release;
mod reproducible;
mod review;
mod revisions;
mod suggest;
mod suggest_set;
mod support;
mod tables;
mod themes;
mod tidy;
mod traps;
mod typography;
mod unpack;
