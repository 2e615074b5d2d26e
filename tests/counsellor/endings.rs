//! How requests end, how many one may claim, and what a lead allows.

use super::world::{Made, World, claim, id, listed, request};
use janynda::counsellor::{Ending, Error, Standing};
use janynda::protocol::{Closed, Code, Muting};
use janynda::roster::Role;
use janynda::vocab::{CallbackRequest, Outcome};

#[tokio::test]
async fn a_request_that_nobody_answered_comes_back_on_its_day_and_not_before() {
    let world = World::new().await;
    let (aigul, dana) = (world.desk(0).await, world.desk(1).await);
    let one = world.leave(request(1)).await;
    let tomorrow = "2026-11-25".parse().unwrap();
    let closed = aigul.close(claim(&aigul, one).await, Ending::TryAgain(tomorrow)).await.unwrap();
    assert_eq!(closed, Closed { waits: true, muting: None });
    let entry = dana.list().await.unwrap().entries[0];
    assert_eq!((entry.id, entry.standing, entry.next_attempt), (one, Standing::Waiting, Some(tomorrow)));
    assert_eq!(dana.claim(None).await, Ok(None), "its day is still to come");
    world.waits(12 * 3600);
    let claimed = dana.claim(None).await.unwrap().unwrap();
    assert_eq!(claimed.id, one);
    let opened = dana.open(claimed.hold().unwrap()).await.unwrap();
    assert_eq!(opened.request.number.unwrap().expose(), "+77010000042", "its content was kept");
}

#[tokio::test]
async fn a_next_attempt_on_a_day_when_it_cannot_be_opened_is_refused_and_the_claim_stays() {
    let world = World::new().await;
    let aigul = world.desk(0).await;
    let hold = claim(&aigul, world.leave(request(1)).await).await;
    for day in ["2026-11-23", "2027-11-24"] {
        let refused = aigul.close(hold, Ending::TryAgain(day.parse().unwrap())).await;
        assert_eq!(refused, Err(Error::Refused(Code::DayOutOfRange)), "{day}");
    }
    assert!(aigul.open(hold).await.is_ok());
}

#[tokio::test]
async fn whoever_sent_a_prank_is_muted_for_today_if_there_is_a_way_back_and_only_then() {
    let world = World::new().await;
    let aigul = world.desk(0).await;
    let with = CallbackRequest { return_address: Some(world.way_back(id(1))), ..request(1) };
    let hold = claim(&aigul, world.leave(with).await).await;
    let closed = aigul.close(hold, Ending::Closed(Outcome::NotGenuine)).await.unwrap();
    assert_eq!(closed, Closed { waits: false, muting: Some(Muting::Muted) });

    let hold = claim(&aigul, world.leave(request(2)).await).await;
    let closed = aigul.close(hold, Ending::Closed(Outcome::NotGenuine)).await.unwrap();
    assert_eq!(closed, Closed { waits: false, muting: Some(Muting::NoAddress) });

    // The way back of one request says nothing about another.
    let stolen = CallbackRequest { return_address: Some(world.way_back(id(9))), ..request(3) };
    let hold = claim(&aigul, world.leave(stolen).await).await;
    let closed = aigul.close(hold, Ending::Closed(Outcome::NotGenuine)).await.unwrap();
    assert_eq!(closed.muting, Some(Muting::NotOpened));

    // A genuine request keeps its way back to itself.
    let helped = CallbackRequest { return_address: Some(world.way_back(id(4))), ..request(4) };
    let hold = claim(&aigul, world.leave(helped).await).await;
    assert_eq!(aigul.close(hold, Ending::Closed(Outcome::HandedOn)).await.unwrap().muting, None);
    assert_eq!(listed(&aigul).await, []);
}

#[tokio::test]
async fn who_claims_as_many_as_she_may_goes_on_when_a_lead_allows_it() {
    let world = World::of(Made { claims_per_hour: 1, ..Made::default() }).await;
    let (lead, dana) = (world.desk(0).await, world.desk(1).await);
    let (name, role) = dana.place().unwrap();
    assert_eq!((name.as_str(), role), ("counsellor-2", Role::Counsellor));
    for number in 1..=3 {
        world.leave(request(number)).await;
    }
    dana.claim(None).await.unwrap().unwrap();
    assert_eq!(dana.claim(None).await, Err(Error::Refused(Code::ClaimCap)));
    assert_eq!(dana.allow(&name, 5).await, Err(Error::Refused(Code::LeadOnly)), "nobody allows herself");
    let nobody = "nobody".parse().unwrap();
    assert_eq!(lead.allow(&nobody, 1).await, Err(Error::Refused(Code::NoSuchCounsellor)));
    lead.allow(&name, 1).await.unwrap();
    dana.claim(None).await.unwrap().unwrap();
    assert_eq!(dana.claim(None).await, Err(Error::Refused(Code::ClaimCap)));
    world.clock.advance(3600);
    dana.claim(None).await.unwrap().unwrap();
}
