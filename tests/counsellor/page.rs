//! The demonstration's page over HTTP: who is let in, what it says, and that nothing written acts.

use super::between::Between;
use super::world::{Made, TRIAL, World, claim, id, plain, request};
use janynda::cli::demo::counsellor_page::router;
use janynda::protocol::{Code, Muting};
use janynda::roster::Role;
use janynda::vocab::{
    Allowed, Audience, CallbackRequest, DayPart, Days, Flag, Flags, How, Kind, Lang, Outcome, Region, SomeoneElse,
    Urgency, Who,
};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.head.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).unwrap_or_default()
    }
}

/// Serves the page of counsellor 1 on a free port, as long as the test runs.
async fn serve(world: &World) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = router(Arc::new(world.desk(0).await));
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

async fn send(address: SocketAddr, request: String) -> Answer {
    let exchange = move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    };
    tokio::task::spawn_blocking(exchange).await.unwrap()
}

/// A call as the page makes it.
async fn call(address: SocketAddr, verb: &str, path: &str, body: &str) -> Answer {
    let size = body.len();
    let head = format!("{verb} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nX-Janynda-Page: 1");
    send(address, format!("{head}\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n\r\n{body}")).await
}

async fn post(address: SocketAddr, path: &str, body: Value) -> Answer {
    call(address, "POST", path, &body.to_string()).await
}

/// The request as the list shows it, and the claim of it that is named in every call.
async fn listed(address: SocketAddr, which: usize) -> (Value, Value) {
    let one = call(address, "GET", "/requests", "").await.json()["requests"][which].clone();
    let claim = json!({"id": one["id"], "fence": one["fence"]});
    (one, claim)
}

const WORDS: &str = "\u{1b}[2J \u{202e}txet\u{200b} <script>alert(1)</script>\n<img src=x onerror=alert(1)>";

