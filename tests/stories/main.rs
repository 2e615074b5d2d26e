//! Stories: the real binary against the local Bot API over loopback, played by invented people, in three languages.
//! Each ends by searching everything that is kept for what the people wrote and who they are.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on should say where it broke")]

mod broken;
mod callback;
mod codes;
mod crash;
mod hotlines;
mod house;
mod operator;
mod receipts;
mod revoked;
mod thousand;
mod trace;
mod typing;
mod walk;
mod withdrawals;
