//! Texts, entities, keyboards, edits, deletions, presses, identity.

use super::bench::Bench;
use serde_json::{Value, json};
use teloxide::payloads::{
    AnswerCallbackQuerySetters, EditMessageTextSetters, SendMessageSetters, SetMyCommandsSetters, SetMyNameSetters,
};
use teloxide::requests::Requester;
use teloxide::types::{
    BotCommand, BotCommandScope, CallbackQueryId, ChatId, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup,
    LinkPreviewOptions, MessageEntity, MessageId, ReplyParameters,
};
use teloxide::{ApiError, RequestError};

fn api_error(error: RequestError) -> ApiError {
    match error {
        RequestError::Api(error) => error,
        other => panic!("not an answer of the Bot API: {other}"),
    }
}

fn keyboard(buttons: Value) -> Value {
    json!({"inline_keyboard": [buttons]})
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
    let sent = bench
        .bot
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
    bench
        .bot
        .edit_message_text(chat, sent.id, "Another")
        .reply_markup(buttons)
        .link_preview_options(preview)
        .await
        .unwrap();
    bench.bot.edit_message_reply_markup(chat, sent.id).await.unwrap();
    let reply = ReplyParameters::new(sent.id).allow_sending_without_reply();
    let second = bench.bot.send_message(chat, "Second").reply_parameters(reply).await.unwrap();
    bench.bot.delete_message(chat, sent.id).await.unwrap();
    bench.bot.delete_messages(chat, [second.id]).await.unwrap();
    bench.bot.send_chat_action(chat, teloxide::types::ChatAction::Typing).await.unwrap();
    let me = bench.bot.get_me().await.unwrap();
    assert!(!me.can_join_groups);
    bench.bot.set_my_name().name("Janynda").language_code("kk").await.unwrap();
    bench.bot.set_my_description().await.unwrap();
    bench.bot.set_my_short_description().await.unwrap();
    bench
        .bot
        .set_my_commands([BotCommand::new("start", "Start")])
        .scope(BotCommandScope::AllPrivateChats)
        .await
        .unwrap();
    bench.bot.get_my_commands().await.unwrap();
    bench.bot.set_chat_menu_button().await.unwrap();
    bench.bot.delete_webhook().await.unwrap();
    bench.bot.get_webhook_info().await.unwrap();
    let updates = bench.bot.get_updates().await.unwrap();
    assert_eq!(updates.len(), 1);
    assert!(matches!(&updates[0].kind, teloxide::types::UpdateKind::Message(start) if start.text() == Some("/start")));
    assert_eq!(bench.sandbox.violations(), Vec::<String>::new());
    assert!(person.visible().iter().all(|message| !message.from_bot));
    assert!(person.notifications().iter().all(|n| !n.text.contains("hidden")));
    let _ = (CallbackQueryId(String::new()), MessageId(1));
    let _ = api_error;
    let _ = keyboard;
    let _ = bench.bot.answer_callback_query(CallbackQueryId("1".into())).text("a").await.map_err(api_error);
}
