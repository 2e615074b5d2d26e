//! Everything the sandbox knows: chats, waiting updates, open presses, faults and the log.

use super::calls::{Blame, Call, Outcome, Refusal};
use super::faults::Faults;
use super::inbox::Inbox;
use super::methods::identity::Identity;
use super::model::{Author, Message, Profile};
use super::view::{Alert, Error, Notification};
use super::{Options, calls::Answer};
use crate::clock::{Clock, Moment};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// How long a press waits for the bot, and how long it can be answered, in seconds.
pub(super) const PRESS_LIFETIME: i64 = 150;

/// Where messages stand.
#[derive(Debug)]
pub(super) enum Place {
    Private(Profile),
    Group { title: String, people: Vec<Profile> },
}

/// What the bot may do in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The person never wrote: to the bot the chat does not exist.
    Unmet,
    Open,
    Blocked,
    /// The bot left the group.
    Left,
}

/// One chat with the bot.
#[derive(Debug)]
pub(super) struct Chat {
    pub(super) id: i64,
    pub(super) place: Place,
    pub(super) standing: Standing,
    pub(super) messages: Vec<Message>,
    pub(super) notifications: Vec<Notification>,
    pub(super) alerts: Vec<Alert>,
    pub(super) clipboard: Option<String>,
}

impl Chat {
    pub(super) fn new(id: i64, place: Place, standing: Standing) -> Chat {
        let (messages, notifications, alerts) = (Vec::new(), Vec::new(), Vec::new());
        Chat { id, place, standing, messages, notifications, alerts, clipboard: None }
    }

    /// The `Chat` object.
    pub(super) fn json(&self) -> Value {
        match &self.place {
            Place::Private(profile) => profile.chat(),
            Place::Group { title, .. } => json!({"id": self.id, "type": "group", "title": title}),
        }
    }

    /// The person with this id.
    pub(super) fn profile(&self, user: i64) -> Option<&Profile> {
        match &self.place {
            Place::Private(profile) => Some(profile),
            Place::Group { people, .. } => people.iter().find(|profile| profile.chat_id == user),
        }
    }

    /// The `Message` object of a message of this chat.
    pub(super) fn message_json(&self, message: &Message, bot: &Value) -> Value {
        let from = match message.author {
            Author::Bot => bot.clone(),
            Author::Person(user) => self.profile(user).map_or(Value::Null, Profile::user),
        };
        message.json(&self.json(), from)
    }

    pub(super) fn message(&self, id: i64) -> Option<&Message> {
        self.messages.iter().find(|message| message.id == id)
    }
}

/// A press the bot has not answered yet.
#[derive(Clone, Debug)]
pub(super) struct Query {
    pub(super) chat: i64,
    pub(super) born: Moment,
}

/// The state behind the lock.
#[derive(Debug)]
pub(super) struct World {
    pub(super) clock: Clock,
    pub(super) identity: Identity,
    pub(super) chats: BTreeMap<i64, Chat>,
    pub(super) inbox: Inbox,
    pub(super) queries: BTreeMap<String, Query>,
    pub(super) faults: Faults,
    pub(super) log: Vec<Call>,
    pub(super) violations: Vec<String>,
    pub(super) stopped: bool,
    /// The secret of a browser tab, and its chat.
    pub(super) tabs: BTreeMap<String, i64>,
    next_message: i64,
    next_query: i64,
}

impl World {
    pub(super) fn new(options: Options) -> World {
        World {
            clock: options.clock,
            identity: Identity::new(options.bot_id, options.username),
            chats: BTreeMap::new(),
            inbox: Inbox::default(),
            queries: BTreeMap::new(),
            faults: Faults::default(),
            log: Vec::new(),
            violations: Vec::new(),
            stopped: false,
            tabs: BTreeMap::new(),
            next_message: 100,
            next_query: 4_382_000_000_000_000,
        }
    }

    pub(super) fn now(&self) -> Moment {
        self.clock.now()
    }

    /// The next message id. Telegram counts all of a bot's chats together, so neighbours in one chat are not
    /// consecutive: ids have to be stored, never computed.
    pub(super) fn fresh_message_id(&mut self) -> i64 {
        self.next_message += 1;
        self.next_message
    }

    pub(super) fn fresh_query_id(&mut self) -> String {
        self.next_query += 7_919;
        self.next_query.to_string()
    }

    /// A message by `author`, written now.
    pub(super) fn compose(&mut self, author: Author, text: String) -> Message {
        let (id, date) = (self.fresh_message_id(), self.now());
        let (edited, markup, protected) = (None, None, false);
        Message { id, author, date, edited, text, entities: Vec::new(), markup, protected, extra: Map::new() }
    }

    /// The chat a call names, if the bot may act in it.
    pub(super) fn reachable(&mut self, args: &Map<String, Value>) -> Result<&mut Chat, Refusal> {
        let unknown = || Refusal::met(400, "Bad Request: chat not found");
        let chat = chat_id(args).and_then(|id| self.chats.get_mut(&id)).ok_or_else(unknown)?;
        match chat.standing {
            Standing::Unmet => Err(unknown()),
            Standing::Open => Ok(chat),
            Standing::Blocked => Err(Refusal::met(403, "Forbidden: bot was blocked by the user")),
            Standing::Left => Err(Refusal::met(403, "Forbidden: bot is not a member of the group chat")),
        }
    }

    /// A chat a test or a tab already holds.
    pub(super) fn chat(&mut self, id: i64) -> Result<&mut Chat, Error> {
        self.chats.get_mut(&id).ok_or(Error::NoChat)
    }

    /// Drops what Telegram would have dropped by now: old updates, presses nobody can answer any more.
    pub(super) fn expire(&mut self) {
        let now = self.now();
        self.inbox.expire(now);
        self.queries.retain(|_, query| now.0 - query.born.0 <= PRESS_LIFETIME);
    }

    pub(super) fn pending(&mut self) -> usize {
        self.expire();
        self.inbox.pending(None)
    }

    /// Whether the bot has taken every update of this chat and answered every press in it.
    pub(super) fn is_settled(&mut self, chat: i64) -> bool {
        self.expire();
        self.inbox.pending(Some(chat)) == 0 && !self.queries.values().any(|query| query.chat == chat)
    }

    /// Writes a finished call into the log.
    pub(super) fn note(&mut self, method: &'static str, args: &Map<String, Value>, answer: &Answer) {
        let outcome = match answer {
            Ok(_) => Outcome::Done,
            Err(refusal) => Outcome::Refused(refusal.status, refusal.text.clone()),
        };
        if let Err(Refusal { blame: Blame::Bot, text, .. }) = answer {
            self.violations.push(format!("{method}: {text}"));
        }
        self.note_as(method, args, outcome);
    }

    /// Writes a call that a fault interfered with into the log.
    pub(super) fn note_as(&mut self, method: &'static str, args: &Map<String, Value>, outcome: Outcome) {
        self.log.push(Call { method, chat: chat_id(args), params: Value::Object(args.clone()), outcome });
    }
}

/// The numeric chat a call names. `@names` lead nowhere here: there are no channels.
pub(super) fn chat_id(args: &Map<String, Value>) -> Option<i64> {
    let value = args.get("chat_id")?;
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}
