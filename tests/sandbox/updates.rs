//! How updates reach the bot: confirmation, redelivery, life times, disorder, and two pollers.

use super::bench::Bench;
use janynda::sandbox::Media;
use serde_json::{Value, json};
use teloxide::payloads::GetUpdatesSetters;
use teloxide::requests::Requester;

fn ids(updates: &[Value]) -> Vec<i64> {
    updates.iter().map(|update| update["update_id"].as_i64().unwrap()).collect()
}

fn texts(updates: &[Value]) -> Vec<&str> {
    updates.iter().map(|update| update["message"]["text"].as_str().unwrap_or("?")).collect()
}

#[tokio::test]
async fn updates_come_again_until_an_offset_confirms_them() {
    let bench = Bench::start().await;
    let person = bench.person(6001);
    person.type_text("one").unwrap();
    person.type_text("two").unwrap();
    let first = bench.updates(0).await;
    assert_eq!(texts(&first), ["/start", "one", "two"]);
    assert_eq!(bench.updates(0).await, first, "not confirmed, so delivered again");
    let ids = ids(&first);
    assert_eq!(texts(&bench.updates(ids[0] + 1).await), ["one", "two"]);
    let limited = bench.result("getUpdates", json!({"offset": 0, "limit": 1})).await;
    assert_eq!(texts(limited.as_array().unwrap()), ["one"]);
    assert_eq!(texts(&bench.updates(-1).await), ["two"], "a negative offset counts from the end");
    assert!(bench.updates(ids[2] + 1).await.is_empty());
    assert_eq!(bench.sandbox.pending_updates(), 0);
}

#[tokio::test]
async fn a_long_poll_ends_as_soon_as_somebody_writes() {
    let bench = Bench::start().await;
    let bot = bench.bot.clone();
    let poll = tokio::spawn(async move { bot.get_updates().timeout(50).await });
    bench.person(6002);
    let updates = poll.await.unwrap().unwrap();
    assert_eq!(updates.len(), 1);
}

#[tokio::test]
async fn a_second_poller_ends_the_first() {
    let bench = Bench::start().await;
    let bot = bench.bot.clone();
    let first = tokio::spawn(async move { bot.get_updates().timeout(50).await });
    bench.sandbox.until_polled(1).await.unwrap();
    assert!(bench.updates(0).await.is_empty());
    let error = first.await.unwrap().unwrap_err();
    assert!(matches!(error, teloxide::RequestError::Api(teloxide::ApiError::TerminatedByOtherGetUpdates)), "{error}");
}

#[tokio::test]
async fn presses_wait_150_seconds_and_messages_a_day() {
    let bench = Bench::start().await;
    let person = bench.person(6004);
    let card = bench.send(&person, "Card").await;
    person.press_raw(card, "x").unwrap();
    bench.clock.advance(150);
    assert_eq!(bench.updates(0).await.len(), 2);
    bench.clock.advance(1);
    assert_eq!(texts(&bench.updates(0).await), ["/start"], "the press is gone");
    bench.clock.advance(24 * 3600 - 151);
    assert_eq!(bench.updates(0).await.len(), 1);
    bench.clock.advance(1);
    assert!(bench.updates(0).await.is_empty());
}

#[tokio::test]
async fn only_the_kinds_asked_for_are_kept() {
    let bench = Bench::start().await;
    let person = bench.person(6005);
    bench.result("getUpdates", json!({"allowed_updates": ["message"]})).await;
    person.edit_last("/help").unwrap();
    let card = bench.send(&person, "Card").await;
    person.press_raw(card, "x").unwrap();
    person.type_text("hello").unwrap();
    assert_eq!(texts(&bench.updates(0).await), ["/start", "hello"]);
}

#[tokio::test]
async fn updates_can_come_twice_with_gaps_and_out_of_order() {
    let bench = Bench::start().await;
    let person = bench.person(6006);
    let start = ids(&bench.updates(0).await)[0];
    assert!(bench.updates(start + 1).await.is_empty());
    bench.sandbox.repeat_last_update();
    assert_eq!(ids(&bench.updates(start + 1).await), [start], "confirmed, and yet here once more");
    assert!(bench.updates(start + 1).await.is_empty());
    bench.sandbox.skip_update_ids(7);
    bench.sandbox.swap_next_two_updates();
    person.type_text("first").unwrap();
    assert_eq!(bench.sandbox.pending_updates(), 1, "kept back, not lost");
    person.type_text("second").unwrap();
    let swapped = bench.updates(start + 1).await;
    assert_eq!(texts(&swapped), ["second", "first"]);
    assert_eq!(ids(&swapped), [start + 8, start + 9]);
}

#[tokio::test]
async fn every_update_carries_the_identity_that_must_leave_no_trace() {
    let bench = Bench::start().await;
    let person = bench.person(6007);
    let card = bench.send(&person, "Card").await;
    person.press_raw(card, "x").unwrap();
    person.edit_last("edited").unwrap();
    person.share_contact("+77001234567").unwrap();
    person.forward("somebody's words").unwrap();
    for kind in Media::ALL {
        person.send_media(kind).unwrap();
    }
    let updates = bench.updates(0).await;
    assert_eq!(updates.len(), 5 + Media::ALL.len());
    for update in &updates {
        let object = update.as_object().unwrap().values().find(|value| value.is_object()).unwrap();
        let from = &object["from"];
        assert_eq!(from["id"], 6007);
        assert_eq!(from["first_name"], "Firstname6007");
        assert_eq!(from["last_name"], "Lastname6007");
        assert_eq!(from["username"], "username6007");
        assert_eq!(from["language_code"], "ru");
        assert_eq!(from["is_bot"], false);
    }
    assert_eq!(updates[0]["message"]["chat"]["type"], "private");
    assert_eq!(updates[0]["message"]["date"], 1_790_000_000);
    assert_eq!(updates[0]["message"]["entities"], json!([{"type": "bot_command", "offset": 0, "length": 6}]));
    assert!(updates[2]["edited_message"]["edit_date"].is_i64());
    assert_eq!(updates[3]["message"]["contact"]["phone_number"], "+77001234567");
    assert_eq!(updates[4]["message"]["forward_origin"]["type"], "hidden_user");
    // teloxide, which parses everything, understands each of them.
    let parsed = bench.bot.get_updates().await.unwrap();
    assert!(parsed.iter().all(|update| !matches!(update.kind, teloxide::types::UpdateKind::Error(_))));
}

#[tokio::test]
async fn a_press_on_a_deleted_message_has_date_zero_and_its_data_can_be_anything() {
    let bench = Bench::start().await;
    let person = bench.person(6008);
    let card = bench.send(&person, "Card").await;
    person.press_raw(card, "data of no button \u{0}\u{202e}").unwrap();
    bench.result("deleteMessage", json!({"chat_id": 6008, "message_id": card})).await;
    person.press_raw(card, &"z".repeat(500)).unwrap();
    let updates = bench.updates(0).await;
    assert_eq!(updates[1]["callback_query"]["message"]["text"], "Card");
    assert_eq!(updates[1]["callback_query"]["data"], "data of no button \u{0}\u{202e}");
    let message = &updates[2]["callback_query"]["message"];
    assert_eq!((&message["date"], &message["message_id"]), (&json!(0), &json!(card)));
    assert!(message.get("text").is_none());
    let instances = [&updates[1], &updates[2]].map(|update| update["callback_query"]["chat_instance"].clone());
    assert_eq!(instances[0], instances[1]);
}
