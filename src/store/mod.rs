//! The database: open cards and the queue of sealed requests.
//!
//! [`Store`] hides an enum of the databases there are; everything above it speaks in rows and changes and never in SQL.
//! This room refuses to see what is in a row: cells and requests come sealed. Its errors carry codes, never values.

mod queue;
mod recent;
mod request;
pub mod ring_file;
pub mod rows;
mod sqlite;
#[cfg(test)]
mod tests;

pub use queue::{
    Actor, AuditRow, Claim, Claimed, Ending, Finding, Held, Hindered, Limit, OldestDays, PACE_HOURS, PaceCount, Ready,
    Rewrap, Scope, Terms, Used,
};
pub use request::{Holder, NewRequest, QueueRow, Status};
pub use rows::{CardRow, Op, Stage, Written};

use crate::alias::Alias;
use crate::clock::Moment;
use crate::roster::Counsellor;
use crate::vocab::CardId;
use recent::{Edit, Recent};

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

/// How a database stands beside this version of the program, seen by a look that changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// There is none, and its folder is there.
    Missing,
    /// There is none, and no folder for it either.
    NoFolder,
    /// It is empty, or lacks migrations of this version: [`Store::ready`] carries them out.
    Older,
    /// It is this version's.
    Ours,
    /// A newer version of this program migrated it.
    Newer,
    /// Another program made it, or somebody changed it by hand.
    Other,
}

/// A database, and the rows of open cards as this node last saw them.
#[derive(Clone)]
pub struct Store {
    backend: Backend,
    recent: Recent,
}

/// The databases there are.
#[derive(Clone)]
enum Backend {
    /// One file, one node.
    Sqlite(sqlite::Sqlite),
}

impl Store {
    /// Takes the address of a database (`sqlite://path`). Opens nothing yet: a database that is not there must not
    /// keep the bot from showing numbers. [`Store::ready`] tells.
    pub fn at(url: &str) -> Result<Store, Error> {
        sqlite::Sqlite::at(url, sqlite::Missing::Create).map(Store::of)
    }

    /// Takes the address of a database that must be there already: whoever only visits must not make an empty one
    /// by a slip in its address.
    pub fn existing(url: &str) -> Result<Store, Error> {
        sqlite::Sqlite::at(url, sqlite::Missing::Refuse).map(Store::of)
    }

    /// Looks at the database of an address. Makes, migrates and changes nothing.
    pub async fn look(url: &str) -> Result<Schema, Error> {
        sqlite::look(url).await
    }

    /// What [`Store::left_to_recovery`] counts, by a look that changes nothing at a database of this version's schema.
    pub async fn look_left_to_recovery(url: &str, counsellors: &[Counsellor], now: Moment) -> Result<u64, Error> {
        sqlite::left_to_recovery(url, counsellors, now).await
    }

    /// The mode of a file of this database that others than its owner may read or write; none when it is its owner's
    /// alone, or missing.
    pub fn open_to_others(url: &str) -> Result<Option<u32>, Error> {
        sqlite::open_to_others(url)
    }

    fn of(sqlite: sqlite::Sqlite) -> Store {
        Store { backend: Backend::Sqlite(sqlite), recent: Recent::default() }
    }

    /// Opens the database and brings its schema up to date. Makes a missing one ([`Store::at`]), for its owner alone.
    pub async fn ready(&self) -> Result<(), Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.ready().await
    }

    /// Every card of a chat, under any of its living aliases. In every list of cards a row that cannot be read
    /// is dropped: it is of no use any more, and must not stand before the others for ever.
    pub async fn cards_of(&self, aliases: &[Alias]) -> Result<Vec<CardRow>, Error> {
        if let Some(rows) = self.recent.cards_of(aliases) {
            return Ok(rows);
        }
        let Backend::Sqlite(sqlite) = &self.backend;
        let rows = sqlite.cards_of(aliases).await?;
        self.recent.keep(aliases, &rows);
        Ok(rows)
    }

    /// The cards of a chat as this node last saw them, without asking the database.
    #[must_use]
    pub fn remembered(&self, aliases: &[Alias]) -> Vec<CardRow> {
        self.recent.cards_of(aliases).unwrap_or_default()
    }

    /// One card, if it is there.
    pub async fn card(&self, id: CardId) -> Result<Option<CardRow>, Error> {
        if let Some(row) = self.recent.card(id) {
            return Ok(Some(row));
        }
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.card(id).await
    }

    /// Cards whose time has come, the longest overdue first.
    pub async fn due_cards(&self, now: Moment, most: u32) -> Result<Vec<CardRow>, Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.due_cards(now, most).await
    }

    /// Cards of epochs before this one, to be re-keyed.
    pub async fn cards_before(&self, epoch: i64, most: u32) -> Result<Vec<CardRow>, Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.cards_before(epoch, most).await
    }

    /// Makes every card that is behind due now: called once at start.
    pub async fn hurry_cards_behind(&self, now: Moment) -> Result<u64, Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.hurry_cards_behind(now).await
    }

    /// What a chat used up today, under its living aliases, newest first.
    pub async fn used(&self, aliases: &[Alias]) -> Result<Used, Error> {
        let Backend::Sqlite(sqlite) = &self.backend;
        sqlite.used(aliases).await
    }

    /// Carries out a change.
    pub async fn write(&self, change: Change) -> Result<Written, Error> {
        let edits: Vec<Edit> = change.ops.iter().filter_map(Edit::of).collect();
        // Whoever stops waiting for the answer leaves the rows forgotten, not wrong.
        let unsure = Unsure { recent: &self.recent, edits: Some(edits) };
        let Backend::Sqlite(sqlite) = &self.backend;
        let written = sqlite.write(change).await?;
        if written == Written::Done {
            unsure.settle();
        }
        Ok(written)
    }
}

/// A change whose end is not known yet: dropped before it is settled, it makes the rows be read again.
struct Unsure<'a> {
    recent: &'a Recent,
    edits: Option<Vec<Edit>>,
}

impl Unsure<'_> {
    fn settle(mut self) {
        self.recent.apply(self.edits.take().unwrap_or_default());
    }
}

impl Drop for Unsure<'_> {
    fn drop(&mut self) {
        if let Some(edits) = &self.edits {
            self.recent.forget(edits);
        }
    }
}
