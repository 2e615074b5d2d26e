//! Tokens, encodings, faults, garbage, and the page.

use super::bench::{Bench, raw, raw_to};
use janynda::sandbox::{Fault, FaultKind, Options, Outcome, Sandbox};
use proptest::prelude::*;
use serde_json::{Value, json};
use teloxide::requests::Requester;
use teloxide::types::ChatId;
use teloxide::{Bot, RequestError};

#[tokio::test]
async fn a_wrong_token_is_unauthorized_and_another_address_than_loopback_refused() {
    let bench = Bench::start().await;
    let (status, answer) = bench.post("/bot1:wrong/getMe", "application/json", b"{}".to_vec()).await;
    assert_eq!((status, answer["description"].as_str().unwrap()), (401, "Unauthorized"));
    let error = Bot::new("1:wrong").set_api_url(bench.sandbox.api_url().parse().unwrap()).get_me().await.unwrap_err();
    assert!(matches!(error, RequestError::Api(teloxide::ApiError::InvalidToken)), "{error}");
    let open = Options { bot: "0.0.0.0:0".parse().unwrap(), ..Options::default() };
    assert!(Sandbox::start(open).await.is_err());
}

#[tokio::test]
async fn method_names_and_encodings_vary_but_the_call_is_the_same() {
    let bench = Bench::start().await;
    let person = bench.person(8001);
    let path = |method: &str| format!("/bot{}/{method}", bench.sandbox.token());
    let form = "application/x-www-form-urlencoded";
    let markup = "%7B%22inline_keyboard%22%3A%5B%5D%7D";
    let body = format!("chat_id=8001&text=a+b%21&disable_notification=true&reply_markup={markup}");
    bench.post(&path("SendMessage"), form, body.into_bytes()).await;
    bench.post(&path("SENDMESSAGE?chat_id=8001&text=a%20b!"), "", Vec::new()).await;
    let multipart = "--XX\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n8001\r\n--XX\r\n\
                     Content-Disposition: form-data; name=\"text\"\r\n\r\na b!\r\n--XX--\r\n";
    bench.post(&path("sendmessage"), "multipart/form-data; boundary=XX", multipart.into()).await;
    let texts: Vec<_> = person.visible().into_iter().filter(|m| m.from_bot).map(|m| m.text).collect();
    assert_eq!(texts, ["a b!"; 3]);
    assert_eq!(bench.sandbox.violations(), Vec::<String>::new());
    let (status, _) = bench.post(&path("sendMessage"), form, b"chat_id=8001&chat_id=2&text=a".to_vec()).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn faults_hit_the_calls_they_were_made_for() {
    let bench = Bench::start().await;
    let person = bench.person(8002);
    let other = bench.person(8003);
    let say = |chat: i64| json!({"chat_id": chat, "text": "Card"});
    let only_her =
        Fault { chat: Some(8002), ..Fault::on("SENDMESSAGE", FaultKind::TooManyRequests { retry_after: 3 }, 1) };
    bench.sandbox.fault(only_her);
    bench.result("sendMessage", say(8003)).await;
    let error = bench.bot.send_message(ChatId(8002), "Card").await.unwrap_err();
    assert!(matches!(error, RequestError::RetryAfter(wait) if wait.seconds() == 3), "{error}");
    bench.sandbox.fault(Fault::on("sendMessage", FaultKind::ServerError(502), 1));
    assert_eq!(bench.call("sendMessage", say(8002)).await.0, 502);
    bench.sandbox.fault(Fault::on("sendMessage", FaultKind::Garbage, 1));
    let error = bench.bot.send_message(ChatId(8002), "Card").await.unwrap_err();
    assert!(matches!(error, RequestError::InvalidJson { .. }), "{error}");
    bench.sandbox.fault(Fault { method: None, ..Fault::on("", FaultKind::Unauthorized, 1) });
    assert_eq!(bench.call("getMe", json!({})).await.0, 401);
    bench.sandbox.fault(Fault::on("getUpdates", FaultKind::Conflict, 1));
    assert_eq!(bench.call("getUpdates", json!({})).await.0, 409);
    bench.sandbox.fault(Fault::on("sendMessage", FaultKind::ResetBefore, 1));
    let error = bench.bot.send_message(ChatId(8002), "Card").await.unwrap_err();
    assert!(matches!(error, RequestError::Network(_)), "{error}");
    assert!(person.view().card().is_none(), "none of these was applied");
    bench.sandbox.fault(Fault::on("sendMessage", FaultKind::ResetAfter, 1));
    let error = bench.bot.send_message(ChatId(8002), "Orphan").await.unwrap_err();
    assert!(matches!(error, RequestError::Network(_)), "{error}");
    assert!(person.view().shows("Orphan"), "applied, though the bot never hears of it");
    assert!(other.view().shows("Card"));
    let outcomes: Vec<_> =
        bench.sandbox.calls().into_iter().filter(|call| call.chat == Some(8002)).map(|call| call.outcome).collect();
    assert_eq!(outcomes.last(), Some(&Outcome::AnswerLost));
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Outcome::Faulted).count(), 4);
}

