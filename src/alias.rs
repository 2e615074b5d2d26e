//! Aliases and message MACs: how a chat and its messages are found again without being named.
//!
//! An alias is a keyed hash of the chat under one day's key; when the key is gone nobody, we included, can say which
//! chat it was. While the key lives, trying all of Telegram's ids takes an hour (`threats.md` D2): an alias is no
//! secret-keeper against whoever holds the ring. Nothing here can be printed, and nothing here is reversible.

use crate::keyring::{EpochKey, Purpose};
use crate::vocab::Route;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fmt;

macro_rules! tag {
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

            /// Takes back what a database column holds.
            #[must_use]
            pub const fn from_stored(bytes: [u8; 16]) -> $name {
                $name(bytes)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    };
}

tag! {
    /// A chat on one day. No `Display`; `Debug` prints the type name.
    Alias
}
tag! {
    /// A message of a chat on one day. No `Display`; `Debug` prints the type name.
    MessageMac
}

/// The alias of a chat in the epoch of `key`.
#[must_use]
pub fn alias(key: &EpochKey, route: &Route) -> Alias {
    Alias(mac(key, Purpose::Alias, &[route.bytes()]))
}

/// What stands for message `message_id` of a chat in the epoch of `key`. The chat is part of it: message ids are
/// small numbers that repeat from chat to chat.
#[must_use]
pub fn message_mac(key: &EpochKey, route: &Route, message_id: i64) -> MessageMac {
    MessageMac(mac(key, Purpose::MessageMac, &[route.bytes(), &message_id.to_be_bytes()]))
}

/// HMAC-SHA256 over parts of fixed length, cut to 16 bytes: ten thousand chats a day collide once in 10^30 days.
fn mac(key: &EpochKey, purpose: Purpose, parts: &[&[u8]]) -> [u8; 16] {
    let subkey = key.subkey(purpose);
    let mut mac = Hmac::<Sha256>::new_from_slice(&*subkey).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    let full = mac.finalize().into_bytes();
    let mut short = [0; 16];
    short.copy_from_slice(&full[..16]);
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Moment;
    use crate::keyring::KeyRing;

    fn ring(day: i64) -> KeyRing {
        KeyRing::create("almaty-1".parse().unwrap(), Moment(day * 86_400), [3; 32])
    }

    #[test]
    fn one_chat_has_one_alias_a_day_and_another_the_next_day() {
        let route = Route::from_bytes([1; 8]);
        let mut ring = ring(20_000);
        let today = alias(ring.newest(), &route);
        assert_eq!(today, alias(ring.newest(), &route));
        assert_ne!(today, alias(ring.newest(), &Route::from_bytes([2; 8])));
        let _ = ring.advance(Moment(20_001 * 86_400)).unwrap();
        assert_ne!(today, alias(ring.newest(), &route));
        assert_eq!(today, alias(&ring.epoch_keys()[1], &route));
    }

    #[test]
    fn the_same_message_number_in_two_chats_has_two_macs() {
        let ring = ring(20_000);
        let (one, two) = (Route::from_bytes([1; 8]), Route::from_bytes([2; 8]));
        assert_ne!(message_mac(ring.newest(), &one, 5), message_mac(ring.newest(), &two, 5));
        assert_ne!(message_mac(ring.newest(), &one, 5), message_mac(ring.newest(), &one, 6));
        assert_ne!(message_mac(ring.newest(), &one, 5).bytes(), alias(ring.newest(), &one).bytes());
    }

    #[test]
    fn an_alias_cannot_be_printed() {
        let alias = Alias::from_stored(*b"MARKERMARKERMARK");
        assert_eq!(format!("{alias:?}"), "Alias");
        assert_eq!(format!("{:?}", MessageMac::from_stored(*b"MARKERMARKERMARK")), "MessageMac");
    }
}
