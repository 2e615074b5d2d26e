//! The queue as the rest of the house sees it: what of it somebody may see, claim and end, and what came of that.

use super::{Backend, Error, Holder, QueueRow, Status, Store};
use crate::audit::{self, Detail, Event};
use crate::clock::Moment;
use crate::roster::{Counsellor, Name};
use crate::seal::{CodeMac, WithdrawHash, Wrapped};
use crate::vocab::{Audience, Confirmed, Lane, Outcome, RequestId, Stored};
use jiff::Timestamp;
use jiff::tz::Offset;

/// A counsellor at work: who, by what name in the audit, and when.
#[derive(Clone, Copy, Debug)]
pub struct Actor<'a> {
    /// Who.
    pub holder: Holder,
    /// Her alias in the roster.
    pub name: &'a Name,
    /// When.
    pub now: Moment,
}

/// What of the queue somebody may see, of what was sealed to her. The roster that a request was sealed to says who can
/// open it; today's says whom she serves. Whatever it says, she sees what she holds.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// Whom she serves, in whatever language.
    pub audiences: &'a [Audience],
    /// What arrived in this hour or later.
    pub since: Moment,
}

impl Scope<'_> {
    /// What of the queue this counsellor may see.
    #[must_use]
    pub fn of(counsellor: &Counsellor) -> Scope<'_> {
        let since = Offset::UTC.to_timestamp(counsellor.since.at(0, 0, 0, 0));
        let since = Moment(since.map_or(i64::MAX, Timestamp::as_second));
        Scope { audiences: &counsellor.audiences, since }
    }
}

/// The oldest days of the key ring's living keys. What is under older ones opens for nobody any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OldestDays {
    /// Of the waiting keys.
    pub waiting: i64,
    /// Of the claimed keys.
    pub claimed: i64,
}

/// Which request to claim.
#[derive(Clone, Copy, Debug)]
pub enum Claim<'a> {
    /// This one, if it is within the scope.
    This(RequestId, Scope<'a>),
    /// The next of the scope.
    Next(Scope<'a>),
}

/// How long a claim holds, and how many are allowed in an hour.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// The claim ends then.
    pub lease_until: Moment,
    /// Claims in one hour; renewing one's own is free.
    pub cap: u32,
}

/// A request that can be handed to whoever claims it.
#[derive(Debug, PartialEq, Eq)]
pub enum Ready {
    /// Its first claim: moved from its waiting key to the claimed key of this day.
    Moved(i64, Wrapped),
    /// It was claimed before, and opens under its claimed key.
    AsItIs,
}

/// Why a request cannot be handed to anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindered {
    /// For ever: its key is gone.
    KeyGone,
    /// For ever: it is not what was put there.
    Damaged,
    /// At the moment nothing can be: the ring is laid aside, or the machine gave no random bytes.
    NotNow,
}

/// Makes a request ready for whoever claims it. Called inside the claim's transaction.
pub type Rewrap<'a> = &'a (dyn Fn(&QueueRow, &Wrapped) -> Result<Ready, Hindered> + Send + Sync);

/// What a claim came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Claimed {
    /// It is hers.
    Row(QueueRow),
    /// Nothing to be claimed there.
    Nothing,
    /// She claimed as many as an hour allows; whether there is a next one was not looked at. The first time in an hour
    /// it was noted.
    OverCap,
    /// The one that was named is there to be claimed, and nobody can open it any more.
    Lost,
    /// Nothing can be claimed at the moment.
    NotNow,
}

/// What an action on a claimed request came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Held<T> {
    /// Done.
    Done(T),
    /// She does not hold it; or there is no such request.
    NotHeld,
    /// She holds it anew since: the number she came with is an older one.
    Stale,
}

/// How a claim ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// For good, and the blob is emptied at once.
    Final(Outcome),
    /// Nobody answered; back into the queue until this UTC day.
    TryAgain {
        /// The day of the next attempt.
        day: i64,
    },
}

/// By what a person finds her request.
#[derive(Clone, Copy)]
pub enum Finding<'a> {
    /// By what is derived from its secret.
    Secret(&'a WithdrawHash),
    /// By its code, under each living return key.
    Code(&'a [CodeMac]),
}

/// What an alias used up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// Requests under the first alias.
    pub requests: u32,
    /// Tries of a code under any of them.
    pub tries: u32,
    /// Whether one of them is muted.
    pub muted: bool,
}

/// What is counted against an alias.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// A request entered the queue.
    Request,
    /// A code was tried.
    Try,
    /// A counsellor found a request of it not genuine.
    Mute,
}

impl Limit {
    /// The word in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Limit::Request => "request",
            Limit::Try => "try",
            Limit::Mute => "mute",
        }
    }
}

/// How many requests of a lane came to an answer, and after how many hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaceCount {
    /// The lane.
    pub lane: Lane,
    /// Answered within so many hours, one of [`PACE_HOURS`]; none for those that nobody answered in time or at all.
    pub within: Option<u16>,
    /// How many.
    pub count: u64,
}

/// The steps in which the time to an answer is counted: hours.
pub const PACE_HOURS: [u16; 8] = [1, 2, 4, 8, 24, 48, 96, 168];

