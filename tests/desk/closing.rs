//! How a request ends: answered, tried again, or not genuine.

use super::world::{ADULT, Answered, NOW, Program, TEAM, World, deployment};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use janynda::alias::{Alias, alias};
use janynda::protocol::{Claimed, Close, Closed, Code, Muting, RowStatus, day_from_number, paths};
use janynda::seal::{self, Sealed};
use janynda::vocab::{Outcome, RequestId, Route, Urgency};
use sqlx::{Connection as _, SqliteConnection};

async fn close(program: &Program, id: RequestId, close: &Close) -> Answered {
    program.post(&paths::of(paths::CLOSE, id), close).await
}

fn again(fence: i64, day: i64) -> Close {
    Close { fence, outcome: Outcome::TriedNoAnswer, next_attempt: day_from_number(day), return_address: None }
}

fn not_genuine(fence: i64, return_address: Option<String>) -> Close {
    Close { fence, outcome: Outcome::NotGenuine, next_attempt: None, return_address }
}

#[tokio::test]
async fn a_closed_request_is_gone_for_everybody_and_its_content_with_it() {
    let world = World::new().await;
    for (number, outcome) in (0..).zip(Outcome::ALL) {
        let id = world.leave_one(number).await;
        let dana = world.log_in(&TEAM.dana).await;
        let fence = dana.hold(id).await;
        let closed: Closed = dana.close(id, fence, outcome).await.read();
        let muting = (outcome == Outcome::NotGenuine).then_some(Muting::NoAddress);
        assert_eq!(closed, Closed { waits: false, muting }, "how else it ended, nobody was to be muted");
        assert!(dana.list().await.requests.is_empty());
        assert_eq!(dana.blob(id, fence).await.code(), Code::NotYours);
        assert_eq!(dana.claim(id).await.code(), Code::NotYours);
        let row = world.store.queue_row(id).await.unwrap().unwrap();
        assert_eq!((row.outcome, row.holder), (Some(outcome), None));
    }
}

#[tokio::test]
async fn nobody_answered_so_it_waits_for_its_day_behind_the_others() {
    let world = World::new().await;
    let tried = world.leave(1, ADULT, Urgency::Immediate, None).await;
    let other = world.leave_one(2).await;
    let dana = world.log_in(&TEAM.dana).await;
    let fence = dana.hold(tried).await;
    let closed: Closed = close(&dana, tried, &again(fence, NOW.day() + 2)).await.read();
    assert_eq!(closed, Closed { waits: true, muting: None });
    let list = dana.list().await;
    assert_eq!(list.requests.iter().map(|row| row.id).collect::<Vec<_>>(), [other, tried], "urgent, and not today");
    assert_eq!(list.requests[1].next_attempt.unwrap().to_string(), "2026-11-26");
    assert_eq!(list.requests[1].status, RowStatus::Waiting);
    let next =
        async |program: &Program| program.press(paths::CLAIM_NEXT).await.read::<Claimed>().request.map(|row| row.id);
    assert_eq!(next(&dana).await, Some(other));
    assert_eq!(next(&dana).await, None, "not before its day");
    world.let_days_pass(2);
    let aigul = world.log_in(&TEAM.aigul).await;
    assert_eq!(next(&aigul).await, Some(tried));
    let fence = aigul.hold(tried).await;
    let sealed = Sealed::from_age_file(aigul.blob(tried, fence).await.body).unwrap();
    assert!(seal::open(&sealed, &TEAM.aigul, &tried, &deployment()).is_ok(), "under the same key as before");
}

#[tokio::test]
async fn a_colleague_may_take_a_tried_request_before_its_day_by_its_number() {
    let world = World::new().await;
    let id = world.leave_one(1).await;
    let (aigul, dana) = (world.log_in(&TEAM.aigul).await, world.log_in(&TEAM.dana).await);
    let fence = dana.hold(id).await;
    assert_eq!(close(&dana, id, &again(fence, NOW.day() + 2)).await.status, 200);
    aigul.hold(id).await;
}

#[tokio::test]
async fn the_next_attempt_is_on_a_day_on_which_the_request_can_be_opened() {
    let world = World::new().await;
    let id = world.leave_one(1).await;
    let dana = world.log_in(&TEAM.dana).await;
    let today = NOW.day();
    let mut fence = dana.hold(id).await;
    for day in [today - 1, today + 31, today + 400_000] {
        assert_eq!(close(&dana, id, &again(fence, day)).await.code(), Code::DayOutOfRange, "{}", day - today);
    }
    for day in [today, today + 30] {
        assert_eq!(close(&dana, id, &again(fence, day)).await.status, 200, "{}", day - today);
        fence = dana.hold(id).await;
    }
    // The days count from the first claim, not from the last.
    world.let_days_pass(10);
    let dana = world.log_in(&TEAM.dana).await;
    let fence = dana.hold(id).await;
    assert_eq!(close(&dana, id, &again(fence, today + 31)).await.code(), Code::DayOutOfRange);
    assert_eq!(close(&dana, id, &again(fence, today + 9)).await.code(), Code::DayOutOfRange, "yesterday");
    assert_eq!(close(&dana, id, &again(fence, today + 30)).await.status, 200);
}

