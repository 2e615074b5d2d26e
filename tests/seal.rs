//! What is sealed: the envelope, the wrap around it in its row, the way back inside it, and the login that must never be
//! confused with it.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "seal/desk.rs"]
mod desk;
#[path = "seal/envelope.rs"]
mod envelope;
#[path = "seal/login.rs"]
mod login;
#[path = "people/mod.rs"]
mod people;
#[path = "seal/way_back.rs"]
mod way_back;
#[path = "seal/wrap.rs"]
mod wrap;
