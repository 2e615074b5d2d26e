//! The `janynda` command.

fn main() {}
