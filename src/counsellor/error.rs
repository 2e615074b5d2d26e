//! Why a desk did not do what it was asked, and what to do then.

use super::memory;
use crate::audit;
use crate::proof;
use crate::protocol::Code;
use crate::roster;
use crate::seal::OpenError;
use crate::vocab::RequestId;

/// Why it was not done. Never what a person wrote, nor what a desk sent: only which of our own sentences fits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The desk refused.
    #[error("{}", .0.message())]
    Refused(Code),
    /// The desk has a roster without this identity, or the roster it shows is one.
    #[error("this identity is not on the desk's roster")]
    NotOnRoster,
    /// No connection, or one without a valid certificate.
    #[error("the desk cannot be reached")]
    Unreachable,
    /// Connected, and no whole answer in time.
    #[error("the desk did not answer within {seconds} seconds")]
    Silent {
        /// How long it was waited for.
        seconds: u64,
    },
    /// Connected, and broken off before the whole answer was there.
    #[error("the connection was broken off")]
    BrokenOff,
    /// Something in front of the desk answered that it is not there.
    #[error("the desk is not there just now")]
    Away,
    /// It refused for a reason that only a newer program knows.
    #[error("the desk refused for a reason that this program does not know")]
    Newer,
    /// An answer that the API does not describe.
    #[error("what answered does not speak the desk's language")]
    Garbled,
    /// More bytes than any answer has.
    #[error("what answered sent more than {limit} bytes")]
    TooLarge {
        /// The most that is read.
        limit: usize,
    },
    /// It named another address to ask.
    #[error("what answered pointed to another address, and this program did not go there")]
    SentElsewhere,
    /// What it sent as a challenge is not answered.
    #[error("the login was broken off: {0}")]
    Challenge(#[from] proof::Error),
    /// Its roster is none that this program trusts.
    #[error("the desk's roster is refused: {0}")]
    Roster(#[from] roster::Error),
    /// Its audit is not the one that was seen before.
    #[error("the desk's audit is refused: {0}")]
    Audit(#[from] Record),
    /// What this program remembers.
    #[error("{0}")]
    Memory(memory::Unusable),
    /// The request is hers and does not open.
    #[error("the request does not open: {0}")]
    Open(#[from] OpenError),
    /// She opened one that was sealed to others, and it was given back for them.
    #[error("request {id} was not sealed to your identity, and was given back to the queue")]
    GivenBack {
        /// The request.
        id: RequestId,
    },
    /// She opened one that was sealed to others, and holds it still.
    #[error("request {id} was not sealed to your identity, and could not be given back to the queue")]
    NotGivenBack {
        /// The request.
        id: RequestId,
    },
    /// It opened, and names a roster that this program knows to be another.
    #[error("the request was sealed with another roster version {version} than the one verified here")]
    OtherRoster {
        /// The version both carry.
        version: u32,
    },
    /// This machine cannot make a connection.
    #[error("this machine cannot make an encrypted connection")]
    NoConnections,
}

/// What is wrong with a desk's record of what was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Record {
    /// It ends before an entry that was there.
    #[error("it ends at entry {found}, but entry {known} was seen before")]
    Shorter {
        /// Its last entry.
        found: u64,
        /// The last one remembered.
        known: u64,
    },
    /// What it shows does not go on from what was there.
    #[error("what was written up to entry {known} is not what was seen before")]
    Rewritten {
        /// The last entry remembered.
        known: u64,
    },
    /// It is broken in itself.
    #[error("{0}")]
    Broken(#[from] audit::Broken),
}

impl From<memory::Unusable> for Error {
    fn from(unusable: memory::Unusable) -> Error {
        match unusable {
            // Another window of hers was shown another text: the desk is refused, not the memory.
            memory::Unusable::OtherRoster { version } => Error::Roster(roster::Error::Contradiction { version }),
            other => Error::Memory(other),
        }
    }
}

impl Error {
    /// What she can do about it, as whole sentences.
    #[must_use]
    pub const fn advice(&self) -> &'static str {
        match self {
            Error::Refused(code) => code.advice(),
            Error::NotOnRoster => {
                "Your authority adds you by your recipient and signs the roster again; the desk then uses the newest one."
            }
            Error::Unreachable => {
                "Check your network and DESK_ORIGIN. If both are right, the desk's certificate may be wrong: do not go \
                 round it, and call your authority."
            }
            Error::Silent { .. } | Error::BrokenOff => {
                "Try again in a minute and look at the list first. If it stays so, call the operator."
            }
            Error::Away => "It may be starting again. Try again in a minute. If it stays so, call the operator.",
            Error::Newer => "The desk is newer than this program. Ask your authority for the newest one.",
            Error::Garbled | Error::TooLarge { .. } => {
                "Check DESK_ORIGIN, and whether this program has the desk's version. Then call the operator."
            }
            Error::SentElsewhere => "Check DESK_ORIGIN with your authority. Do not follow the other address.",
            Error::Challenge(error) => challenge(*error),
            Error::Roster(error) => roster(error),
            Error::Audit(_) => {
                "Do not act on anything this desk shows. Call your authority now: somebody took back or changed what \
                 was done here, or an old backup was restored. Keep the memory file beside your identity: it is the \
                 evidence."
            }
            Error::Memory(error) => error.advice(),
            Error::GivenBack { .. } => {
                "A colleague who was on the roster before you can open it. Claim another one by its number, as the list \
                 shows it: the next one may be this one again. If it stays in the list, tell your lead its number."
            }
            Error::NotGivenBack { .. } => {
                "Release it, so that a colleague who was on the roster before you can open it; else it waits until your \
                 claim runs out."
            }
            Error::Open(_) => "Release it and tell your lead its number: somebody may have changed the database.",
            Error::OtherRoster { .. } => {
                "Two rosters were signed with one version. Do not act on it; call your authority now."
            }
            Error::NoConnections => "Install this program again, or use another computer.",
        }
    }

    /// The refusal for everything that is not hers.
    pub const NOT_YOURS: Error = Error::Refused(Code::NotYours);
}

const fn challenge(error: proof::Error) -> &'static str {
    match error {
        proof::Error::Expired { .. } | proof::Error::TooFarAhead { .. } => {
            "Set this computer's clock. If it is right, the desk's is wrong: call the operator."
        }
        proof::Error::OtherOrigin | proof::Error::OtherDeployment => {
            "This may be a false desk that passes on another one's challenge. Do not try again; check DESK_ORIGIN and \
             DEPLOYMENT_ID with your authority by phone."
        }
        proof::Error::OtherMagic => {
            "Somebody sent you something else to open, perhaps a stolen request. It was not read out. Call your \
             authority now."
        }
        _ => "Try again. If it stays so, check DESK_ORIGIN with your authority by phone.",
    }
}

const fn roster(error: &roster::Error) -> &'static str {
    match error {
        roster::Error::Expired { .. } => "Ask your authority for a roster that is signed anew.",
        roster::Error::FutureDated { .. } => {
            "Set this computer's clock. If it is right, ask your authority from which day on the roster is valid."
        }
        roster::Error::OtherDeployment { .. } => "Check DESK_ORIGIN and DEPLOYMENT_ID with your authority.",
        _ => {
            "Do not act on anything this desk shows: somebody may have added or brought back a reader. Check \
             ROSTER_AUTHORITY with your authority, by phone."
        }
    }
}
