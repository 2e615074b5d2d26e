//! The keys that days leave behind: when they come, when they go, and that nodes agree on them.

use super::super::*;
use super::{DAY, KEY, NOON, body, deployment, forged, lines, refusal, ring};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use std::collections::HashSet;

const FIRST: i64 = 20_000;

fn held(ring: &KeyRing, keep: Keep) -> Vec<i64> {
    ring.day_keys(keep).iter().map(DayKey::day).collect()
}

/// The ring after `days` midnights, each met by a service that runs.
fn stepped(days: i64) -> KeyRing {
    let mut ring = ring();
    for day in 1..=days {
        assert_eq!(ring.advance(NOON.plus(day * DAY)), Ok(Advance::Ratcheted));
    }
    ring
}

#[test]
fn the_days_are_those_that_people_were_promised() {
    assert_eq!(Keep::ALL.map(|keep| (keep.name(), keep.days())), [("waiting", 15), ("claimed", 31), ("return", 45)]);
}

#[test]
fn a_days_keys_are_destroyed_on_day_15_31_and_45_and_not_before() {
    let mut ring = ring();
    for day in 0..=46 {
        if day > 0 {
            assert_eq!(ring.advance(NOON.plus(day * DAY)), Ok(Advance::Ratcheted));
        }
        for keep in Keep::ALL {
            let lives = ring.day_key(keep, FIRST).is_some();
            assert_eq!(lives, day < keep.days(), "{} on day {day}", keep.name());
            let wanted: Vec<i64> = (0..=day).rev().take(keep.days().try_into().unwrap()).map(|d| FIRST + d).collect();
            assert_eq!(held(&ring, keep), wanted, "newest first, no gaps");
            assert_eq!(ring.days_kept(keep), *wanted.last().unwrap()..=FIRST + day);
            assert_eq!(ring.newest_day_key(keep).day(), FIRST + day);
            assert!(ring.day_keys(keep).iter().all(|key| key.keep() == keep));
            assert!(ring.day_key(keep, FIRST + day + 1).is_none(), "tomorrow has no key yet");
            assert!(ring.day_key(keep, FIRST - 1).is_none());
        }
    }
}

#[test]
fn day_keys_are_made_from_their_epoch_as_it_is_written_down() {
    // HKDF-SHA256 without salt, from a seed of sevens, computed apart from this program with Python's hmac.
    let text = String::from_utf8(stepped(1).to_bytes().to_vec()).unwrap();
    for (line, hex) in [
        ("waiting 20000", "6caecaaae110c8f7d6bfdaedd23ff5c2c3aa18376f5bae14907226694cb1791c"),
        ("claimed 20000", "02b82dbb2d683504e940c8861a5ab1790c074b2e7637902a961e0925972d9e24"),
        ("return 20000", "4a604d40a921461422e90ba33accaa65fe56bc7025b7e3089abf18a04599c02c"),
        ("waiting 20001", "ba19a85a8af72f15a5895e0d6d83c5cc2fafe9f587dd7d846351767b3bdcecb9"),
        ("claimed 20001", "6780f8f7265c3fa10286cf093c95fc9accf5f6004c5359bcc629f59e23b75575"),
        ("return 20001", "c626b9407c0fb2b004c2166fd87efef6db366b1f6dc1d03b8c94a3d659ab5281"),
    ] {
        let bytes: Vec<u8> = hex.as_bytes().chunks(2).map(pair).collect();
        let wanted = format!("\n{line} {}\n", STANDARD.encode(bytes));
        assert!(text.contains(&wanted), "{line}");
    }
}

fn pair(two: &[u8]) -> u8 {
    u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap()
}

#[test]
fn every_day_every_keep_and_every_purpose_has_its_own_key() {
    let ring = stepped(46);
    let mut seen = HashSet::new();
    for key in Keep::ALL.iter().flat_map(|keep| ring.day_keys(*keep)) {
        assert!(seen.insert(*key.key()));
        assert!(seen.insert(*key.cells().bytes()));
        assert!(seen.insert(*key.subkey(DayPurpose::CodeMac)));
        assert!(seen.insert(*key.subkey(DayPurpose::ReturnAddress)));
        assert_eq!(key.cells().number(), key.day());
    }
    for epoch in ring.epoch_keys() {
        assert!(seen.insert(*epoch.key()));
        assert!(seen.insert(*epoch.cells().bytes()));
        assert_eq!(epoch.cells().number(), epoch.epoch());
    }
}

#[test]
fn after_a_year_in_a_cupboard_the_ring_is_the_one_a_running_service_has() {
    for days in [3, 14, 15, 16, 44, 45, 46, 400] {
        let mut sleeper = ring();
        assert_eq!(sleeper.advance_on_operators_word(NOON.plus(days * DAY)), Ok(Advance::Ratcheted));
        assert_eq!(sleeper.to_bytes(), stepped(days).to_bytes(), "{days} days");
    }
}

#[test]
fn after_ten_years_everything_old_is_gone_and_every_living_day_has_its_key() {
    let mut ring = stepped(3);
    let longest = KeyRing::MOST_EPOCHS_ON_WORD;
    assert_eq!(ring.advance_on_operators_word(NOON.plus((3 + longest) * DAY)), Ok(Advance::Ratcheted));
    let today = FIRST + 3 + longest;
    for keep in Keep::ALL {
        assert_eq!(ring.days_kept(keep), today - keep.days() + 1..=today);
        assert_eq!(i64::try_from(ring.day_keys(keep).len()).unwrap(), keep.days());
    }
}

