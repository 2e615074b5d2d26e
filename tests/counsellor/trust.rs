//! What a counsellor's program believes of a desk: what it verified itself, and what goes on from what it remembers.

use super::between::Between;
use super::world::{Made, TRIAL, World, claim, listed, request};
use janynda::audit::{self, Entry, Head, Link};
use janynda::clock::Clock;
use janynda::counsellor::{Desk, Error, Record, Unusable};
use janynda::proof;
use janynda::protocol::{AuditEntry, AuditLink, AuditLinks, Code, RosterText, paths};
use janynda::roster::{self, Counsellor, Roster};
use janynda::signed::AuthoritySecret;
use janynda::store::OldestDays;
use janynda::{desk, signed};

/// A desk behind somebody who can change what comes from it, at one address for both.
async fn bent() -> (World, Between) {
    let between = Between::listens().await;
    let world = World::of(Made { origin: Some(between.origin.clone()), ..Made::default() }).await;
    between.leads_to(&world.origin);
    (world.behind(&between.origin), between)
}

async fn visit(world: &World) -> Result<Desk, Error> {
    world.connects(&TRIAL.counsellors[0].1, "me.age").await
}

#[tokio::test]
async fn a_first_visit_has_nothing_to_compare_with_and_the_next_one_goes_on_from_it() {
    let world = World::new().await;
    assert!(world.memory("me.age").origin().is_none());
    let first = visit(&world).await.unwrap();
    let seen = first.checked();
    assert_eq!((seen.before, seen.roster.mark()), (None, TRIAL.roster.mark()));
    let remembered = world.memory("me.age");
    assert_eq!(remembered.origin(), Some(&world.origin));
    assert_eq!((remembered.roster(), remembered.audit()), (Some(TRIAL.roster.mark()), Some(seen.audit)));

    let hold = claim(&first, world.leave(request(1)).await).await;
    first.open(hold).await.unwrap();
    first.leave().await.unwrap();
    let again = visit(&world).await.unwrap().checked();
    assert_eq!(again.before, Some(seen.audit));
    assert!(again.audit.number >= seen.audit.number + 2, "a claim and a fetch were written down");
}

#[tokio::test]
async fn more_entries_than_one_answer_holds_are_followed_to_the_end() {
    let world = World::new().await;
    visit(&world).await.unwrap();
    for _ in 0..1_100 {
        world.store.note(audit::Event::Login, None, audit::Detail::default(), world.clock.now()).await.unwrap();
    }
    let checked = visit(&world).await.unwrap().checked();
    assert_eq!(checked.audit, world.store.audit_head().await.unwrap());
}

/// The desk's audit as somebody rebuilt it who left out the first entry, and put `more` at its end.
async fn rebuilt(world: &World, more: usize) -> Vec<(Head, AuditLink)> {
    let rows = world.store.audit_after(0, 1_000).await.unwrap();
    let entries: Vec<Entry> = rows.iter().map(|row| Entry::parse(row.line.as_ref().unwrap()).unwrap()).collect();
    let last = entries.last().unwrap().clone();
    let mut head = Head::START;
    let kept = entries.into_iter().skip(1).chain(std::iter::repeat_n(last, more));
    kept.map(|entry| {
        let hour = entry.hour;
        let line = Entry { number: head.number + 1, ..entry }.to_line();
        let digest = audit::digest(&line);
        let hash = Link { hour, digest, line: None }.hash();
        head = head.next(hash);
        (head, AuditLink { number: head.number, hash, entry: Some(AuditEntry { hour, digest, line: Some(line) }) })
    })
    .collect()
}

/// Answers about the audit from this chain.
fn shows(between: &Between, chain: Vec<(Head, AuditLink)>, after: u64) {
    let head = chain.last().unwrap().0.to_string();
    let links = chain.into_iter().map(|(_, link)| link).filter(|link| link.number > after).collect();
    let told = serde_json::to_vec(&AuditLinks { head, links }).unwrap();
    between.bends(move |path, answer| if path == paths::AUDIT { told.clone() } else { answer });
}

#[tokio::test]
async fn a_rebuilt_audit_is_refused_however_long_it_is_and_nothing_more_is_asked() {
    let (world, between) = bent().await;
    let desk = visit(&world).await.unwrap();
    for number in 1..=3 {
        claim(&desk, world.leave(request(number)).await).await;
    }
    desk.leave().await.unwrap();
    visit(&world).await.unwrap().leave().await.unwrap();
    let known = world.memory("me.age").audit().unwrap();

    shows(&between, rebuilt(&world, 0).await, known.number);
    let found = known.number - 1;
    let refused = visit(&world).await.unwrap_err();
    assert_eq!(refused, Error::Audit(Record::Shorter { found, known: known.number }));
    assert!(refused.advice().starts_with("Do not act on anything this desk shows. Call your authority now"));

    for more in [1, 2, 7] {
        shows(&between, rebuilt(&world, more).await, known.number);
        between.seen();
        assert_eq!(visit(&world).await.unwrap_err(), Error::Audit(Record::Rewritten { known: known.number }), "{more}");
        let asked = between.seen();
        assert!(asked.iter().all(|one| !one.starts_with(paths::REQUESTS)), "{asked:?}");
        assert!(asked.last().unwrap().starts_with(paths::LOGOUT), "she leaves: {asked:?}");
    }
    assert_eq!(world.memory("me.age").audit(), Some(known), "what is remembered is the evidence, and stays");

    between.bends(|_, answer| answer);
    visit(&world).await.unwrap();
}

