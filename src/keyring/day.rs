//! The keys that each day leaves behind: one for what waits, one for what is claimed, one for the way back.

use super::epoch::{EpochKey, expand};
use super::{CellKey, Error};
use crate::vocab::{CLAIMED_DAYS, RETURN_DAYS, UNCLAIMED_DAYS};
use std::ops::RangeInclusive;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// What a day's key keeps readable, and so for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Keep {
    /// A request nobody has claimed yet, from the day it was sent.
    Waiting,
    /// A request from the day of its first claim.
    Claimed,
    /// A receipt's code and the way back to a chat, from the day the request was sent.
    Return,
}

impl Keep {
    /// All three, in the order of the ring's file.
    pub const ALL: [Keep; 3] = [Keep::Waiting, Keep::Claimed, Keep::Return];

    /// Days a key lives, its own day among them: the key of day 0 is gone on this day.
    #[must_use]
    pub const fn days(self) -> i64 {
        match self {
            Keep::Waiting => UNCLAIMED_DAYS.cast_signed(),
            Keep::Claimed => CLAIMED_DAYS.cast_signed(),
            Keep::Return => RETURN_DAYS.cast_signed(),
        }
    }

    /// The name in the ring's file and in what the operator reads.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Keep::Waiting => "waiting",
            Keep::Claimed => "claimed",
            Keep::Return => "return",
        }
    }

    const fn label(self) -> &'static [u8] {
        match self {
            Keep::Waiting => b"janynda-v1 waiting day",
            Keep::Claimed => b"janynda-v1 claimed day",
            Keep::Return => b"janynda-v1 return day",
        }
    }
}

/// What a subkey of a day is for. Each has its own label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayPurpose {
    /// The MAC of a receipt's code.
    CodeMac,
    /// Sealing the way back to a chat.
    ReturnAddress,
}

impl DayPurpose {
    const fn label(self) -> &'static [u8] {
        match self {
            DayPurpose::CodeMac => b"janynda-v1 code mac",
            DayPurpose::ReturnAddress => b"janynda-v1 return address",
        }
    }
}

/// One day's key for one [`Keep`]. Made from that day's epoch, then kept on its own, because the epoch is forgotten
/// long before. No `Debug`, no `Clone`, zeroed on drop.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct DayKey {
    #[zeroize(skip)]
    keep: Keep,
    #[zeroize(skip)]
    day: i64,
    key: [u8; 32],
}

impl DayKey {
    fn of(epoch: &EpochKey, keep: Keep) -> DayKey {
        DayKey { keep, day: epoch.epoch(), key: *expand(epoch.key(), keep.label()) }
    }

    pub(super) const fn from_parts(keep: Keep, day: i64, key: [u8; 32]) -> DayKey {
        DayKey { keep, day, key }
    }

    pub(super) const fn key(&self) -> &[u8; 32] {
        &self.key
    }

    /// What it keeps.
    #[must_use]
    pub const fn keep(&self) -> Keep {
        self.keep
    }

    /// The UTC day number it belongs to (`Moment::day`).
    #[must_use]
    pub const fn day(&self) -> i64 {
        self.day
    }

    /// The key for cells of this day.
    #[must_use]
    pub fn cells(&self) -> CellKey {
        CellKey::new(self.day, expand(&self.key, b"janynda-v1 day cells"))
    }

    /// The key for one purpose.
    #[must_use]
    pub fn subkey(&self, purpose: DayPurpose) -> Zeroizing<[u8; 32]> {
        expand(&self.key, purpose.label())
    }
}

/// Every living day key of a ring. For each [`Keep`] the newest first, one a day without gaps, from the newest epoch
/// back to the ring's first day or to [`Keep::days`], whichever is later.
pub(super) struct DayKeys([Vec<DayKey>; 3]);

impl DayKeys {
    /// Room for all of them from the start: growing would leave copies of keys behind.
    pub(super) fn none() -> DayKeys {
        DayKeys(Keep::ALL.map(|keep| Vec::with_capacity(most(keep))))
    }

    pub(super) fn of(&self, keep: Keep) -> &[DayKey] {
        &self.0[keep as usize]
    }

    /// Makes the keys of a new newest epoch, and destroys those whose days are over with it. `behind` says how many
    /// newer epochs follow at once: a key that would be over by then is not made.
    pub(super) fn follow(&mut self, epoch: &EpochKey, behind: i64) {
        for (keep, keys) in Keep::ALL.into_iter().zip(&mut self.0) {
            if behind < keep.days() {
                // No gaps: the keys whose days are over are those beyond the number of days.
                keys.truncate(most(keep) - 1);
                keys.insert(0, DayKey::of(epoch, keep));
            }
        }
    }

    /// Takes keys in the order of the file. Refuses a gap, a key older than its days, and a number of keys that
    /// another section contradicts.
    pub(super) fn push(&mut self, key: DayKey, newest: i64) -> Result<(), &'static str> {
        let keys = &mut self.0[key.keep as usize];
        let wanted = keys.last().map_or(Some(newest), |newer| newer.day.checked_sub(1));
        if wanted != Some(key.day) {
            return Err("the key of the day before, the newest being that of the newest epoch");
        }
        if keys.len() >= most(key.keep) {
            return Err("no key older than its days");
        }
        keys.push(key);
        Ok(())
    }

    /// Whether each section goes back as far as a ring of this age has it: all are made and destroyed together, so
    /// that a missing line is a lost key.
    pub(super) fn check(&self, epochs: usize) -> Result<(), Error> {
        let age = self.of(Keep::Return).len();
        for keep in Keep::ALL {
            let (found, wanted) = (self.of(keep).len(), age.min(most(keep)));
            if found != wanted || found == 0 {
                return Err(Error::DaysMissing { keep: keep.name(), found, wanted: wanted.max(1) });
            }
        }
        if epochs == age.min(super::ALIVE) { Ok(()) } else { Err(Error::EpochsMissing) }
    }

    pub(super) fn days(&self, keep: Keep, newest: i64) -> RangeInclusive<i64> {
        self.of(keep).last().map_or(newest, DayKey::day)..=newest
    }
}

fn most(keep: Keep) -> usize {
    usize::try_from(keep.days()).expect("a small number of days, written in `vocab`")
}
