//! Values that have one spelling: what is read is what this program would write, so that a signed or checked text
//! cannot say the same thing in two ways.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::str::FromStr;
use zeroize::Zeroizing;

/// A number or a time as it is written here: no `+`, no zero in front, UTC.
pub fn in_one_spelling<T: FromStr + ToString>(text: &str) -> Option<T> {
    text.parse::<T>().ok().filter(|value| value.to_string() == text)
}

/// 32 secret bytes in base64.
pub fn secret_bytes(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let decoded = Zeroizing::new(STANDARD.decode(text).ok()?);
    Some(Zeroizing::new(decoded.as_slice().try_into().ok()?))
}
