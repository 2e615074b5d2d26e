//! Who is shown a request: whoever it was sealed to, for whom she serves today, and whoever holds it.

use super::claims::{TERMS, claim};
use super::requests::{id, put};
use super::*;
use crate::roster::{Counsellor, Duty, Role};

/// Sealed by a roster of this version to these counsellors.
fn sealed_to(number: u8, roster_version: u32, readers: &[Actor<'_>]) -> NewRequest {
    let readers = readers.iter().map(|reader| reader.holder).collect();
    NewRequest { roster_version, readers, ..request(number) }
}

async fn seen(store: &Store, scope: Scope<'_>, actor: Actor<'_>) -> Vec<RequestId> {
    let rows = store.queue(scope, actor.holder, actor.now, 100).await.unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

async fn a_request_is_shown_to_whoever_it_was_sealed_to_and_to_nobody_else(store: Store) {
    let adults = scope(&[Audience::Adult]);
    put(&store, sealed_to(1, 7, &[*AIGUL])).await;
    put(&store, sealed_to(2, 8, &[*AIGUL, *DANA])).await;
    put(&store, NewRequest { lane: Lane { lang: Lang::En, ..ADULT }, ..sealed_to(3, 8, &[*AIGUL]) }).await;
    assert_eq!(seen(&store, adults, *AIGUL).await, [id(1), id(2), id(3)]);
    assert_eq!(seen(&store, adults, *DANA).await, [id(2)]);
    assert_eq!(seen(&store, scope(&[Audience::Minor]), *AIGUL).await, [], "she does not work with adults any more");
    assert_eq!(seen(&store, scope(&[]), *AIGUL).await, []);
    for hidden in [1, 3] {
        assert!(claim(&store, Claim::This(id(hidden), adults), *DANA).await.is_none());
    }
    assert_eq!(claim(&store, Claim::Next(adults), *DANA).await.unwrap().id, id(2));
    assert!(claim(&store, Claim::Next(adults), *DANA).await.is_none(), "though others wait");
    assert_eq!(claim(&store, Claim::Next(adults), *AIGUL).await.unwrap().id, id(1));
}

async fn what_she_holds_stays_hers_whatever_the_rosters_say(store: Store) {
    put(&store, sealed_to(1, 7, &[*AIGUL, *DANA])).await;
    let row = claim(&store, Claim::Next(scope(&[Audience::Adult])), *AIGUL).await.unwrap();
    let nothing = Scope { audiences: &[], since: NOW.plus(86_400) };
    assert_eq!(seen(&store, nothing, *AIGUL).await, [id(1)]);
    assert_eq!(seen(&store, nothing, *DANA).await, []);
    let renewed = claim(&store, Claim::This(id(1), nothing), *AIGUL).await.unwrap();
    assert_eq!(renewed.fence, row.fence + 1);
    assert!(matches!(store.fetch(id(1), *AIGUL, renewed.fence).await, Ok(Held::Done(_))));
    // When her time is over it is a request like any other.
    let late = Actor { now: TERMS.lease_until, ..*AIGUL };
    assert_eq!(seen(&store, nothing, late).await, []);
    assert!(claim(&store, Claim::This(id(1), nothing), late).await.is_none());
    assert!(claim(&store, Claim::Next(nothing), late).await.is_none());
}

/// A counsellor on today's roster, with a key of her own.
fn counsellor(audiences: &[Audience], since: &str) -> Counsellor {
    Counsellor {
        name: AIGULS_NAME.clone(),
        recipient: age::x25519::Identity::generate().to_public().to_string().parse().unwrap(),
        languages: vec![Lang::Kk],
        audiences: audiences.to_vec(),
        duty: Duty::Unknown,
        role: Role::Counsellor,
        since: since.parse().unwrap(),
    }
}

#[tokio::test]
async fn what_no_counsellor_is_shown_is_counted_as_left_to_the_recovery_key() {
    let (folder, store) = sqlite().await;
    let of_adults = counsellor(&[Audience::Adult], "2026-11-24");
    let reader = Actor { holder: Holder::of(&of_adults.recipient), ..*AIGUL };
    put(&store, sealed_to(1, 7, &[reader])).await;
    put(&store, sealed_to(2, 8, &[*AIGUL])).await;
    put(&store, NewRequest { lane: MINOR, ..sealed_to(3, 7, &[reader]) }).await;
    let left = async |counsellors: &[Counsellor], now| {
        let left = store.left_to_recovery(counsellors, now).await.unwrap();
        assert_eq!(Store::look_left_to_recovery(&address(&folder), counsellors, now).await, Ok(left));
        left
    };
    let adults = [of_adults.clone()];
    assert_eq!(left(&adults, NOW).await, 2, "one is under a key that is gone, one of a child whom nobody serves");
    assert_eq!(left(&[Counsellor { audiences: Audience::ALL.to_vec(), ..of_adults.clone() }], NOW).await, 1);
    assert_eq!(left(&[counsellor(&Audience::ALL, "2026-11-24"), of_adults.clone()], NOW).await, 2);
    assert_eq!(left(&[Counsellor { since: "2026-11-25".parse().unwrap(), ..of_adults }], NOW).await, 3);
    assert_eq!(left(&[], NOW).await, 3);
    // What somebody has in her hands does not wait; when her time is over it does.
    assert!(claim(&store, Claim::This(id(2), scope(&Audience::ALL)), *AIGUL).await.is_some());
    assert_eq!((left(&adults, NOW).await, left(&adults, TERMS.lease_until).await), (1, 2));
    store.expire(NOW.plus(super::ends::days(31)), EVERY_KEY).await.unwrap();
    assert_eq!(left(&[], NOW).await, 0, "what ended waits for nobody");
}

on_sqlite!(
    a_request_is_shown_to_whoever_it_was_sealed_to_and_to_nobody_else,
    what_she_holds_stays_hers_whatever_the_rosters_say,
);
