//! Who sees which lane, and from which day on, by the signed roster.

use super::world::{CANARY, NOW, World, id, plain, request};
use age::x25519::Identity;
use janynda::counsellor::{Desk, Error};
use janynda::roster::{AuthorityKey, AuthoritySecret, UntrustedRoster, VerifiedRoster, sign};
use janynda::vocab::{Audience, CallbackRequest, Lang, RequestId};

/// A counsellor's line: name, languages, audiences, since.
type Line<'a> = (&'a str, &'a str, &'a str, &'a str);

/// A roster of these people, signed by an authority of its own.
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
        "janynda-roster-v1\ndeployment almaty-1\nversion {version}\nissued 2026-11-24\nnot-after 2027-02-20\n\
         {lines}recovery recipient={}\n",
        recovery.to_public()
    );
    let authority = AuthoritySecret::generate(None).unwrap();
    let key: AuthorityKey = authority.public.parse().unwrap();
    let signature = sign(&text, &AuthoritySecret::unlock(&authority.secret_file, None).unwrap()).unwrap();
    let untrusted = UntrustedRoster { text: text.as_bytes(), signature: &signature };
    untrusted.verify(&[key], &"almaty-1".parse().unwrap(), NOW, None).unwrap()
}

fn written_in(lang: Lang, audience: Audience, number: u8) -> CallbackRequest {
    CallbackRequest { lang, audience, ..request(number) }
}

async fn listed(desk: &Desk) -> Vec<RequestId> {
    desk.list().await.unwrap().iter().map(|entry| entry.id).collect()
}

#[tokio::test]
async fn a_counsellor_sees_her_lanes_and_nothing_of_the_others() {
    let world = World::new().await;
    let (aigul, boris, recovery) = (Identity::generate(), Identity::generate(), Identity::generate());
    let people =
        [(&aigul, ("aigul", "kk", "adult", "2026-11-24")), (&boris, ("boris", "ru", "adult,minor", "2026-11-24"))];
    let roster = roster(1, &people, &recovery);
    let kazakh = world.leave_with(written_in(Lang::Kk, Audience::Adult, 1), &roster).await;
    let russian = world.leave_with(written_in(Lang::Ru, Audience::Adult, 2), &roster).await;
    let child = world.leave_with(written_in(Lang::Kk, Audience::Minor, 3), &roster).await;
    let english = world.leave_with(written_in(Lang::En, Audience::Adult, 4), &roster).await;

    let (aigul, boris, recovery) =
        (world.desk_of(&aigul, &roster), world.desk_of(&boris, &roster), world.desk_of(&recovery, &roster));
    // Nobody speaks English, so both who serve adults see it; only one of them works with children.
    assert_eq!(listed(&aigul).await, [kazakh, english]);
    assert_eq!(listed(&boris).await, [russian, child, english]);
    assert_eq!(listed(&recovery).await, [kazakh, russian, child, english]);

    for hidden in [russian, child] {
        assert_eq!(aigul.claim(Some(hidden)).await, Err(Error::NotYours));
    }
    assert_eq!(aigul.claim(None).await.unwrap().unwrap().id, kazakh);
    assert_eq!(aigul.claim(None).await.unwrap().unwrap().id, english);
    assert_eq!(aigul.claim(None).await.unwrap(), None, "two requests wait in lanes that are not hers");
    boris.claim(Some(child)).await.unwrap();
    assert!(boris.open(child).await.is_ok());
}

#[tokio::test]
async fn what_was_sealed_before_a_counsellor_came_is_hidden_from_her() {
    let world = World::new().await;
    let (aigul, newcomer, recovery) = (Identity::generate(), Identity::generate(), Identity::generate());
    let people =
        [(&aigul, ("aigul", "ru", "adult", "2026-11-24")), (&newcomer, ("newcomer", "ru", "adult", "2026-11-25"))];
    let roster = roster(1, &people, &recovery);
    // The last hour before her day, and its first.
    world.clock.advance(12 * 3600 - 1);
    let before = world.leave_with(request(1), &roster).await;
    world.clock.advance(1);
    let after = world.leave_with(request(2), &roster).await;

    let (aigul, newcomer) = (world.desk_of(&aigul, &roster), world.desk_of(&newcomer, &roster));
    assert_eq!(listed(&aigul).await, [before, after]);
    assert_eq!(listed(&newcomer).await, [after]);
    assert_eq!(newcomer.claim(Some(before)).await, Err(Error::NotYours));
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
    let desk = world.desk_of(&aigul, &honest);
    desk.claim(Some(one)).await.unwrap();
    let error = desk.open(one).await.unwrap_err();
    assert_eq!(error, Error::OtherRoster { version: 7 });
    assert!(!format!("{error} {error:?}").contains(CANARY));

    // A later roster says nothing against an earlier one.
    let next = world.leave_with(request(2), &roster(6, &[her_line], &recovery)).await;
    desk.claim(Some(next)).await.unwrap();
    assert_eq!(desk.open(next).await.unwrap().request.id, id(2));
}
