//! Who is shown a request: whoever it was sealed to, for whom she serves today, and whoever holds it.

use super::claims::{TERMS, claim};
use super::requests::{id, put};
use super::*;

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

on_sqlite!(
    a_request_is_shown_to_whoever_it_was_sealed_to_and_to_nobody_else,
    what_she_holds_stays_hers_whatever_the_rosters_say,
);
