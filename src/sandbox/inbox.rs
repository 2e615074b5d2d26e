//! The updates waiting for the bot: ids, life times, confirmation, redelivery, disorder on demand.

use super::world::PRESS_LIFETIME;
use crate::clock::Moment;
use serde_json::{Value, json};
use std::collections::{BTreeSet, VecDeque};
use std::net::SocketAddr;

/// How long anything but a press waits for the bot, in seconds.
const UPDATE_LIFETIME: i64 = 24 * 3600;

/// Kinds of update a bot gets without asking for a list; the rest of Telegram's kinds do not happen here.
const KINDS: [&str; 4] = ["message", "edited_message", "callback_query", "my_chat_member"];

/// Within one lane a webhook gets updates in order and one at a time: messages by chat, presses by person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PushLane {
    Messages(i64),
    Presses(i64),
}

/// One waiting update.
#[derive(Clone, Debug)]
pub(super) struct Update {
    pub(super) id: i64,
    pub(super) chat: i64,
    pub(super) lane: PushLane,
    kind: &'static str,
    object: Value,
    born: Moment,
    /// A repeated update survives the offset that confirmed it until it was handed out once more.
    owed: bool,
}

impl Update {
    pub(super) fn json(&self) -> Value {
        json!({"update_id": self.id, self.kind: self.object})
    }
}

/// Where updates are pushed.
#[derive(Clone, Debug)]
pub(super) struct Hook {
    pub(super) url: String,
    pub(super) target: SocketAddr,
    pub(super) path: String,
    pub(super) secret: Option<String>,
    pub(super) max_connections: i64,
    /// A worker stops when this is no longer its own.
    pub(super) generation: u64,
    pub(super) last_error: Option<(Moment, String)>,
}

#[derive(Debug, Default)]
enum Swap {
    #[default]
    None,
    Next,
    Kept(Update),
}

/// The queue.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    queue: VecDeque<Update>,
    issued: i64,
    last: Option<Update>,
    swap: Swap,
    allowed: Option<Vec<String>>,
    /// Numbers the `getUpdates` calls: a newer one ends an older one.
    pub(super) poll: u64,
    /// How many polls began, for tests that wait for the bot to be there.
    pub(super) polls: u64,
    pub(super) hook: Option<Hook>,
    pub(super) busy: BTreeSet<PushLane>,
}

impl Inbox {
    /// Queues an update, if the bot wants this kind.
    pub(super) fn add(&mut self, kind: &'static str, chat: i64, lane: PushLane, object: Value, born: Moment) {
        if self.allowed.as_ref().is_some_and(|allowed| !allowed.iter().any(|wanted| wanted == kind)) {
            return;
        }
        let update = Update { id: 0, chat, lane, kind, object, born, owed: false };
        match std::mem::take(&mut self.swap) {
            Swap::None => self.append(update),
            Swap::Next => self.swap = Swap::Kept(update),
            Swap::Kept(kept) => {
                self.append(update);
                self.append(kept);
            }
        }
    }

    fn append(&mut self, mut update: Update) {
        self.issued += 1;
        // Telegram starts somewhere, not at one.
        update.id = 73_000_000 + self.issued;
        self.last = Some(update.clone());
        self.queue.push_back(update);
    }

    /// Remembers which kinds the bot wants from now on; an empty list means all of them.
    pub(super) fn allow(&mut self, kinds: Option<Vec<String>>) {
        if let Some(kinds) = kinds {
            self.allowed = (!kinds.is_empty()).then_some(kinds);
        }
    }

    pub(super) fn allowed(&self) -> Vec<String> {
        self.allowed.clone().unwrap_or_else(|| KINDS.map(str::to_owned).to_vec())
    }

    /// Forgets everything below `offset`; a negative one keeps only that many from the end.
    pub(super) fn confirm(&mut self, offset: i64) {
        if offset > 0 {
            self.queue.retain(|update| update.id >= offset || update.owed);
        } else if offset < 0 {
            let keep = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            self.queue.drain(..self.queue.len().saturating_sub(keep));
        }
    }

    /// What a poll gets: the oldest `limit` updates, which stay until confirmed.
    pub(super) fn batch(&mut self, limit: usize) -> Vec<Value> {
        let handed = self.queue.iter_mut().take(limit);
        let handed = handed.map(|update| {
            update.owed = false;
            update.json()
        });
        handed.collect()
    }

    /// The next update a webhook may get, and its lane marked busy.
    pub(super) fn next_push(&mut self) -> Option<Update> {
        let limit = self.hook.as_ref().map_or(0, |hook| usize::try_from(hook.max_connections).unwrap_or(1));
        if self.busy.len() >= limit {
            return None;
        }
        let update = self.queue.iter().find(|update| !self.busy.contains(&update.lane))?.clone();
        self.busy.insert(update.lane);
        Some(update)
    }

    /// A pushed update was taken: one copy of it goes.
    pub(super) fn pushed(&mut self, id: i64) {
        if let Some(place) = self.queue.iter().position(|update| update.id == id) {
            self.queue.remove(place);
        }
    }

    /// Whether an update with this id still waits.
    pub(super) fn waits(&self, id: i64) -> bool {
        self.queue.iter().any(|update| update.id == id)
    }

    pub(super) fn forget_all(&mut self) {
        self.queue.clear();
    }

    pub(super) fn expire(&mut self, now: Moment) {
        self.queue.retain(|update| {
            let lifetime = if update.kind == "callback_query" { PRESS_LIFETIME } else { UPDATE_LIFETIME };
            now.0 - update.born.0 <= lifetime
        });
    }

    /// How many updates wait, one kept back for swapping among them.
    pub(super) fn pending(&self, chat: Option<i64>) -> usize {
        let kept = match &self.swap {
            Swap::Kept(update) => Some(update),
            _ => None,
        };
        self.queue.iter().chain(kept).filter(|update| chat.is_none_or(|chat| update.chat == chat)).count()
    }

    pub(super) fn repeat_last(&mut self) {
        if let Some(mut again) = self.last.clone() {
            again.owed = true;
            let place = self.queue.partition_point(|update| update.id <= again.id);
            self.queue.insert(place, again);
        }
    }

    pub(super) fn skip_ids(&mut self, count: i64) {
        self.issued += count.clamp(0, 1_000_000);
    }

    pub(super) fn swap_next(&mut self) {
        if matches!(self.swap, Swap::None) {
            self.swap = Swap::Next;
        }
    }
}
