//! One desk, two desks: claims, how long they hold, and one answer for everything that is not hers.

use super::between::Between;
use super::commands::Computer;
use super::world::{CANARY, Made, NOW, TRIAL, World, again, claim, contains, id, listed, plain, request};
use age::x25519::Identity;
use janynda::counsellor::{Desk, Ending, Error, Hold, Standing};
use janynda::desk::LEASE;
use janynda::protocol::{Closed, Code, Muting};
use janynda::seal::{self, OpenError, Sealed};
use janynda::vocab::{CallbackRequest, Outcome, RequestId, Urgency};
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::sync::Arc;

/// Everything a desk does with one request, and how it was refused.
async fn refusals(desk: &Desk, hold: Hold) -> [Option<Error>; 6] {
    [
        desk.claim(Some(hold.id)).await.err(),
        desk.fetch(hold).await.err(),
        desk.open(hold).await.err(),
        desk.extend(hold).await.err(),
        desk.release(hold).await.err(),
        desk.close(hold, Ending::Closed(Outcome::Helped)).await.err(),
    ]
}

const NOT_YOURS: [Option<Error>; 6] = [const { Some(Error::NOT_YOURS) }; 6];

async fn standing(desk: &Desk) -> Standing {
    desk.list().await.unwrap().entries[0].standing
}

#[tokio::test]
async fn a_counsellor_lists_claims_opens_and_closes_and_then_its_content_is_gone() {
    let world = World::new().await;
    let (aigul, dana) = (world.desk(0).await, world.desk(1).await);
    let one = world.leave(request(1)).await;
    assert_eq!(standing(&aigul).await, Standing::Waiting);
    assert_eq!(aigul.held(one).await, Err(Error::NOT_YOURS), "claiming comes before fetching");

    let claimed = aigul.claim(None).await.unwrap().unwrap();
    let hold = claimed.hold().unwrap();
    let mine = Standing::Mine { until: NOW.plus(LEASE), fence: hold.fence };
    assert_eq!((claimed.id, claimed.standing, claimed.arrived), (one, mine, NOW));
    assert_eq!(aigul.list().await.unwrap().entries, [claimed]);
    assert_eq!(aigul.held(one).await, Ok(hold));
    assert_eq!(standing(&dana).await, Standing::Taken);
    assert_eq!(refusals(&dana, hold).await, NOT_YOURS, "a fence is no key");
    assert_eq!(dana.claim(None).await, Ok(None));

    let opened = aigul.open(hold).await.unwrap();
    assert_eq!(opened.request.words.unwrap().expose(), "Нужна помощь CANARY");
    assert_eq!(opened.roster, TRIAL.roster.mark());

    assert!(!contains(&world.disk(), CANARY.as_bytes()));
    let closed = aigul.close(hold, Ending::Closed(Outcome::Helped)).await.unwrap();
    assert_eq!(closed, Closed { waits: false, muting: None });
    assert_eq!(listed(&aigul).await, []);
    assert_eq!(refusals(&aigul, hold).await, NOT_YOURS, "closed is closed");
    assert!(world.store.has_request(one).await.unwrap().is_none(), "nobody is told that an ended request waits");
}

#[tokio::test]
async fn what_a_counsellor_fetches_opens_with_any_age_tool_and_her_identity() {
    let world = World::new().await;
    let aigul = world.desk(0).await;
    let one = world.leave(request(1)).await;
    let sealed = aigul.fetch(claim(&aigul, one).await).await.unwrap();
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

    let aigul = world.desk(0).await;
    let queue = aigul.list().await.unwrap();
    let order: Vec<_> = queue.entries.iter().map(|entry| (entry.id, entry.urgent)).collect();
    assert_eq!(order, [(urgent, true), (early, false), (high, false)]);
    assert!(!queue.more);
    for expected in [urgent, early, high] {
        assert_eq!(aigul.claim(None).await.unwrap().unwrap().id, expected);
    }
    assert_eq!(aigul.claim(None).await, Ok(None), "the next one is never one she holds already");
}

