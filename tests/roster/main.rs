//! The roster: what the authority signs and what is taken from it, and the attack table.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod attacks;
#[path = "../programs/mod.rs"]
mod programs;
mod standard_tool;

use age::x25519::Identity;
use janynda::clock::Moment;
use janynda::roster::{
    AuthorityKey, AuthoritySecret, Error, MAX_BYTES, Recipient, UntrustedRoster, VerifiedRoster, parse_authorities,
    sign,
};
use janynda::signed;
use janynda::vocab::{Audience, Lane, Lang, RosterMark};

/// 2026-11-24, noon UTC: the day the invented roster was issued.
const NOW: Moment = Moment(1_795_521_600);
const DAY: i64 = 86_400;

struct Authority {
    secret: AuthoritySecret,
    public: AuthorityKey,
}

fn authority() -> Authority {
    let new = AuthoritySecret::generate(None).unwrap();
    let secret = AuthoritySecret::unlock(&new.secret_file, None).unwrap();
    Authority { secret, public: new.public.parse().unwrap() }
}

fn fresh() -> String {
    Identity::generate().to_public().to_string()
}

fn text(counsellors: &[(&str, &str)], recovery: &str) -> String {
    let line = |(alias, recipient): &(&str, &str)| {
        format!(
            "counsellor alias={alias} recipient={recipient} languages=kk,ru audiences=adult \
             duty=mon-fri/09:00-18:00 role=counsellor since=2026-11-24\n"
        )
    };
    let counsellors = counsellors.iter().map(line).collect::<Vec<_>>().concat();
    format!(
        "janynda-roster-v1\ndeployment almaty-1\nversion 7\nissued 2026-11-24\nnot-after 2027-02-20\n\
         {counsellors}recovery recipient={recovery}\n"
    )
}

fn good() -> String {
    text(&[("aigul", &fresh()), ("dana", &fresh())], &fresh())
}

/// Signs bytes without asking whether they are a roster, as a careless or hostile authority could.
fn sign_anything(bytes: &[u8]) -> (AuthorityKey, String) {
    let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
    let signature = minisign::sign(None, &pair.sk, bytes, Some("x"), None).unwrap().into_string();
    (pair.pk.to_base64().parse().unwrap(), signature)
}

fn verify(bytes: &[u8]) -> Result<VerifiedRoster, Error> {
    let (key, signature) = sign_anything(bytes);
    verify_with(bytes, &signature, &[key], NOW, None)
}

fn verify_with(
    text: &[u8],
    signature: &str,
    keys: &[AuthorityKey],
    now: Moment,
    known: Option<RosterMark>,
) -> Result<VerifiedRoster, Error> {
    UntrustedRoster { text, signature }.verify(keys, &"almaty-1".parse().unwrap(), now, known)
}

fn refusal(text: &str) -> Error {
    verify(text.as_bytes()).expect_err("a bent roster was taken")
}

#[test]
fn a_signed_roster_says_who_reads_and_for_how_long() {
    let (aigul, recovery) = (fresh(), fresh());
    let text = text(&[("aigul", &aigul)], &recovery);
    let authority = authority();
    let signature = sign(&text, &authority.secret).unwrap();
    let roster = verify_with(text.as_bytes(), &signature, &[authority.public], NOW, None).unwrap();
    assert_eq!(roster.version(), 7);
    assert_eq!(roster.days_left(NOW), 88);
    let lane = Lane { audience: Audience::Adult, lang: Lang::Kk };
    let readers: Vec<_> = roster.recipients(lane).iter().map(Recipient::to_string).collect();
    assert_eq!(readers, [aigul.clone(), recovery.clone()]);
    let aigul: Recipient = aigul.parse().unwrap();
    assert_eq!(roster.counsellor(&aigul).unwrap().name.as_str(), "aigul");
    assert_eq!(roster.lanes_of(&aigul).len(), 3, "an English-speaking adult is better served than not at all");
    assert_eq!(roster.lanes_of(&recovery.parse().unwrap()).len(), 3);
    assert!(roster.lanes_of(&fresh().parse().unwrap()).is_empty());
    assert!(!roster.serves(Lane { audience: Audience::Minor, lang: Lang::Ru }), "recovery alone serves nobody");
}

