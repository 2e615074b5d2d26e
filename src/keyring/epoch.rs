//! One epoch's key and what is made from it.

use super::CellKey;
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// What a subkey is for. Each has its own label, so that no two uses ever share a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Chat -> alias.
    Alias,
    /// Message id -> MAC, by which a press finds its card.
    MessageMac,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Purpose::Alias => b"janynda-v1 alias",
            Purpose::MessageMac => b"janynda-v1 message mac",
        }
    }
}

/// The key of one epoch. No `Debug`, no `Clone`, zeroed on drop.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct EpochKey {
    #[zeroize(skip)]
    epoch: i64,
    key: [u8; 32],
}

impl EpochKey {
    pub(super) fn first(epoch: i64, seed: &[u8; 32]) -> EpochKey {
        EpochKey { epoch, key: *expand(seed, b"first") }
    }

    pub(super) const fn from_parts(epoch: i64, key: [u8; 32]) -> EpochKey {
        EpochKey { epoch, key }
    }

    pub(super) const fn key(&self) -> &[u8; 32] {
        &self.key
    }

    /// The next day's key: `K' = HKDF-SHA256(K, "next")`. There is no way back from it.
    pub(super) fn next(&self) -> EpochKey {
        EpochKey { epoch: self.epoch.saturating_add(1), key: *expand(&self.key, b"next") }
    }

    /// The UTC day number this key belongs to (`Moment::day`).
    pub const fn epoch(&self) -> i64 {
        self.epoch
    }

    /// The key for one purpose.
    #[must_use]
    pub fn subkey(&self, purpose: Purpose) -> Zeroizing<[u8; 32]> {
        expand(&self.key, purpose.label())
    }

    /// The key for the cells of cards' rows.
    #[must_use]
    pub fn cells(&self) -> CellKey {
        CellKey::new(self.epoch, expand(&self.key, b"janynda-v1 cells"))
    }
}

pub(super) fn expand(key: &[u8; 32], label: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut out = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, key)
        .expand(label, out.as_mut())
        .expect("32 bytes are within the 8,160 that HKDF-SHA256 gives");
    out
}