#[tokio::test]
async fn a_held_call_goes_on_when_released_and_never_when_its_client_left() {
    let bench = Bench::start().await;
    let person = bench.person(8004);
    bench.sandbox.fault(Fault::on("sendMessage", FaultKind::Hold, 2));
    let send = |text: &'static str| {
        let bot = bench.bot.clone();
        tokio::spawn(async move { bot.send_message(ChatId(8004), text).await })
    };
    let leaves = send("left");
    bench.sandbox.until_held(1).await.unwrap();
    leaves.abort();
    bench.sandbox.until_held(0).await.unwrap();
    let stays = send("stayed");
    bench.sandbox.until_held(1).await.unwrap();
    assert!(person.view().card().is_none());
    bench.sandbox.release();
    stays.await.unwrap().unwrap();
    let texts: Vec<_> = person.visible().into_iter().filter(|m| m.from_bot).map(|m| m.text).collect();
    assert_eq!(texts, ["stayed"]);
}

#[tokio::test]
async fn stopping_ends_a_poll_that_waits() {
    let bench = Bench::start().await;
    let bot = bench.bot.clone();
    bench.sandbox.fault(Fault::on("getMe", FaultKind::Hold, 1));
    let held = tokio::spawn(async move { bot.get_me().await });
    bench.sandbox.until_held(1).await.unwrap();
    bench.sandbox.stop().await;
    let _ = held.await.unwrap();
}

#[tokio::test]
async fn the_page_forbids_foreign_scripts_and_answers_its_own_machine_only() {
    let bench = Bench::start().await;
    let (status, page) = raw(&bench.sandbox.page_url(), "GET", "/", "", Vec::new()).await;
    let page = String::from_utf8(page).unwrap();
    assert_eq!(status, 200);
    assert!(page.contains("This is not Telegram"));
    assert!(!page.contains("innerHTML") && !page.contains("{{nonce}}") && !page.contains("src="));
    let (status, _) = bench.post("/page/people", "text/plain", b"{\"language\":\"kk\"}".to_vec()).await;
    assert_eq!(status, 415, "a foreign form cannot send JSON");
    let (status, tab) = bench.post("/page/people", "application/json", b"{\"language\":\"kk\"}".to_vec()).await;
    assert_eq!(status, 200);
    let ask = |tag: &str| json!({"key": tab["key"], "tag": tag}).to_string().into_bytes();
    let (_, chat) = bench.post("/page/chat", "application/json", ask("")).await;
    assert_eq!((chat["standing"].as_str(), chat["language"].as_str()), (Some("new"), Some("kk")));
    let start = json!({"key": tab["key"], "do": "write", "text": "/start"}).to_string().into_bytes();
    assert_eq!(bench.post("/page/act", "application/json", start).await.0, 200);
    let (_, chat) = bench.post("/page/chat", "application/json", ask(chat["tag"].as_str().unwrap())).await;
    assert_eq!(chat["messages"][0]["text"], "/start");
    let stranger = json!({"key": "0", "tag": ""}).to_string().into_bytes();
    assert_eq!(bench.post("/page/chat", "application/json", stranger).await.0, 404);
    assert_eq!(bench.updates(0).await[0]["message"]["from"]["language_code"], "kk");
}