#[test]
fn an_unsigned_a_changed_and_a_strangers_roster_are_three_different_refusals() {
    let text = good();
    let (one, other) = (authority(), authority());
    let signature = sign(&text, &one.secret).unwrap();
    let pinned = [one.public.clone()];
    let check = |text: &str, signature: &str, keys: &[AuthorityKey]| {
        verify_with(text.as_bytes(), signature, keys, NOW, None).map(|_| ()).unwrap_err()
    };
    assert_eq!(check(&text, "", &pinned), Error::Signature(signed::Error::NotASignature));
    assert_eq!(check(&text, &text, &pinned), Error::Signature(signed::Error::NotASignature));
    assert_eq!(check(&text, &format!("{signature}more\n"), &pinned), Error::Signature(signed::Error::NotASignature));
    assert_eq!(
        check(&text.replace("version 7", "version 8"), &signature, &pinned),
        Error::Signature(signed::Error::BadSignature)
    );
    assert_eq!(check(&format!("{text}\n"), &signature, &pinned), Error::Signature(signed::Error::BadSignature));
    assert_eq!(
        check(&text, &signature, std::slice::from_ref(&other.public)),
        Error::Signature(signed::Error::WrongKey { pinned: 1 })
    );
    assert_eq!(check(&text, &signature, &[]), Error::Signature(signed::Error::WrongKey { pinned: 0 }));
    assert!(verify_with(text.as_bytes(), &signature, &[other.public, one.public], NOW, None).is_ok(), "backup key");
}

#[test]
fn one_changed_bit_in_the_signature_and_the_roster_is_refused() {
    let text = good();
    let authority = authority();
    let signature = sign(&text, &authority.secret).unwrap();
    let lines: Vec<&str> = signature.lines().collect();
    for line in [1, 2, 3] {
        for at in (0..lines[line].len()).step_by(3) {
            let mut changed = lines[line].as_bytes().to_vec();
            changed[at] ^= 1;
            let Ok(changed) = String::from_utf8(changed) else { continue };
            let mut lines = lines.clone();
            lines[line] = &changed;
            let keys = [authority.public.clone()];
            assert!(verify_with(text.as_bytes(), &lines.join("\n"), &keys, NOW, None).is_err(), "{line}:{at}");
        }
    }
}

#[test]
fn a_roster_is_valid_from_its_first_day_to_the_end_of_its_last() {
    let text = good();
    let (key, signature) = sign_anything(text.as_bytes());
    let at = |now| verify_with(text.as_bytes(), &signature, std::slice::from_ref(&key), now, None).map(|_| ());
    let first = Moment(NOW.day() * DAY);
    let end = first.plus(89 * DAY);
    assert!(matches!(at(first.plus(-1)), Err(Error::FutureDated { .. })));
    assert_eq!(at(first), Ok(()));
    assert_eq!(at(end.plus(-1)), Ok(()));
    assert!(matches!(at(end), Err(Error::Expired { .. })));
    assert!(at(Moment(i64::MAX)).is_err() && at(Moment(i64::MIN)).is_err());

    let loaded = verify_with(text.as_bytes(), &signature, std::slice::from_ref(&key), first, None).unwrap();
    assert_eq!(loaded.days_left(end.plus(-1)), 0);
    assert!(matches!(loaded.check_date(end), Err(Error::Expired { .. })), "a service that runs on asks again");
}

#[test]
fn an_older_roster_and_a_second_text_with_one_version_are_refused() {
    let text = good();
    let (key, signature) = sign_anything(text.as_bytes());
    let keys = [key];
    let mark = verify_with(text.as_bytes(), &signature, &keys, NOW, None).unwrap().mark();
    let with = |known| verify_with(text.as_bytes(), &signature, &keys, NOW, Some(known)).map(|_| ());
    assert_eq!(with(mark), Ok(()), "the same roster again");
    assert_eq!(with(RosterMark { version: 6, ..mark }), Ok(()));
    assert_eq!(with(RosterMark { version: 8, ..mark }), Err(Error::Rollback { found: 7, known: 8 }));
    let other = janynda::vocab::RosterHash::from_bytes([0; 32]);
    assert_eq!(with(RosterMark { version: 7, hash: other }), Err(Error::Contradiction { version: 7 }));
}

