//! The wrap: one more seal around an age file, under a key of the server's own that will be destroyed.
//!
//! The age file keeps its content from us; the wrap keeps the age file from everybody once its day is over, a
//! counsellor's key and every backup included (`threats.md` D4). It also hides the age file's exact length and lets
//! nobody move one request into another's row. Waiting requests stand under the waiting key of the day they were sent,
//! claimed ones under the claimed key of the day of their first claim, for ever.

use super::cell::{self, Cell, Size, open_cell, seal_cell};
use super::{Error, OpenError, Sealed};
use crate::keyring::{DayKey, Keep};
use crate::vocab::RequestId;
use std::fmt;

/// A sealed request as it stands in its row: 8,192 bytes, whatever is inside. `Debug` prints the type name.
#[derive(Clone, PartialEq, Eq)]
pub struct Wrapped(Vec<u8>);

impl Wrapped {
    /// Every wrapped request has this many bytes.
    pub const SIZE: usize = Size::Large.stored();

    /// Its bytes, for the row.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Takes back what a row holds (only `store` calls it; `tests/map.rs`). The size is all that can be told without
    /// a key, and no text of a person has it.
    pub fn from_stored(bytes: Vec<u8>) -> Result<Wrapped, OpenError> {
        if bytes.len() == Wrapped::SIZE {
            Ok(Wrapped(bytes))
        } else {
            Err(OpenError::NotWrapped { size: bytes.len(), wanted: Wrapped::SIZE })
        }
    }
}

impl fmt::Debug for Wrapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wrapped")
    }
}

/// Wraps a sealed request for its row under a waiting or claimed key. `nonce` are 24 fresh random bytes.
pub fn wrap(sealed: &Sealed, id: &RequestId, key: &DayKey, nonce: [u8; 24]) -> Result<Wrapped, Error> {
    if !keeps_requests(key) {
        return Err(Error::WrongKey { keep: key.keep().name() });
    }
    let too_long = Error::TooLong { size: sealed.bytes().len(), limit: Size::Large.holds() };
    seal_cell(&key.cells(), blob(id), sealed.bytes(), nonce).map(Wrapped).map_err(|_| too_long)
}

/// Takes the sealed request out of its wrap, if it was wrapped for this row under this key.
pub fn take_out(wrapped: &Wrapped, id: &RequestId, key: &DayKey) -> Result<Sealed, OpenError> {
    if !keeps_requests(key) {
        return Err(OpenError::WrongKey { keep: key.keep().name() });
    }
    let content = open_cell(&key.cells(), blob(id), wrapped.bytes()).map_err(|error| match error {
        cell::Error::WrongSize { found, wanted } => OpenError::NotWrapped { size: found, wanted },
        cell::Error::TooLong { .. } | cell::Error::Unopened => OpenError::NotHere,
    })?;
    Sealed::from_age_file(content.to_vec())
}

/// Moves a request from one day key to another: at its first claim, from the waiting key of its day to the claimed
/// key of today. `nonce` are 24 fresh random bytes.
pub fn rewrap(
    wrapped: &Wrapped,
    id: &RequestId,
    from: &DayKey,
    to: &DayKey,
    nonce: [u8; 24],
) -> Result<Wrapped, OpenError> {
    let sealed = take_out(wrapped, id, from)?;
    wrap(&sealed, id, to, nonce).map_err(|_| OpenError::WrongKey { keep: to.keep().name() })
}

const fn keeps_requests(key: &DayKey) -> bool {
    matches!(key.keep(), Keep::Waiting | Keep::Claimed)
}

fn blob(id: &RequestId) -> Cell<'_> {
    Cell { table: "requests", row: id.bytes(), column: "blob", size: Size::Large }
}
