//! The audit: one chain, whoever writes, and nothing in it that outlives its request.

use super::claims::claim;
use super::requests::{id, put};
use super::*;
use crate::audit::{Detail, Entry, Event, Head, KEPT_DAYS, digest, kept_since, verify};
use crate::vocab::Outcome;

async fn lines(store: &Store) -> Vec<Entry> {
    let rows = store.audit_after(0, 1000).await.unwrap();
    rows.iter().map(|row| Entry::parse(row.line.as_ref().unwrap()).unwrap()).collect()
}

/// Follows the chain from its start, as a client does.
async fn followed(store: &Store) -> Head {
    let mut head = Head::START;
    for row in store.audit_after(0, 1000).await.unwrap() {
        if let Some(line) = &row.line {
            assert_eq!(digest(line), row.digest);
        }
        head = head.next(row.link().hash());
        assert_eq!(head, row.head);
    }
    head
}

async fn whatever_is_done_at_the_desk_stands_in_one_chain_and_names_no_request(store: Store) {
    assert_eq!(store.audit_head().await, Ok(Head::START));
    put(&store, request(1)).await;
    store.note(Event::Login, Some(&AIGULS_NAME), Detail::default(), NOW).await.unwrap();
    let row = claim(&store, Claim::Next(scope(&[Audience::Adult])), *AIGUL).await.unwrap();
    store.fetch(id(1), *AIGUL, row.fence).await.unwrap();
    store.extend(id(1), *AIGUL, row.fence, NOW.plus(9000)).await.unwrap();
    store.release(id(1), *AIGUL, row.fence).await.unwrap();
    let row = claim(&store, Claim::Next(scope(&[Audience::Adult])), *DANA).await.unwrap();
    store.close(id(1), *DANA, row.fence, Ending::Final(Outcome::Helped)).await.unwrap();
    // What was refused is not written as done.
    store.close(id(1), *AIGUL, 1, Ending::Final(Outcome::Helped)).await.unwrap();
    let told: Vec<_> = lines(&store)
        .await
        .into_iter()
        .map(|entry| (entry.event, entry.who, entry.detail.as_str().to_owned()))
        .collect();
    let by = |who: &str| Some(who.parse::<Name>().unwrap());
    assert_eq!(
        told,
        [
            (Event::Login, by("aigul"), String::new()),
            (Event::Claim, by("aigul"), "adult/ru".to_owned()),
            (Event::Fetch, by("aigul"), "adult/ru".to_owned()),
            (Event::Extend, by("aigul"), "adult/ru".to_owned()),
            (Event::Release, by("aigul"), "adult/ru".to_owned()),
            (Event::Claim, by("dana"), "adult/ru".to_owned()),
            (Event::Close, by("dana"), "helped".to_owned()),
        ]
    );
    assert_eq!(followed(&store).await, store.audit_head().await.unwrap());
    let request = id(1).to_string();
    assert!(store.audit_after(0, 100).await.unwrap().iter().all(|row| !row.line.as_ref().unwrap().contains(&request)));
}

async fn a_line_goes_after_four_hundred_days_and_the_chain_still_holds(store: Store) {
    store.note(Event::Login, Some(&AIGULS_NAME), Detail::default(), NOW).await.unwrap();
    store.note(Event::Login, Some(&DANAS_NAME), Detail::default(), NOW.plus(86_400 * 300)).await.unwrap();
    let head = store.audit_head().await.unwrap();
    store.expire(NOW.plus(86_400 * KEPT_DAYS), EVERY_KEY).await.unwrap();
    assert!(store.audit_after(0, 10).await.unwrap().iter().all(|row| row.line.is_some()), "not a day too early");
    store.expire(NOW.plus(86_400 * KEPT_DAYS + 3600), EVERY_KEY).await.unwrap();
    let kept: Vec<bool> = store.audit_after(0, 10).await.unwrap().iter().map(|row| row.line.is_some()).collect();
    assert_eq!(kept, [false, true]);
    let rows = store.audit_after(0, 10).await.unwrap();
    let then = kept_since(NOW.plus(86_400 * KEPT_DAYS + 3600));
    assert_eq!(verify(Head::START, rows.iter().map(AuditRow::link), then), Ok(head), "nothing went before its time");
    assert_eq!(followed(&store).await, head);
    assert_eq!(store.audit_after(1, 10).await.unwrap().len(), 1);
    assert!(store.audit_after(u64::MAX, 10).await.is_err());
}

async fn a_roster_is_noted_when_it_is_another_one_and_not_at_every_start(store: Store) {
    for version in ["7", "7", "8", "8", "7"] {
        store.note_news(Event::Roster, version.parse().unwrap(), NOW).await.unwrap();
        store.note(Event::Login, Some(&AIGULS_NAME), Detail::default(), NOW).await.unwrap();
    }
    let noted: Vec<Entry> = lines(&store).await.into_iter().filter(|entry| entry.event == Event::Roster).collect();
    assert_eq!(noted.iter().map(|entry| entry.detail.as_str()).collect::<Vec<_>>(), ["7", "8", "7"]);
    assert_eq!(followed(&store).await, store.audit_head().await.unwrap());
}

async fn fifty_who_write_at_once_make_one_chain(store: Store) {
    let writers = (0..50).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { store.note(Event::Login, Some(&AIGULS_NAME), Detail::default(), NOW).await })
    });
    let mut written = 0;
    for writer in writers.collect::<Vec<_>>() {
        written += u64::from(writer.await.unwrap().is_ok());
    }
    let head = followed(&store).await;
    assert_eq!((head.number, written), (written, 50));
}

on_sqlite!(
    whatever_is_done_at_the_desk_stands_in_one_chain_and_names_no_request,
    a_line_goes_after_four_hundred_days_and_the_chain_still_holds,
    a_roster_is_noted_when_it_is_another_one_and_not_at_every_start,
    fifty_who_write_at_once_make_one_chain,
);
