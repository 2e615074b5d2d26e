//! The chain over the digests of lines.

use super::Entry;
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// The digest of one line: what stays when the line is dropped.
#[must_use]
pub fn digest(line: &str) -> [u8; 32] {
    Sha256::new().chain_update(b"janynda-audit-line-v1\n").chain_update(line).finalize().into()
}

/// How far a chain goes: the number of its last entry, and a hash over all digests up to it. As text
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

    /// The head after one more entry, of which the digest is enough.
    #[must_use]
    pub fn next(&self, digest: [u8; 32]) -> Head {
        let number = self.number.saturating_add(1);
        let hash = Sha256::new()
            .chain_update(b"janynda-audit-head-v1\n")
            .chain_update(self.hash)
            .chain_update(number.to_be_bytes())
            .chain_update(digest)
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
        let mut hash = [0; 32];
        if digits.len() != 64 || !digits.is_ascii() {
            return Err(NotAHead);
        }
        for (at, byte) in hash.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).map_err(|_| NotAHead)?;
        }
        let head = Head { number: number.parse().map_err(|_| NotAHead)?, hash };
        // One head, one spelling: no capitals, no `+`, no zero in front.
        if head.to_string() == text { Ok(head) } else { Err(NotAHead) }
    }
}

/// The head after some more entries. A desk that remembers a head asks for the digests since, and accepts the new head
/// only if this gives it.
#[must_use]
pub fn extend(head: Head, digests: impl IntoIterator<Item = [u8; 32]>) -> Head {
    digests.into_iter().fold(head, |head, digest| head.next(digest))
}

/// One entry as it is kept: its digest, and its line until the line is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link<'a> {
    /// The digest of the line.
    pub digest: [u8; 32],
    /// The line; none after [`super::KEPT_DAYS`].
    pub line: Option<&'a str>,
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

/// Checks every link after `from` ([`Head::START`] for a whole chain) and tells the head they lead to. A chain that was
/// rewritten as a whole leads to another head: whoever remembers one compares.
pub fn verify<'a>(from: Head, links: impl IntoIterator<Item = Link<'a>>) -> Result<Head, Broken> {
    let mut head = from;
    for link in links {
        let next = head.next(link.digest);
        if let Some(line) = link.line {
            let broken = |fault| Broken { number: next.number, fault };
            if digest(line) != link.digest {
                return Err(broken(Fault::OtherDigest));
            }
            let entry = Entry::parse(line).map_err(|_| broken(Fault::NotAnEntry))?;
            if entry.number != next.number {
                return Err(broken(Fault::OtherNumber));
            }
        }
        head = next;
    }
    Ok(head)
}
