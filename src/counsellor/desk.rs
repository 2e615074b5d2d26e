//! The desk: what one counsellor sees of the queue, and what she may do with it.
//!
//! Before anything is asked the roster is valid and the audit goes on from what she remembers; a desk that stays open
//! for hours verifies both again. One answer for "there is no such request", "it is in another lane" and "somebody
//! else holds it": a desk is no place to find out what a colleague works on.

use super::line::{Call, read_json};
use super::visit::{Checked, Visit};
use super::{Entry, Error, Hold, Memory};
use crate::clock::Clock;
use crate::protocol::{self, Claimed, Close, Closed, List, MoreClaims, Nothing, Row, paths};
use crate::roster::{Name, Role};
use crate::seal::{self, OpenError, Opened, Sealed};
use crate::signed::AuthorityKey;
use crate::vocab::{DeploymentId, Lane, Origin, Outcome, RequestId};
use age::x25519::Identity;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::Date;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How long one call may take: longer than any answer needs on a slow line, shorter than somebody waits before she
/// presses again.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Seconds after which a desk that stays open verifies roster and audit again.
const AGAIN: i64 = 300;

/// What is needed to sit down at a desk.
pub struct Parts {
    /// Where it is. Nothing is sent anywhere else.
    pub origin: Origin,
    /// Which installation it belongs to.
    pub deployment: DeploymentId,
    /// The authority's keys, as they came with the identity.
    pub authorities: Vec<AuthorityKey>,
    /// Who comes.
    pub identity: Identity,
    /// The time.
    pub clock: Clock,
    /// What is remembered of the visits before.
    pub memory: Memory,
    /// How long one call may take ([`PATIENCE`]).
    pub patience: Duration,
}

/// The open requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// Her own claims first, all of them; then urgent ones, then the longest waiting; last the ones that wait for
    /// another attempt.
    pub entries: Vec<Entry>,
    /// Whether there are more than these.
    pub more: bool,
}

/// How a request ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// For good: its content is gone.
    Closed(Outcome),
    /// Nobody answered; it goes back into the queue for another attempt on this day (UTC).
    TryAgain(Date),
}

impl Ending {
    /// What is written down.
    #[must_use]
    pub const fn outcome(self) -> Outcome {
        match self {
            Ending::Closed(outcome) => outcome,
            Ending::TryAgain(_) => Outcome::TriedNoAnswer,
        }
    }
}

/// One counsellor's desk. `Debug` prints the type name.
pub struct Desk {
    visit: Visit,
    checked: Mutex<Checked>,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Desk")
    }
}

impl Desk {
    /// Logs in, verifies roster and audit, and remembers them.
    pub async fn connect(parts: Parts) -> Result<Desk, Error> {
        let visit = Visit::new(parts)?;
        visit.log_in().await?;
        match visit.check().await {
            Ok(checked) => Ok(Desk { visit, checked: Mutex::new(checked) }),
            Err(refused) => {
                // What was refused is said, whether the desk hears this or not.
                let _ = visit.log_out().await;
                Err(refused)
            }
        }
    }

