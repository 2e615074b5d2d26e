//! Pushing updates to the bot instead of being polled.

use super::bench::Bench;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use teloxide::payloads::SetWebhookSetters;
use teloxide::requests::Requester;
use tokio::sync::Notify;

/// What a bot behind a webhook got, and how many pushes it still turns down.
#[derive(Default)]
struct Ear {
    got: Mutex<Vec<(Option<String>, Value, u16)>>,
    refusals: Mutex<u32>,
    more: Notify,
}

async fn hear(State(ear): State<Arc<Ear>>, headers: HeaderMap, body: String) -> StatusCode {
    let secret = headers.get("X-Telegram-Bot-Api-Secret-Token").map(|value| value.to_str().unwrap().to_owned());
    let mut refusals = ear.refusals.lock().unwrap();
    let status = if *refusals > 0 { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK };
    *refusals = refusals.saturating_sub(1);
    ear.got.lock().unwrap().push((secret, serde_json::from_str(&body).unwrap(), status.as_u16()));
    ear.more.notify_one();
    status
}

async fn listen(ear: Arc<Ear>) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let router = axum::Router::new().route("/hook", post(hear)).with_state(ear);
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[tokio::test]
async fn updates_are_pushed_in_order_with_the_secret_until_they_are_taken() {
    let bench = Bench::start().await;
    let ear = Arc::new(Ear::default());
    *ear.refusals.lock().unwrap() = 2;
    let url = listen(ear.clone()).await;
    bench.bot.set_webhook(url.parse().unwrap()).secret_token("a_secret-1").max_connections(5).await.unwrap();
    let person = bench.person(9001);
    person.type_text("one").unwrap();
    person.type_text("two").unwrap();
    person.settled().await.unwrap();
    let got = ear.got.lock().unwrap().clone();
    let texts: Vec<_> =
        got.iter().map(|(_, update, status)| (update["message"]["text"].as_str().unwrap(), *status)).collect();
    assert_eq!(texts, [("/start", 500), ("/start", 500), ("/start", 200), ("one", 200), ("two", 200)]);
    assert!(got.iter().all(|(secret, ..)| secret.as_deref() == Some("a_secret-1")));
    let info = bench.result("getWebhookInfo", json!({})).await;
    assert_eq!((&info["url"], &info["pending_update_count"]), (&json!(url), &json!(0)));
    assert_eq!(info["last_error_message"], "Wrong response from the webhook: 500");
    assert_eq!(bench.sandbox.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn polling_and_a_webhook_exclude_each_other() {
    let bench = Bench::start().await;
    let ear = Arc::new(Ear::default());
    let url = listen(ear.clone()).await;
    bench.bot.set_webhook(url.parse().unwrap()).await.unwrap();
    let conflict = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the \
                    webhook first";
    assert_eq!(bench.refusal("getUpdates", json!({})).await, conflict);
    bench.bot.delete_webhook().await.unwrap();
    bench.person(9002);
    assert_eq!(bench.updates(0).await.len(), 1);
    assert!(ear.got.lock().unwrap().is_empty());
    let dropped = json!({"url": url, "drop_pending_updates": true});
    bench.result("setWebhook", dropped).await;
    assert_eq!(bench.sandbox.pending_updates(), 0);
}

#[tokio::test]
async fn a_text_that_is_not_taken_does_not_hold_back_a_press_or_another_chat() {
    let bench = Bench::start().await;
    let ear = Arc::new(Ear::default());
    let person = bench.person(9003);
    let card = bench.send(&person, "Card").await;
    let updates = bench.updates(0).await;
    bench.updates(updates[0]["update_id"].as_i64().unwrap() + 1).await;
    *ear.refusals.lock().unwrap() = u32::MAX;
    let url = listen(ear.clone()).await;
    bench.result("setWebhook", json!({"url": url})).await;
    person.type_text("stuck").unwrap();
    person.press_raw(card, "x").unwrap();
    bench.person(9004);
    let all_three = || {
        let got = ear.got.lock().unwrap();
        let seen = |test: &dyn Fn(&Value) -> bool| got.iter().any(|(_, update, _)| test(update));
        seen(&|update| update["message"]["text"] == "stuck")
            && seen(&|update| update["callback_query"]["data"] == "x")
            && seen(&|update| update["message"]["chat"]["id"] == 9004)
    };
    while !all_three() {
        ear.more.notified().await;
    }
}

#[tokio::test]
async fn nothing_but_this_machine_is_ever_called() {
    let bench = Bench::start().await;
    for url in [
        "https://example.org/hook",
        "http://example.org:80/hook",
        "http://127.0.0.1.example.org:80/",
        "ftp://127.0.0.1:1/",
    ] {
        let text = bench.refusal("setWebhook", json!({"url": url})).await;
        assert_eq!(text, "Bad Request: bad webhook: the sandbox pushes to http://127.0.0.1:PORT/… only");
    }
    let ear = listen(Arc::new(Ear::default())).await;
    for secret in ["", "with space", &"a".repeat(257)] {
        let text = bench.refusal("setWebhook", json!({"url": ear, "secret_token": secret})).await;
        assert_eq!(text, "Bad Request: secret token contains unallowed characters");
    }
    let text = bench.refusal("setWebhook", json!({"url": ear, "max_connections": 101})).await;
    assert_eq!(text, "Bad Request: max_connections must be between 1 and 100");
}
