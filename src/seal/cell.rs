//! Cells of the database: sealed to one place, in one of three sizes.
//!
//! A cell opens only in the table, row, column and epoch (or day) it was sealed for, so that whoever can write the database
//! cannot move one person's draft into another's row. Every cell of a column has one stored size, chosen by the
//! column and never by what is in it, so that the length says nothing.

use super::place::associated_data;
use crate::keyring::CellKey;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

const NONCE: usize = 24;
const TAG: usize = 16;
/// How long the content is stands in front of it, inside the seal.
const LENGTH: usize = 2;

/// Why a cell could not be sealed or opened. Sizes only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// More than this size of cell holds.
    #[error("{size} bytes do not fit a cell that holds {limit}")]
    TooLong {
        /// Bytes given.
        size: usize,
        /// Bytes that fit.
        limit: usize,
    },
    /// Not a cell of this size at all.
    #[error("a cell of {found} bytes was found where {wanted} are stored")]
    WrongSize {
        /// Bytes found.
        found: usize,
        /// Bytes stored for this size.
        wanted: usize,
    },
    /// Another key, another place, or changed bytes. Which of them cannot be told.
    #[error("the cell does not open here with this key")]
    Unopened,
}

/// The stored size of every cell of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 512 bytes stored: ids, dates, a place.
    Small,
    /// 4 KiB stored: a draft with the person's own words.
    Medium,
    /// 8 KiB stored: a sealed request.
    Large,
}

impl Size {
    /// Bytes in the database.
    #[must_use]
    pub const fn stored(self) -> usize {
        match self {
            Size::Small => 512,
            Size::Medium => 4096,
            Size::Large => 8192,
        }
    }

    /// Bytes of content that fit.
    #[must_use]
    pub const fn holds(self) -> usize {
        self.stored() - NONCE - TAG - LENGTH
    }
}

/// Where a cell stands. The epoch or day comes with the key.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'a> {
    /// The table's name.
    pub table: &'a str,
    /// The row's id.
    pub row: &'a [u8; 16],
    /// The column's name.
    pub column: &'a str,
    /// The size of all cells of that column.
    pub size: Size,
}

impl Cell<'_> {
    fn associated_data(&self, key: &CellKey) -> Vec<u8> {
        let parts: [&[u8]; 4] = [self.table.as_bytes(), self.row, self.column.as_bytes(), &key.number().to_be_bytes()];
        associated_data(b"janynda-cell-v1", &parts)
    }
}

/// Seals `plaintext` for one place. `nonce` are 24 fresh random bytes; they stand in front of the result, which is
/// always [`Size::stored`] bytes long.
pub fn seal_cell(key: &CellKey, place: Cell<'_>, plaintext: &[u8], nonce: [u8; 24]) -> Result<Vec<u8>, Error> {
    let limit = place.size.holds();
    let too_long = Error::TooLong { size: plaintext.len(), limit };
    if plaintext.len() > limit {
        return Err(too_long);
    }
    let length = u16::try_from(plaintext.len()).map_err(|_| too_long)?;
    let mut padded = Zeroizing::new(vec![0; LENGTH + limit]);
    padded[..LENGTH].copy_from_slice(&length.to_be_bytes());
    padded[LENGTH..LENGTH + plaintext.len()].copy_from_slice(plaintext);

    let payload = Payload { msg: &padded, aad: &place.associated_data(key) };
    let sealed = cipher(key).encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| too_long)?;
    Ok([&nonce[..], &sealed].concat())
}

/// Opens what [`seal_cell`] made for the same place under the same key.
pub fn open_cell(key: &CellKey, place: Cell<'_>, stored: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let wanted = place.size.stored();
    if stored.len() != wanted {
        return Err(Error::WrongSize { found: stored.len(), wanted });
    }
    let (nonce, sealed) = stored.split_at(NONCE);
    let payload = Payload { msg: sealed, aad: &place.associated_data(key) };
    let padded = cipher(key).decrypt(XNonce::from_slice(nonce), payload).map_err(|_| Error::Unopened)?;
    let padded = Zeroizing::new(padded);
    let (length, content) = padded.split_at_checked(LENGTH).ok_or(Error::Unopened)?;
    let length = length.try_into().map(u16::from_be_bytes).map_err(|_| Error::Unopened)?;
    let content = content.get(..usize::from(length)).ok_or(Error::Unopened)?;
    Ok(Zeroizing::new(content.to_vec()))
}

