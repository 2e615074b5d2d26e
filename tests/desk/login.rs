//! The attack table of the login (`threats.md` D9), row by row.

use super::world::{Program, TEAM, World, everybody, generous, recipient, roster};
use age::x25519::Identity;
use janynda::clock::Moment;
use janynda::desk::{Limits, Rate};
use janynda::proof;
use janynda::protocol::{self, Code, RosterText, Seat, paths};
use janynda::roster::UntrustedRoster;
use janynda::vocab::SessionId;
use serde_json::json;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::time::Instant;

async fn challenge(world: &World, identity: &Identity) -> protocol::Challenge {
    world.challenge(identity).await.read()
}

#[tokio::test]
async fn a_counsellor_who_proves_her_key_is_told_her_seat_and_her_lanes() {
    let world = World::new().await;
    for (identity, name, seat, lanes) in [
        (&TEAM.aigul, "aigul", Seat::Lead, 6),
        (&TEAM.dana, "dana", Seat::Counsellor, 2),
        (&TEAM.recovery, "recovery", Seat::Recovery, 6),
    ] {
        let answer = world.open(&challenge(&world, identity).await, identity).unwrap();
        let session: protocol::Session = world.answer(&answer).await.read();
        assert_eq!((session.name.as_str(), session.seat), (name, seat));
        assert_eq!(session.lanes.len(), lanes, "{name}");
        assert_eq!(session.ends.to_string(), "2026-11-25T00:00:00Z");
    }
}

#[tokio::test]
async fn a_replayed_answer_opens_nothing() {
    let world = World::new().await;
    let answer = world.open(&challenge(&world, &TEAM.dana).await, &TEAM.dana).unwrap();
    assert_eq!(world.answer(&answer).await.status, 200);
    assert_eq!(world.answer(&answer).await.code(), Code::NotLoggedIn);
}

#[tokio::test]
async fn a_wrong_answer_uses_the_challenge_up() {
    let world = World::new().await;
    let right = world.open(&challenge(&world, &TEAM.dana).await, &TEAM.dana).unwrap();
    let wrong = protocol::Answer { answer: vec![0; 32], ..right.clone() };
    assert_eq!(world.answer(&wrong).await.code(), Code::NotLoggedIn);
    assert_eq!(world.answer(&right).await.code(), Code::NotLoggedIn, "nobody guesses twice");
}

#[tokio::test]
async fn an_expired_challenge_opens_nothing() {
    let world = World::new().await;
    let (early, late) = (challenge(&world, &TEAM.dana).await, challenge(&world, &TEAM.dana).await);
    let (early, late) = (world.open(&early, &TEAM.dana).unwrap(), world.open(&late, &TEAM.dana).unwrap());
    world.clock.advance(proof::LIFE - 1);
    assert_eq!(world.answer(&early).await.status, 200);
    world.clock.advance(1);
    assert_eq!(world.answer(&late).await.code(), Code::NotLoggedIn);
}

#[tokio::test]
async fn an_answer_to_one_attempt_opens_no_other() {
    let world = World::new().await;
    let mine = challenge(&world, &TEAM.dana).await;
    let other = challenge(&world, &TEAM.aigul).await;
    let answer = world.open(&mine, &TEAM.dana).unwrap();
    let crossed = protocol::Answer { session: other.session, ..answer };
    assert_eq!(world.answer(&crossed).await.code(), Code::NotLoggedIn);
}

#[tokio::test]
async fn the_challenge_of_another_desk_opens_nothing_here() {
    let (here, there) = (World::new().await, World::new().await);
    let theirs = challenge(&there, &TEAM.dana).await;
    assert_eq!(here.open(&theirs, &TEAM.dana).unwrap_err(), proof::Error::OtherOrigin, "her program refuses");
    // A program that does not look answers, and the desk does not know the attempt; nor does an attempt of its own
    // take an answer that was made for another origin.
    let answer = there.open(&theirs, &TEAM.dana).unwrap();
    assert_eq!(here.answer(&answer).await.code(), Code::NotLoggedIn);
    let own = challenge(&here, &TEAM.dana).await;
    let crossed = protocol::Answer { session: own.session, ..answer };
    assert_eq!(here.answer(&crossed).await.code(), Code::NotLoggedIn);
}

