//! The counsellor's side: her identity, the desk where she lists, claims and opens, and what she is shown.
//!
//! Whatever she opens is opened on her own machine, by the key that only she has. This room takes nobody's word: who
//! may read is said by a roster that it verifies itself, that nothing was taken back is said by a chain of which it
//! remembers the head, and a login is answered only to the desk it was made for. It keeps nothing that was opened. The
//! one file it writes is [`Memory`], and nothing about a request or a person stands in it.

mod desk;
mod entry;
mod error;
pub mod identity;
mod line;
mod lines;
pub mod listing;
mod memory;
pub mod show;
mod visit;

pub use desk::{Desk, Ending, PATIENCE, Parts, Queue};
pub use entry::{Entry, Hold, Standing};
pub use error::{Error, Record};
pub use memory::{Memory, Unusable};
pub use visit::Checked;
