//! The `recto` program: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    recto::cli::run()
}