#[tokio::test]
async fn a_challenge_names_the_deployment_so_that_no_other_can_use_it() {
    let world = World::new().await;
    let here = challenge(&world, &TEAM.dana).await;
    let other = "astana-1".parse().unwrap();
    let opened =
        proof::open_challenge(&here.challenge, &TEAM.dana, &world.origin, &other, &here.session, world.clock.now());
    assert_eq!(opened.unwrap_err(), proof::Error::OtherDeployment);
}

#[tokio::test]
async fn every_failed_login_is_the_same_answer_byte_for_byte() {
    let world = World::new().await;
    let stranger = challenge(&world, &TEAM.stranger).await;
    assert_eq!(world.open(&stranger, &TEAM.stranger).unwrap_err(), proof::Error::OtherRecipient);
    let known = challenge(&world, &TEAM.dana).await;
    let answers = [
        ("to a stranger's challenge", protocol::Answer { session: stranger.session, answer: vec![1; 32] }),
        ("wrong", protocol::Answer { session: known.session, answer: vec![1; 32] }),
        ("again", protocol::Answer { session: known.session, answer: vec![1; 32] }),
        ("to no attempt", protocol::Answer { session: SessionId::from_bytes([9; 16]), answer: vec![1; 32] }),
        ("too short", protocol::Answer { session: SessionId::from_bytes([9; 16]), answer: vec![1; 31] }),
    ];
    let no_session = world.stranger().get(paths::ROSTER).await.whole();
    assert_eq!(no_session.0, 401);
    for (how, answer) in answers {
        assert_eq!(world.answer(&answer).await.whole(), no_session, "{how}");
    }
    for token in ["", "x", "Zm9yZ2Vk", &"A".repeat(5_000)] {
        let forger = Program { token: Some(token.to_owned()), ..world.stranger() };
        assert_eq!(forger.get(paths::ROSTER).await.whole(), no_session);
    }
    let basic = world.client.get(format!("{}{}", world.origin, paths::ROSTER)).basic_auth("dana", Some("x"));
    assert_eq!(world.stranger().send(basic).await.whole(), no_session);
}

#[tokio::test]
async fn known_and_unknown_recipients_are_alike_in_status_shape_and_time_over_a_thousand_tries() {
    let world = World::new().await;
    let mut times = [Vec::new(), Vec::new()];
    let mut sizes = [BTreeSet::new(), BTreeSet::new()];
    let mut headers = BTreeSet::new();
    // In pairs, so that whatever else this machine does falls on both, and each goes first as often as second.
    for pair in 0..1_000 {
        for which in if pair % 2 == 0 { [0, 1] } else { [1, 0] } {
            let start = Instant::now();
            let answered = world.challenge([&TEAM.dana, &TEAM.stranger][which]).await;
            times[which].push(start.elapsed());
            let challenge: protocol::Challenge = answered.read();
            sizes[which].insert(challenge.challenge.len());
            let keys: Vec<String> = answered.json().as_object().unwrap().keys().cloned().collect();
            let names: Vec<String> = answered.headers.keys().map(ToString::to_string).collect();
            headers.insert((answered.status, keys, names));
        }
    }
    assert_eq!(headers.len(), 1, "one status, one shape: {headers:?}");
    // age adds a random stanza, so sizes vary; the two ranges overlap nearly everywhere.
    let span = |sizes: &BTreeSet<usize>| (*sizes.first().unwrap(), *sizes.last().unwrap());
    let ((low, high), (other_low, other_high)) = (span(&sizes[0]), span(&sizes[1]));
    assert!(low.abs_diff(other_low) <= 32 && high.abs_diff(other_high) <= 32, "{sizes:?}");
    // Whoever guesses from one pair which of the two is known is right about half of the time. A desk that seals to
    // one of them only is told apart nearly always.
    let known_took_longer = times[0].iter().zip(&times[1]).filter(|(known, unknown)| known > unknown).count();
    assert!((350..=650).contains(&known_took_longer), "{known_took_longer} of 1000");
    let [known, unknown] = times.map(|mut times| {
        times.sort_unstable();
        times[times.len() / 2]
    });
    assert!(known < unknown * 5 / 4 && unknown < known * 5 / 4, "medians {known:?} and {unknown:?}");
}

