//! Desks that want something else opened, or somebody else's login.

use super::between::Between;
use super::world::{Made, NOW, TRIAL, World, request};
use age::x25519::Identity;
use janynda::counsellor::Error;
use janynda::proof;
use janynda::protocol::{Challenge, paths};
use janynda::seal;
use janynda::vocab::SessionId;
use std::io::Write as _;

/// A false desk at an address of its own, which passes everything on to the real one.
async fn phishing() -> (World, Between) {
    let (world, between) = (World::new().await, Between::listens().await);
    between.leads_to(&world.origin);
    (world.behind(&between.origin), between)
}

/// The real desk with somebody in between, under one address.
async fn bent() -> (World, Between) {
    let between = Between::listens().await;
    let world = World::of(Made { origin: Some(between.origin.clone()), ..Made::default() }).await;
    between.leads_to(&world.origin);
    (world.behind(&between.origin), between)
}

/// How the first counsellor's login ended. Whatever went wrong, she sent no answer.
async fn login(world: &World, between: &Between) -> Error {
    let refused = world.connects(&TRIAL.counsellors[0].1, "me.age").await.unwrap_err();
    let seen = between.seen();
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert!(seen[0].starts_with(paths::CHALLENGE));
    assert!(world.memory("me.age").origin().is_none(), "nothing of it is remembered");
    assert!(!refused.to_string().contains("CANARY"));
    refused
}

/// Sends this in the place of a challenge.
fn sends(between: &Between, challenge: Vec<u8>) {
    between.bends(move |_, answer| {
        let told: Challenge = serde_json::from_slice(&answer).unwrap();
        serde_json::to_vec(&Challenge { challenge: challenge.clone(), ..told }).unwrap()
    });
}

fn sealed_to(identity: &Identity, text: &[u8]) -> Vec<u8> {
    let recipient = identity.to_public();
    let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).unwrap();
    let mut out = Vec::new();
    let mut writer = encryptor.wrap_output(&mut out).unwrap();
    writer.write_all(text).unwrap();
    writer.finish().unwrap();
    out
}

#[tokio::test]
async fn a_false_desk_that_passes_on_the_real_ones_challenge_gets_no_answer() {
    let (world, between) = phishing().await;
    let refused = login(&world, &between).await;
    assert_eq!(refused, Error::Challenge(proof::Error::OtherOrigin));
    assert!(refused.advice().starts_with("This may be a false desk"));
}

#[tokio::test]
async fn the_desk_of_another_deployment_gets_no_answer() {
    let between = Between::listens().await;
    let deployment = "other-1".parse().unwrap();
    let made = Made { origin: Some(between.origin.clone()), deployment, ..Made::default() };
    let world = World::of(made).await;
    between.leads_to(&world.origin);
    let world = world.behind(&between.origin);
    assert_eq!(login(&world, &between).await, Error::Challenge(proof::Error::OtherDeployment));
}

#[tokio::test]
async fn a_stolen_request_sent_as_a_challenge_is_not_read_out() {
    let (world, between) = bent().await;
    let stolen = seal::seal(&request(1), &TRIAL.roster, NOW).unwrap();
    sends(&between, stolen.bytes().to_vec());
    let refused = login(&world, &between).await;
    assert_eq!(refused, Error::Challenge(proof::Error::OtherMagic));
    assert!(refused.advice().contains("perhaps a stolen request"));
}

#[tokio::test]
async fn nothing_that_is_not_a_challenge_is_answered() {
    let (world, between) = bent().await;
    let me = &TRIAL.counsellors[0].1;
    let mut long = b"janynda-login-v2\n".to_vec();
    long.resize(1024, b' ');
    sends(&between, sealed_to(me, &long));
    assert_eq!(login(&world, &between).await, Error::Challenge(proof::Error::OtherMagic));
    sends(&between, sealed_to(me, b"CANARY"));
    assert_eq!(login(&world, &between).await, Error::Challenge(proof::Error::Damaged));
    sends(&between, b"CANARY".to_vec());
    assert_eq!(login(&world, &between).await, Error::Challenge(proof::Error::Damaged));
    sends(&between, vec![b'C'; 20_000]);
    assert_eq!(login(&world, &between).await, Error::Challenge(proof::Error::TooLarge { size: 20_000, limit: 16_384 }));
}

#[tokio::test]
async fn a_challenge_of_another_attempt_is_not_answered() {
    let (world, between) = bent().await;
    between.bends(|_, answer| {
        let told: Challenge = serde_json::from_slice(&answer).unwrap();
        serde_json::to_vec(&Challenge { session: SessionId::from_bytes([1; 16]), ..told }).unwrap()
    });
    assert_eq!(login(&world, &between).await, Error::Challenge(proof::Error::OtherSession));
}