#[tokio::test]
async fn a_changed_line_is_refused_even_where_its_digest_is_the_old_one() {
    let (world, between) = bent().await;
    let desk = visit(&world).await.unwrap();
    claim(&desk, world.leave(request(1)).await).await;
    between.bends(|path, answer| {
        let mut text = String::from_utf8(answer).unwrap();
        if path == paths::AUDIT {
            text = text.replace("counsellor-1", "counsellor-2");
        }
        text.into_bytes()
    });
    let refused = visit(&world).await.unwrap_err();
    assert!(matches!(refused, Error::Audit(Record::Broken(_))), "{refused}");
}

#[tokio::test]
async fn a_desk_that_stays_open_is_looked_at_again_and_refused_when_it_changed_its_story() {
    let (world, between) = bent().await;
    let desk = visit(&world).await.unwrap();
    let hold = claim(&desk, world.leave(request(1)).await).await;
    world.clock.advance(300);
    desk.list().await.unwrap();
    let known = desk.checked().audit;
    shows(&between, rebuilt(&world, 5).await, known.number);
    world.clock.advance(300);
    let rewritten = Error::Audit(Record::Rewritten { known: known.number });
    between.seen();
    assert_eq!(desk.list().await.unwrap_err(), rewritten);
    assert_eq!(desk.claim(None).await.unwrap_err(), rewritten);
    assert_eq!(desk.open(hold).await.unwrap_err(), rewritten);
    assert!(between.seen().iter().all(|one| !one.starts_with(paths::REQUESTS)), "it is refused before it is asked");
}

/// What a lead is told of the audit, with one line less.
fn without_the_last_line(answer: &[u8]) -> Vec<u8> {
    let mut told: AuditLinks = serde_json::from_slice(answer).unwrap();
    if let Some(entry) = told.links.last_mut().and_then(|link| link.entry.as_mut()) {
        entry.line = None;
    }
    serde_json::to_vec(&told).unwrap()
}

#[tokio::test]
async fn a_line_that_was_taken_out_is_seen_by_a_lead_and_one_past_its_days_is_not_missed() {
    let (world, between) = bent().await;
    visit(&world).await.unwrap().leave().await.unwrap();
    between.bends(|path, answer| if path == paths::AUDIT { without_the_last_line(&answer) } else { answer });
    let refused = visit(&world).await.unwrap_err();
    assert!(refused.to_string().contains("its line was taken out before its time"), "{refused}");
    assert!(refused.advice().starts_with("Do not act on anything this desk shows. Call your authority now"));
    // Nor is a lead content with what is shown to everybody else.
    between.bends(|path, answer| {
        let Ok(mut told) = serde_json::from_slice::<AuditLinks>(&answer) else { return answer };
        told.links.iter_mut().for_each(|link| link.entry = None);
        if path == paths::AUDIT { serde_json::to_vec(&told).unwrap() } else { answer }
    });
    assert_eq!(visit(&world).await.unwrap_err(), refused);

    // The desk's clock may be ahead of hers, and a line that is a day short of its days is not worth an alarm.
    let old = world.clock.now().plus(-86_400 * (audit::KEPT_DAYS - 1) - 3600);
    world.store.note(audit::Event::Login, None, audit::Detail::default(), old).await.unwrap();
    let none = OldestDays { waiting: 0, claimed: 0 };
    world.store.expire(old.plus(86_400 * audit::KEPT_DAYS + 3600), none).await.unwrap();
    between.bends(|_, answer| answer);
    visit(&world).await.unwrap();
}

#[tokio::test]
async fn a_counsellor_follows_the_audit_without_a_word_of_what_colleagues_do() {
    let (world, between) = bent().await;
    let danas = async || world.connects(&TRIAL.counsellors[1].1, "dana.age").await;
    danas().await.unwrap().leave().await.unwrap();
    let aigul = visit(&world).await.unwrap();
    claim(&aigul, world.leave(request(1)).await).await;
    let dana = danas().await.unwrap();
    assert_eq!(dana.checked().audit, world.store.audit_head().await.unwrap());
    dana.leave().await.unwrap();
    let known = world.memory("dana.age").audit().unwrap();
    shows(&between, rebuilt(&world, 3).await, known.number);
    assert_eq!(danas().await.unwrap_err(), Error::Audit(Record::Rewritten { known: known.number }));
}

fn with(change: impl FnOnce(&mut Roster)) -> roster::VerifiedRoster {
    TRIAL.signs(change, super::world::NOW)
}

