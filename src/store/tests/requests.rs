//! The queue: once in, in order, found again by its sender and withdrawn.

use super::claims::claim;
use super::ends::days;
use super::*;
use crate::vocab::{Outcome, Standing};

pub(super) async fn put(store: &Store, request: NewRequest) {
    assert_eq!(write(store, vec![enqueue(request)]).await, Ok(Written::Done));
}

pub(super) fn id(number: u8) -> RequestId {
    RequestId::from_bytes([number; 16])
}

async fn used(store: &Store, aliases: &[Alias]) -> Used {
    store.used(aliases).await.unwrap()
}

async fn the_same_request_enters_once_and_counts_once(store: Store) {
    for _ in 0..5 {
        put(&store, request(1)).await;
    }
    assert_eq!(queued(&store, &[Audience::Adult]).await, [1]);
    assert_eq!(used(&store, &[alias(1)]).await.requests, 1);
    assert!(store.has_request(id(1)).await.unwrap().is_some());
    assert!(store.has_request(id(2)).await.unwrap().is_none());

    // One that ended stays as a row, so that a late repetition does not bring it back.
    let row = claim(&store, Claim::Next(scope(&[Audience::Adult])), *AIGUL).await.unwrap();
    let closed = store.close(id(1), *AIGUL, row.fence, Ending::Final(Outcome::Helped)).await.unwrap();
    assert!(matches!(closed, Held::Done(_)));
    put(&store, request(1)).await;
    assert_eq!(status(&store, 1).await, Some(Status::Closed));
    assert_eq!(used(&store, &[alias(1)]).await.requests, 1);
}

async fn each_alias_has_a_count_of_its_own_that_ends_with_its_day(store: Store) {
    for number in 1..=3 {
        put(&store, request(number)).await;
    }
    write(&store, vec![Op::InsertRequest { request: request(4), alias: alias(2) }]).await.unwrap();
    assert_eq!(used(&store, &[alias(1), alias(9)]).await.requests, 3);
    assert_eq!(used(&store, &[alias(2)]).await.requests, 1);
    assert_eq!(used(&store, &[alias(9)]).await.requests, 0);
    assert_eq!(used(&store, &[]).await.requests, 0);
    store.expire(NOW.plus(days(1)), EVERY_KEY).await.unwrap();
    assert_eq!(used(&store, &[alias(1)]).await.requests, 3, "midnight in one zone is not midnight in all");
    store.expire(NOW.plus(days(2)), EVERY_KEY).await.unwrap();
    assert_eq!(used(&store, &[alias(1)]).await.requests, 0);
    assert_eq!(queued(&store, &[Audience::Adult]).await.len(), 4, "a count knows no request");
}

async fn the_queue_is_urgent_first_then_by_hour_and_within_its_scope(store: Store) {
    let at = |number, hours: i64| NewRequest { at: NOW.plus(hours * 3600), ..request(number) };
    put(&store, at(4, 0)).await;
    put(&store, at(3, 2)).await;
    put(&store, NewRequest { urgency: Urgency::Immediate, ..at(2, 3) }).await;
    put(&store, NewRequest { urgency: Urgency::High, ..at(1, 4) }).await;
    put(&store, NewRequest { lane: MINOR, ..at(5, 1) }).await;
    assert_eq!(queued(&store, &[Audience::Adult]).await, [2, 4, 3, 1]);
    assert_eq!(queued(&store, &Audience::ALL).await, [2, 4, 5, 3, 1]);
    assert_eq!(queued(&store, &[]).await, [0u8; 0]);
    assert_eq!(store.queue(scope(&[Audience::Adult]), NOBODY, NOW, 2).await.unwrap().len(), 2);
    let recent = Scope { audiences: &[Audience::Adult], since: NOW.plus(2 * 3600) };
    let rows = store.queue(recent, NOBODY, NOW, 100).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [id(2), id(3), id(1)]);
    assert_eq!((rows[0].urgent, rows[1].urgent, rows[1].roster_version), (true, false, 7));
    assert_eq!((rows[1].arrived, rows[1].lane, rows[1].status), (NOW.plus(2 * 3600), ADULT, Status::Waiting));

    for expected in [2, 3, 1] {
        assert_eq!(claim(&store, Claim::Next(recent), *AIGUL).await.unwrap().id, id(expected));
    }
    assert!(claim(&store, Claim::Next(recent), *AIGUL).await.is_none());
    for hidden in
        [Claim::This(id(4), recent), Claim::This(id(5), scope(&[Audience::Adult])), Claim::This(id(9), recent)]
    {
        assert!(claim(&store, hidden, *AIGUL).await.is_none());
    }
}