#[test]
fn a_roster_of_another_deployment_is_refused() {
    let error = refusal(&good().replace("almaty-1", "shymkent-1"));
    assert!(matches!(error, Error::OtherDeployment { .. }), "{error}");
}

#[test]
fn one_recipient_no_recovery_and_a_recipient_twice_are_refused() {
    let (one, recovery) = (fresh(), fresh());
    assert_eq!(refusal(&text(&[], &recovery)), Error::TooFewRecipients { found: 1, wanted: 2 });
    let alone = text(&[("aigul", &one), ("dana", &fresh())], &recovery);
    let alone =
        alone.lines().filter(|line| !line.starts_with("recovery")).fold(String::new(), |all, line| all + line + "\n");
    assert_eq!(refusal(&alone), Error::NoRecovery);
    assert_eq!(refusal(&text(&[("aigul", &one), ("dana", &one)], &recovery)), Error::SameRecipient);
    assert_eq!(refusal(&text(&[("aigul", &one)], &one)), Error::SameRecipient);
    let revoked = format!("{}revoked recipient={one} on=2026-11-01\n", text(&[("aigul", &one)], &recovery));
    assert_eq!(refusal(&revoked), Error::StillListed);
}

#[test]
fn a_recipient_nobody_can_seal_to_is_found_at_load_and_named_by_line() {
    // The all-zero recipient: age 0.12.1 parses it and panics on use.
    let zero = format!("age1{}5cu47z", "q".repeat(52));
    let one = format!("age1qy{}j7vrya", "q".repeat(50));
    assert!(zero.parse::<Recipient>().is_ok(), "if age refuses it by itself, the trial has lost its reason");
    for bad in [&zero, &one] {
        let error = refusal(&text(&[("aigul", &fresh()), ("zero", bad)], &fresh()));
        assert_eq!(error, Error::UnusableRecipient { line: 7 });
    }
}

#[test]
fn only_x25519_recipients_in_lower_case_are_taken() {
    let capital = fresh().to_uppercase();
    for odd in [
        capital.as_str(),
        "ssh-ed25519",
        "age1",
        "age1tag1qt8lw0ual6avlwmwatk888yqnmdamm7xfd0wak53ut6elz5c4swx2h87x4n",
        "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t",
    ] {
        let error = refusal(&text(&[("aigul", odd)], &fresh()));
        assert!(matches!(error, Error::Line { line: 6, .. }), "{odd}: {error}");
    }
}

