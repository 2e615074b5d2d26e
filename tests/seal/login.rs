//! The login: challenges that were kept, carried elsewhere, bent, or are something else that somebody wants read.

use crate::desk::{NOW, SMALL, deployment, long};
use age::x25519::Identity;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use janynda::clock::Moment;
use janynda::proof::{Answer, CLOCKS_APART, Challenge, Error, LIFE, nobody, open_challenge};
use janynda::roster::Recipient;
use janynda::seal::seal;
use janynda::vocab::{DeploymentId, Origin, SessionId};
use proptest::prelude::*;
use std::io::Write;

const SESSION: SessionId = SessionId::from_bytes([3; 16]);

fn origin() -> Origin {
    "https://desk.example.kz".parse().unwrap()
}

fn counsellor() -> &'static Identity {
    &SMALL.counsellors[0]
}

fn recipient(identity: &Identity) -> Recipient {
    identity.to_public().to_string().parse().unwrap()
}

fn challenge() -> Challenge {
    Challenge::new(origin(), deployment(), SESSION, std::array::from_fn(|at| u8::try_from(at).unwrap()), NOW)
}

fn sent() -> Vec<u8> {
    challenge().seal(&recipient(counsellor())).unwrap()
}

/// What the counsellor's program makes of bytes that came as a challenge, in the attempt she began.
fn received(bytes: &[u8], now: Moment) -> Result<Challenge, Error> {
    open_challenge(bytes, counsellor(), &origin(), &deployment(), &SESSION, now)
}

/// An age file to the counsellor around any bytes, as a hostile desk could make one.
fn foreign(payload: &[u8]) -> Vec<u8> {
    age::encrypt(&counsellor().to_public(), payload).unwrap()
}

fn plaintext(sealed: &[u8]) -> String {
    String::from_utf8(age::decrypt(counsellor(), sealed).unwrap()).unwrap()
}

#[test]
fn who_holds_the_identity_answers_and_the_desk_accepts_for_a_minute() {
    let asked = challenge();
    let answer = received(&sent(), NOW).unwrap().answer();
    assert!(asked.accepts(&answer, NOW));
    assert!(asked.accepts(&answer, NOW.plus(LIFE - 1)));
    assert!(!asked.accepts(&answer, NOW.plus(LIFE)), "a minute later it is too late");
}

#[test]
fn an_answer_is_an_hmac_that_any_language_can_compute() {
    // Computed apart from this program with Python's hmac.
    assert_eq!(STANDARD.encode(challenge().answer().bytes()), "bhUFG6d1U+tQRzHH/p7TgdJATG6hU3kXrqOluHmRkLw=");
}

#[test]
fn a_challenge_reads_as_lines_that_any_language_can_read() {
    let text = plaintext(&sent());
    let expected = "janynda-login-v1\norigin https://desk.example.kz\ndeployment almaty-1\n\
                    session 03030303030303030303030303030303\n\
                    nonce AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\nexpires 1795521660\n";
    assert_eq!(text.trim_end_matches(' '), expected);
}

#[test]
fn an_expired_challenge_is_not_answered() {
    assert_eq!(received(&sent(), NOW.plus(LIFE)).unwrap_err(), Error::Expired { seconds: 0 });
    assert_eq!(received(&sent(), NOW.plus(LIFE + 7)).unwrap_err(), Error::Expired { seconds: 7 });
    assert!(received(&sent(), NOW.plus(LIFE - 1)).is_ok());
}

#[test]
fn a_challenge_that_would_live_longer_than_a_minute_is_not_answered() {
    assert!(received(&sent(), NOW.plus(-CLOCKS_APART)).is_ok(), "clocks may be a minute apart");
    let early = received(&sent(), NOW.plus(-CLOCKS_APART - 1)).unwrap_err();
    assert_eq!(early, Error::TooFarAhead { seconds: LIFE + CLOCKS_APART + 1 });
    let text = plaintext(&sent());
    for ages in ["9223372036854775807", "1827057600"] {
        let text = format!("{:1024}", text.replace("1795521660", ages).trim_end_matches(' '));
        assert!(matches!(received(&foreign(text.as_bytes()), NOW), Err(Error::TooFarAhead { .. })));
    }
}

