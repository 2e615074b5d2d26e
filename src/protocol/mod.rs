//! What the desk's API and counsellors' programs say to each other: paths, bodies and error codes, each written once
//! for both sides. `docs/desk-api.json` is generated from these types.
//!
//! Moments are RFC 3339 in UTC, days `2026-11-24` (UTC), ids 32 lower-case hexadecimal digits, bytes base64 with
//! padding. A field nobody knows is refused in what the desk reads and passed over in what a counsellor's program
//! reads, so that a newer desk still serves an older program. Nothing in here opens, signs or keeps anything, and no
//! body prints what could log somebody in.

mod audit;
mod code;
pub mod paths;
mod requests;
mod session;
mod text;

#[cfg(test)]
mod tests;

pub use audit::{AuditEntry, AuditLink, AuditLinks, AuditQuery, MOST_LINKS};
pub use code::{Code, ErrorBody, Problem};
pub use requests::{
    BlobQuery, Claimed, Close, Closed, Hold, List, MOST_LISTED, MOST_MORE_CLAIMS, MoreClaims, Muting, Row, RowStatus,
    day_from_number, day_number,
};
pub use session::{Answer, AskChallenge, Challenge, Nothing, RosterText, Seat, Session};

/// The largest body the desk reads, in bytes: the largest one it has a use for is a hundredth of it.
pub const MAX_BODY: usize = 16 * 1024;

/// What stands before the session's token in `Authorization`.
pub const BEARER: &str = "Bearer ";