    /// What was verified last.
    pub fn checked(&self) -> Checked {
        self.checked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The lanes she serves, by the roster.
    pub fn lanes(&self) -> Vec<Lane> {
        self.checked().roster.lanes_of(self.visit.recipient())
    }

    /// What the roster calls her and lets her do; none for a recovery key.
    pub fn place(&self) -> Option<(Name, Role)> {
        let roster = self.checked().roster;
        roster.counsellor(self.visit.recipient()).map(|counsellor| (counsellor.name.clone(), counsellor.role))
    }

    /// Where the desk is.
    pub const fn origin(&self) -> &Origin {
        self.visit.origin()
    }

    /// The open requests she may see.
    pub async fn list(&self) -> Result<Queue, Error> {
        let list: List = self.ask(&Call::get(paths::REQUESTS)).await?;
        Ok(Queue { entries: list.requests.into_iter().map(Entry::from).collect(), more: list.more })
    }

    /// This request, if the list says that it is hers: what she holds is in it however long the queue is.
    pub async fn mine(&self, id: RequestId) -> Result<Entry, Error> {
        let queue = self.list().await?;
        queue.entries.into_iter().find(|entry| entry.id == id && entry.hold().is_some()).ok_or(Error::NOT_YOURS)
    }

    /// Her claim of this request, by the list.
    pub async fn held(&self, id: RequestId) -> Result<Hold, Error> {
        self.mine(id).await?.hold().ok_or(Error::NOT_YOURS)
    }

    /// Claims this request, or the next one. None when no request is waiting for her. It is not read here: what she is
    /// shown was sealed to her, and the audit should say that she read it only when she did.
    pub async fn claim(&self, which: Option<RequestId>) -> Result<Option<Entry>, Error> {
        let path = which.map_or_else(|| paths::CLAIM_NEXT.to_owned(), |id| paths::of(paths::CLAIM, id));
        let claimed: Claimed = self.ask(&Call::post(path, &Nothing {})).await?;
        let claimed = claimed.request.map(Entry::from);
        // What was claimed is hers, and the one she asked for.
        let good = match (claimed, which) {
            (None, which) => which.is_none(),
            (Some(entry), which) => entry.hold().is_some() && which.is_none_or(|id| id == entry.id),
        };
        if good { Ok(claimed) } else { Err(Error::Garbled) }
    }

    /// Holds a claim longer.
    pub async fn extend(&self, hold: Hold) -> Result<Entry, Error> {
        let call = Call::post(paths::of(paths::EXTEND, hold.id), &protocol::Hold { fence: hold.fence });
        let row: Row = self.ask(&call).await?;
        let entry = Entry::from(row);
        if entry.id == hold.id && entry.hold().is_some() { Ok(entry) } else { Err(Error::Garbled) }
    }

    /// Gives it back to the queue.
    pub async fn release(&self, hold: Hold) -> Result<(), Error> {
        self.tell(&Call::post(paths::of(paths::RELEASE, hold.id), &protocol::Hold { fence: hold.fence })).await
    }

    /// Ends it. One that is not genuine is opened first: the way back to its sender, if it has one, tells the desk whom
    /// to mute for today, and nobody else. One that was sealed to others is given back instead: whoever cannot read it
    /// cannot know that it is not genuine.
    pub async fn close(&self, hold: Hold, ending: Ending) -> Result<Closed, Error> {
        let return_address = match ending {
            Ending::Closed(Outcome::NotGenuine) => self.return_address(hold).await?,
            Ending::Closed(_) | Ending::TryAgain(_) => None,
        };
        let next_attempt = match ending {
            Ending::TryAgain(day) => Some(day),
            Ending::Closed(_) => None,
        };
        let close = Close { fence: hold.fence, outcome: ending.outcome(), next_attempt, return_address };
        self.ask(&Call::post(paths::of(paths::CLOSE, hold.id), &close)).await
    }

    /// The sealed request, exactly as it was sealed.
    pub async fn fetch(&self, hold: Hold) -> Result<Sealed, Error> {
        let path = format!("{}?fence={}", paths::of(paths::BLOB, hold.id), hold.fence);
        self.in_order().await?;
        Ok(Sealed::from_age_file(self.visit.send(&Call::get_sealed(path)).await?)?)
    }

    /// Fetches and opens it here. Refuses one that names a roster which cannot be the one verified here. One that was
    /// sealed to others is given back for them.
    pub async fn open(&self, hold: Hold) -> Result<Opened, Error> {
        let sealed = self.fetch(hold).await?;
        let opened = match seal::open(&sealed, self.visit.identity(), &hold.id, self.visit.deployment()) {
            Err(OpenError::OtherRecipient) => return Err(self.give_back(hold).await),
            opened => opened?,
        };
        if opened.roster.contradicts(self.checked().roster.mark()) {
            return Err(Error::OtherRoster { version: opened.roster.version });
        }
        Ok(opened)
    }

    /// Lets a counsellor claim more in this hour: only a lead may.
    pub async fn allow(&self, name: &Name, more: u32) -> Result<(), Error> {
        self.tell(&Call::post(paths::MORE_CLAIMS, &MoreClaims { name: name.to_string(), more })).await
    }

    /// Ends the session.
    pub async fn leave(self) -> Result<(), Error> {
        self.visit.log_out().await
    }

    async fn give_back(&self, hold: Hold) -> Error {
        match self.release(hold).await {
            Ok(()) => Error::GivenBack { id: hold.id },
            Err(_) => Error::NotGivenBack { id: hold.id },
        }
    }

    async fn return_address(&self, hold: Hold) -> Result<Option<String>, Error> {
        match self.open(hold).await {
            Ok(opened) => Ok(opened.request.return_address.map(|address| STANDARD.encode(address.bytes()))),
            // What is sealed to her and is no request can be ended as not genuine all the same.
            Err(Error::Open(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }

    async fn ask<T: serde::de::DeserializeOwned>(&self, call: &Call) -> Result<T, Error> {
        self.in_order().await?;
        read_json(&self.visit.send(call).await?)
    }

    async fn tell(&self, call: &Call) -> Result<(), Error> {
        self.in_order().await?;
        self.visit.send(call).await.map(drop)
    }

    /// Everything that must be in order before the desk is asked for anything.
    async fn in_order(&self) -> Result<(), Error> {
        let (checked, now) = (self.checked(), self.visit.now());
        let is_fresh = checked.at <= now && now < checked.at.plus(AGAIN);
        if is_fresh && checked.roster.check_date(now).is_ok() {
            return Ok(());
        }
        let again = self.visit.check().await?;
        *self.checked.lock().unwrap_or_else(PoisonError::into_inner) = again;
        Ok(())
    }
}