#[test]
fn a_challenge_of_another_attempt_is_not_answered_and_its_answer_not_accepted() {
    let other = SessionId::from_bytes([4; 16]);
    let refused = open_challenge(&sent(), counsellor(), &origin(), &deployment(), &other, NOW);
    assert_eq!(refused.unwrap_err(), Error::OtherSession);
    let elsewhere = Challenge::new(origin(), deployment(), other, [0; 32], NOW);
    let same_nonce = Challenge::new(origin(), deployment(), SESSION, [0; 32], NOW);
    assert!(!elsewhere.accepts(&same_nonce.answer(), NOW), "the session is part of the answer");
}

#[test]
fn a_challenge_of_another_desk_is_not_answered_and_its_answer_not_accepted() {
    let phisher: Origin = "https://desk.example.kz:8443".parse().unwrap();
    let refused = open_challenge(&sent(), counsellor(), &phisher, &deployment(), &SESSION, NOW);
    assert_eq!(refused.unwrap_err(), Error::OtherOrigin);
    let one = Challenge::new(phisher, deployment(), SESSION, [0; 32], NOW);
    let other = Challenge::new(origin(), deployment(), SESSION, [0; 32], NOW);
    assert!(!one.accepts(&other.answer(), NOW), "the origin is part of the answer");
}

#[test]
fn a_challenge_for_another_deployment_is_not_answered() {
    let elsewhere: DeploymentId = "shymkent-1".parse().unwrap();
    let refused = open_challenge(&sent(), counsellor(), &origin(), &elsewhere, &SESSION, NOW);
    assert_eq!(refused.unwrap_err(), Error::OtherDeployment);
}

#[test]
fn a_stolen_request_sent_as_a_challenge_is_refused_and_nothing_of_it_told() {
    let request = seal(&long("WORDSCANARY"), &SMALL.roster, NOW).unwrap();
    let error = received(request.bytes(), NOW).unwrap_err();
    assert_eq!(error, Error::OtherMagic);
    crate::desk::assert_no_canary(&format!("{error} {error:?}"));
}

#[test]
fn anything_that_does_not_begin_as_a_login_is_refused_before_it_is_read() {
    let good = plaintext(&sent());
    for magic in ["janynda-login-v2\n", "Janynda-login-v1\n", "janynda-request-v", "janynda-login-v1 "] {
        let text = good.replacen("janynda-login-v1\n", magic, 1);
        assert_eq!(received(&foreign(text.as_bytes()), NOW).unwrap_err(), Error::OtherMagic, "{magic}");
    }
    assert_eq!(received(&foreign(&[b'x'; 100]), NOW).unwrap_err(), Error::OtherMagic);
    assert_eq!(received(&foreign(b"janynda"), NOW).unwrap_err(), Error::Damaged);
    assert_eq!(received(&foreign(b""), NOW).unwrap_err(), Error::Damaged);
}

#[test]
fn a_challenge_in_another_spelling_is_refused() {
    let good = plaintext(&sent());
    let cases = [
        ("origin https", "origin  https"),
        ("origin https", "Origin https"),
        ("desk.example.kz", "Desk.example.kz"),
        ("desk.example.kz\n", "desk.example.kz/\n"),
        ("almaty-1\n", "almaty-1\r\n"),
        ("deployment almaty-1\n", ""),
        ("session 03", "session 0"),
        ("AAECAwQF", "AAECAwQ="),
        ("expires 17", "expires +17"),
        ("expires 17", "expires 017"),
        ("1795521660\n", "1795521660"),
        ("1795521660\n", "1795521660\nmore x\n"),
        ("1795521660\n", "1795521660\n\0"),
    ];
    for (from, to) in cases {
        assert!(good.contains(from), "{from}");
        let text = format!("{:1024.1024}", good.replacen(from, to, 1));
        assert_eq!(received(&foreign(text.as_bytes()), NOW).unwrap_err(), Error::Malformed, "{to:?}");
    }
    for text in [good[..1023].to_owned(), format!("{good} ")] {
        assert_eq!(received(&foreign(text.as_bytes()), NOW).unwrap_err(), Error::Damaged, "{}", text.len());
    }
}