async fn what_she_holds_stands_first_and_no_number_of_others_pushes_it_off_the_list(store: Store) {
    let urgent = |number| NewRequest { urgency: Urgency::Immediate, ..request(number) };
    // Hers is the least urgent, arrived last and is to be tried again on a later day.
    put(&store, NewRequest { at: NOW.plus(3600), ..request(9) }).await;
    let row = claim(&store, Claim::This(id(9), scope(&[Audience::Adult])), *AIGUL).await.unwrap();
    let again = Ending::TryAgain { day: NOW.day() + 1 };
    assert!(matches!(store.close(id(9), *AIGUL, row.fence, again).await, Ok(Held::Done(_))));
    claim(&store, Claim::This(id(9), scope(&[Audience::Adult])), *AIGUL).await.unwrap();
    for number in 1..=5 {
        put(&store, urgent(number)).await;
    }
    claim(&store, Claim::This(id(5), scope(&[Audience::Adult])), *DANA).await.unwrap();
    let seen = async |holder, now, most| -> Vec<u8> {
        let rows = store.queue(scope(&[Audience::Adult]), holder, now, most).await.unwrap();
        rows.iter().map(|row| row.id.bytes()[0]).collect()
    };
    assert_eq!(seen(AIGUL.holder, NOW, 3).await, [9, 1, 2]);
    assert_eq!(seen(DANA.holder, NOW, 3).await, [5, 1, 2], "each sees her own first");
    assert_eq!(seen(NOBODY, NOW, 9).await, [1, 2, 3, 4, 5, 9], "the others keep their order");
    assert_eq!(seen(AIGUL.holder, NOW.plus(7200), 9).await, [1, 2, 3, 4, 5, 9], "a claim that ran out is nobody's");
    let elsewhere = Scope { audiences: &[Audience::Minor], since: NOW.plus(days(1)) };
    let hers = store.queue(elsewhere, AIGUL.holder, NOW, 9).await.unwrap();
    assert_eq!(hers.iter().map(|row| row.id).collect::<Vec<_>>(), [id(9)], "whatever else she may see");
}

async fn a_person_is_told_that_somebody_has_her_request_only_while_somebody_does(store: Store) {
    put(&store, request(1)).await;
    let standing = async |seconds| store.queue_row(id(1)).await.unwrap().unwrap().standing(NOW.plus(seconds));
    let this = Claim::This(id(1), scope(&[Audience::Adult]));
    claim(&store, this, *AIGUL).await.unwrap();
    assert_eq!((standing(7199).await, standing(7200).await), (Standing::Taken, Standing::Waiting));
    let row = claim(&store, this, *AIGUL).await.unwrap();
    let again = Ending::TryAgain { day: NOW.day() };
    assert!(matches!(store.close(id(1), *AIGUL, row.fence, again).await, Ok(Held::Done(_))));
    claim(&store, this, *DANA).await.unwrap();
    assert_eq!((standing(7199).await, standing(7200).await), (Standing::Taken, Standing::Tried));
}

async fn a_person_finds_her_request_by_its_secret_or_its_code_also_when_it_ended(store: Store) {
    put(&store, request(1)).await;
    put(&store, request(2)).await;
    let by_code = [code(9), code(2)];
    for _ in 0..2 {
        let found = store.find(Finding::Secret(&withdraw(1))).await.unwrap().unwrap();
        assert_eq!(found.id, id(1));
        assert_eq!(store.find(Finding::Code(&by_code)).await.unwrap().unwrap().id, id(2));
        assert!(store.find(Finding::Code(&[code(9)])).await.unwrap().is_none());
        assert!(store.find(Finding::Code(&[])).await.unwrap().is_none());
        assert!(store.find(Finding::Secret(&withdraw(9))).await.unwrap().is_none());
        store.expire(NOW.plus(days(20)), EVERY_KEY).await.unwrap();
    }
}

