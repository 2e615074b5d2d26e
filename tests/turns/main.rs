//! Turns under a clock that a hand moves.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where it broke")]

mod cards;
mod keeping;
mod late;
mod receipts;
mod room;
mod standing;
mod way_back;
