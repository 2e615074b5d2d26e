//! The desk without its keys or its database, and under whatever anybody may send.

use super::world::{Program, TEAM, World, deployment, fence, recipient};
use janynda::keyring::KeyRing;
use janynda::protocol::{self, Claimed, Code, paths};
use janynda::vocab::{Outcome, Urgency};
use proptest::prelude::*;
use reqwest::Method;
use serde_json::json;
use sqlx::{Connection as _, SqliteConnection};
use std::sync::{Arc, LazyLock, Mutex};
use tokio::runtime::Runtime;

#[tokio::test]
async fn while_the_key_ring_is_laid_aside_nothing_is_claimed_or_handed_out_and_the_list_still_shows() {
    let world = World::new().await;
    let (id, other) = (world.leave_one(1).await, world.leave_one(2).await);
    let dana = world.log_in(&TEAM.dana).await;
    let fence = dana.hold(id).await;
    let ring = world.ring.change(Option::take);
    assert_eq!(dana.claim(other).await.code(), Code::NotNow);
    assert_eq!(dana.press(paths::CLAIM_NEXT).await.code(), Code::NotNow);
    assert_eq!(dana.blob(id, fence).await.code(), Code::NotNow);
    // A clock that jumped ahead lays the ring aside: what is written then would hold for days.
    assert_eq!(dana.extend(id, fence).await.code(), Code::NotNow);
    assert_eq!(dana.list().await.requests.len(), 2);
    assert!(!world.audit().await.iter().any(|line| line.starts_with("fetch")), "nothing was handed out");
    world.ring.change(|shared| *shared = ring);
    assert_eq!(dana.blob(id, fence).await.status, 200);
    assert_eq!(dana.claim(other).await.status, 200);
}

#[tokio::test]
async fn a_request_whose_key_is_gone_is_nobodys_any_more() {
    let world = World::new().await;
    let id = world.leave_one(1).await;
    // No keeper came by: the row stands there, its waiting key does not.
    world.let_days_pass(15);
    let dana = world.log_in(&TEAM.dana).await;
    let before = world.store.queue_row(id).await.unwrap();
    assert_eq!(dana.claim(id).await.code(), Code::Lost);
    let next: Claimed = dana.press(paths::CLAIM_NEXT).await.read();
    assert_eq!(next.request, None);
    assert_eq!(world.store.queue_row(id).await.unwrap(), before);
}

#[tokio::test]
async fn what_nobody_can_open_does_not_stand_before_what_somebody_can() {
    let world = World::new().await;
    // A ring was lost over ten waiting requests, and made anew.
    world.leave_many(10, Urgency::Immediate).await;
    let made = KeyRing::create(deployment(), world.clock.now(), [8; 32]);
    world.ring.change(|ring| *ring = Some(made));
    let good = world.leave_one(100).await;
    let (dana, aigul) = (world.log_in(&TEAM.dana).await, world.log_in(&TEAM.aigul).await);
    let next: Claimed = dana.press(paths::CLAIM_NEXT).await.read();
    assert_eq!(next.request.unwrap().id, good);
    let lost = dana.list().await.requests.iter().find(|row| row.id != good).unwrap().id;
    assert_eq!(dana.claim(lost).await.code(), Code::Lost);
    // One that was claimed before, and lost its key since.
    let fence = dana.list().await.requests.iter().find(|row| row.id == good).map(fence).unwrap();
    let made = KeyRing::create(deployment(), world.clock.now(), [9; 32]);
    world.ring.change(|ring| *ring = Some(made));
    assert_eq!(dana.blob(good, fence).await.code(), Code::Lost);
    assert_eq!(dana.release(good, fence).await.status, 204);
    assert_eq!(aigul.claim(good).await.code(), Code::Lost);
    let next: Claimed = aigul.press(paths::CLAIM_NEXT).await.read();
    assert_eq!(next.request, None);
}

