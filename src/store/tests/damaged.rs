//! A damaged row is one row: nobody else's card or request waits for it. By hand on `SQLite`'s file, where any column takes
//! any value.

use super::claims::claim;
use super::ends::days;
use super::on_one_file::by_hand;
use super::requests::id;
use super::*;
use crate::vocab::UNCLAIMED_DAYS;
use std::sync::{Arc, Mutex};

/// Every column of a request that is read, and what is no value of it.
const REQUEST: [&str; 13] = [
    "id = x'01'",
    "lane = 'CANARY'",
    "urgent = 'CANARY'",
    "hour = 9223372036854775807",
    "hour = 'CANARY'",
    "day = 'CANARY'",
    "roster_version = 'CANARY'",
    "outcome = 'CANARY'",
    "next_attempt = 'CANARY'",
    "holder = x'01'",
    "lease_until = 9223372036854775807",
    "claimed_day = 'CANARY'",
    "fence = 9223372036854775807",
];

#[tokio::test]
async fn a_damaged_request_keeps_no_other_from_being_listed_claimed_and_ended() {
    for damage in REQUEST.into_iter().chain(["blob = x'01'"]) {
        let (folder, store) = sqlite().await;
        write(&store, vec![enqueue(request(1)), enqueue(request(2)), enqueue(request(3))]).await.unwrap();
        let sql = format!("UPDATE requests SET {damage} WHERE id = x'{}'", "01".repeat(16));
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut by_hand(&folder).await).await.unwrap();
        let listed = queued(&store, &[Audience::Adult]).await;
        assert!(listed.ends_with(&[2, 3]), "{damage}: {listed:?}");
        let next = Claim::Next(scope(&[Audience::Adult]));
        assert_eq!(claim(&store, next, *AIGUL).await.unwrap().id, id(2), "{damage}");
        let ended = store.expire(NOW.plus(days(UNCLAIMED_DAYS)), EVERY_KEY).await.unwrap();
        assert!((1..=2).contains(&ended), "{damage}");
        assert_eq!(status(&store, 3).await, Some(Status::Expired), "{damage}");
        assert!(!store.paces(0).await.unwrap().is_empty(), "{damage}");
    }
}

#[tokio::test]
async fn a_request_whose_blob_is_damaged_is_claimed_by_nobody_and_can_still_be_given_back() {
    let (folder, store) = sqlite().await;
    write(&store, vec![enqueue(request(1)), enqueue(request(2))]).await.unwrap();
    let this = |number| Claim::This(id(number), scope(&[Audience::Adult]));
    let row = claim(&store, this(1), *AIGUL).await.unwrap();
    sqlx::query("UPDATE requests SET blob = x'01'").execute(&mut by_hand(&folder).await).await.unwrap();
    let claimed = store.claim(this(2), *AIGUL, super::claims::TERMS, &under_claimed_key).await;
    assert_eq!(claimed, Ok(Claimed::Lost));
    assert_eq!(store.fetch(id(1), *AIGUL, row.fence).await, Err(Error::Row { column: "blob" }));
    assert!(matches!(store.release(id(1), *AIGUL, row.fence).await, Ok(Held::Done(_))));
}