#[test]
fn one_changed_bit_or_a_lost_end_and_nothing_is_answered() {
    let good = sent();
    for at in 0..good.len() {
        let mut changed = good.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(received(&changed, NOW).is_err(), "byte {at}");
    }
    for length in [0, 1, 21, 100, good.len() - 17, good.len() - 1] {
        assert!(received(&good[..length], NOW).is_err(), "{length}");
    }
    assert!(received(&[&good[..], b"x"].concat(), NOW).is_err());
    let huge = Error::TooLarge { size: 20_000, limit: 16_384 };
    assert_eq!(received(&vec![0; 20_000], NOW).unwrap_err(), huge);
}

#[test]
fn a_file_closed_with_a_passphrase_is_refused_without_working_on_it() {
    let mut file = Vec::new();
    let mut lock = age::scrypt::Recipient::new("a hostile passphrase".to_owned().into());
    lock.set_work_factor(2);
    let encryptor = age::Encryptor::with_recipients(std::iter::once(&lock as &dyn age::Recipient)).unwrap();
    let mut writer = encryptor.wrap_output(&mut file).unwrap();
    writer.write_all(b"janynda-login-v1\n").unwrap();
    writer.finish().unwrap();
    assert_eq!(received(&file, NOW).unwrap_err(), Error::OtherRecipient);
}

#[test]
fn a_challenges_size_says_neither_which_desk_nor_whether_the_recipient_is_known() {
    let label = "a".repeat(63);
    let longest: Origin = format!("https://{label}.{label}.{label}.{}:65535", "a".repeat(61)).parse().unwrap();
    assert_eq!(longest.as_str().len(), 8 + 253 + 6);
    let deployment: DeploymentId = "d".repeat(64).parse().unwrap();
    let long = Challenge::new(longest.clone(), deployment.clone(), SESSION, [255; 32], NOW);
    let sealed = long.seal(&recipient(counsellor())).unwrap();
    assert_eq!(plaintext(&sealed).len(), 1024);
    assert!(open_challenge(&sealed, counsellor(), &longest, &deployment, &SESSION, NOW).is_ok());
    assert_eq!(plaintext(&sent()).len(), 1024);

    // age adds a random grease stanza or none: the length wanders, over the same range for everyone.
    let lengths = |recipient: &Recipient| {
        let all: Vec<_> = (0..200).map(|_| challenge().seal(recipient).unwrap().len()).collect();
        (all.iter().min().copied().unwrap(), all.iter().max().copied().unwrap())
    };
    let (known, unknown) = (lengths(&recipient(counsellor())), lengths(nobody()));
    for (least, most) in [known, unknown] {
        assert!(least >= 1_200 && most <= 1_500, "{least} to {most}");
    }
    assert!(known.0.abs_diff(unknown.0) <= 40, "{known:?} {unknown:?}");
}

#[test]
fn nobody_is_one_recipient_whose_challenges_no_counsellor_opens() {
    let sealed = challenge().seal(nobody()).unwrap();
    for identity in SMALL.counsellors.iter().chain([&SMALL.recovery]) {
        let refused = open_challenge(&sealed, identity, &origin(), &deployment(), &SESSION, NOW);
        assert_eq!(refused.unwrap_err(), Error::OtherRecipient);
    }
    assert_eq!(nobody(), nobody());
}

#[test]
fn neither_challenge_nor_answer_can_be_printed() {
    let asked = challenge();
    assert_eq!(format!("{asked:?} {:?}", asked.answer()), "Challenge Answer");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_other_answer_is_refused(bytes in any::<[u8; 32]>(), at in 0_usize..32, bit in 0_u8..8) {
        let asked = challenge();
        prop_assert!(!asked.accepts(&Answer::from_bytes(bytes), NOW));
        let mut near = *asked.answer().bytes();
        near[at] ^= 1 << bit;
        prop_assert!(!asked.accepts(&Answer::from_bytes(near), NOW));
    }

    #[test]
    fn any_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(received(&bytes, NOW).is_err());
        let age = [&b"age-encryption.org/v1\n"[..], &bytes].concat();
        prop_assert!(received(&age, NOW).is_err());
    }

    #[test]
    fn any_text_behind_the_first_line_is_a_challenge_of_one_spelling_or_refused(text in "[ -~\n]{0,300}") {
        let text = format!("{:1024.1024}", format!("janynda-login-v1\n{text}"));
        prop_assert_eq!(received(&foreign(text.as_bytes()), NOW).unwrap_err(), Error::Malformed);
    }
}