/// A link of the audit's chain as the database holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// The chain up to and with this entry.
    pub head: audit::Head,
    /// What is chained: the entry's hour since 1970 UTC, …
    pub hour: i64,
    /// … and the digest of its line.
    pub digest: [u8; 32],
    /// The line itself, until it is 400 days old.
    pub line: Option<String>,
}

impl AuditRow {
    /// The row as the audit checks it.
    #[must_use]
    pub fn link(&self) -> audit::Link<'_> {
        audit::Link { hour: self.hour, digest: self.digest, line: self.line.as_deref() }
    }
}

impl Store {
    /// Evidence that a request stands in the queue, if it does; ended ones do not.
    pub async fn has_request(&self, id: RequestId) -> Result<Option<Confirmed<Stored>>, Error> {
        let row = self.queue_row(id).await?;
        let open = row.filter(|row| matches!(row.status, Status::Waiting | Status::Claimed));
        Ok(open.map(|_| Confirmed::by_executor()))
    }

    /// Open requests within `scope` that were sealed to `holder`, and whatever she holds. That comes first, so that no
    /// number of others pushes it off the end; of the rest, what is to be tried again on a later day comes last, else
    /// urgent first, then the longest waiting. A row that cannot be read is passed over.
    pub async fn queue(
        &self,
        scope: Scope<'_>,
        holder: Holder,
        now: Moment,
        most: u32,
    ) -> Result<Vec<QueueRow>, Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.queue(scope, holder, now, most).await
    }

    /// How many requests wait that are shown to none of these counsellors: of all they were sealed to, the recovery
    /// key alone is left to open them.
    pub async fn left_to_recovery(&self, counsellors: &[Counsellor], now: Moment) -> Result<u64, Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.left_to_recovery(counsellors, now).await
    }

    /// One request's row.
    pub async fn queue_row(&self, id: RequestId) -> Result<Option<QueueRow>, Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.queue_row(id).await
    }

    /// The request a person asks for, also when it ended.
    pub async fn find(&self, finding: Finding<'_>) -> Result<Option<QueueRow>, Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.find(finding).await
    }

    /// Claims a waiting request, one whose lease ran out, or her own again: the given one, or the next of the scope
    /// that somebody can open. The first claim puts the blob under the claimed key, in the same transaction.
    pub async fn claim(
        &self,
        which: Claim<'_>,
        actor: Actor<'_>,
        terms: Terms,
        rewrap: Rewrap<'_>,
    ) -> Result<Claimed, Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.claim(which, actor, terms, rewrap).await
    }

    /// Holds a claim for longer, as long as it has not run out.
    pub async fn extend(
        &self,
        id: RequestId,
        actor: Actor<'_>,
        fence: i64,
        until: Moment,
    ) -> Result<Held<QueueRow>, Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.extend(id, actor, fence, until).await
    }

    /// The sealed request, for the counsellor who holds it now and nobody else.
    pub async fn fetch(&self, id: RequestId, actor: Actor<'_>, fence: i64) -> Result<Held<(QueueRow, Wrapped)>, Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.fetch(id, actor, fence).await
    }

    /// Gives a claimed request back.
    pub async fn release(&self, id: RequestId, actor: Actor<'_>, fence: i64) -> Result<Held<QueueRow>, Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.release(id, actor, fence).await
    }

    /// Ends a claim; one that ends for good is emptied at once. Returns the row as it was before.
    pub async fn close(
        &self,
        id: RequestId,
        actor: Actor<'_>,
        fence: i64,
        ending: Ending,
    ) -> Result<Held<QueueRow>, Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.close(id, actor, fence, ending).await
    }

    /// Allows a counsellor so many claims more in this hour, on a lead's word.
    pub async fn allow_more(&self, lead: Actor<'_>, holder: Holder, name: &Name, more: u32) -> Result<(), Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.allow_more(lead, holder, name, more).await
    }

    /// Empties what was kept long enough or is under no living key, drops tombstones, counts and audit lines past their
    /// days, and truncates the write-ahead log. Returns how many requests expired.
    pub async fn expire(&self, now: Moment, living: OldestDays) -> Result<u64, Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.expire(now, living).await
    }

    /// How long requests took to an answer since this UTC day, lane by lane.
    pub async fn paces(&self, since: i64) -> Result<Vec<PaceCount>, Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.paces(since).await
    }

    /// Writes one entry to the audit.
    pub async fn note(&self, event: Event, who: Option<&Name>, detail: Detail, now: Moment) -> Result<(), Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.note(event, who, detail, now).await
    }

    /// Writes what the service did itself to the audit, unless the newest entry of this event says the same already:
    /// a restart is no news.
    pub async fn note_news(&self, event: Event, detail: Detail, now: Moment) -> Result<(), Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.note_news(event, detail, now).await
    }

    /// The audit's newest head.
    pub async fn audit_head(&self) -> Result<audit::Head, Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.audit_head().await
    }

    /// The links of the audit after entry `number`, oldest first.
    pub async fn audit_after(&self, number: u64, most: u32) -> Result<Vec<AuditRow>, Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.audit_after(number, most).await
    }
}
