//! The envelope: who can open it, what its size says, and what happens when it is bent.

use crate::desk::{CANARIES, ID, NOW, SMALL, assert_no_canary, deployment, desk, fields, long, opened, plain, short};
use age::x25519::Identity;
use janynda::conversation::{Draft, draft};
use janynda::roster::VerifiedRoster;
use janynda::seal::{Error, OpenError, Sealed, open, seal};
use janynda::vocab::{
    Audience, CallbackRequest, DayPart, Days, DeploymentId, Flag, Flags, How, Kind, Kinds, Lang, Region, RequestId,
    ReturnAddress, SafeTime, SomeoneElse, Urgency, Who,
};
use proptest::prelude::*;
use std::io::Write;

/// An age file around any payload, as somebody who knows a counsellor's recipient could make one.
fn foreign(payload: &[u8], identity: &Identity) -> Sealed {
    let keys: Vec<_> = std::iter::repeat_with(|| identity.to_public()).take(8).collect();
    let encryptor = age::Encryptor::with_recipients(keys.iter().map(|key| key as &dyn age::Recipient)).unwrap();
    let mut out = Vec::new();
    let mut writer = encryptor.wrap_output(&mut out).unwrap();
    writer.write_all(payload).unwrap();
    writer.finish().unwrap();
    Sealed::from_age_file(out).unwrap()
}

fn payload_of(sealed: &Sealed, identity: &Identity) -> Vec<u8> {
    age::decrypt(identity, sealed.bytes()).unwrap()
}

fn stanzas(sealed: &Sealed) -> usize {
    sealed.bytes().windows(11).filter(|window| window == b"\n-> X25519 ").count()
}

#[test]
fn every_counsellor_of_the_lane_and_recovery_read_what_was_written_and_nobody_else_does() {
    let desk = &*SMALL;
    for request in [short(), long("WORDSCANARY «\"Ия\"»\n\u{202e}\u{0}\t\\ 🌸")] {
        let sealed = seal(&request, &desk.roster, NOW).unwrap();
        for identity in desk.counsellors.iter().chain([&desk.recovery]) {
            let found = opened(&sealed, identity).unwrap();
            assert_eq!(fields(&found.request), fields(&request));
            assert_eq!(found.roster, desk.roster.mark());
            assert_eq!(found.sealed_hour, NOW.hour());
        }
        assert_eq!(opened(&sealed, &Identity::generate()).unwrap_err(), OpenError::OtherRecipient);
    }
}

#[test]
fn every_choice_a_person_can_make_arrives_as_she_made_it() {
    let desk = &*SMALL;
    let mut requests = Vec::new();
    requests.extend(Lang::ALL.map(|lang| CallbackRequest { lang, ..short() }));
    requests.extend(Kind::ALL.map(|kind| CallbackRequest { kinds: Kinds::NONE.with(kind), ..short() }));
    requests.extend(Flag::ALL.map(|flag| CallbackRequest { flags: Flags::NONE.with(flag), ..short() }));
    requests.extend(Region::ALL.map(|region| CallbackRequest { region: Some(region), ..short() }));
    requests.extend(Who::ALL.iter().map(|who| CallbackRequest { who: Some(*who), ..short() }));
    requests.extend(How::ALL.iter().map(|how| CallbackRequest { how: *how, ..short() }));
    requests.extend(SomeoneElse::ALL.iter().map(|choice| CallbackRequest { someone_else: *choice, ..short() }));
    let urgencies = [Urgency::Normal, Urgency::High, Urgency::Immediate];
    requests.extend(urgencies.map(|urgency| CallbackRequest { urgency, ..short() }));
    let times = DayPart::ALL.iter().flat_map(|part| Days::ALL.iter().map(|days| SafeTime { part: *part, days: *days }));
    requests.extend(times.map(|when| CallbackRequest { when, ..short() }));
    for request in requests {
        let sealed = seal(&request, &desk.roster, NOW).unwrap();
        assert_eq!(fields(&opened(&sealed, &desk.recovery).unwrap().request), fields(&request));
    }
}

#[test]
fn an_envelopes_size_says_nothing_about_the_text_or_the_number_of_readers() {
    let lengths = |roster: &VerifiedRoster, request: &CallbackRequest| {
        (0..40).map(|_| seal(request, roster, NOW).unwrap().bytes().len()).collect::<Vec<_>>()
    };
    let (one, fifteen) = (desk(1), desk(15));
    let longest = "ы".repeat(900);
    for (desk, request) in [
        (&*SMALL, short()),
        (&*SMALL, long("WORDSCANARY")),
        (&*SMALL, long(&longest)),
        (&one, long(&longest)),
        (&fifteen, short()),
    ] {
        let lengths = lengths(&desk.roster, &request);
        // age adds a random grease stanza or none: the length wanders, over the same range for everyone.
        let (least, most) = (lengths.iter().min().unwrap(), lengths.iter().max().unwrap());
        assert!(*least >= 5_700 && *most < 6_100, "{least} to {most}");
        let sealed = seal(&request, &desk.roster, NOW).unwrap();
        assert_eq!(stanzas(&sealed), 16);
        assert_eq!(payload_of(&sealed, &desk.recovery).len(), 4096);
    }
}

