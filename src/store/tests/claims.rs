//! Who holds a request: one at a time, by the newest number, and not too many in an hour.

use super::requests::{id, put};
use super::*;
use crate::vocab::{Outcome, Standing};

const LEASE: i64 = 7200;
pub(super) const TERMS: Terms = Terms { lease_until: NOW.plus(LEASE), cap: 100 };

/// Claims under generous terms.
pub(super) async fn claim(store: &Store, which: Claim<'_>, actor: Actor<'_>) -> Option<QueueRow> {
    let terms = Terms { lease_until: actor.now.plus(LEASE), ..TERMS };
    match store.claim(which, actor, terms, &under_claimed_key).await.unwrap() {
        Claimed::Row(row) => Some(row),
        Claimed::Nothing => None,
        other => panic!("{other:?}"),
    }
}

const fn later(actor: Actor<'static>, seconds: i64) -> Actor<'static> {
    Actor { now: actor.now.plus(seconds), ..actor }
}

async fn a_request_is_held_by_one_and_given_to_nobody_else(store: Store) {
    put(&store, request(1)).await;
    let this = Claim::This(id(1), scope(&[Audience::Adult]));
    assert_eq!(store.fetch(id(1), *AIGUL, 0).await, Ok(Held::NotHeld), "nobody holds it yet");
    let row = claim(&store, this, *AIGUL).await.unwrap();
    assert_eq!((row.status, row.holder, row.lease_until), (Status::Claimed, Some(AIGUL.holder), Some(NOW.plus(LEASE))));
    assert_eq!((row.claimed_day, row.fence), (Some(NOW.day()), 1));
    assert_eq!(store.queue_row(id(1)).await.unwrap(), Some(row.clone()), "what is answered is what stands there");
    let Held::Done((fetched, blob)) = store.fetch(id(1), *AIGUL, 1).await.unwrap() else { panic!("hers") };
    assert_eq!((&fetched, blob.bytes()), (&row, vec![!1u8; 8192].as_slice()), "under the claimed key now");

    assert!(claim(&store, this, *DANA).await.is_none());
    assert_eq!(store.fetch(id(1), *DANA, 1).await, Ok(Held::NotHeld));
    assert_eq!(store.extend(id(1), *DANA, 1, NOW.plus(LEASE)).await, Ok(Held::NotHeld));
    assert_eq!(store.release(id(1), *DANA, 1).await, Ok(Held::NotHeld));
    assert_eq!(store.close(id(1), *DANA, 1, Ending::Final(Outcome::Helped)).await, Ok(Held::NotHeld));
    assert_eq!(store.fetch(id(9), *AIGUL, 1).await, Ok(Held::NotHeld));

    let (aigul, dana) = (later(*AIGUL, LEASE), later(*DANA, LEASE));
    assert_eq!(store.fetch(id(1), aigul, 1).await, Ok(Held::NotHeld), "her time ran out");
    let row = claim(&store, Claim::Next(scope(&[Audience::Adult])), dana).await.unwrap();
    assert_eq!((row.holder, row.fence), (Some(DANA.holder), 2));
    assert_eq!(store.close(id(1), aigul, 1, Ending::Final(Outcome::Helped)).await, Ok(Held::NotHeld));
    assert!(matches!(store.release(id(1), dana, 2).await, Ok(Held::Done(_))));
    assert_eq!(status(&store, 1).await, Some(Status::Waiting));
    assert_eq!(store.release(id(1), dana, 3).await, Ok(Held::NotHeld));
}

async fn an_older_number_of_her_own_is_refused_and_changes_nothing(store: Store) {
    put(&store, request(1)).await;
    let this = Claim::This(id(1), scope(&[Audience::Adult]));
    assert_eq!(claim(&store, this, *AIGUL).await.unwrap().fence, 1);
    let row = claim(&store, this, *AIGUL).await.unwrap();
    assert_eq!(row.fence, 2, "renewed in another window");
    assert_eq!(store.fetch(id(1), *AIGUL, 1).await, Ok(Held::Stale));
    assert_eq!(store.extend(id(1), *AIGUL, 1, NOW.plus(9 * LEASE)).await, Ok(Held::Stale));
    assert_eq!(store.release(id(1), *AIGUL, 1).await, Ok(Held::Stale));
    assert_eq!(store.close(id(1), *AIGUL, 1, Ending::Final(Outcome::Helped)).await, Ok(Held::Stale));
    assert_eq!(store.queue_row(id(1)).await.unwrap(), Some(row));
}

async fn a_claim_that_ran_out_is_nobodys_whatever_is_done_with_it(store: Store) {
    put(&store, request(1)).await;
    let row = claim(&store, Claim::This(id(1), scope(&[Audience::Adult])), *AIGUL).await.unwrap();
    let (last, late) = (later(*AIGUL, LEASE - 1), later(*AIGUL, LEASE));
    assert_eq!(store.extend(id(1), late, 1, late.now.plus(LEASE)).await, Ok(Held::NotHeld));
    assert_eq!(store.fetch(id(1), late, 1).await, Ok(Held::NotHeld));
    assert_eq!(store.release(id(1), late, 1).await, Ok(Held::NotHeld));
    assert_eq!(store.close(id(1), late, 1, Ending::Final(Outcome::Helped)).await, Ok(Held::NotHeld));
    assert_eq!(store.queue_row(id(1)).await.unwrap(), Some(row), "and nothing was changed");
    let Held::Done(row) = store.extend(id(1), last, 1, last.now.plus(LEASE)).await.unwrap() else { panic!("hers") };
    assert_eq!((row.lease_until, row.fence), (Some(last.now.plus(LEASE)), 1));
    assert!(matches!(store.fetch(id(1), late, 1).await, Ok(Held::Done(_))));
    assert!(claim(&store, Claim::This(id(1), scope(&[Audience::Adult])), later(*DANA, LEASE)).await.is_none());
}

async fn a_closed_request_is_empty_and_stays_closed(store: Store) {
    put(&store, request(1)).await;
    let row = claim(&store, Claim::Next(scope(&[Audience::Adult])), *AIGUL).await.unwrap();
    let ending = Ending::Final(Outcome::HandedOn);
    assert_eq!(store.close(id(1), *AIGUL, row.fence, ending).await, Ok(Held::Done(row.clone())));
    assert_eq!(store.close(id(1), *AIGUL, row.fence, ending).await, Ok(Held::NotHeld));
    assert_eq!(store.fetch(id(1), *AIGUL, row.fence).await, Ok(Held::NotHeld));
    assert!(claim(&store, Claim::This(id(1), scope(&[Audience::Adult])), *AIGUL).await.is_none());
    assert_eq!(queued(&store, &[Audience::Adult]).await, [0u8; 0]);
    let row = store.queue_row(id(1)).await.unwrap().unwrap();
    assert_eq!((row.status, row.holder, row.lease_until), (Status::Closed, None, None));
    assert_eq!(row.standing(NOW), Standing::Closed);
}

async fn whom_nobody_reached_waits_for_the_next_day_and_is_not_given_before(store: Store) {
    put(&store, request(1)).await;
    put(&store, request(2)).await;
    let row = claim(&store, Claim::This(id(1), scope(&[Audience::Adult])), *AIGUL).await.unwrap();
    let again = Ending::TryAgain { day: NOW.day() + 1 };
    assert!(matches!(store.close(id(1), *AIGUL, row.fence, again).await, Ok(Held::Done(_))));
    let row = store.queue_row(id(1)).await.unwrap().unwrap();
    assert_eq!(
        (row.status, row.outcome, row.next_attempt),
        (Status::Waiting, Some(Outcome::TriedNoAnswer), Some(NOW.day() + 1))
    );
    assert_eq!(row.standing(NOW), Standing::Tried);
    assert_eq!(queued(&store, &[Audience::Adult]).await, [2, 1], "it comes last");
    assert_eq!(claim(&store, Claim::Next(scope(&[Audience::Adult])), *DANA).await.unwrap().id, id(2));
    assert!(claim(&store, Claim::Next(scope(&[Audience::Adult])), *DANA).await.is_none());
    let tomorrow = later(*DANA, 86_400);
    let row = claim(&store, Claim::This(id(1), scope(&[Audience::Adult])), tomorrow).await.unwrap();
    assert!(matches!(store.fetch(id(1), tomorrow, row.fence).await, Ok(Held::Done(_))), "its content is still there");
    let done = store.close(id(1), tomorrow, row.fence, Ending::Final(Outcome::Helped)).await;
    assert!(matches!(done, Ok(Held::Done(_))));
    assert_eq!(store.queue_row(id(1)).await.unwrap().unwrap().standing(NOW), Standing::Answered);
}

async fn nobody_claims_more_than_an_hour_allows_unless_a_lead_says_so(store: Store) {
    for number in 1..=6 {
        put(&store, request(number)).await;
    }
    let terms = Terms { cap: 2, ..TERMS };
    let next = |actor| store.claim(Claim::Next(scope(&[Audience::Adult])), actor, terms, &under_claimed_key);
    let this = Claim::This(id(1), scope(&[Audience::Adult]));
    assert!(matches!(next(*AIGUL).await, Ok(Claimed::Row(_))));
    assert!(
        matches!(store.claim(this, *AIGUL, terms, &under_claimed_key).await, Ok(Claimed::Row(_))),
        "renewing is free"
    );
    assert!(matches!(next(*AIGUL).await, Ok(Claimed::Row(_))));
    assert_eq!(next(*AIGUL).await, Ok(Claimed::OverCap));
    assert!(matches!(store.claim(this, *AIGUL, terms, &under_claimed_key).await, Ok(Claimed::Row(_))));
    assert!(matches!(next(*DANA).await, Ok(Claimed::Row(_))), "each has an hour of her own");
    store.allow_more(*DANA, AIGUL.holder, AIGUL.name, 1).await.unwrap();
    assert!(matches!(next(*AIGUL).await, Ok(Claimed::Row(_))));
    assert_eq!(next(*AIGUL).await, Ok(Claimed::OverCap));
    assert!(matches!(next(later(*AIGUL, 3600)).await, Ok(Claimed::Row(_))), "and the next hour is a new one");
}

async fn what_nobody_can_open_is_passed_over_however_much_of_it_stands_first(store: Store) {
    for number in 1..=40 {
        put(&store, request(number)).await;
    }
    let lost_before = |first: u8| {
        move |row: &QueueRow, blob: &Wrapped| {
            if row.id.bytes()[0] < first { Err(Hindered::KeyGone) } else { under_claimed_key(row, blob) }
        }
    };
    let (next, first) = (Claim::Next(scope(&[Audience::Adult])), Claim::This(id(1), scope(&[Audience::Adult])));
    let claimed = store.claim(next, *AIGUL, TERMS, &lost_before(40)).await;
    assert!(matches!(&claimed, Ok(Claimed::Row(row)) if row.id == id(40)), "{claimed:?}");
    assert_eq!(store.claim(next, *AIGUL, TERMS, &lost_before(40)).await, Ok(Claimed::Nothing));
    assert_eq!(store.claim(first, *AIGUL, TERMS, &lost_before(40)).await, Ok(Claimed::Lost));
    assert_eq!(status(&store, 1).await, Some(Status::Waiting));
    let row = claim(&store, first, *AIGUL).await.unwrap();
    assert_eq!((row.id, row.fence), (id(1), 1), "nothing of it was touched");
    // Also what was claimed before and given back is given to nobody under whose key it does not open.
    store.release(id(1), *AIGUL, 1).await.unwrap();
    let claimed = store.claim(next, *DANA, TERMS, &lost_before(2)).await;
    assert!(matches!(&claimed, Ok(Claimed::Row(row)) if row.id == id(2)), "{claimed:?}");
}

async fn whoever_may_claim_no_more_does_not_make_everybody_wait_for_a_search(store: Store) {
    for number in 1..=3 {
        put(&store, request(number)).await;
    }
    let terms = Terms { cap: 1, ..TERMS };
    let (next, first) = (Claim::Next(scope(&[Audience::Adult])), Claim::This(id(1), scope(&[Audience::Adult])));
    assert!(matches!(store.claim(first, *AIGUL, terms, &under_claimed_key).await, Ok(Claimed::Row(_))));
    let opens_none = |row: &QueueRow, _: &Wrapped| panic!("{:?} was looked at", row.id);
    assert_eq!(store.claim(next, *AIGUL, terms, &opens_none).await, Ok(Claimed::OverCap));
    assert!(matches!(store.claim(first, *AIGUL, terms, &under_claimed_key).await, Ok(Claimed::Row(_))), "hers still");
}

async fn while_nothing_can_be_handed_out_nothing_is_claimed(store: Store) {
    put(&store, request(1)).await;
    let not_now = |_: &QueueRow, _: &Wrapped| Err(Hindered::NotNow);
    for which in [Claim::Next(scope(&[Audience::Adult])), Claim::This(id(1), scope(&[Audience::Adult]))] {
        assert_eq!(store.claim(which, *AIGUL, TERMS, &not_now).await, Ok(Claimed::NotNow));
    }
    assert_eq!(claim(&store, Claim::Next(scope(&[Audience::Adult])), *AIGUL).await.unwrap().fence, 1);
}

async fn of_many_claims_at_once_each_request_goes_to_one(store: Store) {
    for number in 0..100 {
        put(&store, request(number)).await;
    }
    let counsellors = (0..16u8).map(|number| {
        let store = store.clone();
        tokio::spawn(async move {
            let actor = Actor { holder: Holder([number; 16]), ..*AIGUL };
            let mut mine = Vec::new();
            while let Some(row) = claim(&store, Claim::Next(scope(&[Audience::Adult])), actor).await {
                mine.push(row.id.bytes()[0]);
            }
            mine
        })
    });
    let mut all = Vec::new();
    for counsellor in counsellors.collect::<Vec<_>>() {
        all.extend(counsellor.await.unwrap());
    }
    all.sort_unstable();
    assert_eq!(all, (0..100).collect::<Vec<u8>>());
}

on_sqlite!(
    a_request_is_held_by_one_and_given_to_nobody_else,
    an_older_number_of_her_own_is_refused_and_changes_nothing,
    a_claim_that_ran_out_is_nobodys_whatever_is_done_with_it,
    a_closed_request_is_empty_and_stays_closed,
    whom_nobody_reached_waits_for_the_next_day_and_is_not_given_before,
    nobody_claims_more_than_an_hour_allows_unless_a_lead_says_so,
    what_nobody_can_open_is_passed_over_however_much_of_it_stands_first,
    whoever_may_claim_no_more_does_not_make_everybody_wait_for_a_search,
    while_nothing_can_be_handed_out_nothing_is_claimed,
    of_many_claims_at_once_each_request_goes_to_one,
);
