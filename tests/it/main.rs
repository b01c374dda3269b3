//! Integration tests, one binary.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on should say where"
)]

mod bad_input;
mod cli;
mod data_mutations;
mod digit_mutations;
mod emitted;
mod golden;
mod pdf;
mod promise;
mod readme;
mod reproducible;
mod support;
mod tidy;
mod traps;
