//! The list, claims, and the caps of an hour.

use super::world::{ADULT, MINOR, Program, TEAM, World, deployment, fence, generous, recipient};
use janynda::audit;
use janynda::desk::{LEASE, Limits};
use janynda::protocol::{AuditLinks, Claimed, Code, Row, RowStatus, paths};
use janynda::seal::{self, Sealed};
use janynda::vocab::{Lane, Lang, Outcome, RequestId, Urgency};
use serde_json::json;
use std::collections::HashSet;
use std::sync::Arc;
use tokio::sync::Mutex;

async fn ids(program: &Program) -> Vec<RequestId> {
    program.list().await.requests.iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn urgent_requests_come_first_then_the_longest_waiting() {
    let world = World::new().await;
    let old = world.leave_one(1).await;
    world.clock.advance(3600);
    let new = world.leave_one(2).await;
    let urgent = world.leave(3, ADULT, Urgency::Immediate, None).await;
    let aigul = world.log_in(&TEAM.aigul).await;
    assert_eq!(ids(&aigul).await, [urgent, old, new]);
    let list = aigul.list().await;
    assert_eq!(list.requests.iter().map(|row| row.urgent).collect::<Vec<_>>(), [true, false, false]);
    assert_eq!(list.requests[1].arrived.to_string(), "2026-11-24T12:00:00Z");
    assert_eq!((list.requests[1].lane, list.requests[1].roster_version, list.more), (ADULT, 1, false));
    let given: Claimed = aigul.press(paths::CLAIM_NEXT).await.read();
    assert_eq!(given.request.unwrap().id, urgent);
}

#[tokio::test]
async fn everybody_sees_her_own_lanes_and_recovery_sees_all() {
    let world = World::new().await;
    let adult = world.leave_one(1).await;
    let minor = world.leave(2, MINOR, Urgency::Normal, None).await;
    let kazakh = world.leave(3, Lane { lang: Lang::Kk, ..ADULT }, Urgency::Normal, None).await;
    let seen = async |identity| ids(&world.log_in(identity).await).await.into_iter().collect::<HashSet<_>>();
    assert_eq!(seen(&TEAM.aigul).await, HashSet::from([adult, minor, kazakh]));
    assert_eq!(seen(&TEAM.dana).await, HashSet::from([adult]));
    assert_eq!(seen(&TEAM.recovery).await, HashSet::from([adult, minor, kazakh]));
}

#[tokio::test]
async fn a_claim_is_hers_until_its_lease_ends_and_nobody_is_told_whose_it_is() {
    let world = World::new().await;
    let id = world.leave_one(1).await;
    let (aigul, dana) = (world.log_in(&TEAM.aigul).await, world.log_in(&TEAM.dana).await);
    let fence = dana.hold(id).await;
    let until = "2026-11-24T14:00:00Z".parse().unwrap();
    assert_eq!(dana.list().await.requests[0].status, RowStatus::Mine { until, fence });
    let seen = aigul.get(paths::REQUESTS).await;
    assert_eq!(seen.json()["requests"][0]["status"], "taken");
    for told in ["until", "fence", "holder", "dana", recipient(&TEAM.dana).as_str()] {
        assert!(!seen.text().contains(told), "{told}");
    }
    assert_eq!(aigul.claim(id).await.code(), Code::NotYours);
    let next: Claimed = aigul.press(paths::CLAIM_NEXT).await.read();
    assert_eq!(next.request, None);
    // An hour without a call ends a session, but not a lease.
    world.clock.advance(LEASE - 1);
    let (aigul, dana) = (world.log_in(&TEAM.aigul).await, world.log_in(&TEAM.dana).await);
    assert_eq!(aigul.claim(id).await.code(), Code::NotYours);
    world.clock.advance(1);
    assert_eq!(aigul.list().await.requests[0].status, RowStatus::Waiting);
    assert_eq!(dana.blob(id, fence).await.code(), Code::NotYours, "her lease is over");
    aigul.hold(id).await;
    assert_eq!(dana.extend(id, fence).await.code(), Code::NotYours);
}

#[tokio::test]
async fn whoever_holds_it_gets_the_age_file_as_it_was_sealed_and_opens_it_herself() {
    let world = World::new().await;
    let id = world.leave_one(1).await;
    let dana = world.log_in(&TEAM.dana).await;
    let fence = dana.hold(id).await;
    let answered = dana.blob(id, fence).await;
    assert_eq!(answered.headers["content-type"], "application/octet-stream");
    assert!(answered.body.starts_with(b"age-encryption.org/v1\n"));
    let sealed = Sealed::from_age_file(answered.body).unwrap();
    let opened = seal::open(&sealed, &TEAM.dana, &id, &deployment()).unwrap();
    assert_eq!(opened.request.id, id);
    // Also weeks later: it is under the key of the day of its first claim.
    world.let_days_pass(30);
    let dana = world.log_in(&TEAM.dana).await;
    let fence = dana.hold(id).await;
    assert_eq!(dana.blob(id, fence).await.status, 200);
}

#[tokio::test]
async fn a_claim_can_be_held_longer_and_given_back() {
    let world = World::new().await;
    let id = world.leave_one(1).await;
    let (aigul, dana) = (world.log_in(&TEAM.aigul).await, world.log_in(&TEAM.dana).await);
    let fence = dana.hold(id).await;
    world.clock.advance(1800);
    let row: Row = dana.extend(id, fence).await.read();
    assert_eq!(row.status, RowStatus::Mine { until: "2026-11-24T14:30:00Z".parse().unwrap(), fence });
    assert_eq!(dana.release(id, fence).await.status, 204);
    assert_eq!(dana.release(id, fence).await.code(), Code::NotYours);
    assert_eq!(aigul.list().await.requests[0].status, RowStatus::Waiting);
    aigul.hold(id).await;
}

#[tokio::test]
async fn a_second_window_of_hers_makes_the_first_ones_claim_stale() {
    let world = World::new().await;
    let id = world.leave_one(1).await;
    let (computer, telephone) = (world.log_in(&TEAM.dana).await, world.log_in(&TEAM.dana).await);
    let old = computer.hold(id).await;
    let new = telephone.hold(id).await;
    assert_ne!(old, new);
    for answered in [
        computer.extend(id, old).await,
        computer.release(id, old).await,
        computer.blob(id, old).await,
        computer.close(id, old, Outcome::Helped).await,
    ] {
        assert_eq!(answered.code(), Code::StaleClaim);
    }
    assert_eq!(telephone.close(id, new, Outcome::Helped).await.status, 200);
}

#[tokio::test]
async fn two_hundred_requests_and_sixteen_programs_and_each_request_is_claimed_once() {
    let world = World::new().await;
    world.leave_many(200, Urgency::Normal).await;
    let mut sessions = Vec::new();
    for identity in [&TEAM.aigul, &TEAM.dana, &TEAM.bota, &TEAM.recovery].into_iter().cycle().take(16) {
        sessions.push(world.log_in(identity).await);
    }
    let claimed = Arc::new(Mutex::new(Vec::new()));
    let tasks: Vec<_> = sessions
        .into_iter()
        .map(|program| {
            let claimed = claimed.clone();
            tokio::spawn(async move {
                while let Some(row) = program.press(paths::CLAIM_NEXT).await.read::<Claimed>().request {
                    assert!(fence(&row) > 0);
                    claimed.lock().await.push(row.id);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let claimed = claimed.lock().await;
    assert_eq!((claimed.len(), claimed.iter().collect::<HashSet<_>>().len()), (200, 200));
}

#[tokio::test]
async fn four_counsellors_after_one_request_and_one_gets_it() {
    let world = World::new().await;
    let id = world.leave_one(1).await;
    let mut tasks = Vec::new();
    for identity in [&TEAM.aigul, &TEAM.dana, &TEAM.bota, &TEAM.recovery] {
        let program = world.log_in(identity).await;
        tasks.push(tokio::spawn(async move { program.claim(id).await.status }));
    }
    let mut statuses = Vec::new();
    for task in tasks {
        statuses.push(task.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 404, 404, 404]);
}

#[tokio::test]
async fn a_list_ends_at_five_hundred_and_says_that_there_are_more() {
    let world = World::new().await;
    world.leave_many(501, Urgency::Normal).await;
    let dana = world.log_in(&TEAM.dana).await;
    let list = dana.list().await;
    assert_eq!((list.requests.len(), list.more), (500, true));
    let _: Claimed = dana.press(paths::CLAIM_NEXT).await.read();
    let fence = dana.list().await.requests.iter().find_map(|row| match row.status {
        RowStatus::Mine { fence, .. } => Some((row.id, fence)),
        _ => None,
    });
    let (id, fence) = fence.unwrap();
    assert_eq!(dana.close(id, fence, Outcome::Helped).await.status, 200);
    let list = dana.list().await;
    assert_eq!((list.requests.len(), list.more), (500, false));
}

#[tokio::test]
async fn her_claims_are_listed_however_many_more_urgent_ones_wait() {
    let world = World::new().await;
    let (first, second) = (world.leave_one(1_000).await, world.leave_one(1_001).await);
    let (dana, aigul) = (world.log_in(&TEAM.dana).await, world.log_in(&TEAM.aigul).await);
    let held = HashSet::from([(first, dana.hold(first).await), (second, dana.hold(second).await)]);
    world.leave_many(600, Urgency::Immediate).await;
    let list = dana.list().await;
    assert_eq!((list.requests.len(), list.more), (500, true));
    let (hers, others) = list.requests.split_at(2);
    assert_eq!(hers.iter().map(|row| (row.id, fence(row))).collect::<HashSet<_>>(), held);
    assert!(others.iter().all(|row| row.urgent && row.status == RowStatus::Waiting), "behind them as ever");
    let list = aigul.list().await;
    assert!(list.more && list.requests.iter().all(|row| row.urgent), "a colleague's claims are not put first");
}

#[tokio::test]
async fn harvesting_ends_at_the_cap_of_the_hour_and_is_written_down() {
    let world = World::with(generous(), 3).await;
    world.leave_many(12, Urgency::Normal).await;
    let (dana, aigul) = (world.log_in(&TEAM.dana).await, world.log_in(&TEAM.aigul).await);
    let next = async |program: &Program| program.press(paths::CLAIM_NEXT).await;
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(next(&dana).await.read::<Claimed>().request.unwrap());
    }
    assert_eq!(next(&dana).await.code(), Code::ClaimCap);
    let waiting = dana.list().await.requests.iter().find(|row| row.status == RowStatus::Waiting).unwrap().id;
    assert_eq!(dana.claim(waiting).await.code(), Code::ClaimCap);
    // A new session is no new counsellor, and what she holds she may renew.
    assert_eq!(next(&world.log_in(&TEAM.dana).await).await.code(), Code::ClaimCap);
    assert_eq!(dana.claim(held[0].id).await.status, 200);
    assert_eq!(dana.extend(held[1].id, fence(&held[1])).await.status, 200);
    assert!(next(&aigul).await.read::<Claimed>().request.is_some(), "a colleague is not held up");
    let hits = async || world.audit().await.iter().filter(|line| *line == "cap_hit dana").count();
    assert_eq!(hits().await, 1, "once an hour: nobody makes the audit as long as she likes");
    world.clock.advance(3600 - 1);
    let dana = world.log_in(&TEAM.dana).await;
    world.clock.advance(1);
    for _ in 0..3 {
        assert!(next(&dana).await.read::<Claimed>().request.is_some(), "the next hour");
    }
    assert_eq!(next(&dana).await.code(), Code::ClaimCap);
    assert_eq!(hits().await, 2);
}

#[tokio::test]
async fn whoever_reads_and_gives_back_harvests_no_more_than_whoever_keeps() {
    let world = World::with(generous(), 3).await;
    world.leave_many(6, Urgency::Normal).await;
    let dana = world.log_in(&TEAM.dana).await;
    let ids = ids(&dana).await;
    for id in &ids[..3] {
        let fence = dana.hold(*id).await;
        assert_eq!(dana.blob(*id, fence).await.status, 200);
        assert_eq!(dana.release(*id, fence).await.status, 204);
    }
    for id in ids {
        assert_eq!(dana.claim(id).await.code(), Code::ClaimCap, "also what she had before");
    }
}

#[tokio::test]
async fn sixteen_programs_of_one_counsellor_harvest_as_much_as_one() {
    let world = World::with(Limits { sessions_each: 16, ..generous() }, 5).await;
    world.leave_many(40, Urgency::Normal).await;
    let mut tasks = Vec::new();
    for _ in 0..16 {
        let program = world.log_in(&TEAM.dana).await;
        tasks.push(tokio::spawn(async move {
            let answers = [program.press(paths::CLAIM_NEXT).await, program.press(paths::CLAIM_NEXT).await];
            answers.map(|answered| answered.status)
        }));
    }
    let mut statuses = Vec::new();
    for task in tasks {
        statuses.extend(task.await.unwrap());
    }
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 5, "{statuses:?}");
    assert!(statuses.iter().all(|status| [200, Code::ClaimCap.status()].contains(status)), "{statuses:?}");
    let hers = world.log_in(&TEAM.dana).await.list().await.requests;
    assert_eq!(hers.iter().filter(|row| matches!(row.status, RowStatus::Mine { .. })).count(), 5);
}

#[tokio::test]
async fn a_lead_allows_more_for_this_hour_and_nobody_else_does() {
    let world = World::with(generous(), 1).await;
    world.leave_many(6, Urgency::Normal).await;
    let (dana, aigul) = (world.log_in(&TEAM.dana).await, world.log_in(&TEAM.aigul).await);
    let more = async |program: &Program, name: &str, more: u32| {
        program.post(paths::MORE_CLAIMS, &json!({"name": name, "more": more})).await
    };
    for program in [&dana, &world.log_in(&TEAM.recovery).await] {
        assert_eq!(more(program, "dana", 1).await.code(), Code::LeadOnly);
    }
    for number in [0, 51, u32::MAX] {
        assert_eq!(more(&aigul, "dana", number).await.code(), Code::BadRequest);
    }
    for name in ["nobody", "", "DANA", "recovery"] {
        assert_eq!(more(&aigul, name, 1).await.code(), Code::NoSuchCounsellor, "{name}");
    }
    let next = async || dana.press(paths::CLAIM_NEXT).await;
    assert!(next().await.read::<Claimed>().request.is_some());
    assert_eq!(next().await.code(), Code::ClaimCap);
    assert_eq!(more(&aigul, "dana", 2).await.status, 204);
    for _ in 0..2 {
        assert!(next().await.read::<Claimed>().request.is_some());
    }
    assert_eq!(next().await.code(), Code::ClaimCap);
    assert!(world.audit().await.contains(&"cap_raised aigul dana 2".to_owned()));
}

#[tokio::test]
async fn what_was_done_stands_in_the_audit_and_its_chain_can_be_followed() {
    let world = World::new().await;
    let id = world.leave_one(1).await;
    let dana = world.log_in(&TEAM.dana).await;
    let first: AuditLinks = dana.get(paths::AUDIT).await.read();
    let remembered: audit::Head = first.head.parse().unwrap();
    let fence = dana.hold(id).await;
    dana.extend(id, fence).await;
    dana.blob(id, fence).await;
    dana.release(id, fence).await;
    let fence = dana.hold(id).await;
    dana.close(id, fence, Outcome::Helped).await;
    let lines = [
        "login dana",
        "claim dana adult/ru",
        "extend dana adult/ru",
        "fetch dana adult/ru",
        "release dana adult/ru",
        "claim dana adult/ru",
        "close dana helped",
    ];
    assert_eq!(world.audit().await, lines);
    let since: AuditLinks = dana.get(&format!("{}?after={}", paths::AUDIT, remembered.number)).await.read();
    assert_eq!(since.links.iter().map(|link| link.number).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7]);
    let followed = audit::extend(remembered, since.links.iter().map(|link| link.hash));
    assert_eq!(followed.to_string(), since.head);
    let lead = world.log_in(&TEAM.aigul).await;
    let told = lead.get(paths::AUDIT).await;
    assert!(!told.text().contains(&id.to_string()), "no request is named");
    let told: AuditLinks = told.read();
    let entries = told.links.iter().map(|link| link.entry.as_ref().unwrap());
    let shown = entries.map(|one| audit::Link { hour: one.hour, digest: one.digest, line: one.line.as_deref() });
    let verified = audit::verify(audit::Head::START, shown, audit::kept_since(world.clock.now()));
    assert_eq!(verified.unwrap().to_string(), told.head, "a lead's program checks the lines as well");
    assert_eq!(dana.get(&format!("{}?after=-1", paths::AUDIT)).await.code(), Code::BadRequest);
    let behind: AuditLinks = dana.get(&format!("{}?after={}", paths::AUDIT, u64::MAX)).await.read();
    assert!(behind.links.is_empty());
}