/// What this thread logs.
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
async fn however_many_rows_are_damaged_the_operator_reads_one_line_with_the_column() {
    let (folder, store) = sqlite().await;
    for number in 1..=30 {
        write(&store, vec![enqueue(request(number))]).await.unwrap();
    }
    sqlx::query("UPDATE requests SET blob = x'01', fence = -1").execute(&mut by_hand(&folder).await).await.unwrap();
    // While there is one log alone, a test without any that meets a line first switches it off for all. With two it
    // does not; what was switched off before is met once, then switched on.
    let _second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::new());
    assert_eq!(queued(&store, &[Audience::Adult]).await, [0u8; 0]);
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let _here = tracing::subscriber::set_default(subscriber);
    tracing::callsite::rebuild_interest_cache();
    assert_eq!(queued(&store, &[Audience::Adult]).await, [0u8; 0]);
    sqlx::query("UPDATE requests SET fence = 0").execute(&mut by_hand(&folder).await).await.unwrap();
    assert!(claim(&store, Claim::Next(scope(&[Audience::Adult])), *AIGUL).await.is_none());
    let opens_nothing = |_: &QueueRow, _: &Wrapped| Err(Hindered::Damaged);
    sqlx::query("UPDATE requests SET blob = zeroblob(8192)").execute(&mut by_hand(&folder).await).await.unwrap();
    let next = Claim::Next(scope(&[Audience::Adult]));
    let claimed = store.claim(next, *AIGUL, super::claims::TERMS, &opens_nothing).await;
    assert_eq!(claimed, Ok(Claimed::Nothing));
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let lines: Vec<&str> = logged.lines().filter(|line| line.contains("damaged")).collect();
    assert_eq!(lines.len(), 3, "{logged}");
    for (line, column) in lines.into_iter().zip(["(fence)", "(blob)", "(blob)"]) {
        assert!(line.contains("30 damaged rows were passed over") && line.contains(column), "{line}");
    }
}

#[tokio::test]
async fn a_damaged_counter_hides_no_other() {
    let (folder, store) = sqlite().await;
    write(&store, vec![enqueue(request(1))]).await.unwrap();
    store.expire(NOW.plus(days(UNCLAIMED_DAYS)), EVERY_KEY).await.unwrap();
    let sql = "INSERT INTO tallies VALUES (20800, 'pace:CANARY', 1), (20800, 'pace:adult/ru:CANARY', 1)";
    sqlx::query(sql).execute(&mut by_hand(&folder).await).await.unwrap();
    assert_eq!(store.paces(0).await.unwrap(), [PaceCount { lane: ADULT, within: None, count: 1 }]);
}

/// Every column of a card that is read, but for `due`, and what is no value of it.
const CARD: [&str; 9] = [
    "id = x'01'",
    "epoch = -1.5",
    "alias = x'01'",
    "message_mac = x'01'",
    "stage = 'CANARY'",
    "version = 'CANARY'",
    "shown = 'CANARY'",
    "face = 7",
    "draft = 7",
];

#[tokio::test]
async fn a_damaged_card_keeps_no_other_from_being_covered_erased_and_put_under_the_new_key() {
    let (folder, store) = sqlite().await;
    let mut hand = by_hand(&folder).await;
    let numbers = |rows: Vec<CardRow>| rows.iter().map(|row| row.id.bytes()[0]).collect::<Vec<_>>();
    for damage in CARD {
        for look in ["due", "before", "of"] {
            for number in [1, 2] {
                write(&store, vec![Op::DropCard { id: card(number).id }]).await.unwrap();
                write(&store, vec![Op::InsertCard(card(number))]).await.unwrap();
            }
            let sql = format!("UPDATE cards SET {damage} WHERE id = x'{}'", "01".repeat(16));
            sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut hand).await.unwrap();
            // A program that was started just now remembers nothing.
            let store = Store::existing(&address(&folder)).unwrap();
            let found = match look {
                "due" => store.due_cards(NOW.plus(60), 1).await,
                "before" => store.cards_before(NOW.day() + 1, 1).await,
                _ => store.cards_of(&[alias(1), alias(2)]).await,
            };
            assert_eq!(numbers(found.unwrap()), [2], "{damage} {look}");
            let left: i64 = sqlx::query_scalar("SELECT count(*) FROM cards").fetch_one(&mut hand).await.unwrap();
            let unseen = look == "of" && damage.starts_with("alias");
            assert_eq!(left, if unseen { 2 } else { 1 }, "{damage} {look}: dropped like one that does not open");
            sqlx::query("DELETE FROM cards").execute(&mut hand).await.unwrap();
        }
    }
}