#[tokio::test]
async fn a_damaged_row_is_not_listed_and_hides_no_other() {
    let world = World::new().await;
    let (damaged, good) = (world.leave_one(1).await, world.leave_one(2).await);
    let dana = world.log_in(&TEAM.dana).await;
    let url = format!("sqlite://{}/janynda.db", world.folder.path().display());
    let mut hand = SqliteConnection::connect(&url).await.unwrap();
    let sql = "UPDATE requests SET hour = 9223372036854775807 WHERE id = ?";
    sqlx::query(sql).bind(damaged.bytes().as_slice()).execute(&mut hand).await.unwrap();
    assert_eq!(dana.list().await.requests.iter().map(|row| row.id).collect::<Vec<_>>(), [good]);
    assert_eq!(dana.claim(damaged).await.code(), Code::Lost);
    let next: Claimed = dana.press(paths::CLAIM_NEXT).await.read();
    assert_eq!(next.request.unwrap().id, good);
    sqlx::query("UPDATE requests SET blob = x'01'").execute(&mut hand).await.unwrap();
    let fence = dana.list().await.requests.iter().find(|row| row.id == good).map(fence).unwrap();
    assert_eq!(dana.blob(good, fence).await.code(), Code::Lost);
    assert_eq!(dana.release(good, fence).await.status, 204);
}

#[tokio::test]
async fn without_its_database_the_desk_says_not_now_and_lives_on() {
    let world = World::new().await;
    let id = world.leave_one(1).await;
    let dana = world.log_in(&TEAM.dana).await;
    let fence = dana.hold(id).await;
    let url = format!("sqlite://{}/janynda.db", world.folder.path().display());
    let mut hand = SqliteConnection::connect(&url).await.unwrap();
    let away = ["ALTER TABLE requests RENAME TO mislaid", "ALTER TABLE audit RENAME TO lost"];
    let back = ["ALTER TABLE mislaid RENAME TO requests", "ALTER TABLE lost RENAME TO audit"];
    for sql in away {
        sqlx::query(sql).execute(&mut hand).await.unwrap();
    }
    for answered in [
        dana.get(paths::REQUESTS).await,
        dana.claim(id).await,
        dana.blob(id, fence).await,
        dana.extend(id, fence).await,
        dana.release(id, fence).await,
        dana.close(id, fence, Outcome::Helped).await,
        dana.get(paths::AUDIT).await,
    ] {
        assert_eq!(answered.code(), Code::NotNow);
    }
    assert_eq!(dana.get(paths::ROSTER).await.status, 200);
    // Who cannot be written down is not let in.
    let challenge: protocol::Challenge = world.challenge(&TEAM.dana).await.read();
    let answer = world.open(&challenge, &TEAM.dana).unwrap();
    assert_eq!(world.answer(&answer).await.code(), Code::NotNow);
    for sql in back {
        sqlx::query(sql).execute(&mut hand).await.unwrap();
    }
    assert_eq!(dana.close(id, fence, Outcome::Helped).await.status, 200, "as if nothing had been");
}

/// What this thread logs, at the finest level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_body_token_recipient_or_id_reaches_the_log() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    let _here = tracing::subscriber::set_default(subscriber);
    let world = World::new().await;
    let id = world.leave_one(1).await;
    let dana = world.log_in(&TEAM.dana).await;
    let fence = dana.hold(id).await;
    dana.blob(id, fence).await;
    dana.post(&paths::of(paths::CLOSE, id), &json!({"fence": fence, "outcome": "CANARY"})).await;
    let joke = json!({"fence": fence, "outcome": "not-genuine", "return_address": "CANARY"});
    let url = format!("sqlite://{}/janynda.db", world.folder.path().display());
    let mut hand = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("ALTER TABLE requests RENAME TO mislaid").execute(&mut hand).await.unwrap();
    assert_eq!(dana.post(&paths::of(paths::CLOSE, id), &joke).await.code(), Code::NotNow);
    sqlx::query("ALTER TABLE mislaid RENAME TO requests").execute(&mut hand).await.unwrap();
    assert_eq!(dana.post(&paths::of(paths::CLOSE, id), &joke).await.status, 200);
    world.stranger().post(paths::CHALLENGE, &json!({"recipient": "CANARY"})).await;
    dana.get("/CANARY?CANARY").await;
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("the desk could not reach the queue"), "the log is heard: {logged}");
    let ours: String = logged.lines().filter(|line| line.contains("janynda::")).collect();
    let recipient = recipient(&TEAM.dana);
    for marker in ["CANARY", &id.to_string(), dana.token.as_deref().unwrap(), recipient.as_str(), "dana"] {
        assert!(!ours.contains(marker), "{marker}");
    }
}

