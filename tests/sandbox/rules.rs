//! Texts, entities, keyboards, edits, deletions, presses, identity: what is taken, and what is refused with which words.

use super::bench::Bench;
use serde_json::{Value, json};
use teloxide::payloads::{
    EditMessageTextSetters, SendMessageSetters, SetMyCommandsSetters, SetMyDescriptionSetters, SetMyNameSetters,
};
use teloxide::requests::Requester;
use teloxide::types::{
    BotCommand, BotCommandScope, CallbackQueryId, ChatAction, ChatId, CopyTextButton, InlineKeyboardButton,
    InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity, MessageId, ReplyParameters, UpdateKind,
};
use teloxide::{ApiError, RequestError};

const DAY: i64 = 24 * 3600;

fn one_button(button: Value) -> Value {
    Value::from_iter([("inline_keyboard", Value::from(vec![Value::from(vec![button])]))])
}

#[tokio::test]
async fn what_teloxide_really_sends_passes_the_specification() {
    let bench = Bench::start().await;
    let person = bench.person(5001);
    let chat = ChatId(person.chat_id());
    let copy = CopyTextButton { text: "111".to_owned() };
    let buttons = InlineKeyboardMarkup::new([
        [InlineKeyboardButton::callback("Leave", "x")],
        [InlineKeyboardButton::copy_text_button("Copy 111", copy)],
        [InlineKeyboardButton::url("Read", "https://example.org/a".parse().unwrap())],
    ]);
    let preview = LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    };
    let bot = &bench.bot;
    let sent = bot
        .send_message(chat, "Call 111 now 🌿 hidden")
        .entities([MessageEntity::code(5, 3), MessageEntity::spoiler(16, 6)])
        .link_preview_options(preview.clone())
        .disable_notification(true)
        .protect_content(true)
        .reply_markup(buttons.clone())
        .await
        .unwrap();
    assert_eq!(sent.text(), Some("Call 111 now 🌿 hidden"));
    assert_eq!(sent.reply_markup().map(|markup| markup.inline_keyboard.len()), Some(3));
    assert_eq!(person.notifications().last().unwrap().text, "Call 111 now 🌿 ▒▒▒▒▒▒");
    assert!(person.notifications().last().unwrap().silent);
    assert!(person.view().card().unwrap().protected);
    bot.edit_message_text(chat, sent.id, "Another").reply_markup(buttons).link_preview_options(preview).await.unwrap();
    bot.edit_message_reply_markup(chat, sent.id).await.unwrap();
    assert!(person.view().labels().is_empty());
    let reply = ReplyParameters::new(sent.id).allow_sending_without_reply();
    let second = bot.send_message(chat, "Second").reply_parameters(reply).await.unwrap();
    bot.delete_message(chat, sent.id).await.unwrap();
    bot.delete_messages(chat, [second.id]).await.unwrap();
    bot.send_chat_action(chat, ChatAction::Typing).await.unwrap();
    assert!(!bot.get_me().await.unwrap().can_join_groups);
    bot.set_my_name().name("Janynda").language_code("kk").await.unwrap();
    bot.set_my_description().description("Answers questions").await.unwrap();
    bot.set_my_short_description().await.unwrap();
    let commands = [BotCommand::new("start", "Start")];
    bot.set_my_commands(commands).scope(BotCommandScope::AllPrivateChats).language_code("ru").await.unwrap();
    bot.get_my_commands().await.unwrap();
    bot.set_chat_menu_button().await.unwrap();
    bot.delete_webhook().await.unwrap();
    bot.get_webhook_info().await.unwrap();
    let updates = bot.get_updates().await.unwrap();
    assert_eq!(updates.len(), 1);
    assert!(matches!(&updates[0].kind, UpdateKind::Message(start) if start.text() == Some("/start")));
    person.press_raw(second.id.0.into(), "x").unwrap();
    let updates = bot.get_updates().await.unwrap();
    let UpdateKind::CallbackQuery(press) = &updates[1].kind else { panic!("no press") };
    bot.answer_callback_query(press.id.clone()).await.unwrap();
    assert_eq!(bench.sandbox.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_call_outside_the_specification_is_refused_and_remembered() {
    let bench = Bench::start().await;
    let person = bench.person(5002);
    let chat = person.chat_id();
    let (status, answer) = bench.call("getChat", json!({"chat_id": chat})).await;
    assert_eq!((status, answer["description"].as_str().unwrap()), (404, "Not Found"));
    let wrong = [
        ("sendMessage", json!({"chat_id": chat}), "sendMessage: required field \"text\" is missing"),
        ("sendMessage", json!({"chat_id": chat, "text": "a", "colour": 1}), "sendMessage: unknown field \"colour\""),
        ("sendMessage", json!({"chat_id": chat, "text": 5}), "sendMessage.text: expected String, found a number"),
        ("sendMessage", json!({"chat_id": chat, "text": null}), "sendMessage.text: expected String, found null"),
        ("sendMessage", json!({"chat_id": 1.5, "text": "a"}), "sendMessage.chat_id: expected String, found a number"),
        ("deleteMessages", json!({"chat_id": chat, "message_ids": ["7"]}), "message_ids[0]: expected Integer"),
        (
            "sendMessage",
            json!({"chat_id": chat, "text": "a", "reply_markup": {"keyboard": [["a"]]}}),
            "reply_markup: unknown field \"keyboard\"",
        ),
        (
            "sendMessage",
            json!({"chat_id": chat, "text": "a", "reply_markup": one_button(json!({"callback_data": "x"}))}),
            "required field \"text\" is missing",
        ),
        (
            "sendMessage",
            json!({"chat_id": chat, "text": "a", "reply_markup": one_button(json!({"text": "a", "copy_text": "a"}))}),
            "copy_text: expected CopyTextButton, found a string",
        ),
        ("setMyCommands", json!({"commands": [], "scope": {"type": "everyone"}}), "unknown type \"everyone\""),
        ("sendChatAction", json!({"chat_id": chat, "action": "dancing"}), "wrong parameter action in request"),
        ("sendMessage", json!({"chat_id": chat, "text": "<b>a</b>", "parse_mode": "HTML"}), "not \"parse_mode\""),
    ];
    for (method, params, words) in &wrong {
        let text = bench.refusal(method, params.clone()).await;
        assert!(text.starts_with("Bad Request: ") && text.contains(words), "{text}\nshould say: {words}");
    }
    assert_eq!(bench.sandbox.violations().len(), wrong.len() + 1);
    assert!(person.view().card().is_none(), "nothing of it was shown");
}

#[tokio::test]
async fn texts_and_entities_that_telegram_would_not_show_are_refused() {
    let bench = Bench::start().await;
    let chat = bench.person(5003).chat_id();
    let say = |text: String| json!({"chat_id": chat, "text": text});
    bench.result("sendMessage", say("ж".repeat(4096))).await;
    let longer = ["ж".repeat(4097), "🌿".repeat(2049)];
    for text in longer {
        assert_eq!(bench.refusal("sendMessage", say(text)).await, "Bad Request: message is too long");
    }
    for text in ["", " \n "] {
        assert_eq!(bench.refusal("sendMessage", say(text.into())).await, "Bad Request: message text is empty");
    }
    let with = |kind: &str, offset: i64, length: i64| json!({"chat_id": chat, "text": "a🌿b", "entities": [{"type": kind, "offset": offset, "length": length}]});
    bench.result("sendMessage", with("spoiler", 1, 2)).await;
    let refused = [
        (with("code", 2, 1), "begins in a middle of a UTF-16 symbol"),
        (with("code", 0, 2), "ends in a middle of a UTF-16 symbol"),
        (with("code", 0, 5), "ends outside the text"),
        (with("code", 0, 0), "entity is empty"),
        (with("code", -1, 1), "must not be negative"),
        (with("glitter", 0, 1), "unsupported type"),
        (with("text_link", 0, 1), "without a usable URL"),
    ];
    for (params, words) in refused {
        let text = bench.refusal("sendMessage", params).await;
        assert!(text.contains(words), "{text}");
    }
}

#[tokio::test]
async fn a_keyboard_with_one_wrong_button_refuses_the_whole_message() {
    let bench = Bench::start().await;
    let person = bench.person(5004);
    let with = |markup: Value| json!({"chat_id": person.chat_id(), "text": "Card", "reply_markup": markup});
    let data = |bytes: usize| one_button(json!({"text": "a", "callback_data": "x".repeat(bytes)}));
    let copy = |units: usize| one_button(json!({"text": "a", "copy_text": {"text": "я".repeat(units)}}));
    let url = |url: &str| one_button(json!({"text": "a", "url": url}));
    let buttons = |count: usize| json!({"inline_keyboard": [vec![json!({"text": "a", "callback_data": "x"}); count]]});
    for good in [data(1), data(64), copy(1), copy(256), url("https://a.kz/"), url("tg://user?id=1"), buttons(100)] {
        bench.result("sendMessage", with(good)).await;
    }
    let before = person.visible().len();
    let cyrillic = one_button(json!({"text": "a", "callback_data": "я".repeat(33)}));
    let refused = [
        (data(0), "Bad Request: BUTTON_DATA_INVALID"),
        (data(65), "Bad Request: BUTTON_DATA_INVALID"),
        (cyrillic, "Bad Request: BUTTON_DATA_INVALID"),
        (copy(0), "Bad Request: BUTTON_COPY_TEXT_INVALID"),
        (copy(257), "Bad Request: BUTTON_COPY_TEXT_INVALID"),
        (buttons(101), "Bad Request: REPLY_MARKUP_TOO_LONG"),
        (url("tel:112"), "Bad Request: inline keyboard button URL 'tel:112' is invalid: Unsupported URL protocol"),
        (
            one_button(json!({"text": "a"})),
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            one_button(json!({"text": " ", "callback_data": "x"})),
            "Bad Request: can't parse inline keyboard button: the text of a button must not be empty",
        ),
        (
            one_button(json!({"text": "a", "callback_data": "x", "url": "https://a.kz/"})),
            "Bad Request: can't parse inline keyboard button: a button does one thing only",
        ),
    ];
    for (markup, words) in refused {
        assert_eq!(bench.refusal("sendMessage", with(markup)).await, words);
    }
    assert_eq!(person.visible().len(), before);
}

#[tokio::test]
async fn only_own_messages_that_still_exist_and_really_change_can_be_edited() {
    let bench = Bench::start().await;
    let person = bench.person(5005);
    let chat = person.chat_id();
    let hers = person.type_text("hello").unwrap();
    let markup = one_button(json!({"text": "Leave", "callback_data": "x"}));
    let sent = bench.result("sendMessage", json!({"chat_id": chat, "text": "Card", "reply_markup": markup})).await;
    let id = sent["message_id"].as_i64().unwrap();
    let edit = |id: i64, text: &str| json!({"chat_id": chat, "message_id": id, "text": text, "reply_markup": markup});
    let same = "Bad Request: message is not modified: specified new message content and reply markup are exactly the \
                same as a current content and reply markup of the message";
    assert_eq!(bench.refusal("editMessageText", edit(id, "Card")).await, same);
    let markup_only = json!({"chat_id": chat, "message_id": id, "reply_markup": markup});
    assert_eq!(bench.refusal("editMessageReplyMarkup", markup_only).await, same);
    assert_eq!(bench.refusal("editMessageText", edit(hers, "x")).await, "Bad Request: message can't be edited");
    assert_eq!(bench.refusal("editMessageText", edit(999, "x")).await, "Bad Request: message to edit not found");
    // No time limit, and no sound: an edit does not notify.
    bench.clock.advance(400 * DAY);
    bench.result("editMessageText", edit(id, "Another card")).await;
    assert_eq!(person.notifications().len(), 1);
    person.clear_chat().unwrap();
    assert_eq!(bench.refusal("editMessageText", edit(id, "x")).await, "Bad Request: message to edit not found");
    let error = bench.bot.edit_message_text(ChatId(chat), MessageId(1), "x").await.unwrap_err();
    assert!(matches!(error, RequestError::Api(ApiError::MessageToEditNotFound)), "{error}");
}

#[tokio::test]
async fn both_sides_messages_can_be_deleted_for_two_days_and_one_older_one_fails_the_batch() {
    let bench = Bench::start().await;
    let person = bench.person(5006);
    let chat = person.chat_id();
    let old = bench.send(&person, "old").await;
    bench.clock.advance(2 * DAY - 1);
    let hers = person.type_text("typed").unwrap();
    let new = bench.send(&person, "new").await;
    let ids = |ids: &[i64]| json!({"chat_id": chat, "message_ids": ids});
    bench.result("deleteMessages", ids(&[hers, 424_242])).await;
    assert!(!person.visible().iter().any(|message| message.id == hers));
    bench.clock.advance(1);
    let too_old = "Bad Request: message can't be deleted for everyone";
    assert_eq!(bench.refusal("deleteMessages", ids(&[new, old])).await, too_old);
    assert!(person.visible().iter().any(|message| message.id == new), "nothing of a failed batch is deleted");
    assert_eq!(bench.refusal("deleteMessage", json!({"chat_id": chat, "message_id": old})).await, too_old);
    let unknown = json!({"chat_id": chat, "message_id": hers});
    assert_eq!(bench.refusal("deleteMessage", unknown).await, "Bad Request: message to delete not found");
    bench.result("deleteMessages", ids(&[new])).await;
    assert_eq!(bench.refusal("deleteMessages", ids(&[])).await, "Bad Request: message identifiers are not specified");
    let many: Vec<i64> = (1..=101).collect();
    let too_many = "Bad Request: too many message identifiers specified";
    assert_eq!(bench.refusal("deleteMessages", ids(&many)).await, too_many);
    bench.result("deleteMessages", ids(&many[..100])).await;
}

#[tokio::test]
async fn a_press_is_answered_once_and_within_its_time() {
    let bench = Bench::start().await;
    let person = bench.person(5007);
    let card = bench.send(&person, "Card").await;
    let press = person.press_raw(card, "x").unwrap();
    let answer = |id: &str| json!({"callback_query_id": id, "text": "Shown", "show_alert": true});
    let gone = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    bench.result("answerCallbackQuery", answer(&press)).await;
    assert_eq!(person.alerts()[0].text, "Shown");
    assert!(person.alerts()[0].modal);
    assert_eq!(bench.refusal("answerCallbackQuery", answer(&press)).await, gone);
    let press = person.press_raw(card, "x").unwrap();
    bench.clock.advance(151);
    assert_eq!(bench.refusal("answerCallbackQuery", answer(&press)).await, gone);
    let press = person.press_raw(card, "x").unwrap();
    let long = json!({"callback_query_id": press, "text": "а".repeat(201)});
    assert_eq!(bench.refusal("answerCallbackQuery", long).await, "Bad Request: MESSAGE_TOO_LONG");
    let link = json!({"callback_query_id": press, "url": "https://a.kz/"});
    assert_eq!(bench.refusal("answerCallbackQuery", link).await, "Bad Request: URL_INVALID");
    let error = bench.bot.answer_callback_query(CallbackQueryId("7".to_owned())).await.unwrap_err();
    assert!(error.to_string().contains("query is too old"), "{error}");
}

#[tokio::test]
async fn a_chat_is_unknown_until_its_person_writes_and_refuses_after_a_block() {
    let bench = Bench::start().await;
    let person = bench.sandbox.person(janynda::sandbox::Profile::new(5008));
    let say = json!({"chat_id": 5008, "text": "Hello"});
    assert_eq!(bench.refusal("sendMessage", say.clone()).await, "Bad Request: chat not found");
    let named = json!({"chat_id": "@somebody", "text": "Hello"});
    assert_eq!(bench.refusal("sendMessage", named).await, "Bad Request: chat not found");
    person.command("start").unwrap();
    let card = bench.send(&person, "Card").await;
    person.block().unwrap();
    let blocked = "Forbidden: bot was blocked by the user";
    assert_eq!(bench.refusal("sendMessage", say.clone()).await, blocked);
    let edit = json!({"chat_id": 5008, "message_id": card, "text": "x"});
    assert_eq!(bench.refusal("editMessageText", edit).await, blocked);
    let delete = json!({"chat_id": 5008, "message_ids": [card]});
    assert_eq!(bench.refusal("deleteMessages", delete).await, blocked);
    let error = bench.bot.send_message(ChatId(5008), "Hello").await.unwrap_err();
    assert!(matches!(error, RequestError::Api(ApiError::BotBlocked)), "{error}");
    assert!(person.type_text("still here").is_err());
    person.unblock().unwrap();
    bench.result("sendMessage", say).await;
    let updates = bench.updates(0).await;
    let standings: Vec<_> =
        updates.iter().filter_map(|update| update["my_chat_member"]["new_chat_member"]["status"].as_str()).collect();
    assert_eq!(standings, ["kicked", "member"]);
    assert_eq!(bench.sandbox.violations(), Vec::<String>::new(), "a block is nobody's fault");
}

#[tokio::test]
async fn names_descriptions_and_commands_are_kept_per_language_within_their_limits() {
    let bench = Bench::start().await;
    for (set, get, field, limit) in [
        ("setMyName", "getMyName", "name", 64),
        ("setMyDescription", "getMyDescription", "description", 512),
        ("setMyShortDescription", "getMyShortDescription", "short_description", 120),
    ] {
        bench.result(set, json!({field: "for all"})).await;
        bench.result(set, json!({field: "ж".repeat(limit), "language_code": "kk"})).await;
        assert_eq!(bench.result(get, json!({"language_code": "kk"})).await[field], "ж".repeat(limit));
        assert_eq!(bench.result(get, json!({"language_code": "ru"})).await[field], "for all");
        let text = bench.refusal(set, json!({field: "ж".repeat(limit + 1)})).await;
        assert_eq!(text, format!("Bad Request: {field} must be at most {limit} characters long"));
        let text = bench.refusal(set, json!({field: "a", "language_code": "kaz"})).await;
        assert_eq!(text, "Bad Request: invalid language code specified");
    }
    let one =
        |command: &str, description: &str| json!({"commands": [{"command": command, "description": description}]});
    bench.result("setMyCommands", one("start", "Start")).await;
    assert_eq!(bench.result("getMyCommands", json!({})).await, one("start", "Start")["commands"]);
    assert_eq!(bench.result("getMyCommands", json!({"language_code": "ru"})).await, json!([]));
    for command in ["/start", "Start", "", "a-b"] {
        assert_eq!(bench.refusal("setMyCommands", one(command, "a")).await, "Bad Request: BOT_COMMAND_INVALID");
    }
    let text = bench.refusal("setMyCommands", one("start", "")).await;
    assert_eq!(text, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID");
    let text = bench.refusal("leaveChat", json!({"chat_id": bench.person(5009).chat_id()})).await;
    assert_eq!(text, "Bad Request: chat member status can't be changed in private chats");
}