#[tokio::test]
async fn a_recipient_may_try_so_often_whether_known_or_not_and_so_may_all_together() {
    let limits = Limits { logins: Rate::new(3, 1), challenges: Rate::new(10, 1), ..generous() };
    let world = World::with(limits, 10).await;
    for identity in [&TEAM.dana, &TEAM.stranger] {
        for _ in 0..3 {
            assert_eq!(world.challenge(identity).await.status, 200);
        }
        assert_eq!(world.challenge(identity).await.code(), Code::TooMany);
    }
    // Eight asked, whatever they were told; two are left for all.
    let statuses = [
        world.challenge(&TEAM.aigul).await.status,
        world.challenge(&TEAM.bota).await.status,
        world.challenge(&TEAM.recovery).await.status,
    ];
    assert_eq!(statuses, [200, 200, 429]);
}

#[tokio::test]
async fn a_session_calls_so_often_and_another_session_is_not_slowed_down_by_it() {
    let world = World::with(Limits { calls: Rate::new(3, 1), ..generous() }, 10).await;
    let (dana, aigul) = (world.log_in(&TEAM.dana).await, world.log_in(&TEAM.aigul).await);
    for _ in 0..3 {
        assert_eq!(dana.get(paths::ROSTER).await.status, 200);
    }
    assert_eq!(dana.get(paths::ROSTER).await.code(), Code::TooMany);
    assert_eq!(aigul.get(paths::ROSTER).await.status, 200);
}

#[tokio::test]
async fn a_text_that_is_no_recipient_is_refused_before_anything_is_sealed() {
    let world = World::new().await;
    let secret = "AGE-SECRET-KEY-1".to_owned() + &"Q".repeat(58);
    for text in ["", "age1", "ssh-ed25519 AAAA", &secret, &recipient(&TEAM.dana).as_str().to_uppercase()] {
        let answered = world.stranger().post(paths::CHALLENGE, &json!({"recipient": text})).await;
        assert_eq!(answered.code(), Code::BadRequest, "{text}");
    }
}

#[tokio::test]
async fn the_all_zero_recipient_gets_a_challenge_like_any_stranger() {
    let world = World::new().await;
    // age 0.12.1 parses it and panics on sealing to it; a stranger's key is never sealed to.
    let text = format!("age1{}5cu47z", "q".repeat(52));
    let answered = world.stranger().post(paths::CHALLENGE, &json!({"recipient": text})).await;
    let _: protocol::Challenge = answered.read();
}

#[tokio::test]
async fn whoever_logs_out_is_out_and_only_there() {
    let world = World::new().await;
    let (computer, telephone) = (world.log_in(&TEAM.dana).await, world.log_in(&TEAM.dana).await);
    let answered = computer.press(paths::LOGOUT).await;
    assert_eq!((answered.status, answered.body.len()), (204, 0));
    assert_eq!(computer.get(paths::ROSTER).await.code(), Code::NotLoggedIn);
    assert_eq!(telephone.get(paths::ROSTER).await.status, 200);
}

#[tokio::test]
async fn a_session_ends_after_an_idle_hour_and_after_twelve_hours_of_work() {
    let world = World::new().await;
    let dana = world.log_in(&TEAM.dana).await;
    for _ in 0..12 {
        world.clock.advance(3_599);
        assert_eq!(dana.get(paths::ROSTER).await.status, 200);
    }
    world.clock.advance(12);
    assert_eq!(dana.get(paths::ROSTER).await.code(), Code::NotLoggedIn, "twelve hours");
    let dana = world.log_in(&TEAM.dana).await;
    world.clock.advance(3_600);
    assert_eq!(dana.get(paths::ROSTER).await.code(), Code::NotLoggedIn, "an idle hour");
}

