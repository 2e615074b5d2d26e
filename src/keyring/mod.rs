//! The key ring: epochs that ratchet forward, one a day, never back, and the keys each day leaves behind (`threats.md`
//! D2).
//!
//! An epoch's key is made from the one before and the one before is forgotten, so that whoever takes the ring today
//! cannot tell which chat had which alias three days ago. At most two epochs live, today's and yesterday's. Each epoch
//! leaves three day keys ([`Keep`]): under them stand the requests of that day, and when a key's days are over it is
//! destroyed, and with it what it kept, in every backup too. Because day keys come from the epoch, two nodes that
//! ratchet apart hold the same ones; because they are kept on their own, the epoch need not be.
//!
//! The ring also keeps the newest roster ever seen and when the newest hotline file was signed: it stands outside the
//! database, so that restoring a backup of the database cannot bring back a counsellor who was removed, and a restart
//! cannot bring back a number that was mended.
//!
//! This room never reads a file, a clock or random bytes, never prints a key, and never ratchets over a clock that
//! looks wrong: it says so, and the service shows hotlines only until the operator decides.

mod cells;
mod day;
mod epoch;
mod form;
mod shared;

#[cfg(test)]
mod tests;

pub use cells::CellKey;
pub use day::{DayKey, DayPurpose, Keep};
pub use epoch::{EpochKey, Purpose};
pub use shared::SharedRing;

use crate::clock::Moment;
use crate::vocab::{DeploymentId, RosterMark};
use day::DayKeys;
use jiff::Timestamp;
use std::ops::RangeInclusive;
use zeroize::Zeroizing;

/// Today and yesterday: a card that was opened a minute before midnight is still found.
const ALIVE: usize = 2;

/// The most days the clock may have moved since the last ratchet. A weekend without power is three days: then a
/// person should look at the clock before keys are destroyed.
pub const MOST_EPOCHS_AHEAD: i64 = 2;

/// Why a ring cannot be read. Numbers and positions only: a ring is made of secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The file is far larger than any ring.
    #[error("the key ring has {size} bytes, at most {limit} are allowed")]
    TooLarge {
        /// Bytes found.
        size: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// The first line is not that of a ring this version knows.
    #[error("this is not a key ring of a version this program knows")]
    OtherVersion,
    /// The checksum is missing or wrong: half-written, cut off or changed.
    #[error("the key ring is damaged or cut off: its checksum does not fit")]
    Damaged,
    /// The ring belongs to another installation.
    #[error("the key ring belongs to another deployment")]
    OtherDeployment,
    /// A line is not what stands there in a ring.
    #[error("line {line} of the key ring: expected {expected}")]
    Line {
        /// Line, counted from 1.
        line: usize,
        /// What should stand there.
        expected: &'static str,
    },
    /// The sections do not go back equally far, though they are made and destroyed together.
    #[error("the key ring has {found} {keep} keys, a ring of its age has {wanted}")]
    DaysMissing {
        /// The section.
        keep: &'static str,
        /// Keys found.
        found: usize,
        /// Keys that should be there.
        wanted: usize,
    },
    /// The sections of days and the epochs contradict one another.
    #[error("the number of epochs in the key ring is not that of a ring of its age")]
    EpochsMissing,
}

/// What [`KeyRing::advance`] did. After `Ratcheted` the ring must be written before its keys are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Advance {
    /// It is still the day of the newest epoch.
    Unchanged,
    /// A new day: the ring changed and the oldest epoch is gone.
    Ratcheted,
}

/// Why the ring does not follow the clock. Until the operator decides, there are hotlines only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The clock shows a day before the newest epoch.
    #[error("the clock is {days} days behind the key ring")]
    ClockBack {
        /// How many days behind.
        days: i64,
    },
    /// The clock jumped further than [`MOST_EPOCHS_AHEAD`].
    #[error("the clock is {epochs} epochs ahead of the key ring, at most {MOST_EPOCHS_AHEAD} are followed")]
    ClockAhead {
        /// How many epochs ahead.
        epochs: i64,
    },
}

/// What [`KeyRing::remember_roster`] or [`KeyRing::remember_hotlines`] did. After `Raised` the ring must be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Remembered {
    /// This one, or a newer one, was already known.
    Unchanged,
    /// The mark moved up.
    Raised,
}

/// The keys of one deployment. No `Debug`, no `Clone`: there is one, and nobody prints it.
pub struct KeyRing {
    deployment: DeploymentId,
    roster: Option<RosterMark>,
    hotlines: Option<Timestamp>,
    /// Newest first, one or two, each a day older than the one before it.
    epochs: Vec<EpochKey>,
    days: DayKeys,
}

impl KeyRing {
    /// A new ring whose first epoch is the day of `now`. `seed` are 32 fresh random bytes; they are not kept.
    #[must_use]
    pub fn create(deployment: DeploymentId, now: Moment, seed: [u8; 32]) -> KeyRing {
        let seed = Zeroizing::new(seed);
        let (mut epochs, mut days) = (no_epochs(), DayKeys::none());
        let first = EpochKey::first(now.day(), &seed);
        days.follow(&first, 0);
        epochs.push(first);
        KeyRing { deployment, roster: None, hotlines: None, epochs, days }
    }

    /// Reads a ring as [`KeyRing::to_bytes`] wrote it, and nothing else.
    pub fn parse(bytes: &[u8], deployment: &DeploymentId) -> Result<KeyRing, Error> {
        form::parse(bytes, deployment)
    }

