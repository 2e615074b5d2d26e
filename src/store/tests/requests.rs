//! The queue: once in, in order, held by one, empty when it ended.

use super::*;
use crate::vocab::{CLAIMED_DAYS, UNCLAIMED_DAYS};

const LEASE: i64 = 7200;

async fn put(store: &Store, request: NewRequest) {
    assert_eq!(write(store, vec![enqueue(request)]).await, Ok(Written::Done));
}

fn id(number: u8) -> RequestId {
    RequestId::from_bytes([number; 16])
}

async fn claim(store: &Store, which: Claim<'_>, holder: Holder, now: Moment) -> Option<QueueRow> {
    store.claim(which, holder, now, now.plus(LEASE)).await.unwrap()
}

/// Days as seconds.
fn days(days: u64) -> i64 {
    i64::try_from(days).unwrap() * 86_400
}

async fn the_same_request_enters_once_and_counts_once(store: Store) {
    for _ in 0..5 {
        put(&store, request(1)).await;
    }
    assert_eq!(queued(&store, &[ADULT]).await, [1]);
    assert_eq!(store.requests_today(&[alias(1)]).await, Ok(1));
    assert!(store.has_request(id(1)).await.unwrap().is_some());
    assert!(store.has_request(id(2)).await.unwrap().is_none());

    // One that ended stays as a row, so that a late repetition does not bring it back.
    claim(&store, Claim::Next(scope(&[ADULT])), AIGUL, NOW).await.unwrap();
    assert_eq!(store.close(id(1), AIGUL, "helped").await, Ok(true));
    put(&store, request(1)).await;
    assert_eq!(status(&store, 1).await, Some(Status::Closed));
    assert_eq!(store.requests_today(&[alias(1)]).await, Ok(1));
}

async fn each_alias_has_a_count_of_its_own_that_ends_with_its_day(store: Store) {
    for number in 1..=3 {
        put(&store, request(number)).await;
    }
    write(&store, vec![Op::InsertRequest { request: request(4), alias: alias(2) }]).await.unwrap();
    assert_eq!(store.requests_today(&[alias(1), alias(9)]).await, Ok(3));
    assert_eq!(store.requests_today(&[alias(2)]).await, Ok(1));
    assert_eq!(store.requests_today(&[alias(9)]).await, Ok(0));
    assert_eq!(store.requests_today(&[]).await, Ok(0));
    store.expire(NOW.plus(days(1))).await.unwrap();
    assert_eq!(store.requests_today(&[alias(1)]).await, Ok(3), "midnight in one zone is not midnight in all");
    store.expire(NOW.plus(days(2))).await.unwrap();
    assert_eq!(store.requests_today(&[alias(1)]).await, Ok(0));
    assert_eq!(queued(&store, &[ADULT]).await.len(), 4, "a count knows no request");
}

async fn the_queue_is_urgent_first_then_by_hour_and_within_its_scope(store: Store) {
    let at = |number, hours: i64| NewRequest { at: NOW.plus(hours * 3600), ..request(number) };
    put(&store, at(4, 0)).await;
    put(&store, at(3, 2)).await;
    put(&store, NewRequest { urgency: Urgency::Immediate, ..at(2, 3) }).await;
    put(&store, NewRequest { urgency: Urgency::High, ..at(1, 4) }).await;
    put(&store, NewRequest { lane: MINOR, ..at(5, 1) }).await;
    assert_eq!(queued(&store, &[ADULT]).await, [2, 4, 3, 1]);
    assert_eq!(queued(&store, &[ADULT, MINOR]).await, [2, 4, 5, 3, 1]);
    assert_eq!(queued(&store, &[]).await, [0u8; 0]);
    assert_eq!(store.queue(scope(&[ADULT]), 2).await.unwrap().len(), 2);
    let recent = Scope { lanes: &[ADULT], since: NOW.plus(2 * 3600) };
    let rows = store.queue(recent, 100).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [id(2), id(3), id(1)]);
    assert_eq!((rows[0].urgent, rows[1].urgent, rows[1].roster_version), (true, false, 7));
    assert_eq!((rows[1].arrived, rows[1].lane, rows[1].status), (NOW.plus(2 * 3600), ADULT, Status::Waiting));

    for expected in [2, 3, 1] {
        assert_eq!(claim(&store, Claim::Next(recent), AIGUL, NOW).await.unwrap().id, id(expected));
    }
    assert!(claim(&store, Claim::Next(recent), AIGUL, NOW).await.is_none());
    for hidden in [Claim::This(id(4), recent), Claim::This(id(5), scope(&[ADULT])), Claim::This(id(9), recent)] {
        assert!(claim(&store, hidden, AIGUL, NOW).await.is_none());
    }
}

async fn a_request_is_held_by_one_and_given_to_nobody_else(store: Store) {
    put(&store, request(1)).await;
    let this = Claim::This(id(1), scope(&[ADULT]));
    assert!(store.fetch(id(1), AIGUL, NOW).await.unwrap().is_none(), "nobody holds it yet");
    let row = claim(&store, this, AIGUL, NOW).await.unwrap();
    assert_eq!((row.status, row.holder, row.lease_until), (Status::Claimed, Some(AIGUL), Some(NOW.plus(LEASE))));
    assert!(store.fetch(id(1), AIGUL, NOW).await.unwrap() == Some(sealed(1)));

    assert!(claim(&store, this, DANA, NOW).await.is_none());
    assert!(store.fetch(id(1), DANA, NOW).await.unwrap().is_none());
    assert_eq!(store.release(id(1), DANA).await, Ok(false));
    assert_eq!(store.close(id(1), DANA, "helped").await, Ok(false));

    let late = NOW.plus(LEASE);
    assert!(store.fetch(id(1), AIGUL, late).await.unwrap().is_none());
    assert_eq!(claim(&store, Claim::Next(scope(&[ADULT])), DANA, late).await.unwrap().holder, Some(DANA));
    assert_eq!(store.close(id(1), AIGUL, "helped").await, Ok(false), "a holder whose time ran out is refused");
    assert_eq!(store.release(id(1), DANA).await, Ok(true));
    assert_eq!(status(&store, 1).await, Some(Status::Waiting));
    assert_eq!(store.release(id(1), DANA).await, Ok(false));
}