#[tokio::test]
async fn an_attempt_or_a_return_address_with_another_outcome_is_refused() {
    let world = World::new().await;
    let id = world.leave_one(1).await;
    let dana = world.log_in(&TEAM.dana).await;
    let fence = dana.hold(id).await;
    let odd = [
        Close { outcome: Outcome::Helped, ..again(fence, NOW.day()) },
        Close { outcome: Outcome::Helped, ..not_genuine(fence, Some(String::new())) },
        Close { outcome: Outcome::TriedNoAnswer, ..not_genuine(fence, Some(String::new())) },
    ];
    for told in &odd {
        assert_eq!(close(&dana, id, told).await.code(), Code::BadRequest);
    }
    assert_eq!(dana.blob(id, fence).await.status, 200, "nothing was changed");
}

/// Today's alias of a chat.
fn alias_of(world: &World, route: &Route) -> Alias {
    world.ring.read(|ring| alias(ring.newest(), route)).unwrap()
}

async fn muted(world: &World, route: &Route) -> bool {
    world.store.used(&[alias_of(world, route)]).await.unwrap().muted
}

/// The way back in a request that Dana claimed.
async fn way_back(dana: &Program, id: RequestId, fence: i64) -> String {
    let sealed = Sealed::from_age_file(dana.blob(id, fence).await.body).unwrap();
    let opened = seal::open(&sealed, &TEAM.dana, &id, &deployment()).unwrap();
    STANDARD.encode(opened.request.return_address.unwrap().bytes())
}

#[tokio::test]
async fn a_mute_that_could_not_be_written_down_is_not_said_to_have_had_nobody_to_mute() {
    let world = World::new().await;
    let joker = Route::from_bytes([1; 8]);
    let id = world.leave(1, ADULT, Urgency::Normal, Some(&joker)).await;
    let dana = world.log_in(&TEAM.dana).await;
    let fence = dana.hold(id).await;
    let address = way_back(&dana, id, fence).await;
    let url = format!("sqlite://{}/janynda.db", world.folder.path().display());
    let mut hand = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("ALTER TABLE limits RENAME TO mislaid").execute(&mut hand).await.unwrap();
    let closed: Closed = close(&dana, id, &not_genuine(fence, Some(address))).await.read();
    assert_eq!(closed, Closed { waits: false, muting: Some(Muting::NotWritten) });
    sqlx::query("ALTER TABLE mislaid RENAME TO limits").execute(&mut hand).await.unwrap();
    assert!(!muted(&world, &joker).await);
    assert!(dana.list().await.requests.is_empty(), "it is closed all the same");
}

#[tokio::test]
async fn whoever_sent_a_joke_is_muted_for_today_by_the_way_back_inside_it() {
    let world = World::new().await;
    let (joker, other) = (Route::from_bytes([1; 8]), Route::from_bytes([2; 8]));
    let id = world.leave(1, ADULT, Urgency::Normal, Some(&joker)).await;
    // The ring is a day older when it is closed: the way back opens under its own day's key, the mute is today's.
    world.let_days_pass(1);
    let dana = world.log_in(&TEAM.dana).await;
    let fence = dana.hold(id).await;
    let address = way_back(&dana, id, fence).await;
    let closed: Closed = close(&dana, id, &not_genuine(fence, Some(address))).await.read();
    assert_eq!(closed, Closed { waits: false, muting: Some(Muting::Muted) });
    assert!(muted(&world, &joker).await);
    assert!(!muted(&world, &other).await);
    assert!(world.audit().await.contains(&"close dana not-genuine".to_owned()));
}

#[tokio::test]
async fn a_wrong_or_missing_way_back_closes_all_the_same_and_mutes_nobody() {
    let world = World::new().await;
    let (joker, victim) = (Route::from_bytes([1; 8]), Route::from_bytes([2; 8]));
    let of_another = world.leave(100, ADULT, Urgency::Normal, Some(&victim)).await;
    let dana = world.log_in(&TEAM.dana).await;
    let fence = dana.hold(of_another).await;
    let victims = way_back(&dana, of_another, fence).await;
    let wrong = [
        None,
        Some(String::new()),
        Some("not base64!".to_owned()),
        Some(STANDARD.encode([0; 56])),
        Some(STANDARD.encode([0; 55])),
        Some(victims),
    ];
    for (number, address) in (0..).zip(wrong) {
        let id = world.leave(number, ADULT, Urgency::Normal, Some(&joker)).await;
        let fence = dana.hold(id).await;
        let muting = if address.is_some() { Muting::NotOpened } else { Muting::NoAddress };
        let closed: Closed = close(&dana, id, &not_genuine(fence, address)).await.read();
        assert_eq!(closed, Closed { waits: false, muting: Some(muting) }, "{number}");
    }
    assert!(!muted(&world, &joker).await && !muted(&world, &victim).await);
}