#[tokio::test]
async fn an_older_roster_than_she_saw_is_refused_also_by_her_next_program() {
    let world = World::new().await;
    world.roster.replace(with(|roster| roster.version = 2));
    visit(&world).await.unwrap();
    world.roster.replace(TRIAL.roster.clone());
    let rollback = Error::Roster(roster::Error::Rollback { found: 1, known: 2 });
    assert_eq!(visit(&world).await.unwrap_err(), rollback);
    assert_eq!(visit(&world).await.unwrap_err(), rollback, "it was not remembered");
    assert!(rollback.advice().contains("added or brought back a reader"));

    // The authority signed two texts with one version.
    world.roster.replace(with(|roster| {
        roster.version = 2;
        roster.counsellors.truncate(1);
    }));
    assert_eq!(visit(&world).await.unwrap_err(), Error::Roster(roster::Error::Contradiction { version: 2 }));
    world.roster.replace(with(|roster| roster.version = 3));
    visit(&world).await.unwrap();
}

#[tokio::test]
async fn a_roster_that_her_authority_did_not_sign_is_refused() {
    let (world, between) = bent().await;
    let intruder = age::x25519::Identity::generate().to_public().to_string();
    let dana = TRIAL.counsellors[1].1.to_public().to_string();
    between.bends(move |path, answer| {
        if path != paths::ROSTER {
            return answer;
        }
        let mut told: RosterText = serde_json::from_slice(&answer).unwrap();
        told.text = told.text.replace(&dana, &intruder);
        serde_json::to_vec(&told).unwrap()
    });
    let bad = |error| Error::Roster(roster::Error::Signature(error));
    assert_eq!(visit(&world).await.unwrap_err(), bad(signed::Error::BadSignature));

    let other = AuthoritySecret::generate(None).unwrap();
    let secret = AuthoritySecret::unlock(&other.secret_file, None).unwrap();
    let text = TRIAL.roster.text();
    let signature = roster::sign(&text, &secret).unwrap();
    let told = serde_json::to_vec(&RosterText { text, signature }).unwrap();
    between.bends(move |path, answer| if path == paths::ROSTER { told.clone() } else { answer });
    assert_eq!(visit(&world).await.unwrap_err(), bad(signed::Error::WrongKey { pinned: 1 }));
    assert!(world.memory("me.age").roster().is_none(), "nothing of it is remembered");
}

#[tokio::test]
async fn a_removed_counsellor_is_out_at_once_and_her_colleague_stays() {
    let world = World::new().await;
    let (aigul, dana) = (world.desk(0).await, world.desk(1).await);
    let hold = claim(&dana, world.leave(request(1)).await).await;
    let stays = |one: &Counsellor| one.name.as_str() == "counsellor-1";
    world.roster.replace(with(|roster| {
        roster.version = 2;
        roster.counsellors.retain(stays);
    }));
    assert_eq!(dana.open(hold).await.unwrap_err(), Error::NotOnRoster);
    assert_eq!(dana.list().await.unwrap_err(), Error::NotOnRoster);
    let comes_back = world.connects(&TRIAL.counsellors[1].1, "1.age").await;
    assert_eq!(comes_back.unwrap_err(), Error::NotOnRoster);
    assert_eq!(listed(&aigul).await.len(), 1);
}

#[tokio::test]
async fn a_stranger_is_told_no_more_than_that_he_is_not_on_the_roster() {
    let world = World::new().await;
    let stranger = world.connects(&age::x25519::Identity::generate(), "stranger.age").await;
    assert_eq!(stranger.unwrap_err(), Error::NotOnRoster);
    assert!(world.memory("stranger.age").origin().is_none());
}

#[tokio::test]
async fn a_session_that_ended_is_begun_anew_and_an_expired_roster_ends_everything() {
    let world = World::new().await;
    let aigul = visit(&world).await.unwrap();
    let one = world.leave(request(1)).await;
    world.clock.advance(desk::LEASE);
    assert_eq!(listed(&aigul).await, [one], "an hour without a call ended the session");
    world.clock.advance(91 * 86_400);
    let over = Error::Refused(Code::RosterNotValid);
    assert_eq!(aigul.list().await.unwrap_err(), over);
    assert_eq!(aigul.claim(Some(one)).await.unwrap_err(), over);
    assert_eq!(visit(&world).await.unwrap_err(), over);
}

#[tokio::test]
async fn a_computer_whose_clock_is_wrong_is_told_so() {
    let world = World::new().await;
    for seconds in [61, -180] {
        let mut parts = world.parts(&TRIAL.counsellors[0].1, "me.age");
        parts.clock = Clock::hand(world.clock.now().plus(seconds));
        let refused = Desk::connect(parts).await.unwrap_err();
        assert!(matches!(refused, Error::Challenge(proof::Error::Expired { .. } | proof::Error::TooFarAhead { .. })));
        assert!(refused.advice().starts_with("Set this computer's clock."));
    }
}

#[tokio::test]
async fn a_memory_that_was_lost_on_the_way_ends_the_visit_before_anything_is_asked() {
    let world = World::new().await;
    let desk = visit(&world).await.unwrap();
    std::fs::write(world.path("me.age.desk"), "{}").unwrap();
    world.clock.advance(300);
    let refused = desk.list().await.unwrap_err();
    assert_eq!(refused, Error::Memory(Unusable::Damaged { path: world.path("me.age.desk") }));
}
