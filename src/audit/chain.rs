//! The chain over hours and the digests of lines.

use super::Entry;
use crate::clock::Moment;
use crate::vocab::from_digits;
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// The digest of one line: what stays when the line is dropped.
#[must_use]
pub fn digest(line: &str) -> [u8; 32] {
    Sha256::new().chain_update(b"janynda-audit-line-v1\n").chain_update(line).finalize().into()
}

/// How far a chain goes: the number of its last entry, and a hash over all entries up to it. As text
/// `<number>:<64 hexadecimal digits>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The number of the last entry; 0 before the first.
    pub number: u64,
    /// The hash over everything up to it.
    pub hash: [u8; 32],
}

impl Head {
    /// Before the first entry.
    pub const START: Head = Head { number: 0, hash: [0; 32] };

    /// The head after one more entry, of which [`Link::hash`] is enough.
    #[must_use]
    pub fn next(&self, link: [u8; 32]) -> Head {
        let number = self.number.saturating_add(1);
        let hash = Sha256::new()
            .chain_update(b"janynda-audit-head-v1\n")
            .chain_update(self.hash)
            .chain_update(number.to_be_bytes())
            .chain_update(link)
            .finalize();
        Head { number, hash: hash.into() }
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.number)?;
        self.hash.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A text that is not the head of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the head of an audit chain: expected <number>:<64 hexadecimal digits>")]
pub struct NotAHead;

impl FromStr for Head {
    type Err = NotAHead;

    fn from_str(text: &str) -> Result<Head, NotAHead> {
        let (number, digits) = text.split_once(':').ok_or(NotAHead)?;
        let hash = from_digits(digits).ok_or(NotAHead)?;
        let head = Head { number: number.parse().map_err(|_| NotAHead)?, hash };
        // One head, one spelling: no `+`, no zero in front.
        if head.to_string() == text { Ok(head) } else { Err(NotAHead) }
    }
}

/// The head after some more entries, of each [`Link::hash`]. A desk that remembers a head asks for the hashes since, and
/// accepts the new head only if this gives it.
#[must_use]
pub fn extend(head: Head, links: impl IntoIterator<Item = [u8; 32]>) -> Head {
    links.into_iter().fold(head, |head, link| head.next(link))
}

/// One entry as it is kept: its hour, its digest, and its line until the line is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link<'a> {
    /// The hour of the line, also when the line is gone: it says whether the line may be.
    pub hour: i64,
    /// The digest of the line.
    pub digest: [u8; 32],
    /// The line; none after [`super::KEPT_DAYS`].
    pub line: Option<&'a str>,
}

impl Link<'_> {
    /// What is chained. It binds the hour to the digest and tells neither: the entry's own id is in the digest, and
    /// nobody guesses that.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let hash = Sha256::new()
            .chain_update(b"janynda-audit-link-v1\n")
            .chain_update(self.hour.to_be_bytes())
            .chain_update(self.digest);
        hash.finalize().into()
    }

    /// What is wrong with it at the place of this number.
    fn fault(&self, number: u64, kept_since: i64) -> Option<Fault> {
        let Some(line) = self.line else {
            return (self.hour >= kept_since).then_some(Fault::LineMissing);
        };
        if digest(line) != self.digest {
            return Some(Fault::OtherDigest);
        }
        match Entry::parse(line) {
            Err(_) => Some(Fault::NotAnEntry),
            Ok(entry) if entry.number != number => Some(Fault::OtherNumber),
            Ok(entry) if entry.hour != self.hour => Some(Fault::OtherHour),
            Ok(_) => None,
        }
    }
}

/// The first hour whose lines are still kept at this moment.
#[must_use]
pub const fn kept_since(now: Moment) -> i64 {
    now.hour().saturating_sub(24 * super::KEPT_DAYS)
}

/// What is wrong with an entry of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Its line does not read as an entry.
    #[error("its line is not an entry")]
    NotAnEntry,
    /// It says another number than its place has: one was left out or put in.
    #[error("its line says another number")]
    OtherNumber,
    /// Its line was changed.
    #[error("its line does not fit its digest")]
    OtherDigest,
    /// Its line says another hour than is chained with it.
    #[error("its line says another hour")]
    OtherHour,
    /// Its line was taken out before its days were over.
    #[error("its line was taken out before its time")]
    LineMissing,
}

/// Where a chain is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the audit chain is broken at entry {number}: {fault}")]
pub struct Broken {
    /// The entry's place, counted from 1.
    pub number: u64,
    /// What is wrong with it.
    pub fault: Fault,
}

/// Checks every link after `from` ([`Head::START`] for a whole chain) and tells the head they lead to. A line may be
/// missing only where its hour is before `kept_since` (hours since 1970; [`kept_since`] tells it). A chain that was
/// rewritten as a whole leads to another head: whoever remembers one compares.
pub fn verify<'a>(from: Head, links: impl IntoIterator<Item = Link<'a>>, kept_since: i64) -> Result<Head, Broken> {
    links.into_iter().try_fold(from, |head, link| {
        let next = head.next(link.hash());
        let fault = link.fault(next.number, kept_since);
        fault.map_or(Ok(next), |fault| Err(Broken { number: next.number, fault }))
    })
}