async fn a_closed_request_is_empty_and_stays_closed(store: Store) {
    put(&store, request(1)).await;
    claim(&store, Claim::Next(scope(&[ADULT])), AIGUL, NOW).await.unwrap();
    assert_eq!(store.close(id(1), AIGUL, "handed-on").await, Ok(true));
    assert_eq!(store.close(id(1), AIGUL, "handed-on").await, Ok(false));
    assert!(store.fetch(id(1), AIGUL, NOW).await.unwrap().is_none());
    assert!(claim(&store, Claim::This(id(1), scope(&[ADULT])), AIGUL, NOW).await.is_none());
    assert_eq!(queued(&store, &[ADULT]).await, [0u8; 0]);
    let row = store.queue_row(id(1)).await.unwrap().unwrap();
    assert_eq!((row.status, row.holder, row.lease_until), (Status::Closed, None, None));
}

async fn what_nobody_claimed_expires_on_day_fifteen(store: Store) {
    put(&store, request(1)).await;
    assert_eq!(store.expire(NOW.plus(days(UNCLAIMED_DAYS - 1))).await, Ok(0));
    assert_eq!(status(&store, 1).await, Some(Status::Waiting));
    assert_eq!(store.expire(NOW.plus(days(UNCLAIMED_DAYS))).await, Ok(1));
    assert_eq!(status(&store, 1).await, Some(Status::Expired));
    assert_eq!(store.expire(NOW.plus(days(UNCLAIMED_DAYS))).await, Ok(0), "once");
    assert!(claim(&store, Claim::This(id(1), scope(&[ADULT])), AIGUL, NOW).await.is_none());
}

async fn what_was_claimed_once_is_kept_for_a_month_from_then(store: Store) {
    put(&store, request(1)).await;
    put(&store, request(2)).await;
    let claimed = NOW.plus(days(UNCLAIMED_DAYS - 1));
    for number in [1, 2] {
        claim(&store, Claim::This(id(number), scope(&[ADULT])), AIGUL, claimed).await.unwrap();
    }
    store.release(id(2), AIGUL).await.unwrap();
    // Another claim does not start the month anew.
    let again = claimed.plus(days(20));
    claim(&store, Claim::This(id(1), scope(&[ADULT])), DANA, again).await.unwrap();
    assert_eq!(store.expire(claimed.plus(days(CLAIMED_DAYS - 1))).await, Ok(0));
    assert_eq!(store.expire(claimed.plus(days(CLAIMED_DAYS))).await, Ok(2));
    assert!(store.fetch(id(1), DANA, again).await.unwrap().is_none());
    assert_eq!((status(&store, 1).await, status(&store, 2).await), (Some(Status::Expired), Some(Status::Expired)));
}

async fn two_hundred_turns_at_once_are_all_written(store: Store) {
    let turns = (0..200u8).map(|number| {
        let store = store.clone();
        tokio::spawn(async move {
            let ops = match number % 4 {
                0 => vec![enqueue(request(number))],
                // The same request again and again.
                1 => vec![enqueue(request(250))],
                2 => vec![Op::InsertCard(card(number)), enqueue(request(number))],
                _ => vec![Op::InsertCard(card(number)), Op::Count { day: NOW.day(), name: "turns" }],
            };
            let durability = if number % 2 == 0 { Durability::Synced } else { Durability::Relaxed };
            store.write(Change { ops, durability }).await
        })
    });
    for turn in turns.collect::<Vec<_>>() {
        assert_eq!(turn.await.unwrap(), Ok(Written::Done));
    }
    assert_eq!(store.queue(scope(&[ADULT]), 1000).await.unwrap().len(), 101);
    assert_eq!(store.requests_today(&[alias(1)]).await, Ok(101));
    assert_eq!(store.due_cards(NOW.plus(1000), 1000).await.unwrap().len(), 100);
}

async fn of_many_writers_of_one_card_exactly_one_is_not_refused(store: Store) {
    write(&store, vec![Op::InsertCard(card(1))]).await.unwrap();
    let writers = (0..50u8).map(|face| {
        let store = store.clone();
        let row = CardRow { version: 2, face: vec![face; 512].into(), ..card(1) };
        tokio::spawn(async move { write(&store, vec![Op::UpdateCard { row, seen: 1 }]).await.unwrap() })
    });
    let mut done = 0;
    for writer in writers.collect::<Vec<_>>() {
        done += usize::from(writer.await.unwrap() == Written::Done);
    }
    assert_eq!(done, 1);
}

on_sqlite!(
    the_same_request_enters_once_and_counts_once,
    each_alias_has_a_count_of_its_own_that_ends_with_its_day,
    the_queue_is_urgent_first_then_by_hour_and_within_its_scope,
    a_request_is_held_by_one_and_given_to_nobody_else,
    a_closed_request_is_empty_and_stays_closed,
    what_nobody_claimed_expires_on_day_fifteen,
    what_was_claimed_once_is_kept_for_a_month_from_then,
    two_hundred_turns_at_once_are_all_written,
    of_many_writers_of_one_card_exactly_one_is_not_refused,
);
