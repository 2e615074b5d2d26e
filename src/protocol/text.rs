//! Values that stand in JSON as text: ids, lanes, days, moments, bytes.

use serde::{Deserialize as _, Deserializer, Serializer};
use std::fmt::Display;
use std::str::FromStr;

pub fn serialize<T: Display, S: Serializer>(value: &T, out: S) -> Result<S::Ok, S::Error> {
    out.collect_str(value)
}

pub fn deserialize<'de, T: FromStr + Display, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    parsed(&String::deserialize(from)?)
}

/// One value, one spelling. The error says nothing of what stood there: it may reach a log.
fn parsed<T: FromStr + Display, E: serde::de::Error>(text: &str) -> Result<T, E> {
    let value = text.parse().ok().filter(|value: &T| value.to_string() == text);
    value.ok_or_else(|| E::custom("not in the expected form"))
}

/// A list of them.
pub mod list {
    use super::parsed;
    use serde::{Deserialize as _, Deserializer, Serializer};
    use std::fmt::Display;
    use std::str::FromStr;

    pub fn serialize<T: Display, S: Serializer>(values: &[T], out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(values.iter().map(ToString::to_string))
    }

    pub fn deserialize<'de, T: FromStr + Display, D: Deserializer<'de>>(from: D) -> Result<Vec<T>, D::Error> {
        Vec::<String>::deserialize(from)?.iter().map(|text| parsed(text)).collect()
    }
}

/// One that may be absent.
pub mod option {
    use super::parsed;
    use serde::{Deserialize as _, Deserializer, Serializer};
    use std::fmt::Display;
    use std::str::FromStr;

    #[expect(clippy::ref_option, reason = "serde hands the field over as it stands")]
    pub fn serialize<T: Display, S: Serializer>(value: &Option<T>, out: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => out.collect_str(value),
            None => out.serialize_none(),
        }
    }

    pub fn deserialize<'de, T: FromStr + Display, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
        Option::<String>::deserialize(from)?.as_deref().map(parsed).transpose()
    }
}

/// Bytes, as base64 with padding.
pub mod bytes {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(value: &[u8], out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&STANDARD.encode(value))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        STANDARD.decode(text).map_err(|_| serde::de::Error::custom("not base64"))
    }
}

/// 32 bytes, as 64 lower-case hexadecimal digits.
pub mod hash {
    use crate::vocab::from_digits;
    use serde::{Deserialize as _, Deserializer, Serializer};
    use std::fmt::Write as _;

    fn digits(bytes: &[u8; 32]) -> String {
        bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    pub fn serialize<S: Serializer>(value: &[u8; 32], out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&digits(value))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<[u8; 32], D::Error> {
        let text = String::deserialize(from)?;
        from_digits(&text).ok_or_else(|| serde::de::Error::custom("not 64 hexadecimal digits"))
    }
}
