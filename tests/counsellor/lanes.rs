//! Who sees which lane, and from which day on, by the signed roster.

use super::world::{CANARY, NOW, TRIAL, World, claim, id, listed, plain, request};
use age::x25519::Identity;
use janynda::counsellor::{Desk, Error};
use janynda::roster::{Roster, VerifiedRoster};
use janynda::vocab::{Audience, CallbackRequest, Lang};

/// A counsellor's line: name, languages, audiences, since.
type Line<'a> = (&'a str, &'a str, &'a str, &'a str);

/// A roster of these people, signed by the trial's authority.
fn roster(version: u32, people: &[(&Identity, Line<'_>)], recovery: &Identity) -> VerifiedRoster {
    let line = |(identity, (name, languages, audiences, since)): &(&Identity, Line<'_>)| {
        format!(
            "counsellor alias={name} recipient={} languages={languages} audiences={audiences} duty=24/7 \
             role=counsellor since={since}\n",
            identity.to_public()
        )
    };
    let lines = people.iter().map(line).collect::<Vec<_>>().concat();
    let text = format!(
        "janynda-roster-v1\ndeployment {}\nversion {version}\nissued 2026-11-24\nnot-after 2027-02-20\n\
         {lines}recovery recipient={}\n",
        TRIAL.deployment,
        recovery.to_public()
    );
    TRIAL.signs(|roster| *roster = Roster::parse(text.as_bytes()).unwrap(), NOW)
}

/// The desk as somebody on this roster sees it.
async fn desk_of(world: &World, identity: &Identity, name: &str) -> Desk {
    world.connects(identity, name).await.unwrap()
}

fn written_in(lang: Lang, audience: Audience, number: u8) -> CallbackRequest {
    CallbackRequest { lang, audience, ..request(number) }
}

#[tokio::test]
async fn a_counsellor_sees_her_lanes_and_nothing_of_the_others() {
    let world = World::new().await;
    let (aigul, boris, recovery) = (Identity::generate(), Identity::generate(), Identity::generate());
    let people =
        [(&aigul, ("aigul", "kk", "adult", "2026-11-24")), (&boris, ("boris", "ru", "adult,minor", "2026-11-24"))];
    world.roster.replace(roster(2, &people, &recovery));
    let kazakh = world.leave(written_in(Lang::Kk, Audience::Adult, 1)).await;
    let russian = world.leave(written_in(Lang::Ru, Audience::Adult, 2)).await;
    let child = world.leave(written_in(Lang::Kk, Audience::Minor, 3)).await;
    let english = world.leave(written_in(Lang::En, Audience::Adult, 4)).await;

    let aigul = desk_of(&world, &aigul, "aigul.age").await;
    let boris = desk_of(&world, &boris, "boris.age").await;
    let recovery = desk_of(&world, &recovery, "recovery.age").await;
    // Nobody speaks English, so both who serve adults see it; only one of them works with children.
    assert_eq!(listed(&aigul).await, [kazakh, english]);
    assert_eq!(listed(&boris).await, [russian, child, english]);
    assert_eq!(listed(&recovery).await, [kazakh, russian, child, english]);

    for hidden in [russian, child] {
        assert_eq!(aigul.claim(Some(hidden)).await, Err(Error::NOT_YOURS));
    }
    assert_eq!(aigul.claim(None).await.unwrap().unwrap().id, kazakh);
    assert_eq!(aigul.claim(None).await.unwrap().unwrap().id, english);
    assert_eq!(aigul.claim(None).await.unwrap(), None, "two requests wait in lanes that are not hers");
    assert!(boris.open(claim(&boris, child).await).await.is_ok());
}

#[tokio::test]
async fn what_was_sealed_before_a_counsellor_came_is_hidden_from_her() {
    let world = World::new().await;
    let (aigul, newcomer, recovery) = (Identity::generate(), Identity::generate(), Identity::generate());
    let people =
        [(&aigul, ("aigul", "ru", "adult", "2026-11-24")), (&newcomer, ("newcomer", "ru", "adult", "2026-11-25"))];
    world.roster.replace(roster(2, &people, &recovery));
    // The last hour before her day, and its first.
    world.waits(12 * 3600 - 1);
    let before = world.leave(request(1)).await;
    world.waits(1);
    let after = world.leave(request(2)).await;

    let aigul = desk_of(&world, &aigul, "aigul.age").await;
    let newcomer = desk_of(&world, &newcomer, "newcomer.age").await;
    assert_eq!(listed(&aigul).await, [before, after]);
    assert_eq!(listed(&newcomer).await, [after]);
    assert_eq!(newcomer.claim(Some(before)).await, Err(Error::NOT_YOURS));
    assert_eq!(newcomer.claim(None).await.unwrap().unwrap().id, after);
    assert_eq!(newcomer.claim(None).await.unwrap(), None);
}

#[tokio::test]
async fn a_request_sealed_with_another_roster_of_the_same_version_is_not_shown() {
    let world = World::new().await;
    let (aigul, intruder, recovery) = (Identity::generate(), Identity::generate(), Identity::generate());
    let her_line = (&aigul, ("aigul", "ru", "adult", "2026-11-24"));
    let honest = roster(7, &[her_line], &recovery);
    let forged = roster(7, &[her_line, (&intruder, ("boris", "ru", "adult", "2026-11-24"))], &recovery);
    let one = world.leave_with(CallbackRequest { words: Some(plain(CANARY)), ..request(1) }, &forged).await;
    world.roster.replace(honest);
    let desk = desk_of(&world, &aigul, "aigul.age").await;
    let error = desk.open(claim(&desk, one).await).await.unwrap_err();
    assert_eq!(error, Error::OtherRoster { version: 7 });
    assert!(!format!("{error} {error:?}").contains(CANARY));

    // A later roster says nothing against an earlier one.
    let next = world.leave_with(request(2), &roster(6, &[her_line], &recovery)).await;
    assert_eq!(desk.open(claim(&desk, next).await).await.unwrap().request.id, id(2));
}
