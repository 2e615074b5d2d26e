//! The key under which cells of the database are sealed, whichever key of the ring it comes from.

use zeroize::Zeroizing;

/// A key for cells, with the epoch or day it belongs to. No `Debug`, no `Clone`, zeroed on drop.
pub struct CellKey {
    number: i64,
    key: Zeroizing<[u8; 32]>,
}

impl CellKey {
    pub(super) const fn new(number: i64, key: Zeroizing<[u8; 32]>) -> CellKey {
        CellKey { number, key }
    }

    /// The UTC day number of the epoch or day key it was made from; sealing binds a cell to it.
    #[must_use]
    pub const fn number(&self) -> i64 {
        self.number
    }

    /// The key itself, for the cipher.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.key
    }
}
