//! One desk, two desks: claims, leases, and one answer for everything that is not hers.

use super::world::{CANARY, NOW, TRIAL, World, contains, id, plain, request};
use age::x25519::Identity;
use janynda::counsellor::{Desk, Error, LEASE, Standing};
use janynda::roster;
use janynda::seal::{OpenError, Sealed, withdraw_hash};
use janynda::store::{NewRequest, Store};
use janynda::vocab::Outcome;
use janynda::vocab::{RequestId, RequestSecret, Urgency};
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::sync::Arc;

/// Everything a desk does with one request, and how it was refused.
async fn refusals(desk: &Desk, id: RequestId) -> [Option<Error>; 5] {
    [
        desk.claim(Some(id)).await.err(),
        desk.fetch(id).await.err(),
        desk.open(id).await.err(),
        desk.release(id).await.err(),
        desk.close(id, Outcome::Helped).await.err(),
    ]
}

const NOT_YOURS: [Option<Error>; 5] =
    [Some(Error::NotYours), Some(Error::NotYours), Some(Error::NotYours), Some(Error::NotYours), Some(Error::NotYours)];

#[tokio::test]
async fn a_counsellor_lists_claims_opens_and_closes_and_then_its_content_is_gone() {
    let world = World::new().await;
    let (aigul, dana) = (world.desk(0), world.desk(1));
    let one = world.leave(request(1)).await;
    assert_eq!(aigul.list().await.unwrap()[0].standing, Standing::Waiting);
    assert_eq!(aigul.fetch(one).await.err(), Some(Error::NotYours), "claiming comes before fetching");

    let claimed = aigul.claim(None).await.unwrap().unwrap();
    let mine = Standing::Mine { until: NOW.plus(LEASE) };
    assert_eq!((claimed.id, claimed.standing, claimed.arrived), (one, mine, NOW));
    assert_eq!(aigul.list().await.unwrap(), [claimed]);
    assert_eq!(dana.list().await.unwrap()[0].standing, Standing::Taken);
    assert_eq!(refusals(&dana, one).await, NOT_YOURS);
    assert_eq!(dana.claim(None).await.unwrap(), None);

    let opened = aigul.open(one).await.unwrap();
    assert_eq!(opened.request.words.unwrap().expose(), "Нужна помощь CANARY");
    assert_eq!(opened.roster, TRIAL.roster.mark());

    let sealed = aigul.fetch(one).await.unwrap();
    let some = &sealed.bytes()[1000..1040];
    assert!(contains(&world.disk(), some), "what is looked for can be found");
    assert!(!contains(&world.disk(), CANARY.as_bytes()));
    aigul.close(one, Outcome::Helped).await.unwrap();
    assert!(!contains(&world.disk(), some));
    assert!(contains(&world.disk(), b"helped"));
    assert_eq!(aigul.list().await.unwrap(), []);
    assert_eq!(refusals(&aigul, one).await, NOT_YOURS, "closed is closed");
    assert!(world.store.has_request(one).await.unwrap().is_none(), "nobody is told that an ended request waits");
    assert!(world.store.queue_row(one).await.unwrap().is_some(), "its row stays, so that it is never sent twice");
}

#[tokio::test]
async fn what_a_counsellor_fetches_opens_with_any_age_tool_and_her_identity() {
    let world = World::new().await;
    let aigul = world.desk(0);
    let one = world.leave(request(1)).await;
    aigul.claim(Some(one)).await.unwrap();
    let sealed = aigul.fetch(one).await.unwrap();
    for identity in [&TRIAL.counsellors[0].1, &TRIAL.counsellors[1].1, &TRIAL.recovery] {
        let decryptor = age::Decryptor::new_buffered(sealed.bytes()).unwrap();
        let mut text = String::new();
        let mut reader = decryptor.decrypt(std::iter::once(identity as &dyn age::Identity)).unwrap();
        reader.read_to_string(&mut text).unwrap();
        assert!(text.starts_with("janynda-request-v1\n") && text.contains("+77010000042"));
    }
}