#[test]
fn a_clock_400_days_ahead_destroys_no_day_key() {
    let mut ring = stepped(20);
    let before = ring.to_bytes();
    assert_eq!(ring.advance(NOON.plus(420 * DAY)), Err(Refusal::ClockAhead { epochs: 400 }));
    assert_eq!(ring.to_bytes(), before);
}

#[test]
fn a_clock_2_days_back_destroys_no_day_key_and_makes_none() {
    let mut ring = stepped(20);
    let before = ring.to_bytes();
    assert_eq!(ring.advance(NOON.plus(18 * DAY)), Err(Refusal::ClockBack { days: 2 }));
    assert_eq!(ring.advance_on_operators_word(NOON.plus(18 * DAY)), Err(Refusal::ClockBack { days: 2 }));
    assert_eq!(ring.to_bytes(), before);
}

#[test]
fn a_ring_from_the_disk_that_is_newer_than_the_clock_is_read_and_not_moved() {
    let bytes = stepped(20).to_bytes();
    let mut ring = KeyRing::parse(&bytes, &deployment()).unwrap();
    assert_eq!(ring.advance(NOON.plus(19 * DAY)), Err(Refusal::ClockBack { days: 1 }));
    assert_eq!(ring.to_bytes(), bytes);
}

#[test]
fn a_full_ring_cut_off_at_any_line_is_refused() {
    let bytes = stepped(60).to_bytes();
    for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n') {
        if at + 1 < bytes.len() {
            refusal(&bytes[..=at]);
        }
        refusal(&bytes[..at]);
    }
}

#[test]
fn a_full_ring_of_the_longest_names_fits_its_buffer() {
    let named: DeploymentId = "d".repeat(64).parse().unwrap();
    let farthest = Moment(i64::MAX);
    let mut ring = KeyRing::create(named.clone(), farthest.plus(-60 * DAY), [7; 32]);
    assert_eq!(ring.advance_on_operators_word(farthest), Ok(Advance::Ratcheted));
    let hash = crate::vocab::RosterHash::from_bytes([255; 32]);
    assert_eq!(ring.remember_roster(RosterMark { version: u32::MAX, hash }), Remembered::Raised);
    let bytes = ring.to_bytes();
    assert_eq!(bytes.capacity(), form::CAPACITY, "the buffer grew, and a copy of the keys stayed behind");
    assert_eq!(KeyRing::parse(&bytes, &named).unwrap().to_bytes(), bytes);
}

#[test]
fn a_ring_of_any_age_is_read_and_one_that_lacks_a_key_or_has_one_too_old_is_not() {
    for age in [1, 2, 3, 14, 15, 16, 30, 31, 32, 44, 45, 400] {
        let good = lines(age);
        assert!(KeyRing::parse(&forged(&body(&good)), &deployment()).is_ok(), "{age}");
        // Above 31 days only the return section tells the age: without its last line the ring is a day younger.
        let all = if age > 31 { good.len() - 1 } else { good.len() };
        for gone in 0..all {
            let mut lines = good.clone();
            lines.remove(gone);
            refusal(&forged(&body(&lines)));
        }
    }
    let full = lines(400);
    for (last, (name, most)) in [(16, ("waiting", 15)), (47, ("claimed", 31)), (92, ("return", 45))] {
        let mut lines = full.clone();
        lines.insert(last + 1, format!("{name} {} {KEY}\n", 20_100 - most));
        let expected = "no key older than its days";
        assert_eq!(refusal(&forged(&body(&lines))), Error::Line { line: last + 6, expected }, "{name}");
    }
    assert_eq!(refusal(&forged(&body(&full[..2]))), Error::DaysMissing { keep: "waiting", found: 0, wanted: 1 });
    let young = [&lines(1)[..], &lines(2)[7..8]].concat();
    assert_eq!(refusal(&forged(&body(&young))), Error::DaysMissing { keep: "waiting", found: 1, wanted: 2 });
    let one_epoch = [&full[..1], &full[2..]].concat();
    assert_eq!(refusal(&forged(&body(&one_epoch))), Error::EpochsMissing);
}

proptest! {
    #[test]
    fn however_nodes_sleep_they_hold_the_same_ring_on_the_same_day(
        steps in proptest::collection::vec(1_i64..=2, 1..40),
        jump in 0_i64..70,
        restart in any::<bool>(),
    ) {
        let mut node = ring();
        let mut day = 0;
        for step in steps {
            day += step;
            prop_assert_eq!(node.advance(NOON.plus(day * DAY)), Ok(Advance::Ratcheted));
            if restart {
                node = KeyRing::parse(&node.to_bytes(), &deployment()).unwrap();
            }
        }
        day += jump;
        let _ = node.advance_on_operators_word(NOON.plus(day * DAY)).unwrap();
        prop_assert_eq!(node.to_bytes(), stepped(day).to_bytes());
    }

    #[test]
    fn lines_in_any_order_and_number_are_the_ring_they_spell_or_refused(
        age in 1_i64..60,
        moves in proptest::collection::vec((0_usize..100, 0_usize..100), 0..3),
    ) {
        let mut lines = lines(age);
        for (one, other) in moves {
            let length = lines.len();
            lines.swap(one % length, other % length);
        }
        let bytes = forged(&body(&lines));
        if let Ok(ring) = KeyRing::parse(&bytes, &deployment()) {
            prop_assert_eq!(&ring.to_bytes()[..], &bytes[..]);
        }
    }
}