struct Fixed {
    runtime: Runtime,
    world: World,
    dana: Program,
}

/// One desk for all cases: it has to live on after each.
static FIXED: LazyLock<Fixed> = LazyLock::new(|| {
    let runtime = Runtime::new().unwrap();
    let (world, dana) = runtime.block_on(async {
        let world = World::new().await;
        world.leave_one(1).await;
        let dana = world.log_in(&TEAM.dana).await;
        (world, dana)
    });
    Fixed { runtime, world, dana }
});

fn some_path() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        paths::CHALLENGE,
        paths::ANSWER,
        paths::REQUESTS,
        paths::CLAIM_NEXT,
        paths::CLAIM,
        paths::EXTEND,
        paths::RELEASE,
        paths::CLOSE,
        paths::BLOB,
        paths::ROSTER,
        paths::AUDIT,
        paths::MORE_CLAIMS,
        paths::DESCRIPTION,
    ]);
    let piece = "[0-9a-f%]{0,40}|[ -~]{0,40}";
    prop_oneof![
        (known, piece, prop_oneof![Just(String::new()), "\\?[ -~]{0,30}"]).prop_map(|(path, id, query)| {
            let id: String = id.chars().filter(|c| !matches!(c, '#' | '?' | '/' | '\\')).collect();
            path.replace("{id}", &id) + &query
        }),
        "/[ -~]{0,60}",
    ]
}

fn some_body() -> impl Strategy<Value = Vec<u8>> {
    let json = prop_oneof![
        Just("{}".to_owned()),
        any::<i64>().prop_map(|fence| format!("{{\"fence\":{fence}}}")),
        (any::<i64>(), "[a-z-]{0,20}", "[0-9-]{0,12}").prop_map(|(fence, outcome, day)| {
            format!("{{\"fence\":{fence},\"outcome\":\"{outcome}\",\"next_attempt\":\"{day}\"}}")
        }),
        (any::<i64>(), "-?[0-9]{1,6}-[0-9]{2}-[0-9]{2}").prop_map(|(fence, day)| {
            format!("{{\"fence\":{fence},\"outcome\":\"tried-no-answer\",\"next_attempt\":\"{day}\"}}")
        }),
        (any::<i64>(), "[A-Za-z0-9+/=]{0,90}").prop_map(|(fence, address)| {
            format!("{{\"fence\":{fence},\"outcome\":\"not-genuine\",\"return_address\":\"{address}\"}}")
        }),
        "[a-z0-9]{0,70}".prop_map(|text| format!("{{\"recipient\":\"age1{text}\"}}")),
        ("[0-9a-f]{32}", "[A-Za-z0-9+/=]{0,60}")
            .prop_map(|(session, answer)| format!("{{\"session\":\"{session}\",\"answer\":\"{answer}\"}}")),
        (0..400_usize).prop_map(|deep| "[".repeat(deep)),
    ];
    prop_oneof![json.prop_map(String::into_bytes), prop::collection::vec(any::<u8>(), 0..300)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_in_a_path_or_a_body_break_the_desk(
        path in some_path(),
        body in some_body(),
        method in prop::sample::select(vec![Method::GET, Method::POST, Method::PUT, Method::HEAD]),
        logged_in in any::<bool>(),
    ) {
        let Fixed { runtime, world, dana } = &*FIXED;
        let Ok(url) = format!("{}{path}", world.origin).parse::<reqwest::Url>() else { return Ok(()) };
        prop_assume!(url.port_or_known_default() == Some(world.address.port()));
        let program = if logged_in { dana.clone() } else { world.stranger() };
        let request = world.client.request(method, url).header("content-type", "application/json").body(body);
        let status = runtime.block_on(program.send(request)).status;
        prop_assert!(status < 500 || status == 503, "{status}");
        let alive = runtime.block_on(dana.get(paths::ROSTER)).status;
        prop_assert_eq!(alive, 200);
    }
}
