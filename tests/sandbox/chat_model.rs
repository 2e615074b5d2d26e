//! The simulated people, and the groups they put the bot into.

use super::bench::Bench;
use janynda::sandbox::{Action, Error, Profile};
use serde_json::json;

#[tokio::test]
async fn a_person_taps_what_is_on_the_screen_and_is_told_what_there_is_otherwise() {
    let bench = Bench::start().await;
    let person = bench.person(7001);
    let markup = json!({"inline_keyboard": [
        [{"text": "📞 Numbers", "callback_data": "n"}, {"text": "Copy 111", "copy_text": {"text": "111"}}],
        [{"text": "✖", "callback_data": "x"}]]});
    let sent = bench.result("sendMessage", json!({"chat_id": 7001, "text": "Card", "reply_markup": markup})).await;
    let card = sent["message_id"].as_i64().unwrap();
    assert_eq!(person.tap("Numbers").unwrap(), card);
    person.tap("Copy").unwrap();
    assert_eq!(person.clipboard().as_deref(), Some("111"));
    let error = person.tap("Send").unwrap_err().to_string();
    assert_eq!(error, "no button \"Send\" on the screen; there are: 📞 Numbers | Copy 111 | ✖");
    assert!(person.tap_on(card + 1, "✖").is_err());
    person.tap_on(card, "✖").unwrap();
    let updates = bench.updates(0).await;
    let presses: Vec<_> = updates.iter().filter_map(|update| update["callback_query"]["data"].as_str()).collect();
    assert_eq!(presses, ["n", "x"], "copying tells the bot nothing");
    let view = person.view();
    assert_eq!(view.card().unwrap().buttons[0][1].action, Action::Copy("111".to_owned()));
    assert!(view.shows("Card") && view.offers("Numbers"));
}

#[tokio::test]
async fn a_person_is_settled_once_all_was_taken_and_every_press_answered() {
    let bench = Bench::start().await;
    let person = bench.person(7002);
    let card = bench.send(&person, "Card").await;
    let press = person.press_raw(card, "x").unwrap();
    let settled = tokio::spawn({
        let person = person.clone();
        async move { person.settled().await.map(drop) }
    });
    let updates = bench.updates(0).await;
    let last = updates.last().unwrap()["update_id"].as_i64().unwrap();
    bench.updates(last + 1).await;
    assert!(!settled.is_finished());
    bench.result("answerCallbackQuery", json!({"callback_query_id": press})).await;
    settled.await.unwrap().unwrap();
}

#[tokio::test]
async fn waiting_ends_when_the_screen_is_as_wanted() {
    let bench = Bench::start().await;
    let person = bench.person(7003);
    let waiting = tokio::spawn({
        let person = person.clone();
        async move { person.until("a greeting", |view| view.shows("Hello")).await }
    });
    let card = bench.send(&person, "Wait").await;
    let edit = json!({"chat_id": 7003, "message_id": card, "text": "Hello"});
    bench.result("editMessageText", edit).await;
    assert_eq!(waiting.await.unwrap().unwrap().messages.len(), 2);
    bench.sandbox.wait_for("an edit", |log| log.iter().any(|call| call.method == "editMessageText")).await.unwrap();
    assert!(person.view().to_string().contains("bot "));
}

#[tokio::test]
async fn a_failed_wait_shows_the_screen_readably() {
    let bench = Bench::start().await;
    let person = bench.person(7004);
    let markup = json!({"inline_keyboard": [[{"text": "✖", "callback_data": "x"}]]});
    bench.result("sendMessage", json!({"chat_id": 7004, "text": "Card", "reply_markup": markup})).await;
    let error = Error::NotSeen { what: "a greeting".to_owned(), visible: person.view().to_string() };
    let lines: Vec<_> = format!("{error:?}").lines().map(str::to_owned).collect();
    assert_eq!(lines[0], "waited 20 seconds for: a greeting");
    assert!(lines[1].starts_with("  person ") && lines[1].ends_with(": /start"), "{lines:?}");
    assert!(lines[2].starts_with("  bot ") && lines[2].ends_with(": Card"), "{lines:?}");
    assert_eq!(lines[3], "      [✖]");
}

#[tokio::test]
async fn a_group_hears_the_bot_leave_without_a_word() {
    let bench = Bench::start().await;
    let person = bench.person(7005);
    let group = bench.sandbox.group("Class 9", &person);
    let other = bench.sandbox.person(Profile::new(7006));
    let typed = group.type_text(&other, "who is this").unwrap();
    let updates = bench.updates(0).await;
    assert_eq!(updates[1]["my_chat_member"]["new_chat_member"]["status"], "member");
    assert_eq!(updates[3]["message"]["chat"]["type"], "group");
    assert_eq!(updates[3]["message"]["from"]["id"], 7006);
    let delete = json!({"chat_id": group.chat_id(), "message_id": typed});
    let text = bench.refusal("deleteMessage", delete).await;
    assert_eq!(text, "Bad Request: message can't be deleted for everyone");
    assert!(group.has_bot());
    bench.result("leaveChat", json!({"chat_id": group.chat_id()})).await;
    group.until_left().await.unwrap();
    assert!(!group.has_bot() && group.view().card().is_none());
    let text = bench.refusal("leaveChat", json!({"chat_id": group.chat_id()})).await;
    assert_eq!(text, "Forbidden: bot is not a member of the group chat");
    assert!(group.type_text(&other, "gone?").is_err());
}
