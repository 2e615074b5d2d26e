//! A roster follows another: whoever could open a request still finds it, and nobody is handed one she cannot open.

use super::world::{ADULT, MINOR, Program, TEAM, World, deployment, everybody, recipient, roster};
use janynda::protocol::{Claimed, Code, RowStatus, paths};
use janynda::roster::{Counsellor, Role};
use janynda::seal::{self, Sealed};
use janynda::vocab::{Audience, Lane, Lang, Outcome, RequestId, Urgency};

/// Nobody on the first day's roster speaks it, so that it is sealed to everybody who works with adults.
const ENGLISH: Lane = Lane { lang: Lang::En, ..ADULT };

/// The first day's team, and somebody who came today and speaks English. Everybody in this file is invented.
fn with_a_speaker_of_english() -> Vec<Counsellor> {
    let mut team = everybody();
    let emma = Counsellor {
        name: "emma".parse().unwrap(),
        recipient: recipient(&TEAM.stranger),
        languages: vec![Lang::En],
        audiences: vec![Audience::Adult],
        role: Role::Counsellor,
        since: "2026-11-24".parse().unwrap(),
        ..team[0].clone()
    };
    team.push(emma);
    team
}

async fn ids(program: &Program) -> Vec<RequestId> {
    program.list().await.requests.iter().map(|row| row.id).collect()
}

async fn next(program: &Program) -> Option<RequestId> {
    program.press(paths::CLAIM_NEXT).await.read::<Claimed>().request.map(|row| row.id)
}

#[tokio::test]
async fn who_read_a_language_for_want_of_a_speaker_keeps_what_was_sealed_to_her_when_a_speaker_comes() {
    let world = World::new().await;
    let old = world.leave(1, ENGLISH, Urgency::Normal, None).await;
    world.roster.replace(roster(2, with_a_speaker_of_english()));
    let new = world.leave(2, ENGLISH, Urgency::Normal, None).await;
    let (dana, emma) = (world.log_in(&TEAM.dana).await, world.log_in(&TEAM.stranger).await);
    assert_eq!(ids(&dana).await, [old]);
    assert_eq!(ids(&world.log_in(&TEAM.recovery).await).await.len(), 2);
    assert_eq!(ids(&emma).await, [new], "the older one was not sealed to her");
    assert_eq!(emma.claim(old).await.code(), Code::NotYours);
    assert_eq!(dana.claim(new).await.code(), Code::NotYours);
    assert_eq!((next(&emma).await, next(&emma).await), (Some(new), None));
    assert_eq!(next(&dana).await, Some(old));
    let fence = dana.hold(old).await;
    let sealed = Sealed::from_age_file(dana.blob(old, fence).await.body).unwrap();
    assert!(seal::open(&sealed, &TEAM.dana, &old, &deployment()).is_ok());
}

#[tokio::test]
async fn a_newcomer_is_never_handed_what_was_sealed_before_she_came_also_on_her_first_day() {
    let world = World::new().await;
    let without: Vec<Counsellor> = everybody().into_iter().filter(|one| one.name.as_str() != "bota").collect();
    world.roster.replace(roster(2, without));
    let morning = world.leave_one(1).await;
    // Her line says "since today", and the morning is today.
    world.roster.replace(roster(3, everybody()));
    let bota = world.log_in(&TEAM.bota).await;
    assert_eq!(ids(&bota).await, []);
    assert_eq!(next(&bota).await, None);
    assert_eq!(bota.claim(morning).await.code(), Code::NotYours);
    assert!(!world.audit().await.iter().any(|line| line.starts_with("claim")));
    let evening = world.leave_one(2).await;
    assert_eq!((next(&bota).await, next(&bota).await), (Some(evening), None), "and not the other one after it");
    assert_eq!(next(&world.log_in(&TEAM.dana).await).await, Some(morning));
}

#[tokio::test]
async fn what_she_holds_stays_on_her_list_and_hers_when_a_roster_takes_its_lane_from_her() {
    let world = World::new().await;
    let id = world.leave(1, ENGLISH, Urgency::Normal, None).await;
    let other = world.leave_one(2).await;
    let dana = world.log_in(&TEAM.dana).await;
    let fence = dana.hold(id).await;
    let mut team = with_a_speaker_of_english();
    let danas = team.iter_mut().find(|one| one.name.as_str() == "dana").unwrap();
    (danas.audiences, danas.since) = (vec![Audience::Minor], "2026-12-01".parse().unwrap());
    world.roster.replace(roster(2, team));
    let list = dana.list().await;
    assert_eq!(list.requests.iter().map(|row| row.id).collect::<Vec<_>>(), [id]);
    assert!(matches!(list.requests[0].status, RowStatus::Mine { fence: held, .. } if held == fence));
    assert_eq!(dana.extend(id, fence).await.status, 200);
    assert_eq!(dana.blob(id, fence).await.status, 200);
    let fence = dana.hold(id).await;
    assert_eq!(dana.claim(other).await.code(), Code::NotYours, "hers are what she holds, and no more");
    assert_eq!(dana.close(id, fence, Outcome::Helped).await.status, 200);
    assert_eq!(ids(&dana).await, []);
}

#[tokio::test]
async fn who_does_not_work_with_minors_any_more_is_not_shown_what_was_sealed_to_her_of_them() {
    let world = World::new().await;
    let minors = world.leave(1, MINOR, Urgency::Normal, None).await;
    let adults = world.leave_one(2).await;
    let mut team = everybody();
    team[0].audiences = vec![Audience::Adult];
    world.roster.replace(roster(2, team));
    let aigul = world.log_in(&TEAM.aigul).await;
    assert_eq!(ids(&aigul).await, [adults]);
    assert_eq!(aigul.claim(minors).await.code(), Code::NotYours);
    assert_eq!((next(&aigul).await, next(&aigul).await), (Some(adults), None));
}