#[tokio::test]
async fn her_claim_is_hers_however_many_more_urgent_requests_wait() {
    let world = World::new().await;
    let aigul = world.desk(0).await;
    let hold = claim(&aigul, world.leave(request(1)).await).await;
    let urgent = CallbackRequest { urgency: Urgency::Immediate, ..request(2) };
    let sealed = seal::seal(&urgent, &TRIAL.roster, NOW).unwrap();
    for number in 0..600_u16 {
        let mut bytes = [0xee; 16];
        bytes[..2].copy_from_slice(&number.to_be_bytes());
        world.put(RequestId::from_bytes(bytes), &urgent, &sealed).await;
    }
    let queue = aigul.list().await.unwrap();
    assert_eq!((queue.entries[0].hold(), queue.entries.len(), queue.more), (Some(hold), 500, true));
    assert_eq!(aigul.held(hold.id).await, Ok(hold));
    // At her terminal every command finds it, and the list says that it is not the whole queue.
    let computer = Computer::at(&world);
    let (said, notes) = computer.all(1, "list").await.unwrap();
    let first = said.lines().nth(2).unwrap();
    assert!(first.starts_with(&hold.id.to_string()) && first.contains("mine until"), "{first}");
    assert!(notes.contains("There are more requests than a list holds: your own claims, and the first of the others."));
    let extended = computer.types(1, &format!("extend {}", hold.id)).await.unwrap();
    assert!(extended.starts_with(&format!("Request {} is yours until", hold.id)), "{extended}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_counsellors_racing_for_one_request_do_not_both_get_it() {
    let world = World::new().await;
    let one = world.leave(request(1)).await;
    let desks = [Arc::new(world.desk(0).await), Arc::new(world.desk(1).await)];
    let race = (0..16).map(|turn| {
        let desk = Arc::clone(&desks[turn % 2]);
        tokio::spawn(async move { (turn % 2, desk.claim(Some(one)).await) })
    });
    let mut winners = BTreeSet::new();
    for runner in race.collect::<Vec<_>>() {
        match runner.await.unwrap() {
            (who, Ok(Some(_))) => drop(winners.insert(who)),
            (_, refused) => assert_eq!(refused, Err(Error::NOT_YOURS)),
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
    let mut runners = Vec::new();
    for turn in 0..4 {
        let desk = world.desk(turn % 2).await;
        runners.push(tokio::spawn(async move {
            let mut got = Vec::new();
            while let Some(entry) = desk.claim(None).await.unwrap() {
                got.push(entry.id);
            }
            got
        }));
    }
    let mut all = Vec::new();
    for runner in runners {
        all.extend(runner.await.unwrap());
    }
    all.sort_unstable();
    assert_eq!(all, (1..=24).map(id).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_claim_can_be_held_longer_and_one_that_ran_out_can_be_taken_over() {
    let world = World::new().await;
    let (aigul, dana) = (world.desk(0).await, world.desk(1).await);
    let one = world.leave(request(1)).await;
    let hold = claim(&aigul, one).await;
    world.clock.advance(LEASE - 1);
    assert_eq!(dana.claim(Some(one)).await, Err(Error::NOT_YOURS));
    let extended = aigul.extend(hold).await.unwrap();
    assert_eq!(extended.standing, Standing::Mine { until: NOW.plus(2 * LEASE - 1), fence: hold.fence });
    world.clock.advance(LEASE - 1);
    assert!(aigul.open(hold).await.is_ok(), "it was held longer");
    world.clock.advance(1);
    assert_eq!(aigul.fetch(hold).await.err(), Some(Error::NOT_YOURS));
    assert_eq!(standing(&dana).await, Standing::Waiting);
    assert_eq!(dana.claim(None).await.unwrap().unwrap().id, one);
    assert_eq!(refusals(&aigul, hold).await, NOT_YOURS);
    assert!(dana.open(dana.held(one).await.unwrap()).await.is_ok());
}

#[tokio::test]
async fn a_claim_that_was_renewed_in_another_window_is_out_of_date_in_the_first() {
    let world = World::new().await;
    let (window, other) = (world.desk(0).await, world.desk(0).await);
    let one = world.leave(request(1)).await;
    let stale = claim(&window, one).await;
    let fresh = claim(&other, one).await;
    assert_ne!(stale, fresh);
    for refused in &refusals(&window, stale).await[1..] {
        assert_eq!(*refused, Some(Error::Refused(Code::StaleClaim)));
    }
}

#[tokio::test]
async fn a_request_given_back_waits_again() {
    let world = World::new().await;
    let (aigul, dana) = (world.desk(0).await, world.desk(1).await);
    let one = world.leave(request(1)).await;
    let hold = claim(&aigul, one).await;
    aigul.release(hold).await.unwrap();
    assert_eq!(aigul.fetch(hold).await.err(), Some(Error::NOT_YOURS));
    assert_eq!(aigul.release(hold).await, Err(Error::NOT_YOURS), "once is enough");
    claim(&dana, one).await;
    assert_eq!(refusals(&aigul, hold).await, NOT_YOURS);
}

#[tokio::test]
async fn a_request_that_does_not_exist_answers_like_one_that_is_taken() {
    let world = World::new().await;
    let (aigul, dana) = (world.desk(0).await, world.desk(1).await);
    let taken = claim(&dana, world.leave(request(1)).await).await;
    let nothing = Hold { id: id(99), ..taken };
    assert_eq!(refusals(&aigul, taken).await, refusals(&aigul, nothing).await);
    assert_eq!(refusals(&aigul, taken).await, NOT_YOURS);
}

#[tokio::test]
async fn recovery_opens_what_a_counsellor_could() {
    let world = World::new().await;
    let one = world.leave(request(1)).await;
    let recovery = world.connects(&TRIAL.recovery, "recovery.age").await.unwrap();
    assert!(recovery.place().is_none());
    assert!(recovery.open(claim(&recovery, one).await).await.is_ok());
}

/// An age file around anything, as somebody could make one who knows a counsellor's recipient and can write to the
/// database.
fn planted(payload: &[u8], identity: &Identity) -> Sealed {
    let keys: Vec<_> = std::iter::repeat_with(|| again(identity).to_public()).take(8).collect();
    let encryptor = age::Encryptor::with_recipients(keys.iter().map(|key| key as &dyn age::Recipient)).unwrap();
    let mut out = Vec::new();
    let mut writer = encryptor.wrap_output(&mut out).unwrap();
    writer.write_all(payload).unwrap();
    writer.finish().unwrap();
    Sealed::from_age_file(out).unwrap()
}

#[tokio::test]
async fn what_somebody_planted_is_refused_without_a_word_of_it_and_can_be_ended() {
    let world = World::new().await;
    let aigul = world.desk(0).await;
    let mut payload = b"janynda-request-v1\n{\"CANARY\":1}".to_vec();
    payload.resize(4096, b' ');
    let plants = [
        (planted(&payload, &TRIAL.counsellors[0].1), OpenError::Malformed),
        (planted(&[b'C'; 4096], &TRIAL.counsellors[0].1), OpenError::OtherMagic),
    ];
    for (number, (sealed, expected)) in (1..).zip(plants) {
        let hold = claim(&aigul, world.put(id(number), &request(number), &sealed).await).await;
        let error = aigul.open(hold).await.unwrap_err();
        assert_eq!(error, Error::Open(expected));
        assert!(!format!("{error} {error:?} {}", error.advice()).contains(CANARY));
        let closed = aigul.close(hold, Ending::Closed(Outcome::NotGenuine)).await.unwrap();
        assert_eq!(closed.muting, Some(Muting::NoAddress), "there is no way back to anybody");
    }
}

#[tokio::test]
async fn a_request_sealed_to_others_is_given_back_by_whoever_opens_it_and_she_is_told() {
    let world = World::new().await;
    let aigul = world.desk(0).await;
    let sealed = planted(&[b'C'; 4096], &Identity::generate());
    let others = world.put(id(1), &request(1), &sealed).await;
    let own = world.leave(request(2)).await;
    let given_back = Error::GivenBack { id: others };
    // The next one is this one again, and she is told how to get at another.
    for _ in 0..2 {
        let next = aigul.claim(None).await.unwrap().unwrap();
        assert_eq!(next.id, others);
        assert_eq!(aigul.open(next.hold().unwrap()).await.err(), Some(given_back.clone()));
        assert_eq!(standing(&aigul).await, Standing::Waiting);
    }
    assert!(given_back.to_string().contains(&others.to_string()));
    assert!(given_back.advice().contains("Claim another one by its number"));
    assert!(aigul.open(claim(&aigul, own).await).await.is_ok());
    // At her terminal it is said in the same words.
    let computer = Computer::at(&world);
    computer.types(1, "claim").await.unwrap();
    let refused = computer.types(1, &format!("open {others}")).await.unwrap_err();
    assert!(
        refused.contains("was not sealed to your identity, and was given back to the queue. A colleague"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_request_that_she_cannot_open_is_not_ended_as_not_genuine() {
    let between = Between::listens().await;
    let world = World::of(Made { origin: Some(between.origin.clone()), ..Made::default() }).await;
    between.leads_to(&world.origin);
    let world = world.behind(&between.origin);
    let aigul = world.desk(0).await;
    let hold = claim(&aigul, world.leave(request(1)).await).await;
    let sealed = planted(&[b'C'; 4096], &Identity::generate());
    between.bends(move |path, answer| if path.contains("/blob") { sealed.bytes().to_vec() } else { answer });
    let refused = aigul.close(hold, Ending::Closed(Outcome::NotGenuine)).await;
    assert_eq!(refused, Err(Error::GivenBack { id: hold.id }));
    assert_eq!(standing(&aigul).await, Standing::Waiting, "its content is kept for whoever can read it");
    between.bends(|_, answer| answer);
    let dana = world.desk(1).await;
    assert!(dana.open(claim(&dana, hold.id).await).await.is_ok());
}

#[tokio::test]
async fn a_request_moved_into_another_row_is_refused() {
    let world = World::new().await;
    let aigul = world.desk(0).await;
    let mut other = request(1);
    other.words = Some(plain("another one"));
    let sealed = seal::seal(&other, &TRIAL.roster, NOW).unwrap();
    let moved: RequestId = world.put(id(2), &other, &sealed).await;
    let hold = claim(&aigul, moved).await;
    assert_eq!(aigul.open(hold).await.err(), Some(Error::Open(OpenError::OtherRequest)));
}
