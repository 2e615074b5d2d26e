//! The desk: what one counsellor sees of the queue, and what she may do with it.
//!
//! The lanes come from the signed roster and from nothing else; the database is asked for those lanes only, and hands
//! a sealed request to whoever holds it and nobody else. One answer for "there is no such request", "it is in another
//! lane" and "somebody else holds it": a desk is no place to find out what a colleague works on.

use super::identity;
use crate::clock::{Clock, Moment};
use crate::roster::{self, Recipient, VerifiedRoster};
use crate::seal::{self, OpenError, Opened, Sealed};
use crate::store::{self, Claim, Holder, QueueRow, Scope, Status, Store};
use crate::vocab::{Lane, Outcome, RequestId};
use age::x25519::Identity;
use jiff::civil::Date;
use jiff::tz::Offset;
use sha2::{Digest, Sha256};
use std::fmt;

/// Seconds a claim holds: two hours. Long enough to try the number again later in the same safe part of the day;
/// short enough that what somebody claimed before her bus home can be taken by the next on duty the same evening.
pub const LEASE: i64 = 2 * 3600;

/// The longest list: far more than a team answers in a day, and still shown at once.
const MOST: u32 = 500;

/// Why the desk did not do it. Never what a person wrote, nor whose request it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The identity opens no lane of this roster.
    #[error("this identity is not on the roster")]
    NotOnRoster,
    /// There is no such request, or not in her lanes, or somebody else holds it; which of them is not told.
    #[error("this request is not yours")]
    NotYours,
    /// The roster is no longer valid, or not yet.
    #[error("{0}")]
    Roster(#[from] roster::Error),
    /// The database.
    #[error("{0}")]
    Store(#[from] store::Error),
    /// It is hers and does not open.
    #[error("the request does not open: {0}")]
    Open(#[from] OpenError),
    /// It opened, and names a roster that this desk knows to be another.
    #[error("the request was sealed with another roster version {version} than the one verified here")]
    OtherRoster {
        /// The version both carry.
        version: u32,
    },
}

impl Error {
    /// What she can do about it, as whole sentences.
    #[must_use]
    pub const fn advice(&self) -> &'static str {
        match self {
            Error::NotOnRoster => {
                "Your authority adds you by your recipient and signs the roster again; take the newest roster."
            }
            Error::NotYours => {
                "The list shows what you can claim. What you hold must be claimed again after two hours."
            }
            Error::Roster(_) => "Ask your authority for a roster that is signed anew.",
            Error::Store(_) => "Nothing was changed. Check the database's address and try again in a moment.",
            Error::Open(OpenError::OtherRecipient) => {
                "It was sealed before you were on the roster. Release it, so that a colleague can open it."
            }
            Error::Open(_) => "Release it and tell your lead its number: somebody may have changed the database.",
            Error::OtherRoster { .. } => {
                "Two rosters were signed with one version. Do not act on it; call your authority now."
            }
        }
    }
}

/// One line of the list: what the database knows about an open request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The request.
    pub id: RequestId,
    /// Adult or minor, language.
    pub lane: Lane,
    /// Whether somebody should call at once.
    pub urgent: bool,
    /// When it arrived, to the hour.
    pub arrived: Moment,
    /// Whether it can be claimed.
    pub standing: Standing,
}

/// Whose a request is, as this counsellor may know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody's: it can be claimed. Also when a claim ran out.
    Waiting,
    /// Hers.
    Mine {
        /// Until then.
        until: Moment,
    },
    /// Somebody else's; whose and for how long is not told.
    Taken,
}

/// One counsellor's desk. `Debug` prints the type name.
pub struct Desk {
    store: Store,
    roster: VerifiedRoster,
    identity: Identity,
    clock: Clock,
    holder: Holder,
    lanes: Vec<Lane>,
    since: Moment,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Desk")
    }
}

