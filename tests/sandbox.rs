//! The sandbox keeps Telegram's rules: each wrong call is refused with Telegram's words.

#![cfg(all(feature = "bot", feature = "server"))]
#![expect(clippy::unwrap_used, reason = "clippy sees tests, but not the helpers beside them")]

#[path = "sandbox/bench.rs"]
mod bench;
#[path = "sandbox/chat_model.rs"]
mod chat_model;
#[path = "sandbox/rules.rs"]
mod rules;
#[path = "sandbox/transport.rs"]
mod transport;
#[path = "sandbox/updates.rs"]
mod updates;
#[path = "sandbox/webhook.rs"]
mod webhook;
