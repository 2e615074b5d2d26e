//! The `janynda` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    janynda::cli::main()
}
