//! The attack table: every way a list of readers could be bent, a row each, and what is said about it.

use super::*;
use proptest::prelude::*;

/// A roster signed by this key at this version.
fn signed_by(authority: &Authority, version: u32) -> (String, String) {
    let text = good().replacen("version 7", &format!("version {version}"), 1);
    let signature = sign(&text, &authority.secret).unwrap();
    (text, signature)
}

#[test]
fn an_older_roster_is_refused_also_when_the_backup_key_signed_it() {
    let (primary, backup) = (authority(), authority());
    let keys = [primary.public.clone(), backup.public.clone()];
    let (newest, signature) = signed_by(&primary, 7);
    let mark = verify_with(newest.as_bytes(), &signature, &keys, NOW, None).unwrap().mark();
    for (who, version, refused) in [(&primary, 6, true), (&backup, 6, true), (&backup, 8, false)] {
        let (text, signature) = signed_by(who, version);
        let verified = verify_with(text.as_bytes(), &signature, &keys, NOW, Some(mark)).map(|_| ());
        let rollback = Err(Error::Rollback { found: version, known: 7 });
        assert_eq!(verified, if refused { rollback } else { Ok(()) });
    }
    let (same, signature) = signed_by(&backup, 7);
    let contradiction = verify_with(same.as_bytes(), &signature, &keys, NOW, Some(mark)).map(|_| ());
    assert_eq!(contradiction, Err(Error::Contradiction { version: 7 }), "the backup key cannot say something else");
}

#[test]
fn an_expired_roster_is_refused() {
    let text = good();
    let (key, signature) = sign_anything(text.as_bytes());
    let late = verify_with(text.as_bytes(), &signature, &[key], NOW.plus(89 * DAY), None).map(|_| ());
    assert_eq!(late, Err(Error::Expired { not_after: "2027-02-20".parse().unwrap() }));
}

#[test]
fn a_roster_dated_ahead_is_refused() {
    let error = refusal(&good().replacen("issued 2026-11-24", "issued 2026-11-25", 1));
    assert_eq!(error, Error::FutureDated { issued: "2026-11-25".parse().unwrap() });
}

#[test]
fn a_roster_signed_by_a_strangers_key_is_refused() {
    let (text, signature) = signed_by(&authority(), 7);
    let keys = [authority().public, authority().public];
    let refused = verify_with(text.as_bytes(), &signature, &keys, NOW, None).map(|_| ());
    assert_eq!(refused, Err(Error::Signature(signed::Error::WrongKey { pinned: 2 })));
}

#[test]
fn a_signature_cut_off_anywhere_is_refused() {
    let authority = authority();
    let (text, signature) = signed_by(&authority, 7);
    let keys = [authority.public];
    assert!(verify_with(text.as_bytes(), &signature, &keys, NOW, None).is_ok(), "control: the whole one is good");
    // Without its last line end it says the same.
    for cut in 0..signature.trim_end().len() {
        assert!(verify_with(text.as_bytes(), &signature[..cut], &keys, NOW, None).is_err(), "{cut}");
    }
}

#[test]
fn bytes_behind_a_signed_roster_or_its_signature_are_refused() {
    let authority = authority();
    let (text, signature) = signed_by(&authority, 7);
    let keys = [authority.public];
    for tail in ["x", "\n", "\0", "recovery recipient=age1\n"] {
        let longer = format!("{text}{tail}");
        let refused = verify_with(longer.as_bytes(), &signature, &keys, NOW, None).map(|_| ());
        assert_eq!(refused, Err(Error::Signature(signed::Error::BadSignature)), "{tail:?}");
    }
    let longer = format!("{signature}hidden\n");
    let refused = verify_with(text.as_bytes(), &longer, &keys, NOW, None).map(|_| ());
    assert_eq!(refused, Err(Error::Signature(signed::Error::NotASignature)));
}

#[test]
fn a_roster_with_carriage_returns_is_refused_though_it_was_signed_so() {
    let error = refusal(&good().replace('\n', "\r\n"));
    assert!(matches!(&error, Error::Line { line: 1, found, .. } if found == "a carriage return"), "{error}");
}

#[test]
fn a_roster_with_a_byte_order_mark_is_refused_though_it_was_signed_so() {
    let error = refusal(&format!("\u{feff}{}", good()));
    assert!(matches!(&error, Error::Line { line: 1, found, .. } if found == "a byte order mark"), "{error}");
}