impl Desk {
    /// A desk for whoever `identity` is in `roster`, which also names the deployment. A recovery key sees every
    /// served lane from the beginning.
    pub fn new(store: Store, roster: VerifiedRoster, identity: Identity, clock: Clock) -> Result<Desk, Error> {
        // A key of this form always has a recipient of this form.
        let recipient = identity::recipient(&identity).map_err(|_| Error::NotOnRoster)?;
        let lanes = roster.lanes_of(&recipient);
        if lanes.is_empty() {
            return Err(Error::NotOnRoster);
        }
        let since = roster.counsellor(&recipient).map_or(Moment(0), |counsellor| midnight(counsellor.since));
        Ok(Desk { store, roster, identity, clock, holder: holder(&recipient), lanes, since })
    }

    /// The lanes she serves.
    pub fn lanes(&self) -> &[Lane] {
        &self.lanes
    }

    /// Every open request she may see: urgent first, then the longest waiting.
    pub async fn list(&self) -> Result<Vec<Entry>, Error> {
        let now = self.now()?;
        let rows = self.store.queue(self.scope(), MOST).await?;
        Ok(rows.iter().map(|row| self.entry(row, now)).collect())
    }

    /// Claims this request, or the next one, for [`LEASE`] seconds; claiming her own again renews it. None when no
    /// request is waiting for her.
    pub async fn claim(&self, which: Option<RequestId>) -> Result<Option<Entry>, Error> {
        let now = self.now()?;
        let claim = which.map_or(Claim::Next(self.scope()), |id| Claim::This(id, self.scope()));
        let claimed = self.store.claim(claim, self.holder, now, now.plus(LEASE)).await?;
        match (claimed, which) {
            (Some(row), _) => Ok(Some(self.entry(&row, now))),
            (None, None) => Ok(None),
            (None, Some(_)) => Err(Error::NotYours),
        }
    }

    /// The sealed request, exactly as it was sealed, if she holds it.
    pub async fn fetch(&self, id: RequestId) -> Result<Sealed, Error> {
        let now = self.now()?;
        self.store.fetch(id, self.holder, now).await?.ok_or(Error::NotYours)
    }

    /// Fetches and opens it here. Refuses one that names a roster which cannot be the one verified here.
    pub async fn open(&self, id: RequestId) -> Result<Opened, Error> {
        let sealed = self.fetch(id).await?;
        let opened = seal::open(&sealed, &self.identity, &id, self.roster.deployment())?;
        if opened.roster.contradicts(self.roster.mark()) {
            return Err(Error::OtherRoster { version: opened.roster.version });
        }
        Ok(opened)
    }

    /// Gives it back to the queue.
    pub async fn release(&self, id: RequestId) -> Result<(), Error> {
        self.now()?;
        if self.store.release(id, self.holder).await? { Ok(()) } else { Err(Error::NotYours) }
    }

    /// Ends it; its sealed content leaves the live database at once.
    pub async fn close(&self, id: RequestId, outcome: Outcome) -> Result<(), Error> {
        self.now()?;
        if self.store.close(id, self.holder, outcome.name()).await? { Ok(()) } else { Err(Error::NotYours) }
    }

    /// The time, as long as the roster is valid: a desk that stays open for days asks before everything it does.
    fn now(&self) -> Result<Moment, Error> {
        let now = self.clock.now();
        self.roster.check_date(now)?;
        Ok(now)
    }

    fn scope(&self) -> Scope<'_> {
        Scope { lanes: &self.lanes, since: self.since }
    }

    fn entry(&self, row: &QueueRow, now: Moment) -> Entry {
        let standing = match (row.status, row.holder, row.lease_until) {
            (Status::Claimed, Some(holder), Some(until)) if until > now => {
                if holder == self.holder {
                    Standing::Mine { until }
                } else {
                    Standing::Taken
                }
            }
            _ => Standing::Waiting,
        };
        Entry { id: row.id, lane: row.lane, urgent: row.urgent, arrived: row.arrived, standing }
    }
}

/// Who holds a request, in the database: says nothing to whoever does not have the roster.
fn holder(recipient: &Recipient) -> Holder {
    let hash = Sha256::digest(recipient.as_str());
    let mut short = [0; 16];
    short.copy_from_slice(&hash[..16]);
    Holder(short)
}

/// The first second of a roster's day (UTC).
fn midnight(day: Date) -> Moment {
    Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).map_or(Moment(i64::MAX), |start| Moment(start.as_second()))
}
