//! What only the date can tell: a day in the future, sources or phone checks that are too old.

use super::{Directory, HotlineRef};
use jiff::civil::Date;

/// After so many days somebody should go through the sources again, and phone again.
pub const AGAIN_DAYS: i32 = 60;
/// After so many days neither a phone check nor a look at the sources counts any more.
pub const STALE_DAYS: i32 = 180;

/// Why a phone number is not fresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// Nobody ever phoned it.
    NeverPhoned,
    /// Somebody phoned it, so many days ago.
    PhonedDaysAgo(i32),
}

/// What stands in a correct file and is wrong today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// `collected` is in the future (more than a day: it may be tomorrow in Almaty).
    CollectedInFuture {
        /// Its line.
        line: usize,
    },
    /// Nobody went through the sources for more than 60 days.
    SourcesOld {
        /// The line of `collected`.
        line: usize,
        /// How long ago.
        days: i32,
    },
    /// `verified_at` is in the future.
    PhonedInFuture {
        /// Its line.
        line: usize,
        /// Whose.
        hotline: HotlineRef,
    },
    /// A number is shown that was phoned more than 60 days ago, and not more than 180.
    PhoneAgain {
        /// The line of `verified_at`.
        line: usize,
        /// Whose.
        hotline: HotlineRef,
        /// How long ago.
        days: i32,
    },
    /// A number is shown that nobody phoned within 180 days.
    Stale {
        /// The line of `verified_at`.
        line: usize,
        /// Whose.
        hotline: HotlineRef,
        /// Since when.
        stale: Stale,
    },
}

impl Finding {
    /// Whether the file cannot be right, rather than only old.
    pub const fn is_error(&self) -> bool {
        matches!(self, Finding::CollectedInFuture { .. } | Finding::PhonedInFuture { .. })
    }

    /// Whether what was checked no longer counts, rather than being due again: over 180 days.
    pub const fn is_stale(&self) -> bool {
        match self {
            Finding::SourcesOld { days, .. } | Finding::Stale { stale: Stale::PhonedDaysAgo(days), .. } => {
                *days > STALE_DAYS
            }
            _ => false,
        }
    }

    /// The line it is about.
    #[must_use]
    pub const fn line(&self) -> usize {
        match self {
            Finding::CollectedInFuture { line }
            | Finding::SourcesOld { line, .. }
            | Finding::PhonedInFuture { line, .. }
            | Finding::PhoneAgain { line, .. }
            | Finding::Stale { line, .. } => *line,
        }
    }
}

/// Everything that `today` makes wrong or old, in the order of the file.
#[must_use]
pub fn check(directory: &Directory, today: Date) -> Vec<Finding> {
    let ago = |day: Date| today.duration_since(day).as_hours() / 24;
    let ago = |day: Date| i32::try_from(ago(day)).unwrap_or(i32::MAX);
    let line = directory.collected_line;
    let mut findings = Vec::new();
    match ago(directory.collected) {
        days if days < -1 => findings.push(Finding::CollectedInFuture { line }),
        days if days > AGAIN_DAYS => findings.push(Finding::SourcesOld { line, days }),
        _ => {}
    }
    for (hotline, entry) in directory.refs().zip(&directory.hotlines) {
        let line = entry.verified_line;
        let shows_number = !entry.numbers().is_empty();
        match entry.verified_at().map(ago) {
            Some(days) if days < 0 => findings.push(Finding::PhonedInFuture { line, hotline }),
            Some(days) if days > STALE_DAYS && shows_number => {
                findings.push(Finding::Stale { line, hotline, stale: Stale::PhonedDaysAgo(days) });
            }
            Some(days) if days > AGAIN_DAYS && shows_number => {
                findings.push(Finding::PhoneAgain { line, hotline, days });
            }
            None if shows_number => findings.push(Finding::Stale { line, hotline, stale: Stale::NeverPhoned }),
            _ => {}
        }
    }
    findings
}
