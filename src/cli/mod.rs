//! The command line.

pub mod hotlines;
