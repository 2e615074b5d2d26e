//! The command line.

pub mod enrol;
pub mod hotlines;
pub mod init;
pub mod keyring;
mod new_file;
pub mod passphrase;
pub mod roster;