#[test]
fn another_spelling_of_the_same_roster_is_refused_with_its_line() {
    let good = good();
    let swapped = {
        let mut lines: Vec<_> = good.lines().collect();
        lines.swap(5, 6);
        lines.join("\n") + "\n"
    };
    for (name, bent, line) in [
        ("CRLF", good.replace('\n', "\r\n"), 1),
        ("one CR", good.replacen("kk,ru", "kk,ru\r", 1), 6),
        ("byte order mark", format!("\u{feff}{good}"), 1),
        ("tab", good.replacen("version 7", "version\t7", 1), 3),
        ("other letters", good.replacen("aigul", "айгүл", 1), 6),
        ("two spaces", good.replacen("version 7", "version  7", 1), 3),
        ("space at the end", good.replacen("version 7", "version 7 ", 1), 3),
        ("capitals", good.replacen("version 7", "Version 7", 1), 3),
        ("zero in front", good.replacen("version 7", "version 07", 1), 3),
        ("version 0", good.replacen("version 7", "version 0", 1), 3),
        ("version too large", good.replacen("version 7", "version 4294967296", 1), 3),
        ("a date that never was", good.replacen("2026-11-24", "2026-02-30", 1), 4),
        ("a date and a time", good.replacen("2026-11-24", "2026-11-24T00:00", 1), 4),
        ("languages in another order", good.replacen("kk,ru", "ru,kk", 1), 6),
        ("a language twice", good.replacen("kk,ru", "kk,kk", 1), 6),
        ("an unknown language", good.replacen("kk,ru", "kk,de", 1), 6),
        ("an unknown role", good.replacen("role=counsellor", "role=boss", 1), 6),
        ("counsellors in another order", swapped, 7),
        ("an alias twice", good.replacen("alias=dana", "alias=aigul", 1), 7),
        ("an unknown line", format!("{good}operator recipient=x\n"), 9),
        ("an empty line at the end", format!("{good}\n"), 9),
        ("bytes after the end", format!("{good}x"), 9),
        ("no LF at the end", good.trim_end().to_owned(), 8),
        ("cut off", good[..good.len() / 2].to_owned(), 6),
        ("a later version of the format", good.replacen("-v1", "-v2", 1), 1),
        ("nothing", String::new(), 1),
    ] {
        let error = refusal(&bent);
        assert!(matches!(&error, Error::Line { line: found, .. } if *found == line), "{name}: {error}");
    }
}

#[test]
fn a_roster_for_more_than_ninety_days_or_for_none_is_refused() {
    let error = refusal(&good().replacen("2027-02-20", "2027-02-23", 1));
    assert_eq!(error, Error::Validity { days: 91, limit: 90 });
    let error =
        refusal(&good().replacen("issued 2026-11-24", "issued 2026-11-23", 1).replacen("2027-02-20", "2026-11-22", 1));
    assert!(matches!(error, Error::Expired { .. }), "{error}");
    assert!(verify(good().replacen("2027-02-20", "2027-02-22", 1).as_bytes()).is_ok());
}

#[test]
fn a_file_that_is_far_too_large_is_not_even_read() {
    let large = good() + &"x".repeat(MAX_BYTES);
    assert!(matches!(refusal(&large), Error::TooLarge { .. }));
}

#[test]
fn the_authority_cannot_sign_what_would_be_refused() {
    let authority = authority();
    let refused = sign(&text(&[], &fresh()), &authority.secret);
    assert_eq!(refused, Err(Error::TooFewRecipients { found: 1, wanted: 2 }));
    assert!(matches!(sign(&good().replace('\n', "\r\n"), &authority.secret), Err(Error::Line { .. })));
}

#[test]
fn authority_keys_are_read_from_a_setting_or_from_minisigns_file() {
    let new = AuthoritySecret::generate(None).unwrap();
    let public: AuthorityKey = new.public.parse().unwrap();
    assert_eq!(new.public_file.parse(), Ok(public.clone()));
    assert_eq!(AuthoritySecret::unlock(&new.secret_file, None).unwrap().public(), Ok(public.clone()));
    let backup = AuthoritySecret::generate(None).unwrap().public;
    assert_eq!(parse_authorities(&format!("{}, {backup}", new.public)).unwrap()[0], public);
    assert_eq!(parse_authorities("").unwrap_err(), signed::Error::NotAnAuthorityKey);
    assert_eq!(parse_authorities(&format!("{backup},")).unwrap_err(), signed::Error::NotAnAuthorityKey);
    assert!(AuthoritySecret::unlock("nonsense", None).is_err());
    assert!(AuthoritySecret::unlock(&new.secret_file, Some("a password it never had")).is_err());
}

#[test]
fn no_refusal_and_no_debug_output_prints_an_authoritys_secret() {
    let new = AuthoritySecret::generate(None).unwrap();
    let secret = AuthoritySecret::unlock(&new.secret_file, None).unwrap();
    assert_eq!(format!("{secret:?}"), "AuthoritySecret");
    let line = new.secret_file.lines().nth(1).unwrap();
    let error = AuthoritySecret::unlock(&new.secret_file[..new.secret_file.len() - 9], None).unwrap_err();
    assert!(!format!("{error} {error:?}").contains(&line[20..40]));
}
