//! A request in its row: bent, moved, copied, cut off, and its key's days over.

use crate::desk::{DAY, ID, NOW, SMALL, assert_no_canary, deployment, desk, fields, long, opened, ring, short};
use janynda::keyring::{DayKey, Keep, KeyRing};
use janynda::seal::{Error, OpenError, Sealed, Wrapped, open, rewrap, seal, take_out, wrap};
use janynda::vocab::RequestId;
use proptest::prelude::*;
use std::sync::LazyLock;

const OTHER: RequestId = RequestId::from_bytes([0xcd; 16]);

static RING: LazyLock<KeyRing> = LazyLock::new(|| ring(NOW));

fn waiting() -> &'static DayKey {
    RING.newest_day_key(Keep::Waiting)
}

fn sealed() -> Sealed {
    seal(&long("WORDSCANARY"), &SMALL.roster, NOW).unwrap()
}

fn wrapped() -> Wrapped {
    wrap(&sealed(), &ID, waiting(), [1; 24]).unwrap()
}

#[test]
fn what_was_wrapped_comes_out_as_it_was_and_its_reader_reads_it() {
    let before = sealed();
    let wrapped = wrap(&before, &ID, waiting(), [1; 24]).unwrap();
    let stored = Wrapped::from_stored(wrapped.bytes().to_vec()).unwrap();
    let after = take_out(&stored, &ID, waiting()).unwrap();
    assert_eq!(after, before);
    assert_eq!(fields(&opened(&after, &SMALL.recovery).unwrap().request), fields(&long("WORDSCANARY")));
}

#[test]
fn one_changed_bit_at_any_byte_and_nothing_comes_out() {
    let wrapped = wrapped();
    for at in 0..Wrapped::SIZE {
        let mut changed = wrapped.bytes().to_vec();
        changed[at] ^= 1 << (at % 8);
        let changed = Wrapped::from_stored(changed).unwrap();
        assert_eq!(take_out(&changed, &ID, waiting()), Err(OpenError::NotHere), "byte {at}");
    }
}

#[test]
fn two_rows_whose_requests_were_swapped_open_neither() {
    let (one, two) = (wrapped(), wrap(&sealed(), &OTHER, waiting(), [2; 24]).unwrap());
    assert_eq!(take_out(&two, &ID, waiting()), Err(OpenError::NotHere));
    assert_eq!(take_out(&one, &OTHER, waiting()), Err(OpenError::NotHere));
    assert!(take_out(&one, &ID, waiting()).is_ok(), "control");
    assert!(take_out(&two, &OTHER, waiting()).is_ok(), "control");
}

#[test]
fn a_request_copied_to_another_id_is_refused_by_its_reader_even_if_the_server_wrapped_it_there() {
    let copied = wrap(&sealed(), &OTHER, waiting(), [1; 24]).unwrap();
    let out = take_out(&copied, &OTHER, waiting()).unwrap();
    let error = open(&out, &SMALL.recovery, &OTHER, &deployment()).unwrap_err();
    assert_eq!(error, OpenError::OtherRequest);
}

#[test]
fn a_request_cut_off_or_with_something_behind_it_is_none() {
    let bytes = wrapped().bytes().to_vec();
    for length in 0..bytes.len() {
        let refusal = OpenError::NotWrapped { size: length, wanted: 8192 };
        assert_eq!(Wrapped::from_stored(bytes[..length].to_vec()), Err(refusal));
    }
    assert!(Wrapped::from_stored([&bytes[..], b"x"].concat()).is_err());
    assert!(Wrapped::from_stored(sealed().bytes().to_vec()).is_err(), "an age file without its wrap");
}

#[test]
fn a_rows_size_is_the_same_whatever_was_written_and_however_many_read() {
    let (one, thirty_one) = (desk(1), desk(31));
    for roster in [&one.roster, &SMALL.roster, &thirty_one.roster] {
        for request in [short(), long("WORDSCANARY"), long(&"ы".repeat(900))] {
            let wrapped = wrap(&seal(&request, roster, NOW).unwrap(), &ID, waiting(), [1; 24]).unwrap();
            assert_eq!(wrapped.bytes().len(), 8192);
        }
    }
}

