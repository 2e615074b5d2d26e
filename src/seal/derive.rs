//! What is made from the request secret: the request's id and the hash by which it can be withdrawn.

use crate::vocab::{RequestId, RequestSecret};
use hkdf::Hkdf;
use sha2::Sha256;
use std::fmt;

/// Stands in the request's row. Whoever has the request secret can show it; nobody can guess it. `Debug` prints the
/// type name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct WithdrawHash([u8; 16]);

impl WithdrawHash {
    /// Its 16 bytes, for a database column.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for WithdrawHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WithdrawHash")
    }
}

/// The id of the request with this secret: the same `send` twice finds the same row.
#[must_use]
pub fn request_id(secret: &RequestSecret) -> RequestId {
    RequestId::from_bytes(expand(secret, b"janynda-v1 request id"))
}

/// The withdrawal hash of the request with this secret.
#[must_use]
pub fn withdraw_hash(secret: &RequestSecret) -> WithdrawHash {
    WithdrawHash(expand(secret, b"janynda-v1 withdraw hash"))
}

fn expand(secret: &RequestSecret, label: &[u8]) -> [u8; 16] {
    let mut out = [0; 16];
    Hkdf::<Sha256>::new(None, secret.bytes())
        .expand(label, &mut out)
        .expect("16 bytes are within the 8,160 that HKDF-SHA256 gives");
    out
}
