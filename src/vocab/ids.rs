//! Identifiers: random or derived bytes, never counters, so that none says how many came before.

use std::fmt;
use std::str::FromStr;
use zeroize::ZeroizeOnDrop;

/// A text that is not an identifier of the wanted form. Carries no part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier of the expected form")]
pub struct InvalidId;

macro_rules! hex_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; 16]);

        impl $name {
            /// The identifier with these 16 bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// Its 16 bytes.
            #[must_use]
            pub const fn bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        /// 32 lower-case hexadecimal digits.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let mut bytes = [0; 16];
                if text.len() != 32 || !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
                    return Err(InvalidId);
                }
                for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
                    let pair = std::str::from_utf8(pair).map_err(|_| InvalidId)?;
                    *byte = u8::from_str_radix(pair, 16).map_err(|_| InvalidId)?;
                }
                Ok(Self(bytes))
            }
        }
    };
}

hex_id! {
    /// A callback request: 128 bits derived from its [`RequestSecret`], so a repeated `send` finds the same row.
    RequestId
}
hex_id! {
    /// A row of an open card: 128 random bits.
    CardId
}
hex_id! {
    /// One attempt to log in at the desk: 128 random bits, used once.
    SessionId
}
hex_id! {
    /// An entry of the audit: 128 random bits that stand nowhere else.
    EntryId
}

/// Drawn when consent is given and carried by the `send` button: request id and withdrawal hash come from it.
#[derive(Clone, PartialEq, Eq, ZeroizeOnDrop)]
pub struct RequestSecret([u8; 16]);

impl RequestSecret {
    /// The secret with these 16 bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> RequestSecret {
        RequestSecret(bytes)
    }

    /// Its 16 bytes: for deriving, for the sealed draft and for the button.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for RequestSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RequestSecret")
    }
}

/// Names this installation in rosters, requests and logins, so that nothing made for one works in another.
/// 3 to 64 characters of `a-z 0-9 -`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeploymentId(String);

impl DeploymentId {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DeploymentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for DeploymentId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<DeploymentId, InvalidId> {
        let good =
            (3..=64).contains(&text.len()) && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        if good { Ok(DeploymentId(text.to_owned())) } else { Err(InvalidId) }
    }
}
