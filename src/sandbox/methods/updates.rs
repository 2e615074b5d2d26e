//! `getUpdates` and the webhook settings.

use super::{Args, int_of, is_set, str_of};
use crate::sandbox::calls::{Answer, Refusal};
use crate::sandbox::inbox::Hook;
use crate::sandbox::webhook;
use crate::sandbox::world::World;
use serde_json::{Value, json};

const WEBHOOK_ACTIVE: &str = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to \
     delete the webhook first";
const OTHER_POLLER: &str = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is \
     running";

/// Starts a poll: confirms what its offset confirms and ends the poll before it. Gives the poll's number.
pub(in crate::sandbox) fn begin_poll(world: &mut World, args: &Args) -> Result<u64, Refusal> {
    if world.inbox.hook.is_some() {
        return Err(Refusal::met(409, WEBHOOK_ACTIVE));
    }
    world.inbox.allow(allowed_updates(args));
    world.inbox.confirm(int_of(args, "offset").unwrap_or_default());
    world.inbox.poll += 1;
    world.inbox.polls += 1;
    Ok(world.inbox.poll)
}

/// What the poll with this number gets: updates, an end, or nothing yet.
pub(in crate::sandbox) fn take_batch(world: &mut World, poll: u64, args: &Args) -> Option<Answer> {
    if world.inbox.hook.is_some() {
        return Some(Err(Refusal::met(409, "Conflict: terminated by setWebhook request")));
    }
    if world.inbox.poll != poll {
        return Some(Err(Refusal::met(409, OTHER_POLLER)));
    }
    world.expire();
    let limit = usize::try_from(int_of(args, "limit").unwrap_or(100).clamp(1, 100)).unwrap_or(100);
    let batch = world.inbox.batch(limit);
    (!batch.is_empty() || world.stopped).then_some(Ok(Value::Array(batch)))
}

fn allowed_updates(args: &Args) -> Option<Vec<String>> {
    let kinds = args.get("allowed_updates")?.as_array()?;
    Some(kinds.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

pub(super) fn set_webhook(world: &mut World, args: &Args) -> Answer {
    let url = str_of(args, "url").unwrap_or_default();
    if url.is_empty() {
        return Ok(delete_webhook(world, args));
    }
    let (target, path) = webhook::target(url)
        .ok_or_else(|| Refusal::wrong("bad webhook: the sandbox pushes to http://127.0.0.1:PORT/… only"))?;
    let secret = str_of(args, "secret_token");
    let good = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'-');
    if secret.is_some_and(|secret| !(1..=256).contains(&secret.len()) || !secret.bytes().all(good)) {
        return Err(Refusal::wrong("secret token contains unallowed characters"));
    }
    let max_connections = int_of(args, "max_connections").unwrap_or(40);
    if !(1..=100).contains(&max_connections) {
        return Err(Refusal::wrong("max_connections must be between 1 and 100"));
    }
    if is_set(args, "drop_pending_updates") {
        world.inbox.forget_all();
    }
    world.inbox.allow(allowed_updates(args));
    world.inbox.poll += 1;
    world.inbox.busy.clear();
    world.inbox.hook = Some(Hook {
        url: url.to_owned(),
        target,
        path,
        secret: secret.map(str::to_owned),
        max_connections,
        generation: world.inbox.poll,
        last_error: None,
    });
    Ok(json!(true))
}

pub(super) fn delete_webhook(world: &mut World, args: &Args) -> Value {
    if is_set(args, "drop_pending_updates") {
        world.inbox.forget_all();
    }
    world.inbox.hook = None;
    world.inbox.busy.clear();
    json!(true)
}

pub(super) fn webhook_info(world: &World) -> Value {
    let mut info = json!({
        "url": "",
        "has_custom_certificate": false,
        "pending_update_count": world.inbox.pending(None),
        "allowed_updates": world.inbox.allowed(),
    });
    if let Some(hook) = &world.inbox.hook {
        info["url"] = json!(hook.url);
        info["max_connections"] = json!(hook.max_connections);
        info["ip_address"] = json!(hook.target.ip().to_string());
        if let Some((when, what)) = &hook.last_error {
            info["last_error_date"] = json!(when.0);
            info["last_error_message"] = json!(what);
        }
    }
    info
}