#[tokio::test]
async fn a_foreign_name_that_points_here_reads_and_writes_nothing_and_no_page_can_guess_the_token() {
    let bench = Bench::start().await;
    let person = bench.person(8006);
    let url = bench.sandbox.api_url();
    let address = url.trim_start_matches("http://");
    let (_, port) = address.rsplit_once(':').unwrap();
    let updates = format!("/bot{}/getUpdates", bench.sandbox.token());
    let foreign =
        ["demo.example", &format!("demo.example:{port}"), "localhost.example", "127.0.0.1.example", "8.8.8.8", ""];
    for host in foreign {
        for (verb, path) in [("POST", updates.as_str()), ("GET", "/"), ("POST", "/page/people")] {
            let body = b"{\"language\":\"kk\"}".to_vec();
            let (status, answer) = raw_to(host, &url, verb, path, "application/json", body).await;
            assert_eq!(status, 403, "{host} {path}");
            assert!(!String::from_utf8(answer).unwrap().contains("start"));
        }
    }
    for host in [address, &format!("localhost:{port}"), "localhost", &format!("[::1]:{port}"), "127.0.0.1"] {
        let (status, answer) = raw_to(host, &url, "POST", &updates, "application/json", b"{}".to_vec()).await;
        assert_eq!(status, 200, "{host}");
        assert!(String::from_utf8(answer).unwrap().contains("start"));
    }
    // A form of another page is sent without being asked whether it may: the token alone keeps it out.
    assert_ne!(bench.sandbox.token(), Bench::start().await.sandbox.token());
    assert!(person.view().card().is_none());
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from)
    ];
    let names = prop_oneof![
        Just("inline_keyboard"),
        Just("text"),
        Just("type"),
        Just("offset"),
        Just("length"),
        Just("callback_data"),
        Just("copy_text"),
        Just("message_id"),
        Just("url")
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..4)
                .prop_map(|pairs| pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

#[test]
fn no_body_and_no_press_makes_the_sandbox_panic() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let bench = runtime.block_on(Bench::start());
    let person = bench.person(8005);
    let methods = ["sendMessage", "editMessageText", "deleteMessages", "setMyCommands", "setWebhook", "getUpdates"];
    let kinds = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=X", "x"];
    let fields = ["text", "entities", "reply_markup", "message_ids", "commands", "url", "offset", "reply_parameters"];
    let case = (0..methods.len(), 0..kinds.len(), prop::collection::vec(any::<u8>(), 0..200), any_json(), ".{0,80}");
    proptest!(ProptestConfig { cases: 96, ..ProptestConfig::default() }, |((method, kind, bytes, value, data) in case)| {
        let path = format!("/bot{}/{}", bench.sandbox.token(), methods[method]);
        let mut object = json!({"chat_id": 8005, "text": "a", "message_id": 101});
        object[fields[bytes.len() % fields.len()]] = value;
        person.press_raw(i64::from(bytes.first().copied().unwrap_or(7)), &data).unwrap();
        // A panic would leave an empty answer, status 0.
        let (status, _) = runtime.block_on(bench.post(&path, kinds[kind], bytes));
        prop_assert!(matches!(status, 200 | 400 | 409));
        let (status, _) = runtime.block_on(bench.post(&path, kinds[0], object.to_string().into_bytes()));
        prop_assert!(matches!(status, 200 | 400 | 409));
    });
}
