//! The way back to a chat.

use zeroize::ZeroizeOnDrop;

/// A chat, as 8 opaque bytes. Only `telegram` knows what they mean; `alias`, the sealed row of `intake` and the way
/// back that `seal` closes take them as bytes.
/// No `Debug`, no `Serialize`: it cannot reach a log or a file by accident.
#[derive(Clone, PartialEq, Eq, ZeroizeOnDrop)]
pub struct Route([u8; 8]);

impl Route {
    /// The route with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 8]) -> Route {
        Route(bytes)
    }

    /// Its bytes, for `telegram`, `alias`, the sealed row and the sealed way back.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 8] {
        &self.0
    }
}
