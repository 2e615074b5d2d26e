//! Servers that are no desk: garbage, floods, silence, and addresses that point elsewhere.

use super::world::{NOW, TRIAL, again};
use janynda::clock::Clock;
use janynda::counsellor::{Desk, Error, Memory, PATIENCE, Parts};
use janynda::protocol::Code;
use janynda::vocab::Origin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// Answers every connection with these bytes, after it was asked for something, and counts them.
async fn says(bytes: impl Into<Vec<u8>>) -> (Origin, Arc<AtomicUsize>) {
    let (bytes, count) = (bytes.into(), Arc::new(AtomicUsize::new(0)));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    let counted = count.clone();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            counted.fetch_add(1, Ordering::SeqCst);
            let bytes = bytes.clone();
            tokio::spawn(async move {
                let _ = stream.read(&mut [0; 4096]).await;
                // Whoever has heard enough goes away.
                let _ = stream.write_all(&bytes).await;
            });
        }
    });
    (origin, count)
}

fn answer(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

async fn comes_to(origin: &Origin, patience: Duration) -> Error {
    let folder = tempfile::tempdir().unwrap();
    let parts = Parts {
        origin: origin.clone(),
        deployment: TRIAL.deployment.clone(),
        authorities: TRIAL.authorities.clone(),
        identity: again(&TRIAL.counsellors[0].1),
        clock: Clock::hand(NOW),
        memory: Memory::beside(&folder.path().join("me.age"), TRIAL.deployment.clone()).unwrap(),
        patience,
    };
    let refused = Desk::connect(parts).await.unwrap_err();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing of it is remembered");
    assert!(!format!("{refused} {refused:?} {}", refused.advice()).contains("CANARY"));
    refused
}

async fn hears(bytes: impl Into<Vec<u8>>) -> Error {
    comes_to(&says(bytes).await.0, PATIENCE).await
}

#[tokio::test]
async fn garbage_is_said_to_be_garbage_and_not_repeated() {
    assert_eq!(hears("CANARY is no HTTP\r\n\r\n").await, Error::BrokenOff);
    assert_eq!(hears(answer("200 OK", "<html>CANARY</html>")).await, Error::Garbled);
    assert_eq!(hears(answer("200 OK", "{\"session\":\"CANARY\",\"challenge\":\"CANARY\"}")).await, Error::Garbled);
    assert_eq!(hears(answer("200 OK", "")).await, Error::Garbled);
    assert_eq!(hears(answer("500 Oops", "CANARY")).await, Error::Garbled);
}

#[tokio::test]
async fn a_refusal_is_told_in_our_words_and_only_with_its_own_status() {
    let body = "{\"error\":{\"code\":\"too_many\",\"message\":\"CANARY\",\"advice\":\"CANARY\"}}";
    let refused = hears(answer("429 Slow", body)).await;
    assert_eq!(refused.to_string(), "too many calls in a short time");
    assert_eq!(hears(answer("403 No", body)).await, Error::Garbled);
}

#[tokio::test]
async fn a_proxy_whose_desk_is_started_again_is_said_to_be_without_it_for_now() {
    let page = "<html>CANARY Bad Gateway</html>";
    for status in ["502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout"] {
        for body in [page, "", "{\"message\":\"CANARY\"}", &"C".repeat(3 << 20)] {
            assert_eq!(hears(answer(status, body)).await, Error::Away, "{status}");
        }
    }
    assert_eq!(hears(answer("500 Oops", page)).await, Error::Garbled);
    let ours = "{\"error\":{\"code\":\"not_now\",\"message\":\"CANARY\",\"advice\":\"CANARY\"}}";
    assert_eq!(hears(answer("503 Service Unavailable", ours)).await, Error::Refused(Code::NotNow));
    let said = format!("{}. {}", Error::Away, Error::Away.advice());
    assert!(said.starts_with("the desk is not there just now. ") && said.contains("Try again in a minute"), "{said}");
}

#[tokio::test]
async fn a_refusal_that_this_program_does_not_know_is_one_of_a_newer_desk() {
    let unknown = "{\"error\":{\"code\":\"canary\",\"message\":\"CANARY\",\"advice\":\"CANARY\"}}";
    for status in ["418 Teapot", "503 Service Unavailable"] {
        assert_eq!(hears(answer(status, unknown)).await, Error::Newer, "{status}");
    }
    assert!(Error::Newer.advice().starts_with("The desk is newer than this program."));
    // Another program's error is none of a desk.
    assert_eq!(hears(answer("404 None", "{\"error\":{\"code\":\"canary\"}}")).await, Error::Garbled);
    assert_eq!(hears(answer("404 None", "{\"error\":\"CANARY\"}")).await, Error::Garbled);
}

#[tokio::test]
async fn a_flood_is_not_read_to_its_end() {
    let flood = format!("HTTP/1.1 200 OK\r\n\r\n{}", "C".repeat(3 << 20));
    assert_eq!(hears(flood).await, Error::TooLarge { limit: 1 << 20 });
    let promised = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", 5u64 << 40, "C".repeat(2 << 20));
    assert_eq!(hears(promised).await, Error::TooLarge { limit: 1 << 20 });
}

#[tokio::test]
async fn a_connection_that_ends_too_early_is_broken_off() {
    assert_eq!(hears("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{").await, Error::BrokenOff);
    assert_eq!(hears("").await, Error::BrokenOff);
}

#[tokio::test]
async fn who_never_answers_is_not_waited_for() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let origin: Origin = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    // The machine accepts the connection; nobody reads from it.
    let refused = comes_to(&origin, Duration::from_millis(200)).await;
    assert_eq!(refused, Error::Silent { seconds: 0 });
    drop(listener);
    assert_eq!(comes_to(&origin, PATIENCE).await, Error::Unreachable);
}

#[tokio::test]
async fn nobody_is_followed_to_another_address() {
    let (elsewhere, visitors) = says(answer("200 OK", "{}")).await;
    for status in ["301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"] {
        let moved = format!("HTTP/1.1 {status}\r\nLocation: {elsewhere}/v1\r\nContent-Length: 0\r\n\r\n");
        assert_eq!(hears(moved).await, Error::SentElsewhere);
    }
    assert_eq!(visitors.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn an_encrypted_address_is_never_spoken_to_in_the_clear() {
    let (plain, _) = says(answer("200 OK", "{}")).await;
    let encrypted: Origin = plain.as_str().replace("http://", "https://").parse().unwrap();
    assert_eq!(comes_to(&encrypted, PATIENCE).await, Error::Unreachable);
}
