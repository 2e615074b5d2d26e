//! The desk's API over a real socket, with a real database: logging in, the queue, and everybody who tries to get
//! more out of it than is theirs.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "desk/bounds.rs"]
mod bounds;
#[path = "desk/closing.rs"]
mod closing;
#[path = "desk/description.rs"]
mod description;
#[path = "desk/login.rs"]
mod login;
#[path = "people/mod.rs"]
mod people;
#[path = "desk/program.rs"]
mod program;
#[path = "desk/queue.rs"]
mod queue;
#[path = "desk/rosters.rs"]
mod rosters;
#[path = "desk/strangers.rs"]
mod strangers;
#[path = "desk/tampering.rs"]
mod tampering;
#[path = "desk/trouble.rs"]
mod trouble;
#[path = "desk/world.rs"]
mod world;