#[tokio::test]
async fn urgent_requests_come_first_and_then_whoever_waits_longest() {
    let world = World::new().await;
    let early = world.leave(request(9)).await;
    world.clock.advance(3600);
    let mut high = request(2);
    high.urgency = Urgency::High;
    let high = world.leave(high).await;
    world.clock.advance(3600);
    let mut urgent = request(5);
    urgent.urgency = Urgency::Immediate;
    let urgent = world.leave(urgent).await;

    let aigul = world.desk(0);
    let order: Vec<_> = aigul.list().await.unwrap().iter().map(|entry| (entry.id, entry.urgent)).collect();
    assert_eq!(order, [(urgent, true), (early, false), (high, false)]);
    for expected in [urgent, early, high] {
        assert_eq!(aigul.claim(None).await.unwrap().unwrap().id, expected);
    }
    assert_eq!(aigul.claim(None).await.unwrap(), None, "the next one is never one she holds already");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_counsellors_racing_for_one_request_do_not_both_get_it() {
    let world = World::new().await;
    let one = world.leave(request(1)).await;
    let desks = [Arc::new(world.desk(0)), Arc::new(world.desk(1))];
    let race = (0..16).map(|turn| {
        let desk = Arc::clone(&desks[turn % 2]);
        tokio::spawn(async move { (turn % 2, desk.claim(Some(one)).await) })
    });
    let mut winners = BTreeSet::new();
    for runner in race.collect::<Vec<_>>() {
        match runner.await.unwrap() {
            (who, Ok(Some(_))) => drop(winners.insert(who)),
            (_, refused) => assert_eq!(refused, Err(Error::NotYours)),
        }
    }
    assert_eq!(winners.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_counsellors_emptying_the_queue_get_every_request_once() {
    let world = World::new().await;
    for number in 1..=24 {
        world.leave(request(number)).await;
    }
    let runners = (0..4).map(|turn| {
        let desk = world.desk(turn % 2);
        tokio::spawn(async move {
            let mut got = Vec::new();
            while let Some(entry) = desk.claim(None).await.unwrap() {
                got.push(entry.id);
            }
            got
        })
    });
    let mut all = Vec::new();
    for runner in runners.collect::<Vec<_>>() {
        all.extend(runner.await.unwrap());
    }
    all.sort_unstable();
    assert_eq!(all, (1..=24).map(id).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_claim_that_ran_out_can_be_taken_over_and_its_old_holder_is_refused() {
    let world = World::new().await;
    let (aigul, dana) = (world.desk(0), world.desk(1));
    let one = world.leave(request(1)).await;
    aigul.claim(Some(one)).await.unwrap();
    world.clock.advance(LEASE - 1);
    assert_eq!(dana.claim(Some(one)).await, Err(Error::NotYours));
    aigul.claim(Some(one)).await.unwrap();
    world.clock.advance(LEASE - 1);
    assert!(aigul.open(one).await.is_ok(), "claiming her own again renewed it");
    world.clock.advance(1);
    assert_eq!(aigul.fetch(one).await.err(), Some(Error::NotYours));
    assert_eq!(dana.list().await.unwrap()[0].standing, Standing::Waiting);
    assert_eq!(dana.claim(None).await.unwrap().unwrap().id, one);
    assert_eq!(refusals(&aigul, one).await, NOT_YOURS);
    assert!(dana.open(one).await.is_ok());
}

#[tokio::test]
async fn a_request_given_back_waits_again() {
    let world = World::new().await;
    let (aigul, dana) = (world.desk(0), world.desk(1));
    let one = world.leave(request(1)).await;
    aigul.claim(Some(one)).await.unwrap();
    aigul.release(one).await.unwrap();
    assert_eq!(aigul.fetch(one).await.err(), Some(Error::NotYours));
    assert_eq!(aigul.release(one).await, Err(Error::NotYours), "once is enough");
    assert_eq!(dana.claim(Some(one)).await.unwrap().unwrap().id, one);
    assert_eq!(refusals(&aigul, one).await, NOT_YOURS);
}

#[tokio::test]
async fn a_request_that_does_not_exist_answers_like_one_that_is_taken() {
    let world = World::new().await;
    let (aigul, dana) = (world.desk(0), world.desk(1));
    let taken = world.leave(request(1)).await;
    dana.claim(Some(taken)).await.unwrap();
    assert_eq!(refusals(&aigul, taken).await, refusals(&aigul, id(99)).await);
    assert_eq!(refusals(&aigul, taken).await, NOT_YOURS);
}

#[tokio::test]
async fn an_expired_roster_ends_everything_at_the_desk() {
    let world = World::new().await;
    let aigul = world.desk(0);
    let one = world.leave(request(1)).await;
    aigul.claim(Some(one)).await.unwrap();
    world.clock.advance(91 * 86_400);
    assert!(matches!(aigul.list().await, Err(Error::Roster(roster::Error::Expired { .. }))));
    for refused in refusals(&aigul, one).await {
        assert!(matches!(refused, Some(Error::Roster(roster::Error::Expired { .. }))));
    }
}

#[tokio::test]
async fn a_stranger_gets_no_desk_and_recovery_opens_what_a_counsellor_could() {
    let world = World::new().await;
    let store = Store::existing(&world.url()).unwrap();
    let stranger = Desk::new(store, TRIAL.roster.clone(), Identity::generate(), world.clock.clone());
    assert_eq!(stranger.err(), Some(Error::NotOnRoster));

    let one = world.leave(request(1)).await;
    let recovery = world.desk_of(&TRIAL.recovery, &TRIAL.roster);
    recovery.claim(Some(one)).await.unwrap();
    assert!(recovery.open(one).await.is_ok());
}

/// An age file around anything, as somebody could make one who knows a counsellor's recipient and can write to the
/// database.
fn planted(payload: &[u8], identity: &Identity) -> Sealed {
    let keys: Vec<_> = std::iter::repeat_with(|| identity.to_public()).take(8).collect();
    let encryptor = age::Encryptor::with_recipients(keys.iter().map(|key| key as &dyn age::Recipient)).unwrap();
    let mut out = Vec::new();
    let mut writer = encryptor.wrap_output(&mut out).unwrap();
    writer.write_all(payload).unwrap();
    writer.finish().unwrap();
    Sealed::from_age_file(out).unwrap()
}

#[tokio::test]
async fn what_somebody_planted_is_refused_without_a_word_of_it() {
    let world = World::new().await;
    let aigul = world.desk(0);
    let stranger = Identity::generate();
    let mut payload = b"janynda-request-v1\n{\"CANARY\":1}".to_vec();
    payload.resize(4096, b' ');
    let plants = [
        (planted(&payload, &TRIAL.counsellors[0].1), OpenError::Malformed),
        (planted(&[b'C'; 4096], &TRIAL.counsellors[0].1), OpenError::OtherMagic),
        (planted(&payload, &stranger), OpenError::OtherRecipient),
    ];
    for (number, (sealed, expected)) in (1..).zip(plants) {
        let request = NewRequest {
            id: id(number),
            lane: request(number).lane(),
            urgency: Urgency::Normal,
            at: NOW,
            roster_version: 1,
            withdraw_hash: withdraw_hash(&RequestSecret::from_bytes([number; 16])),
            sealed,
        };
        world.put(request).await;
        aigul.claim(Some(id(number))).await.unwrap();
        let error = aigul.open(id(number)).await.unwrap_err();
        assert_eq!(error, Error::Open(expected));
        assert!(!format!("{error} {error:?} {}", error.advice()).contains(CANARY));
    }
}

#[tokio::test]
async fn a_request_moved_into_another_row_is_refused() {
    let world = World::new().await;
    let aigul = world.desk(0);
    let mut other = request(1);
    other.words = Some(plain("another one"));
    let sealed = janynda::seal::seal(&other, &TRIAL.roster, NOW).unwrap();
    let swapped = NewRequest {
        id: id(2),
        lane: other.lane(),
        urgency: other.urgency,
        at: NOW,
        roster_version: 1,
        withdraw_hash: withdraw_hash(&RequestSecret::from_bytes([2; 16])),
        sealed,
    };
    world.put(swapped).await;
    aigul.claim(None).await.unwrap();
    assert_eq!(aigul.open(id(2)).await.err(), Some(Error::Open(OpenError::OtherRequest)));
}

#[tokio::test]
async fn a_database_that_is_not_there_is_an_error_and_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/no.db", folder.path().display());
    let world = World::new().await;
    let identity = super::world::again(&TRIAL.counsellors[0].1);
    let desk = Desk::new(Store::existing(&url).unwrap(), TRIAL.roster.clone(), identity, world.clock.clone()).unwrap();
    assert!(matches!(desk.list().await, Err(Error::Store(_))));
    for refused in refusals(&desk, id(1)).await {
        assert!(matches!(refused, Some(Error::Store(_))));
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
