//! Sealing: the only maker of ciphertext that the queue accepts (`threats.md` D3 to D6, D12).
//!
//! A request is sealed with age to the counsellors of its lane and to recovery, in an envelope that tells nothing by
//! its length: the content is padded to 4 KiB and dummy recipients fill it up to 16 stanzas, or to 32. Nobody who
//! holds only the server can open one, we included. In its row it wears a wrap under a key of its day, which ends it
//! for its readers too. The way back to a chat is sealed the other way round: for the server, inside the envelope.
//!
//! What this room does not promise: age does not say who sealed. Whoever knows a counsellor's recipient can seal
//! something to her, so what is opened is unverified content and is shown as such.

pub mod cell;
mod derive;
mod envelope;
mod payload;
mod place;
mod way_back;
mod wrap;

pub use derive::{CodeMac, WithdrawHash, code_mac, receipt_code, request_id, withdraw_hash};
pub use envelope::{Opened, Sealed, open, seal};
pub use way_back::{open_return_address, seal_return_address};
pub use wrap::{Wrapped, rewrap, take_out, wrap};

use crate::roster;

/// Why a request could not be sealed. Carries sizes and counts, never text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The roster is no longer valid.
    #[error("the roster cannot be sealed to: {0}")]
    Roster(#[from] roster::Error),
    /// No counsellor reads this lane; recovery alone would leave it unread.
    /// Which lane is not told: it says something about the person.
    #[error("nobody on the roster serves the lane of a request")]
    NobodyServes,
    /// Fewer readers than the policy asks for.
    #[error("the lane has {found} recipients, policy asks for {wanted}")]
    TooFewRecipients {
        /// Recipients of the lane.
        found: usize,
        /// Recipients asked for.
        wanted: usize,
    },
    /// More than the envelope holds.
    #[error("a request of {size} bytes exceeds the {limit} byte envelope")]
    TooLong {
        /// Bytes the request has.
        size: usize,
        /// Bytes that fit.
        limit: usize,
    },
    /// A day key that is not for this: what is sealed under it would live too long or too short.
    #[error("a {keep} key does not seal this")]
    WrongKey {
        /// What the key keeps.
        keep: &'static str,
    },
    /// age refused, which it does only when the machine has no random bytes or no memory.
    #[error("age could not seal")]
    Age,
}

/// Why something sealed could not be opened. Never repeats what is inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The stored bytes cannot be an envelope of ours.
    #[error("{size} bytes are not an envelope: expected an age file of {least} to {most} bytes")]
    NotAnEnvelope {
        /// Bytes found.
        size: usize,
        /// The smallest envelope.
        least: usize,
        /// The largest envelope.
        most: usize,
    },
    /// The stored bytes cannot be a wrapped request.
    #[error("{size} bytes are not a wrapped request: every one has {wanted}")]
    NotWrapped {
        /// Bytes found.
        size: usize,
        /// Bytes of every wrapped request.
        wanted: usize,
    },
    /// A day key that is not for this.
    #[error("a {keep} key does not open this")]
    WrongKey {
        /// What the key keeps.
        keep: &'static str,
    },
    /// Sealed for another row or another day, or changed. Which of them cannot be told.
    #[error("it does not open here with this day's key")]
    NotHere,
    /// It is sealed to other keys.
    #[error("this identity is not among the recipients")]
    OtherRecipient,
    /// The bytes were changed, cut off or added to.
    #[error("the envelope is damaged")]
    Damaged,
    /// It opened, and is not a request.
    #[error("the envelope does not hold a callback request")]
    OtherMagic,
    /// It opened, and is written in a later form.
    #[error("the request has schema {found}, this program reads {known}")]
    OtherSchema {
        /// The schema found.
        found: u32,
        /// The schema known.
        known: u32,
    },
    /// It opened, and does not read as a request.
    #[error("the request inside the envelope is malformed")]
    Malformed,
    /// The row holds another request than it says.
    #[error("the envelope holds another request than its row says")]
    OtherRequest,
    /// It was sealed for another installation.
    #[error("the request was sealed for another deployment")]
    OtherDeployment,
}
