//! Requests that are too large, too slow, or none.

use super::world::{TEAM, World, generous};
use janynda::desk::Limits;
use janynda::protocol::{Code, ErrorBody, MAX_BODY, paths};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Sends bytes as they are and reads until the desk closes or its answer is whole.
async fn raw(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    until_closed(&mut stream).await
}

async fn until_closed(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let mut part = [0; 4096];
    loop {
        match stream.read(&mut part).await {
            Ok(0) | Err(_) => break,
            Ok(read) => answer.extend_from_slice(&part[..read]),
        }
        if is_whole(&answer) {
            break;
        }
    }
    String::from_utf8(answer).unwrap()
}

fn is_whole(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
    length.is_some_and(|length| body.len() >= length)
}

#[track_caller]
fn code(answer: &str) -> Code {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {answer}"));
    let body: ErrorBody = serde_json::from_str(body).unwrap();
    assert!(head.starts_with(&format!("HTTP/1.1 {} ", body.error.code.status())), "{head}");
    body.error.code
}

fn post(path: &str, length: usize, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_wherever_it_goes_and_however_it_comes() {
    let world = World::new().await;
    let large = format!("{{\"recipient\":\"{}\"}}", "x".repeat(MAX_BODY));
    for path in [paths::CHALLENGE, paths::ANSWER, paths::LOGOUT, "/nowhere"] {
        assert_eq!(code(&raw(world.address, &post(path, large.len(), &large)).await), Code::TooLarge, "{path}");
    }
    // Announced and never sent: refused without waiting for it.
    assert_eq!(code(&raw(world.address, &post(paths::CHALLENGE, 1 << 40, "")).await), Code::TooLarge);
    let head = "POST /v1/login/challenge HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunked = format!("{head}{:x}\r\n{large}\r\n0\r\n\r\n", large.len());
    assert_eq!(code(&raw(world.address, chunked.as_bytes()).await), Code::TooLarge, "in chunks");
    let largest = " ".repeat(MAX_BODY);
    assert_eq!(code(&raw(world.address, &post(paths::CHALLENGE, MAX_BODY, &largest)).await), Code::BadRequest);
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_not_waited_for() {
    let world = World::with(Limits { whole: Duration::from_millis(100), ..generous() }, 10).await;
    assert_eq!(code(&raw(world.address, &post(paths::CHALLENGE, 100, "{\"recip")).await), Code::TooSlow);
}

#[tokio::test]
async fn a_body_that_arrives_byte_by_byte_has_no_longer_than_one_that_does_not_arrive() {
    let world = World::with(Limits { whole: Duration::from_millis(300), ..generous() }, 10).await;
    let mut stream = TcpStream::connect(world.address).await.unwrap();
    stream.write_all(&post(paths::CHALLENGE, MAX_BODY, "")).await.unwrap();
    // Sixteen thousand bytes at this pace are minutes: each byte is news, and the whole is late all the same.
    let mut first = [0];
    for sent in 0..MAX_BODY {
        assert!(sent < MAX_BODY - 1, "it was waited for to the end");
        if stream.write_all(b" ").await.is_err() {
            break;
        }
        if let Ok(read) = tokio::time::timeout(Duration::from_millis(10), stream.read(&mut first)).await {
            assert_eq!(read.unwrap(), 1);
            break;
        }
    }
    let answer = String::from_utf8(first.to_vec()).unwrap() + &until_closed(&mut stream).await;
    assert_eq!(code(&answer), Code::TooSlow);
}

#[tokio::test]
async fn a_connection_ends_after_its_time_whatever_is_still_asked_on_it() {
    let limits = Limits { connection: Duration::from_millis(200), head: Duration::from_mins(1), ..generous() };
    let world = World::with(limits, 10).await;
    let mut stream = TcpStream::connect(world.address).await.unwrap();
    let asks_until_it_ends = async {
        let mut answered = 0;
        let mut part = [0; 4096];
        while stream.write_all(b"GET /nowhere HTTP/1.1\r\nhost: x\r\n\r\n").await.is_ok() {
            match stream.read(&mut part).await {
                Ok(0) | Err(_) => break,
                Ok(_) => answered += 1,
            }
        }
        answered
    };
    let answered = tokio::time::timeout(Duration::from_secs(20), asks_until_it_ends).await.expect("it ends");
    assert!(answered > 0);
}

#[tokio::test]
async fn a_head_that_does_not_arrive_and_an_idle_connection_are_closed() {
    let world = World::with(Limits { head: Duration::from_millis(100), ..generous() }, 10).await;
    for started in ["", "GET /v1/ros", "GET / HTTP/1.1\r\nhost: x\r\nx-slow: "] {
        let mut stream = TcpStream::connect(world.address).await.unwrap();
        stream.write_all(started.as_bytes()).await.unwrap();
        let ended = tokio::time::timeout(Duration::from_secs(20), until_closed(&mut stream)).await;
        assert!(ended.is_ok(), "{started}");
    }
    // Answered once, and then idle.
    let mut stream = TcpStream::connect(world.address).await.unwrap();
    stream.write_all(b"GET /nowhere HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    assert_eq!(code(&until_closed(&mut stream).await), Code::NotFound);
    let ended = tokio::time::timeout(Duration::from_secs(20), stream.read(&mut [0; 64])).await;
    assert!(matches!(ended, Ok(Ok(0) | Err(_))), "{ended:?}");
}

#[tokio::test]
async fn more_connections_than_places_wait_and_are_served_when_one_is_free() {
    let limits = Limits { connections: 2, head: Duration::from_mins(1), ..generous() };
    let world = World::with(limits, 10).await;
    let (first, _second) =
        (TcpStream::connect(world.address).await.unwrap(), TcpStream::connect(world.address).await.unwrap());
    let mut third = TcpStream::connect(world.address).await.unwrap();
    third.write_all(b"GET /nowhere HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let early = tokio::time::timeout(Duration::from_millis(300), third.read_u8()).await;
    assert!(early.is_err(), "served without a place");
    drop(first);
    assert_eq!(code(&until_closed(&mut third).await), Code::NotFound);
}

#[tokio::test]
async fn an_unknown_path_and_a_wrong_method_have_the_shape_of_every_refusal() {
    let world = World::new().await;
    let aigul = world.log_in(&TEAM.aigul).await;
    for path in ["/", "/v1", "/v1/requests/", "/v2/requests", "/openapi.json/", "/%00", "/v1/%FF"] {
        assert_eq!(aigul.get(path).await.code(), Code::NotFound, "{path}");
    }
    assert_eq!(aigul.get(paths::CHALLENGE).await.code(), Code::MethodNotAllowed);
    assert_eq!(aigul.press(paths::ROSTER).await.code(), Code::MethodNotAllowed);
    let delete = world.client.delete(format!("{}{}", world.origin, paths::ROSTER));
    assert_eq!(aigul.send(delete).await.code(), Code::MethodNotAllowed);
}

#[tokio::test]
async fn a_body_that_does_not_say_it_is_json_is_not_read() {
    let world = World::new().await;
    let url = format!("{}{}", world.origin, paths::CHALLENGE);
    let body = "{\"recipient\":\"x\"}";
    for kind in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx"]
    {
        let request = world.client.post(&url).header("content-type", kind).body(body);
        assert_eq!(world.stranger().send(request).await.code(), Code::NotJson, "{kind}");
    }
    assert_eq!(world.stranger().send(world.client.post(&url).body(body)).await.code(), Code::NotJson);
    let request = world.client.post(&url).header("content-type", "Application/JSON; charset=utf-8").body(body);
    assert_eq!(world.stranger().send(request).await.code(), Code::BadRequest, "read, and not a recipient");
}

#[tokio::test]
async fn every_answer_forbids_keeping_it_guessing_about_it_and_running_it() {
    let world = World::new().await;
    let aigul = world.log_in(&TEAM.aigul).await;
    let preflight = world
        .client
        .request(reqwest::Method::OPTIONS, format!("{}{}", world.origin, paths::REQUESTS))
        .header("origin", "null")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "authorization,content-type");
    let preflight = world.stranger().send(preflight).await;
    let header = |answered: &super::world::Answered, name: &str| {
        answered.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    };
    assert_eq!(preflight.status, 200);
    assert_eq!(header(&preflight, "access-control-allow-methods"), "GET,POST");
    assert_eq!(header(&preflight, "access-control-allow-headers"), "authorization,content-type");
    for answered in [
        preflight,
        aigul.get(paths::ROSTER).await,
        aigul.get(paths::DESCRIPTION).await,
        aigul.get("/nowhere").await,
        world.stranger().get(paths::ROSTER).await,
        world.challenge(&TEAM.dana).await,
    ] {
        assert_eq!(header(&answered, "cache-control"), "no-store");
        assert_eq!(header(&answered, "x-content-type-options"), "nosniff");
        assert_eq!(header(&answered, "content-security-policy"), "default-src 'none'");
        assert_eq!(header(&answered, "referrer-policy"), "no-referrer");
        assert_eq!(header(&answered, "access-control-allow-origin"), "*");
        for absent in ["access-control-allow-credentials", "set-cookie", "server"] {
            assert_eq!(header(&answered, absent), "", "{absent}");
        }
    }
}
