//! Counsellors' programs at a real desk, over a real socket: who sees, claims, opens and ends what; and desks that are
//! not what they say.
#![cfg(all(feature = "bot", feature = "server", feature = "counsellor"))]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "counsellor/audit.rs"]
mod audit;
#[path = "counsellor/between.rs"]
mod between;
#[path = "counsellor/commands.rs"]
mod commands;
#[path = "counsellor/desks.rs"]
mod desks;
#[path = "counsellor/endings.rs"]
mod endings;
#[path = "counsellor/false_desks.rs"]
mod false_desks;
#[path = "counsellor/lanes.rs"]
mod lanes;
#[path = "counsellor/page.rs"]
mod page;
#[path = "counsellor/program.rs"]
mod program;
#[path = "counsellor/strange_servers.rs"]
mod strange_servers;
#[path = "counsellor/trust.rs"]
mod trust;
#[path = "counsellor/world.rs"]
mod world;
