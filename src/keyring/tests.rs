//! The ring over days, and the ring as a file that was cut, swapped or changed.

mod days;

use super::*;
use crate::vocab::RosterHash;
use proptest::prelude::*;

const DAY: i64 = 86_400;
const NOON: Moment = Moment(20_000 * DAY + DAY / 2);

fn deployment() -> DeploymentId {
    "almaty-1".parse().unwrap()
}

fn ring() -> KeyRing {
    KeyRing::create(deployment(), NOON, [7; 32])
}

fn keys(ring: &KeyRing) -> Vec<(i64, [u8; 32])> {
    ring.epoch_keys().iter().map(|key| (key.epoch(), *key.subkey(Purpose::Alias))).collect()
}

fn mark(version: u32, byte: u8) -> RosterMark {
    RosterMark { version, hash: RosterHash::from_bytes([byte; 32]) }
}

fn refusal(bytes: &[u8]) -> Error {
    match KeyRing::parse(bytes, &deployment()) {
        Ok(_) => panic!("a wrong ring was read"),
        Err(error) => error,
    }
}

/// A ring with `body` and a checksum that fits, as somebody who can count would forge it.
fn forged(body: &str) -> Vec<u8> {
    use base64::Engine;
    use sha2::Digest;
    let sum = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(body));
    format!("{body}checksum {sum}\n").into_bytes()
}

#[test]
fn a_second_before_midnight_is_one_day_and_a_second_later_the_next() {
    let midnight = Moment(20_001 * DAY);
    let mut ring = ring();
    let first_day = keys(&ring);
    assert_eq!(ring.advance(midnight.plus(-1)), Ok(Advance::Unchanged));
    assert_eq!(keys(&ring), first_day);
    assert_eq!(ring.advance(midnight), Ok(Advance::Ratcheted));
    assert_eq!(ring.epoch_keys().iter().map(EpochKey::epoch).collect::<Vec<_>>(), [20_001, 20_000]);
    assert_eq!(keys(&ring)[1], first_day[0], "yesterday's cards are still found");
}

#[test]
fn the_day_before_yesterday_is_forgotten() {
    let mut ring = ring();
    let gone = keys(&ring)[0];
    assert_eq!(ring.advance(NOON.plus(2 * DAY)), Ok(Advance::Ratcheted));
    assert_eq!(ring.epoch_keys().len(), 2);
    assert!(!keys(&ring).contains(&gone));
}

#[test]
fn two_nodes_that_slept_differently_hold_the_same_keys() {
    let (mut steady, mut sleeper) = (ring(), ring());
    for day in 1..=2 {
        assert_eq!(steady.advance(NOON.plus(day * DAY)), Ok(Advance::Ratcheted));
    }
    assert_eq!(sleeper.advance(NOON.plus(2 * DAY)), Ok(Advance::Ratcheted));
    assert_eq!(keys(&steady), keys(&sleeper));
}

#[test]
fn a_clock_that_goes_back_or_jumps_ahead_changes_no_key() {
    let mut ring = ring();
    let before = keys(&ring);
    assert_eq!(ring.advance(NOON.plus(-DAY)), Err(Refusal::ClockBack { days: 1 }));
    assert_eq!(ring.advance(NOON.plus(3 * DAY)), Err(Refusal::ClockAhead { epochs: 3 }));
    assert_eq!(ring.advance(NOON.plus(400 * DAY)), Err(Refusal::ClockAhead { epochs: 400 }));
    assert!(ring.advance(Moment(i64::MAX)).is_err());
    assert!(ring.advance(Moment(i64::MIN)).is_err());
    assert_eq!(keys(&ring), before);
}

#[test]
fn the_operators_word_moves_ahead_but_never_back() {
    let mut ring = ring();
    assert_eq!(ring.advance_on_operators_word(NOON.plus(400 * DAY)), Ok(Advance::Ratcheted));
    assert_eq!(ring.newest().epoch(), 20_400);
    assert_eq!(ring.advance_on_operators_word(NOON), Err(Refusal::ClockBack { days: 400 }));
    assert!(ring.advance_on_operators_word(Moment(i64::MAX)).is_err());
}

#[test]
fn every_purpose_and_every_day_has_its_own_key() {
    let mut ring = ring();
    assert_eq!(ring.advance(NOON.plus(DAY)), Ok(Advance::Ratcheted));
    let mut seen = std::collections::HashSet::new();
    for key in ring.epoch_keys() {
        for purpose in [Purpose::Alias, Purpose::MessageMac] {
            assert!(seen.insert(*key.subkey(purpose)));
        }
    }
}

#[test]
fn the_roster_mark_only_moves_up() {
    let mut ring = ring();
    assert_eq!(ring.roster_mark(), None);
    assert_eq!(ring.remember_roster(mark(7, 1)), Remembered::Raised);
    assert_eq!(ring.remember_roster(mark(7, 2)), Remembered::Unchanged);
    assert_eq!(ring.remember_roster(mark(6, 3)), Remembered::Unchanged);
    assert_eq!(ring.roster_mark(), Some(mark(7, 1)));
}

#[test]
fn the_hotlines_mark_only_moves_up() {
    let mut ring = ring();
    let at = |time: &str| time.parse().unwrap();
    assert_eq!(ring.hotlines_mark(), None);
    assert_eq!(ring.remember_hotlines(at("2026-11-24T07:00:01Z")), Remembered::Raised);
    assert_eq!(ring.remember_hotlines(at("2026-11-24T07:00:01Z")), Remembered::Unchanged);
    assert_eq!(ring.remember_hotlines(at("2026-11-24T07:00:00Z")), Remembered::Unchanged);
    assert_eq!(ring.hotlines_mark(), Some(at("2026-11-24T07:00:01Z")));
}

