//! Counsellor A on B's claim, and every other request that is not hers: one answer, in the same bytes, on every route.

use super::world::{ADULT, Answered, MINOR, Program, TEAM, World, everybody, roster};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use janynda::protocol::{self, Code, paths};
use janynda::vocab::{Lane, Lang, Outcome, RequestId, Urgency};
use serde_json::json;

/// Every route that names a request, with a body that is right.
const ROUTES: [&str; 5] = [paths::CLAIM, paths::EXTEND, paths::RELEASE, paths::CLOSE, paths::BLOB];

async fn try_route(program: &Program, route: &str, id: &str, fence: i64) -> Answered {
    let path = route.replace("{id}", id);
    match route {
        paths::BLOB => program.get(&format!("{path}?fence={fence}")).await,
        paths::CLAIM => program.press(&path).await,
        paths::CLOSE => program.post(&path, &json!({"fence": fence, "outcome": "helped"})).await,
        _ => program.post(&path, &json!({"fence": fence})).await,
    }
}

#[tokio::test]
async fn on_every_route_whatever_is_not_hers_is_the_same_answer() {
    let world = World::new().await;
    let (dana, aigul) = (world.log_in(&TEAM.dana).await, world.log_in(&TEAM.aigul).await);
    let aiguls = world.leave_one(1).await;
    let fence = aigul.hold(aiguls).await;
    let other_lane = world.leave(2, MINOR, Urgency::Normal, None).await;
    let other_language = world.leave(3, Lane { lang: Lang::Kk, ..ADULT }, Urgency::Normal, None).await;
    let ended = world.leave_one(4).await;
    let ended_fence = dana.hold(ended).await;
    dana.close(ended, ended_fence, Outcome::Helped).await;
    let given_back = world.leave_one(5).await;
    let back_fence = dana.hold(given_back).await;
    dana.release(given_back, back_fence).await;
    let taken_over = aigul.hold(given_back).await;
    let nothing = RequestId::from_bytes([0xee; 16]);
    let before = world.store.queue_row(aiguls).await.unwrap().unwrap();
    let mut answers = Vec::new();
    for route in ROUTES {
        for (id, fence) in [
            (aiguls.to_string(), fence),
            (aiguls.to_string(), fence + 1),
            (other_lane.to_string(), 1),
            (other_language.to_string(), 1),
            (ended.to_string(), ended_fence),
            (ended.to_string(), ended_fence + 1),
            (given_back.to_string(), back_fence),
            (given_back.to_string(), taken_over),
            (nothing.to_string(), 0),
            (nothing.to_string(), i64::MAX),
            (nothing.to_string(), i64::MIN),
            (aiguls.to_string().to_uppercase(), fence),
            (aiguls.to_string()[..31].to_owned(), fence),
            (format!("{aiguls}0"), fence),
            ("1".to_owned(), 1),
            ("%FF%FE".to_owned(), 1),
            ("..%2f..%2frequests".to_owned(), 1),
            ("%00".to_owned(), 1),
            ("' OR 1=1 --".replace(' ', "%20"), 1),
        ] {
            let answered = try_route(&dana, route, &id, fence).await;
            assert_eq!(answered.code(), Code::NotYours, "{route} {id}");
            answers.push(answered.whole());
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "one answer: {answers:?}");
    assert_eq!(world.store.queue_row(aiguls).await.unwrap().unwrap(), before, "and nothing happened");
    assert_eq!(try_route(&aigul, paths::BLOB, &aiguls.to_string(), fence).await.status, 200);
}

#[tokio::test]
async fn what_a_colleague_does_is_told_to_a_lead_and_to_nobody_else() {
    let world = World::new().await;
    let others = [&TEAM.bota, &TEAM.dana, &TEAM.recovery];
    let aigul = world.log_in(&TEAM.aigul).await;
    let fence = aigul.hold(world.leave(1, MINOR, Urgency::Normal, None).await).await;
    assert_eq!(fence, 1);
    let number = world.store.audit_head().await.unwrap().number;
    let words =
        ["aigul", "claim", "minor", "login", "hour", "line", "event", "digest", &world.clock.now().hour().to_string()];
    for identity in others {
        let program = world.log_in(identity).await;
        for after in 0..=number {
            let told = program.get(&format!("{}?after={after}", paths::AUDIT)).await.text();
            for word in words {
                assert!(!told.contains(word), "{word}: {told}");
            }
        }
    }
    let told = aigul.get(paths::AUDIT).await.text();
    assert!(words[..7].iter().all(|word| told.contains(word)), "control: {told}");
}

#[tokio::test]
async fn a_malformed_body_is_the_same_answer_whosever_request_it_names() {
    let world = World::new().await;
    let (dana, aigul) = (world.log_in(&TEAM.dana).await, world.log_in(&TEAM.aigul).await);
    let (aiguls, danas) = (world.leave_one(1).await, world.leave_one(2).await);
    let (_, _) = (aigul.hold(aiguls).await, dana.hold(danas).await);
    let mut answers = Vec::new();
    for id in [aiguls.to_string(), danas.to_string(), RequestId::from_bytes([0xee; 16]).to_string(), "x".to_owned()] {
        for route in [paths::EXTEND, paths::RELEASE, paths::CLOSE, paths::CLAIM] {
            answers.push(dana.post(&route.replace("{id}", &id), &json!({"fence": "1"})).await.whole());
        }
        answers.push(dana.get(&paths::BLOB.replace("{id}", &id)).await.whole());
        answers.push(dana.get(&format!("{}?fence=1&fence=2", paths::BLOB.replace("{id}", &id))).await.whole());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert_eq!(answers[0].0, 400);
}

#[tokio::test]
async fn without_a_session_every_route_is_the_same_answer() {
    let world = World::new().await;
    let id = world.leave_one(1).await;
    let stranger = world.stranger();
    let mut answers = Vec::new();
    for route in ROUTES {
        for id in [id.to_string(), RequestId::from_bytes([0xee; 16]).to_string(), "x".to_owned()] {
            answers.push(try_route(&stranger, route, &id, 1).await.whole());
        }
    }
    for path in [paths::REQUESTS, paths::ROSTER, paths::AUDIT] {
        answers.push(stranger.get(path).await.whole());
    }
    for path in [paths::CLAIM_NEXT, paths::LOGOUT, paths::MORE_CLAIMS] {
        answers.push(stranger.press(path).await.whole());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert_eq!(answers[0].0, 401);
}

#[tokio::test]
async fn what_arrived_before_she_was_on_the_roster_is_not_listed_and_not_claimed() {
    let world = World::new().await;
    let before = world.leave_one(1).await;
    // The next day Bota comes; her line in the roster says since when.
    world.let_days_pass(1);
    let mut team = everybody();
    team[1].since = "2026-11-25".parse().unwrap();
    world.roster.replace(roster(2, team));
    let after = world.leave_one(2).await;
    let (bota, dana) = (world.log_in(&TEAM.bota).await, world.log_in(&TEAM.dana).await);
    let ids = async |program: &Program| program.list().await.requests.iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(ids(&bota).await, [after]);
    assert_eq!(ids(&dana).await, [before, after]);
    assert_eq!(bota.claim(before).await.code(), Code::NotYours);
    bota.hold(after).await;
    dana.hold(before).await;
}

#[tokio::test]
async fn a_counsellor_who_was_removed_loses_what_she_held_with_her_session() {
    let world = World::new().await;
    let id = world.leave_one(1).await;
    let dana = world.log_in(&TEAM.dana).await;
    let fence = dana.hold(id).await;
    world.roster.replace(roster(2, everybody().into_iter().filter(|one| one.name.as_str() != "dana").collect()));
    assert_eq!(dana.blob(id, fence).await.code(), Code::NotLoggedIn);
    assert_eq!(dana.close(id, fence, Outcome::Helped).await.code(), Code::NotLoggedIn);
}

/// In how many bits two values differ.
fn distance(one: &[u8], other: &[u8]) -> u32 {
    assert_eq!(one.len(), other.len());
    one.iter().zip(other).map(|(one, other)| (one ^ other).count_ones()).sum()
}

/// The least distance of any two.
fn nearest(values: &[Vec<u8>]) -> u32 {
    let pairs = values.iter().enumerate().flat_map(|(at, one)| values[..at].iter().map(move |other| (one, other)));
    pairs.map(|(one, other)| distance(one, other)).min().unwrap()
}

#[tokio::test]
async fn from_one_id_or_token_nobody_guesses_another() {
    let world = World::new().await;
    let aigul = world.log_in(&TEAM.aigul).await;
    // Their secrets differ in their last bits only, and still the ids share nothing: of 128 random bits, half differ.
    let mut ids = Vec::new();
    for number in 0..64 {
        ids.push(world.leave_one(number).await.bytes().to_vec());
    }
    assert!(nearest(&ids) > 24, "requests");
    let (mut attempts, mut tokens) = (Vec::new(), Vec::new());
    for _ in 0..64 {
        let asked: protocol::Challenge = world.challenge(&TEAM.dana).await.read();
        attempts.push(asked.session.bytes().to_vec());
        let session: protocol::Session = world.answer(&world.open(&asked, &TEAM.dana).unwrap()).await.read();
        tokens.push(URL_SAFE_NO_PAD.decode(session.token).unwrap());
    }
    assert!(nearest(&attempts) > 24, "attempts to log in");
    assert!(tokens[0].len() == 32 && nearest(&tokens) > 64, "tokens");

    let [newest_id, newest_token] = [&ids, &tokens].map(|values| values.last().unwrap().clone());
    for bit in 0..8 {
        for end in [0, 15] {
            let mut guessed: [u8; 16] = newest_id.clone().try_into().unwrap();
            guessed[end] ^= 1 << bit;
            assert_eq!(aigul.claim(RequestId::from_bytes(guessed)).await.code(), Code::NotYours);
        }
        for end in [0, 31] {
            let mut guessed = newest_token.clone();
            guessed[end] ^= 1 << bit;
            let forger = Program { token: Some(URL_SAFE_NO_PAD.encode(guessed)), ..world.stranger() };
            assert_eq!(forger.get(paths::REQUESTS).await.code(), Code::NotLoggedIn);
        }
    }
    let control = Program { token: Some(URL_SAFE_NO_PAD.encode(newest_token)), ..world.stranger() };
    assert_eq!(control.get(paths::REQUESTS).await.status, 200);
}