fn hostile(number: u8) -> CallbackRequest {
    CallbackRequest { words: Some(plain(WORDS)), name: Some(plain("A\nSMS yes\u{202e}")), ..request(number) }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_claimed_opened_given_back_and_closed_on_the_page() {
    let world = World::new().await;
    let address = serve(&world).await;
    assert_eq!(post(address, "/claim", json!({})).await.json(), Value::Null);
    let one = world.leave(hostile(1)).await.to_string();

    let (waiting, _) = listed(address, 0).await;
    assert_eq!((waiting["id"].as_str(), waiting["status"].as_str()), (Some(&*one), Some("waiting")));
    assert_eq!(post(address, "/open", json!({"id": one, "fence": 1})).await.status, 404, "claiming comes first");
    assert_eq!(post(address, "/claim", json!({})).await.json()["status"], "mine");
    let (_, claim) = listed(address, 0).await;

    let opened = post(address, "/open", claim.clone()).await;
    assert_eq!((opened.status, opened.header("content-type")), (200, "application/json"));
    let shown = opened.json();
    let written = "\\u{1b}[2J \\u{202e}txet\\u{200b} <script>alert(1)</script>\n<img src=x onerror=alert(1)>";
    assert_eq!(shown["words"], written, "what acts is written out, and what is markup is text");
    assert_eq!(shown["safe_contact"]["name"], "A\\u{a}SMS yes\\u{202e}");
    assert_eq!(shown["safe_contact"]["number"], "+77010000042");
    assert_eq!(shown["sealed_almaty"], "2026-11-24 17:00");
    assert!(!opened.body.contains(['\u{1b}', '\u{202e}', '\u{200b}']));

    world.clock.advance(3600);
    assert_eq!(post(address, "/extend", claim.clone()).await.json()["until_almaty"], "2026-11-24 20:00");
    assert_eq!(post(address, "/release", claim.clone()).await.status, 200);
    let close = |claim: &Value, more: Value| {
        let mut body = claim.clone();
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        post(address, "/close", body)
    };
    assert_eq!(close(&claim, json!({"outcome": "helped"})).await.status, 404);
    post(address, "/claim", json!({"id": one})).await;
    let (_, claim) = listed(address, 0).await;
    assert_eq!(close(&claim, json!({"outcome": "CANARY"})).await.status, 400);
    assert_eq!(close(&claim, json!({"outcome": "helped", "next_attempt": "2026-11-25"})).await.status, 400);
    let day = "2027-11-25";
    assert_eq!(
        close(&claim, json!({"outcome": "tried-no-answer", "next_attempt": day})).await.json()["code"],
        "day_out_of_range"
    );
    let again = json!({"outcome": "tried-no-answer", "next_attempt": "2026-11-25"});
    assert_eq!(close(&claim, again).await.json(), json!({"waits": true}));
    assert_eq!(listed(address, 0).await.0["next_attempt"], "2026-11-25");
    post(address, "/claim", json!({"id": one})).await;
    let (_, claim) = listed(address, 0).await;
    assert_eq!(close(&claim, json!({"outcome": "helped"})).await.json(), json!({"waits": false}));
    assert_eq!(call(address, "GET", "/requests", "").await.json()["requests"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_what_was_verified_and_a_desk_that_is_not_to_be_trusted_gets_no_list() {
    let between = Between::listens().await;
    let world = World::of(Made { origin: Some(between.origin.clone()), ..Made::default() }).await;
    between.leads_to(&world.origin);
    let world = world.behind(&between.origin);
    let address = serve(&world).await;
    world.leave(request(1)).await;
    let checked = call(address, "GET", "/requests", "").await.json()["checked"].clone();
    assert_eq!((&checked["name"], &checked["role"]), (&json!("counsellor-1"), &json!("lead")));
    assert_eq!((&checked["roster_version"], &checked["audit_before"]), (&json!(1), &Value::Null));
    assert_eq!(checked["at_almaty"], "2026-11-24 17:00");

    world.clock.advance(300);
    let checked = call(address, "GET", "/requests", "").await.json()["checked"].clone();
    assert!(checked["audit_before"].is_u64() && checked["at_almaty"] == "2026-11-24 17:05", "{checked}");

    between.bends(|path, answer| if path == "/v1/audit" { br#"{"head":"0:00","links":[]}"#.to_vec() } else { answer });
    world.clock.advance(300);
    assert_eq!(call(address, "GET", "/requests", "").await.json()["code"], "unreachable");
    between.bends(|path, answer| {
        let text = String::from_utf8(answer).unwrap();
        if path == "/v1/roster" { text.replace("24/7", "unknown").into_bytes() } else { text.into_bytes() }
    });
    let refused = call(address, "GET", "/requests", "").await;
    assert_eq!((refused.status, refused.json()["code"].as_str()), (409, Some("untrusted")));
    assert!(refused.json()["advice"].as_str().unwrap().starts_with("Do not act on anything this desk shows"));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_this_machines_own_page_is_let_in() {
    let world = World::new().await;
    let address = serve(&world).await;
    let one = world.leave(request(1)).await;
    let body = json!({"id": one.to_string()}).to_string();
    let (size, port) = (body.len(), address.port());
    let claim = |host: &str, header: &str| {
        send(
            address,
            format!(
                "POST /claim HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{header}Content-Type: application/json\r\n\
                 Content-Length: {size}\r\n\r\n{body}"
            ),
        )
    };
    let ours = "X-Janynda-Page: 1\r\n";
    for host in ["rebound.example", &format!("rebound.example:{port}"), "127.0.0.1.rebound.example", "", "localhost@x"]
    {
        let answer = claim(host, ours).await;
        assert!(matches!(answer.status, 400 | 403), "{host}: {}", answer.status);
    }
    assert_eq!(claim(&address.to_string(), "").await.status, 403, "another page cannot send the header");
    assert_eq!(call(address, "GET", "/claim", "").await.status, 405);
    let entry = world.desk(1).await.list().await.unwrap().entries[0];
    assert_eq!(entry.standing, janynda::counsellor::Standing::Waiting);
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")] {
        assert_eq!(claim(&host, ours).await.status, 200, "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_forbids_the_browser_to_keep_it_or_to_run_anything_in_it() {
    let world = World::new().await;
    let address = serve(&world).await;
    let bare =
        |path: &str| send(address, format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"));
    let page = bare("/").await;
    let nonce = page.body.split("nonce=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(
        page.header("content-security-policy"),
        format!(
            "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; \
             base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
             trusted-types 'none'"
        )
    );
    assert!(!bare("/").await.body.contains(nonce), "a nonce is used once");
    let others = [
        bare("/nothing").await,
        bare("/requests").await,
        call(address, "GET", "/requests", "").await,
        post(address, "/open", json!({"id": id(9).to_string(), "fence": 1})).await,
        call(address, "POST", "/open", "CANARY").await,
        call(address, "POST", "/open", &"CANARY".repeat(1000)).await,
    ];
    for answer in &others {
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'");
        assert!(!answer.body.contains("CANARY"));
    }
    for answer in others.iter().chain([&page]) {
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_not_hers_has_one_answer_on_the_page_too() {
    let world = World::new().await;
    let address = serve(&world).await;
    let taken = world.leave(request(1)).await;
    claim(&world.desk(1).await, taken).await;
    let mut bodies = Vec::new();
    for wanted in [taken.to_string(), id(9).to_string(), "CANARY".to_owned(), String::new()] {
        for path in ["/claim", "/open", "/extend", "/release"] {
            let body = if path == "/claim" { json!({"id": wanted}) } else { json!({"id": wanted, "fence": 1}) };
            let answer = post(address, path, body).await;
            assert_eq!(answer.status, 404, "{path}");
            bodies.push(answer.body);
        }
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_needs_nothing_from_outside_and_has_words_for_every_choice() {
    let world = World::new().await;
    let address = serve(&world).await;
    let page = send(address, format!("GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")).await.body;
    for outside in ["http:", "https:", "src=", "@import", "url(", "innerHTML", "outerHTML", "insertAdjacent", "eval("] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("This is a demonstration.") && page.contains("the key stays on the counsellor's own device"));
    assert!(page.contains("do not call before you see here that the request is still yours."));
    assert!(page.contains("Today nobody who left a phone number can be muted: they may send another."));
    let names = [
        How::ALL.iter().map(|one| one.name()).collect::<Vec<_>>(),
        DayPart::ALL.iter().map(|one| one.name()).collect(),
        Days::ALL.iter().map(|one| one.name()).collect(),
        SomeoneElse::ALL.iter().map(|one| one.name()).collect(),
        Allowed::ALL.iter().map(|one| one.name()).collect(),
        Who::ALL.iter().map(|one| one.name()).collect(),
        Kind::ALL.iter().map(|one| one.name()).collect(),
        Flag::ALL.iter().map(|one| one.name()).collect(),
        Audience::ALL.iter().map(|one| one.name()).collect(),
        Lang::ALL.iter().map(|one| one.code()).collect(),
        vec![Urgency::Normal.name(), Urgency::High.name(), Urgency::Immediate.name()],
    ];
    for name in names.concat() {
        assert!(page.contains(&format!(" {name}: \"")), "{name}");
    }
    let roles = Role::ALL.map(|one| format!(" {}: \"", one.name()));
    let refusals = [Code::NotYours, Code::StaleClaim, Code::ClaimCap, Code::DayOutOfRange, Code::TooMany, Code::NotNow];
    let muting = Muting::ALL.map(|one| format!(" {}: \"", json!(one).as_str().unwrap()));
    for said in muting.into_iter().chain(roles).chain(refusals.map(|code| format!(" {code}: \""))) {
        assert!(page.contains(&said), "{said}");
    }
    for outcome in Outcome::ALL {
        assert!(page.contains(&format!("\"{}\": \"", outcome.name())), "{outcome:?}");
    }

    let full = CallbackRequest {
        region: Some(Region::Almaty),
        kinds: Kind::ALL.into_iter().collect(),
        flags: Flag::ALL.into_iter().collect::<Flags>(),
        ..request(1)
    };
    let one = world.leave(full).await;
    let hold = claim(&world.desk(0).await, one).await;
    let opened = post(address, "/open", json!({"id": one.to_string(), "fence": hold.fence})).await.json();
    assert_eq!(opened["region_name"], "Almaty");
    assert_eq!(opened["kinds"].as_array().unwrap().len(), Kind::ALL.len());
    assert_eq!(opened["roster_version"], TRIAL.roster.version());
}