#[test]
fn a_ring_is_read_as_it_was_written() {
    let mut ring = ring();
    for day in 0..3 {
        let bytes = ring.to_bytes();
        assert!(bytes.capacity() <= form::CAPACITY, "the buffer grew, and a copy of the keys stayed behind");
        let again = KeyRing::parse(&bytes, &deployment()).unwrap();
        assert_eq!(again.to_bytes(), bytes);
        assert_eq!(keys(&again), keys(&ring));
        assert_eq!(again.roster_mark(), ring.roster_mark());
        assert_eq!(again.hotlines_mark(), ring.hotlines_mark());
        let _ = ring.remember_hotlines(Timestamp::from_second(NOON.0 + day).unwrap());
        let _ = ring.advance(NOON.plus((day + 1) * DAY)).unwrap();
        let _ = ring.remember_roster(mark(u32::MAX - 2 + u32::try_from(day).unwrap(), 9));
    }
}

#[test]
fn a_ring_cut_off_anywhere_or_with_one_changed_bit_is_refused() {
    let mut ring = ring();
    let _ = ring.advance(NOON.plus(DAY)).unwrap();
    let bytes = ring.to_bytes();
    for cut in 0..bytes.len() {
        refusal(&bytes[..cut]);
    }
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.to_vec();
            changed[at] ^= 1 << bit;
            refusal(&changed);
        }
    }
    refusal(&[&bytes[..], b"\n"].concat());
}

#[test]
fn a_ring_of_another_deployment_is_refused() {
    let other = KeyRing::create("shymkent-1".parse().unwrap(), NOON, [7; 32]);
    assert_eq!(refusal(&other.to_bytes()), Error::OtherDeployment);
}

const KEY: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
const HEAD: &str = "janynda-keyring-v1\ndeployment almaty-1\nroster none\nhotlines none\n";

/// The lines of a ring of `age` days whose newest is 20100, as they should be.
fn lines(age: i64) -> Vec<String> {
    let section = |name: &str, most: i64| {
        (0..age.min(most)).map(|back| format!("{name} {} {KEY}\n", 20_100 - back)).collect::<Vec<_>>()
    };
    [section("epoch", 2), section("waiting", 15), section("claimed", 31), section("return", 45)].concat()
}

fn body(lines: &[String]) -> String {
    format!("{HEAD}{}", lines.concat())
}

#[test]
fn unknown_sections_gaps_and_other_spellings_are_refused_with_their_line() {
    let good = lines(2);
    assert!(KeyRing::parse(&forged(&body(&good)), &deployment()).is_ok());
    let with = |at: usize, line: String| {
        let mut lines = good.clone();
        lines[at] = line;
        body(&lines)
    };
    for (body, line) in [
        (with(1, format!("epoch 20098 {KEY}\n")), 6),
        (with(3, format!("waiting 20098 {KEY}\n")), 8),
        (with(2, format!("waiting 20101 {KEY}\n")), 7),
        (with(4, format!("claimed 20099 {KEY}\n")), 9),
        (with(7, format!("return 20100 {KEY}\n")), 12),
        (with(7, format!("letters 20099 {KEY}\n")), 12),
        (with(5, format!("waiting 20099 {KEY}\n")), 10),
        (format!("{}later 20099 {KEY}\n", body(&good)), 13),
        (format!("{}epoch 20098 {KEY}\n", body(&good)), 13),
        (with(0, format!("epoch +20100 {KEY}\n")), 5),
        (with(0, format!("epoch 020100 {KEY}\n")), 5),
        (with(0, format!("epoch 20100  {KEY}\n")), 5),
        (with(0, format!("epoch 20100 {KEY}\r\n")), 5),
        (with(0, "epoch 20100 AAAA\n".into()), 5),
        (with(6, "return 20100 AAAA\n".into()), 11),
        (with(6, format!("return 0{} {KEY}\n", 20_100)), 11),
        (HEAD.to_owned(), 5),
        ("janynda-keyring-v1\ndeployment almaty-1\n".to_owned(), 3),
        ("janynda-keyring-v1\ndeployment almaty-1\nroster none\n".to_owned(), 4),
        (body(&good).replace("hotlines none", "hotlines 2026-11-24T07:00Z"), 4),
        (body(&good).replace("hotlines none", "hotlines 1795503600"), 4),
        ("janynda-keyring-v1\nroster none\n".to_owned(), 2),
    ] {
        let found = refusal(&forged(&body));
        assert!(matches!(found, Error::Line { line: found, .. } if found == line), "{line}: {found}");
    }
    assert_eq!(refusal(&forged("janynda-keyring-v2\n")), Error::OtherVersion);
    assert!(matches!(refusal(&vec![b'x'; 100_000]), Error::TooLarge { .. }));
}

#[test]
fn no_error_repeats_a_byte_of_a_key() {
    let key = "TUFSS0VSTUFSS0VSTUFSS0VSTUFSS0VSTUFSS0VSTQ==";
    let body = format!("janynda-keyring-v1\ndeployment almaty-1\nroster none\nhotlines none\nepoch x {key}\n");
    let error = refusal(&forged(&body));
    assert!(!format!("{error} {error:?}").contains("TUFS"));
}

proptest! {
    #[test]
    fn any_bytes_are_a_ring_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = KeyRing::parse(&bytes, &deployment());
    }

    #[test]
    fn any_text_with_a_fitting_checksum_is_a_ring_or_an_error(text in "(janynda-keyring-v1\n)?[ -~\n]{0,200}") {
        if let Ok(ring) = KeyRing::parse(&forged(&text), &deployment()) {
            prop_assert_eq!(&ring.to_bytes()[..], &forged(&text)[..]);
        }
    }
}
