//! The `recto` program: arguments in, exit code out.

use std::process::ExitCode;

/// Typesetting a long book frees one round of layout and fills the next; this allocator leaves fewer
/// gaps than that of the system (docs/decisions.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    recto::cli::run()
}
