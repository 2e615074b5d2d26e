//! What each method of the Bot API does to the world.

mod deletion;
pub(super) mod identity;
mod messages;
mod updates;

use super::calls::{Answer, Refusal};
use super::world::{Standing, World};
use serde_json::{Map, Value, json};

/// The parameters of a call, already checked against the specification.
pub(super) type Args = Map<String, Value>;

pub(super) use updates::{begin_poll, take_batch};

/// Carries out a call other than `getUpdates`, which waits and is driven by its connection.
pub(super) fn call(world: &mut World, method: &str, args: &Args) -> Answer {
    world.expire();
    match method {
        "sendMessage" => messages::send(world, args),
        "editMessageText" => messages::edit_text(world, args),
        "editMessageReplyMarkup" => messages::edit_markup(world, args),
        "deleteMessage" => deletion::one(world, args),
        "deleteMessages" => deletion::many(world, args),
        "answerCallbackQuery" => messages::answer_query(world, args),
        "sendChatAction" => chat_action(world, args),
        "leaveChat" => leave(world, args),
        "setWebhook" => updates::set_webhook(world, args),
        "deleteWebhook" => Ok(updates::delete_webhook(world, args)),
        "getWebhookInfo" => Ok(updates::webhook_info(world)),
        _ => world.identity.call(method, args),
    }
}

const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

fn chat_action(world: &mut World, args: &Args) -> Answer {
    if !str_of(args, "action").is_some_and(|action| ACTIONS.contains(&action)) {
        return Err(Refusal::wrong("wrong parameter action in request"));
    }
    world.reachable(args).map(|_| json!(true))
}

fn leave(world: &mut World, args: &Args) -> Answer {
    let chat = world.reachable(args)?;
    if chat.id > 0 {
        return Err(Refusal::wrong("chat member status can't be changed in private chats"));
    }
    let id = chat.id;
    chat.standing = Standing::Left;
    world.announce_own_status(id, "member", "left");
    Ok(json!(true))
}

fn str_of<'a>(args: &'a Args, name: &str) -> Option<&'a str> {
    args.get(name)?.as_str()
}

fn int_of(args: &Args, name: &str) -> Option<i64> {
    args.get(name)?.as_i64()
}

fn is_set(args: &Args, name: &str) -> bool {
    args.get(name).and_then(Value::as_bool).unwrap_or_default()
}