#[tokio::test]
async fn a_counsellor_whom_the_next_roster_leaves_out_is_out_at_once_and_for_good() {
    let world = World::new().await;
    let (dana, aigul) = (world.log_in(&TEAM.dana).await, world.log_in(&TEAM.aigul).await);
    let waiting = world.open(&challenge(&world, &TEAM.dana).await, &TEAM.dana).unwrap();
    let without_dana = || everybody().into_iter().filter(|one| one.name.as_str() != "dana").collect();
    world.roster.replace(roster(2, without_dana()));
    let refused = dana.get(paths::ROSTER).await;
    assert_eq!(refused.whole(), world.stranger().get(paths::ROSTER).await.whole());
    assert_eq!(world.answer(&waiting).await.code(), Code::NotLoggedIn, "a challenge from before");
    let asked_again = challenge(&world, &TEAM.dana).await;
    assert!(world.open(&asked_again, &TEAM.dana).is_err(), "she is a stranger now");
    assert_eq!(aigul.get(paths::ROSTER).await.status, 200);
    world.roster.replace(roster(3, everybody()));
    assert_eq!(dana.get(paths::ROSTER).await.code(), Code::NotLoggedIn, "back on the roster, and logged out");
}

#[tokio::test]
async fn under_a_roster_that_is_over_nobody_is_let_in_and_everybody_hears_why() {
    let world = World::new().await;
    let dana = world.log_in(&TEAM.dana).await;
    let answer = world.open(&challenge(&world, &TEAM.dana).await, &TEAM.dana).unwrap();
    // 2027-02-11: the day after its last. The session of a desk that stayed open is moved along.
    let after = Moment(1_802_304_000);
    assert!(world.roster.valid(after.plus(-1)).is_some() && world.roster.valid(after).is_none());
    let world_at = |moment: Moment| world.clock.advance(moment.0 - world.clock.now().0);
    world_at(after.plus(-30));
    let late = world.log_in(&TEAM.dana).await;
    let pending = world.open(&challenge(&world, &TEAM.dana).await, &TEAM.dana).unwrap();
    world_at(after);
    assert_eq!(late.get(paths::ROSTER).await.code(), Code::RosterNotValid);
    assert_eq!(world.answer(&pending).await.code(), Code::RosterNotValid);
    for identity in [&TEAM.dana, &TEAM.stranger] {
        assert_eq!(world.challenge(identity).await.code(), Code::RosterNotValid);
    }
    assert_eq!(dana.get(paths::ROSTER).await.code(), Code::NotLoggedIn, "her session was over long ago");
    assert_eq!(world.answer(&answer).await.code(), Code::NotLoggedIn);
}

#[tokio::test]
async fn she_verifies_the_roster_herself_also_the_next_one() {
    let world = World::new().await;
    let aigul = world.log_in(&TEAM.aigul).await;
    let version = async || {
        let handed: RosterText = aigul.get(paths::ROSTER).await.read();
        UntrustedRoster { text: handed.text.as_bytes(), signature: &handed.signature }
            .verify(std::slice::from_ref(&TEAM.authority), &"almaty-1".parse().unwrap(), world.clock.now(), None)
            .unwrap()
            .version()
    };
    assert_eq!(version().await, 1);
    world.roster.replace(roster(2, everybody()));
    assert_eq!(version().await, 2);
}

#[tokio::test]
async fn a_desk_that_stops_answers_what_is_open_and_then_nobody() {
    let world = World::new().await;
    assert_eq!(world.stranger().get(paths::DESCRIPTION).await.status, 200);
    world.stop.send(true).unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(20), world.served).await;
    ended.expect("it ends").unwrap();
    assert!(tokio::net::TcpStream::connect(world.address).await.is_err());
}