async fn what_is_withdrawn_is_empty_at_once_and_only_as_it_was_read(store: Store) {
    put(&store, request(1)).await;
    let withdraw = |seen| Op::WithdrawRequest { id: id(1), seen };
    let row = claim(&store, Claim::Next(scope(&[Audience::Adult])), *AIGUL).await.unwrap();
    assert_eq!(write(&store, vec![withdraw(0)]).await, Ok(Written::Conflict), "a counsellor was faster");
    assert_eq!(status(&store, 1).await, Some(Status::Claimed));
    assert_eq!(write(&store, vec![withdraw(row.fence)]).await, Ok(Written::Done));
    assert_eq!(status(&store, 1).await, Some(Status::Withdrawn));
    assert_eq!(store.fetch(id(1), *AIGUL, row.fence).await, Ok(Held::NotHeld));
    let row = store.queue_row(id(1)).await.unwrap().unwrap();
    assert_eq!((row.holder, row.lease_until, row.standing(NOW)), (None, None, Standing::Withdrawn));
    assert_eq!(write(&store, vec![withdraw(row.fence)]).await, Ok(Written::Conflict), "once");
    assert!(store.has_request(id(1)).await.unwrap().is_none());
    put(&store, request(1)).await;
    assert_eq!(status(&store, 1).await, Some(Status::Withdrawn), "sending it again does not bring it back");
}

async fn a_withdrawal_and_its_card_happen_together_or_not_at_all(store: Store) {
    put(&store, request(1)).await;
    let ops = vec![Op::InsertCard(card(1)), Op::WithdrawRequest { id: id(1), seen: 7 }];
    assert_eq!(write(&store, ops).await, Ok(Written::Conflict));
    assert!(store.card(CardId::from_bytes([1; 16])).await.unwrap().is_none());
    assert_eq!(status(&store, 1).await, Some(Status::Waiting));
}

async fn tries_and_mutes_are_looked_up_under_both_aliases_and_end_with_their_day(store: Store) {
    for (number, what) in [(1, Limit::Try), (1, Limit::Try), (2, Limit::Try), (2, Limit::Mute), (2, Limit::Request)] {
        write(&store, vec![Op::Limit { alias: alias(number), day: NOW.day(), what }]).await.unwrap();
    }
    assert_eq!(used(&store, &[alias(1), alias(2)]).await, Used { requests: 0, tries: 3, muted: true });
    assert_eq!(used(&store, &[alias(2), alias(1)]).await, Used { requests: 1, tries: 3, muted: true });
    assert_eq!(used(&store, &[alias(1)]).await, Used { requests: 0, tries: 2, muted: false });
    store.expire(NOW.plus(days(2)), EVERY_KEY).await.unwrap();
    assert_eq!(used(&store, &[alias(1), alias(2)]).await, Used::default());
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
    assert_eq!(store.queue(scope(&[Audience::Adult]), NOBODY, NOW, 1000).await.unwrap().len(), 101);
    assert_eq!(used(&store, &[alias(1)]).await.requests, 101);
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
    what_she_holds_stands_first_and_no_number_of_others_pushes_it_off_the_list,
    a_person_is_told_that_somebody_has_her_request_only_while_somebody_does,
    a_person_finds_her_request_by_its_secret_or_its_code_also_when_it_ended,
    what_is_withdrawn_is_empty_at_once_and_only_as_it_was_read,
    a_withdrawal_and_its_card_happen_together_or_not_at_all,
    tries_and_mutes_are_looked_up_under_both_aliases_and_end_with_their_day,
    two_hundred_turns_at_once_are_all_written,
    of_many_writers_of_one_card_exactly_one_is_not_refused,
);
