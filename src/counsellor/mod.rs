//! The counsellor's own computer: identity, list, claim, open.

pub mod identity;
pub mod show;
