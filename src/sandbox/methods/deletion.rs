//! Deleting: both sides' messages of a private chat, for 48 hours.

use super::{Args, int_of};
use crate::clock::Moment;
use crate::sandbox::calls::{Answer, Refusal};
use crate::sandbox::model::{Author, Message};
use crate::sandbox::world::{Chat, World};
use serde_json::{Value, json};

/// How long a message can be deleted, in seconds.
const DELETABLE: i64 = 48 * 3600;
/// The most messages of one call.
const BATCH_MAX: usize = 100;

pub(super) fn one(world: &mut World, args: &Args) -> Answer {
    let now = world.now();
    let chat = world.reachable(args)?;
    let message = int_of(args, "message_id").and_then(|id| chat.message(id));
    let message = message.ok_or_else(|| Refusal::met(400, "Bad Request: message to delete not found"))?;
    refuse_undeletable(chat, message, now)?;
    let id = message.id;
    chat.messages.retain(|message| message.id != id);
    Ok(json!(true))
}

/// Unknown ids are skipped; one that cannot be deleted fails the whole call and nothing is deleted.
pub(super) fn many(world: &mut World, args: &Args) -> Answer {
    let now = world.now();
    let ids: Vec<i64> =
        args.get("message_ids").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_i64).collect();
    if ids.is_empty() {
        return Err(Refusal::wrong("message identifiers are not specified"));
    }
    if ids.len() > BATCH_MAX {
        return Err(Refusal::wrong("too many message identifiers specified"));
    }
    let chat = world.reachable(args)?;
    let mut known = ids.iter().filter_map(|id| chat.message(*id));
    known.try_for_each(|message| refuse_undeletable(chat, message, now))?;
    chat.messages.retain(|message| !ids.contains(&message.id));
    Ok(json!(true))
}

fn refuse_undeletable(chat: &Chat, message: &Message, now: Moment) -> Result<(), Refusal> {
    let others_in_group = chat.id < 0 && message.author != Author::Bot;
    if others_in_group || now.0 - message.date.0 >= DELETABLE {
        return Err(Refusal::met(400, "Bad Request: message can't be deleted for everyone"));
    }
    Ok(())
}
