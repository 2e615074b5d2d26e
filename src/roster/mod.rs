//! The signed roster: who can read requests (`threats.md` D7, D8).
//!
//! An authority whose key never touches the server signs a short text: counsellors with their age recipients, the
//! offline recovery recipients, and whoever was revoked. A request is sealed to that list and to nobody else. There is
//! one spelling of a roster: what the writer writes is what the parser takes, so that one signature covers one
//! meaning. What was not verified is an [`UntrustedRoster`] and can do nothing; a [`VerifiedRoster`] is proof.
//!
//! ```text
//! janynda-roster-v1
//! deployment almaty-1
//! version 7
//! issued 2026-11-24
//! not-after 2027-02-20
//! counsellor alias=aigul recipient=age1… languages=kk,ru audiences=adult,minor duty=mon-fri/09:00-18:00 role=lead since=2026-11-24
//! recovery recipient=age1…
//! revoked recipient=age1… on=2026-11-01
//! ```
//!
//! One fact a line, in this order; counsellors by alias, recipients by their text; ASCII, LF, one space between words,
//! one LF at the end. Dates are UTC days; the last day is still valid. Duty hours are Asia/Almaty.
//!
//! This room reads no file and no clock, and never prefers an older roster: which one was newest is an argument.

mod content;
mod current;
mod duty;
mod form;
mod lanes;
mod recipient;
mod verified;

#[cfg(test)]
mod tests;

pub use crate::signed::{AuthorityKey, AuthoritySecret, NewAuthority, parse_authorities};
pub use content::{Counsellor, Name, NotAName, Revoked, Role, Roster, may_stand_in_the_audit};
pub use current::CurrentRoster;
pub use duty::{Duty, OnDuty, Shift};
pub use lanes::LaneRecipients;
pub use recipient::{NotARecipient, Recipient};
pub use verified::{UntrustedRoster, VerifiedRoster, sign};

use crate::signed;
use crate::vocab::Lane;

/// What desk and audit call whoever holds a recovery key; the roster gives it no name.
pub const RECOVERY: &str = "recovery";
/// The largest roster, in bytes: some 250 counsellors. Larger files are not read.
pub const MAX_BYTES: usize = 64 * 1024;
/// The longest a roster is valid, in days: a forgotten roster must not seal to people who left long ago.
pub const MAX_DAYS: i32 = 90;
/// The fewest recipients: with one, a lost key loses every waiting request.
pub const MIN_RECIPIENTS: usize = 2;
/// The most recipients of one lane, so that every envelope fits 8 KiB.
pub const MAX_IN_LANE: usize = 32;

/// Why a roster is refused. `found` is cut short and never a secret key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not read at all.
    #[error("the roster has {size} bytes, at most {limit} are allowed")]
    TooLarge {
        /// Bytes found.
        size: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// A line is not what stands there in a roster.
    #[error("roster line {line}: expected {expected}, found {found}")]
    Line {
        /// Line, counted from 1.
        line: usize,
        /// What should stand there.
        expected: &'static str,
        /// What stands there, cut short.
        found: String,
    },
    /// A recipient that parses but cannot be sealed to.
    #[error("roster line {line}: nobody can seal to this recipient")]
    UnusableRecipient {
        /// Line in the canonical text, counted from 1.
        line: usize,
    },
    /// One recipient stands twice: one person would count as two.
    #[error("a recipient stands in the roster twice")]
    SameRecipient,
    /// A counsellor who could not be told from the recovery key in the audit.
    #[error("no counsellor may be called `{RECOVERY}`: the audit calls the recovery key so")]
    ReservedName,
    /// A recipient is listed and revoked.
    #[error("a recipient is listed and revoked in the same roster")]
    StillListed,
    /// Too few people could read.
    #[error("the roster has {found} recipients, at least {wanted} are needed")]
    TooFewRecipients {
        /// Counsellors and recovery recipients together.
        found: usize,
        /// How many are needed.
        wanted: usize,
    },
    /// Nobody could open requests if every counsellor lost her key.
    #[error("the roster has no recovery recipient, at least one is needed")]
    NoRecovery,
    /// More than an envelope holds.
    #[error("lane {lane} has {found} recipients, at most {limit} fit")]
    TooManyInLane {
        /// The lane.
        lane: Lane,
        /// Recipients it would have.
        found: usize,
        /// How many fit.
        limit: usize,
    },
    /// Valid for too long, or never.
    #[error("the roster is valid for {days} days, expected 0 to {limit}")]
    Validity {
        /// Days from issue to the last day.
        days: i32,
        /// The most allowed.
        limit: i32,
    },
    /// Not signed by the authority, or not these bytes.
    #[error("{}", of_the_roster(.0))]
    Signature(#[from] signed::Error),
    /// Made for another installation.
    #[error("the roster is for deployment {found}, expected {wanted}")]
    OtherDeployment {
        /// The roster's deployment.
        found: String,
        /// Ours.
        wanted: String,
    },
    /// Its last day is over.
    #[error("the roster expired: its last day was {not_after}")]
    Expired {
        /// Its last day.
        not_after: jiff::civil::Date,
    },
    /// Its first day is yet to come.
    #[error("the roster is issued {issued}, which is still to come")]
    FutureDated {
        /// Its first day.
        issued: jiff::civil::Date,
    },
    /// Older than one seen before: somebody who was removed may be in it.
    #[error("the roster has version {found}, but version {known} was seen before")]
    Rollback {
        /// This roster's version.
        found: u32,
        /// The newest seen.
        known: u32,
    },
    /// Two texts were signed with one version.
    #[error("another roster with version {version} was seen before")]
    Contradiction {
        /// The version both carry.
        version: u32,
    },
}

/// What is wrong with the signature, said of the roster.
fn of_the_roster(error: &signed::Error) -> String {
    match error {
        signed::Error::BadSignature => {
            "the roster's signature does not fit: the roster or the signature was changed".into()
        }
        other => format!("the roster: {other}"),
    }
}

/// What stands in a line, for an error: short, printable, and never a secret key that strayed into a roster.
fn excerpt(text: &str) -> String {
    const SHOWN: usize = 40;
    if text.to_ascii_uppercase().contains("SECRET") {
        return "something secret".to_owned();
    }
    let mut shown: String = text.chars().take(SHOWN).flat_map(char::escape_default).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}