#[test]
fn a_lane_with_more_than_sixteen_readers_has_thirty_two_stanzas_and_still_fits_its_cell() {
    for counsellors in [16, 31] {
        let desk = desk(counsellors);
        for _ in 0..40 {
            let sealed = seal(&long(&"ы".repeat(900)), &desk.roster, NOW).unwrap();
            assert_eq!(stanzas(&sealed), 32);
            assert!(sealed.bytes().len() <= janynda::seal::cell::Size::Large.holds());
        }
    }
}

#[test]
fn the_longest_words_that_may_be_written_always_fit() {
    let desk = &*SMALL;
    // As a draft takes them: the worst are those that JSON writes with a backslash, beside four-byte ones.
    for words in ["\n🌸".repeat(500), "\u{1}".repeat(900), "\"".repeat(900), "ы".repeat(900), "🌸".repeat(900)] {
        for short_one in ["ә".repeat(50), "🌸".repeat(50), "\"".repeat(50), "\u{1}".repeat(50)] {
            let mut draft = Draft::default();
            draft.add_words(&words);
            let mut request = long("");
            request.words = draft.words;
            request.name = draft::short(&short_one).0;
            request.code_word = draft::short(&short_one).0;
            request.number = Some(plain("+123456789012345"));
            request.kinds = Kind::ALL.into_iter().collect();
            request.flags = Flag::ALL.into_iter().collect();
            request.return_address = Some(ReturnAddress::from_bytes([7; 56]));
            let sealed = seal(&request, &desk.roster, NOW).unwrap();
            let payload = payload_of(&sealed, &desk.counsellors[0]);
            let (left, longest) = (4096 - payload.trim_ascii_end().len(), 64 - deployment().as_str().len());
            assert!(left >= longest, "{left} bytes are left, a deployment of the longest name takes {longest}");
        }
    }
}

#[test]
fn what_does_not_fit_is_refused_with_sizes_and_without_a_word() {
    let error = seal(&long(&"WORDSCANARY ".repeat(400)), &SMALL.roster, NOW).unwrap_err();
    assert!(matches!(error, Error::TooLong { size, limit: 4096 } if size > 4800), "{error}");
    assert_no_canary(&format!("{error} {error:?}"));
}

#[test]
fn an_expired_roster_and_a_lane_nobody_serves_seal_nothing() {
    let desk = &*SMALL;
    let later = NOW.plus(100 * 86_400);
    assert!(matches!(seal(&short(), &desk.roster, later), Err(Error::Roster(_))));
    let minor = CallbackRequest { audience: Audience::Minor, ..short() };
    assert!(matches!(seal(&minor, &desk.roster, NOW), Err(Error::NobodyServes)));
}

#[test]
fn one_changed_bit_anywhere_in_the_envelope_and_nothing_is_shown() {
    let desk = &*SMALL;
    let sealed = seal(&long("WORDSCANARY"), &desk.roster, NOW).unwrap();
    let bytes = sealed.bytes();
    for at in 0..bytes.len() {
        let mut changed = bytes.to_vec();
        changed[at] ^= 1 << (at % 8);
        let Ok(changed) = Sealed::from_age_file(changed) else { continue };
        let error = opened(&changed, &desk.counsellors[0]).err().unwrap_or_else(|| panic!("byte {at}"));
        assert_no_canary(&format!("{error} {error:?}"));
    }
}

#[test]
fn an_envelope_cut_off_or_with_something_behind_it_does_not_open() {
    let sealed = seal(&short(), &SMALL.roster, NOW).unwrap();
    let longer = [sealed.bytes(), b"x"].concat();
    for length in [longer.len(), longer.len() - 2, longer.len() - 18, longer.len() - 1000] {
        let bent = Sealed::from_age_file(longer[..length].to_vec()).unwrap();
        assert_eq!(opened(&bent, &SMALL.recovery).err(), Some(OpenError::Damaged));
    }
}

