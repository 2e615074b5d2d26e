//! The operator's side under a clock that a hand moves: rosters and hotline files that change while the service runs.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where it broke")]

mod hotlines;
mod machine;
#[path = "../people/mod.rs"]
mod people;
mod roster;
