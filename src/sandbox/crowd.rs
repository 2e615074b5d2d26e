//! What people do in the world, and the updates it makes.

use super::inbox::PushLane;
use super::model::{Action, Author, Message, Profile, command_entities};
use super::view::{Error, View};
use super::world::{Chat, Place, Query, Standing, World};
use serde_json::{Map, Value, json};

impl World {
    /// Gives a person an empty chat; a known one only changes their profile.
    pub(super) fn admit(&mut self, profile: Profile) {
        let id = profile.chat_id;
        match self.chats.get_mut(&id) {
            Some(chat) => chat.place = Place::Private(profile),
            None => {
                self.chats.insert(id, Chat::new(id, Place::Private(profile), Standing::Unmet));
            }
        }
    }

    /// Queues an update about this chat, unless the bot cannot get it.
    fn tell(&mut self, kind: &'static str, chat: i64, lane: PushLane, object: Value) {
        let now = self.now();
        self.inbox.add(kind, chat, lane, object, now);
    }

    /// A person writes. Gives the id of the message.
    pub(super) fn write(&mut self, chat: i64, user: i64, text: &str, extra: Map<String, Value>) -> Result<i64, Error> {
        let standing = &mut self.chat(chat)?.standing;
        match standing {
            Standing::Unmet => *standing = Standing::Open,
            Standing::Open => {}
            Standing::Blocked | Standing::Left => return Err(Error::Closed),
        }
        let mut message = self.compose(Author::Person(user), text.to_owned());
        message.entities = command_entities(text);
        message.extra = extra;
        let (id, object) = (message.id, self.keep(chat, message)?);
        self.tell("message", chat, PushLane::Messages(chat), object);
        Ok(id)
    }

    fn keep(&mut self, chat: i64, message: Message) -> Result<Value, Error> {
        let bot = self.identity.user();
        let chat = self.chat(chat)?;
        let object = chat.message_json(&message, &bot);
        chat.messages.push(message);
        Ok(object)
    }

    /// A person changes their newest message.
    pub(super) fn rewrite_last(&mut self, chat: i64, user: i64, text: &str) -> Result<i64, Error> {
        let (now, bot) = (self.now(), self.identity.user());
        let place = self.chat(chat)?;
        if place.standing != Standing::Open {
            return Err(Error::Closed);
        }
        let own = |message: &&mut Message| message.author == Author::Person(user);
        let message = place.messages.iter_mut().rev().find(own).ok_or(Error::NothingOwn)?;
        text.clone_into(&mut message.text);
        message.entities = command_entities(text);
        message.edited = Some(now);
        let message = message.clone();
        let object = place.message_json(&message, &bot);
        self.tell("edited_message", chat, PushLane::Messages(chat), object);
        Ok(message.id)
    }

    /// A person presses a button that says `data`, whether or not there is one. Gives the id of the press.
    pub(super) fn press(&mut self, chat: i64, user: i64, message: i64, data: &str) -> Result<String, Error> {
        let bot = self.identity.user();
        let place = self.chat(chat)?;
        if place.standing != Standing::Open {
            return Err(Error::Closed);
        }
        let message = match place.message(message) {
            Some(message) => place.message_json(message, &bot),
            // Telegram no longer knows what stood there.
            None => json!({"chat": place.json(), "message_id": message, "date": 0}),
        };
        let from = place.profile(user).map(Profile::user).ok_or(Error::NoChat)?;
        let id = self.fresh_query_id();
        self.queries.insert(id.clone(), Query { chat, born: self.now() });
        // Any number will do as long as it stays the same for the chat and is not the chat's id.
        let instance = chat.wrapping_mul(0x005D_EECE_66D1).wrapping_add(11).to_string();
        let object = json!({"id": id, "from": from, "message": message, "chat_instance": instance, "data": data});
        self.tell("callback_query", chat, PushLane::Presses(user), object);
        Ok(id)
    }

