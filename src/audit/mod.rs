//! The audit: what was done at the desk, as a chain in which nothing can be left out or changed afterwards
//! (`threats.md` D15).
//!
//! Each entry is one line of JSON in one spelling. The chain does not run over the lines but over their hours and
//! digests, so that a line can be dropped after [`KEPT_DAYS`] while the chain stays. The hour is chained so that a line
//! which is missing earlier is a [`Fault`]. Every desk keeps the last [`Head`] it saw and refuses a chain that does not
//! extend it: an operator can stop writing, or lose the whole audit, but not take an entry back unseen. That a line is
//! still there is seen by whoever is shown the lines: [`verify`] is for them, [`extend`] for those who get hashes only.
//!
//! An entry says what, in which hour, and by which counsellor's alias. It has no place for a request's id, a minute or
//! a word that a person wrote. This room keeps nothing, reads no clock and draws no id.

mod chain;
mod entry;

#[cfg(test)]
mod tests;

pub use chain::{Broken, Fault, Head, Link, NotAHead, digest, extend, kept_since, verify};
pub use entry::{Detail, Entry, Event, NotADetail, NotAnEntry};

/// Days a line is kept. Its digest stays.
pub const KEPT_DAYS: i64 = 400;