    /// The ring as a file (0600, outside the database and its backups). The buffer is zeroed on drop.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        form::write(self)
    }

    /// Follows the clock: nothing on the same day, a ratchet on one of the next two, a refusal otherwise.
    pub fn advance(&mut self, now: Moment) -> Result<Advance, Refusal> {
        let behind = self.days_behind(now)?;
        Ok(self.ratchet(behind))
    }

    /// Follows the clock by one day at most, so that whoever slept over two midnights can put what stands under the
    /// older day's key under the newer one's before the older is forgotten. Called again until it is `Unchanged`.
    pub fn advance_a_day(&mut self, now: Moment) -> Result<Advance, Refusal> {
        let behind = self.days_behind(now)?;
        Ok(self.ratchet(behind.min(1)))
    }

    /// How many days [`KeyRing::advance`] would follow the clock, or why it would not.
    pub fn days_behind(&self, now: Moment) -> Result<i64, Refusal> {
        match self.days_since_newest(now) {
            days if days < 0 => Err(Refusal::ClockBack { days: days.saturating_neg() }),
            epochs if epochs > MOST_EPOCHS_AHEAD => Err(Refusal::ClockAhead { epochs }),
            epochs => Ok(epochs),
        }
    }

    /// Follows a clock that jumped ahead, because the operator says that the clock is right. Still never goes back:
    /// a key that is gone is gone. Follows at most [`KeyRing::MOST_EPOCHS_ON_WORD`] at once.
    pub fn advance_on_operators_word(&mut self, now: Moment) -> Result<Advance, Refusal> {
        match self.days_since_newest(now) {
            epochs if epochs > KeyRing::MOST_EPOCHS_ON_WORD => Err(Refusal::ClockAhead { epochs }),
            epochs if epochs > 0 => Ok(self.ratchet(epochs)),
            _ => self.advance(now),
        }
    }

    /// Ten years: longer than any machine stands in a cupboard, and the ratchet still takes milliseconds.
    pub const MOST_EPOCHS_ON_WORD: i64 = 3653;

    /// The living epochs, newest first: one on the first day, then two. Lookups try each in this order.
    #[must_use]
    pub fn epoch_keys(&self) -> &[EpochKey] {
        &self.epochs
    }

    /// Today's key: what new rows and aliases use.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "a ring is never without an epoch")]
    pub fn newest(&self) -> &EpochKey {
        self.epochs.first().expect("a ring is made with one epoch and `ratchet` and `parse` keep one at least")
    }

    /// The living key of one day, which may be today. None before the ring's first day, after today, and when the
    /// key's days are over: then what it kept is unreadable for ever.
    #[must_use]
    pub fn day_key(&self, keep: Keep, day: i64) -> Option<&DayKey> {
        self.day_keys(keep).iter().find(|key| key.day() == day)
    }

    /// The living keys of one kind, newest first: today's, then one a day without gaps, at most [`Keep::days`].
    #[must_use]
    pub fn day_keys(&self, keep: Keep) -> &[DayKey] {
        self.days.of(keep)
    }

    /// Today's key of one kind: what is new is sealed under it, and its day goes into the row. It is the day of the
    /// newest epoch, not of the clock, so that whoever holds this ring finds the key again.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "a ring is never without a key of the newest epoch")]
    pub fn newest_day_key(&self, keep: Keep) -> &DayKey {
        self.day_keys(keep).first().expect("`create` and `ratchet` make it and `parse` refuses a ring without it")
    }

    /// The days whose keys of one kind live, oldest to newest: for the operator, who sees no key.
    #[must_use]
    pub fn days_kept(&self, keep: Keep) -> RangeInclusive<i64> {
        self.days.days(keep, self.newest().epoch())
    }

    /// The installation this ring belongs to.
    #[must_use]
    pub const fn deployment(&self) -> &DeploymentId {
        &self.deployment
    }

    /// The newest roster ever verified here, if any.
    pub const fn roster_mark(&self) -> Option<RosterMark> {
        self.roster
    }

    /// Remembers a roster after its full verification. Never moves down.
    pub fn remember_roster(&mut self, mark: RosterMark) -> Remembered {
        if self.roster.is_some_and(|known| known.version >= mark.version) {
            return Remembered::Unchanged;
        }
        self.roster = Some(mark);
        Remembered::Raised
    }

    /// When the newest hotline file ever verified here was signed, if there was one.
    pub const fn hotlines_mark(&self) -> Option<Timestamp> {
        self.hotlines
    }

    /// Remembers when a hotline file was signed, after its full verification. Never moves down.
    pub fn remember_hotlines(&mut self, signed: Timestamp) -> Remembered {
        if self.hotlines.is_some_and(|known| known >= signed) {
            return Remembered::Unchanged;
        }
        self.hotlines = Some(signed);
        Remembered::Raised
    }

    fn days_since_newest(&self, now: Moment) -> i64 {
        now.day().saturating_sub(self.newest().epoch())
    }

    fn ratchet(&mut self, steps: i64) -> Advance {
        for left in (0..steps).rev() {
            let next = self.newest().next();
            self.days.follow(&next, left);
            self.epochs.truncate(ALIVE - 1);
            self.epochs.insert(0, next);
        }
        if steps == 0 { Advance::Unchanged } else { Advance::Ratcheted }
    }
}

/// Room for all of them from the start: growing would leave copies of keys behind.
fn no_epochs() -> Vec<EpochKey> {
    Vec::with_capacity(ALIVE)
}
