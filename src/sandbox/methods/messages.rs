//! Sending, editing, and answering presses.

use super::{Args, int_of, is_set, str_of};
use crate::sandbox::calls::{Answer, Refusal};
use crate::sandbox::checks;
use crate::sandbox::model::{Author, Message};
use crate::sandbox::view::{Alert, Notification};
use crate::sandbox::world::{Chat, World};
use serde_json::{Value, json};

const NOT_MODIFIED: &str = "Bad Request: message is not modified: specified new message content and reply markup are \
     exactly the same as a current content and reply markup of the message";
const QUERY_GONE: &str = "Bad Request: query is too old and response timeout expired or query ID is invalid";
/// The most a press may be answered with, in characters.
const ALERT_MAX: usize = 200;

pub(super) fn send(world: &mut World, args: &Args) -> Answer {
    let text = checks::text(args)?;
    let entities = checks::entities(args, &text)?;
    let markup = checks::markup(args)?;
    let reply = replied(world, args)?;
    let chat = world.reachable(args)?.id;
    let mut message = world.compose(Author::Bot, text);
    message.entities = entities;
    message.markup = markup;
    message.protected = is_set(args, "protect_content");
    message.extra.extend(reply.map(|reply| ("reply_to_message".to_owned(), reply)));
    if let Some(options) = args.get("link_preview_options") {
        message.extra.insert("link_preview_options".to_owned(), options.clone());
    }
    let bot = world.identity.user();
    let chat = world.chats.get_mut(&chat).ok_or_else(|| Refusal::met(400, "Bad Request: chat not found"))?;
    let silent = is_set(args, "disable_notification");
    chat.notifications.push(Notification { text: notified(&message), silent });
    let answer = chat.message_json(&message, &bot);
    chat.messages.push(message);
    Ok(answer)
}

/// What a notification and the chat list show: spoilers as blocks.
fn notified(message: &Message) -> String {
    let mut at = 0;
    let spoilers = || message.entities.iter().filter(|entity| entity.kind == "spoiler");
    let hidden = message.text.chars().map(|c| {
        let covered = spoilers().any(|spoiler| (spoiler.offset..spoiler.offset + spoiler.length).contains(&at));
        at += c.len_utf16();
        if covered && !c.is_whitespace() { '▒' } else { c }
    });
    hidden.collect()
}

fn replied(world: &mut World, args: &Args) -> Result<Option<Value>, Refusal> {
    let Some(reply) = args.get("reply_parameters") else { return Ok(None) };
    let bot = world.identity.user();
    let chat = world.reachable(args)?;
    let original = reply["message_id"].as_i64().and_then(|id| chat.message(id));
    match original {
        Some(original) => Ok(Some(chat.message_json(original, &bot))),
        None if reply["allow_sending_without_reply"] == true => Ok(None),
        None => Err(Refusal::met(400, "Bad Request: message to be replied not found")),
    }
}

pub(super) fn edit_text(world: &mut World, args: &Args) -> Answer {
    let text = checks::text(args)?;
    let entities = checks::entities(args, &text)?;
    let markup = checks::markup(args)?;
    edit(world, args, |message| {
        message.text = text;
        message.entities = entities;
        // As in Telegram: an edit that names no keyboard takes the keyboard away.
        message.markup = markup;
    })
}

pub(super) fn edit_markup(world: &mut World, args: &Args) -> Answer {
    let markup = checks::markup(args)?;
    edit(world, args, |message| message.markup = markup)
}

fn edit(world: &mut World, args: &Args, change: impl FnOnce(&mut Message)) -> Answer {
    let (now, bot) = (world.now(), world.identity.user());
    let chat: &mut Chat = world.reachable(args)?;
    let wanted = int_of(args, "message_id");
    let place = chat.messages.iter().position(|message| Some(message.id) == wanted);
    let place = place.ok_or_else(|| Refusal::met(400, "Bad Request: message to edit not found"))?;
    let old = &chat.messages[place];
    if old.author != Author::Bot {
        return Err(Refusal::wrong("message can't be edited"));
    }
    let mut new = old.clone();
    change(&mut new);
    if new.text == old.text && new.entities == old.entities && new.markup == old.markup {
        return Err(Refusal::met(400, NOT_MODIFIED));
    }
    new.edited = Some(now);
    let answer = chat.message_json(&new, &bot);
    chat.messages[place] = new;
    Ok(answer)
}

pub(super) fn answer_query(world: &mut World, args: &Args) -> Answer {
    let text = str_of(args, "text").unwrap_or_default();
    if checks::units(text) > ALERT_MAX {
        return Err(Refusal::wrong("MESSAGE_TOO_LONG"));
    }
    if args.contains_key("url") {
        // Only for games and for links that open the bot itself.
        return Err(Refusal::wrong("URL_INVALID"));
    }
    let id = str_of(args, "callback_query_id").unwrap_or_default();
    let query = world.queries.remove(id).ok_or_else(|| Refusal::met(400, QUERY_GONE))?;
    if !text.is_empty()
        && let Some(chat) = world.chats.get_mut(&query.chat)
    {
        chat.alerts.push(Alert { text: text.to_owned(), modal: is_set(args, "show_alert") });
    }
    Ok(json!(true))
}
