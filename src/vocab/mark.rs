//! Which roster: its version and what it said.

use std::fmt;

/// SHA-256 of a roster's text, so that two rosters with one version can be told apart. Public, not a secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RosterHash([u8; 32]);

impl RosterHash {
    /// The hash with these 32 bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> RosterHash {
        RosterHash(bytes)
    }

    /// Its 32 bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// 64 lower-case hexadecimal digits, as `sha256sum` prints them.
impl fmt::Display for RosterHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for RosterHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RosterHash({self})")
    }
}

/// One roster among all that an authority ever signed for a deployment. The key ring keeps the newest one seen, a
/// sealed request the one it was sealed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RosterMark {
    /// Counts up with every signed roster, from 1.
    pub version: u32,
    /// What that roster said.
    pub hash: RosterHash,
}

impl RosterMark {
    /// Whether the two cannot both be honest: one version, two texts.
    pub fn contradicts(self, other: RosterMark) -> bool {
        self.version == other.version && self.hash != other.hash
    }
}