    /// A person taps the newest button whose label contains `label`, on this message or on any.
    pub(super) fn tap(&mut self, chat: i64, user: i64, on: Option<i64>, label: &str) -> Result<i64, Error> {
        let place = self.chat(chat)?;
        if let Some(id) = on {
            place.message(id).ok_or(Error::NoSuchMessage(id))?;
        }
        let messages = place.messages.iter().rev().filter(|message| on.is_none_or(|id| message.id == id));
        let buttons = messages.flat_map(|message| message.buttons().into_iter().flatten().map(|b| (message.id, b)));
        let found: Vec<_> = buttons.filter(|(_, button)| button.label.contains(label)).collect();
        // A label that fits exactly wins over one that only contains the words.
        let exact = found.iter().find(|(_, button)| button.label == label).or(found.first());
        let Some((message, button)) = exact.cloned() else {
            return Err(Error::NoSuchButton { label: label.to_owned(), labels: View::of(place).labels() });
        };
        match button.action {
            Action::Data(data) => self.press(chat, user, message, &data).map(|_| message),
            Action::Copy(text) => {
                place.clipboard = Some(text);
                Ok(message)
            }
            Action::Url(_) => Ok(message),
        }
    }

    /// A person deletes the chat for both sides. No update tells the bot.
    pub(super) fn clear(&mut self, chat: i64) -> Result<(), Error> {
        self.chat(chat)?.messages.clear();
        Ok(())
    }

    /// A person blocks the bot.
    pub(super) fn block(&mut self, chat: i64) -> Result<(), Error> {
        self.chat(chat)?.standing = Standing::Blocked;
        self.announce_own_status(chat, "member", "kicked");
        Ok(())
    }

    /// A person unblocks the bot.
    pub(super) fn unblock(&mut self, chat: i64) -> Result<(), Error> {
        self.chat(chat)?.standing = Standing::Open;
        self.announce_own_status(chat, "kicked", "member");
        Ok(())
    }

    /// A group with the bot just put into it.
    pub(super) fn found_group(&mut self, id: i64, title: &str, by: Profile) -> Result<(), Error> {
        let user = by.chat_id;
        let place = Place::Group { title: title.to_owned(), people: vec![by] };
        self.chats.insert(id, Chat::new(id, place, Standing::Open));
        self.announce_own_status(id, "left", "member");
        let extra = Map::from_iter([("new_chat_members".to_owned(), json!([self.identity.user()]))]);
        self.write(id, user, "", extra).map(|_| ())
    }

    /// The `my_chat_member` update: the bot's own standing in a chat changed.
    pub(super) fn announce_own_status(&mut self, chat: i64, old: &str, new: &str) {
        let bot = self.identity.user();
        let date = self.now().0;
        let Some(place) = self.chats.get(&chat) else { return };
        let from = match &place.place {
            Place::Private(profile) => profile.user(),
            // The bot's own leaving is its own act; being added is somebody's.
            Place::Group { people, .. } if new != "left" => people.first().map_or_else(|| bot.clone(), Profile::user),
            Place::Group { .. } => bot.clone(),
        };
        let member = |status: &str| {
            let mut member = json!({"user": bot, "status": status});
            if status == "kicked" {
                member["until_date"] = json!(0);
            }
            member
        };
        let object = json!({"chat": place.json(), "from": from, "date": date,
            "old_chat_member": member(old), "new_chat_member": member(new)});
        self.tell("my_chat_member", chat, PushLane::Messages(chat), object);
    }

    /// A private message as somebody who forwards it sends it on.
    pub(super) fn forwarded(&mut self, chat: i64, text: &str) -> Result<i64, Error> {
        let origin = json!({"type": "hidden_user", "sender_user_name": "Somebody Else", "date": self.now().0 - 60});
        self.write(chat, chat, text, Map::from_iter([("forward_origin".to_owned(), origin)]))
    }
}
