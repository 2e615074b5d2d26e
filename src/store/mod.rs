//! The database: open cards and the queue of sealed requests.
//!
//! [`Store`] is an enum of the databases there are; everything above it speaks in rows and changes and never in SQL.
//! This room refuses to see what is in a row: cells and requests come sealed. Its errors carry codes, never values.

pub mod ring_file;
pub mod rows;
mod sqlite;
#[cfg(test)]
mod tests;

pub use rows::{CardRow, Holder, NewRequest, Op, QueueRow, Stage, Status, Written};

use crate::alias::Alias;
use crate::clock::Moment;
use crate::seal::Sealed;
use crate::vocab::{CardId, Confirmed, Lane, RequestId, Stored};

/// Why the database did not do it. Codes only: a database error may quote a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The address is none we know.
    #[error("expected a database address like sqlite://janynda.db, found another scheme")]
    Scheme,
    /// It cannot be opened, is full, locked, read-only or corrupt.
    #[error("the database did not answer ({code})")]
    Unavailable {
        /// The database's own code, or a word for what happened.
        code: String,
    },
    /// The file was written by a newer version, or by something else.
    #[error("the database has another schema than this version knows")]
    Schema,
    /// A row holds something no version of ours writes.
    #[error("a row of the database cannot be read ({column})")]
    Row {
        /// The column.
        column: &'static str,
    },
}

/// Whether a commit waits for the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// A power cut may lose the last second of it: open cards.
    Relaxed,
    /// Once answered, it is on the disk: requests.
    Synced,
}

/// Changes that happen together or not at all.
pub struct Change {
    /// In this order.
    pub ops: Vec<Op>,
    /// Whether to wait for the disk.
    pub durability: Durability,
}

/// A database.
#[derive(Clone)]
pub enum Store {
    /// One file, one node.
    Sqlite(sqlite::Sqlite),
}

impl Store {
    /// Takes the address of a database (`sqlite://path`). Opens nothing yet: a database that is not there must not
    /// keep the bot from showing numbers. [`Store::ready`] tells.
    pub fn at(url: &str) -> Result<Store, Error> {
        sqlite::Sqlite::at(url, sqlite::Missing::Create).map(Store::Sqlite)
    }

    /// Takes the address of a database that must be there already: whoever only visits must not make an empty one
    /// by a slip in its address.
    pub fn existing(url: &str) -> Result<Store, Error> {
        sqlite::Sqlite::at(url, sqlite::Missing::Refuse).map(Store::Sqlite)
    }

    /// Opens the database and brings its schema up to date.
    pub async fn ready(&self) -> Result<(), Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.ready().await
    }

    /// Every card of a chat, under any of its living aliases.
    pub async fn cards_of(&self, aliases: &[Alias]) -> Result<Vec<CardRow>, Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.cards_of(aliases).await
    }

    /// One card, if it is there.
    pub async fn card(&self, id: CardId) -> Result<Option<CardRow>, Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.card(id).await
    }

    /// Cards whose time has come, the longest overdue first.
    pub async fn due_cards(&self, now: Moment, most: u32) -> Result<Vec<CardRow>, Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.due_cards(now, most).await
    }

    /// Cards of epochs before this one, to be re-keyed.
    pub async fn cards_before(&self, epoch: i64, most: u32) -> Result<Vec<CardRow>, Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.cards_before(epoch, most).await
    }

    /// Makes every card that is behind due now: called once at start.
    pub async fn hurry_cards_behind(&self, now: Moment) -> Result<u64, Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.hurry_cards_behind(now).await
    }

    /// How many requests these aliases left on this day.
    pub async fn requests_today(&self, aliases: &[Alias]) -> Result<u32, Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.requests_today(aliases).await
    }

    /// Carries out a change.
    pub async fn write(&self, change: Change) -> Result<Written, Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.write(change).await
    }

    /// Evidence that a request stands in the queue, if it does.
    pub async fn has_request(&self, id: RequestId) -> Result<Option<Confirmed<Stored>>, Error> {
        let Store::Sqlite(sqlite) = self;
        Ok(sqlite.queue_row(id).await?.map(|_| Confirmed::by_executor()))
    }

    /// Open requests within `scope`: urgent first, then the longest waiting.
    pub async fn queue(&self, scope: Scope<'_>, most: u32) -> Result<Vec<QueueRow>, Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.queue(scope, most).await
    }

    /// One request's row.
    pub async fn queue_row(&self, id: RequestId) -> Result<Option<QueueRow>, Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.queue_row(id).await
    }

    /// Claims a waiting request, or one whose lease ran out, for `holder` until `lease_until`: the given one, or the
    /// next of the scope. None when there is nothing to claim.
    pub async fn claim(
        &self,
        which: Claim<'_>,
        holder: Holder,
        now: Moment,
        lease_until: Moment,
    ) -> Result<Option<QueueRow>, Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.claim(which, holder, now, lease_until).await
    }

    /// The sealed request, for the counsellor who holds it and nobody else.
    pub async fn fetch(&self, id: RequestId, holder: Holder, now: Moment) -> Result<Option<Sealed>, Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.fetch(id, holder, now).await
    }

    /// Gives a claimed request back. False when `holder` does not hold it.
    pub async fn release(&self, id: RequestId, holder: Holder) -> Result<bool, Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.release(id, holder).await
    }

    /// Closes a claimed request and empties its blob at once. False when `holder` does not hold it.
    pub async fn close(&self, id: RequestId, holder: Holder, outcome: &'static str) -> Result<bool, Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.close(id, holder, outcome).await
    }

    /// Empties what was kept long enough, drops counts of past days, and truncates the write-ahead log. Returns how
    /// many requests expired.
    pub async fn expire(&self, now: Moment) -> Result<u64, Error> {
        let Store::Sqlite(sqlite) = self;
        sqlite.expire(now).await
    }
}

/// What of the queue somebody may see.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// These lanes, and no other.
    pub lanes: &'a [Lane],
    /// What arrived in this hour or later.
    pub since: Moment,
}

/// Which request to claim.
#[derive(Clone, Copy, Debug)]
pub enum Claim<'a> {
    /// This one, if it is within the scope.
    This(RequestId, Scope<'a>),
    /// The next of the scope.
    Next(Scope<'a>),
}