#[test]
fn one_person_in_two_places_of_a_roster_is_refused() {
    let (one, recovery) = (fresh(), fresh());
    assert_eq!(refusal(&text(&[("aigul", &one), ("dana", &one)], &recovery)), Error::SameRecipient);
    assert_eq!(refusal(&text(&[("aigul", &one)], &one)), Error::SameRecipient);
    let twice = format!("{}recovery recipient={recovery}\n", text(&[("aigul", &one)], &recovery));
    assert!(matches!(refusal(&twice), Error::Line { line: 8, .. }));
}

#[test]
fn a_recipient_in_another_case_is_refused() {
    let one = fresh();
    let mixed = one.replacen("age1", "Age1", 1);
    let (head, tail) = one.split_at(30);
    for odd in [one.to_uppercase(), mixed, format!("{head}{}", tail.to_uppercase())] {
        let error = refusal(&text(&[("aigul", &odd)], &fresh()));
        assert!(matches!(error, Error::Line { line: 6, .. }), "{odd}: {error}");
    }
}

/// Refused where a counsellor's and where the recovery recipient stands.
#[track_caller]
fn is_no_recipient(odd: &str) {
    for (bent, line) in [(text(&[("aigul", odd)], &fresh()), 6), (text(&[("aigul", &fresh())], odd), 7)] {
        let error = refusal(&bent);
        assert!(matches!(error, Error::Line { line: found, .. } if found == line), "{error}");
    }
}

#[test]
fn an_ssh_key_is_no_recipient() {
    is_no_recipient("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN");
    is_no_recipient("ssh-ed25519");
}

#[test]
fn a_plugins_recipient_is_no_recipient() {
    is_no_recipient("age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t");
}

#[test]
fn a_tagged_recipient_is_no_recipient() {
    is_no_recipient("age1tag1qt8lw0ual6avlwmwatk888yqnmdamm7xfd0wak53ut6elz5c4swx2h87x4n");
}

#[test]
fn a_post_quantum_recipient_is_no_recipient() {
    // Rust age cannot seal to it; its text has some two thousand characters.
    is_no_recipient(&format!("age1pq1{}", "q".repeat(1_952)));
    is_no_recipient("age1pq1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq");
}

#[test]
fn the_all_zero_point_is_refused_although_age_takes_it_for_a_recipient() {
    let zero = format!("age1{}5cu47z", "q".repeat(52));
    assert!(zero.parse::<Recipient>().is_ok(), "if age refuses it by itself, the trial has lost its reason");
    assert_eq!(refusal(&text(&[("aigul", &fresh())], &zero)), Error::UnusableRecipient { line: 7 });
}

#[test]
fn a_roster_of_ten_thousand_lines_is_refused() {
    let one = fresh();
    let many: Vec<String> = (0..10_000).map(|index| format!("c-{index:05}")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|alias| (alias.as_str(), one.as_str())).collect();
    let large = text(&many, &fresh());
    assert_eq!(refusal(&large), Error::TooLarge { size: large.len(), limit: MAX_BYTES });
    // Lines so short that they fit: the first of them ends it.
    let short = good() + &"x\n".repeat(10_000);
    assert!(short.len() < MAX_BYTES);
    assert!(matches!(refusal(&short), Error::Line { line: 9, .. }));
}

#[test]
fn a_counsellor_who_would_be_taken_for_the_recovery_key_is_refused() {
    assert_eq!(refusal(&text(&[("recovery", &fresh())], &fresh())), Error::ReservedName);
}

#[test]
fn a_roster_with_one_recipient_is_refused() {
    assert_eq!(refusal(&text(&[], &fresh())), Error::TooFewRecipients { found: 1, wanted: 2 });
}

#[test]
fn thirty_three_readers_of_one_lane_are_refused_and_thirty_two_are_not() {
    let many: Vec<(String, String)> = (0..32).map(|index| (format!("c-{index:02}"), fresh())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(alias, key)| (alias.as_str(), key.as_str())).collect();
    let error = refusal(&text(&many, &fresh()));
    assert!(matches!(error, Error::TooManyInLane { found: 33, limit: 32, .. }), "{error}");
    assert!(verify(text(&many[1..], &fresh()).as_bytes()).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_roster_with_any_byte_changed_is_refused_or_still_has_one_spelling(at in 0..400usize, byte in any::<u8>()) {
        let mut text = good().into_bytes();
        let at = at % text.len();
        text[at] = byte;
        if let Ok(roster) = janynda::roster::Roster::parse(&text) {
            prop_assert_eq!(roster.to_text().into_bytes(), text);
        }
    }
}