#[test]
fn the_first_claim_moves_a_request_from_the_key_of_its_day_to_the_key_of_the_claims_day() {
    let mut ring = ring(NOW);
    let before = sealed();
    let first = wrap(&before, &ID, ring.newest_day_key(Keep::Waiting), [1; 24]).unwrap();
    let day = ring.newest().epoch();
    let _ = ring.advance(NOW.plus(2 * DAY)).unwrap();
    let from = ring.day_key(Keep::Waiting, day).unwrap();
    let to = ring.newest_day_key(Keep::Claimed);
    let moved = rewrap(&first, &ID, from, to, [2; 24]).unwrap();
    assert_eq!(moved.bytes().len(), 8192);
    assert_eq!(take_out(&moved, &ID, to), Ok(before));
    assert_eq!(take_out(&moved, &ID, from), Err(OpenError::NotHere));
    assert_eq!(rewrap(&moved, &ID, from, to, [3; 24]), Err(OpenError::NotHere), "a second claim moves nothing");
    assert_eq!(rewrap(&first, &OTHER, from, to, [3; 24]), Err(OpenError::NotHere));
}

#[test]
fn a_return_key_wraps_nothing_because_it_lives_too_long() {
    let returns = RING.newest_day_key(Keep::Return);
    let refusal = OpenError::WrongKey { keep: "return" };
    assert_eq!(wrap(&sealed(), &ID, returns, [1; 24]), Err(Error::WrongKey { keep: "return" }));
    assert_eq!(take_out(&wrapped(), &ID, returns), Err(refusal));
    assert_eq!(rewrap(&wrapped(), &ID, waiting(), returns, [1; 24]), Err(refusal));
    assert_eq!(rewrap(&wrapped(), &ID, returns, waiting(), [1; 24]), Err(refusal));
}

/// Whether any key that the ring still holds, for whatever it is kept, opens a row or a backup of it.
fn opens_with_any_key(ring: &KeyRing, backup: &Wrapped) -> bool {
    Keep::ALL.iter().flat_map(|keep| ring.day_keys(*keep)).any(|key| take_out(backup, &ID, key).is_ok())
}

#[test]
fn day_by_day_to_day_46_every_backup_closes_for_ever_with_its_key() {
    let mut ring = ring(NOW);
    let sent_and_waiting = wrap(&sealed(), &ID, ring.newest_day_key(Keep::Waiting), [1; 24]).unwrap();
    let sent_on = ring.newest().epoch();
    let mut claimed_last = None;
    for day in 1..=46 {
        let _ = ring.advance(NOW.plus(day * DAY)).unwrap();
        if day == 14 {
            let from = ring.day_key(Keep::Waiting, sent_on).unwrap();
            let to = ring.newest_day_key(Keep::Claimed);
            claimed_last = Some(rewrap(&sent_and_waiting, &ID, from, to, [2; 24]).unwrap());
        }
        assert_eq!(opens_with_any_key(&ring, &sent_and_waiting), day < 15, "day {day}");
        if let Some(claimed) = &claimed_last {
            assert_eq!(opens_with_any_key(&ring, claimed), day < 45, "day {day}");
        }
    }
}

#[test]
fn no_row_no_error_and_no_debug_output_holds_what_a_person_wrote() {
    let wrapped = wrapped();
    let error = take_out(&wrapped, &OTHER, waiting()).unwrap_err();
    assert_no_canary(&format!("{wrapped:?} {error} {error:?}"));
    assert_no_canary(&String::from_utf8_lossy(wrapped.bytes()));
    let readable = "age-encryption.org";
    assert!(!String::from_utf8_lossy(wrapped.bytes()).contains(readable), "the age file itself is hidden");
    assert!(String::from_utf8_lossy(sealed().bytes()).contains(readable), "control");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_of_a_row_are_refused_and_nothing_else_happens(
        bytes in proptest::collection::vec(any::<u8>(), 8192),
        extra in 0_usize..3,
    ) {
        let wrapped = Wrapped::from_stored(bytes.clone()).unwrap();
        prop_assert_eq!(take_out(&wrapped, &ID, waiting()), Err(OpenError::NotHere));
        prop_assert_eq!(Wrapped::from_stored([&bytes[..], &vec![0; extra]].concat()).is_ok(), extra == 0);
    }
}