#[test]
fn only_what_can_be_an_envelope_comes_back_from_the_database() {
    let sealed = seal(&short(), &SMALL.roster, NOW).unwrap();
    assert_eq!(Sealed::from_age_file(sealed.bytes().to_vec()).unwrap(), sealed);
    let (cut, huge) = (sealed.bytes()[..4000].to_vec(), [sealed.bytes(), &[0; 4000]].concat());
    for stored in [Vec::new(), b"WORDSCANARY".to_vec(), vec![b' '; 5000], cut, huge] {
        assert!(matches!(Sealed::from_age_file(stored), Err(OpenError::NotAnEnvelope { .. })));
    }
}

#[test]
fn another_row_and_another_deployment_are_told_apart() {
    let desk = &*SMALL;
    let sealed = seal(&short(), &desk.roster, NOW).unwrap();
    let other = RequestId::from_bytes([1; 16]);
    assert_eq!(open(&sealed, &desk.recovery, &other, &deployment()).err(), Some(OpenError::OtherRequest));
    let elsewhere: DeploymentId = "shymkent-1".parse().unwrap();
    assert_eq!(open(&sealed, &desk.recovery, &ID, &elsewhere).err(), Some(OpenError::OtherDeployment));
}

#[test]
fn what_a_stranger_sealed_to_a_counsellor_is_not_taken_for_a_request_of_another_form() {
    let desk = &*SMALL;
    let identity = &desk.counsellors[0];
    let real = payload_of(&seal(&short(), &desk.roster, NOW).unwrap(), identity);
    let real = String::from_utf8(real).unwrap();
    let fit = |text: String| format!("{text:4096.4096}").into_bytes();
    let refusal = |payload: &[u8]| opened(&foreign(payload, identity), identity).err();
    assert!(opened(&foreign(real.as_bytes(), identity), identity).is_ok(), "control: age does not say who sealed");
    let login = fit(real.replacen("janynda-request-v1", "janynda-login-v1", 1));
    assert_eq!(refusal(&login), Some(OpenError::OtherMagic));
    let later = fit(real.replacen("\"schema\":2", "\"schema\":3,\"new\":1", 1));
    assert_eq!(refusal(&later), Some(OpenError::OtherSchema { found: 3, known: 2 }));
    for (from, to) in [
        ("\"schema\":2", "\"schema\":2,\"extra\":1"),
        ("\"how\":\"call\"", "\"how\":\"shout\""),
        ("\"how\":\"call\",", ""),
        ("\"kinds\":[]", "\"kinds\":[\"boredom\"]"),
        ("\"number\":\"", "\"number\":7,\"x\":\""),
        ("}", "}}"),
        ("}", ""),
    ] {
        assert!(real.contains(from), "{from}");
        assert_eq!(refusal(&fit(real.replacen(from, to, 1))), Some(OpenError::Malformed), "{to}");
    }
    assert_eq!(refusal(&real.as_bytes()[..4095]), Some(OpenError::Damaged));
    assert_eq!(refusal(&[real.as_bytes(), b" "].concat()), Some(OpenError::Damaged));
}

#[test]
fn no_error_no_debug_output_and_no_envelope_holds_what_a_person_wrote() {
    let desk = &*SMALL;
    let request = long("WORDSCANARY");
    assert_no_canary(&format!("{request:?}"));
    let sealed = seal(&request, &desk.roster, NOW).unwrap();
    assert_no_canary(&format!("{sealed:?} {:?}", opened(&sealed, &desk.recovery)));
    assert_no_canary(&String::from_utf8_lossy(sealed.bytes()));
    let control = String::from_utf8(payload_of(&sealed, &desk.recovery)).unwrap();
    assert!(CANARIES.iter().all(|canary| control.contains(canary)), "the search can find them");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_words_within_the_limits_come_back_as_they_were(words in "\\PC{0,300}", name in "\\PC{0,20}") {
        let desk = &*SMALL;
        let request = CallbackRequest { words: Some(plain(&words)), name: Some(plain(&name)), ..short() };
        let sealed = seal(&request, &desk.roster, NOW).unwrap();
        prop_assert_eq!(fields(&opened(&sealed, &desk.recovery).unwrap().request), fields(&request));
    }

    #[test]
    fn any_payload_is_a_request_or_a_refusal(json in "[ -~]{0,300}") {
        let identity = &SMALL.recovery;
        let payload = format!("{:4096.4096}", format!("janynda-request-v1\n{json}"));
        prop_assert!(opened(&foreign(payload.as_bytes(), identity), identity).is_err());
    }

    #[test]
    fn any_bytes_are_an_envelope_or_a_refusal(bytes in proptest::collection::vec(any::<u8>(), 4400..4600)) {
        let bytes = [&b"age-encryption.org/v1\n"[..], &bytes].concat();
        prop_assert!(opened(&Sealed::from_age_file(bytes).unwrap(), &SMALL.recovery).is_err());
    }
}
