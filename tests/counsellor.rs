//! Two counsellors, one database: who sees, claims, opens and ends what.
#![cfg(any())]
#![cfg(all(feature = "bot", feature = "server", feature = "counsellor"))]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "counsellor/commands.rs"]
mod commands;
#[path = "counsellor/desks.rs"]
mod desks;
#[path = "counsellor/lanes.rs"]
mod lanes;
#[path = "counsellor/page.rs"]
mod page;
#[path = "counsellor/world.rs"]
mod world;