fn cipher(key: &CellKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Moment;
    use crate::keyring::KeyRing;
    use proptest::prelude::*;

    const ROW: [u8; 16] = [9; 16];
    const DRAFT: Cell<'static> = Cell { table: "cards", row: &ROW, column: "draft", size: Size::Small };

    fn ring() -> KeyRing {
        KeyRing::create("almaty-1".parse().unwrap(), Moment(86_400 * 20_000), [5; 32])
    }

    fn key() -> CellKey {
        ring().newest().cells()
    }

    fn sealed(text: &[u8]) -> Vec<u8> {
        seal_cell(&key(), DRAFT, text, [1; 24]).unwrap()
    }

    #[test]
    fn a_cell_has_one_size_whatever_is_in_it() {
        for size in [Size::Small, Size::Medium, Size::Large] {
            let place = Cell { size, ..DRAFT };
            for length in [0, 1, size.holds() / 2, size.holds()] {
                let text = vec![b'a'; length];
                let cell = seal_cell(&key(), place, &text, [1; 24]).unwrap();
                assert_eq!(cell.len(), size.stored());
                assert_eq!(*open_cell(&key(), place, &cell).unwrap(), text);
            }
            let text = vec![b'a'; size.holds() + 1];
            let error = seal_cell(&key(), place, &text, [1; 24]).unwrap_err();
            assert_eq!(error, Error::TooLong { size: size.holds() + 1, limit: size.holds() });
        }
    }

    #[test]
    fn a_cell_moved_to_another_place_does_not_open() {
        let cell = sealed(b"hello");
        let row = [8; 16];
        for place in [
            Cell { table: "requests", ..DRAFT },
            Cell { row: &row, ..DRAFT },
            Cell { column: "place", ..DRAFT },
            Cell { table: "cardsd", column: "raft", ..DRAFT },
        ] {
            assert_eq!(open_cell(&key(), place, &cell), Err(Error::Unopened));
        }
        assert!(open_cell(&key(), Cell { size: Size::Medium, ..DRAFT }, &cell).is_err());
    }

    #[test]
    fn a_cell_of_a_day_that_is_over_does_not_open() {
        let mut ring = ring();
        let cell = seal_cell(&ring.newest().cells(), DRAFT, b"hello", [1; 24]).unwrap();
        let _ = ring.advance(Moment(86_400 * 20_001)).unwrap();
        assert_eq!(open_cell(&ring.newest().cells(), DRAFT, &cell), Err(Error::Unopened));
        assert_eq!(**open_cell(&ring.epoch_keys()[1].cells(), DRAFT, &cell).unwrap(), *b"hello");
        let _ = ring.advance(Moment(86_400 * 20_002)).unwrap();
        assert!(ring.epoch_keys().iter().all(|key| open_cell(&key.cells(), DRAFT, &cell).is_err()));
    }

    #[test]
    fn one_changed_bit_or_a_lost_byte_anywhere_and_nothing_opens() {
        let cell = sealed(b"hello");
        for at in 0..cell.len() {
            let mut changed = cell.clone();
            changed[at] ^= 1 << (at % 8);
            assert_eq!(open_cell(&key(), DRAFT, &changed), Err(Error::Unopened));
            assert!(open_cell(&key(), DRAFT, &cell[..at]).is_err());
        }
    }

    #[test]
    fn what_was_written_is_not_in_the_cell_or_in_an_error() {
        let cell = sealed(b"MARKER");
        assert!(!cell.windows(6).any(|window| window == b"MARKER"));
        let error = seal_cell(&key(), DRAFT, &b"MARKER".repeat(100), [1; 24]).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("MARKER"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_opened_or_refused(bytes in proptest::collection::vec(any::<u8>(), 505..520)) {
            prop_assert!(open_cell(&key(), DRAFT, &bytes).is_err());
        }
    }
}
