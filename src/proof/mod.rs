//! Login by proof of possession: only who holds a counsellor's age identity can answer (`threats.md` D9).
//!
//! The desk seals a challenge to the counsellor's recipient; she opens it and sends back an HMAC under the nonce that
//! was inside. She never sends what she opened: otherwise somebody who stole a sealed request could hand it to her as
//! a challenge and have it read to him. For the same reason nothing is taken for a challenge that does not begin with
//! the login's own first line, and no challenge of another desk, deployment or attempt is answered.
//!
//! What this room does not do: it keeps nothing, so that using a challenge once is the caller's work, and it does not
//! know who is on the roster; for a recipient that is not, the caller seals to [`nobody`], at the same price.

mod challenge;
mod form;

#[cfg(test)]
mod tests;

pub use challenge::{Answer, Challenge, nobody, open_challenge};

/// Seconds a challenge may be answered.
pub const LIFE: i64 = 60;

/// Seconds by which the counsellor's clock may be behind the desk's. Ahead it may be by [`LIFE`].
pub const CLOCKS_APART: i64 = 60;

/// Why a challenge could not be made or is not answered. Repeats nothing that was inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Larger than any challenge, and than anything that is worth opening to find out.
    #[error("{size} bytes are not a challenge, at most {limit} are looked at")]
    TooLarge {
        /// Bytes found.
        size: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// Not an age file, changed, cut off or added to.
    #[error("the challenge is damaged")]
    Damaged,
    /// It is sealed to another key.
    #[error("the challenge is not sealed to this identity")]
    OtherRecipient,
    /// It opened and is something else: whoever sent it wants something else read.
    #[error("what was sent as a challenge is none")]
    OtherMagic,
    /// It begins as a challenge and goes on as none.
    #[error("the challenge is malformed")]
    Malformed,
    /// Another desk made it.
    #[error("the challenge is another desk's")]
    OtherOrigin,
    /// It is for another installation.
    #[error("the challenge is for another deployment")]
    OtherDeployment,
    /// It belongs to another attempt to log in.
    #[error("the challenge belongs to another attempt to log in")]
    OtherSession,
    /// Its minute is over.
    #[error("the challenge ended {seconds} seconds ago, or this machine's clock is ahead")]
    Expired {
        /// How long ago.
        seconds: i64,
    },
    /// It would live longer than a challenge lives.
    #[error("the challenge ends in {seconds} seconds, more than a desk gives, or this machine's clock is behind")]
    TooFarAhead {
        /// How far ahead.
        seconds: i64,
    },
    /// age refused, which it does only when the machine has no random bytes or no memory.
    #[error("age could not seal the challenge")]
    Age,
}
