//! The way back to a chat, and the receipt: each opens or answers for one request, while its day's key lives.

use crate::desk::{DAY, ID, NOW, SMALL, deployment, fields, long, opened, ring};
use janynda::keyring::{Keep, KeyRing};
use janynda::seal::{
    Error, OpenError, code_mac, open_return_address, receipt_code, request_id, seal, seal_return_address, withdraw_hash,
};
use janynda::vocab::{CallbackRequest, DeploymentId, ReceiptCode, RequestId, RequestSecret, ReturnAddress, Route};
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::LazyLock;

const CHAT: [u8; 8] = *b"CHATMARK";

static RING: LazyLock<KeyRing> = LazyLock::new(|| ring(NOW));

fn address(nonce: u8) -> ReturnAddress {
    let key = RING.newest_day_key(Keep::Return);
    seal_return_address(&Route::from_bytes(CHAT), [9; 8], [nonce; 24], key, &ID, &deployment()).unwrap()
}

fn route(
    ring: &KeyRing,
    address: &ReturnAddress,
    day: i64,
    id: &RequestId,
    deployment: &DeploymentId,
) -> Result<[u8; 8], OpenError> {
    let key = ring.day_key(Keep::Return, day).unwrap();
    open_return_address(address, key, id, deployment).map(|route| *route.bytes())
}

fn today() -> i64 {
    NOW.day()
}

#[test]
fn the_way_back_travels_inside_the_request_and_leads_to_the_chat_it_came_from() {
    let request = CallbackRequest { return_address: Some(address(1)), ..long("WORDSCANARY") };
    let sealed = seal(&request, &SMALL.roster, NOW).unwrap();
    let read = opened(&sealed, &SMALL.counsellors[0]).unwrap().request;
    assert_eq!(fields(&read), fields(&request));
    let carried = read.return_address.unwrap();
    assert_eq!(route(&RING, &carried, today(), &ID, &deployment()), Ok(CHAT));
}

#[test]
fn a_counsellor_who_holds_it_learns_nothing_and_two_requests_of_one_chat_look_unlike() {
    let (one, two) = (address(1), address(2));
    assert_ne!(one.bytes()[24..], two.bytes()[24..]);
    assert!(!one.bytes().windows(4).any(|window| CHAT.windows(4).any(|part| part == window)));
    assert_eq!(format!("{one:?}"), "ReturnAddress");
}

#[test]
fn another_request_another_deployment_and_another_day_do_not_open_it() {
    let mut ring = ring(NOW);
    let _ = ring.advance(NOW.plus(DAY)).unwrap();
    let address = address(1);
    let other = RequestId::from_bytes([1; 16]);
    let elsewhere: DeploymentId = "shymkent-1".parse().unwrap();
    assert_eq!(route(&ring, &address, today(), &ID, &deployment()), Ok(CHAT), "control");
    assert_eq!(route(&ring, &address, today(), &other, &deployment()), Err(OpenError::NotHere));
    assert_eq!(route(&ring, &address, today(), &ID, &elsewhere), Err(OpenError::NotHere));
    assert_eq!(route(&ring, &address, today() + 1, &ID, &deployment()), Err(OpenError::NotHere));
}

#[test]
fn one_changed_bit_anywhere_and_it_leads_nowhere() {
    let good = *address(1).bytes();
    for at in 0..good.len() {
        for bit in 0..8 {
            let mut changed = good;
            changed[at] ^= 1 << bit;
            let changed = ReturnAddress::from_bytes(changed);
            assert_eq!(route(&RING, &changed, today(), &ID, &deployment()), Err(OpenError::NotHere));
        }
    }
}

#[test]
fn keys_that_go_earlier_than_the_receipt_neither_seal_nor_open_it() {
    for keep in [Keep::Waiting, Keep::Claimed] {
        let key = RING.newest_day_key(keep);
        let (route, refusal) = (Route::from_bytes(CHAT), OpenError::WrongKey { keep: keep.name() });
        let sealed = seal_return_address(&route, [9; 8], [1; 24], key, &ID, &deployment());
        assert_eq!(sealed, Err(Error::WrongKey { keep: keep.name() }));
        assert_eq!(open_return_address(&address(1), key, &ID, &deployment()).err(), Some(refusal));
    }
}

#[test]
fn on_day_45_nobody_can_find_the_way_back_any_more() {
    let mut ring = ring(NOW);
    let address = address(1);
    for day in 1..=45 {
        let _ = ring.advance(NOW.plus(day * DAY)).unwrap();
        let opens = ring
            .day_keys(Keep::Return)
            .iter()
            .any(|key| open_return_address(&address, key, &ID, &deployment()).is_ok());
        assert_eq!(opens, day < 45, "day {day}");
    }
}

#[test]
fn a_receipts_code_comes_from_the_secret_and_says_nothing_of_id_or_hash() {
    // HKDF-SHA256 without salt, the number modulo 10^12, computed apart from this program with Python's hmac.
    let secret = RequestSecret::from_bytes(std::array::from_fn(|at| u8::try_from(at).unwrap()));
    assert_eq!(receipt_code(&secret).to_string(), "3539 3385 0839");
    let others = [*request_id(&secret).bytes(), *withdraw_hash(&secret).bytes()];
    for other in others {
        let number = u128::from_be_bytes(other) % u128::from(ReceiptCode::COUNT);
        assert_ne!(u128::from(receipt_code(&secret).number()), number);
    }
}

#[test]
fn codes_are_spread_over_all_twelve_digits() {
    let secret = |byte| RequestSecret::from_bytes([byte; 16]);
    let codes: Vec<u64> = (0..=255).map(|byte| receipt_code(&secret(byte)).number()).collect();
    assert_eq!(codes.iter().collect::<HashSet<_>>().len(), 256);
    for place in 0..12 {
        let digits: HashSet<u64> = codes.iter().map(|code| code / 10_u64.pow(place) % 10).collect();
        assert_eq!(digits.len(), 10, "place {place}");
    }
}

#[test]
fn a_code_is_found_under_the_return_key_of_its_day_and_under_no_other_key() {
    let mut ring = ring(NOW);
    let code = ReceiptCode::from_number(123_456_789_012);
    let stored = code_mac(code, ring.newest_day_key(Keep::Return));
    let _ = ring.advance(NOW.plus(2 * DAY)).unwrap();
    let keys = || Keep::ALL.iter().flat_map(|keep| ring.day_keys(*keep));
    let found: Vec<_> = keys().filter(|key| code_mac(code, key) == stored).collect();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].keep(), found[0].day()), (Keep::Return, today()));
    let near = ReceiptCode::from_number(123_456_789_013);
    assert!(keys().all(|key| code_mac(near, key) != stored));
    assert_eq!(format!("{stored:?}"), "CodeMac");
}

proptest! {
    #[test]
    fn any_56_bytes_lead_nowhere(bytes in proptest::array::uniform32(any::<u8>()), more in proptest::array::uniform24(any::<u8>())) {
        let address = ReturnAddress::from_bytes([&bytes[..], &more].concat().try_into().unwrap());
        prop_assert_eq!(route(&RING, &address, today(), &ID, &deployment()), Err(OpenError::NotHere));
    }

    #[test]
    fn every_chat_is_found_again(chat in any::<[u8; 8]>(), random in any::<[u8; 8]>()) {
        let key = RING.newest_day_key(Keep::Return);
        let address =
            seal_return_address(&Route::from_bytes(chat), random, [3; 24], key, &ID, &deployment()).unwrap();
        prop_assert_eq!(route(&RING, &address, today(), &ID, &deployment()), Ok(chat));
    }
}
