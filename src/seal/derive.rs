//! What is made from the request secret: the request's id, the hash by which it can be withdrawn, and the receipt's
//! code with its MAC.

use crate::keyring::{DayKey, DayPurpose};
use crate::vocab::{ReceiptCode, RequestId, RequestSecret};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fmt;

macro_rules! for_a_row {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// Its 16 bytes, for a database column.
            #[must_use]
            pub const fn bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    };
}

for_a_row! {
    /// Stands in the request's row. Whoever has the request secret can show it; nobody can guess it. `Debug` prints
    /// the type name.
    WithdrawHash
}
for_a_row! {
    /// A receipt's code as it stands in the request's row. A code has 40 bits: whoever holds the day's return key can
    /// try them all, whoever has only the database can try none. `Debug` prints the type name.
    CodeMac
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

/// The code on the receipt of the request with this secret. 128 bits are reduced to twelve digits, so that no code is
/// likelier than another by more than one in 10^26.
#[must_use]
#[expect(clippy::missing_panics_doc, reason = "a remainder of 10^12 fits")]
pub fn receipt_code(secret: &RequestSecret) -> ReceiptCode {
    let number = u128::from_be_bytes(expand(secret, b"janynda-v1 receipt code")) % u128::from(ReceiptCode::COUNT);
    ReceiptCode::from_number(u64::try_from(number).expect("a remainder of 10^12 has 40 bits"))
}

/// What stands for a code in the row of a request sent on the day of `key`, a return key: HMAC-SHA256, cut to 16
/// bytes. With a key of another [`Keep`](crate::keyring::Keep) it is the MAC of no row.
#[must_use]
#[expect(clippy::missing_panics_doc, reason = "HMAC takes every key")]
pub fn code_mac(code: ReceiptCode, key: &DayKey) -> CodeMac {
    let subkey = key.subkey(DayPurpose::CodeMac);
    let mut mac = Hmac::<Sha256>::new_from_slice(&*subkey).expect("HMAC takes a key of any length");
    mac.update(&code.number().to_be_bytes());
    let full = mac.finalize().into_bytes();
    let mut short = [0; 16];
    short.copy_from_slice(&full[..16]);
    CodeMac(short)
}

fn expand(secret: &RequestSecret, label: &[u8]) -> [u8; 16] {
    let mut out = [0; 16];
    Hkdf::<Sha256>::new(None, secret.bytes())
        .expand(label, &mut out)
        .expect("16 bytes are within the 8,160 that HKDF-SHA256 gives");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn request_id_and_withdrawal_hash_come_from_the_secret_and_say_nothing_of_each_other() {
        // HKDF-SHA256 without salt, computed apart from this program with Python's hmac.
        let secret = RequestSecret::from_bytes(*b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f");
        assert_eq!(request_id(&secret).to_string(), "b8cc5e1aaf4fe8669f09262e8b4891e3");
        let hash = RequestId::from_bytes(*withdraw_hash(&secret).bytes()).to_string();
        assert_eq!(hash, "810b9afe6b8ac8de217b61d0adbd7c95");
        assert_eq!(format!("{:?}", withdraw_hash(&secret)), "WithdrawHash");
        let ids: HashSet<_> = (0..100).map(|byte| request_id(&RequestSecret::from_bytes([byte; 16]))).collect();
        assert_eq!(ids.len(), 100);
    }
}
