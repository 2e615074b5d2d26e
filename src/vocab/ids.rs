//! Identifiers: random or derived bytes, never counters, so that none says how many came before.

use std::fmt;
use std::str::FromStr;
use zeroize::ZeroizeOnDrop;

/// A text that is no identifier. Carries no part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected 32 digits 0-9 a-f, as the list shows them")]
pub struct InvalidId;

/// A text that is no deployment's name. Carries no part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a deployment's name: 3 to 64 characters of a-z, 0-9 and -")]
pub struct InvalidDeployment;

/// The bytes that stand in `text` as two lower-case hexadecimal digits each; none for any other text. One value, one
/// spelling.
pub(crate) fn from_digits<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let mut bytes = [0; N];
    if text.len() != 2 * N {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

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
                from_digits(text).map(Self).ok_or(InvalidId)
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
    type Err = InvalidDeployment;

    fn from_str(text: &str) -> Result<DeploymentId, InvalidDeployment> {
        let good =
            (3..=64).contains(&text.len()) && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        if good { Ok(DeploymentId(text.to_owned())) } else { Err(InvalidDeployment) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_have_one_spelling_in_digits() {
        assert_eq!(from_digits("00ff1a"), Some([0, 0xff, 0x1a]));
        for bad in ["00ff1", "00ff1a2", "00FF1a", "+0ff1a", "00fg1a", "00ф1a", ""] {
            assert_eq!(from_digits::<3>(bad), None, "{bad}");
        }
    }

    #[test]
    fn whoever_types_a_part_of_an_id_is_told_what_a_whole_one_looks_like() {
        let whole = "1a2b3c4d1a2b3c4d1a2b3c4d1a2b3c4d";
        assert_eq!(whole.parse::<RequestId>().map(|id| id.to_string()), Ok(whole.to_owned()));
        for bad in ["", "1a2b3c4d", &whole.to_uppercase(), &whole.replace('1', "g"), &"ä".repeat(16)] {
            let said = bad.parse::<RequestId>().unwrap_err().to_string();
            assert_eq!(said, "expected 32 digits 0-9 a-f, as the list shows them", "{bad}");
        }
    }

    #[test]
    fn a_deployments_name_is_short_plain_text_and_the_refusal_says_so() {
        for good in ["abc", "almaty-1", &"a".repeat(64)] {
            assert!(good.parse::<DeploymentId>().is_ok(), "{good}");
        }
        for bad in ["", "ab", "Almaty", "almaty 1", &"a".repeat(65)] {
            let said = bad.parse::<DeploymentId>().unwrap_err().to_string();
            assert!(said.contains("3 to 64 characters of a-z, 0-9 and -"), "{said}");
        }
    }
}
