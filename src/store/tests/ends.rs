//! What ends by itself, and when.

use super::claims::claim;
use super::requests::{id, put};
use super::*;
use crate::vocab::{CLAIMED_DAYS, Outcome, RETURN_DAYS, Standing, UNCLAIMED_DAYS};

/// Days as seconds.
pub(super) fn days(days: u64) -> i64 {
    i64::try_from(days).unwrap() * 86_400
}

async fn what_nobody_claimed_expires_on_day_fifteen(store: Store) {
    put(&store, request(1)).await;
    assert_eq!(store.expire(NOW.plus(days(UNCLAIMED_DAYS - 1)), EVERY_KEY).await, Ok(0));
    assert_eq!(status(&store, 1).await, Some(Status::Waiting));
    assert_eq!(store.expire(NOW.plus(days(UNCLAIMED_DAYS)), EVERY_KEY).await, Ok(1));
    assert_eq!(store.queue_row(id(1)).await.unwrap().unwrap().standing(NOW), Standing::Nobody);
    assert_eq!(store.expire(NOW.plus(days(UNCLAIMED_DAYS)), EVERY_KEY).await, Ok(0), "once");
    assert!(claim(&store, Claim::This(id(1), scope(&[Audience::Adult])), *AIGUL).await.is_none());
}

async fn what_was_claimed_once_is_kept_for_a_month_from_then(store: Store) {
    put(&store, request(1)).await;
    put(&store, request(2)).await;
    for number in [1, 2] {
        claim(&store, Claim::This(id(number), scope(&[Audience::Adult])), *AIGUL).await.unwrap();
    }
    store.release(id(2), *AIGUL, 1).await.unwrap();
    // Another claim does not start the month anew.
    let again = Actor { now: NOW.plus(days(20)), ..*DANA };
    let row = claim(&store, Claim::This(id(1), scope(&[Audience::Adult])), again).await.unwrap();
    assert_eq!(row.claimed_day, Some(NOW.day()));
    assert_eq!(store.expire(NOW.plus(days(CLAIMED_DAYS - 1)), EVERY_KEY).await, Ok(0));
    assert_eq!(store.expire(NOW.plus(days(CLAIMED_DAYS)), EVERY_KEY).await, Ok(2));
    assert_eq!(store.fetch(id(1), again, row.fence).await, Ok(Held::NotHeld));
    for number in [1, 2] {
        assert_eq!(store.queue_row(id(number)).await.unwrap().unwrap().standing(NOW), Standing::Unanswered);
    }
}

async fn what_is_under_no_living_key_ends_whatever_the_calendar_says(store: Store) {
    let sent = |number, day| NewRequest { day: NOW.day() + day, ..request(number) };
    for (number, day) in [(1, 0), (2, 1), (3, 0), (4, 0)] {
        put(&store, sent(number, day)).await;
    }
    claim(&store, Claim::This(id(3), scope(&[Audience::Adult])), *AIGUL).await.unwrap();
    let living = |waiting, claimed| OldestDays { waiting: NOW.day() + waiting, claimed: NOW.day() + claimed };
    let next_day = NOW.plus(days(1));
    assert_eq!(store.expire(next_day, living(0, 0)).await, Ok(0));
    // The ring was made anew that morning.
    assert_eq!(store.expire(next_day, living(1, 0)).await, Ok(2), "what waited; of what is claimed another key lives");
    for number in [1, 4] {
        let row = store.queue_row(id(number)).await.unwrap().unwrap();
        assert_eq!(row.standing(next_day), Standing::Nobody);
    }
    assert_eq!(store.expire(next_day, living(1, 1)).await, Ok(1));
    assert_eq!(store.queue_row(id(3)).await.unwrap().unwrap().standing(next_day), Standing::Unanswered);
    assert_eq!(queued(&store, &[Audience::Adult]).await, [2]);
    // Keys older than the calendar allows keep nothing.
    assert_eq!(store.expire(NOW.plus(days(UNCLAIMED_DAYS + 1)), EVERY_KEY).await, Ok(1));
}

async fn a_tombstone_goes_with_its_return_key(store: Store) {
    put(&store, request(1)).await;
    store.expire(NOW.plus(days(UNCLAIMED_DAYS)), EVERY_KEY).await.unwrap();
    store.expire(NOW.plus(days(RETURN_DAYS - 1)), EVERY_KEY).await.unwrap();
    assert_eq!(status(&store, 1).await, Some(Status::Expired));
    store.expire(NOW.plus(days(RETURN_DAYS)), EVERY_KEY).await.unwrap();
    assert_eq!(status(&store, 1).await, None);
}

async fn after_a_long_sleep_everything_ends_at_once(store: Store) {
    put(&store, request(1)).await;
    put(&store, request(2)).await;
    claim(&store, Claim::This(id(2), scope(&[Audience::Adult])), *AIGUL).await.unwrap();
    assert_eq!(store.expire(NOW.plus(days(400)), EVERY_KEY).await, Ok(2));
    assert_eq!((status(&store, 1).await, status(&store, 2).await), (None, None));
}

async fn the_time_to_an_answer_is_counted_and_what_was_not_genuine_is_not(store: Store) {
    let ends = [
        (1, 0, Some(Outcome::Helped)),
        (2, 1, Some(Outcome::HandedOn)),
        (3, 5, Some(Outcome::Helped)),
        (4, 5, Some(Outcome::NotGenuine)),
        (5, 5, Some(Outcome::TriedNoAnswer)),
        (6, 500, Some(Outcome::Helped)),
        (7, 0, None),
    ];
    for (number, hours, outcome) in ends {
        put(&store, request(number)).await;
        let actor = Actor { now: NOW.plus(hours * 3600), ..*AIGUL };
        if let Some(outcome) = outcome {
            let row = claim(&store, Claim::This(id(number), scope(&[Audience::Adult])), actor).await.unwrap();
            assert!(matches!(
                store.close(id(number), actor, row.fence, Ending::Final(outcome)).await,
                Ok(Held::Done(_))
            ));
        }
    }
    store.expire(NOW.plus(days(UNCLAIMED_DAYS)), EVERY_KEY).await.unwrap();
    let counted = |paces: Vec<PaceCount>| {
        let mut counted: Vec<_> = paces.into_iter().map(|one| (one.lane, one.within, one.count)).collect();
        counted.sort_by_key(|(_, within, _)| within.unwrap_or(u16::MAX));
        counted
    };
    let all = counted(store.paces(NOW.day()).await.unwrap());
    assert_eq!(all, [(ADULT, Some(1), 2), (ADULT, Some(8), 1), (ADULT, None, 3)]);
    let since = counted(store.paces(NOW.day() + 1).await.unwrap());
    assert_eq!(since, [(ADULT, None, 2)]);
}

on_sqlite!(
    what_nobody_claimed_expires_on_day_fifteen,
    what_was_claimed_once_is_kept_for_a_month_from_then,
    what_is_under_no_living_key_ends_whatever_the_calendar_says,
    a_tombstone_goes_with_its_return_key,
    after_a_long_sleep_everything_ends_at_once,
    the_time_to_an_answer_is_counted_and_what_was_not_genuine_is_not,
);
